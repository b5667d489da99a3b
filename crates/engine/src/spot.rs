//! Finds keywords in text without folding all of it: the words of a keyword begin where bitmaps show
//! that a word begins, and the first letters tell whether any keyword goes on from there.

use std::collections::HashMap;

use crate::classes::{BLOCK_BYTES, ByteSet, Classifier};
use crate::context::KeywordId;
use crate::fold::{Folded, begins_word};

/// Letters of a keyword's first word that it is looked up by.
const LETTERS: usize = 4;
/// Words of 64 bits in the filter of first letters.
const FILTER_WORDS: usize = 1024;
/// Bytes of text that always hold the first letters of a word, whatever they are written in.
const LETTERS_BYTES: usize = 4 * LETTERS;

/// The sets that word borders are read from.
const LOWER: usize = 0;
const UPPER: usize = 1;
const DIGIT: usize = 2;
const ASCII: usize = 3;
const SETS: usize = 4;

/// Every keyword by its first letters.
pub(crate) struct Spotter {
    classifier: Classifier<SETS>,
    filter: Box<[u64; FILTER_WORDS]>,
    buckets: HashMap<u32, Bucket>,
    /// Whether a keyword begins with a digit.
    digits: bool,
}

/// Keywords that begin with the same letters.
#[derive(Default)]
struct Bucket {
    /// Folded, between spaces.
    keywords: Vec<(Vec<u8>, KeywordId)>,
    bytes_max: usize,
}

/// A keyword in text, by the places of its first byte and of the border behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Met {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) keyword: KeywordId,
}

/// Scratch of one worker.
#[derive(Default)]
pub(crate) struct Spotting {
    blocks: Vec<[u64; SETS]>,
    folded: Folded,
}

/// The letters a folded keyword is looked up by.
fn letters_of(folded: &[u8]) -> u32 {
    let word = folded.iter().skip(1).take_while(|&&byte| byte != b' ').take(LETTERS);
    word.fold((0, 0), |(key, shift), &byte| (key | u32::from(byte) << shift, shift + 8)).0
}

fn filter_bit(letters: u32) -> (usize, u64) {
    let hash = letters.wrapping_mul(0x9E37_79B1) >> 16;
    ((hash >> 6) as usize, 1 << (hash & 63))
}

impl Spotter {
    /// Takes folded keywords, each between spaces, with their numbers.
    pub(crate) fn new(keywords: impl Iterator<Item = (Vec<u8>, KeywordId)>) -> Self {
        let mut filter = Box::new([0; FILTER_WORDS]);
        let mut buckets: HashMap<u32, Bucket> = HashMap::new();
        let mut digits = false;
        for (folded, keyword) in keywords {
            let letters = letters_of(&folded);
            digits |= folded.get(1).is_some_and(u8::is_ascii_digit);
            let (word, bit) = filter_bit(letters);
            filter[word] |= bit;
            let bucket = buckets.entry(letters).or_default();
            bucket.bytes_max = bucket.bytes_max.max(folded.len());
            bucket.keywords.push((folded, keyword));
        }
        let sets = [
            ByteSet::of(|byte| byte.is_ascii_lowercase()),
            ByteSet::of(|byte| byte.is_ascii_uppercase()),
            ByteSet::of(|byte| byte.is_ascii_digit()),
            ByteSet::of(|_| true),
        ];
        Self { classifier: Classifier::of(sets), filter, buckets, digits }
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
            behind = *block;
            while starts != 0 {
                let bit = starts.trailing_zeros();
                starts &= starts - 1;
                let at = base + bit as usize;
                if at < from || at >= to {
                    continue;
                }
                if let Some(letters) = first_letters(text, at, [block, next], bit) {
                    let (word, of_letters) = filter_bit(letters);
                    if self.filter[word] & of_letters == 0 {
                        continue;
                    }
                }
                self.compare(spotting, text, at, keyword_bytes, met);
            }
        }
        met[first..].sort_unstable();
        spotting.blocks = blocks;
    }

    /// Bytes that may begin a word; those beside bytes beyond ASCII are only suspected.
    fn word_starts(&self, behind: &[u64; SETS], block: &[u64; SETS], next: &[u64; SETS]) -> u64 {
        let before = |set: usize| block[set] << 1 | behind[set] >> 63;
        let after = |set: usize| block[set] >> 1 | next[set] << 63;
        let letters = block[LOWER] | block[UPPER];
        let letters_before = before(LOWER) | before(UPPER);
        let digits = if self.digits { block[DIGIT] & !before(DIGIT) } else { 0 };
        letters & !letters_before
            | block[UPPER] & before(LOWER)
            | block[UPPER] & before(UPPER) & (after(LOWER) | !after(ASCII))
            | letters & !before(ASCII)
            | !block[ASCII]
            | digits
    }

    /// Tries the keywords that may begin at `at`.
    fn compare(
        &self,
        spotting: &mut Spotting,
        text: &[u8],
        at: usize,
        keyword_bytes: usize,
        met: &mut Vec<Met>,
    ) {
        if !begins_word(text, at) {
            return;
        }
        let folded = &mut spotting.folded;
        let near = &text[at..text.len().min(at + LETTERS_BYTES)];
        folded.fold_to(near, at, LETTERS + 2);
        let letters = letters_of(&folded.text);
        let (word, bit) = filter_bit(letters);
        if self.filter[word] & bit == 0 {
            return;
        }
        let Some(bucket) = self.buckets.get(&letters) else { return };
        folded.fold_to(&text[at..text.len().min(at + keyword_bytes)], at, bucket.bytes_max);
        for (keyword, id) in &bucket.keywords {
            if folded.text.starts_with(keyword) {
                let end = folded.places[keyword.len() - 1];
                let start = u32::try_from(at).unwrap_or(u32::MAX);
                met.push(Met { start, end, keyword: *id });
            }
        }
    }
}

