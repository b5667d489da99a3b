//! Runs of text that are written in another alphabet: base64, and words with escapes. They are
//! decoded one level, where that gives text.

mod escaped;

use std::ops::Range;
use std::sync::LazyLock;

use magpie_bitmaps::{BLOCK_BYTES, ByteSet, Classifier};
use magpie_model::{Outcome, Reason};

use super::base64::{Decoder, value};

/// Shorter runs of base64 are words.
pub(super) const BASE64_BYTES_MIN: usize = 24;
/// The example tokens of jwt.io, which half of all manuals show: what they say is of nobody.
const PUBLISHED: [&[u8]; 4] = [
    br#"{"sub":"1234567890","name":"John Doe"}"#,
    br#"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#,
    br#"{"sub":"1234567890","name":"John Doe","admin":true}"#,
    br#"{"sub":"1234567890","name":"John Doe","admin":true,"iat":1516239022}"#,
];
/// A longer run is cut.
pub(super) const RUN_BYTES_MAX: usize = 16 * 1024;
/// A run, and what it stands for.
pub(super) struct Run {
    /// Where it stands.
    pub(super) span: Range<usize>,
    /// The text.
    pub(super) text: Vec<u8>,
    /// What decoding left as it was: where each such stretch stands in `text` and begins in the run.
    pub(super) kept: Vec<Kept>,
}

/// A stretch of decoded text, and where it begins in its run.
pub(super) type Kept = (Range<usize>, usize);

/// Bytes whose bitmaps are made at a time, so that they stay in the nearest cache.
const CHUNK_BYTES: usize = 8 * 1024;
/// In the bitmaps: digits of base64.
const DIGITS: usize = 0;
/// In the bitmaps: signs that an escape may begin with.
const SIGNS: usize = 1;

static CLASSIFIER: LazyLock<Classifier<2>> = LazyLock::new(|| {
    Classifier::of([ByteSet::of(|byte| IS_DIGIT[usize::from(byte)]), ByteSet::of(escaped::is_sign)])
});

/// Finds the runs that begin in `wanted` of `text`, in rising order of each kind; answers what some of
/// them hide.
pub(super) fn runs(
    text: &[u8],
    wanted: Range<usize>,
    mut found: impl FnMut(Run),
) -> Option<Hidden> {
    let mut base64 = Base64::new(text, wanted.clone());
    let mut signs = escaped::Signs::default();
    let mut blocks = Vec::new();
    let end = wanted.end.min(text.len());
    // One block more, in which runs end that begin in the last.
    let reach = text.len().min(end + BLOCK_BYTES);
    // The digits of the block before.
    let mut last = 0;
    for start in (wanted.start..reach).step_by(CHUNK_BYTES) {
        CLASSIFIER.classify(&text[start..reach.min(start + CHUNK_BYTES)], &mut blocks);
        for (half, blocks_of_half) in blocks.chunks(u64::BITS as usize).enumerate() {
            let first = half * u64::BITS as usize;
            let before = |index: usize| index.checked_sub(1).map_or(last, |at| blocks[at][DIGITS]);
            let marked = Marked::of(blocks_of_half, before(first));
            for index in bits(marked.signs).map(|bit| first + bit) {
                signs.take(text, start + index * BLOCK_BYTES, blocks[index][SIGNS], end);
            }
            for index in bits(marked.runs).map(|bit| first + bit) {
                let at = start + index * BLOCK_BYTES;
                base64.block(at, before(index), blocks[index][DIGITS], &mut found);
            }
        }
        last = blocks.last().map_or(0, |block| block[DIGITS]);
    }
    signs.words(text, wanted, &mut found);
    base64.hidden
}

/// The bits that are set, rising.
fn bits(mut of: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (of != 0).then_some(of.trailing_zeros() as usize)?;
        of &= of - 1;
        Some(bit)
    })
}

/// Blocks that are to be looked at, one bit each. Most are not, and are told in a loop without a branch.
#[derive(Default)]
struct Marked {
    /// Those that hold a sign.
    signs: u64,
    /// Those in which a run comes to its length, or goes on.
    runs: u64,
}

