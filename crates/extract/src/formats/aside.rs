//! What is written in another alphabet inside a text, on its way to the visitor: decoded, as texts of
//! the part beside its own.

use std::collections::HashMap;
use std::ops::Range;

use magpie_model::{Cell, Layout, Location, Place, Span, Undecoded, Window};

use super::Reading;
use super::encoded::{self, Kept, Run};

/// Bytes before a run, on its line, that say what it is.
const BEFORE_BYTES: usize = 32;
/// Runs of an object that have the words before them for a label.
const LABELLED_RUNS_MAX: u32 = 4096;
/// Labels from here on are words before runs; those of layouts count from 0.
const WORDS: u32 = 1 << 30;

/// Hands out the runs that begin before `to` of the window, each with the place where it stands. They
/// are never longer than the text, and need no bound of their own.
pub(crate) fn hand_out(
    window: &Window<'_>,
    to: usize,
    layout: &mut dyn Layout,
    reading: &mut Reading<'_>,
) {
    let mut runs = Vec::new();
    let hidden = encoded::runs(window.text, window.from..to, |run| runs.push(run));
    reading.hidden = reading.hidden.max(hidden);
    if runs.is_empty() {
        return;
    }
    runs.sort_by_key(|run| run.span.start);
    let mut aside = Aside {
        beside: window.text,
        base: window.base,
        has_cells: layout.has_cells(),
        next_word: reading.labelled_runs,
        ..Aside::default()
    };
    for run in runs {
        aside.take(window, run, layout);
    }
    reading.labelled_runs = aside.next_word;
    let text = std::mem::take(&mut aside.text);
    if !text.is_empty() {
        let window = Window { text: &text, base: 0, from: 0, last: true };
        reading.visitor.aside(&window, &mut aside);
    }
}

/// Decoded runs, each a cell of its own.
#[derive(Default)]
struct Aside<'w> {
    /// The text that the runs stand in, its offset in the part's text, and whether it stands in cells.
    beside: &'w [u8],
    base: u64,
    has_cells: bool,
    text: Vec<u8>,
    runs: Vec<Stands>,
    labels: HashMap<u32, String>,
    next_word: u32,
    /// The run whose place was told last.
    told: usize,
}

/// Where a run begins among the decoded ones, and where it stands.
struct Stands {
    start: usize,
    location: Location,
    reference: Option<String>,
    /// Where the run begins in the text around it, its cell there, and what of it decoding kept.
    at: usize,
    cell: Cell,
    kept: Vec<Kept>,
}

impl Stands {
    /// What a stretch of the decoded run was decoded from, and whether it stayed as it was.
    fn undecoded(&self, span: &Span) -> Option<(Span, bool)> {
        let (from, to) = (span.start - self.start, span.end - self.start);
        let first = self.kept.partition_point(|(kept, _)| kept.end <= from);
        let last = self.kept.partition_point(|(kept, _)| kept.end < to);
        // Either end stands in a stretch that was kept, or in the escape before it.
        let (kept, at) = self.kept.get(first)?;
        let begins_kept = kept.start <= from;
        let start = match first.checked_sub(1).map(|before| &self.kept[before]) {
            _ if begins_kept => at + from - kept.start,
            Some((before, at)) => at + before.len(),
            None => 0,
        };
        let (kept, at) = self.kept.get(last)?;
        let end = at + to.saturating_sub(kept.start);
        Some((self.at + start..self.at + end, first == last && begins_kept))
    }
}

impl Aside<'_> {
    /// Takes a run; where it reaches over several cells, what each of them holds is one of its own.
    fn take(&mut self, window: &Window<'_>, run: Run, layout: &mut dyn Layout) {
        let mut at = run.span.start;
        while at < run.span.end {
            let (cell, end) = cell_of(window, at, run.span.end, layout);
            if (at, end) == (run.span.start, run.span.end) {
                self.note(window, run, &cell, layout);
                return;
            }
            encoded::runs(&window.text[at..end], 0..end - at, |run| {
                let span = at + run.span.start..at + run.span.end;
                self.note(window, Run { span, ..run }, &cell, layout);
            });
            at = end;
        }
    }

    fn note(&mut self, window: &Window<'_>, run: Run, cell: &Cell, layout: &mut dyn Layout) {
        let location = layout.locate(window, cell, &run.span);
        let reference = layout.cell_reference(&location);
        let label = match cell.label {
            Some(label) => {
                self.labels.entry(label).or_insert_with(|| layout.label(label).to_owned());
                Some(label)
            }
            None => self.words(before(window.text, cell.start..run.span.start)),
        };
        let location = Location { label, ..location };
        let (start, at, kept) = (self.text.len(), run.span.start, run.kept);
        self.runs.push(Stands { start, location, reference, at, cell: *cell, kept });
        self.text.extend_from_slice(&run.text);
        self.text.push(b'\n');
    }

    /// The number of a label for the words before a run.
    fn words(&mut self, words: String) -> Option<u32> {
        if words.is_empty() || self.next_word >= LABELLED_RUNS_MAX {
            return None;
        }
        let label = WORDS + self.next_word;
        self.next_word += 1;
        self.labels.insert(label, words);
        Some(label)
    }

    fn run(&self, at: usize) -> usize {
        self.runs.partition_point(|run| run.start <= at).saturating_sub(1)
    }
}

