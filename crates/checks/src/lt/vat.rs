//! Lithuanian VAT numbers: nine digits for companies, twelve for others, with a 1 before the last,
//! which two rounds modulo eleven give (VMI, "PVM mokėtojo kodas"). Most single wrong digits are
//! caught.

use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::twice_eleven;
use crate::{Pass, country_prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(country_prefix::without(clear, b"LT"))?;
    let [.., 1, _] = digits.symbols() else { return None };
    (matches!(digits.symbols().len(), 9 | 12)
        && !all_same(digits.symbols())
        && !ascending(digits.symbols())
        && twice_eleven::passes(digits.symbols())
        && digits.written_as(&[0x333, 0x3333], b" "))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["119511515", "LT100001919017", "LT 100004801610"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["119511516", "LT119511525", "LT10000191901"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
