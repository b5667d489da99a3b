//! Document numbers of the Portuguese citizen card: civil identification number with its check
//! digit, two characters for the issue, and a check digit over all by Luhn's scheme with letters
//! from 10 on (AMA, "Validação de número de documento do Cartão de Cidadão").

use crate::Pass;
use crate::grouped::{Grouped, all_same};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let (civil, issue) = symbols.split_at_checked(9)?;
    (symbols.len() == 12
        && civil.iter().all(u8::is_ascii_digit)
        && issue[2].is_ascii_digit()
        && !all_same(civil)
        && written.separated_by(b" -")
        && sum(symbols).is_multiple_of(10))
    .then_some(Pass::PLAIN)
}

/// Every second character from the last but one counts twice, less 9 from 10 on.
fn sum(symbols: &[u8]) -> u32 {
    let count = |(place, &symbol): (usize, &u8)| {
        let value = match symbol {
            b'0'..=b'9' => u32::from(symbol - b'0'),
            _ => u32::from(symbol - b'A') + 10,
        };
        match (place % 2, value * 2) {
            (0, _) => value,
            (_, doubled @ 0..=9) => doubled,
            (_, doubled) => doubled - 9,
        }
    };
    symbols.iter().rev().enumerate().map(count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_numbers_pass() {
        for clear in ["12345678 9 ZZ1", "123456789ZZ1", "12345678-9-ZZ1"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn the_published_specimen_of_zeros_is_refused() {
        assert!(sum(b"000000000ZZ4").is_multiple_of(10));
        assert!(passes(b"00000000 0 ZZ4").is_none());
    }

    #[test]
    fn wrong_digits_and_shapes_fail() {
        for clear in ["12345678 9 ZZ3", "12345678 A ZZ1", "12345678 9 ZZZ", "1234567 9 ZZ1", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
