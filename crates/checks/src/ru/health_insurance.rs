//! Single numbers of Russian health insurance policies (ЕНП): sixteen digits, the last by the scheme Mod10 of
//! ISO/HL7 27931, as order 79 of the Federal Compulsory Medical Insurance Fund (2011) asks. That scheme doubles a
//! number of several digits as a whole and adds up its digits, which comes to Luhn's sum.

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    let region = symbols.len() == 16 && symbols[..2] != [0, 0];
    (region && digits.written_as(&[0x4444], b" ") && luhn::passes(symbols)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The scheme as the standard words it.
    fn mod_10(digits: &[u8]) -> u8 {
        let number = |from: usize| -> String {
            digits
                .iter()
                .rev()
                .skip(from)
                .step_by(2)
                .map(|&digit| char::from(b'0' + digit))
                .collect()
        };
        let doubled = 2 * number(0).parse::<u64>().unwrap();
        let written = format!("{}{doubled}", number(1));
        let sum: u32 = written.bytes().map(|digit| u32::from(digit - b'0')).sum();
        ((10 - sum % 10) % 10) as u8
    }

    #[test]
    fn the_schemes_own_examples_hold_for_luhn() {
        for (number, check) in [("12345", 5), ("401", 0), ("9999", 4), ("99999999", 8)] {
            let digits: Vec<u8> = number.bytes().map(|digit| digit - b'0').collect();
            assert_eq!((mod_10(&digits), luhn::check_digit(&digits)), (check, check), "{number}");
        }
    }

    #[test]
    fn numbers_with_the_right_digit_pass() {
        for clear in ["7748205193640270", "7748 2051 9364 0270"] {
            let digits: Vec<u8> =
                clear.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
            assert_eq!(digits[15], mod_10(&digits[..15]), "{clear}");
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_regions_and_forms_fail() {
        for clear in
            ["7748205193640275", "0048205193640272", "77-48205193640270", "774820519364027", ""]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
