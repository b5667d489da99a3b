//! The records of a workbook's stream, and the texts in them.

use std::cell::Cell;

use crate::ole::{At, narrow, wide};

/// Bytes of all shared strings that are kept, and how many.
const STRINGS_BYTES_MAX: usize = 64 * 1024 * 1024;
const STRINGS_MAX: usize = 4_000_000;
/// What goes on in a further record.
const CONTINUE: u16 = 0x3C;

/// Walks over records: a kind, a length, a payload.
pub(super) struct Records<'b> {
    bytes: &'b [u8],
    pub(super) at: usize,
    /// The last record claims more bytes than there are.
    pub(super) is_cut: bool,
}

impl<'b> Records<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0, is_cut: false }
    }

    /// What is behind the last record that was read.
    pub(super) fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<(u16, &'b [u8], bool)> {
        let (kind, length) = (self.bytes.u16(self.at)?, usize::from(self.bytes.u16(self.at + 2)?));
        let rest = &self.bytes[self.at + 4..];
        Some((kind, &rest[..rest.len().min(length)], length > rest.len()))
    }

    /// The payloads of the records in which the last one goes on.
    pub(super) fn continued(&mut self, first: &'b [u8]) -> Vec<&'b [u8]> {
        let mut parts = vec![first];
        while let Some((CONTINUE, data, is_cut)) = self.peek() {
            parts.push(data);
            self.at += 4 + data.len();
            self.is_cut |= is_cut;
        }
        parts
    }
}

impl<'b> Iterator for Records<'b> {
    type Item = (u16, &'b [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, data, is_cut) = self.peek()?;
        self.at += 4 + data.len();
        self.is_cut |= is_cut;
        // What follows the last record is often filled with zeros.
        (kind != 0 || !data.is_empty()).then_some((kind, data))
    }
}

/// Reads on over the borders of records.
struct Parts<'p, 'b> {
    parts: &'p [&'b [u8]],
    at: usize,
}

impl<'b> Parts<'_, 'b> {
    /// Leaves a part that is read to its end.
    fn settle(&mut self) -> Option<bool> {
        let mut moved = false;
        while self.at >= self.parts.first()?.len() {
            self.at -= self.parts[0].len();
            self.parts = &self.parts[1..];
            moved = true;
        }
        Some(moved)
    }

    fn byte(&mut self) -> Option<u8> {
        self.settle()?;
        let byte = self.parts[0][self.at];
        self.at += 1;
        Some(byte)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    /// So many characters behind their flags, which stand again where a record begins.
    fn characters(&mut self, mut count: usize, mut flags: u8, into: &mut String) -> Option<()> {
        while count > 0 {
            if self.settle()? {
                flags = self.byte()?;
                self.settle()?;
            }
            let rest = &self.parts[0][self.at..];
            let width = if flags & 1 != 0 { 2 } else { 1 };
            let taken = count.min(rest.len() / width);
            if taken == 0 {
                return None;
            }
            let bytes: &'b [u8] = &rest[..taken * width];
            match width {
                1 => into.extend(bytes.iter().map(|&byte| char::from(byte))),
                _ => into.push_str(&wide(bytes)),
            }
            self.at += taken * width;
            count -= taken;
        }
        Some(())
    }
}

/// The texts that cells name by number, in one buffer.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
    /// Which of them a cell has named.
    named: Vec<Cell<bool>>,
    /// How many there are, says the file.
    claimed: u32,
}

impl Strings {
    /// A text that a cell names.
    pub(super) fn name(&self, number: usize) -> Option<&str> {
        self.named.get(number)?.set(true);
        self.get(number)
    }

    /// The texts that no cell names: what was deleted, and what hides.
    pub(super) fn unnamed(&self) -> impl Iterator<Item = &str> {
        let unnamed = self.named.iter().enumerate().filter(|(_, named)| !named.get());
        unnamed.filter_map(|(number, _)| self.get(number))
    }

    /// Whether there are fewer than the file says, or more: one, or none.
    pub(super) fn missing(&self) -> u64 {
        u64::from(self.ends.len() != self.claimed as usize && !self.is_full())
    }

    /// Whether no more of them are kept.
    pub(super) fn is_full(&self) -> bool {
        self.text.len() >= STRINGS_BYTES_MAX || self.ends.len() >= STRINGS_MAX
    }

    fn get(&self, number: usize) -> Option<&str> {
        let start = match number.checked_sub(1) {
            None => 0,
            Some(before) => *self.ends.get(before)? as usize,
        };
        self.text.get(start..*self.ends.get(number)? as usize)
    }

    /// Reads them from the record that holds them; tells whether all fitted. No count of the file
    /// is believed: one that is wrong only tells that something is missing.
    pub(super) fn read(&mut self, parts: &[&[u8]]) -> bool {
        self.claimed = parts.first().and_then(|first| first.u32(4)).unwrap_or(0);
        let mut parts = Parts { parts, at: 8 };
        while !self.is_full() {
            let Some(length) = parts.u16() else { return true };
            if rich(&mut parts, length, &mut self.text).is_none() {
                return true;
            }
            self.ends.push(self.text.len() as u32);
            self.named.push(Cell::new(false));
        }
        false
    }
}

