//! What a grant is certain by: a request that it is for and that no Deny stops. Denials are read one by
//! one elsewhere; what several of them, and several conditions, come to together shows here.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::ability::{Reach, Target, actions, cost_of as cost_of_place, covers, reach};
use crate::caller::{Caller, OF_FACTORS, OF_NETWORKS, Slot, callers, cost_of_callers, strangers};
use crate::compare::{
    addresses, candidates, cost_of, holds, is_read, is_unnamed, made_by_aws, of_source, times,
    without_wildcards,
};
use crate::condition::{Narrowing, concerns_who, is_known, spared_by_deny};
use crate::document::{Condition, Guarded, Policy, Principal, Statement};
use crate::escape::{BY_VARIABLE, Escape, carry, escape, hangs_on, names_signer, varies};
use crate::evaluate::{Grant, Proof};
use crate::listing::{PREFIX, cost_of as cost_of_listing, prefixes};
use crate::party::{Owner, Party, Within, names_account};
use crate::work::{ONE_CHOICE, Work};

/// Of a grant, the actions for which a request is found that gets through; of one for everybody, also
/// those for which somebody gets through who signs.
pub(crate) struct Found {
    pub(crate) by_party: Reach,
    pub(crate) by_signers: Reach,
    /// Whether there was more to try than is.
    pub(crate) has_ended: bool,
}

/// A policy whose grants are looked at one by one.
pub(crate) struct Witness<'p> {
    pub(crate) policy: &'p Policy,
    pub(crate) owner: &'p Owner,
    pub(crate) work: Work,
    /// Of each action, which of those it is of that all statements and keys say the same of.
    kinds: OnceCell<BTreeMap<&'static str, usize>>,
}

impl<'p> Witness<'p> {
    pub(crate) fn of(policy: &'p Policy, owner: &'p Owner) -> Self {
        Self { policy, owner, work: Work::new(), kinds: OnceCell::new() }
    }

