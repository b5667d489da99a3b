//! Weighted sums of digits, the oldest kind of check: a prime modulus larger than every weight and
//! digit catches each single wrong digit.

/// The digits times their weights, added up; surplus digits or weights count nothing.
pub fn sum(digits: &[u8], weights: &[u8]) -> u32 {
    digits.iter().zip(weights).map(|(&digit, &weight)| u32::from(digit) * u32::from(weight)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_digit_counts_its_weight() {
        assert_eq!(sum(&[1, 2, 3], &[10, 100, 1]), 213);
    }
}
