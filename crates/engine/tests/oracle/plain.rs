//! A text as it is meant: every character that stands for an ASCII one replaced, every one of no width
//! left out.

use std::sync::LazyLock;

use regex_syntax::hir::{Class, HirKind};

/// How far before its first such character a match may begin, and how far behind it end.
const BEFORE_BYTES: usize = 64;
const BEHIND_BYTES: usize = 192;

/// A text, or what it means, with the way back.
pub(crate) struct Reading {
    pub(crate) text: Vec<u8>,
    /// By byte of `text`: where its character begins and ends in the source.
    places: Vec<(usize, usize)>,
    /// Where characters stand that mean others.
    others: Vec<(usize, usize)>,
    source_bytes: usize,
}

/// Every decimal digit as Unicode knows them, in blocks of ten.
static DIGITS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let table = regex_syntax::parse(r"\d").expect("it is a class");
    let HirKind::Class(Class::Unicode(digits)) = table.kind() else { panic!("{table:?}") };
    digits.iter().map(|block| (block.start(), block.end())).collect()
});

/// What a character stands for; `None` when for itself.
fn meant(c: char) -> Option<Option<u8>> {
    match c {
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Some(Some(b' '))
        }
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => Some(None),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Some(None),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some(Some(b'-')),
        '！'..='～' => Some(Some((c as u32 - '！' as u32) as u8 + b'!')),
        _ if c.is_ascii() => None,
        _ => {
            let (zero, _) = *DIGITS.iter().find(|(first, last)| (*first..=*last).contains(&c))?;
            Some(Some(b'0' + ((c as u32 - zero as u32) % 10) as u8))
        }
    }
}

impl Reading {
    /// The text as it stands there.
    pub(crate) fn as_it_stands(text: &[u8]) -> Self {
        let places = (0..text.len()).map(|at| (at, at + 1)).collect();
        Self { text: text.to_vec(), places, others: Vec::new(), source_bytes: text.len() }
    }

    /// The text as it is meant.
    pub(crate) fn as_meant(source: &[u8]) -> Self {
        let (mut text, mut places, mut others) = (Vec::new(), Vec::new(), Vec::new());
        let mut at = 0;
        for chunk in source.utf8_chunks() {
            for c in chunk.valid().chars() {
                let place = (at, at + c.len_utf8());
                match meant(c) {
                    Some(byte) => {
                        text.extend(byte);
                        places.extend(byte.map(|_| place));
                        others.push(place);
                    }
                    None => {
                        let mut bytes = [0; 4];
                        for (by, byte) in c.encode_utf8(&mut bytes).bytes().enumerate() {
                            text.push(byte);
                            places.push((at + by, at + by + 1));
                        }
                    }
                }
                at = place.1;
            }
            for &byte in chunk.invalid() {
                text.push(byte);
                places.push((at, at + 1));
                at += 1;
            }
        }
        Self { text, places, others, source_bytes: source.len() }
    }

    /// Where a match stands in the source.
    pub(crate) fn place(&self, start: usize, end: usize) -> (usize, usize) {
        (self.places[start].0, self.places[end - 1].1)
    }

    /// The end of what lies before `limit` of the source.
    pub(crate) fn limit(&self, limit: usize) -> usize {
        self.places.partition_point(|place| place.1 <= limit)
    }

    /// Whether a match at this place of the source is one that only this reading shows: it holds
    /// another character, near its ends, where a number may hold one.
    pub(crate) fn shows(&self, start: usize, end: usize) -> bool {
        let first = self.others.partition_point(|other| other.0 < start);
        let Some(&(at, behind)) = self.others.get(first).filter(|other| other.0 < end) else {
            return false;
        };
        let near = at - start <= BEFORE_BYTES;
        let cut = end == at + BEHIND_BYTES && end < self.source_bytes;
        near && end <= at + BEHIND_BYTES && !cut && self.may_belong_to_a_number(at, behind)
    }

    fn may_belong_to_a_number(&self, at: usize, behind: usize) -> bool {
        let separator = |byte: &u8| b" -./()".contains(byte);
        let next = self.places.partition_point(|place| place.0 < behind);
        let here = self.places.partition_point(|place| place.0 < at);
        let itself = (here < next).then(|| self.text[here]);
        let after = self.text[next..].iter().take(5).find(|byte| !separator(byte));
        let before = self.text[..here].iter().rev().take(3).find(|byte| !separator(byte));
        let signed = here > 0 && b"+(".contains(&self.text[here - 1]);
        match itself {
            Some(byte) if byte.is_ascii_alphanumeric() => true,
            Some(b'+' | b'(' | b'-') if after.is_some_and(u8::is_ascii_digit) => true,
            Some(byte) if !separator(&byte) => false,
            _ if signed && after.is_some_and(u8::is_ascii_digit) => true,
            _ => match (before, after) {
                (Some(a), Some(b)) => {
                    a.is_ascii_alphanumeric()
                        && b.is_ascii_alphanumeric()
                        && (a.is_ascii_digit() || b.is_ascii_digit())
                }
                _ => false,
            },
        }
    }
}
