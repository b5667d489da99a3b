//! The last word of a machine's entry in a `.netrc` file: its password, unless it is one of those
//! that documentation shows.

use super::randomness::is_placeholder;
use crate::Pass;

/// Passwords of documentation.
static SHOWN: [&[u8]; 5] = [b"pass", b"passwd", b"password", b"secret", b"token"];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let password = clear.rsplit(u8::is_ascii_whitespace).next()?;
    let template = |byte: &u8| b"{}<>$()".contains(byte);
    let fits = password.len() >= 4
        && !SHOWN.iter().any(|shown| password.eq_ignore_ascii_case(shown))
        && !password.iter().any(template)
        && !is_placeholder(password);
    fits.then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_pass_and_placeholders_fail() {
        assert!(passes(b"machine a.test login b password T7kq-92").is_some());
        for shown in ["password", "xxxxxx", "<password>", "${TOKEN}", ""] {
            assert!(passes(format!("machine a login b password {shown}").as_bytes()).is_none());
        }
    }
}
