//! Private keys in PEM (RFC 7468, RFC 1421, OpenSSH): a `BEGIN` line that names one and a body that
//! begins as an encoded key does. Line breaks may be written `\n`, as in JSON. A header without a
//! body, as in documentation, fails.

use crate::Pass;

const BEGIN: &[u8] = b"-----BEGIN ";
const DASHES: &[u8] = b"-----";

/// `openssh-key-v1`, a zero byte, the length four and `none`, in base64.
const OPENSSH_WITHOUT_CIPHER: &str = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU";

/// The smallest keys, Ed25519 in PKCS #8, have 64 characters.
const BODY_MIN: usize = 60;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let rest = clear.strip_prefix(BEGIN)?;
    // The longest label is `ENCRYPTED PRIVATE KEY`.
    let ends = rest.windows(DASHES.len()).take(32).position(|window| window == DASHES)?;
    let (label, body) = (&rest[..ends], &rest[ends + DASHES.len()..]);
    let kind = Kind::of(label)?;
    let enciphered = kind == Kind::Encrypted || contains(body, b"ENCRYPTED");
    let body = without_headers(body);
    let mut characters = Characters { rest: body };
    let starts = kind.starts();
    let begins_as_key = (enciphered && kind != Kind::Encrypted)
        || starts.iter().all(|&expected| characters.next() == Some(expected));
    if !begins_as_key || starts.len() + characters.take(BODY_MIN).count() < BODY_MIN {
        return None;
    }
    let enciphered = enciphered || (kind == Kind::OpenSsh && !says_no_cipher(body));
    let detail = if enciphered { "enciphered with a passphrase" } else { "not enciphered" };
    Some(Pass { detail, country: None })
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    Der,
    Encrypted,
    OpenSsh,
}

impl Kind {
    fn of(label: &[u8]) -> Option<Self> {
        match label {
            b"PRIVATE KEY" | b"RSA PRIVATE KEY" | b"EC PRIVATE KEY" | b"DSA PRIVATE KEY" => {
                Some(Self::Der)
            }
            b"ENCRYPTED PRIVATE KEY" => Some(Self::Encrypted),
            b"OPENSSH PRIVATE KEY" => Some(Self::OpenSsh),
            _ => None,
        }
    }

    /// How the encoded body begins: a DER sequence, or the words `openssh-key`.
    fn starts(self) -> &'static [u8] {
        match self {
            Self::Der | Self::Encrypted => b"M",
            Self::OpenSsh => b"b3BlbnNzaC1rZXk",
        }
    }
}

/// OpenSSH names the cipher behind the magic word: its length in four bytes, `none` where there is
/// none.
fn says_no_cipher(body: &[u8]) -> bool {
    Characters { rest: body }.take(OPENSSH_WITHOUT_CIPHER.len()).eq(OPENSSH_WITHOUT_CIPHER.bytes())
}

/// The body after RFC 1421's headers, which an empty line ends.
fn without_headers(body: &[u8]) -> &[u8] {
    if !contains(body, b"DEK-Info:") {
        return body;
    }
    let blank_line: [&[u8]; 3] = [b"\n\n", b"\r\n\r\n", b"\\n\\n"];
    let ends = blank_line.iter().find_map(|blank| {
        body.windows(blank.len()).position(|window| window == *blank).map(|at| at + blank.len())
    });
    ends.map_or(&[], |ends| &body[ends..])
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).take(400).any(|window| window == word)
}

/// The base64 characters of a body, line breaks and indents left out.
struct Characters<'a> {
    rest: &'a [u8],
}

impl Iterator for Characters<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        loop {
            match self.rest {
                [b' ' | b'\t' | b'\r' | b'\n', rest @ ..] => self.rest = rest,
                [b'\\', b'n' | b'r' | b't', rest @ ..] => self.rest = rest,
                [b'\\', rest @ ..] if matches!(rest, [b'\n' | b'\r', ..]) => self.rest = rest,
                [byte, rest @ ..] if byte.is_ascii_alphanumeric() || b"+/=".contains(byte) => {
                    self.rest = rest;
                    return Some(*byte);
                }
                _ => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block with this label whose body is filler, no key.
    fn block(label: &str, body: &str, line_break: &str) -> String {
        let lines = [
            format!("-----BEGIN {label}-----"),
            format!("{body}{}", "A".repeat(64 - body.len().min(64))),
            "A".repeat(20),
            format!("-----END {label}-----"),
        ];
        lines.join(line_break)
    }

    #[test]
    fn blocks_with_a_body_pass() {
        for line_break in ["\n", "\r\n", "\\n", "\n    "] {
            for (label, body) in [
                ("RSA PRIVATE KEY", "MII"),
                ("PRIVATE KEY", "MC4CAQAwBQYDK2Vw"),
                ("EC PRIVATE KEY", "MHcCAQEE"),
                ("OPENSSH PRIVATE KEY", "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU"),
            ] {
                let clear = block(label, body, line_break);
                let detail = passes(clear.as_bytes()).map(|pass| pass.detail);
                assert_eq!(detail, Some("not enciphered"), "{label}");
            }
        }
    }

    #[test]
    fn a_passphrase_is_reported() {
        let pkcs8 = block("ENCRYPTED PRIVATE KEY", "MII", "\n");
        let headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n";
        let traditional = block("RSA PRIVATE KEY", "x", "\n").replacen(
            "-----\n",
            &format!("-----\n{headers}"),
            1,
        );
        // The cipher `aes256-ctr`.
        let openssh = block("OPENSSH PRIVATE KEY", "b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHI", "\n");
        for clear in [pkcs8, traditional, openssh] {
            let detail = passes(clear.as_bytes()).map(|pass| pass.detail);
            assert_eq!(detail, Some("enciphered with a passphrase"));
        }
    }

    #[test]
    fn headers_without_a_key_fail() {
        for clear in [
            "",
            "-----BEGIN RSA PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
        assert!(passes(block("PUBLIC KEY", "MII", "\n").as_bytes()).is_none());
        assert!(passes(block("RSA PRIVATE KEY", "YOURKEYHERE", "\n").as_bytes()).is_none());
    }
}
