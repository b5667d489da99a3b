//! Mexican telephone numbers, in ten digits or with +52 (Instituto Federal de Telecomunicaciones,
//! Plan Técnico Fundamental de Numeración 2018): lengths by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[5, 2])?;
    let leading = prefix(number)?;
    let behind = LEADING.partition_point(|&(_, last)| last < leading);
    let used = LEADING.get(behind).is_some_and(|&(first, _)| first <= leading);
    (used && number.len() == 10).then_some(Pass::PLAIN)
}

/// The first three digits in use, as ranges.
static LEADING: [(u16, u16); 86] = [
    (200, 201),
    (220, 229),
    (231, 233),
    (235, 238),
    (241, 241),
    (243, 249),
    (271, 276),
    (278, 279),
    (281, 285),
    (287, 288),
    (294, 294),
    (296, 297),
    (300, 300),
    (311, 317),
    (319, 319),
    (321, 339),
    (341, 349),
    (351, 359),
    (371, 378),
    (381, 389),
    (391, 395),
    (411, 415),
    (417, 419),
    (421, 429),
    (431, 438),
    (440, 459),
    (461, 469),
    (471, 479),
    (481, 483),
    (485, 489),
    (492, 496),
    (498, 500),
    (550, 569),
    (588, 588),
    (591, 597),
    (599, 599),
    (612, 616),
    (618, 618),
    (621, 629),
    (631, 639),
    (641, 649),
    (651, 653),
    (656, 665),
    (667, 669),
    (671, 677),
    (686, 687),
    (694, 698),
    (711, 729),
    (731, 739),
    (741, 749),
    (751, 751),
    (753, 759),
    (761, 779),
    (781, 786),
    (789, 789),
    (791, 791),
    (797, 797),
    (800, 800),
    (810, 819),
    (821, 821),
    (823, 826),
    (828, 829),
    (831, 836),
    (841, 842),
    (844, 846),
    (861, 862),
    (864, 864),
    (866, 873),
    (877, 878),
    (888, 888),
    (891, 892),
    (894, 894),
    (897, 897),
    (899, 900),
    (913, 914),
    (916, 919),
    (921, 924),
    (932, 934),
    (936, 938),
    (951, 951),
    (953, 954),
    (958, 958),
    (960, 969),
    (971, 972),
    (981, 988),
    (990, 999),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in
            ["55 5128 0000", "(55) 5128 0000", "+52 55 5128 0000", "33 3818 3818", "5551280000"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["5551 280", "15 5128 0000", "55 5128 00000", "+54 55 5128 0000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
