//! Keyed hashes of values, by which different ones are counted.

/// Hashes values under a key, so that a hash cannot be looked up in a table of known values. It is SipHash-1-3 of
/// the key and the value, written out for short values, most of which have two words.
#[derive(Clone, Copy)]
pub(crate) struct ValueHasher {
    /// Behind the key.
    keyed: State,
}

/// The bytes of a key, which are a whole number of words.
const KEY_BYTES: usize = 32;

#[derive(Clone, Copy)]
struct State([u64; 4]);

impl ValueHasher {
    /// A hasher under `key`; the same key gives the same hashes, and so the same estimates.
    pub(crate) fn new(key: &[u8; KEY_BYTES]) -> Self {
        // The constants of SipHash, whose own key stays zero.
        let begin = [
            0x736f_6d65_7073_6575,
            0x646f_7261_6e64_6f6d,
            0x6c79_6765_6e65_7261,
            0x7465_6462_7974_6573,
        ];
        let (words, _) = key.as_chunks();
        let take = |state: State, word: &[u8; 8]| state.word(u64::from_le_bytes(*word));
        Self { keyed: words.iter().fold(State(begin), take) }
    }

    /// The hash of a normalised value.
    #[inline]
    pub(crate) fn hash(&self, value: &[u8]) -> u64 {
        let (words, tail) = value.as_chunks();
        let mut state = self.keyed;
        for word in words {
            state = state.word(u64::from_le_bytes(*word));
        }
        // The rest of the value, and in the highest byte the length.
        let mut last = 0;
        for &byte in tail.iter().rev() {
            last = last << 8 | u64::from(byte);
        }
        last |= ((KEY_BYTES + value.len()) as u64) << 56;
        state.end(last)
    }
}

impl State {
    #[inline]
    fn round(self) -> Self {
        let Self([mut a, mut b, mut c, mut d]) = self;
        a = a.wrapping_add(b);
        c = c.wrapping_add(d);
        b = b.rotate_left(13) ^ a;
        d = d.rotate_left(16) ^ c;
        a = a.rotate_left(32).wrapping_add(d);
        c = c.wrapping_add(b);
        b = b.rotate_left(17) ^ c;
        d = d.rotate_left(21) ^ a;
        Self([a, b, c.rotate_left(32), d])
    }

    /// Takes eight bytes in.
    #[inline]
    fn word(self, word: u64) -> Self {
        let Self([a, b, c, d]) = self;
        let Self([a, b, c, d]) = Self([a, b, c, d ^ word]).round();
        Self([a ^ word, b, c, d])
    }

    #[inline]
    fn end(self, last: u64) -> u64 {
        let Self([a, b, c, d]) = self.word(last);
        let Self([a, b, c, d]) = Self([a, b, c ^ 0xFF, d]).round().round().round();
        a ^ b ^ c ^ d
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{DefaultHasher, Hasher as _};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The hasher of the standard library has been SipHash-1-3 so far, without promising it.
        #[test]
        fn values_are_hashed_as_ever(
            key in any::<[u8; KEY_BYTES]>(),
            value in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let mut known = DefaultHasher::new();
            known.write(&key);
            known.write(&value);
            prop_assert_eq!(ValueHasher::new(&key).hash(&value), known.finish());
        }
    }
}
