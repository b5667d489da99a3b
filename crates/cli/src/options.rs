//! The options of `scan`: on the command line, and under the same names in `magpie.toml`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use magpie_model::{Confidence, Severity};
use serde::Deserialize;
use toml::Spanned;

use crate::judgement_arguments::{JudgementArguments, word};
use crate::s3_arguments::S3Arguments;
use crate::units::{Bytes, Moment};

macro_rules! options {
    ($($(#[$attribute:meta])* $name:ident: $type:ty,)*) => {
        /// Every option of a scan. What is absent takes its default, which the help states.
        #[derive(Args, Clone, Debug, Default, Deserialize)]
        #[serde(default, rename_all = "kebab-case")]
        pub(crate) struct ScanOptions {
            $($(#[$attribute])* pub(crate) $name: Option<$type>,)*
            #[command(flatten)]
            #[serde(skip)]
            pub(crate) judgement: JudgementArguments,
            #[command(flatten)]
            #[serde(skip)]
            pub(crate) s3: S3Arguments,
        }

        impl ScanOptions {
            /// What the command line says holds before what the file says.
            pub(crate) fn or(self, file: Self) -> Self {
                Self { $($name: self.$name.or(file.$name),)* judgement: self.judgement.or(file.judgement),
                    s3: self.s3.or(file.s3), }
            }
        }
    };
}

options! {
    /// Directory for the results; must be new or empty [default: magpie-run- and the time in UTC]
    #[arg(long, value_name = "DIR", help_heading = "Results")]
    out: PathBuf,
    /// Places kept for one finding; counting has no limit [default: 1000]
    #[arg(long, value_name = "N", help_heading = "Results")]
    occurrences_max: usize,
    /// Gravest objects and gravest prefixes of each bucket that are judged on their own [default: 20]
    #[arg(long, value_name = "N", help_heading = "Results")]
    gravest_max: usize,
    /// Levels of a key that make a prefix [default: 2]
    #[arg(long, value_name = "N", help_heading = "Results")]
    prefix_depth: usize,
    /// Prefixes of a bucket that are told apart; objects of others are counted with a shorter prefix [default: 1000]
    #[arg(long, value_name = "N", help_heading = "Results")]
    prefixes_max: usize,
    /// Shows object keys, inner paths and column names unmasked
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL", help_heading = "Results")]
    raw_keys: bool,
    /// File with the key of the fingerprints, at least 16 random bytes; else the environment variable MAGPIE_FINGERPRINT_KEY, else a random key for this run
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    fingerprint_key_file: PathBuf,
    /// Ends with code 1 when a finding or a bucket's risk is at or above this level [default: never]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Results")]
    fail_on: FailOn,
    /// Ends with code 3 when anything could not be listed or read in full
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL", help_heading = "Results")]
    fail_on_incomplete: bool,
    /// How progress is shown on standard error [default: auto]
    #[arg(long, value_enum, value_name = "HOW", help_heading = "Results")]
    progress: ProgressKind,

    /// What to look for: ids, folders (`es/`), profiles, Amazon Macie's names, `all`; `!` takes away; commas separate [default: recommended]
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = word(), help_heading = "Detection")]
    detectors: Vec<String>,
    /// Directory with detector files of your own, beside the built-in ones
    #[arg(long, value_name = "DIR", help_heading = "Detection")]
    detector_dir: PathBuf,
    /// File with values that are not reported, one a line, `#` for comments
    #[arg(long, value_name = "FILE", help_heading = "Detection")]
    allow_list: PathBuf,
    /// File with regular expressions, one a line; what one fits as a whole is not reported
    #[arg(long, value_name = "FILE", help_heading = "Detection")]
    allow_regex: PathBuf,
    /// Matches below are counted and not reported [default: medium]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Detection")]
    min_confidence: Level,

    /// Asks by HEAD how objects are encrypted that are not read; content and keys are not asked for
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL", help_heading = "Selection")]
    encryption_census: bool,
    /// Reads only keys that fit a glob; `*` crosses `/`; may be repeated
    #[arg(long, value_name = "GLOB", help_heading = "Selection")]
    include: Vec<String>,
    /// Leaves out keys that fit a glob, included ones too; may be repeated
    #[arg(long, value_name = "GLOB", help_heading = "Selection")]
    exclude: Vec<String>,
    /// Reads only what changed after a day or a moment, such as 2026-01-31
    #[arg(long, value_name = "TIME", help_heading = "Selection")]
    modified_after: Moment,
    /// Reads about so many percent of the objects, chosen by key
    #[arg(long, value_name = "PERCENT", help_heading = "Selection")]
    sample: f64,
    /// Another number draws another sample [default: 0]
    #[arg(long, value_name = "N", help_heading = "Selection")]
    sample_seed: u64,

    /// File with the customer's key for SSE-C objects: 32 bytes, or their base64
    #[arg(long, value_name = "FILE", help_heading = "S3")]
    sse_c_key_file: PathBuf,

    /// Objects read at the same time [default: one a core, 16 at least for S3, within --memory-max]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    jobs: usize,
    /// Memory for buffers, over all objects being read [default: 256MiB]
    #[arg(long, value_name = "SIZE", help_heading = "Limits")]
    memory_max: Bytes,
    /// Bytes read of one object [default: 20GiB]
    #[arg(long, value_name = "SIZE", help_heading = "Limits")]
    object_bytes_max: Bytes,
    /// Seconds for one object [default: 600]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    object_seconds_max: u64,
    /// Bytes that the archives in one object expand to [default: 10GiB]
    #[arg(long, value_name = "SIZE", help_heading = "Limits")]
    expanded_bytes_max: Bytes,
    /// Bytes that one archive entry expands to [default: 3GiB]
    #[arg(long, value_name = "SIZE", help_heading = "Limits")]
    entry_bytes_max: Bytes,
    /// Expanded bytes per stored byte, beyond the first GiB [default: 1000]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    expansion_ratio_max: u64,
    /// Entries of all archives in one object [default: 1000000]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    entries_max: u64,
    /// Archives inside archives [default: 10]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    archive_depth_max: u32,
    /// Levels of JSON that are followed [default: 256]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    json_depth_max: usize,
    /// Bytes of one stream in a temporary file, where a format has its directory at its end [default: 3GiB]
    #[arg(long, value_name = "SIZE", help_heading = "Limits")]
    spool_bytes_max: Bytes,
    /// Memory for what is found in one object, until it is written [default: 256MiB]
    #[arg(long, value_name = "SIZE", help_heading = "Limits")]
    object_results_max: Bytes,
    /// Memory of a process that reads documents and databases, beside the program itself [default: 1GiB]
    #[arg(long, value_name = "SIZE", help_heading = "Limits")]
    document_memory_max: Bytes,
    /// Seconds for one document in such a process [default: 600]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    document_seconds_max: u64,
    /// Seconds that such a process may go on without a sign of life [default: 60]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    document_silence_max: u64,
}

/// Reads the options of a configuration file.
///
/// # Errors
/// With the line, when a name is none of ours or a value does not fit.
pub(crate) fn from_toml(text: &str) -> Result<ScanOptions, String> {
    let told = |error: toml::de::Error| magpie_judge::toml_fault(&error, text);
    let given: BTreeMap<Spanned<String>, toml::Value> = toml::from_str(text).map_err(told)?;
    let line = ScanOptions::augment_args(clap::Command::new("scan"));
    let known: Vec<&str> = line.get_arguments().filter_map(clap::Arg::get_long).collect();
    if let Some(name) = given.keys().find(|name| !known.contains(&name.as_ref().as_str())) {
        let line = text[..name.span().start].matches('\n').count() + 1;
        let name = name.as_ref();
        let told =
            if magpie_judge::is_plain_name(name) { format!(" {name:?}") } else { String::new() };
        return Err(format!("line {line}: unknown name{told}; the names are {}", known.join(", ")));
    }
    let (judgement, s3) =
        (toml::from_str(text).map_err(told)?, toml::from_str(text).map_err(told)?);
    let options: ScanOptions = toml::from_str(text).map_err(told)?;
    Ok(ScanOptions { judgement, s3, ..options })
}

/// `--min-confidence`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    Low,
    Medium,
    High,
}

impl Level {
    pub(crate) fn confidence(self) -> Confidence {
        match self {
            Self::Low => Confidence::Low,
            Self::Medium => Confidence::Medium,
            Self::High => Confidence::High,
        }
    }
}

/// `--fail-on`, the lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FailOn {
    Low,
    Medium,
    High,
    Critical,
    Never,
}

