//! The summary of a run for a terminal.

use std::path::Path;

use magpie_model::{Reason, Status};

use crate::display::{left, right, table, whole, wrapped};
use crate::{
    BucketLine, CensusLine, FindingTotals, ObjectRiskLine, RiskLine, RunFile, RunState,
    bytes_for_people, count_for_people, escaped,
};

/// Detectors and buckets shown; the files hold all.
const ROWS_MAX: usize = 30;

/// Objects shown as those to look at first.
const GRAVEST_MAX: usize = 5;

/// What a summary is made of.
#[derive(Clone, Copy, Debug)]
pub struct Summary<'a> {
    /// The content of `run.json`.
    pub run: &'a RunFile,
    /// The lines of `buckets.jsonl`.
    pub buckets: &'a [BucketLine],
    /// What each detector found.
    pub findings: &'a FindingTotals,
    /// Where the run directory lies.
    pub directory: &'a Path,
    /// Columns of the terminal.
    pub width: usize,
}

/// Renders the summary: plain text, every foreign text escaped.
pub fn summary(of: &Summary<'_>) -> String {
    let width = of.width.max(40);
    let mut out = String::new();
    state(of, width, &mut out);
    outcomes(of, width, &mut out);
    detectors(of, width, &mut out);
    buckets(of, width, &mut out);
    gravest(of, width, &mut out);
    coverage(of, width, &mut out);
    next(of, width, &mut out);
    out
}

fn state(of: &Summary<'_>, width: usize, out: &mut String) {
    let text = match of.run.state {
        RunState::Done => return notes(of, width, out),
        RunState::Running => "This run did not end: what follows is what it had written.",
        RunState::Interrupted => "Interrupted: what was finished is kept.",
        RunState::Broken => "Broken: do not rely on these totals.",
    };
    out.push_str(&wrapped(text, "", width));
    for discrepancy in &of.run.discrepancies {
        out.push_str(&wrapped(discrepancy, "  ", width));
    }
    notes(of, width, out);
}

fn notes(of: &Summary<'_>, width: usize, out: &mut String) {
    for note in &of.run.notes {
        out.push_str(&wrapped(&format!("Note: {}", escaped(note)), "", width));
    }
    if !out.is_empty() {
        out.push('\n');
    }
}

fn outcomes(of: &Summary<'_>, width: usize, out: &mut String) {
    let totals = &of.run.totals;
    let mut rows = Vec::new();
    for status in Status::ALL {
        let sum = totals.outcome(status);
        rows.push(vec![
            status.as_str().to_owned(),
            count_for_people(sum.objects),
            bytes_for_people(sum.bytes),
        ]);
        for (reason, sum) in &totals.reasons {
            if Reason::ALL.iter().any(|r| r.as_str() == reason && r.status() == status) {
                rows.push(vec![
                    format!("  {reason}"),
                    count_for_people(sum.objects),
                    bytes_for_people(sum.bytes),
                ]);
            }
        }
    }
    rows.push(vec![
        "listed".into(),
        count_for_people(totals.listed.objects),
        bytes_for_people(totals.listed.bytes),
    ]);
    out.push_str("Objects\n");
    out.push_str(&table(&[left("outcome"), right("objects"), right("bytes")], &rows, width));
    out.push('\n');
}

fn detectors(of: &Summary<'_>, width: usize, out: &mut String) {
    let mut found: Vec<_> = of.findings.detectors().collect();
    if found.is_empty() {
        return;
    }
    found.sort_by(|(a_id, a), (b_id, b)| {
        (b.severity, b.count, a_id).cmp(&(a.severity, a.count, b_id))
    });
    let rows: Vec<_> = found
        .iter()
        .take(ROWS_MAX)
        .map(|(id, total)| {
            let [low, medium, high] = total.by_confidence;
            vec![
                escaped(id),
                total.severity.as_str().to_owned(),
                count_for_people(total.objects),
                count_for_people(total.count),
                count_for_people(high),
                count_for_people(medium),
                count_for_people(low),
            ]
        })
        .collect();
    let columns = [
        left("detector"),
        whole("severity"),
        right("objects"),
        right("count"),
        right("high"),
        right("medium"),
        right("low"),
    ];
    out.push_str("Findings (high, medium, low: all in objects and parts with a finding)\n");
    out.push_str(&table(&columns, &rows, width));
    more(found.len(), "findings.jsonl", out);
    out.push('\n');
}

