//! What an ACL opens: to everybody, to every AWS account, to others by their canonical ids.

use magpie_model::{AclAbilities, AclGrants, BucketFacts};
use magpie_policy::{Grant, Owner, Party, Policy, Relation, Within, left_of_acl};

use crate::exposure::{SharedWith, Way};
use crate::reading::{IN_DOUBT, owner_of, statement};
use crate::replicas::any;
use crate::ways::{at_most, audience};
use crate::{Audience, exposure};

/// The ways into a bucket by its ACL. `ignore` says whether Block Public Access ignores public grants.
pub(crate) fn by_acl(facts: &BucketFacts, within: &Within, ignore: Option<bool>) -> Vec<Way> {
    if facts.acls_disabled.get() == Some(&true) {
        return vec![Way::sure(Audience::Restricted, "ACLs are switched off")];
    }
    let Some(grants) = facts.acl.get() else {
        return vec![match ignore {
            Some(true) => Way::unknown(
                Audience::ExternalWrite,
                "the ACL is not known; Block Public Access ignores its public grants",
            ),
            _ => Way::unknown(Audience::PublicWrite, "the ACL is not known"),
        }];
    };
    let enabled = facts.acls_disabled.get() == Some(&false);
    let in_force = enabled && ignore == Some(false);
    let mut ways = to_others(facts, within, grants, enabled);
    if ignore != Some(true) {
        // What is not known may still make S3 ignore the grant.
        for mut way in public(facts, within, grants) {
            way.narrowest = if in_force { way.narrowest } else { Audience::Restricted };
            ways.push(way);
        }
    }
    if ways.is_empty() {
        let reason = match seen_by(grants, ignore) {
            Some(who) => {
                format!("the ACL lets {who} read the ACL, and nobody outside reaches data")
            }
            None => "the ACL grants nothing outside the account".into(),
        };
        ways.push(Way::sure(Audience::Restricted, reason));
    }
    ways
}

/// What everybody and every AWS account are given, less what the policy denies.
fn public(facts: &BucketFacts, within: &Within, grants: &AclGrants) -> Vec<Way> {
    let given = [
        (EVERYBODY, Party::Everyone, grants.everybody, Audience::PublicRead),
        (ANY_ACCOUNT, Party::AnyAccount, grants.any_account, Audience::AnyAccount),
    ];
    let mut ways = Vec::new();
    for (who, party, may, reads) in given.into_iter().filter(|of| of.2.reaches_data()) {
        let reason = format!("the ACL lets {who} {}", words(may));
        let Some(left) = left(facts, within, party.clone(), may) else {
            let audience = if may.changes() { Audience::PublicWrite } else { reads };
            let narrowest = if is_policy_known(facts) { audience } else { Audience::Restricted };
            ways.push(Way { narrowest, ..Way::sure(audience, reason) });
            continue;
        };
        for grant in left.iter().filter(|grant| !grant.abilities.is_none()) {
            let less = format!("{reason}, and the policy denies all but {}", grant.party);
            ways.push(match &grant.doubt {
                Some(denial) => {
                    let denial = statement(denial);
                    let why = format!("{reason}, unless {denial} of the policy denies it");
                    Way::unknown(at_most(grant), why)
                }
                None if grant.relation == Relation::NotKnown => Way::unknown(at_most(grant), less),
                None if grant.party == party => Way::sure(audience(grant), reason.clone()),
                None => Way::sure(audience(grant), less),
            });
        }
    }
    ways
}

/// What the policy leaves of a grant; `None` where there is none that could be read.
fn left(
    facts: &BucketFacts,
    within: &Within,
    party: Party,
    may: AclAbilities,
) -> Option<Vec<Grant>> {
    let text = facts.policy.get()?.as_ref()?;
    let policy = Policy::parse(text).ok()?;
    let owner = Owner { within: within.clone(), ..owner_of(facts) };
    let given = [
        (
            may.read,
            &["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"][..],
        ),
        (may.write, &["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"]),
        (may.read_acl, &["s3:GetBucketAcl"]),
        (may.write_acl, &["s3:PutBucketAcl"]),
    ];
    let actions = given.into_iter().filter(|(is, _)| *is).flat_map(|(_, actions)| actions.iter());
    Some(left_of_acl(&policy, party, &actions.copied().collect::<Vec<_>>(), &owner))
}

