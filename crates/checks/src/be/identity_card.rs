//! Numbers of Belgian electronic identity cards: ten digits and two that are their remainder modulo
//! 97, 97 for none (IBZ, Rijksregister, IT 195). Every single wrong digit is caught: 97 is a prime.

use crate::Pass;
use crate::grouped::{Grouped, is_filler, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let (payload, check) = digits.symbols().split_at_checked(10)?;
    let remainder = match number(payload) % 97 {
        0 => 97,
        remainder => remainder,
    };
    (check.len() == 2
        && number(check) == remainder
        && digits.separated_by(b" -./")
        && (digits.separators().is_empty() || digits.groups() == 0x372)
        && !is_filler(payload))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["591-1917064-58", "591191706458", "591 1917064 58", "591-2010999-97"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_lengths_and_groupings_fail() {
        for clear in ["000-0011032-25", "59119170645", "5911-917064-58", "000000000097"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
