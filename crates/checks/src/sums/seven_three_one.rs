//! The check digit of machine-readable travel documents (ICAO Doc 9303 part 3, section 4.9):
//! weights 7, 3, 1 in turn, modulo 10. It catches every single wrong digit, since all weights are
//! units modulo 10, but not a character taken for another whose value differs by ten or twenty.

/// The check digit over digits, capital letters (10 to 35) and fillers `<` (0); `None` when another
/// character stands among them.
pub fn check_digit(characters: impl IntoIterator<Item = u8>) -> Option<u8> {
    let mut sum = 0u32;
    for (character, weight) in characters.into_iter().zip([7, 3, 1].into_iter().cycle()) {
        let value = match character {
            b'<' => 0,
            b'0'..=b'9' => u32::from(character - b'0'),
            b'A'..=b'Z' => u32::from(character - b'A') + 10,
            _ => return None,
        };
        sum += value * weight;
    }
    Some((sum % 10) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_doc_9303_hold() {
        assert_eq!(check_digit(*b"520727"), Some(3));
        assert_eq!(check_digit(*b"AB2134<<<"), Some(5));
        assert_eq!(check_digit(*b"ab2134<<<"), None);
    }
}
