//! German telephone numbers, with 0 or +49 (Bundesnetzagentur, Nummernplan Rufnummern): leading
//! digits of area codes and mobile networks, and the lengths in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[4, 9])?;
    let prefix = prefix(number)?;
    let (shortest, longest) = match prefix {
        150..=159 => (11, 11),
        160 | 162 | 163 | 170..=179 => (10, 11),
        180 => (8, 11),
        137 | 900 => (10, 11),
        320..=329 => (9, 12),
        700 => (11, 11),
        800 => (10, 11),
        200..=999 if is_area(prefix) => (6, 11),
        _ => return None,
    };
    (shortest..=longest).contains(&number.len()).then_some(Pass::PLAIN)
}

fn is_area(prefix: u16) -> bool {
    let after = AREAS.partition_point(|&(_, last)| last < prefix);
    AREAS.get(after).is_some_and(|&(first, _)| first <= prefix)
}

/// The first three digits of the area codes in use, as ranges.
static AREAS: [(u16, u16); 50] = [
    (201, 206),
    (208, 248),
    (250, 269),
    (271, 277),
    (280, 287),
    (290, 309),
    (330, 347),
    (349, 369),
    (371, 377),
    (381, 388),
    (390, 410),
    (412, 456),
    (460, 468),
    (470, 477),
    (479, 497),
    (502, 508),
    (510, 538),
    (540, 577),
    (580, 588),
    (590, 597),
    (600, 600),
    (602, 648),
    (650, 659),
    (661, 678),
    (680, 699),
    (702, 708),
    (711, 727),
    (730, 748),
    (750, 758),
    (760, 768),
    (770, 777),
    (780, 785),
    (790, 791),
    (793, 797),
    (802, 817),
    (819, 834),
    (836, 846),
    (850, 851),
    (853, 859),
    (861, 868),
    (870, 878),
    (880, 882),
    (884, 886),
    (890, 899),
    (906, 957),
    (960, 968),
    (970, 974),
    (976, 977),
    (980, 987),
    (990, 997),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that the Bundesnetzagentur keeps for film and television.
    #[test]
    fn numbers_pass_with_0_and_with_49() {
        for clear in [
            "030 23125 000",
            "+49 30 23125000",
            "(030) 23125-123",
            "0049 171 3920000",
            "+49 (0)69 90009000",
            "0152 28817386",
            "040/66969123",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in [
            "30 23125 000",
            "030 123",
            "0100 1234567",
            "0171 39200",
            "030 1234567890123",
            "+43 30 23125000",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn areas_are_sorted() {
        assert!(AREAS.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }
}
