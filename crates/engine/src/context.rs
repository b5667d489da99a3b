//! The words around a match, and the words of its cell's label.
//!
//! Text is folded to words before keywords are looked for: case and diacritics go, everything that
//! is not a letter or digit parts words, and so do `camelCase` and the border between letters and
//! digits. `social_security_no`, `Social Security No` and `socialSecurityNo` are the same words.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use magpie_catalog::Detector;

/// Characters either side within which a keyword may be asked for at most.
pub(crate) const CHARACTERS_MAX: usize = 300;
/// Bytes either side of a match beyond which no keyword is looked for, whatever characters are
/// asked for.
pub(crate) const REACH_BYTES_MAX: usize = 512;
/// Bytes behind a place that are read to complete a keyword which begins there.
pub(crate) const KEYWORD_BYTES_MAX: usize = 240;
/// The shortest keyword that is worth a look.
const KEYWORD_BYTES_MIN: usize = 2;
/// Bytes before a place that decide whether a word begins there.
const BORDER_BYTES: usize = 8;
/// Bytes that are folded at a time.
const COVER_BYTES: usize = 256;
/// Bytes of folded keywords up to which the fast, large automaton is built.
const FAST_AUTOMATON_BYTES_MAX: usize = 64 * 1024;

/// The number of a keyword.
pub(crate) type KeywordId = u16;

/// Every keyword of every detector, searched for together.
pub(crate) struct Keywords {
    automaton: AhoCorasick,
    /// By pattern of the automaton: the keyword.
    keyword_of: Vec<KeywordId>,
    words: Vec<String>,
    /// By keyword: who asks for it.
    users: Vec<Vec<User>>,
    /// By detector: the furthest it looks, in characters.
    reach: Vec<usize>,
    /// Bytes either side of a match in which a keyword within reach must begin or end.
    reach_bytes: usize,
    /// Bytes of the longest keyword as text may spell it.
    keyword_bytes: usize,
}

#[derive(Clone, Copy)]
struct User {
    detector: u32,
    against: bool,
}

/// A keyword met near a match.
#[derive(Clone, Copy)]
struct Near {
    keyword: KeywordId,
    /// Characters between the keyword and the match.
    gap: usize,
}

/// The keywords of the stretch of a window that was last asked about. Matches come in rising
/// order, so each byte of text is folded once, and only near matches.
#[derive(Default)]
pub(crate) struct Surroundings {
    covered: Range<usize>,
    met: Vec<Met>,
    hits: Vec<Near>,
    folded: Folded,
}

/// A keyword in the window's text.
#[derive(Clone, Copy)]
struct Met {
    start: u32,
    end: u32,
    keyword: KeywordId,
}

/// What the label of a cell says, to every detector.
#[derive(Default, Clone)]
pub(crate) struct LabelWords {
    label: Option<u32>,
    hits: Vec<(u32, bool, KeywordId)>,
}

/// Text as words.
#[derive(Default)]
pub(crate) struct Folded {
    text: Vec<u8>,
    /// By byte of `text`: where it stands in the source.
    places: Vec<u32>,
}

impl Keywords {
    pub(crate) fn new(detectors: &[Detector]) -> Self {
        let mut ids: HashMap<String, KeywordId> = HashMap::new();
        let mut words = Vec::new();
        let mut users: Vec<Vec<User>> = Vec::new();
        for (index, detector) in (0u32..).zip(detectors) {
            let context = &detector.context;
            let asked = context.keywords.iter().map(|word| (word, false));
            for (word, against) in asked.chain(context.against.iter().map(|word| (word, true))) {
                let id = *ids.entry(word.clone()).or_insert_with(|| {
                    words.push(word.clone());
                    users.push(Vec::new());
                    KeywordId::try_from(words.len() - 1).expect("fewer than 65,536 keywords")
                });
                users[usize::from(id)].push(User { detector: index, against });
            }
        }
        let (patterns, keyword_of) = automaton_patterns(&words);
        let bytes: usize = patterns.iter().map(Vec::len).sum();
        let kind = if bytes <= FAST_AUTOMATON_BYTES_MAX {
            AhoCorasickKind::DFA
        } else {
            AhoCorasickKind::ContiguousNFA
        };
        let automaton = AhoCorasick::builder()
            .kind(Some(kind))
            .match_kind(MatchKind::Standard)
            .prefilter(false)
            .build(&patterns)
            .expect("keywords of bounded number and length make an automaton");
        let reach: Vec<usize> =
            detectors.iter().map(|d| d.context.characters.min(CHARACTERS_MAX)).collect();
        let farthest = reach.iter().copied().max().unwrap_or(0);
        let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
        let reach_bytes = REACH_BYTES_MAX.min(farthest * 2 + longest * 2);
        let keyword_bytes = KEYWORD_BYTES_MAX.min(longest * 2 + BORDER_BYTES);
        Self { automaton, keyword_of, words, users, reach, reach_bytes, keyword_bytes }
    }

