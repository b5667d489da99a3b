//! Bytes to bitmaps: for each block of 64 bytes one bit a byte and set.
//!
//! A set of 128 bytes is a table of 16 rows (low nibble) of 8 columns (high nibble): the classic
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
pub const BLOCK_BYTES: usize = 64;

/// Where ASCII ends.
const BEYOND: u8 = 0x80;

/// A set of ASCII bytes, or of those beyond; bit `h` of row `l` stands for the byte `16 * h + l`, or
/// for the one 128 behind it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct ByteSet {
    rows: [u8; 16],
}

impl ByteSet {
    /// The set of the ASCII bytes that `member` accepts.
    pub fn of(member: impl Fn(u8) -> bool) -> Self {
        let mut rows = [0u8; 16];
        for byte in (0..BEYOND).filter(|&byte| member(byte)) {
            rows[usize::from(byte & 15)] |= 1 << (byte >> 4);
        }
        Self { rows }
    }

    /// The set of the bytes beyond ASCII that `member` accepts, for [`Classifier::with_beyond`].
    pub fn beyond(member: impl Fn(u8) -> bool) -> Self {
        Self::of(|byte| member(byte ^ BEYOND))
    }

    /// Whether the ASCII byte is a member; bytes beyond ASCII are none.
    #[inline]
    pub fn has(&self, byte: u8) -> bool {
        byte < BEYOND && self.rows[usize::from(byte & 15)] & (1 << (byte >> 4)) != 0
    }
}

/// Bit `h` for the high nibble `h`, and for the one 8 behind it: a row is looked up only by a byte of
/// its half.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
const COLUMN: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];

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

/// Classifies bytes by the sets, with the fastest code that this processor has. Where `FAR` is set,
/// the last set is one of bytes beyond ASCII.
pub struct Classifier<const N: usize, const FAR: bool = false> {
    sets: [ByteSet; N],
    way: Way,
}

impl<const N: usize> Classifier<N> {
    /// A classifier of sets of ASCII bytes.
    pub fn of(sets: [ByteSet; N]) -> Self {
        Self::new(sets)
    }
}

impl<const N: usize> Classifier<N, true> {
    /// A classifier whose last set was made by [`ByteSet::beyond`].
    pub fn with_beyond(sets: [ByteSet; N]) -> Self {
        Self::new(sets)
    }
}

impl<const N: usize, const FAR: bool> Classifier<N, FAR> {
    fn new(sets: [ByteSet; N]) -> Self {
        Self { sets, way: Way::all().next().unwrap_or(Way::Scalar) }
    }

    /// Replaces `blocks` by the bitmaps of `text`; bits behind its end are zero.
    pub fn classify(&self, text: &[u8], blocks: &mut Vec<[u64; N]>) {
        blocks.resize(text.len().div_ceil(BLOCK_BYTES), [0; N]);
        let (whole, tail) = text.as_chunks::<BLOCK_BYTES>();
        self.whole_blocks(whole, blocks);
        if !tail.is_empty() {
            blocks[whole.len()] = self.tail(tail);
        }
    }

    /// The bitmaps of one block, or of the end of a text that is none.
    pub fn block(&self, bytes: &[u8]) -> [u64; N] {
        let mut block = [[0; N]];
        match bytes.first_chunk() {
            Some(whole) => {
                self.whole_blocks(std::slice::from_ref(whole), &mut block);
                block[0]
            }
            None => self.tail(bytes),
        }
    }

    fn tail(&self, tail: &[u8]) -> [u64; N] {
        let mut padded = [0; BLOCK_BYTES];
        padded[..tail.len()].copy_from_slice(tail);
        let mut block = [[0; N]];
        self.whole_blocks(&[padded], &mut block);
        block[0].map(|bits| bits & ((1 << tail.len()) - 1))
    }

    /// Writes the bitmaps of as many blocks as both have.
    #[inline]
    fn whole_blocks(&self, whole: &[[u8; BLOCK_BYTES]], blocks: &mut [[u64; N]]) {
        match self.way {
            #[cfg(target_arch = "x86_64")]
            Way::Avx512 => avx512::classify::<N, FAR>(&self.sets, whole, blocks),
            #[cfg(target_arch = "x86_64")]
            Way::Avx2 => avx2::classify::<N, FAR>(&self.sets, whole, blocks),
            #[cfg(target_arch = "aarch64")]
            Way::Neon => neon::classify::<N, FAR>(&self.sets, whole, blocks),
            Way::Scalar => scalar::<N, FAR>(&self.sets, whole, blocks),
        }
    }
}

/// What the bytes of a block are looked up by in the rows of a set.
#[inline]
fn half<const N: usize, const FAR: bool>(set: usize) -> u8 {
    if FAR && set + 1 == N { BEYOND } else { 0 }
}

/// The portable twin.
fn scalar<const N: usize, const FAR: bool>(
    sets: &[ByteSet; N],
    whole: &[[u8; BLOCK_BYTES]],
    blocks: &mut [[u64; N]],
) {
    for (bytes, block) in whole.iter().zip(blocks) {
        *block = [0; N];
        for (bit, &byte) in bytes.iter().enumerate() {
            for (number, (word, set)) in block.iter_mut().zip(sets).enumerate() {
                *word |= u64::from(set.has(byte ^ half::<N, FAR>(number))) << bit;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sets() -> [ByteSet; 3] {
        [
            ByteSet::of(|b| b.is_ascii_digit()),
            ByteSet::of(|b| b"@+(\0\x7f".contains(&b)),
            ByteSet::beyond(|b| matches!(b, 0x80 | 0xC2 | 0xD9 | 0xE2 | 0xFF)),
        ]
    }

    fn agree<const FAR: bool>(text: &[u8]) -> Result<(), TestCaseError> {
        let mut padded = text.to_vec();
        padded.resize(text.len().next_multiple_of(BLOCK_BYTES), b' ');
        let mut slow = vec![[0; 3]; padded.len() / BLOCK_BYTES];
        scalar::<3, FAR>(&sets(), padded.as_chunks::<BLOCK_BYTES>().0, &mut slow);
        for way in Way::all() {
            let mut fast = vec![[7; 3]; 9];
            Classifier::<3, FAR> { way, sets: sets() }.classify(text, &mut fast);
            prop_assert_eq!(&fast, &slow, "{:?}", way);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn vector_and_scalar_code_agree(text in proptest::collection::vec(any::<u8>(), 0..400)) {
            agree::<false>(&text)?;
            agree::<true>(&text)?;
        }
    }

    #[test]
    fn bits_stand_for_bytes() {
        let mut blocks = Vec::new();
        Classifier::with_beyond(sets()).classify(b"a1 @+\xE2-2\xC2", &mut blocks);
        assert_eq!(blocks, [[0b1000_0010, 0b1_1000, 0b1_0010_0000]]);
        assert_eq!(Classifier::of(sets()).block(b"1\0")[..2], [1, 2]);
    }
}
