//! Objects and prefixes of a bucket: who can reach each, which are the gravest, what is counted.

mod support;

use std::collections::BTreeMap;

use magpie_judge::{
    Assessment, Audience, Breakdown, BreakdownBounds, Distinct, Found, JudgedObject, Parts,
    Precision, RiskLevel, Subject, Tally, Weights, assess, assess_whole, configuration_findings,
};
use magpie_model::{
    AccessPoint, AclAbilities, AclGrants, BucketFacts, Category, Confidence, Covered, DetectorId,
    EncryptionClass, Fact, Known, ObjectEncryption, Outcome, PublicAccessBlock, Reason, Severity,
    SeverityBands, Versioning,
};
use proptest::prelude::*;
use support::{known, with_policy};

const OPENED: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"Site","Effect":"Allow",
    "Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/site/*"}]}"#;

fn facts(policy: Option<&str>) -> BucketFacts {
    BucketFacts { policy_public: known(policy.is_some()), ..with_policy(policy) }
}

fn found(count: u64, distinct: u64) -> Found {
    Found {
        detector: "global/payment_card".into(),
        name: "Payment card number".into(),
        category: Category::FinancialInformation,
        bands: SeverityBands::always(Severity::High),
        macie_type: None,
        confidence: Confidence::High,
        count,
        distinct,
    }
}

/// An object with these values in it; none for an object without findings.
#[derive(Debug)]
struct Object {
    key: String,
    class: EncryptionClass,
    values: std::ops::Range<u64>,
    outcome: Outcome,
}

fn object(key: &str, class: EncryptionClass, values: std::ops::Range<u64>) -> Object {
    Object { key: key.into(), class, values, outcome: Outcome::COMPLETE }
}

