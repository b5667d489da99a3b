//! Tags of buckets: by TagResource, which touches nobody else's, or else by reading all, merging
//! and writing all, with a look afterwards.

use std::time::Duration;

use aws_sdk_s3::operation::RequestId as _;
use aws_sdk_s3::types::{BucketAbacStatus, Tag, Tagging};
use magpie_model::Known;
use magpie_posture::{caller_account, control_client};
use magpie_store::{Connection, Refusal, refusal_of};

use crate::calls::CallMade;
use crate::partition::{Partition, is_aws};
use crate::{TagChange, Tags, Trouble};

/// How often tags are read, merged and written before other writers have won.
pub const ATTEMPTS_MAX: u32 = 4;
/// The pause before the second attempt; it grows with each.
const PAUSE: Duration = Duration::from_millis(150);

/// What became of one bucket's or object's tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagsWritten {
    /// The tags before, where they could be read.
    pub before: Option<Tags>,
    /// The tags after the last call, where they could be read.
    pub after: Option<Tags>,
    /// Every call that was meant to change them.
    pub calls: Vec<CallMade>,
    /// Why it did not end well, when it did not.
    pub trouble: Option<Trouble>,
}

/// Writes tags over one connection.
pub struct Tagger {
    connection: Connection,
    /// Whether the store is none of AWS and may lack calls.
    own_store: bool,
    allow_abac: bool,
    replace_tags: bool,
    caller: Option<String>,
}

/// What one bucket's turn goes through.
struct Turn<'t> {
    tagger: &'t Tagger,
    bucket: &'t str,
    owner: Option<String>,
    region: Option<&'t str>,
    /// Whether TagResource may still do.
    by_resource: bool,
    asked_abac: bool,
    written: TagsWritten,
}

impl Tagger {
    /// Asks STS who calls, so that a bucket of the same name and another owner is never written.
    ///
    /// `replace_tags`: whether a bucket's whole set may be replaced where adding to it is not open;
    /// at a store of one's own that knows no adding, it is replaced anyhow.
    pub fn new(connection: &Connection, allow_abac: bool, replace_tags: bool) -> Self {
        let caller = match caller_account(connection) {
            Known::Yes(account) => Some(account),
            Known::Unknown(_) => None,
        };
        let own_store = connection.endpoint_override().is_some_and(|url| !is_aws(url));
        Self { connection: connection.clone(), own_store, allow_abac, replace_tags, caller }
    }

    /// Whether a store refused an empty set of tags as such, and not the caller; AWS takes it.
    pub(crate) fn may_know_no_empty_set(&self, refusal: &Refusal) -> bool {
        self.own_store && !matches!(refusal.status, None | Some(401 | 403 | 404 | 503))
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The account that is expected to own a bucket: the one that the run saw, or the caller's.
    pub(crate) fn owner(&self, seen: Option<&str>) -> Option<String> {
        seen.map(str::to_owned).or_else(|| self.caller.clone())
    }

    /// Brings a bucket's tags to where `plan` has nothing more to do. The plan is asked anew each
    /// time the tags are read, as other writers may have changed them. `before_writing` is told
    /// the tags and the change once, before the first call that writes.
    pub fn write(
        &self,
        bucket: &str,
        owner: Option<&str>,
        region: Option<&str>,
        plan: &dyn Fn(&Tags) -> Result<TagChange, Trouble>,
        before_writing: &mut dyn FnMut(&Tags, &TagChange) -> Result<(), Trouble>,
    ) -> TagsWritten {
        let owner = self.owner(owner);
        let written = TagsWritten { before: None, after: None, calls: Vec::new(), trouble: None };
        let mut turn = Turn {
            tagger: self,
            bucket,
            // TagResource names the bucket's account; without it there is the other way only.
            by_resource: owner.is_some(),
            owner,
            region,
            asked_abac: false,
            written,
        };
        turn.written.trouble = turn.settle(plan, before_writing).err();
        if turn.written.trouble.is_some() && !turn.written.calls.is_empty() {
            // A call may have done its part before another failed; the record tells how it stands.
            let _ = turn.read();
        }
        turn.written
    }
}

impl Turn<'_> {
    fn settle(
        &mut self,
        plan: &dyn Fn(&Tags) -> Result<TagChange, Trouble>,
        before_writing: &mut dyn FnMut(&Tags, &TagChange) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let mut writes = 0;
        loop {
            let mut now = self.read()?;
            let mut change = plan(&now)?;
            if writes > 0 && !change.is_empty() && writes < ATTEMPTS_MAX {
                // Another writer, or an answer from before the last call: it is read once more.
                std::thread::sleep(PAUSE * writes);
                now = self.read()?;
                change = plan(&now)?;
            }
            if change.is_empty() {
                return Ok(());
            }
            if writes == ATTEMPTS_MAX {
                return Err(Trouble::Failed(format!(
                    "the tags were written {ATTEMPTS_MAX} times and each time another writer changed them back; find out who, then try again"
                )));
            }
            if !self.asked_abac {
                self.refuse_unowned()?;
                self.refuse_abac()?;
                self.asked_abac = true;
                before_writing(&now, &change)?;
                if !self.by_resource {
                    // Another writer may have come in while all that was asked.
                    continue;
                }
            }
            // Between reading and replacing the whole set nothing else is done.
            if !self.by_resource {
                self.put(&change.merged_into(&now))?;
                writes += 1;
            } else if self.tag_and_untag(&change)? {
                writes += 1;
            } else {
                self.by_resource = false;
            }
        }
    }

