//! The cells that were told last: a question about one of them needs no step back. Matches are settled and
//! counted many cells behind their own, and reading those again would cost as much as reading them at first.

use std::collections::VecDeque;

use super::paths::Path;

/// Cells that are remembered.
const CELLS_MAX: usize = 1024;
/// Arrays around a cell whose positions are remembered.
const ARRAYS: usize = 3;

/// A key, string, number or word, and where it stands; offsets in the part's text.
#[derive(Clone, Copy)]
pub(super) struct Told {
    /// Its first byte, without the quote.
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) label: Path,
    pub(super) record: u64,
    /// Objects met so far that are items of an outer array.
    pub(super) items: u64,
    pub(super) positions: Positions,
}

/// The positions of the items around a cell, outermost first.
#[derive(Clone, Copy)]
pub(super) struct Positions {
    /// How many there are, also where they are too many to be held.
    count: u32,
    held: [u64; ARRAYS],
}

impl Positions {
    pub(super) fn of(positions: impl Iterator<Item = u64>) -> Self {
        let mut all = Self { count: 0, held: [0; ARRAYS] };
        for position in positions {
            if let Some(held) = all.held.get_mut(all.count as usize) {
                *held = position;
            }
            all.count += 1;
        }
        all
    }

    /// All of them, unless there are too many.
    pub(super) fn all(&self) -> Option<&[u64]> {
        self.held.get(..self.count as usize)
    }
}

/// The last of the cells that were told, in the order of the text.
#[derive(Default)]
pub(super) struct LastTold(VecDeque<Told>);

impl LastTold {
    /// Takes a cell in that stands behind the others.
    pub(super) fn note(&mut self, told: Told) {
        if self.0.back().is_some_and(|last| last.end > told.start) {
            return;
        }
        if self.0.len() >= CELLS_MAX {
            self.0.pop_front();
        }
        self.0.push_back(told);
    }

    /// The cell that holds the byte, if it was told lately.
    pub(super) fn around(&self, at: u64) -> Option<&Told> {
        let behind = self.0.partition_point(|told| told.start <= at);
        self.0.get(behind.checked_sub(1)?).filter(|told| at < told.end)
    }
}
