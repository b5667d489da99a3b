//! What a text says of the country of its values: names and codes beside a value, in its heading and
//! in the object's key. It only decides between detectors that claim a value on equal grounds.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use foldhash::fast::FixedState;
use magpie_bitmaps::{BLOCK_BYTES, ByteSet, Classifier};

/// Bytes on either side of a value in which a country may be named. Windows hold more around them.
const NEAR_BYTES: usize = 160;

/// Longer runs of letters name no country.
const WORD_BYTES_MAX: usize = 40;

/// Two letters that stand in names for something else: `passport_no`, `tax_id`, `in`, `is`.
const WORDS_TOO: [&str; 12] =
    ["no", "id", "in", "is", "it", "at", "be", "me", "my", "so", "si", "se"];

/// States of the United States whose code is a country's as well.
const STATES_TOO: [&str; 9] = ["AL", "AR", "CA", "CO", "DE", "IL", "IN", "MT", "PA"];

/// What the second word of a region's name is.
const REGION_WORDS: [&[u8]; 10] = [
    b"east",
    b"west",
    b"north",
    b"south",
    b"central",
    b"northeast",
    b"southeast",
    b"northwest",
    b"southwest",
    b"gov",
];

/// A country that is known by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Country(u8);

struct Table {
    /// Codes of two letters, the most populous country's first.
    codes: Vec<&'static str>,
    /// By the two capitals of the code.
    by_code: Box<[Option<Country>; 26 * 26]>,
    /// By code of three letters in capitals, and by name in lower case.
    by_name: HashMap<&'static str, Country, FixedState>,
    /// What names of two words begin with.
    first_words: Vec<&'static str>,
    words: Words,
}

/// What is known of words by their first two letters: most words beside values are no names, and are told so
/// before they are folded. The names have four letters at least.
struct Words {
    by_two: Box<[ByTwo; 1024]>,
    /// Of the names that are not of ASCII letters alone, by the first and the last of those that are: how many of
    /// them there are, a bit each.
    beyond: Box<[u16; 1024]>,
}

/// Letters and lengths are a bit each.
#[derive(Clone, Copy, Default)]
struct ByTwo {
    /// Third letters of names.
    thirds: u32,
    /// How long names are.
    lengths: u32,
    /// Third letters of the words that names of two begin with.
    firsts: u32,
}

/// More letters of ASCII are as many.
const COUNTED_MAX: u32 = 15;

impl Words {
    /// The place of two letters in either case.
    fn pair(first: u8, second: u8) -> usize {
        usize::from(first & 31) << 5 | usize::from(second & 31)
    }

    fn bit(number: u8) -> u32 {
        1 << (number & 31)
    }

    /// The place in [`Words::beyond`] of a word, and its bit.
    fn ascii_of(word: &[u8]) -> (usize, u16) {
        let (mut count, mut first, mut last) = (0, 0, 0);
        for &letter in word.iter().filter(|letter| letter.is_ascii()) {
            first = if count == 0 { letter } else { first };
            last = letter;
            count += 1;
        }
        (Self::pair(first, last), 1 << count.min(COUNTED_MAX))
    }

    fn add(&mut self, name: &str) {
        let name = name.as_bytes();
        match name {
            [first, second, third, ..] if name.is_ascii() => {
                let known = &mut self.by_two[Self::pair(*first, *second)];
                known.thirds |= Self::bit(*third);
                known.lengths |= Self::bit(name.len().min(31) as u8);
            }
            _ => {
                let (place, bit) = Self::ascii_of(name);
                self.beyond[place] |= bit;
            }
        }
    }

    fn add_first(&mut self, first_word: &str) {
        if let [first, second, third, ..] = first_word.as_bytes() {
            self.by_two[Self::pair(*first, *second)].firsts |= Self::bit(*third);
        }
    }

    /// Whether a word of so many ASCII letters may be a name.
    #[inline]
    fn may_hold(&self, word: &[u8]) -> bool {
        let [first, second, third, ..] = word else { return false };
        let known = &self.by_two[Self::pair(*first, *second)];
        known.thirds & Self::bit(*third) != 0
            && known.lengths & Self::bit(word.len().min(31) as u8) != 0
    }

