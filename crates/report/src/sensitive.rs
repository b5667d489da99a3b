//! The objects of a run in which something was found, each with how sensitive it is.

use std::collections::BTreeMap;
use std::iter::Peekable;

use magpie_judge::Tier;
use magpie_model::Category;

use crate::reader::Lines;
use crate::{BucketKind, FindingLine, ObjectLine, ReadError, RunReader};

/// One object in which something was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SensitiveObject {
    /// Its bucket.
    pub bucket: String,
    /// Its key; masked where a detector matches in it.
    pub key: String,
    /// Whether the key is masked: then the object cannot be named to S3.
    pub key_is_masked: bool,
    /// Its version.
    pub version_id: Option<String>,
    /// Its entity tag.
    pub etag: Option<String>,
    /// The most sensitive that was found in it.
    pub sensitivity: Tier,
    /// What kinds of data, in report order.
    pub categories: Vec<Category>,
    /// Whether all of it was read.
    pub complete: bool,
}

/// Walks the ledger and the findings of a run side by side; both are in the order of the listing.
#[derive(Debug)]
pub struct SensitiveObjects {
    objects: Lines<ObjectLine>,
    findings: Peekable<Lines<FindingLine>>,
    /// By bucket and detector; buckets only.
    tiers: BTreeMap<(String, String), Tier>,
}

impl SensitiveObjects {
    /// The objects of a run's buckets; those of directories are left out.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn of(run: &RunReader) -> Result<Self, ReadError> {
        let mut tiers = BTreeMap::new();
        for bucket in run.buckets()?.iter().filter(|line| line.kind == BucketKind::Bucket) {
            for line in &bucket.detectors {
                let tier = Tier::ALL.into_iter().find(|tier| tier.as_str() == line.tier);
                let place = (bucket.bucket.clone(), line.detector.clone());
                tiers.insert(place, tier.unwrap_or(Tier::None));
            }
        }
        Ok(Self { objects: run.objects()?, findings: run.findings()?.peekable(), tiers })
    }

    fn judged(&mut self, object: ObjectLine) -> Result<Option<SensitiveObject>, ReadError> {
        let mut tier = Tier::None;
        let mut categories = Vec::new();
        while let Some(next) = self.findings.next_if(|next| match next {
            Ok(finding) => is_of(finding, &object),
            Err(_) => true,
        }) {
            let finding = next?;
            let place = (finding.bucket, finding.detector);
            if let Some(found) = self.tiers.get(&place).filter(|_| finding.count > 0) {
                tier = tier.max(*found);
                categories.extend(Category::parse(&finding.category));
            }
        }
        if tier == Tier::None {
            return Ok(None);
        }
        let all = Category::ALL.into_iter();
        Ok(Some(SensitiveObject {
            bucket: object.bucket,
            key: object.key,
            key_is_masked: object.key_fingerprint.is_some(),
            version_id: object.version_id,
            etag: object.etag,
            sensitivity: tier,
            categories: all.filter(|category| categories.contains(category)).collect(),
            complete: object.outcome == "complete",
        }))
    }
}

fn is_of(finding: &FindingLine, object: &ObjectLine) -> bool {
    (&finding.bucket, &finding.key, &finding.key_fingerprint, &finding.version_id)
        == (&object.bucket, &object.key, &object.key_fingerprint, &object.version_id)
}

impl Iterator for SensitiveObjects {
    type Item = Result<SensitiveObject, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let judged = match self.objects.next()? {
                Ok(object) => self.judged(object),
                Err(error) => Err(error),
            };
            if let Some(found) = judged.transpose() {
                return Some(found);
            }
        }
    }
}
