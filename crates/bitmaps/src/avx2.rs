//! 32 bytes at a time with AVX2.

#![expect(
    unsafe_code,
    reason = "vector instructions behind run-time detection; argued at each use"
)]

use std::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8,
    _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_set1_epi8, _mm256_shuffle_epi8,
    _mm256_srli_epi16, _mm256_xor_si256,
};

use super::{BLOCK_BYTES, ByteSet, COLUMN, half};

/// Writes the bitmaps of whole blocks. Only to be called where AVX2 was detected.
pub(super) fn classify<const N: usize, const FAR: bool>(
    sets: &[ByteSet; N],
    whole: &[[u8; BLOCK_BYTES]],
    blocks: &mut [[u64; N]],
) {
    debug_assert!(std::arch::is_x86_feature_detected!("avx2"));
    // SAFETY: `Classifier` calls this only after run-time detection of AVX2.
    unsafe { blocks_of::<N, FAR>(sets, whole, blocks) }
}

#[target_feature(enable = "avx2")]
unsafe fn blocks_of<const N: usize, const FAR: bool>(
    sets: &[ByteSet; N],
    whole: &[[u8; BLOCK_BYTES]],
    blocks: &mut [[u64; N]],
) {
    let table = |rows: &[u8; 16]| {
        // SAFETY: `rows` is 16 readable bytes, and the load needs no alignment.
        _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(rows.as_ptr().cast()) })
    };
    let column = table(&COLUMN);
    let rows: [__m256i; N] = std::array::from_fn(|set| table(&sets[set].rows));
    for (bytes, block) in whole.iter().zip(blocks) {
        // SAFETY: each half is 32 readable bytes of the block, loaded without alignment.
        let halves = unsafe {
            [
                _mm256_loadu_si256(bytes.as_ptr().cast()),
                _mm256_loadu_si256(bytes.as_ptr().add(32).cast()),
            ]
        };
        let low = members::<N, FAR>(halves[0], column, &rows);
        let high = members::<N, FAR>(halves[1], column, &rows);
        *block = std::array::from_fn(|set| u64::from(low[set]) | u64::from(high[set]) << 32);
    }
}

#[target_feature(enable = "avx2")]
fn members<const N: usize, const FAR: bool>(
    bytes: __m256i,
    column: __m256i,
    rows: &[__m256i; N],
) -> [u32; N] {
    let nibble = _mm256_set1_epi8(15);
    let high = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), nibble);
    let column = _mm256_shuffle_epi8(column, high);
    std::array::from_fn(|set| {
        let half = _mm256_set1_epi8(half::<N, FAR>(set).cast_signed());
        // The shuffle answers 0 for a selector with its top bit set, so bytes of the other half are
        // members of nothing whatever the row.
        let row = _mm256_shuffle_epi8(rows[set], _mm256_xor_si256(bytes, half));
        // A column is one bit: what is left of it is all or nothing.
        let hit = _mm256_cmpeq_epi8(_mm256_and_si256(row, column), column);
        _mm256_movemask_epi8(hit).cast_unsigned()
    })
}