    /// Whether a word that is not of ASCII letters alone may be a name.
    fn may_hold_beyond(&self, word: &[u8]) -> bool {
        // Two letters are of ASCII in lower case: the sign of kelvin, and the Turkish capital with a dot.
        let (place, bit) = Self::ascii_of(word);
        self.beyond[place] & bit != 0 || word.iter().any(|&byte| matches!(byte, 0xC4 | 0xE2))
    }

    /// Whether a name of two words may begin with a word.
    #[inline]
    fn may_begin(&self, word: &[u8]) -> bool {
        let [first, second, third, ..] = word else { return false };
        self.by_two[Self::pair(*first, *second)].firsts & Self::bit(*third) != 0
    }
}

/// The place of a code of two capitals.
fn code_slot(code: &[u8]) -> Option<usize> {
    let &[first, second] = code else { return None };
    let capitals = first.is_ascii_uppercase() && second.is_ascii_uppercase();
    capitals.then(|| usize::from(first - b'A') * 26 + usize::from(second - b'A'))
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table {
            codes: Vec::new(),
            by_code: Box::new([None; 26 * 26]),
            by_name: HashMap::default(),
            first_words: Vec::new(),
            words: Words {
                by_two: Box::new([ByTwo::default(); 1024]),
                beyond: Box::new([0; 1024]),
            },
        };
        let lines = include_str!("countries.txt").lines();
        for (number, line) in (0..).zip(lines.filter(|line| !line.starts_with('#'))) {
            let mut words = line.split(' ');
            let Some(code) = words.next() else { continue };
            table.codes.push(code);
            if let Some(slot) = code_slot(code.as_bytes()) {
                table.by_code[slot] = Some(Country(number));
            }
            for word in words {
                table.by_name.insert(word, Country(number));
                match word.split_once('_') {
                    None => table.words.add(word),
                    Some((first, _)) => {
                        table.first_words.push(first);
                        table.words.add_first(first);
                    }
                }
            }
        }
        table
    })
}

impl Country {
    /// Of two capitals; `None` for countries without a line in the table.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        table().by_code[code_slot(code.as_bytes())?]
    }

    /// Countries by their population, the largest first.
    pub(crate) fn rank(self) -> usize {
        usize::from(self.0)
    }
}

/// How many countries are known.
pub(crate) fn known() -> usize {
    table().codes.len()
}

/// A run of letters with the place where it stands.
struct Word<'t> {
    text: &'t [u8],
    start: usize,
    end: usize,
}

/// Letters of ASCII, and the bytes of those beyond.
static LETTERS: LazyLock<Classifier<2, true>> = LazyLock::new(|| {
    Classifier::with_beyond([
        ByteSet::of(|byte| byte.is_ascii_alphabetic()),
        ByteSet::beyond(|_| true),
    ])
});

/// The same of one byte.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || !byte.is_ascii()
}

/// So many of the lowest bits.
fn bits_before(count: usize) -> u64 {
    if count < BLOCK_BYTES { (1 << count) - 1 } else { u64::MAX }
}

impl<'t> Word<'t> {
    fn of(text: &'t [u8], place: Range<usize>) -> Self {
        Self { text: &text[place.clone()], start: place.start, end: place.end }
    }
}

fn words(text: &[u8]) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].iter().position(|&byte| is_letter(byte))?;
        let length = text[start..].iter().position(|&byte| !is_letter(byte));
        at = length.map_or(text.len(), |length| start + length);
        Some(Word { text: &text[start..at], start, end: at })
    })
}

/// The word before that names of two words begin with, where the other follows it at once.
fn first_of_two(before: Option<&Word<'_>>, word: &Word<'_>) -> Option<&'static str> {
    let before = before.filter(|before| word.start == before.end + 1)?;
    let table = table();
    if !table.words.may_begin(before.text) {
        return None;
    }
    let is_first = |first: &&&str| before.text.eq_ignore_ascii_case(first.as_bytes());
    table.first_words.iter().find(is_first).copied()
}

/// Whether a word is not sure to name no country by itself.
#[inline]
fn may_name(words: &Words, word: &[u8], is_ascii: bool) -> bool {
    match word {
        word if !is_ascii => words.may_hold_beyond(word),
        [a, b] => {
            a.is_ascii_uppercase() && b.is_ascii_uppercase() || word.eq_ignore_ascii_case(b"uk")
        }
        [a, b, c] => [a, b, c].iter().all(|letter| letter.is_ascii_uppercase()),
        word => words.may_hold(word),
    }
}

