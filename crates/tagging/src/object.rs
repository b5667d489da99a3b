//! Tags of objects: there is no call that adds to them, so all are read, merged and written, of
//! one version and only while the object is the one that was scanned.

use std::time::Duration;

use aws_sdk_s3::operation::RequestId as _;
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::types::{Tag, Tagging};
use magpie_store::{Refusal, SseCKey};

use crate::calls::CallMade;
use crate::{ATTEMPTS_MAX, TagChange, Tagger, Tags, TagsWritten, Trouble};

/// The pause before the second attempt; it grows with each.
const PAUSE: Duration = Duration::from_millis(150);

/// One object, as a run saw it.
#[derive(Clone, Copy, Debug)]
pub struct ObjectSeen<'o> {
    /// Its bucket.
    pub bucket: &'o str,
    /// Its key.
    pub key: &'o str,
    /// Its version, where the run named one.
    pub version_id: Option<&'o str>,
    /// Its entity tag; an object with another one is another object.
    pub etag: Option<&'o str>,
}

/// What became of one object's tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectTagged {
    /// The version whose tags were written.
    pub version_id: Option<String>,
    /// The rest.
    pub written: TagsWritten,
}

/// Told the version, its tags and the change, before the first call that writes.
pub type BeforeWriting<'b> = dyn FnMut(Option<&str>, &Tags, &TagChange) -> Result<(), Trouble> + 'b;

impl Tagger {
    /// Brings an object's tags to where `plan` has nothing more to do; as [`Self::write`]. An
    /// object that is another one than was seen is left alone.
    pub fn write_object(
        &self,
        seen: ObjectSeen<'_>,
        owner: Option<&str>,
        plan: &dyn Fn(&Tags) -> Result<TagChange, Trouble>,
        before_writing: &mut BeforeWriting<'_>,
    ) -> ObjectTagged {
        let mut turn = Turn::new(self, seen, owner);
        let found = turn.find_version();
        turn.written.trouble = found.and_then(|()| turn.settle(plan, before_writing)).err();
        ObjectTagged { version_id: turn.version_id, written: turn.written }
    }

    /// The same to take tags away, from whatever object has the key now, or the version: one that
    /// is gone has none.
    pub fn clear_object(
        &self,
        seen: ObjectSeen<'_>,
        owner: Option<&str>,
        plan: &dyn Fn(&Tags) -> Result<TagChange, Trouble>,
        before_writing: &mut BeforeWriting<'_>,
    ) -> ObjectTagged {
        let mut turn = Turn::new(self, seen, owner);
        turn.version_id = seen.version_id.map(str::to_owned);
        turn.clearing = true;
        turn.written.trouble = turn.settle(plan, before_writing).err();
        ObjectTagged { version_id: turn.version_id, written: turn.written }
    }
}

/// What one object's turn goes through.
struct Turn<'t> {
    tagger: &'t Tagger,
    seen: ObjectSeen<'t>,
    version_id: Option<String>,
    owner: Option<String>,
    /// Whether tags are only taken away.
    clearing: bool,
    written: TagsWritten,
}

impl<'t> Turn<'t> {
    fn new(tagger: &'t Tagger, seen: ObjectSeen<'t>, owner: Option<&str>) -> Self {
        let written = TagsWritten { before: None, after: None, calls: Vec::new(), trouble: None };
        let owner = tagger.owner(owner);
        Self { tagger, seen, version_id: None, owner, clearing: false, written }
    }

    fn settle(
        &mut self,
        plan: &dyn Fn(&Tags) -> Result<TagChange, Trouble>,
        before_writing: &mut BeforeWriting<'_>,
    ) -> Result<(), Trouble> {
        for writes in 0..=ATTEMPTS_MAX {
            // Nothing stands between reading and writing: a pause would let others in.
            std::thread::sleep(PAUSE * writes.saturating_sub(1));
            let now = self.read()?;
            let change = plan(&now)?;
            if change.is_empty() {
                return Ok(());
            }
            if writes == 0 {
                before_writing(self.version_id.as_deref(), &now, &change)?;
            } else if writes == ATTEMPTS_MAX {
                break;
            }
            self.put(&change.merged_into(&now))?;
        }
        Err(Trouble::Failed(format!(
            "the tags were written {ATTEMPTS_MAX} times and each time another writer changed them back; find out who, then try again"
        )))
    }

