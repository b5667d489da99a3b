//! Tokens with a prefix of their own and random characters behind it: what follows the prefix
//! must look random and must be none of the values that documentation shows.

use super::randomness::{is_placeholder, is_random};
use crate::Pass;

/// A prefix such as `github_pat_` ends by here.
const PREFIX_MAX: usize = 14;

/// What is left behind a prefix must be worth a look.
const BODY_MIN: usize = 12;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let body = body(clear);
    (body.len() >= BODY_MIN && !is_hash(clear) && is_random(body) && !is_placeholder(clear))
        .then_some(Pass::PLAIN)
}

/// Hexadecimal digits in capitals and nothing else, however they begin.
fn is_hash(clear: &[u8]) -> bool {
    clear.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'A'..=b'F'))
}

/// The value behind the last sign that may end its prefix; without the padding of base64.
fn body(clear: &[u8]) -> &[u8] {
    let padding = clear.iter().rev().take_while(|&&byte| byte == b'=').count();
    let clear = &clear[..clear.len() - padding];
    let prefix = &clear[..clear.len().min(PREFIX_MAX).min(clear.len().saturating_sub(BODY_MIN))];
    let begins = prefix.iter().rposition(|byte| b"_-.:$/=".contains(byte)).map_or(0, |at| at + 1);
    &clear[begins..]
}

#[cfg(test)]
mod tests {
    use super::super::randomness::tests::{ALNUM, drawn};
    use super::*;

    #[test]
    fn random_characters_behind_a_prefix_pass() {
        for text in drawn(ALNUM, 24, 100) {
            let token = [b"sk_live_".as_slice(), &text].concat();
            assert!(passes(&token).is_some());
        }
    }

    #[test]
    fn what_documentation_shows_fails() {
        for clear in [
            "",
            "sk_live_",
            "EAAACA15ED6D439E9A4D3598F36AB07917C9F5003FA699FFEC10C183B94BC1BD",
            "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
            "sk_live_YourKeyGoesHere123456789",
            "sk_live_aaaabbbbaaaabbbbaaaabbbb",
            "key-0123456789abcdef0123456789abcdef",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
