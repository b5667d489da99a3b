//! Addresses of network cards (IEEE 802, EUI-48): twelve hexadecimal digits in pairs. Broadcast,
//! multicast and all-zero addresses belong to no card.

use crate::Pass;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    if clear.len() == 14 {
        return in_dotted_groups(clear);
    }
    let mut bytes = [0u8; 6];
    let separator = *clear.get(2)?;
    if clear.len() != 17 || !matches!(separator, b':' | b'-') {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        let pair = &clear[at * 3..at * 3 + 2];
        *byte = hexadecimal(pair[0])? << 4 | hexadecimal(pair[1])?;
        if clear.get(at * 3 + 2).is_some_and(|&between| between != separator) {
            return None;
        }
    }
    is_of_a_card(&bytes)
}

/// `3c52.820d.9e41`, as Cisco's devices write it.
fn in_dotted_groups(clear: &[u8]) -> Option<Pass> {
    let mut bytes = [0u8; 6];
    let digits = clear.iter().filter(|&&byte| byte != b'.');
    if clear[4] != b'.' || clear[9] != b'.' || digits.clone().count() != 12 {
        return None;
    }
    for (at, &digit) in digits.enumerate() {
        bytes[at / 2] = bytes[at / 2] << 4 | hexadecimal(digit)?;
    }
    is_of_a_card(&bytes)
}

fn is_of_a_card(bytes: &[u8; 6]) -> Option<Pass> {
    let alike = bytes.windows(2).all(|pair| pair[0] == pair[1]);
    (bytes[0] & 1 == 0 && !alike).then_some(Pass::PLAIN)
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_cards_pass() {
        for clear in
            ["00:1a:2b:3c:4d:5e", "00-1A-2B-3C-4D-5E", "f2:3c:91:08:ab:7d", "3c52.820d.9e41"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn multicasts_fillers_and_other_forms_fail() {
        for clear in [
            "ff:ff:ff:ff:ff:ff",
            "01:00:5e:00:00:fb",
            "00:00:00:00:00:00",
            "00:1a-2b:3c:4d:5e",
            "00:1a:2b:3c:4d",
            "00:1a:2b:3c:4d:5g",
            "3c52.820d9.e41",
            "0100.5e00.00fb",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
