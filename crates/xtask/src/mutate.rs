//! `cargo xtask mutate`: damaged copies of every fixture, read by the program as it is; what became
//! of them is a row for each fixture in `tests/record/`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

const USAGE: &str = "\
cargo xtask mutate [options]

  --copies N      damaged copies of each fixture (500)
  --seed N        another seed damages other places (1)
  --only WORD     fixtures whose path holds the word
  --program PATH  this magpie instead of one that is built for it
  --release       the optimised program instead of the one that tests use
  --record DATE   appends the rows to tests/record/mutations-DATE.csv
";

const HEADER: &str = "date,commit,fixture,format,seed,copies,complete,partial,skipped,failed,\
    parser_failed,memory_limit,time_cut_off,seconds";

/// Where fixtures lie.
const FOLDERS: &[&str] = &["tests/fixtures/formats", "tests/formats"];
/// Seconds that one copy may take at most, on average.
const SECONDS_A_COPY: f64 = 5.0;

struct Options {
    copies: u64,
    seed: u64,
    only: String,
    program: Option<PathBuf>,
    release: bool,
    date: Option<String>,
}

fn options(words: &[&str]) -> Result<Options> {
    let mut options = Options {
        copies: 500,
        seed: 1,
        only: String::new(),
        program: None,
        release: false,
        date: None,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().with_context(|| format!("{word} needs a value\n\n{USAGE}"));
        match *word {
            "--copies" => options.copies = value()?.parse().context("--copies needs a number")?,
            "--seed" => options.seed = value()?.parse().context("--seed needs a number")?,
            "--only" => options.only = (*value()?).to_owned(),
            "--program" => options.program = Some(PathBuf::from(value()?)),
            "--record" => options.date = Some((*value()?).to_owned()),
            "--release" => options.release = true,
            _ => bail!("{USAGE}"),
        }
    }
    Ok(options)
}

pub(crate) fn mutate(words: &[&str]) -> Result<()> {
    let options = options(words)?;
    let program = match &options.program {
        Some(program) => program.clone(),
        None => build(options.release)?,
    };
    let mut fixtures = Vec::new();
    for folder in FOLDERS {
        walk(&crate::root().join(folder), &mut fixtures)?;
    }
    fixtures.retain(|path| name_of(path).contains(&options.only));
    fixtures.sort();
    let date = options.date.clone().unwrap_or_default();
    let shared = format!("{date},{}", crate::bench_peers::commit()?);
    let record = options.date.as_ref();
    let record =
        record.map(|date| crate::root().join(format!("tests/record/mutations-{date}.csv")));
    let mut bad = Vec::new();
    for path in fixtures {
        // One that does not end well hides no other.
        let row = match one(&program, &path, &options) {
            Ok(row) => row,
            Err(error) => {
                crate::say(&format!("{}: {error:#}", name_of(&path)))?;
                bad.push(name_of(&path));
                continue;
            }
        };
        let line = row.line(&name_of(&path), &options);
        crate::say(&line)?;
        // A reader that died in its process has cost nothing but its document.
        if row.count("failed") > 0 {
            bad.push(name_of(&path));
        }
        // At once, so that a run which is ended before its end has recorded what it did.
        if let Some(record) = &record {
            append(record, &format!("{shared},{line}\n"))?;
        }
    }
    if !bad.is_empty() {
        bail!("copies failed of: {}", bad.join(", "));
    }
    Ok(())
}

/// Builds the program and tells where it is.
fn build(release: bool) -> Result<PathBuf> {
    let mut arguments = vec!["build", "--package", "magpie-cli", "--bin", "magpie"];
    arguments.extend(release.then_some("--release"));
    crate::cargo(&arguments)?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| crate::root().join("target"));
    Ok(target.join(if release { "release" } else { "debug" }).join("magpie"))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let ending = path.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
        let is_recipe = matches!(ending, "py" | "md" | "sh" | "mjs");
        if path.is_dir() {
            walk(&path, found)?;
        } else if !is_recipe {
            found.push(path);
        }
    }
    Ok(())
}

fn name_of(path: &Path) -> String {
    path.strip_prefix(crate::root()).unwrap_or(path).display().to_string()
}

/// What became of the copies of one fixture.
#[derive(Default)]
struct Row {
    format: String,
    outcomes: BTreeMap<String, u64>,
    reasons: BTreeMap<String, u64>,
    seconds: f64,
}

/// One line of the ledger, as far as it matters here.
#[derive(Deserialize)]
struct Line {
    outcome: String,
    reason: Option<String>,
    format: Option<String>,
}

impl Row {
    fn count(&self, outcome: &str) -> u64 {
        self.outcomes.get(outcome).copied().unwrap_or(0)
    }

