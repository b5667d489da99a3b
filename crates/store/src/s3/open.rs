//! Opening one object by one GET.

use std::ops::Range;
use std::sync::Arc;

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_smithy_types::date_time::Format;
use magpie_model::{EncryptionClass, ObjectEncryption, ObjectRef, OpenFailure, Outcome, Reason};

use super::fetch::{Fetch, Part};
use super::object_body::{MemoryBody, RangedBody};
use super::{Connection, PART_BYTES, Refusal, encryption, replication};
use crate::stop::interrupted;
use crate::{ObjectHeaders, Opened};

/// Opens an object as listed; one that was replaced since is opened as it is now.
pub(super) fn open(connection: &Connection, object: &ObjectRef) -> Result<Opened, OpenFailure> {
    connection.wait(open_async(connection, object)).unwrap_or_else(|| {
        let fault = interrupted();
        Err(OpenFailure::of(Outcome::with_detail(fault.reason, fault.detail)))
    })
}

async fn open_async(connection: &Connection, object: &ObjectRef) -> Result<Opened, OpenFailure> {
    let (answer, fetch) = first_answer(connection, object).await.map_err(failure)?;
    let encryption = encryption::of_answer(&answer);
    let replication = replication::of_header(answer.replication_status());
    if encryption.class == EncryptionClass::ClientSide {
        let detail = "encrypted by the S3 Encryption Client before it was uploaded";
        let outcome = Outcome::with_detail(Reason::InvalidEncryption, detail);
        return Err(OpenFailure { outcome, encryption: Some(encryption), replication });
    }
    let size = whole_size(object, &answer).map_err(|detail| OpenFailure {
        outcome: Outcome::with_detail(Reason::ReadError, detail),
        encryption: Some(encryption.clone()),
        replication,
    })?;
    let replaced = replacement(object, &answer, size);
    let fetch = Arc::new(fetch.pinned_to(answer.e_tag().or(object.etag.as_deref())));
    let encoding = answer.content_encoding.clone();
    let headers = ObjectHeaders { encryption, replication };
    if size <= PART_BYTES as u64 {
        let bytes = fetch.whole(size, answer.body).await.map_err(|fault| OpenFailure {
            outcome: Outcome::with_detail(fault.reason, fault.detail),
            encryption: Some(headers.encryption.clone()),
            replication,
        })?;
        let body = Box::new(MemoryBody::new(bytes, encoding));
        return Ok(Opened { body, told: headers, replaced });
    }
    let first = Part::spawn(&fetch, 0..PART_BYTES as u64, Some(answer.body), None);
    let body = Box::new(RangedBody::new(fetch, size, encoding, first));
    Ok(Opened { body, told: headers, replaced })
}

/// The first GET, and whatever has to be asked differently after its refusal: an object that was
/// replaced is asked for as it is now, one under SSE-C with the key that we have.
async fn first_answer(
    connection: &Connection,
    object: &ObjectRef,
) -> Result<(GetObjectOutput, Fetch), Refusal> {
    let mut fetch = Fetch::new(connection, object);
    let mut range = first_range(object.size);
    for _ in 0..2 {
        match fetch.get(range.clone()).await {
            Ok(answer) => return Ok((answer, fetch)),
            Err(refusal) if matches!(refusal.status, Some(412 | 416)) => {
                fetch = fetch.pinned_to(None);
                range = None;
            }
            Err(refusal) if is_sse_c(&refusal) && connection.sse_c_key().is_some() => {
                fetch = fetch.with_sse_c();
            }
            Err(refusal) => return Err(refusal),
        }
    }
    fetch.get(range).await.map(|answer| (answer, fetch))
}

/// Small objects are asked for whole: a range of an empty object cannot be satisfied.
fn first_range(size: Option<u64>) -> Option<Range<u64>> {
    size.is_some_and(|size| size > PART_BYTES as u64).then_some(0..PART_BYTES as u64)
}

