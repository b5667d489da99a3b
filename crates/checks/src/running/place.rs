//! The end of an address: postal code and town, in the order and form of their country.

use super::lexicon::{Kinds, kinds};
use super::streets::PARTICLES;
use super::words::{Word, word_at};

/// Words of a town's name.
const TOWN_WORDS_MAX: usize = 6;
/// Lines or parts between street and town.
const PARTS_MAX: usize = 3;
/// The longest such part.
const PART_BYTES_MAX: usize = 40;

/// The byte behind postal code and town, where they follow the street that ends at a byte.
pub(super) fn town_behind(text: &[u8], street_end: usize) -> Option<usize> {
    let mut at = street_end;
    for _ in 0..PARTS_MAX {
        let begin = separator(text, at)?;
        if let Some(end) = code_first(text, begin).or_else(|| town_first(text, begin)) {
            return Some(end);
        }
        at = part(text, begin)?;
    }
    None
}

/// The same where the postal code stands before the town and nothing else stands before it.
pub(super) fn code_and_town_behind(text: &[u8], street_end: usize) -> Option<usize> {
    let begin = separator(text, street_end)?;
    let end = code_first(text, begin);
    end.or_else(|| code_first(text, separator(text, part(text, begin)?)?))
}

/// What stands between the parts of an address: a comma, a line end, a space.
fn separator(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let forms: [&[u8]; 12] = [
        b",\r\n", b",\n", b"\r\n", b", ", b" - ", b"\n", b" | ", b"; ", b"\\n", b"<br>", b"<br/>",
        b" ",
    ];
    let wide: [&[u8]; 2] = [b" \xE2\x80\x93 ", b" \xC2\xB7 "];
    forms.iter().chain(&wide).find(|form| rest.starts_with(form)).map(|form| at + form.len())
}

/// A part between street and town, such as a floor, a flat or a district.
fn part(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..text.len().min(at + PART_BYTES_MAX))?;
    let end = rest.iter().position(|byte| matches!(byte, b',' | b'\n' | b'\r' | b';' | b'|'))?;
    let said = &rest[..end];
    let signs =
        |byte: &u8| matches!(byte, b':' | b'=' | b'(' | b'{' | b'<' | b'!' | b'?' | b'@' | b'"');
    if said.is_empty() || said.iter().any(signs) || said.iter().filter(|b| **b == b' ').count() > 3
    {
        return None;
    }
    let digits = said.iter().filter(|byte| byte.is_ascii_digit()).count();
    let begins = said[0].is_ascii_digit() || said[0].is_ascii_uppercase();
    // `Śródmieście`
    let begins = begins || (0xC3..=0xC9).contains(&said[0]);
    (digits > 0 && digits < 4 || begins).then_some(at + end)
}

