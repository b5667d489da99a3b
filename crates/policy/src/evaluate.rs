//! The verdict: every Allow as a grant to a party, less what denials take away.

use std::collections::BTreeSet;

use crate::ability::{Abilities, Reach, leave_some, on_bucket, reach};
use crate::condition::{Narrowing, of_allow, sources};
use crate::denial::{Denials, Unresolved};
use crate::document::{Condition, Policy, Statement};
use crate::party::{AccessPoints, Owner, Party, Relation, party};
use crate::ranges::{are_most, range};
use crate::tls::{TlsRule, tls_rule};

/// Whom a policy lets in, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nobody beyond the owner's account.
    Private,
    /// Somebody beyond it: the grants say who.
    Shared,
    /// Everybody.
    Public,
    /// It could not be told.
    Unknown,
}

impl Access {
    /// The word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Shared => "shared",
            Self::Public => "public",
            Self::Unknown => "unknown",
        }
    }
}

/// What an Allow comes to for one party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Who.
    pub party: Party,
    /// How they stand to the owner.
    pub relation: Relation,
    /// What they may do.
    pub abilities: Abilities,
    /// Which statement says so, and why.
    pub proof: Proof,
    /// The denial that may take it away from some or all of them, where there is such a one.
    pub doubt: Option<Proof>,
    reach: Reach,
}

impl Grant {
    fn new(party: Party, reach: Reach, proof: Proof, owner: &Owner) -> Self {
        let relation = party.relation(owner);
        Self { party, relation, abilities: reach.abilities(), proof, doubt: None, reach }
    }

    fn held_to(&self, reach: Reach) -> Self {
        Self { abilities: reach.abilities(), reach, ..self.clone() }
    }
}

impl Verdict {
    /// The verdict on an access point's policy, held to what the bucket's own leaves to access
    /// points by `gates`.
    #[must_use]
    pub fn behind(mut self, gates: &[&Grant]) -> Self {
        for grant in &mut self.grants {
            let open = gates.iter().fold(Reach::default(), |all, gate| all.or(gate.reach));
            *grant = grant.held_to(grant.reach.and(open));
        }
        self.grants.retain(|grant| !grant.reach.is_none());
        if self.grants.iter().all(|grant| grant.relation <= Relation::Own) {
            self.access = Access::Private;
        }
        self
    }
}

/// A statement and the rule by which it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The statement, counted from 1.
    pub statement: usize,
    /// Its Sid.
    pub sid: Option<String>,
    /// The rule.
    pub rule: &'static str,
}

/// What became of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// In one word.
    pub access: Access,
    /// The statement and rule that decided; `None` where no statement grants anything.
    pub proof: Option<Proof>,
    /// What every Allow comes to after the denials.
    pub grants: Vec<Grant>,
    /// Whether S3's own published rule calls the policy public: then RestrictPublicBuckets
    /// applies to it, also where it lets nobody in whom the owner does not know.
    pub public_by_rule: bool,
    /// Whom denials hold reading to, when they do; everybody else is denied, the owner's
    /// account included.
    pub held_to: Option<Vec<Party>>,
    /// What it says about requests without TLS.
    pub tls: TlsRule,
    /// Denials that may take access away and could not be worked out.
    pub unresolved: Vec<Proof>,
}

impl Verdict {
    /// The widest of the grants that give `some` ability.
    pub fn widest(&self, some: fn(&Abilities) -> bool) -> Option<&Grant> {
        self.grants.iter().filter(|g| some(&g.abilities)).max_by_key(|g| g.relation)
    }
}

const BY_PRINCIPAL: &str = "the principal is named";
const BY_EVERYBODY: &str = "the principal is everybody and no condition holds it to fixed values";
const BY_NOT_PRINCIPAL: &str = "Allow with NotPrincipal lets everybody in but those named";
const BY_WEB_IDENTITY: &str = "an identity provider signs anybody in";
const BY_CONDITION: &str = "the principal is everybody and a condition holds it to fixed values";
const BY_PATTERN: &str =
    "the principal is everybody and a condition holds it to a pattern within a fixed account";
const BY_SERVICE: &str = "the service is named and no condition holds it to an account";
const BY_SOURCE: &str = "the service is named and a condition holds it to its source";
const BY_RANGES: &str = "the ranges of addresses together hold half of all or more";
const SPARES_SOME: &str = "a denial spares some of those who come by an access point";
const BY_DENIAL: &str = "a denial spares nobody else";

