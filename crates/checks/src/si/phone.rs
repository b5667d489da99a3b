//! Slovenian telephone numbers, with 0 or +386 (Agencija za komunikacijska omrežja in storitve,
//! Splošni akt o načrtu oštevilčenja): lengths by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[3, 8, 6])?;
    let length = number.len();
    let issued = match prefix(number)? {
        120..=189
        | 220..=289
        | 300..=389
        | 400..=489
        | 510..=599
        | 640..=649
        | 651
        | 655..=658
        | 680..=789
        | 816..=818
        | 820
        | 822
        | 828
        | 833
        | 838..=839 => length == 8,
        800..=809 | 891..=893 | 900..=909 => (7..=8).contains(&length),
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
            "01 234 56 78",
            "(01) 234 56 78",
            "031 234 567",
            "+386 31 234 567",
            "+386 (0)1 234 56 78",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["1 234 56 78", "031 234 56", "031 234 5678", "+385 31 234 567"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
