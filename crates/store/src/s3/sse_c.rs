//! The customer's own key for SSE-C objects.

use std::fmt;

use aws_smithy_types::base64;
use md5::{Digest as _, Md5};

/// A 256 bit key that the customer supplies with each request. It cannot be printed.
#[derive(Clone)]
pub struct SseCKey([u8; 32]);

impl SseCKey {
    /// The only algorithm that S3 offers for it.
    pub const ALGORITHM: &'static str = "AES256";

    /// Takes the 32 bytes of the key.
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// Reads a key file: 32 raw bytes, or the same in base64 with white space around it. `None`
    /// when it is neither.
    pub fn from_file_content(content: &[u8]) -> Option<Self> {
        if let Ok(raw) = <[u8; 32]>::try_from(content) {
            return Some(Self(raw));
        }
        let text = std::str::from_utf8(content).ok()?.trim();
        <[u8; 32]>::try_from(base64::decode(text).ok()?).ok().map(Self)
    }

    /// The key as the request carries it.
    pub fn header(&self) -> String {
        base64::encode(self.0)
    }

    /// The key's digest as the request carries it, by which S3 notices a garbled key.
    pub fn digest_header(&self) -> String {
        base64::encode(Md5::digest(self.0))
    }
}

impl fmt::Debug for SseCKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SseCKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_holds_raw_bytes_or_base64() {
        let raw = SseCKey::from_file_content(&[7; 32]).unwrap();
        let encoded = format!("{}\n", base64::encode([7; 32]));
        assert_eq!(SseCKey::from_file_content(encoded.as_bytes()).unwrap().0, raw.0);
        for bad in [&b""[..], &[7; 31], b"not base64 at all", base64::encode([7; 16]).as_bytes()] {
            assert!(SseCKey::from_file_content(bad).is_none());
        }
    }

    #[test]
    fn the_key_does_not_show_in_debug_output() {
        assert_eq!(format!("{:?}", SseCKey::new([65; 32])), "SseCKey(..)");
    }
}
