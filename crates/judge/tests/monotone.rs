//! More exposure, weaker protection and more data never lower the score.

use magpie_judge::{
    Audience, Factors, Form, Guard, Logging, Recovery, Tier, Weights, score, score_by,
};
use magpie_model::EncryptionClass;
use proptest::prelude::*;
use proptest::sample::select;

const GUARDS: [Guard; 3] = [Guard::On, Guard::Unknown, Guard::Off];
const LOGGING: [Logging; 4] =
    [Logging::DataEvents, Logging::AccessLog, Logging::Unknown, Logging::None];
const RECOVERY: [Recovery; 4] =
    [Recovery::ObjectLock, Recovery::Versioned, Recovery::Unknown, Recovery::Off];
/// Every class, strongest first along each row; of two rows, nothing is said of each other.
const CLASSES: [&[EncryptionClass]; 4] = [
    &[
        EncryptionClass::SseKmsCmk,
        EncryptionClass::SseKms,
        EncryptionClass::SseKmsAws,
        EncryptionClass::SseC,
        EncryptionClass::SseS3,
        EncryptionClass::Unknown,
        EncryptionClass::KeyUnusable,
        EncryptionClass::MixedUnencrypted,
        EncryptionClass::None,
    ],
    &[EncryptionClass::DsseKms, EncryptionClass::SseKms],
    &[EncryptionClass::ClientSide, EncryptionClass::SseKms],
    &[EncryptionClass::SseKmsCmk, EncryptionClass::Mixed, EncryptionClass::MixedUnencrypted],
];

#[test]
fn no_class_is_left_out() {
    for class in EncryptionClass::ALL {
        assert!(CLASSES.iter().any(|row| row.contains(&class)), "{}", class.as_str());
    }
}

fn factors() -> impl Strategy<Value = Factors> {
    let data = (
        select(Tier::ALL.to_vec()),
        select(vec![0_u32, 5, 10]),
        prop_oneof![0_u64..200, 0_u64..2_000_000],
        any::<bool>(),
        any::<bool>(),
    );
    let keys = select(Audience::ORDER.to_vec());
    let reach = (
        select(Audience::ORDER.to_vec()),
        any::<bool>(),
        select(EncryptionClass::ALL.to_vec()),
        keys,
        select(Form::ALL.to_vec()),
    );
    let guards = (
        select(GUARDS.to_vec()),
        select(LOGGING.to_vec()),
        select(RECOVERY.to_vec()),
        select(GUARDS.to_vec()),
        select(GUARDS.to_vec()),
    );
    (data, reach, guards).prop_map(|(data, reach, guards)| Factors {
        tier: data.0,
        combination: data.1,
        subjects: data.2,
        credential: data.3,
        authentication_data: data.4,
        audience: reach.0,
        form: reach.4,
        barrier: reach.1,
        keys_open_to: reach.3,
        encryption: reach.2,
        tls: guards.0,
        logging: guards.1,
        recovery: guards.2,
        retention: guards.3,
        ownership: guards.4,
    })
}

/// Every score of `levels`, in their order, never falls.
fn rises<T: Copy>(levels: &[T], with: impl Fn(T) -> Factors) -> Result<(), TestCaseError> {
    let scores: Vec<u32> = levels.iter().map(|level| score(&with(*level)).value).collect();
    prop_assert!(scores.is_sorted(), "{scores:?}");
    Ok(())
}

/// Numbers of a file of the user's, most of which are refused.
fn own_numbers() -> impl Strategy<Value = (&'static str, &'static str, u32)> {
    let places = vec![
        ("tier", "moderate"),
        ("tier", "restricted"),
        ("volume", "100"),
        ("volume", "5000"),
        ("likelihood", "base"),
        ("likelihood", "barrier"),
        ("audience", "account"),
        ("audience", "org"),
        ("audience", "cloudfront"),
        ("audience", "public-object"),
        ("encryption", "sse-kms"),
        ("encryption", "unknown"),
        ("encryption", "none"),
        ("logging", "access"),
        ("recovery", "unknown"),
        ("tls", "unknown"),
        ("level", "medium"),
        ("level", "critical"),
    ];
    (select(places), 0_u32..60).prop_map(|((table, key), number)| (table, key, number))
}

