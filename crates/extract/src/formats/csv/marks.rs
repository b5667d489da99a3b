//! The marks between cells and rows, and the way from one cell without quotes to the next.

use std::ops::Range;

use magpie_model::Window;

use super::CELL_END_BYTES;

/// What stands between cells, and between rows.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    pub(super) delimiter: u8,
    pub(super) terminator: u8,
}

impl Marks {
    /// The next delimiter or terminator in `range`; its end where there is none. Eight bytes at a time: over
    /// the few bytes of a cell that is faster than setting up a search.
    pub(super) fn next(self, text: &[u8], range: Range<usize>) -> usize {
        const LOWEST: u64 = 0x0101_0101_0101_0101;
        let mut at = range.start;
        while at < range.end {
            let Some(eight) = text[at..].first_chunk() else {
                let is_mark = |byte: &u8| *byte == self.delimiter || *byte == self.terminator;
                let found = text[at..range.end].iter().position(is_mark);
                return found.map_or(range.end, |found| at + found);
            };
            let word = u64::from_le_bytes(*eight);
            // The highest bit of each byte that is zero, and perhaps of some behind the first.
            let zeros = |word: u64| word.wrapping_sub(LOWEST) & !word & LOWEST << 7;
            let all = |byte: u8| LOWEST * u64::from(byte);
            let marks = zeros(word ^ all(self.delimiter)) | zeros(word ^ all(self.terminator));
            if marks != 0 {
                return range.end.min(at + marks.trailing_zeros() as usize / 8);
            }
            at += 8;
        }
        range.end
    }
}

/// Bytes behind a cell that are looked through for another, and the longest cell on the way.
const WAY_BYTES: usize = 512;

/// A cell that ends with a known mark: it does not begin with a quote, or with one that means nothing.
#[derive(Clone, Copy)]
pub(super) struct PlainCell {
    pub(super) start: u64,
    /// The delimiter or terminator behind it.
    pub(super) mark: u64,
    /// From 1.
    pub(super) row: u64,
    /// From 1.
    pub(super) column: u32,
}

impl PlainCell {
    /// The cell that holds the byte at `at`, and where its content ends, when it is this one or lies a little
    /// behind and nothing but plain cells stand between: most questions come in the order of the cells, and go
    /// from one to the next. `None` where more must be known.
    #[inline]
    pub(super) fn to(
        mut self,
        window: &Window<'_>,
        at: usize,
        marks: Marks,
    ) -> Option<(Self, usize)> {
        let (text, target) = (window.text, window.base + at as u64);
        if target < self.start || target > self.mark + WAY_BYTES as u64 {
            return None;
        }
        while self.mark < target {
            let mark = self.mark.checked_sub(window.base)? as usize;
            (self.row, self.column) = match text[mark] == marks.delimiter {
                true => (self.row, self.column.saturating_add(1)),
                false => (self.row + 1, 1),
            };
            let start = mark + 1;
            if text.get(start) == Some(&b'"') {
                return None;
            }
            let limit = text.len().min(start + WAY_BYTES);
            let end = Some(marks.next(text, start..limit)).filter(|&end| end < limit)?;
            (self.start, self.mark) = (window.base + start as u64, window.base + end as u64);
        }
        let mark = (self.mark - window.base) as usize;
        let is_line_end = mark > at && text[mark - 1] == b'\r';
        let end = mark - usize::from(is_line_end);
        // A mark belongs to the cell before it, and the end of a cell is looked for only so far.
        let is_told = end > at && self.mark - self.start < CELL_END_BYTES as u64;
        is_told.then_some((self, end))
    }
}
