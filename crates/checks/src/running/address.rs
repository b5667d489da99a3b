//! Mailing addresses in running text, found at their house number: words of streets around it, postal code
//! and town behind. There is no check digit.

use super::place::{code_and_town_behind, digits, town_behind};
use super::streets::{BEFORE, BEHIND, BETWEEN, COUNTED, ENDINGS, PARTICLES, UNITS, WEAK_ENDINGS};
use super::words::{Word, word_at, word_before};
use super::{Likely, Sighting, stretch};
use crate::names::Folded;

/// Words of a street's name.
const WORDS_MAX: usize = 8;
/// The longest house number.
const NUMBER_DIGITS_MAX: usize = 5;

/// Post office boxes, in lower case, and whether the words are enough without a town.
const BOXES: [(&str, bool); 20] = [
    ("po box", true),
    ("p.o. box", true),
    ("p.o.box", true),
    ("p. o. box", true),
    ("post office box", true),
    ("postfach", true),
    ("postbus", true),
    ("boîte postale", true),
    ("boite postale", true),
    ("apartado de correos", true),
    ("apartado postal", true),
    ("apartado", false),
    ("casella postale", true),
    ("caixa postal", true),
    ("skr. poczt.", true),
    ("skrytka pocztowa", true),
    ("postboks", true),
    ("c.p.", false),
    ("bp", false),
    ("cs", false),
];

const FULL: &str = "street, number, postal code and town";
const NO_STREET_WORD: &str = "a number, a postal code and a town";
const STREET_ONLY: &str = "a word for streets and a number";
const BOX: &str = "a post office box";

/// The address whose house number begins at this byte.
pub(super) fn sight(text: &[u8], at: usize) -> Option<Sighting> {
    let (text, place) = stretch(text, at);
    if !may_be_numbered(text, place) {
        return None;
    }
    let found = boxed(text, place)
        .or_else(|| behind_street(text, place))
        .or_else(|| before_street(text, place))
        .or_else(|| behind_words(text, place))?;
    let base = at - place;
    Some(Sighting { start: base + found.start, end: base + found.end, ..found })
}

fn may_be_numbered(text: &[u8], at: usize) -> bool {
    match text[..at] {
        [] => true,
        [.., before, b','] => !before.is_ascii_digit(),
        [.., 0xC2, 0xBA | 0xB0 | 0xA0] => true,
        [.., before] => {
            before.is_ascii_whitespace() || matches!(before, b'(' | b'"' | b'\'' | b'>' | b':')
        }
    }
}

/// The byte behind a house number: `5`, `12a`, `12-14`, `5/7`, `12 bis`.
fn house(text: &[u8], at: usize) -> Option<usize> {
    let count = digits(text, at);
    if !(1..=NUMBER_DIGITS_MAX).contains(&count) {
        return None;
    }
    let mut end = letter_behind(text, at + count);
    for _ in 0..2 {
        let joint = match text.get(end..) {
            Some([b'/' | b'-', b'0'..=b'9', ..]) => 1,
            Some([b' ', b'm', b'.', b' ', b'0'..=b'9', ..]) => 4,
            _ => break,
        };
        let more = digits(text, end + joint);
        if more > 4 {
            return None;
        }
        end = letter_behind(text, end + joint + more);
    }
    for word in [" bis", " ter", " quater"] {
        if text[end..].starts_with(word.as_bytes()) {
            end += word.len();
            break;
        }
    }
    let ends = match text.get(end..) {
        Some([b'.' | b',' | b':', next, ..]) => !next.is_ascii_digit(),
        Some([next, ..]) => {
            !(next.is_ascii_alphanumeric() || matches!(next, b'%' | b'-' | b'/' | b'@' | b'_'))
        }
        _ => true,
    };
    ends.then_some(end)
}

fn letter_behind(text: &[u8], at: usize) -> usize {
    let is_letter = text.get(at).is_some_and(u8::is_ascii_alphabetic);
    let ends = !text.get(at + 1).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    at + usize::from(is_letter && ends)
}