    fn conditions(&self) -> impl Iterator<Item = &'p Condition> {
        self.policy.statements.iter().flat_map(|statement| &statement.conditions)
    }

    fn denials(&self) -> impl Iterator<Item = &'p Statement> {
        self.policy.statements.iter().filter(|statement| !statement.allow)
    }

    /// Looks for requests; all is found of a party whose requests nothing tells.
    pub(crate) fn find(&self, grant: &Grant) -> Found {
        let all = (grant.reach, Reach::default());
        let ((by_party, by_signers), has_ended) = self.work.by_half(|| self.found(grant, &[], all));
        Found { by_party, by_signers, has_ended }
    }

    /// The same of a grant that these statements may take away: of each of them one condition does not
    /// hold by what is known of whoever asks, or as anybody can ask otherwise. Nothing is found of a
    /// party whose requests nothing tells.
    pub(crate) fn find_despite(&self, grant: &Grant, doubtful: &[usize]) -> Found {
        let none = (Reach::default(), Reach::default());
        let look = || self.found(grant, doubtful, none);
        let ((by_party, by_signers), has_ended) = self.work.by_half(look);
        Found { by_party, by_signers, has_ended }
    }

    fn found(&self, grant: &Grant, doubtful: &[usize], all: (Reach, Reach)) -> (Reach, Reach) {
        let nothing = Reach::default();
        let Some(allow) = self.policy.statements.get(grant.proof.statement - 1) else { return all };
        if self.owner.bucket.is_none() && allow.guarded == Guarded::Bucket {
            return all;
        }
        if !self.work.spend(cost_of_callers(self.policy)) {
            return (nothing, nothing);
        }
        let mut those = callers(grant, self.policy, self.owner);
        if those.is_empty() {
            return all;
        }
        let principals = &allow.principals;
        let values = allow.conditions.iter().flat_map(|condition| &condition.values);
        let by_signer = values.chain(&allow.resources.list).any(|text| names_signer(text));
        those.retain(|caller| {
            let cost = principals.list.len() as u64 * ONE_CHOICE;
            let is_meant = caller.is_among(&principals.list) != principals.inverted;
            self.work.spend(cost) && is_meant && !(by_signer && caller.is_unsigned())
        });
        let search = Search { allow, of: self, doubtful };
        let by_party = self.found_by(&those, grant.reach, &search);
        let rest = grant.reach.without(by_party);
        let by_signers = match grant.party {
            Party::Everyone if !rest.is_none() => {
                self.found_by(&strangers(self.policy), rest, &search)
            }
            _ => nothing,
        };
        (by_party, by_signers)
    }

    fn found_by(&self, callers: &[Caller], reach: Reach, search: &Search) -> Reach {
        let allow = search.allow;
        // Actions of which all statements and keys say the same have one answer.
        let mut answers: BTreeMap<(usize, bool), bool> = BTreeMap::new();
        let mut found = Reach::default();
        for action in actions(allow.guarded) {
            let one = reach.and(action.reach);
            if one.is_none() {
                continue;
            }
            let Some(kind) = self.kinds(allow.guarded).get(action.name) else { continue };
            let answer = *answers.entry((*kind, action.of_objects)).or_insert_with(|| {
                let places = search.places(&action);
                callers.iter().any(|caller| search.passes(caller, &action, &places))
            });
            if answer {
                found = found.or(one);
            }
        }
        if !search.doubtful.is_empty() {
            return found;
        }
        // What is not listed has no name to ask by.
        found.or(reach.and(Reach::QUESTIONS)).or(reach.and(Reach::UNLISTED_CHANGES))
    }

    fn kinds(&self, guarded: Guarded) -> &BTreeMap<&'static str, usize> {
        self.kinds.get_or_init(|| {
            let mut told: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
            let keys: BTreeSet<&str> = self.conditions().map(|c| c.key.as_str()).collect();
            let carried: Vec<Reach> = keys.iter().map(|key| carry(key)).collect();
            let of = |action: &Target| {
                let named = self.denials().map(|statement| action.is_named_by(statement));
                let carried = carried.iter().map(|carried| !carried.and(action.reach).is_none());
                let next = told.len();
                *told.entry(named.chain(carried).collect()).or_insert(next)
            };
            let mut of = of;
            actions(guarded).iter().map(|action| (action.name, of(action))).collect()
        })
    }

    /// Why nothing tells whether the statement of a grant holds for anybody, where that is so.
    pub(crate) fn hangs(&self, grant: &Grant) -> Option<Proof> {
        let allow = self.policy.statements.get(grant.proof.statement - 1)?;
        let places = &allow.resources.list;
        let by_place =
            (!places.is_empty() && places.iter().all(|place| varies(place))).then_some(BY_VARIABLE);
        let by_condition = || allow.conditions.iter().find_map(|c| hangs_on(c, self.owner));
        by_place.or_else(by_condition).map(|rule| Proof { rule, ..grant.proof.clone() })
    }

    /// What of a grant to one principal some Deny takes from him whatever he asks, by his names and the
    /// keys that tell who he is.
    pub(crate) fn denied(&self, grant: &Grant) -> Reach {
        let Some(Principal::Aws(name)) = &grant.named else { return Reach::default() };
        if names_account(name) || !self.work.spend(cost_of_callers(self.policy)) {
            return Reach::default();
        }
        let is_about = |denial: &&Statement, caller: &Caller| {
            let told = |condition: &Condition| match caller.slot(&condition.key, self.owner) {
                Some(Slot::Is(is)) => {
                    self.work.spend(cost_of(condition, is.as_deref()))
                        && holds(condition, is.as_deref()) == Some(true)
                }
                _ => false,
            };
            let cost = denial.principals.list.len() as u64 * ONE_CHOICE;
            self.work.spend(cost)
                && caller.is_meant_by(denial)
                && denial.conditions.iter().all(told)
        };
        let of = |caller: &Caller| {
            let denials = self.denials().filter(|denial| is_about(denial, caller));
            denials.fold(Reach::default(), |all, denial| all.or(reach(denial, self.owner)))
        };
        callers(grant, self.policy, self.owner)
            .iter()
            .map(of)
            .reduce(Reach::and)
            .unwrap_or_default()
    }
}

/// The search for a request by one Allow.
struct Search<'s, 'p> {
    allow: &'p Statement,
    of: &'s Witness<'p>,
    /// Denials that were not worked out, by their numbers.
    doubtful: &'s [usize],
}

/// Conditions of which each must hold, or must not.
type Wanted<'p> = Vec<(&'p Condition, bool)>;

