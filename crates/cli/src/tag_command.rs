//! `magpie tag`: what a run would change in the tags of its buckets, and on request the change.

use std::path::PathBuf;

use clap::Args;
use magpie_judge::TagPrefix;
use magpie_report::{BucketLine, RunReader, RunState, TagPlan, TagTask, escaped};

use crate::exit::{Ending, Failure};
use crate::output::print;
use crate::s3_arguments::S3Arguments;
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
    /// Takes Magpie's tags away again, and nobody else's, and records it
    #[arg(long)]
    remove: bool,
    /// Writes also where tags decide about access (attribute-based access control), or may do so
    #[arg(long)]
    allow_abac: bool,
    /// What the names of the tags begin with
    #[arg(long, value_name = "PREFIX", default_value = "magpie:")]
    tag_prefix: String,
    #[command(flatten)]
    s3: S3Arguments,
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
        let buckets: Vec<BucketLine> = run.buckets().map_err(unreadable)?;
        let Some(task) = task else {
            let plan = TagPlan::new(run.run(), &buckets, &prefix).render();
            print(&format!("{caution}{plan}"))?;
            return Ok(Ending::DONE);
        };
        if task == TagTask::Apply {
            print(caution)?;
        }
        let writing =
            Writing { task, prefix: &prefix, allow_abac: self.allow_abac, s3: self.s3.options()? };
        write_tags(&run, &buckets, &writing)
    }

    /// What is to be written; `None` for a plan only.
    fn task(&self) -> Result<Option<TagTask>, Failure> {
        match (self.apply, self.remove) {
            (true, _) => Ok(Some(TagTask::Apply)),
            (_, true) => Ok(Some(TagTask::Remove)),
            _ if self.allow_abac || self.s3 != S3Arguments::default() => Err(Failure::usage(
                "a plan asks nobody: --allow-abac and the options of S3 go with --apply or --remove",
            )),
            _ => Ok(None),
        }
    }
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
