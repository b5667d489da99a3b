//! The keys of a bucket as they stand in its line.

use std::collections::BTreeMap;

use magpie_judge::{SharedWith, Tally, key_is_open, key_shared_with};
use magpie_model::{BucketFacts, Fact, KeyFacts, Known};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fact_lines::line;
use crate::{FactLine, SharedLine};

/// A KMS key that encrypts by default or encrypts objects that were seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyLine {
    /// The id by which bucket or objects name it.
    pub key: String,
    /// Whether new objects get it.
    pub is_default: bool,
    /// Objects that named it.
    pub objects: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Of these, objects with findings.
    pub sensitive_objects: u64,
    /// Their bytes.
    pub sensitive_bytes: u64,
    /// What is known of it, by name.
    pub facts: BTreeMap<String, FactLine>,
    /// Whom its policy lets use it beyond its own account.
    pub shared_with: Vec<SharedLine>,
}

impl KeyLine {
    fn new(id: &str, key: &KeyFacts, facts: &BucketFacts, tally: &Tally) -> Self {
        let default = facts.default_encryption.get().and_then(Option::as_ref);
        let used = tally.keys().get(id).cloned().unwrap_or_default();
        Self {
            key: id.into(),
            is_default: default.is_some_and(|set| set.key_id.as_deref() == Some(id)),
            objects: used.all.objects,
            bytes: used.all.bytes,
            sensitive_objects: used.sensitive.objects,
            sensitive_bytes: used.sensitive.bytes,
            facts: lines_of(key, facts),
            shared_with: key_shared_with(key, facts).iter().map(SharedLine::new).collect(),
        }
    }
}

impl SharedLine {
    pub(crate) fn new(shared: &SharedWith) -> Self {
        Self {
            party: shared.party.clone(),
            relation: shared.relation.into(),
            abilities: shared.abilities.clone(),
            statement: shared.statement.clone(),
            rule: shared.rule.into(),
        }
    }
}

/// The keys of a bucket, by their ids.
pub(crate) fn key_lines(facts: &BucketFacts, tally: &Tally) -> Vec<KeyLine> {
    facts.keys.iter().map(|(id, key)| KeyLine::new(id, key, facts, tally)).collect()
}

fn lines_of(key: &KeyFacts, facts: &BucketFacts) -> BTreeMap<String, FactLine> {
    [
        ("account", line(&key.account, |account| json!(account))),
        ("manager", line(&key.manager, |manager| json!(manager.as_str()))),
        ("state", line(&key.state, |state| json!(state.as_str()))),
        ("deletion", line(&key.deletion, |at| json!(at.as_deref().unwrap_or("none")))),
        ("origin", line(&key.origin, |origin| json!(origin.as_str()))),
        ("multi_region", line(&key.multi_region, |is| json!(is))),
        ("rotation", line(&key.rotation, |rotation| json!(rotation.as_str()))),
        ("open_to_outsiders", line(&open(key, facts), |is| json!(is))),
    ]
    .into_iter()
    .map(|(name, line)| (name.to_owned(), line))
    .collect()
}

/// Whether outsiders may use it: told by its policy.
fn open(key: &KeyFacts, facts: &BucketFacts) -> Fact<bool> {
    match (key_is_open(key, facts), &key.policy.value) {
        (Some(is), _) => key.policy.map(|_| is),
        (None, Known::Unknown(reason)) => {
            Fact::unknown(reason.clone(), key.policy.source, &key.policy.at)
        }
        (None, Known::Yes(_)) => {
            let reason = "whom the policy lets in could not be told";
            Fact::unknown(reason, key.policy.source, &key.policy.at)
        }
    }
}
