//! Chilean numbers of persons and companies (RUN, RUT): weights 2 to 7 from the right, again and
//! again, and a check digit modulo 11, ten written K (Servicio de Impuestos Internos). Eleven is a
//! prime beyond all digits: every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let [body @ .., check] = written.symbols() else { return None };
    let grouped = match written.groups() {
        0 => true,
        0x2331 | 0x1331 => matches!(written.separators(), b"..-" | b"   " | b"  -" | b"..."),
        0x81 | 0x71 => matches!(written.separators(), b"-" | b" "),
        _ => false,
    };
    if !matches!(body.len(), 7 | 8) || !grouped || !body.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let weights = (2..=7).cycle();
    let sum: u32 = body
        .iter()
        .rev()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let right = match 11 - sum % 11 {
        11 => b'0',
        10 => b'K',
        digit => digit as u8 + b'0',
    };
    (right == *check && body[0] != b'0' && !all_same(body)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["12.531.909-2", "125319092", "76.086.428-5", "12531909-2", "8.764.231-3"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["12.531.909-3", "00.000.000-0", "531.909-2", "125-319-092", "76086A28-5"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
