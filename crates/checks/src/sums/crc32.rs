//! CRC-32 as in ISO 3309 and zip files, and its writing in six digits of base 62 that GitHub
//! appends to its tokens.

/// How many digits of base 62 a CRC-32 is written with.
pub const BASE62_DIGITS: usize = 6;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut value = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 0 { value >> 1 } else { value >> 1 ^ 0xEDB8_8320 };
            bit += 1;
        }
        table[byte] = value;
        byte += 1;
    }
    table
};

/// The remainder of these bytes.
pub fn remainder(bytes: &[u8]) -> u32 {
    let step = |value: u32, &byte: &u8| value >> 8 ^ TABLE[(value as u8 ^ byte) as usize];
    !bytes.iter().fold(u32::MAX, step)
}

/// The number in base 62, digits before letters and capitals before small ones, with zeros in
/// front.
pub fn base62(mut number: u32) -> [u8; BASE62_DIGITS] {
    let mut digits = [b'0'; BASE62_DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[(number % 62) as usize];
        number /= 62;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_remainder_of_the_catalogued_text_is_known() {
        // The "check" value that catalogues of CRC algorithms give for CRC-32.
        assert_eq!(remainder(b"123456789"), 0xCBF4_3926);
        assert_eq!(remainder(b""), 0);
    }

    #[test]
    fn base62_has_six_digits() {
        assert_eq!(&base62(0), b"000000");
        assert_eq!(&base62(61), b"00000z");
        assert_eq!(&base62(62), b"000010");
        assert_eq!(&base62(u32::MAX), b"4gfFC3");
    }
}
