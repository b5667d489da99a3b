//! Bot tokens of Discord: three parts of base64 between dots, the first of which is the bot's
//! numeric id.

use super::randomness::{is_placeholder, is_random};
use crate::{Pass, base64};

/// Ids count milliseconds since 2015: seventeen digits in the first years, twenty one day.
const ID_DIGITS: std::ops::RangeInclusive<usize> = 17..=20;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let mut parts = clear.split(|&byte| byte == b'.');
    let (id, _, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let (mut digits, mut others) = (0usize, 0usize);
    base64::decode(id, |byte| match byte {
        b'0'..=b'9' => digits += 1,
        _ => others += 1,
    })?;
    let fits = others == 0
        && ID_DIGITS.contains(&digits)
        && parts.next().is_none()
        && is_random(signature)
        && !is_placeholder(signature);
    fits.then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_begins_with_an_encoded_number() {
        // 204255221017214977
        let signature = "u7Rk2mVq9Tx4Wz0Bd5Nf8Hj1Lp3";
        let good = format!("MjA0MjU1MjIxMDE3MjE0OTc3.YiL0Mw.{signature}");
        assert!(passes(good.as_bytes()).is_some());
        let other = format!("TWFncGllIG9uIGEgYnJhbmNo.YiL0Mw.{signature}");
        assert!(passes(other.as_bytes()).is_none());
        assert!(passes(b"MjA0MjU1MjIxMDE3MjE0OTc3.YiL0Mw").is_none());
        assert!(passes(b"").is_none());
    }
}
