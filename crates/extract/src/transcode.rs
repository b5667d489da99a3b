//! Text of any charset as UTF-8, and the way back from its offsets to those of the original.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::{BIG5, CoderResult, Decoder, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS};
use encoding_rs::{ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::mixed::{BORDER_BYTES, in_order, narrow_begins, shifted, wide_begins};
use crate::noise::is_wide_noise;

/// Original bytes decoded at once: how exactly offsets are noted.
const STEP_BYTES: usize = 512;
/// Original bytes that are there when a step begins, unless they are the last.
const AHEAD_BYTES: usize = STEP_BYTES + BORDER_BYTES;
/// Original bytes that are kept to tell offsets: more than any window stands for, escapes apart.
const KEPT_BYTES_MAX: usize = 4 << 20;

/// Where decoded text stands in the original, for the stretch that was decoded last.
pub(crate) struct Offsets {
    steps: VecDeque<Step>,
    kept: usize,
    /// Text before this offset is the original, `mark_bytes` behind its beginning.
    unchanged: u64,
    mark_bytes: u64,
}

/// Characters that were decoded together.
struct Step {
    encoding: &'static Encoding,
    decoded: u64,
    original: u64,
    bytes: Box<[u8]>,
}

impl Offsets {
    /// Of a text that is the original, `mark_bytes` behind its beginning, until more is known.
    pub(crate) fn unchanged(mark_bytes: u64) -> Self {
        Self { steps: VecDeque::new(), kept: 0, unchanged: u64::MAX, mark_bytes }
    }

    /// The offset in the original of an offset in the decoded text; `None` when it lies too far back.
    pub(crate) fn original(&self, decoded: u64) -> Option<u64> {
        if decoded < self.unchanged {
            return Some(decoded.saturating_add(self.mark_bytes));
        }
        let behind = self.steps.partition_point(|step| step.decoded <= decoded);
        let step = self.steps.get(behind.checked_sub(1)?)?;
        let (mut at, mut text) = (0, step.decoded);
        while text < decoded && at < step.bytes.len() {
            let rest = &step.bytes[at..];
            let one = &rest[..character_bytes(step.encoding, rest).min(rest.len())];
            let (decoded, _) = step.encoding.decode_without_bom_handling(one);
            text += decoded.len() as u64;
            at += one.len();
        }
        Some(step.original + at as u64)
    }

    fn note(&mut self, step: Step) {
        self.kept += step.bytes.len();
        self.steps.push_back(step);
        while self.kept > KEPT_BYTES_MAX
            && let Some(gone) = self.steps.pop_front()
        {
            self.kept -= gone.bytes.len();
        }
    }
}

fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// Bytes of the character that `text` begins with.
fn character_bytes(encoding: &'static Encoding, text: &[u8]) -> usize {
    let lead = text.first().copied().unwrap_or(0);
    let is_pair = |high: Option<&u8>| high.is_some_and(|byte| byte & 0xFC == 0xD8);
    match () {
        () if encoding == UTF_16LE => 2 + 2 * usize::from(is_pair(text.get(1))),
        () if encoding == UTF_16BE => 2 + 2 * usize::from(is_pair(text.first())),
        () if lead < 0x80 => 1,
        () if encoding == UTF_8 => utf8_bytes(text),
        () if encoding == SHIFT_JIS => {
            1 + usize::from(!matches!(lead, 0x80 | 0xA0..=0xDF | 0xFD..))
        }
        () if encoding == GB18030 || encoding == GBK => match text.get(1) {
            // The first is a sign of its own, €, which digits may follow.
            _ if lead == 0x80 || lead == 0xFF => 1,
            Some(b'0'..=b'9') => 4,
            _ => 2,
        },
        () if encoding == EUC_JP && lead == 0x8F => 3,
        () if encoding == EUC_JP => 1 + usize::from(lead == 0x8E || lead >= 0xA1),
        () if encoding == BIG5 || encoding == EUC_KR => 1 + usize::from(lead > 0x80 && lead < 0xFF),
        () => 1,
    }
}

/// Bytes of the character of UTF-8 that `text` begins with, or of what is replaced by one sign.
fn utf8_bytes(text: &[u8]) -> usize {
    text.utf8_chunks().next().map_or(1, |chunk| match chunk.valid().chars().next() {
        Some(first) => first.len_utf8(),
        None => chunk.invalid().len().max(1),
    })
}

/// Decodes to UTF-8 through two small buffers. What cannot be decoded becomes U+FFFD.
pub(crate) struct Transcoded<'s> {
    reader: Box<dyn Read + 's>,
    decoder: Decoder,
    /// What the text is in where it is not UTF-16; `None` where it cannot change.
    narrow: Option<&'static Encoding>,
    /// The sort of UTF-16 that the text was in, and is in again behind other bytes.
    wide: Option<&'static Encoding>,
    encoded: Vec<u8>,
    unread: std::ops::Range<usize>,
    ended: bool,
    finished: bool,
    decoded: Vec<u8>,
    given: usize,
    /// Offsets of what is decoded next.
    original_at: u64,
    decoded_at: u64,
    offsets: Rc<RefCell<Offsets>>,
    noise: Rc<Cell<bool>>,
}