impl Marked {
    fn of(blocks: &[[u64; 2]], mut last: u64) -> Self {
        let mut marked = Self::default();
        for (index, &[digits, signs]) in blocks.iter().enumerate() {
            let across = last >> (u64::BITS - ACROSS_BITS) | digits << ACROSS_BITS;
            let runs = long_runs(digits) | long_runs(across);
            marked.signs |= u64::from(signs != 0) << index;
            marked.runs |= u64::from(runs != 0) << index;
            last = digits;
        }
        marked
    }
}
const _: () = assert!(DIGITS == 0 && SIGNS == 1);

/// Digits of a block before with which a run may begin that has its length in the next.
const ACROSS_BITS: u32 = BASE64_BYTES_MIN as u32 - 1;

/// Where a run begins that is long enough, and where such a one goes on for as long.
fn long_runs(digits: u64) -> u64 {
    let pairs = digits & digits >> 1;
    let fours = pairs & pairs >> 2;
    let eights = fours & fours >> 4;
    eights & eights >> 8 & eights >> 16
}
const _: () = assert!(BASE64_BYTES_MIN == 24);

/// What a run stands for that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hidden {
    /// A file.
    File,
    /// A message that a key opens.
    Enciphered,
}

impl Hidden {
    /// How a part ends whose text holds it.
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::File => Outcome::with_detail(
                Reason::EmbeddedContentNotRead,
                "a file stands in the text in base64 and is not read",
            ),
            Self::Enciphered => Outcome::with_detail(
                Reason::EncryptedContent,
                "the text holds a message that a key opens",
            ),
        }
    }
}

/// Lines that begin a message which a key opens.
const ENCIPHERED: &[&[u8]] =
    &[b"-----BEGIN PGP MESSAGE-----", b"-----BEGIN AGE ENCRYPTED FILE-----", b"$ANSIBLE_VAULT;"];
/// Such a line, and the remarks that may follow it, stand so many bytes at most before the message.
const REMARKS_BYTES_MAX: usize = 512;
/// So many runs of a text are asked for one by one whether a block begins before them.
const RUNS_ALONE_MAX: usize = 64;
/// Files as they begin in base64.
const FILES: &[&[u8]] = &[
    b"JVBERi0",
    b"UEsDB",
    b"H4sI",
    b"0M8R4KGx",
    b"iVBORw0K",
    b"/9j/",
    b"R0lGODlh",
    b"R0lGODdh",
    b"UklGR",
    b"N3q8ryc",
    b"QlpoO",
    b"/Td6WFo",
    b"KLUv/",
    b"U1FMaXRl",
    b"SUkqA",
    b"TU0AK",
];

/// Whether a run is a file.
fn begins_file(run: &[u8]) -> bool {
    FILES.iter().any(|begin| run[0] == begin[0] && run.starts_with(begin))
}

/// Whether a run behind `before` may be of a block: in a block it begins a line, or stands where one was.
/// Tables and logs are full of runs behind a mark of their own.
fn begins_line(before: &[u8]) -> bool {
    !before.ends_with(b",") && !before.ends_with(b"|") && !before.ends_with(b":")
}

/// Whether the run at `start` is a message that a key opens.
fn is_enciphered(text: &[u8], start: usize) -> bool {
    let before = &text[start.saturating_sub(REMARKS_BYTES_MAX)..start];
    let begins = |line: &&&[u8]| memchr::memmem::rfind(before, line);
    let at = ENCIPHERED.iter().filter_map(|line| begins(&line)).max();
    // Behind an end, it is another run.
    at.is_some_and(|at| memchr::memmem::find(&before[at..], b"-----END").is_none())
}

/// Whether the run at `start` is the content of a block such as a certificate or a public key.
fn is_in_block(text: &[u8], start: usize) -> bool {
    let before = &text[start.saturating_sub(REMARKS_BYTES_MAX)..start];
    let begins = memchr::memmem::rfind(before, b"-----BEGIN ");
    begins.is_some_and(|at| memchr::memmem::find(&before[at..], b"-----END").is_none())
}

