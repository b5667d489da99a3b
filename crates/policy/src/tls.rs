//! Whether a policy refuses requests without TLS.

use crate::ability::{Reach, reach};
use crate::document::{Condition, Statement};
use crate::party::{Owner, Party, party};

/// What a policy says about requests without TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsRule {
    /// They are refused, whoever makes them and whatever they ask of objects and bucket.
    Required,
    /// Some are refused.
    Partly,
    /// Nothing.
    NotRequired,
}

pub(crate) fn tls_rule(statements: &[Statement], owner: &Owner) -> TlsRule {
    let about: Vec<&Statement> =
        statements.iter().filter(|s| !s.allow && s.conditions.iter().any(asks_for_tls)).collect();
    let of_all = |statement: &&&Statement| {
        let everybody = statement.principals.list.iter().any(|p| party(p) == Party::Everyone);
        let alone = statement.conditions.iter().all(asks_for_tls);
        everybody && !statement.principals.inverted && alone
    };
    // One for the bucket and one for its objects refuse all as well.
    let refused = about.iter().filter(of_all).map(|statement| reach(statement, owner));
    let required = refused.fold(Reach::default(), Reach::or).is_all_listed();
    match (required, about.is_empty()) {
        (true, _) => TlsRule::Required,
        (false, false) => TlsRule::Partly,
        (false, true) => TlsRule::NotRequired,
    }
}

/// A quantifier does not matter to a key with one value, save that `ForAnyValue` needs it there,
/// which it always is. A version of TLS that is too low says nothing about requests without any.
fn asks_for_tls(condition: &Condition) -> bool {
    ["bool", "stringequals", "stringequalsignorecase"].contains(&condition.operator.as_str())
        && condition.key == "aws:securetransport"
        && condition.values.iter().any(|value| value.eq_ignore_ascii_case("false"))
}
