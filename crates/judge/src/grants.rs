//! Findings that depend on grants of policy and ACL alone: whether they are the case, and whether all that is
//! in doubt is who somebody is.

use magpie_model::BucketFacts;
use magpie_policy::{Grant, Party, Relation};

use crate::acl::{rewritten_by_outsiders, shown_by_acl, untold_by_acl};
use crate::configuration::{audience_of, reached};
use crate::exposure::either_restricts;
use crate::reading::stays_when_restricted;
use crate::replicas::any;
use crate::ways::is_public_policy;
use crate::{Control, PolicyReading, exposure_of, read_policy};

/// The words where all that is in doubt is who somebody is, with whom they are about: canonical ids, which
/// tell no account.
pub(crate) fn of_untold(
    control: &'static Control,
    facts: &BucketFacts,
) -> Option<(&'static Control, Vec<String>)> {
    let variant = control.variants.get("untold")?;
    let ids = untold_ids(facts, control.id == "administered_externally");
    let mut trusting = facts.clone();
    trusting.declared.trusted.extend(ids.iter().cloned());
    if ids.is_empty() || of_grants(&control.id, &trusting) != Some(false) {
        return None;
    }
    let words = ids.into_iter().map(|id| Party::Canonical(id).to_string());
    Some((variant, words.collect()))
}

/// The canonical ids that policy and ACL let reach data, or only those that they let administer, and that
/// nobody knows.
fn untold_ids(facts: &BucketFacts, administering: bool) -> Vec<String> {
    let reading = read_policy(facts);
    let grants = reading.verdict().map_or(&[][..], |verdict| &verdict.grants);
    let of_policy = grants.iter().filter_map(|grant| match &grant.party {
        _ if grant.relation != Relation::NotKnown || grant.abilities.is_none() => None,
        Party::Canonical(id) if grant.abilities.admin || !administering => Some(id),
        _ => None,
    });
    let of_acl = untold_by_acl(facts, |may| match administering {
        true => may.write_acl,
        false => may.reaches_data(),
    });
    let mut ids: Vec<String> = of_policy.cloned().chain(of_acl).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Whether it is the case of what depends on grants of policy and ACL alone.
pub(crate) fn of_grants(id: &str, facts: &BucketFacts) -> Option<bool> {
    match (id, audience_of(id)) {
        ("administered_externally", _) => administered(facts),
        ("metadata_disclosed", _) => metadata_disclosed(facts),
        (_, Some(is)) => reached(&exposure_of(facts), is),
        _ => None,
    }
}

/// Whether policy or ACL lets an outsider change what protects the bucket; a grant to those who are
/// trusted, or of the organisation, is none to outsiders.
fn administered(facts: &BucketFacts) -> Option<bool> {
    match (administered_by_policy(facts), rewritten_by_outsiders(facts)) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn administered_by_policy(facts: &BucketFacts) -> Option<bool> {
    granted_to(facts, |grant| grant.abilities.admin && grant.relation >= Relation::NotKnown)
}

/// Whether the public is let ask about configuration or objects, by a statement that gives nothing else.
fn metadata_disclosed(facts: &BucketFacts) -> Option<bool> {
    let by_policy =
        granted_to(facts, |grant| grant.relation == Relation::Public && grant.abilities.is_none());
    any([by_policy, shown_by_acl(facts)].into_iter())
}

/// Whether the policy lets whoever makes a CloudFront distribution in.
pub(crate) fn open_to_any_distribution(facts: &BucketFacts) -> Option<bool> {
    granted_to(facts, |grant| {
        grant.party.is_service() && grant.relation == Relation::Public && !grant.abilities.is_none()
    })
}

/// Whether a service may act here for whichever account.
pub(crate) fn service_not_held(facts: &BucketFacts) -> Option<bool> {
    granted_to(facts, |grant| {
        matches!(grant.party, Party::Service(_))
            && grant.relation == Relation::Service
            && !grant.abilities.is_none()
    })
}

/// Whether the policy holds such a grant that is in force; `None` when that is not known.
fn granted_to(facts: &BucketFacts, such: fn(&Grant) -> bool) -> Option<bool> {
    let reading = read_policy(facts);
    let verdict = match &reading {
        PolicyReading::None => return Some(false),
        PolicyReading::Unknown(_) => return None,
        PolicyReading::Read(verdict) => verdict,
    };
    let public = is_public_policy(facts, &reading);
    // A public policy that is restricted lets no other account in.
    let in_force = |grant: &&Grant| match either_restricts(facts) {
        _ if !public || stays_when_restricted(grant) => Some(true),
        Some(restricted) => Some(!restricted),
        None => None,
    };
    any(verdict.grants.iter().filter(|grant| such(grant)).map(|grant| match grant.relation {
        Relation::NotKnown => in_force(&grant).filter(|is| !is),
        _ if grant.doubt.is_some() => in_force(&grant).filter(|is| !is),
        _ => in_force(&grant),
    }))
}
