//! Identity cards of São Paulo (Registro Geral): eight digits, weights 2 to 9, and a check digit
//! modulo 11, ten written X (Instituto de Identificação Ricardo Gumbleton Daunt). Other states
//! number otherwise. Every single wrong digit is caught: 11 is a prime beyond all digits.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let [body @ .., check] = written.symbols() else { return None };
    let grouped = match written.groups() {
        0 => true,
        0x2331 => matches!(written.separators(), b"..-" | b"..." | b"   "),
        0x81 => written.separators() == b"-",
        _ => false,
    };
    let mut values = [0u8; 8];
    if body.len() != 8 || !grouped {
        return None;
    }
    for (value, digit) in values.iter_mut().zip(body) {
        *value = digit.is_ascii_digit().then(|| digit - b'0')?;
    }
    let right = match 11 - weighted::sum(&values, &[2, 3, 4, 5, 6, 7, 8, 9]) % 11 {
        11 => b'0',
        10 => b'X',
        digit => digit as u8 + b'0',
    };
    (right == *check && !all_same(&values)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digit_pass() {
        for clear in ["24.678.131-2", "246781312", "24678131-2"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["24.678.131-5", "24.678.131", "11.111.111-1", "246-781-312"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
