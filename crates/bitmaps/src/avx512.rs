//! 64 bytes at a time with AVX-512BW.

#![expect(
    unsafe_code,
    reason = "vector instructions behind run-time detection; argued at each use"
)]

use std::arch::x86_64::{
    __m512i, _mm_loadu_si128, _mm512_and_si512, _mm512_broadcast_i32x4, _mm512_loadu_si512,
    _mm512_set1_epi8, _mm512_shuffle_epi8, _mm512_srli_epi16, _mm512_test_epi8_mask,
    _mm512_xor_si512,
};

use super::{BLOCK_BYTES, ByteSet, COLUMN, half};

/// Writes the bitmaps of whole blocks. Only to be called where AVX-512BW was detected.
pub(super) fn classify<const N: usize, const FAR: bool>(
    sets: &[ByteSet; N],
    whole: &[[u8; BLOCK_BYTES]],
    blocks: &mut [[u64; N]],
) {
    debug_assert!(std::arch::is_x86_feature_detected!("avx512bw"));
    // SAFETY: `Classifier` calls this only after run-time detection of AVX-512BW, which no processor
    // has without AVX-512F.
    unsafe { blocks_of::<N, FAR>(sets, whole, blocks) }
}

#[target_feature(enable = "avx512f,avx512bw")]
unsafe fn blocks_of<const N: usize, const FAR: bool>(
    sets: &[ByteSet; N],
    whole: &[[u8; BLOCK_BYTES]],
    blocks: &mut [[u64; N]],
) {
    let table = |rows: &[u8; 16]| {
        // SAFETY: `rows` is 16 readable bytes, and the load needs no alignment.
        _mm512_broadcast_i32x4(unsafe { _mm_loadu_si128(rows.as_ptr().cast()) })
    };
    let column = table(&COLUMN);
    let rows: [__m512i; N] = std::array::from_fn(|set| table(&sets[set].rows));
    let nibble = _mm512_set1_epi8(15);
    for (bytes, block) in whole.iter().zip(blocks) {
        // SAFETY: a block is 64 readable bytes, and the load needs no alignment.
        let bytes = unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) };
        let high = _mm512_and_si512(_mm512_srli_epi16::<4>(bytes), nibble);
        let column = _mm512_shuffle_epi8(column, high);
        *block = std::array::from_fn(|set| {
            let half = _mm512_set1_epi8(half::<N, FAR>(set).cast_signed());
            // The shuffle answers 0 for a selector with its top bit set, so bytes of the other half
            // are members of nothing whatever the row.
            let row = _mm512_shuffle_epi8(rows[set], _mm512_xor_si512(bytes, half));
            _mm512_test_epi8_mask(row, column)
        });
    }
}