/// The country that a word names, alone or with the word before it.
fn named_by(before: Option<&Word<'_>>, word: &Word<'_>) -> Option<Country> {
    let length = word.text.len();
    if length > WORD_BYTES_MAX {
        return None;
    }
    let names = &table().by_name;
    let text = std::str::from_utf8(word.text).ok()?;
    if length == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return names.get(text).copied();
    }
    let mut small = [0; WORD_BYTES_MAX];
    let large;
    let folded = if text.is_ascii() {
        let small = &mut small[..length];
        small.copy_from_slice(word.text);
        small.make_ascii_lowercase();
        std::str::from_utf8(small).ok()?
    } else {
        large = text.to_lowercase();
        large.as_str()
    };
    let alone = || names.get(folded).filter(|_| folded.len() > 3 || folded == "uk");
    let with_before = || {
        let first = first_of_two(before, word)?;
        names.get(format!("{first}_{folded}").as_str())
    };
    alone().or_else(with_before).copied()
}

/// A code of two capitals that is all of a cell.
fn is_cell(text: &[u8], word: &Word<'_>) -> bool {
    let ends = |byte: Option<&u8>| byte.is_none_or(|byte| b",;\t|\"'\n\r<>".contains(byte));
    ends(word.start.checked_sub(1).and_then(|at| text.get(at))) && ends(text.get(word.end))
}

/// The words of one text that may name a country, each read once for all values near it.
#[derive(Default)]
pub(crate) struct Beside {
    /// The bytes of the text whose words were read.
    read: Range<usize>,
    /// The last of them that names of two words may begin with.
    first_word: Range<usize>,
    /// Those that name a country, in their order.
    names: Vec<Name>,
}

/// A word that names a country.
struct Name {
    start: usize,
    end: usize,
    country: Country,
    /// Whether it is a code that a state of the United States has too.
    is_state: bool,
}

impl Beside {
    /// Forgets the text before.
    pub(crate) fn begin(&mut self) {
        self.read = 0..0;
        self.first_word = 0..0;
        self.names.clear();
    }

    /// The one of `countries` that is named nearest to `start..end`, in the same line rather than in others.
    pub(crate) fn nearest(
        &mut self,
        text: &[u8],
        (start, end): (usize, usize),
        countries: &[Country],
    ) -> Option<Country> {
        let from = start.saturating_sub(NEAR_BYTES);
        let to = (end + NEAR_BYTES).min(text.len());
        self.read_to(text, from, to);
        let first = self.names.partition_point(|name| name.start < from);
        let names = self.names[first..].iter().take_while(|name| name.end <= to);
        let us = Country::of_code("US");
        let is_us = |name: &Name| name.is_state && us.is_some_and(|us| countries.contains(&us));
        let mut names = names
            .filter(|name| countries.contains(&name.country) && !is_us(name))
            .filter(|name| name.end <= start || name.start >= end)
            .peekable();
        names.peek()?;
        let line_start =
            memchr::memrchr(b'\n', &text[from..start]).map_or(from, |at| from + at + 1);
        let line_end = memchr::memchr(b'\n', &text[end..to]).map_or(to, |at| end + at);
        let nearest = names.min_by_key(|name| {
            let gap = if name.end <= start { start - name.end } else { name.start - end };
            (name.start < line_start || name.end > line_end, gap)
        });
        nearest.map(|name| name.country)
    }

    /// Reads the words that begin in `from..to`.
    fn read_to(&mut self, text: &[u8], from: usize, to: usize) {
        if from < self.read.start || from > self.read.end {
            self.begin();
            // Far enough before that a word which is cut there, or the one behind it, names nothing in the stretch.
            let first = from.saturating_sub(2 * WORD_BYTES_MAX);
            self.read = first..first;
            self.first_word = first..first;
        }
        let words = &table().words;
        while self.read.end < to {
            let at = self.read.end;
            let [ascii, beyond] = LETTERS.block(&text[at..]);
            let mut letters = ascii | beyond;
            self.read.end = text.len().min(at + BLOCK_BYTES);
            while letters != 0 {
                let first = letters.trailing_zeros() as usize;
                let start = at + first;
                let mut end = start + (letters >> first).trailing_ones() as usize;
                if start >= to || first > 0 && end == at + BLOCK_BYTES {
                    // Behind the stretch, or perhaps cut: the next block begins with it.
                    self.read.end = start;
                    break;
                }
                if end == at + BLOCK_BYTES {
                    end += text[end..].iter().take_while(|&&byte| is_letter(byte)).count();
                    self.read.end = end;
                }
                let word = Word { text: &text[start..end], start, end };
                let passed = bits_before(end - at) & !bits_before(first);
                self.take(text, &word, may_name(words, word.text, beyond & passed == 0));
                letters &= !passed;
            }
        }
    }

