//! Windows: cuts a text into stretches that overlap by their surroundings.

use std::cell::RefCell;
use std::io::{self, Read};
use std::ops::RangeInclusive;
use std::rc::Rc;

use magpie_model::{Body, Cell, Layout, Location, Outcome, Reason, Span, Window, fault_of};

use crate::budget::limit_reached;
use crate::charset::Text;
use crate::formats::{Reading, aside};
use crate::mixed::Given;
use crate::transcode::Offsets;

/// A layout that is carried from window to window.
pub(crate) trait Advance: Layout {
    /// Everything before `to` of the window is dealt with: no question goes back further than
    /// [`Window::LOOKAHEAD_BYTES`] before it, and bytes more than [`Window::LOOKBEHIND_BYTES`]
    /// before it are not seen again. For the last window `to` is the text's end.
    fn advance(&mut self, window: &Window<'_>, to: usize);
}

/// Feeds a whole raw or transcoded text through windows: in place when it lies in memory, else
/// through one buffer.
///
/// # Errors
/// The outcome that ends the part before its end. What was read before it has been dealt with.
pub(crate) fn feed(
    text: Text<'_>,
    layout: &mut dyn Advance,
    reading: &mut Reading<'_>,
) -> Result<(), Outcome> {
    match text.mapped() {
        Some((bytes, body, cut)) => {
            let before = text.bytes_before().unwrap_or(0);
            feed_mapped(bytes, body, before, layout, reading)?;
            if cut { Err(limit_outcome(Reason::FileExceedsSizeLimit)) } else { Ok(()) }
        }
        None => feed_stream(text, layout, reading),
    }
}

/// Windows of memory, in place. What lies behind them is released, so that a file larger than
/// the memory does not fill it; at the end, everything that was dealt with, so that it counts as
/// read.
fn feed_mapped(
    bytes: &[u8],
    body: &dyn Body,
    bytes_before: u64,
    layout: &mut dyn Advance,
    reading: &mut Reading<'_>,
) -> Result<(), Outcome> {
    let mut at = 0;
    let fed = deal_mapped(bytes, body, bytes_before, &mut at, layout, reading);
    body.release(bytes_before + at as u64);
    fed
}

/// Windows up to the end or to what ends the part; `dealt` says how far they came.
fn deal_mapped(
    bytes: &[u8],
    body: &dyn Body,
    bytes_before: u64,
    dealt: &mut usize,
    layout: &mut dyn Advance,
    reading: &mut Reading<'_>,
) -> Result<(), Outcome> {
    while *dealt < bytes.len() {
        let start = dealt.saturating_sub(Window::LOOKBEHIND_BYTES);
        let end = bytes.len().min(*dealt + reading.limits.window_bytes + Window::LOOKAHEAD_BYTES);
        let last = end == bytes.len();
        let window =
            Window { text: &bytes[start..end], base: start as u64, from: *dealt - start, last };
        *dealt = start + hand_out(&window, layout, reading)?;
        if let Some(fault) = body.fault() {
            return Err(Outcome::with_detail(fault.reason, fault.detail));
        }
        if last {
            break;
        }
        body.release(bytes_before + dealt.saturating_sub(Window::LOOKBEHIND_BYTES) as u64);
    }
    Ok(())
}

/// Windows of a stream, through one buffer.
fn feed_stream(
    mut text: Text<'_>,
    layout: &mut dyn Advance,
    reading: &mut Reading<'_>,
) -> Result<(), Outcome> {
    let mut buffer = StreamBuffer::default();
    loop {
        let filled = buffer.fill(&mut text, reading.limits.window_bytes);
        let last = !matches!(filled, Ok(true));
        if buffer.offset() > 0 {
            buffer.window(last, 0, layout, reading)?;
        }
        match filled {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => return Err(outcome_of(&error)),
        }
    }
}

/// Bytes of a buffer before the first window tells how many are needed.
const FIRST_BYTES: usize = 64 * 1024;

/// The buffer of a stream. It is cleared when it grows and never again: clearing it for every
/// window costs as much as a fast decoder takes for a tenth of it.
#[derive(Default)]
struct StreamBuffer {
    bytes: Vec<u8>,
    filled: usize,
    base: u64,
    from: usize,
}

impl StreamBuffer {
    fn offset(&self) -> u64 {
        self.base + self.filled as u64
    }

