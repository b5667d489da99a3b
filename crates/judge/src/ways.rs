//! The ways into a bucket by its policy, and what the grants of any policy come to.

use magpie_model::BucketFacts;
use magpie_policy::{Access, Grant, Party, Relation, Verdict, merged};

use crate::Audience;
use crate::exposure::Way;
use crate::reading::{PolicyReading, named, statement, stays_when_restricted};

pub(crate) fn by_policy(
    facts: &BucketFacts,
    reading: &PolicyReading,
    of_bucket: &PolicyReading,
    restrict: Option<bool>,
) -> Vec<Way> {
    match reading {
        PolicyReading::None => vec![Way::sure(Audience::Account, "there is no bucket policy")],
        PolicyReading::Unknown(_) => vec![by_status(facts, restrict)],
        PolicyReading::Read(verdict) => by_verdict(facts, verdict, of_bucket, restrict),
    }
}

/// Whether S3 calls the policy public, or would.
pub(crate) fn is_public_policy(facts: &BucketFacts, of_bucket: &PolicyReading) -> bool {
    facts.policy_public.get() == Some(&true)
        || of_bucket.verdict().is_some_and(|verdict| verdict.public_by_rule)
}

/// What S3 says of a policy whose text is not known.
fn by_status(facts: &BucketFacts, restrict: Option<bool>) -> Way {
    match (facts.policy_public.get(), restrict) {
        (Some(true), Some(true)) => Way::sure(
            Audience::Account,
            "the policy is public and Block Public Access restricts it to the account",
        ),
        (Some(true), restrict) => Way {
            nominal: Audience::PublicRead,
            narrowest: if restrict == Some(false) {
                Audience::PublicRead
            } else {
                Audience::Restricted
            },
            widest: Audience::PublicWrite,
            reason: "the bucket policy lets everybody in".into(),
        },
        (Some(false), _) => Way::unknown(
            Audience::ExternalWrite,
            "the bucket policy is not public; whether it lets other accounts in was not read",
        ),
        (None, Some(true)) => Way::unknown(
            Audience::ExternalWrite,
            "the bucket policy is not known; Block Public Access keeps the public out",
        ),
        (None, _) => Way::unknown(Audience::PublicWrite, "the bucket policy is not known"),
    }
}

/// `of_bucket` is what became of the whole policy: S3 calls it public, and restricts it, as a whole.
fn by_verdict(
    facts: &BucketFacts,
    verdict: &Verdict,
    of_bucket: &PolicyReading,
    restrict: Option<bool>,
) -> Vec<Way> {
    let public = is_public_policy(facts, of_bucket);
    if public && restrict == Some(true) {
        let mut left = verdict.clone();
        left.grants.retain(stays_when_restricted);
        // Where S3 itself calls it not public, it restricts nothing.
        if facts.policy_public.get() == Some(&false) {
            return vec![known(&left), if_not_restricted(verdict)];
        }
        return match left.grants.iter().any(|grant| grant.relation > Relation::Service) {
            true => granted(&left),
            false => vec![Way::sure(
                Audience::Account,
                "the policy is public and Block Public Access restricts it to the account",
            )],
        };
    }
    let mut ways = granted(verdict);
    // Others get in, and not here.
    if of_bucket.verdict().is_some_and(lets_outsiders_in) && !lets_outsiders_in(verdict) {
        let elsewhere = "no statement of the policy opens it to outsiders";
        ways.iter_mut()
            .filter(|way| way.nominal == Audience::Account)
            .for_each(|way| way.reason = elsewhere.into());
    }
    // A switch that is not known may yet shut out whatever a public policy lets in.
    if public && restrict.is_none() {
        ways.iter_mut().for_each(|way| way.narrowest = Audience::Restricted);
    }
    // S3 knows of something that was not seen here: neither everybody, nor the form that it goes by.
    let seen = |verdict: &Verdict| verdict.public_by_rule || verdict.access == Access::Public;
    if facts.policy_public.get() == Some(&true) && !of_bucket.verdict().is_some_and(seen) {
        ways.iter_mut().for_each(|way| way.widest = Audience::PublicWrite);
    }
    ways
}

fn lets_outsiders_in(verdict: &Verdict) -> bool {
    verdict.grants.iter().any(|grant| grant.relation > Relation::Service)
}

/// What a policy comes to that one rule calls public and S3 does not: S3 restricts it, or does not.
fn if_not_restricted(verdict: &Verdict) -> Way {
    let ceilings = granted(verdict).into_iter().map(|way| way.widest);
    let widest = ceilings.fold(Audience::Account, Audience::wider);
    if !widest.is_outside() {
        return Way::sure(Audience::Account, "the policy lets nobody in beyond the account");
    }
    let why = "by its text the policy is public, and Block Public Access restricts it; S3 calls it not public, and then nothing is restricted";
    Way { narrowest: Audience::Account, ..Way::unknown(widest, why) }
}