    /// The keyword as its detector file spells it.
    pub(crate) fn word(&self, keyword: KeywordId) -> &str {
        &self.words[usize::from(keyword)]
    }

    /// Characters of a keyword, by which the more telling of two is known.
    pub(crate) fn weight(&self, keyword: KeywordId) -> usize {
        self.words[usize::from(keyword)].len()
    }

    /// The words of a label.
    pub(crate) fn of_label(&self, label: u32, text: &str, folded: &mut Folded) -> LabelWords {
        let mut words = LabelWords { label: Some(label), hits: Vec::new() };
        folded.fold(text.as_bytes(), 0);
        self.hits(folded, |keyword, _, _| {
            for user in &self.users[usize::from(keyword)] {
                words.hits.push((user.detector, user.against, keyword));
            }
        });
        words
    }

    fn hits(&self, folded: &Folded, mut each: impl FnMut(KeywordId, u32, u32)) {
        for hit in self.automaton.find_overlapping_iter(&folded.text) {
            // The pattern's outer spaces are borders, not part of the word.
            let start = folded.places[hit.start() + 1];
            let end = folded.places[hit.end() - 1];
            each(self.keyword_of[hit.pattern().as_usize()], start, end);
        }
    }
}

impl Surroundings {
    /// Forgets the window before.
    pub(crate) fn begin(&mut self) {
        self.covered = 0..0;
        self.met.clear();
    }

    /// Looks at what stands around `span` within `bounds` of the window's text.
    pub(crate) fn look(
        &mut self,
        keywords: &Keywords,
        text: &[u8],
        span: &Range<usize>,
        bounds: &Range<usize>,
    ) {
        self.hits.clear();
        let from = bounds.start.max(span.start.saturating_sub(keywords.reach_bytes));
        let to = bounds.end.min(span.end + keywords.reach_bytes).max(span.end);
        if span.start - from < KEYWORD_BYTES_MIN && to - span.end < KEYWORD_BYTES_MIN {
            return;
        }
        self.cover(keywords, text, from..to);
        let first = self.met.partition_point(|met| (met.start as usize) < from);
        for met in self.met[first..].iter().take_while(|met| (met.start as usize) < to) {
            let (start, end) = (met.start as usize, met.end as usize);
            if end > bounds.end {
                continue;
            }
            let between = if end <= span.start {
                &text[end..span.start]
            } else if start >= span.end {
                &text[span.end..start]
            } else {
                continue;
            };
            self.hits.push(Near { keyword: met.keyword, gap: characters(between) });
        }
    }

    /// Sees to it that every keyword that begins in `wanted` is known.
    fn cover(&mut self, keywords: &Keywords, text: &[u8], wanted: Range<usize>) {
        if wanted.start < self.covered.start || wanted.start > self.covered.end {
            self.covered = wanted.start..wanted.start;
            self.met.clear();
        }
        if wanted.end <= self.covered.end {
            return;
        }
        let from = self.covered.end;
        let to = wanted.end.max(from + COVER_BYTES).min(text.len());
        // The bytes before tell whether a word begins at `from`; those behind complete a word that
        // begins before `to`.
        let seen = from.saturating_sub(BORDER_BYTES)..text.len().min(to + keywords.keyword_bytes);
        self.folded.fold(&text[seen.clone()], seen.start);
        let met = &mut self.met;
        keywords.hits(&self.folded, |keyword, start, end| {
            if (from..to).contains(&(start as usize)) {
                met.push(Met { start, end, keyword });
            }
        });
        self.met.sort_by_key(|met| (met.start, met.end, met.keyword));
        self.covered.end = to;
    }

