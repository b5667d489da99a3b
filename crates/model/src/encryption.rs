//! How an object, or a bucket as a whole, is encrypted at rest.

/// One enumeration for objects, buckets, tags and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EncryptionClass {
    /// No encryption at rest that the store tells of.
    None,
    /// Buckets only: some objects are encrypted, some are not.
    MixedUnencrypted,
    /// Keys that S3 manages.
    SseS3,
    /// The customer supplies the key with each request.
    SseC,
    /// KMS; who manages the key could not be found out.
    SseKms,
    /// KMS with the AWS managed key.
    SseKmsAws,
    /// KMS with a customer managed key.
    SseKmsCmk,
    /// Two layers under KMS.
    DsseKms,
    /// Encrypted before upload by the S3 Encryption Client.
    ClientSide,
    /// KMS with a key that is disabled, pending deletion or gone.
    KeyUnusable,
    /// Buckets only: several classes, all of them encrypted.
    Mixed,
    /// Not known: a local file, or the answer was denied or unreadable.
    Unknown,
}

impl EncryptionClass {
    /// Every class.
    pub const ALL: [Self; 12] = [
        Self::None,
        Self::MixedUnencrypted,
        Self::SseS3,
        Self::SseC,
        Self::SseKms,
        Self::SseKmsAws,
        Self::SseKmsCmk,
        Self::DsseKms,
        Self::ClientSide,
        Self::KeyUnusable,
        Self::Mixed,
        Self::Unknown,
    ];

    /// The word used in tags and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::MixedUnencrypted => "mixed-unencrypted",
            Self::SseS3 => "sse-s3",
            Self::SseC => "sse-c",
            Self::SseKms => "sse-kms",
            Self::SseKmsAws => "sse-kms-aws",
            Self::SseKmsCmk => "sse-kms-cmk",
            Self::DsseKms => "dsse-kms",
            Self::ClientSide => "client-side",
            Self::KeyUnusable => "key-unusable",
            Self::Mixed => "mixed",
            Self::Unknown => "unknown",
        }
    }

    /// Whether a KMS key is needed to read it.
    pub fn is_kms(self) -> bool {
        use EncryptionClass::{DsseKms, KeyUnusable, SseKms, SseKmsAws, SseKmsCmk};
        matches!(self, SseKms | SseKmsAws | SseKmsCmk | DsseKms | KeyUnusable)
    }

    /// Reads the word; `None` when it is not a class.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == word)
    }
}

/// How one object is encrypted, as its response headers tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectEncryption {
    /// The class.
    pub class: EncryptionClass,
    /// The KMS key's id or ARN, where the store names it.
    pub key_id: Option<String>,
}

impl ObjectEncryption {
    /// Encryption that could not be found out.
    pub const UNKNOWN: Self = Self { class: EncryptionClass::Unknown, key_id: None };

    /// Whether the store holds it under a KMS key. What a client encrypted beforehand hides what the
    /// store did then.
    pub fn is_under_kms(&self) -> Option<bool> {
        match self.class {
            _ if self.key_id.is_some() => Some(true),
            EncryptionClass::Unknown | EncryptionClass::ClientSide => None,
            class => Some(class.is_kms()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::EncryptionClass;

    #[test]
    fn words_read_back() {
        assert!(
            EncryptionClass::ALL.into_iter().all(|c| EncryptionClass::parse(c.as_str()) == Some(c))
        );
    }
}
