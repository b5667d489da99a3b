//! JSON web tokens in compact form (RFC 7519, RFC 7515): header and payload decode to what begins
//! and ends as a JSON object, the header names its algorithm, the signature is base64 or, in
//! unsigned tokens, empty. The signature itself is not verified.

use crate::Pass;
use crate::base64;

const ALGORITHM: [u8; 5] = *b"\"alg\"";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    // `{"` in base64, whatever follows.
    if !clear.starts_with(b"eyI") && !clear.starts_with(b"eyJ") {
        return None;
    }
    let mut parts = clear.split(|&byte| byte == b'.');
    let (header, payload, signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let fits = object(header)?.names_algorithm;
    object(payload)?;
    base64::decode(signature, |_| ())?;
    let detail = if signature.is_empty() { "unsigned" } else { "" };
    fits.then_some(Pass { detail, country: None })
}

struct Object {
    names_algorithm: bool,
}

/// Looks at a part's decoded bytes as they come; `None` unless they begin with `{"` and end with
/// `}`.
fn object(part: &[u8]) -> Option<Object> {
    let mut names_algorithm = false;
    let mut first = [0; 2];
    let mut last = [0; ALGORITHM.len()];
    let mut count = 0usize;
    base64::decode(part, |byte| {
        if let Some(first) = first.get_mut(count) {
            *first = byte;
        }
        count += 1;
        last.rotate_left(1);
        last[ALGORITHM.len() - 1] = byte;
        names_algorithm |= last == ALGORITHM;
    })?;
    (first == *b"{\"" && last[ALGORITHM.len() - 1] == b'}').then_some(Object { names_algorithm })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7515, appendices A.1 and A.5; the first in the form without line breaks.
    const SIGNED: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UifQ.\
        dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const UNSIGNED: &str = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UifQ.";

    #[test]
    fn tokens_of_the_rfc_pass() {
        assert_eq!(passes(SIGNED.as_bytes()), Some(Pass::PLAIN));
        assert_eq!(passes(UNSIGNED.as_bytes()).map(|pass| pass.detail), Some("unsigned"));
    }

    #[test]
    fn headers_without_an_algorithm_fail() {
        // {"typ":"JWT"}
        assert!(passes(b"eyJ0eXAiOiJKV1QifQ.eyJpc3MiOiJqb2UifQ.c2ln").is_none());
    }

    #[test]
    fn other_texts_fail() {
        for clear in [
            "",
            "eyJ",
            "eyJhbGciOiJub25lIn0",
            "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UifQ",
            "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UifQ..",
            "eyJhbGciOiJub25lIn0.bm90IGpzb24.",
            "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UifQ.a",
            "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UifQ.a+/b",
            "eyJhbGciOiJub25lI.eyJpc3MiOiJqb2UifQ.",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
