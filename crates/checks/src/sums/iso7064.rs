//! Check characters of ISO/IEC 7064: MOD 97-10 (bank accounts), MOD 37-2 (blood donations), MOD 11,10
//! and MOD 37,36 (hybrid systems: tax numbers, document numbers). Each catches every single wrong
//! character.

/// The remainder of the number that the characters spell, letters as 10 to 35, divided by 97; 1 for
/// a number with right check digits. `None` when a character is neither digit nor capital letter.
pub fn mod_97_10(characters: impl IntoIterator<Item = u8>) -> Option<u32> {
    // Divides only when two more digits might not fit.
    const FITS: u64 = u64::MAX / 100 - 100;
    let mut number = 0u64;
    for character in characters {
        if number >= FITS {
            number %= 97;
        }
        number = match character {
            b'0'..=b'9' => number * 10 + u64::from(character - b'0'),
            b'A'..=b'Z' => number * 100 + u64::from(character - b'A') + 10,
            _ => return None,
        };
    }
    Some((number % 97) as u32)
}

/// The characters of MOD 37-2 by their values.
pub const MOD_37_2: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

/// The value that makes these characters pass MOD 37-2 when its character is appended; `None` when one
/// of them is neither digit nor capital letter.
pub fn mod_37_2(characters: &[u8]) -> Option<u8> {
    let value = |byte: &u8| MOD_37_2[..36].iter().position(|symbol| symbol == byte);
    let product =
        characters.iter().try_fold(0, |product, byte| Some((product + value(byte)?) * 2 % 37))?;
    u8::try_from((38 - product) % 37).ok()
}

/// Whether the last digit checks the others by MOD 11,10; digits are values 0 to 9.
pub fn mod_11_10(digits: &[u8]) -> bool {
    match digits {
        [] => false,
        [payload @ .., last] => mod_11_10_digit(payload) == *last,
    }
}

/// The digit that makes these digits pass MOD 11,10 when appended.
pub fn mod_11_10_digit(digits: &[u8]) -> u8 {
    hybrid(10, digits.iter().map(|&digit| u32::from(digit))) as u8
}

/// Whether the last character checks the others by MOD 37,36; characters are digits and capitals.
pub fn mod_37_36(characters: &[u8]) -> bool {
    match characters {
        [] => false,
        [payload @ .., last] => mod_37_36_character(payload) == Some(*last),
    }
}

/// The character that makes these characters pass MOD 37,36 when appended; `None` when one of them
/// is neither digit nor capital letter.
pub fn mod_37_36_character(characters: &[u8]) -> Option<u8> {
    const SYMBOLS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if !characters.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        return None;
    }
    let values = characters.iter().map(|&byte| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        _ => u32::from(byte - b'A') + 10,
    });
    Some(SYMBOLS[hybrid(36, values) as usize])
}

/// The check value of a hybrid system with moduli `modulus` + 1 and `modulus`.
fn hybrid(modulus: u32, values: impl Iterator<Item = u32>) -> u32 {
    let product = values.fold(modulus, |product, value| {
        let sum = (product + value) % modulus;
        (if sum == 0 { modulus } else { sum }) * 2 % (modulus + 1)
    });
    (modulus + 1 - product) % modulus
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        // ISO 13616's example of an account in the United Kingdom, check digits moved to the end.
        assert_eq!(mod_97_10(*b"NWBK60161331926819GB29"), Some(1));
        // ISO 7064's example of MOD 11,10; the GRid standard's of MOD 37,36.
        assert!(mod_11_10(&[0, 7, 9, 4, 5]));
        assert!(mod_37_36(b"A12425GABC1234002M"));
    }

    #[test]
    fn the_published_donation_has_its_check_value() {
        // From the British guidelines for transfusion services, annex 2.
        assert_eq!(mod_37_2(b"G123498654321"), Some(17));
        assert_eq!(mod_37_2(b"G12-4"), None);
    }

    #[test]
    fn foreign_characters_have_no_remainder() {
        assert_eq!(mod_97_10(*b"12-3"), None);
        assert!(!mod_37_36(b"A12425-M"));
        assert!(!mod_37_36(b""));
        assert!(!mod_11_10(&[]));
    }

    #[test]
    fn a_long_number_is_divided_piecewise() {
        // 10^96 is 1 modulo 97 by Fermat.
        let mut digits = [b'0'; 97];
        digits[0] = b'1';
        assert_eq!(mod_97_10(digits), Some(1));
    }
}
