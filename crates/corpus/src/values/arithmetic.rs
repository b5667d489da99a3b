//! Check digits, worked out from the standards' own descriptions. The scanner's checks are
//! written elsewhere and apart, so that a mistake in one does not hide in the other.

/// The digits' values.
fn numbers(digits: &[u8]) -> impl DoubleEndedIterator<Item = u32> + '_ {
    digits.iter().map(|digit| u32::from(digit - b'0'))
}

/// A digit as text.
pub(crate) fn digit(number: u32) -> u8 {
    b'0' + (number % 10) as u8
}

/// The digit that completes `payload` under Luhn's rule (ISO/IEC 7812-1, annex B).
pub(crate) fn luhn(payload: &[u8]) -> u8 {
    let sum: u32 = numbers(payload)
        .rev()
        .enumerate()
        .map(|(place, number)| {
            let doubled = if place % 2 == 0 { number * 2 } else { number };
            doubled / 10 + doubled % 10
        })
        .sum();
    digit(10 - sum % 10)
}

/// The sum of digits times weights.
pub(crate) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    numbers(digits).zip(weights).map(|(number, weight)| number * weight).sum()
}

/// The remainder by 97 of a number in which a letter counts as 10 (A) to 35 (Z), as ISO 13616
/// and ISO 7064 have it.
pub(crate) fn remainder_97(text: impl Iterator<Item = u8>) -> u32 {
    text.fold(0, |remainder, byte| {
        if byte.is_ascii_digit() {
            (remainder * 10 + u32::from(byte - b'0')) % 97
        } else {
            (remainder * 100 + u32::from(byte - b'A') + 10) % 97
        }
    })
}

/// The check digit of ISO 7064 MOD 11,10.
pub(crate) fn mod_11_10(payload: &[u8]) -> u8 {
    let product = numbers(payload).fold(10, |product, number| {
        let sum = (product + number) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    digit(11 - product)
}

/// The check digit of machine-readable documents: weights 7, 3, 1; letters count from 10, the
/// filler `<` as 0 (ICAO Doc 9303-3, 4.9).
pub(crate) fn weights_731(text: &[u8]) -> u8 {
    let sum: u32 = text
        .iter()
        .zip([7, 3, 1].iter().cycle())
        .map(|(byte, weight)| {
            let value = match byte {
                b'0'..=b'9' => byte - b'0',
                b'A'..=b'Z' => byte - b'A' + 10,
                _ => 0,
            };
            u32::from(value) * weight
        })
        .sum();
    digit(sum)
}

/// Verhoeff's check digit: the dihedral group of order ten, with his permutation.
pub(crate) fn verhoeff(payload: &[u8]) -> u8 {
    const PERMUTATION: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let permuted = |times: usize, number: u32| {
        (0..times % 8).fold(number, |value, _| PERMUTATION[value as usize])
    };
    let sum = numbers(payload)
        .rev()
        .enumerate()
        .fold(0, |sum, (place, number)| turned(sum, permuted(place + 1, number)));
    // The inverse: rotations have one, reflections are their own.
    digit(if sum < 5 { (5 - sum) % 5 } else { sum })
}

/// The product in the dihedral group: 0 to 4 turn, 5 to 9 turn and flip.
fn turned(left: u32, right: u32) -> u32 {
    match (left < 5, right < 5) {
        (true, true) => (left + right) % 5,
        (true, false) => (left + right - 5) % 5 + 5,
        (false, true) => (left - 5 + 5 - right) % 5 + 5,
        (false, false) => (left - 5 + 5 - (right - 5)) % 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples_come_out() {
        assert_eq!(luhn(b"7992739871"), b'3');
        assert_eq!(verhoeff(b"236"), b'3');
        assert_eq!(mod_11_10(b"8609574271"), b'9');
        assert_eq!(weights_731(b"L898902C3"), b'6');
        assert_eq!(remainder_97(b"3214282912345698765432161182".iter().copied()), 1);
    }
}
