//! The tracks of a card's magnetic stripe (ISO/IEC 7813): format B with number, name and expiry on
//! track 1, number and expiry on track 2. The number must be a payment card's, the month a month.

use super::payment_card;
use crate::Pass;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let (number, expiry) = match clear {
        [b'%', b'B' | b'b', rest @ ..] => {
            let mut fields = rest.split(|&byte| byte == b'^');
            (fields.next()?, fields.nth(1)?)
        }
        [b';', rest @ ..] => {
            let mut fields = rest.split(|&byte| byte == b'=');
            (fields.next()?, fields.next()?)
        }
        _ => return None,
    };
    let month = expiry.get(2..4)?;
    (matches!(month, [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2']))
        .then(|| payment_card::passes(number))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tracks_pass() {
        assert!(passes(b"%B4532015112830366^PEREZ/ANA^28121011000000000000?").is_some());
        assert!(passes(b";4532015112830366=28121011000000000?").is_some());
    }

    #[test]
    fn wrong_numbers_and_months_fail() {
        for clear in [
            "%B4532015112830367^PEREZ/ANA^28121011000000000000?",
            ";4532015112830366=28131011000000000?",
            ";4532015112830366",
            "%B4532015112830366",
            "",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