    /// The most telling keyword that `detector` asks for within its reach.
    pub(crate) fn keyword(
        &self,
        keywords: &Keywords,
        detector: usize,
        against: bool,
    ) -> Option<KeywordId> {
        let reach = keywords.reach[detector];
        self.hits
            .iter()
            .filter(|hit| hit.gap <= reach)
            .filter(|hit| {
                keywords.users[usize::from(hit.keyword)]
                    .iter()
                    .any(|user| user.detector as usize == detector && user.against == against)
            })
            .map(|hit| hit.keyword)
            .max_by_key(|&keyword| (keywords.weight(keyword), std::cmp::Reverse(keyword)))
    }
}

impl LabelWords {
    /// Whether these are the words of the label with this number.
    pub(crate) fn are_of(&self, label: u32) -> bool {
        self.label == Some(label)
    }

    /// The most telling keyword of `detector` in the label.
    pub(crate) fn keyword(
        &self,
        keywords: &Keywords,
        detector: usize,
        against: bool,
    ) -> Option<KeywordId> {
        self.hits
            .iter()
            .filter(|hit| hit.0 as usize == detector && hit.1 == against)
            .map(|hit| hit.2)
            .max_by_key(|&keyword| (keywords.weight(keyword), std::cmp::Reverse(keyword)))
    }
}

/// Whether a folded keyword is also met with an `s`: `ssns`, `cards`, `passport numbers`.
fn takes_a_plural(text: &[u8]) -> bool {
    text.len() > 3 && text.last().is_some_and(|last| last.is_ascii_lowercase() && *last != b's')
}

/// Each keyword as folded words between spaces, in the plural, and with its spaces removed.
fn automaton_patterns(words: &[String]) -> (Vec<Vec<u8>>, Vec<KeywordId>) {
    let mut patterns = Vec::new();
    let mut keyword_of = Vec::new();
    let mut folded = Folded::default();
    for (id, word) in (0..).zip(words) {
        folded.fold(word.as_bytes(), 0);
        let joined: Vec<u8> = folded.text.iter().copied().filter(|&b| b != b' ').collect();
        let joined = [b" ".as_slice(), &joined, b" "].concat();
        if joined != folded.text {
            patterns.push(joined);
            keyword_of.push(id);
        }
        let plural = folded.text.strip_suffix(b" ").filter(|text| takes_a_plural(text));
        if let Some(singular) = plural {
            patterns.push([singular, b"s "].concat());
            keyword_of.push(id);
        }
        patterns.push(folded.text.clone());
        keyword_of.push(id);
    }
    (patterns, keyword_of)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Border,
    Lower,
    Upper,
    Digit,
}

impl Folded {
    /// Folds text that begins at `base` of its source to lower-case words, each between single
    /// spaces.
    fn fold(&mut self, bytes: &[u8], base: usize) {
        self.text.clear();
        self.places.clear();
        let place = |at: usize| u32::try_from(base + at).unwrap_or(u32::MAX);
        self.put(b' ', place(0));
        let mut before = Sort::Border;
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            let (character, length, sort) = match ASCII_SORTS.get(usize::from(byte)) {
                Some(&sort) => (char::from(byte), 1, sort),
                None => {
                    let (character, length) = first_char(&bytes[at..]);
                    (character, length, sort_of(character))
                }
            };
            let next = match sort {
                Sort::Upper => sort_of(first_char(&bytes[at + length..]).0),
                _ => sort,
            };
            if parts(before, sort, next) {
                self.border(place(at));
            }
            if sort != Sort::Border {
                self.letter(character, place(at));
            }
            before = sort;
            at += length;
        }
        self.border(place(at));
    }

    fn put(&mut self, byte: u8, place: u32) {
        self.text.push(byte);
        self.places.push(place);
    }

    fn border(&mut self, place: u32) {
        if self.text.last() != Some(&b' ') {
            self.put(b' ', place);
        }
    }

    fn letter(&mut self, character: char, place: u32) {
        if character.is_ascii() {
            self.put((character as u8).to_ascii_lowercase(), place);
            return;
        }
        if let Some(base) = LATIN.get(character as usize).filter(|base| !base.is_empty()) {
            base.bytes().for_each(|byte| self.put(byte, place));
            return;
        }
        for lower in character.to_lowercase() {
            let mut buffer = [0u8; 4];
            for &byte in base_letters(lower, &mut buffer) {
                self.put(byte, place);
            }
        }
    }
}

