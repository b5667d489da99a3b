//! `cargo xtask bombs`: archives that expand to 10 GB and more, read with the bounds that a scan has
//! unless told otherwise; how long, how much memory and what outcome is a row in `tests/record/`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::bench_peers::{Magpie, Peak, commit, is_date, peak};

const USAGE: &str = "\
cargo xtask bombs [options]

  --gib N               what streams expand to, in GiB (10)
  --program PATH        this magpie instead of a release build
  --record YYYY-MM-DD   appends the rows to tests/record/bombs-YYYY-MM-DD.csv
";

const HEADER: &str = "date,commit,bomb,bytes,expands_to_gib,seconds,anonymous_mib,outcome,reason,parts,bytes_scanned";
/// What a scan may hold, whatever it reads: 128 MiB and the windows.
const ANONYMOUS_KIB_MAX: u64 = 160 * 1024;
/// What one object may take; a bomb takes far less.
const SECONDS_MAX: f64 = 600.0;

pub(crate) fn bombs(words: &[&str]) -> Result<()> {
    let (mut gib, mut program, mut date) = (10_u64, None, None);
    let mut words = words.iter();
    while let Some(&option) = words.next() {
        let Some(&value) = words.next() else { bail!("{USAGE}") };
        match option {
            "--gib" => gib = value.parse().with_context(|| format!("{option} {value}"))?,
            "--program" => program = Some(std::path::absolute(value)?),
            "--record" if is_date(value) => date = Some(value.to_owned()),
            _ => bail!("{option} {value}\n{USAGE}"),
        }
    }
    let magpie = Magpie::find(program)?;
    let folder = crate::root().join(format!("target/bombs/{gib}"));
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let script = crate::root().join("crates/xtask/src/bombs.py");
    crate::run(Command::new("python3").arg(script).arg(&folder).arg(gib.to_string()))?;
    let entries =
        std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let shared = format!("{},{}", date.as_deref().unwrap_or_default(), commit()?);
    let (mut lines, mut bad) = (Vec::new(), Vec::new());
    for file in files {
        let (columns, kept) = read(&magpie, &file, gib)?;
        crate::say(&columns)?;
        if !kept {
            bad.push(columns.clone());
        }
        lines.push(format!("{shared},{columns}\n"));
    }
    if let Some(date) = date {
        let path = crate::root().join(format!("tests/record/bombs-{date}.csv"));
        let new = !path.exists();
        let mut out = std::fs::OpenOptions::new().create(true).append(true).open(&path)?;
        let text = if new { format!("{HEADER}\n") } else { String::new() } + &lines.concat();
        out.write_all(text.as_bytes()).with_context(|| format!("writing {}", path.display()))?;
    }
    if !bad.is_empty() {
        bail!("beyond the bounds of time or memory:\n{}", bad.join("\n"));
    }
    Ok(())
}

/// The columns from the bomb's name on, and whether the bounds were kept.
fn read(magpie: &Magpie, file: &Path, gib: u64) -> Result<(String, bool)> {
    let contender = magpie.contender()?;
    let begun = Instant::now();
    let Peak { anonymous_kib, .. } = peak(&contender, file)?;
    let seconds = begun.elapsed().as_secs_f64();
    let ledger = crate::root().join("target/bench-run/objects.jsonl");
    let line = std::fs::read_to_string(&ledger)
        .with_context(|| format!("reading {}", ledger.display()))?;
    let line: serde_json::Value = serde_json::from_str(&line).context("one line of the ledger")?;
    let told = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let columns = [
        file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        file.metadata()?.len().to_string(),
        gib.to_string(),
        format!("{seconds:.1}"),
        format!("{:.1}", anonymous_kib as f64 / 1024.0),
        told("outcome"),
        told("reason"),
        line["parts"].as_array().map_or(0, Vec::len).to_string(),
        line["bytes_scanned"].to_string(),
    ];
    let kept = anonymous_kib <= ANONYMOUS_KIB_MAX && seconds <= SECONDS_MAX;
    Ok((columns.join(","), kept))
}
