//! `cargo xtask bench-formats --count`: instructions instead of seconds, which no other program on the
//! machine disturbs. Each reads two objects of which one is larger, and the difference is told, so that
//! what is done once an object weighs nothing.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bench_peers::commit;

const HEADER: &str = "date,commit,text,bytes,program,version,instructions,per_byte,times_decoder";
/// The function that is called before and behind each run that is counted.
const MARK: &str = "formats::counted::mark";

/// What is counted, on which objects, and whether it is kept.
pub(super) struct Counting<'c> {
    pub(super) python: &'c Path,
    pub(super) folder: PathBuf,
    pub(super) larger: PathBuf,
    /// Endings of the objects that are read; all without one.
    pub(super) only: Vec<String>,
    pub(super) date: Option<String>,
}

pub(super) fn count(counting: &Counting<'_>) -> Result<()> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        bail!("valgrind is missing: apt-get install valgrind, or the like");
    }
    let bench = bench()?;
    crate::say("counting; many minutes")?;
    let dumps = crate::root().join("target/bench-formats/dumps");
    if dumps.exists() {
        std::fs::remove_dir_all(&dumps).context("removing what was counted before")?;
    }
    std::fs::create_dir_all(&dumps).context("making the folder of counts")?;
    let output = valgrind("callgrind", &dumps.join("counts"))
        .arg(format!("--dump-before={MARK}"))
        .arg(bench)
        .arg("--count")
        .args([&counting.folder, &counting.larger])
        .args(&counting.only)
        .stderr(Stdio::inherit())
        .output()
        .context("starting valgrind")?;
    if !output.status.success() {
        bail!("the bench ended with {}", output.status);
    }
    let lines = String::from_utf8(output.stdout).context("the rows are not UTF-8")?;
    let mut dump = 0;
    // Of two, the first is what was done between two runs.
    let mut next = || {
        dump += 2;
        total(&dumps.join(format!("counts.{dump}")), "totals:")
    };
    let mut rows = Vec::new();
    for line in lines.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [who, text, program, version, bytes] = fields[..] else { bail!("not a row: {line}") };
        let [small, large] = match who {
            "python" => [&counting.folder, &counting.larger]
                .map(|folder| of_python(counting.python, &folder.join(text), &dumps)),
            _ => [next(), next()],
        };
        rows.push(Row {
            text: text.to_owned(),
            program: program.to_owned(),
            version: version.to_owned(),
            bytes: bytes.parse().with_context(|| format!("not a row: {line}"))?,
            instructions: large?.saturating_sub(small?),
        });
    }
    tell(&rows, counting.date.as_deref())
}

/// The bench, built with the names of its functions.
fn bench() -> Result<PathBuf> {
    crate::say("building the bench")?;
    let output = Command::new("cargo")
        .args(["bench", "--no-run", "--locked", "--package", "magpie-parsers"])
        .args(["--bench", "formats", "--message-format=json-render-diagnostics"])
        .current_dir(crate::root())
        .stderr(Stdio::inherit())
        .output()
        .context("starting cargo bench")?;
    let told = String::from_utf8_lossy(&output.stdout);
    let executable = |line: &str| {
        let artifact: Value = serde_json::from_str(line).ok()?;
        let is_bench = artifact.pointer("/target/name")?.as_str()? == "formats";
        artifact.get("executable")?.as_str().filter(|_| is_bench).map(PathBuf::from)
    };
    told.lines().find_map(executable).context("cargo built no bench")
}

fn valgrind(tool: &str, out: &Path) -> Command {
    let mut command = Command::new("valgrind");
    command.args(["--quiet", &format!("--tool={tool}")]);
    command.arg(format!("--{tool}-out-file={}", out.display()));
    command
}

