//! Vietnamese personal identification numbers: the province of the first registration, a digit of century and sex, the
//! year of birth, and six digits (Circular 59/2021/TT-BCA). No digit checks the others.

use crate::Pass;
use crate::grouped::{Grouped, number};

/// Births after this year are typing errors.
const LAST_YEAR: u64 = 2030;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 12 || !digits.written_as(&[0x444, 0x3333, 0x336], b" .-") {
        return None;
    }
    let year = 1900 + u64::from(symbols[3] / 2) * 100 + number(&symbols[4..6]);
    (is_province(number(&symbols[..3])) && year <= LAST_YEAR && symbols[6..] != [0; 6])
        .then_some(Pass::PLAIN)
}

fn is_province(code: u64) -> bool {
    matches!(
        code,
        1 | 2 | 4 | 6 | 8 | 10..=12 | 14 | 15 | 17 | 19 | 20 | 22 | 24..=27 | 30 | 31 | 33..=38
            | 40 | 42 | 44..=46 | 48 | 49 | 51 | 52 | 54 | 56 | 58 | 60 | 62 | 64 | 66..=68 | 70
            | 72 | 74 | 75 | 77 | 79 | 80 | 82..=84 | 86 | 87 | 89 | 91..=96
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_a_province_and_a_year_pass() {
        for clear in ["001090123456", "079301012345", "0010 9012 3456"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn the_provinces_are_sixty_three() {
        assert_eq!((0..1000).filter(|&code| is_province(code)).count(), 63);
    }

    #[test]
    fn other_provinces_years_and_forms_fail() {
        for clear in ["003090123456", "001290123456", "001490123456", "00109012345", "001090000000"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
