//! `cargo xtask bench-instructions`: how many instructions reading and searching take, beside the last
//! recorded ones. Valgrind counts them, so a machine under load measures the same as an idle one.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use magpie_corpus::BenchKind;
use serde_json::Value;

use crate::bench_peers::{commit, is_date};
use crate::texts::MIB;

const USAGE: &str = "\
cargo xtask bench-instructions [options]

  --record YYYY-MM-DD   appends the rows to benches/record/instructions-YYYY-MM-DD.csv

Fails when a row takes more than 3 % over the last recorded one, unless rows are recorded. Needs Valgrind.
";
const HEADER: &str = "date,commit,bench,text,bytes,instructions,per_byte";
/// The bench, which is no member of the workspace.
pub(crate) const PACKAGE: &str = "benches/instructions/Cargo.toml";
/// The version that `benches/instructions` asks for: library and program must be the same.
const RUNNER: &str = "0.20.0";
/// More than this times the last recorded count is a regression. Counts of one program differ by less
/// than one in a thousand; those of two compilers by more.
const MOST: f64 = 1.03;
/// Bytes of each text that `benches/instructions` searches.
const TEXT_BYTES: u64 = MIB;

pub(crate) fn bench_instructions(words: &[&str]) -> Result<()> {
    let date = match words {
        [] => None,
        ["--record", date] if is_date(date) => Some(*date),
        _ => bail!("{USAGE}"),
    };
    let counted = count(&runner()?)?;
    let before = last_recorded()?;
    let mut out = std::io::stdout();
    let mut worse = Vec::new();
    for Counted { bench, text, instructions } in &counted {
        let name = format!("{bench} {text}");
        let last = before.get(&name).copied();
        let change = last.map(|last| *instructions as f64 / last as f64);
        let told =
            change.map_or("new".to_owned(), |change| format!("{:+.2} %", 100.0 * (change - 1.0)));
        let per_byte = per_byte(text, *instructions);
        writeln!(out, "{name:<24}{instructions:>14}{per_byte:>10}{told:>12}")
            .context("writing a row")?;
        if change.is_some_and(|change| change > MOST) {
            worse.push(name);
        }
    }
    match date {
        Some(date) => record(date, &counted),
        None if worse.is_empty() => Ok(()),
        None => bail!("more instructions than recorded: {}", worse.join(", ")),
    }
}

/// A row: what one bench took on one text; `build` has `all` there, and `catalog` nothing.
#[derive(Debug, PartialEq, Eq)]
struct Counted {
    bench: String,
    text: String,
    instructions: u64,
}

impl Counted {
    /// From what gungraun writes of one bench.
    fn of(line: &str) -> Option<Self> {
        let told: Value = serde_json::from_str(line).ok()?;
        let total = told.pointer("/profiles/0/data/total/metrics/Ir/values/new")?;
        let bench = told.get("function_name")?.as_str()?.to_owned();
        let text = told.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Self { bench, text, instructions: total.as_u64()? })
    }
}

/// Instructions a byte of a text, or nothing where none is read.
fn per_byte(text: &str, instructions: u64) -> String {
    match is_text(text) {
        true => format!("{:.2}", instructions as f64 / TEXT_BYTES as f64),
        false => String::new(),
    }
}

fn is_text(name: &str) -> bool {
    BenchKind::ALL.iter().any(|kind| kind.as_str() == name)
}

/// The program that starts Valgrind, installed under `target/` unless it is there.
fn runner() -> Result<PathBuf> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        bail!("valgrind is missing: apt-get install valgrind, or the like");
    }
    let folder = crate::root().join(format!("target/gungraun-runner-{RUNNER}"));
    let program = folder.join("bin/gungraun-runner");
    if !program.exists() {
        let version = format!("={RUNNER}");
        let mut install = Command::new("cargo");
        install.args(["install", "gungraun-runner", "--version", &version, "--locked", "--root"]);
        crate::run(install.arg(&folder))?;
    }
    Ok(program)
}

/// Builds the bench and runs it.
fn count(runner: &Path) -> Result<Vec<Counted>> {
    crate::say("building the bench, then counting; several minutes")?;
    let output = Command::new("cargo")
        .args(["bench", "--locked", "--manifest-path", PACKAGE])
        .args(["--target-dir", "target/instructions", "--", "--output-format=json"])
        .env("GUNGRAUN_RUNNER", runner)
        .current_dir(crate::root())
        .stderr(Stdio::inherit())
        .output()
        .context("starting cargo bench")?;
    if !output.status.success() {
        bail!("the bench ended with {}", output.status);
    }
    let lines = String::from_utf8(output.stdout).context("the counts are not UTF-8")?;
    let counted = lines.lines().filter(|line| line.starts_with('{'));
    counted.map(|line| Counted::of(line).with_context(|| format!("no count in {line}"))).collect()
}

/// The instructions of each row of the newest record.
fn last_recorded() -> Result<BTreeMap<String, u64>> {
    let folder = crate::root().join("benches/record");
    let mut newest = None;
    for entry in
        std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?
    {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        if name.as_ref().is_some_and(|name| name.starts_with("instructions-")) {
            newest = newest.max(Some(path));
        }
    }
    let Some(path) = newest else { return Ok(BTreeMap::new()) };
    let rows =
        std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    Ok(recorded(&rows))
}

/// Later rows of one name replace earlier ones.
fn recorded(rows: &str) -> BTreeMap<String, u64> {
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        let [_, _, bench, text, _, instructions, _] = fields[..] else { return None };
        Some((format!("{bench} {text}"), instructions.parse().ok()?))
    };
    rows.lines().filter_map(row).collect()
}

fn record(date: &str, counted: &[Counted]) -> Result<()> {
    let path = crate::root().join(format!("benches/record/instructions-{date}.csv"));
    let mut rows = if path.exists() { String::new() } else { format!("{HEADER}\n") };
    let commit = commit()?;
    for Counted { bench, text, instructions } in counted {
        let bytes = if is_text(text) { TEXT_BYTES.to_string() } else { String::new() };
        let per_byte = per_byte(text, *instructions);
        rows.push_str(&format!(
            "{date},{commit},{bench},{text},{bytes},{instructions},{per_byte}\n"
        ));
    }
    let file = std::fs::OpenOptions::new().create(true).append(true).open(&path);
    file.and_then(|mut file| file.write_all(rows.as_bytes()))
        .with_context(|| format!("writing {}", path.display()))?;
    crate::say(&format!("rows appended to {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{Counted, HEADER, recorded};

    #[test]
    fn a_count_is_read_from_what_gungraun_writes() {
        let line = r#"{"function_name":"first","id":"csv","profiles":[{"data":{"total":
            {"metrics":{"Dr":{"values":{"new":1}},"Ir":{"values":{"new":7,"old":8}}}}}}]}"#;
        let counted = Counted { bench: "first".into(), text: "csv".into(), instructions: 7 };
        assert_eq!(Counted::of(line), Some(counted));
        assert_eq!(Counted::of(r#"{"function_name":"first","profiles":[]}"#), None);
    }

    #[test]
    fn the_last_row_of_a_name_counts() {
        let rows = format!(
            "{HEADER}\n2026-01-01,a,first,csv,8,70,8.75\n2026-01-01,b,first,csv,8,60,7.5\n"
        );
        assert_eq!(recorded(&rows).into_iter().collect::<Vec<_>>(), [("first csv".to_owned(), 60)]);
    }
}