/// All that a Python takes which reads the file: what it takes to start goes out in the difference.
fn of_python(python: &Path, file: &Path, dumps: &Path) -> Result<u64> {
    let out = dumps.join("python");
    let script = crate::root().join("benches/formats/make.py");
    let output = valgrind("cachegrind", &out)
        .arg("--cache-sim=no")
        .arg(python)
        .arg(script)
        .arg("read")
        .arg(file)
        // The order of sets and dictionaries is part of the count.
        .env("PYTHONHASHSEED", "0")
        .output()
        .context("starting valgrind")?;
    if !output.status.success() {
        bail!("reading {} with Python ended with {}", file.display(), output.status);
    }
    total(&out, "summary:")
}

/// The number that a file of counts has for all.
fn total(file: &Path, mark: &str) -> Result<u64> {
    let counts =
        std::fs::read(file).with_context(|| format!("reading the counts {}", file.display()))?;
    total_in(&String::from_utf8_lossy(&counts), mark)
        .with_context(|| format!("{} has no line {mark}", file.display()))
}

fn total_in(counts: &str, mark: &str) -> Option<u64> {
    let line = counts.lines().rev().find_map(|line| line.strip_prefix(mark))?;
    line.split_whitespace().next()?.parse().ok()
}

/// What one program took for `bytes` more of text.
struct Row {
    text: String,
    program: String,
    version: String,
    bytes: u64,
    instructions: u64,
}

impl Row {
    fn per_byte(&self) -> f64 {
        self.instructions as f64 / self.bytes.max(1) as f64
    }

    fn is_decoder(&self) -> bool {
        !self.program.starts_with("magpie ")
    }

    /// How many times the instructions of the plain decoder of the same object.
    fn times(&self, rows: &[Self]) -> f64 {
        let decoder = rows.iter().find(|row| row.is_decoder() && row.text == self.text);
        let decoder = decoder.map_or(self.instructions, |row| row.instructions);
        self.instructions as f64 / decoder.max(1) as f64
    }
}

/// Shows the rows, and keeps them under a date.
fn tell(rows: &[Row], date: Option<&str>) -> Result<()> {
    let mut out = std::io::stdout();
    let mut kept = String::new();
    let commit = commit()?;
    for row in rows {
        let Row { text, program, version, bytes, instructions } = row;
        let (per_byte, times) = (row.per_byte(), row.times(rows));
        writeln!(out, "{text:<20}{program:<20}{instructions:>14}{per_byte:>10.2}{times:>10.2}x")
            .context("writing a row")?;
        let date = date.unwrap_or_default();
        kept.push_str(&format!(
            "{date},{commit},{text},{bytes},{program},{version},{instructions},{per_byte:.2},\
             {times:.2}\n"
        ));
    }
    let Some(date) = date else { return Ok(()) };
    let path = crate::root().join(format!("benches/record/format-instructions-{date}.csv"));
    let head = if path.exists() { String::new() } else { format!("{HEADER}\n") };
    let file = std::fs::OpenOptions::new().create(true).append(true).open(&path);
    file.and_then(|mut file| file.write_all((head + &kept).as_bytes()))
        .with_context(|| format!("writing {}", path.display()))?;
    crate::say(&format!("rows appended to {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{Row, total_in};

    #[test]
    fn a_total_is_read_from_what_valgrind_writes() {
        let dump = "events: Ir\nfn=(1)\n0 2\ntotals: 12\ntotals: 345\n";
        assert_eq!(total_in(dump, "totals:"), Some(345));
        assert_eq!(total_in("summary: 77 0\n", "summary:"), Some(77));
        assert_eq!(total_in("fn=(1)\n", "totals:"), None);
    }

    #[test]
    fn a_row_is_told_beside_the_decoder_of_the_same_object() {
        let row = |text: &str, program: &str, instructions| Row {
            text: text.to_owned(),
            program: program.to_owned(),
            version: String::new(),
            bytes: 10,
            instructions,
        };
        let rows =
            [row("a.gz", "magpie read", 30), row("b.gz", "zstd", 5), row("a.gz", "flate2", 20)];
        let times: Vec<f64> = rows.iter().map(|row| row.times(&rows)).collect();
        assert_eq!(times, [1.5, 1.0, 1.0]);
        assert!((rows[0].per_byte() - 3.0).abs() < 1e-9);
    }
}
