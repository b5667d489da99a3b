//! Carries out what a run means for the tags of its objects, several at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use magpie_judge::{TAG_NAMES, Tier};
use magpie_report::{
    BucketLine, BucketTagPlan, LeftTagged, PreviousRun, ReadError, RunReader, SensitiveObject,
    SensitiveObjects, TagOutcome, TagRecord, TagRecordLine, TagTask, TagsLine, TagsMoment,
    WriteError, escaped, left_tagged,
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
}

/// Everything that the workers share.
struct Work<'w> {
    run: &'w RunReader,
    writing: &'w Writing<'w>,
    tagger: &'w Tagger,
    record: Mutex<TagRecord>,
    /// The account of each bucket, as the runs saw it.
    accounts: BTreeMap<&'w str, &'w str>,
}

/// One object whose tags are to be written or taken away.
enum Visit {
    /// Something was found in it.
    Found(SensitiveObject),
    /// A record names it.
    Recorded { bucket: String, key: String, version_id: Option<String> },
}

impl Visit {
    fn bucket(&self) -> &str {
        match self {
            Self::Found(object) => &object.bucket,
            Self::Recorded { bucket, .. } => bucket,
        }
    }

    fn key(&self) -> &str {
        match self {
            Self::Found(object) => &object.key,
            Self::Recorded { key, .. } => key,
        }
    }

    fn seen(&self) -> ObjectSeen<'_> {
        let (bucket, key) = (self.bucket(), self.key());
        match self {
            Self::Found(SensitiveObject { version_id, etag, .. }) => {
                ObjectSeen { bucket, key, version_id: version_id.as_deref(), etag: etag.as_deref() }
            }
            Self::Recorded { version_id, .. } => {
                ObjectSeen { bucket, key, version_id: version_id.as_deref(), etag: None }
            }
        }
    }
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
    let earlier = writing.previous.map_or(&[][..], PreviousRun::buckets);
    let work = Work {
        run,
        writing,
        tagger: &objects.tagger,
        record: Mutex::new(objects.record),
        accounts: earlier.iter().chain(buckets).filter_map(account).collect(),
    };
    let recorded = match writing.task {
        TagTask::Apply => BTreeSet::new(),
        TagTask::Remove => {
            let names: BTreeSet<_> = earlier.iter().chain(buckets).map(|b| &*b.bucket).collect();
            recorded(writing, &names)?
        }
    };
    let mut counts = Counts::default();
    let named = recorded.iter().map(|(bucket, key, version_id)| {
        let (bucket, key, version_id) = (bucket.clone(), key.clone(), version_id.clone());
        Ok(Visit::Recorded { bucket, key, version_id })
    });
    work.walk(named, &mut counts)?;
    if let Some(from) = writing.objects_from {
        let visited: BTreeSet<_> = recorded.iter().map(|(bucket, key, _)| (bucket, key)).collect();
        let found = objects_from(run, from)?.filter(|object| {
            object.as_ref().map_or(true, |o| !visited.contains(&(&o.bucket, &o.key)))
        });
        work.walk(found.map(|object| object.map(Visit::Found)), &mut counts)?;
    }
    Ok(counts)
}