    /// Reads as much as one window takes; `false` at the end of the text.
    fn fill(&mut self, text: &mut dyn Read, window_bytes: usize) -> io::Result<bool> {
        let goal = self.from + window_bytes + Window::LOOKAHEAD_BYTES;
        while self.filled < goal {
            self.grow(self.filled, goal);
            let end = goal.min(self.bytes.len());
            if !fill(text, &mut self.bytes[..end], &mut self.filled)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Makes room behind the first `taken` bytes, where there is none.
    fn grow(&mut self, taken: usize, most: usize) {
        if taken == self.bytes.len() {
            let grown = (self.bytes.len() * 2).max(FIRST_BYTES).min(most);
            self.bytes.resize(grown, 0);
        }
    }

    /// Hands out what is filled; `left` bytes behind it stay where they are, behind the text.
    fn window(
        &mut self,
        last: bool,
        left: usize,
        layout: &mut dyn Advance,
        reading: &mut Reading<'_>,
    ) -> Result<(), Outcome> {
        let text = &self.bytes[..self.filled];
        let window = Window { text, base: self.base, from: self.from, last };
        let dealt = hand_out(&window, layout, reading)?;
        let keep = dealt.saturating_sub(Window::LOOKBEHIND_BYTES);
        self.bytes.copy_within(keep..self.filled + left, 0);
        self.filled -= keep;
        self.base += keep as u64;
        self.from = dealt - keep;
        Ok(())
    }
}

/// A text that is changed where it stands, on its way into windows.
pub(crate) struct Change<C> {
    /// What is changed begins with this byte.
    pub(crate) begins: u8,
    /// Bytes changed at once.
    pub(crate) piece_bytes: usize,
    /// Returns the bytes taken, and those of text that stand in their place, which are no more.
    pub(crate) change: C,
}

/// A piece of a source, to be changed.
pub(crate) struct Piece<'p> {
    pub(crate) bytes: &'p mut [u8],
    /// Where the first byte stands with which something begins.
    pub(crate) first: Option<usize>,
    /// Whether the source goes on: what may be cut by the end need not be taken yet.
    pub(crate) more_follows: bool,
    /// Where the piece begins in the changed text.
    pub(crate) base: u64,
}

impl<C> Change<C> {
    /// Feeds what lies in memory, from where it is copied.
    ///
    /// # Errors
    /// The outcome that ends the part before its end.
    pub(crate) fn feed_mapped<L: Advance>(
        mut self,
        bytes: &[u8],
        body: &dyn Body,
        bytes_before: u64,
        layout: &mut L,
        reading: &mut Reading<'_>,
    ) -> Result<(), Outcome>
    where
        C: FnMut(&mut L, Piece<'_>) -> (usize, usize),
    {
        let mut feed = TextFeed::new(reading.limits.window_bytes);
        let mut at = 0;
        while at < bytes.len() {
            let end = bytes.len().min(at + self.piece_bytes);
            let source = &bytes[at..end];
            let (start, base) = (feed.buffer.len(), feed.offset());
            feed.push(source);
            let (first, more_follows) = (memchr::memchr(self.begins, source), end < bytes.len());
            let piece = Piece { bytes: &mut feed.buffer[start..], first, more_follows, base };
            let (taken, text) = (self.change)(layout, piece);
            feed.buffer.truncate(start + text);
            at += taken;
            feed.deal(layout, reading)?;
            if let Some(fault) = body.fault() {
                return Err(Outcome::with_detail(fault.reason, fault.detail));
            }
            body.release(bytes_before + at as u64);
        }
        feed.finish(layout, reading)
    }

    /// Feeds a stream, through one buffer.
    ///
    /// # Errors
    /// The outcome that ends the part before its end.
    pub(crate) fn feed_stream<L: Advance>(
        mut self,
        text: &mut Text<'_>,
        layout: &mut L,
        reading: &mut Reading<'_>,
    ) -> Result<(), Outcome>
    where
        C: FnMut(&mut L, Piece<'_>) -> (usize, usize),
    {
        let mut buffer = StreamBuffer::default();
        // Bytes behind the text that are to be changed with what follows.
        let mut left = 0;
        loop {
            let filled = self.fill(&mut buffer, &mut left, text, layout, reading);
            let last = !matches!(filled, Ok(true));
            if buffer.offset() > 0 {
                buffer.window(last, left, layout, reading)?;
            }
            match filled {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => return Err(outcome_of(&error)),
            }
        }
    }

    /// Reads and changes as much as one window takes; `false` at the end of the source.
    fn fill<L>(
        &mut self,
        buffer: &mut StreamBuffer,
        left: &mut usize,
        text: &mut Text<'_>,
        layout: &mut L,
        reading: &Reading<'_>,
    ) -> io::Result<bool>
    where
        C: FnMut(&mut L, Piece<'_>) -> (usize, usize),
    {
        let goal = buffer.from + reading.limits.window_bytes + Window::LOOKAHEAD_BYTES;
        while buffer.filled < goal {
            let (start, read_to) = (buffer.filled, buffer.filled + *left);
            buffer.grow(read_to, goal + self.piece_bytes);
            let end = buffer.bytes.len().min(read_to + self.piece_bytes);
            let read = match text.read_seeking(&mut buffer.bytes[read_to..end], self.begins) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read,
            };
            let given = read.as_ref().map_or(Given::default(), |given| *given);
            let more_follows = given.bytes > 0;
            let first = if *left > 0 { Some(0) } else { given.first };
            let bytes = &mut buffer.bytes[start..read_to + given.bytes];
            let (length, base) = (bytes.len(), buffer.base + start as u64);
            let (taken, text) = (self.change)(layout, Piece { bytes, first, more_follows, base });
            *left = length - taken;
            if text < taken {
                buffer.bytes.copy_within(start + taken..start + length, start + text);
            }
            buffer.filled = start + text;
            if !more_follows {
                return read.map(|_| false);
            }
        }
        Ok(true)
    }
}

/// Reads until a buffer is full, of which `filled` bytes are; `false` at the end of the text. What was
/// read before an error is counted.
pub(crate) fn fill(text: &mut dyn Read, into: &mut [u8], filled: &mut usize) -> io::Result<bool> {
    while *filled < into.len() {
        match text.read(&mut into[*filled..]) {
            Ok(0) => return Ok(false),
            Ok(read) => *filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// The buffer of a text that a reader makes piece by piece (decoded strings, text between tags).
///
/// Push text, then let [`TextFeed::deal`] hand out windows; finish with [`TextFeed::finish`].
pub(crate) struct TextFeed {
    buffer: Vec<u8>,
    base: u64,
    from: usize,
    window_bytes: usize,
}

impl TextFeed {
    pub(crate) fn new(window_bytes: usize) -> Self {
        Self { buffer: Vec::new(), base: 0, from: 0, window_bytes }
    }

    /// Offset in the part's text of the next byte that is pushed.
    pub(crate) fn offset(&self) -> u64 {
        self.base + self.buffer.len() as u64
    }

    /// Bytes that were not handed out yet.
    pub(crate) fn held(&self) -> usize {
        self.buffer.len() - self.from
    }

    /// Appends text. Push no more than about a window between two calls of [`Self::deal`]: the
    /// buffer grows by what is pushed.
    pub(crate) fn push(&mut self, text: &[u8]) {
        self.buffer.extend_from_slice(text);
    }

    /// Appends a line of its own, and tells where it begins; the same holds.
    #[inline]
    pub(crate) fn push_line(&mut self, text: &[u8]) -> u64 {
        self.buffer.reserve(text.len() + 1);
        if self.offset() > 0 {
            self.buffer.push(b'\n');
        }
        let start = self.offset();
        self.buffer.extend_from_slice(text);
        start
    }

    /// Hands out windows while enough text is there; otherwise costs nothing, so call it after
    /// every push.
    ///
    /// # Errors
    /// The outcome that ends the part: the visitor wants to stop.
    pub(crate) fn deal(
        &mut self,
        layout: &mut dyn Advance,
        reading: &mut Reading<'_>,
    ) -> Result<(), Outcome> {
        while self.buffer.len() >= self.from + self.window_bytes + Window::LOOKAHEAD_BYTES {
            self.window(false, layout, reading)?;
        }
        Ok(())
    }

    /// Hands out what is left as the last window. Call it also after a read error, so that what
    /// was read before is dealt with.
    ///
    /// # Errors
    /// The outcome that ends the part: the visitor wants to stop.
    pub(crate) fn finish(
        &mut self,
        layout: &mut dyn Advance,
        reading: &mut Reading<'_>,
    ) -> Result<(), Outcome> {
        self.deal(layout, reading)?;
        if self.offset() == 0 {
            return Ok(());
        }
        self.window(true, layout, reading)
    }

    fn window(
        &mut self,
        last: bool,
        layout: &mut dyn Advance,
        reading: &mut Reading<'_>,
    ) -> Result<(), Outcome> {
        let window = Window { text: &self.buffer, base: self.base, from: self.from, last };
        let dealt = hand_out(&window, layout, reading)?;
        let keep = dealt.saturating_sub(Window::LOOKBEHIND_BYTES);
        self.buffer.copy_within(keep.., 0);
        self.buffer.truncate(self.buffer.len() - keep);
        self.base += keep as u64;
        self.from = dealt - keep;
        Ok(())
    }
}

/// One window to the visitor; returns how far it is dealt with.
fn hand_out(
    window: &Window<'_>,
    layout: &mut dyn Advance,
    reading: &mut Reading<'_>,
) -> Result<usize, Outcome> {
    if let Some(reason) = reading.visitor.stop() {
        return Err(Outcome::of(reason));
    }
    let length = window.text.len();
    let least = if window.last { length } else { length.saturating_sub(Window::LOOKAHEAD_BYTES) };
    let bounds = least.max(window.from)..=length;
    let dealt = match reading.offsets.clone() {
        Some(offsets) => show(window, bounds, &mut InOriginal { layout, offsets }, reading),
        None => show(window, bounds, layout, reading),
    };
    layout.advance(window, dealt);
    reading.budget.count_scanned((dealt - window.from) as u64);
    Ok(dealt)
}

/// Shows a window, and what is encoded in it.
fn show(
    window: &Window<'_>,
    bounds: RangeInclusive<usize>,
    layout: &mut dyn Layout,
    reading: &mut Reading<'_>,
) -> usize {
    let dealt = reading.visitor.window(window, layout).clamp(*bounds.start(), *bounds.end());
    aside::hand_out(window, dealt, layout, reading);
    dealt
}

/// A layout of transcoded text that tells bytes as they stand in the part.
struct InOriginal<'l> {
    layout: &'l mut dyn Advance,
    offsets: Rc<RefCell<Offsets>>,
}

impl Layout for InOriginal<'_> {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        self.layout.cell(window, at)
    }

    fn has_cells(&self) -> bool {
        self.layout.has_cells()
    }

    fn cells_under(
        &mut self,
        window: &Window<'_>,
        span: &Span,
        wanted: &mut dyn FnMut(u32, &str) -> bool,
        tell: &mut dyn FnMut(Cell),
    ) {
        self.layout.cells_under(window, span, wanted, tell);
    }

    fn label(&self, label: u32) -> &str {
        self.layout.label(label)
    }

    fn locate(&mut self, window: &Window<'_>, cell: &Cell, span: &Span) -> Location {
        let location = self.layout.locate(window, cell, span);
        let offsets = self.offsets.borrow();
        let original = |(from, to)| Some((offsets.original(from)?, offsets.original(to)?));
        Location { bytes: location.bytes.and_then(original), ..location }
    }

    fn cell_reference(&self, location: &Location) -> Option<String> {
        self.layout.cell_reference(location)
    }

    fn positions(&mut self, window: &Window<'_>, at: usize) -> Vec<u64> {
        self.layout.positions(window, at)
    }

    fn rows(&self) -> u64 {
        self.layout.rows()
    }

    fn rows_by_label(&self) -> &[u64] {
        self.layout.rows_by_label()
    }

    fn row(&mut self, window: &Window<'_>, at: usize) -> Option<u64> {
        self.layout.row(window, at)
    }
}

/// The partial outcome of a bound, with a sentence that says which one.
pub(crate) fn limit_outcome(reason: Reason) -> Outcome {
    Outcome::with_detail(reason, limit_reached(reason).detail)
}

/// The outcome of a read error: the body's own reason where it has one, else the format's fault
/// or the disk's.
pub(crate) fn outcome_of(error: &io::Error) -> Outcome {
    if let Some(fault) = fault_of(error) {
        return Outcome::with_detail(fault.reason, fault.detail.clone());
    }
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            Outcome::with_detail(Reason::MalformedFile, "the data ends early or is damaged")
        }
        io::ErrorKind::OutOfMemory => Outcome::with_detail(
            Reason::MemoryLimitReached,
            "decoding it takes more memory than one stream may have",
        ),
        kind => Outcome::with_detail(Reason::ReadError, format!("reading failed: {kind}")),
    }
}

#[cfg(test)]
mod tests {
    use magpie_model::Reason;

