//! Bytes to bitmaps: for each block of 64 bytes one bit a byte and set.
//!
//! A set of ASCII bytes is a table of 16 rows (low nibble) of 8 columns (high nibble): the classic
//! nibble look-up, which AVX-512 does for 64 bytes in one shuffle, AVX2 for 32 and NEON for 16. The
//! scalar twin does the same byte by byte; a property test holds equal what this processor has. NEON
//! ran under emulation only.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "aarch64")]
mod neon;

/// Bytes in a block, and bits in a bitmap's word.
pub(crate) const BLOCK_BYTES: usize = 64;

/// How many sets are classified together.
pub(crate) const SETS: usize = 6;

/// Set 0: ASCII digits.
pub(crate) const DIGIT: usize = 0;
/// Set 1: letters and digits.
pub(crate) const WORD: usize = 1;
/// Set 2: letters, digits and what tokens in base64 or base64url are made of.
pub(crate) const RUN: usize = 2;
/// Set 3: bytes that a pattern is found by from its middle (`@`).
pub(crate) const PIVOT: usize = 3;
/// Set 4: first bytes of patterns that do not begin with a word byte (`+`, `(`).
pub(crate) const SIGN: usize = 4;
/// Set 5: what document numbers and machine-readable zones are made of.
pub(crate) const CAPS: usize = 5;

/// The bitmaps of one block, by set.
pub(crate) type Block = [u64; SETS];

/// A set of ASCII bytes; bit `h` of row `l` stands for the byte `16 * h + l`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ByteSet {
    rows: [u8; 16],
}

impl ByteSet {
    /// The set of the bytes that `member` accepts; bytes beyond ASCII are never members.
    pub(crate) fn of(member: impl Fn(u8) -> bool) -> Self {
        let mut rows = [0u8; 16];
        for byte in (0..128u8).filter(|&byte| member(byte)) {
            rows[usize::from(byte & 15)] |= 1 << (byte >> 4);
        }
        Self { rows }
    }

    /// Whether the byte is a member.
    #[inline]
    pub(crate) fn has(&self, byte: u8) -> bool {
        byte < 128 && self.rows[usize::from(byte & 15)] & (1 << (byte >> 4)) != 0
    }
}

/// Whether the byte is part of a word. An underscore is not, though a regex's `\b` counts it as one:
/// it is the commonest separator in keys and file names (`card_4111…_2026.txt`).
#[inline]
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// Whether a token of letters, digits and base64 signs can hold the byte.
pub(crate) fn is_run(byte: u8) -> bool {
    is_word(byte) || matches!(byte, b'-' | b'_' | b'+' | b'/')
}

/// Whether a document number in capitals can hold the byte.
pub(crate) fn is_caps(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<'
}

/// Sixteen bits in a row cover a whole byte of the bitmap, wherever they begin.
pub(crate) fn has_full_byte(bits: u64) -> bool {
    let zero = !bits;
    zero.wrapping_sub(0x0101_0101_0101_0101) & !zero & 0x8080_8080_8080_8080 != 0
}

/// Eight bits in a row cover a whole nibble.
pub(crate) fn has_full_nibble(bits: u64) -> bool {
    let zero = !bits;
    zero.wrapping_sub(0x1111_1111_1111_1111) & !zero & 0x8888_8888_8888_8888 != 0
}

/// Bit `h` for the high nibble `h`; nothing for bytes beyond ASCII.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
const COLUMN: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];

/// What classifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "aarch64")]
    Neon,
    Scalar,
}

impl Way {
    /// What this processor has, the fastest first.
    fn all() -> impl Iterator<Item = Self> {
        [
            #[cfg(target_arch = "x86_64")]
            (Self::Avx512, std::arch::is_x86_feature_detected!("avx512bw")),
            #[cfg(target_arch = "x86_64")]
            (Self::Avx2, std::arch::is_x86_feature_detected!("avx2")),
            #[cfg(target_arch = "aarch64")]
            (Self::Neon, std::arch::is_aarch64_feature_detected!("neon")),
            (Self::Scalar, true),
        ]
        .into_iter()
        .filter_map(|(way, has)| has.then_some(way))
    }
}