/// The size of the whole object, of which the answer may hold the first part only. Where the answer does not tell
/// it, as when a proxy has packed the body anew, that of the listing holds, if it is of the same version.
fn whole_size(object: &ObjectRef, answer: &GetObjectOutput) -> Result<u64, String> {
    let range = answer.content_range();
    if range.is_some_and(|range| !range.starts_with("bytes 0-")) {
        return Err("another range came than the one that was asked for".into());
    }
    let length = answer.content_length().and_then(|length| u64::try_from(length).ok());
    let told = match range.and_then(|range| range.rsplit('/').next()) {
        Some(total) => total.parse().ok(),
        // As long as the part that was asked for: no more than that part, perhaps.
        None => length.filter(|length| {
            first_range(object.size).is_none_or(|asked| *length != asked.end - asked.start)
        }),
    };
    let same =
        |tag: &str| object.etag.as_deref().is_none_or(|listed| listed == tag.trim_matches('"'));
    let listed = || object.size.filter(|_| answer.e_tag().is_none_or(same));
    told.or_else(listed).ok_or_else(|| "the answer does not tell how long it is".into())
}

/// The object as it is now, when that is not what was listed. Stores that do not know `If-Match`
/// show it only here.
fn replacement(object: &ObjectRef, answer: &GetObjectOutput, size: u64) -> Option<ObjectRef> {
    let etag = answer.e_tag().map(|tag| tag.trim_matches('"').to_owned());
    let other_tag = etag.is_some() && object.etag.is_some() && etag != object.etag;
    let other_size = object.size.is_some_and(|listed| listed != size);
    (other_tag || other_size).then(|| ObjectRef {
        size: Some(size),
        etag,
        last_modified: answer.last_modified().and_then(|at| at.fmt(Format::DateTime).ok()),
        version_id: object.version_id.clone(),
        ..object.clone()
    })
}

fn failure(refusal: Refusal) -> OpenFailure {
    let encryption =
        told_encryption(&refusal).map(|class| ObjectEncryption { class, key_id: None });
    OpenFailure { encryption, ..OpenFailure::of(outcome_of(&refusal)) }
}

/// What a refusal tells of the encryption all the same.
fn told_encryption(refusal: &Refusal) -> Option<EncryptionClass> {
    if is_sse_c(refusal) {
        Some(EncryptionClass::SseC)
    } else if key_is_unusable(refusal) {
        Some(EncryptionClass::KeyUnusable)
    } else if key_is_denied(refusal) {
        Some(EncryptionClass::SseKms)
    } else {
        None
    }
}

/// The outcome of an object whose GET was refused, at its first byte or at a later one.
pub(super) fn outcome_of(refusal: &Refusal) -> Outcome {
    let reason = if is_sse_c(refusal) {
        Reason::InvalidEncryption
    } else if key_is_unusable(refusal) || key_is_denied(refusal) {
        Reason::InvalidKmsKey
    } else if refusal.is_any(&["InvalidObjectState"]) {
        Reason::InvalidObjectState
    } else {
        match refusal.status {
            Some(412 | 416) => Reason::ObjectVersionMismatch,
            // 405 answers a version that is a delete marker.
            Some(404 | 405 | 410) => Reason::SourceObjectNoLongerAvailable,
            Some(401 | 403) => Reason::PermissionDenied,
            _ => Reason::ReadError,
        }
    };
    let detail = match reason {
        Reason::InvalidEncryption => {
            "encrypted with a key that the customer keeps (SSE-C): name it by --sse-c-key-file"
                .into()
        }
        Reason::InvalidObjectState => "archived; Magpie never restores".into(),
        _ => format!("{}: {}", refusal.code_or_status(), refusal.detail),
    };
    Outcome::with_detail(reason, detail)
}

/// S3 answers `InvalidRequest` and says so in words only; others use other codes.
fn is_sse_c(refusal: &Refusal) -> bool {
    let words = refusal.detail.to_ascii_lowercase();
    let told = ["server side encryption", "customer", "sse-c"];
    refusal.status == Some(400) && told.iter().any(|words_told| words.contains(words_told))
}

/// S3 passes the codes of KMS on, such as `KMS.DisabledException`.
fn key_is_unusable(refusal: &Refusal) -> bool {
    refusal.code.as_deref().is_some_and(|code| code.starts_with("KMS."))
}

