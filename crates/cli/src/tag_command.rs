//! `magpie tag`: what a run would change in the tags of its buckets.

use std::path::PathBuf;

use clap::Args;
use magpie_judge::TagPrefix;
use magpie_report::{RunReader, TagPlan};

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
        let buckets = run.buckets().map_err(unreadable)?;
        print(&TagPlan::new(run.run(), &buckets, &prefix).render());
        Ok(Ending::DONE)
    }
}