    /// Takes a word in, which may name a country by itself or not.
    #[inline]
    fn take(&mut self, text: &[u8], word: &Word<'_>, may_name: bool) {
        let is_second = word.start == self.first_word.end + 1;
        if may_name || is_second {
            let before = Word::of(text, self.first_word.clone());
            let before = Some(before).filter(|before| is_second && !before.text.is_empty());
            self.names.extend(Name::of(text, before.as_ref(), word));
        }
        if table().words.may_begin(word.text) {
            self.first_word = word.start..word.end;
        }
    }
}

impl Name {
    /// What a word names, alone, with the word before it, or as a code that is all of a cell.
    fn of(text: &[u8], before: Option<&Word<'_>>, word: &Word<'_>) -> Option<Self> {
        let name = |country, is_state| Self { start: word.start, end: word.end, country, is_state };
        if let Some(country) = named_by(before, word) {
            return Some(name(country, false));
        }
        let code = std::str::from_utf8(word.text).ok().filter(|code| code.len() == 2)?;
        let country = Country::of_code(code).filter(|_| is_cell(text, word))?;
        Some(name(country, STATES_TOO.contains(&code)))
    }
}

/// The countries that the heading of a column or the key of an object names: in words, or by a code at
/// either end of a segment, as in `exports/de/customers.csv` and `users_pl.json`.
pub(crate) fn in_name(name: &str) -> Vec<Country> {
    let mut countries = Vec::new();
    for segment in name.split(['/', '\\', '!']) {
        // The name of a file ends before its extension.
        let stem = segment.split('.').next().unwrap_or_default();
        let words: Vec<Word<'_>> = words(stem.as_bytes()).collect();
        // `us-east-1` is where a machine stands.
        let is_region = words.get(1).is_some_and(|word| REGION_WORDS.contains(&word.text));
        for (at, word) in words.iter().enumerate() {
            let text = std::str::from_utf8(word.text).unwrap_or_default();
            let folded = text.to_lowercase();
            let is_end = (at == 0 || at + 1 == words.len()) && !is_region && text.len() == 2;
            let is_word = words.len() > 1 && WORDS_TOO.contains(&folded.as_str());
            let code = || Country::of_code(&folded.to_uppercase()).filter(|_| is_end && !is_word);
            let before = at.checked_sub(1).map(|at| &words[at]);
            if let Some(country) = named_by(before, word).or_else(code)
                && !countries.contains(&country)
            {
                countries.push(country);
            }
        }
    }
    countries
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PIECES: [&str; 20] = [
        "new",
        "New ",
        "zealand",
        "Norge",
        "india",
        "r",
        "DE",
        "NO",
        "SWE",
        "österreich",
        "ČESKO",
        "Saudi ",
        "arabia",
        "a_word_of_many_lettersbutnosignsbetweenthemwhichgoesonbehindablockofbytesanyhow",
        " ",
        " ",
        ",",
        "\n",
        "12",
        " a ",
    ];

    fn country(code: &str) -> Country {
        Country::of_code(code).unwrap()
    }

    fn nearest(text: &str, value: &str, codes: &[&str]) -> Option<Country> {
        let countries: Vec<Country> = codes.iter().map(|code| country(code)).collect();
        let start = text.find(value).unwrap();
        Beside::default().nearest(text.as_bytes(), (start, start + value.len()), &countries)
    }

    #[test]
    fn the_name_that_stands_nearest_in_the_line_is_the_country() {
        let table = "1,SE,29471036,Sverige\n2,NO,38471036,x\n3,Norge,48471036\n";
        let both = ["SE", "NO"];
        assert_eq!(nearest(table, "29471036", &both), Some(country("SE")));
        assert_eq!(nearest(table, "38471036", &both), Some(country("NO")));
        assert_eq!(nearest(table, "48471036", &both), Some(country("NO")));
        let letter = "Issued in New\u{a0}York. The passport 29471036 was issued in New Zealand.";
        assert_eq!(nearest(letter, "29471036", &["NZ", "US"]), Some(country("NZ")));
        assert_eq!(nearest(letter, "29471036", &["SE"]), None);
    }

    proptest! {
        #[test]
        fn words_read_for_many_values_name_what_those_read_for_each_do(
            pieces in prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..300),
            spans in prop::collection::vec((0usize..1200, 0usize..12), 1..8),
        ) {
            let text = pieces.concat().into_bytes();
            let countries = ["SE", "NO", "NZ", "IN", "US", "DE"].map(country);
            let mut read = Beside::default();
            for (start, length) in spans {
                let start = start.min(text.len());
                let span = (start, text.len().min(start + length));
                let fresh = Beside::default().nearest(&text, span, &countries);
                prop_assert_eq!(read.nearest(&text, span, &countries), fresh);
            }
        }
    }

    #[test]
    fn two_letters_inside_a_sentence_or_beside_states_name_no_country() {
        assert_eq!(nearest("there is NO passport 29471036", "29471036", &["NO"]), None);
        assert_eq!(nearest("Dover,DE,29471036", "29471036", &["DE", "US"]), None);
        assert_eq!(nearest("Bonn,DE,29471036", "29471036", &["DE", "SE"]), Some(country("DE")));
    }

    #[test]
    fn keys_and_headings_name_countries_by_word_and_by_code_at_an_end() {
        let names = |name: &str| in_name(name);
        assert_eq!(names("exports/de/customers.csv"), [country("DE")]);
        assert_eq!(names("hr/users_pl.json"), [country("HR"), country("PL")]);
        assert_eq!(names("no/passports.csv"), [country("NO")]);
        assert_eq!(names("german_passports.csv"), [country("DE")]);
        for other in
            ["passport_no", "logs/us-east-1/app.log", "data_in.csv", "tax_id", "report.de.csv.gz"]
        {
            let found = names(other);
            assert!(found.is_empty(), "{other}");
        }
    }

    proptest! {
        #[test]
        fn all_words_that_name_countries_are_read(
            pieces in prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..300),
            to in 0usize..1500,
        ) {
            let text = pieces.concat().into_bytes();
            let to = to.min(text.len());
            let mut read = Beside::default();
            read.read_to(&text, 0, to / 2);
            read.read_to(&text, 0, to);
            let all: Vec<Word<'_>> = words(&text).take_while(|word| word.start < to).collect();
            let named = all.iter().enumerate().filter_map(|(at, word)| {
                let before = at.checked_sub(1).map(|at| &all[at]);
                Name::of(&text, before, word)
            });
            let places = |name: &Name| (name.start, name.end, name.country, name.is_state);
            let named: Vec<_> = named.map(|name| places(&name)).collect();
            prop_assert_eq!(read.names.iter().map(places).collect::<Vec<_>>(), named);
        }
    }

    #[test]
    fn no_name_is_ruled_out_by_its_first_letters() {
        let words = &table().words;
        let is_word = |name: &&&str| name.bytes().all(is_letter);
        for name in table().by_name.keys().filter(is_word) {
            let upper = name.to_uppercase();
            for written in [name, upper.as_str()] {
                let found = named_by(None, &Word::of(written.as_bytes(), 0..written.len()));
                let may = may_name(words, written.as_bytes(), written.is_ascii());
                assert!(may || found.is_none(), "{written}");
            }
        }
        for first in &table().first_words {
            assert!(words.may_begin(first.as_bytes()), "{first}");
        }
        // The letters that are of ASCII in lower case alone.
        let folds_to_ascii = |c: &char| !c.is_ascii() && c.to_lowercase().any(|c| c.is_ascii());
        let folding: Vec<char> = ('\0'..=char::MAX).filter(folds_to_ascii).collect();
        assert_eq!(folding, ['\u{130}', '\u{212a}']);
        assert!(may_name(words, "\u{212a}enya".as_bytes(), false));
    }

    #[test]
    fn every_line_of_the_table_has_a_code_of_its_own() {
        assert_eq!(table().by_code.iter().flatten().count(), known());
        assert!(table().codes.iter().all(|code| code.len() == 2));
    }
}
