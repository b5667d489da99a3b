//! Korean business registration numbers: tax office, kind of business, four digits and one that checks them by the
//! weights 1, 3, 7, 1, 3, 7, 1, 3, 5, the last product's tens added (National Tax Service).

use crate::Pass;
use crate::grouped::{Grouped, number};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 10 || !digits.written_as(&[0x325], b"- ") {
        return None;
    }
    let sum =
        weighted::sum(symbols, &[1, 3, 7, 1, 3, 7, 1, 3, 5, 1]) + u32::from(symbols[8] * 5 / 10);
    (sum.is_multiple_of(10)
        && number(&symbols[..3]) >= 101
        && number(&symbols[3..5]) != 0
        && number(&symbols[5..9]) != 0)
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["116-82-00276", "1168200276", "134-86-72683"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["116-82-00277", "116-8200276", "116820027", "016-82-00271", "116-00-00272"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