fn hash(value: u64) -> u64 {
    let h = value.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (h ^ (h >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

fn judged(objects: &[Object], facts: &BucketFacts, bounds: BreakdownBounds) -> (Parts, Tally) {
    let mut breakdown = Breakdown::new(bounds);
    let mut tally = Tally::default();
    for object in objects {
        let number = object.values.end - object.values.start;
        let found = if number > 0 { vec![found(number, number)] } else { Vec::new() };
        let mut distinct = Distinct::new(Precision::OF_BUCKET);
        for value in object.values.clone() {
            distinct.insert(hash(value));
        }
        let detector: DetectorId = "global/payment_card".into();
        let values = BTreeMap::from([(detector, distinct)]);
        let object = JudgedObject {
            key: &object.key,
            shown_key: &object.key,
            key_fingerprint: None,
            version_id: None,
            size: 10,
            bytes_read: 10,
            outcome: &object.outcome,
            encryption: &ObjectEncryption { class: object.class, key_id: None },
            found: &found,
            values: &values,
            in_key: None,
        };
        object.count_in(&mut tally);
        breakdown.object(&object, Weights::builtin(), || Some(facts.clone()));
    }
    (breakdown.judge(Some(facts), false, Weights::builtin()), tally)
}

use Audience::PublicRead;
use EncryptionClass::{SseKmsAws, SseKmsCmk, SseS3};

#[test]
fn a_prefix_is_as_open_as_what_a_star_across_its_slashes_opens() {
    for resource in ["*.csv", "*cards.csv", "data*", "data/*.csv", "data/cards.csv"] {
        let policy = OPENED.replace("site/*", resource);
        let objects = [object("data/cards.csv", SseS3, 0..5)];
        let (parts, _) = judged(&objects, &facts(Some(&policy)), BreakdownBounds::DEFAULT);
        let of_prefix =
            parts.prefixes.iter().find(|prefix| prefix.shown_prefix == "data/").unwrap();
        let of_object = parts.objects[0].assessment.exposure.audience;
        assert_eq!(
            (of_object, of_prefix.assessment.exposure.audience),
            (PublicRead, PublicRead),
            "{resource}"
        );
    }
}

#[test]
fn only_what_lies_below_the_opened_prefix_is_public() {
    let objects = [object("site/a.csv", SseS3, 0..5), object("private/b.csv", SseS3, 0..5)];
    let (parts, tally) = judged(&objects, &facts(Some(OPENED)), BreakdownBounds::DEFAULT);
    let of = |key: &str| {
        let object = parts.objects.iter().find(|object| object.shown_key == key).unwrap();
        let risk = &object.assessment.risk;
        (object.assessment.exposure.audience.as_str(), risk.level, risk.score)
    };
    assert_eq!(of("site/a.csv"), ("public-read", RiskLevel::Critical, Some(75)));
    assert_eq!((of("private/b.csv").0, of("private/b.csv").1), ("account", RiskLevel::Medium));
    let prefixes: Vec<_> =
        parts.prefixes.iter().map(|p| (p.shown_prefix.as_str(), p.assessment.risk.level)).collect();
    assert_eq!(prefixes, [("site/", RiskLevel::Critical), ("private/", RiskLevel::Medium)]);
    let facts = facts(Some(OPENED));
    assert_eq!(assess(Subject::Bucket(&facts), &tally).risk.level, RiskLevel::Critical);
}

#[test]
fn a_bucket_is_as_grave_as_what_its_audiences_reach() {
    let whole = |objects: &[Object], facts: &BucketFacts| {
        let (parts, tally) = judged(objects, facts, BreakdownBounds::DEFAULT);
        assess_whole(Subject::Bucket(facts), &tally, &parts, Weights::builtin())
    };
    let open = facts(Some(OPENED));
    let sensitive = object("private/b.csv", SseS3, 0..5);
    let elsewhere = [object("site/a.csv", SseS3, 0..0), sensitive];
    let judged = whole(&elsewhere, &open);
    assert_eq!(judged.risk.score, whole(&elsewhere, &facts(None)).risk.score);
    assert_eq!((judged.exposure.audience, judged.risk.level), (PublicRead, RiskLevel::Medium));
    let told = "the prefix \"site/\" is public-read (the policy lets everybody read (statement \
        Site)), and the sensitive objects lie elsewhere";
    assert!(judged.risk.explanation.contains(told), "{}", judged.risk.explanation);
    let disclosed = |judged: &Assessment| {
        let findings = configuration_findings(&open, judged);
        findings.iter().find(|one| one.control.id == "public_read").unwrap().sensitive
    };
    assert!(!disclosed(&judged));

    let [_, sensitive] = elsewhere;
    let one_of_two = whole(&[sensitive, object("site/a.csv", SseS3, 5..6)], &open);
    assert_eq!(one_of_two.risk.level, RiskLevel::Critical);
    assert!(disclosed(&one_of_two));
    let told = "(statement Site); 1 of 2 objects with findings)";
    assert!(one_of_two.risk.explanation.contains(told), "{}", one_of_two.risk.explanation);
}

#[test]
fn the_prefixes_that_are_named_as_open_hold_nothing_sensitive() {
    let told = |resources: &[&str], keys: &[&str]| {
        let arns = resources.iter().map(|one| format!("\"arn:aws:s3:::box/{one}\""));
        let policy = format!(
            r#"{{"Statement":[{{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket",
            "Resource":"arn:aws:s3:::box"}},{{"Effect":"Allow","Principal":"*",
            "Action":"s3:GetObject","Resource":[{}]}}]}}"#,
            arns.collect::<Vec<_>>().join(",")
        );
        let facts = facts(Some(&policy));
        let mut objects = vec![object("data/cards.csv", SseS3, 0..5)];
        objects.extend(keys.iter().map(|key| object(key, SseS3, 0..0)));
        let (parts, tally) = judged(&objects, &facts, BreakdownBounds::DEFAULT);
        let bucket = Subject::Bucket(&facts);
        assess_whole(bucket, &tally, &parts, Weights::builtin()).risk.explanation
    };
    let said = |explanation: &str, what: &str| {
        let what = format!("; {what} public-read (the policy lets everybody read (statement 2))");
        assert!(explanation.contains(&what), "{explanation}");
    };
    said(&told(&["pub/*"], &["pub/a"]), "the prefix \"pub/\" is");
    said(&told(&["pub/*"], &["pub/a", "notes/a"]), "the prefix \"pub/\" is");
    said(&told(&["index"], &["index"]), "a part of it is");
    // Open is another part of the prefix that holds the data.
    said(&told(&["data/open"], &["data/open"]), "a part of it is");
    let six = ["a/x", "b/x", "c/x", "d/x", "e/x", "f/x"];
    said(&told(&["?/*"], &six[..3]), "the prefixes \"a/\", \"b/\", \"c/\" are");
    said(&told(&["?/*"], &six), "the prefixes \"a/\", \"b/\", \"c/\" and 3 more are");
}

