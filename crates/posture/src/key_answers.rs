//! Answers of DescribeKey as facts. A word that this version does not know is no answer.

use aws_sdk_kms::types::{self as kms, KeyMetadata};
use aws_smithy_types::date_time::Format;
use magpie_model::{Fact, KeyFacts, KeyManager, KeyOrigin, KeyState, Rotation};
use magpie_store::Refusal;

use crate::ask::why_unknown;
use crate::keys::{DESCRIBE, Described};

const NOT_ASKED: &str = "not asked";

/// What DescribeKey tells; rotation and policy are for other calls.
pub(crate) fn described(key: Option<&KeyMetadata>, key_id: &str, at: &str) -> Described {
    let Some(key) = key else {
        let facts = KeyFacts::unknown("the answer describes no key", DESCRIBE, at);
        return Described { facts, arn: arn_in(key_id) };
    };
    fn fact<T>(value: Option<T>, missing: &'static str, at: &str) -> Fact<T> {
        match value {
            Some(value) => Fact::known(value, DESCRIBE, at),
            None => Fact::unknown(missing, DESCRIBE, at),
        }
    }
    let account = key.aws_account_id().or_else(|| key.arn().and_then(account_in));
    let deletion = key.deletion_date().map(|date| date.fmt(Format::DateTime).ok());
    let facts = KeyFacts {
        account: fact(account.map(Into::into), "the answer names no account", at),
        manager: fact(manager(key), "who manages the key is not known to this version", at),
        state: fact(state(key), "the key's state is not known to this version", at),
        deletion: fact(
            deletion.map_or(Some(None), |date| date.map(Some)),
            "the date of deletion cannot be read",
            at,
        ),
        origin: fact(origin(key), "the key's origin is not known to this version", at),
        multi_region: fact(key.multi_region(), "the answer does not say", at),
        rotation: Fact::unknown(NOT_ASKED, "none", at),
        policy: Fact::unknown(NOT_ASKED, "none", at),
    };
    let asymmetric = key.key_spec().is_some_and(|spec| *spec != kms::KeySpec::SymmetricDefault);
    let rotation =
        if asymmetric { Fact::known(Rotation::NotOffered, DESCRIBE, at) } else { facts.rotation };
    let arn = key.arn().map(Into::into).or_else(|| arn_in(key_id));
    Described { facts: KeyFacts { rotation, ..facts }, arn }
}

/// What a refusal tells: that the key is gone, or nothing.
pub(crate) fn not_described(refusal: &Refusal, key_id: &str, at: &str) -> Described {
    let arn = arn_in(key_id);
    let absent = refusal.is_any(&["NotFoundException"]);
    if absent && account_in(key_id).is_some() && key_id.contains(":key/") {
        let facts = KeyFacts::unknown("there is no such key any more", DESCRIBE, at);
        let facts = KeyFacts {
            account: Fact::known(account_in(key_id).unwrap_or_default().into(), DESCRIBE, at),
            state: Fact::known(KeyState::Gone, DESCRIBE, at),
            ..facts
        };
        return Described { facts, arn };
    }
    let reason = if absent {
        "the account that asks has no such key in this region".into()
    } else {
        why_unknown(refusal)
    };
    let mut facts = KeyFacts::unknown(&reason, DESCRIBE, at);
    // Whose key it is stands in its ARN, whoever may ask.
    if let Some(account) = account_in(key_id) {
        facts.account = Fact::known(account.into(), "none", at);
    }
    Described { facts, arn }
}

/// Whether automatic rotation can be had for it, as far as that is known.
pub(crate) fn can_rotate(key: &KeyFacts) -> bool {
    let ends = key.state.get().is_some_and(|s| s.is_ending() || *s == KeyState::Gone);
    let of_kms = key.origin.get().is_none_or(|origin| *origin == KeyOrigin::Kms);
    let told = key.rotation.get() == Some(&Rotation::NotOffered);
    !ends && of_kms && !told
}

fn manager(key: &KeyMetadata) -> Option<KeyManager> {
    match key.key_manager()? {
        kms::KeyManagerType::Aws => Some(KeyManager::Aws),
        kms::KeyManagerType::Customer => Some(KeyManager::Customer),
        _ => None,
    }
}

