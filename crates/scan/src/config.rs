//! What a run is asked to do.

use std::sync::Arc;
use std::time::Duration;

use magpie_extract::Limits;
use magpie_judge::{BreakdownBounds, Weights};
use magpie_model::{Confidence, Declared, DocumentReaders, NoReaders};

use crate::{AllowList, Filters, FingerprintKey};

/// What one worker may hold at a time: windows, scratch space and the parts of a body that are
/// fetched ahead.
const WORKER_BYTES: u64 = 12 << 20;

/// The options of a run, apart from its targets and its detectors.
pub struct ScanConfig {
    /// Matches below it are counted and nothing else.
    pub confidence_min: Confidence,
    /// Which objects are read.
    pub filters: Filters,
    /// Objects read at the same time.
    pub jobs: usize,
    /// Bounds on one object.
    pub limits: Limits,
    /// Readers of formats that need more than `extract` has.
    pub readers: Arc<dyn DocumentReaders>,
    /// The longest that one object may take; `None` for as long as it needs.
    pub object_time_max: Option<Duration>,
    /// Places kept for one finding; counting has no limit.
    pub occurrences_max: usize,
    /// Memory for what is found in one object, in bytes. Findings of parts beyond half of it are told
    /// without places and samples; at its end the object is partial.
    pub object_results_max: u64,
    /// Masked values kept for one finding.
    pub samples_max: usize,
    /// Values that are not reported.
    pub allow: AllowList,
    /// The key of the fingerprints.
    pub fingerprint_key: FingerprintKey,
    /// Asks how objects are encrypted whose reading did not tell.
    pub encryption_census: bool,
    /// Shows object keys, inner paths and column names as they are.
    pub raw_keys: bool,
    /// What the user says of the world around the buckets.
    pub declared: Declared,
    /// The numbers behind the risk.
    pub weights: Weights,
    /// How many objects and prefixes are told apart.
    pub breakdown: BreakdownBounds,
}

impl ScanConfig {
    /// The defaults, which a user changes one by one.
    pub fn new(fingerprint_key: FingerprintKey) -> Self {
        Self {
            confidence_min: Confidence::Medium,
            filters: Filters::default(),
            jobs: 1,
            limits: Limits::default(),
            readers: Arc::new(NoReaders),
            object_time_max: Some(Duration::from_secs(600)),
            occurrences_max: 1_000,
            object_results_max: 256 << 20,
            samples_max: 5,
            allow: AllowList::default(),
            fingerprint_key,
            encryption_census: false,
            raw_keys: false,
            declared: Declared::default(),
            weights: Weights::builtin().clone(),
            breakdown: BreakdownBounds::DEFAULT,
        }
    }
}

/// How many objects to read at the same time.
///
/// Reading files is bound by the processor, so one worker a core is enough. Opening an S3 object
/// waits for the network, so more workers than cores keep the cores busy. Memory bounds both: a
/// worker holds about 12 MiB.
pub fn jobs(asked: Option<usize>, cores: usize, remote: bool, memory_max: u64) -> usize {
    let wanted = asked.unwrap_or(if remote { (cores * 2).max(16) } else { cores });
    let affordable = usize::try_from(memory_max / WORKER_BYTES).unwrap_or(usize::MAX);
    wanted.min(affordable).max(1)
}

#[cfg(test)]
mod tests {
    use super::jobs;

    const MIB: u64 = 1 << 20;

    #[test]
    fn workers_follow_cores_the_network_and_memory() {
        assert_eq!(jobs(None, 8, false, 256 * MIB), 8);
        assert_eq!(jobs(None, 2, true, 256 * MIB), 16);
        assert_eq!(jobs(Some(64), 2, false, 256 * MIB), 21);
        assert_eq!(jobs(Some(3), 8, true, 256 * MIB), 3);
        assert_eq!(jobs(None, 8, false, MIB), 1);
    }
}
