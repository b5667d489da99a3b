//! Counts different values: exactly to a bound, beyond that by HyperLogLog.
//!
//! Values are seen as keyed 64-bit hashes only, so that nothing of them stays in memory. Counts of
//! several places are joined, so that who stands in two objects is one person.

/// How finely a count is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Precision {
    /// Up to so many different values the count is exact.
    pub exact_max: usize,
    /// The estimate has two to the power of so many registers of a byte; 4 to 16.
    pub register_bits: u32,
}

impl Precision {
    /// Of one finding: 16,384 registers, a standard error of 0.8 %.
    pub const OF_FINDING: Self = Self { exact_max: 10_000, register_bits: 14 };
    /// Of one detector in a bucket: the same error, sooner.
    pub const OF_BUCKET: Self = Self { exact_max: 2_000, register_bits: 14 };
    /// Of one detector in an object or a prefix: 1,024 registers, a standard error of 3.3 %.
    pub const OF_PART: Self = Self { exact_max: 128, register_bits: 10 };
}

impl Default for Precision {
    fn default() -> Self {
        Self::OF_BUCKET
    }
}

/// A set of hashes that turns into an estimate when it grows too large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distinct {
    precision: Precision,
    state: State,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Open addressing over a power of two, at most half full; 0 marks a free place.
    Exact { table: Vec<u64>, held: usize },
    /// The longest run of leading zeros met, by register.
    Estimate { registers: Vec<u8> },
}

impl Distinct {
    /// A set without a value.
    pub fn new(precision: Precision) -> Self {
        Self { precision, state: State::Exact { table: Vec::new(), held: 0 } }
    }

    /// Adds one hash. Returns whether it was certainly new.
    #[inline]
    pub fn insert(&mut self, hash: u64) -> bool {
        let bits = self.precision.register_bits;
        match &mut self.state {
            State::Exact { table, held } => {
                if !insert_exact(table, held, hash.max(1)) {
                    return false;
                }
                if *held > self.precision.exact_max {
                    let registers = registers_of(table, bits);
                    self.state = State::Estimate { registers };
                }
                true
            }
            State::Estimate { registers } => {
                insert_estimate(registers, bits, hash);
                false
            }
        }
    }

    /// Adds everything that `other` has seen, which must not be kept less finely.
    pub fn merge(&mut self, other: &Self) {
        debug_assert!(self.precision.register_bits <= other.precision.register_bits);
        match &other.state {
            State::Exact { table, .. } => {
                for &hash in table.iter().filter(|&&hash| hash != 0) {
                    self.insert(hash);
                }
            }
            State::Estimate { registers: theirs } => {
                let bits = self.precision.register_bits;
                let mut ours = match &mut self.state {
                    State::Exact { table, .. } => registers_of(table, bits),
                    State::Estimate { registers } => std::mem::take(registers),
                };
                merge_registers(&mut ours, bits, theirs, other.precision.register_bits);
                self.state = State::Estimate { registers: ours };
            }
        }
    }

    /// The same, kept more coarsely.
    pub fn coarser(&self, precision: Precision) -> Self {
        let mut coarse = Self::new(precision);
        coarse.merge(self);
        coarse
    }

    /// How many different values there were.
    pub fn count(&self) -> u64 {
        match &self.state {
            State::Exact { held, .. } => *held as u64,
            // The exact count had passed its bound when the estimate began.
            State::Estimate { registers } => {
                estimate(registers).max(self.precision.exact_max as u64 + 1)
            }
        }
    }

    /// Whether [`Distinct::count`] is an estimate.
    pub fn is_estimate(&self) -> bool {
        matches!(self.state, State::Estimate { .. })
    }

