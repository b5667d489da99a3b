//! Greek telephone numbers: ten digits, dialled alike everywhere, or +30 (EETT, National Numbering
//! Plan): 2 by area, 69 mobile, 5, 7, 8 and 9 services.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[3, 0])?;
    let in_use = matches!(
        prefix(number)?,
        210..=219 | 221..=229 | 231..=239 | 241..=249 | 251..=259 | 261..=269 | 271..=279
            | 281..=289 | 500 | 685 | 687 | 688 | 689 | 690..=699 | 700..=709 | 800 | 801 | 806 | 807
            | 812 | 825 | 850 | 875 | 901 | 909 | 940..=949
    );
    (in_use && number.len() == 10).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_with_and_without_30() {
        for clear in ["210 123 4567", "+30 21 0123 4567", "0030 6912345678", "2310 123456"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["110 123 4567", "210 123 456", "210 123 45678", "640 123 4567", "+357 210123"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