/// What the grants come to: the widest of those that are certain, each of whom it is not known whether
/// they are of the account, and the widest that a denial may yet take away.
pub(crate) fn granted(verdict: &Verdict) -> Vec<Way> {
    let reaching = |grant: &&Grant| grant.relation > Relation::Own && !grant.abilities.is_none();
    let reaching = || verdict.grants.iter().filter(reaching);
    let mut ways = vec![known(verdict)];
    let sure = reaching().filter(|grant| grant.doubt.is_none());
    ways.extend(sure.filter(|grant| grant.relation == Relation::NotKnown).map(|grant| {
        let reason = format!(
            "the policy lets {}, and whether that belongs to the account is not known",
            lets(grant)
        );
        Way { narrowest: Audience::Account, ..Way::unknown(external(grant), reason) }
    }));
    let doubted = reaching().filter_map(|grant| Some((at_most(grant), grant.doubt.as_ref()?)));
    let doubted = doubted.reduce(|a, b| if b.0.wider(a.0) == a.0 { a } else { b });
    ways.extend(doubted.map(|(ceiling, denial)| {
        let why = format!("{}: {}", statement(denial), denial.rule);
        Way::unknown(ceiling, format!("whom the policy lets in could not be told: {why}"))
    }));
    ways
}

/// What a grant gives whom by which statement.
fn lets(grant: &Grant) -> String {
    format!("{} {} ({})", grant.party, grant.abilities.words(), statement(&grant.proof))
}

/// The widest of the grants to parties that are known.
fn known(verdict: &Verdict) -> Way {
    let sure = || verdict.grants.iter().filter(|grant| grant.doubt.is_none());
    let widest = sure().map(|grant| (audience(grant), grant));
    let widest = widest.reduce(|a, b| if b.0.wider(a.0) == a.0 { a } else { b });
    let Some((nominal, grant)) = widest else {
        return held(verdict, "the policy lets nobody in");
    };
    let asks = |g: &&Grant| g.abilities.is_none() && g.relation > Relation::Own;
    let asks = sure().filter(asks).max_by_key(|g| g.relation);
    if nominal == Audience::Account
        && let Some(grant) = asks.filter(|g| g.relation != Relation::Service)
    {
        let reason = format!(
            "the policy lets {}, and nobody beyond the account and AWS services reaches data",
            lets(grant)
        );
        return held(verdict, &reason);
    }
    if nominal == Audience::Account {
        return held(verdict, "the policy lets nobody in beyond the account and AWS services");
    }
    Way::sure(nominal, format!("the policy lets {}", lets(grant)))
}

/// Nobody beyond the account; less than the account where denials hold reading to a few.
fn held(verdict: &Verdict, reason: &str) -> Way {
    match &verdict.held_to {
        Some(parties) if !parties.is_empty() && parties.iter().all(Party::is_few) => {
            let names = named(&merged(parties.iter()));
            Way::sure(Audience::Restricted, format!("the policy denies reading to all but {names}"))
        }
        _ if verdict.may_hold => {
            Way { narrowest: Audience::Restricted, ..Way::sure(Audience::Account, reason) }
        }
        _ => Way::sure(Audience::Account, reason),
    }
}

/// The audience that a grant makes for certain.
pub(crate) fn audience(grant: &Grant) -> Audience {
    // To ask about the configuration is not to reach data.
    if grant.abilities.is_none() {
        return Audience::Account;
    }
    match grant.relation {
        Relation::Nobody | Relation::Own | Relation::Service | Relation::NotKnown => {
            Audience::Account
        }
        Relation::Organisation => Audience::Organisation,
        Relation::Trusted => Audience::TrustedThirdParty,
        Relation::CloudFront => Audience::CloudFront,
        Relation::External => external(grant),
        Relation::Public => public(grant),
    }
}

/// The widest that it may come to.
pub(crate) fn at_most(grant: &Grant) -> Audience {
    if grant.relation == Relation::NotKnown { external(grant) } else { audience(grant) }
}

fn external(grant: &Grant) -> Audience {
    let writes = grant.abilities.write || grant.abilities.admin;
    if writes { Audience::ExternalWrite } else { Audience::ExternalRead }
}

fn public(grant: &Grant) -> Audience {
    let writes = grant.abilities.write || grant.abilities.admin;
    match writes {
        true => Audience::PublicWrite,
        // Whoever has an account can make a distribution.
        false if grant.party.is_service() || grant.party == Party::AnyAccount => {
            Audience::AnyAccount
        }
        false => Audience::PublicRead,
    }
}