impl<'p> Search<'_, 'p> {
    /// By which denials the resources of an action are covered that the Allow is about, each set once.
    fn places(&self, action: &Target) -> BTreeSet<Vec<bool>> {
        let (owner, work) = (self.of.owner, &self.of.work);
        let denials: Vec<&Statement> = self.of.denials().collect();
        let arns = action.resources(self.allow, &denials, owner, work);
        let covered = |arn: &String| denials.iter().map(|denial| covers(denial, arn)).collect();
        let is_tried = |arn: &&String| work.spend(cost_of_place(self.allow, &denials, arn));
        let arns = arns.iter().filter(is_tried).filter(|arn| covers(self.allow, arn));
        arns.map(covered).collect()
    }

    /// Whether a caller gets through to something by an action.
    fn passes(&self, caller: &Caller, action: &Target, places: &BTreeSet<Vec<bool>>) -> bool {
        let is_meant = |denial: &Statement| {
            let cost = action.cost_of(denial) + denial.principals.list.len() as u64 * ONE_CHOICE;
            self.of.work.spend(cost) && action.is_named_by(denial) && caller.is_meant_by(denial)
        };
        let meant: Vec<bool> = self.of.denials().map(is_meant).collect();
        if self.of.work.has_ended() {
            return false;
        }
        let modes = self.modes(caller);
        places.iter().any(|covered| {
            let denials = self.of.denials().zip(meant.iter().zip(covered));
            let here = denials
                .filter_map(|(denial, (meant, covered))| (*meant && *covered).then_some(denial));
            let here: Vec<&Statement> = here.collect();
            modes.iter().any(|mode| self.solves(caller, action, mode, &here))
        })
    }

    /// The ways to ask that fix several keys at once.
    fn modes(&self, caller: &Caller) -> Vec<Mode> {
        let asks = |some: &[&str]| self.of.conditions().any(|c| some.contains(&c.key.as_str()));
        let both = |is: bool| if is { &[false, true][..] } else { &[false] };
        let named = !caller.is_nobody_in_particular();
        let endpoints = both(asks(&OF_NETWORKS) && !caller.comes_from_aws());
        let (transports, services, factors) =
            (both(asks(&TRANSPORT)), both(asks(&BY_SERVICES)), both(asks(&OF_FACTORS)));
        let mut modes = Vec::new();
        for (by_endpoint, plain) in
            endpoints.iter().flat_map(|e| transports.iter().map(move |t| (e, t)))
        {
            for (by_service, with_factor) in
                services.iter().flat_map(|s| factors.iter().map(move |f| (s, f)))
            {
                let (by_endpoint, tls) = (*by_endpoint, !*plain);
                let (by_service, with_factor) = (*by_service, *with_factor);
                modes.push(Mode { by_endpoint, tls, by_service, with_factor, named });
            }
        }
        modes
    }

    /// Whether the conditions of the Allow can hold while of each denial one does not.
    fn solves(
        &self,
        caller: &Caller,
        action: &Target,
        mode: &Mode,
        denials: &[&'p Statement],
    ) -> bool {
        if !self.of.work.spend(ONE_CHOICE) {
            return false;
        }
        let slots = Slots { search: self, caller, action, mode };
        let mut wanted: Wanted<'p> = Vec::new();
        for condition in &self.allow.conditions {
            match slots.decide(condition) {
                Some(false) => return false,
                Some(true) => {}
                None => wanted.push((condition, true)),
            }
        }
        let mut open = Vec::new();
        for denial in denials {
            if self.doubtful.contains(&denial.number) {
                if !denial.conditions.iter().any(|condition| slots.surely_fails(condition)) {
                    let left = denial.conditions.iter().filter(|c| self.is_free(c, action));
                    open.push(left.collect::<Vec<_>>());
                }
                continue;
            }
            let decided: Vec<_> = denial.conditions.iter().map(|c| (c, slots.decide(c))).collect();
            if decided.iter().any(|(_, holds)| *holds == Some(false)) {
                continue;
            }
            let left = decided.into_iter().filter(|(_, holds)| holds.is_none()).map(|(c, _)| c);
            open.push(left.collect::<Vec<_>>());
        }
        slots.fulfil(&mut wanted, &open)
    }
}

impl Search<'_, '_> {
    /// Whether anybody who asks by an action can ask such that a condition does not hold.
    fn is_free(&self, condition: &Condition, action: &Target) -> bool {
        let by_request = spared_by_deny(condition) == Narrowing::NotAboutWho;
        match escape(condition, self.of.owner) {
            Escape::By(actions) => by_request && !actions.and(action.reach).is_none(),
            Escape::Never | Escape::NotKnown(_) => false,
        }
    }
}

const OF_ENDPOINTS: [&str; 2] = ["aws:sourcevpc", "aws:sourcevpce"];
const TRANSPORT: [&str; 2] = ["aws:securetransport", "s3:tlsversion"];
const BY_SERVICES: [&str; 4] =
    ["aws:viaawsservice", "aws:calledvia", "aws:calledviafirst", "aws:calledvialast"];
