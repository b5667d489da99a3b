//! What a condition comes to for one value of its key.

use std::net::IpAddr;

use crate::document::{Condition, Quantifier};
use crate::glob::{cost, fits};
use crate::party::{Party, account_of};
use crate::ranges::range;

/// Whether a condition holds where its key is this, or is not there; `None` where it compares by a
/// variable or by an operator that is not known here.
pub(crate) fn holds(condition: &Condition, is: Option<&str>) -> Option<bool> {
    if condition.operator == "null" {
        let says = |value: &String| value.eq_ignore_ascii_case("true") == is.is_none();
        return Some(condition.values.iter().any(says));
    }
    let negated = condition.operator.contains("not");
    let Some(is) = is else {
        return Some(match condition.quantifier {
            _ if condition.if_exists => true,
            Some(quantifier) => quantifier == Quantifier::All,
            None => negated,
        });
    };
    if condition.values.is_empty() {
        return Some(negated);
    }
    if condition.values.iter().any(|value| value.contains("${")) {
        return None;
    }
    let compare = comparison(&condition.operator.replace("not", ""))?;
    let fits: Option<Vec<bool>> = condition.values.iter().map(|v| compare(v, is)).collect();
    Some(fits?.contains(&true) != negated)
}

/// Whether a condition compares by an operator that is known, and with some value.
pub(crate) fn is_read(condition: &Condition) -> bool {
    let operator = condition.operator.as_str();
    let is_known = operator == "null" || comparison(&operator.replace("not", "")).is_some();
    is_known && !condition.values.is_empty()
}

/// How many characters are compared at most to tell that.
pub(crate) fn cost_of(condition: &Condition, is: Option<&str>) -> u64 {
    /// What an operator and a value take beside their characters.
    const EACH: u64 = 10;
    let of = |value: &String| match is {
        Some(is) if condition.operator.contains("like") || condition.operator.contains("arn") => {
            cost(value, is)
        }
        Some(_) => value.len() as u64,
        None => 0,
    };
    condition.values.iter().map(|value| EACH + of(value)).sum::<u64>() + EACH
}

/// Compares a value of a policy with what a key is; `None` where the policy's cannot be read.
type Comparison = fn(&str, &str) -> Option<bool>;

fn comparison(operator: &str) -> Option<Comparison> {
    Some(match operator {
        "stringequals" | "binaryequals" => |value, is| Some(value == is),
        "stringequalsignorecase" | "bool" => |value, is| Some(value.eq_ignore_ascii_case(is)),
        "stringlike" => |value, is| Some(fits(value, is)),
        "arnequals" | "arnlike" => |value, is| Some(fits_arn(value, is)),
        "ipaddress" => |value, is| is_in(value, is),
        "numericequals" => |value, is| by_number(value, is, |is, value| is == value),
        "numericlessthan" => |value, is| by_number(value, is, |is, value| is < value),
        "numericlessthanequals" => |value, is| by_number(value, is, |is, value| is <= value),
        "numericgreaterthan" => |value, is| by_number(value, is, |is, value| is > value),
        "numericgreaterthanequals" => |value, is| by_number(value, is, |is, value| is >= value),
        "datelessthan" => |value, is| by_date(value, is, |is, value| is < value),
        "datelessthanequals" => |value, is| by_date(value, is, |is, value| is <= value),
        "dategreaterthan" => |value, is| by_date(value, is, |is, value| is > value),
        "dategreaterthanequals" => |value, is| by_date(value, is, |is, value| is >= value),
        _ => return None,
    })
}

/// Of ARNs each part is compared by itself: no wildcard reaches beyond its colons but in the last.
pub(crate) fn fits_arn(pattern: &str, arn: &str) -> bool {
    let (mut pattern, mut arn) = (pattern.splitn(6, ':'), arn.splitn(6, ':'));
    loop {
        match (pattern.next(), arn.next()) {
            (None, None) => return true,
            (Some(pattern), Some(part)) if fits(pattern, part) => {}
            _ => return false,
        }
    }
}

fn is_in(wanted: &str, address: &str) -> Option<bool> {
    let range = |text: &str| range(&Party::Network(text.to_owned()));
    let (is_six, first, last) = range(wanted)?;
    let fits = |(six, address, _)| is_six == six && (first..=last).contains(&address);
    Some(range(address).is_some_and(fits))
}

fn by_date(value: &str, is: &str, compare: fn(&str, &str) -> bool) -> Option<bool> {
    (is_date(value) && is_date(is)).then(|| compare(is, value))
}

/// Whether a date has the one form in which dates are ordered as texts are.
pub(crate) fn is_date(text: &str) -> bool {
    const FORM: &str = "0000-00-00T00:00:00Z";
    let fits = |(is, form): (u8, u8)| is == form || form == b'0' && is.is_ascii_digit();
    text.len() == FORM.len() && text.bytes().zip(FORM.bytes()).all(fits)
}

/// Times that tell conditions apart; just the present one where it is known, as what opens or ends later is not
/// so today.
pub(crate) fn times(now: Option<&str>, conditions: &[&Condition]) -> Vec<String> {
    if let Some(now) = now {
        return vec![now.to_owned()];
    }
    let named = conditions.iter().flat_map(|condition| &condition.values);
    named.cloned().chain([String::new(), "9999-12-31T23:59:59Z".into()]).collect()
}

