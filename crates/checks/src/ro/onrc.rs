//! Romanian trade register numbers as they are since July 2024: a letter for the sort, the year, a serial
//! number, the county, and a check digit that is the sum of all before it modulo 10 (ONRC, "Noul format
//! al numărului de ordine"). The letter counts as the last digit of its code. Every single wrong digit is
//! caught, no swap.

use crate::Pass;

const YEARS: std::ops::RangeInclusive<u32> = 1990..=2030;
/// When new numbers lost their county.
const WITHOUT_COUNTY: u32 = 2024;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let &[sort @ (b'J' | b'F' | b'C'), ref digits @ ..] = clear else { return None };
    if digits.len() != 13 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |part: &[u8]| part.iter().fold(0, |n, digit| n * 10 + u32::from(digit - b'0'));
    let (year, county) = (number(&digits[..4]), number(&digits[10..12]));
    let has_county = matches!(county, 1..=40 | 51 | 52);
    let sum = digits[..12].iter().map(|digit| u32::from(digit - b'0')).sum::<u32>();
    (YEARS.contains(&year)
        && (has_county && year <= WITHOUT_COUNTY || county == 0 && year >= WITHOUT_COUNTY)
        && number(&digits[4..10]) != 0
        && (sum + u32::from(sort) % 10) % 10 == u32::from(digits[12] - b'0'))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass() {
        assert!(passes(b"J2012000750528").is_some());
    }

    #[test]
    fn wrong_digits_counties_and_lengths_fail() {
        for clear in ["J2012000750529", "J2012000750998", "X2012000750528", "J201200075052", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
