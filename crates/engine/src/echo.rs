//! What short cells were heard to say: logs and tables write the same paths, names of services and states over and
//! over, and to look for keywords in one costs more than to know it again.

use std::ops::Range;

use crate::classes::is_word;
use crate::detectors::DetectorSet;

/// Cells that one worker remembers.
const CELLS: usize = 256;
/// The longest that is remembered.
const CELL_BYTES_MAX: usize = 64;

/// A cell's text, and the detectors that a keyword in it speaks for.
struct Echo {
    text: [u8; CELL_BYTES_MAX],
    length: u8,
    speaks_for: DetectorSet,
}

/// The cells of one worker, each in the place that its text tells.
#[derive(Default)]
pub(crate) struct Echoes {
    cells: Vec<Option<Echo>>,
}

/// A cell that can be known again: a short one that no letter or digit stands beside, which words might be
/// parted from.
pub(crate) fn apart<'t>(text: &'t [u8], cell: &Range<usize>) -> Option<&'t [u8]> {
    let parts = |byte: Option<&u8>| byte.is_none_or(|&byte| byte.is_ascii() && !is_word(byte));
    let before = cell.start.checked_sub(1).and_then(|at| text.get(at));
    let is_apart = cell.len() <= CELL_BYTES_MAX && parts(before) && parts(text.get(cell.end));
    is_apart.then(|| &text[cell.clone()])
}

impl Echoes {
    /// For whom a keyword in the cell speaks, where that was asked before.
    pub(crate) fn get(&self, cell: &[u8]) -> Option<&DetectorSet> {
        let echo = self.cells.get(place_of(cell))?.as_ref()?;
        (echo.text[..echo.length.into()] == *cell).then_some(&echo.speaks_for)
    }

    /// Remembers it, in the place of another.
    pub(crate) fn keep(&mut self, cell: &[u8], speaks_for: &DetectorSet) {
        let Ok(length) = u8::try_from(cell.len()) else { return };
        if self.cells.is_empty() {
            self.cells.resize_with(CELLS, || None);
        }
        let empty =
            || Echo { text: [0; CELL_BYTES_MAX], length, speaks_for: DetectorSet::default() };
        let echo = self.cells[place_of(cell)].get_or_insert_with(empty);
        echo.length = length;
        echo.text[..cell.len()].copy_from_slice(cell);
        echo.speaks_for.become_like(speaks_for);
    }
}

/// By the length of a cell and its eight bytes in the middle and at the end, where cells differ most.
fn place_of(cell: &[u8]) -> usize {
    let eight =
        |bytes: &[u8]| bytes.iter().rev().take(8).fold(0, |all, &b| all << 8 | u64::from(b));
    let mixed = (eight(cell) ^ eight(&cell[..cell.len() / 2]).rotate_left(29) ^ cell.len() as u64)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 56) as usize % CELLS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_known_by_all_of_its_text() {
        let mut echoes = Echoes::default();
        let set = |detector| DetectorSet::of(std::iter::once(detector));
        let cells = |number: usize| format!("/v2/orders/{number}/items").into_bytes();
        for number in 0..2000 {
            assert_eq!(echoes.get(&cells(number)), None);
            echoes.keep(&cells(number), &set(number as u32));
            assert_eq!(echoes.get(&cells(number)), Some(&set(number as u32)));
        }
        let known = (0..2000).filter(|&number| echoes.get(&cells(number)).is_some()).count();
        assert!((CELLS / 2..=CELLS).contains(&known), "{known}");
        echoes.keep(b"", &set(1));
        assert_eq!((echoes.get(b""), echoes.get(b"x")), (Some(&set(1)), None));
    }

    #[test]
    fn a_cell_beside_a_letter_or_a_digit_is_not_remembered() {
        let text = "x,ssn no,1\"id\"".as_bytes();
        assert_eq!(apart(text, &(2..8)), Some(b"ssn no".as_slice()));
        assert_eq!((apart(text, &(3..8)), apart(text, &(2..7))), (None, None));
        assert_eq!(apart(text, &(0..1)), Some(b"x".as_slice()));
        assert_eq!(apart("é,a".as_bytes(), &(2..4)), None);
        assert_eq!(apart(&[b' '; 65], &(0..65)), None);
    }
}
