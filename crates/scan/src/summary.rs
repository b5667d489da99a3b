//! What a run came to, for a caller to print and to turn into an exit code.

use magpie_model::Reason;
use magpie_report::{Sum, Written};

/// Reasons by which the user's own options leave an object out: such a run is still complete.
const BY_WISH: [Reason; 3] = [Reason::ExcludedByFilter, Reason::NotSampled, Reason::RunDirectory];

/// What became of one target that the user named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetSummary {
    /// As the user named it.
    pub name: String,
    /// What its listing named.
    pub listed: Sum,
    /// Of these, objects that failed before anything of them was read.
    pub failed: u64,
    /// Of these, such as are no files that can be read (`SPECIAL_FILE`).
    pub special: u64,
    /// Why the first of those could not be read.
    pub unread: Option<Reason>,
    /// Why it could not be listed to its end; several where it stands for several buckets.
    pub errors: Vec<String>,
}

impl TargetSummary {
    /// Whether nothing at all could be read of it: it could not be listed, or every object failed
    /// at its beginning or is no file.
    pub fn is_unreadable(&self) -> bool {
        if self.listed.objects == 0 {
            !self.errors.is_empty()
        } else {
            self.failed + self.special == self.listed.objects
        }
    }
}

/// What a run came to.
#[derive(Clone, Debug)]
pub struct RunSummary {
    /// The run directory, with its totals, buckets and findings by detector.
    pub written: Written,
    /// The targets, in the order that the user named them.
    pub targets: Vec<TargetSummary>,
    /// Whether it was interrupted.
    pub interrupted: bool,
    /// How long it took.
    pub seconds: f64,
}

impl RunSummary {
    /// Whether everything that was asked for was listed and read in full.
    pub fn is_complete(&self) -> bool {
        let reasons = self.written.run.totals.reasons.keys();
        !self.interrupted
            && self.targets.iter().all(|target| target.errors.is_empty())
            && reasons.into_iter().all(|code| BY_WISH.iter().any(|wish| wish.as_str() == code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(objects: u64, failed: u64, errors: &[&str]) -> TargetSummary {
        TargetSummary {
            name: "s3://orders".into(),
            listed: Sum { objects, bytes: 0 },
            failed,
            special: 0,
            unread: None,
            errors: errors.iter().map(|&error| error.to_owned()).collect(),
        }
    }

    #[test]
    fn a_target_of_which_nothing_could_be_had_is_unreadable() {
        assert!(target(0, 0, &["denied"]).is_unreadable());
        assert!(target(3, 3, &[]).is_unreadable());
        assert!(!target(0, 0, &[]).is_unreadable());
        assert!(!target(3, 2, &[]).is_unreadable());
        assert!(!target(3, 0, &["the network broke"]).is_unreadable());
        assert!(TargetSummary { special: 1, ..target(3, 2, &[]) }.is_unreadable());
    }
}
