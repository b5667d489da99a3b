//! Cypriot telephone numbers: eight digits, dialled alike everywhere, or +357 (Commissioner of
//! Electronic Communications, numbering plan): 22 to 26 by area, 9 mobile, 5, 7, 8 and 90 services.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[3, 5, 7])?;
    let in_use = matches!(
        prefix(number)?,
        220..=269 | 500..=509 | 700 | 770..=779 | 800..=809 | 900 | 909 | 910 | 940..=979 | 990..=999
    );
    (in_use && number.len() == 8).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_with_and_without_357() {
        for clear in ["22 123456", "+357 22 123456", "00357 96123456", "99 123 456"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["21 123456", "22 12345", "22 1234567", "93 123456", "+356 22 123456"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
