//! Norwegian bank account numbers: four digits of the bank, two of the kind, four of the customer,
//! one by weights 5 to 2 and 7 to 2 modulo eleven (Bits, "Kontonummer"). Every single wrong digit is
//! caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::weighted;

const WEIGHTS: [u8; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let account = digits.symbols();
    (account.len() == 11
        && !account.starts_with(&[0, 0, 0, 0])
        && !all_same(account)
        && !ascending(account)
        && weighted::sum(account, &WEIGHTS).is_multiple_of(11)
        && digits.written_as(&[0x425], b" .-"))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["27534646270", "2753.46.46270"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["27534646271", "00000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
