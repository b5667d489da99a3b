//! What stands right beside a match: a number that goes on is another number.

use crate::classes::is_word;
use crate::plan::PIVOT_BEHIND_BYTES;

/// Six pairs of hexadecimal digits with what separates them: the address of a network card.
const PAIRS_BYTES_MIN: usize = 17;

/// Groups of 8, 4, 4, 4 and 12 hexadecimal digits.
const UUID_BYTES: usize = 36;

/// What beside a match may make it a part of something longer; everything that is asked for below.
static JOINS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let signs = b"+)]_.-: ";
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

/// Whether what stands right beside a match, a comma or a quote, says at once that it is no part of a longer
/// number and of no row of them.
#[inline]
pub(crate) fn stands_apart(text: &[u8], start: usize, end: usize) -> bool {
    let joins = |byte: Option<&u8>| byte.is_some_and(|&byte| JOINS[usize::from(byte)]);
    !joins(start.checked_sub(1).and_then(|before| text.get(before))) && !joins(text.get(end))
}

/// Whether a digit at either end goes on as a decimal number or as another group of hexadecimal digits, pairs as a
/// longer chain of them, or a plus sign stands between two numbers. A fraction of `.0` is none: tables
/// turn whole numbers into `4111111111111111.0`.
pub(crate) fn is_part_of_a_number(text: &[u8], start: usize, end: usize) -> bool {
    let at = |index: usize| text.get(index).copied().unwrap_or(b' ');
    let before = |by: usize| if start >= by { text[start - by] } else { b' ' };
    if text[start] == b'+' {
        // Behind a letter or a bracket it adds; behind a word such as `Tel` it is a sign.
        let glued = b"+)]_".contains(&before(1)) || before(1).is_ascii_digit();
        if glued || before(1).is_ascii_alphabetic() && !before(2).is_ascii_alphabetic() {
            return true;
        }
        // `bounce+79420-user@…` is an address.
        let joined = matches!(at(end), b'-' | b'.' | b'_' | b'=' | b'@');
        if before(1).is_ascii_alphabetic() && joined && at(end + 1).is_ascii_alphanumeric() {
            return true;
        }
    }
    // The end of an address whose beginning is none, as in a message's number, is none either.
    if matches!(before(1), b'-' | b'.' | b'+')
        && before(2).is_ascii_alphanumeric()
        && text[start..end].contains(&b'@')
        && !text[start..end].contains(&b':')
    {
        return true;
    }
    if end - start >= PAIRS_BYTES_MIN && matches!(text[start + 2], b':' | b'-') {
        let separator = text[start + 2];
        let pair = |first: u8, second: u8| first.is_ascii_hexdigit() && second.is_ascii_hexdigit();
        let came = before(1) == separator && pair(before(2), before(3));
        let goes_on = at(end) == separator && pair(at(end + 1), at(end + 2));
        if at(end - 3) == separator && (came || goes_on) {
            return true;
        }
    }
    if text[start].is_ascii_digit() {
        let decimal = before(1) == b'.' && before(2).is_ascii_digit();
        let grouped = before(1) == b'-'
            && before(6) == b'-'
            && is_of_hexadecimal_groups(
                text,
                start - 5,
                [9, 14, 19].map(|by| start.checked_sub(by + 5)),
            );
        // `30+20220630` is a version.
        let added = before(1) == b'+' && before(2).is_ascii_digit();
        if decimal || added || grouped {
            return true;
        }
    }
    if text[end - 1].is_ascii_digit() {
        let whole = at(end + 1) == b'0' && !is_word(at(end + 2)) && at(end + 2) != b'.';
        let decimal = at(end) == b'.' && at(end + 1).is_ascii_digit() && !whole;
        let grouped = at(end) == b'-'
            && at(end + 5) == b'-'
            && is_of_hexadecimal_groups(text, end + 1, [8, 13, 18].map(|by| end.checked_sub(by)));
        return decimal || grouped;
    }
    false
}

