//! NHS numbers: ten digits, weights 10 to 2 and modulo 11; a remainder that would need the check
//! digit 10 is never issued (NHS Data Dictionary, "NHS NUMBER"). One digit repeated ten times would
//! pass that arithmetic and is refused. Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

/// The check digit itself has the weight 1.
const WEIGHTS: [u8; 10] = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    (digits.written_as(&[0x334], b" -.") && is_checked(digits.symbols())).then_some(Pass::PLAIN)
}

/// Whether these are ten digits, the last of which checks the others; Scotland and Northern Ireland
/// number their patients by the same rule.
pub(crate) fn is_checked(digits: &[u8]) -> bool {
    digits.len() == 10 && weighted::sum(digits, &WEIGHTS).is_multiple_of(11) && !all_same(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["943 476 5919", "9434765870", "943-476-5870", "4010232137"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_repeated_digits_and_other_groupings_fail() {
        for clear in ["9434765871", "0000000000", "1111111111", "9434 765 870", "943476587"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