/// A text with its fonts and readings, which are passed over.
fn rich(parts: &mut Parts<'_, '_>, length: u16, into: &mut String) -> Option<()> {
    let flags = parts.byte()?;
    let runs = if flags & 8 != 0 { usize::from(parts.u16()?) } else { 0 };
    let readings = if flags & 4 != 0 { parts.u32()? as usize } else { 0 };
    parts.characters(usize::from(length), flags, into)?;
    parts.skip(runs * 4 + readings);
    Some(())
}

/// A text of so many characters behind its flags, over the borders of records.
pub(super) fn text_in(parts: &[&[u8]], count: usize) -> String {
    let mut text = String::new();
    let mut parts = Parts { parts, at: 0 };
    if let Some(flags) = parts.byte() {
        // What there is of it counts.
        let _ = parts.characters(count, flags, &mut text);
    }
    text
}

/// How a workbook writes texts.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    /// Excel 97 and later: flags before the characters.
    pub(super) has_flags: bool,
    pub(super) code_page: u32,
}

impl Writing {
    /// A text behind its length of two bytes, and the bytes that both take.
    pub(super) fn text(&self, data: &[u8]) -> Option<(String, usize)> {
        let (text, bytes) = self.counted(data.get(2..)?, usize::from(data.u16(0)?))?;
        Some((text, 2 + bytes))
    }

    /// A text of so many characters, and the bytes that it takes.
    pub(super) fn counted(&self, data: &[u8], count: usize) -> Option<(String, usize)> {
        if !self.has_flags {
            let bytes = &data[..data.len().min(count)];
            return Some((narrow(bytes, self.code_page), bytes.len()));
        }
        let flags = *data.first()?;
        let runs = if flags & 8 != 0 { usize::from(data.u16(1)?) * 4 } else { 0 };
        let readings =
            if flags & 4 != 0 { data.u32(if flags & 8 != 0 { 3 } else { 1 })? as usize } else { 0 };
        let start = 1 + usize::from(flags & 8 != 0) * 2 + usize::from(flags & 4 != 0) * 4;
        let width = if flags & 1 != 0 { 2 } else { 1 };
        let rest = data.get(start..)?;
        let bytes = &rest[..rest.len().min(count * width)];
        let text = match width {
            1 => bytes.iter().map(|&byte| char::from(byte)).collect(),
            _ => wide(bytes),
        };
        Some((text, start + bytes.len() + runs + readings))
    }

    /// The texts that stand in a formula.
    pub(super) fn literals(&self, formula: &[u8]) -> Vec<String> {
        const TEXT: u8 = 0x17;
        /// Shorter ones say nothing, and may be no text.
        const CHARACTERS_MIN: u8 = 4;
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(next) = memchr::memchr(TEXT, formula.get(at..).unwrap_or_default()) {
            at += next + 1;
            let Some(&count) = formula.get(at).filter(|&&count| count >= CHARACTERS_MIN) else {
                continue;
            };
            let width = match (self.has_flags, formula.get(at + 1)) {
                (true, Some(1)) => 2,
                (true, Some(0)) | (false, _) => 1,
                (true, _) => continue,
            };
            let start = at + 1 + usize::from(self.has_flags);
            if formula.part(start, usize::from(count) * width).is_none() {
                continue;
            }
            let Some((text, bytes)) = self.counted(&formula[at + 1..], usize::from(count)) else {
                continue;
            };
            if !text.chars().any(char::is_control) {
                found.push(text);
                at += 1 + bytes;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Records, Strings, Writing};

    #[test]
    fn a_shared_string_goes_on_in_further_records_in_another_width() {
        let mut bytes = b"\xFC\0\x12\0\x01\0\0\0\xFF\xFF\xFF\xFF\x06\0\0abc\x02\0\0z".to_vec();
        bytes[2] = 14;
        bytes.truncate(4 + 14);
        bytes.extend_from_slice(b"\x3C\0\x09\0\x01d\0e\0f\0\x01\0");
        bytes.extend_from_slice(b"\x3C\0\x02\0\0z");
        let mut records = Records::new(&bytes);
        let (_, first) = records.next().unwrap();
        let parts = records.continued(first);
        let mut strings = Strings::default();
        assert!(strings.read(&parts));
        assert_eq!(strings.name(0), Some("abcdef"));
        assert_eq!(strings.unnamed().collect::<Vec<_>>(), ["z"]);
        assert_eq!(strings.name(2), None);
    }

    #[test]
    fn texts_in_formulas_are_found() {
        let writing = Writing { has_flags: true, code_page: 1252 };
        assert_eq!(writing.literals(b"\x17\x04\0text\x17\x02\0no\x08"), ["text"]);
        assert_eq!(writing.literals(b"\x17\x05\x01w\0i\0d\0e\0r\0"), ["wider"]);
        assert!(writing.literals(b"\x17\xFF\0short").is_empty());
    }
}