/// The printable runs of what is no text, a line each: names and addresses in a certificate.
fn printable(run: &[u8]) -> Vec<u8> {
    const CHARACTERS_MIN: usize = 8;
    let (mut bytes, mut text) = (Vec::new(), Vec::new());
    let mut decoder = Decoder::default();
    decoder.decode(run, &mut bytes);
    decoder.finish(&mut bytes);
    for chunk in bytes.utf8_chunks() {
        for piece in chunk.valid().split(char::is_control) {
            if piece.len() >= CHARACTERS_MIN {
                text.extend_from_slice(piece.as_bytes());
                text.push(b'\n');
            }
        }
    }
    text
}

/// The search for runs of base64.
struct Base64<'t> {
    text: &'t [u8],
    wanted: Range<usize>,
    /// Nothing that begins before is looked at.
    resume: usize,
    hidden: Option<Hidden>,
    /// How often it was asked whether a run may be of a block.
    asked: usize,
    /// Whether the text holds a line that begins a block, once it has been asked often.
    holds_blocks: Option<bool>,
}

impl<'t> Base64<'t> {
    fn new(text: &'t [u8], wanted: Range<usize>) -> Self {
        let resume = wanted.start;
        Self { text, wanted, resume, hidden: None, asked: 0, holds_blocks: None }
    }

    /// Takes the bitmaps of the block at `base` and of the one before. A run is told where it has come to so
    /// many digits, or goes on from the block before.
    fn block(&mut self, base: usize, before: u64, digits: u64, found: &mut impl FnMut(Run)) {
        let mut runs = long_runs(digits);
        let earlier = before.leading_ones() as usize;
        if digits & 1 == 1 && earlier + digits.trailing_ones() as usize >= BASE64_BYTES_MIN {
            runs |= 1;
        }
        while runs != 0 {
            let bit = runs.trailing_zeros() as usize;
            runs &= runs - 1;
            if base + bit < self.resume {
                // Passed over at once, however long it is.
                let passed = self.resume - base;
                runs = if passed < BLOCK_BYTES { runs & u64::MAX << passed } else { 0 };
                continue;
            }
            let earlier = if bit == 0 { earlier } else { 0 };
            self.run(base + bit, earlier, (digits >> bit).trailing_ones() as usize, found);
        }
    }

    /// Takes the run that holds so many digits at `at`, and so many before.
    fn run(&mut self, at: usize, earlier: usize, known: usize, found: &mut impl FnMut(Run)) {
        let text = self.text;
        // Beyond a run's length backwards it does not matter where it began.
        let floor = at.saturating_sub(RUN_BYTES_MAX);
        let before = text[floor..at - earlier].iter().rev();
        let before = earlier + before.take_while(|byte| IS_DIGIT[usize::from(**byte)]).count();
        let start = at - before;
        let cut = if before < RUN_BYTES_MAX { start } else { at } + RUN_BYTES_MAX;
        let seen = &text[..text.len().min(cut)];
        let line = line_end(seen, at + known);
        let end = run_end(seen, line);
        let begins =
            start == 0 || !(IS_DIGIT[usize::from(text[start - 1])] || goes_on(&text[..start]));
        if begins && self.wanted.contains(&start) {
            match decode(&text[start..end]) {
                Some(decoded) => found(Run { span: start..end, text: decoded, kept: Vec::new() }),
                None if begins_file(&text[start..]) => {
                    self.hidden = self.hidden.max(Some(Hidden::File));
                }
                None if !begins_line(&text[..start]) || !self.may_be_of_block(start) => {}
                None if is_enciphered(text, start) => self.hidden = Some(Hidden::Enciphered),
                None if is_in_block(text, start) => {
                    let text = printable(&text[start..end]);
                    found(Run { span: start..end, text, kept: Vec::new() });
                }
                None => {}
            }
        }
        self.resume = end.max(at + 1);
    }

    /// Logs and sources are full of runs that are no base64: what stands before each of them is looked at only
    /// in a text where a block begins at all. Of few runs it is looked at sooner than the whole text.
    fn may_be_of_block(&mut self, start: usize) -> bool {
        let text = self.text;
        let holds = |text: &[u8]| {
            let begins = [&b"-----BEGIN "[..], b"$ANSIBLE_VAULT;"];
            begins.iter().any(|begin| memchr::memmem::find(text, begin).is_some())
        };
        self.asked += 1;
        if self.asked <= RUNS_ALONE_MAX {
            return holds(&text[start.saturating_sub(REMARKS_BYTES_MAX)..start]);
        }
        *self.holds_blocks.get_or_insert_with(|| holds(text))
    }
}

