//! New Zealand telephone numbers, with 0 or +64 (Number Administration Deed, Numbering Plan):
//! lengths by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[6, 4])?;
    let length = number.len();
    let issued = match prefix(number)? {
        110..=119 | 130..=159 | 170..=199 => length == 10,
        200..=209 | 220..=229 | 270..=274 | 276..=299 => (9..=10).contains(&length),
        210..=219 | 275 | 800..=809 | 900..=909 => (8..=10).contains(&length),
        240
        | 320..=379
        | 390..=399
        | 420..=499
        | 620..=639
        | 650..=699
        | 720..=759
        | 770..=799
        | 920..=999 => length == 8,
        260..=269 => (8..=9).contains(&length),
        500 | 503 | 506..=507 => length == 7,
        508 => matches!(length, 7 | 9 | 10),
        700..=709 => length == 9,
        811
        | 816..=819
        | 822
        | 830..=840
        | 844..=845
        | 854..=855
        | 859
        | 862..=863
        | 865..=873
        | 875
        | 877
        | 879
        | 890 => (7..=10).contains(&length),
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
            ["09 303 9301", "(04) 472 1000", "021 123 4567", "+64 21 123 4567", "0800 123 456"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["09 303 930", "9 303 9301", "0910 303 9301", "+61 9 303 9301"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