/// Keys that may hold a wildcard as it stands.
const OF_TEXTS: [&str; 4] = ["aws:useragent", "aws:referer", "s3:prefix", "s3:delimiter"];
/// The versions of TLS that there are.
const TLS_VERSIONS: [&str; 4] = ["1.3", "1.2", "1.1", "1.0"];

struct Mode {
    by_endpoint: bool,
    tls: bool,
    /// Whether a service passes the request on.
    by_service: bool,
    /// Whether a second factor was asked for.
    with_factor: bool,
    /// Whether the caller may come from what policies name.
    named: bool,
}

/// What each key of a request may be.
struct Slots<'s, 'p> {
    search: &'s Search<'s, 'p>,
    caller: &'s Caller,
    action: &'s Target,
    mode: &'s Mode,
}

impl<'p> Slots<'_, 'p> {
    fn work(&self) -> &Work {
        &self.search.of.work
    }

    /// Whether a condition holds, as far as there is work left to tell.
    fn holds(&self, condition: &Condition, value: Option<&str>) -> Option<bool> {
        if self.work().has_ended() || !self.work().spend(cost_of(condition, value)) {
            return None;
        }
        holds(condition, value)
    }

    fn slot(&self, key: &str) -> Slot {
        let owner = self.search.of.owner;
        let known = |value: &Option<String>| match value {
            Some(value) => Slot::Is(Some(value.clone())),
            None => Slot::Present,
        };
        let some = |is: bool| if is { Slot::Present } else { Slot::Is(None) };
        match (key, self.caller.slot(key, owner)) {
            ("aws:viaawsservice", Some(Slot::Present)) => {
                return Slot::Is(Some(self.mode.by_service.to_string()));
            }
            ("aws:multifactorauthage", Some(Slot::Free)) => return some(self.mode.with_factor),
            (_, Some(Slot::Free)) if BY_SERVICES.contains(&key) => {
                return some(self.mode.by_service);
            }
            (_, Some(slot)) => return slot,
            (_, None) => {}
        }
        match key {
            "aws:securetransport" => Slot::Is(Some(self.mode.tls.to_string())),
            "s3:tlsversion" if self.mode.tls => Slot::Present,
            "s3:tlsversion" => Slot::Is(None),
            "aws:sourceip" if self.mode.by_endpoint => Slot::Is(None),
            "aws:sourceip" => Slot::Present,
            "aws:sourcevpc" | "aws:sourcevpce" if !self.mode.by_endpoint => Slot::Is(None),
            "aws:sourcevpc" | "aws:sourcevpce" if self.mode.named => Slot::Present,
            "aws:sourcevpc" | "aws:sourcevpce" => Slot::Unnamed,
            _ if OF_NETWORKS.contains(&key) && !self.mode.by_endpoint => Slot::Is(None),
            "aws:currenttime" => Slot::Present,
            "s3:resourceaccount" | "aws:resourceaccount" => known(&owner.account),
            "aws:resourceorgid" => known(&owner.organisation),
            "aws:requestedregion" => known(&owner.region),
            // An object that carries no tag can always be asked for, or written.
            _ if key.starts_with("s3:dataaccesspoint")
                || key.starts_with("s3:existingobjecttag/") =>
            {
                Slot::Is(None)
            }
            _ if !concerns_who(key) && carry(key).and(self.action.reach).is_none() => {
                Slot::Is(None)
            }
            _ => Slot::Free,
        }
    }

    /// Whether a condition holds, where nothing can be chosen. What cannot be compared is read
    /// elsewhere: here it holds for an Allow and not for a denial.
    fn decide(&self, condition: &'p Condition) -> Option<bool> {
        let denies = !self.search.allow.conditions.iter().any(|own| std::ptr::eq(own, condition));
        let is_timeless = condition.key == "aws:currenttime" && self.search.of.owner.at.is_none();
        if is_timeless || condition.key == "aws:epochtime" {
            return Some(!denies);
        }
        match self.slot(&condition.key) {
            Slot::Is(value) => Some(self.holds(condition, value.as_deref()).unwrap_or(!denies)),
            Slot::Free | Slot::Present | Slot::Unnamed | Slot::Named => None,
        }
    }

    /// Whether it is certain that a condition does not hold: by a key that is known, and of which it is
    /// known what such a request has.
    fn surely_fails(&self, condition: &Condition) -> bool {
        let key = condition.key.as_str();
        match self.slot(key) {
            Slot::Is(value) if is_known(key) && is_read(condition) => {
                self.holds(condition, value.as_deref()) == Some(false)
            }
            _ => false,
        }
    }

    /// Whether values can be chosen that fulfil all that is wanted and of each denial one condition not.
    fn fulfil(&self, wanted: &mut Wanted<'p>, open: &[Vec<&'p Condition>]) -> bool {
        let cost = ONE_CHOICE * (1 + wanted.len() as u64);
        if !self.work().spend(cost) {
            return false;
        }
        let keys: BTreeSet<&str> =
            wanted.iter().map(|(condition, _)| condition.key.as_str()).collect();
        if !keys.iter().all(|key| self.is_possible(key, wanted)) {
            return false;
        }
        let Some((first, rest)) = open.split_first() else { return true };
        for condition in first {
            wanted.push((condition, false));
            let is = self.fulfil(wanted, rest);
            wanted.pop();
            if is {
                return true;
            }
        }
        false
    }

    /// Whether some value of a key is as wanted.
    fn is_possible(&self, key: &str, wanted: &Wanted<'p>) -> bool {
        let of_key: Vec<_> = wanted.iter().filter(|(c, _)| c.key == key).collect();
        let suits = |value: Option<&str>| {
            let is_so = |(condition, is): &&(&Condition, bool)| {
                self.holds(condition, value).unwrap_or(*is) == *is
            };
            !self.work().has_ended() && of_key.iter().all(is_so) && !self.work().has_ended()
        };
        let slot = self.slot(key);
        let written = |value: &String| of_key.iter().any(|(c, _)| c.values.contains(value));
        let values = self.values(key).into_iter().filter(|value| match slot {
            Slot::Unnamed => is_unnamed(value),
            Slot::Named => written(value),
            _ => true,
        });
        // Whoever comes by an endpoint comes by one of a VPC.
        let is_there = OF_ENDPOINTS.contains(&key) && self.mode.by_endpoint
            || key == "aws:multifactorauthpresent" && self.mode.with_factor
            || key == PREFIX && self.is_listed_by_level();
        let absent = slot != Slot::Present && !is_there;
        absent && suits(None) || values.into_iter().any(|value| suits(Some(&value)))
    }

    /// Prefixes by which a listing shows what is asked about: with a slash as its delimiter and without, as
    /// soon as the policy asks for one.
    fn prefixes(&self, about: &[&Condition]) -> Vec<String> {
        let within = &self.search.of.owner.within;
        if !self.work().spend(cost_of_listing(within, about)) {
            return Vec::new();
        }
        prefixes(within, about, self.is_listed_by_level()).unwrap_or_default()
    }

    /// Whether a listing may stop at a slash before it shows what is asked about.
    fn is_listed_by_level(&self) -> bool {
        self.search.of.owner.within != Within::Bucket
            && self.search.of.conditions().any(|c| c.key == "s3:delimiter")
    }

    fn values(&self, key: &str) -> Vec<String> {
        let about: Vec<&Condition> = self.search.of.conditions().filter(|c| c.key == key).collect();
        let written = about.iter().flat_map(|condition| &condition.values);
        let cost = written.map(|value| ONE_CHOICE + 5 * value.len() as u64).sum();
        if !self.work().spend(cost) {
            return Vec::new();
        }
        match key {
            PREFIX if self.search.of.owner.within != Within::Bucket => self.prefixes(&about),
            "s3:delimiter" if self.search.of.owner.within != Within::Bucket => vec!["/".into()],
            "s3:tlsversion" => TLS_VERSIONS.map(str::to_owned).to_vec(),
            "aws:sourceip" => addresses(&about, self.mode.named),
            "aws:multifactorauthpresent" => vec![self.mode.with_factor.to_string()],
            // Seconds that have passed.
            "aws:multifactorauthage" => {
                let mut ages = candidates(&about);
                ages.retain(|age| age.parse::<f64>().is_ok_and(|age| age >= 0.0));
                ages.push("1".into());
                ages
            }
            "aws:sourcearn" => match self.caller.source() {
                Some(account) => of_source(&about, account, self.caller.is_cloudfront()),
                None => candidates(&about),
            },
            "aws:currenttime" => times(self.search.of.owner.at.as_deref(), &about),
            // Whoever is of the owner's organisation is another party.
            "aws:principalorgid" => {
                let mut ids = made_by_aws("o-", candidates(&about));
                ids.retain(|id| Some(id) != self.search.of.owner.organisation.as_ref());
                ids
            }
            "aws:sourcevpc" => made_by_aws("vpc-", candidates(&about)),
            "aws:sourcevpce" => made_by_aws("vpce-", candidates(&about)),
            _ if OF_TEXTS.contains(&key) => candidates(&about),
            _ => without_wildcards(candidates(&about)),
        }
    }
}