/// Digits that begin at a byte.
pub(super) fn digits(text: &[u8], at: usize) -> usize {
    text.get(at..).map_or(0, |rest| rest.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

fn is_word(text: &[u8], at: usize) -> bool {
    text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
}

/// `10115 Berlin`, `1017 GA Amsterdam`, `00-001 Warszawa`, `1000-001 Lisboa`, `D-10115 Berlin`
fn code_first(text: &[u8], at: usize) -> Option<usize> {
    let mut at = at;
    let lead = text.get(at..)?.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    if (1..=2).contains(&lead) && text.get(at + lead) == Some(&b'-') {
        at += lead + 1;
    }
    let count = digits(text, at);
    let mut end = at + count;
    match (count, text.get(end)) {
        (2, Some(b'-')) if digits(text, end + 1) == 3 => end += 4,
        (4, Some(b'-')) if digits(text, end + 1) == 3 => end += 4,
        (3, Some(b' ')) if digits(text, end + 1) == 2 => end += 3,
        (4, _) => {
            let skip = usize::from(text.get(end) == Some(&b' '));
            let letters = text.get(end + skip..end + skip + 2).unwrap_or_default();
            if letters.len() == 2
                && letters.iter().all(u8::is_ascii_uppercase)
                && !is_word(text, end + skip + 2)
            {
                end += skip + 2;
            }
        }
        (5, _) => {}
        _ => return None,
    }
    if text.get(end) != Some(&b' ') {
        return None;
    }
    let end = town(text, end + 1)?;
    Some(province(text, end))
}

/// `Roma (RM)`, `Roma RM`
fn province(text: &[u8], end: usize) -> usize {
    match text.get(end..) {
        Some([b' ', b'(', a, b, b')', ..]) if a.is_ascii_uppercase() && b.is_ascii_uppercase() => {
            end + 5
        }
        _ => end,
    }
}

/// `London SW1A 1AA`, `Springfield, IL 62704`, `Sydney NSW 2000`, `Ottawa, ON K1A 0B1`, `Madrid, 28013`
fn town_first(text: &[u8], at: usize) -> Option<usize> {
    let mut from = at;
    for _ in 0..TOWN_WORDS_MAX {
        let word = town_word(text, from)?;
        let gap = text.get(word.end..)?;
        let skip = match gap {
            [b',', b'\r', b'\n', ..] => 3,
            [b',', b' ', ..] | [b',', b'\n', ..] | [b'\r', b'\n', ..] => 2,
            [b' ', b' ', ..] => 2,
            [b' ' | b'\n' | b'-', ..] => 1,
            _ => return None,
        };
        let next = word.end + skip;
        if word.is_capital() || from > at {
            if let Some(end) = code_of_islands(text, next).or_else(|| state_and_code(text, next)) {
                return Some(end);
            }
            if gap[0] == b',' && digits(text, next) == 5 && !is_word(text, next + 5) {
                return Some(next + 5);
            }
        }
        if gap[0] == b',' || gap[0] == b'\n' || gap[0] == b'\r' {
            return None;
        }
        from = next;
    }
    None
}

/// A British or Irish postal code.
fn code_of_islands(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..text.len().min(at + 8))?;
    let letters = rest.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let outward =
        rest.iter().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()).count();
    let inward = rest.get(outward + 1..outward + 4)?;
    let fits = (1..=2).contains(&letters)
        && (letters + 1..=letters + 2).contains(&outward)
        && rest[letters].is_ascii_digit()
        && rest[outward] == b' '
        && inward[0].is_ascii_digit()
        && inward[1].is_ascii_uppercase()
        && inward[2].is_ascii_uppercase();
    let end = at + outward + 4;
    (fits && !is_word(text, end)).then_some(end)
}

/// `IL 62704`, `NY 10001-1234`, `NSW 2000`, `ON K1A 0B1`
fn state_and_code(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let letters = rest.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    if !(2..=3).contains(&letters) || rest.get(letters) != Some(&b' ') {
        return None;
    }
    let code = at + letters + 1;
    let count = digits(text, code);
    let end = match (letters, count) {
        (2, 5) if text.get(code + 5) == Some(&b'-') && digits(text, code + 6) == 4 => code + 10,
        (2, 5) => code + 5,
        (2 | 3, 4) => code + 4,
        (2, 0) => {
            let form = text.get(code..code + 7)?;
            let is_canadian = form.iter().enumerate().all(|(index, byte)| match index {
                0 | 2 | 5 => byte.is_ascii_uppercase(),
                3 => *byte == b' ',
                _ => byte.is_ascii_digit(),
            });
            if !is_canadian {
                return None;
            }
            code + 7
        }
        _ => return None,
    };
    (!is_word(text, end)).then_some(end)
}

/// The byte behind the name of a town.
fn town(text: &[u8], at: usize) -> Option<usize> {
    let first = town_word(text, at)?;
    if !first.is_capital() {
        return None;
    }
    let mut end = first.end;
    let mut from = end;
    for _ in 1..TOWN_WORDS_MAX {
        let skip = match text.get(from..) {
            Some([b'.', b' ', ..]) if from == first.end && first.text.len() < 4 => 2,
            Some([b' ', b'(', ..]) => break,
            Some([b' ' | b'/', ..]) => 1,
            _ => break,
        };
        let Some(word) = town_word(text, from + skip) else { break };
        if word.is_capital() {
            let known = kinds(&word);
            // `10115 Berlin Frau Schmidt`
            if known.has(Kinds::TITLE) || known.has(Kinds::COMMON) && !known.has(Kinds::SURNAME) {
                break;
            }
            end = word.end;
        }
        from = word.end;
    }
    Some(end)
}

/// A word of a town's name: a capital, or a small word between.
fn town_word(text: &[u8], at: usize) -> Option<Word<'_>> {
    let word = word_at(text, at)?;
    let fits = word.is_capital()
        || word.folded().is_some_and(|folded| {
            std::str::from_utf8(folded.as_bytes()).is_ok_and(|plain| PARTICLES.contains(&plain))
        });
    fits.then_some(word)
}
