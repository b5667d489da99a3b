//! Portuguese telephone numbers: nine digits, dialled alike everywhere, or +351 (ANACOM, Plano
//! Nacional de Numeração): 2 by area, 3 over the internet, 6 and 7 and 8 services, 9 mobile.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[3, 5, 1])?;
    let in_use = matches!(
        prefix(number)?,
        210..=229 | 231..=299 | 300..=309 | 600..=609 | 646 | 648 | 703 | 705 | 707 | 708 | 760..=762
            | 800 | 802 | 808 | 809 | 884 | 910..=939 | 948 | 960..=969
    );
    (in_use && number.len() == 9).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_with_and_without_351() {
        for clear in
            ["912 345 678", "+351 21 234 5678", "00351 912345678", "21 234 56 78", "300123456"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["512 345 678", "91 234 567", "9123456789", "201 234 567", "+34 912345678"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
