//! Texts that change between bytes and UTF-16 on their way, as where one program began a log and another
//! one goes on with it.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::source::Failing;
use crate::transcode::{Offsets, Transcoded};

/// Pairs of a plain character and a zero, one behind the other, that show UTF-16. No text of single
/// characters between zeros is so long.
const WIDE_PAIRS_MIN: usize = 6;
/// Plain bytes, one behind the other, that show that a text is UTF-16 no longer. Both bytes of a sign
/// of Chinese are plain in one of five; of eighteen in a row, never.
const NARROW_BYTES_MIN: usize = 36;
/// At the end of a text, fewer do.
const NARROW_BYTES_MIN_AT_END: usize = 24;
/// Bytes that have to be seen to know whether the text changes at the first of them.
pub(crate) const BORDER_BYTES: usize = NARROW_BYTES_MIN;

fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')
}

/// Where UTF-16 begins in text of bytes, its mark included, and which one it is.
pub(crate) fn wide_begins(bytes: &[u8]) -> Option<(usize, &'static Encoding)> {
    let mut from = 0;
    while let Some(found) = memchr::memchr(0, &bytes[from..]) {
        let zero = from + found;
        let low_first = zero.checked_sub(1).filter(|&start| is_wide(&bytes[start..], 0));
        let (start, encoding) = match low_first {
            Some(start) => (start, UTF_16LE),
            None if is_wide(&bytes[zero..], 1) => (zero, UTF_16BE),
            None => {
                let zeros = bytes[zero..].iter().position(|&byte| byte != 0)?;
                from = zero + zeros;
                continue;
            }
        };
        let mark: &[u8] = if encoding == UTF_16LE { b"\xFF\xFE" } else { b"\xFE\xFF" };
        let is_marked = bytes[..start].ends_with(mark);
        return Some((start - 2 * usize::from(is_marked), encoding));
    }
    None
}

/// Whether pairs with the plain byte at `plain_at` begin here.
fn is_wide(bytes: &[u8], plain_at: usize) -> bool {
    let (pairs, _) = bytes.as_chunks::<2>();
    pairs.len() >= WIDE_PAIRS_MIN
        && pairs[..WIDE_PAIRS_MIN]
            .iter()
            .all(|pair| is_plain(pair[plain_at]) && pair[1 - plain_at] == 0)
}

/// Where UTF-16 ends and plain bytes begin, before `most`; `ends` when nothing follows `bytes`.
pub(crate) fn narrow_begins(bytes: &[u8], most: usize, ends: bool) -> Option<usize> {
    let mut start = 0;
    while start < most.min(bytes.len()) {
        let run = bytes[start..].iter().take(NARROW_BYTES_MIN).take_while(|&&byte| is_plain(byte));
        let run = run.count();
        let at_end = ends && start + run == bytes.len() && run >= NARROW_BYTES_MIN_AT_END;
        if run == NARROW_BYTES_MIN || at_end {
            return Some(start);
        }
        // The next place of a character behind what ends the run.
        start += (run + 2) & !1;
    }
    None
}

/// Text of bytes that is handed on as it is, until UTF-16 begins.
pub(crate) struct Mixed<'s> {
    state: State<'s>,
    offsets: Rc<RefCell<Offsets>>,
}

enum State<'s> {
    Bytes(Bytes<'s>),
    Wide(Box<Transcoded<'s>>),
}

struct Bytes<'s> {
    /// Taken when UTF-16 begins.
    reader: Box<dyn Read + 's>,
    /// What `reader` ended with, told once `held` is given.
    failed: Option<io::Error>,
    /// The byte read last, where nothing is held.
    last: Option<u8>,
    /// Bytes read that hold a zero.
    held: Vec<u8>,
    /// Of `held`: handed on already, and sure to be no UTF-16.
    given: usize,
    sure: usize,
    /// What begins behind `sure`.
    wide: Option<&'static Encoding>,
    passed: u64,
    mark_bytes: u64,
}