    use crate::Limits;
    use crate::testing::{Counting, Recorder};

    /// Reads a mapped body; the reason, the bytes dealt with and the bytes counted as read.
    fn read(bytes: &[u8], name: &str, limits: &Limits) -> (Option<Reason>, u64, u64) {
        let body = Counting::new(bytes);
        let extracted = crate::extract(&body, name, limits, &mut Recorder::default());
        (extracted.outcome.reason, extracted.bytes_scanned, body.read())
    }

    #[test]
    fn what_was_handed_out_of_a_cut_text_counts_as_read() {
        let limits = Limits { object_bytes_max: 8, ..Limits::default() };
        let cut = Some(Reason::FileExceedsSizeLimit);
        assert_eq!(read(b"sixteen letters.", "a.txt", &limits), (cut, 8, 8));
        assert_eq!(read(b"\xEF\xBB\xBFthirteen more", "a.txt", &limits), (cut, 5, 8));
        assert_eq!(read(b"a,b\n1,2\n3,4\n5,6\n", "a.csv", &limits), (cut, 8, 8));
        for (text, name) in [
            (&b"<?xml version='1.0'?><a>1</a>"[..], "a.xml"),
            (b"<html><p>text</p></html>", "a.html"),
            (b"{\"a\": [1, 2, 3, 4]}", "a.json"),
            (b"{\"a\":1}\n{\"a\":2}\n", "a.jsonl"),
        ] {
            let (reason, _, counted) = read(text, name, &limits);
            assert_eq!((reason, counted), (cut, 8), "{name}");
        }
    }