    /// All tags, `aws:` ones included.
    fn read(&mut self) -> Result<Tags, Trouble> {
        self.written.after = None;
        let (bucket, owner) = (self.bucket, self.owner.clone());
        let answer = self.tagger.connection.ask(bucket, |client| {
            client
                .get_bucket_tagging()
                .bucket(bucket)
                .set_expected_bucket_owner(owner.clone())
                .send()
        });
        let tags: Tags = match answer {
            Ok(answer) => {
                answer.tag_set().iter().map(|tag| (tag.key().into(), tag.value().into())).collect()
            }
            Err(refusal) if refusal.is_any(&["NoSuchTagSet"]) => Tags::new(),
            Err(refusal) => return Err(Trouble::of("GetBucketTagging", "tag", &refusal)),
        };
        self.written.before.get_or_insert_with(|| tags.clone());
        self.written.after = Some(tags.clone());
        Ok(tags)
    }

    /// TagResource names the account; replacing all tags instead is not done unasked.
    fn refuse_unowned(&self) -> Result<(), Trouble> {
        if self.owner.is_some() || self.tagger.own_store || self.tagger.replace_tags {
            return Ok(());
        }
        Err(Trouble::Refused(format!(
            "whose account the bucket is in is not known: STS does not say who calls{REPLACING}"
        )))
    }

    /// Where tags decide about access, a new tag can open or shut the bucket.
    fn refuse_abac(&self) -> Result<(), Trouble> {
        if self.tagger.allow_abac {
            return Ok(());
        }
        let (bucket, owner) = (self.bucket, self.owner.clone());
        let answer = self.tagger.connection.ask(bucket, |client| {
            client.get_bucket_abac().bucket(bucket).set_expected_bucket_owner(owner.clone()).send()
        });
        let unknown = |why: &str| {
            Err(Trouble::Refused(format!(
                "whether tags decide about access to this bucket is not known ({why}); --allow-abac writes all the same"
            )))
        };
        match answer {
            Ok(answer) => match answer.abac_status().and_then(|status| status.status()) {
                Some(BucketAbacStatus::Disabled) => Ok(()),
                Some(BucketAbacStatus::Enabled) => Err(Trouble::Refused(
                    "tags decide about access to this bucket (attribute-based access control); --allow-abac writes all the same".into(),
                )),
                _ => unknown("GetBucketAbac: the answer does not say"),
            },
            // A store without such a thing cannot have it switched on.
            Err(refusal) if not_offered(&refusal) => Ok(()),
            Err(refusal) => unknown(&format!("GetBucketAbac: {}", refusal.code_or_status())),
        }
    }

