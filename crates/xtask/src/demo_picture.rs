//! `docs/demo.svg`, the README's picture: the parts of what `magpie demo` prints that fit one screen.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

/// Pixels between two characters of the font, and between two lines.
const ADVANCE: f64 = 8.05;
const LINE: usize = 17;
const LEFT: usize = 20;
const FIRST_LINE: usize = 50;
const COLUMNS: usize = 107;
/// Buckets whose planned tags are shown.
const TAGGED: usize = 2;
const COMMAND: &str = "$ cargo run --release -- demo";

/// Runs the demo in a folder of its own and writes the picture.
pub(crate) fn write(root: &Path) -> Result<PathBuf> {
    let place = tempfile::tempdir().context("making a folder for the demo")?;
    let manifest = root.join("Cargo.toml");
    let ran = Command::new("cargo")
        .args(["run", "--quiet", "--release", "--manifest-path"])
        .arg(&manifest)
        .args(["--", "demo"])
        .env("COLUMNS", COLUMNS.to_string())
        .current_dir(place.path())
        .output()
        .context("running the demo")?;
    if !ran.status.success() {
        bail!("the demo ended with {}: {}", ran.status, String::from_utf8_lossy(&ran.stderr));
    }
    let printed = String::from_utf8(ran.stdout).context("the demo's output is no UTF-8")?;
    let path = root.join("docs/demo.svg");
    std::fs::write(&path, picture(&shown(&printed)?))
        .with_context(|| format!("writing {}", path.display()))?;
    Ok(path)
}

/// The lines of the picture: the tables, then the first planned tags; `…` where something is left out.
fn shown(printed: &str) -> Result<Vec<&str>> {
    let mut lines = vec![COMMAND];
    let tables =
        printed.lines().take_while(|line| !line.starts_with("  Account ")).collect::<Vec<_>>();
    ensure!(tables.len() < printed.lines().count(), "the demo printed no line on its account");
    lines.extend(tables);
    lines.push("…");
    let plan = printed.lines().skip_while(|line| !line.starts_with("$ magpie tag"));
    let mut buckets = 0;
    for line in plan {
        buckets += usize::from(!line.starts_with(' ') && !line.starts_with('$'));
        if buckets > TAGGED {
            break;
        }
        lines.push(line);
    }
    ensure!(buckets > TAGGED, "the demo printed no plan of tags");
    lines.push("…");
    Ok(lines)
}

fn picture(lines: &[&str]) -> String {
    let width = LEFT * 2 + (COLUMNS as f64 * ADVANCE) as usize;
    let height = FIRST_LINE + lines.len() * LINE;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Terminal output of magpie demo\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#1e2227\"/>\n\
         <circle cx=\"20\" cy=\"18\" r=\"6\" fill=\"#ff5f57\"/>\n\
         <circle cx=\"40\" cy=\"18\" r=\"6\" fill=\"#febc2e\"/>\n\
         <circle cx=\"60\" cy=\"18\" r=\"6\" fill=\"#28c840\"/>\n\
         <g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', \
         monospace\" font-size=\"13.4\" fill=\"#d5d9de\">\n"
    );
    for (row, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        let (length, y) = (line.chars().count() as f64 * ADVANCE, FIRST_LINE + row * LINE);
        let text = line.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(
            out,
            "<text x=\"{LEFT}\" y=\"{y}\" xml:space=\"preserve\" textLength=\"{length:.1}\"{}>{text}</text>",
            colour(line)
        );
    }
    out.push_str("</g></svg>\n");
    out
}

/// Commands in blue, headings of tables in bold white, as a terminal shows them.
fn colour(line: &str) -> &'static str {
    let heading = ["Objects", "Findings", "Buckets"].iter().any(|word| line.starts_with(word));
    match line {
        _ if line.starts_with("$ ") => " fill=\"#7cc5ff\"",
        _ if heading => " fill=\"#ffffff\" font-weight=\"bold\"",
        _ => "",
    }
}