/// Classifies bytes by the sets, with the fastest code that this processor has.
pub(crate) struct Classifier<const N: usize = SETS> {
    sets: [ByteSet; N],
    way: Way,
}

impl Classifier {
    /// The fixed sets, and the two that depend on the patterns.
    pub(crate) fn new(pivot: ByteSet, sign: ByteSet) -> Self {
        Self::of([
            ByteSet::of(|b| b.is_ascii_digit()),
            ByteSet::of(is_word),
            ByteSet::of(is_run),
            pivot,
            sign,
            ByteSet::of(is_caps),
        ])
    }
}

impl<const N: usize> Classifier<N> {
    /// A classifier of any sets.
    pub(crate) fn of(sets: [ByteSet; N]) -> Self {
        Self { sets, way: Way::all().next().unwrap_or(Way::Scalar) }
    }

    /// Replaces `blocks` by the bitmaps of `text`; bits behind its end are zero.
    pub(crate) fn classify(&self, text: &[u8], blocks: &mut Vec<[u64; N]>) {
        blocks.clear();
        let (whole, tail) = text.as_chunks::<BLOCK_BYTES>();
        self.whole_blocks(whole, blocks);
        if !tail.is_empty() {
            // 0x80 belongs to no set, so the padding is invisible.
            let mut padded = [0x80u8; BLOCK_BYTES];
            padded[..tail.len()].copy_from_slice(tail);
            self.whole_blocks(&[padded], blocks);
        }
    }

    fn whole_blocks(&self, whole: &[[u8; BLOCK_BYTES]], blocks: &mut Vec<[u64; N]>) {
        match self.way {
            #[cfg(target_arch = "x86_64")]
            Way::Avx512 => avx512::classify(&self.sets, whole, blocks),
            #[cfg(target_arch = "x86_64")]
            Way::Avx2 => avx2::classify(&self.sets, whole, blocks),
            #[cfg(target_arch = "aarch64")]
            Way::Neon => neon::classify(&self.sets, whole, blocks),
            Way::Scalar => scalar(&self.sets, whole, blocks),
        }
    }
}

/// The portable twin.
fn scalar<const N: usize>(
    sets: &[ByteSet; N],
    whole: &[[u8; BLOCK_BYTES]],
    blocks: &mut Vec<[u64; N]>,
) {
    for bytes in whole {
        let mut block = [0u64; N];
        for (bit, &byte) in bytes.iter().enumerate() {
            for (word, set) in block.iter_mut().zip(sets) {
                *word |= u64::from(set.has(byte)) << bit;
            }
        }
        blocks.push(block);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn classifier() -> Classifier {
        Classifier::new(ByteSet::of(|b| b == b'@'), ByteSet::of(|b| b"+(".contains(&b)))
    }

    proptest! {
        #[test]
        fn vector_and_scalar_code_agree(text in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut padded = text.clone();
            padded.resize(text.len().next_multiple_of(BLOCK_BYTES), 0x80);
            let mut slow = Vec::new();
            scalar(&classifier().sets, padded.as_chunks::<BLOCK_BYTES>().0, &mut slow);
            for way in Way::all() {
                let mut fast = Vec::new();
                Classifier { way, ..classifier() }.classify(&text, &mut fast);
                prop_assert_eq!(&fast, &slow, "{:?}", way);
            }
        }
    }

    #[test]
    fn bits_stand_for_bytes() {
        let mut blocks = Vec::new();
        classifier().classify(b"a1 @+\xff-B", &mut blocks);
        assert_eq!(blocks, [[0b10, 0b1000_0011, 0b1101_0011, 0b1000, 0b1_0000, 0b1000_0010]]);
    }
}
