//! Carries a tag plan out, bucket by bucket: reads the tags anew, writes the difference, records
//! what was done before it goes on.

use std::sync::atomic::{AtomicBool, Ordering};

use magpie_judge::{TagPrefix, Tier};
use magpie_report::{
    BucketKind, BucketLine, BucketTagPlan, PreviousRun, RunReader, SCHEMA_TAG, TagCallLine,
    TagOutcome, TagRecord, TagRecordLine, TagTask, TagsLine, TagsMoment, WriteError, escaped,
};
use magpie_store::{Connection, S3Options, connect};
use magpie_tagging::{CallMade, CallResult, TagChange, Tagger, Tags, TagsWritten, Trouble};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::exit::{Ending, Failure};
use crate::object_tag_writing::{Objects, write_object_tags};
use crate::output::print;
use crate::targets;

/// What is to be done, and how S3 is reached.
pub(crate) struct Writing<'w> {
    pub(crate) task: TagTask,
    pub(crate) prefix: &'w TagPrefix,
    pub(crate) previous: Option<&'w PreviousRun>,
    /// The run, and the earlier one: their records name what was tagged.
    pub(crate) runs: Vec<&'w RunReader>,
    /// Becomes true when no further bucket or object shall be begun.
    pub(crate) interrupt: &'w AtomicBool,
    pub(crate) allow_abac: bool,
    pub(crate) replace_tags: bool,
    /// From which sensitivity on objects are tagged as well.
    pub(crate) objects_from: Option<Tier>,
    pub(crate) s3: S3Options,
}

impl Writing<'_> {
    /// Whether a signal came; what is under way is brought to its end all the same.
    pub(crate) fn is_interrupted(&self) -> bool {
        self.interrupt.load(Ordering::SeqCst)
    }

    /// A line of the record, of what is to be done to a bucket, before it is.
    pub(crate) fn line(
        &self,
        bucket: &str,
        outcome: TagOutcome,
        change: &TagChange,
    ) -> TagRecordLine {
        let now = OffsetDateTime::now_utc();
        let now = now.replace_nanosecond(0).unwrap_or(now);
        TagRecordLine {
            schema: SCHEMA_TAG.into(),
            magpie_version: env!("CARGO_PKG_VERSION").into(),
            at: now.format(&Rfc3339).unwrap_or_default(),
            task: self.task,
            bucket: bucket.to_owned(),
            key: None,
            version_id: None,
            outcome,
            reason: None,
            before: None,
            after: None,
            set: change.set.clone(),
            remove: change.remove.iter().cloned().collect(),
            calls: Vec::new(),
        }
    }
}

/// What stands in the record once it is done.
pub(crate) fn with_result(line: TagRecordLine, written: &TagsWritten) -> TagRecordLine {
    TagRecordLine {
        reason: written.trouble.as_ref().map(|trouble| trouble.reason().to_owned()),
        before: written.before.as_ref().map(TagsMoment::of),
        after: written.after.as_ref().map(TagsMoment::of),
        calls: written.calls.iter().map(call_line).collect(),
        ..line
    }
}

/// What a plan comes to as a change, or why it cannot be carried out.
pub(crate) fn change_of(plan: &BucketTagPlan) -> Result<TagChange, Trouble> {
    match plan.obstacle() {
        Some(obstacle) => Err(Trouble::Refused(obstacle)),
        None => Ok(TagChange { set: plan.sets(), remove: plan.removes().into_iter().collect() }),
    }
}

/// Does it for every bucket of the run. One that fails does not keep the others from their turn.
pub(crate) fn write_tags(
    run: &RunReader,
    buckets: &[BucketLine],
    writing: &Writing<'_>,
) -> Result<Ending, Failure> {
    let connection = connect(&writing.s3).map_err(targets::failure)?;
    for run in &writing.runs {
        if run.run().targets.iter().any(|target| target.starts_with("s3://")) {
            same_endpoint(run, &connection)?;
        }
    }
    let mut record = TagRecord::open(run.directory()).map_err(not_recorded)?;
    let tagger = Tagger::new(&connection, writing.allow_abac, writing.replace_tags);
    let mut counts = Counts::default();
    for line in buckets.iter().filter(|line| line.kind == BucketKind::Bucket) {
        if writing.is_interrupted() {
            break;
        }
        let outcome = Turn { run, line, writing }.take(&tagger, &mut record)?;
        counts.add(outcome);
    }
    print(&counts.sentence("Buckets", writing.task))?;
    let mut objects = Counts::default();
    if writing.objects_from.is_some() || writing.task == TagTask::Remove {
        objects = write_object_tags(run, buckets, writing, Objects { tagger, record })?;
        if writing.objects_from.is_some() || !objects.is_empty() {
            print(&objects.sentence("Objects", writing.task))?;
        }
    }
    if writing.is_interrupted() {
        print("Interrupted: what was begun is done and recorded, the rest was not begun.\n")?;
    }
    Ok(Ending { not_written: counts.failed + objects.failed > 0, ..Ending::DONE })
}

