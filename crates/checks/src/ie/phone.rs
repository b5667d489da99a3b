//! Irish telephone numbers, with 0 or +353 (ComReg, National Numbering Conventions): lengths by the
//! leading digits.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    // Numbers of services are dialled without 0.
    let service = dialled.as_dialled(&[3, 5, 3])?;
    if matches!(service, [1, 8, 0 | 5 | 9, 0, ..] | [1, 5, ..]) && service.len() == 10 {
        return Some(Pass::PLAIN);
    }
    let number = dialled.significant(&[3, 5, 3])?;
    let (shortest, longest) = match prefix(number)? {
        100..=199 | 210..=219 => (8, 9),
        220..=229
        | 240..=299
        | 470..=479
        | 580..=589
        | 620..=639
        | 670..=699
        | 930..=939
        | 950..=999 => (7, 7),
        402 | 404 | 450..=459 | 504 | 505 | 510..=519 | 610..=619 | 910..=919 => (8, 8),
        230..=239
        | 410..=449
        | 460..=469
        | 490..=499
        | 520..=539
        | 560..=579
        | 590..=599
        | 640..=669
        | 710..=719
        | 740..=749
        | 900..=909
        | 940..=949 => (9, 9),
        // Northern Ireland.
        480..=489 => (10, 10),
        700 | 760..=769 | 818 | 822 | 830..=839 | 850..=899 => (9, 9),
        _ => return None,
    };
    (shortest..=longest).contains(&number.len()).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_with_0_and_with_353() {
        for clear in [
            "01 234 5678",
            "+353 1 234 5678",
            "+353 (0)85 012 3456",
            "087 123 4567",
            "021 234 5678",
            "1800 123 456",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["1 234 5678", "01 234 567", "087 123 45678", "031 234 5678", "+44 1 234 5678"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
