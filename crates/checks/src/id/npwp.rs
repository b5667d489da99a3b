//! Indonesian tax numbers (NPWP) of fifteen digits: nine that pass Luhn, three of the tax office, three of the
//! branch (Direktorat Jenderal Pajak). Since 2024 individuals use their identity number instead.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 15
        && (digits.groups() == 0
            || digits.groups() == 0x233133
                && matches!(digits.separators(), b"...-." | b"....." | b"-----" | b"     "))
        && luhn::passes(&symbols[..9])
        && !is_filler(&symbols[..9]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["01.300.066.6-091.000", "013000666091000"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in
            ["01.300.066.7-091.000", "01300066609100", "013.000.666-091.000", "000000000091000"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
