//! Carries out what a run means for the tags of its objects, several at a time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use magpie_judge::Tier;
use magpie_report::{
    BucketLine, BucketTagPlan, ReadError, RunReader, SensitiveObject, SensitiveObjects, TagOutcome,
    TagRecord, TagTask, TagsLine, TagsMoment, WriteError, escaped,
};
use magpie_tagging::{ObjectSeen, ObjectTagged, TagChange, Tagger, Tags, TagsWritten, Trouble};

use crate::exit::Failure;
use crate::output::print;
use crate::tag_writing::{Counts, Writing, change_of, not_recorded, outcome, with_result};

/// Objects whose calls are under way at the same time.
const OBJECTS_AT_ONCE: usize = 16;
/// Objects that are read from the run before the next are.
const BATCH: usize = 256;
/// Objects whose failure is printed; the record names all.
const TOLD_MAX: u64 = 20;

/// What the objects are written with.
pub(crate) struct Objects {
    pub(crate) tagger: Tagger,
    pub(crate) record: TagRecord,
    pub(crate) from: Tier,
}

/// Everything that the workers share.
struct Work<'w> {
    run: &'w RunReader,
    writing: &'w Writing<'w>,
    tagger: &'w Tagger,
    record: Mutex<TagRecord>,
    /// The account of each bucket, as the run saw it.
    accounts: BTreeMap<&'w str, &'w str>,
}

/// The objects of a run from a sensitivity on.
pub(crate) fn objects_from(
    run: &RunReader,
    from: Tier,
) -> Result<impl Iterator<Item = Result<SensitiveObject, ReadError>>, Failure> {
    let all = SensitiveObjects::of(run).map_err(unreadable)?;
    Ok(all.filter(move |object| object.as_ref().map_or(true, |o| o.sensitivity >= from)))
}

/// Does it for every object. One that fails does not keep the others from their turn.
pub(crate) fn write_object_tags(
    run: &RunReader,
    buckets: &[BucketLine],
    writing: &Writing<'_>,
    objects: Objects,
) -> Result<Counts, Failure> {
    let account = |line| -> Option<(&str, &str)> {
        let line: &BucketLine = line;
        Some((&line.bucket, line.facts.get("account")?.value.as_str()?))
    };
    let work = Work {
        run,
        writing,
        tagger: &objects.tagger,
        record: Mutex::new(objects.record),
        accounts: buckets.iter().filter_map(account).collect(),
    };
    let mut counts = Counts::default();
    let mut left = objects_from(run, objects.from)?;
    loop {
        let batch: Result<Vec<_>, _> = left.by_ref().take(BATCH).collect();
        let batch = batch.map_err(unreadable)?;
        if batch.is_empty() {
            return Ok(counts);
        }
        for (object, done) in batch.iter().zip(work.all(&batch)) {
            let (outcome, reason) = done.map_err(not_recorded)?;
            counts.add(outcome);
            if let Some(reason) = reason.filter(|_| counts.failed <= TOLD_MAX) {
                let name = escaped(&format!("{}/{}", object.bucket, object.key));
                print(&format!("{name}: not done: {}\n", escaped(&reason)))?;
            }
        }
    }
}

fn unreadable(error: ReadError) -> Failure {
    Failure::unreadable(error.to_string())
}

type Done = Result<(TagOutcome, Option<String>), WriteError>;

impl Work<'_> {
    /// The batch, several objects at a time; what became of them in their order.
    fn all(&self, batch: &[SensitiveObject]) -> Vec<Done> {
        let next = AtomicUsize::new(0);
        let done: Vec<Mutex<Option<Done>>> = batch.iter().map(|_| Mutex::new(None)).collect();
        std::thread::scope(|scope| {
            for _ in 0..OBJECTS_AT_ONCE.min(batch.len()) {
                scope.spawn(|| {
                    while let Some((object, slot)) = {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        batch.get(at).zip(done.get(at))
                    } {
                        let result = self.one(object);
                        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
                    }
                });
            }
        });
        done.into_iter()
            .filter_map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner))
            .collect()
    }

    fn one(&self, object: &SensitiveObject) -> Done {
        let mut lost = None;
        let mut planned = TagChange::default();
        let tagged = if object.key_is_masked {
            masked()
        } else {
            let seen = ObjectSeen {
                bucket: &object.bucket,
                key: &object.key,
                version_id: object.version_id.as_deref(),
                etag: object.etag.as_deref(),
            };
            let account = self.accounts.get(object.bucket.as_str()).copied();
            self.tagger.write_object(
                seen,
                account,
                &|tags| change_of(&self.plan(object, tags)),
                &mut |tags, change| {
                    planned = change.clone();
                    self.started(object, tags, change).map_err(|error| {
                        let reason = error.to_string();
                        lost = Some(error);
                        Trouble::Refused(reason)
                    })
                },
            )
        };
        if let Some(error) = lost {
            return Err(error);
        }
        let outcome = outcome(&tagged.written);
        // Objects that need nothing are too many to be named one by one.
        if outcome != TagOutcome::Unchanged {
            let mut line = self.writing.line(&object.bucket, outcome, &planned);
            line.key = Some(object.key.clone());
            line.version_id = tagged.version_id.clone();
            self.push(&with_result(line, &tagged.written))?;
        }
        let reason = tagged.written.trouble.map(|trouble| trouble.reason().to_owned());
        Ok((outcome, reason))
    }

    fn plan(&self, object: &SensitiveObject, tags: &Tags) -> BucketTagPlan {
        let (now, prefix) = (TagsLine::of(tags), self.writing.prefix);
        match self.writing.task {
            TagTask::Apply => BucketTagPlan::of_object(self.run.run(), object, &now, prefix),
            TagTask::Remove => BucketTagPlan::removal(&object.bucket, &now, prefix),
        }
    }

    fn started(
        &self,
        object: &SensitiveObject,
        tags: &Tags,
        change: &TagChange,
    ) -> Result<(), WriteError> {
        let mut line = self.writing.line(&object.bucket, TagOutcome::Started, change);
        line.key = Some(object.key.clone());
        line.version_id.clone_from(&object.version_id);
        line.before = Some(TagsMoment::of(tags));
        self.push(&line)
    }

    fn push(&self, line: &magpie_report::TagRecordLine) -> Result<(), WriteError> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner).push(line)
    }
}

fn masked() -> ObjectTagged {
    let reason = "its key holds what a detector finds and is masked in the run; scan with --raw-keys to tag it";
    let trouble = Some(Trouble::Refused(reason.to_owned()));
    let written = TagsWritten { before: None, after: None, calls: Vec::new(), trouble };
    ObjectTagged { version_id: None, written }
}
