//! Indian telephone numbers, with 0 or without 0, or +91 (Department of Telecommunications,
//! National Numbering Plan 2003): lengths by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[9, 1]).or(dialled.as_dialled(&[9, 1]))?;
    let length = number.len();
    let issued = match prefix(number)? {
        112..=117
        | 120..=179
        | 181..=185
        | 187..=199
        | 202..=207
        | 209
        | 211..=219
        | 222..=227
        | 229..=238
        | 240..=248
        | 250..=253
        | 255..=269
        | 271
        | 273..=299
        | 301
        | 317
        | 319
        | 321..=326
        | 332..=337
        | 341..=343
        | 345..=348
        | 351..=356
        | 358..=389
        | 402..=407
        | 411
        | 413..=418
        | 420..=429
        | 431..=437
        | 442..=447
        | 451..=452
        | 454..=457
        | 460..=463
        | 465..=499
        | 510..=512
        | 514..=519
        | 521..=522
        | 524..=528
        | 531..=536
        | 541..=542
        | 544..=546
        | 548..=549
        | 551..=552
        | 554
        | 556
        | 561..=562
        | 564..=569
        | 571..=574
        | 581..=588
        | 591..=592
        | 594..=596
        | 600..=999 => length == 10,
        180 => (8..=12).contains(&length),
        186 => (10..=11).contains(&length),
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
            ["98765 43210", "+91 98765 43210", "098765 43210", "022 2202 0000", "(011) 2338 1234"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["18765 4321", "9876 5432", "98765 432101", "+92 98765 43210"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
