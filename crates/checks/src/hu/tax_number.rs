//! Hungarian tax numbers: a core of eight digits by the weights 9, 7, 3, 1 modulo ten, which behind HU
//! is the VAT number; as a whole, with a digit for the kind of VAT and two for the county (2017. évi
//! CL. törvény, annex 1). Every single wrong digit of the core is caught.

use crate::grouped::{Grouped, all_same, ascending, number};
use crate::sums::weighted;
use crate::{Pass, country_prefix};

const WEIGHTS: [u8; 8] = [9, 7, 3, 1, 9, 7, 3, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(country_prefix::without(clear, b"HU"))?;
    let (core, rest) = digits.symbols().split_at_checked(8)?;
    let rest_fits = match rest {
        [] => true,
        [kind, county @ ..] if county.len() == 2 => {
            (1..=5).contains(kind) && matches!(number(county), 2..=20 | 22..=44 | 51)
        }
        _ => false,
    };
    (rest_fits
        && !all_same(core)
        && !ascending(core)
        && weighted::sum(core, &WEIGHTS).is_multiple_of(10)
        && digits.written_as(&[0x812], b"- "))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["12892312", "HU12892312", "HU-12892312", "12892312-2-42", "12892312242"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["12892313", "12892312-6-42", "12892312-2-01", "1289231"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
