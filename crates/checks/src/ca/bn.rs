//! Canadian business numbers: nine digits by Luhn, alone or with a program (RC, RM, RP, RR, RT, RZ)
//! and four digits of an account behind (Canada Revenue Agency, "Business number"). Every single
//! wrong digit among the nine is caught; the account's digits are not checked.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::luhn;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let mut digits = [0u8; 9];
    for (digit, symbol) in digits.iter_mut().zip(symbols.get(..9)?) {
        *digit = symbol.is_ascii_digit().then(|| symbol - b'0')?;
    }
    let account = match &symbols[9..] {
        [] => true,
        [b'R', b'C' | b'M' | b'P' | b'R' | b'T' | b'Z', account @ ..] => {
            account.len() == 4 && account.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    (account && written.separated_by(b" -") && luhn::passes(&digits) && !all_same(&digits))
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["12302 6635", "123026635", "12302 6635 RC 0001", "123026635RT0001"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_programs_and_lengths_fail() {
        for clear in ["123026636", "123026635XX0001", "123026635RT001", "12302663Z", "000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