fn by_number(value: &str, is: &str, compare: fn(f64, f64) -> bool) -> Option<bool> {
    let value = number(value)?;
    Some(number(is).is_some_and(|is| compare(is, value)))
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// Values that tell the conditions on a key apart: each that is named, texts that its wildcards fit,
/// what lies beside a number, and one that nobody names.
pub(crate) fn candidates(conditions: &[&Condition]) -> Vec<String> {
    let of = |condition: &&Condition| {
        let operator = condition.operator.replace("not", "");
        let is_truth = operator == "bool";
        condition
            .values
            .iter()
            .flat_map(move |value| match (number(value), is_truth) {
                (_, true) => vec!["true".into(), "false".into()],
                (Some(number), _) => {
                    let near = [number - 1.0, number - 0.1, number + 0.1, number + 1.0];
                    near.iter().map(f64::to_string).chain([value.clone()]).collect()
                }
                (None, _) => filled(value),
            })
            .collect::<Vec<String>>()
    };
    let mut all: Vec<String> = conditions.iter().flat_map(of).collect();
    // Rather what nobody names than what somebody does.
    all.insert(0, UNNAMED.into());
    all.sort_by_key(|value| value != UNNAMED);
    all.dedup();
    all
}

/// What no policy names has this in it.
const MARK: char = '\u{1}';
const UNNAMED: &str = "\u{1}unnamed";

/// Whether a value is none that a policy names.
pub(crate) fn is_unnamed(value: &str) -> bool {
    value.contains(MARK)
}

/// Of candidates for a key that takes no wildcard as it stands, the others.
pub(crate) fn without_wildcards(candidates: Vec<String>) -> Vec<String> {
    candidates.into_iter().filter(|value| !value.contains(['*', '?'])).collect()
}

/// Of candidates for a key whose values AWS makes, those that it can have made, and one more.
pub(crate) fn made_by_aws(prefix: &str, candidates: Vec<String>) -> Vec<String> {
    let made = |id: &String| {
        id.starts_with(prefix) && !id.contains(|c: char| c == '*' || c == '?' || c.is_uppercase())
    };
    let unnamed = format!("{prefix}{UNNAMED}");
    candidates.into_iter().filter(made).chain([unnamed]).collect()
}

/// ARNs of an account that the values of these conditions fit; of distributions alone, where CloudFront
/// asks.
pub(crate) fn of_source(
    conditions: &[&Condition],
    account: &str,
    of_distributions: bool,
) -> Vec<String> {
    let values = conditions.iter().flat_map(|condition| &condition.values);
    let fill = |value: &String| {
        let parts = value.splitn(6, ':').enumerate().map(|(at, part)| match at {
            2 if part == "*" && of_distributions => "cloudfront".to_owned(),
            3 if part == "*" && of_distributions => String::new(),
            4 if part.contains(['*', '?']) => account.to_owned(),
            _ => part.replace(['*', '?'], "x"),
        });
        parts.collect::<Vec<_>>().join(":")
    };
    let is_of = |arn: &String| account_of(arn).is_none_or(|of| of == account);
    let fits = |arn: &String| !of_distributions || arn.contains(":cloudfront:");
    let service = if of_distributions { "cloudfront" } else { "unnamed" };
    let unnamed = format!("arn:aws:{service}::{account}:{UNNAMED}");
    values.map(fill).filter(is_of).filter(fits).chain([unnamed]).collect()
}

/// Texts that a pattern fits: with something and with nothing for its stars.
pub(crate) fn filled(pattern: &str) -> Vec<String> {
    let stars = |by: &str| pattern.replace('*', by).replace('?', "a");
    let unnamed = pattern.replace('*', "\u{1}x").replace('?', "\u{1}");
    let folded = pattern.to_ascii_uppercase();
    match pattern.contains(['*', '?']) {
        true => vec![unnamed, stars(""), stars("x"), pattern.to_owned()],
        false => vec![pattern.to_owned(), folded],
    }
}

/// Addresses here and there, none of them of a network with a purpose of its own.
const ADDRESSES: [&str; 10] = [
    "203.0.113.9",
    "5.44.16.9",
    "41.77.30.2",
    "77.88.5.3",
    "103.21.244.7",
    "131.107.9.4",
    "163.60.8.1",
    "188.40.77.6",
    "2a02:8109::77",
    "2600:1f18::77",
];

/// Addresses from which somebody may ask who is nobody in particular, and with `named` those too that
/// policies name.
pub(crate) fn addresses(conditions: &[&Condition], named: bool) -> Vec<String> {
    let all = ADDRESSES.iter().map(|&address| address.to_owned());
    let values = conditions.iter().flat_map(|c| &c.values);
    let within = values.filter_map(|value| {
        let (is_six, first, last) = range(&Party::Network(value.clone()))?;
        let is_broad =
            last - first > if is_six { u128::MAX >> 32 } else { u128::from(u32::MAX >> 8) };
        let address = if first == last { first } else { first + 9 };
        let four = || u32::try_from(address).ok().map(|bits| IpAddr::from(bits.to_be_bytes()));
        let address = if is_six { IpAddr::from(address.to_be_bytes()) } else { four()? };
        (named || is_broad).then(|| address.to_string())
    });
    all.chain(within).collect()
}
