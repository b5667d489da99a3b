//! Numbers of SIM cards (ITU-T E.118): nineteen or twenty digits that begin with 89 for
//! telecommunications, the last a Luhn check digit. Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (matches!(symbols.len(), 19 | 20)
        && symbols.starts_with(&[8, 9])
        && digits.separated_by(b" -")
        && luhn::passes(symbols)
        && !all_same(&symbols[2..]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digit_pass() {
        for clear in ["8944538532089461010", "8944 5385 3208 9461 010"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_prefixes_and_lengths_fail() {
        for clear in ["8944538532089461015", "8844538532089461013", "894453853208946101"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
