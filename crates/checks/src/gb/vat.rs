//! British VAT numbers, also with GB or XI in front: nine digits, or twelve for a branch, with
//! weights 8 to 2 and two check digits modulo 97, those of newer numbers moved by 55; government
//! departments and health authorities have three digits (HMRC, VAT Notice 725 and VATREG). Every
//! single wrong digit is caught but for the branch.

use crate::Pass;
use crate::grouped::{Grouped, all_same, ascending, digit_values, number, without_prefix};
use crate::sums::weighted;

/// The last two digits are the check number itself.
const WEIGHTS: [u8; 9] = [8, 7, 6, 5, 4, 3, 2, 10, 1];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = without_prefix(without_prefix(written.symbols(), b"GB"), b"XI");
    let fits = match symbols.len() {
        5 => is_authority(symbols),
        9 | 12 => is_trader(symbols),
        _ => false,
    };
    (fits && written.separated_by(b" -.")).then_some(Pass::PLAIN)
}

fn is_authority(symbols: &[u8]) -> bool {
    let Some(serial) = digit_values::<3>(&symbols[2..]) else { return false };
    match &symbols[..2] {
        b"GD" => number(&serial) < 500,
        b"HA" => number(&serial) >= 500,
        _ => false,
    }
}

fn is_trader(symbols: &[u8]) -> bool {
    let Some(digits) = digit_values::<9>(&symbols[..9]) else { return false };
    let remainder = weighted::sum(&digits, &WEIGHTS) % 97;
    let moved = number(&digits[..3]) >= 100 && matches!(remainder, 42 | 55);
    (remainder == 0 || moved)
        && symbols[9..].iter().all(u8::is_ascii_digit)
        && !all_same(&digits)
        && !ascending(&digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["980780684", "GB 980 7806 84", "XI980780684", "GB980780684001", "GBGD001"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_fillers_and_lengths_fail() {
        for clear in
            ["802311781", "GB98078068", "000000000", "GBGD500", "GBHA499", "GB98078068400", "GB"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
