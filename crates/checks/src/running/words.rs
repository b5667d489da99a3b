//! Words of running text in Latin letters, forwards and backwards, and what stands between two of them.

use crate::names::Folded;

/// Longer runs of letters are no words.
const WORD_BYTES_MAX: usize = 48;
/// A line that goes on in the next one is so long at least.
const WRAPPED_BYTES_MIN: usize = 50;

/// A word: letters, with hyphens and apostrophes between letters.
#[derive(Clone, Copy)]
pub(super) struct Word<'t> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: &'t str,
}

impl Word<'_> {
    /// Begins with a capital and goes on in small letters, whatever stands behind a hyphen.
    pub(super) fn is_title(&self) -> bool {
        let mut chars = self.text.chars();
        chars.next().is_some_and(char::is_uppercase)
            && (self.text.len() == 1 || chars.any(char::is_lowercase))
    }

    pub(super) fn is_upper(&self) -> bool {
        self.text.chars().count() > 1 && !self.text.chars().any(char::is_lowercase)
    }

    pub(super) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Capitals stand where names have them: `McDonald`, `DeVries`, and not `JSch` or `MySql`.
    pub(super) fn is_cased_as_name(&self) -> bool {
        let mut inside = 0;
        let mut before = '-';
        let mut capitals = 0;
        for c in self.text.chars() {
            inside += u32::from(c.is_uppercase() && before.is_lowercase());
            capitals += usize::from(c.is_uppercase());
            before = c;
        }
        let prefixed = ["Mc", "Mac", "De", "Di", "La", "Le", "Van", "Fitz", "Du", "Da"];
        self.is_upper()
            || capitals <= 1 + self.text.matches(['-', '\'', '’']).count()
            || inside == 1 && prefixed.iter().any(|prefix| self.text.starts_with(prefix))
    }

    pub(super) fn folded(&self) -> Option<Folded> {
        Folded::of(self.text)
    }
}

/// Length of the Latin letter that begins at a byte; 0 where none does.
#[inline]
pub(super) fn letter(text: &[u8], at: usize) -> usize {
    match text.get(at) {
        Some(byte) if byte.is_ascii_alphabetic() => 1,
        Some(0xC3) => match text.get(at + 1) {
            Some(0x97 | 0xB7) | None => 0,
            Some(_) => 2,
        },
        Some(0xC4..=0xC9) if at + 1 < text.len() => 2,
        Some(0xE1) if text.get(at + 1).is_some_and(|b| (0xB8..=0xBB).contains(b)) => 3,
        _ => 0,
    }
}

/// Length of the Latin letter that ends before a byte.
fn letter_before(text: &[u8], at: usize) -> usize {
    (1..=3.min(at)).find(|&length| letter(text, at - length) == length).unwrap_or(0)
}

/// Length of a hyphen or an apostrophe that begins at a byte.
fn joiner(text: &[u8], at: usize) -> usize {
    match text.get(at..) {
        Some([b'-' | b'\'', ..]) => 1,
        Some([0xE2, 0x80, 0x90 | 0x91 | 0x99, ..]) => 3,
        _ => 0,
    }
}

fn joiner_before(text: &[u8], at: usize) -> usize {
    [1, 3].into_iter().find(|&n| n <= at && joiner(text, at - n) == n).unwrap_or(0)
}

/// The word that begins at a byte; `None` where none does or where it is a part of something that is
/// no word, such as `Anna2` or `Math.max`.
pub(super) fn word_at(text: &[u8], start: usize) -> Option<Word<'_>> {
    let mut end = start;
    loop {
        let step = letter(text, end);
        if step > 0 {
            end += step;
        } else {
            let joint = joiner(text, end);
            // `Anna's` is Anna.
            let is_genitive = matches!(text.get(end + joint), Some(b's'))
                && text.get(end) != Some(&b'-')
                && letter(text, end + joint + 1) == 0;
            if joint == 0 || end == start || is_genitive || letter(text, end + joint) == 0 {
                break;
            }
            end += joint;
        }
        if end - start > WORD_BYTES_MAX {
            return None;
        }
    }
    let goes_on = match text.get(end) {
        Some(b'0'..=b'9' | b'_' | b'@' | b'\\' | b'(' | b'=') => true,
        Some(b'.' | b':' | b'/') => {
            letter(text, end + 1) > 0 && end - start > 1 || text.get(end + 1) == Some(&b':')
        }
        _ => false,
    };
    if end == start || goes_on {
        return None;
    }
    Some(Word { start, end, text: std::str::from_utf8(&text[start..end]).ok()? })
}

/// The word that ends before a byte.
pub(super) fn word_before(text: &[u8], end: usize) -> Option<Word<'_>> {
    let mut start = end;
    loop {
        let step = letter_before(text, start);
        if step > 0 {
            start -= step;
        } else {
            let joint = joiner_before(text, start);
            if joint == 0 || start == end || letter_before(text, start - joint) == 0 {
                break;
            }
            start -= joint;
        }
        if end - start > WORD_BYTES_MAX {
            return None;
        }
    }
    let begins = start > 0 && matches!(text[start - 1], b'0'..=b'9' | b'_' | b'@');
    if start == end || begins {
        return None;
    }
    Some(Word { start, end, text: std::str::from_utf8(&text[start..end]).ok()? })
}

/// Whether a word may begin at a byte: no letter, digit or sign of identifiers stands before it.
pub(super) fn may_begin(text: &[u8], at: usize) -> bool {
    if at == 0 {
        return true;
    }
    let before = text[at - 1];
    !(before.is_ascii_alphanumeric()
        || matches!(before, b'_' | b'@' | b'#' | b'$' | b'.' | b'-' | b'/' | b'\\'))
        && letter_before(text, at) == 0
        && !(matches!(before, 0x99) && joiner_before(text, at) > 0)
        && !(before == b'\'' && letter_before(text, at - 1) > 0)
}

/// The byte behind what joins two words of one phrase: a space, or the end of a line that is wrapped.
pub(super) fn gap(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at..)? {
        [b' ', b' ' | b'\n' | b'\r', ..] => None,
        [b' ', ..] => Some(at + 1),
        [0xC2, 0xA0, ..] => Some(at + 2),
        [b'\r', b'\n', ..] => wrapped(text, at).then_some(at + 2),
        [b'\n', ..] => wrapped(text, at).then_some(at + 1),
        _ => None,
    }
}

/// The byte before such a joint that ends at a byte.
pub(super) fn gap_before(text: &[u8], at: usize) -> Option<usize> {
    match text.get(..at)? {
        [.., b' ', b' '] => None,
        [.., b' '] => Some(at - 1),
        [.., 0xC2, 0xA0] => Some(at - 2),
        [.., b'\r', b'\n'] => wrapped(text, at - 2).then(|| at - 2),
        [.., b'\n'] => wrapped(text, at - 1).then(|| at - 1),
        _ => None,
    }
}

/// Whether the line that ends at a byte is so long that its sentence may go on.
fn wrapped(text: &[u8], end: usize) -> bool {
    let from = end.saturating_sub(WRAPPED_BYTES_MIN);
    end - from == WRAPPED_BYTES_MIN && !text[from..end].contains(&b'\n')
}
