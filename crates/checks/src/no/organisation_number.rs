//! Norwegian organisation numbers: nine digits, weights 3, 2 and 7 to 1, modulo eleven
//! (Brønnøysundregistrene, "Om organisasjonsnummeret"); between NO and MVA the VAT number. Every
//! single wrong digit is caught.

use crate::grouped::{Grouped, all_same, ascending};
use crate::sums::weighted;
use crate::{Pass, country_prefix};

const WEIGHTS: [u8; 9] = [3, 2, 7, 6, 5, 4, 3, 2, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(without_mva(country_prefix::without(clear, b"NO")))?;
    let number = digits.symbols();
    (number.len() == 9
        && !all_same(number)
        && !ascending(number)
        && weighted::sum(number, &WEIGHTS).is_multiple_of(11)
        && digits.written_as(&[0x333], b" ."))
    .then_some(Pass::PLAIN)
}

fn without_mva(clear: &[u8]) -> &[u8] {
    match clear.split_last_chunk::<3>() {
        Some((rest, letters)) if letters.eq_ignore_ascii_case(b"MVA") => {
            rest.strip_suffix(b" ").unwrap_or(rest)
        }
        _ => clear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["800806232", "NO 800806232 MVA", "NO800806232MVA"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_lengths_fail() {
        for clear in ["800806233", "000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