/// Where the digits end that go on at `at`.
fn line_end(text: &[u8], at: usize) -> usize {
    let at = at.min(text.len());
    at + text[at..].iter().take_while(|byte| IS_DIGIT[usize::from(**byte)]).count()
}

/// Where a run ends whose first line ends at `end`: lines of one length and a last one are one run.
fn run_end(text: &[u8], mut end: usize) -> usize {
    loop {
        let break_bytes = if text[end..].starts_with(b"\r\n") { 2 } else { 1 };
        let next = text.len().min(end + break_bytes);
        let behind = line_end(text, next);
        if !goes_on(&text[..next]) || behind == next {
            break;
        }
        end = behind;
    }
    let padding = text[end..].iter().take(2).take_while(|byte| **byte == b'=').count();
    end + padding
}

/// Whether a text ends with a whole line of base64, as programs break it.
fn goes_on(text: &[u8]) -> bool {
    let Some(line) = text.strip_suffix(b"\n") else { return false };
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let digits = line.iter().rev().take(80).take_while(|b| IS_DIGIT[usize::from(**b)]).count();
    matches!(digits, 64 | 76)
}

static IS_DIGIT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        table[byte] = letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'/' | b'-' | b'_');
        byte += 1;
    }
    table
};

/// What a run stands for, when it is text.
fn decode(run: &[u8]) -> Option<Vec<u8>> {
    // Most runs are names and numbers: their first bytes tell.
    let eight = run.first_chunk::<8>()?;
    let bits =
        eight.iter().fold(0, |bits, digit| bits << 6 | u64::from(value(*digit).unwrap_or(0)));
    if !may_be_text(&bits.to_be_bytes()[2..]) {
        return None;
    }
    let mut text = Vec::with_capacity(run.len() / 4 * 3);
    let mut decoder = Decoder::default();
    let (head, rest) = run.split_at(BASE64_BYTES_MIN);
    decoder.decode(head, &mut text);
    if !may_be_text(&text) {
        return None;
    }
    decoder.decode(rest, &mut text);
    decoder.finish(&mut text);
    (is_text(&text) && !PUBLISHED.contains(&text.as_slice())).then_some(text)
}

fn may_be_text(bytes: &[u8]) -> bool {
    !bytes.iter().any(|byte| is_control(*byte))
        && match std::str::from_utf8(bytes) {
            Ok(_) => true,
            // The last character may be cut.
            Err(error) => error.error_len().is_none(),
        }
}

fn is_text(bytes: &[u8]) -> bool {
    may_be_text(bytes)
        && bytes.iter().filter(|byte| byte.is_ascii_graphic()).count() * 2 >= bytes.len()
}

