//! What mends a finding here: by what brought it about, with the values that the facts tell.

use magpie_model::{AclGrants, BucketFacts, Fact, ReplicationRule};

use crate::Control;
use crate::replicas::{Leads, leads_away};

/// What brings a finding about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// A policy, or what is no matter of grants.
    Policy,
    /// The bucket's ACL alone.
    Acl,
    /// Either, or both.
    Both,
}

impl Cause {
    /// What is left without one of them tells which it was.
    pub(crate) fn of(facts: &BucketFacts, case: impl Fn(&BucketFacts) -> Option<bool>) -> Self {
        let gone = |facts: BucketFacts| case(&facts) == Some(false);
        match (gone(without_acl(facts)), gone(without_policy(facts))) {
            (true, false) => Self::Acl,
            (false, true) => Self::Policy,
            _ => Self::Both,
        }
    }

    /// The mend of a control for this cause.
    pub(crate) fn mend(self, control: &Control) -> String {
        let Control { mend, mend_acl, .. } = control;
        match self {
            _ if mend_acl.is_empty() => mend.clone(),
            Self::Policy => mend.clone(),
            Self::Acl => mend_acl.clone(),
            Self::Both => format!("{mend}; and for the ACL: {mend_acl}"),
        }
    }
}

fn without_acl(facts: &BucketFacts) -> BucketFacts {
    let owner = facts.acl.get().and_then(|acl| acl.owner.clone());
    let none = AclGrants { owner, ..AclGrants::default() };
    BucketFacts { acl: Fact::known(none, facts.acl.source, &facts.acl.at), ..facts.clone() }
}

fn without_policy(facts: &BucketFacts) -> BucketFacts {
    let (source, at) = (facts.policy.source, facts.policy.at.as_str());
    BucketFacts {
        policy: Fact::known(None, source, at),
        has_policy: Fact::known(false, source, at),
        policy_public: Fact::known(false, source, at),
        ..facts.clone()
    }
}

/// The mend of replication: with what selects the rules that lead away, or where none does for certain those
/// that may.
pub(crate) fn mend_of_replication(control: &Control, facts: &BucketFacts) -> String {
    let rules = facts.replication.get().map(Vec::as_slice).unwrap_or_default();
    let that = |case| rules_that(leads_away, case, facts, rules);
    let (sure, open) = (that(Some(true)), that(None));
    let about = if sure.is_empty() { &open } else { &sure };
    let mut tests: Vec<String> = Vec::new();
    for rule in about {
        let test = selecting(rule);
        if !tests.contains(&test) {
            tests.push(test);
        }
    }
    let mut mend = control.mend.replace("THOSE", &tests.join(" || "));
    if tests.iter().any(|test| test == UNNAMED) {
        mend.push_str(
            "; DESTINATION is that bucket's ARN, whose name is not one that a command may hold",
        );
    }
    let untold = |rule: &&&ReplicationRule| rule.account.is_none() && is_plain(&rule.bucket);
    if let Some(rule) = about.iter().find(untold) {
        mend.push_str(&format!(
            "; whose bucket {0} is, S3 does not tell, unless it is asked with an account: aws s3api head-bucket \
             --bucket {0} --expected-bucket-owner YOURS, with each of your accounts for YOURS, fails where it is \
             not that one's",
            rule.bucket
        ));
    }
    mend
}

fn rules_that<'r>(
    leads: Leads,
    case: Option<bool>,
    facts: &BucketFacts,
    rules: &'r [ReplicationRule],
) -> Vec<&'r ReplicationRule> {
    rules.iter().filter(|rule| leads(facts, rule) == case).collect()
}

/// What tells a rule from others in a query: the account that it names, or else its bucket. What somebody
/// else may have named as he liked is left to the user: a command is to hold plain names only.
fn selecting(rule: &ReplicationRule) -> String {
    match &rule.account {
        Some(account) if is_plain(account) => format!("Destination.Account==`\"{account}\"`"),
        None if is_plain(&rule.bucket) => {
            format!("ends_with(Destination.Bucket,`\":{}\"`)", rule.bucket)
        }
        _ => UNNAMED.into(),
    }
}

const UNNAMED: &str = "Destination.Bucket==`\"DESTINATION\"`";

fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    !name.is_empty() && name.chars().all(plain)
}
