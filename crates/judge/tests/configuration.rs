//! Findings of a bucket's configuration: their file can be read, and each kind is looked for.

mod support;

use magpie_judge::{Subject, Tally, assess, configuration_findings, controls};
use magpie_model::{AclAbilities, AclGrants, BucketFacts, PublicAccessBlock};
use support::{known, with_policy};

#[test]
fn every_kind_has_words_controls_and_severities() {
    let severities = ["critical", "high", "medium", "low", "info"];
    for control in controls().iter().flat_map(|c| std::iter::once(c).chain(c.variants.values())) {
        assert!(severities.contains(&control.severity.as_str()), "{control:?}");
        assert!(severities.contains(&control.sensitive.as_str()), "{control:?}");
        assert!(!control.controls.is_empty() && !control.mend.is_empty(), "{control:?}");
    }
}

#[test]
fn a_mend_that_replaces_everything_says_so() {
    for call in ["put-event-selectors", "put-bucket-lifecycle-configuration"] {
        let mends = || controls().iter().map(|c| &c.mend).filter(|mend| mend.contains(call));
        assert!(mends().count() > 0, "{call}");
        let shown = call.replace("put-", "get-");
        assert!(mends().all(|m| m.contains(&shown) && m.contains("replaces all of it")), "{call}");
    }
}

/// Title, reasons and mend of who can read a bucket of which all else is known.
fn public_read(statement: &str, acl: AclGrants, blocked: bool) -> [String; 3] {
    let block = PublicAccessBlock {
        block_public_acls: blocked,
        ignore_public_acls: blocked,
        block_public_policy: blocked,
        restrict_public_buckets: blocked,
    };
    let has_policy = !statement.is_empty();
    let policy = format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#);
    let facts = BucketFacts {
        public_access_block: known(block),
        account_public_access_block: known(block),
        policy_public: known(has_policy && !blocked),
        acl: known(acl),
        acls_disabled: known(false),
        ..with_policy(has_policy.then_some(&policy))
    };
    let assessment = assess(Subject::Bucket(&facts), &Tally::default());
    let found = configuration_findings(&facts, &assessment);
    let found = found.iter().find(|one| one.control.id == "public_read");
    let found = found.expect("who reads is told");
    assert!(found.certain);
    [found.control.title.clone(), found.why(), found.control.mend.clone()]
}

#[test]
fn who_can_read_is_told_as_who_it_is_and_what_they_read() {
    let none = AclGrants::default;
    let read = AclAbilities { read: true, ..AclAbilities::default() };
    let lets = |principal: &str, action: &str, more: &str| {
        format!(
            r#"{{"Effect":"Allow","Principal":{principal},"Action":"s3:{action}",
            "Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"]{more}}}"#
        )
    };
    const CLOUDFRONT: &str = r#"{"Service":"cloudfront.amazonaws.com"}"#;
    const SIGNED: &str = r#","Condition":{"StringEquals":{"s3:authType":"REST-HEADER"}}"#;
    let everybody = AclGrants { everybody: read, ..none() };
    let any_account = AclGrants { any_account: read, ..none() };
    let cases = [
        (lets(r#""*""#, "GetObject", ""), none(), false, "Everybody can read or list the bucket"),
        (lets(CLOUDFRONT, "GetObject", ""), none(), true, "Whoever has an AWS account can read"),
        (lets(r#""*""#, "GetObject", SIGNED), none(), false, "Whoever has an AWS account can read"),
        (lets(r#""*""#, "ListBucket", ""), none(), false, "Everybody can list the bucket"),
        (String::new(), everybody, false, "Everybody can list the bucket"),
        (String::new(), any_account, false, "Whoever has an AWS account can list the bucket"),
    ];
    for (statement, acl, blocked, expected) in cases {
        let [title, why, mend] = public_read(&statement, acl, blocked);
        assert!(title.starts_with(expected), "{statement} {title}");
        let signs = title.starts_with("Whoever");
        assert_eq!(why.contains("without signing in"), !signs, "{title}: {why}");
        assert_eq!(why.contains("content is not opened"), title.contains("can list"), "{why}");
        // No switch keeps a service out.
        assert_eq!(mend.contains("put-public-access-block"), !signs, "{title}: {mend}");
        assert_eq!(mend.contains("put-bucket-policy"), signs, "{title}: {mend}");
    }
}

#[test]
fn what_is_denied_is_neither_a_finding_nor_its_absence() {
    let facts = BucketFacts::unknown("AccessDenied", "2026-01-01T00:00:00Z");
    let mut tally = Tally::default();
    tally.listing_incomplete();
    let assessment = assess(Subject::Bucket(&facts), &tally);
    let found = configuration_findings(&facts, &assessment);
    assert!(found.iter().all(|finding| !finding.certain), "{found:?}");
    // Without declared regions there is nothing to be outside of.
    let silent: Vec<&str> = controls()
        .iter()
        .filter(|control| found.iter().all(|f| f.control.id != control.id))
        .map(|control| control.id.as_str())
        .collect();
    assert_eq!(silent, ["region_not_allowed", "replica_region_not_allowed"]);
}

#[test]
fn the_table_of_controls_says_what_the_findings_say() {
    let table = include_str!("../../../docs/controls.md");
    let mut covered: Vec<(String, String)> = Vec::new();
    for line in table.lines().take_while(|line| !line.contains("not covered")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, control, _, finding, _] = cells.as_slice()
            && let Some(id) = finding.split('`').nth(1)
        {
            covered.push(((*control).to_owned(), id.to_owned()));
        }
    }
    let mut mapped: Vec<(String, String)> = Vec::new();
    for control in controls() {
        for name in control.controls.iter().filter_map(|name| name.strip_prefix("Security Hub ")) {
            mapped.push((name.to_owned(), control.id.clone()));
        }
    }
    covered.sort();
    mapped.sort();
    assert_eq!(covered, mapped);
}
