//! Irish VAT numbers, also without IE in front: made like personal public service numbers, or in the
//! older form with a letter, `+` or `*` in the second place (European Commission, VIES). Every single
//! wrong digit is caught.

use super::ppsn::control_letter;
use crate::Pass;
use crate::grouped::{Grouped, all_same, digit_values, without_prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    // `+` and `*` are no characters of any other number: they are read as a letter.
    let mut plain = [0; 16];
    let plain = plain.get_mut(..clear.len())?;
    plain.copy_from_slice(clear);
    let sign = plain.iter_mut().find(|byte| b"+*".contains(byte));
    let signed = sign.map(|byte| *byte = b'A').is_some();

    let written = Grouped::alphanumerics(plain)?;
    let symbols = without_prefix(written.symbols(), b"IE");
    let older = symbols.get(1).is_some_and(u8::is_ascii_alphabetic);
    (written.separated_by(b" -")
        && if older { is_older(symbols) } else { !signed && is_newer(symbols) })
    .then_some(Pass::PLAIN)
}

fn is_newer(symbols: &[u8]) -> bool {
    let Some((body, letters)) = symbols.split_at_checked(7) else { return false };
    let (control, second) = match letters {
        [control] => (control, b'W'),
        [control, second] => (control, *second),
        _ => return false,
    };
    digit_values::<7>(body).is_some_and(|digits| {
        !all_same(&digits) && control_letter(&digits, second) == Some(*control)
    })
}

/// The first digit goes behind the five others; the letter between them counts nothing.
fn is_older(symbols: &[u8]) -> bool {
    let [first, _, middle @ .., control] = symbols else { return false };
    let (Some([first]), Some([a, b, c, d, e])) =
        (digit_values(&[*first]), digit_values::<5>(middle))
    else {
        return false;
    };
    control_letter(&[0, a, b, c, d, e, first], b'W') == Some(*control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in
            ["IE 6433435F", "6433435OA", "IE8D79739I", "8D79739I", "IE6433435F", "ie6433435f"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn a_sign_in_the_second_place_is_older() {
        assert!(passes(b"IE8+79739I").is_some() && passes(b"IE8*79739I").is_some());
        assert!(passes(b"IE+879739I").is_none() && passes(b"IE64334+5F").is_none());
    }

    #[test]
    fn wrong_letters_and_lengths_fail() {
        for clear in ["6433435E", "6433435VH", "8D79739J", "IE643343F", "IE", "GB6433435F", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
