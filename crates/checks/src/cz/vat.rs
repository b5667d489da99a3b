//! Czech VAT numbers (DIČ): CZ and the identification number of a company, a birth number, or nine
//! digits that begin with 6 and have a check digit of their own (Finanční správa, "Daňové
//! identifikační číslo"; VIES). Most single wrong digits are caught.

use super::ico::is_ico;
use super::rodne_cislo::is_birth_number;
use crate::grouped::Grouped;
use crate::sums::weighted;
use crate::{Pass, country_prefix};

const WEIGHTS: [u8; 7] = [8, 7, 6, 5, 4, 3, 2];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(country_prefix::without(clear, b"CZ"))?;
    let fits = match digits.symbols() {
        company if company.len() == 8 => company[0] != 9 && is_ico(company),
        [6, special @ ..] if special.len() == 8 => is_special(special),
        person => is_birth_number(person),
    };
    (fits && digits.written_as(&[0x63, 0x64], b"/ ")).then_some(Pass::PLAIN)
}

/// The eight digits behind the 6.
fn is_special(digits: &[u8]) -> bool {
    let remainder = weighted::sum(&digits[..7], &WEIGHTS) % 11;
    (18 - (21 - remainder) % 11) % 10 == u32::from(digits[7])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["CZ25123891", "CZ7103192745", "CZ640903926", "CZ 25123891"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["CZ25123890", "CZ95123891", "CZ640903927", "CZ2512389"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