fn buckets(of: &Summary<'_>, width: usize, out: &mut String) {
    if of.buckets.is_empty() {
        return;
    }
    let mut lines: Vec<&BucketLine> = of.buckets.iter().collect();
    lines.sort_by_key(|line| std::cmp::Reverse((line.risk.score, line.risk.max)));
    let shown = lines.iter().take(ROWS_MAX);
    let rows: Vec<_> = shown.clone().map(|line| bucket_row(line)).collect();
    let columns =
        [left("bucket"), left("sensitivity"), left("encryption"), left("exposure"), whole("risk")];
    out.push_str("Buckets and directories (encryption: default / actual)\n");
    out.push_str(&table(&columns, &rows, width));
    more(lines.len(), "buckets.jsonl", out);
    out.push('\n');
    for account in of.run.accounts.iter().filter(|a| a.levels.values().sum::<u64>() > 1) {
        let name = account.account.as_deref().unwrap_or("of unknown owners");
        let text = format!("Account {}: {}", escaped(name), escaped(&account.explanation));
        out.push_str(&wrapped(&text, "  ", width));
    }
    for line in shown {
        let text = format!("{}: {}", escaped(&line.bucket), escaped(&line.risk.explanation));
        out.push_str(&wrapped(&text, "  ", width));
        if line.encryption.census.len() > 1 {
            let text = format!("encryption: {}", census_words(line));
            out.push_str(&wrapped(&text, "    ", width));
        }
        if let Some(drift) = &line.encryption.drift {
            out.push_str(&wrapped(&format!("encryption: {}", escaped(drift)), "    ", width));
        }
    }
    out.push('\n');
}

/// Objects and bytes by class, and what of them is sensitive.
fn census_words(line: &BucketLine) -> String {
    let class = |row: &CensusLine| {
        let sensitive = match row.sensitive_objects {
            0 => String::new(),
            n => format!(
                ", with findings {} ({})",
                count_for_people(n),
                bytes_for_people(row.sensitive_bytes)
            ),
        };
        let (objects, bytes) = (count_for_people(row.objects), bytes_for_people(row.bytes));
        format!("{} {objects} ({bytes}{sensitive})", row.class)
    };
    line.encryption.census.iter().map(class).collect::<Vec<_>>().join(" · ")
}

fn bucket_row(line: &BucketLine) -> Vec<String> {
    let default = line.encryption.default.as_ref().map_or("unknown", |set| set.class.as_str());
    vec![
        escaped(&line.bucket),
        line.sensitivity.clone(),
        format!("{default} / {}", line.encryption.actual),
        line.exposure.audience.clone(),
        risk_words(&line.risk),
    ]
}

fn risk_words(risk: &RiskLine) -> String {
    match (risk.score, risk.min, risk.max) {
        (Some(score), Some(min), Some(max)) if min != max => {
            format!("{} {score} [{min}–{max}]", risk.level)
        }
        (Some(score), ..) => format!("{} {score}", risk.level),
        _ => risk.level.clone(),
    }
}

fn more(count: usize, file: &str, out: &mut String) {
    if count > ROWS_MAX {
        out.push_str(&format!("  and {} more in {file}\n", count - ROWS_MAX));
    }
}

