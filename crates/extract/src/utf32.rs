//! Text in UTF-32, which the library of charsets leaves out.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::{self, Read};
use std::rc::Rc;

use crate::charset::TEXT_BYTES_PER_CONTROL;
use crate::feed;

const UNIT_BYTES: usize = 4;
/// Characters of the shortest text without a mark.
const CHARACTERS_MIN: usize = 4;

/// Which byte of a character comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Low,
    High,
}

impl Order {
    fn number(self, unit: [u8; UNIT_BYTES]) -> u32 {
        match self {
            Self::Low => u32::from_le_bytes(unit),
            Self::High => u32::from_be_bytes(unit),
        }
    }
}

/// The order of a text that begins so, and how many bytes its mark has. Without a mark most of its
/// characters have to be ASCII, because small numbers would be text as well.
pub(crate) fn detect(head: &[u8]) -> Option<(Order, usize)> {
    let (units, _) = head.as_chunks::<UNIT_BYTES>();
    let order = match units.first()? {
        b"\xFF\xFE\0\0" => return is_text(units, Order::Low).then_some((Order::Low, UNIT_BYTES)),
        b"\0\0\xFE\xFF" => return is_text(units, Order::High).then_some((Order::High, UNIT_BYTES)),
        [_, 0, 0, 0] => Order::Low,
        [0, 0, 0, _] => Order::High,
        _ => return None,
    };
    let plain = units.iter().filter(|unit| is_plain(order.number(**unit))).count();
    let fits = units.len() >= CHARACTERS_MIN && plain * 2 > units.len() && is_text(units, order);
    fits.then_some((order, 0))
}

fn is_plain(number: u32) -> bool {
    matches!(number, 0x20..=0x7E | 0x09 | 0x0A | 0x0D)
}

/// Whether no more of the units are no characters of texts than text holds control characters.
fn is_text(units: &[[u8; UNIT_BYTES]], order: Order) -> bool {
    let is_one = |c: char| !c.is_control() || c.is_ascii_whitespace();
    let is_odd =
        |unit: &&[u8; UNIT_BYTES]| !char::from_u32(order.number(**unit)).is_some_and(is_one);
    units.iter().filter(is_odd).count() * TEXT_BYTES_PER_CONTROL <= units.len()
}

