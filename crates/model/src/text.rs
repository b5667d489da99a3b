//! Text on its way from `extract` to `engine`, and the places in it.

use std::ops::Range;

/// A half-open range of bytes in a window's text.
pub type Span = Range<usize>;

/// A stretch of UTF-8 text with its surroundings.
///
/// Matches whose start lies in `from..to` of `text` are wanted; the bytes before and after are
/// there so that word boundaries, long matches and context come out as if the text were whole.
#[derive(Clone, Copy, Debug)]
pub struct Window<'t> {
    /// The bytes, valid UTF-8 except that the cut ends may split a character. Text that is not
    /// UTF-8 at all (binary runs) may hold any byte.
    pub text: &'t [u8],
    /// Offset of `text[0]` in the part's text.
    pub base: u64,
    /// Where wanted starts begin.
    pub from: usize,
    /// Whether the part's text ends with this window.
    pub last: bool,
}

impl Window<'_> {
    /// Bytes kept before `from`: enough for a word boundary and the context of a match.
    pub const LOOKBEHIND_BYTES: usize = 1024;
    /// Bytes after the last wanted start of a window that is not the last: enough for the longest
    /// match, a chain of overlapping matches and the context after it.
    pub const LOOKAHEAD_BYTES: usize = 24 * 1024;
}

/// Where a cell stands; by it `columns` and `records` are told apart from running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Running text: lines count.
    Text,
    /// A table.
    Cell {
        /// From 1, the header row being row 1.
        row: u64,
        /// From 1.
        column: u32,
    },
    /// A record format (JSON, JSON Lines).
    Record {
        /// From 0.
        index: u64,
    },
    /// A page of a document: its lines count from 1.
    Page {
        /// From 1.
        number: u32,
    },
    /// An element or attribute of a marked-up text: lines count, and the label is its name.
    Element,
}

/// The unit of text that context may not leave: a table cell, a JSON value, or all of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// First byte of the cell in the window's text; 0 when it began before the window.
    pub start: usize,
    /// First byte behind the cell; the window's length when it is not reached.
    pub end: usize,
    /// Number of the cell's label (column name, JSON path, tag), stable within a part;
    /// `None` when it has none. Ask [`Layout::label`] for its text.
    pub label: Option<u32>,
    /// Where it stands.
    pub place: Place,
}

/// How a part's text is laid out. Made by `extract`, asked by `engine`.
///
/// Questions come with rising offsets within a window, save that one may go back by less than
/// [`Window::LOOKAHEAD_BYTES`]; answers must not depend on how the text was cut into windows.
pub trait Layout {
    /// The cell that holds the byte at `at`.
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell;

    /// Whether the text stands in cells that begin and end; text that names its values itself does not.
    fn has_cells(&self) -> bool {
        false
    }

    /// Tells the cells that begin in `span` under a label that is wanted, in the order of the text. A
    /// table in which none is wanted costs nothing.
    fn cells_under(
        &mut self,
        window: &Window<'_>,
        span: &Span,
        wanted: &mut dyn FnMut(u32, &str) -> bool,
        tell: &mut dyn FnMut(Cell),
    ) {
        let mut at = if self.has_cells() { span.start } else { span.end };
        while at < span.end {
            let cell = self.cell(window, at);
            let begins = cell.start >= span.start && (cell.start > 0 || window.base == 0);
            if let Some(label) = cell.label.filter(|_| begins)
                && wanted(label, self.label(label))
            {
                tell(cell);
            }
            at = cell.end.max(at + 1);
        }
    }

    /// The text of a label that [`Layout::cell`] named.
    fn label(&self, label: u32) -> &str;

    /// The exact place of a match, for one of the occurrences that are kept.
    fn locate(&mut self, window: &Window<'_>, cell: &Cell, span: &Span) -> Location;

    /// What a spreadsheet calls the place, such as `Sheet2!C5`.
    fn cell_reference(&self, _location: &Location) -> Option<String> {
        None
    }

    /// Where the byte stands in the arrays around it: an index from 0 for each `[*]` of its label,
    /// outermost first; none where the layout does not count them.
    fn positions(&mut self, _window: &Window<'_>, _at: usize) -> Vec<u64> {
        Vec::new()
    }

    /// Where text was decoded from words that are searched as they stand too: the stretch that a span was
    /// decoded from. `None` where that says nothing: of base64 no search sees anything.
    fn undecoded(&self, _span: &Span) -> Option<Undecoded<'_>> {
        None
    }

    /// Rows (or records) seen so far, the header included; 0 for running text.
    fn rows(&self) -> u64 {
        0
    }

    /// The same of each label by its number, where every label has rows of its own.
    fn rows_by_label(&self) -> &[u64] {
        &[]
    }

    /// The row of a byte in its column, from 1, where the place of its cell does not tell it.
    fn row(&mut self, _window: &Window<'_>, _at: usize) -> Option<u64> {
        None
    }
}

/// A stretch of decoded text as it stands before decoding.
pub struct Undecoded<'t> {
    /// What stands around it in its cell.
    pub text: &'t [u8],
    /// Offset of `text[0]` in the part's text.
    pub base: u64,
    /// The stretch, in that text.
    pub span: Span,
    /// Whether decoding left it as it was.
    pub is_kept: bool,
    /// Where its cell stands.
    pub place: Place,
    /// Number and text of the cell's label.
    pub label: Option<(u32, &'t str)>,
    /// As of [`Layout::has_cells`].
    pub has_cells: bool,
}

/// The exact place of one match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Cell, record or page; `Text` and `Element` are told by line.
    pub place: Place,
    /// Number of the label, as in [`Cell::label`].
    pub label: Option<u32>,
    /// First line and last line, from 1.
    pub lines: Option<(u64, u64)>,
    /// Characters from 1, on the first line.
    pub start_column: Option<u64>,
    /// First byte and first byte behind, in the part's own bytes, where they are known.
    pub bytes: Option<(u64, u64)>,
}

/// Receives what `extract` finds in an object. Made by `scan`.
pub trait TextVisitor {
    /// A part begins: the inner path (`a.zip!b.csv` without the object's key; empty for the
    /// object's own body) and the format it is read as. `Break` ends the object.
    fn begin(&mut self, inner_path: &str, format: &'static str);

    /// Text of the part that has begun. Returns how far the window is dealt with: the offset in
    /// `window.text` before which nothing is wanted any more. The next window of the same text
    /// begins its wanted starts there. For a last window that is the text's length.
    fn window(&mut self, window: &Window<'_>, layout: &mut dyn Layout) -> usize;

    /// Text that was decoded from a run of the part that has begun, whole and beside the part's own
    /// text: its offsets are its own, it may come between any two windows, and it does not count
    /// as text of the part.
    fn aside(&mut self, _text: &Window<'_>, _layout: &mut dyn Layout) {}

    /// The part that began last and has not ended yet ends so. Entries of an archive begin and
    /// end between the archive's own beginning and end.
    fn end(&mut self, outcome: crate::Outcome);

    /// Tells where in a window something would be found, and counts nothing. `false` when it
    /// cannot be told; everything is then to be shown by [`Self::window`].
    fn peek(
        &mut self,
        _window: &Window<'_>,
        _layout: &mut dyn Layout,
        _found: &mut dyn FnMut(usize),
    ) -> bool {
        false
    }

    /// Whether the object should be left now: interrupted, or out of time.
    fn stop(&self) -> Option<crate::Reason>;
}
