//! Telephone numbers of the North American numbering plan: area and exchange begin with 2 to 9 and
//! are not service codes (N11); areas N9X, 37X and 96X are kept for expansion (NANPA, NPA
//! inventory). The numbers 555-0100 to 555-0199, kept for fiction, pass: the catalog may name
//! specimens.

use crate::Pass;
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let (number, groups) = match dialled.digits() {
        [1, number @ ..] => (number, without_calling_code(dialled.groups)),
        number if !dialled.international => (number, dialled.groups),
        _ => return None,
    };
    let &[a, b, c, d, e, f, _, _, _, _] = number else { return None };
    let area = a >= 2 && b != 9 && (b, c) != (1, 1) && !matches!((a, b), (3, 7) | (9, 6));
    let exchange = d >= 2 && (e, f) != (1, 1);
    (area && exchange && matches!(groups, 0xA | 0x334 | 0x37)).then_some(Pass::PLAIN)
}

/// `+1 202` and `1-202` have a group for the 1; `+1202` has not.
fn without_calling_code(groups: u64) -> u64 {
    match groups {
        0x1A | 0xB => 0xA,
        0x1334 | 0x434 => 0x334,
        0x137 | 0x47 => 0x37,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_the_usual_groupings_pass() {
        for clear in [
            "(202) 555-0143",
            "202-555-0143",
            "202.555.0143",
            "2025550143",
            "+1 202 555 0143",
            "+12025550143",
            "1-800-555-0199",
            "+1 (202) 555-0143",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn codes_never_assigned_fail() {
        for clear in [
            "102-555-0143",
            "211-555-0143",
            "292-555-0143",
            "370-555-0143",
            "962-555-0143",
            "202-155-0143",
            "202-911-0143",
            "202-055-0143",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_countries_and_groupings_fail() {
        for clear in
            ["202-555-014", "202-555-01433", "+44 202 555 0143", "20-2555-0143", "20 25 55 01 43"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
