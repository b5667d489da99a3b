//! Spanish supply points of electricity and gas (CUPS): ES, sixteen digits, two letters by the
//! remainder modulo 529, perhaps a measuring point (Orden ITC/1659/2009, Resolución of the energy
//! ministry on CUPS). 529 is the
//! square of a prime beyond all digits: every single wrong digit is caught but in the measuring point.

use super::nif::LETTERS;
use crate::Pass;
use crate::grouped::{Grouped, all_same, digit_values, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let rest = written.symbols().strip_prefix(b"ES")?;
    let (digits, rest) = rest.split_at_checked(16)?;
    let (control, point) = rest.split_at_checked(2)?;
    let digits = digit_values::<16>(digits)?;
    let point_fits = match point {
        [] => true,
        [place, kind] => place.is_ascii_digit() && b"FPRCXYZ".contains(kind),
        _ => false,
    };
    let remainder = (number(&digits) % 529) as usize;
    (point_fits
        && written.separated_by(b" -")
        && !all_same(&digits)
        && control == [LETTERS[remainder / 23], LETTERS[remainder % 23]])
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_points_pass() {
        for clear in ["ES 1234-123456789012-JY", "ES1234123456789012JY1F", "es1234123456789012jy"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_letters_and_measuring_points_fail() {
        for clear in
            ["ES 1234-123456789012-XY", "ES1234123456789012JY1T", "ES123412345678901JY", "ES", "FR"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