    /// The version that is the object of the run; tags of another one would tell of other data.
    fn find_version(&mut self) -> Result<(), Trouble> {
        let mut answer = self.head(None);
        if let (Err(Refusal { status: Some(400), .. }), Some(key)) =
            (&answer, self.tagger.connection().sse_c_key())
        {
            answer = self.head(Some(key));
        }
        match answer {
            Ok(answer) => {
                let told = answer.version_id().filter(|id| !id.is_empty()).map(str::to_owned);
                self.version_id = told.or_else(|| self.seen.version_id.map(str::to_owned));
                Ok(())
            }
            Err(Refusal { status: Some(412), .. }) => {
                Err(Trouble::Refused("the object has changed since the run; scan again".to_owned()))
            }
            Err(Refusal { status: Some(404), .. }) => {
                Err(Trouble::Refused("the object is gone since the run".to_owned()))
            }
            // A HEAD is answered without a body, so without a reason.
            Err(Refusal { status: Some(400), .. }) => Err(Trouble::Refused(
                "HeadObject: HTTP 400: so S3 answers for an object under a customer's key (SSE-C); name that key with --sse-c-key-file".to_owned(),
            )),
            Err(refusal) if refusal.status == Some(403) => {
                let trouble = Trouble::of("HeadObject", "tag-objects", &refusal);
                Err(trouble.with("; so S3 answers too where the object is gone and the bucket may not be listed"))
            }
            Err(refusal) => Err(Trouble::of("HeadObject", "tag-objects", &refusal)),
        }
    }

    fn head(&self, key: Option<&SseCKey>) -> Result<HeadObjectOutput, Refusal> {
        let (seen, owner) = (self.seen, self.owner.clone());
        self.tagger.connection().ask(seen.bucket, |client| {
            let call = client.head_object().bucket(seen.bucket).key(seen.key);
            let call = call.set_version_id(seen.version_id.map(str::to_owned));
            let call =
                call.set_if_match(seen.etag.map(|etag| format!("\"{}\"", etag.trim_matches('"'))));
            let call = call
                .set_sse_customer_algorithm(key.map(|_| SseCKey::ALGORITHM.to_owned()))
                .set_sse_customer_key(key.map(SseCKey::header))
                .set_sse_customer_key_md5(key.map(SseCKey::digest_header));
            call.set_expected_bucket_owner(owner.clone()).send()
        })
    }

    fn read(&mut self) -> Result<Tags, Trouble> {
        self.written.after = None;
        let (seen, owner, version) = (self.seen, self.owner.clone(), self.version_id.clone());
        let answer = self.tagger.connection().ask(seen.bucket, |client| {
            let call = client.get_object_tagging().bucket(seen.bucket).key(seen.key);
            let call = call.set_version_id(version.clone());
            call.set_expected_bucket_owner(owner.clone()).send()
        });
        let tags: Tags = match answer {
            Ok(answer) => {
                // What is written is the version that was read.
                let told = answer.version_id().filter(|id| !id.is_empty()).map(str::to_owned);
                self.version_id = self.version_id.take().or(told);
                answer.tag_set().iter().map(|tag| (tag.key().into(), tag.value().into())).collect()
            }
            Err(refusal) if self.clearing && is_gone(&refusal) => Tags::new(),
            Err(refusal) => {
                return Err(Trouble::of("GetObjectTagging", "tag-objects", &refusal));
            }
        };
        self.written.before.get_or_insert_with(|| tags.clone());
        self.written.after = Some(tags.clone());
        Ok(tags)
    }

    fn put(&mut self, all: &Tags) -> Result<(), Trouble> {
        let tags = all.iter().filter_map(|(k, v)| Tag::builder().key(k).value(v).build().ok());
        let tagging = Tagging::builder().set_tag_set(Some(tags.collect())).build();
        let tagging = tagging.map_err(|error| Trouble::Failed(error.to_string()))?;
        let (seen, owner, version) = (self.seen, self.owner.clone(), self.version_id.clone());
        let answer = self.tagger.connection().ask(seen.bucket, |client| {
            let call = client.put_object_tagging().bucket(seen.bucket).key(seen.key);
            let call = call.set_version_id(version.clone()).tagging(tagging.clone());
            call.set_expected_bucket_owner(owner.clone()).send()
        });
        let answer = answer.map(|answer| answer.request_id().map(str::to_owned));
        self.written.calls.push(CallMade::new("PutObjectTagging", &answer));
        match answer {
            Ok(_) => Ok(()),
            Err(refusal) if refusal.is_any(&["OperationAborted"]) => Ok(()),
            Err(refusal) if all.is_empty() && self.tagger.may_know_no_empty_set(&refusal) => {
                self.delete()
            }
            Err(refusal) => Err(Trouble::of("PutObjectTagging", "tag-objects", &refusal)),
        }
    }

    /// The empty set, for stores that take no empty one.
    fn delete(&mut self) -> Result<(), Trouble> {
        let (seen, owner, version) = (self.seen, self.owner.clone(), self.version_id.clone());
        let answer = self.tagger.connection().ask(seen.bucket, |client| {
            let call = client.delete_object_tagging().bucket(seen.bucket).key(seen.key);
            let call = call.set_version_id(version.clone());
            call.set_expected_bucket_owner(owner.clone()).send()
        });
        let answer = answer.map(|answer| answer.request_id().map(str::to_owned));
        self.written.calls.push(CallMade::new("DeleteObjectTagging", &answer));
        let failed = |refusal| Trouble::of("DeleteObjectTagging", "tag-objects", &refusal);
        answer.map(drop).map_err(failed)
    }
}

/// Whether there is no such object, or bucket; 405 answers for a version that is a mark of
/// deletion.
fn is_gone(refusal: &Refusal) -> bool {
    matches!(refusal.status, Some(404 | 405))
}
