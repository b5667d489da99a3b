//! Which objects are read: name filters, age and the sample. Decided from the listing alone.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use magpie_model::{ObjectRef, Reason};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::ScanError;

/// The filters of a run. Without any, every object is read.
#[derive(Clone, Default)]
pub struct Filters {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
    modified_after: Option<OffsetDateTime>,
    sample: Option<Sample>,
}

#[derive(Clone, Copy)]
struct Sample {
    /// In hundred-thousandths of a percent, so that 0.001 % can be asked for.
    per_hundred_million: u64,
    seed: u64,
}

impl Filters {
    /// Reads only keys that fit one of `globs`, when there are any.
    ///
    /// # Errors
    /// When a glob cannot be understood.
    pub fn include(mut self, globs: &[String]) -> Result<Self, ScanError> {
        self.include = glob_set("--include", globs)?;
        Ok(self)
    }

    /// Leaves out keys that fit one of `globs`, included ones too.
    ///
    /// # Errors
    /// When a glob cannot be understood.
    pub fn exclude(mut self, globs: &[String]) -> Result<Self, ScanError> {
        self.exclude = glob_set("--exclude", globs)?;
        Ok(self)
    }

    /// Reads only what changed after this moment; an object without a date is read.
    pub fn modified_after(mut self, moment: OffsetDateTime) -> Self {
        self.modified_after = Some(moment);
        self
    }

    /// Draws `percent` of the objects: the same ones for the same seed, whatever the order.
    ///
    /// # Errors
    /// When `percent` is not above 0 and at most 100.
    pub fn sample(mut self, percent: f64, seed: u64) -> Result<Self, ScanError> {
        if !(percent > 0.0 && percent <= 100.0) {
            return Err(ScanError::Option(format!(
                "--sample {percent}: give a percentage above 0 and at most 100"
            )));
        }
        let per_hundred_million = (percent * 1_000_000.0).round() as u64;
        self.sample = Some(Sample { per_hundred_million, seed });
        Ok(self)
    }

    /// Whether only a part of the objects is drawn.
    pub fn is_sampled(&self) -> bool {
        self.sample.is_some_and(|sample| sample.per_hundred_million < 100_000_000)
    }

    /// Whether anything but the sample leaves objects out.
    pub fn is_filtered(&self) -> bool {
        self.include.is_some() || self.exclude.is_some() || self.modified_after.is_some()
    }

    /// Why `object` is left out, if it is.
    pub fn refuse(&self, object: &ObjectRef) -> Option<Reason> {
        let key = object.key.as_str();
        let left_out = self.include.as_ref().is_some_and(|globs| !globs.is_match(key))
            || self.exclude.as_ref().is_some_and(|globs| globs.is_match(key))
            || self.modified_after.is_some_and(|moment| !is_after(object, moment));
        if left_out {
            return Some(Reason::ExcludedByFilter);
        }
        let sample = self.sample?;
        (draw(object, sample.seed) >= sample.per_hundred_million).then_some(Reason::NotSampled)
    }
}

fn glob_set(option: &str, globs: &[String]) -> Result<Option<GlobSet>, ScanError> {
    if globs.is_empty() {
        return Ok(None);
    }
    let unclear = |glob: &str, error: globset::Error| {
        ScanError::Option(format!("{option} {glob}: {}", error.kind()))
    };
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        // `*` crosses `/`, as in the AWS tools: a key is one name, not a path.
        set.add(GlobBuilder::new(glob).build().map_err(|error| unclear(glob, error))?);
    }
    set.build().map(Some).map_err(|error| unclear("", error))
}

fn is_after(object: &ObjectRef, moment: OffsetDateTime) -> bool {
    let modified = object.last_modified.as_deref();
    modified
        .and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok())
        .is_none_or(|modified| modified > moment)
}

/// A number below 100,000,000 that only the seed, the bucket, the key and the version decide.
fn draw(object: &ObjectRef, seed: u64) -> u64 {
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    let key = object.raw_key.as_deref().unwrap_or(object.key.as_bytes());
    let version = object.version_id.as_deref().unwrap_or("");
    for part in [object.bucket.as_bytes(), key, version.as_bytes()] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let digest: [u8; 32] = hash.finalize().into();
    let (first, _) = digest.split_first_chunk::<8>().expect("a digest has 32 bytes");
    u64::from_le_bytes(*first) % 100_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(key: &str) -> ObjectRef {
        ObjectRef {
            bucket: "orders".into(),
            key: key.into(),
            raw_key: None,
            version_id: None,
            size: Some(1),
            etag: None,
            last_modified: Some("2026-03-01T00:00:00Z".into()),
            storage_class: None,
        }
    }

    fn globs(list: &[&str]) -> Vec<String> {
        list.iter().map(|&glob| glob.to_owned()).collect()
    }

    #[test]
    fn exclude_wins_over_include_and_a_star_crosses_folders() {
        let filters = Filters::default().include(&globs(&["*.csv"])).unwrap();
        let filters = filters.exclude(&globs(&["tmp/*"])).unwrap();
        assert_eq!(filters.refuse(&object("2026/01/a.csv")), None);
        assert_eq!(filters.refuse(&object("tmp/x/a.csv")), Some(Reason::ExcludedByFilter));
        assert_eq!(filters.refuse(&object("a.json")), Some(Reason::ExcludedByFilter));
    }

    #[test]
    fn only_what_changed_after_the_moment_is_read() {
        let moment = |text| OffsetDateTime::parse(text, &Rfc3339).unwrap();
        let before = Filters::default().modified_after(moment("2026-02-01T00:00:00Z"));
        let after = Filters::default().modified_after(moment("2026-04-01T00:00:00Z"));
        assert_eq!(before.refuse(&object("a")), None);
        assert_eq!(after.refuse(&object("a")), Some(Reason::ExcludedByFilter));
    }

    #[test]
    fn a_sample_is_repeatable_and_of_the_asked_size() {
        let drawn = |seed| -> Vec<bool> {
            let filters = Filters::default().sample(20.0, seed).unwrap();
            (0..2_000).map(|n| filters.refuse(&object(&format!("k{n}"))).is_none()).collect()
        };
        let count = drawn(1).iter().filter(|&&read| read).count();
        assert!((300..500).contains(&count), "{count} of 2000 drawn, 400 expected");
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
    }

    #[test]
    fn a_glob_or_percentage_that_means_nothing_is_refused() {
        assert!(Filters::default().include(&globs(&["a["])).is_err());
        assert!(Filters::default().sample(0.0, 0).is_err());
        assert!(Filters::default().sample(f64::NAN, 0).is_err());
    }
}
