//! What a text says of the country of its values: names and codes beside a value, in its heading and
//! in the object's key. It only decides between detectors that claim a value on equal grounds.

use std::collections::HashMap;
use std::sync::OnceLock;

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
    by_name: HashMap<&'static str, Country>,
    /// What names of two words begin with.
    first_words: Vec<&'static str>,
    names_begin: Beginnings,
    first_words_begin: Beginnings,
}

/// Which two letters words begin with: a bit for the second, by the first. Most words beside values are no names,
/// and are told so before they are folded.
#[derive(Default)]
struct Beginnings([u32; 26]);

impl Beginnings {
    fn number(letter: u8) -> Option<u8> {
        letter.is_ascii_alphabetic().then(|| letter.to_ascii_lowercase() - b'a')
    }

    fn numbers(word: &[u8]) -> Option<(usize, u8)> {
        let &[first, second] = word.first_chunk()?;
        Some((usize::from(Self::number(first)?), Self::number(second)?))
    }

    fn add(&mut self, word: &str) {
        if let Some((first, second)) = Self::numbers(word.as_bytes()) {
            self.0[first] |= 1 << second;
        }
    }

    /// Whether a word of ASCII letters may be one of them.
    fn may_hold(&self, word: &[u8]) -> bool {
        Self::numbers(word).is_some_and(|(first, second)| self.0[first] >> second & 1 != 0)
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
            by_name: HashMap::new(),
            first_words: Vec::new(),
            names_begin: Beginnings::default(),
            first_words_begin: Beginnings::default(),
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
                table.names_begin.add(word);
                if let Some((first, _)) = word.split_once('_') {
                    table.first_words.push(first);
                    table.first_words_begin.add(first);
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

/// The bytes of letters, ASCII and beyond.
static IS_LETTER: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte >= 0x80 || (byte as u8).is_ascii_alphabetic();
        byte += 1;
    }
    table
};

fn words(text: &[u8]) -> impl Iterator<Item = Word<'_>> {
    let is_letter = |byte: u8| IS_LETTER[usize::from(byte)];
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
    if before.text.is_ascii() && !table.first_words_begin.may_hold(before.text) {
        return None;
    }
    let is_first = |first: &&&str| before.text.eq_ignore_ascii_case(first.as_bytes());
    table.first_words.iter().find(is_first).copied()
}

/// Whether a word is not sure to name no country, in words or by a code.
#[inline]
fn may_name(before: Option<&Word<'_>>, word: &Word<'_>) -> bool {
    let may_stand_alone = match word.text {
        text if !text.is_ascii() => true,
        [_] => false,
        [_, _] => true,
        [a, b, c] => [a, b, c].iter().all(|letter| letter.is_ascii_uppercase()),
        text => table().names_begin.may_hold(text),
    };
    may_stand_alone || first_of_two(before, word).is_some()
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

/// The one of `countries` that is named nearest to `start..end`, in the same line rather than in others.
pub(crate) fn beside(
    text: &[u8],
    start: usize,
    end: usize,
    countries: &[Country],
) -> Option<Country> {
    let from = start.saturating_sub(NEAR_BYTES);
    let to = (end + NEAR_BYTES).min(text.len());
    let near = text.get(from..to)?;
    let line_start = memchr::memrchr(b'\n', &text[from..start]).map_or(0, |at| at + 1);
    let line_end = memchr::memchr(b'\n', &text[end..to]).map_or(to, |at| end + at) - from;
    let us = Country::of_code("US");
    let mut nearest: Option<((bool, usize), Country)> = None;
    let mut before: Option<Word<'_>> = None;
    for word in words(near) {
        if !may_name(before.as_ref(), &word) {
            before = Some(word);
            continue;
        }
        let distance = (start - from)
            .checked_sub(word.end)
            .or_else(|| word.start.checked_sub(end - from))
            .map(|distance| (word.start < line_start || word.end > line_end, distance));
        let code = || {
            let code = Some(word.text).filter(|code| code.len() == 2)?;
            let code = std::str::from_utf8(code).ok()?;
            let is_state =
                STATES_TOO.contains(&code) && us.is_some_and(|us| countries.contains(&us));
            Country::of_code(code).filter(|_| !is_state && is_cell(near, &word))
        };
        if let (Some(distance), Some(country)) =
            (distance, named_by(before.as_ref(), &word).or_else(code))
            && countries.contains(&country)
            && nearest.is_none_or(|(known, _)| distance < known)
        {
            nearest = Some((distance, country));
        }
        before = Some(word);
    }
    nearest.map(|(_, country)| country)
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
    use super::*;

    fn country(code: &str) -> Country {
        Country::of_code(code).unwrap()
    }

    fn nearest(text: &str, value: &str, codes: &[&str]) -> Option<Country> {
        let countries: Vec<Country> = codes.iter().map(|code| country(code)).collect();
        let start = text.find(value).unwrap();
        beside(text.as_bytes(), start, start + value.len(), &countries)
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

    #[test]
    fn every_line_of_the_table_has_a_code_of_its_own() {
        assert_eq!(table().by_code.iter().flatten().count(), known());
        assert!(table().codes.iter().all(|code| code.len() == 2));
    }
}