    /// Changes only the tags named. False when the way is not open: to these credentials, or at
    /// this store.
    fn tag_and_untag(&mut self, change: &TagChange) -> Result<bool, Trouble> {
        let before = self.written.calls.len();
        let mut answers = Vec::new();
        if !change.set.is_empty() {
            answers.push(self.tag_resource(&change.set));
        }
        if !change.remove.is_empty() && answers.iter().all(Result::is_ok) {
            answers.push(self.untag_resource(change));
        }
        for (answer, made) in answers.iter().zip(&self.written.calls[before..]) {
            match answer {
                Err(refusal) if self.way_is_shut(refusal) => return Ok(false),
                // Somebody else is at it this moment: read again.
                Err(refusal) if refusal.is_any(&CONFLICTS) => return Ok(true),
                Err(refusal) => {
                    return Err(Trouble::of(made.call, "tag", refusal).with(replacing(refusal)));
                }
                Ok(_) => {}
            }
        }
        // Some stores answer well whatever they are asked: what they say is not believed twice.
        self.by_resource = !self.tagger.own_store;
        Ok(true)
    }

    fn tag_resource(&mut self, set: &Tags) -> Result<Option<String>, Refusal> {
        let tag = |(key, value): (&String, &String)| {
            aws_sdk_s3control::types::Tag::builder().key(key).value(value).build()
        };
        let tags: Vec<_> = set.iter().filter_map(|pair| tag(pair).ok()).collect();
        let client = control_client(&self.tagger.connection, self.region);
        let call = client.tag_resource().set_account_id(self.owner.clone());
        let call = call.resource_arn(self.arn()).set_tags(Some(tags)).send();
        let answer = self.tagger.connection.answer(call);
        let answer = answer.map(|a| a.request_id().map(str::to_owned)).map_err(|e| refusal_of(&e));
        self.written.calls.push(CallMade::new("TagResource", &answer));
        answer
    }

    fn untag_resource(&mut self, change: &TagChange) -> Result<Option<String>, Refusal> {
        let keys = change.remove.iter().cloned().collect();
        let client = control_client(&self.tagger.connection, self.region);
        let call = client.untag_resource().set_account_id(self.owner.clone());
        let call = call.resource_arn(self.arn()).set_tag_keys(Some(keys)).send();
        let answer = self.tagger.connection.answer(call);
        let answer = answer.map(|a| a.request_id().map(str::to_owned)).map_err(|e| refusal_of(&e));
        self.written.calls.push(CallMade::new("UntagResource", &answer));
        answer
    }

    /// Replaces the whole set: S3 knows no condition for it.
    fn put(&mut self, all: &Tags) -> Result<(), Trouble> {
        let tags = all.iter().filter_map(|(k, v)| Tag::builder().key(k).value(v).build().ok());
        let tagging = Tagging::builder().set_tag_set(Some(tags.collect())).build();
        let tagging = tagging.map_err(|error| Trouble::Failed(error.to_string()))?;
        let (bucket, owner) = (self.bucket, self.owner.clone());
        let answer = self.tagger.connection.ask(bucket, |client| {
            let call = client.put_bucket_tagging().bucket(bucket).tagging(tagging.clone());
            call.set_expected_bucket_owner(owner.clone()).send()
        });
        let answer = answer.map(|answer| answer.request_id().map(str::to_owned));
        self.written.calls.push(CallMade::new("PutBucketTagging", &answer));
        match answer {
            Ok(_) => Ok(()),
            // Somebody else is at it this moment: read again.
            Err(refusal) if refusal.is_any(&CONFLICTS) => Ok(()),
            Err(refusal) if all.is_empty() && self.tagger.may_know_no_empty_set(&refusal) => {
                self.delete()
            }
            Err(refusal) => Err(Trouble::of("PutBucketTagging", "tag,tag-fallback", &refusal)),
        }
    }

