//! `magpie detectors`: what there is, and whether a detector does what it says.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use magpie_catalog::{Catalog, Detector};
use magpie_engine::{Engine, Lead};
use magpie_model::Confidence;
use magpie_report::escaped;

use crate::exit::{Ending, Failure};
use crate::output::{print, table};
use crate::settings::detector_files;

/// Lists, shows, checks and tests detectors
#[derive(Args, Debug)]
pub(crate) struct DetectorsCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Lists the built-in detectors
    List,
    /// Shows everything about one detector
    Show {
        /// Its id, a former id or Amazon Macie's name
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Lints detector files of your own and runs their examples
    Check {
        /// Files, or directories with files; below a directory the path is the id
        #[arg(value_name = "DIR|FILE", required = true)]
        paths: Vec<PathBuf>,
    },
    /// Runs the examples of built-in detectors
    Test {
        /// Ids, folders, profiles or Amazon Macie's names; all when none is given
        #[arg(value_name = "ID")]
        ids: Vec<String>,
    },
}

impl DetectorsCommand {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        match self.what {
            What::List => list(),
            What::Show { id } => show(&id),
            What::Check { paths } => check(&paths),
            What::Test { ids } => test(&ids),
        }
    }
}

fn builtin() -> Result<Catalog, Failure> {
    Catalog::builtin().map_err(|error| Failure::usage(error.to_string()))
}

fn list() -> Result<Ending, Failure> {
    let catalog = builtin()?;
    let rows: Vec<Vec<String>> = catalog
        .detectors
        .iter()
        .map(|d| {
            let macie: Vec<&str> = d.macie.iter().map(|macie| macie.name.as_str()).collect();
            vec![
                d.id.to_string(),
                d.name.clone(),
                d.category.as_str().to_owned(),
                d.severity.few.as_str().to_owned(),
                d.profiles.join(" "),
                macie.join(" "),
            ]
        })
        .collect();
    let heading = ["ID", "NAME", "CATEGORY", "SEVERITY", "PROFILES", "MACIE"];
    print(&format!("{}{} detectors\n", table(&heading, &rows, &[]), rows.len()))?;
    Ok(Ending::DONE)
}

fn show(id: &str) -> Result<Ending, Failure> {
    let selected = builtin()?.select(&[id.to_owned()]);
    let selected = selected.map_err(|error| Failure::usage(error.to_string()))?;
    let shown: Vec<String> = selected.detectors.iter().map(described).collect();
    print(&shown.join("\n"))?;
    Ok(Ending::DONE)
}

fn described(d: &Detector) -> String {
    let mut out = format!("{}  {}\n{}\n\n", d.id, d.name, d.description);
    let macie: Vec<&str> = d.macie.iter().map(|macie| macie.name.as_str()).collect();
    let bands = [d.severity.one, d.severity.few, d.severity.many].map(|s| s.as_str());
    let context = match d.context.required {
        true => format!("required, within {} characters", d.context.characters),
        false => format!("raises the confidence, within {} characters", d.context.characters),
    };
    let rows = [
        ("category", d.category.as_str().to_owned()),
        ("countries", d.countries.join(", ")),
        (
            "severity",
            format!("{} for 1, {} for 2 to 99, {} from 100 on", bands[0], bands[1], bands[2]),
        ),
        ("Macie", macie.join(", ")),
        ("profiles", d.profiles.join(", ")),
        ("shown as", d.mask.as_str().to_owned()),
        ("keyword", if d.context.keywords.is_empty() { String::new() } else { context }),
        ("keywords", d.context.keywords.join(", ")),
        ("against", d.context.against.join(", ")),
        ("formerly", d.formerly.join(", ")),
        ("reference", d.references.join("\n             ")),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "  {name:<10} {value}");
    }
    for pattern in &d.patterns {
        let check = pattern.check.map_or(String::new(), |check| format!(", check {}", check.name));
        let _ = writeln!(out, "  {:<10} {}{check}", "pattern", pattern.base.as_str());
        for line in pattern.regex.trim().lines() {
            let _ = writeln!(out, "             {}", line.trim());
        }
    }
    out
}

