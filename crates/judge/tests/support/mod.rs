//! The bucket that tests begin with, shared by this crate's own tests and those beside it.

use magpie_model::{AclGrants, BucketFacts, Fact, PublicAccessBlock};

/// A fact that was told.
pub(crate) fn known<T>(value: T) -> Fact<T> {
    Fact::known(value, "Test", "2026-01-01T00:00:00Z")
}

/// The bucket `box` of account 111122223333 with this policy, of which every way in is known: the
/// policy is the only one, and no switch restricts it. S3 was told to call it not public.
pub(crate) fn with_policy(text: Option<&str>) -> BucketFacts {
    BucketFacts {
        bucket: Some("box".into()),
        account: known("111122223333".into()),
        public_access_block: known(PublicAccessBlock::default()),
        account_public_access_block: known(PublicAccessBlock::default()),
        policy: known(text.map(str::to_owned)),
        has_policy: known(text.is_some()),
        policy_public: known(false),
        acl: known(AclGrants::default()),
        acls_disabled: known(true),
        access_points: known(Vec::new()),
        multi_region_points: known(Vec::new()),
        replication: known(Vec::new()),
        ..BucketFacts::unknown("not asked", "2026-01-01T00:00:00Z")
    }
}
