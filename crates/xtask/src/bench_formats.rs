//! `cargo xtask bench-formats`: how fast objects of each format are scanned, beside plain decoders.
//! `benches/README.md` says what is measured and how to read it.

mod counted;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use magpie_corpus::BenchKind;

use crate::bench_peers::{Cost, Record, Row, is_date};
use crate::texts::Text;

use self::counted::Counting;

const USAGE: &str = "\
cargo xtask bench-formats [options]

  --mib N               text in each object in MiB, less in documents (64)
  --rounds N            rounds after the warm-up (3)
  --count yes           instructions by Valgrind instead of times, of the difference between objects of
                        N MiB (1) and three times as many; told in those of the decoder
  --only a,b            with --count or --read: objects with these endings only, such as gz,zst
  --read yes            only readers and decoders, without scans, which take ten times as long
  --record YYYY-MM-DD   appends the rows to benches/record/formats-YYYY-MM-DD.csv, counts to
                        format-instructions-YYYY-MM-DD.csv
";

/// What writes the objects, and reads those for which Magpie has readers of its own.
const PACKAGES: [&str; 4] =
    ["fastavro==1.13.1", "pyarrow==26.0.1", "reportlab==5.1.0", "xlsxwriter==3.3.1"];

pub(crate) fn bench_formats(words: &[&str]) -> Result<()> {
    let (mut mib, mut rounds, mut date) = (None, 3, None);
    let (mut counts, mut reads, mut only) = (false, false, Vec::new());
    let mut words = words.iter();
    while let Some(&option) = words.next() {
        let Some(&value) = words.next() else { bail!("{USAGE}") };
        let number = || value.parse::<u64>().with_context(|| format!("{option} {value}"));
        match option {
            "--mib" => mib = Some(number()?.max(1)),
            "--count" if value == "yes" => counts = true,
            "--read" if value == "yes" => reads = true,
            "--only" => only = value.split(',').map(|ending| format!(".{ending}")).collect(),
            "--rounds" => rounds = number()?.max(1),
            "--record" if is_date(value) => date = Some(value.to_owned()),
            _ => bail!("{option} {value}\n{USAGE}"),
        }
    }
    if !(counts || reads || only.is_empty()) {
        bail!("--only without --count or --read\n{USAGE}");
    }
    let python = python()?;
    if counts {
        let mib = mib.unwrap_or(1);
        let (folder, larger) = (objects(&python, mib)?, objects(&python, 3 * mib)?);
        return counted::count(&Counting { python: &python, folder, larger, only, date });
    }
    let folder = objects(&python, mib.unwrap_or(64))?;
    let what = if reads { "--read" } else { "--files" };
    let lines = measure(&python, what, &folder, rounds, &only)?;
    let mut record = Record::new(date.map(|date| (format!("formats-{date}"), date)))?;
    let mut scan = None;
    for line in lines.lines() {
        let measured = Measured::of(line).with_context(|| format!("not a row: {line}"))?;
        if measured.program == "magpie scan" {
            scan = Some(measured.cost);
        }
        record.row(Row {
            measure: measured.measure,
            text: measured.text,
            program: measured.program,
            version: measured.version,
            bytes: Some(measured.bytes),
            rounds: measured.rounds,
            cost: Some(measured.cost),
            magpie: scan.filter(|_| measured.measure == "format"),
            peak: None,
        })?;
    }
    record.finish()
}

/// A line that the bench wrote.
struct Measured<'l> {
    measure: &'l str,
    text: &'l str,
    program: &'l str,
    version: &'l str,
    bytes: u64,
    rounds: usize,
    cost: Cost,
}

impl<'l> Measured<'l> {
    fn of(line: &'l str) -> Option<Self> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [measure, text, program, version, bytes, rounds, wall, cpu] = fields[..] else {
            return None;
        };
        let seconds = |field: &str| Some(Duration::from_secs_f64(field.parse().ok()?));
        Some(Self {
            measure,
            text,
            program,
            version,
            bytes: bytes.parse().ok()?,
            rounds: rounds.parse().ok()?,
            cost: Cost { wall: seconds(wall)?, cpu: seconds(cpu)? },
        })
    }
}

/// A Python with the libraries, installed under `target/` when it is not there yet.
fn python() -> Result<PathBuf> {
    let environment = crate::root().join("target/formats-venv");
    let python = environment.join("bin/python");
    if !python.exists() {
        crate::run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
        crate::run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))?;
    }
    Ok(python)
}

/// The folder of objects, written unless they are there from an earlier time.
fn objects(python: &PathBuf, mib: u64) -> Result<PathBuf> {
    let folder = crate::root().join(format!("target/bench-formats/{mib}"));
    if folder.exists() {
        return Ok(folder);
    }
    let unfinished = folder.with_extension("part");
    std::fs::create_dir_all(&unfinished)
        .with_context(|| format!("making {}", unfinished.display()))?;
    let mut command = Command::new(python);
    command.arg(crate::root().join("benches/formats/make.py"));
    for kind in [BenchKind::Csv, BenchKind::JsonLog, BenchKind::AccessLog] {
        command.arg(Text::make(kind, mib)?.path);
    }
    crate::run(command.arg(&unfinished).arg(mib.to_string()))?;
    // Under its final name only when it is whole.
    std::fs::rename(&unfinished, &folder)
        .with_context(|| format!("writing {}", folder.display()))?;
    Ok(folder)
}

/// What the bench writes.
fn measure(
    python: &PathBuf,
    what: &str,
    folder: &PathBuf,
    rounds: u64,
    only: &[String],
) -> Result<String> {
    crate::say("building the bench, then measuring; many minutes")?;
    let output = Command::new("cargo")
        .args(["bench", "--profile", "release", "--locked", "--package", "magpie-parsers"])
        .args(["--bench", "formats", "--", what])
        .arg(folder)
        .args(["--rounds", &rounds.to_string()])
        .args(only)
        .env("MAGPIE_BENCH_PYTHON", python)
        .current_dir(crate::root())
        .stderr(Stdio::inherit())
        .output()
        .context("starting cargo bench")?;
    if !output.status.success() {
        bail!("the bench ended with {}", output.status);
    }
    String::from_utf8(output.stdout).context("the rows are not UTF-8")
}

#[cfg(test)]
mod tests {
    use super::Measured;

    #[test]
    fn a_line_of_the_bench_is_a_row() {
        let line = "format\tdense.csv\tmagpie scan\t0.1.0\t100\t3\t2.0\t1.500000";
        let row = Measured::of(line).unwrap();
        assert_eq!((row.text, row.bytes, row.cost.cpu.as_millis()), ("dense.csv", 100, 1500));
        assert!(Measured::of("format\tdense.csv").is_none());
    }
}
