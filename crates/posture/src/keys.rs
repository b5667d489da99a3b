//! What KMS tells of the keys that encrypt objects: three calls a key and a run, however many
//! buckets and objects it encrypts.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use aws_sdk_kms::config::Region;
use aws_sdk_kms::{Client, error::ProvideErrorMetadata, error::SdkError};
use magpie_model::{
    BucketFacts, EncryptionClass, Fact, KeyFacts, KeyManager, KeyState, Known, ObjectEncryption,
    Rotation,
};
use magpie_store::{Connection, Refusal, refusal_of};

use crate::ask::{now, why_unknown};
use crate::caller::Caller;
use crate::key_answers::{self, described};

/// Keys that are asked about in one run; what encrypts beyond them stays `sse-kms`.
const KEYS_MAX: usize = 1_000;

pub(crate) const DESCRIBE: &str = "DescribeKey";
const ROTATION: &str = "GetKeyRotationStatus";
const POLICY: &str = "GetKeyPolicy";

/// Answers what is known of KMS keys, asking once a key. Share one among all workers of a run.
pub struct Keys {
    connection: Connection,
    caller: Arc<Caller>,
    asked: Mutex<BTreeMap<Name, Arc<Asked>>>,
}

/// A key's id and, where the id does not tell it, the region in which it means something.
type Name = (String, Option<String>);

/// What has been asked of one key so far.
#[derive(Default)]
struct Asked {
    described: OnceLock<Described>,
    whole: OnceLock<KeyFacts>,
}

/// The answer to DescribeKey; rotation and policy are not asked yet.
#[derive(Clone)]
pub(crate) struct Described {
    pub(crate) facts: KeyFacts,
    /// What the other calls want the key to be called; `None` for an alias that leads nowhere.
    pub(crate) arn: Option<String>,
}

impl Keys {
    /// Asks nothing yet.
    pub(crate) fn new(connection: &Connection, caller: &Arc<Caller>) -> Self {
        let (connection, caller) = (connection.clone(), Arc::clone(caller));
        Self { connection, caller, asked: Mutex::default() }
    }

    /// Turns `sse-kms` into `sse-kms-aws`, `sse-kms-cmk` or `key-unusable` where KMS tells; every
    /// other class, and a key that KMS does not tell about, comes back as it was.
    pub fn classify(&self, encryption: &ObjectEncryption) -> ObjectEncryption {
        let key_id = encryption.key_id.clone();
        ObjectEncryption { class: self.class(encryption.class, key_id.as_deref(), None), key_id }
    }

