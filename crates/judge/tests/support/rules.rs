//! The rule of replication that tests begin with.

use magpie_model::{Known, ReplicationFilter, ReplicationRule};

/// One in force that copies what lies below this prefix to account 444455556666.
pub(crate) fn rule(prefix: &str, kms_objects: bool) -> ReplicationRule {
    ReplicationRule {
        enabled: true,
        filter: ReplicationFilter { prefix: prefix.into(), tags: Vec::new() },
        kms_objects,
        bucket: "copies".into(),
        region: Known::Unknown("not asked".into()),
        account: Some("444455556666".into()),
        replica_key: None,
    }
}