    /// What it takes in memory, roughly.
    pub fn weight(&self) -> u64 {
        match &self.state {
            State::Exact { table, .. } => 64 + 8 * table.len() as u64,
            State::Estimate { registers } => 64 + registers.len() as u64,
        }
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

fn registers_of(table: &[u64], bits: u32) -> Vec<u8> {
    let mut registers = vec![0; 1 << bits];
    for &hash in table.iter().filter(|&&hash| hash != 0) {
        insert_estimate(&mut registers, bits, hash);
    }
    registers
}

fn insert_estimate(registers: &mut [u8], bits: u32, hash: u64) {
    let register = (hash >> (64 - bits)) as usize;
    let zeros = (hash << bits).leading_zeros().min(64 - bits) as u8;
    registers[register] = registers[register].max(zeros + 1);
}

/// With fewer registers, the last bits of a finer register's number are the first of the run of
/// zeros.
fn merge_registers(ours: &mut [u8], bits: u32, theirs: &[u8], their_bits: u32) {
    let more = their_bits.saturating_sub(bits);
    for (number, &run) in theirs.iter().enumerate().filter(|(_, run)| **run > 0) {
        let tail = (number as u64) & ((1 << more) - 1);
        let run = match tail {
            0 => run + more as u8,
            tail => (more - (64 - tail.leading_zeros())) as u8 + 1,
        };
        let register = &mut ours[number >> more];
        *register = (*register).max(run);
    }
}

fn estimate(registers: &[u8]) -> u64 {
    let m = registers.len() as f64;
    let sum: f64 = registers.iter().map(|&zeros| (-f64::from(zeros)).exp2()).sum();
    let raw = 0.7213 / (1.0 + 1.079 / m) * m * m / sum;
    let free = registers.iter().filter(|&&zeros| zeros == 0).count();
    let linear = if free > 0 { m * (m / free as f64).ln() } else { f64::INFINITY };
    // The raw estimate is biased where many registers are free; counting those is better there, and
    // stays below what the raw one begins with: a count that grows never falls.
    let raw_from = 2.5 * m;
    (if raw <= raw_from { linear.min(raw_from) } else { raw }).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mixer whose outputs look random: the finaliser of MurmurHash3.
    fn hash(value: u64) -> u64 {
        let mut h = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
        h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ (h >> 33)
    }

    fn after(precision: Precision, values: std::ops::Range<u64>) -> Distinct {
        let mut distinct = Distinct::new(precision);
        for value in values {
            distinct.insert(hash(value));
        }
        distinct
    }

    const ALL: [Precision; 3] = [Precision::OF_FINDING, Precision::OF_BUCKET, Precision::OF_PART];

    #[test]
    fn counts_are_exact_to_the_bound_and_repeats_do_not_count() {
        for precision in ALL {
            let bound = precision.exact_max as u64;
            let mut distinct = after(precision, 0..bound);
            distinct.merge(&after(precision, 5..bound / 2));
            assert_eq!((distinct.count(), distinct.is_estimate()), (bound, false));
        }
    }

    #[test]
    fn estimates_stay_within_four_standard_errors() {
        for precision in ALL {
            let allowed = 4.0 * 1.04 / f64::from(1_u32 << precision.register_bits).sqrt();
            for n in [10_001, 20_000, 50_000, 300_000] {
                let distinct = after(precision, 0..n);
                let off = (distinct.count() as f64 - n as f64).abs() / n as f64;
                assert!(distinct.is_estimate() && off < allowed, "{n}: {}", distinct.count());
            }
        }
    }

    #[test]
    fn a_count_never_falls_where_the_estimates_change() {
        for precision in ALL {
            let from = 2 << precision.register_bits;
            let mut distinct = after(precision, 0..from);
            let mut last = distinct.count();
            for value in from..3 << precision.register_bits {
                distinct.insert(hash(value));
                if value % 7 == 0 {
                    let count = distinct.count();
                    assert!(count >= last, "{last} to {count} at {value}");
                    last = count;
                }
            }
        }
    }

    #[test]
    fn merging_is_like_having_seen_both() {
        for (a, b) in [(0..40, 20..60), (0..8_000, 4_000..12_000), (0..30_000, 0..10)] {
            for precision in ALL {
                let mut merged = after(precision, a.clone());
                merged.merge(&after(precision, b.clone()));
                let whole = after(precision, a.start.min(b.start)..a.end.max(b.end));
                assert_eq!(merged.count(), whole.count());
            }
        }
    }

    #[test]
    fn a_coarser_count_is_the_one_that_would_have_been_kept() {
        for n in [0, 100, 129, 5_000, 10_001, 200_000] {
            for precision in [Precision::OF_BUCKET, Precision::OF_PART] {
                let coarse = after(Precision::OF_FINDING, 0..n).coarser(precision);
                assert_eq!(coarse.count(), after(precision, 0..n).count(), "{n}");
            }
        }
    }
}
