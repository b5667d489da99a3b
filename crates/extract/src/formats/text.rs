//! Running text: lines and columns of characters.

use magpie_model::{Cell, Layout, Location, Outcome, Place, Reason, Span, Window};

use super::Reading;
use super::mail::holds_file;
use crate::charset::Text;
use crate::feed::{self, Advance};
use crate::trail::{Cursor, Trail};

/// Feeds the whole text.
pub(crate) fn read(text: Text<'_>, reading: &mut Reading<'_>) -> Outcome {
    let (lines, bytes_before) = (Lines::ended_by(text.line_end()), text.bytes_before());
    let mut layout = TextLayout { lines, bytes_before, holds_file: false };
    match feed::feed(text, &mut layout, reading) {
        Ok(()) if layout.holds_file => Outcome::with_detail(
            Reason::EmbeddedContentNotRead,
            "a file stands between the lines of the text, written in letters, and is not read",
        ),
        Ok(()) => Outcome::COMPLETE,
        Err(outcome) => outcome,
    }
}

struct TextLayout {
    lines: Lines,
    bytes_before: Option<u64>,
    /// Whether a file written in letters begins somewhere.
    holds_file: bool,
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
        self.holds_file = self.holds_file || holds_file(window.text, window.from..to);
    }
}

/// Counts lines and characters, each byte once, however many matches a line has.
pub(super) struct Lines {
    end: u8,
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
        Self::ended_by(b'\n')
    }

    fn ended_by(end: u8) -> Self {
        Self { end, trail: Trail::new(LineCursor { at: 0, line: 1, characters: 0 }) }
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
        let more = memchr::memchr_iter(self.end, inner).count() as u64;
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
            now.take_in(&window.text[passed], self.end);
            self.trail.note();
        }
    }
}

impl LineCursor {
    fn take_in(&mut self, text: &[u8], end: u8) {
        self.at += text.len() as u64;
        let on_line = match memchr::memrchr(end, text) {
            Some(newline) => {
                self.line += memchr::memchr_iter(end, &text[..=newline]).count() as u64;
                self.characters = 0;
                &text[newline + 1..]
            }
            None => text,
        };
        self.characters += count_characters(on_line);
    }
}

/// Bytes of which a sum of one byte each does not overflow: sixteen such are added at a time.
const SUMMED_BYTES: usize = 240;

