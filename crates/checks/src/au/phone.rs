//! Australian telephone numbers, with 0 or +61 (Australian Communications and Media Authority,
//! Telecommunications Numbering Plan 2015): lengths by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = match dialled.digits() {
        // Numbers of services have no area and no 0 before them.
        service @ [1, ..] if !dialled.international => service,
        _ => dialled.significant(&[6, 1])?,
    };
    let length = number.len();
    let issued = match prefix(number)? {
        130 => matches!(length, 10 | 12),
        134 => length == 8,
        145
        | 147
        | 200..=238
        | 240..=251
        | 253
        | 255..=345
        | 347..=359
        | 361..=373
        | 375..=440
        | 444
        | 447..=452
        | 454..=470
        | 472..=499
        | 700..=728
        | 730..=759
        | 770..=799
        | 851
        | 855
        | 860..=868
        | 870..=899 => length == 9,
        163 => (7..=9).contains(&length),
        180 => matches!(length, 7 | 10),
        190 => length == 10,
        _ => false,
    };
    issued.then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in [
            "02 5550 7128",
            "(02) 5550 7128",
            "0491 570 006",
            "+61 491 570 006",
            "+61 (0)2 5550 7128",
            "1800 160 401",
            "1300 975 707",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in
            ["2 5550 7128", "02 5550 712", "0691 570 006", "02 5550 71288", "+64 2 5550 7128"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