#[test]
fn whoever_only_lists_a_bucket_sees_names_and_no_content() {
    let lists = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket",
        "Resource":"arn:aws:s3:::box"}}"#;
    let read = AclAbilities { read: true, ..AclAbilities::default() };
    let by_acl = BucketFacts {
        acls_disabled: facts(None).acls_disabled.map(|_| false),
        acl: facts(None).acl.map(|acl| AclGrants { everybody: read, ..acl.clone() }),
        ..facts(None)
    };
    for facts in [facts(Some(lists)), by_acl] {
        let objects = [object("a.csv", SseS3, 0..5)];
        let (parts, tally) = judged(&objects, &facts, BreakdownBounds::DEFAULT);
        let whole = assess_whole(Subject::Bucket(&facts), &tally, &parts, Weights::builtin());
        assert_eq!(whole.exposure.audience, PublicRead);
        assert_eq!(whole.risk.level, RiskLevel::Medium, "{}", whole.risk.explanation);
        assert!(whole.risk.vector.contains("/E:names-only/"), "{}", whole.risk.vector);
        let [object] = parts.objects.as_slice() else { panic!("not one object") };
        assert_eq!(object.assessment.exposure.audience, Audience::NamesOnly);
    }
}

#[test]
fn what_a_variable_in_a_place_may_stand_for_is_not_told_as_shut() {
    let policy = |effect: &str, element: &str, place: &str| {
        let allow = r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
            "Resource":"arn:aws:s3:::box/*"},"#;
        let before = if effect == "Deny" { allow } else { "" };
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{before}{{"Effect":"{effect}","Principal":"*",
            "Action":"s3:GetObject","{element}":"arn:aws:s3:::box/{place}"}}]}}"#
        )
    };
    let ends = |policy: &str, key: &str| {
        let (parts, _) =
            judged(&[object(key, SseS3, 0..5)], &facts(Some(policy)), BreakdownBounds::DEFAULT);
        let [object] = parts.objects.as_slice() else { panic!("not one object") };
        let exposure = &object.assessment.exposure;
        (exposure.narrowest, exposure.widest)
    };
    for place in ["home/${aws:username}/*", "${aws:PrincipalTag/team, 'home'}/*", "h${?}me/*"] {
        let allowed = policy("Allow", "Resource", place);
        assert_eq!(ends(&allowed, "home/alice/a.csv"), (Audience::Account, PublicRead), "{place}");
        let left = policy("Deny", "NotResource", place);
        assert_eq!(ends(&left, "home/alice/a.csv").1, PublicRead, "{place}");
        let denied = policy("Deny", "Resource", place);
        assert_eq!(ends(&denied, "home/alice/a.csv"), (Audience::Account, PublicRead), "{place}");
    }
    let allowed = policy("Allow", "Resource", "home/${aws:username}/*");
    assert_eq!(ends(&allowed, "else/alice/a.csv"), (Audience::Account, Audience::Account));
    // A sign is a sign.
    let sign = policy("Allow", "Resource", "a${$}b/*");
    assert_eq!(ends(&sign, "a$b/x.csv").1, PublicRead);
}

