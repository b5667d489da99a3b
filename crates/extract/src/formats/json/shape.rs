//! Tells JSON, and how its records follow each other, by the first bytes.

use super::cursor::{JsonCursor, Rules, Within};
use super::escapes::{Escapes, Unescape};

/// How records are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Values follow each other; mostly there is one.
    Document,
    /// One value a line.
    Lines,
}

/// Bytes that must read as JSON before something that is not is taken for damage.
const CONVINCING_BYTES: u64 = 2 * 1024;

/// The shape of a text that begins with `head`, when it is JSON; `named_lines` when its name says
/// that it has a value on each line, which decides for a single one.
pub(crate) fn shape(head: &[u8], head_is_all: bool, named_lines: bool) -> Option<Shape> {
    let trimmed = head.trim_ascii_start();
    if !matches!(trimmed.first(), Some(b'{' | b'[')) {
        return None;
    }
    let (mut fine, mut broken) = (0usize, 0usize);
    let mut lines = head.split_inclusive(|&byte| byte == b'\n').peekable();
    while let Some(line) = lines.next() {
        let cut = lines.peek().is_none() && !head_is_all;
        if line.trim_ascii().is_empty() || cut {
            continue;
        }
        if end_of(line, Shape::Lines).within == Within::LineDone {
            fine += 1;
        } else {
            broken += 1;
        }
    }
    if fine >= 2 && (fine > broken || named_lines) {
        return Some(Shape::Lines);
    }
    let end = end_of(head, Shape::Document);
    let reads = match end.within {
        Within::Broken { start, .. } => start >= CONVINCING_BYTES,
        _ => end.record > 0 || !end.stack.is_empty(),
    };
    match (reads, named_lines) {
        (true, true) if broken == 0 => Some(Shape::Lines),
        (true, _) => Some(Shape::Document),
        _ => None,
    }
}

/// Where a reader stands at the end of `text`.
fn end_of(text: &[u8], shape: Shape) -> JsonCursor {
    let (mut decoded, mut escapes) = (text.to_vec(), Escapes::default());
    let first = memchr::memchr(b'\\', text);
    let (_, length) = Unescape::default().run(&mut decoded, first, false, 0, &mut escapes);
    decoded.truncate(length);
    let rules = Rules { shape, depth_max: usize::MAX, escapes: &escapes };
    let mut cursor = JsonCursor::new();
    let end = match shape {
        Shape::Lines => decoded.trim_ascii_end().len(),
        Shape::Document => decoded.len(),
    };
    cursor.run(&decoded, 0, end, &rules);
    cursor
}