impl FailOn {
    /// The level of a finding's severity.
    pub(crate) fn of_severity(severity: Severity) -> Self {
        match severity {
            Severity::Low => Self::Low,
            Severity::Medium => Self::Medium,
            Severity::High => Self::High,
        }
    }

    /// The level of a bucket's risk, by its word; `None` where there is no risk or no verdict.
    pub(crate) fn of_risk(word: &str) -> Option<Self> {
        match word {
            "low" => Some(Self::Low),
            "medium" => Some(Self::Medium),
            "high" => Some(Self::High),
            "critical" => Some(Self::Critical),
            _ => None,
        }
    }
}

/// `--progress`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ProgressKind {
    Auto,
    Plain,
    Json,
    Off,
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: ScanOptions,
    }

    fn line(arguments: &[&str]) -> Result<ScanOptions, clap::Error> {
        let all = ["scan"].iter().chain(arguments);
        Line::try_parse_from(all).map(|line| line.options)
    }

    #[test]
    fn the_file_takes_the_names_of_the_command_line() {
        let file = from_toml(
            "min-confidence = \"high\"\nobject-bytes-max = \"5MiB\"\ninclude = [\"*.csv\"]\nraw-keys = true\n",
        )
        .unwrap();
        let given = line(&[
            "--min-confidence",
            "high",
            "--object-bytes-max=5MiB",
            "--include",
            "*.csv",
            "--raw-keys",
        ]);
        assert_eq!(format!("{file:?}"), format!("{:?}", given.unwrap()));
    }

    #[test]
    fn the_command_line_holds_before_the_file() {
        let file = from_toml(
            "jobs = 3\nsample-seed = 9\nraw-keys = true\nregion = \"a\"\nprofile = \"p\"",
        )
        .unwrap();
        let given = line(&["--jobs", "1", "--raw-keys=false", "--region", "b"]).unwrap();
        let both = given.or(file);
        assert_eq!((both.jobs, both.sample_seed, both.raw_keys), (Some(1), Some(9), Some(false)));
        let s3 = (both.s3.region.as_deref(), both.s3.profile.as_deref());
        assert_eq!(s3, (Some("b"), Some("p")));
    }

    #[test]
    fn what_is_wrong_in_the_file_is_told_with_its_line() {
        let told = from_toml("jobs = 3\n\nobject-byte-max = 5").unwrap_err();
        assert!(told.starts_with("line 3: unknown name \"object-byte-max\"; "), "{told}");
        for wrong in ["jobs = 3\nregion = 5", "region = \"x\"\njobs = \"x\""] {
            let told = from_toml(wrong).unwrap_err();
            assert!(told.starts_with("line 2: "), "{told}");
        }
    }

    #[test]
    fn detectors_may_be_separated_or_repeated() {
        let options =
            line(&["--detectors", "recommended,!es/nif", "--detectors", "us/ssn"]).unwrap();
        assert_eq!(options.detectors.unwrap(), ["recommended", "!es/nif", "us/ssn"]);
    }

    #[test]
    fn values_without_meaning_are_refused() {
        for wrong in
            [["--min-confidence", "sure"], ["--object-bytes-max", "lots"], ["--fail-on", "x"]]
        {
            assert!(line(&wrong).is_err(), "{wrong:?}");
        }
    }
}
