//! German tax identification numbers: eleven digits, the last by ISO 7064 MOD 11,10; of the first
//! ten exactly one digit repeats, twice, or since 2016 three times though never in a row (ITZBund,
//! Identifikationsnummer, Prüfziffernberechnung). Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::iso7064;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let [payload @ .., _] = digits.symbols() else { return None };
    (payload.len() == 10
        && payload[0] != 0
        && digits.written_as(&[0x2333], b" -./")
        && one_digit_repeats(payload)
        && iso7064::mod_11_10(digits.symbols()))
    .then_some(Pass::PLAIN)
}

fn one_digit_repeats(payload: &[u8]) -> bool {
    let mut times = [0u8; 10];
    for &digit in payload {
        times[usize::from(digit)] += 1;
    }
    let mut repeated = times.iter().filter(|&&count| count > 1);
    let in_a_row = || payload.windows(3).any(|three| three[0] == three[1] && three[1] == three[2]);
    match (repeated.next(), repeated.next()) {
        (Some(2), None) => true,
        (Some(3), None) => !in_a_row(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        // The last is in the form with a digit three times.
        for clear in ["36 574 261 809", "36574261809", "86095742719", "47036892816", "65929970489"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn three_in_a_row_is_no_number() {
        assert!(!one_digit_repeats(&[1, 1, 1, 2, 3, 4, 5, 6, 7, 8]));
        assert!(one_digit_repeats(&[1, 1, 2, 1, 3, 4, 5, 6, 7, 8]));
        assert!(!one_digit_repeats(&[1, 1, 2, 2, 3, 4, 5, 6, 7, 8]));
        assert!(!one_digit_repeats(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    }

    #[test]
    fn wrong_digits_and_leading_zeros_fail() {
        for clear in ["36574261890", "36554266806", "06574261809", "3657426180", "365742618099"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