fn is_control(byte: u8) -> bool {
    byte == 127 || (byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encode(text: &str) -> String {
        const DIGITS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let groups = text.as_bytes().chunks(3).flat_map(|group| {
            let bits = group.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte));
            let bits = bits << (8 * (3 - group.len()));
            let digit = move |at: usize| DIGITS[(bits >> (18 - 6 * at)) as usize & 63];
            (0..=group.len()).map(move |at| char::from(digit(at)))
        });
        groups.collect()
    }

    proptest! {
        #[test]
        fn runs_are_found_wherever_they_stand(
            pieces in prop::collection::vec(("[ ,.]{1,70}", "[a-z ]{12,90}"), 1..12),
            from in 0usize..300,
            length in 0usize..600,
        ) {
            let text: String = pieces.iter().map(|(gap, words)| gap.clone() + &encode(words)).collect();
            let wanted = from..from + length;
            let mut want = Vec::new();
            let mut at = 0;
            for (gap, words) in &pieces {
                let start = at + gap.len();
                at = start + encode(words).len();
                // As long as a run must be, and the decoded text is its words.
                if at - start >= BASE64_BYTES_MIN && wanted.contains(&start) && is_text(words.as_bytes()) {
                    want.push((start..at, words.clone()));
                }
            }
            let mut found = Vec::new();
            runs(text.as_bytes(), wanted, |run| {
                found.push((run.span, String::from_utf8(run.text).unwrap()));
            });
            prop_assert_eq!(found, want);
        }
    }

    #[test]
    fn only_blocks_in_which_a_run_comes_to_its_length_are_looked_at() {
        for (length, is_run) in [(BASE64_BYTES_MIN - 1, false), (BASE64_BYTES_MIN, true)] {
            for start in 0..2 * BLOCK_BYTES {
                let mut text = vec![b' '; 4 * BLOCK_BYTES];
                text[start..start + length].fill(b'x');
                let mut blocks = Vec::new();
                CLASSIFIER.classify(&text, &mut blocks);
                let last = (start + length - 1) / BLOCK_BYTES;
                let marked = Marked::of(&blocks, 0);
                assert_eq!((marked.runs, marked.signs), (u64::from(is_run) << last, 0), "{start}");
            }
        }
    }

    #[test]
    fn a_key_in_one_cell_of_a_table_is_no_message_of_the_block_in_another() {
        let key = "q83vASNFZ4mrze8BI0VniavN7wEjRWeJ";
        let block = format!("-----BEGIN PGP MESSAGE-----\n\n{key}\n");
        let hidden = |text: &str| runs(text.as_bytes(), 0..text.len(), |_| {});
        assert_eq!(hidden(&block), Some(Hidden::Enciphered));
        assert_eq!(hidden(&block.replace('\n', "\\n")), Some(Hidden::Enciphered));
        assert_eq!(hidden(&block.replace('\n', ",")), None);
    }

    fn found(text: &str) -> Vec<(String, String)> {
        let mut all = Vec::new();
        runs(text.as_bytes(), 0..text.len(), |run| {
            let text = &text[run.span];
            all.push((text.to_owned(), String::from_utf8(run.text).unwrap()));
        });
        all
    }

    #[test]
    fn the_token_of_all_manuals_is_left_as_it_stands() {
        let token =
            "x.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.y";
        assert_eq!(found(token), []);
        assert_eq!(found(&token.replace("MjM0NTY3", "NzM0NTY3")).len(), 1);
        // The same with an address behind it.
        let longer = "x.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwibWFpbCI6ImFAZXhhbXBsZS5vcmcifQ.y";
        assert_eq!(found(longer).len(), 1);
    }

    #[test]
    fn runs_that_stand_for_text_are_decoded() {
        for (text, run, want) in [
            (
                "key: c29tZSB0ZXh0IHdpdGggYSBuZWVkbGU= end",
                "c29tZSB0ZXh0IHdpdGggYSBuZWVkbGU=",
                "some text with a needle",
            ),
            (
                "x.eyJtYWlsIjoiYUBleGFtcGxlLm9yZyJ9.y",
                "eyJtYWlsIjoiYUBleGFtcGxlLm9yZyJ9",
                "{\"mail\":\"a@example.org\"}",
            ),
            ("mail=first%40example.org&x=1", "first%40example.org", "first@example.org"),
            ("/name/P%C3%A9rez/1", "P%C3%A9rez", "Pérez"),
            (
                "/pay?note=card%204012888888881881 HTTP",
                "card%204012888888881881",
                "card 4012888888881881",
            ),
            (
                "-----BEGIN CERTIFICATE-----\nMIIBDQAAAAAAABMRZmlyc3QuZXhhbXBsZS5vcmcA\n",
                "MIIBDQAAAAAAABMRZmlyc3QuZXhhbXBsZS5vcmcA",
                "first.example.org\n",
            ),
            ("write to first=40example.org, please", "first=40example.org", "first@example.org"),
            ("Dear P=C3=A9rez,", "P=C3=A9rez", "Pérez"),
            ("x='first\\u0040example.org'", "first\\u0040example.org", "first@example.org"),
            ("x='first\\x40example.org'", "first\\x40example.org", "first@example.org"),
            ("to first&#64;example.org now", "first&#64;example.org", "first@example.org"),
            (
                "to first&#x40;example&period;org",
                "first&#x40;example&period;org",
                "first@example.org",
            ),
            ("<a>P&eacute;rez</a>", "P&eacute;rez", "Pérez"),
            (
                "of aveeeeeeeeerylongname%40example.org",
                "aveeeeeeeeerylongname%40example.org",
                "aveeeeeeeeerylongname@example.org",
            ),
        ] {
            assert_eq!(found(text), [(run.to_owned(), want.to_owned())], "{text}");
        }
        let long = "some text that is longer than a line, and goes on ".repeat(3);
        let mut encoded = String::new();
        let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for group in long.as_bytes().chunks(3) {
            let bits = group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
            (0..4).for_each(|n| {
                encoded.push(char::from(digits[(bits >> (18 - 6 * n)) as usize & 63]))
            });
        }
        for line in [64, 76] {
            let lines: Vec<&str> =
                encoded.as_bytes().chunks(line).map(|l| std::str::from_utf8(l).unwrap()).collect();
            assert_eq!(found(&format!("a\r\n{}\r\n\r\nb", lines.join("\r\n")))[0].1, long);
        }
    }

    #[test]
    fn names_numbers_and_what_is_seen_already_are_left() {
        for text in [
            "da39a3ee5e6b4b0d3255bfef95601890afd80709da39a3ee",
            "/usr/local/lib/python/dist/packages/module",
            "this-is-the-title-of-some-page-in-a-log",
            "4012888888881881%zz and 100% of a%",
            "AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEf",
            "select=12 and id=4012888888881881 or a=41b or x==3D",
            "a&b; c&copy d &x; AT&amp",
            "C:\\users\\xerxes \\u12 \\xg1 a\\x41b",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn a_word_with_escapes_is_decoded_whatever_else_it_holds() {
        for (word, want) in [
            ("4012888888881881%20x", "4012888888881881 x"),
            ("a@example.org%2C", "a@example.org,"),
            ("anna@example.org%2Cbob%40example.com", "anna@example.org,bob@example.com"),
            ("a\\u0040example.org-4012888888881881", "a@example.org-4012888888881881"),
        ] {
            assert_eq!(found(word), [(word.to_owned(), want.to_owned())]);
        }
    }

    #[test]
    fn files_and_messages_that_are_not_read_are_told() {
        let told = |text: &str| runs(text.as_bytes(), 0..text.len(), |_| {});
        let data = "wcDMA2vB4Mj0n0rIAQv9H5pTDrf3v8m0OwzZo0qS8uXQ5oAh";
        for begin in ["-----BEGIN PGP MESSAGE-----\nVersion: 1\n\n", "$ANSIBLE_VAULT;1.1;AES256\n"]
        {
            assert_eq!(told(&format!("words\n{begin}{data}\n")), Some(Hidden::Enciphered));
        }
        let escaped = format!("{{\"a\": \"-----BEGIN PGP MESSAGE-----\\n\\n{data}\\n\"}}");
        assert_eq!(told(&escaped), Some(Hidden::Enciphered));
        let closed = "-----BEGIN PGP MESSAGE-----\n-----END PGP MESSAGE-----\n";
        assert_eq!(told(&format!("{closed}{data}")), None);
        assert_eq!(told("-----BEGIN PGP MESSAGE----- is how it begins"), None);
        assert_eq!(told(&format!("JVBERi0xLjQKJcOkw7zDtsOf{data}")), Some(Hidden::File));
        assert_eq!(told(&format!("x,{data},y")), None);
    }

    #[test]
    fn where_a_text_is_cut_does_not_show() {
        let text = "first c29tZSB0ZXh0IHdpdGggYSBuZWVkbGU= and a%40b then \
            c29tZSB0ZXh0IHdpdGggYSBuZWVkbGU=\nlast P%C3%A9rez"
            .as_bytes();
        let mut whole = Vec::new();
        runs(text, 0..text.len(), |run| whole.push(run.span));
        whole.sort_by_key(|span| span.start);
        assert_eq!(whole.len(), 4);
        for cut in 0..text.len() {
            let mut parts = Vec::new();
            runs(text, 0..cut, |run| parts.push(run.span));
            runs(text, cut..text.len(), |run| parts.push(run.span));
            parts.sort_by_key(|span| span.start);
            assert_eq!(parts, whole, "{cut}");
        }
    }
}
