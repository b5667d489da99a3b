//! Colombian tax numbers (NIT): up to ten digits with prime weights from the right and a check digit
//! modulo 11 (DIAN, Orden Administrativa 4 de 1989). Those of organisations begin with 8 or 9 and
//! have nine digits; a person's is the number of the identity card. Remainders 1 and 10 are both
//! written 1, so that a wrong digit passes now and then.

use crate::Pass;
use crate::grouped::{Grouped, all_same};

const WEIGHTS: [u32; 10] = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43];

/// Nine digits that begin with 8 or 9.
pub(crate) fn organisation(clear: &[u8]) -> Option<Pass> {
    passes(clear, is_of_an_organisation)
}

/// Six to eight digits, or ten that begin with 1.
pub(crate) fn person(clear: &[u8]) -> Option<Pass> {
    passes(clear, |body| matches!(body.len(), 6..=8) || body.len() == 10 && body[0] == 1)
}

fn is_of_an_organisation(body: &[u8]) -> bool {
    body.len() == 9 && matches!(body[0], 8 | 9)
}

fn passes(clear: &[u8], is_body: fn(&[u8]) -> bool) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let [body @ .., check] = digits.symbols() else { return None };
    let grouped = match digits.groups() {
        0 | 0x91 | 0xA1 | 0x81 | 0x71 | 0x61 => digits.separated_by(b"-"),
        0x3331 | 0x2331 | 0x1331 | 0x13331 | 0x331 => {
            let [between @ .., last] = digits.separators() else { return None };
            *last == b'-' && between.iter().all(|separator| matches!(separator, b'.' | b' '))
        }
        _ => false,
    };
    if !is_body(body) || !grouped {
        return None;
    }
    let weighted = body.iter().rev().zip(WEIGHTS).map(|(&digit, weight)| u32::from(digit) * weight);
    let remainder = weighted.sum::<u32>() % 11;
    let right = if remainder > 1 { 11 - remainder } else { remainder };
    (right == u32::from(*check) && body[0] != 0 && !all_same(body)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["213.123.432-1", "2131234321"] {
            assert!(passes(clear.as_bytes(), |body| body.len() == 9).is_some(), "{clear}");
        }
        assert!(organisation(b"890.903.938-8").is_some());
        assert!(person(b"1.020.304.055-1").is_none());
    }

    #[test]
    fn wrong_digits_and_holders_fail() {
        for clear in ["890.903.938-7", "213.123.432-1", "89-0903938-8", "8909039388888"] {
            assert!(organisation(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
