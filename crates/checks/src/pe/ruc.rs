//! Peruvian tax numbers (RUC): 10 before a person's identity number, 15 or 17 for others, 20 for companies, and
//! a check digit modulo 11 by the weights 5 to 2 and 7 to 2 (SUNAT).

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    (symbols.len() == 11
        && digits.written_as(&[0x281], b" -")
        && matches!(symbols[..2], [1, 0 | 5 | 7] | [2, 0])
        && (11 - weighted::sum(&symbols[..10], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 10
            == u32::from(symbols[10])
        && symbols[2..10].iter().any(|&digit| digit != symbols[2]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["20512333797", "20-51233379-7"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["20512333798", "2051233379", "30512333797", "2051-2333797"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
