//! British unique taxpayer references: ten digits, the first of which checks the others by weights
//! modulo 11; perhaps a K behind (HMRC, "Modulus 11 checking of unique taxpayer references"). Eleven
//! remainders share nine digits, so that a few wrong digits are let through.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending, digit_values};
use crate::sums::weighted;

const WEIGHTS: [u8; 9] = [6, 7, 8, 9, 10, 5, 4, 3, 2];

/// The check digit by remainder.
const CHECK: [u8; 11] = [2, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let digits = symbols.strip_suffix(b"K").or(symbols.strip_prefix(b"K")).unwrap_or(symbols);
    let digits = digit_values::<10>(digits)?;
    (written.separated_by(b" -")
        && digits[0] == CHECK[(weighted::sum(&digits[1..], &WEIGHTS) % 11) as usize]
        && !all_same(&digits)
        && !ascending(&digits))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_references_pass() {
        for clear in ["1955839661", "19558 39661", "1955839661K", "2234567890"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_fillers_and_lengths_fail() {
        for clear in ["2955839661", "1111111111", "195583966", "19558396610", "1955839661X", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
