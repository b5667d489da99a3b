//! Listing buckets and objects.

use std::ops::ControlFlow;
use std::sync::Arc;

use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use aws_sdk_s3::types::{EncodingType, Object};
use aws_smithy_types::date_time::Format;
use magpie_model::{ObjectRef, Outcome, Reason};
use tokio::sync::mpsc;

use super::{BucketName, Connection, Refusal, key};
use crate::{Listed, StoreError};

/// Above ten thousand buckets S3 refuses to list them unless it is asked for pages.
const BUCKETS_PER_PAGE: i32 = 1000;
/// Pages that wait while the objects of an earlier one are processed.
const PAGES_AHEAD: usize = 1;

/// Every bucket that the credentials list.
pub(super) fn buckets(connection: &Connection) -> Result<Vec<BucketName>, StoreError> {
    let list = |token: Option<String>| {
        connection.ask("", |client| {
            let call = client.list_buckets().max_buckets(BUCKETS_PER_PAGE);
            call.set_continuation_token(token.clone()).send()
        })
    };
    let mut names = Vec::new();
    let mut token = None;
    loop {
        let page = list(token.clone())
            .map_err(|r| r.into_store_error("ListBuckets", None, &connection.endpoint()))?;
        names.extend(page.buckets().iter().filter_map(|b| b.name()).map(BucketName::listed));
        let next = page.continuation_token().filter(|next| !next.is_empty()).map(Into::into);
        if next.is_none() || next == token {
            break;
        }
        token = next;
    }
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// Hands over the objects of a bucket under a prefix, while the next page is on its way.
pub(super) fn objects(
    connection: &Connection,
    bucket: &Arc<str>,
    prefix: &str,
    sink: &mut dyn FnMut(Listed) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let (sender, mut pages) = mpsc::channel(PAGES_AHEAD);
    let pager =
        connection.spawn(send_pages(connection.clone(), bucket.clone(), prefix.to_owned(), sender));
    loop {
        let page = match connection.wait(pages.recv()) {
            Some(Some(page)) => page,
            Some(None) => break,
            None => {
                pager.abort();
                return Err(StoreError::Interrupted { endpoint: connection.endpoint() });
            }
        };
        let page: Vec<Listed> = page.map_err(|refusal: Refusal| {
            refusal.into_store_error("ListObjectsV2", Some(bucket), &connection.endpoint())
        })?;
        if page.into_iter().any(|listed| sink(listed).is_break()) {
            pager.abort();
            return Ok(());
        }
    }
    let ended = connection.wait(pager).unwrap_or(Ok(()));
    ended.map_err(|died| StoreError::Service {
        call: "ListObjectsV2",
        what: format!("the bucket {bucket}"),
        code: "internal".into(),
        detail: died.to_string(),
    })
}

/// Ends after the last page, an error, or when nobody listens any more.
async fn send_pages(
    connection: Connection,
    bucket: Arc<str>,
    prefix: String,
    pages: mpsc::Sender<Result<Vec<Listed>, Refusal>>,
) {
    let mut token: Option<String> = None;
    loop {
        let asked = connection.ask_async(&bucket, |client| {
            let call = client.list_objects_v2().bucket(&*bucket).encoding_type(EncodingType::Url);
            let prefix = Some(prefix.clone()).filter(|prefix| !prefix.is_empty());
            call.set_prefix(prefix).set_continuation_token(token.clone()).send()
        });
        let answer = asked.await.and_then(|page| Ok((next_token(&page, token.as_deref())?, page)));
        let (next, page) = match answer {
            Ok((next, page)) => (next, page),
            Err(refusal) => {
                let _ = pages.send(Err(refusal)).await;
                return;
            }
        };
        if pages.send(Ok(listed(&bucket, page))).await.is_err() || next.is_none() {
            return;
        }
        token = next;
    }
}

/// Where the listing goes on. A page that promises more and does not tell where, or the same
/// place again, must not pass for the end.
fn next_token(page: &ListObjectsV2Output, asked: Option<&str>) -> Result<Option<String>, Refusal> {
    if page.is_truncated() != Some(true) {
        return Ok(None);
    }
    match page.next_continuation_token() {
        Some(next) if Some(next) != asked => Ok(Some(next.into())),
        _ => Err(Refusal {
            status: Some(200),
            code: Some("BrokenListing".into()),
            detail: "a page says that more follows and does not tell where".into(),
            region: None,
            unsigned: false,
        }),
    }
}

fn listed(bucket: &Arc<str>, page: ListObjectsV2Output) -> Vec<Listed> {
    let encoded = page.encoding_type() == Some(&EncodingType::Url);
    let objects = page.contents.unwrap_or_default();
    objects.into_iter().filter_map(|object| listed_object(bucket, object, encoded)).collect()
}

fn listed_object(bucket: &Arc<str>, object: Object, encoded: bool) -> Option<Listed> {
    let key = object.key?;
    let storage_class = object.storage_class.map(|class| class.as_str().to_owned());
    let preset = storage_class.as_deref().and_then(archived);
    let object = ObjectRef {
        bucket: bucket.clone(),
        key: if encoded { key::decode(&key) } else { key },
        raw_key: None,
        version_id: None,
        size: Some(object.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default()),
        etag: object.e_tag.map(|tag| tag.trim_matches('"').to_owned()),
        last_modified: object.last_modified.and_then(|at| at.fmt(Format::DateTime).ok()),
        storage_class,
    };
    Some(Listed { object, preset, encryption: None })
}

/// `GLACIER_IR` answers at once and is no archive in this sense.
pub(crate) fn archived(storage_class: &str) -> Option<Outcome> {
    matches!(storage_class, "GLACIER" | "DEEP_ARCHIVE").then(|| {
        let detail = format!("archived as {storage_class}; Magpie never restores");
        Outcome::with_detail(Reason::InvalidObjectState, detail)
    })
}

#[cfg(test)]
mod tests {
    use aws_sdk_s3::types::ObjectStorageClass;

    use super::*;

    fn page(truncated: bool, next: Option<&str>) -> ListObjectsV2Output {
        ListObjectsV2Output::builder()
            .is_truncated(truncated)
            .set_next_continuation_token(next.map(Into::into))
            .build()
    }

    #[test]
    fn a_listing_that_does_not_advance_is_no_end() {
        assert_eq!(next_token(&page(false, None), None), Ok(None));
        assert_eq!(next_token(&page(true, Some("b")), Some("a")), Ok(Some("b".into())));
        assert!(next_token(&page(true, Some("a")), Some("a")).is_err());
        assert!(next_token(&page(true, None), None).is_err());
    }

    #[test]
    fn archives_are_skipped_by_their_listing() {
        let bucket: Arc<str> = "b".into();
        let preset = |class: &str| {
            let class = ObjectStorageClass::from(class);
            let object = Object::builder().key("k").storage_class(class).build();
            listed_object(&bucket, object, true).unwrap().preset.and_then(|o| o.reason)
        };
        assert_eq!(preset("GLACIER"), Some(Reason::InvalidObjectState));
        assert_eq!(preset("DEEP_ARCHIVE"), Some(Reason::InvalidObjectState));
        for readable in ["STANDARD", "GLACIER_IR", "INTELLIGENT_TIERING", "NEXT_YEARS_CLASS"] {
            assert_eq!(preset(readable), None);
        }
    }

    #[test]
    fn only_a_page_that_says_so_is_decoded() {
        let bucket: Arc<str> = "b".into();
        let object = || Object::builder().key("a+b").e_tag("\"e\"").size(3).build();
        let decoded = listed_object(&bucket, object(), true).unwrap().object;
        assert_eq!((decoded.key.as_str(), decoded.etag.as_deref()), ("a b", Some("e")));
        assert_eq!(listed_object(&bucket, object(), false).unwrap().object.key, "a+b");
    }
}
