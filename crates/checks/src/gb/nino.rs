//! British national insurance numbers: two letters, six digits, a suffix from A to D. Which
//! prefixes are never given out: HMRC's National Insurance Manual, NIM39110. No check digit.

use crate::Pass;
use crate::grouped::Grouped;

/// Prefixes that the two letters alone would allow.
const NEVER_ISSUED: [&[u8]; 7] = [b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ"];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let number = Grouped::alphanumerics(clear)?;
    let [first, second, digits @ .., suffix] = number.symbols() else { return None };
    let prefix_fits = first.is_ascii_uppercase()
        && second.is_ascii_uppercase()
        && !b"DFIQUV".contains(first)
        && !b"DFIOQUV".contains(second)
        && !NEVER_ISSUED.contains(&&number.symbols()[..2]);
    (prefix_fits
        && digits.len() == 6
        && digits.iter().all(u8::is_ascii_digit)
        && (b'A'..=b'D').contains(suffix)
        && number.written_as(&[0x22221, 0x261, 0x81, 0x27], b" -."))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issued_prefixes_pass_in_any_usual_grouping() {
        // HMRC's own placeholder begins with QQ, which is never issued.
        for clear in ["AB123456C", "AB 12 34 56 C", "ab123456c", "JG-12-34-56-A", "AB 123456 D"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
        assert!(passes(b"QQ123456C").is_none());
    }

    #[test]
    fn prefixes_and_suffixes_never_issued_fail() {
        for clear in ["BG123456A", "GB123456A", "ZZ123456A", "DA123456A", "AO123456A", "AB123456E"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn other_shapes_fail() {
        for clear in ["AB12345C", "AB1234567C", "A1123456C", "AB12345XC", "AB 1234 56 C", "AB"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
