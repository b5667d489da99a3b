//! The words around a match, and the words of its cell's label.
//!
//! Text is folded to words before keywords are looked for: case and diacritics go, everything that
//! is not a letter or digit parts words, and so do `camelCase` and the border between letters and
//! digits. `social_security_no`, `Social Security No` and `socialSecurityNo` are the same words.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use magpie_catalog::Detector;

/// Characters either side within which a keyword may be asked for at most.
pub(crate) const CHARACTERS_MAX: usize = 300;
/// The longest keyword in characters; a catalog's own lint is stricter.
const KEYWORD_CHARS_MAX: usize = 90;
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
    farthest: usize,
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

/// What stands around one match.
#[derive(Default)]
pub(crate) struct Surroundings {
    hits: Vec<Near>,
}

/// What the label of a cell says, to every detector.
#[derive(Default, Clone)]
pub(crate) struct LabelWords {
    hits: Vec<(u32, bool, KeywordId)>,
}

/// Scratch for folding.
#[derive(Default)]
pub(crate) struct Folded {
    text: Vec<u8>,
    /// By byte of `text`: characters of the source before it.
    chars: Vec<u16>,
    chars_total: usize,
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
            .build(&patterns)
            .expect("keywords of bounded number and length make an automaton");
        let reach: Vec<usize> =
            detectors.iter().map(|d| d.context.characters.min(CHARACTERS_MAX)).collect();
        let farthest = reach.iter().copied().max().unwrap_or(0);
        Self { automaton, keyword_of, words, users, reach, farthest }
    }

    /// The keyword as its detector file spells it.
    pub(crate) fn word(&self, keyword: KeywordId) -> &str {
        &self.words[usize::from(keyword)]
    }

    /// Characters of a keyword, by which the more telling of two is known.
    pub(crate) fn weight(&self, keyword: KeywordId) -> usize {
        self.words[usize::from(keyword)].len()
    }

    /// Collects the keywords within reach before and behind a match.
    pub(crate) fn around(
        &self,
        before: &[u8],
        behind: &[u8],
        folded: &mut Folded,
        into: &mut Surroundings,
    ) {
        into.hits.clear();
        let chars = self.farthest + KEYWORD_CHARS_MAX;
        folded.fold(last_chars(before, chars));
        let total = folded.chars_total;
        self.hits(folded, |keyword, _, end| into.push(keyword, total.saturating_sub(end)));
        folded.fold(first_chars(behind, chars));
        self.hits(folded, |keyword, start, _| into.push(keyword, start));
    }

    /// The words of a label.
    pub(crate) fn of_label(&self, label: &str, folded: &mut Folded) -> LabelWords {
        let mut words = LabelWords::default();
        folded.fold(label.as_bytes());
        self.hits(folded, |keyword, _, _| {
            for user in &self.users[usize::from(keyword)] {
                words.hits.push((user.detector, user.against, keyword));
            }
        });
        words
    }

    fn hits(&self, folded: &Folded, mut each: impl FnMut(KeywordId, usize, usize)) {
        for hit in self.automaton.find_overlapping_iter(&folded.text) {
            // The pattern's outer spaces are borders, not part of the word.
            let start = usize::from(folded.chars[hit.start() + 1]);
            let end = usize::from(folded.chars[hit.end() - 1]);
            each(self.keyword_of[hit.pattern().as_usize()], start, end);
        }
    }
}

impl Surroundings {
    fn push(&mut self, keyword: KeywordId, gap: usize) {
        self.hits.push(Near { keyword, gap });
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

/// Each keyword as folded words between spaces, and once more with its spaces removed.
fn automaton_patterns(words: &[String]) -> (Vec<Vec<u8>>, Vec<KeywordId>) {
    let mut patterns = Vec::new();
    let mut keyword_of = Vec::new();
    let mut folded = Folded::default();
    for (id, word) in (0..).zip(words) {
        folded.fold(word.as_bytes());
        let joined: Vec<u8> = folded.text.iter().copied().filter(|&b| b != b' ').collect();
        let joined = [b" ".as_slice(), &joined, b" "].concat();
        if joined != folded.text {
            patterns.push(joined);
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
    /// Folds text to lower-case words, each between single spaces.
    fn fold(&mut self, bytes: &[u8]) {
        self.text.clear();
        self.chars.clear();
        self.put(b' ', 0);
        let mut before = Sort::Border;
        let mut count = 0usize;
        let mut rest = bytes;
        while !rest.is_empty() {
            let (character, length) = first_char(rest);
            rest = &rest[length..];
            let sort = sort_of(character);
            let next = if sort == Sort::Upper { sort_of(first_char(rest).0) } else { sort };
            if parts(before, sort, next) {
                self.border(count);
            }
            if sort != Sort::Border {
                self.letter(character, count);
            }
            before = sort;
            count += 1;
        }
        self.chars_total = count;
        self.border(count);
    }

    fn put(&mut self, byte: u8, count: usize) {
        self.text.push(byte);
        self.chars.push(u16::try_from(count).unwrap_or(u16::MAX));
    }

    fn border(&mut self, count: usize) {
        if self.text.last() != Some(&b' ') {
            self.put(b' ', count);
        }
    }

    fn letter(&mut self, character: char, count: usize) {
        if character.is_ascii() {
            self.put((character as u8).to_ascii_lowercase(), count);
            return;
        }
        for lower in character.to_lowercase() {
            let mut buffer = [0u8; 4];
            for &byte in base_letters(lower, &mut buffer) {
                self.put(byte, count);
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

fn sort_of(character: char) -> Sort {
    match character {
        'a'..='z' => Sort::Lower,
        'A'..='Z' => Sort::Upper,
        '0'..='9' => Sort::Digit,
        _ if character.is_ascii() => Sort::Border,
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

fn last_chars(bytes: &[u8], chars: usize) -> &[u8] {
    let mut at = bytes.len();
    let mut seen = 0;
    while at > 0 && seen < chars {
        at -= 1;
        if !is_continuation(bytes[at]) {
            seen += 1;
        }
    }
    &bytes[at..]
}

fn first_chars(bytes: &[u8], chars: usize) -> &[u8] {
    let mut seen = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if !is_continuation(byte) {
            if seen == chars {
                return &bytes[..at];
            }
            seen += 1;
        }
    }
    bytes
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut folded = Folded::default();
        folded.fold(text.as_bytes());
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
        folded.fold(b"ab\xff\xc3cd\xe2\x82");
        assert_eq!(folded.text, b" ab cd ");
    }

    #[test]
    fn gaps_count_characters() {
        let mut folded = Folded::default();
        folded.fold("né 12 ssn: ".as_bytes());
        let at = folded.text.windows(5).position(|w| w == b" ssn ").expect("found");
        let end = usize::from(folded.chars[at + 4]);
        assert_eq!(folded.chars_total - end, 2);
    }
}