/// Bytes that begin a character; a cut or invalid one counts like its bytes would suggest.
pub(super) fn count_characters(text: &[u8]) -> u64 {
    let begins = |&byte: &u8| u8::from(byte & 0xC0 != 0x80);
    text.chunks(SUMMED_BYTES).map(|bytes| u64::from(bytes.iter().map(begins).sum::<u8>())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_windows_equal_whole, record, whole, windows_of};

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

    #[test]
    fn returns_alone_end_lines_where_nothing_else_does() {
        let line = |text: &str| {
            let (_, recorder) = whole(text.as_bytes(), "a.txt");
            recorder.place_of("needle").to_owned()
        };
        assert!(line("one\rtwo\rthe needle").starts_with("Text lines (3, 3) column 5"));
        assert!(line("one\rtwo\nthe needle").starts_with("Text lines (2, 2) column 5"));
        assert_windows_equal_whole("some words\r".repeat(3_000).as_bytes(), "a.txt");
    }

    #[test]
    fn windows_of_text_equal_the_whole() {
        let mut text = "Erste Zeile, größer\r\n\tsecond line 4111\n\n".repeat(1_500);
        text.push_str(&"no line end for a long while é ".repeat(2_000));
        assert_windows_equal_whole(text.as_bytes(), "a.txt");
    }

    #[test]
    fn runs_in_another_alphabet_are_read_where_they_stand() {
        let mut text = "some words\n".repeat(3_000);
        text.push_str("token bmVlZGxlIGFuZCBmdXJ0aGVyIHdvcmRz\nmail=thread%40example.org\n");
        for window_bytes in [64, 1_000, 1 << 20] {
            let (extracted, recorder) =
                record(text.as_bytes(), "a", true, &windows_of(window_bytes));
            assert_eq!(extracted.outcome, Outcome::COMPLETE);
            let place = recorder.place_of("needle");
            assert!(place.starts_with("Text label token lines (3001, 3001) column 7"), "{place}");
            let place = recorder.place_of("thread");
            assert!(place.starts_with("Text lines (3002, 3002) column 6"), "{place}");
            let found = recorder.lines.iter().filter(|line| line.starts_with("further ")).count();
            assert_eq!(found, 1);
        }
    }

    #[test]
    fn a_long_line_costs_each_byte_once() {
        let text = "word é ".repeat(300_000);
        let (extracted, recorder) = whole(text.as_bytes(), "a.txt");
        assert_eq!(extracted.bytes_scanned, text.len() as u64);
        let last = recorder.lines.iter().rfind(|line| line.starts_with("word")).unwrap();
        assert!(last.contains("lines (1, 1) column 2099994 "), "{last}");
    }

    #[test]
    fn legacy_charsets_keep_their_lines_and_columns() {
        let text = "Straße 5\r\nMüller wohnt dort\r\n";
        let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [&b"\xFE\xFF"[..], &utf16].concat();
        for (bytes, from, width) in [(latin, 17, 1), (utf16, 34, 2), (marked, 36, 2)] {
            let (_, recorder) = whole(&bytes, "a.txt");
            let place = format!("Text lines (2, 2) column 8 bytes ({from}, {})", from + 5 * width);
            assert_eq!(recorder.place_of("wohnt"), place);
        }
    }

    #[test]
    fn a_text_that_changes_to_utf_16_and_back_is_read_to_its_end() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let narrow = "a line of words and more of them\n".repeat(3_000);
        let marked = [b"\xFF\xFE".to_vec(), wide(&narrow), narrow.clone().into_bytes()].concat();
        let both = [narrow.as_bytes(), &wide(&narrow)].concat();
        for (bytes, width) in [(marked, 1), (both, 2)] {
            let needle = if width == 1 { b"needle".to_vec() } else { wide("needle") };
            let all = [&bytes[..], &needle].concat();
            for mapped in [true, false] {
                let (extracted, recorder) = record(&all, "a", mapped, &windows_of(1_000));
                assert_eq!(extracted.outcome, Outcome::COMPLETE);
                let place = recorder.place_of("needle");
                let (from, to) = (bytes.len(), bytes.len() + 6 * width);
                assert_eq!(place, format!("Text lines (6001, 6001) column 1 bytes ({from}, {to})"));
            }
        }
    }

    #[test]
    fn a_mark_is_not_text_and_counts_in_bytes() {
        let (_, recorder) = whole(b"\xEF\xBB\xBFfirst", "a.txt");
        assert_eq!(recorder.place_of("first"), "Text lines (1, 1) column 1 bytes (3, 8)");
    }

    #[test]
    fn invalid_bytes_after_the_head_do_not_stop_the_text() {
        let mut bytes = "plain é words\n".repeat(6_000).into_bytes();
        bytes.extend_from_slice(b"\xFF\xFE\xF1 then \0 last\n");
        let (extracted, recorder) = whole(&bytes, "a.txt");
        assert_eq!(extracted.outcome, Outcome::COMPLETE);
        assert!(recorder.place_of("last").starts_with("Text lines (6001, 6001)"));
        assert_eq!(recorder.text, bytes);
    }

    #[test]
    fn short_bodies_have_an_outcome() {
        for (bytes, format, scanned) in
            [(&b""[..], "text", 0), (b"a", "text", 1), (b"\n", "text", 1), (b"\0", "binary", 0)]
        {
            for mapped in [true, false] {
                let (extracted, _) = record(bytes, "a", mapped, &windows_of(64));
                assert_eq!((extracted.format, extracted.bytes_scanned), (format, scanned));
            }
        }
    }
}
