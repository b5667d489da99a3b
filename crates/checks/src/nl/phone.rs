//! Dutch telephone numbers, with 0 or +31 (ACM, Nummerplan telefoon- en ISDN-diensten): area codes
//! and mobile, Internet and company numbers of nine digits, information numbers of seven to ten.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[3, 1])?;
    let (shortest, longest) = match prefix(number)? {
        610..=669 | 680..=689 | 840..=859 | 870..=889 | 910..=919 => (9, 9),
        800 | 900 | 906 | 909 => (7, 10),
        area if is_area(area) => (9, 9),
        _ => return None,
    };
    (shortest..=longest).contains(&number.len()).then_some(Pass::PLAIN)
}

/// Area codes of two digits fill a decade, those of three stand alone.
fn is_area(prefix: u16) -> bool {
    matches!(prefix, 100..=109 | 111 | 113..=115 | 117 | 118 | 130..=139 | 150..=159)
        || matches!(prefix, 161 | 162 | 164..=168 | 172 | 174 | 180..=184 | 186 | 187)
        || matches!(prefix, 200..=209 | 222..=224 | 226..=229 | 230..=249 | 251 | 252 | 255)
        || matches!(prefix, 260..=269 | 294 | 297 | 299 | 300..=309 | 313..=318 | 320 | 321)
        || matches!(prefix, 330..=339 | 341..=348 | 350..=369 | 380..=389 | 400..=409 | 411)
        || matches!(prefix, 413 | 416 | 418 | 430..=439 | 450..=469 | 475 | 478 | 481 | 485..=488)
        || matches!(prefix, 492 | 493 | 495 | 497 | 499 | 500..=509 | 511..=519 | 521..=525)
        || matches!(prefix, 527..=529 | 530..=539 | 541 | 543..=548 | 550..=559 | 561 | 562 | 566)
        || matches!(prefix, 570 | 571..=573 | 575 | 577 | 578 | 580..=589 | 591..=599 | 700..=799)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_with_0_and_with_31() {
        for clear in
            ["020 794 0918", "+31 20 794 0918", "0031 6 48231975", "06-48231975", "(0316) 248371"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["20 794 0918", "020 794 091", "0112 345678", "06 78765432", "+32 20 794 0918"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
