//! What the denials of a policy take away again. Only total denials are honoured: one that covers
//! a part of the objects leaves the rest open, unless several of them leave nothing.

use crate::ability::{Reach, reach, touches};
use crate::condition::{Narrowing, spared_by_deny};
use crate::document::{Principal, Principals, Statement};
use crate::escape::{Escape, escape};
use crate::evaluate::Grant;
use crate::party::{Owner, Party, account_of, names_account, party};

/// A Deny whose reach is known.
#[derive(Clone, Debug)]
pub(crate) struct Denial {
    pub(crate) statement: usize,
    pub(crate) names: Names,
    /// What it takes away.
    pub(crate) takes: Reach,
    /// From all of them but these.
    pub(crate) spares: Vec<Party>,
    /// The same, where single principals are told by their names and not by their accounts.
    pub(crate) holds_to: Vec<Party>,
}

/// A Deny that may take access away, and whose reach could not be worked out.
#[derive(Clone, Debug)]
pub(crate) struct Unresolved {
    pub(crate) statement: usize,
    pub(crate) names: Names,
    pub(crate) may_take: Reach,
    pub(crate) why: &'static str,
}

impl Unresolved {
    /// What of a grant it may take away.
    pub(crate) fn of(&self, grant: &Grant) -> Reach {
        if self.names.concern(grant) { grant.reach.and(self.may_take) } else { Reach::default() }
    }
}

/// Whom a Deny is for.
#[derive(Clone, Debug)]
pub(crate) enum Names {
    Everybody,
    Only(Vec<Principal>),
}

impl Names {
    /// Whether all for whom a grant is are among them. One user of an account is that user only: the
    /// account's others are not denied.
    pub(crate) fn concern(&self, grant: &Grant) -> bool {
        let Self::Only(principals) = self else { return true };
        principals.iter().any(|principal| match is_whole_account(principal) {
            true => party(principal) == grant.party,
            false => grant.named.as_ref() == Some(principal),
        })
    }

    pub(crate) fn are_everybody(&self) -> bool {
        matches!(self, Self::Everybody)
    }
}

/// The denials of a policy.
#[derive(Clone, Debug, Default)]
pub(crate) struct Denials {
    pub(crate) total: Vec<Denial>,
    pub(crate) unresolved: Vec<Unresolved>,
    /// Those that cover some objects: together they may cover all that an Allow is about.
    pub(crate) partial: Vec<Unresolved>,
}

const IN_PARTS: &str = "denials of parts may together leave nothing";

impl Denials {
    pub(crate) fn of(statements: &[Statement], owner: &Owner) -> Self {
        let mut denials = Self::default();
        for statement in statements.iter().filter(|s| !s.allow) {
            denials.add(statement, owner);
        }
        denials
    }

    fn add(&mut self, statement: &Statement, owner: &Owner) {
        let Principals { inverted, list } = &statement.principals;
        let everybody = *inverted || list.contains(&Principal::Everyone);
        let names = if everybody { Names::Everybody } else { Names::Only(list.clone()) };
        let mut spared = spared(statement, owner);
        if *inverted {
            spared.parties.extend(list.iter().map(party));
            spared.by_name.extend(not_meant(list));
        }
        let number = statement.number;
        let touches = touches(statement, owner).without(spared.actions);
        let takes = reach(statement, owner).without(spared.actions);
        let unresolved = |may_take: Reach, why| {
            let of = Unresolved { statement: number, names: names.clone(), may_take, why };
            (!may_take.is_none()).then_some(of)
        };
        if let Some(why) = spared.open {
            self.unresolved.extend(unresolved(touches, why));
            return;
        }
        self.partial.extend(unresolved(touches.without(takes), IN_PARTS));
        if !takes.is_none() {
            let Spared { parties: spares, by_name: holds_to, .. } = spared;
            self.total.push(Denial { statement: number, names, takes, spares, holds_to });
        }
    }
}

/// Whether a principal stands for all of an account.
fn is_whole_account(principal: &Principal) -> bool {
    matches!(principal, Principal::Aws(name) if names_account(name))
}

fn one(name: &str) -> Party {
    Party::Unresolved(name.to_owned())
}

/// Whether an ARN, or a pattern of them, means single principals and not an account or all of its roles.
fn are_few(arn: &str) -> bool {
    let Some(name) = account_of(arn).and_then(|_| arn.splitn(6, ':').nth(5)) else { return false };
    let is_told = |rest: &str| rest.chars().any(|c| !['*', '?', '/'].contains(&c));
    match name.split_once('/') {
        Some(("role" | "user" | "assumed-role", rest)) => is_told(rest),
        _ => name == "root",
    }
}

/// Whom `NotPrincipal` of a Deny leaves alone, by name: an account beside one of its principals stands
/// there for that one.
fn not_meant(list: &[Principal]) -> Vec<Party> {
    let single = |principal: &Principal| match principal {
        Principal::Aws(name) => !name.ends_with(":root") && are_few(name),
        _ => false,
    };
    let account = |principal: &Principal| party(principal).account().map(str::to_owned);
    let is_beside = |whole: &Principal| {
        list.iter().any(|other| single(other) && account(other) == account(whole))
    };
    let by_name = |principal: &Principal| match principal {
        Principal::Aws(name) if single(principal) => Some(one(name)),
        whole if is_whole_account(whole) && is_beside(whole) => None,
        other => Some(party(other)),
    };
    list.iter().filter_map(by_name).collect()
}

/// Whom and what a Deny leaves alone.
#[derive(Default)]
struct Spared {
    parties: Vec<Party>,
    /// The same, single principals by their names.
    by_name: Vec<Party>,
    /// What anybody can ask for such that it is not denied.
    actions: Reach,
    /// Why it cannot be told what it leaves alone beyond them.
    open: Option<&'static str>,
}

const CARRIED_BY_OTHERS: &str =
    "the denial asks for a key that such requests do not have, and may hold for all of them";

/// A Deny holds where all of its conditions do, so whoever escapes one of them is spared.
fn spared(statement: &Statement, owner: &Owner) -> Spared {
    let mut spared = Spared::default();
    let mut elsewhere = None;
    for condition in &statement.conditions {
        match spared_by_deny(condition) {
            Narrowing::NotAboutWho => match escape(condition, owner) {
                Escape::By(actions) => {
                    spared.actions = spared.actions.or(actions);
                    elsewhere = Some(CARRIED_BY_OTHERS);
                }
                Escape::Never => {}
                Escape::NotKnown(why) => spared.open = Some(why),
            },
            Narrowing::To { parties, .. } => {
                let is_arn = condition.key == "aws:principalarn";
                let by_name = parties.iter().zip(&condition.values).map(|(party, value)| {
                    if is_arn && are_few(value) { one(value) } else { party.clone() }
                });
                spared.by_name.extend(by_name);
                spared.parties.extend(parties);
            }
            Narrowing::Open(why) => spared.open = Some(why),
        }
    }
    spared.open = spared.open.or(elsewhere);
    spared
}
