//! Dutch VAT numbers: nine digits, `B` and two more, `NL` in front. Those of sole traders since 2020
//! pass ISO 7064 MOD 97-10 as a whole, all others begin with a number that passes the check of a BSN
//! (Belastingdienst, btw-identificatienummer). Nearly every single wrong digit is caught.

use super::bsn::remainder;
use crate::Pass;
use crate::grouped::{Grouped, is_filler};
use crate::sums::iso7064;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let whole = written.symbols();
    let [number @ .., b'B', tens, units] = whole.strip_prefix(b"NL").unwrap_or(whole) else {
        return None;
    };
    let mut digits = [0; 9];
    if number.len() != digits.len() || !written.separated_by(b" .-") {
        return None;
    }
    for (digit, &character) in digits.iter_mut().zip(number) {
        *digit = character.is_ascii_digit().then(|| character - b'0')?;
    }
    if !tens.is_ascii_digit() || !units.is_ascii_digit() || [*tens, *units] == *b"00" {
        return None;
    }
    let all = b"NL".iter().chain(number).chain([&b'B', tens, units]).copied();
    let checks = remainder(&digits) == 0 || iso7064::mod_97_10(all) == Some(1);
    (checks && !is_filler(&digits)).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        // The second is in the form of 2020.
        for clear in ["NL004495445B01", "NL002455799B11", "004495445B01", "NL 0044.95.445.B.01"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_letters_and_lengths_fail() {
        for clear in
            ["123456789B90", "NL004495445A01", "NL004495445B00", "NL00449544B01", "BE004495445B01"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
