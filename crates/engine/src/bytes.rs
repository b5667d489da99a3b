//! Sets of bytes, for the analysis of patterns.

use serde::{Deserialize, Serialize};

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Bytes([u64; 4]);

impl Bytes {
    /// Every byte.
    pub(crate) const ALL: Self = Self([u64::MAX; 4]);

    /// The bytes that `member` accepts.
    pub(crate) fn of(member: impl Fn(u8) -> bool) -> Self {
        let mut bytes = Self::default();
        for byte in (0..=255u8).filter(|&byte| member(byte)) {
            bytes.0[usize::from(byte / 64)] |= 1 << (byte % 64);
        }
        bytes
    }

    /// The bytes from `low` to `high`.
    pub(crate) fn within(low: u8, high: u8) -> Self {
        Self(std::array::from_fn(|word| {
            let first = word as u8 * 64;
            let (low, high) = (low.max(first), high.min(first + 63));
            if low > high { 0 } else { u64::MAX >> (63 - (high - low)) << (low - first) }
        }))
    }

    /// Whether a byte is a member.
    pub(crate) fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte / 64)] >> (byte % 64) & 1 != 0
    }

    /// The members, rising.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u8> {
        (0..4u8).zip(self.0).flat_map(|(word, mut bits)| {
            std::iter::from_fn(move || {
                let place = bits.trailing_zeros() as u8;
                bits &= bits.checked_sub(1)?;
                Some(word * 64 + place)
            })
        })
    }

    /// Whether nothing is a member.
    pub(crate) fn is_empty(&self) -> bool {
        self.0 == [0; 4]
    }

    /// The members of either.
    pub(crate) fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }

    /// The members of both.
    pub(crate) fn and(self, other: Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }

    /// What is no member.
    pub(crate) fn not(self) -> Self {
        Self(self.0.map(|word| !word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_what_lies_between_their_ends() {
        for (low, high) in
            [(0, 255), (0, 0), (63, 64), (97, 122), (200, 255), (64, 127), (255, 255)]
        {
            let counted = Bytes::of(|byte| (low..=high).contains(&byte));
            assert_eq!(Bytes::within(low, high), counted, "{low} to {high}");
            assert!(counted.iter().eq(low..=high));
        }
    }

    #[test]
    fn sets_are_joined_and_met() {
        let digits = Bytes::within(b'0', b'9');
        let low = Bytes::within(0, b'4');
        assert_eq!(digits.and(low), Bytes::within(b'0', b'4'));
        assert_eq!(digits.or(low), Bytes::within(0, b'9'));
        assert!(digits.and(digits.not()).is_empty());
        assert_eq!(digits.or(digits.not()), Bytes::ALL);
    }
}
