//! Keywords that are heard only as they are written: words alone say nothing where every program has a
//! `license` and every build a `CI`.

use crate::said::LABEL_MARKS_MAX;
use crate::spot::Met;

/// Letters and digits up to which a keyword with signs is one by its signs.
const BARE_LETTERS_MAX: usize = 2;

/// How much of a keyword's spelling a text must show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Its words.
    Words,
    /// A number sign behind them, as in `license #`.
    NumberSign,
    /// All of its signs: `c.i.` is not met in `CI`, nor `rg:` in `rg`, unless the word is the whole label, or the
    /// name that a value is assigned to.
    Signs,
}

impl Spelling {
    /// Of a keyword with so many letters and digits.
    pub(crate) fn of(keyword: &str, letters: usize) -> Self {
        if letters <= BARE_LETTERS_MAX && keyword.bytes().any(is_sign) {
            Self::Signs
        } else if keyword.ends_with(" #") {
            Self::NumberSign
        } else {
            Self::Words
        }
    }

    /// Whether the text, which may be a label, shows as much of the keyword where its words were met.
    pub(crate) fn is_met(self, keyword: &str, (text, is_label): (&[u8], bool), met: &Met) -> bool {
        let (start, end) = (met.start as usize, met.end as usize);
        match self {
            Self::Words => true,
            Self::NumberSign => next_mark(&text[end..]) == Some(b'#'),
            Self::Signs => {
                shows_signs(keyword, text, start, end)
                    || is_label && is_whole_label(text, start, end)
                    || is_assigned(text, start, end)
            }
        }
    }
}

fn is_sign(byte: u8) -> bool {
    byte.is_ascii_punctuation()
}

fn signs(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().copied().filter(|&byte| is_sign(byte))
}

/// The first byte behind a word that is no full stop or space.
fn next_mark(behind: &[u8]) -> Option<u8> {
    let mut near = behind.iter().take(LABEL_MARKS_MAX + 1);
    near.find(|byte| !matches!(byte, b'.' | b' ')).copied()
}

/// Whether the signs between the letters are the keyword's, and behind them the one that it ends with; the full
/// stop of an abbreviation with others before may be left out.
fn shows_signs(keyword: &str, text: &[u8], start: usize, end: usize) -> bool {
    let letters = keyword.trim_end_matches(|c: char| !c.is_alphanumeric());
    let word = text[start..end].trim_ascii_end();
    let last = word.iter().rposition(|&byte| !is_sign(byte)).map_or(0, |at| at + 1);
    let behind = &text[start + last..];
    if !signs(letters.as_bytes()).eq(signs(&word[..last])) {
        return false;
    }
    match keyword[letters.len()..].bytes().rev().find(|&byte| is_sign(byte)) {
        None => true,
        Some(b'.') if signs(letters.as_bytes()).next().is_some() => true,
        Some(b'.') => behind.first() == Some(&b'.'),
        Some(sign) => next_mark(behind) == Some(sign),
    }
}

/// Whether the words are all that a label says, or all of the last name of a path (`$.customer.rg`).
fn is_whole_label(text: &[u8], start: usize, end: usize) -> bool {
    let says =
        |part: &[u8]| part.iter().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    let (before, behind) = (&text[..start], &text[end..]);
    let in_path = matches!(text.first(), Some(b'$' | b'/'));
    let is_last_name = in_path && matches!(before.last(), Some(b'.' | b'/' | b'@'));
    !says(behind) && (is_last_name || !says(before))
}

/// Whether the word is a name with its value behind: `rc="700508/0148"`, `{"rc":"700508/0148"}`.
fn is_assigned(text: &[u8], start: usize, end: usize) -> bool {
    let begins = text[..start].last().is_none_or(|&byte| {
        byte.is_ascii_whitespace()
            || matches!(byte, b'"' | b'\'' | b'{' | b',' | b'&' | b'?' | b';')
    });
    begins && matches!(text[end..], [b'=', ..] | [b'"' | b'\'', b'=' | b':', ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the keyword is met at the words between the brackets.
    fn met_in(keyword: &str, marked: &str, letters: usize, is_label: bool) -> bool {
        let (start, end) = (marked.find('[').unwrap(), marked.find(']').unwrap() - 1);
        let text = marked.replace(['[', ']'], "");
        let met = Met { start: start as u32, end: end as u32, keyword: 0 };
        Spelling::of(keyword, letters).is_met(keyword, (text.as_bytes(), is_label), &met)
    }

    fn is_met(keyword: &str, marked: &str, letters: usize) -> bool {
        met_in(keyword, marked, letters, false)
    }

    #[test]
    fn an_abbreviation_is_met_with_its_stops_and_not_as_a_word() {
        for met in ["[C.I]. 4820173", "[c. i]. 4820173", "[C.I]: 4820173", "titular [C.I.] 4820173"]
        {
            assert!(is_met("c.i.", met, 2), "{met}");
        }
        for word in
            ["95% [CI] 10117512", "[ci] 48", "job [C I] 48", "[c_i] of 12345678", "[c-i] 12345678"]
        {
            assert!(!is_met("c.i.", word, 2), "{word}");
        }
        assert!(is_met("kt.", "[kt]. 120174-3399", 2));
        assert!(!is_met("kt.", "speed 12 [kt] 1201743399", 2));
    }

    #[test]
    fn a_sign_behind_short_words_is_asked_for() {
        assert!(is_met("rg:", "[RG]: 12.345.678-2", 2) && is_met("ss#", "my [SS] # 219099999", 2));
        assert!(
            !is_met("rg:", "group [rg] 123456782", 2) && !is_met("ss#", "[ss] 219099999 now", 2)
        );
        assert!(
            is_met("h&c", "[h & c] 3210987654", 2) && !is_met("h&c", "[h c] number 3210987654", 2)
        );
    }

    #[test]
    fn a_heading_may_be_the_bare_letters_and_nothing_else() {
        for label in ["[rg]", "[r_g]", " [RG] ", "$.customer.[rg]", "$.list.[rG]", "/a/@[rg]"] {
            assert!(met_in("r.g.", label, 2, true), "{label}");
            assert!(!is_met("r.g.", label, 2), "{label}");
        }
        for other in ["[rg] count", "$.[rg].count", "$.my_[rg]", "an [rg]"] {
            assert!(!met_in("rg:", other, 2, true), "{other}");
        }
    }

    #[test]
    fn a_name_with_its_value_may_be_the_bare_letters() {
        for name in ["a [rc]=\"700508/0148\"", "{\"[rc]\":\"700508/0148\"}", "?[rc]=7005080148"] {
            assert!(is_met("r.č.", name, 2), "{name}");
        }
        for other in ["exit_[rc]=7005080148", "x.[rc]=1", "[rc]: 7005080148", "[rc] = 7005080148"] {
            assert!(!is_met("r.č.", other, 2), "{other}");
        }
    }

    #[test]
    fn longer_keywords_are_met_by_their_words() {
        assert!(is_met("n.i.f.", "[NIF] 12345678Z", 3) && is_met("passport", "[passport] 1", 8));
        assert!(
            is_met("license #", "[license] # 12", 7) && !is_met("license #", "[license] 12", 7)
        );
    }
}
