//! `cargo xtask accuracy`: precision and recall of every kind on the whole of the labelled folders, of which
//! the tests read samples.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use magpie_corpus::labelled::{Found, Planted, Score, means, scores, table};

use crate::bench_peers::is_date;
use crate::{root, run, say};

const USAGE: &str = "\
cargo xtask accuracy [options]

  --record YYYY-MM-DD   writes the tables to corpora/record/FOLDER-full-YYYY-MM-DD.csv
";

/// Folders below `corpora/` whose `generate.py full` writes values that were made without the detectors.
const FOLDERS: [&str; 3] = ["independent", "second", "documents"];

pub(crate) fn accuracy(options: &[&str]) -> Result<()> {
    let date = match options {
        [] => None,
        ["--help"] => return say(USAGE),
        ["--record", date] if is_date(date) => Some(*date),
        _ => bail!("{}\n{USAGE}", options.join(" ")),
    };
    run(Command::new("cargo").args(["build", "--release", "--locked", "--bin", "magpie"]))?;
    let python = python()?;
    for folder in FOLDERS {
        let scores = measure(folder, &python).with_context(|| format!("corpora/{folder}"))?;
        let [precision, recall, first] = means(&scores);
        let kinds = scores.values().filter(|score| score.planted > 0);
        say(&format!(
            "{folder}: {} kinds, mean precision {precision:.4}, mean recall {recall:.4}, by the first name {first:.4}",
            kinds.count()
        ))?;
        for (kind, score) in scores.iter().filter(|(_, score)| is_worth_a_look(score)) {
            let (precision, recall) = (score.precision(), score.recall());
            say(&format!("  {kind}: precision {precision:.4}, recall {recall:.4}"))?;
        }
        let Some(date) = date else { continue };
        let record = root().join(format!("corpora/record/{folder}-full-{date}.csv"));
        std::fs::write(&record, table(&scores)).with_context(|| record.display().to_string())?;
        say(&format!("wrote {}", record.display()))?;
    }
    Ok(())
}

/// Below what every kind should reach.
fn is_worth_a_look(score: &Score) -> bool {
    score.planted > 0 && (score.precision() < 0.97 || score.recall() < 0.99)
}

/// Generates a folder in full, scans it with all detectors and compares.
fn measure(folder: &str, python: &Path) -> Result<BTreeMap<String, Score>> {
    let work = target().join("accuracy");
    let (objects, results) = (work.join(folder), work.join(format!("{folder}-run")));
    for old in [&objects, &results] {
        if old.exists() {
            std::fs::remove_dir_all(old).with_context(|| old.display().to_string())?;
        }
    }
    std::fs::create_dir_all(&work).context("making the folder of labelled files")?;
    let generate = root().join("corpora").join(folder).join("generate.py");
    run(Command::new(python).arg(generate).arg("full").arg(&objects))?;
    run(Command::new(target().join("release/magpie"))
        .arg("scan")
        .arg(&objects)
        .args(["--detectors", "all", "--progress", "off", "--out"])
        .arg(&results)
        .stdout(Stdio::null()))?;
    let truth = work.join(format!("{folder}.truth.jsonl"));
    let truth = Planted::parse_all(&read(&truth)?).context("the truth")?;
    let found =
        Found::parse_all(&read(&results.join("findings.jsonl"))?).context("the findings")?;
    Ok(scores(&truth, &found))
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// The interpreter of a virtual environment with what the generators import, made once.
fn python() -> Result<PathBuf> {
    let environment = target().join("accuracy-venv");
    let python = environment.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
    }
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    for folder in FOLDERS {
        install.arg("-r").arg(root().join("corpora").join(folder).join("requirements.txt"));
    }
    run(&mut install)?;
    Ok(python)
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
