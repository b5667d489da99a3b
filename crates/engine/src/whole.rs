//! The layout of a short text that stands for itself: a name or a key.

use magpie_model::{Cell, Layout, Location, Place, Span, Window};

/// The layout of a text that is one cell without a label.
pub(crate) struct Whole(pub(crate) usize);

impl Layout for Whole {
    fn cell(&mut self, _: &Window<'_>, _: usize) -> Cell {
        Cell { start: 0, end: self.0, label: None, place: Place::Text }
    }

    fn label(&self, _: u32) -> &str {
        ""
    }

    fn locate(&mut self, _: &Window<'_>, _: &Cell, _: &Span) -> Location {
        Location { place: Place::Text, label: None, lines: None, start_column: None, bytes: None }
    }
}
