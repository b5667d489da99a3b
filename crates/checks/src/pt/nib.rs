//! Portuguese bank accounts in the form used before IBANs (NIB): bank, branch, account and two check
//! digits by ISO/IEC 7064 MOD 97-10 (Banco de Portugal). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::iso7064;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 21
        && digits.separated_by(b" -./")
        && symbols[..4] != [0; 4]
        && !all_same(symbols)
        && iso7064::mod_97_10(symbols.iter().map(|digit| digit + b'0')) == Some(1))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_in_the_published_iban_passes() {
        for clear in ["000201231234567890154", "0002 0123 12345678901 54"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["000201231234567890155", "00020123123456789015", "0002012312345678901540"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