impl<'s> Transcoded<'s> {
    const BUFFER_BYTES: usize = 32 * 1024;

    /// Decodes what `reader` gives, which stands at `original_at`.
    pub(crate) fn new(
        reader: Box<dyn Read + 's>,
        encoding: &'static Encoding,
        original_at: u64,
    ) -> Self {
        let offsets = Rc::new(RefCell::new(Offsets::unchanged(0)));
        Self::resumed(reader, encoding, 0, original_at, offsets)
    }

    /// Decodes what `reader` gives, where text was handed on unchanged before, and is told by
    /// `offsets`.
    pub(crate) fn resumed(
        reader: Box<dyn Read + 's>,
        encoding: &'static Encoding,
        decoded_at: u64,
        original_at: u64,
        offsets: Rc<RefCell<Offsets>>,
    ) -> Self {
        offsets.borrow_mut().unchanged = decoded_at;
        Self {
            reader,
            decoder: encoding.new_decoder_without_bom_handling(),
            narrow: match encoding {
                _ if is_wide(encoding) => Some(UTF_8),
                _ if encoding == ISO_2022_JP => None,
                _ => Some(encoding),
            },
            wide: None,
            encoded: vec![0; Self::BUFFER_BYTES],
            unread: 0..0,
            ended: false,
            finished: false,
            decoded: Vec::with_capacity(STEP_BYTES * 3 + 16),
            given: 0,
            original_at,
            decoded_at,
            offsets,
            noise: Rc::default(),
        }
    }

    /// Tells there whether a stretch in UTF-16 is noise.
    pub(crate) fn telling(self, noise: Rc<Cell<bool>>) -> Self {
        Self { noise, ..self }
    }

    /// The way back; `None` where the meaning of bytes depends on all before them.
    pub(crate) fn offsets(&self) -> Option<Rc<RefCell<Offsets>>> {
        (self.decoder.encoding() != ISO_2022_JP).then(|| Rc::clone(&self.offsets))
    }

    /// Reads on, unless enough for a step is there.
    fn fill(&mut self) -> io::Result<()> {
        if self.unread.len() >= AHEAD_BYTES || self.ended {
            return Ok(());
        }
        self.encoded.copy_within(self.unread.clone(), 0);
        self.unread = 0..self.unread.len();
        while self.unread.len() < AHEAD_BYTES && !self.ended {
            let read = self.reader.read(&mut self.encoded[self.unread.end..])?;
            self.unread.end += read;
            self.ended = read == 0;
        }
        Ok(())
    }

    /// Where a text that may change does so, in the next step, and to what.
    fn border(&self) -> Option<(usize, &'static Encoding)> {
        let narrow = self.narrow?;
        let bytes = &self.encoded[self.unread.clone()];
        if self.decoder.encoding() == narrow {
            let ahead = &bytes[..bytes.len().min(AHEAD_BYTES)];
            let told = wide_begins(ahead)?;
            let told = self.wide.map_or(told, |before| in_order(ahead, told, before));
            return Some(told).filter(|&(at, _)| at < STEP_BYTES);
        }
        let narrow_at = narrow_begins(bytes, STEP_BYTES, self.ended, narrow);
        let shifted_at = shifted(bytes, STEP_BYTES, self.decoder.encoding());
        Some((narrow_at.into_iter().chain(shifted_at).min()?, narrow))
    }

    /// Takes another charset from here on.
    fn change(&mut self, encoding: &'static Encoding) {
        self.wide = is_wide(self.decoder.encoding()).then(|| self.decoder.encoding());
        self.decoder = encoding.new_decoder_without_bom_handling();
    }

    /// Bytes of the whole characters that are decoded next, none of them behind `border`.
    fn step_bytes(&self, border: usize) -> usize {
        let bytes = &self.encoded[self.unread.clone()];
        let bytes = &bytes[..bytes.len().min(border)];
        let encoding = self.decoder.encoding();
        if encoding.is_single_byte() {
            return bytes.len().min(STEP_BYTES);
        }
        let mut at = 0;
        while at < bytes.len().min(STEP_BYTES) {
            let next = at + character_bytes(encoding, &bytes[at..]);
            if next > bytes.len() {
                break;
            }
            at = next;
        }
        // A character that is cut at the end of everything.
        if at == 0 { bytes.len() } else { at }
    }

