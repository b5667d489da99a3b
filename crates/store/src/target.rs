//! What the user names on the command line.

use std::path::PathBuf;

use crate::{BucketName, ManifestPlace};

/// Something to scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// `s3://bucket` or `s3://bucket/prefix`.
    Bucket {
        /// The bucket.
        bucket: BucketName,
        /// Keys begin with this; empty for the whole bucket.
        prefix: String,
    },
    /// `s3://`: every bucket that the credentials list.
    AllBuckets,
    /// `inventory:` and the manifest of an S3 Inventory.
    Inventory(ManifestPlace),
    /// A directory or a file.
    Path(PathBuf),
    /// `-`.
    StandardInput,
}

/// Why a word is no target.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// Nothing at all.
    #[error("a target may not be empty: name s3://bucket/prefix, a directory, a file or -")]
    Empty,
    /// Nearly an S3 address.
    #[error("{given} looks like an S3 address and is none: write {suggestion}")]
    NearlyS3 {
        /// As given.
        given: String,
        /// What was probably meant.
        suggestion: String,
    },
    /// Not a bucket name.
    #[error("{bucket:?} is no bucket name: {why}")]
    BadBucket {
        /// As given.
        bucket: String,
        /// The rule it breaks.
        why: &'static str,
    },
    /// An inventory without its manifest.
    #[error(
        "{given} names no manifest: write inventory:s3://BUCKET/…/manifest.json or inventory:/PATH/manifest.json"
    )]
    NoManifest {
        /// As given.
        given: String,
    },
    /// A kind of target that this version does not read.
    #[error(
        "{given}: {kind} targets cannot be read by this version; name s3://bucket/prefix, a directory, a file or -"
    )]
    Unsupported {
        /// As given.
        given: String,
        /// The kind.
        kind: &'static str,
    },
}

impl Target {
    /// Reads one TARGET of the command line.
    ///
    /// # Errors
    /// When it is empty, is nearly but not quite an S3 address, names an impossible bucket or a
    /// kind of target that this version does not read. Whether the target exists is not asked.
    pub fn parse(given: &str) -> Result<Self, TargetError> {
        if given.is_empty() {
            return Err(TargetError::Empty);
        }
        if given == "-" {
            return Ok(Self::StandardInput);
        }
        if let Some(rest) = given.strip_prefix("s3://") {
            return parse_s3(rest);
        }
        if let Some(suggestion) = nearly_s3(given) {
            return Err(TargetError::NearlyS3 { given: given.into(), suggestion });
        }
        if let Some(manifest) = given.strip_prefix("inventory:") {
            return parse_inventory(given, manifest);
        }
        for (scheme, kind) in [
            ("http://", "web"),
            ("https://", "web"),
            ("arn:", "ARN"),
            ("gs://", "Google Cloud Storage"),
            ("az://", "Azure"),
        ] {
            if given.starts_with(scheme) {
                return Err(TargetError::Unsupported { given: given.into(), kind });
            }
        }
        Ok(Self::Path(given.strip_prefix("file://").unwrap_or(given).into()))
    }
}

fn parse_s3(rest: &str) -> Result<Target, TargetError> {
    if rest.is_empty() {
        return Ok(Target::AllBuckets);
    }
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    Ok(Target::Bucket { bucket: BucketName::parse(bucket)?, prefix: prefix.into() })
}

fn parse_inventory(given: &str, manifest: &str) -> Result<Target, TargetError> {
    let no_manifest = || TargetError::NoManifest { given: given.into() };
    if let Some(meant) = nearly_s3(manifest).filter(|_| !manifest.starts_with("s3://")) {
        let suggestion = format!("inventory:{meant}");
        return Err(TargetError::NearlyS3 { given: given.into(), suggestion });
    }
    let place = match manifest.strip_prefix("s3://") {
        Some(rest) => {
            let (bucket, key) = rest.split_once('/').ok_or_else(no_manifest)?;
            let bucket = BucketName::parse(bucket)?;
            ManifestPlace::Bucket { bucket, key: key.into() }
        }
        None => ManifestPlace::File(manifest.strip_prefix("file://").unwrap_or(manifest).into()),
    };
    match manifest.ends_with(".json") {
        true => Ok(Target::Inventory(place)),
        false => Err(no_manifest()),
    }
}

