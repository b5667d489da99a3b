//! Finds keywords in text without folding all of it: a keyword begins where bitmaps show that a word
//! begins, and its first word tells whether any keyword goes on from there.

mod bucket;

use std::ops::Range;

use magpie_bitmaps::{BLOCK_BYTES, ByteSet, Classifier};

use self::bucket::{Bucket, begun, second};
use crate::context::KeywordId;
use crate::fold::{Folded, begins_word, sign};

/// Bits that the filter of first words has for each keyword, and at least.
const FILTER_BITS_EACH: usize = 16;
const FILTER_BITS_MIN: usize = 1 << 16;
/// Bytes of a first word that are told apart from longer ones.
const WORD_BYTES_MAX: usize = 60;
/// Bytes of text that always hold a first word, whatever it is written in.
const WORD_REACH_BYTES: usize = 4 * WORD_BYTES_MAX;

/// First words are looked up by so many of their bits at least, and compared from there: by one for each of them
/// where they are more.
const FIRST_BITS_MIN: u32 = 12;

/// Words of 64 bits for all combinations of three letters, of five bits each.
const BEGINNING_WORDS: usize = 512;

/// The sets that word borders are read from.
const LOWER: usize = 0;
const UPPER: usize = 1;
const DIGIT: usize = 2;
const ASCII: usize = 3;
const SETS: usize = 4;

/// Every keyword by its first word.
pub(crate) struct Spotter {
    classifier: Classifier<SETS>,
    filter: Filter,
    /// In rising order.
    buckets: Vec<(FirstWord, Bucket)>,
    /// By the highest bits of a first word: the first bucket that is not before those that have them.
    first_buckets: Vec<u32>,
    /// How far those bits are shifted.
    first_shift: u32,
    /// Which three letters first words begin with, for words that go on beyond ASCII.
    beginnings: Box<[u64; BEGINNING_WORDS]>,
    /// Which first words are one letter or two.
    short: ShortWords,
    /// Whether a keyword begins with a digit.
    digits: bool,
    /// Which first bytes of a character may begin a keyword.
    leads: Box<[bool; 256]>,
    /// Whether a keyword is one letter, or begins with a letter and a digit behind it.
    letter_and_digit: bool,
}

/// First words of one letter, by their first letter those of two, and by their first two digits numbers, a bit each.
#[derive(Default)]
struct ShortWords {
    ones: u32,
    twos: [u32; 26],
    /// What stands behind two digits, or behind one where the number ends: a digit, or [`NO_DIGIT`].
    numbers: [[u16; NO_DIGIT + 1]; 10],
}

/// The place of what is no digit.
const NO_DIGIT: usize = 10;

fn digit_or_none(byte: u8) -> usize {
    if byte.is_ascii_digit() { usize::from(byte - b'0') } else { NO_DIGIT }
}

impl ShortWords {
    /// Takes a folded keyword.
    fn add(&mut self, folded: &[u8]) {
        match *folded {
            [_, one @ b'0'..=b'9', two, three, ..] => {
                let row = &mut self.numbers[usize::from(one - b'0')][digit_or_none(two)];
                // Behind a number of one digit anything may stand.
                *row |= if two.is_ascii_digit() { 1 << digit_or_none(three) } else { u16::MAX };
            }
            [_, one @ b'0'..=b'9', ..] => {
                self.numbers[usize::from(one - b'0')][NO_DIGIT] = u16::MAX
            }
            [_, one, b' ', ..] if one.is_ascii_lowercase() => self.ones |= 1 << (one - b'a'),
            [_, one, two, b' ', ..] if one.is_ascii_lowercase() && two.is_ascii_lowercase() => {
                self.twos[usize::from(one - b'a')] |= 1 << (two - b'a');
            }
            _ => {}
        }
    }

    /// Whether a number, or a word of one letter or two, begins at `at`, and no keyword begins with it.
    #[inline]
    fn rule_out(&self, text: &[u8], at: usize) -> bool {
        let Some(&[first, second, third]) = text[at..].first_chunk() else { return false };
        if first.is_ascii_digit() {
            let row = self.numbers[usize::from(first - b'0')][digit_or_none(second)];
            return row >> digit_or_none(third) & 1 == 0;
        }
        let ends_word = |byte: u8| byte.is_ascii() && !byte.is_ascii_alphabetic();
        let number = |letter: u8| (letter | 0x20) - b'a';
        if !first.is_ascii_alphabetic() {
            false
        } else if ends_word(second) {
            self.ones >> number(first) & 1 == 0
        } else if second.is_ascii_alphabetic()
            && (first.is_ascii_uppercase() || second.is_ascii_lowercase())
            && ends_word(third)
        {
            self.twos[usize::from(number(first))] >> number(second) & 1 == 0
        } else {
            false
        }
    }
}