#[test]
fn who_may_list_them_in_doubt_is_said_beside_who_reads_them() {
    let read = AclAbilities { read: true, ..AclAbilities::default() };
    let facts = BucketFacts {
        acls_disabled: facts(None).acls_disabled.map(|_| false),
        acl: facts(None)
            .acl
            .map(|acl| AclGrants { others: [("other-id".to_owned(), read)].into(), ..acl.clone() }),
        ..facts(None)
    };
    let objects = [object("a.csv", SseS3, 0..5)];
    let (parts, tally) = judged(&objects, &facts, BreakdownBounds::DEFAULT);
    let whole = assess_whole(Subject::Bucket(&facts), &tally, &parts, Weights::builtin());
    assert_eq!(whole.exposure.audience, Audience::Unknown);
    let said = whole.risk.explanation;
    assert!(
        said.contains("exposure account (there is no bucket policy; for their names: "),
        "{said}"
    );
    assert!(said.contains("canonical user other-id"), "{said}");
    assert!(whole.risk.min < whole.risk.max, "{said}");
}

#[test]
fn a_public_access_point_opens_only_the_prefix_that_it_names() {
    let delegates = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*",
        "Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"],
        "Condition":{"StringEquals":{"s3:DataAccessPointAccount":"111122223333"}}}}"#;
    let opens = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
        "Resource":"arn:aws:s3:eu-west-1:111122223333:accesspoint/gate/object/site/*"}}"#;
    let gate = AccessPoint {
        name: "gate".into(),
        alias: None,
        vpc_only: false,
        blocked: Known::Yes(false),
        restricts: Known::Yes(false),
        public: Known::Yes(true),
        policy: Known::Yes(Some(opens.into())),
    };
    let facts = BucketFacts {
        policy_public: Fact::known(false, "Test", ""),
        access_points: Fact::known(vec![gate], "Test", ""),
        ..facts(Some(delegates))
    };
    let objects = [object("site/a.csv", SseS3, 0..5), object("private/b.csv", SseS3, 0..5)];
    let (parts, _) = judged(&objects, &facts, BreakdownBounds::DEFAULT);
    let prefixes = parts.prefixes.iter();
    let told: Vec<_> = prefixes
        .map(|p| (p.shown_prefix.as_str(), p.assessment.exposure.audience.as_str()))
        .collect();
    assert_eq!(told, [("site/", "public-read"), ("private/", "account")]);
}

#[test]
fn what_lies_beside_an_opened_prefix_is_not_open() {
    let audiences = |pattern: &str| {
        let policy = OPENED.replace("box/site/*", pattern);
        let objects = [object("top.txt", SseS3, 0..5), object("site/en/a", SseS3, 0..5)];
        let (parts, _) = judged(&objects, &facts(Some(&policy)), BreakdownBounds::DEFAULT);
        let of = |prefix: &str| {
            let mut all = parts.prefixes.iter();
            let told = all.find(|told| told.shown_prefix == prefix).unwrap();
            told.assessment.exposure.audience.as_str()
        };
        (of(""), of("site/en/"))
    };
    assert_eq!(audiences("box/site/*"), ("account", "public-read"));
    assert_eq!(audiences("box/*"), ("public-read", "public-read"));
    assert_eq!(audiences("box/*.txt"), ("public-read", "public-read"));
    assert_eq!(audiences("box/top.txt"), ("public-read", "account"));
    assert_eq!(audiences("box/*/index.html"), ("account", "public-read"));
}

#[test]
fn what_is_open_is_told_though_many_graver_objects_are_not() {
    let mut objects: Vec<Object> =
        (0..50).map(|n| object(&format!("private/{n}"), SseS3, 0..200)).collect();
    objects.push(object("site/one", SseS3, 0..1));
    let (parts, _) = judged(&objects, &facts(Some(OPENED)), BreakdownBounds::DEFAULT);
    assert_eq!(parts.objects.len(), 20);
    assert_eq!(parts.objects[0].shown_key, "site/one");
}

#[test]
fn what_a_key_holds_off_does_not_crowd_out_what_is_readable() {
    let open = OPENED.replace("box/site/*", "box/*");
    let mut objects: Vec<Object> =
        (0..50).map(|n| object(&format!("all/{n}"), SseKmsAws, 0..200)).collect();
    objects.push(object("all/plain", SseS3, 0..1));
    let (parts, _) = judged(&objects, &facts(Some(&open)), BreakdownBounds::DEFAULT);
    assert_eq!(parts.objects[0].shown_key, "all/plain");
    assert_eq!(parts.objects[0].assessment.risk.level, RiskLevel::Critical);
    assert_eq!(parts.objects[1].assessment.risk.level, RiskLevel::Medium);
}