fn check(paths: &[PathBuf]) -> Result<Ending, Failure> {
    let mut own = Catalog::empty();
    let mut out = String::new();
    let mut faults = 0usize;
    for path in paths {
        let files = detector_files(path)?;
        if files.is_empty() {
            return Err(Failure::usage(format!(
                "{}: holds no detector file (*.toml)",
                path.display()
            )));
        }
        for file in files {
            if let Err(failure) = file.add_to(&mut own) {
                faults += 1;
                let _ = writeln!(out, "{}", failure.message);
            }
        }
    }
    let engine = engine(&own)?;
    for plan in engine.plans().iter().filter(|plan| plan.lead == Lead::Search) {
        let id = &engine.detector(plan.detector).id;
        let _ = writeln!(
            out,
            "{id}: pattern {} is searched for at every byte; begin it with a literal, a digit or \\b to make it cheap",
            plan.pattern
        );
    }
    faults += examples(&engine, &mut out);
    conclude(&own, faults, out)
}

fn test(ids: &[String]) -> Result<Ending, Failure> {
    let all = ["all".to_owned()];
    let selected = builtin()?.select(if ids.is_empty() { &all } else { ids });
    let selected = selected.map_err(|error| Failure::usage(error.to_string()))?;
    let mut out = String::new();
    let faults = examples(&engine(&selected)?, &mut out);
    conclude(&selected, faults, out)
}

fn engine(catalog: &Catalog) -> Result<Arc<Engine>, Failure> {
    Engine::new(catalog).map(Arc::new).map_err(|error| Failure::usage(error.to_string()))
}

fn conclude(catalog: &Catalog, faults: usize, mut out: String) -> Result<Ending, Failure> {
    let examples: usize =
        catalog.detectors.iter().map(|d| d.examples.matches.len() + d.examples.rejects.len()).sum();
    let detectors = catalog.detectors.len();
    let verdict = if faults == 0 { "all hold".to_owned() } else { format!("faults: {faults}") };
    let _ = writeln!(out, "{detectors} detectors, {examples} examples: {verdict}");
    print(&out)?;
    Ok(if faults == 0 { Ending::DONE } else { Ending::USAGE })
}

/// Runs every example against every detector of the engine. Returns how many do not hold.
fn examples(engine: &Arc<Engine>, out: &mut String) -> usize {
    let mut faults = 0;
    for (index, detector) in engine.detectors().iter().enumerate() {
        for example in &detector.examples.matches {
            let found = engine.search_text(&example.text);
            if !found.iter().any(|m| m.detector == index && m.span == example.span) {
                faults += 1;
                let _ = writeln!(
                    out,
                    "{}: does not match {}; {}",
                    detector.id,
                    marked(example),
                    instead(engine, index, &found)
                );
            }
        }
        for text in &detector.examples.rejects {
            let found = engine.search_text(text);
            let wrong =
                found.iter().find(|m| m.detector == index && m.confidence >= Confidence::Medium);
            if let Some(wrong) = wrong {
                faults += 1;
                let why = engine.explain(index, &wrong.evidence).join(", ");
                let _ = writeln!(
                    out,
                    "{}: matches what it should reject, \"{}\" ({why})",
                    detector.id,
                    escaped(text)
                );
            }
        }
    }
    faults
}

fn marked(example: &magpie_catalog::Example) -> String {
    let (text, span) = (&example.text, &example.span);
    format!(
        "\"{}\"",
        escaped(&format!(
            "{}<<{}>>{}",
            &text[..span.start],
            &text[span.clone()],
            &text[span.end..]
        ))
    )
}

/// What was found in an example in place of what should have been.
fn instead(engine: &Engine, index: usize, found: &[magpie_engine::KeyMatch]) -> String {
    let own = found.iter().find(|m| m.detector == index);
    match own.or(found.first()) {
        Some(m) if m.detector == index => {
            format!("it matches bytes {}..{} instead", m.span.start, m.span.end)
        }
        Some(m) => format!("{} matches there instead", engine.detector(m.detector).id),
        None => "nothing matches there".to_owned(),
    }
}
