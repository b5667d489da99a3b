//! Mexican population register keys (CURP): four letters of the names, date of birth, sex, state,
//! three consonants, a letter or digit that tells the century, and a check digit modulo 10
//! (Instructivo Normativo para la Asignación de la CURP, DOF 18 June 2018). Weights 18 to 2 share
//! factors with ten: some wrong digits pass.

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::number;

const LENGTH: usize = 18;

/// The federal states, and NE for births abroad.
const STATES: &[u8] = b"ASBCBSCCCLCMCSCHDFDGGTGRHGJCMCMNMSNTNLOCPLQTQRSPSLSRTCTSTLVZYNZSNE";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    if clear.len() != LENGTH {
        return None;
    }
    let mut key = [0u8; LENGTH];
    for (upper, byte) in key.iter_mut().zip(clear) {
        *upper = byte.to_ascii_uppercase();
    }
    let letters = |range: std::ops::Range<usize>| key[range].iter().all(u8::is_ascii_uppercase);
    if !letters(0..4) || !letters(13..16) || !key[4..10].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let pair = |at: usize| number(&[key[at] - b'0', key[at + 1] - b'0']) as u32;
    let century = if key[16].is_ascii_digit() { 1900 } else { 2000 };
    (matches!(key[10], b'H' | b'M' | b'X')
        && STATES.chunks_exact(2).any(|state| state == &key[11..13])
        && key[16].is_ascii_alphanumeric()
        && is_day(century + pair(4), pair(6), pair(8))
        && check_digit(&key[..17]) == Some(key[17]))
    .then_some(Pass::PLAIN)
}

/// Digits count as themselves, letters from 10 on with Ñ between N and O.
fn check_digit(key: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (&character, weight) in key.iter().zip((2..=18u32).rev()) {
        let value = match character {
            b'0'..=b'9' => character - b'0',
            b'A'..=b'N' => character - b'A' + 10,
            b'O'..=b'Z' => character - b'A' + 11,
            _ => return None,
        };
        sum += u32::from(value) * weight;
    }
    Some(((10 - sum % 10) % 10) as u8 + b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_keys_pass() {
        for clear in ["BOXW310820HNERXN09", "boxw310820hnerxn09"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_dates_and_states_fail() {
        for clear in [
            "BOXW310820HNERXN08",
            "BOXW311320HNERXN09",
            "BOXW310820HXXRXN09",
            "BOXW310820ANERXN09",
            "BOXW310820HNERXN0",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