/// Appends the text; what is no character becomes U+FFFD.
pub(crate) fn decode(bytes: &[u8], order: Order, into: &mut String) {
    let (units, _) = bytes.as_chunks::<UNIT_BYTES>();
    let characters = units.iter().map(|unit| char::from_u32(order.number(*unit)));
    into.extend(characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

/// Units in a row that are no characters, and no damage of a text.
const NOISE_UNITS: usize = 8;

fn holds_noise(bytes: &[u8], order: Order) -> bool {
    let (units, _) = bytes.as_chunks::<UNIT_BYTES>();
    let is_none = |unit: &[u8; UNIT_BYTES]| char::from_u32(order.number(*unit)).is_none();
    units.chunk_by(|one, next| is_none(one) && is_none(next)).any(|run| run.len() >= NOISE_UNITS)
}

/// Plain characters in a row that show where a text goes on at a byte that begins none by its count, and how
/// many of them differ: a single sign may be plain by chance.
const SHIFTED_UNITS: usize = 6;
const SHIFTED_DIFFERENT_MIN: usize = 4;

/// Where text goes on behind a number of bytes that is no number of characters.
fn shifted(bytes: &[u8], order: Order) -> Option<usize> {
    let begins = |at: &usize| {
        let (units, _) = bytes[*at..].as_chunks::<UNIT_BYTES>();
        let Some(units) = units.get(..SHIFTED_UNITS) else { return false };
        let numbers: BTreeSet<u32> = units.iter().map(|unit| order.number(*unit)).collect();
        numbers.len() >= SHIFTED_DIFFERENT_MIN && numbers.iter().all(|number| is_plain(*number))
    };
    let first = match order {
        Order::Low => 0,
        Order::High => UNIT_BYTES - 1,
    };
    let is_candidate = |at: &usize| is_plain(u32::from(bytes[at + first]));
    let odd =
        (0..bytes.len().saturating_sub(UNIT_BYTES)).filter(|at| !at.is_multiple_of(UNIT_BYTES));
    odd.filter(is_candidate).find(begins)
}

/// The text as UTF-8.
pub(crate) struct Decoded<R> {
    reader: R,
    order: Order,
    encoded: Vec<u8>,
    /// Bytes of it that are to be decoded.
    held: usize,
    text: String,
    given: usize,
    /// What the reader failed with, told once the text before it is given.
    failed: Option<io::Error>,
    noise: Rc<Cell<bool>>,
}

impl<R: Read> Decoded<R> {
    const BUFFER_BYTES: usize = 32 * 1024;

    /// Decodes what `reader` gives, and tells whether a stretch of it is noise.
    pub(crate) fn new(reader: R, order: Order, noise: Rc<Cell<bool>>) -> Self {
        let encoded = vec![0; Self::BUFFER_BYTES];
        Self { reader, order, encoded, held: 0, text: String::new(), given: 0, failed: None, noise }
    }

    /// Decodes up to where the characters begin at other bytes, which is done the next time.
    fn decode(&mut self, filled: usize) {
        let bytes = &self.encoded[..filled];
        let next = shifted(bytes, self.order).unwrap_or(filled);
        let bytes = &bytes[..next];
        self.text.clear();
        self.given = 0;
        decode(bytes, self.order, &mut self.text);
        if !next.is_multiple_of(UNIT_BYTES) {
            self.text.push(char::REPLACEMENT_CHARACTER);
        }
        if !self.noise.get() {
            self.noise.set(holds_noise(bytes, self.order));
        }
        self.encoded.copy_within(next..filled, 0);
        self.held = filled - next;
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() {
            let mut filled = std::mem::take(&mut self.held);
            if self.failed.is_none() {
                let read = feed::fill(&mut self.reader, &mut self.encoded, &mut filled);
                self.failed = read.err();
            }
            if filled == 0 {
                return self.failed.take().map_or(Ok(0), Err);
            }
            self.decode(filled);
        }
        let rest = &self.text.as_bytes()[self.given..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::formats::observed::observe_once;
    use crate::source::Failing;

    fn encoded(text: &str, order: Order) -> Vec<u8> {
        let bytes = |c: char| match order {
            Order::Low => u32::from(c).to_le_bytes(),
            Order::High => u32::from(c).to_be_bytes(),
        };
        text.chars().flat_map(bytes).collect()
    }

    #[test]
    fn text_of_either_order_is_told_and_decoded() {
        let text = "Größe 4012, 龍 and more; ".repeat(2_000);
        for order in [Order::Low, Order::High] {
            let bytes = encoded(&text, order);
            assert_eq!(detect(&bytes), Some((order, 0)));
            assert_eq!(detect(&encoded("\u{FEFF}é", order)), Some((order, 4)));
            let mut out = String::new();
            Decoded::new(&bytes[..], order, Rc::default()).read_to_string(&mut out).unwrap();
            assert_eq!(out, text);
        }
    }

    #[test]
    fn a_reader_that_fails_is_told_of_after_the_text_before_it() {
        let bytes = encoded("a few words", Order::Low);
        for length in [0, 2, bytes.len()] {
            let failing = Failing(Some(io::Error::other("gone")));
            let bytes = bytes[..length].chain(failing);
            let mut reader = Decoded::new(bytes, Order::Low, Rc::default());
            let mut out = String::new();
            assert_eq!(reader.read_to_string(&mut out).unwrap_err().to_string(), "gone");
        }
        let limits = Limits { object_bytes_max: 1_000, ..Limits::default() };
        let (seen, _) = observe_once("a", bytes.repeat(9_000), &[], &limits, true);
        assert_eq!(seen.ledger(), ["|text|partial|FILE_EXCEEDS_SIZE_LIMIT"]);
    }

    #[test]
    fn text_behind_an_odd_number_of_other_bytes_is_read() {
        let (first, behind) = ("words, 龍\n".repeat(20_000), "lines behind, é\n".repeat(20_000));
        for order in [Order::Low, Order::High] {
            for between in [&b"\n"[..], b"ab", b"\xFF\x81\x00", b"Done.\r\n"] {
                let all = [&encoded(&first, order)[..], between, &encoded(&behind, order)].concat();
                let mut out = String::new();
                Decoded::new(&all[..], order, Rc::default()).read_to_string(&mut out).unwrap();
                let is_whole = out.starts_with(&first) && out.ends_with(&behind);
                assert!(is_whole, "{order:?} {between:?}");
            }
        }
    }

    #[test]
    fn numbers_and_utf_16_are_something_else() {
        let numbers: Vec<u8> = (0..500u32).flat_map(|n| (n % 90).to_le_bytes()).collect();
        assert_eq!(detect(&numbers), None);
        assert_eq!(detect(b"\xFF\xFE\0\0\xFF\xFF\xFF\xFF"), None);
        assert_eq!(detect(b"a\0b\0c\0d\0"), None);
        assert_eq!(detect(b"a\0\0\0"), None);
    }
}
