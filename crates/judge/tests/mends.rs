//! What findings about grants say: of whom nobody is told, what brought them about, and what mends it here.

#[path = "support/rules.rs"]
mod rules;
mod support;

use magpie_judge::{ConfigurationFinding, Found, Subject, Tally, assess, configuration_findings};
use magpie_model::{
    AclAbilities, AclGrants, BucketFacts, Category, Confidence, EncryptionClass, Fact, Outcome,
    PublicAccessBlock, ReplicationRule, Severity, SeverityBands,
};
use rules::rule;
use support::{known, with_policy};

const NONE: AclAbilities =
    AclAbilities { read: false, write: false, read_acl: false, write_acl: false };
const READ: AclAbilities = AclAbilities { read: true, ..NONE };
const WRITE_ACL: AclAbilities = AclAbilities { write_acl: true, ..NONE };

/// A statement on all of the bucket.
fn lets(principal: &str, action: &str) -> String {
    format!(
        r#"{{"Effect":"Allow","Principal":{principal},"Action":"{action}",
        "Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"]}}"#
    )
}

fn facts(statements: &[String], others: &[(&str, AclAbilities)]) -> BucketFacts {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
    let others = others.iter().map(|(id, may)| ((*id).to_owned(), *may)).collect();
    BucketFacts {
        acl: known(AclGrants { owner: Some("own-id".into()), others, ..AclGrants::default() }),
        acls_disabled: known(false),
        ..with_policy((!statements.is_empty()).then_some(&text))
    }
}

/// The finding, with a card in the bucket or none.
fn found(
    facts: &BucketFacts,
    id: &str,
    class: Option<EncryptionClass>,
) -> Option<ConfigurationFinding> {
    let mut tally = Tally::default();
    if let Some(class) = class {
        let card = Found {
            detector: "global/payment_card".into(),
            name: "Payment card number".into(),
            category: Category::FinancialInformation,
            bands: SeverityBands::always(Severity::High),
            macie_type: None,
            confidence: Confidence::High,
            count: 3,
            distinct: 3,
        };
        tally.object(&Outcome::COMPLETE, 10, 10, class, &[card]);
    }
    let assessment = assess(Subject::Bucket(facts), &tally);
    let all = configuration_findings(facts, &assessment);
    all.into_iter().find(|one| one.control.id == id)
}

const STRANGER: &str = r#"{"AWS":"444455556666"}"#;
const CANONICAL: &str = r#"{"CanonicalUser":"other-id"}"#;

#[test]
fn a_canonical_id_that_nobody_knows_is_not_told_as_another_account() {
    let by_acl = facts(&[], &[("other-id", WRITE_ACL), ("own-id", READ), ("third-id", READ)]);
    let by_policy = facts(&[lets(CANONICAL, "s3:*")], &[]);
    for (facts, reaching) in [(by_acl, 2), (by_policy, 1)] {
        for (id, severities, number) in [
            ("shared_externally", ["low", "medium"], reaching),
            ("administered_externally", ["medium", "medium"], 1),
        ] {
            let told = [None, Some(EncryptionClass::SseS3)].map(|c| found(&facts, id, c).unwrap());
            assert_eq!(told.each_ref().map(ConfigurationFinding::severity), severities, "{id}");
            for one in told {
                assert!(!one.certain && one.about.len() == number, "{one:?}");
                assert_eq!(one.about[0], "canonical user other-id");
                assert!(one.control.title.starts_with("A canonical user"), "{one:?}");
                assert!(!one.why().contains("What another account"), "{}", one.why());
                assert!(one.mend.contains("list-buckets --query Owner.ID"), "{}", one.mend);
            }
        }
    }
    // Beside a stranger of whom it is in doubt, that one is told.
    const TAGGED: &str = r#","Condition":{"StringEquals":{"s3:ExistingObjectTag/x":"y"}}}"#;
    let doubted = lets(STRANGER, "s3:GetObject").trim_end_matches('}').to_owned() + TAGGED;
    let one = found(&facts(&[doubted], &[("other-id", WRITE_ACL)]), "shared_externally", None);
    assert!(one.unwrap().control.title.starts_with("Another account"));
    let sure = facts(&[lets(STRANGER, "s3:GetObject")], &[("other-id", READ)]);
    let sure = found(&sure, "shared_externally", None).unwrap();
    assert!(sure.certain && sure.control.title.starts_with("Another account"), "{sure:?}");
}

