//! `magpie detectors test`: what detectors make of a text, and why; or of their own examples.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use clap::Args;
use magpie_catalog::Catalog;
use magpie_engine::{Engine, Evidence, Match};
use magpie_model::{Cell, Confidence, Layout, Location, Place, Span, Window};
use magpie_report::escaped;

use super::examples::{conclude, examples};
use super::{builtin, engine};
use crate::detector_folder::named_files;
use crate::exit::{Ending, Failure};
use crate::option_file;
use crate::output::print;

/// Longer texts are what `magpie scan` is for.
const TEXT_BYTES_MAX: u64 = 1 << 20;

/// Runs the examples of detectors, or shows what they find in a text
#[derive(Args, Debug)]
pub(super) struct TestCommand {
    /// Detector files of your own, or ids, folders, profiles or Amazon Macie's names of built-in
    /// detectors; all built-in ones when none is given
    #[arg(value_name = "FILE|ID")]
    what: Vec<String>,
    /// Searches this text instead of the examples, `-` for standard input; shows each match masked,
    /// with its place, its confidence and why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<String>,
    /// The name of the column, field or element in which the text stands
    #[arg(long, value_name = "NAME", requires = "text")]
    label: Option<String>,
}

impl TestCommand {
    pub(super) fn run(&self) -> Result<Ending, Failure> {
        let catalog = self.catalog()?;
        match &self.text {
            Some(text) => {
                let mend = "use `magpie scan -` for long texts";
                let text = match text.as_str() {
                    "-" => option_file::standard_input("--text -", TEXT_BYTES_MAX, mend)?,
                    text => text.to_owned(),
                };
                print(&trial(&catalog, &text, self.label.as_deref())?)?;
                Ok(Ending::DONE)
            }
            None => {
                let mut out = String::new();
                let faults = examples(&engine(&catalog)?, &mut out);
                conclude(&catalog, faults, out)
            }
        }
    }

    /// The detectors of the files, and the built-in ones of the ids.
    fn catalog(&self) -> Result<Catalog, Failure> {
        let is_path = |what: &&String| what.ends_with(".toml") || Path::new(what).exists();
        let (paths, ids): (Vec<&String>, Vec<&String>) = self.what.iter().partition(is_path);
        let mut catalog = Catalog::empty();
        if !ids.is_empty() || paths.is_empty() {
            let all = ["all".to_owned()];
            let ids: Vec<String> = ids.into_iter().cloned().collect();
            let selected = builtin()?.select(if ids.is_empty() { &all } else { &ids });
            catalog = selected.map_err(|error| Failure::usage(error.to_string()))?;
        }
        for file in named_files(paths.into_iter().map(Path::new))? {
            file.add_to(&mut catalog)?;
        }
        Ok(catalog)
    }
}

/// A match without its text.
struct Hit {
    detector: usize,
    span: Span,
    confidence: Confidence,
    evidence: Evidence,
    masked: String,
    alternatives: Vec<usize>,
}

fn hits(engine: &Arc<Engine>, text: &str, label: Option<&str>) -> Vec<Hit> {
    let window = Window { text: text.as_bytes(), base: 0, from: 0, last: true };
    let mut layout = OneCell { length: text.len(), label };
    let mut hits = Vec::new();
    let mut scanner = engine.scanner();
    scanner.begin();
    scanner.window(&window, &mut layout, &mut |m: &Match<'_>, _: &mut dyn Layout| {
        hits.push(Hit {
            detector: m.detector,
            span: m.span.clone(),
            confidence: m.confidence,
            evidence: m.evidence,
            masked: engine.detector(m.detector).mask.apply(m.clear),
            alternatives: m.alternatives.to_vec(),
        });
    });
    hits
}

