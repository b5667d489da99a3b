//! Italian bank accounts in the form used before IBANs: control letter (CIN), bank (ABI), branch
//! (CAB), account of twelve characters. The letter is made like that of the codice fiscale (ABI,
//! "Coordinate bancarie"). Every single wrong digit is caught.

use super::codice_fiscale::control_letter;
use crate::Pass;
use crate::grouped::{Grouped, all_same};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let [control, account @ ..] = written.symbols() else { return None };
    (account.len() == 22
        && account[..10].iter().all(u8::is_ascii_digit)
        && written.separated_by(b" -/")
        && !all_same(&account[..10])
        && control_letter(account) == Some(*control))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_in_the_published_iban_passes() {
        for clear in ["X0542811101000000123456", "X 05428 11101 000000123456"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_letters_and_lengths_fail() {
        for clear in
            ["Y0542811101000000123456", "X054281110100000012345", "X05428A1101000000123456"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
