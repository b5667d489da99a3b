//! Windows: cuts a text into stretches that overlap by their surroundings.

use std::io::{self, Read};

use magpie_model::{Body, Layout, Outcome, Reason, Window, fault_of};

use crate::budget::limit_reached;
use crate::charset::Text;
use crate::formats::Reading;

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
/// the memory does not fill it.
fn feed_mapped(
    bytes: &[u8],
    body: &dyn Body,
    bytes_before: u64,
    layout: &mut dyn Advance,
    reading: &mut Reading<'_>,
) -> Result<(), Outcome> {
    let mut at = 0;
    while at < bytes.len() {
        let start = at.saturating_sub(Window::LOOKBEHIND_BYTES);
        let end = bytes.len().min(at + reading.limits.window_bytes + Window::LOOKAHEAD_BYTES);
        let last = end == bytes.len();
        let window =
            Window { text: &bytes[start..end], base: start as u64, from: at - start, last };
        at = start + hand_out(&window, layout, reading)?;
        if let Some(fault) = body.fault() {
            return Err(Outcome::with_detail(fault.reason, fault.detail));
        }
        if last {
            break;
        }
        body.release(bytes_before + at.saturating_sub(Window::LOOKBEHIND_BYTES) as u64);
    }
    Ok(())
}

/// Windows of a stream, through one buffer.
fn feed_stream(
    mut text: Text<'_>,
    layout: &mut dyn Advance,
    reading: &mut Reading<'_>,
) -> Result<(), Outcome> {
    let mut feed = TextFeed::new(reading.limits.window_bytes);
    loop {
        match feed.fill(&mut text) {
            Ok(true) => feed.deal(layout, reading)?,
            Ok(false) => return feed.finish(layout, reading),
            Err(error) => {
                feed.finish(layout, reading)?;
                return Err(outcome_of(&error));
            }
        }
    }
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

    /// Reads as much as one window takes; `false` at the end of the text.
    fn fill(&mut self, text: &mut dyn Read) -> io::Result<bool> {
        let missing = self.from + self.window_bytes + Window::LOOKAHEAD_BYTES - self.buffer.len();
        Ok(text.take(missing as u64).read_to_end(&mut self.buffer)? == missing)
    }

    /// Appends text. Push no more than about a window between two calls of [`Self::deal`]: the
    /// buffer grows by what is pushed.
    pub(crate) fn push(&mut self, text: &[u8]) {
        self.buffer.extend_from_slice(text);
    }

    /// Appends what `write` appends to the buffer, whose first byte stands at the offset given.
    pub(crate) fn append<T>(&mut self, write: impl FnOnce(&mut Vec<u8>, u64) -> T) -> T {
        write(&mut self.buffer, self.base)
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
    let dealt = reading.visitor.window(window, layout).clamp(least.max(window.from), length);
    layout.advance(window, dealt);
    reading.budget.count_scanned((dealt - window.from) as u64);
    Ok(dealt)
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
        kind => Outcome::with_detail(Reason::ReadError, format!("reading failed: {kind}")),
    }
}