fn boxed(text: &[u8], at: usize) -> Option<Sighting> {
    let count = digits(text, at);
    let before = text[..at].trim_ascii_end();
    let gap = at - before.len();
    if !(1..=6).contains(&count)
        || gap != 1
        || !matches!(before.last()?, b'a'..=b'z' | b'A'..=b'Z' | b'.')
    {
        return None;
    }
    let (word, enough) = BOXES.iter().find(|(word, _)| {
        before.len() >= word.len()
            && before[before.len() - word.len()..].eq_ignore_ascii_case(word.as_bytes())
    })?;
    let start = before.len() - word.len();
    if start > 0 && (before[start - 1].is_ascii_alphanumeric() || before[start - 1] >= 0x80) {
        return None;
    }
    let end = at + count;
    match town_behind(text, end) {
        Some(end) => Some(Sighting { start, end, likely: Likely::High, detail: BOX }),
        None => enough.then_some(Sighting { start, end, likely: Likely::Medium, detail: BOX }),
    }
}

fn folded(word: &Word<'_>) -> Option<Folded> {
    Folded::of(word.text)
}

fn is_one_of(list: &[&str], word: &Word<'_>) -> bool {
    folded(word).is_some_and(|folded| {
        std::str::from_utf8(folded.as_bytes()).is_ok_and(|plain| list.contains(&plain))
    })
}

/// `Hauptstraße 5`, `Calle Mayor, 3`, `ul. Długa 5/7`.
fn behind_street(text: &[u8], at: usize) -> Option<Sighting> {
    let street_end = street_end_before(text, at)?;
    let end = house(text, at)?;
    let nearest = word_before(text, street_end)?;
    let whole =
        |start: usize, weak: bool| match town_behind(text, end) {
            Some(end) => Some(Sighting { start, end, likely: Likely::High, detail: FULL }),
            None => (!weak && !is_year(&text[at..end]) && !is_amount(text, end))
                .then_some(Sighting { start, end, likely: Likely::Medium, detail: STREET_ONLY }),
        };
    // `Calle Gutenberg 12`: what the name ends with is no street of its own.
    if let Some(start) = street_word_before(text, &nearest) {
        return whole(start, false);
    }
    let ending = ending_of(&nearest)?;
    let alone = folded(&nearest).is_some_and(|f| f.as_bytes().len() == ending.len());
    let start = match alone {
        true => capital_before(text, nearest.start)?,
        false => nearest.start,
    };
    whole(start, WEAK_ENDINGS.contains(&ending))
}

/// `Jeltehof 39, 6173 AL Town`: without a word for streets postal code and town have to follow at once.
fn behind_words(text: &[u8], at: usize) -> Option<Sighting> {
    let nearest = word_before(text, street_end_before(text, at)?)?;
    let start = capitals_before(text, &nearest)?;
    let number_end = house(text, at)?;
    // `Copyright 2010, 2012 Adobe`, `März 2024, 10115 Berlin`
    if is_year(&text[at..number_end]) {
        return None;
    }
    let end = code_and_town_behind(text, number_end)?;
    Some(Sighting { start, end, likely: Likely::Medium, detail: NO_STREET_WORD })
}

/// Where the street's name ends: before a space, a comma, or an abbreviation of `number`.
fn street_end_before(text: &[u8], at: usize) -> Option<usize> {
    let forms: [&[u8]; 10] = [
        ", n.º ".as_bytes(),
        ", nº ".as_bytes(),
        " nº ".as_bytes(),
        " n.º ".as_bytes(),
        ", n° ".as_bytes(),
        " n° ".as_bytes(),
        b", n. ",
        b" nr ",
        b", ",
        b" ",
    ];
    let form = forms.iter().find(|form| text[..at].ends_with(form))?;
    let end = at - form.len();
    // `Hauptstr. 5`
    Some(if end > 0 && text[end - 1] == b'.' { end - 1 } else { end })
}

