//! `GetObjectTagging` and `PutObjectTagging`, and the versions that they name.

use std::collections::BTreeMap;

use s3s::S3Result;
use s3s::dto::{Tag, TagSet};

use crate::refusal::refused;
use crate::state::{State, StoredObject};

const TAGS_MAX: usize = 10;

impl State {
    /// The id of the one version that each object has here; none where versions are not kept.
    pub(crate) fn version_of(&self, bucket: &str, key: &str) -> Option<String> {
        let stored = self.buckets.get(bucket)?;
        let kept = stored.settings.versioning.as_deref() == Some("Enabled");
        let object = stored.objects.get(key).filter(|_| kept)?;
        Some(format!("v-{}", &object.etag[..8]))
    }

    pub(crate) fn object_tags(
        &mut self,
        bucket: &str,
        key: &str,
        version: Option<&str>,
    ) -> S3Result<TagSet> {
        let tag = |(key, value): (&String, &String)| Tag {
            key: Some(key.clone()),
            value: Some(value.clone()),
        };
        Ok(self.tagged(bucket, key, version)?.tags.iter().map(tag).collect())
    }

    /// Replaces the whole set, as S3 does.
    pub(crate) fn put_object_tags(
        &mut self,
        bucket: &str,
        key: &str,
        version: Option<&str>,
        tags: TagSet,
    ) -> S3Result<()> {
        let new: BTreeMap<String, String> = tags
            .into_iter()
            .map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default()))
            .collect();
        if new.len() > TAGS_MAX {
            return Err(refused("BadRequest", 400, "Object tags cannot be greater than 10"));
        }
        self.tagged(bucket, key, version)?.tags = new;
        Ok(())
    }

    fn tagged(
        &mut self,
        bucket: &str,
        key: &str,
        version: Option<&str>,
    ) -> S3Result<&mut StoredObject> {
        let other = version.is_some() && version != self.version_of(bucket, key).as_deref();
        let stored = self.buckets.get_mut(bucket).and_then(|b| b.objects.get_mut(key));
        match stored {
            Some(_) if other => {
                Err(refused("NoSuchVersion", 404, "The specified version does not exist."))
            }
            Some(object) => Ok(object),
            None => Err(refused("NoSuchKey", 404, "The specified key does not exist.")),
        }
    }
}