/// The letters that a word of ASCII letters is looked up by, from its bitmaps; `None` where letters
/// beyond ASCII may belong to it.
#[inline]
fn first_letters(text: &[u8], at: usize, pair: [&[u64; SETS]; 2], bit: u32) -> Option<u32> {
    let bits =
        |set: usize| ((u128::from(pair[0][set]) | u128::from(pair[1][set]) << 64) >> bit) as u64;
    let (lower, upper, ascii) = (bits(LOWER), bits(UPPER), bits(ASCII));
    if (lower | upper) & 1 == 0 {
        return None;
    }
    let behind = (lower >> 1).trailing_ones();
    let capitals = upper.trailing_ones();
    let letters = if behind >= 3 || capitals > LETTERS as u32 {
        LETTERS as u32
    } else if ascii >> (behind + 1).max(capitals) & 1 == 0 {
        return None;
    } else if capitals < 2 {
        behind + 1
    } else if lower >> capitals & 1 != 0 {
        // `SSNNumber`: the last capital begins the next word.
        capitals - 1
    } else {
        capitals
    };
    let word = u32::from_le_bytes(*text[at..].first_chunk()?) | 0x2020_2020;
    Some(word & (u32::MAX >> (32 - 8 * letters)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEYWORDS: [&str; 9] = [
        " ssn ",
        " id ",
        " id number ",
        " numero de securite ",
        " strasse ",
        " αφμ ",
        " a ",
        " passport ",
        " 2 fa ",
    ];

    fn spotter() -> Spotter {
        Spotter::new(KEYWORDS.iter().zip(0..).map(|(word, id)| (word.as_bytes().to_vec(), id)))
    }

    /// What folding the whole text and looking everywhere finds.
    fn everywhere(text: &[u8]) -> Vec<Met> {
        let mut folded = Folded::default();
        folded.fold(text, 0);
        let mut met = Vec::new();
        for at in 0..folded.text.len() {
            for (word, id) in KEYWORDS.iter().zip(0..) {
                if folded.text[at..].starts_with(word.as_bytes()) {
                    let (start, end) = (folded.places[at + 1], folded.places[at + word.len() - 1]);
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
            "(αφμ|ΑΦΜ|Αφμ|passport|PASSPORT|a|A|é|É|ß|Ж|ж|—|2|fa|FA|STRASSE)"
                .prop_map(String::into_bytes),
            "[ _.:,a-cA-C0-3-]{1,3}".prop_map(String::into_bytes),
            prop::collection::vec(any::<u8>(), 1..3),
            Just(b" ".repeat(61)),
        ]
    }

    proptest! {
        #[test]
        fn spotting_finds_what_folding_everything_finds(
            pieces in prop::collection::vec(piece(), 0..40), cuts in prop::collection::vec(0usize..400, 0..4)
        ) {
            let text = pieces.concat();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
            cuts.extend([0, text.len()]);
            cuts.sort_unstable();
            let mut met = Vec::new();
            for range in cuts.windows(2) {
                let range = (range[0], range[1]);
                spotter().spot(&mut Spotting::default(), &text, range, usize::MAX / 2, &mut met);
            }
            prop_assert_eq!(met, everywhere(&text));
        }
    }
}
