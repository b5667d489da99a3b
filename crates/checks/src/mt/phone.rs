//! Maltese telephone numbers: eight digits, dialled alike everywhere, or +356 (Malta Communications
//! Authority, National Numbering Plan): 2 fixed, 3 over the internet, 5 and 8 services, 7 and 9 mobile.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[3, 5, 6])?;
    let in_use = matches!(
        prefix(number)?,
        201 | 203 | 206 | 209 | 210..=239 | 250..=260 | 270..=279 | 355 | 500..=501 | 511..=529
            | 711 | 721 | 770..=779 | 790..=799 | 800 | 920..=929 | 969 | 981 | 988 | 989
            | 990..=999
    );
    (in_use && number.len() == 8).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_with_and_without_356() {
        for clear in ["2100 1234", "+356 2100 1234", "00356 99696123", "79 123 456", "99123456"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["1100 1234", "2100 123", "2100 12345", "4512 3456", "+357 2100 1234"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
