//! User name and password of HTTP's Basic scheme (RFC 7617): base64 of `user:password`, with or
//! without the scheme's name before it. Docker's `config.json` holds the same.

use super::randomness::is_placeholder;
use crate::{Pass, base64};

/// Longer than any user name with its password that is written in a header.
const DECODED_MAX: usize = 192;

/// Passwords of documentation.
static SHOWN: [&[u8]; 9] = [
    b"pass",
    b"passwd",
    b"password",
    b"pwd",
    b"secret",
    b"token",
    b"x-oauth-basic",
    b"api_token",
    b"apikey",
];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let begins = clear.iter().rposition(|&byte| byte == b' ').map_or(0, |at| at + 1);
    let padding = clear.iter().rev().take_while(|&&byte| byte == b'=').count();
    let encoded = clear.get(begins..clear.len() - padding)?;
    let mut decoded = [0u8; DECODED_MAX];
    let mut count = 0;
    base64::decode_standard(encoded, |byte| {
        if let Some(place) = decoded.get_mut(count) {
            *place = byte;
        }
        count += 1;
    })?;
    let decoded = decoded.get(..count)?;
    let colon = decoded.iter().position(|&byte| byte == b':')?;
    let (user, password) = (&decoded[..colon], &decoded[colon + 1..]);
    // Of a short word's random bytes one may be the colon in front.
    let is_told = !user.is_empty() || password.iter().all(|byte| (0x20..0x7F).contains(byte));
    let fits = user.iter().all(|&byte| (0x20..0x7F).contains(&byte))
        && is_told
        && user.len() + password.len() >= 4
        && !password.is_empty()
        && !SHOWN.iter().any(|shown| password.eq_ignore_ascii_case(shown))
        && !is_placeholder(password);
    fits.then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_users_with_passwords_pass() {
        // `test:123£` of RFC 7617, and `deploy:T7kq-92`.
        for clear in ["Basic dGVzdDoxMjPCow==", "ZGVwbG95OlQ3a3EtOTI=", "Basic ZGVwbG95OlQ3a3EtOTI"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn words_and_what_documentation_shows_fail() {
        // The last two: `user:password` and `admin:`.
        for clear in [
            "",
            "Basic ",
            "Basic Authentication",
            "Basic Options",
            "Basic realm=",
            "dXNlcjpwYXNzd29yZA==",
            "YWRtaW46",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