/// Whether the four characters at `group`, between hyphens, are a group of hexadecimal digits: they have a letter,
/// or a UUID begins at one of the places where that would. Digits alone may be the year of a reference number.
fn is_of_hexadecimal_groups(text: &[u8], group: usize, uuids: [Option<usize>; 3]) -> bool {
    let group = &text[group..group + 4];
    let is_uuid = |at: usize| {
        text.get(at..at + UUID_BYTES).is_some_and(|uuid| {
            uuid.iter().enumerate().all(|(place, byte)| match place {
                8 | 13 | 18 | 23 => *byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
        })
    };
    group.iter().all(u8::is_ascii_hexdigit)
        && (!group.iter().all(u8::is_ascii_digit) || uuids.into_iter().flatten().any(is_uuid))
}

/// Whether a match is a decimal number such as `98.133003`; nobody writes one with a zero before other digits.
pub(crate) fn is_decimal(clear: &[u8]) -> bool {
    const DIGITS_MIN: usize = 7;
    let whole = clear.iter().take_while(|byte| byte.is_ascii_digit()).count();
    whole > 0
        && clear.len() > DIGITS_MIN
        && clear[0] != b'0'
        && clear.get(whole) == Some(&b'.')
        && clear.len() > whole + 1
        && clear[whole + 1..].iter().all(u8::is_ascii_digit)
}

/// Whether eight digits are a day of this century or the last as programs write it, `20040508`.
pub(crate) fn is_plain_day(clear: &[u8]) -> bool {
    let Some(clear) = clear.as_array::<8>() else { return false };
    let two = |at: usize| (clear[at] - b'0') * 10 + (clear[at + 1] - b'0');
    clear.iter().all(u8::is_ascii_digit)
        && (two(0) == 19 && two(2) >= 70 || two(0) == 20 && two(2) < 50)
        && (1..=12).contains(&two(4))
        && (1..=31).contains(&two(6))
}

/// Whether hexadecimal digits stand among hashes of their length: one in thirty abbreviated ones has no letter.
pub(crate) fn is_one_of_hashes(text: &[u8], start: usize, end: usize) -> bool {
    const LENGTHS: std::ops::RangeInclusive<usize> = 7..=40;
    const REACH_BYTES: usize = 400;
    const HASHES_MIN: usize = 2;
    let length = end - start;
    if !LENGTHS.contains(&length) || !text[start..end].iter().all(u8::is_ascii_hexdigit) {
        return false;
    }
    let near = &text[start.saturating_sub(REACH_BYTES)..text.len().min(end + REACH_BYTES)];
    let words = near.split(|byte| !byte.is_ascii_alphanumeric());
    words.filter(|word| word.len() == length && is_hash(word)).nth(HASHES_MIN - 1).is_some()
}

/// Hexadecimal digits whose letters, of one case, and digits take turns as in no number with letters before or
/// behind it.
fn is_hash(word: &[u8]) -> bool {
    const TURNS_MIN: usize = 3;
    let turns = word.windows(2).filter(|two| two[0].is_ascii_digit() != two[1].is_ascii_digit());
    word.iter().all(u8::is_ascii_hexdigit)
        && !(word.iter().any(u8::is_ascii_lowercase) && word.iter().any(u8::is_ascii_uppercase))
        && turns.count() >= TURNS_MIN
}

/// Digits that are one digit again and again, or counted up, 0 after 9, perhaps behind a letter or two.
pub(crate) fn is_filler(clear: &[u8]) -> bool {
    const DIGITS_MIN: usize = 6;
    const LETTERS_MAX: usize = 2;
    let mut digits = clear.iter().filter(|byte| byte.is_ascii_digit());
    let Some(&first) = digits.next() else { return false };
    let (mut same, mut ascending, mut count, mut before) = (true, true, 1, first);
    for &digit in digits {
        same &= digit == before;
        ascending &= digit - b'0' == (before - b'0' + 1) % 10;
        if !same && !ascending {
            return false;
        }
        (before, count) = (digit, count + 1);
    }
    let letters = clear.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    (same || ascending) && count >= DIGITS_MIN && letters <= LETTERS_MAX
}

/// Whether a run of digits is one of several between hyphens, or has a letter behind one: a group of a
/// longer number.
pub(crate) fn is_group_of_a_number(text: &[u8], start: usize, end: usize) -> bool {
    let at = |index: usize| text.get(index).copied().unwrap_or(b' ');
    let before = |by: usize| if start >= by { text[start - by] } else { b' ' };
    text[start..end].iter().all(u8::is_ascii_digit)
        && (before(1) == b'-' && before(2).is_ascii_digit()
            || at(end) == b'-'
                && (at(end + 1).is_ascii_digit()
                    || at(end + 1).is_ascii_uppercase() && !is_word(at(end + 2))))
}

/// Whether groups of digits of one size go on before and behind: a table, not a value.
pub(crate) fn is_row_of_numbers(text: &[u8], start: usize, end: usize) -> bool {
    let digits = |bytes: &mut dyn Iterator<Item = &u8>| {
        bytes.take_while(|byte| byte.is_ascii_digit()).count()
    };
    // The groups around may be hexadecimal: a table of code points is no row of cards.
    let group = |bytes: &mut dyn Iterator<Item = &u8>| {
        let mut numeric = false;
        let group = bytes.take_while(|byte| byte.is_ascii_hexdigit());
        let size = group.inspect(|byte| numeric |= byte.is_ascii_digit()).count();
        if numeric { size } else { 0 }
    };
    let size = digits(&mut text[start..end].iter());
    let Some(&separator) = text[start..end].get(size) else { return false };
    if size == 0 || !matches!(separator, b' ' | b'-') {
        return false;
    }
    let last = digits(&mut text[start..end].iter().rev());
    let goes_on = text.get(end) == Some(&separator)
        && group(&mut text[end + 1..].iter().take(size + 1)) == size;
    let came = start > 0
        && text[start - 1] == separator
        && group(&mut text[..start - 1].iter().rev().take(size + 1)) == size;
    last == size && (goes_on || came)
}

/// Whether what seems an address is the user, or the end of the password, of a URL.
pub(crate) fn is_user_of_a_url(text: &[u8], start: usize) -> bool {
    let before = &text[start.saturating_sub(PIVOT_BEHIND_BYTES)..start];
    let word = before.rsplit(|byte| byte.is_ascii_whitespace() || b"\"'<>".contains(byte)).next();
    let Some(word) = word else { return false };
    let scheme = word.windows(3).rposition(|w| w == b"://");
    scheme.is_some_and(|at| !word[at + 3..].iter().any(|byte| b"/?#".contains(byte)))
}