fn trial(catalog: &Catalog, text: &str, label: Option<&str>) -> Result<String, Failure> {
    let engine = engine(catalog)?;
    let found = hits(&engine, text, label);
    let mut out = String::new();
    for hit in &found {
        describe(&engine, text, hit, &mut out);
    }
    let reported = found.iter().filter(|hit| hit.confidence >= Confidence::Medium).count();
    let near = near_misses(catalog, text, label, &found)?;
    out.push_str(&near);
    let _ = writeln!(
        out,
        "matches: {}, at medium or above, which a scan reports by default: {reported}",
        found.len()
    );
    Ok(out)
}

fn describe(engine: &Engine, text: &str, hit: &Hit, out: &mut String) {
    let (start, end) = (hit.span.start, hit.span.end);
    let (line, column) = place(text, start);
    let detector = engine.detector(hit.detector);
    let _ = writeln!(
        out,
        "{}  {}  {}\n  place       line {line}, column {column}, bytes {start} to {end}",
        detector.id,
        hit.confidence.as_str(),
        escaped(&hit.masked),
    );
    let why = engine.explain(hit.detector, &hit.evidence);
    let check = if hit.evidence.checked() { "passed" } else { "none for this pattern" };
    let context = match (hit.evidence.keyword(), detector.context.keywords.is_empty()) {
        (true, _) => "a keyword speaks for it",
        (false, false) => "no keyword near, nor in the label",
        (false, true) => "the detector knows no keywords",
    };
    let _ = writeln!(
        out,
        "  check       {check}\n  context     {context}\n  why         {}",
        why.join(", ")
    );
    if !hit.alternatives.is_empty() {
        let ids: Vec<&str> =
            hit.alternatives.iter().map(|index| &*engine.detector(*index).id).collect();
        let _ = writeln!(out, "  or          {}", ids.join(", "));
    }
}

/// Line and column of a byte, both from 1, columns in characters.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..at];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
    (line, column)
}

/// What would match without its check or without the keyword that the detector requires: the two
/// reasons why a value that looks right is none.
fn near_misses(
    catalog: &Catalog,
    text: &str,
    label: Option<&str>,
    found: &[Hit],
) -> Result<String, Failure> {
    let mut lenient = catalog.clone();
    for detector in &mut lenient.detectors {
        detector.context.required = false;
    }
    let mut unchecked = lenient.clone();
    for pattern in unchecked.detectors.iter_mut().flat_map(|detector| &mut detector.patterns) {
        pattern.check = None;
    }
    let mut out = String::new();
    let mut told: Vec<(usize, Span)> =
        found.iter().map(|hit| (hit.detector, hit.span.clone())).collect();
    for (variant, reason) in [
        (lenient, "a keyword is required, and none is near"),
        (unchecked, "it has the form and fails the check"),
    ] {
        let engine = engine(&variant)?;
        for hit in hits(&engine, text, label) {
            let overlaps = |(detector, span): &(usize, Span)| {
                *detector == hit.detector && span.start < hit.span.end && hit.span.start < span.end
            };
            if told.iter().any(overlaps) {
                continue;
            }
            let (line, column) = place(text, hit.span.start);
            let _ = writeln!(
                out,
                "{}  no match  {}\n  place       line {line}, column {column}\n  why         {reason}",
                engine.detector(hit.detector).id,
                escaped(&hit.masked)
            );
            told.push((hit.detector, hit.span));
        }
    }
    Ok(out)
}

/// The layout of a text that is one cell, perhaps with a name.
struct OneCell<'a> {
    length: usize,
    label: Option<&'a str>,
}

impl Layout for OneCell<'_> {
    fn cell(&mut self, _: &Window<'_>, _: usize) -> Cell {
        let place = if self.label.is_some() { Place::Element } else { Place::Text };
        Cell { start: 0, end: self.length, label: self.label.map(|_| 0), place }
    }

    fn label(&self, _: u32) -> &str {
        self.label.unwrap_or("")
    }

    fn locate(&mut self, _: &Window<'_>, cell: &Cell, _: &Span) -> Location {
        Location { place: cell.place, label: None, lines: None, start_column: None, bytes: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        assert_eq!(place("é x", 3), (1, 3));
        assert_eq!(place("a\nbc", 3), (2, 2));
        assert_eq!(place("", 0), (1, 1));
    }
}