/// Whether a border lies between a character and the one before it.
fn parts(before: Sort, sort: Sort, next: Sort) -> bool {
    match (before, sort) {
        (_, Sort::Border) | (Sort::Border, _) => true,
        (Sort::Digit, Sort::Digit) | (Sort::Lower, Sort::Lower) | (Sort::Upper, Sort::Lower) => {
            false
        }
        // `SSNNumber` parts before the `N` that begins a word.
        (Sort::Upper, Sort::Upper) => next == Sort::Lower,
        (Sort::Lower, Sort::Upper) | (Sort::Digit, _) | (_, Sort::Digit) => true,
    }
}

/// The sort of every ASCII byte, for the hot path.
static ASCII_SORTS: [Sort; 128] = {
    let mut sorts = [Sort::Border; 128];
    let mut byte = 0u8;
    while byte < 128 {
        sorts[byte as usize] = match byte {
            b'a'..=b'z' => Sort::Lower,
            b'A'..=b'Z' => Sort::Upper,
            b'0'..=b'9' => Sort::Digit,
            _ => Sort::Border,
        };
        byte += 1;
    }
    sorts
};

/// The Latin letters with marks, by code point, as their letters without; empty for all others.
static LATIN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folded = |code: u32| {
        let letter = char::from_u32(code).filter(|c| c.is_alphabetic() && !c.is_ascii())?;
        let lower = letter.to_lowercase().next()?;
        let mut buffer = [0u8; 4];
        String::from_utf8(base_letters(lower, &mut buffer).to_vec()).ok()
    };
    (0..0x180).map(|code| folded(code).unwrap_or_default()).collect()
});

fn sort_of(character: char) -> Sort {
    match character {
        _ if character.is_ascii() => ASCII_SORTS[character as usize],
        'ß'..='ö' | 'ø'..='ÿ' => Sort::Lower,
        'À'..='Ö' | 'Ø'..='Þ' => Sort::Upper,
        _ if character.is_uppercase() => Sort::Upper,
        _ if character.is_alphabetic() => Sort::Lower,
        _ if character.is_numeric() => Sort::Digit,
        _ => Sort::Border,
    }
}

/// The first character of UTF-8 text; a byte that begins none counts as one of its own.
fn first_char(bytes: &[u8]) -> (char, usize) {
    match bytes.first() {
        None => ('\n', 0),
        Some(&byte) if byte.is_ascii() => (char::from(byte), 1),
        Some(_) => {
            let head = &bytes[..bytes.len().min(4)];
            let valid = match std::str::from_utf8(head) {
                Ok(text) => text,
                Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or(""),
            };
            valid.chars().next().map_or((char::REPLACEMENT_CHARACTER, 1), |c| (c, c.len_utf8()))
        }
    }
}

/// A letter without its marks, for the Latin letters of European languages.
fn base_letters(lower: char, buffer: &mut [u8; 4]) -> &[u8] {
    let base: &str = match lower {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        other => return other.encode_utf8(buffer).as_bytes(),
    };
    base.as_bytes()
}

fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut folded = Folded::default();
        folded.fold(text.as_bytes(), 0);
        String::from_utf8(folded.text).expect("folding keeps UTF-8")
    }

    #[test]
    fn spellings_of_one_name_are_the_same_words() {
        for name in
            ["social_security_no", "Social Security No", "socialSecurityNo", "social-security.no"]
        {
            assert_eq!(words(name), " social security no ", "{name}");
        }
        assert_eq!(words("SSNNumber2"), " ssn number 2 ");
        assert_eq!(words("Numéro de sécurité"), " numero de securite ");
        assert_eq!(words("STRASSE straße"), " strasse strasse ");
    }

    #[test]
    fn broken_utf8_is_a_border_and_not_a_crash() {
        let mut folded = Folded::default();
        folded.fold(b"ab\xff\xc3cd\xe2\x82", 0);
        assert_eq!(folded.text, b" ab cd ");
    }

    #[test]
    fn places_are_those_of_the_source() {
        let mut folded = Folded::default();
        folded.fold("né 12 ssn: ".as_bytes(), 100);
        let at = folded.text.windows(5).position(|w| w == b" ssn ").expect("found");
        assert_eq!((folded.places[at + 1], folded.places[at + 4]), (107, 110));
    }
}