/// A bucket of the same name somewhere else is another bucket.
fn same_endpoint(run: &RunReader, connection: &Connection) -> Result<(), Failure> {
    let scanned = run.run().options.get("endpoint-url").and_then(|url| url.as_str());
    let plain = |url: Option<&str>| url.map(|url| url.trim_end_matches('/').to_owned());
    if plain(scanned) == plain(connection.endpoint_override()) {
        return Ok(());
    }
    let now = escaped(&connection.endpoint());
    Err(Failure::usage(match scanned.map(escaped) {
        Some(url) => format!(
            "the run read buckets at {url}, and tags would be written at {now}; say --endpoint-url {url}"
        ),
        None => format!(
            "the run read buckets of AWS, or does not say where, and tags would be written at {now}; leave out --endpoint-url and AWS_ENDPOINT_URL, or scan again"
        ),
    }))
}

pub(crate) fn not_recorded(error: WriteError) -> Failure {
    Failure::not_written(error.to_string())
}

/// Buckets, or objects, by what became of them.
#[derive(Default)]
pub(crate) struct Counts {
    written: u64,
    unchanged: u64,
    pub(crate) failed: u64,
}

impl Counts {
    fn is_empty(&self) -> bool {
        self.written + self.unchanged + self.failed == 0
    }

    pub(crate) fn add(&mut self, outcome: TagOutcome) {
        match outcome {
            TagOutcome::Written => self.written += 1,
            TagOutcome::Unchanged => self.unchanged += 1,
            TagOutcome::Started | TagOutcome::Refused | TagOutcome::Failed => self.failed += 1,
        }
    }

    fn sentence(&self, what: &str, task: TagTask) -> String {
        let done = match task {
            TagTask::Apply => "tagged",
            TagTask::Remove => "rid of their tags",
        };
        format!(
            "{what} {done}: {}; nothing to change: {}; not done: {}.\n",
            self.written, self.unchanged, self.failed
        )
    }
}

/// One bucket's turn.
struct Turn<'t> {
    run: &'t RunReader,
    line: &'t BucketLine,
    writing: &'t Writing<'t>,
}

impl Turn<'_> {
    fn take(&self, tagger: &Tagger, record: &mut TagRecord) -> Result<TagOutcome, Failure> {
        let mut lost: Option<WriteError> = None;
        let account = self.line.facts.get("account").and_then(|fact| fact.value.as_str());
        let mut planned = TagChange::default();
        let written = tagger.write(
            &self.line.bucket,
            account,
            self.line.region.as_deref(),
            &|tags| change_of(&self.plan(tags)),
            &mut |tags, change| {
                planned = change.clone();
                print(&self.plan(tags).render())
                    .map_err(|failure| Trouble::Refused(failure.message))?;
                let mut line = self.writing.line(&self.line.bucket, TagOutcome::Started, change);
                line.before = Some(TagsMoment::of(tags));
                record.push(&line).map_err(|error| {
                    let reason = error.to_string();
                    lost = Some(error);
                    Trouble::Refused(reason)
                })
            },
        );
        if let Some(error) = lost {
            return Err(not_recorded(error));
        }
        let outcome = outcome(&written);
        let line = self.writing.line(&self.line.bucket, outcome, &planned);
        record.push(&with_result(line, &written)).map_err(not_recorded)?;
        print(&self.told(outcome, &written))?;
        Ok(outcome)
    }

    fn plan(&self, tags: &Tags) -> BucketTagPlan {
        let now = TagsLine::of(tags);
        match self.writing.task {
            TagTask::Apply => {
                let Writing { previous, prefix, .. } = self.writing;
                BucketTagPlan::new(self.run.run(), self.line, &now, *previous, prefix)
            }
            TagTask::Remove => BucketTagPlan::removal(&self.line.bucket, &now, self.writing.prefix),
        }
    }

    /// What people are told of it.
    fn told(&self, outcome: TagOutcome, written: &TagsWritten) -> String {
        let bucket = escaped(&self.line.bucket);
        let done = |call: &&CallMade| call.result == CallResult::Done;
        match (outcome, &written.trouble) {
            (TagOutcome::Unchanged, _) => format!("{bucket}: nothing to change\n"),
            (_, None) => {
                let calls: Vec<&str> = written.calls.iter().filter(done).map(|c| c.call).collect();
                format!("  done by {}\n", calls.join(", "))
            }
            (_, Some(trouble)) => {
                format!("{bucket}: not done: {}\n", escaped(trouble.reason()))
            }
        }
    }
}

pub(crate) fn outcome(written: &TagsWritten) -> TagOutcome {
    match &written.trouble {
        Some(Trouble::Refused(_)) if written.calls.is_empty() => TagOutcome::Refused,
        Some(_) => TagOutcome::Failed,
        None if written.calls.is_empty() => TagOutcome::Unchanged,
        None => TagOutcome::Written,
    }
}

fn call_line(call: &CallMade) -> TagCallLine {
    let result = match &call.result {
        CallResult::Done => "done".to_owned(),
        CallResult::Refused(code) => code.clone(),
    };
    TagCallLine {
        call: call.call.to_owned(),
        at: call.at.clone(),
        result,
        request_id: call.request_id.clone(),
    }
}
