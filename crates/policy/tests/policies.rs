//! Policies with known verdicts: those of AWS's own pages, and every form of the grammar.

use std::collections::BTreeSet;

use magpie_policy::{Abilities, Access, Grant, Owner, Party, Policy, Relation, TlsRule, evaluate};
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

/// A policy of the bucket `box`, and what is known of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// The page of AWS that shows the policy, or states the rule.
    source: Option<String>,
    policy: String,
    /// Whether it is the policy of a KMS key.
    #[serde(default)]
    key: bool,
    /// The owner's account; none for `""`.
    #[serde(default = "account")]
    account: String,
    organisation: Option<String>,
    /// The owner's canonical id.
    canonical: Option<String>,
    #[serde(default)]
    trusted: Vec<String>,
    /// `public`, `shared`, `private`, `unknown` or `error`.
    access: String,
    /// Whom the widest grant is for.
    to: Option<String>,
    /// What all outsiders together may do, such as `read list`.
    may: Option<String>,
    /// What of it no denial may take away.
    sure: Option<String>,
    /// Whether S3's published rule calls it public.
    public_by_rule: Option<bool>,
    tls: Option<String>,
    held: Option<bool>,
    /// Whether anything is given, in doubt or not, to whoever does not sign.
    everybody: Option<bool>,
}

fn account() -> String {
    "123456789012".into()
}

fn cases() -> Vec<Case> {
    let tables = [
        include_str!("cases/aws.toml"),
        include_str!("cases/certain.toml"),
        include_str!("cases/forms.toml"),
        include_str!("cases/denials.toml"),
        include_str!("cases/keys.toml"),
        include_str!("cases/requests.toml"),
        include_str!("cases/wild.toml"),
    ];
    tables.into_iter().flat_map(|t| table(t).case).collect()
}

fn table(text: &str) -> Table {
    toml::from_str(text).unwrap_or_else(|error| panic!("{error}"))
}

/// What some grants give together.
fn words<'g>(grants: impl Iterator<Item = &'g Grant>) -> String {
    let all: Vec<Abilities> = grants.map(|grant| grant.abilities).collect();
    let words = [
        (all.iter().any(|may| may.read), "read"),
        (all.iter().any(|may| may.list), "list"),
        (all.iter().any(|may| may.write), "write"),
        (all.iter().any(|may| may.admin), "admin"),
    ];
    let words: Vec<_> = words.into_iter().filter_map(|(is, word)| is.then_some(word)).collect();
    words.join(" ")
}

fn met(case: &Case) -> Vec<String> {
    let owner = Owner {
        bucket: Some("box".into()),
        region: Some("eu-central-1".into()),
        account: Some(case.account.clone()).filter(|a| !a.is_empty()),
        organisation: case.organisation.clone(),
        trusted: case.trusted.clone(),
        canonical: case.canonical.clone(),
        ..Owner::default()
    };
    let policy = if case.key { Policy::parse_key } else { Policy::parse };
    let verdict = match policy(&case.policy) {
        Ok(policy) => evaluate(&policy, &owner),
        Err(_) if case.access == "error" => return Vec::new(),
        Err(error) => return vec![error.to_string()],
    };
    let mut wrong = Vec::new();
    let mut compare = |what: &str, is: String, wanted: Option<String>| {
        if wanted.as_ref().is_some_and(|wanted| *wanted != is) {
            wrong.push(format!("{what} is {is:?}, not {:?}", wanted.unwrap_or_default()));
        }
    };
    compare("access", verdict.access.as_str().into(), Some(case.access.clone()));
    let widest = verdict.grants.iter().map(|g| g.relation).max().map_or("", Relation::as_str);
    compare("to", widest.into(), case.to.clone());
    let outside = || verdict.grants.iter().filter(|grant| grant.relation > Relation::Own);
    compare("may", words(outside()), case.may.clone());
    compare("sure", words(outside().filter(|grant| grant.doubt.is_none())), case.sure.clone());
    let unsigned = verdict.grants.iter().any(|grant| grant.party == Party::Everyone);
    compare("everybody", unsigned.to_string(), case.everybody.map(|is| is.to_string()));
    let by_rule = case.public_by_rule.map(|is| is.to_string());
    compare("public_by_rule", verdict.public_by_rule.to_string(), by_rule);
    let tls = match verdict.tls {
        TlsRule::Required => "required",
        TlsRule::Partly => "partly",
        TlsRule::NotRequired => "not required",
    };
    compare("tls", tls.into(), case.tls.clone());
    let held = case.held.map(|is| is.to_string());
    compare("held", verdict.held_to.is_some().to_string(), held);
    if verdict.access != Access::Private && verdict.proof.is_none() {
        wrong.push("there is no proof".into());
    }
    wrong
}

#[test]
fn every_policy_of_the_tables_has_its_verdict() {
    let wrong: Vec<String> = cases()
        .iter()
        .map(|case| (case, met(case)))
        .filter(|(_, wrong)| !wrong.is_empty())
        .map(|(case, wrong)| format!("{}: {}\n  {}", case.name, wrong.join("; "), case.policy))
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn forty_of_sixty_policies_are_awss_own() {
    let cases = cases();
    let of_aws = |case: &&Case| {
        let source = case.source.as_deref().unwrap_or_default();
        source.starts_with("https://docs.aws.amazon.com/")
    };
    let cited: BTreeSet<&str> =
        cases.iter().filter(of_aws).map(|case| case.policy.as_str()).collect();
    let all: BTreeSet<&str> = cases.iter().map(|case| case.policy.as_str()).collect();
    assert!(all.len() >= 60 && cited.len() >= 40, "{} of {}", cited.len(), all.len());
    let named: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(named.len(), cases.len(), "two cases of one name");
    let odd = cases.iter().filter(|case| case.source.is_some() && !of_aws(case));
    assert_eq!(odd.count(), 0, "a source that is no page of AWS's documentation");
}
