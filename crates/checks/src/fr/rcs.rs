//! An entry in a French commercial register, such as `RCS Nancy B 419 361 126`: the last nine digits are the
//! company's SIREN, which its check digit tests.

use super::siren;
use crate::Pass;

const DIGITS: usize = 9;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let mut digits = [0; DIGITS];
    let mut last = clear.iter().rev().filter(|byte| byte.is_ascii_digit());
    for place in digits.iter_mut().rev() {
        *place = *last.next()?;
    }
    if last.next().is_some() {
        return None;
    }
    siren::passes(&digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_pass_and_wrong_numbers_fail() {
        assert!(passes(b"RCS Nancy B 419 361 126").is_some());
        for clear in ["RCS Nancy B 419 361 127", "RCS Nancy", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
