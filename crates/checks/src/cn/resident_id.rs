//! Chinese identity numbers: six digits of the place, date of birth, three digits, and a check character by
//! ISO 7064 MOD 11-2 (GB 11643-1999). Every single wrong digit is caught.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{digit_values, number};

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Provinces as GB/T 2260 numbers them, and those of residents from Taiwan, Hong Kong and Macao.
fn is_province(code: u64) -> bool {
    matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let (last, digits) = clear.split_last()?;
    let digits = digit_values::<17>(digits)?;
    let field = |from: usize, to: usize| number(&digits[from..to]);
    let year = field(6, 10) as u32;
    let sum: u32 =
        digits.iter().zip(WEIGHTS).map(|(&digit, weight)| u32::from(digit) * weight).sum();
    (is_province(field(0, 2))
        && (1890..=2030).contains(&year)
        && is_day(year, field(10, 12) as u32, field(12, 14) as u32)
        && b"10X98765432"[(sum % 11) as usize] == last.to_ascii_uppercase())
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["360426199101010071", "11010519491231002X", "11010519491231002x"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in
            ["360426199101010072", "360426199113010071", "990426199101010071", "36042619910101007"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
