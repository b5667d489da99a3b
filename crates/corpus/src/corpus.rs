//! A recipe carried out: objects with their bytes, and the truth about them.

use crate::kinds;
use crate::random::Random;
use crate::recipe::{
    BucketRecipe, BucketSettings, Encryption, Fault, Key, ObjectRecipe, Recipe, RecipeError, Trail,
};
use crate::truth::TruthLine;

/// Everything that a recipe makes.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// KMS keys.
    pub keys: Vec<Key>,
    /// Trails of CloudTrail.
    pub trails: Vec<Trail>,
    /// Buckets, in the recipe's order.
    pub buckets: Vec<Bucket>,
    /// What is planted in the objects that can be read without a key of their own.
    pub truth: Vec<TruthLine>,
}

/// A bucket with its objects.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// The name.
    pub name: String,
    /// What the configuration calls answer.
    pub settings: BucketSettings,
    /// The objects, in the recipe's order; a server sorts them by key.
    pub objects: Vec<Object>,
}

/// An object.
#[derive(Clone, Debug)]
pub struct Object {
    /// The key.
    pub key: String,
    /// The bytes.
    pub body: Vec<u8>,
    /// RFC 3339.
    pub modified: String,
    /// The storage class.
    pub storage_class: String,
    /// How it is encrypted; `None` for not at all.
    pub encryption: Option<Encryption>,
    /// User metadata, without its `x-amz-meta-`.
    pub metadata: std::collections::BTreeMap<String, String>,
    /// What goes wrong when it is read.
    pub fault: Option<Fault>,
}

impl Corpus {
    /// Carries a recipe out. The same recipe gives the same bytes, always.
    pub fn generate(recipe: &Recipe) -> Result<Self, RecipeError> {
        let (keys, trails) = (recipe.keys.clone(), recipe.trails.clone());
        let mut corpus = Self { keys, trails, ..Self::default() };
        for bucket in &recipe.buckets {
            let mut objects = Vec::new();
            for series in &bucket.objects {
                for number in 1..=series.count {
                    let key = numbered(&series.key, number);
                    let object = corpus.object(recipe.seed, bucket, series, key)?;
                    objects.push(object);
                }
            }
            corpus.buckets.push(Bucket {
                name: bucket.name.clone(),
                settings: bucket.settings.clone(),
                objects,
            });
        }
        corpus.truth.sort();
        Ok(corpus)
    }

    /// `truth.jsonl` as it must stand beside the recipe.
    pub fn truth_text(&self) -> String {
        self.truth.iter().map(|line| line.to_json() + "\n").collect()
    }

    /// Bytes of all objects together.
    pub fn bytes(&self) -> u64 {
        self.buckets.iter().flat_map(|b| &b.objects).map(|o| o.body.len() as u64).sum()
    }

    /// Whether a reader without an SSE-C key gets the whole body.
    pub fn readable(&self, object: &Object) -> bool {
        let archived = matches!(object.storage_class.as_str(), "GLACIER" | "DEEP_ARCHIVE");
        let key_usable = |arn: &str| {
            self.keys.iter().find(|key| key.arn == arn).is_none_or(|key| key.state == "Enabled")
        };
        let locked = object.encryption.as_ref().is_some_and(|encryption| {
            encryption.algorithm == "sse-c"
                || encryption.key.as_deref().is_some_and(|arn| !key_usable(arn))
        });
        !archived && !locked && object.fault.is_none_or(Fault::readable)
    }

    fn object(
        &mut self,
        seed: u64,
        bucket: &BucketRecipe,
        series: &ObjectRecipe,
        key: String,
    ) -> Result<Object, RecipeError> {
        let mut random = Random::named(seed, &format!("{}/{key}", bucket.name));
        let made = kinds::make(&series.content, &key, &mut random).map_err(|problem| {
            RecipeError::Object { bucket: bucket.name.clone(), key: series.key.clone(), problem }
        })?;
        let day = random.below(300);
        let object = Object {
            body: made.body,
            modified: series.modified.clone().unwrap_or_else(|| day_of_2025(day)),
            storage_class: series.storage_class.clone(),
            encryption: encryption_of(series.encryption.as_ref(), &bucket.settings),
            metadata: series.metadata.clone(),
            fault: series.fault,
            key,
        };
        if self.readable(&object) {
            self.truth.extend(made.planted.into_iter().map(|planted| TruthLine {
                bucket: bucket.name.clone(),
                key: object.key.clone(),
                inner_path: (!planted.inner_path.is_empty()).then_some(planted.inner_path),
                detector: planted.detector,
                count: planted.count,
                lines: planted.lines,
            }));
        }
        Ok(object)
    }
}

/// An object's own wish, else the bucket's default, else none.
fn encryption_of(own: Option<&Encryption>, bucket: &BucketSettings) -> Option<Encryption> {
    own.or(bucket.encryption.as_ref()).filter(|e| e.algorithm != "none").cloned()
}

/// Replaces `{n}` and `{n:03}` (any width) by the number.
fn numbered(key: &str, number: u32) -> String {
    let Some((before, rest)) = key.split_once("{n") else { return key.to_owned() };
    let Some((width, after)) = rest.split_once('}') else { return key.to_owned() };
    let width: usize = width.trim_start_matches(":0").parse().unwrap_or(0);
    format!("{before}{number:0width$}{after}")
}

/// Noon of a day in 2025, without a clock or a calendar: months have 28 days here.
fn day_of_2025(day: u32) -> String {
    format!("2025-{:02}-{:02}T12:00:00Z", day / 28 % 12 + 1, day % 28 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_padded_as_the_key_says() {
        assert_eq!(numbered("a/{n:03}.csv", 7), "a/007.csv");
        assert_eq!(numbered("a/{n}.csv", 12), "a/12.csv");
        assert_eq!(numbered("plain", 1), "plain");
    }
}
