//! Brazilian telephone numbers: an area code in use and eight digits, nine that begin with 9 for
//! mobiles; 0 or +55 may stand before, and free and shared-cost numbers begin with 0800, 0300 or
//! 0500 (Anatel, Regulamento de Numeração, Resolução 749/2022).

use crate::Pass;
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[5, 5]).or(dialled.as_dialled(&[5, 5]))?;
    let &[tens, units, ref subscriber @ ..] = number else { return None };
    let issued = match (tens * 10 + units, subscriber) {
        (80 | 30 | 50, [0, ..]) => number.len() == 10 && !dialled.international,
        (area, [9, ..]) if is_area(area) => subscriber.len() == 9,
        (area, [2..=5 | 7, ..]) if is_area(area) => subscriber.len() == 8,
        _ => false,
    };
    issued.then_some(Pass::PLAIN)
}

fn is_area(code: u8) -> bool {
    matches!(
        code,
        11..=19 | 21 | 22 | 24 | 27 | 28 | 31..=35 | 37 | 38 | 41..=49 | 51 | 53..=55 | 61..=69
            | 71 | 73..=75 | 77 | 79 | 81..=89 | 91..=99
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in [
            "(11) 96123-4567",
            "(11) 2345-6789",
            "11 96123-4567",
            "+55 11 96123-4567",
            "011 2345 6789",
            "0800 123 4567",
            "11961234567",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_areas_fail() {
        for clear in ["(10) 96123-4567", "(11) 6123-456", "(11) 86123-4567", "+54 11 96123-4567"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
