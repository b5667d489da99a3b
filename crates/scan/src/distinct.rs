//! Counts different values: exactly to 10,000, beyond that by HyperLogLog.
//!
//! Values are seen as keyed 64-bit hashes only, so that nothing of them stays in memory.

use std::hash::{DefaultHasher, Hasher};

/// Up to so many different values the count is exact.
pub(crate) const EXACT_MAX: usize = 10_000;

/// 2^14 registers: a standard error of 0.8 % for 16 KiB.
const REGISTER_BITS: u32 = 14;

/// Hashes values under a key, so that a hash cannot be looked up in a table of known values.
#[derive(Clone)]
pub(crate) struct ValueHasher {
    keyed: DefaultHasher,
}

impl ValueHasher {
    /// A hasher under `key`; the same key gives the same hashes, and so the same estimates.
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        let mut keyed = DefaultHasher::new();
        keyed.write(key);
        Self { keyed }
    }

    /// The hash of a normalised value.
    pub(crate) fn hash(&self, value: &[u8]) -> u64 {
        let mut hasher = self.keyed.clone();
        hasher.write(value);
        hasher.finish()
    }
}

/// A set of hashes that turns into an estimate when it grows too large.
#[derive(Clone)]
pub(crate) enum Distinct {
    /// Open addressing over a power of two, at most half full; 0 marks a free place.
    Exact { table: Vec<u64>, held: usize },
    /// The longest run of leading zeros met, by register.
    Estimate { registers: Vec<u8> },
}

impl Distinct {
    /// A set without a value.
    pub(crate) fn new() -> Self {
        Self::Exact { table: Vec::new(), held: 0 }
    }

    /// Adds one hash. Returns whether it was certainly new.
    pub(crate) fn insert(&mut self, hash: u64) -> bool {
        match self {
            Self::Exact { table, held } => {
                if !insert_exact(table, held, hash.max(1)) {
                    return false;
                }
                if *held > EXACT_MAX {
                    *self = Self::Estimate { registers: registers_of(table) };
                }
                true
            }
            Self::Estimate { registers } => {
                insert_estimate(registers, hash);
                false
            }
        }
    }

    /// Adds everything that `other` has seen.
    pub(crate) fn merge(&mut self, other: &Self) {
        match other {
            Self::Exact { table, .. } => {
                for &hash in table.iter().filter(|&&hash| hash != 0) {
                    self.insert(hash);
                }
            }
            Self::Estimate { registers: theirs } => {
                let mut ours = match self {
                    Self::Exact { table, .. } => registers_of(table),
                    Self::Estimate { registers } => std::mem::take(registers),
                };
                for (ours, theirs) in ours.iter_mut().zip(theirs) {
                    *ours = (*ours).max(*theirs);
                }
                *self = Self::Estimate { registers: ours };
            }
        }
    }

    /// How many different values there were.
    pub(crate) fn count(&self) -> u64 {
        match self {
            Self::Exact { held, .. } => *held as u64,
            // The exact count had passed EXACT_MAX when the estimate began.
            Self::Estimate { registers } => estimate(registers).max(EXACT_MAX as u64 + 1),
        }
    }

    /// Whether [`Distinct::count`] is an estimate.
    pub(crate) fn is_estimate(&self) -> bool {
        matches!(self, Self::Estimate { .. })
    }
}

fn insert_exact(table: &mut Vec<u64>, held: &mut usize, hash: u64) -> bool {
    if (*held + 1) * 2 > table.len() {
        let size = (table.len() * 2).max(16);
        let old = std::mem::replace(table, vec![0; size]);
        for hash in old.into_iter().filter(|&hash| hash != 0) {
            let place = place_of(table, hash);
            table[place] = hash;
        }
    }
    let place = place_of(table, hash);
    if table[place] == hash {
        return false;
    }
    table[place] = hash;
    *held += 1;
    true
}

fn place_of(table: &[u64], hash: u64) -> usize {
    let mask = table.len() - 1;
    let mut place = hash as usize & mask;
    while table[place] != 0 && table[place] != hash {
        place = (place + 1) & mask;
    }
    place
}

fn registers_of(table: &[u64]) -> Vec<u8> {
    let mut registers = vec![0; 1 << REGISTER_BITS];
    for &hash in table.iter().filter(|&&hash| hash != 0) {
        insert_estimate(&mut registers, hash);
    }
    registers
}

fn insert_estimate(registers: &mut [u8], hash: u64) {
    let register = (hash >> (64 - REGISTER_BITS)) as usize;
    let zeros = (hash << REGISTER_BITS).leading_zeros().min(64 - REGISTER_BITS) as u8;
    registers[register] = registers[register].max(zeros + 1);
}

fn estimate(registers: &[u8]) -> u64 {
    let m = registers.len() as f64;
    let sum: f64 = registers.iter().map(|&zeros| (-f64::from(zeros)).exp2()).sum();
    let raw = 0.7213 / (1.0 + 1.079 / m) * m * m / sum;
    let free = registers.iter().filter(|&&zeros| zeros == 0).count();
    let linear = if free > 0 { m * (m / free as f64).ln() } else { f64::INFINITY };
    // The raw estimate is biased where many registers are free; counting those is better there.
    (if raw <= 2.5 * m && linear.is_finite() { linear } else { raw }).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(values: std::ops::Range<u64>) -> Distinct {
        let hasher = ValueHasher::new(&[7; 32]);
        let mut distinct = Distinct::new();
        for value in values {
            distinct.insert(hasher.hash(&value.to_le_bytes()));
        }
        distinct
    }

    #[test]
    fn counts_are_exact_to_ten_thousand_and_repeats_do_not_count() {
        let mut distinct = after(0..EXACT_MAX as u64);
        distinct.merge(&after(5..300));
        assert_eq!((distinct.count(), distinct.is_estimate()), (EXACT_MAX as u64, false));
    }

    #[test]
    fn estimates_stay_within_three_percent() {
        for n in [10_001, 20_000, 50_000, 300_000] {
            let distinct = after(0..n);
            let off = (distinct.count() as f64 - n as f64).abs() / n as f64;
            assert!(distinct.is_estimate() && off < 0.03, "{n}: {}", distinct.count());
        }
    }

    #[test]
    fn merging_is_like_having_seen_both() {
        for (a, b) in [(0..40, 20..60), (0..8_000, 4_000..12_000), (0..30_000, 0..10)] {
            let mut merged = after(a.clone());
            merged.merge(&after(b.clone()));
            let whole = after(a.start.min(b.start)..a.end.max(b.end));
            assert_eq!(merged.count(), whole.count());
        }
    }
}
