//! Cells of a text that is put together from pieces, and their labels.

use std::collections::{HashMap, VecDeque};

use magpie_model::{Cell, Place, Window};

/// Labels that one part may have; text beyond has none.
const LABELS_MAX: usize = 65_536;
/// Bytes of one label.
const LABEL_BYTES_MAX: usize = 512;

/// Labels by their numbers.
#[derive(Default)]
pub(super) struct Labels {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Labels {
    /// The number of a label by its text; `None` for an empty one and once there are too many.
    pub(super) fn number(&mut self, text: &str) -> Option<u32> {
        let text = cut(text);
        if let Some(number) = self.numbers.get(text) {
            return Some(*number);
        }
        let number = self.add(text)?;
        self.numbers.insert(text.to_owned(), number);
        Some(number)
    }

    /// A label of its own, also when another has the same text.
    pub(super) fn add(&mut self, text: &str) -> Option<u32> {
        if text.is_empty() || self.texts.len() >= LABELS_MAX {
            return None;
        }
        self.texts.push(cut(text).to_owned());
        Some(self.texts.len() as u32 - 1)
    }

    /// The text of a label; empty for a number that none has.
    pub(super) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LABEL_BYTES_MAX)]
}

/// Where a cell begins, and what it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start<B> {
    /// Offset in the text that is searched.
    pub(super) text: u64,
    pub(super) label: Option<u32>,
    pub(super) place: Place,
    /// What a reader knows of the cell besides.
    pub(super) beside: B,
}

/// The cells of the stretch of text that is still asked for, in the order of the text.
pub(super) struct Cells<B>(VecDeque<Start<B>>);

impl<B> Cells<B> {
    pub(super) const fn new() -> Self {
        Self(VecDeque::new())
    }

    /// Notes a cell behind all others. Of cells without text only the last counts.
    pub(super) fn begin(&mut self, start: Start<B>) {
        if self.0.back().is_some_and(|last| last.text == start.text) {
            self.0.pop_back();
        }
        self.0.push_back(start);
    }

    /// The index of the first cell behind `text`.
    fn behind(&self, text: u64) -> usize {
        self.0.partition_point(|start| start.text <= text)
    }

    /// The beginning of the cell that holds the byte at `text`.
    pub(super) fn at(&self, text: u64) -> Option<&Start<B>> {
        self.0.get(self.behind(text).checked_sub(1)?)
    }

    /// The cell of the byte at `at` in a window; text before the first cell is one without a label.
    pub(super) fn cell(&self, window: &Window<'_>, at: usize) -> Cell {
        let text = window.base + at as u64;
        let within = |text: u64| (text.saturating_sub(window.base) as usize).min(window.text.len());
        let end = self.0.get(self.behind(text)).map_or(window.text.len(), |next| within(next.text));
        match self.at(text) {
            Some(cell) => {
                Cell { start: within(cell.text), end, label: cell.label, place: cell.place }
            }
            None => Cell { start: 0, end, label: None, place: Place::Text },
        }
    }

    /// Forgets the cells that end before `text`.
    pub(super) fn forget(&mut self, text: u64) {
        let gone = self.behind(text).saturating_sub(1);
        self.0.drain(..gone);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(text: u64, label: u32) -> Start<()> {
        let place = Place::Cell { row: 1, column: label };
        Start { text, label: Some(label), place, beside: () }
    }

    #[test]
    fn the_last_of_cells_without_text_counts_and_what_is_passed_is_forgotten() {
        let mut cells = Cells::new();
        for (text, label) in [(3, 1), (3, 2), (5, 3), (9, 4)] {
            cells.begin(start(text, label));
        }
        let window = Window { text: b"0123456", base: 2, from: 0, last: true };
        let told = |cells: &Cells<()>, at| {
            let cell = cells.cell(&window, at);
            (cell.start, cell.end, cell.label)
        };
        assert_eq!(told(&cells, 0), (0, 1, None));
        assert_eq!(told(&cells, 1), (1, 3, Some(2)));
        assert_eq!(told(&cells, 6), (3, 7, Some(3)));
        cells.forget(6);
        assert_eq!(cells.0.len(), 2);
        assert_eq!(told(&cells, 6), (3, 7, Some(3)));
    }

    #[test]
    fn labels_are_numbered_once_and_bounded() {
        let mut labels = Labels::default();
        assert_eq!(labels.number(""), None);
        assert_eq!(labels.number("a"), Some(0));
        assert_eq!(labels.add("a"), Some(1));
        assert_eq!(labels.number("a"), Some(0));
        let long = "é".repeat(LABEL_BYTES_MAX);
        assert_eq!(labels.number(&long), Some(2));
        assert_eq!(labels.text(2).len(), LABEL_BYTES_MAX);
        for number in 3..LABELS_MAX {
            assert_eq!(labels.add("b"), Some(number as u32));
        }
        assert_eq!(
            (labels.add("b"), labels.number("c"), labels.number("a")),
            (None, None, Some(0))
        );
    }
}
