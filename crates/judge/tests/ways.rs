//! Ways into a bucket: ACLs, services, networks, what its own policy leaves to others, grants of less
//! than data, and what Block Public Access takes away again.

mod support;

use std::collections::BTreeMap;

use magpie_judge::{
    Audience, Exposure, Subject, Tally, assess, configuration_findings, exposure_of,
};
use magpie_model::{
    AccessPoint, AclAbilities, AclGrants, BucketFacts, Fact, Known, PublicAccessBlock,
};
use support::{known, with_policy};

const AT: &str = "2026-01-01T00:00:00Z";

/// A bucket of which all ways in are known, with this statement as its policy; its name is not.
fn facts(statement: &str) -> BucketFacts {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
    BucketFacts { bucket: None, ..with_policy(Some(&text)) }
}

fn everybody_may(action: &str) -> Exposure {
    let facts = facts(&format!(
        r#"{{"Effect":"Allow","Principal":"*","Action":"s3:{action}",
        "Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"]}}"#
    ));
    exposure_of(&BucketFacts { policy_public: known(true), ..facts })
}

/// A bucket that is shut today is not told as open, and not as shut for ever.
#[test]
fn what_opens_later_is_not_open_for_certain() {
    let opens = |time: &str| {
        exposure_of(&facts(&format!(
            r#"{{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*",
            "Condition":{{"DateGreaterThan":{{"aws:CurrentTime":"{time}"}}}}}}"#
        )))
    };
    let later = opens("2090-01-01T00:00:00Z");
    let ends = [later.narrowest, later.audience, later.widest];
    assert!(!ends[0].is_outside() && ends[1] == Audience::Unknown, "{ends:?}");
    assert_eq!(ends[2], Audience::PublicRead);
    assert_eq!(opens("2020-01-01T00:00:00Z").audience, Audience::PublicRead);
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
    assert_eq!(everybody_may("GetObjectTorrent").audience, Audience::PublicRead);
}

#[test]
fn who_may_only_ask_is_named() {
    for action in ["GetBucketTagging", "SomethingNew", "GetObjectAttributes"] {
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
        alias: None,
        vpc_only: false,
        blocked: Known::Yes(false),
        restricts: Known::Yes(false),
        public: Known::Yes(public),
        policy: Known::Unknown("denied".into()),
    }
}

/// A point with this policy: `principal` may do everything behind it.
fn point_for(principal: &str) -> AccessPoint {
    const POINT: &str = "arn:aws:s3:eu-west-1:111122223333:accesspoint/gate";
    let text = format!(
        r#"{{"Statement":{{"Sid":"Gate","Effect":"Allow","Principal":{principal},"Action":"s3:*",
        "Resource":["{POINT}","{POINT}/object/*"]}}}}"#
    );
    AccessPoint { policy: Known::Yes(Some(text)), ..point(false) }
}

#[test]
fn an_access_points_policy_tells_whom_it_lets_in() {
    const EVERYBODY: &str = r#""*""#;
    const PARTNER: &str = r#"{"AWS":"444455556666"}"#;
    const OWN: &str = r#"{"AWS":"111122223333"}"#;
    let exposed = |policy, point: AccessPoint, restrict| {
        let block = PublicAccessBlock { restrict_public_buckets: restrict, ..Default::default() };
        exposure_of(&BucketFacts {
            public_access_block: known(block),
            access_points: known(vec![point]),
            ..facts(policy)
        })
    };
    let reads = DELEGATES.replace("s3:*", "s3:GetObject");
    let in_vpc = |principal| AccessPoint { vpc_only: true, ..point_for(principal) };
    let restricted =
        |principal| AccessPoint { restricts: Known::Yes(true), ..point_for(principal) };
    let none = AccessPoint { policy: Known::Yes(None), ..point(false) };
    let odd = AccessPoint { policy: Known::Yes(Some("{".into())), ..point(false) };
    for (policy, point, restrict, audience) in [
        (DELEGATES, none, false, Audience::Account),
        (DELEGATES, odd, false, Audience::Unknown),
        (DELEGATES, point_for(OWN), false, Audience::Account),
        (DELEGATES, point_for(PARTNER), false, Audience::ExternalWrite),
        (reads.as_str(), point_for(PARTNER), false, Audience::ExternalRead),
        (OWN_READS, point_for(PARTNER), false, Audience::Account),
        (DELEGATES, point_for(EVERYBODY), false, Audience::PublicWrite),
        (reads.as_str(), point_for(EVERYBODY), false, Audience::PublicRead),
        (DELEGATES, point_for(EVERYBODY), true, Audience::Account),
        (DELEGATES, restricted(EVERYBODY), false, Audience::Account),
        // A policy that is not public is not restricted.
        (DELEGATES, restricted(PARTNER), true, Audience::ExternalWrite),
        (DELEGATES, in_vpc(EVERYBODY), false, Audience::Unknown),
    ] {
        let what = format!("{policy} {point:?} {restrict}");
        let exposure = exposed(policy, point, restrict);
        assert_eq!(exposure.audience, audience, "{what}: {exposure:?}");
        assert!(!exposure.residual.iter().any(|way| way.starts_with("policies of access points")));
    }
    let exposure = exposed(DELEGATES, point_for(PARTNER), false);
    let told = &exposure.shared_with[0];
    assert_eq!(told.statement, "access point gate, statement Gate");
    assert_eq!((told.party.as_str(), told.relation), ("account 444455556666", "external"));
    assert!(exposure.reason.contains("by the access point gate"), "{}", exposure.reason);
}

