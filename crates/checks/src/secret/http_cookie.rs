//! Cookies of a `Cookie` or `Set-Cookie` header (RFC 6265): at least one name with a value that is
//! more than what documentation shows.

use super::randomness::is_placeholder;
use crate::Pass;

/// Attributes of `Set-Cookie`, which are no cookies.
static ATTRIBUTES: [&[u8]; 7] =
    [b"domain", b"expires", b"httponly", b"max-age", b"path", b"samesite", b"secure"];

/// Values of documentation.
static SHOWN: [&[u8]; 8] = [b"a", b"b", b"bar", b"baz", b"name", b"test", b"value", b"val"];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let lower = clear.windows(7).position(|window| window.eq_ignore_ascii_case(b"cookie:"));
    let cookies = &clear[lower.map_or(0, |at| at + 7)..];
    cookies.split(|&byte| byte == b';').any(is_cookie).then_some(Pass::PLAIN)
}

fn is_cookie(pair: &[u8]) -> bool {
    let pair = pair.trim_ascii();
    let Some(equals) = pair.iter().position(|&byte| byte == b'=') else { return false };
    let (name, value) = (&pair[..equals], &pair[equals + 1..]);
    let template = |byte: &u8| b"{}<>$()+".contains(byte);
    !name.is_empty()
        && value.len() >= 3
        && !ATTRIBUTES.iter().any(|attribute| name.eq_ignore_ascii_case(attribute))
        && !SHOWN.iter().any(|shown| value.eq_ignore_ascii_case(shown))
        && !value.starts_with(b"%")
        && !value[..3].iter().any(template)
        && !is_placeholder(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_with_a_cookie_pass() {
        for clear in [
            "Cookie: SID=31d4d96e407aad42; lang=en-US",
            "Set-Cookie: SID=31d4d96e407aad42; Path=/; HttpOnly",
            "cookie: theme=dark",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn headers_without_one_fail() {
        for clear in [
            "",
            "Cookie: ",
            "Cookie: name=value",
            "Cookie: foo=bar; baz=test",
            "Set-Cookie: Path=/; Domain=a.test",
            "Cookie: sid=${sid}",
            "Cookie: sid=<session>",
            "Cookie: sid=%s",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
