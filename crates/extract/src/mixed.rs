//! Texts that change between bytes and UTF-16 on their way, as where one program began a log and another
//! one goes on with it.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::source::Failing;
use crate::transcode::{Offsets, Transcoded};

/// Pairs of a plain character and a zero, one behind the other, that show UTF-16. No text of single
/// characters between zeros is so long.
const WIDE_PAIRS_MIN: usize = 6;
/// Bytes that are looked at to tell that a text is UTF-16 no longer; at its end, fewer do.
const NARROW_BYTES: usize = 36;
const NARROW_BYTES_AT_END: usize = 24;
/// Different first bytes of pairs, and different second ones, that signs of one script do not have: those of
/// hiragana or of a line drawn by signs may be plain both, but share the byte of their block.
const NARROW_DIFFERENT_MIN: usize = 6;
/// Characters of UTF-8 beyond ASCII that UTF-16 does not look like by chance.
const NARROW_CHARACTERS_MIN: usize = 3;
/// Bytes that have to be seen to know whether the text changes at the first of them.
pub(crate) const BORDER_BYTES: usize = NARROW_BYTES;
const _: () = assert!(SHIFTED_BYTES + 2 * WIDE_PAIRS_MIN <= BORDER_BYTES);

fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')
}

/// Where UTF-16 begins in text of bytes, its mark included, and which one it is.
pub(crate) fn wide_begins(bytes: &[u8]) -> Option<(usize, &'static Encoding)> {
    let mut from = 0;
    while let Some(found) = memchr::memchr(0, &bytes[from..]) {
        let zero = from + found;
        // Behind the end of a line, a zero is the first byte of what follows.
        let low_first = zero.checked_sub(1).filter(|&start| {
            let is_high_first = bytes[start] == b'\n' && is_wide(&bytes[zero..], 1);
            !is_high_first && is_wide(&bytes[start..], 0)
        });
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

/// Where UTF-16 ends and text in `narrow` begins, before `most`; `ends` when nothing follows `bytes`.
pub(crate) fn narrow_begins(
    bytes: &[u8],
    most: usize,
    ends: bool,
    narrow: &'static Encoding,
) -> Option<usize> {
    let starts = (0..most.min(bytes.len())).step_by(2);
    let mut zero_at = None;
    for start in starts {
        let run = &bytes[start..bytes.len().min(start + NARROW_BYTES)];
        let enough = if ends { NARROW_BYTES_AT_END } else { NARROW_BYTES };
        if run.len() < enough {
            return None;
        }
        // Most of UTF-16 has a zero nearby, behind which the next look begins.
        if zero_at.is_none_or(|zero| zero < start) {
            zero_at = memchr::memchr(0, run).map(|zero| start + zero);
        }
        if zero_at.is_none_or(|zero| zero < start) && is_narrow(run, narrow) {
            // What is plain right before it was too much of one letter to tell.
            return Some(start - plain_before(&bytes[..start]));
        }
    }
    None
}

/// Different characters in pairs that show UTF-16 of the other order. Signs whose lower byte is zero, such as
/// ideographic spaces and horizontal lines, stand in a row as well, and are few of them.
const SHIFTED_DIFFERENT_MIN: usize = 4;
/// Bytes behind a place that are looked at to tell whether the text changes there.
const SHIFTED_BYTES: usize = 4;

/// Where UTF-16 goes on at odd bytes, or in the other order, before `most`: bytes that are none, the end of a
/// line or the message of another program, stand between. What they are is told from there on.
pub(crate) fn shifted(bytes: &[u8], most: usize, encoding: &'static Encoding) -> Option<usize> {
    let plain_at = usize::from(encoding == UTF_16LE);
    let is_other = |start: &usize| {
        let pairs = &bytes[*start..];
        let plain = || pairs[plain_at..].iter().step_by(2).take(WIDE_PAIRS_MIN);
        is_wide(pairs, plain_at) && different(plain()) >= SHIFTED_DIFFERENT_MIN
    };
    let mut starts = (0..bytes.len().min(most + SHIFTED_BYTES)).step_by(2);
    let start = starts.find(is_other)?;
    // The character before it begins at an odd byte, and so does its mark.
    let before = match bytes[..start] {
        [.., 0xFF, 0xFE, _] | [.., 0xFE, 0xFF, _] => SHIFTED_BYTES,
        [.., first, last] if [first, last][plain_at] == 0 && is_plain([last, first][plain_at]) => 0,
        _ => SHIFTED_BYTES / 2,
    };
    let from = start.saturating_sub(before);
    let from = from - plain_before(&bytes[..from]);
    (from < most).then_some(from)
}

/// Where UTF-16 in the order that it had before begins, which was told by its plain characters alone: in the
/// other order they stand one byte further on, or back.
pub(crate) fn in_order(
    bytes: &[u8],
    told: (usize, &'static Encoding),
    before: &'static Encoding,
) -> (usize, &'static Encoding) {
    let (at, encoding) = told;
    if encoding == before || matches!(bytes[at..], [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        return told;
    }
    let is_character = |first: &u8| (*first == 0) == (before == UTF_16BE);
    match bytes[..at].last().is_some_and(is_character) {
        true => (at - 1, before),
        false => (at + 1, before),
    }
}

/// Bytes of the plain pairs that text ends with.
fn plain_before(bytes: &[u8]) -> usize {
    let (pairs, _) = bytes.as_chunks::<2>();
    2 * pairs.iter().rev().take_while(|pair| pair.iter().all(|&byte| is_plain(byte))).count()
}

/// Whether bytes begin as UTF-8 that is improbable as UTF-16.
pub(crate) fn narrow_starts(bytes: &[u8]) -> bool {
    is_narrow(&bytes[..bytes.len().min(NARROW_BYTES)], UTF_8)
}

/// Whether bytes are text in `narrow`, and improbable as UTF-16.
fn is_narrow(run: &[u8], narrow: &'static Encoding) -> bool {
    if run.iter().any(|&byte| byte < 0x80 && !is_plain(byte)) {
        return false;
    }
    let beyond_ascii = run.iter().filter(|&&byte| byte >= 0x80).count();
    if narrow == UTF_8 {
        let valid = match str::from_utf8(run) {
            Ok(text) => text,
            // The last character may be cut, and the first where UTF-16 had an odd number of bytes.
            Err(error) if error.error_len().is_none() => {
                str::from_utf8(&run[..error.valid_up_to()]).unwrap_or("")
            }
            Err(_) => return false,
        };
        let characters = valid.chars().filter(|character| !character.is_ascii()).count();
        if characters >= NARROW_CHARACTERS_MIN {
            return true;
        }
    } else if beyond_ascii * 4 > run.len() || (beyond_ascii > 0 && !narrow.is_single_byte()) {
        return false;
    }
    different(run.iter().step_by(2)) >= NARROW_DIFFERENT_MIN
        && different(run.iter().skip(1).step_by(2)) >= NARROW_DIFFERENT_MIN
}

fn different<'b>(bytes: impl Iterator<Item = &'b u8>) -> usize {
    let mut seen = [0u64; 4];
    for &byte in bytes {
        seen[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }
    seen.iter().map(|bits| bits.count_ones() as usize).sum()
}

/// Text of bytes that is handed on as it is, until UTF-16 begins.
pub(crate) struct Mixed<'s> {
    state: State<'s>,
    noise: Rc<Cell<bool>>,
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

/// What was read, and where the byte that is sought stands first in it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Given {
    pub(crate) bytes: usize,
    pub(crate) first: Option<usize>,
}

impl Given {
    pub(crate) fn of(given: &[u8], sought: Option<u8>) -> Self {
        let first = sought.and_then(|byte| memchr::memchr(byte, given));
        Self { bytes: given.len(), first }
    }
}

/// Whether there is a zero, and where the byte that is sought stands first, told at once where there is
/// neither.
fn look(bytes: &[u8], sought: Option<u8>) -> (bool, Option<usize>) {
    let holds_zero = |bytes: &[u8]| memchr::memchr(0, bytes).is_some();
    let Some(sought) = sought else { return (holds_zero(bytes), None) };
    match memchr::memchr2(0, sought, bytes) {
        Some(first) => (holds_zero(&bytes[first..]), Some(first)),
        None => (false, None),
    }
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
    fn pass_on(&mut self, into: &mut [u8], sought: Option<u8>) -> io::Result<Option<Given>> {
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
        let (holds_zero, first) = look(all, sought);
        if holds_zero {
            self.held.extend_from_slice(all);
            self.settle(false);
            return Ok(None);
        }
        self.last = all.last().copied().filter(|_| read > 0);
        let given = all.len() - usize::from(self.last.is_some());
        self.passed += given as u64;
        let given = Given { bytes: given, first: first.filter(|at| *at < given) };
        Ok((given.bytes > 0 || read == 0).then_some(given))
    }

    /// Reads on when all that is sure was given: past `held` nearly always.
    fn read_on(&mut self, into: &mut [u8], sought: Option<u8>) -> io::Result<Option<Given>> {
        self.held.drain(..self.sure);
        (self.given, self.sure) = (0, 0);
        if self.held.len() == 1 && self.held[0] != 0 {
            self.last = self.held.pop();
        }
        if self.held.is_empty() && into.len() > 1 {
            return self.pass_on(into, sought);
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
        match self.held.is_empty() {
            true => self.failed.take().map_or(Ok(Some(Given::default())), Err),
            false => Ok(None),
        }
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
        Self { state: State::Bytes(bytes), noise: Rc::default(), offsets }
    }

    /// Tells there whether a stretch in UTF-16 is noise.
    pub(crate) fn telling(self, noise: Rc<Cell<bool>>) -> Self {
        Self { noise, ..self }
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
        self.state = State::Wide(Box::new(wide.telling(Rc::clone(&self.noise))));
    }
}

impl Mixed<'_> {
    /// Reads, and tells where the byte that is sought stands first in what was read.
    pub(crate) fn read_seeking(
        &mut self,
        into: &mut [u8],
        sought: Option<u8>,
    ) -> io::Result<Given> {
        loop {
            let bytes = match &mut self.state {
                State::Wide(wide) => {
                    let read = wide.read(into)?;
                    return Ok(Given::of(&into[..read], sought));
                }
                State::Bytes(bytes) => bytes,
            };
            if bytes.given < bytes.sure {
                let given = bytes.give(into);
                return Ok(Given::of(&into[..given], sought));
            }
            match bytes.wide {
                Some(encoding) => self.widen(encoding),
                None => {
                    if let Some(read) = bytes.read_on(into, sought)? {
                        return Ok(read);
                    }
                }
            }
        }
    }
}

impl Read for Mixed<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        Ok(self.read_seeking(into, None)?.bytes)
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
    fn both_sorts_of_utf16_are_seen_with_and_without_their_marks() {
        let low = [b"a line\n".to_vec(), utf16("wide words", true)].concat();
        assert_eq!(wide_begins(&low), Some((7, UTF_16LE)));
        let high = [b"a line\n".to_vec(), utf16("wide words", false)].concat();
        assert_eq!(wide_begins(&high), Some((7, UTF_16BE)));
        let marked = [b"a line\n\xFE\xFF".to_vec(), utf16("wide words", false)].concat();
        assert_eq!(wide_begins(&marked), Some((7, UTF_16BE)));
        assert_eq!(wide_begins(&[b"fields\0of\0text\0".to_vec(), vec![0; 99]].concat()), None);
    }

    #[test]
    fn utf16_of_other_scripts_is_not_taken_for_plain_bytes() {
        let hiragana: String = ('\u{3041}'..='\u{3093}').collect();
        for text in [
            "这是普通的中文文本，里面没有数字和别的字。",
            "═════════════════════════════════════",
            "※※※…………………………………………•••••••••••••••••",
            hiragana.as_str(),
            "ひらがなだけのぶんしょうをながくつづけてみる",
            "Привет, это просто текст",
            "\u{3000}\u{3000}\u{3000}\u{3000}────────一一一",
            "한국어 문장을 길게 이어서 쓴다",
        ] {
            for low_first in [true, false] {
                let text = utf16(&text.repeat(90), low_first);
                assert_eq!(narrow_begins(&text, text.len(), true, UTF_8), None);
                let encoding = if low_first { UTF_16LE } else { UTF_16BE };
                assert_eq!(shifted(&text, text.len(), encoding), None);
            }
        }
    }

    #[test]
    fn utf16_is_read_behind_an_odd_number_of_other_bytes() {
        let before = "line one of a log\r\nGröße, Привет, 中文 and more\r\n";
        let lines = "the lines that follow, 中文: für alle, Привет\r\n".repeat(40);
        let marks = [&b""[..], b"\xFF\xFE", b"\xFE\xFF"];
        for (between, low_first, at) in [
            (&b"\n"[..], true, 0),
            (b"\n", false, 0),
            (b"Done.\r\n", true, 40),
            (b"Done.\r\n", false, 40),
            (b"job ended", false, 233),
            (b"\xFF\x00\x81", true, 233),
            (b"\r", false, 240),
        ] {
            for mark in [marks[0], marks[if low_first { 1 } else { 2 }]] {
                let before = format!("{before}{}", "x".repeat(at));
                let (first, behind) = (utf16(&before, low_first), utf16(&lines, low_first));
                let all = [mark, &first, between, mark, &behind].concat();
                let encoding = if low_first { UTF_16LE } else { UTF_16BE };
                let mut text = Vec::new();
                let reader = Box::new(Trickle(&all, 900));
                Transcoded::new(reader, encoding, 0).read_to_end(&mut text).unwrap();
                let text = String::from_utf8_lossy(&text);
                assert!(text.contains(&before), "{between:?} {mark:?}: {:?}", &text[..99]);
                assert!(text.ends_with(&lines), "{between:?} {mark:?}: {text:?}");
                let is_text = between.iter().all(|byte| is_plain(*byte));
                let between = String::from_utf8_lossy(between);
                assert!(!is_text || text.contains(&*between), "{between:?} {mark:?} is lost");
            }
        }
    }

    #[test]
    fn text_in_bytes_is_seen_behind_utf16() {
        let wide = utf16(&"这是普通的中文文本，里面没有数字和别的字。".repeat(9), true);
        for text in [
            "and now something different, in ASCII",
            "имя Иванов карта 4111111111111111",
            "これはひらがなをふくむ文です",
            "Größe 12, für Überweisungen nach Köln",
        ] {
            let mixed = [wide.clone(), text.as_bytes().to_vec()].concat();
            assert_eq!(narrow_begins(&mixed, mixed.len(), true, UTF_8), Some(wide.len()), "{text}");
        }
        let latin = b"Gr\xF6\xDFe 12, f\xFCr \xDCberweisungen nach K\xF6ln, jetzt".to_vec();
        let mixed = [wide.clone(), latin].concat();
        let narrow = encoding_rs::WINDOWS_1252;
        assert_eq!(narrow_begins(&mixed, mixed.len(), true, narrow), Some(wide.len()));
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
        let changed = [b"a line\n".to_vec(), utf16("wide words\n", true)].concat();
        for (bytes, want) in [(&changed[..], "a line\nwide words\n"), (b"plain", "plain")] {
            let mut reader = Mixed::new(Box::new(bytes), 0);
            let mut out = Vec::new();
            let mut one = [0];
            while reader.read(&mut one).unwrap() == 1 {
                out.extend(one);
            }
            assert_eq!(String::from_utf8(out).unwrap(), want);
        }
    }

    proptest! {
        #[test]
        fn texts_that_change_are_read_whole_and_placed(
            lines in prop::collection::vec((
                prop_oneof![
                    "[a-z0-9]{8}[a-z0-9 ,.]{40,90}\n",
                    "[a-z]{8}[а-яёa-z0-9 ,.]{60,90}\n",
                ],
                any::<bool>(),
            ), 1..30),
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
            let mut text = Vec::new();
            let mut piece = [0; 300];
            loop {
                let Given { bytes, first } = reader.read_seeking(&mut piece, Some(b'e')).unwrap();
                let read = &piece[..bytes];
                prop_assert_eq!(first, read.iter().position(|byte| *byte == b'e'));
                text.extend_from_slice(read);
                if bytes == 0 {
                    break;
                }
            }
            let text = String::from_utf8(text).unwrap();
            let want: String = lines.iter().map(|(line, _)| line.as_str()).collect();
            prop_assert_eq!(&text, &want);
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
