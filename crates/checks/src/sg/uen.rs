//! Unique entity numbers of Singapore: eight digits of a business, a year and five digits of a company, or R, S or T, a
//! year, the kind of entity and four digits; each with a letter that checks them modulo 11 (ACRA).

use crate::Pass;
use crate::grouped::{digit_values, number};
use crate::sums::weighted;

/// Kinds of entities, two letters each.
const KINDS: &[u8] =
    b"CCCDCHCLCMCPCSCXDPFBFCFMFNGAGBGSHSLLLPMBMCMDMHMMMQNBNRPAPBPFRFRPSMSSTCTUVHXL";
/// Digits stand behind the letters without I, O, Y and Z.
const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWX0123456789";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let fits = match clear.len() {
        9 => is_business(clear),
        10 if clear[0].is_ascii_digit() => is_company(clear),
        10 => is_other(clear),
        _ => None,
    };
    fits.filter(|fits| *fits).map(|_| Pass::PLAIN)
}

fn is_business(clear: &[u8]) -> Option<bool> {
    let digits: [u8; 8] = digit_values(&clear[..8])?;
    let sum = weighted::sum(&digits, &[10, 4, 9, 3, 8, 2, 7, 1]) as usize;
    Some(clear[8] == b"XMKECAWLJDB"[sum % 11])
}

fn is_company(clear: &[u8]) -> Option<bool> {
    let digits: [u8; 9] = digit_values(&clear[..9])?;
    let sum = weighted::sum(&digits, &[10, 8, 6, 4, 9, 7, 5, 3, 1]) as usize;
    Some((1850..=2030).contains(&number(&digits[..4])) && clear[9] == b"ZKCMDNERGWH"[sum % 11])
}

fn is_other(clear: &[u8]) -> Option<bool> {
    let year: [u8; 2] = digit_values(&clear[1..3])?;
    let _: [u8; 4] = digit_values(&clear[5..9])?;
    let known = KINDS.chunks(2).any(|kind| kind == &clear[3..5]);
    let mut sum = 0;
    for (character, weight) in clear.iter().zip([4, 3, 5, 3, 10, 2, 2, 5, 7]) {
        sum += ALPHABET.iter().position(|letter| letter == character)? * weight;
    }
    // Five is taken away; six is the same modulo 11.
    let right = ALPHABET[(sum + 6) % 11];
    let issued = clear[0] != b'T' || number(&year) <= 30;
    Some(b"RST".contains(&clear[0]) && known && issued && clear[9] == right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["00192200M", "197401143C", "S16FC0121D", "T01FC6132D"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_characters_and_forms_fail() {
        for clear in ["00192200K", "197401143D", "S16FC0121E", "T01ZZ6132D", "A16FC0121D", "123456"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