/// A keyword in text, by the places of its first byte and of the border behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Met {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) keyword: KeywordId,
}

impl Met {
    /// Whether the other is a part of this one: `contact` in `contact id`.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        self.start <= other.start
            && other.end <= self.end
            && (self.start, self.end) != (other.start, other.end)
    }
}

/// Scratch of one worker.
#[derive(Default)]
pub(crate) struct Spotting {
    blocks: Vec<[u64; SETS]>,
    folded: Folded,
}

/// Letters up to which a keyword is met by chance inside random ones.
const SHORT_LETTERS: usize = 3;
/// Letters and digits beside a short keyword beyond which no name is believed.
const NAME_BYTES_MAX: usize = 40;

fn is_short(word: &[u8]) -> bool {
    word.len() <= SHORT_LETTERS && word.is_ascii()
}

/// Whether a short keyword is a word, or a part of a name such as `userSSN` or `ssnNumber2`, and not a
/// few of many random letters.
fn stands_alone(text: &[u8], start: usize, end: usize) -> bool {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric();
    let before = text[..start].iter().rev().take(NAME_BYTES_MAX + 1).take_while(is_part).count();
    let behind = text[end..].iter().take(NAME_BYTES_MAX + 1).take_while(is_part).count();
    let (before, behind) = (&text[start - before..start], &text[end..end + behind]);
    let both = !before.is_empty() && !behind.is_empty();
    // A digit right before is of random letters: names have their numbers at the end.
    let numbered = before.iter().any(u8::is_ascii_digit);
    !numbered
        && is_name(before)
        && is_name(behind)
        && (!both || before.len().min(behind.len()) > SHORT_LETTERS)
}

/// Whether letters and digits are the words of a name: of two letters at least, and numbers of four
/// digits at most.
fn is_name(part: &[u8]) -> bool {
    let sort = |byte: &u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase());
    let mut words = part
        .chunk_by(|a, b| sort(a) == sort(b) || (a.is_ascii_uppercase() && b.is_ascii_lowercase()));
    part.len() <= NAME_BYTES_MAX
        && words.all(|word| match word[0].is_ascii_digit() {
            true => word.len() <= 4,
            false => word.len() >= 2,
        })
}

/// What a keyword is looked up by: its first word's length and first eight bytes, mixed.
type FirstWord = u64;