impl Bytes<'_> {
    const STEP_BYTES: usize = 4 * 1024;

    /// Tells how much of `held` is no UTF-16; `ended` when nothing comes behind it.
    fn settle(&mut self, ended: bool) {
        if let Some((at, encoding)) = wide_begins(&self.held) {
            self.wide = Some(encoding);
            self.sure = at;
            return;
        }
        let tail = self.held.len().saturating_sub(2 * WIDE_PAIRS_MIN);
        self.sure = match memchr::memchr(0, &self.held[tail..]) {
            _ if ended => self.held.len(),
            Some(zero) => (tail + zero).saturating_sub(1),
            None => self.held.len().saturating_sub(1),
        };
    }

    fn give(&mut self, into: &mut [u8]) -> usize {
        let left = &self.held[self.given..self.sure];
        let count = left.len().min(into.len());
        into[..count].copy_from_slice(&left[..count]);
        self.given += count;
        self.passed += count as u64;
        count
    }

    /// Reads into `into`, and keeps the last byte: the zero behind it may come next.
    fn pass_on(&mut self, into: &mut [u8]) -> io::Result<Option<usize>> {
        let before = usize::from(self.last.is_some());
        into[..before].copy_from_slice(self.last.take().as_slice());
        let read = match self.failed.take() {
            Some(error) => Err(error),
            None => self.reader.read(&mut into[before..]),
        };
        let read = match read {
            Err(error) if before > 0 => {
                self.failed = Some(error);
                0
            }
            read => read?,
        };
        let all = &into[..before + read];
        if memchr::memchr(0, all).is_some() {
            self.held.extend_from_slice(all);
            self.settle(false);
            return Ok(None);
        }
        self.last = all.last().copied().filter(|_| read > 0);
        let given = all.len() - usize::from(self.last.is_some());
        self.passed += given as u64;
        Ok((given > 0 || read == 0).then_some(given))
    }

    /// Reads on when all that is sure was given: past `held` nearly always.
    fn read_on(&mut self, into: &mut [u8]) -> io::Result<Option<usize>> {
        self.held.drain(..self.sure);
        (self.given, self.sure) = (0, 0);
        if self.held.len() == 1 && self.held[0] != 0 {
            self.last = self.held.pop();
        }
        if self.held.is_empty() && into.len() > 1 {
            return self.pass_on(into);
        }
        self.held.extend(self.last.take());
        let before = self.held.len();
        self.held.resize(before + Self::STEP_BYTES, 0);
        let read = match self.failed.take() {
            Some(error) => Err(error),
            None => self.reader.read(&mut self.held[before..]),
        };
        self.held.truncate(before + read.as_ref().map_or(0, |&read| read));
        let ended = !matches!(read, Ok(1..));
        self.failed = read.err();
        self.settle(ended);
        if self.held.is_empty() { self.failed.take().map_or(Ok(Some(0)), Err) } else { Ok(None) }
    }
}

impl<'s> Mixed<'s> {
    /// Hands on what `reader` gives, which begins `mark_bytes` behind the beginning of the part.
    pub(crate) fn new(reader: Box<dyn Read + 's>, mark_bytes: u64) -> Self {
        let bytes = Bytes {
            reader,
            failed: None,
            last: None,
            held: Vec::new(),
            given: 0,
            sure: 0,
            wide: None,
            passed: 0,
            mark_bytes,
        };
        let offsets = Rc::new(RefCell::new(Offsets::unchanged(mark_bytes)));
        Self { state: State::Bytes(bytes), offsets }
    }

    /// The way back to the original.
    pub(crate) fn offsets(&self) -> Rc<RefCell<Offsets>> {
        Rc::clone(&self.offsets)
    }

    /// Goes on in UTF-16 behind the bytes that were given.
    fn widen(&mut self, encoding: &'static Encoding) {
        let State::Bytes(bytes) = &mut self.state else { return };
        let rest = bytes.held.split_off(bytes.sure);
        let end: Box<dyn Read + 's> = match bytes.failed.take() {
            Some(error) => Box::new(Failing(Some(error))),
            None => std::mem::replace(&mut bytes.reader, Box::new(io::empty())),
        };
        let reader = Box::new(io::Cursor::new(rest).chain(end));
        let (passed, mark_bytes) = (bytes.passed, bytes.mark_bytes);
        let wide =
            Transcoded::resumed(reader, encoding, passed, passed + mark_bytes, self.offsets());
        self.state = State::Wide(Box::new(wide));
    }
}