    /// Decodes once more; `false` when nothing is left.
    fn decode(&mut self) -> io::Result<bool> {
        self.fill()?;
        if self.finished {
            return Ok(false);
        }
        let mut border = self.border();
        // Between two sorts of UTF-16 there may be no bytes.
        for _ in 0..2 {
            if let Some((0, encoding)) = border {
                self.change(encoding);
                border = self.border();
            }
        }
        let border = border.map_or(usize::MAX, |(at, _)| at.max(1));
        let taken = self.step_bytes(border);
        self.finished = self.ended && taken == self.unread.len();
        self.decoded.resize(STEP_BYTES * 3 + 16, 0);
        let input = &self.encoded[self.unread.start..self.unread.start + taken];
        let is_last = self.finished || taken == border;
        let encoding = self.decoder.encoding();
        let (result, read, written, has_errors) =
            self.decoder.decode_to_utf8(input, &mut self.decoded, is_last);
        debug_assert!(result == CoderResult::InputEmpty, "three bytes a byte are enough");
        if has_errors && is_wide(encoding) {
            let is_low_first = encoding == UTF_16LE;
            self.noise.set(self.noise.get() || is_wide_noise(input, is_low_first));
        }
        if is_last {
            // One that was told of the end is used up.
            self.decoder = encoding.new_decoder_without_bom_handling();
        }
        let (decoded, original) = (self.decoded_at, self.original_at);
        self.offsets.borrow_mut().note(Step { encoding, decoded, original, bytes: input.into() });
        self.unread.start += read;
        self.decoded.truncate(written);
        self.given = 0;
        self.decoded_at += written as u64;
        self.original_at += read as u64;
        Ok(true)
    }
}

impl Read for Transcoded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.decoded.len() && self.decode()? {}
        let left = &self.decoded[self.given..];
        let count = left.len().min(into.len());
        into[..count].copy_from_slice(&left[..count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{ISO_8859_2, ISO_8859_15, WINDOWS_1252};
    use proptest::prelude::*;

    use super::*;

    const ALL: [&Encoding; 12] = [
        UTF_16LE,
        UTF_16BE,
        WINDOWS_1252,
        ISO_8859_2,
        ISO_8859_15,
        SHIFT_JIS,
        GB18030,
        GBK,
        BIG5,
        EUC_JP,
        EUC_KR,
        encoding_rs::WINDOWS_1251,
    ];

    fn encoded(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
        if encoding == UTF_16LE {
            return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        }
        if encoding == UTF_16BE {
            return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        }
        let (bytes, _, lost) = encoding.encode(text);
        (!lost).then(|| bytes.into_owned())
    }

    #[test]
    fn transcoding_gives_the_same_text_however_it_is_read() {
        let text = "Größe; prix 12 €\r\n".repeat(9_000);
        let encoded = encoded(&text, UTF_16LE).unwrap();
        let mut transcoded = Transcoded::new(Box::new(encoded.as_slice()), UTF_16LE, 0);
        let mut out = Vec::new();
        let mut piece = [0; 7];
        loop {
            match transcoded.read(&mut piece).unwrap() {
                0 => break,
                read => out.extend_from_slice(&piece[..read]),
            }
        }
        assert_eq!(String::from_utf8(out).unwrap(), text);
    }

    #[test]
    fn a_sum_in_euro_is_no_character_of_four_bytes() {
        let bytes = b"\xD6\xD0 \x8012, \xD6\xD0 5";
        let mut out = String::new();
        let mut reader = Transcoded::new(Box::new(bytes.as_slice()), GBK, 0);
        reader.read_to_string(&mut out).unwrap();
        assert_eq!(out, "中 €12, 中 5");
        let offsets = reader.offsets().unwrap();
        let at = |sign| offsets.borrow().original(out.find(sign).unwrap() as u64);
        assert_eq!((at('1'), at(','), at('5')), (Some(4), Some(6), Some(11)));
    }

    #[test]
    fn what_breaks_the_rules_is_decoded_as_it_would_be_at_once() {
        let mut state = 7u32;
        let noise = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        });
        let noise: Vec<u8> = noise.take(5_000).collect();
        for encoding in ALL {
            let mut out = Vec::new();
            let mut reader = Transcoded::new(Box::new(noise.as_slice()), encoding, 0);
            reader.read_to_end(&mut out).unwrap();
            let (want, _) = encoding.decode_without_bom_handling(&noise);
            assert_eq!(String::from_utf8(out).unwrap(), want, "{}", encoding.name());
            assert_eq!(reader.offsets.borrow().original(u64::MAX), Some(noise.len() as u64));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn offsets_of_random_texts_lead_back_to_the_original(
            text in "[a-z0-9 ,\r\n\"éüßñ€żąЖя日本語テスト가나中文龍𝄞😀]{0,900}",
            mark in 0u64..4,
        ) {
            for encoding in ALL {
                let Some(bytes) = encoded(&text, encoding) else {
                    // Only what the charset can write.
                    continue;
                };
                let mut out = Vec::new();
                let mut reader = Transcoded::new(Box::new(bytes.as_slice()), encoding, mark);
                reader.read_to_end(&mut out).unwrap();
                prop_assert_eq!(&String::from_utf8(out).unwrap(), &text);
                let offsets = reader.offsets().unwrap();
                for (at, _) in text.char_indices().step_by(7) {
                    let want = encoded(&text[..at], encoding).unwrap().len() as u64;
                    let got = offsets.borrow().original(at as u64);
                    prop_assert_eq!(got, Some(mark + want), "{} at {}", encoding.name(), at);
                }
            }
        }
    }
}
