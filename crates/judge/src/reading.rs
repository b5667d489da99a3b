//! A bucket's policy, read once: who is let in, and what is asked of requests.

use magpie_model::{BucketFacts, Known};
use magpie_policy::{
    Abilities, Grant, Owner, Party, Policy, Relation, TlsRule, Verdict, Within, evaluate, merged,
};

use crate::exposure::Sought;
use crate::{Proof, SharedWith};

/// What became of reading a bucket's policy.
#[derive(Clone, Debug)]
pub enum PolicyReading {
    /// There is none.
    None,
    /// It was worked out.
    Read(Box<Verdict>),
    /// It could not be had or not be understood, for this reason.
    Unknown(String),
}

/// Works the policy of a bucket out, with what is known and declared of its owner.
pub fn read_policy(facts: &BucketFacts) -> PolicyReading {
    read_policy_within(facts, &Within::Bucket)
}

/// The same for some of its objects only.
pub(crate) fn read_policy_within(facts: &BucketFacts, within: &Within) -> PolicyReading {
    let text = match &facts.policy.value {
        Known::Yes(Some(text)) => text,
        Known::Yes(None) => return PolicyReading::None,
        Known::Unknown(_) if facts.has_policy.get() == Some(&false) => return PolicyReading::None,
        Known::Unknown(reason) => return PolicyReading::Unknown(reason.clone()),
    };
    let owner = Owner { within: within.clone(), ..owner_of(facts) };
    match Policy::parse(text) {
        Ok(policy) => PolicyReading::Read(Box::new(evaluate(&policy, &owner))),
        Err(error) => PolicyReading::Unknown(error.to_string()),
    }
}

/// Whose bucket it is, as far as that is known and declared.
pub(crate) fn owner_of(facts: &BucketFacts) -> Owner {
    Owner {
        bucket: facts.bucket.clone(),
        within: Within::Bucket,
        region: facts.region.get().cloned(),
        at: Some(facts.policy.at.clone()),
        account: facts.account.get().cloned(),
        organisation: facts.declared.organisation.clone(),
        organisation_accounts: Vec::new(),
        trusted: facts.declared.trusted.clone(),
        canonical: facts.acl.get().and_then(|acl| acl.owner.clone()),
    }
}

/// Whether a grant stays in force where Block Public Access restricts a public policy: only AWS
/// services and the account itself get in then.
pub(crate) fn stays_when_restricted(grant: &Grant) -> bool {
    grant.party.is_service() || grant.relation <= Relation::Own
}

impl PolicyReading {
    /// The same with its grants held to what is sought.
    pub(crate) fn held_to(&self, sought: Sought) -> Self {
        let mut held = self.clone();
        if let Self::Read(verdict) = &mut held {
            hold(&mut verdict.grants, sought);
        }
        held
    }

    /// The verdict, where there is one.
    pub fn verdict(&self) -> Option<&Verdict> {
        match self {
            Self::Read(verdict) => Some(verdict),
            Self::None | Self::Unknown(_) => None,
        }
    }

    /// Whether requests without TLS are refused; `None` when that is not known.
    pub fn tls_only(&self) -> Option<bool> {
        match self {
            Self::None => Some(false),
            Self::Read(verdict) => Some(verdict.tls == TlsRule::Required),
            Self::Unknown(_) => None,
        }
    }

    /// Who gets in beyond the account; `restricted` by Block Public Access, only some of them.
    pub(crate) fn shared_with(&self, restricted: bool) -> Vec<SharedWith> {
        let Some(verdict) = self.verdict() else { return Vec::new() };
        let outside = verdict.grants.iter().filter(|g| g.relation > Relation::Own);
        let outside = outside.filter(|grant| !restricted || stays_when_restricted(grant));
        shared(outside, Abilities::words)
    }

    /// Whom the policy names and Block Public Access keeps out.
    pub(crate) fn kept_out(&self, restricted: bool) -> Option<Proof> {
        let verdict = self.verdict().filter(|_| restricted)?;
        let cut = verdict.grants.iter().filter(|grant| !stays_when_restricted(grant));
        let cut = merged(cut.map(|grant| &grant.party));
        (!cut.is_empty()).then(|| Proof {
            input: "restrict_public_buckets",
            value: format!("keeps out {}", named(&cut)),
            source: "GetPublicAccessBlock",
        })
    }

    pub(crate) fn proof(&self) -> Vec<Proof> {
        let value = match self {
            Self::None => return Vec::new(),
            Self::Unknown(reason) => format!("unknown: {reason}"),
            Self::Read(verdict) => match &verdict.proof {
                Some(proof) => {
                    format!("{}: {}: {}", verdict.access.as_str(), statement(proof), proof.rule)
                }
                None => format!("{}: no statement lets anybody in", verdict.access.as_str()),
            },
        };
        let mut proofs = vec![Proof { input: "policy", value, source: "GetBucketPolicy" }];
        for proof in self.verdict().into_iter().flat_map(|v| &v.unresolved) {
            proofs.push(Proof {
                input: "policy_denial",
                value: format!("not worked out: {}: {}", statement(proof), proof.rule),
                source: "GetBucketPolicy",
            });
        }
        proofs
    }
}

/// Holds grants to what is sought; those that give nothing of it are left out.
pub(crate) fn hold(grants: &mut Vec<Grant>, sought: Sought) {
    if sought == Sought::Anything {
        return;
    }
    grants.iter_mut().for_each(|grant| grant.abilities = sought.of(grant.abilities));
    grants.retain(|grant| !grant.abilities.is_none());
}

/// Grants as they are told: ranges of addresses that one statement lets do the same, as one.
pub(crate) fn shared<'g>(
    grants: impl Iterator<Item = &'g Grant>,
    words: fn(Abilities) -> String,
) -> Vec<SharedWith> {
    let mut alike: Vec<(SharedWith, Vec<&Party>)> = Vec::new();
    for grant in grants {
        let of = SharedWith {
            party: String::new(),
            relation: grant.relation.as_str(),
            abilities: words(grant.abilities),
            statement: statement(&grant.proof),
            rule: rule(grant),
        };
        match alike.iter_mut().find(|(other, _)| *other == of) {
            Some((_, parties)) => parties.push(&grant.party),
            None => alike.push((of, vec![&grant.party])),
        }
    }
    let lines = alike.into_iter().flat_map(|(of, parties)| {
        let party = move |party: Party| SharedWith { party: party.to_string(), ..of.clone() };
        merged(parties.into_iter()).into_iter().map(party)
    });
    lines.collect()
}

/// Parties that a sentence names, at most.
const NAMED_MAX: usize = 8;

/// Some parties by name, and how many more there are.
pub(crate) fn named(parties: &[Party]) -> String {
    let some: Vec<String> = parties.iter().take(NAMED_MAX).map(ToString::to_string).collect();
    match parties.len().saturating_sub(NAMED_MAX) {
        0 => some.join(", "),
        more => format!("{} and {more} more", some.join(", ")),
    }
}

pub(crate) const IN_DOUBT: &str = "a denial that could not be worked out may take it away";

/// The rule by which a grant was read.
pub(crate) fn rule(grant: &Grant) -> &'static str {
    match &grant.doubt {
        // What its own statement hangs on.
        Some(doubt) if doubt.statement == grant.proof.statement => doubt.rule,
        Some(_) => IN_DOUBT,
        None => grant.proof.rule,
    }
}

pub(crate) fn statement(proof: &magpie_policy::Proof) -> String {
    match proof.sid.as_deref().filter(|sid| !sid.is_empty()) {
        Some(sid) => format!("statement {sid}"),
        None => format!("statement {}", proof.statement),
    }
}