#[test]
fn a_person_in_two_objects_is_one_person() {
    let copies = [object("a", SseS3, 0..90), object("b", SseS3, 0..90)];
    let (_, tally) = judged(&copies, &facts(None), BreakdownBounds::DEFAULT);
    let told = &tally.detectors()["global/payment_card"];
    assert_eq!((told.count, told.distinct(), told.distinct_is_estimate()), (180, 90, false));
    let others = [object("a", SseS3, 0..90), object("b", SseS3, 90..180)];
    let (_, tally) = judged(&others, &facts(None), BreakdownBounds::DEFAULT);
    assert_eq!(tally.detectors()["global/payment_card"].distinct(), 180);
}

#[test]
fn a_prefix_of_which_not_all_was_read_is_inconclusive() {
    let unread =
        Object { outcome: Outcome::of(Reason::PermissionDenied), ..object("shut/x", SseS3, 0..0) };
    let read = object("open/x", SseS3, 0..0);
    let (parts, _) = judged(&[unread, read], &facts(None), BreakdownBounds::DEFAULT);
    assert_eq!((parts.objects.len(), parts.prefixes.len()), (0, 0));
    assert_eq!(parts.prefix_levels, [1, 0, 0, 0, 0, 1]);
}

#[test]
fn a_bucket_never_scores_below_what_lies_unencrypted_in_it() {
    let no = || Fact::known(false, "Test", "2026-01-01T00:00:00Z");
    let open = BucketFacts {
        acls_disabled: no(),
        access_logging: no(),
        lifecycle_expiry: no().map(|_| Covered::Nothing),
        versioning: Fact::known(Versioning::Off, "Test", "2026-01-01T00:00:00Z"),
        ..facts(Some(&OPENED.replace("box/site/*", "box/*")))
    };
    let objects = [
        object("old/a.csv", EncryptionClass::None, 0..60_000),
        object("new/b.csv", SseS3, 0..1),
        object("top.csv", EncryptionClass::None, 0..1),
    ];
    let (parts, tally) = judged(&objects, &open, BreakdownBounds::DEFAULT);
    let subject = Subject::Bucket(&open);
    let alone = assess(subject, &tally).risk;
    let gravest = &parts.prefixes[0];
    assert_eq!(gravest.shown_prefix, "old/");
    assert!(alone.terms.as_ref().unwrap().product < gravest.assessment.risk.score.unwrap());
    assert!(alone.score >= gravest.assessment.risk.score);
    let whole = assess_whole(subject, &tally, &parts, Weights::builtin()).risk;
    assert_eq!(whole.score, alone.score);
    let to = whole.score.unwrap();
    let part = "the part that is not known to be encrypted";
    let said = format!("by {part}, which scores {to} by itself");
    assert!(whole.explanation.contains(&said), "{}", whole.explanation);
    assert!(whole.what_if.iter().all(|change| change.score + change.reduction == to));
}

fn any_object() -> impl Strategy<Value = Object> {
    let classes = EncryptionClass::ALL.to_vec();
    let many = prop_oneof![0_u64..3, 90_u64..110, 9_900_u64..10_100];
    let key = "(site/|old/)?[ab](/[ab])?";
    (key, proptest::sample::select(classes), many)
        .prop_map(|(key, class, many)| object(&key, class, 0..many))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_part_that_is_told_scores_above_its_bucket(
        objects in proptest::collection::vec(any_object(), 1..6),
        pattern in proptest::sample::select(vec!["", "box/*", "box/site/*", "box/*/a", "box/a"]),
        depth in 0_usize..3,
    ) {
        let policy = OPENED.replace("box/site/*", pattern);
        let facts = facts((!pattern.is_empty()).then_some(policy.as_str()));
        let bounds = BreakdownBounds { prefix_depth: depth, ..BreakdownBounds::DEFAULT };
        let (parts, tally) = judged(&objects, &facts, bounds);
        let subject = Subject::Bucket(&facts);
        let whole = assess_whole(subject, &tally, &parts, Weights::builtin()).risk;
        let prefixes = parts.prefixes.iter().map(|p| &p.assessment.risk);
        for part in prefixes.chain(parts.objects.iter().map(|o| &o.assessment.risk)) {
            prop_assert!(part.score <= whole.score, "{}\n{}", part.explanation, whole.explanation);
            prop_assert!(part.min <= whole.min && part.max <= whole.max);
        }
        prop_assert!(whole.min <= whole.score && whole.score <= whole.max);
        for change in &whole.what_if {
            prop_assert_eq!(Some(change.score + change.reduction), whole.score);
        }
    }
}

