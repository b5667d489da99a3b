//! Israeli telephone numbers, with 0 or +972 (Ministry of Communications, Numbering Plan): lengths
//! by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = match dialled.digits() {
        // Numbers of services have no area and no 0 before them.
        service @ [1, ..] if !dialled.international => service,
        _ => dialled.significant(&[9, 7, 2])?,
    };
    let length = number.len();
    let issued = match prefix(number)? {
        120 | 159 | 170 | 180 | 190..=191 | 199 => length == 10,
        121 | 200..=289 | 291..=499 | 800..=999 => length == 8,
        125 => length == 7,
        151 | 153 => (11..=12).contains(&length),
        500
        | 502..=510
        | 512..=520
        | 522..=539
        | 542..=550
        | 552..=569
        | 583..=587
        | 592..=599
        | 718
        | 722..=723
        | 732..=733
        | 737..=738
        | 747
        | 762
        | 765
        | 768
        | 770..=779
        | 782..=783
        | 785
        | 787..=788
        | 792..=799 => length == 9,
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
            "02-123-4567",
            "050-234-5678",
            "+972 50-234-5678",
            "03-123-4567",
            "+972 (0)50-234-5678",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["2-123-4567", "050-234-567", "050-234-56789", "+971 50-234-5678"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
