//! Bulgarian telephone numbers, with 0 or +359 (Комисия за регулиране на съобщенията, Национален
//! номерационен план): lengths by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[3, 5, 9])?;
    let length = number.len();
    let issued = match prefix(number)? {
        200..=399
        | 410..=429
        | 431..=436
        | 440..=479
        | 510..=699
        | 701..=799
        | 810..=869
        | 910..=979 => (7..=8).contains(&length),
        430 | 437..=439 | 700 | 800 | 900..=909 => length == 8,
        870..=899 | 980..=989 | 996 | 999 => length == 9,
        _ => false,
    };
    issued.then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in
            ["02 981 1234", "(02) 981 1234", "0888 123 456", "+359 888 123 456", "052 612 345"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["2 981 1234", "0888 123 45", "0888 123 4567", "+358 888 123 456"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