/// Works out whom a policy lets in.
pub fn evaluate(policy: &Policy, owner: &Owner) -> Verdict {
    let denials = Denials::of(&policy.statements, owner);
    let mut grants = Vec::new();
    let mut public_by_rule = false;
    for statement in policy.statements.iter().filter(|s| s.allow) {
        let reach = reach(statement, owner);
        for (party, rule, fixed) in parties_of(statement, owner) {
            public_by_rule |= !fixed;
            let proof = Proof { statement: statement.number, sid: statement.sid.clone(), rule };
            grants.push(Grant::new(party, reach, proof, owner));
        }
    }
    // What reaches nothing of this bucket grants nothing.
    grants.retain(|grant| !grant.reach.is_none());
    let less = grants.iter().flat_map(|grant| less(grant, &denials, policy, owner));
    let mut granted = less.collect::<Vec<_>>();
    granted.extend(by_ranges(&granted, owner));
    let unresolved = cutting(&denials, &mut granted, policy, owner);
    let (access, proof) = settle(&granted, &unresolved, policy);
    Verdict {
        access,
        proof,
        grants: granted,
        public_by_rule,
        held_to: held_to(&denials),
        tls: tls_rule(&policy.statements, owner),
        unresolved: unresolved.iter().map(|u| proof_of(u.statement, u.why, policy)).collect(),
    }
}

fn proof_of(statement: usize, rule: &'static str, policy: &Policy) -> Proof {
    let sid = policy.statements.get(statement - 1).and_then(|s| s.sid.clone());
    Proof { statement, sid, rule }
}

/// The denials that are not understood, or cover parts, and could take away what some outsider is
/// granted; what access points are granted by them is in doubt. What leaves some object of a grant
/// alone for certain does not take the grant away.
fn cutting<'d>(
    denials: &'d Denials,
    grants: &mut [Grant],
    policy: &Policy,
    owner: &Owner,
) -> Vec<&'d Unresolved> {
    let unresolved: Vec<&Unresolved> = denials.unresolved.iter().chain(&denials.partial).collect();
    let mut cutting = vec![false; unresolved.len()];
    let asked = |grant: &&mut Grant| {
        grant.relation > Relation::Own || matches!(grant.party, Party::AccessPoints(_))
    };
    for grant in grants.iter_mut().filter(asked) {
        let cuts = cut(grant, &unresolved, policy, owner);
        let first = cuts.iter().zip(&unresolved).find_map(|(cuts, denial)| cuts.then_some(denial));
        grant.doubt =
            grant.doubt.take().or_else(|| first.map(|d| proof_of(d.statement, d.why, policy)));
        if grant.relation > Relation::Own {
            cutting.iter_mut().zip(cuts).for_each(|(all, cuts)| *all |= cuts);
        }
    }
    unresolved.into_iter().zip(cutting).filter_map(|(u, cuts)| cuts.then_some(u)).collect()
}

/// Which of the denials may take something of a grant away.
fn cut(grant: &Grant, unresolved: &[&Unresolved], policy: &Policy, owner: &Owner) -> Vec<bool> {
    let statement = |number: usize| policy.statements.get(number - 1);
    let taken = |u: &Unresolved| u.of(&grant.party, grant.reach);
    let touching = unresolved.iter().filter(|u| !taken(u).is_none());
    let touching: Vec<_> = touching.filter_map(|u| statement(u.statement)).collect();
    let allow = statement(grant.proof.statement);
    let left =
        touching.is_empty() || allow.is_some_and(|allow| leave_some(allow, &touching, owner));
    let cuts = |denial: &&Unresolved| {
        let both = [allow, statement(denial.statement)];
        let meet = both.into_iter().flatten().all(|of| on_bucket(of, owner));
        let taken = if left { taken(denial).on_bucket() } else { taken(denial) };
        !taken.is_none() && (!left || meet)
    };
    unresolved.iter().map(cuts).collect()
}

