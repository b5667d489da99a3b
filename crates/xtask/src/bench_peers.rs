//! `cargo xtask bench-peers`: Magpie and other programs on the same files, whole processes, in
//! turns. `benches/README.md` says what is measured and how to read it.

mod contenders;
mod measure;
mod record;

pub(crate) use contenders::Magpie;
pub(crate) use measure::{Cost, Peak, peak};
pub(crate) use record::{Record, Row, commit};

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use magpie_corpus::BenchKind;

use crate::texts::{MIB, Text};
use contenders::Contender;

const USAGE: &str = "\
cargo xtask bench-peers [options]

  --mib N               size of each text in MiB (256)
  --rounds N            rounds after the warm-up (5)
  --kingfisher-mib N    size of Kingfisher's texts in MiB, 0 to leave it out (32)
  --memory              scans a text of 4 GiB too and samples the anonymous memory
  --memory-mib N        the same with N MiB
  --program PATH        this magpie instead of a release build
  --record YYYY-MM-DD   appends the rows to benches/record/YYYY-MM-DD.csv
";

/// Runs of a command that does nothing but start.
const STARTS: usize = 20;
/// Kingfisher takes half a minute a run: its median is taken of so many.
const KINGFISHER_ROUNDS: usize = 3;
const MEMORY_MIB: u64 = 4096;

struct Options {
    mib: u64,
    rounds: usize,
    kingfisher_mib: u64,
    memory_mib: Option<u64>,
    program: Option<PathBuf>,
    record: Option<String>,
}

impl Options {
    fn parse(arguments: &[&str]) -> Result<Self> {
        let mut options = Self {
            mib: 256,
            rounds: 5,
            kingfisher_mib: 32,
            memory_mib: None,
            program: None,
            record: None,
        };
        let mut words = arguments.iter();
        while let Some(&option) = words.next() {
            if option == "--memory" {
                options.memory_mib = Some(MEMORY_MIB);
                continue;
            }
            let Some(&value) = words.next() else { bail!("{USAGE}") };
            let number = || value.parse::<u64>().with_context(|| format!("{option} {value}"));
            match option {
                "--mib" => options.mib = number()?.max(1),
                "--rounds" => options.rounds = number()?.max(1) as usize,
                "--kingfisher-mib" => options.kingfisher_mib = number()?,
                "--memory-mib" => options.memory_mib = Some(number()?.max(1)),
                "--program" => options.program = Some(std::path::absolute(value)?),
                "--record" if is_date(value) => options.record = Some(value.to_owned()),
                _ => bail!("{option} {value}\n{USAGE}"),
            }
        }
        Ok(options)
    }
}

/// Whether the text may be the date in a file's name.
pub(crate) fn is_date(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00"
}

pub(crate) fn bench_peers(arguments: &[&str]) -> Result<()> {
    if arguments == ["--help"] {
        return crate::say(USAGE);
    }
    let options = Options::parse(arguments)?;
    let magpie = Magpie::find(options.program.clone())?;
    let mut record = Record::new(options.record.clone().map(|date| (date.clone(), date)))?;
    measure::warn_when_busy()?;
    record.row(start_up(&magpie)?)?;
    for kind in BenchKind::ALL {
        let text = Text::make(kind, options.mib)?;
        let contenders = [vec![magpie.contender()?], contenders::ripgrep()?].concat();
        compare(&text, &contenders, options.rounds, &mut record)?;
        if options.kingfisher_mib > 0 {
            let text = Text::make(kind, options.kingfisher_mib)?;
            let contenders = [magpie.contender()?, contenders::kingfisher()?];
            compare(&text, &contenders, options.rounds.min(KINGFISHER_ROUNDS), &mut record)?;
        }
    }
    if let Some(mib) = options.memory_mib {
        record.row(memory(&magpie, mib)?)?;
    }
    record.finish()
}

/// Runs the contenders in turns (A B C A B C …) and notes their medians, Magpie's first.
fn compare(
    text: &Text,
    contenders: &[Contender],
    rounds: usize,
    record: &mut Record,
) -> Result<()> {
    let mut costs: Vec<Vec<Cost>> = vec![Vec::new(); contenders.len()];
    let mut peaks = Vec::new();
    // The warm-up brings the file into the page cache and tells the memory.
    for contender in contenders {
        peaks.push(peak(contender, &text.path)?);
    }
    for _ in 0..rounds {
        for (contender, costs) in contenders.iter().zip(&mut costs) {
            costs.push(measure::cost(contender, &text.path)?);
        }
    }
    let medians: Vec<Cost> = costs.iter().map(|costs| measure::median(costs)).collect();
    for ((contender, cost), peak) in contenders.iter().zip(&medians).zip(peaks) {
        record.row(Row {
            measure: "scan",
            text: text.kind.as_str(),
            program: &contender.name,
            version: &contender.version,
            bytes: Some(text.bytes),
            rounds,
            cost: Some(*cost),
            magpie: Some(medians[0]),
            peak: Some(peak),
        })?;
    }
    Ok(())
}

/// How long the program takes to do nothing: built-in detectors read, engine not built.
fn start_up(magpie: &Magpie) -> Result<Row<'_>> {
    let command = magpie.list_detectors();
    measure::cost(&command, std::path::Path::new(""))?;
    let costs: Result<Vec<Cost>> =
        (0..STARTS).map(|_| measure::cost(&command, std::path::Path::new(""))).collect();
    Ok(Row {
        measure: "start",
        text: "",
        program: "magpie detectors list",
        version: &magpie.version,
        bytes: None,
        rounds: STARTS,
        cost: Some(measure::median(&costs?)),
        magpie: None,
        peak: None,
    })
}

/// The most memory during one scan of a large table.
fn memory(magpie: &Magpie, mib: u64) -> Result<Row<'_>> {
    let text = Text::make(BenchKind::Csv, mib)?;
    let peak = peak(&magpie.all_cores()?, &text.path)?;
    if mib > 1024 {
        // Too large to lie about until the next time.
        std::fs::remove_file(&text.path)
            .with_context(|| format!("removing {}", text.path.display()))?;
    }
    Ok(Row {
        measure: "memory",
        text: BenchKind::Csv.as_str(),
        program: "magpie",
        version: &magpie.version,
        bytes: Some(mib * MIB),
        rounds: 1,
        cost: None,
        magpie: None,
        peak: Some(peak),
    })
}

#[cfg(test)]
mod tests {
    use super::{Options, is_date};

    #[test]
    fn options_say_what_is_run() {
        let options = Options::parse(&["--mib", "8", "--memory", "--rounds", "0"]).unwrap();
        assert_eq!((options.mib, options.memory_mib, options.rounds), (8, Some(4096), 1));
        for wrong in [&["--mib"][..], &["--mib", "x"], &["--else", "1"], &["--record", "now"]] {
            assert!(Options::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_date_is_a_file_name() {
        assert!(is_date("2026-01-31"));
        assert!(!is_date("../2026-01") && !is_date("2026-1-31"));
    }
}
