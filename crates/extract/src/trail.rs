//! A cursor that only runs forward, with checkpoints to fall back on for small steps back.

use std::collections::VecDeque;

use magpie_model::Window;

/// A reading position in a part's text with all that is known there.
pub(crate) trait Cursor: Clone {
    /// Offset in the part's text; everything before it has been taken in.
    fn at(&self) -> u64;
}

/// The cursor and its checkpoints, 4 KiB apart over the last [`Window::LOOKAHEAD_BYTES`]. A step
/// back costs at most the way from one checkpoint to the next; a longer one, within the window,
/// the way from the window's beginning.
pub(crate) struct Trail<C> {
    /// The cursor.
    pub(crate) now: C,
    /// Where the window begins.
    first: C,
    past: VecDeque<C>,
}

impl<C: Cursor> Trail<C> {
    const SPACING_BYTES: u64 = 4 * 1024;
    const BACK_BYTES: u64 = Window::LOOKAHEAD_BYTES as u64;

    pub(crate) fn new(start: C) -> Self {
        Self { past: VecDeque::from([start.clone()]), first: start.clone(), now: start }
    }

    /// Goes back to the last checkpoint at or before `to`, when the cursor is behind it.
    pub(crate) fn rewind(&mut self, to: u64) {
        if to < self.now.at() {
            let after = self.past.partition_point(|state| state.at() <= to);
            let state = after.checked_sub(1).and_then(|index| self.past.get(index));
            self.now = state.unwrap_or(&self.first).clone();
            if after == 0 {
                self.past.clear();
                self.past.push_back(self.now.clone());
            }
        }
    }

    /// Where to pause for [`Self::note`] on the way to `to`: far ways are crossed at once up to
    /// the stretch that steps back can reach.
    pub(crate) fn next_stop(&self, to: u64) -> u64 {
        let at = self.now.at();
        if to.saturating_sub(at) > Self::BACK_BYTES + Self::SPACING_BYTES {
            to - Self::BACK_BYTES
        } else {
            to.min(at + Self::SPACING_BYTES)
        }
    }

    /// Makes the cursor a checkpoint when the last one is far enough behind.
    pub(crate) fn note(&mut self) {
        let at = self.now.at();
        if self.past.back().is_none_or(|last| last.at() + Self::SPACING_BYTES <= at) {
            self.past.push_back(self.now.clone());
            while self.past.len() > 1 && self.past[1].at() + Self::BACK_BYTES <= at {
                self.past.pop_front();
            }
        }
    }

    /// Makes the cursor the first checkpoint: nothing before it is asked for again.
    pub(crate) fn begin_here(&mut self) {
        self.past.clear();
        self.past.push_back(self.now.clone());
        self.first = self.now.clone();
    }

    /// Makes the cursor the last checkpoint.
    pub(crate) fn end_here(&mut self) {
        let at = self.now.at();
        while self.past.back().is_some_and(|last| last.at() >= at) && self.past.len() > 1 {
            self.past.pop_back();
        }
        self.past.push_back(self.now.clone());
    }
}
