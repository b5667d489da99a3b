//! Singaporean telephone numbers, in eight digits or with +65 (Infocomm Media Development
//! Authority, National Numbering Plan): lengths by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[6, 5])?;
    let length = number.len();
    let issued = match prefix(number)? {
        180 | 190 | 700 => length == 11,
        310..=329 | 600..=693 | 695..=699 | 801..=989 => length == 8,
        800 => length == 10,
        _ => false,
    };
    issued.then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in ["6123 4567", "8123 4567", "+65 9123 4567", "61234567"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["7123 4567", "6123 456", "61234 5678 9", "+64 6123 4567"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
