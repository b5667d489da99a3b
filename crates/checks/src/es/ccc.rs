//! Spanish bank accounts in the form used before IBANs (código cuenta cliente): bank, branch, two
//! check digits, account. One digit checks bank and branch, the other the account, with weights of
//! powers of two modulo 11 (Consejo Superior Bancario, norma 43). A remainder of 10 is written as 1,
//! so that a few wrong digits are let through.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

const WEIGHTS: [u8; 10] = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 20 || !digits.separated_by(b" -./") || all_same(symbols) {
        return None;
    }
    let of_branch = check_digit(&symbols[..8], &WEIGHTS[2..]);
    let of_account = check_digit(&symbols[10..], &WEIGHTS);
    (symbols[8..10] == [of_branch, of_account] && symbols[..4] != [0; 4]).then_some(Pass::PLAIN)
}

fn check_digit(digits: &[u8], weights: &[u8]) -> u8 {
    match weighted::sum(digits, weights) % 11 {
        remainder @ 0..=1 => remainder as u8,
        remainder => (11 - remainder) as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_accounts_pass() {
        for clear in ["2100 0418 45 0200051332", "1234-1234-16 1234567890", "21000418450200051332"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_fillers_and_lengths_fail() {
        for clear in
            ["2100 0418 55 0200051332", "2100 0418 45 0200051333", "2100041845020005133", "0"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
        assert!(passes(&[b'0'; 20]).is_none());
    }
}
