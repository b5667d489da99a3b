//! Romanian telephone numbers, with 0 or +40 (Autoritatea Națională pentru Administrare și
//! Reglementare în Comunicații, Planul Național de Numerotație): lengths by the leading digits in
//! use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[4, 0])?;
    let length = number.len();
    let issued = match prefix(number)? {
        210..=219
        | 230..=269
        | 310..=319
        | 330..=379
        | 700..=713
        | 720..=780
        | 783..=788
        | 790..=793
        | 799..=801
        | 805
        | 807..=808
        | 900..=901
        | 903
        | 906 => length == 9,
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
            ["021 123 4567", "0721 234 567", "+40 721 234 567", "0040 21 123 4567", "0256 123 456"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["21 123 4567", "021 123 456", "0721 234 5678", "+41 721 234 567"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
