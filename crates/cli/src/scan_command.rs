//! `magpie scan`.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use magpie_catalog::Catalog;
use magpie_model::Reason;
use magpie_report::{
    DetectorsLine, FingerprintKeyLine, RunStart, RunWriter, Summary, WeightsLine, WriteError,
    escaped, refuse_occupied, summary,
};
use magpie_scan::{RunSummary, ScanConfig, ScanError, scan};
use magpie_store::{S3Options, Stop};
use time::OffsetDateTime;
use time::macros::format_description;

use crate::detectors_command::engine_beside;
use crate::exit::{Ending, Failure};
use crate::options::{FailOn, ProgressKind, ScanOptions};
use crate::output::{print, tell};
use crate::progress::Shown;
use crate::settings::{self, KeyOrigin};
use crate::signals::Signals;
use crate::targets;

/// Columns of a terminal that does not say how many it has.
const WIDTH: usize = 100;

/// Finds sensitive data; writes a run directory and prints a summary
#[derive(Args, Debug)]
pub(crate) struct ScanCommand {
    /// What to scan: s3://bucket[/prefix], s3:// (every bucket), inventory: with the manifest.json of an S3 Inventory, a directory, a file, or - for standard input
    #[arg(required = true, value_name = "TARGET")]
    targets: Vec<String>,
    /// Configuration file with these options under the same names [default: ./magpie.toml, if it exists]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    options: ScanOptions,
}

impl ScanCommand {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let options = settings::with_config_file(self.options, self.config.as_deref())?;
        let targets = targets::parse(&self.targets)?;
        let remote = targets::any_remote(&targets);
        let (config, key_origin) = settings::scan_config(&options, remote)?;
        let s3 = settings::s3_options(&options)?;
        let (catalog, stored) = settings::catalog(&options)?;
        // Until here a signal ends the program at once: there is nothing yet to be kept.
        let signals = Signals::hear()
            .map_err(|error| Failure::usage(format!("signals cannot be heard: {error}")))?;
        let s3 = S3Options { stop: Stop::when(&signals.interrupt), ..s3 };
        let engine = engine_beside(&catalog, &stored)?;
        // The program ends with the scan; to take hundreds of automata apart for that takes milliseconds.
        let _kept = ManuallyDrop::new(Arc::clone(&engine));
        let directory = options.out.clone().unwrap_or_else(default_directory);
        let not_written = |error: WriteError| Failure::not_written(error.to_string());
        // Before any target is asked: the findings would have no place to go.
        refuse_occupied(&directory).map_err(not_written)?;
        let opened = targets::open(&self.targets, &targets, &s3, (&config, &engine))
            .map_err(|failure| unless_interrupted(failure, &signals))?;
        for (_, error) in &opened.unopened {
            tell(&format!("magpie: {}", escaped(error)));
        }
        let connection = opened.connection.as_ref();
        let endpoint = connection.and_then(|connection| connection.endpoint_override());
        settings::without_credentials(endpoint)?;
        options.judgement.fit_aws(endpoint)?;
        let start = run_start(&opened.names, &options, &config, &catalog, &key_origin, endpoint)?;
        let writer = RunWriter::create(&directory, start).map_err(not_written)?;
        let shown = Shown::new(options.progress.unwrap_or(ProgressKind::Auto));
        let result = scan(&config, &engine, &opened, writer, &shown, &signals.interrupt);
        shown.end();
        let result = result.map_err(|error| failure(&error))?;
        let ending = ending(&result, &options, &signals);
        // Where nothing is there, there is nothing to sum up: the errors have been told.
        if !ending.unreadable || result.targets.iter().any(|target| target.listed.objects > 0) {
            print(&summary_of(&result))?;
        }
        Ok(ending)
    }
}

/// Who interrupts before anything is open learns nothing about the targets.
fn unless_interrupted(failure: Failure, signals: &Signals) -> Failure {
    match signals.received() {
        None => failure,
        signal => Failure {
            message: "interrupted before the targets were open: no run was begun".to_owned(),
            ending: Ending { signal, ..Ending::DONE },
        },
    }
}

