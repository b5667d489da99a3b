//! `GetObject` and `HeadObject`.

use magpie_corpus::{Encryption, Fault};
use s3s::dto::*;
use s3s::{S3Error, S3Result};

use crate::body;
use crate::refusal::{broken, denied, refused, slow_down};
use crate::server::Server;
use crate::state::{State, StoredObject};

/// The parts of a request that decide what it gets.
pub(crate) struct Asked<'r> {
    pub(crate) if_match: Option<&'r ETagCondition>,
    pub(crate) if_none_match: Option<&'r ETagCondition>,
    pub(crate) range: Option<Range>,
    pub(crate) customer_key: Option<&'r str>,
}

/// What a reader gets: the object as it is now, and the bytes of it.
pub(crate) struct Found {
    object: StoredObject,
    bytes: std::ops::Range<u64>,
    partial: bool,
}

impl State {
    /// Finds an object for reading; `body` says whether its content is wanted.
    pub(crate) fn find(
        &mut self,
        bucket: &str,
        key: &str,
        body: bool,
        asked: &Asked<'_>,
    ) -> S3Result<Found> {
        let missing = || refused("NoSuchKey", 404, "The specified key does not exist.");
        let stored = self.buckets.get_mut(bucket).and_then(|b| b.objects.get_mut(key));
        let object = stored.ok_or_else(missing)?;
        object.times_read += u32::from(body);
        meet_fault(object)?;
        let object = object.clone();
        if let Some(encryption) = &object.encryption {
            self.may_decrypt(encryption, body, asked)?;
        }
        let archived = matches!(object.storage_class.as_str(), "GLACIER" | "DEEP_ARCHIVE");
        if body && archived {
            let message = "The operation is not valid for the object's storage class";
            return Err(refused("InvalidObjectState", 403, message));
        }
        conditions(&object, asked)?;
        let size = object.body.len() as u64;
        let bytes = match asked.range {
            None => 0..size,
            Some(range) => range.check(size).map_err(|_| {
                refused("InvalidRange", 416, "The requested range is not satisfiable")
            })?,
        };
        Ok(Found { object, bytes, partial: asked.range.is_some() })
    }

    /// SSE-C wants its key with every request; KMS wants a usable key for the content.
    fn may_decrypt(&self, encryption: &Encryption, body: bool, asked: &Asked<'_>) -> S3Result<()> {
        if encryption.algorithm == "sse-c" {
            return match asked.customer_key {
                Some(key) if key == Server::SSE_C_KEY_BASE64 => Ok(()),
                Some(_) => Err(denied()),
                None => Err(refused(
                    "InvalidRequest",
                    400,
                    "The object was stored using a form of Server Side Encryption. The correct \
                     parameters must be provided to retrieve the object.",
                )),
            };
        }
        let key = encryption.key.as_deref().and_then(|arn| self.keys.iter().find(|k| k.arn == arn));
        match key {
            Some(key) if body && key.state == "Disabled" => {
                Err(refused("KMS.DisabledException", 400, format!("{} is disabled.", key.arn)))
            }
            Some(key) if body && key.state != "Enabled" => {
                let message = format!("{} is pending deletion.", key.arn);
                Err(refused("KMS.KMSInvalidStateException", 400, message))
            }
            _ => Ok(()),
        }
    }
}

/// The faults that come instead of an answer.
fn meet_fault(object: &StoredObject) -> S3Result<()> {
    match object.fault {
        Some(Fault::Denied) => Err(denied()),
        Some(Fault::Gone) => Err(refused("NoSuchKey", 404, "The specified key does not exist.")),
        Some(Fault::KeyDenied) => Err(key_denied(object)),
        Some(Fault::SlowDown(times)) if object.times_read <= times => Err(slow_down()),
        Some(Fault::Broken) => Err(broken()),
        _ => Ok(()),
    }
}

fn key_denied(object: &StoredObject) -> S3Error {
    let key = object.encryption.as_ref().and_then(|e| e.key.as_deref()).unwrap_or("the key");
    let message = format!(
        "User: arn:aws:iam::111122223333:user/demo is not authorized to perform: kms:Decrypt on \
         resource: {key} because no identity-based policy allows the kms:Decrypt action"
    );
    refused("AccessDenied", 403, message)
}

