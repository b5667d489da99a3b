//! The verdict: every Allow as a grant to a party, less what denials take away.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::ability::{Abilities, Reach, leave_some, on_bucket, reach, touches};
use crate::condition::{Narrowing, asks_to_sign, concerns_who, of_allow, says_only, sources};
use crate::denial::{Denial, Denials, Unresolved};
use crate::document::{Condition, Guarded, Names, Policy, Principal, Principals, Statement};
use crate::escape::can_hold;
use crate::listing::is_by_level;
use crate::meet::left_of;
use crate::party::{AccessPoints, Owner, Party, Relation, names_account, party};
use crate::ranges::{are_most, range};
use crate::tls::{TlsRule, tls_rule};
use crate::witness::{Found, Witness};
use crate::work::ONE_GRANT;

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
    /// The principal as the statement names it, unless it names whom it is not for.
    pub(crate) named: Option<Principal>,
    pub(crate) reach: Reach,
}

impl Grant {
    /// Whether it is for the same party as another, and not for another of its principals where each names one.
    pub fn is_for_whom(&self, other: &Self) -> bool {
        let one = |grant: &Self| match &grant.named {
            Some(Principal::Aws(name)) if !names_account(name) => Some(name.clone()),
            _ => None,
        };
        let apart = one(self).zip(one(other)).is_some_and(|(one, other)| one != other);
        self.party == other.party && !apart
    }

    fn new(party: Party, reach: Reach, proof: Proof, owner: &Owner) -> Self {
        let relation = party.relation(owner);
        let abilities = reach.abilities();
        Self { party, relation, abilities, proof, doubt: None, named: None, reach }
    }

    fn held_to(&self, reach: Reach) -> Self {
        Self { abilities: reach.abilities(), reach, ..self.clone() }
    }

    fn left_to(&self, party: Party, reach: Reach, owner: &Owner) -> Self {
        if party == self.party {
            return self.held_to(reach);
        }
        let proof = Proof { rule: BY_DENIAL, ..self.proof.clone() };
        Self { named: self.named.clone(), ..Self::new(party, reach, proof, owner) }
    }

    /// Orders grants by how much they matter: who, then whether they reach data.
    fn weight(&self) -> (Relation, bool) {
        (self.relation, !self.abilities.is_none())
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
        (self.access, self.proof) = settle(&self.grants);
        self
    }
}

/// A statement and the rule by which it was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// Whether a denial that could not be worked out may hold reading to a few.
    pub may_hold: bool,
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
const BY_ACL: &str = "the bucket's ACL names whom it is for";
const BY_RANGES: &str = "the ranges of addresses together hold half of all or more";
const SPARES_SOME: &str = "a denial spares some of those who come by an access point";
const BY_NETWORK: &str = "whether those come from the network that denials ask for is not known";
const NOT_LEFT: &str = "no request is found that the denials together leave";
const NOT_MET: &str = "no request is found that meets all conditions";
const TOO_MANY: &str = "too many combinations to try them all";
const BY_DENIAL: &str = "a denial spares nobody else";

/// Works out whom a policy lets in.
pub fn evaluate(policy: &Policy, owner: &Owner) -> Verdict {
    let denials = Denials::of(&policy.statements, owner);
    let mut grants = Vec::new();
    let mut public_by_rule = false;
    for statement in policy.statements.iter().filter(|s| s.allow) {
        let of_request = statement.conditions.iter().filter(|c| !concerns_who(&c.key));
        let by_level = is_by_level(statement);
        let possible = of_request.map(|condition| can_hold(condition, owner, by_level));
        let reach = possible.fold(reach(statement, owner), Reach::and);
        for LetIn { named, party, rule, fixed } in let_in(statement, owner) {
            public_by_rule |= !fixed;
            let proof = Proof { statement: statement.number, sid: statement.sid.clone(), rule };
            grants.push(Grant { named, ..Grant::new(party, reach, proof, owner) });
        }
    }
    // What reaches nothing of this bucket grants nothing.
    grants.retain(|grant| !grant.reach.is_none());
    let witness = Witness::of(policy, owner);
    let less = grants.iter().flat_map(|grant| less(grant, &denials, &witness));
    let mut granted = less.collect::<Vec<_>>();
    granted.extend(by_ranges(&granted, owner));
    let (granted, unresolved) = doubted(granted, &denials, &witness);
    let granted = together(granted);
    let (access, proof) = settle(&granted);
    Verdict {
        access,
        proof,
        grants: granted,
        public_by_rule,
        held_to: held_to(&denials),
        tls: tls_rule(&policy.statements, owner),
        may_hold: may_hold(&denials),
        unresolved,
    }
}

