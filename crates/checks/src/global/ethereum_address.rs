//! Ethereum addresses with the checksum of EIP-55: a letter is a capital where the hash of the
//! address in lower case has a high bit. Addresses in one case carry no checksum and fail here.

use crate::Pass;
use crate::sums::keccak::keccak_256;

const DIGITS: usize = 40;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits: &[u8; DIGITS] = clear.strip_prefix(b"0x")?.try_into().ok()?;
    let mixed =
        digits.iter().any(u8::is_ascii_uppercase) && digits.iter().any(u8::is_ascii_lowercase);
    if !mixed || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let hash = keccak_256(&digits.map(|digit| digit.to_ascii_lowercase()))?;
    let fits = |(at, digit): (usize, &u8)| {
        let nibble = hash[at / 2] >> (if at % 2 == 0 { 4 } else { 0 }) & 15;
        !digit.is_ascii_alphabetic() || digit.is_ascii_uppercase() == (nibble >= 8)
    };
    digits.iter().enumerate().all(fits).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_proposal_pass() {
        for clear in [
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_cases_digits_and_lengths_fail() {
        for clear in [
            "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
