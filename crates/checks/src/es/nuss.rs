//! Spanish social security numbers: province, serial number of eight digits, and two check digits
//! that are the remainder modulo 97 of what stands before them (Real Decreto 84/1996). A serial
//! number below ten million counts as seven digits, which not every program does: either is taken, so
//! that a few wrong digits are let through.

use crate::Pass;
use crate::grouped::{Grouped, ascending, number};

/// Used for numbers that no province gave out.
const NO_PROVINCE: u64 = 66;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 12 || !digits.separated_by(b" -/.") || ascending(symbols) {
        return None;
    }
    let province = number(&symbols[..2]);
    let serial = number(&symbols[2..10]);
    let check = number(&symbols[10..]);
    let checked_with = |places: u64| (province * places + serial) % 97 == check;
    (((1..=53).contains(&province) || province == NO_PROVINCE)
        && serial > 0
        && (checked_with(100_000_000) || serial < 10_000_000 && checked_with(10_000_000)))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass_in_usual_groupings() {
        for clear in ["281234567840", "28 12345678 40", "28/12345678/40", "28-12345678-40"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn a_short_serial_number_counts_with_or_without_its_zero() {
        // 28 followed by 1234567, divided by 97.
        let check = 281_234_567 % 97;
        assert!(passes(format!("2801234567{check:02}").as_bytes()).is_some());
        let check = 2_801_234_567_u64 % 97;
        assert!(passes(format!("2801234567{check:02}").as_bytes()).is_some());
    }

    #[test]
    fn wrong_digits_provinces_and_lengths_fail() {
        for clear in ["281234567841", "991234567840", "28123456784", "2812345678400", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