/// The objects of all buckets with the highest scores; a run that was killed has judged none.
fn gravest(of: &Summary<'_>, width: usize, out: &mut String) {
    let mut judged: Vec<(&str, &ObjectRiskLine)> = Vec::new();
    for bucket in of.buckets {
        judged.extend(bucket.gravest_objects.iter().map(|one| (bucket.bucket.as_str(), one)));
    }
    if judged.is_empty() {
        return gravest_by_severity(of, width, out);
    }
    // What is equal stays in the order of the buckets and their listings.
    judged.sort_by_key(|(_, object)| {
        let risk = &object.judged.risk;
        std::cmp::Reverse((risk.score, risk.max, object.count))
    });
    let rows: Vec<_> = judged
        .iter()
        .take(GRAVEST_MAX)
        .map(|(bucket, object)| {
            vec![
                escaped(&format!("{}/{}", bucket.trim_end_matches('/'), object.key)),
                risk_words(&object.judged.risk),
                object.judged.sensitivity.clone(),
                object.encryption.class.clone(),
                object.judged.audience.clone(),
                count_for_people(object.count),
            ]
        })
        .collect();
    let columns = [
        left("object"),
        whole("risk"),
        left("sensitivity"),
        left("encryption"),
        left("exposure"),
        right("count"),
    ];
    out.push_str("Look first at\n");
    out.push_str(&table(&columns, &rows, width));
    out.push('\n');
}

fn gravest_by_severity(of: &Summary<'_>, width: usize, out: &mut String) {
    let objects = of.findings.gravest();
    if objects.is_empty() {
        return;
    }
    let rows: Vec<_> = objects
        .iter()
        .map(|object| {
            vec![
                escaped(&format!("{}/{}", object.bucket.trim_end_matches('/'), object.key)),
                object.severity.as_str().to_owned(),
                count_for_people(object.count),
                count_for_people(object.detectors),
            ]
        })
        .collect();
    let columns = [left("object"), whole("severity"), right("count"), right("detectors")];
    out.push_str("Look first at\n");
    out.push_str(&table(&columns, &rows, width));
    out.push('\n');
}

/// Never "clean": what was not read may hold anything, and what was read may hold what no
/// detector knows.
fn coverage(of: &Summary<'_>, width: usize, out: &mut String) {
    let totals = &of.run.totals;
    let read = totals.outcome(Status::Complete).objects + totals.outcome(Status::Partial).objects;
    let with = totals.findings.objects;
    let quiet = format!(
        "o detections in {} of {} {}",
        count_for_people(read.saturating_sub(with)),
        count_for_people(totals.listed.objects),
        if totals.listed.objects == 1 { "object" } else { "objects" },
    );
    let bytes = format!(
        "{} of {}",
        bytes_for_people(totals.bytes_searched),
        bytes_for_people(totals.listed.bytes),
    );
    let counted = |n: u64, noun: &str| {
        format!("{} {noun}{}", count_for_people(n), if n == 1 { "" } else { "s" })
    };
    let detectors = counted(of.run.detectors.selected.len() as u64, "detector");
    let text = if with == 0 {
        format!("N{quiet} / {bytes}, by {detectors}.")
    } else {
        let with = counted(with, "object");
        format!("Detections in {with}, n{quiet}. Searched: {bytes}, by {detectors}.")
    };
    out.push_str(&wrapped(&text, "", width));
    let unread = totals.listed.objects.saturating_sub(totals.outcome(Status::Complete).objects);
    if unread > 0 {
        let noun = if unread == 1 { "object was" } else { "objects were" };
        let text = format!(
            "{} {noun} not read in full: objects.jsonl says which, and why.",
            count_for_people(unread)
        );
        out.push_str(&wrapped(&text, "", width));
    }
    if of.run.fingerprint_key.origin == "random" {
        let text = "Fingerprints hold within this run only: their key was random. Name one with \
                    --fingerprint-key-file to compare runs.";
        out.push_str(&wrapped(text, "", width));
    }
    out.push('\n');
}

fn next(of: &Summary<'_>, width: usize, out: &mut String) {
    let directory = escaped(&of.directory.display().to_string());
    out.push_str(&wrapped(&format!("Results: {directory}"), "", width));
    if !of.findings.gravest().is_empty() {
        let text = "Every finding stands in findings.jsonl with its places and its evidence.";
        out.push_str(&wrapped(text, "", width));
    }
    if of.buckets.iter().any(|b| b.kind == crate::BucketKind::Bucket) {
        out.push_str(&format!("Plan bucket tags: magpie tag {directory}\n"));
    }
}
