//! From the words of the command line to what can be listed.

use std::path::PathBuf;
use std::sync::Arc;

use magpie_engine::Engine;
use magpie_scan::{ScanConfig, Source, Targets, shown_name};
use magpie_store::{
    BucketName, Connection, DirectoryStore, InventoryStore, ManifestPlace, S3Options,
    StandardInput, Stop, Store, StoreError, Target, connect,
};

use crate::exit::Failure;

/// Reads the targets' words. Nothing is opened yet.
pub(crate) fn parse(words: &[String]) -> Result<Vec<Target>, Failure> {
    let mut targets: Vec<Target> = Vec::new();
    for word in words {
        let target = Target::parse(word).map_err(|error| Failure::usage(error.to_string()))?;
        if let Some(other) = targets.iter().position(|other| overlap(other, &target)) {
            return Err(Failure::usage(format!(
                "{word} and {} overlap: objects would be counted twice; name one of them",
                words[other]
            )));
        }
        targets.push(target);
    }
    Ok(targets)
}

/// Whether any of the targets is in S3.
pub(crate) fn any_remote(targets: &[Target]) -> bool {
    targets.iter().any(|t| !matches!(t, Target::Path(_) | Target::StandardInput))
}

fn overlap(a: &Target, b: &Target) -> bool {
    match (a, b) {
        (Target::AllBuckets, Target::AllBuckets | Target::Bucket { .. })
        | (Target::Bucket { .. }, Target::AllBuckets)
        | (Target::StandardInput, Target::StandardInput) => true,
        (
            Target::Bucket { bucket: a, prefix: one },
            Target::Bucket { bucket: b, prefix: other },
        ) => a == b && (one.starts_with(other.as_str()) || other.starts_with(one.as_str())),
        (Target::Inventory(a), Target::Inventory(b)) => a == b,
        (Target::Path(a), Target::Path(b)) => match (a.canonicalize(), b.canonicalize()) {
            (Ok(a), Ok(b)) => a.starts_with(&b) || b.starts_with(&a),
            _ => a == b,
        },
        _ => false,
    }
}

/// Opens the targets. One that cannot be opened is noted, and the others go on.
///
/// # Errors
/// When none of them can be opened, or S3 cannot be reached as asked.
pub(crate) fn open(
    words: &[String],
    targets: &[Target],
    s3: &S3Options,
    (config, engine): (&ScanConfig, &Arc<Engine>),
) -> Result<Targets, Failure> {
    let names = shown(words, targets, (config, engine));
    let mut opened = Targets { names, ..Targets::default() };
    let connection = match any_remote(targets) {
        true => Some(connect(s3).map_err(failure)?),
        false => None,
    };
    let mut first: Option<StoreError> = None;
    for (target, named) in targets.iter().enumerate() {
        match stores(named, connection.as_ref(), &s3.stop, (config, &opened.names[target])) {
            Ok(stores) => opened.sources.extend(stores.into_iter().map(|store| Source {
                target,
                store,
                is_bucket: !matches!(named, Target::Path(_) | Target::StandardInput),
                is_whole: is_whole(named),
            })),
            Err(error) => {
                opened.unopened.push((target, error.to_string()));
                first.get_or_insert(error);
            }
        }
    }
    counted_twice(words, targets, &opened.sources)?;
    match first {
        Some(error) if opened.unopened.len() == targets.len() => Err(failure(error)),
        _ => {
            opened.connection = connection;
            Ok(opened)
        }
    }
}

/// The targets as the run may name them. Names of buckets are not personal; paths may be.
pub(crate) fn shown(
    words: &[String],
    targets: &[Target],
    (config, engine): (&ScanConfig, &Arc<Engine>),
) -> Vec<String> {
    let one = |(word, target): (&String, &Target)| match target {
        Target::Path(_) => shown_name(engine, config, word),
        _ => word.clone(),
    };
    words.iter().zip(targets).map(one).collect()
}

/// Whether everything in a bucket is meant. A manifest does not tell whether its inventory is of
/// some prefix only.
fn is_whole(target: &Target) -> bool {
    match target {
        Target::Bucket { prefix, .. } => prefix.is_empty(),
        Target::Inventory(_) => false,
        Target::AllBuckets | Target::Path(_) | Target::StandardInput => true,
    }
}

