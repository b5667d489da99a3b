//! Donation identification numbers of ISBT 128 (ICCBBA): the facility (a letter or digit and four
//! digits), two digits of the year, six of the serial number, and a check by ISO/IEC 7064 MOD 37-2: as a
//! character where people read it, added to 60 in the two flags where scanners do. Every single wrong
//! character and every swap of neighbours is caught.

use crate::Pass;
use crate::sums::iso7064;

const NUMBER_BYTES: usize = 13;

/// `G1234 98 654321 H`, with or without its spaces, or `=G1234986543211` followed by the flags.
pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let mut number = [0u8; NUMBER_BYTES + 2];
    let mut length = 0;
    let scanned = clear.first() == Some(&b'=');
    for &byte in &clear[usize::from(scanned)..] {
        if !scanned && matches!(byte, b' ' | b'-') {
            continue;
        }
        *number.get_mut(length)? = byte;
        length += 1;
    }
    let (number, check) = number[..length].split_at_checked(NUMBER_BYTES)?;
    let is_facility = number[0].is_ascii_uppercase() || matches!(number[0], b'1'..=b'9');
    if !is_facility || !number[1..].iter().all(u8::is_ascii_digit) || number[7..] == *b"000000" {
        return None;
    }
    let expected = iso7064::mod_37_2(number)?;
    let holds = match check {
        [character] if !scanned => iso7064::MOD_37_2[usize::from(expected)] == *character,
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] if scanned => {
            (tens - b'0') * 10 + ones - b'0' == expected + 60
        }
        _ => false,
    };
    holds.then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_number_passes_in_all_its_forms() {
        for clear in
            ["G123498654321H", "G1234 98 654321 H", "G123 498 654 321 H", "=G12349865432177"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_checks_and_forms_fail() {
        for clear in
            ["G123498654321K", "=G12349865432117", "G12349865432H", "g123498654321H", "=", ""]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
