//! `magpie tag`: what a run would change in the tags of its buckets.

use std::path::PathBuf;

use clap::Args;
use magpie_judge::TagPrefix;
use magpie_report::{RunReader, RunState, TagPlan, escaped};

use crate::exit::{Ending, Failure};
use crate::output::print;

/// Plans bucket tags from a run and prints the difference; writes nothing
#[derive(Args, Debug)]
pub(crate) struct TagCommand {
    /// Run directory
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// What the names of the tags begin with
    #[arg(long, value_name = "PREFIX", default_value = "magpie:")]
    tag_prefix: String,
}

impl TagCommand {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let usage = |message: String| Failure::usage(message);
        let prefix =
            TagPrefix::parse(&self.tag_prefix).map_err(|error| usage(error.to_string()))?;
        let unreadable = |error: magpie_report::ReadError| Failure::unreadable(error.to_string());
        let run = RunReader::open(&self.run).map_err(unreadable)?;
        let caution = caution(run.run().state).ok_or_else(|| {
            let run = escaped(&self.run.display().to_string());
            usage(format!("{run}: the run did not end; its buckets were not judged; scan again"))
        })?;
        let buckets = run.buckets().map_err(unreadable)?;
        let plan = TagPlan::new(run.run(), &buckets, &prefix).render();
        print(&format!("{caution}{plan}"))?;
        Ok(Ending::DONE)
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