fn state(key: &KeyMetadata) -> Option<KeyState> {
    use kms::KeyState as Told;
    Some(match key.key_state()? {
        Told::Enabled => KeyState::Enabled,
        Told::Creating => KeyState::Creating,
        Told::Updating => KeyState::Updating,
        Told::Disabled => KeyState::Disabled,
        Told::PendingDeletion => KeyState::PendingDeletion,
        Told::PendingReplicaDeletion => KeyState::PendingReplicaDeletion,
        Told::PendingImport => KeyState::PendingImport,
        Told::Unavailable => KeyState::Unavailable,
        _ => return None,
    })
}

fn origin(key: &KeyMetadata) -> Option<KeyOrigin> {
    match key.origin()? {
        kms::OriginType::AwsKms => Some(KeyOrigin::Kms),
        kms::OriginType::External => Some(KeyOrigin::Imported),
        kms::OriginType::AwsCloudhsm => Some(KeyOrigin::CloudHsm),
        kms::OriginType::ExternalKeyStore => Some(KeyOrigin::External),
        _ => None,
    }
}

/// An id that the other calls take: anything but an alias.
fn arn_in(key_id: &str) -> Option<String> {
    let alias = key_id.starts_with("alias/") || key_id.contains(":alias/");
    (!alias).then(|| key_id.to_owned())
}

/// The account in a key's ARN.
fn account_in(arn: &str) -> Option<&str> {
    arn.strip_prefix("arn:")?.split(':').nth(3).filter(|account| !account.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";

    fn key(
        build: impl FnOnce(kms::builders::KeyMetadataBuilder) -> kms::builders::KeyMetadataBuilder,
    ) -> KeyFacts {
        let key = build(KeyMetadata::builder().key_id("1234abcd").arn(ARN)).build().unwrap();
        described(Some(&key), ARN, "now").facts
    }

    #[test]
    fn words_of_a_later_version_are_no_answer() {
        let facts = key(|k| {
            k.key_manager("SOMEBODY".into()).key_state("Sleeping".into()).origin("MOON".into())
        });
        assert_eq!(facts.manager.get(), None);
        assert_eq!(facts.state.get(), None);
        assert_eq!(facts.origin.get(), None);
        assert_eq!(facts.account.get().map(String::as_str), Some("111122223333"));
    }

    #[test]
    fn only_enabled_keys_of_kms_are_asked_whether_they_rotate() {
        let with = |state: &str, origin: &str, spec: &str| {
            let facts =
                key(|k| k.key_state(state.into()).origin(origin.into()).key_spec(spec.into()));
            can_rotate(&facts)
        };
        assert!(with("Enabled", "AWS_KMS", "SYMMETRIC_DEFAULT"));
        assert!(with("Disabled", "AWS_KMS", "SYMMETRIC_DEFAULT"));
        assert!(!with("PendingDeletion", "AWS_KMS", "SYMMETRIC_DEFAULT"));
        assert!(!with("Enabled", "EXTERNAL", "SYMMETRIC_DEFAULT"));
        assert!(!with("Enabled", "AWS_CLOUDHSM", "SYMMETRIC_DEFAULT"));
        assert!(!with("Enabled", "AWS_KMS", "RSA_4096"));
    }

    #[test]
    fn a_key_that_is_not_found_by_its_arn_is_gone_and_by_its_id_not_known() {
        let refusal = Refusal {
            status: Some(400),
            code: Some("NotFoundException".into()),
            detail: "no".into(),
            region: None,
            unsigned: false,
        };
        let gone = not_described(&refusal, ARN, "now").facts;
        assert_eq!(gone.state.get(), Some(&KeyState::Gone));
        let elsewhere = not_described(&refusal, "1234abcd", "now").facts;
        assert_eq!(elsewhere.state.get(), None);
        let denied = Refusal { code: Some("AccessDeniedException".into()), ..refusal };
        let facts = not_described(&denied, ARN, "now").facts;
        assert!(
            matches!(&facts.state.value, magpie_model::Known::Unknown(why) if why.starts_with("denied"))
        );
        assert_eq!(facts.account.get().map(String::as_str), Some("111122223333"));
    }
}
