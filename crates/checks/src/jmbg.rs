//! The citizen's number that Yugoslavia introduced in 1976 and its successors keep (EMŠO, JMBG): day,
//! month and last three digits of the year of birth, region, serial number with the sex, and a
//! check digit modulo 11 by the weights 7 to 2 twice.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

const WEIGHTS: [u8; 12] = [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/// Later births cannot stand in data of today.
const YEAR_MAX: u32 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 13 || !digits.written_as(&[0x7231, 0x733, 0x76, 0x751], b" -") {
        return None;
    }
    let field = |from: usize, to: usize| number(&symbols[from..to]) as u32;
    let year = if field(4, 7) < 800 { 2000 + field(4, 7) } else { 1000 + field(4, 7) };
    let right = (11 - weighted::sum(&symbols[..12], &WEIGHTS) % 11) % 11 % 10;
    (year <= YEAR_MAX && is_day(year, field(2, 4), field(0, 2)) && right == u32::from(symbols[12]))
        .then_some(Pass { detail: "", country: country(field(7, 9)) })
}

/// Where the holder was registered first; regions of the other republics are told by none of ours.
fn country(region: u32) -> Option<&'static str> {
    match region {
        30..=39 => Some("HR"),
        50..=59 => Some("SI"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["0101006500006", "0101006 500006"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_days_and_lengths_fail() {
        for clear in ["0101006500007", "3202006500006", "010100650000", "01010065000060"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
