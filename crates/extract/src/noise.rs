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

/// Halves of characters in UTF-16, and characters for private use, that make a stretch noise. Of noise one unit
/// in 32 is a half and one in ten private; a text has the one where it was cut, the other in its symbols.
const HALVES_MIN: usize = 3;
const PRIVATE_MIN: usize = 3;

/// Whether a stretch in UTF-16 is no text.
pub(crate) fn is_wide_noise(stretch: &[u8], is_low_first: bool) -> bool {
    let (units, _) = stretch.as_chunks::<2>();
    let unit = |bytes: &[u8; 2]| match is_low_first {
        true => u16::from_le_bytes(*bytes),
        false => u16::from_be_bytes(*bytes),
    };
    let halves = char::decode_utf16(units.iter().map(unit)).filter(Result::is_err).count();
    let private = units.iter().filter(|bytes| matches!(unit(bytes), 0xE000..=0xF8FF)).count();
    halves >= HALVES_MIN && private >= PRIVATE_MIN
}

/// Bytes at the end of a text that are looked at whatever they hold: what is short may hold no zero.
pub(crate) const LAST_BYTES: usize = 512;

/// Looks at a text as it goes by. Whatever is no text holds zeros, and hardly any text does, so that text costs
/// one look for those.
#[derive(Clone, Default)]
pub(crate) struct Noise {
    found: Rc<Cell<bool>>,
    held: Vec<u8>,
    last: Vec<u8>,
}

impl Noise {
    /// Whether a stretch was no text.
    pub(crate) fn found(&self) -> Rc<Cell<bool>> {
        Rc::clone(&self.found)
    }

    /// Takes in all of a text that lies in memory, of which it may be known that it holds no zero.
    pub(crate) fn look_at_all(&self, text: &[u8], holds_no_zero: bool) {
        let last = &text[text.len().saturating_sub(LAST_BYTES)..];
        self.found.set(ends_in_noise(last) || (!holds_no_zero && holds_noise(text)));
    }

