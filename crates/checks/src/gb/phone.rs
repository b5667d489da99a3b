//! British telephone numbers, with 0 or +44 (Ofcom, National Telephone Numbering Plan): lengths by
//! the leading digits. The ranges that Ofcom keeps for drama pass.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[4, 4])?;
    let (shortest, longest) = match prefix(number)? {
        // Some areas still have five digits after the code.
        113..=118 | 120..=199 => (9, 10),
        // Code 2X and eight digits.
        200..=209 | 230..=249 | 280..=299 => (10, 10),
        300..=309 | 330..=349 | 370..=379 | 550..=569 => (10, 10),
        700..=799 => (10, 10),
        800 => (9, 10),
        801..=809 | 842..=845 | 870..=873 | 900..=919 | 980..=989 => (10, 10),
        _ => return None,
    };
    (shortest..=longest).contains(&number.len()).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that Ofcom keeps for drama.
    #[test]
    fn numbers_pass_with_0_and_with_44() {
        for clear in [
            "020 7946 0958",
            "+44 20 7946 0958",
            "+44 (0)20 7946 0958",
            "(0113) 496 0000",
            "0044 7700 900123",
            "07700 900 123",
            "0808 157 0192",
            "01632 960001",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in [
            "20 7946 0958",
            "020 7946 095",
            "07700 900 1234",
            "04700 900123",
            "0600 900 1234",
            "+49 20 7946 0958",
            "00 44",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
