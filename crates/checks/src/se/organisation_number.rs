//! Swedish organisation numbers: ten digits, the last by Luhn; `16` in front where a century would
//! stand in a personal identity number (Lag 1974:174 om identitetsbeteckning). Every single wrong
//! digit of the ten is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let ten = match digits.symbols() {
        [1, 6, ten @ ..] if ten.len() == 10 => ten,
        ten => ten,
    };
    (ten.len() == 10
        && ten[0] != 0
        && !all_same(ten)
        && !ascending(ten)
        && luhn::passes(ten)
        && digits.written_as(&[0x64, 0x84, 0x334], b"- "))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["556703-7485", "165567037485", "5567037485"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["556703-7486", "055670-3741", "556703-748"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
