//! Chinese unified social credit codes: eight digits of authority, kind and place, nine characters of the organisation,
//! and one that checks them modulo 31 by powers of 3 (GB 32100-2015). I, O, S, V and Z are not used.

use crate::Pass;

const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let code: [u8; 18] = clear.try_into().ok()?;
    if !code[..8].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (mut sum, mut weight) = (0, 1);
    for (at, character) in code.iter().enumerate() {
        let value = ALPHABET.iter().position(|letter| *letter == character.to_ascii_uppercase())?;
        // The check character counts once.
        sum += value * if at == 17 { 1 } else { weight };
        weight = weight * 3 % 31;
    }
    sum.is_multiple_of(31).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_codes_pass() {
        for clear in ["91110000600037341L", "91110000600037341l"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_characters_and_forms_fail() {
        for clear in
            ["91110000600037341M", "A1110000600037341L", "9111000060003734L", "91110000600037I41L"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
