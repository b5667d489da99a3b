//! What an ACL opens: to everybody, to every AWS account, to others by their canonical ids.

use magpie_model::{AclAbilities, AclGrants, BucketFacts};
use magpie_policy::{Party, Relation};

use crate::exposure::{SharedWith, Way};
use crate::reading::owner_of;
use crate::{Audience, exposure};

/// The ways into a bucket by its ACL. `ignore` says whether Block Public Access ignores public grants.
pub(crate) fn by_acl(facts: &BucketFacts, ignore: Option<bool>) -> Vec<Way> {
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
    let mut ways = to_others(facts, grants, enabled);
    if let Some((audience, reason)) = public(grants).filter(|_| ignore != Some(true)) {
        // What is not known may still make S3 ignore the grant.
        let narrowest = if in_force { audience } else { Audience::Restricted };
        ways.push(Way { narrowest, ..Way::sure(audience, reason) });
    }
    if ways.is_empty() {
        let reason = match seen_by(grants, ignore) {
            Some(who) => format!("the ACL lets {who} read the ACL, and nobody outside reach data"),
            None => "the ACL grants nothing outside the account".into(),
        };
        ways.push(Way::sure(Audience::Restricted, reason));
    }
    ways
}

fn public(grants: &AclGrants) -> Option<(Audience, String)> {
    let of = |who: &str, may: AclAbilities, reads: Audience| {
        let audience = if may.changes() { Audience::PublicWrite } else { reads };
        may.reaches_data().then(|| (audience, format!("the ACL lets {who} {}", words(may))))
    };
    let everybody = of(EVERYBODY, grants.everybody, Audience::PublicRead);
    let any_account = of(ANY_ACCOUNT, grants.any_account, Audience::AnyAccount);
    match (everybody, any_account) {
        (Some(everybody), Some(any)) if any.0.wider(everybody.0) == everybody.0 => Some(everybody),
        (everybody, None) => everybody,
        (_, any) => any,
    }
}

/// A canonical id tells no account: it may be that of an origin access identity of CloudFront too.
fn to_others(facts: &BucketFacts, grants: &AclGrants, enabled: bool) -> Vec<Way> {
    let reaching = grants.others.iter().filter(|(_, may)| may.reaches_data());
    reaching
        .filter_map(|(id, may)| {
            let party = Party::Canonical(id.clone());
            let reason = format!("the ACL lets {party} {}", words(*may));
            match party.relation(&owner_of(facts)) {
                Relation::Own | Relation::Service | Relation::Nobody => None,
                Relation::Trusted => {
                    let audience = Audience::TrustedThirdParty;
                    let narrowest = if enabled { audience } else { Audience::Restricted };
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
pub(crate) fn shared_by_acl(facts: &BucketFacts, ignore: Option<bool>) -> Vec<SharedWith> {
    let Some(grants) = facts.acl.get().filter(|_| facts.acls_disabled.get() != Some(&true)) else {
        return Vec::new();
    };
    let line = |party: String, relation: Relation, may| SharedWith {
        party,
        relation: relation.as_str(),
        abilities: words(may),
        statement: "the bucket's ACL".into(),
        rule: "a grant of the ACL names whom it is for",
    };
    let public = [(EVERYBODY, grants.everybody), (ANY_ACCOUNT, grants.any_account)];
    let given = |may: &AclAbilities| *may != AclAbilities::default();
    let public = public.into_iter().filter(|(_, may)| given(may) && ignore != Some(true));
    let public = public.map(|(who, may)| line(who.into(), Relation::Public, may));
    let owner = owner_of(facts);
    let others = grants.others.iter().filter(|(_, may)| given(may)).map(|(id, may)| {
        let party = Party::Canonical(id.clone());
        line(party.to_string(), party.relation(&owner), *may)
    });
    public.chain(others).collect()
}

/// Whether the ACL lets an outsider rewrite it; `None` when that is not known.
pub(crate) fn rewritten_by_outsiders(facts: &BucketFacts) -> Option<bool> {
    if facts.acls_disabled.get() == Some(&true) {
        return Some(false);
    }
    let ignore = exposure::ignores_public_acls(facts);
    let grants = facts.acl.get()?;
    let public = grants.everybody.write_acl || grants.any_account.write_acl;
    let owner = owner_of(facts);
    let others = grants.others.iter().filter(|(_, may)| may.write_acl);
    let not_known = others
        .map(|(id, _)| Party::Canonical(id.clone()).relation(&owner))
        .any(|relation| relation == Relation::NotKnown);
    match (public, ignore, facts.acls_disabled.get()) {
        (true, Some(false), Some(false)) => Some(true),
        (true, None | Some(false), _) => None,
        _ if not_known => None,
        _ => Some(false),
    }
}
