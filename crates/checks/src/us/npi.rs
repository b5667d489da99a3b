//! US national provider identifiers: ten digits, the first 1 or 2, which pass Luhn behind the
//! prefix 80840 (Centers for Medicare & Medicaid Services, "Requirements for National Provider
//! Identifier (NPI) and NPI Check Digit"). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::luhn;

/// Health applications, United States.
const PREFIX: [u8; 5] = [8, 0, 8, 4, 0];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 10 || !digits.separators().is_empty() || !matches!(symbols[0], 1 | 2) {
        return None;
    }
    let mut all = [0; 15];
    all[..5].copy_from_slice(&PREFIX);
    all[5..].copy_from_slice(symbols);
    luhn::passes(&all).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_centers_passes() {
        assert!(passes(b"1234567893").is_some());
    }

    #[test]
    fn wrong_digits_first_digits_and_lengths_fail() {
        for clear in ["1234567894", "3234567891", "123456789", "12345678933", "123-456-7893"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
