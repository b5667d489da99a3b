//! From options to what a scan needs: configuration file, detectors, keys, lists, limits.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use magpie_catalog::{Catalog, Examples};
use magpie_scan::{AllowList, Filters, FingerprintKey, ScanConfig, jobs};
use magpie_store::{S3Options, SseCKey};
use serde_json::{Map, Value, json};

use crate::detector_folder::detector_files;
use crate::detectors_command::engine_beside;
use crate::detectors_command::examples::examples;
use crate::documents_command::{bounds, readers};
use crate::exit::Failure;
use crate::option_file::{self, CONFIG_BYTES_MAX, KEY_BYTES_MAX};
use crate::options::{ScanOptions, from_toml};
use crate::output::tell;

/// Looked for in the current directory.
pub(crate) const CONFIG_FILE: &str = "magpie.toml";
/// Where the fingerprint key may stand beside a file.
const KEY_VARIABLE: &str = "MAGPIE_FINGERPRINT_KEY";
const MEMORY_MAX: u64 = 256 << 20;
/// Less is no bound but a slip.
const MEMORY_MIN: u64 = 1 << 20;

/// Adds what the configuration file says to the options of the command line.
pub(crate) fn with_config_file(
    given: ScanOptions,
    file: Option<&Path>,
) -> Result<ScanOptions, Failure> {
    let path = match file {
        Some(path) => path.to_owned(),
        // Who wants a pipe read names it.
        None if Path::new(CONFIG_FILE).exists() && !Path::new(CONFIG_FILE).is_file() => {
            return Err(Failure::usage(format!(
                "./{CONFIG_FILE} is no regular file: take it away, or name it with --config"
            )));
        }
        None if Path::new(CONFIG_FILE).exists() => {
            tell(&format!("options are taken from ./{CONFIG_FILE} too"));
            PathBuf::from(CONFIG_FILE)
        }
        None => return Ok(given),
    };
    let named = format!("the configuration file {}", path.display());
    let text = option_file::read_text(&named, &path, CONFIG_BYTES_MAX)?;
    let options =
        from_toml(&text).map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
    Ok(given.or(options))
}

/// Detectors of one's own prove themselves as the built-in ones do: one that misses its own examples
/// would scan in silence for something else.
fn examples_hold(own: &Catalog, stored: &[u8], directory: &Path) -> Result<(), Failure> {
    let mut told = String::new();
    match examples(&engine_beside(own, stored)?, &mut told) {
        0 => Ok(()),
        _ => Err(Failure::usage(format!(
            "--detector-dir {}: examples do not hold\n{}",
            directory.display(),
            told.trim_end()
        ))),
    }
}

/// The detectors of a directory of the user's.
fn own_detectors(directory: &Path) -> Result<Catalog, Failure> {
    let found = detector_files(directory)?;
    if found.is_empty() {
        return Err(Failure::usage(format!(
            "--detector-dir {}: holds no detector file (*.toml)",
            directory.display()
        )));
    }
    let mut own = Catalog::empty();
    for file in found {
        file.add_to(&mut own)?;
    }
    Ok(own)
}

/// The detectors that were asked for, and what is stored of those of one's own.
pub(crate) fn catalog(options: &ScanOptions) -> Result<(Catalog, Vec<u8>), Failure> {
    let mut stored = Vec::new();
    let mut selectors = options.detectors.clone().unwrap_or_default();
    let mut catalog =
        Catalog::builtin_without_examples().map_err(|error| Failure::usage(error.to_string()))?;
    if let Some(directory) = &options.detector_dir {
        let mut own = own_detectors(directory)?;
        stored = magpie_engine::store(&own);
        examples_hold(&own, &stored, directory)?;
        own.detectors.iter_mut().for_each(|detector| detector.examples = Examples::default());
        // Detectors of one's own were added to be used, whatever profile they name.
        if options.detectors.is_none() {
            selectors.extend(own.detectors.iter().map(|detector| detector.id.to_string()));
            selectors.push("recommended".to_owned());
        }
        catalog.add_all(own).map_err(|error| Failure::usage(error.to_string()))?;
    }
    let chosen = catalog.select(&selectors);
    Ok((chosen.map_err(|error| Failure::usage(error.to_string()))?, stored))
}

