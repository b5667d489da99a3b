//! Japanese telephone numbers, with 0 or +81 (Ministry of Internal Affairs and Communications,
//! Telecommunications Numbering Plan): lengths by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[8, 1])?;
    let length = number.len();
    let issued = match prefix(number)? {
        112..=113
        | 115..=118
        | 120
        | 123..=126
        | 133..=139
        | 142..=146
        | 152..=158
        | 162..=167
        | 172..=179
        | 182..=188
        | 191..=199
        | 220..=299
        | 310..=399
        | 420..=460
        | 462..=468
        | 470..=489
        | 492..=495
        | 499
        | 520..=559
        | 561..=570
        | 572..=578
        | 580..=600
        | 610..=699
        | 720..=729
        | 734..=740
        | 742..=799
        | 820..=829
        | 832..=839
        | 845..=849
        | 851..=880
        | 883..=899
        | 920..=959
        | 961..=969
        | 971..=999 => length == 9,
        200..=209 | 501..=509 | 701..=709 | 800..=809 | 901..=909 => length == 10,
        601..=609 => (9..=10).contains(&length),
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
            "03-1234-5678",
            "090-1234-5678",
            "+81 3-1234-5678",
            "+81 90 1234 5678",
            "0120-123-456",
            "06-6201-1234",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["3-1234-5678", "03-1234-567", "090-1234-56789", "+82 3-1234-5678"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
