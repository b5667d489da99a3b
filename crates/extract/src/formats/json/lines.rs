//! Counts the lines of JSON Lines, and tells broken ones without reading them: by their first and last byte.

use std::sync::LazyLock;

use magpie_bitmaps::{BLOCK_BYTES, ByteSet, Classifier};

use super::escapes::Escapes;

/// Bytes whose bitmaps are made at a time, so that they stay in the nearest cache.
const CHUNK_BYTES: usize = 8 * 1024;

/// Lines are short, and the search for each would be set up for itself.
static NEWLINES: LazyLock<Classifier<1>> =
    LazyLock::new(|| Classifier::of([ByteSet::of(|byte| byte == b'\n')]));

/// Looks at every line once, in order.
#[derive(Default)]
pub(super) struct LineCheck {
    checked: u64,
    /// Where the line begins whose end was not met yet.
    pub(super) begins: u64,
    pub(super) ends: Ends,
    blocks: Vec<[u64; 1]>,
}

/// What the ends of lines tell.
#[derive(Default)]
pub(super) struct Ends {
    /// First and last byte of the line, white space left out.
    of_line: Option<(u8, u8)>,
    /// Lines that have ended.
    pub(super) lines: u64,
    /// Lines that are no JSON value.
    pub(super) broken: u64,
}

impl LineCheck {
    /// Takes in the text up to `to`; `text` begins at `base`.
    pub(super) fn advance(&mut self, text: &[u8], base: u64, to: usize, escapes: &Escapes) {
        let from = (self.checked - base) as usize;
        let is_content = |newline: usize| escapes.is_content_newline(base + newline as u64);
        let has_content = escapes.has_content_newlines();
        let mut start = from;
        for chunk in (from..to).step_by(CHUNK_BYTES) {
            NEWLINES.classify(&text[chunk..to.min(chunk + CHUNK_BYTES)], &mut self.blocks);
            for (block, &[mut newlines]) in (chunk..).step_by(BLOCK_BYTES).zip(&self.blocks) {
                while newlines != 0 {
                    let newline = block + newlines.trailing_zeros() as usize;
                    newlines &= newlines - 1;
                    if has_content && is_content(newline) {
                        continue;
                    }
                    let line = &text[start..newline];
                    start = newline + 1;
                    self.ends.line(line);
                }
            }
        }
        if start > from {
            self.begins = base + start as u64;
        }
        if to > from {
            self.ends.part(&text[start..to]);
            self.checked = base + to as u64;
        }
    }

    /// The text has ended.
    pub(super) fn finish(&mut self) {
        self.ends.end_line();
    }
}

impl Ends {
    /// The end of a line.
    #[inline]
    fn line(&mut self, text: &[u8]) {
        self.lines += 1;
        // As nearly all of them are.
        if let ([b'{', .., b'}'], None) = (text, self.of_line) {
            return;
        }
        self.part(text);
        self.end_line();
    }

    fn part(&mut self, text: &[u8]) {
        let text = text.trim_ascii();
        if let (Some(&first), Some(&last)) = (text.first(), text.last()) {
            let first = self.of_line.map_or(first, |(first, _)| first);
            self.of_line = Some((first, last));
        }
    }

    fn end_line(&mut self) {
        let fine = match self.of_line.take() {
            None => true,
            Some((b'{', last)) => last == b'}',
            Some((b'[', last)) => last == b']',
            Some((first, _)) => matches!(first, b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'),
        };
        self.broken += u64::from(!fine);
    }
}
