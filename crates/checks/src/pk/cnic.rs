//! Pakistani identity numbers (CNIC, SNIC, NICOP): five digits of the place, of which the first is the province, seven
//! of the family, and one that tells the sex (NADRA Ordinance 2000). No digit checks the others.

use crate::Pass;
use crate::grouped::{Grouped, all_same};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    // 8 is Azad Kashmir.
    (symbols.len() == 13
        && digits.written_as(&[0x571], b"- ")
        && matches!(symbols[0], 1..=8)
        && symbols[5..12] != [0; 7]
        && symbols[12] != 0
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["34201-0891231-8", "3420108912318", "42201-0397640-8"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_provinces_and_forms_fail() {
        for clear in ["94201-0891231-8", "34201-0891231-0", "342010-891231-8", "34201-089123-8"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
