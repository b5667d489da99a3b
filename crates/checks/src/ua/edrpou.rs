//! Codes of the Ukrainian register of enterprises (EDRPOU): seven digits and one that checks them modulo 11 by the weights
//! 1 to 7, turned by one place where the code begins with 3, 4 or 5, and by weights two higher where that gives 10.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 8 || !digits.written_as(&[], b"") || all_same(symbols) {
        return None;
    }
    let turned = matches!(symbols[0], 3..=5);
    let weights = if turned { [7, 1, 2, 3, 4, 5, 6] } else { [1, 2, 3, 4, 5, 6, 7] };
    let by = |weights: &[u8]| weighted::sum(symbols, weights) % 11;
    let first = by(&weights);
    let right = if first == 10 { by(&weights.map(|weight| weight + 2)) % 10 } else { first };
    (right == u32::from(symbols[7])).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_codes_pass() {
        for clear in ["32855961", "00032129"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["32855968", "3285596", "3285-5961", "00000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
