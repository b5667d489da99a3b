//! What the denials of a policy take away again. Only total denials are honoured: one that covers
//! a part of the actions or the objects leaves the rest open, and counts for nothing here.

use crate::ability::{Reach, reach, touches};
use crate::condition::{Narrowing, spared_by_deny};
use crate::document::{Principal, Statement};
use crate::party::{Owner, Party, is_account, party};

/// A Deny whose reach is known.
#[derive(Clone, Debug)]
pub(crate) struct Denial {
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
    pub(crate) may_take: Reach,
    pub(crate) why: &'static str,
}

/// The denials of a policy.
#[derive(Clone, Debug, Default)]
pub(crate) struct Denials {
    pub(crate) total: Vec<Denial>,
    pub(crate) unresolved: Vec<Unresolved>,
}

impl Denials {
    pub(crate) fn of(statements: &[Statement], owner: &Owner) -> Self {
        let mut denials = Self::default();
        for statement in statements.iter().filter(|s| !s.allow) {
            denials.add(statement, owner);
        }
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
                let takes = reach(statement, owner);
                if !takes.is_none() {
                    self.total.push(Denial { names, takes, spares: parties });
                }
            }
            // What a denial by name leaves open concerns those named only.
            Spared::NotKnown(_) if names.is_some() => {}
            Spared::NotKnown(why) => {
                let may_take = touches(statement, owner);
                let number = statement.number;
                self.unresolved.push(Unresolved { statement: number, may_take, why });
            }
        }
    }
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
