//! South African telephone numbers, with 0 or +27 (Independent Communications Authority of South
//! Africa, Numbering Plan Regulations): lengths by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[2, 7])?;
    let length = number.len();
    let issued = match prefix(number)? {
        100..=189
        | 191..=192
        | 210..=239
        | 270..=289
        | 310..=369
        | 390..=502
        | 510..=519
        | 530..=549
        | 560..=589
        | 600..=809
        | 850..=860
        | 862..=879
        | 900..=929 => length == 9,
        810..=849 => length == 9,
        861 => (9..=10).contains(&length),
        _ => false,
    };
    issued.then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in
            ["010 123 4567", "(021) 123 4567", "082 123 4567", "+27 82 123 4567", "0861 123 456"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["82 123 4567", "082 123 456", "082 123 45678", "+28 82 123 4567"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