    fn line(&self, fixture: &str, options: &Options) -> String {
        let reason = |name: &str| self.reasons.get(name).copied().unwrap_or(0);
        let counts = ["complete", "partial", "skipped", "failed"].map(|name| self.count(name));
        let counts = counts.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
        format!(
            "{fixture},{},{},{},{counts},{},{},{},{:.1}",
            self.format,
            options.seed,
            options.copies,
            reason("PARSER_FAILED"),
            reason("MEMORY_LIMIT_REACHED"),
            reason("TIME_CUT_OFF_REACHED"),
            self.seconds
        )
    }
}

/// Scans the damaged copies of one fixture.
fn one(program: &Path, path: &Path, options: &Options) -> Result<Row> {
    let folder = tempfile::tempdir().context("making a folder for the copies")?;
    let copies = folder.path().join("copies");
    std::fs::create_dir(&copies)?;
    let whole = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let ending = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for copy in 0..options.copies {
        let damaged = damaged(&whole, options.seed.wrapping_mul(1_000_003).wrapping_add(copy));
        std::fs::write(copies.join(format!("{copy:04}-{ending}")), damaged)?;
    }
    let run = folder.path().join("run");
    let began = Instant::now();
    let ended = Command::new(program)
        .args(["scan", "--progress=off", "--detectors=global/payment_card", "--out"])
        .args([&run, &copies])
        .current_dir(folder.path())
        .output()
        .with_context(|| format!("starting {}", program.display()))?;
    let seconds = began.elapsed().as_secs_f64();
    if !ended.status.success() {
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        bail!("the run over copies of {} ended with {}: {said}", path.display(), ended.status);
    }
    if seconds > SECONDS_A_COPY * options.copies as f64 {
        bail!("the copies of {} took {seconds:.0} seconds", path.display());
    }
    let ledger =
        std::fs::read_to_string(run.join("objects.jsonl")).context("reading the ledger")?;
    let mut row = Row { seconds, ..Row::default() };
    let mut formats: BTreeMap<String, u64> = BTreeMap::new();
    for line in ledger.lines() {
        let line: Line = serde_json::from_str(line).context("reading a line of the ledger")?;
        *formats.entry(line.format.unwrap_or_default()).or_default() += 1;
        *row.outcomes.entry(line.outcome).or_default() += 1;
        *row.reasons.entry(line.reason.unwrap_or_default()).or_default() += 1;
    }
    let usual = formats.into_iter().max_by_key(|(_, count)| *count);
    row.format = usual.map(|(format, _)| format).unwrap_or_default();
    let told: u64 = row.outcomes.values().sum();
    if told != options.copies {
        bail!("{told} of {} copies of {} have an outcome", options.copies, path.display());
    }
    Ok(row)
}

/// A copy that is cut, or has bits turned, bytes set or a stretch repeated; the same for the same
/// seed.
fn damaged(whole: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ whole.len() as u64 | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) as usize % below.max(1)
    };
    let mut bytes = whole.to_vec();
    if next(4) == 0 {
        bytes.truncate(next(whole.len()));
        return bytes;
    }
    for _ in 0..=next(6) {
        let at = next(bytes.len());
        match next(4) {
            0 => bytes[at] ^= 1 << next(8),
            1 => bytes[at] = 0xFF,
            2 => {
                let end = bytes.len().min(at + 4);
                bytes[at..end].fill(0xFF);
            }
            _ => {
                let length = next(64).min(bytes.len() - at);
                let stretch = bytes[at..at + length].to_vec();
                let to = next(bytes.len());
                bytes.splice(to..to, stretch);
            }
        }
    }
    bytes
}

fn append(path: &Path, line: &str) -> Result<()> {
    use std::io::Write;
    let folder = path.parent().context("a record has a folder")?;
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let new = !path.exists();
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .with_context(|| format!("writing {}", path.display()))?;
    let head = if new { format!("{HEADER}\n") } else { String::new() };
    file.write_all((head + line).as_bytes()).context("writing the record")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_the_same_for_the_same_seed() {
        let whole: Vec<u8> = (0..=255).collect();
        let copies: Vec<_> = (0..50).map(|seed| damaged(&whole, seed)).collect();
        assert_eq!(copies, (0..50).map(|seed| damaged(&whole, seed)).collect::<Vec<_>>());
        assert!(copies.iter().filter(|copy| **copy != whole).count() > 45);
        assert!(damaged(&[], 3).is_empty());
    }

    #[test]
    fn a_row_has_a_column_for_each_name() {
        let options = options(&["--copies", "7"]).unwrap();
        let line = Row::default().line("a", &options);
        assert_eq!(line.split(',').count() + 2, HEADER.split(',').count());
    }
}
