//! Running text: lines and columns of characters.

use magpie_model::{Cell, Layout, Location, Outcome, Place, Span, Window};

use super::Reading;
use crate::charset::Text;
use crate::feed::{self, Advance};
use crate::trail::{Cursor, Trail};

/// Feeds the whole text.
pub(crate) fn read(text: Text<'_>, reading: &mut Reading<'_>) -> Outcome {
    let mut layout = TextLayout { lines: Lines::new(), bytes_before: text.bytes_before() };
    match feed::feed(text, &mut layout, reading) {
        Ok(()) => Outcome::COMPLETE,
        Err(outcome) => outcome,
    }
}

struct TextLayout {
    lines: Lines,
    bytes_before: Option<u64>,
}

impl Layout for TextLayout {
    fn cell(&mut self, window: &Window<'_>, _at: usize) -> Cell {
        Cell { start: 0, end: window.text.len(), label: None, place: Place::Text }
    }

    fn label(&self, _label: u32) -> &str {
        ""
    }

    fn locate(&mut self, window: &Window<'_>, _cell: &Cell, span: &Span) -> Location {
        let bytes = self.bytes_before.map(|before| {
            let start = before + window.base + span.start as u64;
            (start, start + span.len() as u64)
        });
        self.lines.locate(window, span, bytes)
    }
}

impl Advance for TextLayout {
    fn advance(&mut self, window: &Window<'_>, to: usize) {
        self.lines.advance(window, to);
    }
}

/// Counts lines and characters, each byte once, however many matches a line has.
pub(super) struct Lines {
    trail: Trail<LineCursor>,
}

#[derive(Clone, Copy)]
struct LineCursor {
    at: u64,
    /// From 1.
    line: u64,
    /// Characters on the line before `at`.
    characters: u64,
}

impl Cursor for LineCursor {
    fn at(&self) -> u64 {
        self.at
    }
}

impl Lines {
    pub(super) fn new() -> Self {
        Self { trail: Trail::new(LineCursor { at: 0, line: 1, characters: 0 }) }
    }

    /// The place of a match in running text.
    pub(super) fn locate(
        &mut self,
        window: &Window<'_>,
        span: &Span,
        bytes: Option<(u64, u64)>,
    ) -> Location {
        self.seek(window, span.start);
        let LineCursor { line, characters, .. } = self.trail.now;
        // A newline that ends the match does not make it reach into the next line.
        let inner = &window.text[span.start..span.end.max(span.start + 1) - 1];
        let more = memchr::memchr_iter(b'\n', inner).count() as u64;
        Location {
            place: Place::Text,
            label: None,
            lines: Some((line, line + more)),
            start_column: Some(characters + 1),
            bytes,
        }
    }

    /// Takes in the text up to `to`, before it vanishes.
    pub(super) fn advance(&mut self, window: &Window<'_>, to: usize) {
        self.seek(window, to.saturating_sub(Window::LOOKBEHIND_BYTES));
        self.trail.begin_here();
        self.seek(window, to);
        self.trail.end_here();
    }

    fn seek(&mut self, window: &Window<'_>, to: usize) {
        let target = window.base + to as u64;
        self.trail.rewind(target);
        while self.trail.now.at < target {
            let stop = self.trail.next_stop(target);
            let now = &mut self.trail.now;
            let passed = (now.at - window.base) as usize..(stop - window.base) as usize;
            now.take_in(&window.text[passed]);
            self.trail.note();
        }
    }
}

impl LineCursor {
    fn take_in(&mut self, text: &[u8]) {
        self.at += text.len() as u64;
        let on_line = match memchr::memrchr(b'\n', text) {
            Some(newline) => {
                self.line += memchr::memchr_iter(b'\n', &text[..=newline]).count() as u64;
                self.characters = 0;
                &text[newline + 1..]
            }
            None => text,
        };
        self.characters += count_characters(on_line);
    }
}

/// Bytes that begin a character; a cut or invalid one counts like its bytes would suggest.
fn count_characters(text: &[u8]) -> u64 {
    text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locate(lines: &mut Lines, text: &[u8], span: Span) -> ((u64, u64), u64) {
        let window = Window { text, base: 0, from: 0, last: true };
        let place = lines.locate(&window, &span, None);
        (place.lines.unwrap(), place.start_column.unwrap())
    }

    #[test]
    fn columns_count_characters_and_lines_from_one() {
        let text = "ab\r\nüé x\n".as_bytes();
        let mut lines = Lines::new();
        assert_eq!(locate(&mut lines, text, 0..1), ((1, 1), 1));
        assert_eq!(locate(&mut lines, text, 9..10), ((2, 2), 4));
    }

    #[test]
    fn a_step_back_gives_the_same_answer() {
        let text = "some words\n".repeat(3_000);
        let mut lines = Lines::new();
        let far = locate(&mut lines, text.as_bytes(), 30_000..30_004);
        let back = locate(&mut lines, text.as_bytes(), 11_005..11_009);
        assert_eq!(far, ((2728, 2728), 4));
        assert_eq!(back, ((1001, 1001), 6));
        assert_eq!(locate(&mut lines, text.as_bytes(), 30_000..30_004), far);
    }

    #[test]
    fn a_match_over_lines_names_first_and_last() {
        let mut lines = Lines::new();
        assert_eq!(locate(&mut lines, b"a\nb\nc\n", 2..4), ((2, 2), 1));
        assert_eq!(locate(&mut lines, b"a\nb\nc\n", 0..5), ((1, 3), 1));
    }
}
