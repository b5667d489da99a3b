//! The summary of a run, whole.

use std::path::Path;

use crate::lines::{bucket, finding, judged, object, start};
use magpie_judge::Subject;
use magpie_model::{Outcome, Reason};
use magpie_report::{BucketLine, FindingTotals, RunFile, RunState, Summary, summary};

fn run(objects: &[(&str, Outcome, u64)]) -> (RunFile, FindingTotals) {
    let mut run =
        RunFile { state: RunState::Done, reconciles: Some(true), ..RunFile::new(start()) };
    let mut findings = FindingTotals::default();
    for (key, outcome, count) in objects {
        let found: Vec<_> = (*count > 0).then(|| finding(key, *count)).into_iter().collect();
        let read = if outcome.reason.is_none() { 2048 } else { 0 };
        run.totals.add(&object(key, Some(2048), outcome, read), &found);
        findings.add(&found);
    }
    run.totals.listed = run.totals.ledger();
    (run, findings)
}

fn text(objects: &[(&str, Outcome, u64)], buckets: &[BucketLine], width: usize) -> String {
    let (run, findings) = run(objects);
    let directory = Path::new("out/run");
    summary(&Summary { run: &run, buckets, findings: &findings, directory, width })
}

#[test]
fn a_run_is_told_in_full() {
    let objects = [
        ("2026/01/a.csv", Outcome::COMPLETE, 1200),
        ("b.txt", Outcome::COMPLETE, 0),
        ("c.txt", Outcome::of(Reason::PermissionDenied), 0),
    ];
    let text = text(&objects, &[bucket(&[], false)], 100);
    assert_eq!(text, include_str!("summary.txt"), "{text}");
}

#[test]
fn nothing_found_is_never_called_clean() {
    let objects = [("a", Outcome::COMPLETE, 0), ("b", Outcome::of(Reason::UnsupportedFileType), 0)];
    let text = text(&objects, &[], 80);
    assert!(text.contains("No detections in 1 of 2 objects / 2.0 KiB of 4.0 KiB"), "{text}");
    assert!(!text.to_lowercase().contains("clean"));
}

#[test]
fn lines_keep_to_the_width_and_no_key_steers_the_terminal() {
    let key = format!("\u{1b}]0;evil\u{7}\r\n{}", "long/".repeat(60));
    let objects = [(key.as_str(), Outcome::COMPLETE, 3)];
    let facts = magpie_model::BucketFacts::unknown("denied\u{1b}[31m", crate::lines::AT);
    let name = "a-bucket-whose-name-goes-on-and-on-until-no-terminal-holds-it";
    for width in [80, 100, 200] {
        let line = judged(name, Subject::Bucket(&facts), true);
        let text = text(&objects, &[line], width);
        let foreign = text.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(foreign, None);
        let wide: Vec<_> = text.lines().filter(|line| line.chars().count() > width).collect();
        assert!(wide.is_empty(), "{wide:#?}");
    }
}

#[test]
fn an_interrupted_run_says_so_first() {
    let (mut run, findings) = run(&[("a", Outcome::of(Reason::Interrupted), 0)]);
    run.state = RunState::Interrupted;
    let directory = Path::new("out");
    let text =
        summary(&Summary { run: &run, buckets: &[], findings: &findings, directory, width: 80 });
    assert!(text.starts_with("Interrupted: what was finished is kept.\n"), "{text}");
}
