//! Slovak tax numbers (DIČ), behind SK the VAT number (IČ DPH): ten digits divisible by eleven, the
//! third of them 2, 3, 4, 7, 8 or 9, or a birth number (Finančná správa, "Daňové identifikačné
//! číslo"; VIES). Every single wrong digit is caught but where it makes another such number.

use crate::cz::is_birth_number;
use crate::grouped::{Grouped, all_same, ascending, number};
use crate::{Pass, country_prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(country_prefix::without(clear, b"SK"))?;
    let symbols = digits.symbols();
    let is_company = || {
        symbols[0] != 0
            && matches!(symbols[2], 2..=4 | 7..=9)
            && !all_same(symbols)
            && !ascending(symbols)
            && number(symbols).is_multiple_of(11)
    };
    (symbols.len() == 10
        && (is_company() || is_birth_number(symbols))
        && digits.written_as(&[0x3322, 0x334, 0x433], b" -"))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["2022749619", "SK2022749619", "SK 202 274 96 19"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["SK2022749618", "SK202274961", "2222222222"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