proptest! {
    #[test]
    fn prefixes_take_in_every_object_once(
        keys in proptest::collection::vec("[abc](/[ab]){0,4}", 1..60),
        depth in 0_usize..4,
        prefixes_max in 1_usize..6,
    ) {
        let bounds = BreakdownBounds {
            prefix_depth: depth,
            prefixes_max,
            prefixes_told_max: usize::MAX,
            ..BreakdownBounds::DEFAULT
        };
        let objects: Vec<Object> = keys.iter().map(|key| object(key, SseS3, 0..1)).collect();
        let (parts, _) = judged(&objects, &facts(None), bounds);
        let counted: u64 = parts.prefixes.iter().map(|p| p.assessment.coverage.objects).sum();
        prop_assert_eq!(counted, keys.len() as u64);
        let named = parts.prefixes.iter().filter(|p| !p.shown_prefix.is_empty()).count();
        prop_assert!(named <= prefixes_max);
        if named < prefixes_max {
            prop_assert_eq!(parts.folded, 0);
        }
    }
}

/// Severity and reasons of this finding, where the objects below `site/` are opened or not.
fn told(
    id: &str,
    facts: &BucketFacts,
    key: &str,
    class: EncryptionClass,
) -> (&'static str, String) {
    let (parts, tally) = judged(&[object(key, class, 0..5)], facts, BreakdownBounds::DEFAULT);
    let all = assess_whole(Subject::Bucket(facts), &tally, &parts, Weights::builtin());
    let findings = configuration_findings(facts, &all);
    let finding = findings.iter().find(|finding| finding.control.id == id).expect(id);
    (finding.severity(), finding.why())
}

#[test]
fn a_website_serves_what_outsiders_may_read_and_nothing_else() {
    let site = |policy| BucketFacts { website: known(true), ..facts(policy) };
    let block = PublicAccessBlock {
        ignore_public_acls: true,
        restrict_public_buckets: true,
        ..PublicAccessBlock::default()
    };
    let blocked = BucketFacts { public_access_block: known(block), ..site(Some(OPENED)) };
    let by_acl = BucketFacts { acls_disabled: known(false), ..site(None) };
    let unread = BucketFacts {
        policy: Fact::unknown("AccessDenied", "", ""),
        policy_public: Fact::unknown("AccessDenied", "", ""),
        has_policy: Fact::unknown("AccessDenied", "", ""),
        ..site(None)
    };
    let (is, may) = ("is served without encryption", "may be served without encryption");
    for (facts, key, severity, words) in [
        (site(Some(OPENED)), "site/a.csv", "high", Some(is)),
        (site(Some(OPENED)), "private/a.csv", "low", None),
        (site(None), "site/a.csv", "low", None),
        (blocked, "site/a.csv", "low", None),
        (by_acl, "site/a.csv", "high", Some(may)),
        (unread, "site/a.csv", "high", Some(may)),
    ] {
        let (found, why) = told("website", &facts, key, SseS3);
        assert_eq!(found, severity, "{key} {why}");
        for each in [is, may] {
            assert_eq!(why.contains(each), words == Some(each), "{key} {why}");
        }
    }
}