    /// The empty set, for stores that take no empty one.
    fn delete(&mut self) -> Result<(), Trouble> {
        let (bucket, owner) = (self.bucket, self.owner.clone());
        let answer = self.tagger.connection.ask(bucket, |client| {
            let call = client.delete_bucket_tagging().bucket(bucket);
            call.set_expected_bucket_owner(owner.clone()).send()
        });
        let answer = answer.map(|answer| answer.request_id().map(str::to_owned));
        self.written.calls.push(CallMade::new("DeleteBucketTagging", &answer));
        let failed = |refusal| Trouble::of("DeleteBucketTagging", "tag,tag-fallback", &refusal);
        answer.map(drop).map_err(failed)
    }

    fn way_is_shut(&self, refusal: &Refusal) -> bool {
        let Tagger { own_store, replace_tags, .. } = *self.tagger;
        way_is_shut(refusal, own_store, replace_tags)
    }

    fn arn(&self) -> String {
        let partition = Partition::of_region(self.region.unwrap_or_default()).name;
        format!("arn:{partition}:s3:::{}", self.bucket)
    }
}

/// Codes by which two writers at once are told apart.
const CONFLICTS: [&str; 3] =
    ["OperationAborted", "ConflictException", "ConditionalRequestConflict"];

/// Whether a refusal is about the way and not about the tags, so that all tags may be replaced.
fn way_is_shut(refusal: &Refusal, own_store: bool, replace_tags: bool) -> bool {
    let about_tags = ["InvalidTag", "TooManyTags", "TooManyTagsException", "InvalidTagException"];
    match refusal.status {
        // A denial is somebody's will, and replacing can lose another writer's tag.
        Some(401 | 403) => replace_tags,
        _ if !own_store && !replace_tags => false,
        _ if refusal.is_any(&CONFLICTS) => false,
        None => true,
        Some(400..=499) => !refusal.is_any(&about_tags),
        _ => not_offered(refusal),
    }
}

/// What else there is to do where adding is not open.
const REPLACING: &str = "; --replace-tags reads, merges and replaces all tags instead, and a tag that another writer adds at that moment is lost";

fn replacing(refusal: &Refusal) -> &'static str {
    match refusal.status {
        None | Some(401 | 403) => REPLACING,
        _ if not_offered(refusal) => REPLACING,
        _ => "",
    }
}

/// Whether the store knows no such call.
fn not_offered(refusal: &Refusal) -> bool {
    matches!(refusal.status, Some(405 | 501))
        || refusal.is_any(&["NotImplemented", "MethodNotAllowed", "UnsupportedOperation"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_store_of_ones_own_is_got_round_unasked_and_never_a_denial() {
        let shut = |status: Option<u16>, code: &str, own_store, replace_tags| {
            let refusal = Refusal {
                status,
                code: Some(code.to_owned()),
                detail: String::new(),
                region: None,
                unsigned: false,
            };
            way_is_shut(&refusal, own_store, replace_tags)
        };
        let table = [
            (Some(401), "Unauthorized", false, true),
            (Some(403), "AccessDenied", false, true),
            (Some(400), "InvalidRequest", true, true),
            (Some(404), "NoSuchKey", true, true),
            (Some(405), "MethodNotAllowed", true, true),
            (Some(501), "NotImplemented", true, true),
            (None, "", true, true),
            (Some(400), "InvalidTag", false, false),
            (Some(409), "OperationAborted", false, false),
            (Some(503), "SlowDown", false, false),
            (Some(500), "InternalError", false, false),
        ];
        for (status, code, at_own_store, when_told) in table {
            assert!(!shut(status, code, false, false), "{code} at AWS");
            assert_eq!(shut(status, code, true, false), at_own_store, "{code}");
            assert_eq!(shut(status, code, false, true), when_told, "{code}");
        }
    }

    #[test]
    fn a_merge_keeps_what_is_not_named() {
        let tags = |pairs: &[(&str, &str)]| -> Tags {
            pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
        };
        let change = TagChange {
            set: tags(&[("magpie:risk", "low")]),
            remove: ["magpie:data".to_owned()].into(),
        };
        let now = tags(&[("aws:x", "1"), ("magpie:data", "personal"), ("magpie:risk", "high")]);
        assert_eq!(change.merged_into(&now), tags(&[("aws:x", "1"), ("magpie:risk", "low")]));
    }
}
