//! What the headers of an object tell, asked by HEAD where its content is not read.

use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use magpie_model::{EncryptionClass, ObjectEncryption, ObjectRef};

use super::lenient::LenientHeaders;
use super::{Connection, Refusal, SseCKey, encryption, replication};
use crate::ObjectHeaders;

/// Offered to find out whether an object is encrypted under a key of the customer's: it opens
/// none.
const NO_KEY: [u8; 32] = [0; 32];

/// Asks by HEAD; `None` when the answer does not tell.
///
/// Checksums are never asked for: with them, S3 would need the right to decrypt.
pub(super) fn headers_of(connection: &Connection, object: &ObjectRef) -> Option<ObjectHeaders> {
    let answered = connection.wait(async {
        match head(connection, object, None).await {
            Ok(answer) => Some(told(&answer)),
            // A HEAD has no body to say why it is refused. S3 answers 400 for an object under
            // SSE-C, and for requests that are wrong in some other way.
            Err(refusal) if refusal.status == Some(400) => {
                let key = connection.sse_c_key().cloned().unwrap_or(SseCKey::new(NO_KEY));
                match head(connection, object, Some(&key)).await {
                    Ok(answer) => Some(told(&answer)),
                    Err(refusal) if refusal.status == Some(403) => {
                        let class = EncryptionClass::SseC;
                        let encryption = ObjectEncryption { class, key_id: None };
                        Some(ObjectHeaders { encryption, replication: None })
                    }
                    Err(_) => None,
                }
            }
            Err(_) => None,
        }
    });
    answered.flatten()
}

async fn head(
    connection: &Connection,
    object: &ObjectRef,
    key: Option<&SseCKey>,
) -> Result<HeadObjectOutput, Refusal> {
    connection
        .ask_async(&object.bucket, |client| {
            let call = client
                .head_object()
                .bucket(&*object.bucket)
                .key(&object.key)
                .set_version_id(object.version_id.clone())
                .set_sse_customer_algorithm(key.map(|_| SseCKey::ALGORITHM.into()))
                .set_sse_customer_key(key.map(SseCKey::header))
                .set_sse_customer_key_md5(key.map(SseCKey::digest_header));
            call.customize().interceptor(LenientHeaders).send()
        })
        .await
}

fn told(answer: &HeadObjectOutput) -> ObjectHeaders {
    let encryption = encryption::of_headers(
        answer.server_side_encryption(),
        answer.ssekms_key_id(),
        answer.sse_customer_algorithm(),
        answer.metadata(),
    );
    ObjectHeaders { encryption, replication: replication::of_header(answer.replication_status()) }
}
