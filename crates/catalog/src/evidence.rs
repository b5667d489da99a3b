//! Whether a pattern's base confidence is earned: numbers are written for a thousand purposes, and
//! only a check that turns most of them away, or words near them, say which purpose it is.

use magpie_checks::Check;
use magpie_model::Confidence;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::digest::digest;
use crate::draw::{draw, shortest};

/// Longer runs without a letter are hashes and keys, which are not taken for numbers.
const NUMBER_BYTES_MAX: usize = 20;
/// Runs of digits up to this length are telephone, order and tracking numbers and times too.
const COMMON_DIGITS_MAX: usize = 13;
/// A shorter literal stands in front of other things as well.
const PREFIX_BYTES_MIN: usize = 3;
/// Random values that a check is measured on.
const DRAWS: usize = 4096;
/// Nine in ten must fail; a check that turns away exactly so many falls short of it on half of all
/// draws, so that three standard deviations of 4096 draws, 1.4 %, are let off.
const PASSES_MAX: usize = DRAWS / 10 + DRAWS * 14 / 1000;

/// Why a base confidence above low is not earned, as problem and mend; `Ok` when it is.
pub(crate) fn lint_base(
    regex: &str,
    base: Confidence,
    check: Option<&Check>,
) -> Result<(), (String, String)> {
    let Some(hir) = parsed(regex).filter(|_| base > Confidence::Low) else { return Ok(()) };
    let mend = "write base = \"low\", which a keyword lifts";
    let word = shortest(&hir, &plain);
    if word.is_some_and(|bytes| bytes <= NUMBER_BYTES_MAX) {
        let Some(check) = check else {
            let problem = "the pattern fits numbers without a letter and names no check";
            return Err((problem.into(), format!("{mend}, or name a check")));
        };
        let passed = passes(&hir, regex, check);
        if passed > PASSES_MAX {
            let percent = 100 * (DRAWS - passed) / DRAWS;
            let problem = format!(
                "the check {} turns away {percent} % of random numbers of this form, 90 % are asked",
                check.name
            );
            return Err((problem, mend.into()));
        }
    }
    let digits = shortest(&hir, &|byte| byte.is_ascii_digit());
    match digits.filter(|digits| *digits <= COMMON_DIGITS_MAX) {
        Some(digits) => {
            let problem = format!("the pattern fits a plain run of {digits} digits");
            let split = "or give the form with separators a [[pattern]] of its own";
            Err((problem, format!("{mend}, {split}")))
        }
        None => Ok(()),
    }
}

/// Whether every match begins with a literal that little else begins with, such as `AKIA`.
pub(crate) fn has_prefix(regex: &str) -> bool {
    parsed(regex).is_some_and(|hir| prefix_bytes(&hir).0 >= PREFIX_BYTES_MIN)
}

fn plain(byte: u8) -> bool {
    !byte.is_ascii_alphabetic()
}

pub(crate) fn parsed(regex: &str) -> Option<Hir> {
    // What is not valid is the pattern lint's to tell.
    ParserBuilder::new().unicode(false).utf8(false).build().parse(regex).ok()
}

/// Bytes that every match begins with, up to case, and whether the whole tree is fixed so.
fn prefix_bytes(hir: &Hir) -> (usize, bool) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => (0, true),
        HirKind::Literal(literal) => (literal.0.len(), true),
        HirKind::Class(Class::Bytes(class)) => {
            let mut bytes = class.iter().flat_map(|range| range.start()..=range.end());
            let first = bytes.next();
            let same = bytes.all(|byte| first.is_some_and(|f| f.eq_ignore_ascii_case(&byte)));
            (usize::from(same && first.is_some()), same)
        }
        HirKind::Class(Class::Unicode(_)) => (0, false),
        HirKind::Capture(capture) => prefix_bytes(&capture.sub),
        HirKind::Repetition(repetition) => {
            let (bytes, fixed) = prefix_bytes(&repetition.sub);
            let times =
                if fixed { repetition.min as usize } else { repetition.min.min(1) as usize };
            (bytes * times, fixed && repetition.max == Some(repetition.min))
        }
        HirKind::Concat(parts) => {
            let mut all = 0;
            for part in parts {
                let (bytes, fixed) = prefix_bytes(part);
                all += bytes;
                if !fixed {
                    return (all, false);
                }
            }
            (all, true)
        }
        HirKind::Alternation(branches) => {
            (branches.iter().map(|branch| prefix_bytes(branch).0).min().unwrap_or(0), false)
        }
    }
}

/// How many of the drawn numbers pass. The pattern decides what is drawn.
fn passes(hir: &Hir, regex: &str, check: &Check) -> usize {
    let mut state = digest([regex.as_bytes()]) as u64;
    let mut value = Vec::new();
    (0..DRAWS)
        .filter(|_| {
            value.clear();
            draw(hir, &plain, &mut state, &mut value);
            (check.passes)(&value).is_some()
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(regex: &str, check: Option<&str>) -> String {
        let check = check.map(|name| magpie_checks::find(name).unwrap());
        lint_base(regex, Confidence::Medium, check).err().map_or(String::new(), |(said, _)| said)
    }

    #[test]
    fn a_number_without_a_check_is_low() {
        for regex in [r"\b[0-9]{3}-[0-9]{4}\b", r"\b[A-Z]?[0-9]{8}\b", r"\b(?:AB|12)[0-9]{6}\b"] {
            assert!(problem(regex, None).contains("names no check"), "{regex}");
            assert_eq!(lint_base(regex, Confidence::Low, None), Ok(()), "{regex}");
        }
    }

    #[test]
    fn letters_and_long_keys_make_no_number() {
        for regex in [r"\b[A-Z]{2}[0-9]{6}\b", r"\b[0-9a-f]{32}\b", r"ghp_[A-Za-z0-9]{36}"] {
            assert_eq!(problem(regex, None), "", "{regex}");
        }
    }

    #[test]
    fn a_check_that_lets_one_in_ten_pass_is_enough_and_a_form_is_not() {
        assert_eq!(problem(r"\b[0-9]{4}(?:-[0-9]{4}){3}\b", Some("payment_card")), "");
        let passed = problem(r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b", Some("us_ssn"));
        assert!(passed.contains("us_ssn turns away"), "{passed}");
    }

    #[test]
    fn a_plain_run_of_digits_is_low_even_when_checked() {
        for regex in [r"\b[0-9]{9}\b", r"\b[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}\b"] {
            assert!(problem(regex, Some("ca_sin")).contains("run of 9 digits"), "{regex}");
        }
        assert_eq!(problem(r"\b[0-9]{3} [0-9]{3} [0-9]{3}\b", Some("ca_sin")), "");
    }

    #[test]
    fn a_prefix_is_what_every_match_begins_with() {
        for regex in [r"\bAKIA[A-Z]{16}", r"(?i)\bsk_live_", r"(?:ghp|gho)_[a-z]{3}", r"x{3}[0-9]"]
        {
            assert!(has_prefix(regex), "{regex}");
        }
        for regex in [r"\b[A-Z]{3}[0-9]", r"(?:ghp|g)_[a-z]{3}", r"ab[0-9]c", r"(?:abc)?[0-9]{4}"] {
            assert!(!has_prefix(regex), "{regex}");
        }
    }
}
