//! `magpie detectors import-macie`: custom data identifiers of Amazon Macie become detector files.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use magpie_catalog::{Catalog, MacieImport, import_macie};
use magpie_model::Confidence;

use super::engine;
use crate::exit::{Ending, Failure};
use crate::option_file;
use crate::output::print;

/// Ten thousand identifiers, Macie's limit for an account, stay below.
const JSON_BYTES_MAX: u64 = 64 << 20;
/// Values drawn until one is found as it stands.
const DRAWS_MAX: u64 = 32;
const NEAR_MISSES: usize = 4;

/// Writes a detector file for each custom data identifier of Amazon Macie, and says what differs
#[derive(Args, Debug)]
pub(super) struct ImportMacieCommand {
    /// What `aws macie2 get-custom-data-identifier --id ID` prints, one or several; `-` for standard
    /// input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Directory for the detector files; files that exist are not replaced
    #[arg(long, value_name = "DIR", default_value = ".")]
    into: PathBuf,
}

impl ImportMacieCommand {
    pub(super) fn run(&self) -> Result<Ending, Failure> {
        let json = self.json()?;
        let imports = import_macie(&self.file.display().to_string(), &json)
            .map_err(|fault| Failure::usage(fault.to_string()))?;
        std::fs::create_dir_all(&self.into).map_err(|error| {
            let folder = self.into.display();
            Failure::not_written(format!("--into {folder}: the directory cannot be made: {error}"))
        })?;
        let mut out = String::new();
        let (mut written, all) = (0, imports.len());
        for import in imports {
            let outcome = match import {
                Ok(import) => with_examples(&import)
                    .map_err(|problem| format!("{}: {problem}", import.name))
                    .and_then(|text| write(&self.into, &import, &text)),
                Err(fault) => Err(fault.to_string()),
            };
            match outcome {
                Ok(line) => {
                    written += 1;
                    out.push_str(&line);
                }
                Err(problem) => {
                    let _ = writeln!(out, "not imported: {problem}");
                }
            }
        }
        let _ = writeln!(
            out,
            "{written} of {all} identifiers imported; scan with --detector-dir {}",
            self.into.display()
        );
        print(&out)?;
        Ok(if written == all { Ending::DONE } else { Ending::USAGE })
    }

    fn json(&self) -> Result<String, Failure> {
        let shown = self.file.display().to_string();
        match self.file == Path::new("-") {
            true => option_file::standard_input(&shown, JSON_BYTES_MAX, "split the list"),
            false => option_file::read_text(&shown, &self.file, JSON_BYTES_MAX),
        }
    }
}

/// The detector file with examples that hold, which shows that the engine can run it.
fn with_examples(import: &MacieImport) -> Result<String, String> {
    let mut problem = "no value of printable characters fits its regex".to_owned();
    for number in 0..DRAWS_MAX {
        let Some(value) = import.value(number) else { continue };
        let candidates = import.near_misses(&value);
        let mut catalog = Catalog::empty();
        let text = import.toml(&value, &candidates);
        catalog.add_file(&import.slug, &import.slug, &text).map_err(|error| error.to_string())?;
        let engine = engine(&catalog).map_err(|failure| failure.message)?;
        let example = &catalog.detectors[0].examples.matches[0];
        if !engine.search_text(&example.text).iter().any(|m| m.span == example.span) {
            problem = "none of the values that fit its regex is found as a whole".to_owned();
            continue;
        }
        let reported = |text: &String| {
            engine.search_text(text).iter().any(|m| m.confidence >= Confidence::Medium)
        };
        let kept: Vec<String> =
            candidates.into_iter().filter(|text| !reported(text)).take(NEAR_MISSES).collect();
        let text = import.toml(&value, &kept);
        let added = Catalog::empty().add_file(&import.slug, &import.slug, &text);
        return added.map(|()| text).map_err(|error| error.to_string());
    }
    Err(problem)
}

/// Writes a new file and says so, with what differs from Macie.
fn write(folder: &Path, import: &MacieImport, text: &str) -> Result<String, String> {
    let path = folder.join(format!("{}.toml", import.slug));
    let shown = path.display();
    let mut file = std::fs::File::create_new(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            format!("{}: {shown} exists already; move it away or import elsewhere", import.name)
        }
        _ => format!("{}: {shown} cannot be written: {error}", import.name),
    })?;
    file.write_all(text.as_bytes())
        .map_err(|error| format!("{}: {shown} cannot be written: {error}", import.name))?;
    let mut out = format!("{shown}  {}\n", import.name);
    for note in &import.notes {
        let _ = writeln!(out, "  differs: {note}");
    }
    Ok(out)
}
