//! Bitcoin addresses: base58check with the first four bytes of a double SHA-256 (version 0 or 5), or
//! bech32 (BIP 173, witness version 0) and bech32m (BIP 350, later versions) behind `bc1`. Every
//! single wrong character fails but for one in four billion in base58.

use sha2::{Digest, Sha256};

use crate::Pass;

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// A version byte, twenty bytes of hash and four of checksum.
const BYTES: usize = 25;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let valid = match clear.get(..3)? {
        prefix if prefix.eq_ignore_ascii_case(b"bc1") => is_segwit(&clear[3..]),
        _ => is_base58(clear),
    };
    valid.then_some(Pass::PLAIN)
}

fn is_base58(clear: &[u8]) -> bool {
    let mut bytes = [0u8; BYTES];
    for character in clear {
        let Some(value) = BASE58.iter().position(|known| known == character) else { return false };
        let mut carry = value as u32;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = carry as u8;
            carry >>= 8;
        }
        if carry != 0 {
            return false;
        }
    }
    let ones = clear.iter().take_while(|&&byte| byte == b'1').count();
    let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
    let hash = Sha256::digest(Sha256::digest(&bytes[..BYTES - 4]));
    ones == zeros && matches!(bytes[0], 0 | 5) && bytes[BYTES - 4..] == hash[..4]
}

/// What follows `bc1`: a witness version, twenty or thirty-two bytes in groups of five bits, and
/// six characters of checksum.
fn is_segwit(data: &[u8]) -> bool {
    let upper = data.iter().any(u8::is_ascii_uppercase);
    if upper && data.iter().any(u8::is_ascii_lowercase) {
        return false;
    }
    // The letters of `bc` split into their high and low bits.
    let mut sum = [3, 3, 0, 2, 3].into_iter().fold(1, step);
    let mut version = None;
    for character in data {
        let lower = character.to_ascii_lowercase();
        let Some(value) = BECH32.iter().position(|known| *known == lower) else { return false };
        version = version.or(Some(value));
        sum = step(sum, value as u32);
    }
    match version {
        Some(0) => matches!(data.len(), 39 | 59) && sum == 1,
        Some(1) => data.len() == 59 && sum == 0x2BC8_30A3,
        _ => false,
    }
}

fn step(sum: u32, value: u32) -> u32 {
    const GENERATOR: [u32; 5] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3];
    let top = sum >> 25;
    let next = (sum & 0x01FF_FFFF) << 5 ^ value;
    GENERATOR
        .into_iter()
        .enumerate()
        .filter(|(bit, _)| top >> bit & 1 == 1)
        .fold(next, |sum, (_, generator)| sum ^ generator)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The address of the first block, and those of BIP 173 and BIP 350.
    #[test]
    fn published_addresses_pass() {
        for clear in [
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_characters_and_checksums_fail() {
        for clear in [
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7Divf0a",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
            "bc1qW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "1111111111111111111111111111111111",
            "bc1",
            "12",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
