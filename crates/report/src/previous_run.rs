//! An earlier run that a later one is held against: whether it saw no more.

use crate::{BucketLine, ReadError, RunFile, RunReader, RunState};

/// The options that decide what of a target is read, and what is looked for in it.
const SCOPE: [&str; 9] = [
    "include",
    "exclude",
    "modified-after",
    "sample",
    "sample-seed",
    "min-confidence",
    "allow-list",
    "allow-regex",
    "endpoint-url",
];

/// Whether a run looked for everything that a run looks for unless told otherwise: then what it
/// does not say is not there, whichever run spoke before.
pub(crate) fn looked_for_all(run: &RunFile) -> bool {
    let selectors = &run.detectors.selectors;
    let said = |name: &str| run.options.get(name).and_then(|value| value.as_str());
    let left_out = |name: &str| run.options.get(name).is_some_and(|value| *value != false);
    selectors.iter().any(|name| name == "recommended" || name == "all")
        && !selectors.iter().any(|name| name.starts_with('!'))
        && matches!(said("min-confidence"), Some("low" | "medium"))
        && !left_out("allow-list")
        && !left_out("allow-regex")
        && run.weights.origin == "builtin"
}

/// An earlier run.
#[derive(Debug)]
pub struct PreviousRun {
    run: RunFile,
    buckets: Vec<BucketLine>,
}

impl PreviousRun {
    /// Takes what is needed of it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(run: &RunReader) -> Result<Self, ReadError> {
        Ok(Self { run: run.run().clone(), buckets: run.buckets()? })
    }

    /// Its buckets.
    pub fn buckets(&self) -> &[BucketLine] {
        &self.buckets
    }

    /// The bucket's line of the earlier run, when a later run was asked for the same and saw at
    /// least as much of the bucket.
    pub(crate) fn as_wide(&self, later: &RunFile, line: &BucketLine) -> Option<&BucketLine> {
        let scope = |run: &RunFile| SCOPE.map(|name| run.options.get(name).cloned());
        let ended = self.run.state == RunState::Done && self.run.reconciles == Some(true);
        let same = self.run.targets == later.targets
            && self.run.detectors.digest == later.detectors.digest
            && self.run.weights == later.weights
            && self.run.limits == later.limits
            && scope(&self.run) == scope(later);
        let before = self.buckets.iter().find(|before| before.bucket == line.bucket)?;
        let (then, now) = (&before.coverage, &line.coverage);
        let no_less = now.objects_complete >= then.objects_complete
            && now.bytes_read >= then.bytes_read
            && now.objects - now.objects_complete <= then.objects - then.objects_complete
            && now.listing_complete;
        (ended && same && no_less).then_some(before)
    }
}
