//! A token of HTTP's Bearer scheme (RFC 6750): random characters behind the scheme's name. Tokens
//! that a detector of their own finds, web tokens foremost, fail here.

use super::randomness::{is_placeholder, is_random};
use super::{github_token, prefixes};
use crate::Pass;

const LENGTH_MIN: usize = 16;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let begins = clear.iter().rposition(|&byte| byte == b' ').map_or(0, |at| at + 1);
    let token = &clear[begins..];
    let known = match prefixes::is_githubs(token) {
        true => github_token::passes(token).is_some(),
        false => prefixes::is_known(token),
    };
    let fits = token.len() >= LENGTH_MIN
        && token.iter().any(u8::is_ascii_digit)
        && !known
        && is_random(token)
        && !is_placeholder(token);
    fits.then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_tokens_pass() {
        assert!(passes(b"Bearer 7Fq2.Zk-39xT_vR8mB1wQ").is_some());
    }

    #[test]
    fn words_placeholders_and_tokens_of_other_detectors_fail() {
        for clear in [
            "",
            "Bearer",
            "Bearer authentication-scheme",
            "Bearer YOUR_ACCESS_TOKEN_1",
            "Bearer xxxxxxxxxxxxxxxx1",
            "Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UifQ.",
            "Bearer abc",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
