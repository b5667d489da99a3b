//! Keyed fingerprints: tell that two values are the same without telling the value.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::ScanError;

/// Fewer bytes than this would let somebody try keys.
pub const KEY_BYTES_MIN: usize = 16;

/// The key of a run's fingerprints. It has no `Debug`: it must not reach a log.
#[derive(Clone)]
pub struct FingerprintKey {
    key: Vec<u8>,
    random: bool,
}

impl FingerprintKey {
    /// A key that the user supplies.
    ///
    /// # Errors
    /// When it is shorter than [`KEY_BYTES_MIN`].
    pub fn from_bytes(key: &[u8]) -> Result<Self, ScanError> {
        if key.len() < KEY_BYTES_MIN {
            return Err(ScanError::Key(format!(
                "the fingerprint key has {} bytes; give at least {KEY_BYTES_MIN} random ones",
                key.len()
            )));
        }
        Ok(Self { key: key.to_vec(), random: false })
    }

    /// A random key for one run: fingerprints of two runs cannot be compared.
    ///
    /// # Errors
    /// When the system has no random bytes.
    pub fn random() -> Result<Self, ScanError> {
        let mut key = vec![0; 32];
        getrandom::fill(&mut key).map_err(|error| {
            ScanError::Key(format!("no random bytes for the fingerprint key: {error}"))
        })?;
        Ok(Self { key, random: true })
    }

    /// Whether the key was made for this run only.
    pub fn is_random(&self) -> bool {
        self.random
    }

    /// Names the key without telling it; fingerprints are comparable when their ids are equal.
    pub fn id(&self) -> String {
        hex(&self.derive("magpie fingerprint key id")[..8])
    }

    /// `hmac-sha256:` and the keyed hash of a normalised value.
    pub fn of(&self, value: &[u8]) -> String {
        format!("hmac-sha256:{}", hex(&self.mac(value)))
    }

    /// A second key, for another purpose.
    pub(crate) fn derive(&self, purpose: &str) -> [u8; 32] {
        // Hashed first, so that no value whose fingerprint is written can equal a derived key.
        self.mac(&Sha256::digest(purpose.as_bytes()))
    }

    fn mac(&self, message: &[u8]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        mac.update(message);
        mac.finalize().into_bytes().into()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_hmac_sha256_of_the_value() {
        // RFC 4231, test case 3: 20 bytes of 0xaa, 50 bytes of 0xdd.
        let key = FingerprintKey::from_bytes(&[0xaa; 20]).unwrap();
        assert_eq!(
            key.of(&[0xdd; 50]),
            "hmac-sha256:773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        );
    }

    #[test]
    fn the_id_follows_the_key_and_is_no_fingerprint() {
        let key = |byte| FingerprintKey::from_bytes(&[byte; 32]).unwrap();
        assert_eq!(key(1).id(), key(1).id());
        assert_ne!(key(1).id(), key(2).id());
        assert!(!key(1).of(b"magpie fingerprint key id").contains(&key(1).id()));
    }

    #[test]
    fn a_short_key_is_refused() {
        assert!(FingerprintKey::from_bytes(b"secret").is_err());
    }
}
