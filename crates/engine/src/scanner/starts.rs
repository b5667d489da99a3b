//! Where candidates may begin, read from the bitmaps of a block and of the one behind it.

use crate::beginning::Near;
use crate::classes::{
    BLOCK_BYTES, BREAK, Block, CAPS, DIGIT, LITERAL, RUN, has_full_byte, has_full_nibble,
};

/// Shifts that spread or narrow a bitmap by sixteen places.
const RUN_SHIFTS: [u32; 4] = [1, 2, 4, 8];
/// Shifts that narrow a bitmap by eight places.
const CAPS_SHIFTS: [u32; 3] = [1, 2, 4];

/// Where a candidate may begin.
pub(super) struct Place<'b> {
    /// The bitmaps of its block and of the one behind.
    pub(super) pair: [&'b Block; 2],
    /// The text of the block, and what follows it.
    pub(super) near: &'b Near,
    /// Its bit in the block.
    pub(super) bit: u32,
    /// Its byte in the window.
    pub(super) at: usize,
}

impl Place<'_> {
    /// The bits of a set from here on.
    #[inline]
    pub(super) fn bits(&self, set: usize) -> u64 {
        shifted(self.pair[0][set], self.pair[1][set], self.bit)
    }

    /// How many bytes of the set begin here.
    #[inline]
    pub(super) fn run(&self, set: usize) -> u32 {
        self.bits(set).trailing_ones()
    }
}

/// Where the first three bytes of some literal stand, one by one.
#[inline]
pub(super) fn literals_of(pair: [&Block; 2]) -> u64 {
    let behind = |set: usize, by: u32| pair[0][set] >> by | pair[1][set] << (64 - by);
    let [first, second, third] = LITERAL;
    pair[0][first] & behind(second, 1) & behind(third, 2)
}

/// Whether a block, or what begins in the one before it, may hold what [`telling_of`] asks for.
#[inline]
pub(super) fn may_tell(block: &Block) -> bool {
    block[DIGIT] != 0 || has_full_byte(block[RUN]) || has_full_nibble(block[CAPS])
}

/// The bytes of the first block that lead to a digit nearby or go on for long, and those that a run of sixteen begins
/// with.
#[inline]
pub(super) fn telling_of(pair: [&Block; 2]) -> (u64, u64) {
    let (first, second) = (pair[0], pair[1]);
    let digits = joined(first[DIGIT], second[DIGIT]);
    let near = if digits == 0 { 0 } else { led(digits, !joined(first[BREAK], second[BREAK])) };
    let long = if has_full_byte(first[RUN]) || has_full_byte(second[RUN]) {
        runs(joined(first[RUN], second[RUN]), &RUN_SHIFTS)
    } else {
        0
    };
    let caps = if has_full_nibble(first[CAPS]) || has_full_nibble(second[CAPS]) {
        runs(joined(first[CAPS], second[CAPS]), &CAPS_SHIFTS)
    } else {
        0
    };
    (near | long | caps, long)
}

fn joined(first: u64, second: u64) -> u128 {
    u128::from(first) | u128::from(second) << 64
}

/// Bits that have a set bit at or up to fifteen places behind them, with nothing but `leading` ones from them on
/// up to it.
fn led(bits: u128, leading: u128) -> u64 {
    let join =
        |(bits, leading): (u128, u128), by| (bits | bits >> by & leading, leading & leading >> by);
    RUN_SHIFTS.into_iter().fold((bits, leading), join).0 as u64
}

/// Bits that begin a row of set bits, sixteen or eight long by the shifts.
fn runs(bits: u128, shifts: &[u32]) -> u64 {
    shifts.iter().fold(bits, |bits, by| bits & bits >> by) as u64
}

/// The first so many bits.
pub(super) fn mask_to(bytes: usize) -> u64 {
    if bytes >= BLOCK_BYTES { u64::MAX } else { (1 << bytes) - 1 }
}

/// Sixty-four bits of the two from one in the first on.
#[inline]
pub(super) fn shifted(first: u64, second: u64, by: u32) -> u64 {
    // Two shifts for the second, whose bits may all be beyond.
    first >> by | second << 1 << (u64::BITS - 1 - by)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_digit_is_led_to_by_what_may_stand_before_it(digits: u128, gaps: u128, more: u128) {
            let (digits, leading) = (digits & gaps, gaps | more);
            let far = |from: u32| (from..128).find(|&at| leading >> at & 1 == 0).unwrap_or(128);
            let leads = |from: u32| {
                let to = (from + 15).min(127).min(far(from));
                (from..=to).any(|at| digits >> at & 1 != 0)
            };
            let slow = (0..64).filter(|&at| leads(at)).fold(0, |bits, at| bits | 1u64 << at);
            prop_assert_eq!(led(digits, leading), slow);
        }
    }
}
