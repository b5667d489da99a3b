//! Rules by which a bucket copies its objects to another.

use crate::Known;

/// One rule of a bucket's replication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicationRule {
    /// Whether it is in force.
    pub enabled: bool,
    /// Which objects it copies, as far as their keys and tags decide.
    pub filter: ReplicationFilter,
    /// Whether objects under KMS keys are replicated too.
    pub kms_objects: bool,
    /// The destination bucket's name.
    pub bucket: String,
    /// The region that holds the destination; unknown also where nobody asked.
    pub region: Known<String>,
    /// The destination's account, where the rule names it or S3 confirms that it is the bucket's own;
    /// a rule that names none may yet lead to another account.
    pub account: Option<String>,
    /// The key that encrypts replicas.
    pub replica_key: Option<String>,
}

/// What an object has to have for a rule to copy it: all of this.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplicationFilter {
    /// How its key begins; empty for any key.
    pub prefix: String,
    /// The keys of its tags. Their values are not kept: they may be anything.
    pub tags: Vec<String>,
}

impl ReplicationFilter {
    /// Whether it surely leaves nothing out that `other` takes.
    pub fn covers(&self, other: &Self) -> bool {
        self.tags.is_empty() && other.prefix.starts_with(&self.prefix)
    }
}
