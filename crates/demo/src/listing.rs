//! `ListBuckets` and `ListObjectsV2`.

use std::collections::BTreeSet;
use std::ops::Bound;

use s3s::S3Result;
use s3s::dto::*;

use crate::refusal::refused;
use crate::state::{State, StoredObject, timestamp};

/// S3 gives no more keys than this at once.
const PAGE_KEYS_MAX: i32 = 1000;

impl State {
    pub(crate) fn list_buckets(&self, asked: &ListBucketsInput) -> ListBucketsOutput {
        let prefix = asked.prefix.as_deref().unwrap_or_default();
        let after = asked.continuation_token.as_deref().unwrap_or_default();
        let most = asked.max_buckets.and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
        let mut buckets: Vec<Bucket> = Vec::new();
        let mut more = None;
        for (name, bucket) in &self.buckets {
            let settings = &bucket.settings;
            let elsewhere = asked.bucket_region.as_ref().is_some_and(|r| *r != settings.region);
            if name.as_str() <= after || !name.starts_with(prefix) || elsewhere {
                continue;
            }
            if buckets.len() == most {
                more = buckets.last().and_then(|last| last.name.clone());
                break;
            }
            buckets.push(Bucket {
                bucket_region: Some(settings.region.clone()),
                creation_date: Some(timestamp(&settings.created)),
                name: Some(name.clone()),
            });
        }
        ListBucketsOutput {
            buckets: Some(buckets),
            continuation_token: more,
            owner: Some(owner()),
            prefix: asked.prefix.clone(),
        }
    }

    pub(crate) fn list_objects(&self, asked: ListObjectsV2Input) -> S3Result<ListObjectsV2Output> {
        let prefix = asked.prefix.clone().unwrap_or_default();
        let delimiter = asked.delimiter.clone().filter(|d| !d.is_empty());
        let most = asked.max_keys.unwrap_or(PAGE_KEYS_MAX).clamp(0, PAGE_KEYS_MAX);
        let after = match &asked.continuation_token {
            Some(token) => key_of(token).ok_or_else(|| {
                refused("InvalidArgument", 400, "The continuation token provided is incorrect")
            })?,
            None => asked.start_after.clone().unwrap_or_default(),
        };
        let encode = asked.encoding_type.is_some();
        let mut page = Page { most: most as usize, ..Page::default() };
        if let Some(bucket) = self.buckets.get(&asked.bucket) {
            let later = (Bound::Excluded(after.clone()), Bound::Unbounded);
            for (key, object) in bucket.objects.range::<String, _>(later) {
                if key.starts_with(&prefix)
                    && !page.take(key, object, &prefix, delimiter.as_deref(), &after)
                {
                    break;
                }
            }
        }
        let coded = |text: &str| if encode { url_encoded(text) } else { text.to_owned() };
        let contents = page.objects.iter().map(|(key, object)| listed(coded(key), object));
        let contents: Vec<Object> = contents.collect();
        let prefixes: Vec<CommonPrefix> = page
            .prefixes
            .iter()
            .map(|prefix| CommonPrefix { prefix: Some(coded(prefix)) })
            .collect();
        Ok(ListObjectsV2Output {
            name: Some(asked.bucket),
            prefix: Some(coded(&prefix)),
            max_keys: Some(most),
            key_count: Some((contents.len() + prefixes.len()) as i32),
            continuation_token: asked.continuation_token,
            is_truncated: Some(page.truncated),
            next_continuation_token: page.truncated.then(|| token_of(&page.last)),
            contents: Some(contents),
            common_prefixes: Some(prefixes),
            delimiter: delimiter.as_deref().map(coded),
            encoding_type: asked.encoding_type,
            start_after: asked.start_after,
            request_charged: None,
        })
    }
}

/// One page while it fills.
#[derive(Default)]
struct Page<'s> {
    most: usize,
    objects: Vec<(&'s str, &'s StoredObject)>,
    prefixes: BTreeSet<String>,
    last: String,
    truncated: bool,
}

impl<'s> Page<'s> {
    /// Takes a key, or the prefix that it rolls up into; false when the page is full.
    fn take(
        &mut self,
        key: &'s str,
        object: &'s StoredObject,
        prefix: &str,
        delimiter: Option<&str>,
        after: &str,
    ) -> bool {
        let rolled = delimiter.and_then(|delimiter| {
            let end = key[prefix.len()..].find(delimiter)? + prefix.len() + delimiter.len();
            Some(&key[..end])
        });
        if rolled.is_some_and(|rolled| self.prefixes.contains(rolled) || after.starts_with(rolled))
        {
            self.last = key.to_owned();
            return true;
        }
        if self.objects.len() + self.prefixes.len() == self.most {
            self.truncated = self.most > 0;
            return false;
        }
        match rolled {
            Some(rolled) => {
                self.prefixes.insert(rolled.to_owned());
            }
            None => self.objects.push((key, object)),
        }
        self.last = key.to_owned();
        true
    }
}

fn listed(key: String, object: &StoredObject) -> Object {
    Object {
        key: Some(key),
        e_tag: Some(ETag::Strong(object.etag.clone())),
        last_modified: Some(object.modified.clone()),
        size: Some(object.body.len() as i64),
        storage_class: Some(ObjectStorageClass::from(object.storage_class.clone())),
        ..Object::default()
    }
}

/// The account that owns everything here.
pub(crate) fn owner() -> Owner {
    Owner { display_name: None, id: Some(OWNER_ID.into()) }
}

/// A canonical user id: 64 hexadecimal digits.
const OWNER_ID: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";

/// Tokens are opaque to clients: the last key's bytes in hexadecimal.
fn token_of(key: &str) -> String {
    key.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn key_of(token: &str) -> Option<String> {
    let pairs = token.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> =
        pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
    String::from_utf8(bytes?).ok()
}

/// As S3 encodes keys in a listing: a space is a plus sign, a slash stays.
fn url_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' | b'/' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_a_token() {
        let key = "Año/ä b+c%2F\n";
        assert_eq!(key_of(&token_of(key)).as_deref(), Some(key));
        assert_eq!(key_of("zz"), None);
    }

    #[test]
    fn keys_are_encoded_as_s3_does() {
        assert_eq!(url_encoded("a b/c+d%2F\n"), "a+b/c%2Bd%252F%0A");
    }
}
