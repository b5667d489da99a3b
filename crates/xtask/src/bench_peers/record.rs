//! Shows rows as they are measured, and appends them to `benches/record/`.

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::measure::{Cost, Peak};

const HEADER: &str = "date,commit,cpu,measure,text,program,version,bytes,rounds,wall_s,cpu_s,\
    mb_per_s,magpie_times_wall,magpie_times_cpu,anonymous_mib,resident_mib";

/// What was measured of one program on one text.
pub(crate) struct Row<'r> {
    /// `scan`, `workers`, `start`, `memory`, `format` or `worker`.
    pub(crate) measure: &'r str,
    pub(crate) text: &'r str,
    pub(crate) program: &'r str,
    pub(crate) version: &'r str,
    pub(crate) bytes: Option<u64>,
    pub(crate) rounds: usize,
    pub(crate) cost: Option<Cost>,
    /// Magpie's cost in the same rounds.
    pub(crate) magpie: Option<Cost>,
    pub(crate) peak: Option<Peak>,
}

impl Row<'_> {
    /// Millions of bytes a second of wall time.
    fn speed(&self) -> Option<f64> {
        let (bytes, cost) = self.bytes.zip(self.cost)?;
        Some(bytes as f64 / 1e6 / cost.wall.as_secs_f64())
    }

    /// The columns from `measure` on.
    fn columns(&self) -> [String; 13] {
        let seconds = |time: std::time::Duration| format!("{:.4}", time.as_secs_f64());
        let some = |number: Option<f64>, digits: usize| {
            number.map(|number| format!("{number:.digits$}")).unwrap_or_default()
        };
        let mib = |kib: u64| kib as f64 / 1024.0;
        let both = self.cost.zip(self.magpie);
        [
            self.measure.into(),
            self.text.into(),
            self.program.into(),
            self.version.into(),
            self.bytes.map(|bytes| bytes.to_string()).unwrap_or_default(),
            self.rounds.to_string(),
            self.cost.map(|cost| seconds(cost.wall)).unwrap_or_default(),
            self.cost.map(|cost| seconds(cost.cpu)).unwrap_or_default(),
            self.speed().map(shown_speed).unwrap_or_default(),
            some(both.map(|(c, m)| c.wall.as_secs_f64() / m.wall.as_secs_f64()), 2),
            some(both.map(|(c, m)| c.cpu.as_secs_f64() / m.cpu.as_secs_f64()), 2),
            some(self.peak.map(|peak| mib(peak.anonymous_kib)), 1),
            some(self.peak.map(|peak| mib(peak.resident_kib)), 1),
        ]
    }
}

/// With more digits when it is slow.
fn shown_speed(mb_per_s: f64) -> String {
    if mb_per_s < 10.0 { format!("{mb_per_s:.3}") } else { format!("{mb_per_s:.1}") }
}

/// Where rows go.
pub(crate) struct Record {
    /// The stem of the file.
    file: Option<String>,
    /// Date, commit and processor, which all rows share.
    shared: String,
    lines: Vec<String>,
    speeds: Vec<Speed>,
}

/// How fast a program read a text.
struct Speed {
    text: String,
    program: String,
    mb_per_s: f64,
    /// The same of processor time.
    mb_per_cpu_s: f64,
}

impl Record {
    /// Rows are kept for a file of this name with this date, or only shown.
    pub(crate) fn new(kept: Option<(String, String)>) -> Result<Self> {
        let (file, date) = kept.unzip();
        let shared =
            format!("{},{},{}", date.as_deref().unwrap_or_default(), commit()?, processor());
        let record = Self { file, shared, lines: Vec::new(), speeds: Vec::new() };
        print(&format!(
            "{:<8}{:<16}{:<28}{:>7}{:>9}{:>9}{:>9}{:>15}{:>12}",
            "measure",
            "text",
            "program",
            "MB",
            "wall s",
            "cpu s",
            "MB/s",
            "magpie's speed",
            "anon MiB"
        ))?;
        Ok(record)
    }