/// Whether there is no policy, or one that could be read: denials of another may be.
fn is_policy_known(facts: &BucketFacts) -> bool {
    match facts.policy.get() {
        Some(None) => true,
        Some(Some(text)) => Policy::parse(text).is_ok(),
        None => facts.has_policy.get() == Some(&false),
    }
}

/// A canonical id tells no account: it may be that of an origin access identity of CloudFront too.
fn to_others(facts: &BucketFacts, within: &Within, grants: &AclGrants, enabled: bool) -> Vec<Way> {
    let reaching = grants.others.iter().filter(|(_, may)| may.reaches_data());
    reaching
        .filter_map(|(id, may)| {
            let party = Party::Canonical(id.clone());
            let reason = format!("the ACL lets {party} {}", words(*may));
            let left = left(facts, within, party.clone(), *may);
            let left = left.as_deref();
            if left.is_some_and(|left| !left.iter().any(reaches_data)) {
                return None;
            }
            let is_sure = match left {
                Some(left) => left.iter().any(|grant| reaches_data(grant) && grant.doubt.is_none()),
                None => is_policy_known(facts),
            };
            match party.relation(&owner_of(facts)) {
                Relation::Own | Relation::Service | Relation::Nobody => None,
                Relation::Trusted => {
                    let audience = Audience::TrustedThirdParty;
                    let narrowest =
                        if enabled && is_sure { audience } else { Audience::Restricted };
                    Some(Way { narrowest, ..Way::sure(audience, reason) })
                }
                _ => {
                    let widest = if may.changes() {
                        Audience::ExternalWrite
                    } else {
                        Audience::ExternalRead
                    };
                    Some(Way::unknown(widest, format!("{reason}, and an id tells no account")))
                }
            }
        })
        .collect()
}

/// Who sees the ACL, and gets at nothing else.
fn seen_by(grants: &AclGrants, ignore: Option<bool>) -> Option<String> {
    let public = [(EVERYBODY, grants.everybody), (ANY_ACCOUNT, grants.any_account)];
    let public = public.into_iter().filter(|(_, may)| may.read_acl && ignore != Some(true));
    let others = grants.others.iter().filter(|(_, may)| may.read_acl);
    let others = others.map(|(id, _)| Party::Canonical(id.clone()).to_string());
    public.map(|(who, _)| who.to_owned()).chain(others).next()
}

fn reaches_data(grant: &Grant) -> bool {
    !grant.abilities.is_none()
}

const EVERYBODY: &str = "everybody";
const ANY_ACCOUNT: &str = "every AWS account";

