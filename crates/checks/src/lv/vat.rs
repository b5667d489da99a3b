//! Latvian VAT numbers: LV and the registration number of a company, eleven digits from 4 on by the
//! weights 9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1 with remainder 3 modulo eleven, or a personal code (VID,
//! "PVN maksātāju reģistrs"). Most single wrong digits are caught.

use super::personas_kods::is_code;
use crate::grouped::Grouped;
use crate::sums::weighted;
use crate::{Pass, country_prefix};

const WEIGHTS: [u8; 11] = [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(country_prefix::without(clear, b"LV"))?;
    let fits = match digits.symbols() {
        company @ [4..=9, ..] => company.len() == 11 && weighted::sum(company, &WEIGHTS) % 11 == 3,
        person => is_code(person),
    };
    (fits && digits.written_as(&[0x65, 0x443], b"- ")).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["LV40003521600", "LV 4000 3521 600", "40003521600", "LV16117519997"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["LV40003521601", "LV4000352160", "LV16137519997"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