fn key_is_denied(refusal: &Refusal) -> bool {
    refusal.status == Some(403) && refusal.detail.to_ascii_lowercase().contains("kms")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, code: &str, detail: &str) -> Refusal {
        Refusal {
            status: Some(status),
            code: Some(code.into()),
            detail: detail.into(),
            region: None,
            unsigned: false,
        }
    }

    #[test]
    fn every_refusal_has_its_reason() {
        let sse_c = "The object was stored using a form of Server Side Encryption. The correct \
                     parameters must be provided to retrieve the object.";
        let kms = "User: arn:aws:iam::111122223333:user/x is not authorized to perform: \
                   kms:Decrypt on this resource";
        for (status, code, detail, reason) in [
            (400, "InvalidRequest", sse_c, Reason::InvalidEncryption),
            (400, "InvalidRequest", "else", Reason::ReadError),
            (400, "KMS.DisabledException", "is disabled", Reason::InvalidKmsKey),
            (400, "KMS.KMSInvalidStateException", "pending deletion", Reason::InvalidKmsKey),
            (403, "AccessDenied", kms, Reason::InvalidKmsKey),
            (403, "AccessDenied", "Access Denied", Reason::PermissionDenied),
            (403, "InvalidObjectState", "storage class", Reason::InvalidObjectState),
            (404, "NoSuchKey", "gone", Reason::SourceObjectNoLongerAvailable),
            (405, "MethodNotAllowed", "marker", Reason::SourceObjectNoLongerAvailable),
            (412, "PreconditionFailed", "", Reason::ObjectVersionMismatch),
            (503, "SlowDown", "", Reason::ReadError),
        ] {
            assert_eq!(outcome_of(&refusal(status, code, detail)).reason, Some(reason), "{code}");
        }
    }

    #[test]
    fn a_refusal_can_tell_the_encryption() {
        let class = |status, code, detail| {
            failure(refusal(status, code, detail)).encryption.map(|e| e.class)
        };
        assert_eq!(class(400, "KMS.NotFoundException", ""), Some(EncryptionClass::KeyUnusable));
        assert_eq!(class(403, "AccessDenied", "no kms:Decrypt"), Some(EncryptionClass::SseKms));
        assert_eq!(class(403, "AccessDenied", "Access Denied"), None);
    }

    fn listed() -> ObjectRef {
        ObjectRef {
            bucket: "b".into(),
            key: "k".into(),
            raw_key: None,
            version_id: None,
            size: Some(3),
            etag: Some("old".into()),
            last_modified: None,
            storage_class: None,
        }
    }

    #[test]
    fn the_whole_size_comes_from_the_range_first() {
        let listed = |size| ObjectRef { size: Some(size), ..listed() };
        let answer = || GetObjectOutput::builder().e_tag("\"old\"").content_length(8);
        let size = |listed: ObjectRef, answer: GetObjectOutput| whole_size(&listed, &answer).ok();
        assert_eq!(size(listed(8), answer().build()), Some(8));
        assert_eq!(size(listed(8), answer().content_range("bytes 0-7/99").build()), Some(99));
        assert_eq!(size(listed(9), answer().content_range("bytes 0-7/*").build()), Some(9));
        assert_eq!(size(listed(9), answer().content_range("bytes 1-7/9").build()), None);
        let untold = || answer().set_content_length(None);
        assert_eq!(size(listed(9), untold().build()), Some(9));
        assert_eq!(size(listed(9), untold().e_tag("new").build()), None);
        let part = PART_BYTES as u64;
        let first = || answer().content_length(part as i64).build();
        assert_eq!(size(listed(part + 9), first()), Some(part + 9));
        assert_eq!(size(listed(part), first()), Some(part));
    }

    #[test]
    fn an_object_that_was_replaced_is_told() {
        let object = listed();
        let answer = |tag: &str| GetObjectOutput::builder().e_tag(tag).build();
        assert!(replacement(&object, &answer("\"old\""), 3).is_none());
        assert_eq!(replacement(&object, &answer("\"old\""), 4).unwrap().size, Some(4));
        let new = replacement(&object, &answer("\"new\""), 3).unwrap();
        assert_eq!(new.etag.as_deref(), Some("new"));
    }
}
