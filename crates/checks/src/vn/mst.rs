//! Vietnamese tax numbers (MST): two digits of the province, seven of a serial number, a check digit by the weights 31,
//! 29, 23, 19, 17, 13, 7, 5, 3 modulo 11, and three digits for a branch (Circular 105/2020/TT-BTC).

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    let branch = match symbols.len() {
        10 => true,
        13 => symbols[10..] != [0; 3],
        _ => return None,
    };
    let sum = weighted::sum(&symbols[..9], &[31, 29, 23, 19, 17, 13, 7, 5, 3]);
    (branch
        && digits.written_as(&[0xA3, 0x433, 0x4333, 0x2233], b" .-")
        && symbols[2..9] != [0; 7]
        && 10 - sum % 11 == u32::from(symbols[9]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["0100233488", "0314409058-002", "01.00.112.437", "0314409058002"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["0100233480", "0314409058-000", "010023348", "01002-33488", "01000000001"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
