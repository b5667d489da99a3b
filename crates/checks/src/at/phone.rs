//! Austrian telephone numbers, with 0 or +43 (RTR, KEM-V): area codes, mobile networks, Internet and
//! company numbers and services, each with the lengths in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[4, 3])?;
    let prefix = prefix(number)?;
    let (shortest, longest) = match prefix {
        120..=199 => (5, 13),
        316 | 463 | 512 | 662 | 732 => (6, 13),
        501..=509 | 517 | 570..=579 | 590..=599 | 720 | 780 => (5, 13),
        650 | 651 | 653 | 655 | 657 | 659..=661 | 663..=699 => (7, 13),
        800 | 810 | 820 | 821 | 828 | 900 | 901 | 930 | 931 | 939 => (9, 13),
        area if is_area(area) => (7, 13),
        _ => return None,
    };
    (shortest..=longest).contains(&number.len()).then_some(Pass::PLAIN)
}

/// The first three digits of the area codes of four.
fn is_area(prefix: u16) -> bool {
    matches!(prefix, 214 | 216 | 217 | 221..=228 | 252 | 253 | 255 | 257 | 261..=264 | 266..=268)
        || matches!(prefix, 271..=278 | 281 | 282 | 284..=287 | 291 | 294 | 295 | 298)
        || matches!(prefix, 311..=315 | 317 | 318 | 332 | 333 | 335 | 336 | 338 | 345..=347 | 351)
        || matches!(prefix, 353 | 357 | 358 | 361..=363 | 368 | 383..=386 | 388 | 421..=428 | 435)
        || matches!(prefix, 471 | 473 | 476 | 478 | 482 | 484 | 485 | 487 | 521..=528 | 533 | 535)
        || matches!(prefix, 537 | 541 | 544 | 547 | 551 | 552 | 555 | 557 | 558 | 563 | 567 | 613)
        || matches!(prefix, 621..=624 | 627 | 641 | 643..=645 | 647 | 654 | 656 | 658 | 721..=728)
        || matches!(prefix, 735 | 741 | 743 | 744 | 747 | 748 | 756 | 758 | 761 | 766..=768)
        || matches!(prefix, 771..=776 | 794 | 795)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_with_0_and_with_43() {
        for clear in
            ["01 711 620", "+43 1 711620", "0664 1234568", "0043 664 123 45 68", "(0316) 872-0"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["0664 123", "0440 123456", "+49 1 711620", "664 1234568", "0640 1234568"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
