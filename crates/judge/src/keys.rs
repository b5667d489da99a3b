//! Whom the keys of a bucket let decrypt: what is left of the bucket's audience behind KMS.

use magpie_model::{BucketFacts, EncryptionClass, KeyFacts, Known, Rotation};
use magpie_policy::{Abilities, Grant, Owner, Policy, Relation, Verdict, evaluate};

use crate::exposure::SharedWith;
use crate::factors::Spread;
use crate::reading::{read_policy, shared};
use crate::{Audience, Exposure, Tally};

/// What became of reading a key's policy.
enum Reading {
    /// Nobody can write one: AWS manages the key for its own account.
    OfAws,
    /// It was worked out.
    Read(Box<Verdict>),
    /// It could not be had or not be understood.
    Unknown,
}

fn read(key: &KeyFacts, facts: &BucketFacts) -> Reading {
    let text = match &key.policy.value {
        Known::Yes(Some(text)) => text,
        Known::Yes(None) => return Reading::OfAws,
        Known::Unknown(_) => return Reading::Unknown,
    };
    let owner = Owner {
        // S3 asks in the name of this bucket, from its Region.
        bucket: facts.bucket.clone(),
        region: facts.region.get().cloned(),
        at: Some(key.policy.at.clone()),
        account: key.account.get().or(facts.account.get()).cloned(),
        organisation: facts.declared.organisation.clone(),
        trusted: facts.declared.trusted.clone(),
        canonical: facts.acl.get().and_then(|acl| acl.owner.clone()),
        ..Owner::default()
    };
    match Policy::parse_key(text) {
        Ok(policy) => Reading::Read(Box::new(evaluate(&policy, &owner))),
        Err(_) => Reading::Unknown,
    }
}

/// Whether the key is of another account than the bucket; `None` when that is not known.
pub(crate) fn is_foreign(key: &KeyFacts, facts: &BucketFacts) -> Option<bool> {
    Some(key.account.get()? != facts.account.get()?)
}

/// Whether its policy lets outsiders use the key, beyond its account, its organisation, those
/// trusted and CloudFront; `None` when that is not known.
pub fn key_is_open(key: &KeyFacts, facts: &BucketFacts) -> Option<bool> {
    opens(key, facts, |a| a.wider(Audience::ExternalRead) == a)
}

fn opens(key: &KeyFacts, facts: &BucketFacts, to: fn(Audience) -> bool) -> Option<bool> {
    let audience = decrypts(key, facts, false);
    match (to(audience.best), to(audience.worst)) {
        (false, false) => Some(false),
        (true, true) => Some(true),
        _ => None,
    }
}

/// Whether a finding about keys is the case of this one; `None` when that is not known.
pub(crate) fn key_case(id: &str, key: &KeyFacts, facts: &BucketFacts) -> Option<bool> {
    match id {
        "key_public" => opens(key, facts, Audience::is_public),
        "key_shared_externally" => match opens(key, facts, Audience::is_public) {
            Some(true) => Some(false),
            _ => key_is_open(key, facts),
        },
        "key_pending_deletion" => key.state.get().map(|state| state.is_ending()),
        "key_unusable" => key.state.get().map(|state| !state.is_usable() && !state.is_ending()),
        "key_rotation_off" => key.rotation.get().map(|rotation| *rotation == Rotation::Off),
        "key_of_another_account" => is_foreign(key, facts),
        _ => None,
    }
}

/// Whom its policy lets in beyond its account.
pub fn key_shared_with(key: &KeyFacts, facts: &BucketFacts) -> Vec<SharedWith> {
    let Reading::Read(verdict) = read(key, facts) else { return Vec::new() };
    let outside = verdict.grants.iter().filter(|g| g.relation > Relation::Own);
    shared(outside.filter(|grant| !grant.abilities.is_none()), Abilities::words_of_key)
}

/// What KMS keeps from those who get in, by the key that objects take by default; `None` where nobody
/// gets in, or where the default is no such key.
pub fn barrier_words(facts: &BucketFacts, exposure: &Exposure) -> Option<String> {
    let default = facts.default_encryption.get()?.as_ref()?;
    if !exposure.widest_by_bucket.is_outside() || !default.class.is_kms() {
        return None;
    }
    let (key, admits) = match &default.key_id {
        _ if default.class == EncryptionClass::SseKmsAws => (AWS_MANAGED, OWN_ONLY),
        None => (AWS_MANAGED, OWN_ONLY),
        Some(id) => {
            let told = facts.keys.get(id).map(|key| decrypts(key, facts, true));
            (id.as_str(), told.unwrap_or(UNTOLD))
        }
    };
    let who = match (admits.best, admits.worst) {
        (sure, most) if sure == most => format!("lets {} decrypt", admitted(sure)),
        (_, most) => format!("lets {} decrypt at most, and not all of it is known", admitted(most)),
    };
    Some(format!(
        "objects take {key} by default, which {who}: whoever else gets in reads no content of what is \
         under it. Names are listed and objects written all the same, and what lies under another key \
         or none is not held off; which objects do, only a scan tells"
    ))
}

