//! Verhoeff's check digit over the dihedral group of order ten. It catches every single wrong digit
//! and every swap of neighbours (J. Verhoeff, Error Detecting Decimal Codes, 1969).

/// The group's multiplication.
const TIMES: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];

/// The permutation of the digits at each place, counted from the last; it repeats after eight.
const PERMUTED: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

/// Each element's inverse.
const INVERSE: [u8; 10] = [0, 4, 3, 2, 1, 5, 6, 7, 8, 9];

/// Whether the last digit checks the others; digits are values 0 to 9.
pub fn passes(digits: &[u8]) -> bool {
    !digits.is_empty() && product(digits, 0) == 0
}

/// The digit that makes these digits pass when appended.
pub fn check_digit(digits: &[u8]) -> u8 {
    INVERSE[usize::from(product(digits, 1))]
}

fn product(digits: &[u8], first_place: usize) -> u8 {
    digits.iter().rev().zip(first_place..).fold(0, |product, (&digit, place)| {
        TIMES[usize::from(product)][usize::from(PERMUTED[place % 8][usize::from(digit % 10)])]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_textbook_number_passes() {
        assert_eq!(check_digit(&[2, 3, 6]), 3);
        assert!(passes(&[2, 3, 6, 3]) && !passes(&[2, 3, 6, 4]) && !passes(&[3, 2, 6, 3]));
    }
}
