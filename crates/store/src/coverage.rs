//! Which bytes of an object have been read, each counted once.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Disjoint ranges of bytes that were read, however often and in whatever order.
#[derive(Debug, Default)]
pub(crate) struct Coverage(Mutex<Vec<Range<u64>>>);

impl Coverage {
    /// Notes that the range was read.
    pub(crate) fn add(&self, read: Range<u64>) {
        if read.is_empty() {
            return;
        }
        let mut ranges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let from = ranges.partition_point(|r| r.end < read.start);
        let to = ranges.partition_point(|r| r.start <= read.end);
        let start = ranges.get(from).map_or(read.start, |r| r.start.min(read.start));
        let end = to.checked_sub(1).and_then(|last| ranges.get(last));
        let end = end.map_or(read.end, |r| r.end.max(read.end));
        ranges.splice(from..to.max(from), std::iter::once(start..end));
    }

    /// How many bytes were read.
    pub(crate) fn bytes(&self) -> u64 {
        let ranges = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ranges.iter().map(|r| r.end - r.start).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_read_twice_count_once() {
        let coverage = Coverage::default();
        for range in [10..20, 0..5, 12..15, 5..10, 30..40, 15..32, 40..40] {
            coverage.add(range);
        }
        assert_eq!(coverage.bytes(), 40);
    }

    #[test]
    fn ranges_apart_stay_apart() {
        let coverage = Coverage::default();
        let read = [50..60, 10..20, 30..40, 0..1, 19..31];
        let mut seen = [false; 64];
        for range in read {
            seen[range.start as usize..range.end as usize].fill(true);
            coverage.add(range);
            assert_eq!(coverage.bytes(), seen.iter().filter(|s| **s).count() as u64);
        }
    }
}
