//! South Korean telephone numbers, with 0 or +82 (Ministry of Science and ICT, Telecommunications
//! Numbering Management Rules): lengths by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[8, 2])?;
    let length = number.len();
    let issued = match prefix(number)? {
        100..=129
        | 150..=151
        | 155
        | 161..=163
        | 165
        | 168..=179
        | 181..=182
        | 184
        | 186
        | 188
        | 190..=199
        | 311..=319
        | 321..=329
        | 331..=339
        | 411..=419
        | 421..=429
        | 431..=439
        | 441..=449
        | 511..=519
        | 521..=529
        | 531..=539
        | 541..=549
        | 551..=559
        | 611..=619
        | 621..=629
        | 631..=639
        | 641..=649 => (9..=10).contains(&length),
        152..=154 | 156..=160 | 164 | 166..=167 | 180 | 183 | 185 | 187 | 189 => {
            (8..=10).contains(&length)
        }
        210..=299 => (8..=9).contains(&length),
        300..=309 | 602..=609 | 800..=809 => length == 9,
        500..=509 => (10..=11).contains(&length),
        700..=709 => length == 10,
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
            ["02-312-3456", "010-1234-5678", "+82 10-1234-5678", "031-123-4567", "+82 2-312-3456"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["10-1234-567", "010-1234-567890", "+81 010-1234-5678"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