/// Bucket, key and version of the objects that the records say are tagged under the prefix. Those
/// under another one are told. A bucket that no run read is none of a record's business.
fn recorded(
    writing: &Writing<'_>,
    buckets: &BTreeSet<&str>,
) -> Result<BTreeSet<(String, String, Option<String>)>, Failure> {
    // The earlier run first: what both recorded in one second happened in that order.
    let directories: Vec<_> = writing.runs.iter().rev().map(|run| run.directory()).collect();
    let own = TAG_NAMES.map(|name| writing.prefix.key(name));
    let (mut objects, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
    for (LeftTagged { bucket, key, version_id }, tags) in
        left_tagged(&directories).map_err(unreadable)?
    {
        if !buckets.contains(&*bucket) {
            return Err(Failure::unreadable(format!(
                "a record of tags names the bucket {}, which its run did not read: it was changed; restore tags.jsonl",
                escaped(&bucket)
            )));
        }
        elsewhere.extend(tags.iter().filter(|tag| !own.contains(tag)).cloned());
        if let Some(key) = key.filter(|_| own.iter().any(|tag| tags.contains(tag))) {
            objects.insert((bucket, key, version_id));
        }
    }
    if !elsewhere.is_empty() {
        let tags: Vec<String> = elsewhere.iter().map(|tag| escaped(tag)).collect();
        print(&format!(
            "The record names tags of another prefix too, which stay: {}; --tag-prefix names theirs.\n",
            tags.join(", ")
        ))?;
    }
    Ok(objects)
}

fn unreadable(error: ReadError) -> Failure {
    Failure::unreadable(error.to_string())
}

type Done = Result<(TagOutcome, Option<String>), WriteError>;

impl Work<'_> {
    /// Does it for one object after the other, until a signal comes.
    fn walk(
        &self,
        mut visits: impl Iterator<Item = Result<Visit, ReadError>>,
        counts: &mut Counts,
    ) -> Result<(), Failure> {
        while !self.writing.is_interrupted() {
            let batch: Result<Vec<_>, _> = visits.by_ref().take(BATCH).collect();
            let batch = batch.map_err(unreadable)?;
            if batch.is_empty() {
                break;
            }
            for (visit, done) in batch.iter().zip(self.all(&batch)) {
                let Some(done) = done else { continue };
                let (outcome, reason) = done.map_err(not_recorded)?;
                counts.add(outcome);
                if let Some(reason) = reason.filter(|_| counts.failed <= TOLD_MAX) {
                    let name = escaped(&format!("{}/{}", visit.bucket(), visit.key()));
                    print(&format!("{name}: not done: {}\n", escaped(&reason)))?;
                }
            }
        }
        Ok(())
    }

    /// The batch, several objects at a time; what became of them in their order, nothing of those
    /// that a signal left out.
    fn all(&self, batch: &[Visit]) -> Vec<Option<Done>> {
        let next = AtomicUsize::new(0);
        let done: Vec<Mutex<Option<Done>>> = batch.iter().map(|_| Mutex::new(None)).collect();
        std::thread::scope(|scope| {
            for _ in 0..OBJECTS_AT_ONCE.min(batch.len()) {
                scope.spawn(|| {
                    while !self.writing.is_interrupted()
                        && let Some((object, slot)) = {
                            let at = next.fetch_add(1, Ordering::Relaxed);
                            batch.get(at).zip(done.get(at))
                        }
                    {
                        let result = self.one(object);
                        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
                    }
                });
            }
        });
        let taken = |slot: Mutex<_>| slot.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.into_iter().map(taken).collect()
    }

    fn one(&self, visit: &Visit) -> Done {
        let mut lost = None;
        let mut planned = TagChange::default();
        let tagged = if matches!(visit, Visit::Found(object) if object.key_is_masked) {
            masked()
        } else {
            let account = self.accounts.get(visit.bucket()).copied();
            let plan = |tags: &Tags| change_of(&self.plan(visit, tags));
            let mut started = |version: Option<&str>, tags: &Tags, change: &TagChange| {
                planned = change.clone();
                self.started(visit, version, tags, change).map_err(|error| {
                    let reason = error.to_string();
                    lost = Some(error);
                    Trouble::Refused(reason)
                })
            };
            let (tagger, seen) = (self.tagger, visit.seen());
            match self.writing.task {
                TagTask::Apply => tagger.write_object(seen, account, &plan, &mut started),
                TagTask::Remove => tagger.clear_object(seen, account, &plan, &mut started),
            }
        };
        if let Some(error) = lost {
            return Err(error);
        }
        let outcome = outcome(&tagged.written);
        // Objects that need nothing are too many to be named one by one; those that the record
        // names are told to be rid of their tags.
        if outcome != TagOutcome::Unchanged || matches!(visit, Visit::Recorded { .. }) {
            let version = tagged.version_id.as_deref();
            let line = self.line(visit, version, outcome, &planned);
            self.push(&with_result(line, &tagged.written))?;
        }
        let reason = tagged.written.trouble.map(|trouble| trouble.reason().to_owned());
        Ok((outcome, reason))
    }

    fn plan(&self, visit: &Visit, tags: &Tags) -> BucketTagPlan {
        let (now, prefix) = (TagsLine::of(tags), self.writing.prefix);
        match (self.writing.task, visit) {
            (TagTask::Apply, Visit::Found(object)) => {
                BucketTagPlan::of_object(self.run.run(), object, &now, prefix)
            }
            _ => BucketTagPlan::removal(visit.bucket(), &now, prefix),
        }
    }

    /// A line of the record. One that takes tags away names the version as the line does that it
    /// undoes.
    fn line(
        &self,
        visit: &Visit,
        version: Option<&str>,
        outcome: TagOutcome,
        change: &TagChange,
    ) -> TagRecordLine {
        let version_id = match visit {
            Visit::Found(_) => version.map(str::to_owned),
            Visit::Recorded { version_id, .. } => version_id.clone(),
        };
        let key = Some(visit.key().to_owned());
        let line = self.writing.line(visit.bucket(), outcome, change);
        TagRecordLine { key, version_id, ..line }
    }

    fn started(
        &self,
        visit: &Visit,
        version: Option<&str>,
        tags: &Tags,
        change: &TagChange,
    ) -> Result<(), WriteError> {
        let line = self.line(visit, version, TagOutcome::Started, change);
        self.push(&TagRecordLine { before: Some(TagsMoment::of(tags)), ..line })
    }

    fn push(&self, line: &TagRecordLine) -> Result<(), WriteError> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner).push(line)
    }
}

fn masked() -> ObjectTagged {
    let reason = "its key holds what a detector finds and is masked in the run; scan with --raw-keys to tag it";
    let trouble = Some(Trouble::Refused(reason.to_owned()));
    let written = TagsWritten { before: None, after: None, calls: Vec::new(), trouble };
    ObjectTagged { version_id: None, written }
}