/// The cell at `at`, and where it ends, at most at `to`. The end that a layout tells of a long cell
/// may be as far as it has looked.
fn cell_of(window: &Window<'_>, at: usize, to: usize, layout: &mut dyn Layout) -> (Cell, usize) {
    let cell = layout.cell(window, at);
    let mut end = cell.end.max(at + 1);
    while end < to {
        let next = layout.cell(window, end);
        if next.start >= end {
            break;
        }
        end = next.end.max(end + 1);
    }
    (cell, end.min(to))
}

/// The words before a run, on its line and in its cell.
fn before(text: &[u8], from: Range<usize>) -> String {
    let near = &text[from.start.max(from.end.saturating_sub(BEFORE_BYTES))..from.end];
    let line = memchr::memrchr(b'\n', near).map_or(near, |newline| &near[newline + 1..]);
    String::from_utf8_lossy(line).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

impl Layout for Aside<'_> {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        let run = self.run(at);
        let Some(Stands { start, location, .. }) = self.runs.get(run) else {
            return Cell { start: 0, end: window.text.len(), label: None, place: Place::Text };
        };
        let end = self.runs.get(run + 1).map_or(window.text.len(), |next| next.start);
        Cell { start: *start, end, label: location.label, place: location.place }
    }

    fn has_cells(&self) -> bool {
        true
    }

    fn label(&self, label: u32) -> &str {
        self.labels.get(&label).map_or("", String::as_str)
    }

    fn locate(&mut self, _: &Window<'_>, cell: &Cell, _: &Span) -> Location {
        self.told = self.run(cell.start);
        match self.runs.get(self.told) {
            Some(run) => run.location.clone(),
            None => Location {
                place: cell.place,
                label: None,
                lines: None,
                start_column: None,
                bytes: None,
            },
        }
    }

    fn undecoded(&self, span: &Span) -> Option<Undecoded<'_>> {
        let run = self.runs.get(self.run(span.start))?;
        let (Span { start: at, end: behind }, is_kept) = run.undecoded(span)?;
        let from = run.cell.start.max(at.saturating_sub(Window::LOOKBEHIND_BYTES));
        let to = self.beside.len().min(run.cell.end).min(behind + Window::LOOKBEHIND_BYTES);
        Some(Undecoded {
            text: self.beside.get(from..to)?,
            base: self.base + from as u64,
            span: at - from..behind - from,
            is_kept,
            place: run.cell.place,
            label: run.cell.label.map(|label| (label, self.label(label))),
            has_cells: self.has_cells,
        })
    }

    fn cell_reference(&self, _: &Location) -> Option<String> {
        self.runs.get(self.told)?.reference.clone()
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{assert_windows_equal_whole, record, whole, windows_of};

    const BASE64: &str = "bmVlZGxlIGFuZCBmdXJ0aGVyIHdvcmRz";

    #[test]
    fn encoded_values_are_read_where_they_stand_in_every_text_format() {
        let b = BASE64;
        for (name, text, want) in [
            (
                "a.csv",
                format!("id,note\n1,x\n2,{b}\n3,y\n"),
                "Cell { row: 3, column: 2 } label note bytes (14, 46)",
            ),
            (
                "a.csv",
                format!("id,note\n1,x\n2,\"{b}\"\n3,y\n"),
                "Cell { row: 3, column: 2 } label note bytes (15, 47)",
            ),
            (
                "a.json",
                format!("{{\"a\": {{\"note\": \"{b}\"}}}}"),
                "Record { index: 0 } label $.a.note bytes (16, 48)",
            ),
            (
                "a.jsonl",
                format!("{{\"n\":1}}\n{{\"note\":\"see {b} there\"}}\n{{\"n\":3}}\n"),
                "Record { index: 1 } label $.note bytes (21, 53)",
            ),
            (
                "a.xml",
                format!("<?xml version='1.0'?>\n<r><note>{b}</note></r>"),
                "Element label r/note lines (2, 2) column 10 bytes (31, 63)",
            ),
            (
                "a.xml",
                format!("<?xml version='1.0'?>\n<r><a note='{b}'/></r>"),
                "Element label r/a/@note lines (2, 2) column 13 bytes (34, 66)",
            ),
            (
                "a.html",
                format!("<html><body>\n<p>see {b}</p>"),
                "Text label see lines (2, 2) column 8 bytes (20, 52)",
            ),
            (
                "a.sql",
                format!("INSERT INTO t (id, note) VALUES (1, 'x'), (2, '{b}');\n"),
                "Cell { row: 3, column: 2 } label t.note bytes (47, 79)",
            ),
            (
                "a.yaml",
                format!("a:\n  note: {b}\n  c: d\n"),
                "Element label a.note lines (2, 2) column 9 bytes (11, 43)",
            ),
        ] {
            let (_, recorder) = whole(text.as_bytes(), name);
            assert_eq!(recorder.place_of("needle"), want, "{name}");
            let times = recorder.lines.iter().filter(|line| line.starts_with("further ")).count();
            assert_eq!(times, 1, "{name}");
        }
    }

    #[test]
    fn escaped_words_are_read_once_whatever_format_they_stand_in() {
        for word in ["first%40example.org", "first=40example.org", "first&#64;example.org"] {
            for (name, text) in [
                ("a.txt", format!("write to {word} soon")),
                ("a.csv", format!("id,mail\n1,{word}\n2,x\n")),
                ("a.json", format!("{{\"mail\": \"{word}\"}}")),
                ("a.sql", format!("INSERT INTO t (id, mail) VALUES (1, '{word}');\n")),
            ] {
                let (_, recorder) = whole(text.as_bytes(), name);
                let whole = recorder.lines.iter().filter(|line| line.contains("first@example.org"));
                // The words of the address: first, example, org.
                assert_eq!(whole.count(), 3, "{word} in {name}: {:#?}", recorder.lines);
            }
        }
    }

    #[test]
    fn a_number_behind_a_name_is_no_escaped_bracket() {
        for (text, read) in
            [("GET /phone/8?shard=285987646&t", false), ("call =285987646 now", true)]
        {
            let (_, recorder) = whole(text.as_bytes(), "a.txt");
            let found = recorder.lines.iter().any(|line| line.contains("(5987646"));
            assert_eq!(found, read, "{text}: {:#?}", recorder.lines);
        }
    }

    #[test]
    fn cells_of_base64_below_each_other_are_runs_of_their_own() {
        let line = "bmVlZGxlIGluIGEgbGluZSBvZiBzZXZlbnR5LXNpeCBkaWdpdHMsIGFzIHByb2dyYW1zIHdyaXRl";
        let rows = format!("{line}=\n").replace('=', "");
        let text = format!("note\n{}", rows.repeat(4));
        let (extracted, recorder) = whole(text.as_bytes(), "a.csv");
        assert_eq!(extracted.format, "csv");
        let places: Vec<_> = recorder.lines.iter().filter(|l| l.starts_with("needle ")).collect();
        assert_eq!(places.len(), 4, "{places:#?}");
        for (row, place) in places.iter().enumerate() {
            assert!(place.contains(&format!("row: {}, column: 1", row + 2)), "{place}");
        }
    }

    #[test]
    fn a_run_at_the_beginning_of_a_long_window_keeps_its_line() {
        let mut text = format!("words\n{BASE64}\n");
        text.push_str(&"some words\n".repeat(30_000));
        let (_, recorder) = whole(text.as_bytes(), "a");
        assert!(recorder.place_of("needle").starts_with("Text lines (2, 2) column 1"));
        let mut rows = format!("id,note\n1,{BASE64}\n");
        (2..20_000).for_each(|n| rows.push_str(&format!("{n},word{n}\n")));
        let (_, recorder) = whole(rows.as_bytes(), "a.csv");
        assert!(recorder.place_of("needle").starts_with("Cell { row: 2, column: 2 } label note"));
    }

    #[test]
    fn quoted_printable_goes_on_behind_a_broken_line() {
        let filler = "x".repeat(60);
        let text = format!("{filler} card=3D4012=\r\n888888881881 behind\n");
        let (_, recorder) = record(text.as_bytes(), "a.txt", true, &windows_of(64));
        assert!(
            recorder.place_of("4012888888881881").starts_with("Text label"),
            "{:#?}",
            recorder.lines
        );
    }

    #[test]
    fn windows_of_encoded_text_equal_the_whole() {
        let mut text = String::from("id,note,mail\n");
        for n in 0..900 {
            text.push_str(&format!("{n},{BASE64},first{n}%40example.org\n"));
            text.push_str(&format!("{n},\"P=C3=A9rez, &#64;{n}\",plain\n"));
        }
        let count = |limits| {
            let (_, recorder) = record(text.as_bytes(), "a.csv", true, &limits);
            let mut lines: Vec<String> = recorder.lines;
            lines.sort();
            lines
        };
        let want = count(crate::Limits::default());
        assert!(want.iter().filter(|line| line.starts_with("needle ")).count() == 900);
        for window_bytes in [64, 1_000, 20_000] {
            assert_eq!(count(windows_of(window_bytes)), want);
        }
        assert_windows_equal_whole(b"nothing encoded,here\n1,2\n", "a.csv");
    }
}