fn first_word(length: usize, letters: u64) -> FirstWord {
    (letters ^ (length as u64) << 59 ^ length as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn first_word_of_sign([first, second, third]: [u8; 3]) -> FirstWord {
    first_word(3, u64::from_le_bytes([first, second, third, 0, 0, 0, 0, 0]))
}

/// The first word of folded text.
fn first_word_of(folded: &[u8]) -> FirstWord {
    let word = folded.iter().skip(1).take_while(|&&byte| byte != b' ').take(WORD_BYTES_MAX);
    let mut letters = [0; 8];
    let mut length = 0;
    for &byte in word {
        if let Some(letter) = letters.get_mut(length) {
            *letter = byte;
        }
        length += 1;
    }
    first_word(length, u64::from_le_bytes(letters))
}

/// The word and bit of three ASCII letters of one word: the last two are small, or all are capitals and no small
/// letter follows, which would begin a word with the last; `None` for others.
#[inline]
fn beginning(bytes: &[u8]) -> Option<(usize, u64)> {
    let &[first, second, third] = bytes.first_chunk()?;
    let are_small = second.is_ascii_lowercase() && third.is_ascii_lowercase();
    let are_capitals = || {
        let behind = bytes.get(3).copied().unwrap_or(b' ');
        first.is_ascii_uppercase()
            && second.is_ascii_uppercase()
            && third.is_ascii_uppercase()
            && behind.is_ascii()
            && !behind.is_ascii_lowercase()
    };
    if !first.is_ascii_alphabetic() || !are_small && !are_capitals() {
        return None;
    }
    Some(code_of([first, second, third]))
}

/// The word and bit of three ASCII letters, in whatever case.
#[inline]
fn code_of(letters: [u8; 3]) -> (usize, u64) {
    let [first, second, third] = letters.map(|letter| usize::from(letter & 31));
    let code = first << 10 | second << 5 | third;
    (code >> 6, 1 << (code & 63))
}

/// The same of a word with letters that have marks, as most languages of Europe write them, among its first three.
fn marked_beginning(bytes: &[u8]) -> Option<(usize, u64)> {
    let (mut code, mut at) = (0, 0);
    for place in 0..3 {
        let letter = match *bytes.get(at)? {
            byte if byte.is_ascii_alphabetic() => (byte & 31, byte.is_ascii_lowercase(), 1),
            0xC3 => {
                let behind = *bytes.get(at + 1).filter(|behind| (0x80..=0xBF).contains(*behind))?;
                let (letter, is_small) = MARKED[usize::from(behind & 63)]?;
                (letter, is_small, 2)
            }
            _ => return None,
        };
        let (letter, is_small, length) = letter;
        if place > 0 && !is_small {
            return None;
        }
        code = code << 5 | usize::from(letter);
        at += length;
    }
    Some((code >> 6, 1 << (code & 63)))
}

/// By the second byte of a letter with marks behind 0xC3: the letter without them in five bits, and whether it is
/// small; `None` for signs, and for what becomes two letters.
static MARKED: [Option<(u8, bool)>; 64] = {
    let capitals = b"aaaaaa.ceeeeiiiidnooooo.ouuuuy..";
    let mut marked = [None; 64];
    let mut at = 0;
    while at < 32 {
        if capitals[at] != b'.' {
            marked[at] = Some((capitals[at] & 31, false));
            marked[at + 32] = Some((capitals[at] & 31, true));
        }
        at += 1;
    }
    // A small y with two dots, whose capital stands elsewhere.
    marked[63] = Some((b'y' & 31, true));
    marked
};

/// Whether a character whose UTF-8 begins with `lead` may be one that folds to text which begins
/// with `folded`. Case and marks lead from one letter to another within a script; Latin ones, and
/// signs made of Latin letters, lead to ASCII.
fn may_lead(lead: u8, folded: u8) -> bool {
    match lead {
        0xC3..=0xCC | 0xE1 | 0xE2 | 0xEA => true,
        0xCD..=0xCF => matches!(folded, 0xCD..=0xCF),
        0xD0..=0xD6 => matches!(folded, 0xD0..=0xD6),
        _ => lead == folded,
    }
}

/// Keywords by their first words, rising, and in their order.
fn buckets(mut keywords: Vec<(FirstWord, Vec<u8>, KeywordId)>) -> Vec<(FirstWord, Bucket)> {
    keywords.sort_by_key(|&(first, ..)| first);
    let mut buckets: Vec<(FirstWord, Bucket)> = Vec::new();
    for (first, folded, keyword) in keywords {
        match buckets.last_mut() {
            Some((known, bucket)) if *known == first => bucket.add(folded, keyword),
            _ => {
                let mut bucket = Bucket::default();
                bucket.add(folded, keyword);
                buckets.push((first, bucket));
            }
        }
    }
    for (_, bucket) in &mut buckets {
        bucket.longer.sort_by(|one, other| one.behind().cmp(other.behind()));
    }
    buckets
}

/// By the highest bits of a first word: the first bucket that has them, or would stand behind.
fn first_buckets(buckets: &[(FirstWord, Bucket)], bits: u32) -> Vec<u32> {
    let shift = u64::BITS - bits;
    let first = |bits: u64| buckets.partition_point(|(word, _)| word >> shift < bits) as u32;
    (0..1 << bits).map(first).collect()
}

/// Which first words there are, a bit for many of them.
struct Filter {
    bits: Vec<u64>,
    /// How far the bits of a first word that tell its place are shifted.
    shift: u32,
}

impl Filter {
    /// For so many keywords.
    fn new(keywords: usize) -> Self {
        let bits = (keywords * FILTER_BITS_EACH).next_power_of_two().max(FILTER_BITS_MIN);
        Self { bits: vec![0; bits / 64], shift: u64::BITS - bits.trailing_zeros() }
    }

    #[inline]
    fn place(&self, word: FirstWord) -> (usize, u64) {
        let place = word >> self.shift;
        ((place >> 6) as usize, 1 << (place & 63))
    }

    fn add(&mut self, word: FirstWord) {
        let (at, bit) = self.place(word);
        self.bits[at] |= bit;
    }

    #[inline]
    fn may_have(&self, word: FirstWord) -> bool {
        let (at, bit) = self.place(word);
        self.bits[at] & bit != 0
    }
}

impl Spotting {
    /// The first word of the text at `at`, in whatever letters.
    fn first_word(&mut self, text: &[u8], at: usize) -> (FirstWord, usize) {
        let near = &text[at..text.len().min(at + WORD_REACH_BYTES)];
        self.folded.fold_word(near, 0, WORD_BYTES_MAX + 1);
        let behind = self.folded.text.iter().skip(1).position(|&byte| byte == b' ');
        let length = behind.map_or(near.len(), |behind| self.folded.places[behind + 1] as usize);
        (first_word_of(&self.folded.text), length)
    }
}

impl Spotter {
    /// Takes folded keywords, each between spaces, with their numbers.
    pub(crate) fn new(keywords: impl Iterator<Item = (Vec<u8>, KeywordId)>) -> Self {
        let mut beginnings = Box::new([0; BEGINNING_WORDS]);
        let mut begins = [false; 256];
        let mut by_first: Vec<(FirstWord, Vec<u8>, KeywordId)> = Vec::new();
        let (mut digits, mut letter_and_digit) = (false, false);
        let mut short = ShortWords::default();
        for (folded, keyword) in keywords {
            let first = first_word_of(&folded);
            if let Some((word, bit)) = beginning(&folded[1..]) {
                beginnings[word] |= bit;
            }
            begins[usize::from(folded.get(1).copied().unwrap_or_default())] = true;
            digits |= folded.get(1).is_some_and(u8::is_ascii_digit);
            letter_and_digit |= matches!(folded[..], [_, _, b' '] | [_, _, b' ', b'0'..=b'9', ..]);
            short.add(&folded);
            by_first.push((first, folded, keyword));
        }
        let mut filter = Filter::new(by_first.len());
        by_first.iter().for_each(|&(first, ..)| filter.add(first));
        let buckets = buckets(by_first);
        let first_bits = buckets.len().next_power_of_two().trailing_zeros().max(FIRST_BITS_MIN);
        let first_buckets = first_buckets(&buckets, first_bits);
        let begun =
            |lead: u8| (0..=255u8).any(|byte| begins[usize::from(byte)] && may_lead(lead, byte));
        let leads = Box::new(std::array::from_fn(|lead| lead < 128 || begun(lead as u8)));
        let sets = [
            ByteSet::of(|byte| byte.is_ascii_lowercase()),
            ByteSet::of(|byte| byte.is_ascii_uppercase()),
            ByteSet::of(|byte| byte.is_ascii_digit()),
            ByteSet::of(|_| true),
        ];
        Self {
            classifier: Classifier::of(sets),
            filter,
            buckets,
            first_buckets,
            first_shift: u64::BITS - first_bits,
            beginnings,
            short,
            digits,
            leads,
            letter_and_digit,
        }
    }

    /// Appends every keyword that begins in `text[from..to]`, in the order of their places. Each
    /// may take up to `keyword_bytes` bytes of text.
    pub(crate) fn spot(
        &self,
        spotting: &mut Spotting,
        text: &[u8],
        (from, to): (usize, usize),
        keyword_bytes: usize,
        met: &mut Vec<Met>,
    ) {
        // One byte before tells whether a word begins at `from`.
        let lead = from.saturating_sub(1);
        let seen = &text[lead..text.len().min(to + BLOCK_BYTES)];
        let mut blocks = std::mem::take(&mut spotting.blocks);
        self.classifier.classify(seen, &mut blocks);
        blocks.push([0; SETS]);
        let first = met.len();
        let mut behind = [0u64; SETS];
        for (index, pair) in blocks.windows(2).enumerate() {
            let (block, next) = (&pair[0], &pair[1]);
            let base = lead + index * BLOCK_BYTES;
            if base >= to {
                break;
            }
            let mut starts = self.word_starts(&behind, block, next);
            let small = |by: u32| block[LOWER] >> by | next[LOWER] << (u64::BITS - by);
            let three_letters = (block[LOWER] | block[UPPER]) & small(1) & small(2);
            starts &= u64::MAX << from.saturating_sub(base).min(BLOCK_BYTES - 1);
            if to - base < BLOCK_BYTES {
                starts &= (1 << (to - base)) - 1;
            }
            behind = *block;
            while starts != 0 {
                let bit = starts.trailing_zeros();
                starts &= starts - 1;
                let at = base + bit as usize;
                let is_ruled_out = match three_letters >> bit & 1 != 0 {
                    true => !self.has_beginning(text, at),
                    false => self.rules_out(text, at),
                };
                if is_ruled_out {
                    continue;
                }
                let plain = plain_word(text, at, [block, next], bit);
                if plain.is_some_and(|(first, _)| !self.filter.may_have(first)) {
                    continue;
                }
                // The dearer question comes last: of plain words, whether they begin here; of others, which they are.
                let is_plain = plain.is_some();
                if !is_plain && !begins_word(text, at) {
                    continue;
                }
                let (first, length) = plain.unwrap_or_else(|| spotting.first_word(text, at));
                if let Some(bucket) = self.bucket(first)
                    && (!is_plain || begins_word(text, at))
                {
                    let text = (text, at..at + length);
                    compare(bucket, spotting, text, keyword_bytes, met);
                }
            }
        }
        met[first..].sort_unstable();
        spotting.blocks = blocks;
    }

    /// Whether a first word begins with the three letters at `at`, of which the last two are small: they tell of most
    /// words.
    #[inline]
    fn has_beginning(&self, text: &[u8], at: usize) -> bool {
        let Some(&three) = text[at..].first_chunk() else { return false };
        let (word, bit) = code_of(three);
        self.beginnings[word] & bit != 0
    }

    /// Whether what begins at `at` tells at once that no keyword does: three letters tell of most words, and
    /// shorter ones are few.
    #[inline]
    fn rules_out(&self, text: &[u8], at: usize) -> bool {
        let first = text[at];
        let tells = |(word, bit): (usize, u64)| self.beginnings[word] & bit == 0;
        if !first.is_ascii() {
            let is_other = |sign: [u8; 3]| !self.filter.may_have(first_word_of_sign(sign));
            return !self.leads[usize::from(first)]
                || marked_beginning(&text[at..]).is_some_and(tells)
                || sign(text, at).is_some_and(is_other);
        }
        if first.is_ascii_digit() {
            return self.short.rule_out(text, at);
        }
        match beginning(&text[at..]) {
            Some(three) => tells(three),
            None => {
                self.short.rule_out(text, at) || marked_beginning(&text[at..]).is_some_and(tells)
            }
        }
    }

    /// Bytes that may begin a word; those beside bytes beyond ASCII are only suspected.
    fn word_starts(&self, behind: &[u64; SETS], block: &[u64; SETS], next: &[u64; SETS]) -> u64 {
        let before = |set: usize| block[set] << 1 | behind[set] >> 63;
        let after = |set: usize| block[set] >> 1 | next[set] << 63;
        let letters = block[LOWER] | block[UPPER];
        let letters_before = before(LOWER) | before(UPPER);
        let digits = if self.digits { block[DIGIT] & !before(DIGIT) } else { 0 };
        let starts = letters & !letters_before
            | block[UPPER] & before(LOWER)
            | block[UPPER] & before(UPPER) & (after(LOWER) | !after(ASCII))
            | letters & !before(ASCII);
        // The letters in hexadecimal numbers are words of their own.
        let numbered = if self.letter_and_digit { 0 } else { after(DIGIT) };
        starts & !numbered | !block[ASCII] | digits
    }

    /// The keywords with this first word.
    #[inline]
    fn bucket(&self, first: FirstWord) -> Option<&Bucket> {
        let from = self.first_buckets[(first >> self.first_shift) as usize] as usize;
        let mut near = self.buckets[from..].iter().take_while(|(word, _)| *word <= first);
        near.find(|(word, _)| *word == first).map(|(_, bucket)| bucket)
    }
}

/// Tries the keywords of a bucket where their first word stands in the text.
fn compare(
    bucket: &Bucket,
    spotting: &mut Spotting,
    (text, first): (&[u8], Range<usize>),
    keyword_bytes: usize,
    met: &mut Vec<Met>,
) {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let (start, end) = (place(first.start), place(first.end));
    let word = &text[first.start..text.len().min(first.end)];
    let folded_word = &spotting.folded.text;
    for &(ref single, keyword) in &bucket.single {
        let same = if word.is_ascii() {
            word.eq_ignore_ascii_case(single)
        } else {
            folded_word[1..].strip_prefix(single.as_slice()).is_some_and(|b| b.starts_with(b" "))
        };
        if same && (!is_short(word) || stands_alone(text, first.start, first.end)) {
            met.push(Met { start, end, keyword });
        }
    }
    if bucket.longer.is_empty() {
        return;
    }
    let text = &text[..text.len().min(first.start + keyword_bytes)];
    let behind = text.get(first.end..).unwrap_or_default();
    let is_next = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let Some(next) = behind.iter().position(is_next) else { return };
    if behind[next].is_ascii() && bucket.seconds & second(behind[next]) == 0 {
        return;
    }
    let (begun, sure) = begun(&behind[next..]);
    let going_on = bucket.going_on(&begun[..sure]);
    let Some(bytes_max) = going_on.iter().map(|longer| longer.folded.len()).max() else { return };
    let folded = &mut spotting.folded;
    folded.fold_to(&text[first.start..], first.start, bytes_max);
    for longer in going_on {
        if folded.text.starts_with(&longer.folded) {
            let end = folded.places[longer.folded.len() - 1];
            met.push(Met { start, end, keyword: longer.keyword });
        }
    }
}

/// The first word that begins at `at` and its length, read from bitmaps; `None` where it is not made of ASCII letters
/// or digits alone, or too long to be seen whole.
#[inline]
fn plain_word(
    text: &[u8],
    at: usize,
    pair: [&[u64; SETS]; 2],
    bit: u32,
) -> Option<(FirstWord, usize)> {
    let bits = |set: usize| pair[0][set] >> bit | pair[1][set] << 1 << (u64::BITS - 1 - bit);
    let (lower, upper, ascii) = (bits(LOWER), bits(UPPER), bits(ASCII));
    let digits = bits(DIGIT).trailing_ones();
    let small = (lower >> 1).trailing_ones();
    let capitals = upper.trailing_ones();
    let behind = if digits > 0 { digits } else { capitals.max(small + 1) };
    let begun = (lower | upper) & 1 != 0 || digits > 0;
    if !begun || behind as usize >= WORD_BYTES_MAX || ascii >> behind & 1 == 0 {
        return None;
    }
    // `SSNNumber`: the last capital begins the next word.
    let next_begun = capitals > 1 && lower >> capitals & 1 != 0;
    let length = if next_begun { capitals - 1 } else { behind };
    let word = u64::from_le_bytes(*text[at..].first_chunk()?) | 0x2020_2020_2020_2020;
    let letters = word & (u64::MAX >> (64 - 8 * length.min(8)));
    Some((first_word(length as usize, letters), length as usize))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEYWORDS: [&str; 19] = [
        " ssn ",
        " id ",
        " id number ",
        " id nu ",
        " id a ",
        " id a number ",
        " de 2 ",
        " numero de securite ",
        " strasse ",
        " αφμ ",
        " passport ",
        " passports ",
        " 2 fa ",
        " 40 x ",
        " 012 ",
        " 护 照 ",
        " 号 ",
        " id 号 2 ",
        " a ",
    ];

    /// Without the keyword of one letter, letters before digits are passed over.
    fn spotter(words: usize) -> Spotter {
        Spotter::new(
            KEYWORDS[..words].iter().zip(0..).map(|(word, id)| (word.as_bytes().to_vec(), id)),
        )
    }

    /// What folding the whole text and looking everywhere finds.
    fn everywhere(text: &[u8], words: usize) -> Vec<Met> {
        let mut folded = Folded::default();
        folded.fold(text, 0);
        let mut met = Vec::new();
        for at in 0..folded.text.len() {
            for (word, id) in KEYWORDS[..words].iter().zip(0..) {
                if folded.text[at..].starts_with(word.as_bytes()) {
                    let (start, end) = (folded.places[at + 1], folded.places[at + word.len() - 1]);
                    let (first, last) = (start as usize, end as usize);
                    let one_word = !word.trim().contains(' ');
                    if one_word && is_short(&text[first..last]) && !stands_alone(text, first, last)
                    {
                        continue;
                    }
                    met.push(Met { start, end, keyword: id });
                }
            }
        }
        met.sort_unstable();
        met
    }

    fn piece() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            "(ssn|SSN|Ssn|id|ID|Id|number|Number|NUMBER|numéro|DE|de|sécurité|Securite|straße)"
                .prop_map(String::into_bytes),
            "(αφμ|ΑΦΜ|Αφμ|passport|passports|passportx|PASSPORT|a|A|é|É|ß|Ж|ж|—|2|fa|FA|STRASSE)"
                .prop_map(String::into_bytes),
            "(护|照|号|护照|护照号|ID号|号2|が|𠀀|ท่)".prop_map(String::into_bytes),
            "(nüm|Nú|num|nûme|ero|straß|strà|Îd|îD|ñ|Ñ|ÿ|æ)".prop_map(String::into_bytes),
            "[ _.:,a-cA-C0-4xX-]{1,3}".prop_map(String::into_bytes),
            prop::collection::vec(any::<u8>(), 1..3),
            Just(b" ".repeat(61)),
        ]
    }

    #[test]
    fn no_letter_is_passed_over_that_folds_to_the_beginning_of_a_keyword() {
        let mut folded = Folded::default();
        let mut buffer = [0; 4];
        let mut passed_over = |letter: &char| {
            let text = letter.encode_utf8(&mut buffer).as_bytes();
            folded.fold(text, 0);
            !may_lead(text[0], folded.text[1])
        };
        let letters = ('\u{80}'..=char::MAX).filter(|letter| letter.is_alphanumeric());
        let passed_over: Vec<char> = letters.filter(|letter| passed_over(letter)).collect();
        assert_eq!(passed_over, []);
    }

    #[test]
    fn letters_with_marks_are_told_as_folding_tells_them() {
        let mut folded = Folded::default();
        for second in 0x80..=0xBFu8 {
            let text = [0xC3, second];
            folded.fold(&text, 0);
            let letters = folded.text.strip_prefix(b" ").and_then(|text| text.strip_suffix(b" "));
            let one = letters.and_then(|letters| <[u8; 1]>::try_from(letters).ok());
            // A capital is never its own small letter.
            let small =
                str::from_utf8(&text).expect("a character").to_lowercase().as_bytes() == text;
            let told = one.map(|[letter]| (letter & 31, small));
            assert_eq!(MARKED[usize::from(second & 63)], told, "{second:x}");
        }
    }

    #[test]
    fn half_a_letter_ends_a_word() {
        for text in [b"Id\xC3s ".as_slice(), b"Id\xC3", b"id\xC3\xC3 "] {
            let mut met = Vec::new();
            let words = KEYWORDS.len() - 1;
            spotter(words).spot(&mut Spotting::default(), text, (0, text.len()), 99, &mut met);
            assert_eq!(met, [Met { start: 0, end: 2, keyword: 1 }], "{text:?}");
        }
    }

    #[test]
    fn a_short_keyword_is_not_met_within_random_letters() {
        let spotter = spotter(KEYWORDS.len() - 1);
        let met = |text: &str| {
            let mut met = Vec::new();
            let whole = (0, text.len());
            spotter.spot(&mut Spotting::default(), text.as_bytes(), whole, text.len(), &mut met);
            !met.is_empty()
        };
        for name in ["ssn", "SSN:", "user_ssn", "userSSN", "ssnNo", "ssn2", "customerSsnNumber"] {
            assert!(met(name), "{name}");
        }
        for random in ["xK7ssnQ2", "KqSsnRvT", "a8SSNf1B", "Zssn0Gk", "kSsnX", "QSSNaVbN", "LH9ssn"]
        {
            assert!(!met(random), "{random}");
        }
    }

    proptest! {
        #[test]
        fn spotting_finds_what_folding_everything_finds(
            words in KEYWORDS.len() - 1..=KEYWORDS.len(),
            pieces in prop::collection::vec(piece(), 0..40), cuts in prop::collection::vec(0usize..400, 0..4)
        ) {
            let text = pieces.concat();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
            cuts.extend([0, text.len()]);
            cuts.sort_unstable();
            let mut met = Vec::new();
            for range in cuts.windows(2) {
                let range = (range[0], range[1]);
                spotter(words).spot(&mut Spotting::default(), &text, range, usize::MAX / 2, &mut met);
            }
            prop_assert_eq!(met, everywhere(&text, words));
        }
    }
}