fn failure(error: &ScanError) -> Failure {
    let message = error.to_string();
    match error {
        ScanError::Write(_) => Failure::not_written(message),
        ScanError::Option(_) | ScanError::Key(_) | ScanError::Threads(_) => Failure::usage(message),
    }
}

fn default_directory() -> PathBuf {
    let stamp = format_description!("[year][month][day]T[hour][minute][second]Z");
    let now = OffsetDateTime::now_utc().format(&stamp).unwrap_or_default();
    unused(&format!("magpie-run-{now}"))
}

/// The name, with a number behind it where something has it already.
pub(crate) fn unused(name: &str) -> PathBuf {
    let numbered = (2..).map(|n| format!("{name}-{n}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered).map(PathBuf::from);
    names.find(|path| !path.exists()).unwrap_or_else(|| PathBuf::from(name))
}

fn run_start(
    targets: &[String],
    options: &ScanOptions,
    config: &ScanConfig,
    catalog: &Catalog,
    key_origin: &KeyOrigin,
    endpoint: Option<&str>,
) -> Result<RunStart, Failure> {
    let selectors = options.detectors.clone().unwrap_or_else(|| vec!["recommended".to_owned()]);
    Ok(RunStart {
        magpie_version: env!("CARGO_PKG_VERSION").to_owned(),
        started_at: rfc3339_now(),
        targets: targets.to_vec(),
        options: settings::options_line(options, config, endpoint),
        limits: settings::limits_line(options, config)?,
        detectors: DetectorsLine {
            digest: catalog.digest(),
            selectors,
            selected: catalog.detectors.iter().map(|d| d.id.to_string()).collect(),
        },
        weights: WeightsLine::of(&config.weights),
        fingerprint_key: FingerprintKeyLine {
            id: config.fingerprint_key.id(),
            origin: key_origin.0.to_owned(),
        },
        sampled: config.filters.is_sampled(),
    })
}

fn rfc3339_now() -> String {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    OffsetDateTime::now_utc().format(&format).unwrap_or_default()
}

fn summary_of(result: &RunSummary) -> String {
    let written = &result.written;
    let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let directory: &Path = &written.directory;
    summary(&Summary {
        run: &written.run,
        buckets: &written.buckets,
        findings: &written.findings,
        directory,
        width: width.unwrap_or(WIDTH),
    })
}

fn ending(result: &RunSummary, options: &ScanOptions, signals: &Signals) -> Ending {
    let asked = options.fail_on.unwrap_or(FailOn::Never);
    let incomplete = options.fail_on_incomplete == Some(true) && !result.is_complete();
    let signal = signals.received().filter(|_| result.interrupted);
    // An interruption says nothing about whether a target could have been read.
    let unreadable = signal.is_none() && result.targets.iter().any(|target| target.is_unreadable());
    for target in result.targets.iter().filter(|target| unreadable && target.is_unreadable()) {
        let (name, why) = (escaped(&target.name), target.unread.map_or(String::new(), why_unread));
        tell(&format!("magpie: {name}: nothing of it could be read{why}"));
    }
    Ending {
        unreadable,
        signal,
        incomplete,
        at_or_above: worst(result).is_some_and(|worst| worst >= asked),
        // Totals that contradict one another are results that cannot be relied on.
        not_written: result.written.run.reconciles == Some(false),
        ..Ending::DONE
    }
}

/// Why the first object of a target could not be read, with the mend.
fn why_unread(reason: Reason) -> String {
    let mend = match reason {
        Reason::SpecialFile => {
            "it is a pipe, a socket or a device, and no file; what comes out of one is read by `magpie scan - < PATH`"
        }
        Reason::PermissionDenied => {
            "let the user or role that runs this read it; `magpie iam-policy` prints what S3 has to allow"
        }
        _ => "objects.jsonl says of each object what is known",
    };
    format!(": {}: {mend}", reason.as_str())
}

/// The gravest finding or bucket.
fn worst(result: &RunSummary) -> Option<FailOn> {
    let findings = result.written.findings.detectors().filter(|(_, found)| found.count > 0);
    let findings = findings.map(|(_, found)| FailOn::of_severity(found.severity));
    let buckets = result.written.buckets.iter().filter_map(|b| FailOn::of_risk(&b.risk.level));
    findings.chain(buckets).max()
}