/// What ranges of addresses, each fixed, come to together: everybody, for the actions that half of
/// all addresses or more are allowed.
fn by_ranges(grants: &[Grant], owner: &Owner) -> Option<Grant> {
    let ranges = || grants.iter().filter(|grant| matches!(grant.party, Party::Network(_)));
    let open = Reach::each().filter(|action| {
        let allowed = ranges().filter(|grant| !grant.reach.and(*action).is_none());
        are_most(allowed.map(|grant| &grant.party))
    });
    let open = open.fold(Reach::default(), Reach::or);
    let first = ranges().find(|grant| !grant.reach.and(open).is_none())?;
    let proof = Proof { rule: BY_RANGES, ..first.proof.clone() };
    Some(Grant::new(Party::Everyone, open, proof, owner))
}

fn settle(
    grants: &[Grant],
    unresolved: &[&Unresolved],
    policy: &Policy,
) -> (Access, Option<Proof>) {
    let Some(widest) = grants.iter().max_by_key(|g| (g.relation, !g.abilities.is_none())) else {
        return (Access::Private, None);
    };
    let proof = Some(widest.proof.clone());
    let access = match widest.relation {
        Relation::Nobody | Relation::Own => Access::Private,
        // What is asked is whether an outsider gets in, and the denial may say no.
        _ if !unresolved.is_empty() => {
            return (
                Access::Unknown,
                unresolved.first().map(|u| proof_of(u.statement, u.why, policy)),
            );
        }
        Relation::Public => Access::Public,
        // A principal whose account might be the owner's own.
        Relation::NotKnown if widest.party.account().is_some() => Access::Unknown,
        _ => Access::Shared,
    };
    (access, proof)
}

/// Whom an Allow lets in, by which rule, and whether S3 takes it as fixed.
fn parties_of(statement: &Statement, owner: &Owner) -> Vec<(Party, &'static str, bool)> {
    let conditions = &statement.conditions;
    if statement.principals.inverted {
        return narrowed(Party::Everyone, BY_NOT_PRINCIPAL, conditions, owner);
    }
    let of = |party: Party| match party {
        Party::Everyone => narrowed(party, BY_EVERYBODY, conditions, owner),
        Party::WebIdentity(_) => narrowed(party, BY_WEB_IDENTITY, conditions, owner),
        Party::Service(name) => for_whom(&name, conditions, owner),
        _ => vec![(party, BY_PRINCIPAL, true)],
    };
    let all: BTreeSet<_> = statement.principals.list.iter().map(party).collect();
    all.into_iter().flat_map(of).collect()
}

/// Whether another condition of the same block asks for the key to be there.
fn present(conditions: &[Condition], key: &str) -> bool {
    let asks = |c: &Condition| {
        c.operator == "null" && c.key == key && c.values.iter().all(|v| v == "false")
    };
    conditions.iter().any(asks)
}

/// Orders what several conditions say, all of which must hold: the nearest of those that tell an
/// account first, since another that tells none adds nothing.
fn nearness(parties: &[Party], owner: &Owner) -> (bool, Option<Relation>) {
    let widest = parties.iter().map(|party| party.relation(owner)).max();
    (widest == Some(Relation::NotKnown), widest)
}

/// What conditions leave of a public principal. All of them must hold, so one that holds it to
/// somebody is enough; of several, the one that S3 takes as fixed and that names the nearest.
fn narrowed(
    party: Party,
    rule: &'static str,
    conditions: &[Condition],
    owner: &Owner,
) -> Vec<(Party, &'static str, bool)> {
    let of = |c: &Condition| of_allow(c, present(conditions, &c.key));
    let about_who = conditions.iter().map(of).filter(|n| *n != Narrowing::NotAboutWho);
    let about_who: Vec<Narrowing> = about_who.collect();
    let several = about_who.len() > 1;
    let held: Vec<(Vec<Party>, bool)> = about_who
        .into_iter()
        .filter_map(|narrowing| match narrowing {
            Narrowing::To { parties, fixed } => Some((parties, fixed)),
            Narrowing::NotAboutWho | Narrowing::Open(_) => None,
        })
        .collect();
    // Of what tells no account, a network of the owner's says more than addresses.
    let is_range = |parties: &[Party]| parties.iter().any(|party| range(party).is_some());
    let rank = |(parties, fixed): &(Vec<Party>, bool)| {
        (!fixed, nearness(parties, owner), is_range(parties))
    };
    let any_fixed = held.iter().any(|(_, fixed)| *fixed);
    match held.into_iter().min_by_key(rank) {
        None => vec![(party, rule, false)],
        Some((parties, _)) => {
            let rule = if any_fixed { BY_CONDITION } else { BY_PATTERN };
            let further = |party| match party {
                Party::AccessPoints(points) => {
                    Party::AccessPoints(AccessPoints { held_further: several, ..points })
                }
                party => party,
            };
            parties.into_iter().map(|party| (further(party), rule, any_fixed)).collect()
        }
    }
}

