//! The sets of bytes that candidates are told by, each a bitmap of a block.

use magpie_bitmaps::Classifier;
pub(crate) use magpie_bitmaps::{BLOCK_BYTES, ByteSet};

use crate::unicode::begins_other;

/// How many sets are classified together.
pub(crate) const SETS: usize = 10;

/// Set 0: ASCII digits.
pub(crate) const DIGIT: usize = 0;
/// Set 1: letters and digits.
pub(crate) const WORD: usize = 1;
/// Set 2: letters, digits and what tokens in base64 or base64url are made of.
pub(crate) const RUN: usize = 2;
/// Set 3: bytes that a pattern is found by from its middle (`@`), and first bytes of patterns with a shape
/// that do not begin with a word byte (`+`, `(`).
pub(crate) const MARK: usize = 3;
/// Set 4: what document numbers and machine-readable zones are made of.
pub(crate) const CAPS: usize = 4;
/// Sets 5 to 7: first, second and third bytes of literals.
pub(crate) const LITERAL: [usize; 3] = [5, 6, 7];
/// Set 8: ASCII that stands between the beginning of a token and its first digit in no pattern. What is beyond ASCII
/// may stand there.
pub(crate) const BREAK: usize = 8;
/// Set 9: first bytes of characters that stand for ASCII ones in numbers.
pub(crate) const OTHER: usize = 9;

/// The bitmaps of one block, by set.
pub(crate) type Block = [u64; SETS];

/// Classifies by all sets; which bytes are marks, break off, and begin literals, depends on the patterns.
pub(crate) fn classifier(
    marks: ByteSet,
    breaks: ByteSet,
    literals: [ByteSet; 3],
) -> Classifier<SETS, true> {
    let [first, second, third] = literals;
    Classifier::with_beyond([
        ByteSet::of(|b| b.is_ascii_digit()),
        ByteSet::of(is_word),
        ByteSet::of(is_run),
        marks,
        ByteSet::of(is_caps),
        first,
        second,
        third,
        breaks,
        ByteSet::beyond(begins_other),
    ])
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
