//! The numbers of the risk formula, in one place and under one version.
//!
//! Score = impact × likelihood / 100. The shape is that of NIST SP 800-30 (likelihood × impact);
//! the numbers are Magpie's own and published in docs. Change one, and [`VERSION`] changes with it.

use magpie_model::EncryptionClass;

use crate::{Audience, Guard, Logging, Recovery, RiskLevel, Tier};

/// Version of every number in this file; stands in each run and in each risk vector.
pub const VERSION: u32 = 1;

/// What likelihood starts from: no data is ever out of reach.
pub const LIKELIHOOD_BASE: u32 = 20;

/// More than one category of data in a bucket.
pub const COMBINATION_CATEGORIES: u32 = 5;

/// Something that names a person, in the same object with data of tier high or restricted. The
/// greater of the two combinations counts, not their sum.
pub const COMBINATION_IDENTITY: u32 = 10;

/// What KMS leaves of the exposure to anybody outside the account: listing and metadata.
pub const BARRIER_CAP: u32 = 15;

/// Points by number of people, rising; 2 and 100 are Macie's own bands.
pub const VOLUMES: [(u64, u32); 6] =
    [(0, 0), (1, 1), (2, 3), (100, 6), (10_000, 8), (1_000_000, 10)];

/// Lowest score of each level that a floor can lift to.
pub const LEVELS: [(u32, RiskLevel); 4] = [
    (1, RiskLevel::Low),
    (30, RiskLevel::Medium),
    (55, RiskLevel::High),
    (75, RiskLevel::Critical),
];

/// Macie's names for what PCI DSS 3.3.1 forbids to store after authorisation.
pub const AUTHENTICATION_DATA: [&str; 2] =
    ["CREDIT_CARD_MAGNETIC_STRIPE", "CREDIT_CARD_SECURITY_CODE"];

/// Impact of the most sensitive type of data.
pub fn tier(tier: Tier) -> u32 {
    match tier {
        Tier::None => 0,
        Tier::Low => 15,
        Tier::Moderate => 40,
        Tier::High => 70,
        Tier::Restricted => 85,
    }
}

/// Impact of the number of people.
pub fn volume(subjects: u64) -> u32 {
    VOLUMES.iter().rev().find(|(from, _)| subjects >= *from).map_or(0, |(_, points)| *points)
}

/// Likelihood by who can reach the data.
pub fn audience(audience: Audience) -> u32 {
    match audience {
        Audience::Restricted => 0,
        Audience::Account => 8,
        Audience::Organisation => 15,
        Audience::TrustedThirdParty => 20,
        Audience::CloudFront | Audience::Unknown => 25,
        Audience::ReplicatedExternally | Audience::ExternalRead => 35,
        Audience::ExternalWrite => 40,
        Audience::PublicObject => 45,
        Audience::AnyAccount => 48,
        Audience::PublicRead | Audience::PublicWrite => 50,
    }
}

/// Likelihood by encryption at rest of the sensitive objects.
///
/// A class that is not known in full stands in the middle of what it may be. `Mixed` is scored by
/// its weakest member before it comes here; by itself it counts as the weakest encrypted class.
pub fn encryption(class: EncryptionClass) -> u32 {
    match class {
        EncryptionClass::None => 12,
        EncryptionClass::MixedUnencrypted => 10,
        EncryptionClass::KeyUnusable => 8,
        EncryptionClass::Unknown => 6,
        EncryptionClass::SseS3 | EncryptionClass::Mixed => 4,
        EncryptionClass::SseC => 3,
        EncryptionClass::SseKmsAws => 2,
        EncryptionClass::SseKms => 1,
        EncryptionClass::SseKmsCmk | EncryptionClass::DsseKms | EncryptionClass::ClientSide => 0,
    }
}

/// Likelihood where requests without TLS are not refused.
pub fn tls(guard: Guard) -> u32 {
    guarded(guard, 2, 4)
}

/// Likelihood by what is written down about access to objects.
pub fn logging(logging: Logging) -> u32 {
    match logging {
        Logging::DataEvents => 0,
        Logging::AccessLog => 2,
        Logging::Unknown => 3,
        Logging::None => 6,
    }
}

/// Likelihood by how a lost or overwritten object comes back.
pub fn recovery(recovery: Recovery) -> u32 {
    match recovery {
        Recovery::ObjectLock => 0,
        Recovery::Versioned => 1,
        Recovery::Unknown => 2,
        Recovery::Off => 3,
    }
}

/// Likelihood where nothing ever expires.
pub fn retention(guard: Guard) -> u32 {
    guarded(guard, 2, 3)
}

/// Likelihood where ACLs can still grant access.
pub fn ownership(guard: Guard) -> u32 {
    guarded(guard, 1, 2)
}

fn guarded(guard: Guard, unknown: u32, off: u32) -> u32 {
    match guard {
        Guard::On => 0,
        Guard::Unknown => unknown,
        Guard::Off => off,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_change_at_macies_bands() {
        assert_eq!([0, 1, 2, 99, 100, 9_999, 10_000].map(volume), [0, 1, 3, 3, 6, 6, 8]);
        assert_eq!(volume(u64::MAX), 10);
    }

    #[test]
    fn likelihood_can_not_exceed_100() {
        let worst = LIKELIHOOD_BASE
            + audience(Audience::PublicWrite)
            + encryption(EncryptionClass::None)
            + tls(Guard::Off)
            + logging(Logging::None)
            + recovery(Recovery::Off)
            + retention(Guard::Off)
            + ownership(Guard::Off);
        assert_eq!(worst, 100);
    }
}
