//! Writes and removes Magpie's tags: the only crate that changes anything in S3.
//!
//! What the tags shall say is decided elsewhere; here it is written without losing anybody's.

mod bucket;
mod calls;
mod object;
mod partition;
mod trouble;

pub use bucket::{ATTEMPTS_MAX, Tagger, TagsWritten};
pub use calls::{CallMade, CallResult};
pub use object::{BeforeWriting, ObjectSeen, ObjectTagged};
pub use partition::{PARTITIONS, Partition};
pub use trouble::Trouble;

use std::collections::{BTreeMap, BTreeSet};

/// All tags of a bucket or an object.
pub type Tags = BTreeMap<String, String>;

/// What shall become of a set of tags; tags that are not named stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagChange {
    /// Tags that shall be there with this value.
    pub set: Tags,
    /// Keys that shall not be there.
    pub remove: BTreeSet<String>,
}

impl TagChange {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.remove.is_empty()
    }

    /// The set after the change, everybody else's tags as they were.
    fn merged_into(&self, now: &Tags) -> Tags {
        let kept = now.iter().filter(|(key, _)| !self.remove.contains(*key));
        let mut tags: Tags = kept.map(|(key, value)| (key.clone(), value.clone())).collect();
        tags.extend(self.set.clone());
        tags
    }
}
