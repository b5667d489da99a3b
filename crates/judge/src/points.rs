//! What access points open: their policies, held to what the bucket's own leaves to them.

use magpie_model::{AccessPoint, BucketFacts, Known};
use magpie_policy::{
    Abilities, Access, AccessPoints, Grant, Owner, Party, Policy, Relation, Verdict, Within,
    evaluate,
};

use crate::Audience;
use crate::exposure::{SharedWith, Sought, Way};
use crate::reading::{PolicyReading, hold, owner_of, shared, stays_when_restricted};
use crate::ways::{granted, is_public_policy};

/// What an access point opens.
struct Opened<'f> {
    point: &'f AccessPoint,
    /// Whom its policy lets in; none where it could not be read.
    verdict: Option<Verdict>,
    /// Whom at most, where the bucket's policy may leave more to it than is certain.
    at_most: Option<Verdict>,
    /// Whether it is seen to be public, anywhere and whatever the bucket leaves to it: what S3 says
    /// is about the whole of it.
    seen_public: bool,
    /// Why it could not.
    reason: String,
}

const BY_CHANCE: &str = "whether the bucket's policy leaves it to this access point is not known";

/// The ways in by access points. One grants only what the bucket's policy delegates to it, or, within
/// the account, everything: its policy is the gate then.
pub(crate) fn by_access_points(
    facts: &BucketFacts,
    within: &Within,
    reading: &PolicyReading,
    restrict: Option<bool>,
    sought: Sought,
) -> Vec<Way> {
    if !is_open(facts, reading, restrict) {
        return Vec::new();
    }
    let outside =
        if restrict == Some(true) { Audience::ExternalWrite } else { Audience::PublicWrite };
    let mut ways = Vec::new();
    for mut opened in all(facts, within, reading, restrict) {
        let verdicts = [&mut opened.verdict, &mut opened.at_most];
        verdicts.into_iter().flatten().for_each(|verdict| hold(&mut verdict.grants, sought));
        ways.extend(of_point(&opened, restrict, outside));
    }
    if lists(facts).contains(&None) {
        let why = "the policy leaves it to access points, and not all of them are known";
        let way = Way::unknown(outside, why);
        // That the policy itself is not known has been said.
        ways.push(match reading {
            PolicyReading::Unknown(_) => Way { nominal: Audience::Restricted, ..way },
            _ => way,
        });
    }
    if matches!(reading, PolicyReading::Unknown(_)) {
        ways.iter_mut().for_each(|way| way.narrowest = Audience::Restricted);
    }
    ways
}

/// Whom access points let in beyond the account.
pub(crate) fn shared_by_points(
    facts: &BucketFacts,
    within: &Within,
    reading: &PolicyReading,
    restrict: Option<bool>,
) -> Vec<SharedWith> {
    if !is_open(facts, reading, restrict) {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for Opened { point, verdict, at_most, .. } in all(facts, within, reading, restrict) {
        let certain = verdict.map(|verdict| verdict.grants).unwrap_or_default();
        let grants = at_most.map_or_else(|| certain.clone(), |verdict| verdict.grants);
        let outside = grants.iter().filter(|grant| grant.relation > Relation::Own);
        let (sure, others): (Vec<_>, Vec<_>) = outside.partition(|grant| certain.contains(grant));
        let of_point = |line: SharedWith| SharedWith {
            statement: format!("access point {}, {}", point.name, line.statement),
            ..line
        };
        lines.extend(shared(sure.into_iter(), Abilities::words).into_iter().map(of_point));
        let others = shared(others.into_iter(), Abilities::words).into_iter().map(of_point);
        lines.extend(others.map(|line| SharedWith { rule: BY_CHANCE, ..line }));
    }
    lines
}

/// Whether the policy of some access point that leads to the bucket is not known.
pub(crate) fn is_any_unread(facts: &BucketFacts) -> bool {
    points(facts).any(|point| matches!(point.policy, Known::Unknown(_)))
}

fn lists(facts: &BucketFacts) -> [Option<&Vec<AccessPoint>>; 2] {
    [facts.access_points.get(), facts.multi_region_points.get()]
}

fn points(facts: &BucketFacts) -> impl Iterator<Item = &AccessPoint> {
    lists(facts).into_iter().flatten().flatten()
}

/// What the policy leaves to access points of the account, or may where that is not known.
fn gates<'r>(
    facts: &BucketFacts,
    reading: &'r PolicyReading,
) -> Vec<(&'r Grant, &'r AccessPoints)> {
    let grants = reading.verdict().map_or(&[][..], |verdict| &verdict.grants);
    let own = |grant: &&Grant| grant.relation == Relation::Own || facts.account.get().is_none();
    let points = |grant: &'r Grant| match &grant.party {
        Party::AccessPoints(points) => Some((grant, points)),
        _ => None,
    };
    grants.iter().filter(own).filter_map(points).collect()
}

