//! The check digit of the Baltic registers: weights 1 to 9 in turn, modulo eleven; where that leaves
//! ten, once more with weights that begin at three, and where that leaves ten again, zero
//! (Estonian standard EVS 585). It catches most single wrong digits, though not all.

/// The digit that checks these digits, which are values 0 to 9.
pub fn check_digit(digits: &[u8]) -> u8 {
    match remainder(digits, 0) {
        10 => remainder(digits, 2) % 10,
        digit => digit,
    }
}

/// Whether the last digit checks the others.
pub fn passes(digits: &[u8]) -> bool {
    digits.split_last().is_some_and(|(&last, payload)| check_digit(payload) == last)
}

fn remainder(digits: &[u8], shift: u32) -> u8 {
    let weighted = digits.iter().zip(shift..).map(|(&digit, at)| u32::from(digit) * (at % 9 + 1));
    (weighted.sum::<u32>() % 11) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_round_decides_where_the_first_leaves_ten() {
        assert_eq!(check_digit(&[3, 6, 8, 0, 5, 2, 8, 0, 1, 0]), 9);
        assert_eq!(remainder(&[1, 0, 0, 0, 0, 4, 8, 0, 1, 6, 1], 0), 10);
        assert!(passes(&[1, 0, 0, 0, 0, 4, 8, 0, 1, 6, 1, 0]));
        assert!(!passes(&[]));
    }
}
