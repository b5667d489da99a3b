//! Words of a text, told the plain way: all of it is folded, and every keyword is looked for in all of
//! that.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use magpie_catalog::Detector;

use crate::naive::keyword_bytes;

/// A keyword in text, from its first byte to the first byte behind it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Met {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) keyword: usize,
}

impl Met {
    /// Whether the other is a part of this one.
    fn holds(self, other: Self) -> bool {
        let same = (self.start, self.end) == (other.start, other.end);
        self.start <= other.start && other.end <= self.end && !same
    }
}

/// Every keyword of every detector, numbered as it is first named.
pub(crate) struct Keywords {
    pub(crate) words: Vec<String>,
    /// By spelling: its keyword.
    keyword_of: Vec<usize>,
    spellings: AhoCorasick,
    /// Letters and digits of each, by which the more telling of two is known.
    pub(crate) weights: Vec<usize>,
    /// Whether detectors of five countries or more ask for it or a phrase with it.
    pub(crate) general: Vec<bool>,
    /// Bytes that a keyword may take in the text.
    pub(crate) keyword_bytes: usize,
}

impl Keywords {
    pub(crate) fn new(detectors: &[Detector]) -> Self {
        let mut words: Vec<String> = Vec::new();
        for detector in detectors {
            let context = &detector.context;
            for word in context.keywords.iter().chain(&context.against) {
                if !words.contains(word) {
                    words.push(word.clone());
                }
            }
        }
        let (mut spellings, mut keyword_of, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        for (number, word) in words.iter().enumerate() {
            let (folded, _) = fold(word.as_bytes());
            weights.push(folded.bytes().filter(|&byte| byte != b' ').count());
            let mut of_word = vec![folded.clone(), folded.replace(' ', "")];
            of_word[1] = format!(" {} ", of_word[1]);
            let singular = folded.trim_end();
            if singular.len() > 3
                && singular.ends_with(|c: char| c.is_ascii_lowercase() && c != 's')
            {
                of_word.push(format!("{singular}s "));
            }
            of_word.sort();
            of_word.dedup();
            keyword_of.resize(keyword_of.len() + of_word.len(), number);
            spellings.extend(of_word);
        }
        let keyword_bytes = keyword_bytes(words.iter().map(String::len).max().unwrap_or(0));
        let spellings = AhoCorasick::new(spellings).expect("keywords make an automaton");
        let general = general(detectors, &words);
        Self { words, keyword_of, spellings, weights, general, keyword_bytes }
    }

    /// Every keyword in the text, in the order of their places.
    pub(crate) fn everywhere(&self, text: &[u8], is_label: bool) -> Vec<Met> {
        let (folded, places) = fold(text);
        let mut met: Vec<Met> = self
            .spellings
            .find_overlapping_iter(&folded)
            .map(|hit| Met {
                start: places[hit.start() + 1],
                end: places[hit.end() - 1],
                keyword: self.keyword_of[hit.pattern().as_usize()],
            })
            .filter(|met| is_believed(text, met))
            .filter(|met| self.is_spelt((text, is_label), met))
            .collect();
        met.sort_unstable();
        met.dedup();
        met
    }

    /// Whether the text has what signs the keyword is not told without.
    fn is_spelt(&self, (text, is_label): (&[u8], bool), met: &Met) -> bool {
        let (word, behind) = (&self.words[met.keyword], &text[met.end..]);
        let is_sign = |c: char| c.is_ascii_punctuation();
        if self.weights[met.keyword] > 2 || !word.contains(is_sign) {
            return !word.ends_with(" #") || has_sign(behind, b'#');
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let met_text = String::from_utf8_lossy(&text[met.start..met.end]);
        let met_bare = met_text.trim_end_matches(|c: char| is_sign(c) || c.is_ascii_whitespace());
        let cut = met_text.len() - met_bare.len();
        let signs = |text: &str| text.chars().filter(|c| is_sign(*c)).collect::<String>();
        let last = word.chars().rfind(|c| is_sign(*c)).filter(|_| word.ends_with(is_sign));
        let behind_letters = &text[met.end - cut..];
        let ends = match last {
            Some('.') => !signs(bare).is_empty() || behind_letters.starts_with(b"."),
            Some(sign) => has_sign(behind_letters, sign as u8),
            None => true,
        };
        (signs(bare) == signs(met_bare) && ends)
            || is_label && is_whole_label(&text[..met.start], behind)
            || is_name_of_a_value(&text[..met.start], behind)
    }

    /// Whether it is three letters in forty bytes without a space, and the value on a later line or behind a tab.
    pub(crate) fn is_by_chance(&self, met: &Met, text: &[u8], value: usize) -> bool {
        let space = |byte: &u8| byte.is_ascii_whitespace();
        let from = text[..met.start].iter().rposition(space).map_or(0, |at| at + 1);
        let to = text[met.end..].iter().position(space).map_or(text.len(), |at| met.end + at);
        let between = &text[met.end..value];
        let run = (met.start - from).min(40) + (met.end - met.start) + (to - met.end).min(40);
        self.weights[met.keyword] <= 3
            && run >= 40
            && (between.contains(&b'\n') || between.contains(&b'\t'))
    }

    /// The most telling of `met` for the detector, and against it; of words for it, those that are
    /// part of a phrase against it are not heard.
    pub(crate) fn tell(&self, detector: &Detector, met: &[Met]) -> (Option<usize>, Option<usize>) {
        let named = |list: &[String], met: &Met| list.contains(&self.words[met.keyword]);
        let against: Vec<Met> =
            met.iter().copied().filter(|m| named(&detector.context.against, m)).collect();
        let asked = met.iter().copied().filter(|m| named(&detector.context.keywords, m));
        let asked: Vec<Met> =
            asked.filter(|met| !against.iter().any(|other| other.holds(*met))).collect();
        (self.most_telling(&asked), self.most_telling(&against))
    }

    fn most_telling(&self, met: &[Met]) -> Option<usize> {
        let keywords = met.iter().map(|met| met.keyword);
        keywords.max_by_key(|&keyword| {
            (!self.general[keyword], self.weights[keyword], std::cmp::Reverse(keyword))
        })
    }
}

/// By keyword: whether it is, or is a part of, a keyword that detectors of five countries ask for.
fn general(detectors: &[Detector], words: &[String]) -> Vec<bool> {
    let folded: Vec<String> = words.iter().map(|word| fold(word.as_bytes()).0).collect();
    let mut countries: BTreeMap<String, BTreeSet<&String>> = BTreeMap::new();
    for detector in detectors {
        for keyword in &detector.context.keywords {
            let of_keyword = countries.entry(fold(keyword.as_bytes()).0).or_default();
            of_keyword.extend(&detector.countries);
        }
    }
    countries.retain(|_, countries| countries.len() >= 5);
    folded.iter().map(|word| countries.keys().any(|phrase| phrase.contains(word))).collect()
}

/// Whether the sign follows, behind three full stops and spaces at most.
fn has_sign(behind: &[u8], sign: u8) -> bool {
    let first = behind.iter().position(|byte| !b". ".contains(byte));
    first.is_some_and(|at| at <= 3 && behind[at] == sign)
}

/// Whether nothing else is said in a label, or in the last name of a path.
fn is_whole_label(before: &[u8], behind: &[u8]) -> bool {
    let says = |text: &[u8]| text.iter().any(|byte| byte.is_ascii_alphanumeric() || *byte > 127);
    let of_path = before.starts_with(b"$") || before.starts_with(b"/");
    let begins_name = [b".", b"/", b"@"].iter().any(|sign| before.ends_with(*sign));
    !says(behind) && (!says(before) || of_path && begins_name)
}

/// Whether the word is a name, and an equals sign or its quote and a sign are right behind it.
fn is_name_of_a_value(before: &[u8], behind: &[u8]) -> bool {
    let free =
        before.last().is_none_or(|byte| byte.is_ascii_whitespace() || b"\"'{,&?;".contains(byte));
    let signs = [b"=".as_slice(), b"\"=", b"'=", b"\":", b"':"];
    free && signs.iter().any(|sign| behind.starts_with(sign))
}

/// Whether a keyword is no mere three ASCII letters, or stands alone, or in a name whose other words
/// are two letters long at least.
fn is_believed(text: &[u8], met: &Met) -> bool {
    let own = &text[met.start..met.end];
    if own.len() > 3 || !own.iter().all(u8::is_ascii_alphanumeric) {
        return true;
    }
    let alike = |byte: &u8| byte.is_ascii_alphanumeric();
    let from = text[..met.start].iter().rposition(|byte| !alike(byte)).map_or(0, |at| at + 1);
    let to =
        text[met.end..].iter().position(|byte| !alike(byte)).map_or(text.len(), |at| met.end + at);
    let (before, behind) = (&text[from..met.start], &text[met.end..to]);
    let long = before.len() > 40 || behind.len() > 40;
    let inside = !before.is_empty() && !behind.is_empty();
    !long
        && !before.iter().any(u8::is_ascii_digit)
        && words_of(before)
        && words_of(behind)
        && !(inside && (before.len() <= 3 || behind.len() <= 3))
}

/// Whether ASCII letters and digits part into words of two letters and numbers of up to four digits.
fn words_of(part: &[u8]) -> bool {
    let mut lengths: Vec<(char, usize)> = Vec::new();
    for &byte in part {
        let sort = match byte {
            b'0'..=b'9' => '0',
            b'A'..=b'Z' => 'A',
            _ => 'a',
        };
        match lengths.last_mut() {
            Some((last, length)) if *last == sort => *length += 1,
            // Small letters go on with the word that capitals began.
            Some((last @ 'A', length)) if sort == 'a' => (*last, *length) = ('a', *length + 1),
            _ => lengths.push((sort, 1)),
        }
    }
    lengths.iter().all(|&(sort, length)| if sort == '0' { length <= 4 } else { length >= 2 })
}

/// What a character is to the border between words.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Border,
    Lower,
    Upper,
    Digit,
    Sign,
}

/// The first and the last of the characters of scripts without spaces between words.
const SIGNS: [(char, char); 12] = [
    ('\u{E00}', '\u{EFF}'),
    ('\u{1000}', '\u{109F}'),
    ('\u{1780}', '\u{17FF}'),
    ('\u{3005}', '\u{3007}'),
    ('ぁ', 'ヿ'),
    ('ㇰ', 'ㇿ'),
    ('㐀', '䶿'),
    ('一', '鿿'),
    ('가', '힣'),
    ('\u{F900}', '\u{FAFF}'),
    ('ｦ', 'ﾟ'),
    ('\u{20000}', '\u{3FFFF}'),
];

fn sort_of(c: char) -> Sort {
    match c {
        _ if c.is_uppercase() => Sort::Upper,
        _ if c.is_alphabetic() && SIGNS.iter().any(|signs| (signs.0..=signs.1).contains(&c)) => {
            Sort::Sign
        }
        _ if c.is_alphabetic() => Sort::Lower,
        _ if c.is_numeric() => Sort::Digit,
        _ => Sort::Border,
    }
}

/// The text as words in small letters without marks, each between single spaces, and where each
/// byte of that stands.
pub(crate) fn fold(text: &[u8]) -> (String, Vec<usize>) {
    let (mut folded, mut places) = (String::from(" "), vec![0]);
    let characters = characters_of(text);
    let mut before = Sort::Border;
    for (index, &(at, character)) in characters.iter().enumerate() {
        let sort = sort_of(character);
        let next = characters.get(index + 1).map_or(Sort::Border, |&(_, c)| sort_of(c));
        let parts = match (before, sort) {
            (_, Sort::Border | Sort::Sign) | (Sort::Border | Sort::Sign, _) => true,
            (Sort::Upper, Sort::Upper) => next == Sort::Lower,
            (Sort::Upper, Sort::Lower) => false,
            _ => before != sort,
        };
        if parts && !folded.ends_with(' ') {
            folded.push(' ');
            places.push(at);
        }
        if sort != Sort::Border {
            let small = character.to_lowercase().next().map(plain).unwrap_or_default();
            places.resize(places.len() + small.len(), at);
            folded.push_str(&small);
        }
        before = sort;
    }
    if !folded.ends_with(' ') {
        folded.push(' ');
        places.push(text.len());
    }
    (folded, places)
}

/// The characters of a text with their places; a byte that is part of none stands for itself.
fn characters_of(text: &[u8]) -> Vec<(usize, char)> {
    let mut characters = Vec::new();
    let mut at = 0;
    for chunk in text.utf8_chunks() {
        characters.extend(chunk.valid().char_indices().map(|(by, c)| (at + by, c)));
        at += chunk.valid().len();
        characters.extend((0..chunk.invalid().len()).map(|by| (at + by, '\u{FFFD}')));
        at += chunk.invalid().len();
    }
    characters
}

/// The letter without its marks, as the languages of Europe leave them out.
fn plain(letter: char) -> String {
    const PLAIN: &[(&str, &str)] = &[
        ("a", "àáâãäåāăą"),
        ("ae", "æ"),
        ("c", "çćĉċč"),
        ("d", "ďđð"),
        ("e", "èéêëēĕėęě"),
        ("g", "ĝğġģ"),
        ("i", "ìíîïĩīĭįı"),
        ("k", "ķ"),
        ("l", "ĺļľŀł"),
        ("n", "ñńņň"),
        ("o", "òóôõöøōŏő"),
        ("oe", "œ"),
        ("r", "ŕŗř"),
        ("s", "śŝşšș"),
        ("ss", "ß"),
        ("t", "ţťŧț"),
        ("u", "ùúûüũūŭůűų"),
        ("w", "ŵ"),
        ("y", "ýÿŷ"),
        ("z", "źżž"),
        ("α", "ά"),
        ("ε", "έ"),
        ("η", "ή"),
        ("ι", "ίϊΐ"),
        ("ο", "ό"),
        ("υ", "ύϋΰ"),
        ("ω", "ώ"),
        ("σ", "ς"),
    ];
    let marked = |entry: &&(&str, &str)| !letter.is_ascii() && entry.1.contains(letter);
    PLAIN.iter().find(marked).map_or_else(|| letter.to_string(), |(plain, _)| (*plain).into())
}
