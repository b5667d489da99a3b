//! Sri Lankan identity cards: the year and the day of the year of birth, 500 more for women, a serial number and a
//! digit whose sum is not published; nine digits with V or X until 2015, twelve since (Registration of Persons Act).

use crate::Pass;
use crate::grouped::{Grouped, digit_values, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let (born, day, serial) = match symbols {
        [digits @ .., b'V' | b'X'] => {
            let digits = digit_values::<9>(digits)?;
            (1900 + number(&digits[..2]), number(&digits[2..5]), number(&digits[5..8]))
        }
        digits => {
            let digits = digit_values::<12>(digits)?;
            (number(&digits[..4]), number(&digits[4..7]), number(&digits[7..11]))
        }
    };
    let is_form = written.written_as(&[0x91, 0x75, 0x4341, 0x435], b" -");
    // Days are counted as in a leap year, whatever the year.
    let is_day = matches!(day, 1..=366 | 501..=866);
    (is_form && is_day && serial > 0 && (1900..=2030).contains(&born)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_new_numbers_pass() {
        for clear in ["820149894V", "902934567x", "199029304567", "200186612345"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn days_that_no_year_has_fail() {
        for clear in
            ["823679894V", "820009894V", "828679894V", "208629304567", "820149894W", "82014989 4V"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
