//! Learning a fact that was unknown never leads out of the interval that was given before.

mod support;

use std::collections::BTreeMap;

use magpie_judge::{Found, Subject, Tally, assess};
use magpie_model::{
    AclAbilities, AclGrants, BucketFacts, Category, Confidence, Covered, EncryptionClass, Fact,
    Outcome, PublicAccessBlock, Severity, SeverityBands, Versioning,
};
use proptest::prelude::*;
use support::{known, with_policy};

fn block((ignore, restrict): (bool, bool)) -> PublicAccessBlock {
    PublicAccessBlock {
        ignore_public_acls: ignore,
        restrict_public_buckets: restrict,
        ..PublicAccessBlock::default()
    }
}

fn abilities(is: &[bool]) -> AclAbilities {
    AclAbilities { read: is[0], write: is[1], read_acl: is[2], write_acl: is[3] }
}

/// Facts that can be true together: a public policy exists, Object Lock has versioning.
fn facts() -> impl Strategy<Value = BucketFacts> {
    let blocks = (any::<(bool, bool)>(), any::<(bool, bool)>());
    (blocks, any::<[bool; 12]>(), any::<[bool; 8]>()).prop_map(|(blocks, acl, is)| BucketFacts {
        region: known("r".into()),
        default_encryption: known(None),
        public_access_block: known(block(blocks.0)),
        account_public_access_block: known(block(blocks.1)),
        has_policy: known(is[0]),
        policy_public: known(is[0] && is[1]),
        acl: known(AclGrants {
            owner: Some("own".into()),
            everybody: abilities(&acl[..4]),
            any_account: abilities(&acl[4..8]),
            others: BTreeMap::from([("other".into(), abilities(&acl[8..]))]),
        }),
        acls_disabled: known(is[2]),
        versioning: known(if is[3] { Versioning::On } else { Versioning::Off }),
        object_lock: known(is[3] && is[4]),
        object_lock_default: known((is[3] && is[4] && is[7]).then(|| "GOVERNANCE, 1 days".into())),
        access_logging: known(is[5]),
        lifecycle_expiry: known(match (is[6], is[2]) {
            (true, true) => Covered::Everything,
            (true, false) => Covered::Part(vec!["prefix \"a/\"".into()]),
            (false, _) => Covered::Nothing,
        }),
        tags: known(BTreeMap::new()),
        // Of the text of the policy nothing is known, of what S3 says of it all.
        policy: Fact::unknown("AccessDenied", "Test", ""),
        ..with_policy(None)
    })
}

fn hide<T>(fact: Fact<T>, hidden: bool) -> Fact<T> {
    if hidden { Fact::unknown("AccessDenied", fact.source, &fact.at) } else { fact }
}

fn forget(facts: BucketFacts, hidden: [bool; 10]) -> BucketFacts {
    BucketFacts {
        public_access_block: hide(facts.public_access_block, hidden[0]),
        account_public_access_block: hide(facts.account_public_access_block, hidden[1]),
        has_policy: hide(facts.has_policy, hidden[2]),
        policy_public: hide(facts.policy_public, hidden[3]),
        acl: hide(facts.acl, hidden[4]),
        acls_disabled: hide(facts.acls_disabled, hidden[5]),
        versioning: hide(facts.versioning, hidden[6]),
        object_lock: hide(facts.object_lock, hidden[7]),
        object_lock_default: hide(facts.object_lock_default, hidden[7]),
        access_logging: hide(facts.access_logging, hidden[8]),
        lifecycle_expiry: hide(facts.lifecycle_expiry, hidden[9]),
        ..facts
    }
}

fn interval(facts: &BucketFacts, class: EncryptionClass, mild: bool) -> [u32; 3] {
    let bands = SeverityBands::always(Severity::Low);
    let category =
        if mild { Category::PersonalInformation } else { Category::FinancialInformation };
    let found = Found {
        detector: "a/b".into(),
        name: "b".into(),
        category,
        bands,
        macie_type: None,
        confidence: Confidence::High,
        count: 500,
        distinct: 400,
    };
    let mut tally = Tally::default();
    tally.object(&Outcome::COMPLETE, 1, 1, class, &[found]);
    let risk = assess(Subject::Bucket(facts), &tally).risk;
    [risk.min, risk.score, risk.max].map(|score| score.expect("something was found"))
}

/// What may come to light about a class that is not known in full.
fn refinements(class: EncryptionClass) -> Vec<EncryptionClass> {
    use EncryptionClass::{SseKms, SseKmsAws, SseKmsCmk, Unknown};
    match class {
        Unknown => vec![
            EncryptionClass::None,
            EncryptionClass::SseS3,
            EncryptionClass::ClientSide,
            SseKms,
            SseKmsAws,
            SseKmsCmk,
        ],
        SseKms => vec![SseKmsAws, SseKmsCmk],
        class => vec![class],
    }
}

proptest! {
    #[test]
    fn knowledge_stays_within_the_interval(
        facts in facts(),
        hidden in any::<[bool; 10]>(),
        class in proptest::sample::select(EncryptionClass::ALL.to_vec()),
        mild in any::<bool>(),
    ) {
        let before = interval(&forget(facts.clone(), hidden), class, mild);
        prop_assert!(before.is_sorted());
        for truth in refinements(class) {
            let after = interval(&facts, truth, mild);
            prop_assert!(
                before[0] <= after[0] && after[2] <= before[2],
                "{class:?} is {truth:?}: {before:?} before, {after:?} after"
            );
        }
    }
}
