//! Belgian structured communications of bank transfers (OGM, VCS): ten digits and two more that are their
//! remainder modulo 97, or 97 (Febelfin, standards for online banking). Every single wrong digit and swap of
//! neighbours among the first ten is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let inner = clear.strip_prefix(b"+++").and_then(|rest| rest.strip_suffix(b"+++"));
    let inner = inner.or(clear.strip_prefix(b"***").and_then(|rest| rest.strip_suffix(b"***")));
    let written = Grouped::digits(inner.unwrap_or(clear))?;
    let digits = written.symbols();
    let (first, check) = digits.split_at_checked(10)?;
    let expected = match number(first) % 97 {
        0 => 97,
        rest => rest,
    };
    (check.len() == 2
        && number(first) > 0
        && number(check) == expected
        && written.written_as(&[0x345], b"/")
        && !all_same(first))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn communications_pass() {
        for clear in
            ["+++010/8068/17183+++", "010/8068/17183", "***010/8068/17183***", "010806817183"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_groups_fail() {
        for clear in ["010/8068/17184", "0108/068/17183", "+++010/8068/1718+++", "000/0000/00097"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
