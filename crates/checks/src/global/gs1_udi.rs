//! Unique device identifiers as GS1 writes them: `01` and a device of fourteen digits, the last a
//! check digit by the weights 3 and 1 in turn modulo 10 (GS1 General Specifications, section 7.9).
//! Every single wrong digit of the device is caught; what follows it is free.

use crate::Pass;
use crate::grouped::all_same;
use crate::sums::weighted;

const WEIGHTS: [u8; 14] = [3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let rest = clear.strip_prefix(b"(01)").or(clear.strip_prefix(b"01"))?;
    let mut digits = [0u8; 14];
    for (value, digit) in digits.iter_mut().zip(rest.get(..14)?) {
        *value = digit.is_ascii_digit().then(|| digit - b'0')?;
    }
    (weighted::sum(&digits, &WEIGHTS).is_multiple_of(10) && !all_same(&digits))
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_identifiers_pass() {
        for clear in ["(01)51022222233336(11)141231", "0151022222233336", "(01)00844588003288"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["(01)51022222233337", "(02)51022222233336", "(01)5102222223333", "01", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
