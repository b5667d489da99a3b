//! Bulgarian company numbers of nine digits (ЕИК, БУЛСТАТ), also VAT numbers with BG before them: by
//! the weights 1 to 8 modulo 11, and 3 to 10 where ten is left over, ten then written 0 (Registry
//! Agency; Закон за регистър БУЛСТАТ).

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let clear = match clear {
        [b'B' | b'b', b'G' | b'g', b' ', rest @ ..] | [b'B' | b'b', b'G' | b'g', rest @ ..] => rest,
        _ => clear,
    };
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 9 || !digits.written_as(&[0x333], b" ") {
        return None;
    }
    let right = match weighted::sum(&symbols[..8], &[1, 2, 3, 4, 5, 6, 7, 8]) % 11 {
        10 => weighted::sum(&symbols[..8], &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10,
        digit => digit,
    };
    (right == u32::from(symbols[8]) && !all_same(symbols)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["175074752", "BG 175 074 752", "BG175074752"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["175074753", "17507475", "1750747522", "RO175074752", "000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
