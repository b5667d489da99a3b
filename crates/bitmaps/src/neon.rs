//! 16 bytes at a time with NEON. The tests of this ran under emulation (QEMU 7.2), not on such a processor.

#![expect(
    unsafe_code,
    reason = "vector instructions behind run-time detection; argued at each use"
)]

use std::arch::aarch64::{
    uint8x16_t, vandq_u8, vdupq_n_u8, veorq_u8, vgetq_lane_u64, vld1q_u8, vpaddq_u8, vqtbl1q_u8,
    vreinterpretq_u64_u8, vshrq_n_u8, vtstq_u8,
};

use super::{BLOCK_BYTES, ByteSet, COLUMN, half};

/// The bit of each byte in the byte of a bitmap that it comes to lie in.
const WEIGHTS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];

/// Writes the bitmaps of whole blocks. Only to be called where NEON was detected.
pub(super) fn classify<const N: usize, const FAR: bool>(
    sets: &[ByteSet; N],
    whole: &[[u8; BLOCK_BYTES]],
    blocks: &mut [[u64; N]],
) {
    debug_assert!(std::arch::is_aarch64_feature_detected!("neon"));
    // SAFETY: `Classifier` calls this only after run-time detection of NEON.
    unsafe { blocks_of::<N, FAR>(sets, whole, blocks) }
}

#[target_feature(enable = "neon")]
unsafe fn blocks_of<const N: usize, const FAR: bool>(
    sets: &[ByteSet; N],
    whole: &[[u8; BLOCK_BYTES]],
    blocks: &mut [[u64; N]],
) {
    // SAFETY: each table is 16 readable bytes.
    let table = |rows: &[u8; 16]| unsafe { vld1q_u8(rows.as_ptr()) };
    let (column, weights) = (table(&COLUMN), table(&WEIGHTS));
    let rows: [uint8x16_t; N] = std::array::from_fn(|set| table(&sets[set].rows));
    for (bytes, block) in whole.iter().zip(blocks) {
        // SAFETY: a block is 64 readable bytes, four times 16.
        let quarters: [uint8x16_t; 4] =
            std::array::from_fn(|quarter| unsafe { vld1q_u8(bytes.as_ptr().add(16 * quarter)) });
        // With its top bit a selector is beyond the table, which then answers 0: bytes of the other
        // half are members of nothing whatever the row.
        let low = quarters.map(|bytes| vandq_u8(bytes, vdupq_n_u8(0x8F)));
        let columns = quarters.map(|bytes| vqtbl1q_u8(column, vshrq_n_u8::<4>(bytes)));
        *block = std::array::from_fn(|set| {
            let half = vdupq_n_u8(half::<N, FAR>(set));
            // Each byte that is a member leaves its bit; pairs are then added up, three times, to
            // eight bytes of eight bits.
            let bits: [uint8x16_t; 4] = std::array::from_fn(|quarter| {
                let row = vqtbl1q_u8(rows[set], veorq_u8(low[quarter], half));
                vandq_u8(vtstq_u8(row, columns[quarter]), weights)
            });
            let sum = vpaddq_u8(vpaddq_u8(bits[0], bits[1]), vpaddq_u8(bits[2], bits[3]));
            vgetq_lane_u64::<0>(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)))
        });
    }
}
