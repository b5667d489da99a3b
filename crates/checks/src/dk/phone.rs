//! Danish telephone numbers (Styrelsen for Dataforsyning og Infrastruktur, Nummerplanen): eight
//! digits, none of them an area code, with or without +45. Leading digits and lengths are tested.

use crate::Pass;
use crate::numbering_plan::{Range, holds};
use crate::telephone::Dialled;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[4, 5])?;
    holds(&PLAN, number).then_some(Pass::PLAIN)
}

static PLAN: [Range; 3] = [(200, 829, 8, 8), (861, 899, 8, 8), (900, 999, 8, 8)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in ["32 12 34 56", "32123456", "+45 32123456", "3212 3456"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_ranges_and_lengths_fail() {
        for clear in ["12 34 56 78", "32 12 34 5", "+46 32123456", "85 12 34 56"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