/// For whom a service may act: for anybody, unless a condition says. S3 calls no service public.
fn for_whom(
    service: &str,
    conditions: &[Condition],
    owner: &Owner,
) -> Vec<(Party, &'static str, bool)> {
    let held = conditions.iter().filter_map(|c| sources(c, present(conditions, &c.key)));
    let Some(parties) = held.min_by_key(|parties| nearness(parties, owner)) else {
        return vec![(Party::Service(service.to_owned()), BY_SERVICE, true)];
    };
    let of = |source| {
        let party = Party::ServiceFor { service: service.to_owned(), source: Box::new(source) };
        (party, BY_SOURCE, true)
    };
    parties.into_iter().map(of).collect()
}

/// What the denials leave of a grant: several parties when it was for everybody.
fn less(grant: &Grant, denials: &Denials, policy: &Policy, owner: &Owner) -> Vec<Grant> {
    let mut left = vec![grant.clone()];
    for denial in &denials.total {
        left = left
            .into_iter()
            .flat_map(|grant| {
                if denial.names.as_ref().is_some_and(|names| !names.contains(&grant.party)) {
                    return vec![grant];
                }
                let kept = grant.reach.without(denial.takes);
                let taken = grant.reach.and(denial.takes);
                let mut out = Vec::new();
                if !kept.is_none() {
                    out.push(grant.held_to(kept));
                }
                if !taken.is_none() {
                    let mut spared = spared(&grant, &denial.spares, taken, owner);
                    if in_doubt(&grant.party, &denial.spares) {
                        let doubt = proof_of(denial.statement, SPARES_SOME, policy);
                        spared.iter_mut().for_each(|grant| grant.doubt = Some(doubt.clone()));
                    }
                    out.extend(spared);
                }
                out
            })
            .collect();
    }
    left
}

/// Whether a denial may keep some of those out who come by an access point: it spares others.
fn in_doubt(party: &Party, spares: &[Party]) -> bool {
    let Party::AccessPoints(points) = party else { return false };
    let passes = |spare: &Party| match spare {
        Party::Everyone => true,
        Party::AccessPoints(spared) => {
            spared == points || spared.account == points.account && spared.arn.is_none()
        }
        _ => false,
    };
    !spares.iter().any(passes)
}

fn spared(grant: &Grant, spares: &[Party], taken: Reach, owner: &Owner) -> Vec<Grant> {
    match &grant.party {
        Party::Everyone | Party::WebIdentity(_) => spares
            .iter()
            // A service that calls for itself does so under a grant of its own.
            .filter(|party| !party.is_service())
            .map(|party| {
                let proof = Proof { rule: BY_DENIAL, ..grant.proof.clone() };
                Grant::new(party.clone(), taken, proof, owner)
            })
            .collect(),
        Party::Account(_) => {
            // An account that is not among spared accounts is denied; it may be part of a spared
            // organisation, come from a spared network, or own a spared principal. Everybody is
            // spared without signing only, which is not how an account comes.
            let by_account = spares.iter().all(|party| {
                matches!(party, Party::Account(_) | Party::Service(_) | Party::Everyone)
            });
            let denied = by_account && !spares.contains(&grant.party);
            if denied { Vec::new() } else { vec![grant.held_to(taken)] }
        }
        _ if spares.is_empty() => Vec::new(),
        _ => vec![grant.held_to(taken)],
    }
}

/// Whom the denials hold reading to.
fn held_to(denials: &Denials) -> Option<Vec<Party>> {
    let holds = |spares: &[Party]| !spares.contains(&Party::Everyone);
    let few = |spares: &[Party]| !are_most(spares.iter());
    let mut reading = denials.total.iter().filter(|d| {
        d.takes.covers_reading() && d.names.is_none() && holds(&d.spares) && few(&d.spares)
    });
    let first = reading.next()?.clone();
    let narrowest =
        reading.fold(first, |a, b| if b.spares.len() < a.spares.len() { b.clone() } else { a });
    Some(narrowest.spares)
}
