//! Text in UTF-32, which the library of charsets leaves out.

use std::io::{self, Read};

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
        b"\xFF\xFE\0\0" => return valid(units, Order::Low).then_some((Order::Low, UNIT_BYTES)),
        b"\0\0\xFE\xFF" => return valid(units, Order::High).then_some((Order::High, UNIT_BYTES)),
        [_, 0, 0, 0] => Order::Low,
        [0, 0, 0, _] => Order::High,
        _ => return None,
    };
    let is_plain =
        |unit: &&[u8; UNIT_BYTES]| matches!(order.number(**unit), 0x20..=0x7E | 0x09 | 0x0A | 0x0D);
    let plain = units.iter().filter(is_plain).count();
    let fits = units.len() >= CHARACTERS_MIN && plain * 2 > units.len() && valid(units, order);
    fits.then_some((order, 0))
}

fn valid(units: &[[u8; UNIT_BYTES]], order: Order) -> bool {
    let is_one = |number: u32| char::from_u32(number).is_some_and(|c| c != '\0');
    units.iter().all(|unit| is_one(order.number(*unit)))
}

/// Appends the text; what is no character becomes U+FFFD.
pub(crate) fn decode(bytes: &[u8], order: Order, into: &mut String) {
    let (units, _) = bytes.as_chunks::<UNIT_BYTES>();
    let characters = units.iter().map(|unit| char::from_u32(order.number(*unit)));
    into.extend(characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

/// The text as UTF-8.
pub(crate) struct Decoded<R> {
    reader: R,
    order: Order,
    encoded: Vec<u8>,
    text: String,
    given: usize,
}

impl<R: Read> Decoded<R> {
    const BUFFER_BYTES: usize = 32 * 1024;

    pub(crate) fn new(reader: R, order: Order) -> Self {
        let encoded = vec![0; Self::BUFFER_BYTES];
        Self { reader, order, encoded, text: String::new(), given: 0 }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() {
            let mut filled = 0;
            let read = feed::fill(&mut self.reader, &mut self.encoded, &mut filled);
            self.text.clear();
            self.given = 0;
            decode(&self.encoded[..filled], self.order, &mut self.text);
            if !filled.is_multiple_of(UNIT_BYTES) {
                self.text.push(char::REPLACEMENT_CHARACTER);
            }
            // An error that is not told now comes again with the next read.
            if filled == 0 {
                return read.map(|_| 0);
            }
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
            Decoded::new(&bytes[..], order).read_to_string(&mut out).unwrap();
            assert_eq!(out, text);
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
