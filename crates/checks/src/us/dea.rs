//! Registration numbers of the US Drug Enforcement Administration: a letter for the kind of
//! registrant, a letter of the name (or 9), six digits and a check digit, the last digit of the
//! odd places' sum and twice the even places' (21 CFR 1301; DEA Diversion Control Division). A 5
//! off in an even place is doubled away; every other wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let [kind, name, digits @ ..] = written.symbols() else { return None };
    let mut values = [0u8; 7];
    if digits.len() != 7 || !written.written_as(&[0x27], b" -") {
        return None;
    }
    for (value, digit) in values.iter_mut().zip(digits) {
        *value = digit.is_ascii_digit().then(|| digit - b'0')?;
    }
    let sum = weighted::sum(&values[..6], &[1, 2, 1, 2, 1, 2]);
    (b"ABCDEFGHJKLMPRSTUX".contains(kind)
        && (name.is_ascii_uppercase() || *name == b'9')
        && sum % 10 == u32::from(values[6])
        && !all_same(&values))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_the_right_digit_pass() {
        for clear in ["AP5836727", "BR 3926194", "F91234563", "mk1234563"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_kinds_and_lengths_fail() {
        for clear in ["AP5836728", "ZP5836727", "AP583672", "AP58367277", "A15836727", "AA0000000"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