    #[test]
    fn all_of_a_damaged_document_counts_as_read() {
        for (text, name, reason) in [
            (&b"{\"a\": [1, 2"[..], "a.json", Some(Reason::MalformedFile)),
            (b"{\"a\": \"x\\u00", "a.json", Some(Reason::MalformedFile)),
            (b"{\"a\":1}\n{\"a\"\n{\"a\":3}\n", "a.jsonl", Some(Reason::MalformedFile)),
            (b"\xEF\xBB\xBF{\"a\": [1, 2", "a.json", Some(Reason::MalformedFile)),
            (b"<?xml version='1.0'?><a><b>1</b", "a.xml", Some(Reason::MalformedFile)),
            (b"\xEF\xBB\xBF<?xml version='1.0'?><a>1", "a.xml", Some(Reason::MalformedFile)),
            (b"a,b\n1,\"open\n2,3\n", "a.csv", None),
            (b"plain", "a.txt", None),
        ] {
            let (told, _, counted) = read(text, name, &Limits::default());
            assert_eq!((told, counted), (reason, text.len() as u64), "{name}");
        }
    }

    #[test]
    fn all_windows_of_a_long_text_count_as_read() {
        let text = b"some words ".repeat(20_000);
        let limits = Limits { window_bytes: 4_096, ..Limits::default() };
        assert_eq!(read(&text, "a.txt", &limits).2, text.len() as u64);
    }
}