/// Refuses an inventory of a bucket that is named otherwise too: which bucket it is of is known
/// only when it is open.
fn counted_twice(words: &[String], targets: &[Target], sources: &[Source]) -> Result<(), Failure> {
    let is_inventory = |source: &Source| matches!(targets[source.target], Target::Inventory(_));
    for one in sources.iter().filter(|source| is_inventory(source)) {
        let bucket = one.store.bucket();
        let same = |other: &&Source| {
            other.target != one.target && other.is_bucket && other.store.bucket() == bucket
        };
        if let Some(other) = sources.iter().find(same) {
            return Err(Failure::usage(format!(
                "{} and {} both list the bucket {bucket}: objects would be counted twice; name one of them",
                words[one.target], words[other.target]
            )));
        }
    }
    Ok(())
}

fn stores(
    target: &Target,
    connection: Option<&Connection>,
    stop: &Stop,
    (config, shown): (&ScanConfig, &str),
) -> Result<Vec<Box<dyn Store>>, StoreError> {
    let spool_bytes_max = config.limits.spool_bytes_max;
    let no_connection = || StoreError::Configuration("there is no connection to S3".to_owned());
    let bucket = |name: &BucketName, prefix: &str| -> Result<Box<dyn Store>, StoreError> {
        Ok(Box::new(connection.ok_or_else(no_connection)?.bucket(name, prefix)))
    };
    match target {
        Target::Bucket { bucket: name, prefix } => Ok(vec![bucket(name, prefix)?]),
        Target::AllBuckets => {
            let names = connection.ok_or_else(no_connection)?.list_buckets()?;
            names.iter().map(|name| bucket(name, "")).collect()
        }
        Target::Inventory(place) => {
            let connection = connection.ok_or_else(no_connection)?;
            regular(place)?;
            Ok(vec![Box::new(InventoryStore::open(
                connection,
                place,
                &config.readers,
                spool_bytes_max,
            )?)])
        }
        Target::Path(path) => {
            let store = DirectoryStore::new(&PathBuf::from(path))?;
            // What is no UTF-8 is named by the store.
            let named = if shown == path { store } else { store.named(shown) };
            Ok(vec![Box::new(named)])
        }
        Target::StandardInput => {
            Ok(vec![Box::new(StandardInput::new(spool_bytes_max, stop.clone()))])
        }
    }
}

/// Refuses a manifest that is no regular file: its data files lie beside it, and opening a pipe waits.
fn regular(place: &ManifestPlace) -> Result<(), StoreError> {
    let ManifestPlace::File(path) = place else { return Ok(()) };
    // What is not there is told by who opens it.
    match std::fs::metadata(path) {
        Ok(known) if !known.is_file() => Err(StoreError::Inventory {
            manifest: path.display().to_string(),
            problem: "its manifest is no regular file; name its manifest.json".to_owned(),
        }),
        _ => Ok(()),
    }
}

/// Options that contradict each other are the user's; everything else is the target's.
pub(crate) fn failure(error: StoreError) -> Failure {
    match error {
        StoreError::Configuration(message) => Failure::usage(message),
        other => Failure::unreadable(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn targets_that_would_count_objects_twice_are_refused() {
        for twice in [
            ["s3://orders", "s3://orders/2026"],
            ["s3://", "s3://orders"],
            ["-", "-"],
            ["/tmp", "/tmp/."],
        ] {
            assert!(parse(&words(&twice)).is_err(), "{twice:?}");
        }
        assert!(parse(&words(&["s3://orders/a/", "s3://orders/b/", "s3://logs", "-"])).is_ok());
    }

    #[test]
    fn a_missing_path_is_a_target_that_cannot_be_read() {
        let words = words(&["/nowhere/at/all"]);
        let targets = parse(&words).unwrap();
        let key = magpie_scan::FingerprintKey::from_bytes(&[7; 32]).unwrap();
        let config = ScanConfig::new(key);
        let engine = Engine::new(&magpie_catalog::Catalog::empty()).unwrap();
        let by = (&config, &Arc::new(engine));
        let error = open(&words, &targets, &S3Options::default(), by).err().unwrap();
        assert_eq!(error.ending.code(), 4);
    }
}
