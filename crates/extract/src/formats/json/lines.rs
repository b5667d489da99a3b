//! Tells broken lines of JSON Lines without reading them: by their first and last byte.

use super::escapes::Escapes;

/// Looks at every line once, in order.
#[derive(Default)]
pub(super) struct LineCheck {
    checked: u64,
    /// First and last byte of the line, white space left out.
    ends: Option<(u8, u8)>,
    /// Lines that are no JSON value.
    pub(super) broken: u64,
}

impl LineCheck {
    /// Takes in the text up to `to`; `text` begins at `base`.
    pub(super) fn advance(&mut self, text: &[u8], base: u64, to: usize, escapes: &Escapes) {
        let mut start = (self.checked - base) as usize;
        for newline in memchr::memchr_iter(b'\n', &text[start..to]) {
            let newline = newline + (self.checked - base) as usize;
            if escapes.is_content_newline(base + newline as u64) {
                continue;
            }
            self.part(&text[start..newline]);
            self.end_line();
            start = newline + 1;
        }
        self.part(&text[start..to]);
        self.checked = base + to as u64;
    }

    /// The text has ended.
    pub(super) fn finish(&mut self) {
        self.end_line();
    }

    fn part(&mut self, text: &[u8]) {
        let text = text.trim_ascii();
        if let (Some(&first), Some(&last)) = (text.first(), text.last()) {
            let first = self.ends.map_or(first, |(first, _)| first);
            self.ends = Some((first, last));
        }
    }

    fn end_line(&mut self) {
        let fine = match self.ends.take() {
            None => true,
            Some((b'{', last)) => last == b'}',
            Some((b'[', last)) => last == b']',
            Some((first, _)) => matches!(first, b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'),
        };
        self.broken += u64::from(!fine);
    }
}
