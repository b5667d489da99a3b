//! The Luhn algorithm (ISO/IEC 7812-1, annex B). It catches every single wrong digit and every swap
//! of neighbours but 09 and 90.

/// Twice the digit, its own digits added up.
const DOUBLED: [u8; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

/// Whether the last digit checks the others; digits are values 0 to 9.
pub fn passes(digits: &[u8]) -> bool {
    !digits.is_empty() && sum(digits, false).is_multiple_of(10)
}

/// The digit that makes these digits pass when appended.
pub fn check_digit(digits: &[u8]) -> u8 {
    ((10 - sum(digits, true) % 10) % 10) as u8
}

fn sum(digits: &[u8], mut double: bool) -> u32 {
    let mut sum = 0;
    for &digit in digits.iter().rev() {
        let digit = usize::from(digit % 10);
        sum += if double { u32::from(DOUBLED[digit]) } else { digit as u32 };
        double = !double;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_luhn_crate_agrees(digits in "[0-9]{2,24}") {
            let values: Vec<u8> = digits.bytes().map(|digit| digit - b'0').collect();
            prop_assert_eq!(passes(&values), ::luhn::valid(&digits));
        }

        #[test]
        fn the_check_digit_passes_and_no_other_does(digits in prop::collection::vec(0u8..10, 1..24)) {
            let right = check_digit(&digits);
            for last in 0..10 {
                let mut all = digits.clone();
                all.push(last);
                prop_assert_eq!(passes(&all), last == right);
            }
        }
    }
}