    pub(crate) fn row(&mut self, row: Row<'_>) -> Result<()> {
        let columns = row.columns();
        let [measure, text, program, _, _, _, wall, cpu, speed, times, times_cpu, anonymous, _] =
            &columns;
        let megabytes =
            row.bytes.map(|bytes| format!("{:.1}", bytes as f64 / 1e6)).unwrap_or_default();
        let times = match times.is_empty() || matches!(program.as_str(), "magpie" | "magpie scan") {
            true => String::new(),
            false => format!("{times}x ({times_cpu})"),
        };
        print(&format!(
            "{measure:<8}{text:<16}{program:<28}{megabytes:>7}{wall:>9}{cpu:>9}{speed:>9}{times:>15}{anonymous:>12}"
        ))?;
        if let Some((bytes, cost)) = row.bytes.zip(row.cost).filter(|_| row.measure == "scan") {
            self.speeds.push(Speed {
                text: row.text.to_owned(),
                program: row.program.to_owned(),
                mb_per_s: bytes as f64 / 1e6 / cost.wall.as_secs_f64(),
                mb_per_cpu_s: bytes as f64 / 1e6 / cost.cpu.as_secs_f64(),
            });
        }
        self.lines.push(format!("{},{}\n", self.shared, columns.join(",")));
        Ok(())
    }

    /// Shows each program's speed beside Magpie's on the whole text, on which starting weighs least.
    pub(crate) fn ratios(&self) -> Result<()> {
        let [text, program, speed, magpie, times] =
            ["text", "program", "MB/s", "magpie MB/s", "magpie's speed"];
        print(&format!("\n{text:<16}{program:<28}{speed:>11}{magpie:>13}{times:>18}"))?;
        for Speed { text, program, mb_per_s, mb_per_cpu_s } in &self.speeds {
            // The whole text is read before its shorter beginnings.
            let magpie = self.speeds.iter().find(|s| s.text == *text && s.program == "magpie");
            let Some(magpie) = magpie.filter(|_| program != "magpie") else { continue };
            let times = magpie.mb_per_s / mb_per_s;
            let times_cpu = magpie.mb_per_cpu_s / mb_per_cpu_s;
            let times = format!("{times:.2}x ({times_cpu:.2})");
            let [speed, magpie] = [*mb_per_s, magpie.mb_per_s].map(shown_speed);
            print(&format!("{text:<16}{program:<28}{speed:>11}{magpie:>13}{times:>18}"))?;
        }
        Ok(())
    }

    /// Appends the rows to the file.
    pub(crate) fn finish(self) -> Result<()> {
        let Some(file) = self.file else { return Ok(()) };
        let path: PathBuf = crate::root().join(format!("benches/record/{file}.csv"));
        let new = !path.exists();
        let mut text = if new { format!("{HEADER}\n") } else { String::new() };
        text.extend(self.lines);
        std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .with_context(|| format!("writing {}", path.display()))?;
        crate::say(&format!("rows appended to {}", path.display()))
    }
}

/// The commit that is measured, with `+` when files differ from it.
pub(crate) fn commit() -> Result<String> {
    let git = |arguments: &[&str]| -> Result<String> {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(crate::root())
            .output()
            .context("starting git")?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let changed = git(&["status", "--porcelain", "--", "crates", "detectors", "Cargo.lock"])?;
    let mark = if changed.is_empty() { "" } else { "+" };
    Ok(format!("{}{mark}", git(&["rev-parse", "--short=10", "HEAD"])?))
}

/// The processor's name without commas, for the record.
fn processor() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("model name"));
    let name = line.and_then(|line| line.split_once(": ")).map_or("unknown", |(_, name)| name);
    name.replace(',', " ")
}

/// A line of the table, for the person at the terminal.
fn print(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").context("writing to standard output")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_row_has_a_column_for_each_name() {
        let cost = |wall| Cost { wall: Duration::from_secs(wall), cpu: Duration::from_secs(1) };
        let row = Row {
            measure: "scan",
            text: "csv",
            program: "rg -c",
            version: "14",
            bytes: Some(8_000_000),
            rounds: 5,
            cost: Some(cost(4)),
            magpie: Some(cost(2)),
            peak: None,
        };
        let columns = row.columns();
        assert_eq!(columns.len() + 3, HEADER.split(',').count());
        assert_eq!(columns[8..11], ["2.000", "2.00", "1.00"]);
    }
}