#[test]
fn what_kms_holds_off_is_not_told_as_disclosed() {
    let site = |principal: &str| {
        let policy = OPENED.replace(r#""*""#, principal);
        let policy_public = known(principal == r#""*""#);
        BucketFacts { website: known(true), policy_public, ..facts(Some(&policy)) }
    };
    let public = site(r#""*""#);
    let shared = site(r#"{"AWS":"444455556666"}"#);
    let (leaked, handed) = ("is disclosed to everybody", "is handed to a third party");
    let served = "is served without encryption";
    // The key that AWS manages lets nobody else decrypt; whom an unnamed key lets, is not known.
    for (facts, id, class, severity, says, silent) in [
        (&public, "public_read", SseKmsAws, "critical", "KMS holds", leaked),
        (&public, "public_read", SseKmsCmk, "critical", "treat it as leaked unless", leaked),
        (&public, "public_read", SseS3, "critical", leaked, "KMS"),
        (&shared, "shared_externally", SseKmsAws, "medium", "KMS holds", handed),
        (&shared, "shared_externally", SseKmsCmk, "high", "is not known: unless", "KMS holds"),
        (&shared, "shared_externally", SseS3, "high", handed, "KMS"),
        (&public, "website", SseKmsCmk, "low", "KMS holds", served),
    ] {
        let (found, why) = told(id, facts, "site/a.csv", class);
        assert_eq!(found, severity, "{id} {class:?} {why}");
        assert!(why.contains(says) && !why.contains(silent), "{id} {class:?} {why}");
    }
    // One that lies under no key is open, and one that nobody else reaches is no matter.
    for (key, says) in [("site/b.csv", leaked), ("private/b.csv", "KMS holds")] {
        let objects = [object("site/a.csv", SseKmsAws, 0..5), object(key, SseS3, 0..5)];
        let (parts, tally) = judged(&objects, &public, BreakdownBounds::DEFAULT);
        let all = assess_whole(Subject::Bucket(&public), &tally, &parts, Weights::builtin());
        let findings = configuration_findings(&public, &all);
        let finding = findings.iter().find(|finding| finding.control.id == "public_read").unwrap();
        assert!(finding.why().contains(says), "{key} {}", finding.why());
    }
}

#[test]
fn the_reason_that_is_told_is_that_of_the_most_objects() {
    let opened = |prefix: &str, account: &str| {
        format!(
            r#"{{"Sid":"Open{prefix}","Effect":"Allow","Principal":{{"AWS":"{account}"}},
            "Action":"s3:GetObject","Resource":"arn:aws:s3:::box/{prefix}/*"}}"#
        )
    };
    let policy = |statements: &[String]| BucketFacts {
        policy_public: known(false),
        ..facts(Some(&format!(r#"{{"Statement":[{}]}}"#, statements.join(","))))
    };
    let said = |facts: &BucketFacts, keys: &[&str]| {
        let objects: Vec<Object> = keys.iter().map(|key| object(key, SseS3, 0..5)).collect();
        let (parts, tally) = judged(&objects, facts, BreakdownBounds::DEFAULT);
        assess_whole(Subject::Bucket(facts), &tally, &parts, Weights::builtin()).risk.explanation
    };
    let two = policy(&[opened("A", "444455556666"), opened("B", "777788889999")]);
    let words = said(&two, &["A/1", "B/1", "B/2", "B/3", "c"]);
    let told = "(statement OpenB), and there are other ways in; 4 of 5 objects with findings)";
    assert!(words.contains(told) && !words.contains("OpenA"), "{words}");
    let words = said(&two, &["B/1", "B/2", "c"]);
    assert!(words.contains("(statement OpenB); 2 of 3 objects with findings)"), "{words}");
    // More reasons than are kept: whichever is named, the others are not silent.
    let account = |number: u32| (444_455_550_000_u64 + u64::from(number)).to_string();
    let many: Vec<String> =
        (0..40).map(|number| opened(&format!("p{number}"), &account(number))).collect();
    let mut keys: Vec<String> = (0..40).map(|number| format!("p{number}/x")).collect();
    keys.extend(["p3/y".to_owned(), "p3/z".to_owned(), "q".to_owned()]);
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let words = said(&policy(&many), &keys);
    let told = "(statement Openp3), and there are other ways in; 42 of 43 objects with findings)";
    assert!(words.contains(told), "{words}");
}
