//! `magpie posture`: how buckets are configured, who can reach them, what should be mended.

use std::path::PathBuf;

use clap::Args;
use magpie_judge::{Subject, Tally, Weights, assess_by};
use magpie_model::{BucketFacts, Known};
use magpie_posture::Posture;
use magpie_report::{
    BucketLine, FactLine, SharedLine, WriteError, escaped, refuse_occupied, write_bucket_lines,
};
use magpie_store::{Connection, StoreError, Target, connect};

use crate::exit::{Ending, Failure};
use crate::judgement_arguments::JudgementArguments;
use crate::options::FailOn;
use crate::output::{print, tell};
use crate::s3_arguments::S3Arguments;
use crate::targets;

/// Reads the configuration of buckets and no object: encryption, exposure, protection
#[derive(Args, Debug)]
pub(crate) struct PostureCommand {
    /// s3://BUCKET, or s3:// for every bucket that the credentials list
    #[arg(required = true, value_name = "TARGET")]
    targets: Vec<String>,
    /// Directory for buckets.jsonl; must be new or empty
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Ends with code 1 when a finding is at or above this level
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "never")]
    fail_on: FailOn,
    #[command(flatten)]
    judgement: JudgementArguments,
    #[command(flatten)]
    s3: S3Arguments,
}

impl PostureCommand {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let targets = targets::parse(&self.targets)?;
        let weights = self.judgement.weights()?;
        let declared = self.judgement.declared()?;
        let not_written = |error: WriteError| Failure::not_written(error.to_string());
        if let Some(directory) = &self.out {
            // Before anybody is asked anything: the answers would have no place to go.
            refuse_occupied(directory).map_err(not_written)?;
        }
        let connection = connect(&self.s3.options()?).map_err(targets::failure)?;
        self.judgement.fit_aws(connection.endpoint_override())?;
        let names = buckets(&targets, &connection)?;
        let posture = Posture::new(&connection, declared);
        let mut lines = Vec::new();
        let mut unreadable = false;
        for name in &names {
            let mut facts = posture.facts(name);
            if let (Known::Unknown(reason), "none") = (&facts.region.value, facts.region.source) {
                tell(&format!("magpie: {}", escaped(&unreachable(name, reason, &connection))));
                unreadable = true;
                continue;
            }
            posture.keys().complete(&mut facts, []);
            let line = line(name, &facts, &weights);
            print(&rendered(&line))?;
            lines.push(line);
        }
        if let Some(directory) = self.out.as_ref().filter(|_| !lines.is_empty() || !unreadable) {
            let path = write_bucket_lines(directory, &lines).map_err(not_written)?;
            print(&format!("{}\n", escaped(&path.display().to_string())))?;
        }
        let worst = lines.iter().flat_map(|line| &line.configuration);
        let worst = worst.filter(|f| f.state == "yes").filter_map(|f| FailOn::of_risk(&f.severity));
        let at_or_above = worst.max().is_some_and(|worst| worst >= self.fail_on);
        Ok(Ending { unreadable, at_or_above, ..Ending::DONE })
    }
}

/// Why a bucket's configuration cannot be asked at all.
fn unreachable(name: &str, reason: &str, connection: &Connection) -> String {
    let (bucket, endpoint) = (name.to_owned(), connection.endpoint());
    match connection.region_of(name) {
        Err(refusal) if refusal.status == Some(404) => {
            StoreError::NoSuchBucket { bucket, endpoint }.to_string()
        }
        _ => format!(
            "the configuration of the bucket {bucket} cannot be read at {endpoint}: {reason}"
        ),
    }
}

fn buckets(targets: &[Target], connection: &Connection) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for target in targets {
        match target {
            Target::Bucket { bucket, prefix } if !prefix.is_empty() => {
                let (name, target) = (escaped(bucket.as_str()), escaped(prefix));
                return Err(Failure::usage(format!(
                    "s3://{name}/{target} is a part of a bucket, and only the whole has a \
                     configuration: write s3://{name}"
                )));
            }
            Target::Bucket { bucket, .. } => names.push(bucket.as_str().to_owned()),
            Target::AllBuckets => {
                let listed = connection.list_buckets().map_err(targets::failure)?;
                names.extend(listed.iter().map(|name| name.as_str().to_owned()));
            }
            Target::Inventory(_) | Target::Path(_) | Target::StandardInput => {
                let message = "only buckets have a configuration: write s3://BUCKET or s3://";
                return Err(targets::failure(StoreError::Configuration(message.into())));
            }
        }
    }
    Ok(names)
}

/// The line of a bucket of which no object was read.
fn line(name: &str, facts: &BucketFacts, weights: &Weights) -> BucketLine {
    let mut tally = Tally::default();
    tally.listing_incomplete();
    let subject = Subject::Bucket(facts);
    BucketLine::new(name, subject, &tally, &assess_by(subject, &tally, weights))
}

fn rendered(line: &BucketLine) -> String {
    let exposure = &line.exposure;
    let mut out = format!("{}\n", escaped(&line.bucket));
    let between = if exposure.narrowest == exposure.widest {
        String::new()
    } else {
        format!(", between {} and {}", exposure.narrowest, exposure.widest)
    };
    let reason = escaped(&exposure.reason);
    out.push_str(&format!("  exposure  {}{between}: {reason}\n", exposure.audience));
    if let Some(barrier) = &exposure.barrier {
        out.push_str(&format!("  KMS       {}\n", escaped(barrier)));
    }
    out.push_str(&shared_rows("    ", &exposure.shared_with));
    for (name, fact) in &line.facts {
        out.push_str(&fact_row(name, fact));
    }
    for key in &line.keys {
        out.push_str(&format!("  key       {}\n", escaped(&key.key)));
        for (name, fact) in &key.facts {
            out.push_str(&fact_row(&format!("  {name}"), fact));
        }
        out.push_str(&shared_rows("      ", &key.shared_with));
    }
    for finding in &line.configuration {
        let doubt = if finding.state == "unknown" { " (not known)" } else { "" };
        out.push_str(&format!("  {:8} {}{doubt}\n", finding.severity, finding.title));
        if finding.state == "yes" {
            out.push_str(&format!("           mend: {}\n", escaped(&finding.mend)));
        }
    }
    out.push_str(&format!("  not looked at: {}\n\n", exposure.residual.join("; ")));
    out
}

/// Parties that are shown of one bucket or key, at most; `buckets.jsonl` has all of them.
const SHARED_SHOWN_MAX: usize = 20;

/// Who is let in, and how many more there are.
fn shared_rows(indent: &str, shared: &[SharedLine]) -> String {
    let row = |line: &SharedLine| {
        let (party, may, rule) = (escaped(&line.party), &line.abilities, &line.rule);
        format!("{indent}{party} may {may} ({}: {rule})\n", escaped(&line.statement))
    };
    let mut rows: String = shared.iter().take(SHARED_SHOWN_MAX).map(row).collect();
    match shared.len().saturating_sub(SHARED_SHOWN_MAX) {
        0 => {}
        more => rows.push_str(&format!("{indent}and {more} more\n")),
    }
    rows
}

fn fact_row(name: &str, fact: &FactLine) -> String {
    let value = match &fact.reason {
        None => escaped(&plain(&fact.value)),
        Some(reason) => format!("unknown: {}", escaped(reason)),
    };
    format!("  {name:28} {value}  [{}]\n", fact.source)
}

/// Yes and no for people.
fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Bool(true) => "yes".into(),
        serde_json::Value::Bool(false) => "no".into(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