#[test]
fn a_mend_is_about_what_brought_the_finding_about() {
    let begins = |facts: &BucketFacts, id: &str| {
        let mend = found(facts, id, None).unwrap_or_else(|| panic!("no {id}")).mend;
        (mend.contains("put-bucket-policy"), mend.contains("put-bucket-acl"))
    };
    let stranger = || lets(STRANGER, "s3:GetObject");
    let signed = || {
        lets(r#"{"AWS":"*"}"#, "s3:GetObject").trim_end_matches('}').to_owned()
            + r#","Condition":{"StringEquals":{"s3:authType":"REST-HEADER"}}}"#
    };
    let any = |facts: BucketFacts| BucketFacts {
        acl: facts.acl.map(|acl| AclGrants { any_account: READ, ..acl.clone() }),
        ..facts
    };
    let [policy, acl, both] = [(true, false), (false, true), (true, true)];
    assert_eq!(begins(&facts(&[stranger()], &[]), "shared_externally"), policy);
    assert_eq!(begins(&facts(&[], &[("other-id", READ)]), "shared_externally"), acl);
    assert_eq!(begins(&facts(&[stranger()], &[("other-id", READ)]), "shared_externally"), both);
    assert_eq!(begins(&facts(&[signed()], &[]), "public_read"), policy);
    assert_eq!(begins(&any(facts(&[], &[])), "public_read"), acl);
    assert_eq!(begins(&any(facts(&[signed()], &[])), "public_read"), both);
    assert_eq!(begins(&facts(&[], &[("other-id", WRITE_ACL)]), "administered_externally"), acl);
}

#[test]
fn what_tells_the_public_of_objects_and_settings_is_one_mild_finding() {
    let id = "metadata_disclosed";
    let state = |facts: &BucketFacts| found(facts, id, None).map(|one| one.certain);
    for action in [
        "s3:GetObjectTagging",
        "s3:GetObjectVersionTagging",
        "s3:GetObjectAcl",
        "s3:GetBucketPolicy",
    ] {
        let facts = facts(&[lets(r#""*""#, action)], &[]);
        let one =
            found(&facts, id, Some(EncryptionClass::SseS3)).unwrap_or_else(|| panic!("{action}"));
        assert!(one.certain && one.severity() == "low", "{one:?}");
        assert!(one.mend.contains("put-bucket-policy") && !one.mend.contains("put-bucket-acl"));
        assert!(found(&facts, "public_read", None).is_none());
    }
    // What gives content is told as that, and what is given to one is not given to all.
    assert_eq!(state(&facts(&[lets(r#""*""#, "s3:GetObject")], &[])), None);
    assert_eq!(state(&facts(&[lets(STRANGER, "s3:GetObjectTagging")], &[])), None);
    assert_eq!(state(&facts(&[], &[])), None);

    let tagging = facts(&[lets(r#""*""#, "s3:GetObjectTagging")], &[]);
    let restricts = PublicAccessBlock { restrict_public_buckets: true, ..Default::default() };
    let shut = BucketFacts {
        public_access_block: known(restricts),
        policy_public: known(true),
        ..tagging
    };
    assert_eq!(state(&shut), None);

    let shown = AclAbilities { read_acl: true, ..NONE };
    let grants = |may| AclGrants { everybody: may, ..AclGrants::default() };
    let by_acl = BucketFacts { acl: known(grants(shown)), ..facts(&[], &[]) };
    let one = found(&by_acl, id, None).unwrap();
    assert!(one.certain && one.mend.starts_with("aws s3api put-bucket-acl"), "{one:?}");
    let unsure =
        BucketFacts { acls_disabled: Fact::unknown("AccessDenied", "none", ""), ..by_acl.clone() };
    assert_eq!(state(&unsure), Some(false));
    let off = BucketFacts { acls_disabled: known(true), ..by_acl.clone() };
    assert_eq!(state(&off), None);
    let ignored = PublicAccessBlock { ignore_public_acls: true, ..Default::default() };
    assert_eq!(state(&BucketFacts { public_access_block: known(ignored), ..by_acl }), None);
    let listed = AclAbilities { read: true, ..shown };
    assert_eq!(state(&BucketFacts { acl: known(grants(listed)), ..facts(&[], &[]) }), None);
}

#[test]
fn the_mend_of_replication_names_the_rules_that_lead_away() {
    let mend = |rules: Vec<ReplicationRule>| {
        let facts = BucketFacts { replication: known(rules), ..with_policy(None) };
        found(&facts, "replicated_externally", None).unwrap().mend
    };
    let to = |account: Option<&str>, bucket: &str| ReplicationRule {
        account: account.map(str::to_owned),
        bucket: bucket.into(),
        ..rule("", false)
    };
    let (one, own) = (to(Some("444455556666"), "copies"), to(Some("111122223333"), "own"));
    let of_one = mend(vec![one.clone(), own, rule("logs/", true)]);
    let query = r#"Rules[?!(Destination.Account==`"444455556666"`)],"#;
    assert!(of_one.contains(query) && !of_one.contains("THOSE"), "{of_one}");
    let of_two = mend(vec![one.clone(), to(Some("777788889999"), "more")]);
    let query =
        r#"[?Destination.Account==`"444455556666"` || Destination.Account==`"777788889999"`]"#;
    assert!(of_two.contains(query), "{of_two}");
    // Of a rule without an account the bucket is named, and what is not known is said.
    let untold = mend(vec![to(None, "copies")]);
    assert!(untold.contains(r#"ends_with(Destination.Bucket,`":copies"`)"#), "{untold}");
    assert!(untold.contains("whose bucket copies is, S3 does not tell"), "{untold}");
    // No command is made of what somebody else named as he liked.
    let hostile = mend(vec![to(None, "x`'; rm -r y #")]);
    assert!(!hostile.contains("rm -r") && hostile.contains("DESTINATION is"), "{hostile}");
}

#[test]
fn cloudfront_gets_nothing_from_under_a_key_that_is_not_open_to_it() {
    let statement = r#"{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},
        "Action":"s3:GetObject","Resource":"arn:aws:s3:::box/*","Condition":{"StringEquals":
        {"aws:SourceArn":"arn:aws:cloudfront::111122223333:distribution/E1"}}}"#;
    let facts = facts(&[statement.to_owned()], &[]);
    let told = |class| found(&facts, "shared_with_cloudfront", Some(class)).unwrap();
    let plain = told(EncryptionClass::SseS3);
    assert!(plain.severity() == "medium" && plain.why().contains("may be on the Internet"));
    let held = told(EncryptionClass::SseKmsAws);
    assert!(held.severity() == "low" && held.why().contains("KMS holds the data found here off"));
    // Whom a key lets decrypt is not known of one that nobody asked about.
    let doubtful = told(EncryptionClass::SseKmsCmk);
    let why = doubtful.why();
    assert!(why.contains("whom they let decrypt is not known"), "{why}");
}
