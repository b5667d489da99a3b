//! Spanish tax numbers of legal entities: a letter for the form of the entity, seven digits, and a
//! check by Luhn that some forms write as a digit and others as a letter (Orden EHA/451/2008). Either
//! is taken, since practice differs from the order. Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, digit_values};
use crate::sums::luhn;

/// The letters that stand for the check digits 0 to 9.
const LETTERS: &[u8; 10] = b"JABCDEFGHI";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    (written.separated_by(b" -.") && is_cif(written.symbols())).then_some(Pass::PLAIN)
}

/// Whether these nine characters are such a number.
pub(crate) fn is_cif(symbols: &[u8]) -> bool {
    let [form, body @ .., control] = symbols else { return false };
    let Some(digits) = digit_values::<7>(body) else { return false };
    let check = luhn::check_digit(&digits);
    b"ABCDEFGHJNPQRSUVW".contains(form)
        && !all_same(&digits)
        && (*control == check + b'0' || *control == LETTERS[usize::from(check)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["J99216582", "B64717838", "A13 585 625", "B-58378431", "b58378431"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn either_kind_of_control_passes() {
        assert!(passes(b"P2807900B").is_some());
        assert!(passes(b"P28079002").is_some());
        assert!(passes(b"P2807900C").is_none());
    }

    #[test]
    fn natural_persons_fillers_and_other_lengths_fail() {
        for clear in
            ["J99216583", "M1234567L", "O1234567L", "A00000000", "J9921658", "12345678Z", ""]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
