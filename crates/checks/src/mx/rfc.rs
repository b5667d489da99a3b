//! Mexican tax keys (RFC): letters of the name, four for a person and three for a company, a date,
//! and three characters of which the last is a check character (Código Fiscal de la Federación,
//! article 27). The tax office itself has issued keys whose last character does not fit, so only
//! form and date are checked.

use crate::Pass;
use crate::calendar::is_day_in_some_century;
use crate::grouped::number;

/// Those of natural persons, thirteen characters.
pub(crate) fn person(clear: &[u8]) -> Option<Pass> {
    passes(clear, 4)
}

/// Those of companies and associations, twelve characters.
pub(crate) fn organisation(clear: &[u8]) -> Option<Pass> {
    passes(clear, 3)
}

/// Ñ is the only letter beyond ASCII, in either case.
fn initials(clear: &[u8], count: usize) -> Option<&[u8]> {
    let mut rest = clear;
    for _ in 0..count {
        rest = match rest {
            [0xC3, 0x91 | 0xB1, after @ ..] => after,
            [byte, after @ ..] if byte.is_ascii_alphabetic() || *byte == b'&' => after,
            _ => return None,
        };
    }
    Some(rest)
}

fn without_separator(clear: &[u8]) -> &[u8] {
    match clear {
        [b' ' | b'-', after @ ..] => after,
        _ => clear,
    }
}

fn passes(clear: &[u8], initials_of: usize) -> Option<Pass> {
    let rest = without_separator(initials(clear, initials_of)?);
    let (date, rest) = rest.split_at_checked(6)?;
    if !date.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let pair = |at: usize| number(&[date[at] - b'0', date[at + 1] - b'0']) as u32;
    let ending = without_separator(rest);
    (ending.len() == 3
        && ending.iter().all(u8::is_ascii_alphanumeric)
        && matches!(ending[2], b'0'..=b'9' | b'A' | b'a')
        && is_day_in_some_century(pair(0), pair(2), pair(4)))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_keys_pass() {
        for clear in ["GODE561231GR8", "GODE 561231 GR8", "VACE-460910-SX6", "Ñode561231gr8"] {
            assert!(person(clear.as_bytes()).is_some(), "{clear}");
            assert!(organisation(clear.as_bytes()).is_none(), "{clear}");
        }
        for clear in ["MAB-930714-8T4", "MAB9307148T4", "M&B9307148T4"] {
            assert!(organisation(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn dates_and_endings_that_are_none_fail() {
        for clear in ["GODE561331GR8", "GODE561231GR", "GODE561231GRX", "GO1E561231GR8", "GODE"] {
            assert!(person(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
