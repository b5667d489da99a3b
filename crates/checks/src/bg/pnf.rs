//! Bulgarian personal numbers of foreigners (ЛНЧ): ten digits by the weights 21 19 17 13 11 9 7 3 1,
//! modulo 10 (Закон за чужденците; Ministry of the Interior). The weight 21 and the others are units
//! modulo 10, so that every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

const WEIGHTS: [u8; 9] = [21, 19, 17, 13, 11, 9, 7, 3, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 10
        && digits.separators().is_empty()
        && weighted::sum(&symbols[..9], &WEIGHTS) % 10 == u32::from(symbols[9])
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        assert!(passes(b"7111042925").is_some());
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["7111042922", "711104292", "71110429255", "0000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
