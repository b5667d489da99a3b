//! Health Industry Bar Codes (ANSI/HIBC 2.6): a plus sign, the labeler (a letter and three letters or
//! digits), the product, and at the end a check character: the sum of all characters' values modulo 43, of the 43
//! that Code 39 has. Every single wrong character is caught; swaps are not, for none has a weight.

use crate::Pass;

const SYMBOLS: &[u8; 43] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
/// The sign, the labeler, one character of the product, the unit of measure and the check character.
const BYTES_MIN: usize = 8;
const BYTES_MAX: usize = 80;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let [b'+', first, rest @ ..] = clear else { return None };
    if !first.is_ascii_uppercase() || !(BYTES_MIN..=BYTES_MAX).contains(&clear.len()) {
        return None;
    }
    if !rest.first_chunk::<3>()?.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    let (check, checked) = clear.split_last()?;
    let sum = checked.iter().try_fold(0, |sum, &byte| Some(sum + value(byte)?))?;
    (sum % SYMBOLS.len() == value(*check)?).then_some(Pass::PLAIN)
}

fn value(byte: u8) -> Option<usize> {
    SYMBOLS.iter().position(|&symbol| symbol == byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_codes_pass() {
        for clear in ["+A123BJC5D6E71G", "+A99912345/$$52001510X33"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_characters_and_forms_fail() {
        for clear in ["+A123BJC5D6E71H", "A123BJC5D6E71G", "+1123BJC5D6E71G", "+A1", "+", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
