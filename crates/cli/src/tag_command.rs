//! `magpie tag`: what a run would change in the tags of its buckets, and on request the change.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use magpie_judge::{TagPrefix, Tier};
use magpie_report::{BucketLine, PreviousRun, RunReader, RunState, TagPlan, TagTask, escaped};
use magpie_store::S3Options;

use crate::exit::{Ending, Failure};
use crate::object_tag_writing::objects_from;
use crate::output::print;
use crate::s3_arguments::S3Arguments;
use crate::settings::sse_c_key;
use crate::signals::Signals;
use crate::tag_writing::{Writing, write_tags};

/// Plans bucket tags from a run and prints the difference; writes them on request
#[derive(Args, Debug)]
pub(crate) struct TagCommand {
    /// Run directory
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Writes the tags, and records in the run directory what was done
    #[arg(long, conflicts_with = "remove")]
    apply: bool,
    /// Takes Magpie's tags away again, and nobody else's, and records it: those of the run's buckets, and of the objects that its record names
    #[arg(long)]
    remove: bool,
    /// Writes also where tags decide about access (attribute-based access control), or may do so
    #[arg(long)]
    allow_abac: bool,
    /// Where adding single tags is not open, replaces all of a bucket's tags: a tag that another writer adds at that moment is lost
    #[arg(long)]
    replace_tags: bool,
    /// Earlier run of the same scope: what it said, this one may lower even if both were sampled or incomplete alike; with --remove, objects that its record names lose their tags too
    #[arg(long, value_name = "RUN")]
    previous: Option<PathBuf>,
    /// Tags objects too, from this sensitivity on: what was found in them and how sensitive it is
    #[arg(long, value_enum, value_name = "LEVEL")]
    objects_from: Option<ObjectLevel>,
    /// What the names of the tags begin with
    #[arg(long, value_name = "PREFIX", default_value = "magpie:")]
    tag_prefix: String,
    /// File with the customer's key for SSE-C objects that are tagged: 32 bytes, or their base64
    #[arg(long, value_name = "FILE", help_heading = "S3")]
    sse_c_key_file: Option<PathBuf>,
    #[command(flatten)]
    s3: S3Arguments,
}

/// `--objects-from`, the lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ObjectLevel {
    Low,
    Moderate,
    High,
    Restricted,
}

impl ObjectLevel {
    fn tier(self) -> Tier {
        match self {
            Self::Low => Tier::Low,
            Self::Moderate => Tier::Moderate,
            Self::High => Tier::High,
            Self::Restricted => Tier::Restricted,
        }
    }
}

impl TagCommand {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let task = self.task()?;
        let prefix = TagPrefix::parse(&self.tag_prefix)
            .map_err(|error| Failure::usage(error.to_string()))?;
        let unreadable = |error: magpie_report::ReadError| Failure::unreadable(error.to_string());
        let run = RunReader::open(&self.run).map_err(unreadable)?;
        let caution = caution(run.run().state).ok_or_else(|| {
            let run = escaped(&self.run.display().to_string());
            Failure::usage(format!(
                "{run}: the run did not end; its buckets were not judged; scan again"
            ))
        })?;
        run.check_files().map_err(unreadable)?;
        let buckets: Vec<BucketLine> = run.buckets().map_err(unreadable)?;
        let earlier = match &self.previous {
            Some(path) => Some(RunReader::open(path).map_err(unreadable)?),
            None => None,
        };
        let previous = match &earlier {
            Some(run) => {
                run.check_files().map_err(unreadable)?;
                Some(PreviousRun::read(run).map_err(unreadable)?)
            }
            None => None,
        };
        let from = self.objects_from.map(ObjectLevel::tier);
        let Some(task) = task else {
            let plan = TagPlan::new(run.run(), &buckets, previous.as_ref(), &prefix).render();
            print(&format!("{caution}{}{plan}", objects_sentence(&run, from)?))?;
            return Ok(Ending::DONE);
        };
        if task == TagTask::Apply {
            print(caution)?;
        }
        let sse_c_key = sse_c_key(self.sse_c_key_file.as_deref())?;
        let signals = Signals::hear()
            .map_err(|error| Failure::usage(format!("signals cannot be heard: {error}")))?;
        let writing = Writing {
            task,
            prefix: &prefix,
            previous: previous.as_ref(),
            runs: std::iter::once(&run).chain(&earlier).collect(),
            interrupt: &signals.interrupt,
            allow_abac: self.allow_abac,
            replace_tags: self.replace_tags,
            objects_from: from,
            s3: S3Options { sse_c_key, ..self.s3.options()? },
        };
        let ending = write_tags(&run, &buckets, &writing)?;
        Ok(Ending { signal: signals.received(), ..ending })
    }

    /// What is to be written; `None` for a plan only.
    fn task(&self) -> Result<Option<TagTask>, Failure> {
        match (self.apply, self.remove) {
            (true, _) => Ok(Some(TagTask::Apply)),
            (_, true) => Ok(Some(TagTask::Remove)),
            _ if self.allow_abac
                || self.replace_tags
                || self.sse_c_key_file.is_some()
                || self.s3 != S3Arguments::default() =>
            {
                Err(Failure::usage(
                    "a plan asks nobody: --allow-abac, --replace-tags and the options of S3 go with --apply or --remove",
                ))
            }
            _ => Ok(None),
        }
    }
}

/// How many objects would be tagged; what tags they have, no run knows.
fn objects_sentence(run: &RunReader, from: Option<Tier>) -> Result<String, Failure> {
    let Some(from) = from else { return Ok(String::new()) };
    let mut count = 0_u64;
    for object in objects_from(run, from)? {
        object.map_err(|error| Failure::unreadable(error.to_string()))?;
        count += 1;
    }
    Ok(format!(
        "Objects whose data is {} or more: {count}; their tags are read when they are written.\n",
        from.as_str()
    ))
}

/// What stands before the plan of a run in this state; `None` where there can be no plan.
fn caution(state: RunState) -> Option<&'static str> {
    match state {
        RunState::Running => None,
        RunState::Done => Some(""),
        RunState::Interrupted => {
            Some("The run was interrupted: this plan raises what tags say and lowers nothing.\n")
        }
        RunState::Broken => Some(
            "The run is broken, its results contradict one another or could not be written: this plan raises what tags say and lowers nothing.\n",
        ),
    }
}
