//! How an object is encrypted, as the headers of its GET or HEAD tell.

use std::collections::HashMap;

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::types::ServerSideEncryption;
use magpie_model::{EncryptionClass, ObjectEncryption};

/// Alias of the key that AWS itself keeps for S3 in every account.
const AWS_MANAGED_ALIAS: &str = "alias/aws/s3";

/// User metadata that the S3 Encryption Client leaves, by version 1, 2 and 3 of its format: all
/// fields of one line together mark an object.
const CLIENT_SIDE_MARKS: [&[&str]; 3] =
    [&["x-amz-key", "x-amz-iv"], &["x-amz-key-v2", "x-amz-iv"], &["x-amz-3", "x-amz-d", "x-amz-i"]];

/// Reads the answer's headers.
pub(super) fn of_answer(answer: &GetObjectOutput) -> ObjectEncryption {
    of_headers(
        answer.server_side_encryption(),
        answer.ssekms_key_id(),
        answer.sse_customer_algorithm(),
        answer.metadata(),
    )
}

/// The class that the headers come to, whichever call they answer.
pub(super) fn of_headers(
    algorithm: Option<&ServerSideEncryption>,
    key_id: Option<&str>,
    customer_algorithm: Option<&str>,
    metadata: Option<&HashMap<String, String>>,
) -> ObjectEncryption {
    if metadata.is_some_and(is_client_side) {
        return ObjectEncryption { class: EncryptionClass::ClientSide, key_id: None };
    }
    let key_id = key_id.filter(|id| !id.is_empty());
    let class = match customer_algorithm {
        Some(_) => EncryptionClass::SseC,
        None => class_of(algorithm.map(ServerSideEncryption::as_str), key_id),
    };
    ObjectEncryption { class, key_id: key_id.map(Into::into) }
}

fn class_of(algorithm: Option<&str>, key_id: Option<&str>) -> EncryptionClass {
    match algorithm {
        None | Some("") => EncryptionClass::None,
        Some("AES256") => EncryptionClass::SseS3,
        Some("aws:kms") if key_id.is_some_and(|id| id.ends_with(AWS_MANAGED_ALIAS)) => {
            EncryptionClass::SseKmsAws
        }
        Some("aws:kms") => EncryptionClass::SseKms,
        Some("aws:kms:dsse") => EncryptionClass::DsseKms,
        Some(_) => EncryptionClass::Unknown,
    }
}

fn is_client_side(metadata: &HashMap<String, String>) -> bool {
    CLIENT_SIDE_MARKS.iter().any(|marks| marks.iter().all(|mark| metadata.contains_key(*mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(sse: &str, key_id: Option<&str>) -> EncryptionClass {
        let answer = GetObjectOutput::builder()
            .server_side_encryption(ServerSideEncryption::from(sse))
            .set_ssekms_key_id(key_id.map(Into::into))
            .build();
        of_answer(&answer).class
    }

    #[test]
    fn every_header_has_its_class() {
        let key = Some("arn:aws:kms:eu-west-1:111122223333:key/1234abcd");
        let alias = Some("arn:aws:kms:eu-west-1:111122223333:alias/aws/s3");
        assert_eq!(class("AES256", None), EncryptionClass::SseS3);
        assert_eq!(class("aws:kms", key), EncryptionClass::SseKms);
        assert_eq!(class("aws:kms", None), EncryptionClass::SseKms);
        assert_eq!(class("aws:kms", alias), EncryptionClass::SseKmsAws);
        assert_eq!(class("aws:kms:dsse", key), EncryptionClass::DsseKms);
        assert_eq!(class("aws:next-year", None), EncryptionClass::Unknown);
        let bare = GetObjectOutput::builder().build();
        assert_eq!(of_answer(&bare).class, EncryptionClass::None);
        let customer = GetObjectOutput::builder().sse_customer_algorithm("AES256").build();
        assert_eq!(of_answer(&customer).class, EncryptionClass::SseC);
    }

    #[test]
    fn the_encryption_clients_marks_count_all_together() {
        let with = |marks: &[&str]| {
            let metadata = marks.iter().map(|mark| ((*mark).to_owned(), "v".to_owned())).collect();
            let answer = GetObjectOutput::builder()
                .server_side_encryption(ServerSideEncryption::Aes256)
                .set_metadata(Some(metadata));
            of_answer(&answer.build()).class
        };
        assert_eq!(with(&["x-amz-key", "x-amz-iv"]), EncryptionClass::ClientSide);
        assert_eq!(with(&["x-amz-key-v2", "x-amz-iv"]), EncryptionClass::ClientSide);
        assert_eq!(with(&["x-amz-3", "x-amz-d", "x-amz-i"]), EncryptionClass::ClientSide);
        assert_eq!(with(&["x-amz-iv"]), EncryptionClass::SseS3);
        assert_eq!(with(&["owner"]), EncryptionClass::SseS3);
    }
}
