//! Romanian company and VAT numbers (CUI, CIF): two to ten digits by the weights 7 5 3 2 1 7 5 3 2
//! from the right, ten times the sum modulo 11, ten written 0 (OMFP 262/2007), with RO before them
//! when the company is registered for VAT.

use crate::Pass;

const WEIGHTS: [u32; 9] = [2, 3, 5, 7, 1, 2, 3, 5, 7];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = match clear {
        [b'R' | b'r', b'O' | b'o', b' ', rest @ ..] | [b'R' | b'r', b'O' | b'o', rest @ ..] => rest,
        _ => clear,
    };
    let [body @ .., check] = digits else { return None };
    if !(1..=9).contains(&body.len()) || !digits.iter().all(u8::is_ascii_digit) || body[0] == b'0' {
        return None;
    }
    let weighted =
        body.iter().rev().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight);
    (weighted.sum::<u32>() * 10 % 11 % 10 == u32::from(check - b'0')).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["18547290", "RO 18547290", "RO18547290"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["18547291", "RO", "1", "08547290", "18547290123"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
