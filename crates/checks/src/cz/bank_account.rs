//! Czech bank accounts: up to six digits in front, two to ten digits, and the code of a bank; the
//! first two each by weights modulo eleven (ČNB, Vyhláška 169/2011 Sb.). Every single wrong digit
//! before the code is caught.

use crate::Pass;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 10] = [6, 3, 7, 9, 10, 5, 8, 4, 2, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let (account, bank) =
        digits.symbols().split_at_checked(digits.symbols().len().checked_sub(4)?)?;
    let front = match (digits.separators(), digits.groups() & 0xF) {
        (b"/", 4) => 0,
        (b"-/", 4) => (digits.groups() >> 8) as usize,
        _ => return None,
    };
    let (front, root) = account.split_at_checked(front)?;
    (front.len() <= 6
        && (2..=10).contains(&root.len())
        && is_checked(front)
        && is_checked(root)
        && root.iter().filter(|&&digit| digit != 0).count() >= 2
        && BANKS.binary_search(&(number(bank) as u16)).is_ok())
    .then_some(Pass::PLAIN)
}

/// The last digits weigh least, however many there are.
fn is_checked(digits: &[u8]) -> bool {
    let weights = &WEIGHTS[WEIGHTS.len() - digits.len().min(WEIGHTS.len())..];
    weighted::sum(digits, weights).is_multiple_of(11)
}

/// The codes of payment service providers, as the Czech National Bank lists them.
static BANKS: [u16; 47] = [
    100, 300, 600, 710, 800, 2010, 2060, 2070, 2100, 2200, 2220, 2250, 2260, 2600, 2700, 3030,
    3060, 3500, 4300, 5500, 5800, 6000, 6200, 6210, 6300, 6363, 6700, 6800, 7910, 7950, 7960, 7970,
    7990, 8030, 8040, 8060, 8090, 8150, 8190, 8198, 8220, 8250, 8255, 8265, 8500, 8610, 8660,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["34278-0727558021/0100", "160048046/0800"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in
            ["4278-727558021/0100", "34278-727558021/0000", "34278/727558021/0100", "727558021"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
