//! Tells that a text goes on as something else: the payload of a script, a file that lost its way.

use std::cell::Cell;
use std::rc::Rc;

use crate::charset::{TEXT_BYTES_PER_CONTROL, controls, is_control};

/// Bytes that are judged at once, and those of the last stretch at least.
const STRETCH_BYTES: usize = 256;
const STRETCH_BYTES_MIN: usize = 64;
/// Different control characters in a stretch: records are parted by one or a few of them, however many of it.
const DIFFERENT_MIN: usize = 6;

/// Whether a stretch is no text, by the measure that tells a binary from its first bytes.
fn is_noise(stretch: &[u8]) -> bool {
    if stretch.len() < STRETCH_BYTES_MIN
        || controls(stretch) * TEXT_BYTES_PER_CONTROL <= stretch.len()
    {
        return false;
    }
    // Those are below 32 and 127, which falls on a bit of none.
    let kinds = stretch.iter().filter(|byte| is_control(**byte));
    let kinds = kinds.fold(0u32, |kinds, byte| kinds | 1 << (byte & 31));
    kinds.count_ones() as usize >= DIFFERENT_MIN
}

/// Looks at a text as it goes by. Whatever is no text holds zeros, and hardly any text does, so that text costs
/// one look for those.
#[derive(Clone, Default)]
pub(crate) struct Noise {
    found: Rc<Cell<bool>>,
    held: Vec<u8>,
}

impl Noise {
    /// Whether a stretch was no text.
    pub(crate) fn found(&self) -> Rc<Cell<bool>> {
        Rc::clone(&self.found)
    }

    /// Takes in what goes by.
    pub(crate) fn look(&mut self, bytes: &[u8]) {
        if self.found.get() || bytes.is_empty() {
            return;
        }
        if bytes.len() >= STRETCH_BYTES {
            self.found.set(holds_noise(bytes));
            return;
        }
        self.held.extend_from_slice(bytes);
        if self.held.len() >= STRETCH_BYTES {
            self.found.set(holds_noise(&self.held));
            self.held.clear();
        }
    }
}

fn holds_noise(bytes: &[u8]) -> bool {
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| memchr::memchr(0, rest)) {
        let start = (from + found) / STRETCH_BYTES * STRETCH_BYTES;
        let end = bytes.len().min(start + STRETCH_BYTES);
        if is_noise(&bytes[start..end]) {
            return true;
        }
        from = end;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_all_kinds_are_noise_and_texts_with_separators_are_not() {
        let mut state = 7u32;
        let random: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(4_000)
        .collect();
        let cut = [&b"words and numbers ".repeat(90)[..], &random].concat();
        for piece in [61, 1_000, 9_000] {
            let mut noise = Noise::default();
            cut.chunks(piece).for_each(|bytes| noise.look(bytes));
            assert!(noise.found.get(), "{piece}");
        }
        for text in [
            &b"a name\0a place\0a card\0".repeat(90)[..],
            &b"1\x012\x023\x034\x01\0\n".repeat(90),
            &[b"lines before a gap\n".to_vec(), vec![0; 4_096], b"and behind\n".to_vec()].concat(),
            &b"\x1B[31mred\x1B[0m\x07\x08\0".repeat(90),
        ] {
            let mut noise = Noise::default();
            noise.look(text);
            assert!(!noise.found.get(), "{:?}", &text[..20]);
        }
    }
}