/// What a grant on a bucket is good for.
fn words(may: AclAbilities) -> String {
    let words = [
        (may.read, "list"),
        (may.write, "write"),
        (may.read_acl, "read the ACL"),
        (may.write_acl, "rewrite the ACL"),
    ];
    let words: Vec<&str> = words.into_iter().filter_map(|(is, word)| is.then_some(word)).collect();
    match words.split_last() {
        Some((last, [])) => (*last).into(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "do nothing".into(),
    }
}

/// Whom the ACL lets in beyond the owner, as far as nothing known makes S3 ignore it.
pub(crate) fn shared_by_acl(
    facts: &BucketFacts,
    within: &Within,
    ignore: Option<bool>,
) -> Vec<SharedWith> {
    let Some(grants) = facts.acl.get().filter(|_| facts.acls_disabled.get() != Some(&true)) else {
        return Vec::new();
    };
    let owner = owner_of(facts);
    let lines = |who: String, party: Party, may: AclAbilities| -> Vec<SharedWith> {
        let whole = SharedWith {
            party: who,
            relation: party.relation(&owner).as_str(),
            abilities: words(may),
            statement: "the bucket's ACL".into(),
            rule: "a grant of the ACL names whom it is for",
        };
        let Some(left) = left(facts, within, party.clone(), may) else { return vec![whole] };
        let part = |grant: &Grant| SharedWith {
            party: if grant.party == party { whole.party.clone() } else { grant.party.to_string() },
            relation: grant.relation.as_str(),
            abilities: grant.abilities.words(),
            rule: if grant.doubt.is_some() { IN_DOUBT } else { whole.rule },
            ..whole.clone()
        };
        let outside = |grant: &&Grant| grant.party == party || grant.relation > Relation::Own;
        left.iter().filter(outside).map(part).collect()
    };
    let given = |may: &AclAbilities| *may != AclAbilities::default();
    let public = [
        (EVERYBODY, Party::Everyone, grants.everybody),
        (ANY_ACCOUNT, Party::AnyAccount, grants.any_account),
    ];
    let public = public.into_iter().filter(|(_, _, may)| given(may) && ignore != Some(true));
    let public = public.flat_map(|(who, party, may)| lines(who.into(), party, may));
    let others = grants.others.iter().filter(|(_, may)| given(may)).flat_map(|(id, may)| {
        let party = Party::Canonical(id.clone());
        lines(party.to_string(), party, *may)
    });
    public.chain(others).collect()
}

/// The canonical ids that the ACL gives such a thing to and that nobody knows.
pub(crate) fn untold_by_acl(
    facts: &BucketFacts,
    such: impl Fn(&AclAbilities) -> bool,
) -> Vec<String> {
    let owner = owner_of(facts);
    let enabled = facts.acls_disabled.get() != Some(&true);
    let grants = facts.acl.get().filter(|_| enabled);
    let others = grants.into_iter().flat_map(|grants| &grants.others);
    let ids = others.filter(|(_, may)| such(may)).map(|(id, _)| id);
    let untold =
        |id: &&String| Party::Canonical((*id).clone()).relation(&owner) == Relation::NotKnown;
    ids.filter(untold).cloned().collect()
}

/// Whether the ACL shows itself to the public and gives it nothing else; `None` when that is not known.
pub(crate) fn shown_by_acl(facts: &BucketFacts) -> Option<bool> {
    let ignore = exposure::ignores_public_acls(facts);
    if facts.acls_disabled.get() == Some(&true) || ignore == Some(true) {
        return Some(false);
    }
    let grants = facts.acl.get()?;
    let public = [(Party::Everyone, grants.everybody), (Party::AnyAccount, grants.any_account)];
    let shown = public.into_iter().filter(|(_, may)| may.read_acl && !may.reaches_data());
    let in_force = facts.acls_disabled.get() == Some(&false) && ignore == Some(false);
    any(shown.map(|(party, may)| match left(facts, &Within::Bucket, party, may) {
        Some(left) if left.is_empty() => Some(false),
        Some(left) if in_force && left.iter().any(|grant| grant.doubt.is_none()) => Some(true),
        None if in_force && is_policy_known(facts) => Some(true),
        _ => None,
    }))
}

/// Whether the ACL lets an outsider rewrite it; `None` when that is not known.
pub(crate) fn rewritten_by_outsiders(facts: &BucketFacts) -> Option<bool> {
    if facts.acls_disabled.get() == Some(&true) {
        return Some(false);
    }
    let ignore = exposure::ignores_public_acls(facts);
    let grants = facts.acl.get()?;
    let rewrites = AclAbilities { write_acl: true, ..AclAbilities::default() };
    let left_of = |party| left(facts, &Within::Bucket, party, rewrites);
    let left = left_of(Party::Everyone);
    let sure = left.as_ref().map(|left| {
        left.iter().any(|grant| grant.party == Party::Everyone && grant.doubt.is_none())
    });
    let public = (grants.everybody.write_acl || grants.any_account.write_acl)
        && left.is_none_or(|left| !left.is_empty());
    let owner = owner_of(facts);
    let denied = |party: &Party| left_of(party.clone()).is_some_and(|left| left.is_empty());
    let others = grants.others.iter().filter(|(_, may)| may.write_acl);
    let not_known = others
        .map(|(id, _)| Party::Canonical(id.clone()))
        .filter(|party| !denied(party))
        .map(|party| party.relation(&owner))
        .any(|relation| relation == Relation::NotKnown);
    match (public, ignore, facts.acls_disabled.get()) {
        (true, Some(false), Some(false)) if sure != Some(false) => Some(true),
        (true, None | Some(false), _) => None,
        _ if not_known => None,
        _ => Some(false),
    }
}