    /// The same for a bucket's default encryption; and everything that is known of the default's
    /// key and of `used`, the ids of the keys that objects of the bucket named.
    pub fn complete<'k>(&self, facts: &mut BucketFacts, used: impl IntoIterator<Item = &'k str>) {
        let region = facts.region.get().cloned();
        let mut ids: Vec<String> = used.into_iter().map(Into::into).collect();
        if let Known::Yes(Some(default)) = &mut facts.default_encryption.value {
            let key_id = default.key_id.as_deref();
            default.class = self.class(default.class, key_id, region.as_deref());
            ids.extend(default.key_id.clone());
        }
        for id in ids {
            let known = self.facts(&id, region.as_deref());
            facts.keys.insert(id, known);
        }
    }

    fn class(
        &self,
        class: EncryptionClass,
        key_id: Option<&str>,
        region: Option<&str>,
    ) -> EncryptionClass {
        let (EncryptionClass::SseKms | EncryptionClass::DsseKms, Some(key_id)) = (class, key_id)
        else {
            return class;
        };
        let Some(asked) = self.asked(key_id, region) else { return class };
        let facts = &self.described(&asked, key_id, region).facts;
        match (facts.state.get(), class, facts.manager.get()) {
            (Some(state), ..) if !state.is_usable() => EncryptionClass::KeyUnusable,
            (_, EncryptionClass::SseKms, Some(KeyManager::Aws)) => EncryptionClass::SseKmsAws,
            (_, EncryptionClass::SseKms, Some(KeyManager::Customer)) => EncryptionClass::SseKmsCmk,
            _ => class,
        }
    }

    fn facts(&self, key_id: &str, region: Option<&str>) -> KeyFacts {
        let Some(asked) = self.asked(key_id, region) else {
            let reason = format!("more than {KEYS_MAX} keys: this one was not asked about");
            return KeyFacts::unknown(&reason, "none", &now());
        };
        let whole = asked.whole.get_or_init(|| {
            let Described { mut facts, arn } = self.described(&asked, key_id, region).clone();
            let at = now();
            let client = self.client(key_id, region);
            facts.rotation = self.rotation(&client, &facts, arn.as_deref(), &at);
            facts.policy = self.policy(&client, &facts, arn.as_deref(), &at);
            facts
        });
        whole.clone()
    }

    /// The place of one key's answers; `None` when there are too many keys.
    fn asked(&self, key_id: &str, region: Option<&str>) -> Option<Arc<Asked>> {
        let region = region.filter(|_| region_of(key_id).is_none()).map(Into::into);
        let name = (key_id.to_owned(), region);
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let room = asked.len() < KEYS_MAX;
        match asked.get(&name) {
            Some(known) => Some(Arc::clone(known)),
            None if room => Some(Arc::clone(asked.entry(name).or_default())),
            None => None,
        }
    }

    /// Whoever comes second for one key waits here; other keys are asked meanwhile.
    fn described<'a>(&self, asked: &'a Asked, key_id: &str, region: Option<&str>) -> &'a Described {
        asked.described.get_or_init(|| {
            let call = self.client(key_id, region).describe_key().key_id(key_id).send();
            let answer = self.answer(call);
            let metadata = answer.map(|answer| answer.key_metadata);
            match metadata {
                Ok(metadata) => described(metadata.as_ref(), key_id, &now()),
                Err(refusal) => key_answers::not_described(&refusal, key_id, &now()),
            }
        })
    }

    fn answer<T, E>(&self, call: impl Future<Output = Result<T, SdkError<E>>>) -> Result<T, Refusal>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        self.connection.answer(call).map_err(|error| refusal_of(&error))
    }

    fn rotation(
        &self,
        client: &Client,
        key: &KeyFacts,
        arn: Option<&str>,
        at: &str,
    ) -> Fact<Rotation> {
        if key.manager.get() == Some(&KeyManager::Aws) {
            return Fact::known(Rotation::On, DESCRIBE, at);
        }
        if !key_answers::can_rotate(key) {
            return Fact::known(Rotation::NotOffered, DESCRIBE, at);
        }
        let Some(arn) = arn else { return Fact::unknown(NO_ARN, "none", at) };
        match self.answer(client.get_key_rotation_status().key_id(arn).send()) {
            Ok(answer) if answer.key_rotation_enabled() => Fact::known(Rotation::On, ROTATION, at),
            // The answer is no for keys that cannot rotate, too.
            Ok(_) if key.origin.get().is_none() || key.state.get().is_none() => {
                Fact::unknown("whether such a key can rotate is not known", ROTATION, at)
            }
            Ok(_) => Fact::known(Rotation::Off, ROTATION, at),
            Err(refusal) if refusal.is_any(&["UnsupportedOperationException"]) => {
                Fact::known(Rotation::NotOffered, ROTATION, at)
            }
            Err(refusal) => Fact::unknown(why_unknown(&refusal), ROTATION, at),
        }
    }

    fn policy(
        &self,
        client: &Client,
        key: &KeyFacts,
        arn: Option<&str>,
        at: &str,
    ) -> Fact<Option<String>> {
        if key.manager.get() == Some(&KeyManager::Aws) {
            return Fact::known(None, DESCRIBE, at);
        }
        if key.state.get() == Some(&KeyState::Gone) {
            return Fact::unknown("there is no such key any more", DESCRIBE, at);
        }
        if let (Some(account), Known::Yes(caller)) = (key.account.get(), self.caller.account())
            && account != caller
        {
            let reason =
                format!("the key is of account {account}, and no other can read its policy");
            return Fact::unknown(reason, "none", at);
        }
        let Some(arn) = arn else { return Fact::unknown(NO_ARN, "none", at) };
        match self.answer(client.get_key_policy().key_id(arn).policy_name("default").send()) {
            Ok(answer) => match answer.policy().filter(|text| !text.trim().is_empty()) {
                Some(text) => Fact::known(Some(text.to_owned()), POLICY, at),
                None => Fact::unknown("the answer holds no policy", POLICY, at),
            },
            Err(refusal) => Fact::unknown(why_unknown(&refusal), POLICY, at),
        }
    }

    fn client(&self, key_id: &str, region: Option<&str>) -> Client {
        let mut config = aws_sdk_kms::config::Builder::from(self.connection.sdk_config());
        // A store of one's own has its own keys: its key ids are nobody else's business.
        if let Some(url) = self.connection.endpoint_override() {
            config = config.endpoint_url(url);
        }
        if let Some(region) = region_of(key_id).or(region) {
            config = config.region(Region::new(region.to_owned()));
        }
        Client::from_conf(config.build())
    }
}

const NO_ARN: &str = "which key is behind the alias is not known";

/// A key answers in its own region only.
fn region_of(key_id: &str) -> Option<&str> {
    let mut fields = key_id.strip_prefix("arn:")?.split(':');
    fields.nth(2).filter(|region| !region.is_empty())
}

#[cfg(test)]
mod tests {
    use super::region_of;

    #[test]
    fn a_keys_region_stands_in_its_arn() {
        let arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
        assert_eq!(region_of(arn), Some("eu-west-1"));
        assert_eq!(region_of("1234abcd"), None);
        assert_eq!(region_of("alias/mine"), None);
    }
}
