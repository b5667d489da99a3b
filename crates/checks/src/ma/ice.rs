//! Moroccan common identifiers of enterprises (ICE): nine digits of the enterprise, four of its establishment, and
//! two that make the whole a multiple of 97 (ISO 7064 MOD 97-10, decree 2-11-63).

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::iso7064;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 15
        && digits.written_as(&[0x942, 0x33333, 0x2222223], b" ")
        && iso7064::mod_97_10(symbols.iter().map(|digit| digit + b'0')) == Some(0)
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["001561191000066", "00 21 36 09 30 00 040", "001561191 0000 66"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["001561191000065", "00156119100006", "000000000000000", "0015 61191000066"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
