//! What the tests of all formats share: a body in memory, and a visitor that writes down what it
//! is shown.

use std::fmt::Write as _;
use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};

use magpie_model::{Body, BytesBody, Layout, Outcome, ReadSeek, Reason, TextVisitor, Window};

use crate::{Extracted, Limits, extract};

/// An object in memory: as one slice, or as a stream in pieces of an awkward size.
pub(crate) fn body<B: AsRef<[u8]>>(bytes: B, mapped: bool) -> BytesBody<B> {
    if mapped { BytesBody::new(bytes) } else { BytesBody::streamed(bytes, 1_021) }
}

/// A mapped body that counts as read what was released, as a mapped file does.
pub(crate) struct Counting {
    bytes: Vec<u8>,
    released: AtomicU64,
}

impl Counting {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec(), released: AtomicU64::new(0) }
    }

    /// Bytes counted as read.
    pub(crate) fn read(&self) -> u64 {
        self.bytes_read()
    }
}

impl Body for Counting {
    fn size(&self) -> Option<u64> {
        Some(self.bytes.len() as u64)
    }

    fn reader(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn seekable(&self) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn mapped(&self) -> Option<&[u8]> {
        Some(&self.bytes)
    }

    fn release(&self, offset: u64) {
        self.released.fetch_max(offset, Ordering::Relaxed);
    }

    fn bytes_read(&self) -> u64 {
        self.released.load(Ordering::Relaxed)
    }
}

/// Writes down every word of the text with its place, as a search would meet it.
#[derive(Default)]
pub(crate) struct Recorder {
    /// One line for each word, part begin and part end.
    pub(crate) lines: Vec<String>,
    /// Rows told at the last window.
    pub(crate) rows: u64,
    /// The whole text of all parts.
    pub(crate) text: Vec<u8>,
    pub(crate) stop: Option<Reason>,
    /// Skips so many words between two that are asked about.
    pub(crate) skip: usize,
    pub(crate) skipped: usize,
}

impl TextVisitor for Recorder {
    fn begin(&mut self, inner_path: &str, format: &'static str) {
        self.lines.push(format!("begin {inner_path:?} {format}"));
        self.skipped = 0;
    }

    fn window(&mut self, window: &Window<'_>, layout: &mut dyn Layout) -> usize {
        let dealt = if window.last {
            window.text.len()
        } else {
            window.text.len().saturating_sub(Window::LOOKAHEAD_BYTES).max(window.from)
        };
        let mut met = Vec::new();
        for start in window.from..dealt {
            if !begins_word(window.text, start) {
                continue;
            }
            if self.skipped < self.skip {
                self.skipped += 1;
                continue;
            }
            self.skipped = 0;
            let cell = layout.cell(window, start);
            met.push((start, cell));
            // Earlier places are asked for again, as a search does that settles overlaps late.
            if met.len() % 16 == 0 {
                let (earlier, known) = met[met.len() - 9];
                assert_eq!(layout.cell(window, earlier).place, known.place);
            }
        }
        for (start, cell) in met {
            self.note(window, layout, start, &cell);
        }
        self.text.extend_from_slice(&window.text[window.from..dealt]);
        if window.last && !window.text.is_empty() {
            // Rows are those up to the last question.
            layout.cell(window, window.text.len() - 1);
            self.rows = layout.rows();
        }
        dealt
    }

    fn aside(&mut self, text: &Window<'_>, layout: &mut dyn Layout) {
        for start in (0..text.text.len()).filter(|&at| begins_word(text.text, at)) {
            let cell = layout.cell(text, start);
            self.note(text, layout, start, &cell);
        }
    }

    fn end(&mut self, outcome: Outcome) {
        let reason = outcome.reason.map_or("", Reason::as_str);
        self.lines.push(format!("end {} {reason}", outcome.status.as_str()));
    }

    fn stop(&self) -> Option<Reason> {
        self.stop
    }
}

impl Recorder {
    fn note(
        &mut self,
        window: &Window<'_>,
        layout: &mut dyn Layout,
        start: usize,
        cell: &magpie_model::Cell,
    ) {
        let end = (start..window.text.len())
            .find(|&at| !is_word(window.text[at]))
            .unwrap_or(window.text.len());
        let place = layout.locate(window, cell, &(start..end));
        let word = String::from_utf8_lossy(&window.text[start..end]).into_owned();
        let around = cell.start.max(start.saturating_sub(40))..cell.end.min(end + 40).max(start);
        let around = String::from_utf8_lossy(&window.text[around]).into_owned();
        let mut line = format!("{word} {:?}", place.place);
        if let Some(label) = cell.label {
            let _ = write!(line, " label {}", layout.label(label));
        }
        if let (Some(lines), Some(column)) = (place.lines, place.start_column) {
            let _ = write!(line, " lines {lines:?} column {column}");
        }
        if let Some(bytes) = place.bytes {
            let _ = write!(line, " bytes {bytes:?}");
        }
        let _ = write!(line, " in {around:?}");
        self.lines.push(line);
    }

    /// The line of the word, without what surrounds it.
    pub(crate) fn place_of(&self, word: &str) -> &str {
        let line = self.lines.iter().find(|line| line.split(' ').next() == Some(word));
        let line = line.unwrap_or_else(|| panic!("{word} was not met: {:#?}", self.lines));
        &line[word.len() + 1..line.find(" in ").expect("every line tells its surroundings")]
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

fn begins_word(text: &[u8], at: usize) -> bool {
    is_word(text[at]) && (at == 0 || !is_word(text[at - 1]))
}

/// Limits with small windows.
pub(crate) fn windows_of(window_bytes: usize) -> Limits {
    Limits { window_bytes, ..Limits::default() }
}

/// Reads `bytes` under `name` and writes down what is shown.
pub(crate) fn record(
    bytes: &[u8],
    name: &str,
    mapped: bool,
    limits: &Limits,
) -> (Extracted, Recorder) {
    let mut recorder = Recorder::default();
    let body = body(bytes, mapped);
    let extracted = extract(&body, name, limits, &mut recorder);
    (extracted, recorder)
}

/// Reads `bytes` as usual.
pub(crate) fn whole(bytes: &[u8], name: &str) -> (Extracted, Recorder) {
    record(bytes, name, true, &Limits::default())
}

/// Asserts that the answers are the same however the text is cut and wherever it lies.
pub(crate) fn assert_windows_equal_whole(bytes: &[u8], name: &str) {
    let (extracted, want) = whole(bytes, name);
    for (window_bytes, mapped, skip) in
        [(37, true, 0), (1_000, false, 0), (5_003, true, 0), (20_000, false, 0), (64, false, 97)]
    {
        let mut got = Recorder { skip, ..Recorder::default() };
        let body = body(bytes, mapped);
        let again = extract(&body, name, &windows_of(window_bytes), &mut got);
        assert_eq!(again, extracted, "windows of {window_bytes}");
        assert_eq!(got.rows, want.rows, "rows with windows of {window_bytes}");
        assert!(got.text == want.text, "text with windows of {window_bytes}");
        let mut want_lines: Vec<_> = want.lines.iter().collect();
        if skip > 0 {
            want_lines.retain(|line| got.lines.contains(line));
        }
        let differs = got.lines.iter().zip(want_lines).find(|(got, want)| got != want);
        assert!(differs.is_none(), "windows of {window_bytes}, mapped {mapped}: {differs:?}");
    }
}