fn proof_of(statement: usize, rule: &'static str, policy: &Policy) -> Proof {
    let sid = policy.statements.get(statement - 1).and_then(|s| s.sid.clone());
    Proof { statement, sid, rule }
}

/// What the denials of a policy leave of what an ACL gives somebody by these actions on the bucket: an
/// explicit denial is stronger than any ACL.
pub fn left_of_acl(policy: &Policy, party: Party, actions: &[&str], owner: &Owner) -> Vec<Grant> {
    let mut policy = policy.clone();
    let all = |list: &[&str]| Names {
        inverted: false,
        list: list.iter().map(|&name| name.to_owned()).collect(),
    };
    let statement = Statement {
        guarded: Guarded::Bucket,
        number: policy.statements.len() + 1,
        sid: None,
        allow: true,
        principals: Principals { inverted: false, list: vec![Principal::Everyone] },
        actions: all(actions),
        resources: all(&["*"]),
        conditions: Vec::new(),
    };
    let proof = Proof { statement: statement.number, sid: None, rule: BY_ACL };
    let grant = Grant::new(party, reach(&statement, owner), proof, owner);
    policy.statements.push(statement);
    let denials = Denials::of(&policy.statements, owner);
    let witness = Witness::of(&policy, owner);
    let (granted, _) = doubted(less(&grant, &denials, &witness), &denials, &witness);
    together(granted)
}

/// The grants, each in two where a denial that is not understood, or covers parts, may take some of it
/// away: what is certain, and what is in doubt. With them the denials that may take something from an
/// outsider.
fn doubted(grants: Vec<Grant>, denials: &Denials, witness: &Witness) -> (Vec<Grant>, Vec<Proof>) {
    let policy = witness.policy;
    let unresolved: Vec<&Unresolved> = denials.unresolved.iter().chain(&denials.partial).collect();
    let mut cutting = vec![false; unresolved.len()];
    let mut split = Vec::new();
    for grant in grants {
        let grant = grant.held_to(grant.reach.without(witness.denied(&grant)));
        if grant.reach.is_none() {
            continue;
        }
        let asked = grant.relation > Relation::Own || matches!(grant.party, Party::AccessPoints(_));
        let doubt = grant.doubt.clone().or_else(|| witness.hangs(&grant).filter(|_| asked));
        if !asked || doubt.is_some() {
            split.push(Grant { doubt, ..grant });
            continue;
        }
        let mut cuts = cut(&grant, &unresolved, witness);
        let (by_party, by_signers) = despite(&grant, &cuts, &unresolved, witness);
        cuts.iter_mut().for_each(|cut| *cut = cut.without(by_party));
        if grant.relation > Relation::Own {
            cutting.iter_mut().zip(&cuts).for_each(|(all, cut)| *all |= !cut.is_none());
        }
        let in_doubt = cuts.iter().copied().fold(Reach::default(), Reach::or);
        let first = cuts.iter().zip(&unresolved).find(|(cut, _)| !cut.is_none());
        let doubt = first.map(|(_, denial)| proof_of(denial.statement, denial.why, policy));
        let by_signers = Grant { party: Party::AnyAccount, ..grant.held_to(by_signers) };
        let sure = grant.held_to(grant.reach.without(in_doubt));
        // Whoever does not sign stays in doubt beside those who do.
        let parts = [sure, by_signers, Grant { doubt, ..grant.held_to(in_doubt) }];
        split.extend(parts.into_iter().filter(|part| !part.reach.is_none()));
    }
    let split = each_certain(split, witness);
    let cutting = unresolved.into_iter().zip(cutting).filter_map(|(u, cuts)| cuts.then_some(u));
    (split, cutting.map(|u| proof_of(u.statement, u.why, policy)).collect())
}