/// The bucket `box` with this policy and the point `gate`, whose policy is this statement's.
fn behind_gate(policy: &str, public: bool, statement: &str) -> BucketFacts {
    let text = format!("{{\"Version\":\"2012-10-17\",\"Statement\":{statement}}}");
    let gate = AccessPoint { policy: Known::Yes(Some(text)), ..point(public) };
    BucketFacts {
        bucket: Some("box".into()),
        region: known("eu-west-1".into()),
        access_points: known(vec![gate]),
        ..facts(policy)
    }
}

fn gate_allows(principal: &str, action: &str, tail: &str) -> String {
    format!(
        r#"{{"Effect":"Allow","Principal":{principal},"Action":"{action}",
        "Resource":"arn:aws:s3:eu-west-1:111122223333:accesspoint/{tail}"}}"#
    )
}

#[test]
fn what_is_public_of_a_point_and_never_left_to_it_opens_nothing() {
    let reads = DELEGATES.replace("s3:*", "s3:GetObject");
    let lists = gate_allows("\"*\"", "s3:ListBucket", "gate");
    let exposure = exposure_of(&behind_gate(&reads, true, &lists));
    assert_eq!(exposure.audience, Audience::Account, "{exposure:?}");
}

#[test]
fn a_point_opens_only_what_the_bucket_leaves_to_it() {
    let partner = gate_allows(r#"{"AWS":"444455556666"}"#, "s3:GetObject", "gate/object/*");
    let own = r#"{"StringEquals":{"s3:DataAccessPointAccount":"111122223333"}}"#;
    let by_arn =
        |tail: &str| format!(r#"{{"ArnLike":{{"s3:DataAccessPointArn":"arn:aws:s3:{tail}"}}}}"#);
    let also = |condition: &str| own.replace("}}", &format!("}},{condition}}}"));
    let exposed = |condition: &str, known: fn(&mut BucketFacts)| {
        let policy = DELEGATES.replace(own, condition);
        let mut facts = behind_gate(&policy, false, &partner);
        known(&mut facts);
        in_order(&exposure_of(&facts))
    };
    let all: fn(&mut BucketFacts) = |_| {};
    let (read, account) = (Audience::ExternalRead, Audience::Account);
    let yes = (read, read, read);
    let no = (account, account, account);
    let perhaps = (account, Audience::Unknown, read);
    for (condition, expected) in [
        (own.to_owned(), yes),
        (by_arn("eu-west-1:111122223333:accesspoint/gate"), yes),
        (by_arn("*:111122223333:accesspoint/g*"), yes),
        (by_arn("eu-west-1:111122223333:accesspoint/a"), no),
        (by_arn("us-east-1:111122223333:accesspoint/gate"), no),
        (by_arn("eu-west-1:111122223333:accesspoint/${aws:username}"), perhaps),
        (also(r#""StringEqualsIgnoreCase":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}"#), perhaps),
        (also(r#""StringLike":{"s3:AccessPointNetworkOrigin":"VPC"}"#), perhaps),
    ] {
        assert_eq!(exposed(&condition, all), expected, "{condition}");
    }
    // Another account's points get in by the bucket's policy, and open none of the account's.
    let foreign = own.replace("111122223333", "777788889999");
    let write = Audience::ExternalWrite;
    assert_eq!(exposed(&foreign, all), (write, write, write));
    let shared = exposure_of(&behind_gate(&DELEGATES.replace(own, &foreign), false, &partner));
    assert_eq!(shared.shared_with.len(), 1, "{:?}", shared.shared_with);
    let doubtful = DELEGATES.replace(own, &by_arn("eu-west-1:111122223333:accesspoint/${x}"));
    let shared = exposure_of(&behind_gate(&doubtful, false, &partner)).shared_with;
    assert!(shared[0].rule.ends_with("is not known"), "{shared:?}");
    let in_region = by_arn("eu-west-1:111122223333:accesspoint/gate");
    let nowhere: fn(&mut BucketFacts) = |facts| facts.region = Fact::unknown("denied", "Test", AT);
    assert_eq!(exposed(&in_region, nowhere), perhaps);
    // The ARN of one of several regions holds an alias that is not known.
    let several: fn(&mut BucketFacts) =
        |facts| std::mem::swap(&mut facts.access_points, &mut facts.multi_region_points);
    assert_eq!(exposed(&by_arn(":111122223333:accesspoint/m1a2b3c4.mrap"), several), perhaps);
    assert_eq!(exposed(&by_arn(":111122223333:accesspoint/*"), several), yes);
    assert_eq!(exposed(&in_region, several), no);
    let named: fn(&mut BucketFacts) = |facts| {
        std::mem::swap(&mut facts.access_points, &mut facts.multi_region_points);
        if let Known::Yes(points) = &mut facts.multi_region_points.value {
            points[0].alias = Some("m1a2b3c4.mrap".into());
        }
    };
    assert_eq!(exposed(&by_arn(":111122223333:accesspoint/m1a2b3c4.mrap"), named), yes);
    assert_eq!(exposed(&by_arn(":111122223333:accesspoint/m1a2*.mrap"), named), yes);
    assert_eq!(exposed(&by_arn(":111122223333:accesspoint/m9z8y7x6.mrap"), named), no);
    assert_eq!(exposed(&by_arn(":111122223333:accesspoint/gate"), named), no);
}

#[test]
fn a_denial_that_touches_a_gate_leaves_what_it_opens_in_doubt() {
    let partner = gate_allows(r#"{"AWS":"444455556666"}"#, "s3:GetObject", "gate/object/*");
    let exposed = |action: &str, resource: &str, condition: &str| {
        let policy = format!(
            r#"{DELEGATES},{{"Effect":"Deny","Principal":"*","Action":"{action}",
            "Resource":"arn:aws:s3:::box{resource}","Condition":{{{condition}}}}}"#
        );
        in_order(&exposure_of(&behind_gate(&policy, false, &partner)))
    };
    let read = Audience::ExternalRead;
    let yes = (read, read, read);
    let perhaps = (Audience::Account, Audience::Unknown, read);
    let by_tag = r#""StringNotEquals":{"aws:PrincipalTag/team":"blue"}"#;
    let by_organisation = r#""StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}"#;
    let by_point = r#""StringNotEquals":{"s3:DataAccessPointAccount":"111122223333"}"#;
    for (action, resource, condition, expected) in [
        ("s3:GetObject", "/*", by_tag, perhaps),
        ("s3:GetObject", "/*", by_organisation, perhaps),
        ("s3:GetObject", "/*", by_point, yes),
        ("s3:GetObject", "/*", r#""Bool":{"aws:SecureTransport":"false"}"#, yes),
        ("s3:PutObject", "/*", by_organisation, yes),
        ("s3:GetObject", "/secret/*", by_tag, yes),
    ] {
        assert_eq!(
            exposed(action, resource, condition),
            expected,
            "{action} {resource} {condition}"
        );
    }
}

#[test]
fn wildcards_in_the_resources_of_a_point_reach_its_objects() {
    const PARTNER: &str = r#"{"AWS":"444455556666"}"#;
    for (tail, action, audience) in [
        ("*", "GetObject", Audience::ExternalRead),
        ("*", "ListBucket", Audience::ExternalRead),
        ("gate*", "GetObject", Audience::ExternalRead),
        ("gate/obj*", "GetObject", Audience::ExternalRead),
        ("gate/*", "GetObject", Audience::ExternalRead),
        ("gate/*/raw/*", "GetObject", Audience::ExternalRead),
        ("gate/object/raw/*", "GetObject", Audience::ExternalRead),
        // The point alone holds no objects, and objects are no point.
        ("gate", "GetObject", Audience::Account),
        ("gate/*", "ListBucket", Audience::Account),
        ("gate/raw/*", "GetObject", Audience::Unknown),
    ] {
        let statement = gate_allows(PARTNER, &format!("s3:{action}"), tail);
        let exposure = exposure_of(&behind_gate(DELEGATES, false, &statement));
        assert_eq!(exposure.audience, audience, "{tail} {action}: {exposure:?}");
    }
}

#[test]
fn an_action_that_is_not_listed_may_be_denied_on_the_bucket() {
    let both = r#"["arn:aws:s3:::box","arn:aws:s3:::box/*"]"#;
    let administered = |denied: &str, resource: &str| {
        let policy = format!(
            r#"{{"Effect":"Allow","Principal":{{"AWS":"444455556666"}},
            "Action":["s3:GetObject","s3:PutBucketFancyThing"],"Resource":{both}}},
            {{"Effect":"Deny","Principal":"*","Action":"{denied}","Resource":"{resource}",
            "Condition":{{"StringNotEquals":{{"aws:PrincipalTag/team":"blue"}}}}}}"#
        );
        let bucket = Some("box".into());
        state(&BucketFacts { bucket, ..facts(&policy) }, "administered_externally")
    };
    for (denied, resource, certain) in [
        ("s3:*", "arn:aws:s3:::box", false),
        ("s3:Put*", "arn:aws:s3:::box", false),
        ("s3:PutBucketFancyThing", "arn:aws:s3:::box", false),
        ("s3:List*", "arn:aws:s3:::box", true),
        ("s3:*", "arn:aws:s3:::box/secret/*", true),
    ] {
        assert_eq!(administered(denied, resource), Some(certain), "{denied} {resource}");
    }
}

#[test]
fn an_access_point_whose_policy_was_not_read_may_let_another_account_in() {
    for restrict in [false, true] {
        let block = PublicAccessBlock { restrict_public_buckets: restrict, ..Default::default() };
        let facts = |policy, one: &[AccessPoint], several: &[AccessPoint]| BucketFacts {
            public_access_block: known(block),
            access_points: known(one.to_vec()),
            multi_region_points: known(several.to_vec()),
            ..facts(policy)
        };
        let gate = [point(false)];
        for (one, several) in [(&gate[..], &[][..]), (&[], &gate)] {
            let exposure = exposure_of(&facts(DELEGATES, one, several));
            assert_eq!(exposure.audience, Audience::Unknown, "{exposure:?}");
            assert_eq!(exposure.widest, Audience::ExternalWrite, "{exposure:?}");
            assert!(exposure.reason.contains("the policy of access point gate was not read"));
            assert!(
                exposure.residual.iter().any(|way| way.starts_with("policies of access points"))
            );
            // What the bucket's policy does not leave to them they cannot give.
            let exposure = exposure_of(&facts(OWN_READS, one, several));
            assert_eq!(exposure.audience, Audience::Account, "{exposure:?}");
        }
        let exposure = exposure_of(&facts(DELEGATES, &[], &[]));
        assert_eq!(exposure.audience, Audience::Account, "{exposure:?}");
        assert!(!exposure.residual.iter().any(|way| way.starts_with("policies of access points")));
        let exposure = exposure_of(&facts(DELEGATES, &[point(true)], &[]));
        let expected = if restrict { Audience::Account } else { Audience::PublicRead };
        assert_eq!(exposure.audience, expected, "{exposure:?}");
    }
}

fn in_order(exposure: &Exposure) -> (Audience, Audience, Audience) {
    (exposure.narrowest, exposure.audience, exposure.widest)
}

/// `yes` or `unknown`; nothing where it is not the case.
fn state(facts: &BucketFacts, id: &str) -> Option<bool> {
    let assessment = assess(Subject::Bucket(facts), &Tally::default());
    let findings = configuration_findings(facts, &assessment);
    findings.iter().find(|finding| finding.control.id == id).map(|finding| finding.certain)
}

const NONE: AclAbilities =
    AclAbilities { read: false, write: false, read_acl: false, write_acl: false };

fn with_acl(everybody: AclAbilities, others: &[(&str, AclAbilities)]) -> BucketFacts {
    let others =
        others.iter().map(|(id, may)| ((*id).to_owned(), *may)).collect::<BTreeMap<_, _>>();
    let owner = Some("own-id".to_owned());
    BucketFacts {
        policy: known(None),
        has_policy: known(false),
        acl: known(AclGrants { owner, everybody, others, ..AclGrants::default() }),
        acls_disabled: known(false),
        ..facts("")
    }
}

#[test]
fn who_must_sign_has_an_account_whichever() {
    for condition in [
        r#""StringEquals":{"aws:username":"bob"}"#,
        r#""StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/reader"}"#,
        r#""Null":{"aws:PrincipalTag/team":"false"}"#,
        r#""Bool":{"aws:MultiFactorAuthPresent":"true"}"#,
    ] {
        let exposure = exposure_of(&reading(r#""*""#, &format!("{{{condition}}}")));
        assert_eq!(exposure.audience, Audience::AnyAccount, "{condition}: {}", exposure.reason);
    }
    for condition in [
        r#""StringEqualsIfExists":{"aws:username":"bob"}"#,
        r#""Null":{"aws:PrincipalTag/team":"true"}"#,
        r#""StringNotEquals":{"aws:PrincipalTag/team":"red"}"#,
    ] {
        assert_eq!(
            exposure_of(&reading(r#""*""#, &format!("{{{condition}}}"))).audience,
            Audience::PublicRead
        );
    }
}

#[test]
fn a_denial_of_the_policy_is_stronger_than_the_acl() {
    let lists = AclAbilities { read: true, ..NONE };
    let rewrites = AclAbilities { read: true, write_acl: true, ..NONE };
    let denied = |may, action: &str, condition: &str| {
        let denial = format!(
            r#"{{"Effect":"Deny","Principal":"*","Action":"{action}",
            "Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"],"Condition":{{{condition}}}}}"#
        );
        let policy = facts(&denial);
        let mut facts = BucketFacts {
            bucket: Some("box".into()),
            policy: policy.policy,
            has_policy: known(true),
            ..with_acl(may, &[("other-id", may)])
        };
        facts.declared.organisation = Some("o-own".into());
        facts
    };
    const TAG: &str = r#""StringNotEquals":{"aws:PrincipalTag/team":"data"}"#;
    const MFA: &str = r#""BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}"#;
    const ORGANISATION: &str = r#""StringNotEquals":{"aws:PrincipalOrgID":"o-own"}"#;
    use Audience::{
        Account, AnyAccount, Organisation, PublicRead, PublicWrite, Restricted, Unknown,
    };
    for (may, action, condition, expected) in [
        (lists, "s3:*", "", (Account, Account, Account)),
        (lists, "s3:*", ORGANISATION, (Organisation, Organisation, Organisation)),
        (lists, "s3:*", TAG, (Restricted, Unknown, PublicRead)),
        (lists, "s3:*", MFA, (AnyAccount, AnyAccount, AnyAccount)),
        (lists, "s3:PutObject", "", (PublicRead, PublicRead, PublicRead)),
        (rewrites, "s3:PutBucketAcl", "", (PublicRead, PublicRead, PublicRead)),
        (rewrites, "s3:PutBucketAcl", TAG, (PublicRead, PublicRead, PublicWrite)),
    ] {
        let mut facts = denied(may, action, condition);
        facts.acl = known(AclGrants {
            owner: Some("own-id".into()),
            everybody: may,
            ..AclGrants::default()
        });
        let exposure = exposure_of(&facts);
        let told = in_order(&exposure);
        // Single objects may have ACLs of their own.
        let told = (told.0, told.1, if told.2 == Audience::PublicObject { told.1 } else { told.2 });
        assert_eq!(told, expected, "{action} {condition}: {}", exposure.reason);
    }
    let held = exposure_of(&denied(lists, "s3:*", ORGANISATION));
    let held: Vec<_> = held.shared_with.iter().map(|line| line.party.as_str()).collect();
    assert_eq!(held, ["organisation o-own", "canonical user other-id"]);
    const OWN: &str = r#""StringNotEquals":{"aws:PrincipalAccount":"111122223333"}"#;
    let own = BucketFacts {
        acl: known(AclGrants { any_account: lists, ..AclGrants::default() }),
        ..denied(NONE, "s3:*", OWN)
    };
    let own = exposure_of(&own);
    assert!(own.audience == Account && own.shared_with.is_empty(), "{own:?}");
    let shut = exposure_of(&denied(lists, "s3:*", ""));
    assert!(shut.shared_with.is_empty(), "{:?}", shut.shared_with);
    assert_eq!(state(&denied(rewrites, "s3:PutBucketAcl", ""), "administered_externally"), None);
    let not_read = BucketFacts {
        policy: Fact::unknown("AccessDenied", "GetBucketPolicy", AT),
        has_policy: known(true),
        ..with_acl(lists, &[])
    };
    assert_eq!(exposure_of(&not_read).narrowest, Restricted);
}

#[test]
fn an_id_in_an_acl_tells_no_account() {
    for (may, widest) in [
        (AclAbilities { read: true, ..NONE }, Audience::ExternalRead),
        (AclAbilities { write: true, ..NONE }, Audience::ExternalWrite),
        (AclAbilities { write_acl: true, ..NONE }, Audience::ExternalWrite),
    ] {
        let ignore = PublicAccessBlock { ignore_public_acls: true, ..Default::default() };
        let facts = BucketFacts {
            public_access_block: known(ignore),
            ..with_acl(NONE, &[("other-id", may)])
        };
        let exposure = exposure_of(&facts);
        assert_eq!(in_order(&exposure), (Audience::Account, Audience::Unknown, widest));
        assert!(exposure.reason.contains("canonical user other-id"), "{}", exposure.reason);
        assert_eq!(exposure.shared_with[0].relation, "not-known");
        assert_eq!(state(&facts, "shared_externally"), Some(false));
        let administers = may.write_acl.then_some(false);
        assert_eq!(state(&facts, "administered_externally"), administers);
    }
    let mut trusted = with_acl(NONE, &[("other-id", AclAbilities { read: true, ..NONE })]);
    trusted.declared.trusted = vec!["other-id".into()];
    assert_eq!(exposure_of(&trusted).audience, Audience::TrustedThirdParty);
}

#[test]
fn to_read_an_acl_is_not_to_read_data_and_to_rewrite_it_is_to_take_all() {
    let sees = AclAbilities { read_acl: true, ..NONE };
    for facts in [with_acl(sees, &[]), with_acl(NONE, &[("other-id", sees)])] {
        let exposure = exposure_of(&facts);
        assert_eq!(exposure.audience, Audience::Account, "{}", exposure.reason);
        assert_eq!(exposure.shared_with[0].abilities, "read the ACL");
        assert_eq!(state(&facts, "shared_externally"), None);
    }
    let rewrites = with_acl(AclAbilities { write_acl: true, ..NONE }, &[]);
    let exposure = exposure_of(&rewrites);
    assert_eq!(exposure.audience, Audience::PublicWrite);
    assert!(exposure.reason.contains("everybody rewrite the ACL"), "{}", exposure.reason);
    assert_eq!(state(&rewrites, "administered_externally"), Some(true));
    let block = PublicAccessBlock { ignore_public_acls: true, ..Default::default() };
    let ignored = BucketFacts { public_access_block: known(block), ..rewrites };
    assert_eq!(exposure_of(&ignored).audience, Audience::Account);
    assert!(exposure_of(&ignored).shared_with.is_empty());
    assert_eq!(state(&ignored, "administered_externally"), None);
}

/// Allow `principal` to read under `condition`.
fn reading(principal: &str, condition: &str) -> BucketFacts {
    facts(&format!(
        r#"{{"Effect":"Allow","Principal":{principal},"Action":"s3:GetObject",
        "Resource":"arn:aws:s3:::box/*","Condition":{condition}}}"#
    ))
}

#[test]
fn a_network_or_an_id_in_a_policy_may_be_of_the_account() {
    for condition in [
        r#"{"StringEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}}"#,
        r#"{"StringEquals":{"aws:SourceVpc":"vpc-1a2b3c4d"}}"#,
        r#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#,
    ] {
        let facts = reading("\"*\"", condition);
        let order = (Audience::Account, Audience::Unknown, Audience::ExternalRead);
        assert_eq!(in_order(&exposure_of(&facts)), order, "{condition}");
        assert_eq!(state(&facts, "shared_externally"), Some(false), "{condition}");
    }
    let acl = || known(AclGrants { owner: Some("own-id".into()), ..AclGrants::default() });
    let named = |id: &str| BucketFacts {
        acl: acl(),
        ..reading(&format!(r#"{{"CanonicalUser":"{id}"}}"#), "{}")
    };
    assert_eq!(exposure_of(&named("own-id")).audience, Audience::Account);
    assert!(exposure_of(&named("own-id")).shared_with.is_empty());
    assert_eq!(exposure_of(&named("other-id")).audience, Audience::Unknown);
}

const CLOUDFRONT: &str = r#"{"Service":"cloudfront.amazonaws.com"}"#;

#[test]
fn cloudfront_without_a_source_is_open_to_whoever_has_an_account() {
    let facts = reading(CLOUDFRONT, "{}");
    assert_eq!(exposure_of(&facts).audience, Audience::AnyAccount);
    assert_eq!(state(&facts, "open_to_any_distribution"), Some(true));
    let all_on = PublicAccessBlock {
        block_public_acls: true,
        ignore_public_acls: true,
        block_public_policy: true,
        restrict_public_buckets: true,
    };
    // No switch keeps a service out.
    let blocked = BucketFacts { public_access_block: known(all_on), ..facts };
    assert_eq!(exposure_of(&blocked).audience, Audience::AnyAccount);
    let of = |account: &str| {
        let arn = format!("arn:aws:cloudfront::{account}:distribution/E1");
        reading(CLOUDFRONT, &format!(r#"{{"StringEquals":{{"AWS:SourceArn":"{arn}"}}}}"#))
    };
    assert_eq!(exposure_of(&of("111122223333")).audience, Audience::CloudFront);
    assert_eq!(exposure_of(&of("444455556666")).audience, Audience::ExternalRead);
    assert_eq!(state(&of("111122223333"), "open_to_any_distribution"), None);
}

#[test]
fn a_service_without_a_source_is_told_and_one_for_another_account_is_external() {
    let service = |condition| reading(r#"{"Service":"delivery.logs.amazonaws.com"}"#, condition);
    let open = service("{}");
    assert_eq!(exposure_of(&open).audience, Audience::Account);
    assert_eq!(state(&open, "service_not_held_to_account"), Some(true));
    let own = service(r#"{"StringEquals":{"aws:SourceAccount":"111122223333"}}"#);
    assert_eq!(exposure_of(&own).audience, Audience::Account);
    assert_eq!(state(&own, "service_not_held_to_account"), None);
    let foreign = service(r#"{"StringEquals":{"aws:SourceAccount":"444455556666"}}"#);
    assert_eq!(exposure_of(&foreign).audience, Audience::ExternalRead);
    assert_eq!(state(&foreign, "shared_externally"), Some(true));
}

#[test]
fn whom_a_restricted_public_policy_keeps_out_is_not_shared_with() {
    let statement = |principal: &str, condition: &str| {
        format!(
            r#"{{"Effect":"Allow","Principal":{principal},"Action":"s3:GetObject",
            "Resource":"arn:aws:s3:::box/*","Condition":{condition}}}"#
        )
    };
    let all = [
        statement("\"*\"", "{}"),
        statement(r#"{"AWS":"444455556666"}"#, "{}"),
        statement(CLOUDFRONT, r#"{"StringEquals":{"aws:SourceAccount":"111122223333"}}"#),
    ];
    let told = |restrict: Option<bool>| {
        let block = restrict.map(|restrict_public_buckets| PublicAccessBlock {
            restrict_public_buckets,
            ..Default::default()
        });
        let facts = BucketFacts {
            public_access_block: block.map_or(Fact::unknown("AccessDenied", "Test", AT), known),
            policy_public: known(true),
            ..facts(&all.join(","))
        };
        let exposure = exposure_of(&facts);
        let kept_out =
            exposure.proof.iter().any(|p| p.value == "keeps out everybody, account 444455556666");
        (exposure.shared_with.len(), exposure.audience, kept_out)
    };
    assert_eq!(told(Some(false)), (3, Audience::PublicRead, false));
    assert_eq!(told(None), (3, Audience::PublicRead, false));
    // A service is not kept out.
    assert_eq!(told(Some(true)), (1, Audience::CloudFront, true));
}

#[test]
fn whoever_must_sign_has_an_account_and_is_not_everybody() {
    const VERSION: &str = "AWS4-HMAC-SHA256";
    let by = |effect: &str, operator: &str, key: &str, value: &str| {
        format!(
            r#"{{"Effect":"{effect}","Principal":"*","Action":"s3:GetObject",
            "Resource":"arn:aws:s3:::box/*","Condition":{{"{operator}":{{"{key}":"{value}"}}}}}}"#
        )
    };
    for (operator, key, value) in [
        ("Bool", "aws:ViaAWSService", "true"),
        ("ForAnyValue:StringEquals", "aws:CalledVia", "athena.amazonaws.com"),
        ("StringEquals", "s3:signatureversion", VERSION),
        ("StringEquals", "s3:authType", "REST-HEADER"),
        ("StringEquals", "aws:PrincipalType", "AssumedRole"),
        ("StringLike", "aws:SourceIdentity", "Ann"),
        ("Null", "aws:TokenIssueTime", "false"),
    ] {
        let exposure = exposure_of(&in_box(&by("Allow", operator, key, value)));
        assert_eq!(exposure.audience, Audience::AnyAccount, "{key}: {exposure:?}");
        assert_eq!(exposure.widest, Audience::AnyAccount, "{key}: {exposure:?}");
    }
    let unsigned = by("Allow", "StringEquals", "aws:PrincipalType", "Anonymous");
    assert_eq!(exposure_of(&in_box(&unsigned)).audience, Audience::PublicRead);
    // Who does not sign is denied with those whose signature is old.
    let everybody = by("Allow", "Bool", "aws:SecureTransport", "true");
    let old = by("Deny", "StringNotEquals", "s3:signatureversion", VERSION);
    let exposure = exposure_of(&in_box(&format!("{everybody},{old}")));
    assert_eq!(exposure.narrowest, Audience::AnyAccount, "{exposure:?}");
}

/// As [`facts`], with the name of the bucket, without which no request is looked for.
fn in_box(statement: &str) -> BucketFacts {
    BucketFacts { bucket: Some("box".into()), ..facts(statement) }
}

#[test]
fn what_s3_calls_public_by_a_text_that_is_known_opens_no_more_than_the_text() {
    let allow = r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*"}"#;
    let deny = r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::box/*",
        "Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}}}"#;
    let told = facts(&format!("{allow},{deny}"));
    let exposure = exposure_of(&BucketFacts { policy_public: known(true), ..told });
    let (audience, widest) = (exposure.audience, exposure.widest);
    assert_eq!((audience, widest), (Audience::Account, Audience::Account));
    // Of what the text does not tell, S3 is believed.
    let unseen = BucketFacts { policy_public: known(true), ..facts(deny) };
    assert_eq!(exposure_of(&unseen).widest, Audience::PublicWrite);
}

#[test]
fn ranges_that_adjoin_are_told_as_one() {
    let ranges = |numbers: std::ops::Range<u32>| {
        let list: Vec<String> = numbers.map(|first| format!("\"{first}.0.0.0/8\"")).collect();
        let list = list.join(",");
        exposure_of(&facts(&format!(
            r#"{{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*",
            "Condition":{{"IpAddress":{{"aws:SourceIp":[{list}]}}}}}}"#
        )))
    };
    let parties = |exposure: &Exposure| -> Vec<String> {
        exposure.shared_with.iter().map(|shared| shared.party.clone()).collect()
    };
    assert_eq!(parties(&ranges(0..256)), ["whoever comes from 0.0.0.0/0", "everybody"]);
    assert_eq!(parties(&ranges(16..20)), ["whoever comes from 16.0.0.0/6"]);
    assert_eq!(parties(&ranges(16..19)), ["whoever comes from 16.0.0.0 to 18.255.255.255"]);
}

#[test]
fn whom_a_sentence_leaves_out_it_counts() {
    let networks: Vec<String> = (0..30).map(|at| format!("\"vpc-{at:08x}\"")).collect();
    let networks = networks.join(",");
    let facts = facts(&format!(
        r#"{{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"],
        "Condition":{{"StringNotEquals":{{"aws:SourceVpc":[{networks}]}}}}}}"#
    ));
    let reason = exposure_of(&facts).reason;
    assert!(reason.ends_with("vpc-00000007 and 22 more"), "{reason}");
}
