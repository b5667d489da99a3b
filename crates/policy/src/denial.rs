//! What the denials of a policy take away again. Only total denials are honoured: one that covers
//! a part of the objects leaves the rest open, unless several of them leave nothing.

use crate::ability::{Reach, reach, touches};
use crate::condition::{Narrowing, spared_by_deny};
use crate::document::{Condition, Principal, Statement};
use crate::party::{Owner, Party, is_account, party};

/// A Deny whose reach is known.
#[derive(Clone, Debug)]
pub(crate) struct Denial {
    pub(crate) statement: usize,
    /// Whom it names; `None` for everybody.
    pub(crate) names: Option<Vec<Party>>,
    /// What it takes away.
    pub(crate) takes: Reach,
    /// From all of them but these.
    pub(crate) spares: Vec<Party>,
}

/// A Deny that may take access away, and whose reach could not be worked out.
#[derive(Clone, Debug)]
pub(crate) struct Unresolved {
    pub(crate) statement: usize,
    /// Whom it names; `None` for everybody.
    pub(crate) names: Option<Vec<Party>>,
    pub(crate) may_take: Reach,
    pub(crate) why: &'static str,
}

impl Unresolved {
    /// What of a grant it may take away.
    pub(crate) fn of(&self, party: &Party, reach: Reach) -> Reach {
        match &self.names {
            Some(names) if !names.contains(party) => Reach::default(),
            _ => reach.and(self.may_take),
        }
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
const OPPOSITE: &str = "two denials under opposite conditions leave nothing between them";

impl Denials {
    pub(crate) fn of(statements: &[Statement], owner: &Owner) -> Self {
        let mut denials = Self::default();
        for statement in statements.iter().filter(|s| !s.allow) {
            denials.add(statement, owner);
        }
        denials.unresolved.extend(opposite(statements, owner));
        denials
    }

    fn add(&mut self, statement: &Statement, owner: &Owner) {
        let named: Vec<Party> = statement.principals.list.iter().map(party).collect();
        let everybody = named.contains(&Party::Everyone) != statement.principals.inverted;
        let by_name = !everybody && !statement.principals.inverted;
        let (names, spared_by_name) = match (by_name, statement.principals.inverted) {
            (true, _) => (whole_accounts(statement), Vec::new()),
            (false, true) => (None, named),
            (false, false) => (None, Vec::new()),
        };
        if by_name && names.is_none() {
            // One user of an account is denied; the account's others are not.
            return;
        }
        match spared(statement) {
            Spared::Everybody => {}
            Spared::Parties(mut parties) => {
                parties.extend(spared_by_name);
                let (number, takes) = (statement.number, reach(statement, owner));
                let may_take = touches(statement, owner).without(takes);
                if !may_take.is_none() {
                    let names = names.clone();
                    self.partial.push(Unresolved {
                        statement: number,
                        names,
                        may_take,
                        why: IN_PARTS,
                    });
                }
                if !takes.is_none() {
                    self.total.push(Denial { statement: number, names, takes, spares: parties });
                }
            }
            // What a denial by name leaves open concerns those named only.
            Spared::NotKnown(_) if names.is_some() => {}
            Spared::NotKnown(why) => {
                let may_take = touches(statement, owner);
                let number = statement.number;
                self.unresolved.push(Unresolved { statement: number, names, may_take, why });
            }
        }
    }
}

/// Denials for everybody of which one holds where another does not.
fn opposite(statements: &[Statement], owner: &Owner) -> Vec<Unresolved> {
    let total = |s: &&Statement| {
        let everybody = s.principals.list.contains(&Principal::Everyone);
        !s.allow && everybody && !s.principals.inverted && s.conditions.len() == 1
    };
    let denials: Vec<&Statement> = statements.iter().filter(total).collect();
    let pairs = denials.iter().enumerate().flat_map(|(at, one)| {
        denials[at + 1..]
            .iter()
            .filter(|other| are_opposite(&one.conditions[0], &other.conditions[0]))
            .map(move |other| (one, other))
    });
    pairs
        .map(|(one, other)| Unresolved {
            statement: one.number,
            names: None,
            may_take: touches(one, owner).and(touches(other, owner)),
            why: OPPOSITE,
        })
        .collect()
}

/// Whether every request meets one of two conditions: a key is there or not, and one of these is
/// there always.
fn are_opposite(one: &Condition, other: &Condition) -> bool {
    const ALWAYS_THERE: [&str; 2] = ["aws:securetransport", "aws:principalisawsservice"];
    let says = |condition: &Condition, word: &str| {
        condition.values.iter().any(|value| value.eq_ignore_ascii_case(word))
    };
    let always = match one.operator.as_str() {
        "null" => true,
        "bool" => ALWAYS_THERE.contains(&one.key.as_str()),
        _ => false,
    };
    let opposite =
        says(one, "true") && says(other, "false") || says(one, "false") && says(other, "true");
    always && one.operator == other.operator && one.key == other.key && opposite
}

/// The accounts that a Deny names as a whole; `None` when it names single principals only.
fn whole_accounts(statement: &Statement) -> Option<Vec<Party>> {
    let whole = |principal: &&Principal| matches!(principal, Principal::Aws(name) if is_account(name) || name.ends_with(":root"));
    let accounts: Vec<Party> = statement.principals.list.iter().filter(whole).map(party).collect();
    (!accounts.is_empty()).then_some(accounts)
}

enum Spared {
    /// The denial speaks about the request: whoever makes it another way is not denied.
    Everybody,
    Parties(Vec<Party>),
    NotKnown(&'static str),
}

/// A Deny holds where all of its conditions do, so whoever escapes one of them is spared.
fn spared(statement: &Statement) -> Spared {
    let mut parties = Vec::new();
    let mut open = None;
    for condition in &statement.conditions {
        match spared_by_deny(condition) {
            Narrowing::NotAboutWho => return Spared::Everybody,
            Narrowing::To { parties: more, .. } => parties.extend(more),
            Narrowing::Open(why) => open = Some(why),
        }
    }
    match open {
        Some(why) => Spared::NotKnown(why),
        None => Spared::Parties(parties),
    }
}