/// Where the fingerprint key came from, for `run.json`.
pub(crate) struct KeyOrigin(pub(crate) &'static str);

fn fingerprint_key(options: &ScanOptions) -> Result<(FingerprintKey, KeyOrigin), Failure> {
    let usage = |error: magpie_scan::ScanError| Failure::usage(error.to_string());
    if let Some(path) = &options.fingerprint_key_file {
        let named = format!("--fingerprint-key-file {}", path.display());
        let bytes = read_secret(&named, path)?;
        let key = FingerprintKey::from_bytes(&bytes)
            .map_err(|error| Failure::usage(format!("{named}: {error}")))?;
        return Ok((key, KeyOrigin("file")));
    }
    if let Some(value) = std::env::var_os(KEY_VARIABLE).filter(|value| !value.is_empty()) {
        let key = FingerprintKey::from_bytes(value.as_encoded_bytes());
        return Ok((
            key.map_err(|error| Failure::usage(format!("{KEY_VARIABLE}: {error}")))?,
            KeyOrigin("environment"),
        ));
    }
    Ok((FingerprintKey::random().map_err(usage)?, KeyOrigin("random")))
}

/// A secret's bytes without the line's end that editors add.
fn read_secret(named: &str, path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = option_file::read(named, path, KEY_BYTES_MAX)?;
    while matches!(bytes.last(), Some(b'\n' | b'\r')) {
        bytes.pop();
    }
    Ok(bytes)
}

/// The scan's configuration.
pub(crate) fn scan_config(
    options: &ScanOptions,
    remote: bool,
) -> Result<(ScanConfig, KeyOrigin), Failure> {
    let (key, origin) = fingerprint_key(options)?;
    let mut config = ScanConfig::new(key);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory_max = options.memory_max.map_or(MEMORY_MAX, |bytes| bytes.0);
    if memory_max < MEMORY_MIN {
        return Err(Failure::usage("--memory-max: at least 1MiB is needed to read anything"));
    }
    if options.object_bytes_max.is_some_and(|most| most.0 == 0) {
        return Err(Failure::usage("--object-bytes-max 0: nothing would be read of any object"));
    }
    if options.object_seconds_max == Some(0) {
        let problem = "--object-seconds-max 0: at least one second is needed to read anything";
        return Err(Failure::usage(problem));
    }
    if options.jobs == Some(0) {
        return Err(Failure::usage("--jobs 0: at least one object must be read at a time"));
    }
    config.jobs = jobs(options.jobs, cores, remote, memory_max);
    if let Some(asked) = options.jobs.filter(|&asked| asked > config.jobs) {
        tell(&format!("--jobs {asked}: --memory-max is enough for {}", config.jobs));
    }
    if let Some(level) = options.min_confidence {
        config.confidence_min = level.confidence();
    }
    config.occurrences_max = options.occurrences_max.unwrap_or(config.occurrences_max);
    let parts = &mut config.breakdown;
    parts.objects_max = options.gravest_max.unwrap_or(parts.objects_max);
    parts.prefixes_told_max = options.gravest_max.unwrap_or(parts.prefixes_told_max);
    parts.prefix_depth = options.prefix_depth.unwrap_or(parts.prefix_depth);
    parts.prefixes_max = options.prefixes_max.unwrap_or(parts.prefixes_max);
    config.declared = options.judgement.declared()?;
    config.weights = options.judgement.weights()?;
    config.raw_keys = options.raw_keys.unwrap_or(false);
    config.encryption_census = options.encryption_census.unwrap_or(false);
    if let Some(seconds) = options.object_seconds_max {
        config.object_time_max = Some(std::time::Duration::from_secs(seconds));
    }
    config.filters = filters(options).map_err(|error| Failure::usage(error.to_string()))?;
    config.allow = allow_list(options)?;
    config.readers = Arc::new(readers(bounds(options)?));
    limits(options, &mut config);
    Ok((config, origin))
}

fn filters(options: &ScanOptions) -> Result<Filters, magpie_scan::ScanError> {
    let none: &[String] = &[];
    let mut filters = Filters::default()
        .include(options.include.as_deref().unwrap_or(none))?
        .exclude(options.exclude.as_deref().unwrap_or(none))?;
    if let Some(moment) = options.modified_after {
        filters = filters.modified_after(moment.0);
    }
    match (options.sample, options.sample_seed) {
        (Some(percent), seed) => filters.sample(percent, seed.unwrap_or(0)),
        (None, _) => Ok(filters),
    }
}

fn allow_list(options: &ScanOptions) -> Result<AllowList, Failure> {
    let mut allow = AllowList::default();
    let usage = |error: magpie_scan::ScanError| Failure::usage(error.to_string());
    if let Some(path) = &options.allow_list {
        let bytes = read_list("--allow-list", path)?;
        allow.add_values(&path.display().to_string(), &bytes).map_err(usage)?;
    }
    if let Some(path) = &options.allow_regex {
        let bytes = read_list("--allow-regex", path)?;
        allow.add_expressions(&path.display().to_string(), &bytes).map_err(usage)?;
    }
    Ok(allow)
}

/// A list of a bounded size.
fn read_list(option: &str, path: &Path) -> Result<Vec<u8>, Failure> {
    let named = format!("{option} {}", path.display());
    option_file::read(&named, path, AllowList::FILE_BYTES_MAX)
}

fn limits(options: &ScanOptions, config: &mut ScanConfig) {
    let limits = &mut config.limits;
    let bytes = |option: Option<crate::units::Bytes>, default: u64| option.map_or(default, |b| b.0);
    limits.object_bytes_max = bytes(options.object_bytes_max, limits.object_bytes_max);
    limits.expanded_bytes_max = bytes(options.expanded_bytes_max, limits.expanded_bytes_max);
    limits.entry_bytes_max = bytes(options.entry_bytes_max, limits.entry_bytes_max);
    limits.spool_bytes_max = bytes(options.spool_bytes_max, limits.spool_bytes_max);
    limits.expansion_ratio_max = options.expansion_ratio_max.unwrap_or(limits.expansion_ratio_max);
    limits.entries_max = options.entries_max.unwrap_or(limits.entries_max);
    limits.archive_depth_max = options.archive_depth_max.unwrap_or(limits.archive_depth_max);
    limits.json_depth_max = options.json_depth_max.unwrap_or(limits.json_depth_max);
    config.object_results_max = bytes(options.object_results_max, config.object_results_max);
}

/// How to reach S3.
pub(crate) fn s3_options(options: &ScanOptions) -> Result<S3Options, Failure> {
    let memory_max = options.memory_max.map_or(MEMORY_MAX, |bytes| bytes.0);
    Ok(S3Options {
        sse_c_key: sse_c_key(options.sse_c_key_file.as_deref())?,
        read_ahead_bytes: usize::try_from(memory_max / 4).unwrap_or(usize::MAX),
        ..options.s3.options()?
    })
}

/// The customer's key for SSE-C objects.
pub(crate) fn sse_c_key(file: Option<&Path>) -> Result<Option<SseCKey>, Failure> {
    let Some(path) = file else { return Ok(None) };
    let named = format!("--sse-c-key-file {}", path.display());
    let content = option_file::read(&named, path, KEY_BYTES_MAX)?;
    let key = SseCKey::from_file_content(&content).ok_or_else(|| {
        Failure::usage(format!("{named}: holds neither 32 bytes nor their base64"))
    })?;
    Ok(Some(key))
}

/// Refuses an address with a user name or password before it is shown or recorded anywhere. What
/// is no proper address may be read differently elsewhere, so that any `@` counts.
pub(crate) fn without_credentials(endpoint_url: Option<&str>) -> Result<(), Failure> {
    if endpoint_url.is_some_and(|url| url.contains('@')) {
        return Err(Failure::usage(
            "--endpoint-url may not hold a user name or password; leave out what stands before the @ and give credentials in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)",
        ));
    }
    Ok(())
}

/// The options that shape results, for `run.json`.
///
/// `endpoint` is where S3 is instead of AWS, whoever says so: option, environment or profile.
pub(crate) fn options_line(
    options: &ScanOptions,
    config: &ScanConfig,
    endpoint: Option<&str>,
) -> Map<String, Value> {
    let mut line = Map::new();
    let mut set = |name: &str, value: Value| {
        if !value.is_null() {
            line.insert(name.to_owned(), value);
        }
    };
    set("min-confidence", json!(config.confidence_min.as_str()));
    set("include", json!(options.include));
    set("exclude", json!(options.exclude));
    set("modified-after", json!(options.modified_after.map(|moment| moment.0.to_string())));
    set("sample", json!(options.sample));
    set("sample-seed", json!(options.sample.map(|_| options.sample_seed.unwrap_or(0))));
    set("occurrences-max", json!(config.occurrences_max));
    set("gravest-max", json!(config.breakdown.objects_max));
    set("prefix-depth", json!(config.breakdown.prefix_depth));
    set("prefixes-max", json!(config.breakdown.prefixes_max));
    set("raw-keys", json!(config.raw_keys));
    set("encryption-census", json!(config.encryption_census));
    set("allow-list", json!(options.allow_list.is_some()));
    set("allow-regex", json!(options.allow_regex.is_some()));
    set("allowed-regions", json!(options.judgement.allowed_regions));
    set("trusted", json!(options.judgement.trusted));
    set("organisation", json!(options.judgement.organisation));
    set("endpoint-url", json!(endpoint));
    set("jobs", json!(config.jobs));
    line
}

/// The bounds in force, for `run.json`.
pub(crate) fn limits_line(
    options: &ScanOptions,
    config: &ScanConfig,
) -> Result<Map<String, Value>, Failure> {
    let limits = &config.limits;
    let documents = bounds(options)?;
    let all = [
        ("object_bytes_max", json!(limits.object_bytes_max)),
        ("object_seconds_max", json!(config.object_time_max.map(|time| time.as_secs()))),
        ("expanded_bytes_max", json!(limits.expanded_bytes_max)),
        ("entry_bytes_max", json!(limits.entry_bytes_max)),
        ("expansion_ratio_max", json!(limits.expansion_ratio_max)),
        ("entries_max", json!(limits.entries_max)),
        ("archive_depth_max", json!(limits.archive_depth_max)),
        ("json_depth_max", json!(limits.json_depth_max)),
        ("spool_bytes_max", json!(limits.spool_bytes_max)),
        ("object_results_max", json!(config.object_results_max)),
        ("document_memory_max", json!(documents.memory_bytes)),
        ("document_seconds_max", json!(documents.time.as_secs())),
        ("document_silence_max", json!(documents.silence.as_secs())),
    ];
    Ok(all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_ends_before_the_run_with_code_2() {
        let missing = Some(PathBuf::from("/nowhere/at/all"));
        let options = ScanOptions { allow_list: missing.clone(), ..ScanOptions::default() };
        assert_eq!(scan_config(&options, false).err().unwrap().ending.code(), 2);
        let options = ScanOptions { detector_dir: missing.clone(), ..ScanOptions::default() };
        assert_eq!(catalog(&options).err().unwrap().ending.code(), 2);
        let options = ScanOptions { sse_c_key_file: missing.clone(), ..ScanOptions::default() };
        assert_eq!(s3_options(&options).err().unwrap().ending.code(), 2);
        assert!(with_config_file(ScanOptions::default(), missing.as_deref()).is_err());
    }
}
