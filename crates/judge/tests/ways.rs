//! Ways into a bucket that its own policy leaves to others, and grants of less than data.

use magpie_judge::{Audience, Exposure, exposure_of};
use magpie_model::{AccessPoint, AclGrants, BucketFacts, Fact, Known, PublicAccessBlock};

const AT: &str = "2026-01-01T00:00:00Z";

fn yes<T>(value: T) -> Fact<T> {
    Fact::known(value, "Test", AT)
}

/// A bucket of which all ways in are known, with this statement as its policy.
fn facts(statement: &str) -> BucketFacts {
    BucketFacts {
        public_access_block: yes(PublicAccessBlock::default()),
        account_public_access_block: yes(PublicAccessBlock::default()),
        has_policy: yes(true),
        policy: yes(Some(format!("{{\"Statement\":[{statement}]}}"))),
        policy_public: yes(false),
        acl: yes(AclGrants::default()),
        acls_disabled: yes(true),
        account: yes("111122223333".into()),
        access_points: yes(Vec::new()),
        multi_region_points: yes(Vec::new()),
        replication: yes(Vec::new()),
        ..BucketFacts::unknown("not asked", AT)
    }
}

fn everybody_may(action: &str) -> Exposure {
    let facts = facts(&format!(
        r#"{{"Effect":"Allow","Principal":"*","Action":"s3:{action}",
        "Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"]}}"#
    ));
    exposure_of(&BucketFacts { policy_public: yes(true), ..facts })
}

#[test]
fn whoever_may_change_anything_is_among_those_who_write() {
    for action in [
        "PutBucketTagging",
        "PutBucketWebsite",
        "PutBucketNotification",
        "PutObjectTagging",
        "AbortMultipartUpload",
        "PutObjectRetention",
        "DeleteObjectTagging",
        "PutObjectLegalHold",
        "UpdateObjectEncryption",
        "PutBucketObjectLockConfiguration",
        "PutInventoryConfiguration",
        "PutSomethingNew",
    ] {
        let exposure = everybody_may(action);
        assert_eq!(exposure.audience, Audience::PublicWrite, "{action}: {exposure:?}");
    }
    for action in ["GetObjectTorrent", "GetObjectAttributes"] {
        assert_eq!(everybody_may(action).audience, Audience::PublicRead, "{action}");
    }
}

#[test]
fn who_may_only_ask_is_named() {
    for action in ["GetBucketTagging", "SomethingNew"] {
        let exposure = everybody_may(action);
        assert_eq!(exposure.audience, Audience::Account, "{action}");
        assert!(exposure.reason.contains("everybody ask about its configuration"), "{exposure:?}");
        assert_eq!(exposure.shared_with.len(), 1, "{action}");
    }
}

const DELEGATES: &str = r#"{"Effect":"Allow","Principal":"*","Action":"s3:*",
    "Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"],
    "Condition":{"StringEquals":{"s3:DataAccessPointAccount":"111122223333"}}}"#;
const OWN_READS: &str = r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},
    "Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*"}"#;

fn point(public: bool) -> AccessPoint {
    AccessPoint {
        name: "gate".into(),
        vpc_only: false,
        blocked: Known::Yes(false),
        public: Known::Yes(public),
    }
}

#[test]
fn an_access_point_whose_policy_was_not_read_may_let_another_account_in() {
    for restrict in [false, true] {
        let block = PublicAccessBlock { restrict_public_buckets: restrict, ..Default::default() };
        let facts = |policy, one: &[AccessPoint], several: &[AccessPoint]| BucketFacts {
            public_access_block: yes(block),
            access_points: yes(one.to_vec()),
            multi_region_points: yes(several.to_vec()),
            ..facts(policy)
        };
        let gate = [point(false)];
        for (one, several) in [(&gate[..], &[][..]), (&[], &gate)] {
            let exposure = exposure_of(&facts(DELEGATES, one, several));
            assert_eq!(exposure.audience, Audience::Unknown, "{exposure:?}");
            assert_eq!(exposure.widest, Audience::ExternalWrite, "{exposure:?}");
            assert!(exposure.reason.contains("the policy of access point gate was not read"));
            assert!(exposure.residual.contains(&"policies of access points"));
            // What the bucket's policy does not leave to them they cannot give.
            let exposure = exposure_of(&facts(OWN_READS, one, several));
            assert_eq!(exposure.audience, Audience::Account, "{exposure:?}");
        }
        let exposure = exposure_of(&facts(DELEGATES, &[], &[]));
        assert_eq!(exposure.audience, Audience::Account, "{exposure:?}");
        assert!(!exposure.residual.contains(&"policies of access points"));
        let exposure = exposure_of(&facts(DELEGATES, &[point(true)], &[]));
        let expected = if restrict { Audience::Account } else { Audience::PublicRead };
        assert_eq!(exposure.audience, expected, "{exposure:?}");
    }
}
