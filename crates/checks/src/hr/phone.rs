//! Croatian telephone numbers, with 0 or +385 (Hrvatska regulatorna agencija za mrežne djelatnosti,
//! Plan numeriranja): lengths by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[3, 8, 5])?;
    let length = number.len();
    let issued = match prefix(number)? {
        100..=199 | 640..=659 | 690..=699 | 720..=729 | 740..=759 => length == 8,
        200..=239
        | 310..=359
        | 400..=409
        | 420..=449
        | 470..=499
        | 510..=539
        | 620..=629
        | 980..=989 => (8..=9).contains(&length),
        600..=619 => (7..=8).contains(&length),
        800..=809 => (7..=9).contains(&length),
        901..=929 | 950..=959 | 970 | 975..=977 | 979 | 990..=999 => length == 9,
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
            "01 2345 678",
            "(021) 234 567",
            "091 234 5678",
            "+385 91 234 5678",
            "+385 (0)1 2345 678",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["1 2345 678", "01 2345 67", "091 234 56", "+386 91 234 5678"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
