//! Real calendar days between 1900 and 2030, in the orders in which dates of birth are written:
//! year-month-day, day-month-year, month-day-year, with digits or a month's name (English, German,
//! French, Spanish, Italian, Dutch, Portuguese). Years have four digits.

use crate::Pass;
use crate::calendar::is_day;

const YEARS: std::ops::RangeInclusive<u32> = 1900..=2030;

/// `31 de dezembro de 1999` has five words.
const WORDS_MAX: usize = 5;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Written::read(clear)?;
    let real = |year, month, day| YEARS.contains(&year) && is_day(year, month, day);
    use Word::{Month, Number};
    let fits = match *written.words() {
        [Number { value, digits: 8 }] => real(value / 10_000, value / 100 % 100, value % 100),
        [
            Number { value: year, digits: 4 },
            Number { value: month, .. },
            Number { value: day, .. },
        ] => written.one_separator && real(year, month, day),
        [
            Number { value: one, digits: 1 | 2 },
            Number { value: two, digits: 1 | 2 },
            Number { value: year, digits: 4 },
        ] => written.one_separator && (real(year, two, one) || real(year, one, two)),
        [Number { value: day, digits: 1 | 2 }, Month(month), Number { value: year, digits: 4 }]
        | [Month(month), Number { value: day, digits: 1 | 2 }, Number { value: year, digits: 4 }]
        | [Number { value: year, digits: 4 }, Month(month), Number { value: day, digits: 1 | 2 }] => {
            real(year, month, day)
        }
        _ => false,
    };
    fits.then_some(Pass::PLAIN)
}

/// The same with the last two digits of the year behind day and month, in either order.
pub(crate) fn short(clear: &[u8]) -> Option<Pass> {
    let written = Written::read(clear)?;
    let [
        Word::Number { value: one, digits: 1 | 2 },
        Word::Number { value: two, digits: 1 | 2 },
        Word::Number { value: year, digits: 2 },
    ] = *written.words()
    else {
        return None;
    };
    let is_real = |year| is_day(year, two, one) || is_day(year, one, two);
    (written.one_separator && is_real(1900 + year)).then_some(Pass::PLAIN)
}

#[derive(Clone, Copy)]
enum Word {
    Number { value: u32, digits: usize },
    Month(u32),
}

struct Written {
    words: [Word; WORDS_MAX],
    count: usize,
    /// The same single sign between all numbers.
    one_separator: bool,
}

impl Written {
    fn read(clear: &[u8]) -> Option<Self> {
        let nothing = Word::Number { value: 0, digits: 0 };
        let mut written = Self { words: [nothing; WORDS_MAX], count: 0, one_separator: true };
        let mut separator: Option<&[u8]> = None;
        let mut rest = clear;
        loop {
            let letters = rest.first().is_some_and(|byte| !byte.is_ascii_digit());
            let is_inside =
                |byte: &u8| if letters { is_letter(*byte) } else { byte.is_ascii_digit() };
            let (word, after) =
                rest.split_at(rest.iter().take_while(|byte| is_inside(byte)).count());
            if word.is_empty() {
                return None;
            }
            written.take(word)?;
            let gap = after.iter().take_while(|byte| b" -./,".contains(byte)).count();
            if gap > 2 {
                return None;
            }
            if gap == after.len() {
                // A trailing dot belongs to an abbreviation, never to a date.
                return (gap == 0).then_some(written);
            }
            let (gap, next) = after.split_at(gap);
            written.one_separator &= gap.len() == 1 && separator.is_none_or(|first| first == gap);
            separator = Some(gap);
            rest = next;
        }
    }

    fn take(&mut self, word: &[u8]) -> Option<()> {
        let word = if word[0].is_ascii_digit() {
            if word.len() > 8 {
                return None;
            }
            let value = word.iter().fold(0, |value, byte| value * 10 + u32::from(byte - b'0'));
            Word::Number { value, digits: word.len() }
        } else if is_joining(word) {
            return Some(());
        } else {
            Word::Month(month(word)?)
        };
        *self.words.get_mut(self.count)? = word;
        self.count += 1;
        Some(())
    }