/// What of a grant some request shows that gets past the denials which may cut it, by those whom it is for
/// and, of one for everybody, by whoever signs.
fn despite(
    grant: &Grant,
    cuts: &[Reach],
    unresolved: &[&Unresolved],
    witness: &Witness,
) -> (Reach, Reach) {
    let in_doubt = cuts.iter().copied().fold(Reach::default(), Reach::or);
    let told = grant.relation > Relation::Service && grant.relation != Relation::NotKnown;
    if in_doubt.is_none() || !told {
        return (Reach::default(), Reach::default());
    }
    let cutting = unresolved.iter().zip(cuts).filter(|(_, cut)| !cut.is_none());
    let cutting: Vec<usize> = cutting.map(|(denial, _)| denial.statement).collect();
    let found = witness.find_despite(&grant.held_to(in_doubt), &cutting);
    (found.by_party, found.by_signers)
}

/// The same of each grant, the widest first: what is tried for the others does not leave too little.
fn each_certain(grants: Vec<Grant>, witness: &Witness) -> Vec<Grant> {
    let mut widest: Vec<(usize, Grant)> = grants.into_iter().enumerate().collect();
    widest.sort_by_key(|(_, grant)| Reverse(grant.weight()));
    let told = widest.into_iter().map(|(at, grant)| (at, certain(grant, witness)));
    let told: BTreeMap<usize, Vec<Grant>> = told.collect();
    told.into_values().flatten().collect()
}

/// A grant in up to three: what some request is found to get through for; of one for everybody, what
/// whoever signs does; and the rest, which is in doubt.
fn certain(grant: Grant, witness: &Witness) -> Vec<Grant> {
    let told = grant.relation > Relation::Service && grant.relation != Relation::NotKnown;
    if grant.doubt.is_some() || !told || grant.proof.rule == BY_RANGES {
        return vec![grant];
    }
    let Found { by_party, by_signers, has_ended } = witness.find(&grant);
    let left = grant.reach.without(by_party).without(by_signers);
    let denies = |s: &&Statement| !s.allow && !touches(s, witness.owner).and(left).is_none();
    let doubt = match witness.policy.statements.iter().find(denies) {
        _ if has_ended => Proof { rule: TOO_MANY, ..grant.proof.clone() },
        Some(denial) => proof_of(denial.number, NOT_LEFT, witness.policy),
        None => Proof { rule: NOT_MET, ..grant.proof.clone() },
    };
    let by_signers = Grant { party: Party::AnyAccount, ..grant.held_to(by_signers) };
    let left = Grant { doubt: Some(doubt), ..grant.held_to(left) };
    let parts = [grant.held_to(by_party), by_signers, left];
    parts.into_iter().filter(|part| !part.reach.is_none()).collect()
}

/// What each of the denials may take of a grant away. What leaves some object of it alone for certain
/// takes nothing that is done to objects.
fn cut(grant: &Grant, unresolved: &[&Unresolved], witness: &Witness) -> Vec<Reach> {
    let Witness { policy, owner, work, .. } = witness;
    let statement = |number: usize| policy.statements.get(number - 1);
    let touching = unresolved.iter().filter(|u| !u.of(grant).is_none());
    let touching: Vec<_> = touching.filter_map(|u| statement(u.statement)).collect();
    let allow = statement(grant.proof.statement);
    let left =
        touching.is_empty() || allow.is_some_and(|allow| leave_some(allow, &touching, owner, work));
    let cuts = |denial: &&Unresolved| {
        let both = [allow, statement(denial.statement)];
        let meet = both.into_iter().flatten().all(|of| on_bucket(of, owner));
        match (left, meet) {
            (true, true) => denial.of(grant).on_bucket(),
            (true, false) => Reach::default(),
            (false, _) => denial.of(grant),
        }
    };
    unresolved.iter().map(cuts).collect()
}