const AWS_MANAGED: &str = "the key that AWS manages";
const OWN_ONLY: Spread<Audience> =
    Spread { nominal: Audience::Account, best: Audience::Account, worst: Audience::Account };
/// By default a key admits its own account.
const UNTOLD: Spread<Audience> = Spread { worst: Audience::AnyAccount, ..OWN_ONLY };

/// Whom a key admits, in words.
fn admitted(audience: Audience) -> &'static str {
    match audience {
        Audience::Organisation => "the organisation",
        Audience::TrustedThirdParty => "those who are trusted",
        Audience::CloudFront => "CloudFront",
        Audience::ExternalRead => "another account",
        Audience::AnyAccount => "every AWS account",
        _ => "its own account alone",
    }
}

/// Whom a key lets decrypt. An owner in another account decides over it, and is an outsider of
/// the bucket; KMS knows nobody who has not signed in.
fn decrypts(key: &KeyFacts, facts: &BucketFacts, of_bucket: bool) -> Spread<Audience> {
    let own = match is_foreign(key, facts) {
        Some(true) if of_bucket => Audience::ExternalRead,
        _ => Audience::Account,
    };
    match read(key, facts) {
        Reading::OfAws => Spread::sure(own),
        Reading::Unknown => Spread { nominal: own, best: own, ..UNTOLD },
        Reading::Read(verdict) => {
            let granted = verdict.grants.iter().map(audience);
            let at_most = granted.fold(own, |a, (worst, _)| a.wider(worst));
            let sure = verdict.grants.iter().filter(|grant| grant.doubt.is_none());
            let outside = sure.filter(|grant| own.wider(audience(grant).1) != own);
            let meeting = outside.filter(|grant| !of_bucket || is_let_in(grant, facts));
            let at_least = meeting.map(audience).fold(own, |a, (_, best)| a.wider(best));
            Spread { nominal: at_most, best: at_least, worst: at_most }
        }
    }
}

/// Whether somebody whom a key lets decrypt is certain to get content out of the bucket as well: a key that is
/// open to one stranger does nothing for another.
fn is_let_in(of_key: &Grant, facts: &BucketFacts) -> bool {
    let everybody = |grant: &Grant| grant.relation == Relation::Public;
    everybody(of_key)
        || read_policy(facts).verdict().is_some_and(|verdict| {
            let sure = verdict.grants.iter().filter(|grant| grant.doubt.is_none());
            let mut reading = sure.filter(|grant| grant.abilities.read);
            reading.any(|grant| everybody(grant) || grant.is_for_whom(of_key))
        })
}

/// The widest and the narrowest that a grant may come to.
fn audience(grant: &Grant) -> (Audience, Audience) {
    let inside = (Audience::Account, Audience::Account);
    // Whoever may make grants may let himself decrypt; to encrypt alone shows nothing.
    if !grant.abilities.read && !grant.abilities.admin {
        return inside;
    }
    match grant.relation {
        Relation::Nobody | Relation::Own | Relation::Service => inside,
        Relation::Organisation => (Audience::Organisation, Audience::Organisation),
        Relation::Trusted => (Audience::TrustedThirdParty, Audience::TrustedThirdParty),
        Relation::CloudFront => (Audience::CloudFront, Audience::CloudFront),
        Relation::NotKnown => (Audience::ExternalRead, Audience::Account),
        Relation::External => (Audience::ExternalRead, Audience::ExternalRead),
        Relation::Public => (Audience::AnyAccount, Audience::AnyAccount),
    }
}

/// Whom the keys of the sensitive objects let decrypt, taken together. The AWS managed key
/// admits its own account only, so `all_of_aws` needs no answer about any key.
pub(crate) fn keys_open_to(
    tally: &Tally,
    facts: Option<&BucketFacts>,
    all_of_aws: bool,
) -> Spread<Audience> {
    if all_of_aws {
        return OWN_ONLY;
    }
    let Some(facts) = facts else { return UNTOLD };
    let (named, all_named) = tally.sensitive_keys();
    let start = if all_named { OWN_ONLY } else { UNTOLD };
    named.map(|id| facts.keys.get(id).map_or(UNTOLD, |key| decrypts(key, facts, true))).fold(
        start,
        |a, b| Spread {
            nominal: a.nominal.wider(b.nominal),
            best: a.best.wider(b.best),
            worst: a.worst.wider(b.worst),
        },
    )
}
