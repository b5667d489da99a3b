//! Argentine transport cards (Sistema Único de Boleto Electrónico): sixteen digits that begin with
//! 6061 and pass Luhn. Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 16
        && symbols.starts_with(&[6, 0, 6, 1])
        && digits.written_as(&[0x4444], b" -")
        && luhn::passes(symbols))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_with_the_right_digit_pass() {
        for clear in ["6061 2681 0000 0005", "6061268100000005", "6061-2681-0000-0005"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_prefixes_and_lengths_fail() {
        for clear in
            ["6061268100000008", "6062268100000008", "606126810000009", "60612 68100 000 009"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
