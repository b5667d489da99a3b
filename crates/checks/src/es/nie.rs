//! Spanish identity numbers of foreigners: X, Y or Z counts as 0, 1 or 2 before seven digits; the
//! letter is the DNI's (Orden INT/2058/2008). Every single wrong digit is caught.

use super::nif::control_letter;
use crate::Pass;
use crate::grouped::Grouped;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let [first, digits @ .., letter] = written.symbols() else { return None };
    let mut counted = [0; 8];
    counted[0] = match first {
        b'X' => b'0',
        b'Y' => b'1',
        b'Z' => b'2',
        _ => return None,
    };
    if digits.len() != 7 || !written.separated_by(b" -.") {
        return None;
    }
    counted[1..].copy_from_slice(digits);
    (control_letter(&counted) == Some(*letter)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["X2482300W", "X-2482300-W", "x2482300w", "Z8078221M", "X1234567L"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_letters_and_shapes_fail() {
        for clear in ["X2482300A", "W2482300W", "X248230W", "X24823000W", "12345678Z", "X"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