/// What one statement grants one party by several of its principals, as one grant.
fn together(grants: Vec<Grant>) -> Vec<Grant> {
    let mut all: Vec<Grant> = Vec::new();
    let mut places = BTreeMap::new();
    for grant in grants {
        let same = (grant.party.clone(), grant.proof.clone(), grant.doubt.clone());
        match places.entry(same) {
            Entry::Occupied(at) => {
                let other: &mut Grant = &mut all[*at.get()];
                *other = other.held_to(other.reach.or(grant.reach));
            }
            Entry::Vacant(at) => {
                at.insert(all.len());
                all.push(grant);
            }
        }
    }
    all
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

/// The verdict in one word, and what decided it. What is asked is whether an outsider gets in: where a
/// denial may say no, what is certain decides as long as it goes as far.
fn settle(grants: &[Grant]) -> (Access, Option<Proof>) {
    let Some(widest) = grants.iter().max_by_key(|grant| grant.weight()) else {
        return (Access::Private, None);
    };
    if widest.relation <= Relation::Own {
        return (Access::Private, Some(widest.proof.clone()));
    }
    let sure = grants.iter().filter(|grant| grant.doubt.is_none()).max_by_key(|g| g.weight());
    let Some(sure) = sure.filter(|sure| sure.weight() == widest.weight()) else {
        return (Access::Unknown, widest.doubt.clone());
    };
    let access = match sure.relation {
        Relation::Public => Access::Public,
        // A principal whose account might be the owner's own.
        Relation::NotKnown if sure.party.account().is_some() => Access::Unknown,
        _ => Access::Shared,
    };
    (access, Some(sure.proof.clone()))
}

/// Somebody whom an Allow lets in.
struct LetIn {
    /// The principal, unless the statement names whom it is not for.
    named: Option<Principal>,
    party: Party,
    rule: &'static str,
    /// Whether S3 takes whom it means as fixed.
    fixed: bool,
}

/// Whom an Allow lets in, by which rule.
fn let_in(statement: &Statement, owner: &Owner) -> Vec<LetIn> {
    let conditions = &statement.conditions;
    let named = |principal: Option<&Principal>, (party, rule, fixed)| LetIn {
        named: principal.cloned(),
        party,
        rule,
        fixed,
    };
    if statement.principals.inverted {
        let narrowed = narrowed(Party::Everyone, BY_NOT_PRINCIPAL, conditions, owner);
        return narrowed.into_iter().map(|of| named(None, of)).collect();
    }
    let of = |party: Party| match party {
        Party::Everyone => narrowed(party, BY_EVERYBODY, conditions, owner),
        Party::WebIdentity(_) => narrowed(party, BY_WEB_IDENTITY, conditions, owner),
        Party::Service(name) => for_whom(&name, conditions, owner),
        Party::Account(_) => held_by(party, conditions, owner),
        _ => vec![(party, BY_PRINCIPAL, true)],
    };
    let mut all: Vec<_> = statement.principals.list.iter().map(|p| (party(p), p)).collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    let all = all.into_iter().flat_map(|(party, p)| of(party).into_iter().map(move |of| (p, of)));
    all.map(|(principal, of)| named(Some(principal), of)).collect()
}

/// What conditions leave of the principals of an account: all of them must hold.
fn held_by(
    party: Party,
    conditions: &[Condition],
    owner: &Owner,
) -> Vec<(Party, &'static str, bool)> {
    let mut left = BTreeSet::from([party.clone()]);
    for condition in conditions {
        if let Narrowing::To { parties, .. } =
            of_allow(condition, present(conditions, &condition.key))
        {
            left = left.iter().flat_map(|party| left_of(party, &parties, owner)).collect();
        }
    }
    let rule = |left: &Party| if *left == party { BY_PRINCIPAL } else { BY_CONDITION };
    left.into_iter().map(|left| (left.clone(), rule(&left), true)).collect()
}

/// Whether another condition of the same block asks for the key to be there.
fn present(conditions: &[Condition], key: &str) -> bool {
    let asks = |c: &Condition| c.operator == "null" && c.key == key && says_only(c, "false");
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
        None if party == Party::Everyone && conditions.iter().any(asks_to_sign) => {
            vec![(Party::AnyAccount, rule, false)]
        }
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

/// What the denials leave of a grant: several parties when it was for everybody. Those that name
/// somebody come last, since it is the others that tell parties apart.
fn less(grant: &Grant, denials: &Denials, witness: &Witness) -> Vec<Grant> {
    let mut left = vec![grant.clone()];
    let (everybody, some): (Vec<_>, Vec<_>) =
        denials.total.iter().partition(|denial| denial.names.are_everybody());
    for denial in everybody.into_iter().chain(some) {
        let cost = ONE_GRANT * (left.len() * (1 + denial.spares.len())) as u64;
        if !witness.work.spend(cost) {
            let doubt = |grant: &Grant| Proof { rule: TOO_MANY, ..grant.proof.clone() };
            return left.into_iter().map(|g| Grant { doubt: Some(doubt(&g)), ..g }).collect();
        }
        let less = left.iter().flat_map(|grant| less_by(grant, denial, witness));
        left = less.collect();
    }
    left
}

fn less_by(grant: &Grant, denial: &Denial, witness: &Witness) -> Vec<Grant> {
    let Witness { policy, owner, .. } = witness;
    if !denial.names.concern(grant) {
        return vec![grant.clone()];
    }
    let kept = grant.reach.without(denial.takes);
    let taken = grant.reach.and(denial.takes);
    let mut left: Vec<Grant> = (!kept.is_none()).then(|| grant.held_to(kept)).into_iter().collect();
    if !taken.is_none() {
        let doubt = in_doubt(&grant.party, &denial.spares)
            .then(|| proof_of(denial.statement, SPARES_SOME, policy));
        let spared = left_of(&grant.party, &denial.spares, owner);
        left.extend(spared.into_iter().map(|party| {
            let by_network = hangs_on_network(grant, &party, &denial.spares, owner)
                .then(|| proof_of(denial.statement, BY_NETWORK, policy));
            let spared = grant.left_to(party, taken, owner);
            Grant { doubt: by_network.or(doubt.clone()).or(grant.doubt.clone()), ..spared }
        }));
    }
    left
}

/// Whether those who are left get in only from a network, while no Allow names them: of whom a network
/// lets in nothing is known, and that a denial spares some of them by name does not tell more.
fn hangs_on_network(grant: &Grant, left: &Party, spares: &[Party], owner: &Owner) -> bool {
    let is_network = |party: &Party| matches!(party, Party::Network(_));
    if is_network(left) || left.relation(owner) <= Relation::Own {
        return false;
    }
    let spared_by =
        |spare: &&Party| left_of(&grant.party, std::slice::from_ref(*spare), owner).contains(left);
    is_network(&grant.party)
        || grant.proof.rule == BY_DENIAL && spares.iter().filter(spared_by).all(is_network)
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

/// Whether a denial that could not be worked out may hold reading to a few.
fn may_hold(denials: &Denials) -> bool {
    let reading =
        |denial: &Unresolved| denial.names.are_everybody() && denial.may_take.covers_reading();
    denials.unresolved.iter().any(reading)
}

/// Whom the denials hold reading to.
fn held_to(denials: &Denials) -> Option<Vec<Party>> {
    let holds = |spares: &[Party]| !spares.contains(&Party::Everyone);
    let few = |spares: &[Party]| !are_most(spares.iter());
    let reading = denials.total.iter().filter(|d| {
        d.takes.covers_reading() && d.names.are_everybody() && holds(&d.spares) && few(&d.spares)
    });
    let parties = reading.map(|denial| &denial.holds_to);
    parties.min_by_key(|all| (!all.iter().all(Party::is_few), all.len())).cloned()
}
