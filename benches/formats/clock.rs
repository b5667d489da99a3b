//! Wall time and processor time of a run.

use std::hint::black_box;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// What a run took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// Of this process and of its children that have ended.
    pub(crate) cpu: Duration,
}

/// Runs it once.
pub(crate) fn time<T>(run: impl FnOnce() -> T) -> Cost {
    let (before, begun) = (processor(), Instant::now());
    black_box(run());
    Cost { wall: begun.elapsed(), cpu: processor().saturating_sub(before) }
}

fn processor() -> Duration {
    let of = |who| {
        let usage = getrusage(who).expect("a process may ask for its own usage");
        usage.user_time().num_microseconds() + usage.system_time().num_microseconds()
    };
    let micros = of(UsageWho::RUSAGE_SELF) + of(UsageWho::RUSAGE_CHILDREN);
    Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}

/// Medians, each on its own.
pub(crate) fn median(costs: &[Cost]) -> Cost {
    let middle = |mut times: Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2]
    };
    Cost {
        wall: middle(costs.iter().map(|cost| cost.wall).collect()),
        cpu: middle(costs.iter().map(|cost| cost.cpu).collect()),
    }
}
