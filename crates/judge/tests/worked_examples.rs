//! The worked examples of the published formula: every term and every score.

use Audience::{Account, ExternalRead, Organisation, PublicRead, Restricted};
use EncryptionClass::{SseKmsAws, SseKmsCmk, SseS3};
use Guard::{Off, On};
use magpie_judge::{
    Audience, Factors, Floor, Form, Guard, Logging, Recovery, RiskLevel, Tier, score,
};
use magpie_model::EncryptionClass;

/// What AWS does by itself: SSE-S3, ACLs off, nothing else.
const DEFAULTS: Factors = Factors {
    tier: Tier::High,
    combination: 10,
    subjects: 120_000,
    audience: Account,
    form: Form::Content,
    barrier: false,
    keys_open_to: Account,
    encryption: SseS3,
    tls: Off,
    logging: Logging::None,
    recovery: Recovery::Off,
    retention: Off,
    ownership: On,
    credential: false,
    authentication_data: false,
};

/// Everything that guards a bucket.
const GUARDED: Factors = Factors {
    encryption: SseKmsCmk,
    tls: On,
    logging: Logging::DataEvents,
    recovery: Recovery::ObjectLock,
    retention: On,
    ..DEFAULTS
};

#[track_caller]
fn check(factors: Factors, terms: [u32; 4], floors: &[Floor], value: u32, level: RiskLevel) {
    let score = score(&factors);
    assert_eq!([score.impact, score.exposure, score.gap, score.product], terms);
    assert_eq!(score.likelihood, 20 + score.exposure + score.gap);
    assert_eq!(score.floors, floors);
    assert_eq!((score.value, score.level()), (value, level));
}

#[test]
fn a_public_dump_of_card_numbers_is_critical() {
    let factors = Factors { audience: PublicRead, ownership: Off, ..DEFAULTS };
    check(factors, [88, 50, 22, 81], &[Floor::PublicAndGrave], 81, RiskLevel::Critical);
}

#[test]
fn b_the_same_data_behind_every_guard_is_low() {
    check(GUARDED, [88, 8, 0, 25], &[], 25, RiskLevel::Low);
}

#[test]
fn c_the_same_data_under_aws_defaults_is_medium() {
    check(DEFAULTS, [88, 8, 20, 42], &[], 42, RiskLevel::Medium);
}

#[test]
fn d_shared_with_an_account_that_nobody_knows_is_high() {
    let factors = Factors { audience: ExternalRead, ..DEFAULTS };
    check(factors, [88, 35, 20, 66], &[], 66, RiskLevel::High);
}

#[test]
fn e_kms_saves_what_a_public_policy_gives_away() {
    let factors =
        Factors { audience: PublicRead, encryption: SseKmsCmk, barrier: true, ..DEFAULTS };
    check(factors, [88, 15, 16, 45], &[], 45, RiskLevel::Medium);
}

#[test]
fn f_public_mail_addresses_are_lifted_to_high() {
    let factors = Factors {
        tier: Tier::Moderate,
        combination: 0,
        subjects: 300,
        audience: PublicRead,
        logging: Logging::AccessLog,
        recovery: Recovery::Versioned,
        retention: On,
        ..DEFAULTS
    };
    check(factors, [46, 50, 11, 37], &[Floor::PublicAndModerate], 55, RiskLevel::High);
}

#[test]
fn g_one_secret_key_in_a_log_is_lifted_to_high() {
    let factors = Factors {
        tier: Tier::Restricted,
        combination: 0,
        subjects: 1,
        credential: true,
        ..DEFAULTS
    };
    check(factors, [86, 8, 20, 41], &[Floor::Credential], 55, RiskLevel::High);
}

#[test]
fn h_stored_card_codes_are_high_however_well_guarded() {
    let factors = Factors {
        tier: Tier::Restricted,
        subjects: 5_000,
        audience: Restricted,
        authentication_data: true,
        ..GUARDED
    };
    check(factors, [100, 0, 0, 20], &[Floor::AuthenticationData], 55, RiskLevel::High);
}

#[test]
fn i_passports_shared_within_the_organisation_are_medium() {
    let factors = Factors {
        subjects: 40_000,
        audience: Organisation,
        encryption: SseKmsAws,
        tls: On,
        logging: Logging::AccessLog,
        recovery: Recovery::Versioned,
        ..DEFAULTS
    };
    check(factors, [88, 15, 8, 38], &[], 38, RiskLevel::Medium);
}

#[test]
fn j_an_old_unencrypted_archive_is_lifted_to_high() {
    let factors = Factors {
        combination: 0,
        subjects: 2_000,
        encryption: EncryptionClass::None,
        ownership: Off,
        ..DEFAULTS
    };
    check(factors, [76, 8, 30, 44], &[Floor::GraveAndUnencrypted], 55, RiskLevel::High);
}

#[test]
fn k_nothing_found_is_none_even_in_public() {
    let factors =
        Factors { tier: Tier::None, combination: 0, subjects: 0, audience: PublicRead, ..DEFAULTS };
    check(factors, [0, 50, 20, 0], &[], 0, RiskLevel::None);
}

#[test]
fn l_an_unreadable_policy_gives_an_interval() {
    let factors = Factors {
        combination: 0,
        subjects: 900,
        audience: Audience::Unknown,
        logging: Logging::Unknown,
        recovery: Recovery::Versioned,
        retention: On,
        ..DEFAULTS
    };
    check(factors, [76, 25, 12, 43], &[], 43, RiskLevel::Medium);
    let best = Factors { audience: Restricted, logging: Logging::DataEvents, ..factors };
    let worst = Factors { audience: PublicRead, logging: Logging::None, ..factors };
    assert_eq!((score(&best).value, score(&worst).value), (22, 75));
}