/// The ending that makes a word a street.
fn ending_of(word: &Word<'_>) -> Option<&'static str> {
    if !word.is_capital() {
        return None;
    }
    let folded = folded(word)?;
    let plain = std::str::from_utf8(folded.as_bytes()).ok()?;
    ENDINGS
        .iter()
        .copied()
        .filter(|ending| plain.ends_with(ending))
        .max_by_key(|ending| ending.len())
}

/// The capital word before a street word that stands alone: `Berliner Straße 5`.
fn capital_before(text: &[u8], start: usize) -> Option<usize> {
    let end = start.checked_sub(1).filter(|end| text[*end] == b' ')?;
    let word = word_before(text, end)?;
    word.is_capital().then_some(word.start)
}

/// Where a street begins whose word stands before its name, within a few words.
fn street_word_before(text: &[u8], nearest: &Word<'_>) -> Option<usize> {
    let mut word = *nearest;
    let mut named = false;
    for _ in 0..WORDS_MAX {
        if named && is_one_of(&BEFORE, &word) && is_street_word(text, &word) {
            return Some(word.start);
        }
        named |= word.is_capital();
        if !word.is_capital() && !is_one_of(&PARTICLES, &word) {
            return None;
        }
        let end = word.start.checked_sub(1)?;
        let end = match text[end] {
            b' ' if end > 0 && matches!(text[end - 1], b'.' | b'/') => end - 1,
            b' ' | b'\'' => end,
            b'.' | b'/' => end,
            _ => return None,
        };
        word = word_before(text, end)?;
    }
    None
}

/// Abbreviations of up to two letters need their sign, `C/ Mayor`, `v. Roma`, `al. Jana`: most are words or
/// articles too (`asistió al Mundial`).
fn is_street_word(text: &[u8], word: &Word<'_>) -> bool {
    let behind = text.get(word.end);
    word.text.len() > 2
        || matches!(word.text, "Av" | "Pl" | "Ul" | "ul")
        || matches!(behind, Some(b'/'))
        || word.text.is_ascii() && matches!(behind, Some(b'.'))
}

/// Where a few capital words that end with this one begin.
fn capitals_before(text: &[u8], nearest: &Word<'_>) -> Option<usize> {
    if !nearest.is_capital() || nearest.text.chars().count() < 3 {
        return None;
    }
    let mut start = nearest.start;
    for _ in 0..2 {
        let Some(end) = start.checked_sub(1).filter(|end| text[*end] == b' ') else { break };
        let Some(word) = word_before(text, end) else { break };
        if !word.is_capital() {
            break;
        }
        start = word.start;
    }
    Some(start)
}

/// Whether the number that ends at a byte counts something.
fn is_amount(text: &[u8], end: usize) -> bool {
    let Some(rest) = text.get(end..).filter(|rest| rest.first() == Some(&b' ')) else {
        return false;
    };
    match rest.get(1) {
        Some(b'0'..=b'9') | Some(b'%' | b'+' | b'=' | b'*') => return true,
        Some(0xE2) => return true,
        _ => {}
    }
    word_at(text, end + 1).is_some_and(|word| is_one_of(&UNITS, &word))
}

/// `12 High Street`, `12, rue de la Paix`, and `12 Brook Cottages, Town SW1A 1AA`.
fn before_street(text: &[u8], at: usize) -> Option<Sighting> {
    let end = house(text, at)?;
    let begin = match text.get(end..)? {
        [b',', b' ', ..] => end + 2,
        [b' ', ..] => end + 1,
        _ => return None,
    };
    let start = with_flat(text, at);
    let first = word_at(text, begin)?;
    if is_one_of(&BETWEEN, &first)
        && let Some(street_end) = rue(text, &first)
    {
        return match town_behind(text, street_end) {
            Some(end) => Some(Sighting { start, end, likely: Likely::High, detail: FULL }),
            // `le 13 novembre 2015 place de la République`
            None => (!is_year(&text[at..end])).then_some(Sighting {
                start,
                end: street_end,
                likely: Likely::Medium,
                detail: STREET_ONLY,
            }),
        };
    }
    if !first.is_capital() || text[end] == b',' {
        return None;
    }
    street(text, (start, at, end), first)
}

/// The end of the name behind `rue`.
fn rue(text: &[u8], first: &Word<'_>) -> Option<usize> {
    let mut end = None;
    let mut from = first.end;
    for _ in 0..WORDS_MAX {
        let skip = match text.get(from..) {
            Some([b'.', b' ', ..]) => 2,
            Some([b' ', ..]) => 1,
            _ => break,
        };
        let Some(word) = word_at(text, from + skip) else { break };
        if word.is_capital() {
            end = Some(word.end);
        } else if !is_one_of(&PARTICLES, &word) {
            // `l'Église`
            if !word.text.contains(['\'', '’']) {
                break;
            }
            end = Some(word.end);
        }
        from = word.end;
    }
    end
}

/// Capital words, the last of which is a word for streets or has the town behind it.
fn street(
    text: &[u8],
    (start, at, number_end): (usize, usize, usize),
    first: Word<'_>,
) -> Option<Sighting> {
    let mut word = first;
    let mut best = None;
    for index in 0..5 {
        let is_street = index > 0 && is_one_of(&BEHIND, &word);
        let end = word.end + usize::from(is_street && text.get(word.end) == Some(&b'.'));
        let end = with_direction(text, end);
        let parted = matches!(text.get(end), Some(b',' | b'\r' | b'\n'));
        if let Some(town_end) = town_behind(text, end).filter(|_| is_street || parted) {
            let (likely, detail) =
                if is_street { (Likely::High, FULL) } else { (Likely::Medium, NO_STREET_WORD) };
            return Some(Sighting { start, end: town_end, likely, detail });
        }
        if is_street {
            best = Some(end);
        }
        let next = match text.get(word.end..) {
            Some([b' ', ..]) => word_at(text, word.end + 1),
            _ => None,
        };
        match next {
            Some(next) if next.is_capital() => {
                if index == 4 {
                    return None;
                }
                // `10 Downing Street Blues`
                best = None;
                word = next;
            }
            _ => break,
        }
    }
    let end = best?;
    (!is_year(&text[at..number_end]) && !is_counted(text, at)).then_some(Sighting {
        start,
        end,
        likely: Likely::Medium,
        detail: STREET_ONLY,
    })
}

/// Whether a number is more likely a year than a house.
fn is_year(number: &[u8]) -> bool {
    number.len() == 4 && matches!(number[..2], [b'1', b'9'] | [b'2', b'0'])
}

/// Whether the word before says that the number is no house: `Section 12`.
fn is_counted(text: &[u8], at: usize) -> bool {
    let word =
        at.checked_sub(1).filter(|end| text[*end] == b' ').and_then(|end| word_before(text, end));
    word.is_some_and(|word| is_one_of(&COUNTED, &word))
}

/// `Example Ave NW`
fn with_direction(text: &[u8], end: usize) -> usize {
    for word in
        [" NW", " NE", " SW", " SE", " N", " S", " E", " W", " North", " South", " East", " West"]
    {
        let behind = end + word.len();
        let ends = !text.get(behind).is_some_and(u8::is_ascii_alphanumeric);
        if text[end..].starts_with(word.as_bytes()) && ends {
            return behind;
        }
    }
    end
}

/// Where `Flat 3, ` before the number begins.
fn with_flat(text: &[u8], at: usize) -> usize {
    let Some(before) = text[..at].strip_suffix(b", ") else { return at };
    let number = before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let Some(end) = (before.len() - number).checked_sub(1) else { return at };
    let flats = ["Flat", "Apartment", "Apt", "Unit", "Suite", "Room"];
    match word_before(before, end) {
        Some(word) if number < 5 && flats.contains(&word.text) => word.start,
        _ => at,
    }
}
