//! French social security numbers: sex, year, month, department, commune, order and a key of two
//! digits, 97 minus the remainder modulo 97; Corsica's 2A and 2B count as 19 and 18 (INSEE,
//! xml.insee.fr/schema/nir.html). Every single wrong digit is caught: 97 is a prime.

use crate::Pass;
use crate::grouped::{Grouped, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let spaced = key_after_a_space(clear);
    let written = Grouped::alphanumerics(spaced.as_deref().unwrap_or(clear))?;
    if written.symbols().len() != 15 || !written.written_as(&[0x1222332, 0xD2], b" .-") {
        return None;
    }
    let mut digits = [0; 15];
    digits.copy_from_slice(written.symbols());
    match &digits[5..7] {
        b"2A" => digits[5..7].copy_from_slice(b"19"),
        b"2B" => digits[5..7].copy_from_slice(b"18"),
        _ => {}
    }
    for digit in &mut digits {
        *digit = digit.is_ascii_digit().then(|| *digit - b'0')?;
    }
    let key = 97 - number(&digits[..13]) % 97;
    (fields_are_issued(&digits) && number(&digits[13..]) == key).then_some(Pass::PLAIN)
}

/// The number without its key, thirteen characters; what has a key is judged by that alone, right or wrong.
pub(crate) fn passes_without_key(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    if written.symbols().len() != 13 || !written.written_as(&[0x12_2233], b" .-") {
        return None;
    }
    let mut digits = [b'0'; 15];
    digits[..13].copy_from_slice(written.symbols());
    if matches!(&digits[5..7], b"2A" | b"2B") {
        digits[6] = b'0';
    }
    for digit in &mut digits {
        *digit = digit.is_ascii_digit().then(|| *digit - b'0')?;
    }
    fields_are_issued(&digits).then_some(Pass::PLAIN)
}

/// Forms often part the key by a dash and all else by spaces.
fn key_after_a_space(clear: &[u8]) -> Option<Vec<u8>> {
    let dash = clear.len().checked_sub(3)?;
    if clear[dash] != b'-' || !clear.contains(&b' ') {
        return None;
    }
    let mut spaced = clear.to_vec();
    spaced[dash] = b' ';
    Some(spaced)
}

/// Months 20 to 42 and 50 to 99 stand for a month that the civil register does not know; sexes 3,
/// 4, 7 and 8 for numbers given provisionally.
fn fields_are_issued(digits: &[u8; 15]) -> bool {
    let sex = digits[0];
    let month = number(&digits[3..5]);
    let department = number(&digits[5..7]);
    let commune = number(&digits[7..10]);
    let order = number(&digits[10..13]);
    matches!(sex, 1..=4 | 7 | 8)
        && matches!(month, 1..=12 | 20..=42 | 50..=99)
        && department != 0
        && commune != 0
        && order != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in [
            "2 95 10 99 126 111 93",
            "295109912611193",
            "2951099126111 93",
            "2 95 10 99 126 111-93",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn without_a_key_the_fields_decide_and_with_one_the_key() {
        for clear in ["2951099126111", "2 95 10 99 126 111", "2 53 07 2B 073 004"] {
            assert!(passes_without_key(clear.as_bytes()).is_some(), "{clear}");
        }
        for clear in
            ["2951399126111", "2 95 10 99 126 000", "2 95 10 99 126 111 93", "295109912611199"]
        {
            assert!(passes_without_key(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn corsica_counts_as_18_and_19() {
        assert!(passes(b"253072B07300470").is_some());
        assert!(passes(b"253072A07300443").is_some());
        assert!(passes(b"253072C07300443").is_none());
    }

    #[test]
    fn wrong_keys_months_and_groupings_fail() {
        for clear in
            ["295109912611199", "29 51 09 91 26 11 193", "295139912611193", "2951099126111"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
