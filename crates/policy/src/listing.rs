//! By which prefixes a listing shows what is asked about. Who may list below one prefix alone learns no
//! name that does not begin so.

use std::collections::BTreeSet;

use crate::compare::filled;
use crate::document::{Condition, Statement};
use crate::glob::{can_begin_with, fits_all_behind, fits_starts, rests};
use crate::party::Within;

/// The key that holds what a listing is to begin with.
pub(crate) const PREFIX: &str = "s3:prefix";
const DELIMITER: &str = "s3:delimiter";
/// What no policy names has this in it.
const UNNAMED: &str = "\u{1}unnamed";

/// What is asked about begins with this, or is this one object; `None` where anything is.
fn asked_about(within: &Within) -> Option<&str> {
    match within {
        Within::Bucket => None,
        Within::Prefix(key) | Within::Children(key) | Within::Object(key) => Some(key),
    }
}

/// A listing of what begins so, and which values of the conditions fit that.
struct Start {
    prefix: String,
    /// As a pattern, as a text, and as a text in whatever case.
    fits: Vec<[bool; 3]>,
}

/// Every listing that shows what is asked about, one for all that these values do not tell apart; `None`
/// where all do, since anything is asked about. A listing `by_level` stops at the next slash.
fn starts(within: &Within, values: &[&str], by_level: bool) -> Option<Vec<Start>> {
    let key = asked_about(within)?;
    let as_patterns: Vec<Vec<bool>> = values.iter().map(|value| fits_starts(value, key)).collect();
    let ends = key.char_indices().map(|(at, _)| at).chain([key.len()]);
    let from = if by_level { key.rfind('/').map_or(0, |at| at + 1) } else { 0 };
    let mut known = BTreeSet::new();
    let mut all = Vec::new();
    for (number, end) in ends.enumerate().filter(|(_, end)| *end >= from) {
        let prefix = &key[..end];
        let is = |(value, as_pattern): (&&str, &Vec<bool>)| {
            [as_pattern[number], *value == prefix, value.eq_ignore_ascii_case(prefix)]
        };
        let fits: Vec<[bool; 3]> = values.iter().zip(&as_patterns).map(is).collect();
        if known.insert(fits.clone()) {
            all.push(Start { prefix: prefix.to_owned(), fits });
        }
    }
    Some(all)
}

/// What such a listing may name, where these conditions are asked.
pub(crate) fn prefixes(
    within: &Within,
    conditions: &[&Condition],
    by_level: bool,
) -> Option<Vec<String>> {
    let values: Vec<&str> = values(conditions.iter().copied()).collect();
    let key = asked_about(within)?;
    let shorter = starts(within, &values, by_level)?.into_iter().map(|start| start.prefix);
    let mut all: Vec<String> = shorter.collect();
    if !matches!(within, Within::Object(_)) {
        let further = values.iter().flat_map(|value| rests(value, key));
        let further = further.flat_map(|rest| filled(&rest)).chain([UNNAMED.to_owned()]);
        all.extend(further.map(|rest| format!("{key}{rest}")));
    }
    Some(all)
}

/// What it takes to tell them, in characters that are compared.
pub(crate) fn cost_of(within: &Within, conditions: &[&Condition]) -> u64 {
    let Some(key) = asked_about(within) else { return 0 };
    values(conditions.iter().copied())
        .map(|value| ((value.len() + 9) * (key.len() + 1)) as u64)
        .sum()
}

fn values<'c>(conditions: impl Iterator<Item = &'c Condition>) -> impl Iterator<Item = &'c str> {
    conditions.flat_map(|condition| condition.values.iter().map(String::as_str))
}

/// Whether a condition on the prefix is met by some listing that shows what is asked about, or is not.
pub(crate) fn some_listing(
    condition: &Condition,
    is: bool,
    within: &Within,
    by_level: bool,
) -> bool {
    let kind = match condition.operator.trim_start_matches("string").replace("not", "").as_str() {
        "like" => 0,
        "equals" => 1,
        "equalsignorecase" => 2,
        _ => return true,
    };
    let values: Vec<&str> = values(std::iter::once(condition)).collect();
    let Some(all) = starts(within, &values, by_level) else { return true };
    if values.iter().any(|value| value.contains("${")) {
        return true;
    }
    let wanted = condition.operator.contains("not") != is;
    let fits = |start: &Start| start.fits.iter().any(|fits| fits[kind]);
    all.iter().any(|start| fits(start) == wanted) || goes_on(&values, kind == 0, wanted, within)
}

/// Whether some listing of what lies below a prefix fits one of these values, or none.
fn goes_on(values: &[&str], by_pattern: bool, wanted: bool, within: &Within) -> bool {
    let (Within::Prefix(key) | Within::Children(key)) = within else { return false };
    let begins = |value: &&str| match by_pattern {
        true => can_begin_with(value, key),
        false => value.to_lowercase().starts_with(&key.to_lowercase()),
    };
    match wanted {
        true => values.iter().any(begins),
        false => !by_pattern || !values.iter().any(|value| fits_all_behind(value, key)),
    }
}

/// Whether a statement asks for listings that stop at the next slash.
pub(crate) fn is_by_level(statement: &Statement) -> bool {
    statement.conditions.iter().any(|condition| {
        condition.key == DELIMITER
            && ["stringequals", "stringlike"].contains(&condition.operator.as_str())
            && !condition.if_exists
            && condition.quantifier.is_none()
            && condition.values.iter().all(|value| value == "/")
    })
}

/// What tells keys apart of which listings show other things: each set of values that some listing fits.
pub(crate) fn told_apart(statements: &[Statement], within: &Within) -> Vec<bool> {
    let conditions = || statements.iter().flat_map(|s| &s.conditions).filter(|c| c.key == PREFIX);
    if conditions().next().is_none() {
        return Vec::new();
    }
    let values: Vec<&str> = values(conditions()).collect();
    let of = |by_level| {
        let all = starts(within, &values, by_level).unwrap_or_default();
        let sets: BTreeSet<Vec<[bool; 3]>> = all.into_iter().map(|start| start.fits).collect();
        let told = sets.into_iter().flat_map(|fits| std::iter::once([true; 3]).chain(fits));
        told.flatten().chain([false]).collect::<Vec<bool>>()
    };
    [of(false), of(true)].concat()
}
