//! Belgian enterprise numbers, VAT numbers when `BE` stands in front: ten digits that begin with 0 or
//! 1, the last two 97 minus the rest modulo 97; the 0 is left out in old ones (Royal Decree of 24 June
//! 2003). Every single wrong digit is caught: 97 is a prime.

use crate::Pass;
use crate::grouped::{Grouped, is_filler, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let (country, rest) = match symbols.strip_prefix(b"BE") {
        Some(rest) => (true, rest),
        None => (false, symbols),
    };
    let mut digits = [0; 10];
    // The leading zero is left out in old numbers, never without the country.
    let skipped = usize::from(country && rest.len() == 9);
    if rest.len() + skipped != digits.len() || !written.separated_by(b" .-/") {
        return None;
    }
    for (digit, &character) in digits[skipped..].iter_mut().zip(rest) {
        *digit = character.is_ascii_digit().then(|| character - b'0')?;
    }
    let (payload, check) = digits.split_at(8);
    (digits[0] <= 1 && number(check) == 97 - number(payload) % 97 && !is_filler(payload))
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in
            ["BE0403019261", "BE 0403.019.261", "0403.019.261", "be403019261", "0428759497"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["BE431150351", "403019261", "2403019261", "BE04030192611", "0000000097"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
