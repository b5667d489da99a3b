//! `magpie detectors check`: lints, examples and the price of patterns that cannot be indexed or find a text hard.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use magpie_catalog::Catalog;
use magpie_engine::{Engine, Lead};
use magpie_model::Confidence;
use magpie_report::escaped;

use super::price;
use crate::detector_folder::named_files;
use crate::exit::{Ending, Failure};
use crate::output::print;

/// Lints detector files of your own, runs their examples and names costly patterns
#[derive(Args, Debug)]
pub(crate) struct CheckCommand {
    /// Files, or directories with files; below a directory the path is the id
    #[arg(value_name = "DIR|FILE", required = true)]
    paths: Vec<PathBuf>,
}

impl CheckCommand {
    pub(super) fn run(&self) -> Result<Ending, Failure> {
        let mut own = Catalog::empty();
        let mut out = String::new();
        let mut faults = 0usize;
        for file in named_files(self.paths.iter().map(PathBuf::as_path))? {
            match file.add_to(&mut own) {
                Ok(advice) => advice.iter().for_each(|line| {
                    let _ = writeln!(out, "advice: {line}");
                }),
                Err(failure) => {
                    faults += 1;
                    let _ = writeln!(out, "{}", failure.message);
                }
            }
        }
        faults += without_taken_ids(&mut own, &mut out)?;
        let engine = engine_of_the_sound(&mut own, &mut faults, &mut out)?;
        prices(&engine, &mut out)?;
        faults += examples(&engine, &mut out);
        conclude(&own, faults, out)
    }
}

/// Takes out what has the id of a built-in detector, beside which no scan would take it. Returns how many.
fn without_taken_ids(own: &mut Catalog, out: &mut String) -> Result<usize, Failure> {
    let builtin = Catalog::builtin_without_examples();
    let builtin = builtin.map_err(|error| Failure::usage(error.to_string()))?;
    let all = own.detectors.len();
    own.detectors.retain(|detector| match builtin.has_room_for(detector) {
        Ok(()) => true,
        Err(fault) => {
            let _ = writeln!(out, "{fault}");
            false
        }
    });
    Ok(all - own.detectors.len())
}

/// Takes out what no engine can be made of, with what is wrong with it, and makes one of the rest.
fn engine_of_the_sound(
    own: &mut Catalog,
    faults: &mut usize,
    out: &mut String,
) -> Result<Arc<Engine>, Failure> {
    loop {
        let error = match Engine::new(own) {
            Ok(engine) => return Ok(Arc::new(engine)),
            Err(error) => error,
        };
        let Some(at) = own.detectors.iter().position(|d| *d.id == *error.detector) else {
            return Err(Failure::usage(error.to_string()));
        };
        *faults += 1;
        let _ = writeln!(out, "{}: {error}", own.detectors.remove(at).origin);
    }
}

/// Names the patterns that every byte is searched for, with what they cost, and the others that cost much.
fn prices(engine: &Engine, out: &mut String) -> Result<(), Failure> {
    if engine.plans().is_empty() {
        return Ok(());
    }
    let scale = price::Scale::new()?;
    for plan in engine.plans() {
        let detector = engine.detector(plan.detector);
        let (id, pattern) = (&detector.id, plan.pattern);
        let searched = plan.lead == Lead::Search;
        let price = match searched {
            true => Some(scale.price(detector, pattern)?),
            false => scale.price_if_high(detector, pattern)?,
        };
        let Some(price) = price else { continue };
        let (is, mend) = match (searched, price.is_high()) {
            (true, true) => (
                "searched for at every byte and costly",
                "; cheaper is a pattern that begins with three fixed characters, or with \\b and a digit \
                 among the first 16, if the values have that",
            ),
            (true, false) => ("searched for at every byte", ""),
            (false, _) => (
                "costly",
                "; cheaper is a part that repeats less often, or leaves out what a value begins with",
            ),
        };
        let _ = writeln!(out, "{id}: pattern {pattern} is {is}: {}{mend}", price.said());
    }
    Ok(())
}

/// Says how many examples hold; faults make it a failure.
pub(super) fn conclude(
    catalog: &Catalog,
    faults: usize,
    mut out: String,
) -> Result<Ending, Failure> {
    let examples: usize =
        catalog.detectors.iter().map(|d| d.examples.matches.len() + d.examples.rejects.len()).sum();
    let detectors = catalog.detectors.len();
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let verdict = match faults {
        0 => "all hold".to_owned(),
        _ => format!("{faults} fault{}", plural(faults)),
    };
    let _ = writeln!(
        out,
        "{detectors} detector{}, {examples} example{}: {verdict}",
        plural(detectors),
        plural(examples)
    );
    print(&out)?;
    Ok(if faults == 0 { Ending::DONE } else { Ending::USAGE })
}

/// Runs every example against every detector of the engine. Returns how many do not hold.
pub(crate) fn examples(engine: &Arc<Engine>, out: &mut String) -> usize {
    let mut faults = 0;
    for (index, detector) in engine.detectors().iter().enumerate() {
        let place = |lines: &[usize], at: usize| match lines.get(at) {
            Some(line) => format!("{}:{line}", detector.origin),
            None => detector.origin.to_string(),
        };
        let own = &detector.examples;
        for (at, example) in own.matches.iter().enumerate() {
            let found = engine.search_text(&example.text);
            if !found.iter().any(|m| m.is_claimed_by(index) && m.span == example.span) {
                faults += 1;
                let _ = writeln!(
                    out,
                    "{}: {} does not match {}; {}; mend the pattern or the example",
                    place(&own.match_lines, at),
                    detector.id,
                    marked(example),
                    instead(engine, index, &found)
                );
            }
        }
        for (at, text) in own.rejects.iter().enumerate() {
            let found = engine.search_text(text);
            let wrong =
                found.iter().find(|m| m.is_claimed_by(index) && m.confidence >= Confidence::Medium);
            if let Some(wrong) = wrong {
                faults += 1;
                let why = engine.explain(index, &wrong.evidence).join(", ");
                let _ = writeln!(
                    out,
                    "{}: {} matches what it should reject, \"{}\" ({why}); mend the pattern or the example",
                    place(&own.reject_lines, at),
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
