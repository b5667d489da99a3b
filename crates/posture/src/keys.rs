//! Who manages a KMS key.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use aws_sdk_kms::config::Region;
use aws_sdk_kms::types::{KeyManagerType, KeyMetadata, KeyState};
use magpie_model::{BucketFacts, EncryptionClass, Known, ObjectEncryption};
use magpie_store::Connection;

/// Answers who manages a key, asking KMS once a key. Share one among all workers of a run.
pub struct Keys {
    connection: Connection,
    asked: Mutex<BTreeMap<String, Arc<OnceLock<EncryptionClass>>>>,
}

impl Keys {
    /// Asks nothing yet.
    pub fn new(connection: &Connection) -> Self {
        Self { connection: connection.clone(), asked: Mutex::default() }
    }

    /// Turns `sse-kms` into `sse-kms-aws`, `sse-kms-cmk` or `key-unusable` where KMS tells; every
    /// other class, and a key that KMS does not tell about, comes back as it was.
    pub fn classify(&self, encryption: &ObjectEncryption) -> ObjectEncryption {
        let key_id = encryption.key_id.clone();
        ObjectEncryption { class: self.class(encryption.class, key_id.as_deref()), key_id }
    }

    /// The same for a bucket's default encryption.
    pub fn classify_default(&self, facts: &mut BucketFacts) {
        if let Known::Yes(Some(default)) = &mut facts.default_encryption.value {
            default.class = self.class(default.class, default.key_id.as_deref());
        }
    }

    fn class(&self, class: EncryptionClass, key_id: Option<&str>) -> EncryptionClass {
        let (EncryptionClass::SseKms, Some(key_id)) = (class, key_id) else { return class };
        let answer = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.entry(key_id.into()).or_default().clone()
        };
        // Whoever comes second for one key waits here; other keys are asked meanwhile.
        *answer.get_or_init(|| self.ask(key_id))
    }

    fn ask(&self, key_id: &str) -> EncryptionClass {
        let mut config = aws_sdk_kms::config::Builder::from(self.connection.sdk_config());
        // A store of one's own has its own keys: its key ids are nobody else's business.
        if let Some(url) = self.connection.endpoint_override() {
            config = config.endpoint_url(url);
        }
        if let Some(region) = region_of(key_id) {
            config = config.region(Region::new(region.to_owned()));
        }
        let client = aws_sdk_kms::Client::from_conf(config.build());
        let answer = self.connection.block_on(client.describe_key().key_id(key_id).send());
        let metadata = answer.ok().and_then(|answer| answer.key_metadata);
        metadata.as_ref().map_or(EncryptionClass::SseKms, class_of)
    }
}

/// A key answers in its own region only.
fn region_of(key_id: &str) -> Option<&str> {
    let mut fields = key_id.strip_prefix("arn:")?.split(':');
    fields.nth(2).filter(|region| !region.is_empty())
}

fn class_of(key: &KeyMetadata) -> EncryptionClass {
    let unusable = [KeyState::Disabled, KeyState::PendingDeletion, KeyState::Unavailable];
    if key.key_state().is_some_and(|state| unusable.contains(state)) {
        return EncryptionClass::KeyUnusable;
    }
    match key.key_manager() {
        Some(KeyManagerType::Aws) => EncryptionClass::SseKmsAws,
        Some(KeyManagerType::Customer) => EncryptionClass::SseKmsCmk,
        _ => EncryptionClass::SseKms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(manager: Option<KeyManagerType>, state: KeyState) -> EncryptionClass {
        let key = KeyMetadata::builder().key_id("k").set_key_manager(manager).key_state(state);
        class_of(&key.build().unwrap())
    }

    #[test]
    fn a_key_is_told_by_its_manager_and_its_state() {
        let customer = || Some(KeyManagerType::Customer);
        assert_eq!(key(customer(), KeyState::Enabled), EncryptionClass::SseKmsCmk);
        assert_eq!(key(Some(KeyManagerType::Aws), KeyState::Enabled), EncryptionClass::SseKmsAws);
        assert_eq!(key(customer(), KeyState::PendingDeletion), EncryptionClass::KeyUnusable);
        assert_eq!(key(customer(), KeyState::Disabled), EncryptionClass::KeyUnusable);
        assert_eq!(key(None, KeyState::Enabled), EncryptionClass::SseKms);
    }

    #[test]
    fn a_keys_region_stands_in_its_arn() {
        let arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
        assert_eq!(region_of(arn), Some("eu-west-1"));
        assert_eq!(region_of("1234abcd"), None);
        assert_eq!(region_of("alias/mine"), None);
    }
}
