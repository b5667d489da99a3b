//! Facts of a KMS key that encrypts objects.

use crate::Fact;

/// A set of words that a service answers with, and the words of reports.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum $name { $($(#[$of])* $variant,)* }

            impl $name {
                /// The word used in reports.
                pub fn as_str(self) -> &'static str {
                    match self { $(Self::$variant => $word,)* }
                }
            }
        )*
    };
}

words! {
    /// Who decides about a key.
    KeyManager {
        /// AWS: its policy cannot be changed and admits its own account only.
        Aws = "aws",
        /// The customer.
        Customer = "customer",
    }

    /// Whether a key can be used.
    KeyState {
        /// It can.
        Enabled = "enabled",
        /// It is being made.
        Creating = "creating",
        /// Its primary Region is being changed; it can be used.
        Updating = "updating",
        /// Somebody switched it off.
        Disabled = "disabled",
        /// It will be deleted, and what it encrypts is lost then.
        PendingDeletion = "pending-deletion",
        /// The same, once the last of its replicas is deleted.
        PendingReplicaDeletion = "pending-replica-deletion",
        /// Its imported material is missing or has expired.
        PendingImport = "pending-import",
        /// Its key store is disconnected.
        Unavailable = "unavailable",
        /// There is no such key any more.
        Gone = "gone",
    }

    /// Where a key's material comes from.
    KeyOrigin {
        /// Made by KMS.
        Kms = "kms",
        /// Imported by the customer.
        Imported = "imported",
        /// A CloudHSM cluster of the customer.
        CloudHsm = "cloudhsm",
        /// A key store outside AWS.
        External = "external-key-store",
    }

    /// Whether a key's material is replaced by itself.
    Rotation {
        /// By KMS, in an interval of its own.
        On = "on",
        /// It is not.
        Off = "off",
        /// Automatic rotation is not to be had for such a key, or in its state.
        NotOffered = "not-offered",
    }
}

impl KeyState {
    /// Whether what it encrypts can be read now.
    pub fn is_usable(self) -> bool {
        matches!(self, Self::Enabled | Self::Creating | Self::Updating)
    }

    /// Whether it is on its way to be deleted.
    pub fn is_ending(self) -> bool {
        matches!(self, Self::PendingDeletion | Self::PendingReplicaDeletion)
    }
}

/// What is known of one KMS key. Made by `posture`, judged by `judge`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFacts {
    /// The account that the key belongs to.
    pub account: Fact<String>,
    /// Who manages it.
    pub manager: Fact<KeyManager>,
    /// Whether it can be used.
    pub state: Fact<KeyState>,
    /// When it will be deleted, RFC 3339; `Yes(None)` when it will not.
    pub deletion: Fact<Option<String>>,
    /// Where its material comes from.
    pub origin: Fact<KeyOrigin>,
    /// Whether replicas of it in other Regions can exist.
    pub multi_region: Fact<bool>,
    /// Whether its material is replaced by itself.
    pub rotation: Fact<Rotation>,
    /// Its policy's text; `Yes(None)` where AWS manages the key and nobody can write one.
    pub policy: Fact<Option<String>>,
}

impl KeyFacts {
    /// A key of which nothing could be had, for one and the same reason.
    pub fn unknown(reason: &str, source: &'static str, at: &str) -> Self {
        fn none<T>(reason: &str, source: &'static str, at: &str) -> Fact<T> {
            Fact::unknown(reason, source, at)
        }
        Self {
            account: none(reason, source, at),
            manager: none(reason, source, at),
            state: none(reason, source, at),
            deletion: none(reason, source, at),
            origin: none(reason, source, at),
            multi_region: none(reason, source, at),
            rotation: none(reason, source, at),
            policy: none(reason, source, at),
        }
    }
}