/// What was probably meant by `s3:/x`, `S3://x`, `s3:x` and `s3//x`; `None` for anything else.
fn nearly_s3(given: &str) -> Option<String> {
    let scheme = given.get(..2)?;
    let rest = &given[2..];
    if !scheme.eq_ignore_ascii_case("s3") || !(rest.starts_with(':') || rest.starts_with("//")) {
        return None;
    }
    Some(format!("s3://{}", rest.trim_start_matches(':').trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(name: &str, prefix: &str) -> Target {
        Target::Bucket { bucket: BucketName::parse(name).unwrap(), prefix: prefix.into() }
    }

    #[test]
    fn an_s3_address_splits_at_the_first_slash() {
        assert_eq!(Target::parse("s3://orders"), Ok(bucket("orders", "")));
        assert_eq!(Target::parse("s3://orders/"), Ok(bucket("orders", "")));
        assert_eq!(Target::parse("s3://orders/2026/01"), Ok(bucket("orders", "2026/01")));
        assert_eq!(Target::parse("s3://orders//odd key"), Ok(bucket("orders", "/odd key")));
        assert_eq!(Target::parse("s3://"), Ok(Target::AllBuckets));
    }

    #[test]
    fn anything_without_a_scheme_is_a_path() {
        for given in ["data", "./-", "/", "s3", "s3.txt", "..", "C:x"] {
            assert_eq!(Target::parse(given), Ok(Target::Path(given.into())));
        }
        assert_eq!(Target::parse("-"), Ok(Target::StandardInput));
    }

    #[test]
    fn a_near_miss_is_told_what_was_meant() {
        for given in ["s3:/orders/a", "S3://orders/a", "s3:orders/a", "s3//orders/a"] {
            let Err(TargetError::NearlyS3 { suggestion, .. }) = Target::parse(given) else {
                panic!("{given} was taken");
            };
            assert_eq!(suggestion, "s3://orders/a");
        }
    }

    #[test]
    fn impossible_buckets_are_refused() {
        for name in ["Orders", "a", "or ders", "orders_", "-orders", "orders.", "a..b", "10.0.0.1"]
        {
            let given = format!("s3://{name}/x");
            assert!(
                matches!(Target::parse(&given), Err(TargetError::BadBucket { .. })),
                "{given} was taken"
            );
        }
    }

    #[test]
    fn kinds_that_cannot_be_read_are_named() {
        let error = Target::parse("gs://orders").unwrap_err();
        assert!(error.to_string().contains("Google"));
        assert_eq!(Target::parse(""), Err(TargetError::Empty));
    }

    #[test]
    fn an_inventory_is_named_by_its_manifest() {
        let (bucket, key) = (BucketName::parse("lists").unwrap(), "a/b/manifest.json".into());
        assert_eq!(
            Target::parse("inventory:s3://lists/a/b/manifest.json"),
            Ok(Target::Inventory(ManifestPlace::Bucket { bucket, key }))
        );
        let file = ManifestPlace::File("/lists/manifest.json".into());
        assert_eq!(Target::parse("inventory:/lists/manifest.json"), Ok(Target::Inventory(file)));
        for none in
            ["inventory:", "inventory:s3://lists", "inventory:s3://lists/a/", "inventory:/x"]
        {
            assert!(matches!(Target::parse(none), Err(TargetError::NoManifest { .. })), "{none}");
        }
        assert!(matches!(
            Target::parse("inventory:s3:/lists/a/manifest.json"),
            Err(TargetError::NearlyS3 { suggestion, .. })
                if suggestion == "inventory:s3://lists/a/manifest.json"
        ));
    }
}
