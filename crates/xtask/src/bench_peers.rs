//! `cargo xtask bench-peers`: Magpie and other programs on the same files, whole processes, in
//! turns. `benches/README.md` says what is measured and how to read it.

mod contenders;
mod install;
mod measure;
mod options;
mod peers;
mod record;
mod size;

pub(crate) use contenders::{Contender, Magpie};
pub(crate) use measure::{Cost, Peak, cost, median, peak, warn_when_busy};
pub(crate) use record::{Record, Row, commit};

use anyhow::{Context, Result};
use magpie_corpus::BenchKind;

use crate::texts::{MIB, Text};
use options::{Options, USAGE};

/// Runs of a command that does nothing but start.
const STARTS: usize = 20;
/// A slow peer takes half a minute a run: its median is taken of so many.
const SLOW_ROUNDS: usize = 3;
/// Rounds of one worker and of two.
const WORKER_ROUNDS: usize = 7;

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
    let (mut quick, mut slow) = (vec![magpie.contender()?], Vec::new());
    for peer in &options.peers {
        let kept = if peer.slow { &mut slow } else { &mut quick };
        kept.extend(peer.contenders()?);
    }
    let mut record = Record::new(options.record.clone().map(|date| (date.clone(), date)))?;
    warn_when_busy()?;
    for contender in [magpie.list_detectors(), magpie.contender()?, magpie.all_detectors()?] {
        record.row(start_up(&contender)?)?;
    }
    for &kind in &options.texts {
        let text = Text::make(kind, options.mib)?;
        compare("scan", &text, &quick, options.rounds, &mut record)?;
        for contender in &slow {
            match size::prefix(kind, contender, options.peer_time, options.mib * 1024) {
                Ok(text) => {
                    let contenders = [magpie.contender()?, contender.clone()];
                    let rounds = options.rounds.min(SLOW_ROUNDS);
                    compare("scan", &text, &contenders, rounds, &mut record)?;
                }
                Err(error) => leave_out(contender, kind, &error)?,
            }
        }
        let contenders = [magpie.contender()?, magpie.two_workers()?];
        let pair = Text::pair(kind, options.mib)?;
        compare("workers", &pair, &contenders, WORKER_ROUNDS, &mut record)?;
    }
    if let Some(mib) = options.memory_mib {
        record.row(memory(&magpie, mib)?)?;
    }
    record.ratios()?;
    record.finish()
}

/// Says why a peer has no row for a text.
fn leave_out(contender: &Contender, kind: BenchKind, error: &anyhow::Error) -> Result<()> {
    crate::say(&format!("{} is left out on {}: {error:#}", contender.name, kind.as_str()))
}

/// What the runs of one contender cost so far.
struct Runs<'c> {
    contender: &'c Contender,
    peak: Peak,
    costs: Vec<Cost>,
}

/// Runs the contenders in turns (A B C A B C …) and notes their medians, Magpie's first. One that
/// fails is left out; Magpie may not fail.
fn compare(
    measure: &str,
    text: &Text,
    contenders: &[Contender],
    rounds: usize,
    record: &mut Record,
) -> Result<()> {
    let mut all = Vec::new();
    // The warm-up brings the file into the page cache and tells the memory.
    for contender in contenders {
        match peak(contender, &text.path) {
            Ok(peak) => all.push(Runs { contender, peak, costs: Vec::new() }),
            Err(error) if !all.is_empty() => leave_out(contender, text.kind, &error)?,
            Err(error) => return Err(error),
        }
    }
    for _ in 0..rounds {
        all = turn(all, text)?;
    }
    let magpie = all.first().map(|runs| median(&runs.costs));
    for Runs { contender, peak, costs } in all {
        record.row(Row {
            measure,
            text: text.kind.as_str(),
            program: &contender.name,
            version: &contender.version,
            bytes: Some(text.bytes),
            rounds,
            cost: Some(median(&costs)),
            magpie,
            peak: Some(peak),
        })?;
    }
    Ok(())
}

/// One run of each, Magpie's first.
fn turn<'c>(all: Vec<Runs<'c>>, text: &Text) -> Result<Vec<Runs<'c>>> {
    let mut kept = Vec::with_capacity(all.len());
    for mut runs in all {
        match cost(runs.contender, &text.path) {
            Ok(cost) => {
                runs.costs.push(cost);
                kept.push(runs);
            }
            Err(error) if !kept.is_empty() => leave_out(runs.contender, text.kind, &error)?,
            Err(error) => return Err(error),
        }
    }
    Ok(kept)
}

/// What a start costs: with built-in detectors read, and with the engine built for a text of one line.
fn start_up(contender: &Contender) -> Result<Row<'_>> {
    let line = Text::line()?;
    let peak = peak(contender, &line)?;
    let costs: Result<Vec<Cost>> = (0..STARTS).map(|_| cost(contender, &line)).collect();
    Ok(Row {
        measure: "start",
        text: "",
        program: &contender.name,
        version: &contender.version,
        bytes: None,
        rounds: STARTS,
        cost: Some(median(&costs?)),
        magpie: None,
        peak: Some(peak),
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
    use std::path::PathBuf;

    use magpie_corpus::BenchKind;

    use super::contenders::Contender;
    use super::{Peak, Runs, Text, is_date, turn};

    #[test]
    fn a_peer_that_fails_is_left_out_and_the_first_may_not_fail() {
        let program = |name: &str| Contender::new(name, String::new(), name.into(), &[]);
        let (well, ill) = (program("true"), program("false"));
        let runs = |contender| Runs { contender, peak: Peak::default(), costs: Vec::new() };
        let text = Text { kind: BenchKind::Csv, path: PathBuf::from("any"), bytes: 1 };
        let kept = turn(vec![runs(&well), runs(&ill), runs(&well)], &text).unwrap();
        let names: Vec<_> = kept.iter().map(|runs| runs.contender.name.as_str()).collect();
        assert_eq!((names, kept[0].costs.len()), (vec!["true", "true"], 1));
        assert!(turn(vec![runs(&ill), runs(&well)], &text).is_err());
    }

    #[test]
    fn a_date_is_a_file_name() {
        assert!(is_date("2026-01-31"));
        assert!(!is_date("../2026-01") && !is_date("2026-1-31"));
    }
}
