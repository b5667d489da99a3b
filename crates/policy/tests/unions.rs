//! What several ranges, several statements and several denials come to together, where none alone
//! tells.

use magpie_policy::{Access, Owner, Policy, Relation, Verdict, evaluate};

const ALL: &str = r#"["arn:aws:s3:::box","arn:aws:s3:::box/*"]"#;

fn verdict(statements: &[String]) -> Verdict {
    let policy = format!(r#"{{"Statement":[{}]}}"#, statements.join(","));
    let owner = Owner {
        bucket: Some("box".into()),
        account: Some("123456789012".into()),
        ..Owner::default()
    };
    evaluate(&Policy::parse(&policy).unwrap_or_else(|error| panic!("{error}")), &owner)
}

fn access(statements: &[String]) -> Access {
    verdict(statements).access
}

fn statement(effect: &str, who: &str, resource: &str, conditions: &str) -> String {
    format!(
        r#"{{"Effect":"{effect}","Principal":{who},"Action":"s3:GetObject",{resource},"Condition":{{{conditions}}}}}"#
    )
}

fn allow(conditions: &str) -> String {
    statement("Allow", r#""*""#, &format!(r#""Resource":{ALL}"#), conditions)
}

fn deny(resource: &str, conditions: &str) -> String {
    statement("Deny", r#""*""#, resource, conditions)
}

/// A condition on the first numbers of addresses.
fn eights(operator: &str, numbers: std::ops::Range<u32>) -> String {
    let ranges: Vec<String> = numbers.map(|n| format!(r#""{n}.0.0.0/8""#)).collect();
    format!(r#""{operator}":{{"aws:SourceIp":[{}]}}"#, ranges.join(","))
}

#[test]
fn ranges_that_hold_most_addresses_together_let_everybody_in() {
    let all = verdict(&[allow(&eights("IpAddress", 0..256))]);
    assert_eq!(all.access, Access::Public);
    assert!(all.proof.unwrap().rule.contains("together"));
    // S3 calls no policy public for it: each range is narrow enough.
    assert!(!all.public_by_rule);
    let halves = verdict(&[allow(r#""IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}"#)]);
    assert!(halves.access == Access::Public && halves.public_by_rule);
    let thirds = [0..86, 86..171, 171..256].map(|part| allow(&eights("IpAddress", part)));
    assert_eq!(access(&thirds), Access::Public);
    assert_eq!(access(&thirds[..1]), Access::Shared);
    let writes = thirds[1].replace("GetObject", "PutObject");
    assert_eq!(access(&[thirds[0].clone(), writes]), Access::Shared);
    let of_organisation = format!(
        r#"{},"StringEquals":{{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#,
        eights("IpAddress", 0..256)
    );
    assert_eq!(access(&[allow(&of_organisation)]), Access::Shared);
    let by_endpoint = format!(
        r#"{},"StringEquals":{{"aws:SourceVpce":"vpce-1a2b3c4d"}}"#,
        eights("IpAddress", 0..256)
    );
    assert_eq!(access(&[allow(&by_endpoint)]), Access::Shared);
}

#[test]
fn a_denial_that_spares_most_addresses_spares_everybody() {
    let resource = format!(r#""Resource":{ALL}"#);
    let spares = |numbers| deny(&resource, &eights("NotIpAddress", numbers));
    assert_eq!(access(&[allow(""), spares(0..256)]), Access::Public);
    assert_eq!(access(&[allow(""), spares(10..11)]), Access::Shared);
    let held_to = |numbers| {
        let all_reading = spares(numbers).replace("s3:GetObject", "s3:GetObject*");
        verdict(&[all_reading]).held_to.is_some()
    };
    assert!(held_to(10..11) && !held_to(0..256));
}

#[test]
fn denials_of_parts_that_leave_nothing_leave_no_certain_answer() {
    const A: &str = r#""Resource":"arn:aws:s3:::box/a/*""#;
    const NOT_A: &str = r#""NotResource":"arn:aws:s3:::box/a/*""#;
    let everything = allow("");
    let with = |denials: &[String]| access(&[std::slice::from_ref(&everything), denials].concat());
    assert_eq!(with(&[deny(A, "")]), Access::Public);
    assert_eq!(with(&[deny(NOT_A, "")]), Access::Public);
    assert_eq!(with(&[deny(A, ""), deny(NOT_A, "")]), Access::Unknown);
    let organisation = r#""StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}"#;
    let parts = [deny(A, organisation), deny(NOT_A, organisation)];
    assert_eq!(with(&parts), Access::Unknown);
    // What a partial denial takes away whole is not certain either.
    let in_a = statement("Allow", r#""*""#, A, "");
    assert_eq!(access(&[in_a, deny(A, "")]), Access::Unknown);
}

#[test]
fn a_denial_of_parts_concerns_those_whom_it_names() {
    let partner = |effect: &str, resource: &str, who: &str| {
        statement(effect, &format!(r#"{{"AWS":"{who}"}}"#), resource, "")
    };
    let allowed = partner("Allow", &format!(r#""Resource":{ALL}"#), "444455556666");
    let in_parts = |who: &str| {
        let a = partner("Deny", r#""Resource":"arn:aws:s3:::box/a/*""#, who);
        let rest = partner("Deny", r#""NotResource":"arn:aws:s3:::box/a/*""#, who);
        access(&[allowed.clone(), a, rest])
    };
    assert_eq!(in_parts("444455556666"), Access::Unknown);
    assert_eq!(in_parts("777788889999"), Access::Shared);
}

#[test]
fn denials_under_opposite_conditions_leave_no_certain_answer() {
    let resource = format!(r#""Resource":{ALL}"#);
    let both =
        |one: &str, other: &str| access(&[allow(""), deny(&resource, one), deny(&resource, other)]);
    const PLAIN: &str = r#""Bool":{"aws:SecureTransport":"false"}"#;
    const TLS: &str = r#""Bool":{"aws:SecureTransport":"true"}"#;
    assert_eq!(both(PLAIN, TLS), Access::Unknown);
    assert_eq!(both(PLAIN, PLAIN), Access::Public);
    let null = |is: bool| format!(r#""Null":{{"aws:Referer":"{is}"}}"#);
    assert_eq!(both(&null(true), &null(false)), Access::Unknown);
    assert_eq!(both(&null(true), PLAIN), Access::Public);
}

/// That a denial names whom it spares does not tell that they come from there.
#[test]
fn who_comes_from_a_network_is_no_more_certain_for_being_spared() {
    let network = r#""aws:SourceVpce":"vpce-1a2b3c4d""#;
    let from_it = allow(&format!(r#""StringEquals":{{{network}}}"#));
    let all = format!(r#""Resource":{ALL}"#);
    let but_partner = deny(&all, "").replace(
        r#""Principal":"*""#,
        r#""NotPrincipal":{"AWS":["arn:aws:iam::444455556666:user/bob","arn:aws:iam::444455556666:root"]}"#,
    );
    let from_elsewhere = deny(&all, &format!(r#""StringNotEquals":{{{network}}}"#));
    let certain = |statements: &[String]| {
        let grants = verdict(statements).grants.into_iter();
        grants.filter(|grant| grant.doubt.is_none()).map(|grant| grant.relation).max()
    };
    for held in [
        vec![from_it.clone(), but_partner.clone()],
        vec![allow(""), but_partner.clone(), from_elsewhere.clone()],
        vec![allow(""), from_elsewhere.clone(), but_partner],
    ] {
        assert!(certain(&held) <= certain(std::slice::from_ref(&from_it)), "{held:?}");
        assert_eq!(access(&held), Access::Unknown, "{held:?}");
    }
    // Whom an Allow names comes from there.
    let partner = allow("").replace(r#""*""#, r#"{"AWS":"444455556666"}"#);
    assert_eq!(certain(&[partner, from_elsewhere]), Some(Relation::External));
}

#[test]
fn a_points_policy_of_nothing_but_wildcards_is_refused_at_once() {
    let of = |wildcards: usize| {
        let name = "*?".repeat(wildcards / 2);
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
            "Resource":"arn:aws:s3:eu-central-1:111122223333:accesspoint/{name}"}}]}}"#
        )
    };
    assert!(Policy::parse_point(&of(100), Some("box")).is_ok());
    let refused = Policy::parse_point(&of(18_000), Some("box")).map_err(|error| error.to_string());
    let told = refused.err().unwrap_or_default();
    assert!(told.contains("names a resource with more than 100 wildcards"), "{told}");
}