fn conditions(object: &StoredObject, asked: &Asked<'_>) -> S3Result<()> {
    let etag = object.etag_now();
    let meets = |condition: &ETagCondition| match condition {
        ETagCondition::Any => true,
        ETagCondition::ETag(wanted) => wanted.value() == etag,
    };
    if asked.if_match.is_some_and(|condition| !meets(condition)) {
        let message = "At least one of the pre-conditions you specified did not hold";
        return Err(refused("PreconditionFailed", 412, message));
    }
    if asked.if_none_match.is_some_and(meets) {
        return Err(refused("NotModified", 304, "Not Modified"));
    }
    Ok(())
}

impl Found {
    fn range_header(&self) -> Option<String> {
        let (bytes, size) = (&self.bytes, self.object.body.len());
        self.partial.then(|| format!("bytes {}-{}/{size}", bytes.start, bytes.end - 1))
    }

    fn headers(&self) -> Headers {
        let object = &self.object;
        let encryption = object.encryption.as_ref();
        let customer = encryption.is_some_and(|e| e.algorithm == "sse-c");
        Headers {
            length: (self.bytes.end - self.bytes.start) as i64,
            e_tag: ETag::Strong(object.etag_now()),
            algorithm: encryption
                .filter(|_| !customer)
                .map(|e| ServerSideEncryption::from(e.algorithm.clone())),
            key: encryption.filter(|_| !customer).and_then(|e| e.key.clone()),
            bucket_key: encryption.filter(|e| e.bucket_key).map(|_| true),
            customer: customer.then(|| "AES256".to_owned()),
            // S3 names every class but STANDARD.
            class: Some(object.storage_class.clone())
                .filter(|class| class != "STANDARD")
                .map(StorageClass::from),
            metadata: (!object.metadata.is_empty())
                .then(|| object.metadata.clone().into_iter().collect()),
            replication: object.replication.map(ReplicationStatus::from_static),
        }
    }

    pub(crate) fn into_get(self) -> GetObjectOutput {
        let headers = self.headers();
        let content_range = self.range_header();
        let Found { object, bytes, .. } = self;
        let content = object.body.slice(bytes.start as usize..bytes.end as usize);
        GetObjectOutput {
            accept_ranges: Some("bytes".into()),
            body: Some(body::of(content, object.fault, object.times_read)),
            bucket_key_enabled: headers.bucket_key,
            content_length: Some(headers.length),
            content_range,
            content_type: Some("binary/octet-stream".into()),
            e_tag: Some(headers.e_tag),
            last_modified: Some(object.modified),
            metadata: headers.metadata,
            replication_status: headers.replication,
            server_side_encryption: headers.algorithm,
            sse_customer_algorithm: headers.customer,
            ssekms_key_id: headers.key,
            storage_class: headers.class,
            ..GetObjectOutput::default()
        }
    }

    pub(crate) fn into_head(self) -> HeadObjectOutput {
        let headers = self.headers();
        HeadObjectOutput {
            accept_ranges: Some("bytes".into()),
            bucket_key_enabled: headers.bucket_key,
            content_length: Some(headers.length),
            content_type: Some("binary/octet-stream".into()),
            e_tag: Some(headers.e_tag),
            last_modified: Some(self.object.modified),
            metadata: headers.metadata,
            replication_status: headers.replication,
            server_side_encryption: headers.algorithm,
            sse_customer_algorithm: headers.customer,
            ssekms_key_id: headers.key,
            storage_class: headers.class,
            ..HeadObjectOutput::default()
        }
    }
}

/// What GET and HEAD say alike.
struct Headers {
    length: i64,
    e_tag: ETag,
    algorithm: Option<ServerSideEncryption>,
    key: Option<String>,
    bucket_key: Option<bool>,
    customer: Option<String>,
    class: Option<StorageClass>,
    metadata: Option<Metadata>,
    replication: Option<ReplicationStatus>,
}