impl Read for Mixed<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let bytes = match &mut self.state {
                State::Wide(wide) => return wide.read(into),
                State::Bytes(bytes) => bytes,
            };
            if bytes.given < bytes.sure {
                return Ok(bytes.give(into));
            }
            match bytes.wide {
                Some(encoding) => self.widen(encoding),
                None => {
                    if let Some(read) = bytes.read_on(into)? {
                        return Ok(read);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn utf16(text: &str, low_first: bool) -> Vec<u8> {
        let bytes = |unit: u16| if low_first { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    /// Gives at most so many bytes at once.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let most = into.len().min(self.1);
            self.0.read(&mut into[..most])
        }
    }

    #[test]
    fn both_sorts_of_utf16_are_seen_with_their_marks() {
        let low = [b"a line\n".to_vec(), utf16("wide words", true)].concat();
        assert_eq!(wide_begins(&low), Some((7, UTF_16LE)));
        let marked = [b"a line\n\xFE\xFF".to_vec(), utf16("wide words", false)].concat();
        assert_eq!(wide_begins(&marked), Some((7, UTF_16BE)));
        assert_eq!(wide_begins(&[b"fields\0of\0text\0".to_vec(), vec![0; 99]].concat()), None);
    }

    #[test]
    fn chinese_is_not_taken_for_plain_bytes() {
        let text = utf16(&"这是普通的中文文本，里面没有数字和别的字。".repeat(90), true);
        assert_eq!(narrow_begins(&text, text.len(), true), None);
        let mixed = [text.clone(), b"and now something different, in ASCII".to_vec()].concat();
        assert_eq!(narrow_begins(&mixed, mixed.len(), true), Some(text.len()));
    }

    #[test]
    fn a_fault_behind_a_zero_is_told_after_the_bytes_before_it() {
        let failing = Failing(Some(io::Error::other("gone")));
        let mut reader = Mixed::new(Box::new((&b"words \0"[..]).chain(failing)), 0);
        let mut out = Vec::new();
        assert!(reader.read_to_end(&mut out).is_err());
        assert_eq!(out, b"words \0");
    }

    #[test]
    fn a_buffer_of_one_byte_is_enough() {
        let bytes = [b"a line\n".to_vec(), utf16("wide words\n", true)].concat();
        for bytes in [&bytes[..], b"plain"] {
            let mut reader = Mixed::new(Box::new(bytes), 0);
            let mut out = Vec::new();
            let mut one = [0];
            while reader.read(&mut one).unwrap() == 1 {
                out.extend(one);
            }
            assert_eq!(out.iter().filter(|&&byte| byte == 0).count(), 0);
            assert!(out.ends_with(b"n") || out.ends_with(b"wide words\n"));
        }
    }

    proptest! {
        #[test]
        fn texts_that_change_are_read_whole_and_placed(
            lines in prop::collection::vec(("[a-z0-9 ,.]{40,90}\n", any::<bool>()), 1..30),
            most in prop_oneof![1usize..4, 4usize..900],
            mark in 0u64..4,
        ) {
            let mut bytes = Vec::new();
            let mut at = Vec::new();
            for (line, wide) in &lines {
                at.push(mark + bytes.len() as u64);
                bytes.extend(if *wide { utf16(line, true) } else { line.clone().into_bytes() });
            }
            let mut reader = Mixed::new(Box::new(Trickle(&bytes, most)), mark);
            let mut text = String::new();
            reader.read_to_string(&mut text).unwrap();
            // A zero may stay at a change.
            let want: String = lines.iter().map(|(line, _)| line.as_str()).collect();
            prop_assert_eq!(text.replace('\0', ""), want);
            let offsets = reader.offsets();
            let mut from = 0;
            for ((line, _), original) in lines.iter().zip(at) {
                let words = line.trim_end();
                let begins = from + text[from..].find(words).unwrap();
                let got = offsets.borrow().original(begins as u64).unwrap();
                prop_assert_eq!(got, original);
                from = begins + words.len();
            }
        }
    }
}
