//! Spanish telephone numbers: nine digits, dialled alike everywhere, or +34 (Real Decreto
//! 2296/2004): 6 and 7 mobile, 8 and 9 by province and for special tariffs, 400 for calls by
//! companies.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.as_dialled(&[3, 4])?;
    let in_use = matches!(
        prefix(number)?,
        400 | 600..=749 | 780..=789 | 800 | 803 | 806 | 807 | 810..=889 | 900..=902 | 905 | 909..=989
    );
    (in_use && number.len() == 9).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_with_and_without_34() {
        for clear in
            ["912 345 678", "+34 912 34 56 78", "0034 612345678", "612-34-56-78", "900123456"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in [
            "512 345 678",
            "91 234 567",
            "9123456789",
            "801 234 567",
            "760 123 456",
            "+33 912345678",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