    fn words(&self) -> &[Word] {
        &self.words[..self.count]
    }
}

/// Letters beyond ASCII count as letters; no word that is compared has others.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// Ordinal endings and the `of` between day, month and year.
fn is_joining(word: &[u8]) -> bool {
    const JOINING: [&[u8]; 8] = [b"st", b"nd", b"rd", b"th", b"er", b"de", b"of", b"del"];
    JOINING.iter().any(|joining| word.eq_ignore_ascii_case(joining))
}

fn month(word: &[u8]) -> Option<u32> {
    MONTHS.iter().zip(1..).find_map(|(names, month)| {
        names.iter().any(|name| same(word, name.as_bytes())).then_some(month)
    })
}

/// Equal but for the case of ASCII letters and of the two-byte letters of Latin-1.
fn same(word: &[u8], name: &[u8]) -> bool {
    let lower = |byte: u8| {
        if (0x80..0xA0).contains(&byte) { byte | 0x20 } else { byte.to_ascii_lowercase() }
    };
    word.len() == name.len()
        && word.iter().zip(name).all(|(&one, &other)| lower(one) == lower(other))
}

/// Names and abbreviations of each month.
static MONTHS: [&[&str]; 12] = [
    &[
        "jan", "january", "januar", "jänner", "jaen", "janvier", "janv", "ene", "enero", "gen",
        "gennaio", "januari", "janeiro",
    ],
    &[
        "feb",
        "february",
        "februar",
        "février",
        "févr",
        "fév",
        "febrero",
        "febbraio",
        "februari",
        "fevereiro",
        "fev",
    ],
    &["mar", "march", "märz", "mär", "mrz", "mars", "marzo", "maart", "mrt", "março"],
    &["apr", "april", "avril", "avr", "abr", "abril", "aprile"],
    &["may", "mai", "mayo", "mag", "maggio", "mei", "maio"],
    &["jun", "june", "juni", "juin", "junio", "giu", "giugno", "junho"],
    &["jul", "july", "juli", "juillet", "juil", "julio", "lug", "luglio", "julho"],
    &["aug", "august", "août", "ago", "agosto", "augustus"],
    &["sep", "sept", "september", "septembre", "septiembre", "set", "settembre", "setembro"],
    &["oct", "october", "okt", "oktober", "octobre", "octubre", "ott", "ottobre", "out", "outubro"],
    &["nov", "november", "novembre", "noviembre", "novembro"],
    &[
        "dec",
        "december",
        "dez",
        "dezember",
        "décembre",
        "déc",
        "dic",
        "diciembre",
        "dicembre",
        "dezembro",
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_years_stand_behind_day_and_month() {
        assert!(short(b"17.10.74").is_some() && short(b"10/17/74").is_some());
        for clear in ["31.02.74", "74-10-17", "17.10-74", "17.10.1974", "1.2.3"] {
            assert!(short(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn days_in_all_usual_orders_pass() {
        for clear in [
            "1985-12-31",
            "1985/12/31",
            "1985.12.31",
            "19851231",
            "31.12.1985",
            "31/12/1985",
            "12/31/1985",
            "1.2.1985",
            "31 Dec 1985",
            "31-DEC-1985",
            "December 31, 1985",
            "Dec. 31, 1985",
            "31. Dezember 1985",
            "3. MÄRZ 1985",
            "1er août 1985",
            "31 de diciembre de 1985",
            "31st December 1985",
            "2000-02-29",
            "1985-Dec-31",
            "29 February 2024",
            "1900-01-01",
            "2030-12-31",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn days_that_are_none_fail() {
        for clear in [
            "1985-13-01",
            "1985-02-30",
            "1900-02-29",
            "31.11.1985",
            "13/13/1985",
            "0/1/1985",
            "1899-12-31",
            "2031-01-01",
            "19851301",
            "31 Foo 1985",
            "30 February 1985",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn other_forms_fail() {
        for clear in [
            "",
            "1985",
            "31.12.85",
            "1985-12/31",
            "1985--12-31",
            "1985-12-31.",
            "-1985-12-31",
            "1985-12-31-01",
            "Dec 1985",
            "de de de",
            "31 Dec",
            "198512311",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