    /// Takes in what goes by; nothing is its end.
    pub(crate) fn look(&mut self, bytes: &[u8]) {
        if self.found.get() {
            return;
        }
        if bytes.is_empty() {
            self.found.set(ends_in_noise(&self.last));
            return;
        }
        let kept = LAST_BYTES.saturating_sub(bytes.len());
        self.last.drain(..self.last.len().saturating_sub(kept));
        self.last.extend_from_slice(&bytes[bytes.len().saturating_sub(LAST_BYTES)..]);
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

/// Characters at the end of a text that are judged together.
const ENDS: [usize; 7] = [32, 48, 64, 96, 128, 192, 256];
/// Different control characters among so many beyond ASCII, one in four at least, that no text ends with.
const DIFFERENT_AMONG_OTHERS_MIN: u32 = 3;
const PER_OTHER: usize = 4;

/// Whether a text ends in noise, by the last bytes of it. Zeros and the mark of the end of a file that fill up
/// its last block say nothing.
pub(crate) fn ends_in_noise(last: &[u8]) -> bool {
    let filler = last.iter().rev().take_while(|byte| is_filler(**byte)).count();
    let last = &last[..last.len() - filler];
    if !last.iter().any(|byte| is_control(*byte)) {
        return false;
    }
    let last: Vec<char> = String::from_utf8_lossy(last).chars().collect();
    let of_length = |length: &usize| last.len().checked_sub(*length).map(|from| &last[from..]);
    ENDS.iter().filter_map(of_length).any(is_noisy_end)
}

fn is_filler(byte: u8) -> bool {
    matches!(byte, 0 | 0x1A)
}

/// Half of random bytes are no ASCII, nearly all of those no UTF-8, and one in ten is a control character. In a
/// charset where each byte is a letter, the different control characters alone tell.
fn is_noisy_end(end: &[char]) -> bool {
    let (mut controls, mut kinds, mut others, mut invalid) = (0, 0u32, 0, 0);
    for character in end {
        match u8::try_from(*character) {
            Ok(byte) if is_control(byte) => {
                controls += 1;
                kinds |= if is_filler(byte) { 0 } else { 1 << (byte & 31) };
            }
            Ok(byte) if byte.is_ascii() => {}
            _ => others += 1,
        }
        invalid += usize::from(matches!(character, '\u{80}'..='\u{9F}' | '\u{FFFD}'));
    }
    let kinds = kinds.count_ones();
    let is_dense = end.len() >= STRETCH_BYTES_MIN && controls * TEXT_BYTES_PER_CONTROL > end.len();
    (invalid * PER_OTHER >= end.len() && kinds > 0)
        || (others * PER_OTHER >= end.len() && kinds >= DIFFERENT_AMONG_OTHERS_MIN)
        || (is_dense && kinds as usize >= DIFFERENT_MIN)
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
    use std::io::Write as _;

    use super::*;
    use crate::formats::observed::observe;

    fn random() -> impl Iterator<Item = u8> {
        let mut state = 7u32;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
    }

    #[test]
    fn noise_in_units_of_two_and_four_bytes_is_told() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let four = |text: &str| text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let text = "größe and other words in a line\n".repeat(400);
        let noise: Vec<u8> = random().take(2_000).collect();
        for bytes in [wide(&text), [b"\xFF\xFE".to_vec(), wide(&text)].concat(), four(&text)] {
            let told = |bytes: &[u8]| observe("a", bytes, &["x"]).ledger();
            assert_eq!(told(&bytes), ["|text|complete|"]);
            let partial = ["|text|partial|BINARY_READ_AS_TEXT"];
            assert_eq!(told(&[&bytes[..], &noise].concat()), partial);
            assert_eq!(told(&[&bytes[..], &noise, &bytes].concat()), partial);
        }
        // Halves of characters where lines were cut, and signs for private use.
        let cut = "a line \u{F0B7} with signs \u{E123}\u{E124}\u{E125} of its own\n".repeat(90);
        let line = [&wide("a line with a half \u{1F600}")[..38], &wide("\n")].concat();
        for text in [wide(&cut), line.repeat(90)] {
            let text = [b"\xFF\xFE".to_vec(), text].concat();
            assert_eq!(observe("a", &text, &["x"]).ledger(), ["|text|complete|"]);
        }
    }

    /// What some words are compressed to, with the header of zlib and without it.
    fn payloads(words: usize) -> [Vec<u8>; 2] {
        let text: String = random().take(words).map(|byte| format!("word{} ", byte)).collect();
        let mut encoder =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        let stream = encoder.finish().unwrap();
        let bare = stream[2..stream.len() - 4].to_vec();
        [stream, bare]
    }

    #[test]
    fn what_is_compressed_behind_a_text_is_told_however_short_it_is() {
        let line = "größe and other words in a line, für alle\n".repeat(60);
        let latin: Vec<u8> = line.chars().map(|c| u8::try_from(c).unwrap()).collect();
        let russian =
            encoding_rs::WINDOWS_1251.encode(&"строка текста и слова\n".repeat(60)).0.into_owned();
        let ascii = b"2026-01-31 a line of a log\n".repeat(60);
        let texts = [ascii, line.into_bytes(), latin, russian];
        for text in &texts {
            let told = |bytes: &[u8]| observe("a", bytes, &["x"]).ledger().pop().unwrap();
            assert!(told(text).ends_with("|complete|"));
            for payload in (8..90).flat_map(payloads) {
                for filler in [&b""[..], b"\n", b"\x1A\0\0\0\0"] {
                    let bytes = [text, &payload, filler].concat();
                    assert!(!told(&bytes).ends_with("|complete|"), "{}", payload.len());
                }
            }
        }
    }

    #[test]
    fn a_text_that_ends_with_what_few_texts_hold_is_no_noise() {
        let cyrillic = "строка текста в конце, имя Иванов".repeat(9);
        let other = encoding_rs::WINDOWS_1251.encode(&cyrillic).0.into_owned();
        let filled = [b"a line\n".repeat(9), vec![0x1A], vec![0; 300]].concat();
        let framed = "\u{2}Größe 12 für Köln\u{3}\u{4}".repeat(9);
        let colours = "\u{1B}]0;a title\u{7}\u{1B}[32m─│─│─│─│─│\u{E0B0}\u{1B}[0m ".repeat(9);
        for text in [cyrillic.as_bytes(), &other, &filled, framed.as_bytes(), colours.as_bytes()] {
            assert!(!ends_in_noise(text), "{:?}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn bytes_of_all_kinds_are_noise_and_texts_with_separators_are_not() {
        let random: Vec<u8> = random().take(4_000).collect();
        let words = b"words and numbers ".repeat(90);
        let cut = [&words[..], &random].concat();
        for piece in [61, 1_000, 9_000] {
            let mut noise = Noise::default();
            cut.chunks(piece).for_each(|bytes| noise.look(bytes));
            assert!(noise.found.get(), "{piece}");
        }
        // What is short holds no zero.
        let short: Vec<u8> = random.into_iter().filter(|byte| *byte != 0).take(200).collect();
        let cut = [words, short].concat();
        for piece in [61, 1_000, 9_000] {
            let mut noise = Noise::default();
            cut.chunks(piece).for_each(|bytes| noise.look(bytes));
            assert!(!noise.found.get(), "{piece}");
            noise.look(b"");
            assert!(noise.found.get(), "{piece}");
        }
        let noise = Noise::default();
        noise.look_at_all(&cut, true);
        assert!(noise.found.get());
        for text in [
            &b"a name\0a place\0a card\0".repeat(90)[..],
            &b"1\x012\x023\x034\x01\0\n".repeat(90),
            &[b"lines before a gap\n".to_vec(), vec![0; 4_096], b"and behind\n".to_vec()].concat(),
            &b"\x1B[31mred\x1B[0m\x07\x08\0".repeat(90),
        ] {
            let mut noise = Noise::default();
            noise.look(text);
            noise.look(b"");
            assert!(!noise.found.get(), "{:?}", &text[..20]);
        }
    }
}