proptest! {
    #[test]
    fn weights_that_are_taken_let_no_score_fall(at in factors(), own in own_numbers()) {
        let (table, key, number) = own;
        let text = format!("version = 1\n[{table}]\n{key} = {number}\n");
        let Ok(weights) = Weights::laid_over(&text) else { return Ok(()) };
        let falls = |all: Vec<Factors>| {
            let scores: Vec<u32> = all.iter().map(|f| score_by(f, &weights).value).collect();
            !scores.is_sorted()
        };
        let wider = Audience::ORDER.map(|audience| Factors { audience, ..at });
        prop_assert!(!falls(wider.to_vec()), "{text}");
        for row in CLASSES {
            let weaker = row.iter().map(|class| Factors { encryption: *class, ..at });
            prop_assert!(!falls(weaker.collect()), "{text}");
        }
        prop_assert!(!falls([true, false].map(|barrier| Factors { barrier, ..at }).to_vec()), "{text}");
        prop_assert!(!falls(GUARDS.map(|tls| Factors { tls, ..at }).to_vec()), "{text}");
        prop_assert!(!falls(LOGGING.map(|logging| Factors { logging, ..at }).to_vec()), "{text}");
        prop_assert!(!falls(RECOVERY.map(|recovery| Factors { recovery, ..at }).to_vec()), "{text}");
        prop_assert!(!falls(Tier::ALL.map(|tier| Factors { tier, ..at }).to_vec()), "{text}");
        let more = [0, 1, 99, 100, 4_999, 5_000, 20_000].map(|subjects| Factors { subjects, ..at });
        prop_assert!(!falls(more.to_vec()), "{text}");
        prop_assert!(score_by(&at, &weights).likelihood <= 100);
    }

    #[test]
    fn a_wider_audience_never_lowers_the_score(at in factors()) {
        rises(&Audience::ORDER, |audience| Factors { audience, ..at })?;
    }

    #[test]
    fn weaker_encryption_never_lowers_the_score(at in factors()) {
        for row in CLASSES {
            rises(row, |encryption| Factors { encryption, ..at })?;
        }
        rises(&[true, false], |barrier| Factors { barrier, ..at })?;
        rises(&[Form::Content, Form::Name], |form| Factors { form, ..at })?;
        rises(&[Form::Content, Form::Replica], |form| Factors { form, ..at })?;
        rises(&Audience::ORDER, |keys_open_to| Factors { keys_open_to, ..at })?;
    }

    #[test]
    fn weaker_guards_never_lower_the_score(at in factors()) {
        rises(&GUARDS, |tls| Factors { tls, ..at })?;
        rises(&LOGGING, |logging| Factors { logging, ..at })?;
        rises(&RECOVERY, |recovery| Factors { recovery, ..at })?;
        rises(&GUARDS, |retention| Factors { retention, ..at })?;
        rises(&GUARDS, |ownership| Factors { ownership, ..at })?;
    }

    #[test]
    fn more_data_never_lowers_the_score(at in factors(), more in 0_u64..3_000_000) {
        rises(&Tier::ALL, |tier| Factors { tier, ..at })?;
        rises(&[0, 5, 10], |combination| Factors { combination, ..at })?;
        rises(&[at.subjects, at.subjects + more], |subjects| Factors { subjects, ..at })?;
        rises(&[false, true], |credential| Factors { credential, ..at })?;
        rises(&[false, true], |authentication_data| Factors { authentication_data, ..at })?;
    }

    #[test]
    fn a_score_stays_within_100(at in factors()) {
        let score = score(&at);
        prop_assert!(score.value <= 100 && score.likelihood <= 100 && score.impact <= 100);
    }
}