/// The access points with the region and the name that their ARNs hold; `*` for what is not known.
fn with_arns(facts: &BucketFacts) -> impl Iterator<Item = (&AccessPoint, &str, &str)> {
    let [one, several] = lists(facts).map(|list| list.into_iter().flatten());
    let region = facts.region.get().map_or("*", String::as_str);
    // The ARN of one of several regions holds an alias in place of its name.
    let several = several.map(|point| (point, "", point.alias.as_deref().unwrap_or("*.mrap")));
    one.map(move |point| (point, region, point.name.as_str())).chain(several)
}

/// A public policy that is restricted lets no other account in, by whatever way.
fn is_open(facts: &BucketFacts, reading: &PolicyReading, restrict: Option<bool>) -> bool {
    let delegates =
        matches!(reading, PolicyReading::Unknown(_)) || !gates(facts, reading).is_empty();
    delegates && !(restrict == Some(true) && is_public_policy(facts, reading))
}

fn all<'f>(
    facts: &'f BucketFacts,
    within: &Within,
    reading: &PolicyReading,
    restrict: Option<bool>,
) -> Vec<Opened<'f>> {
    let owner = Owner { within: within.clone(), ..owner_of(facts) };
    let gates = gates(facts, reading);
    let is_read = reading.verdict().is_some();
    let of = |(point, region, name): (&'f AccessPoint, &str, &str)| {
        let mut certain = Vec::new();
        let mut at_most = Vec::new();
        for (gate, points) in &gates {
            let sure = facts.account.get().is_some() && gate.doubt.is_none();
            match points.mean(region, name).filter(|meant| !meant || sure) {
                Some(true) => certain.push(*gate),
                Some(false) => continue,
                None => {}
            }
            at_most.push(*gate);
        }
        if is_read && at_most.is_empty() {
            return None;
        }
        let text = match &point.policy {
            Known::Unknown(_) => return Some(not_read(point, "was not read")),
            Known::Yes(text) => text.as_deref().unwrap_or(r#"{"Statement":[]}"#),
        };
        let Ok(policy) = Policy::parse_point(text, facts.bucket.as_deref()) else {
            return Some(not_read(point, "could not be understood"));
        };
        let whole = evaluate(&policy, &owner_of(facts));
        let seen_public = whole.access == Access::Public;
        let mut verdict = evaluate(&policy, &owner);
        let restricted = restrict == Some(true) || point.restricts == Known::Yes(true);
        if verdict.public_by_rule && restricted {
            verdict.grants.retain(stays_when_restricted);
        }
        let is_sure = !is_read || certain.len() == at_most.len();
        let at_most = (!is_sure).then(|| verdict.clone().behind(&at_most));
        if is_read {
            verdict = verdict.behind(&certain);
        }
        Some(Opened { point, verdict: Some(verdict), at_most, seen_public, reason: String::new() })
    };
    with_arns(facts).filter_map(of).collect()
}

fn not_read<'f>(point: &'f AccessPoint, what: &str) -> Opened<'f> {
    let reason = format!("the policy of access point {} {what}", point.name);
    Opened { point, verdict: None, at_most: None, seen_public: false, reason }
}

fn of_point(opened: &Opened<'_>, restrict: Option<bool>, outside: Audience) -> Vec<Way> {
    let Opened { point, verdict, reason, .. } = opened;
    let is_public = point.public == Known::Yes(true) && restrict != Some(true);
    let public = || Way {
        nominal: Audience::PublicRead,
        narrowest: Audience::Restricted,
        widest: Audience::PublicWrite,
        reason: format!("the access point {} lets everybody in", point.name),
    };
    let Some(verdict) = verdict else {
        if is_public {
            return vec![public()];
        }
        // A public one that is restricted names nobody else either.
        if point.public == Known::Yes(true) {
            return Vec::new();
        }
        let may_be_public = restrict != Some(true) && matches!(point.public, Known::Unknown(_));
        let widest = if may_be_public { outside } else { Audience::ExternalWrite };
        return vec![Way::unknown(widest, reason.clone())];
    };
    // S3 knows of something that was not seen here.
    if is_public && !opened.seen_public {
        return vec![public()];
    }
    let mut ways = by_verdict(point, verdict, restrict);
    let at_most = opened.at_most.iter().flat_map(|verdict| by_verdict(point, verdict, restrict));
    ways.extend(at_most.filter(|way| way.widest.is_outside()).map(|way| {
        let why = "if the bucket's policy leaves it to that one, which could not be told";
        Way::unknown(way.widest, format!("{}, {why}", way.reason))
    }));
    ways
}

fn by_verdict(point: &AccessPoint, verdict: &Verdict, restrict: Option<bool>) -> Vec<Way> {
    let mut ways = match verdict.grants.iter().any(|grant| grant.relation > Relation::Own) {
        true => granted(verdict),
        false => Vec::new(),
    };
    let unsure = verdict.public_by_rule
        && (restrict.is_none() || matches!(point.restricts, Known::Unknown(_)));
    for way in &mut ways {
        way.reason = format!("by the access point {}, {}", point.name, way.reason);
        // From outside of its VPC nobody reaches it.
        if point.vpc_only && way.nominal.is_public() {
            (way.nominal, way.widest) = (Audience::Unknown, Audience::ExternalWrite);
            way.narrowest = Audience::Restricted;
        }
        if unsure {
            way.narrowest = Audience::Restricted;
        }
    }
    ways
}
