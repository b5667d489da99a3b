//! Given names and surnames: sorted lists of folded names, one a line, looked up without being unpacked.
//! `names/README.md` says which public registers they come from.

static GIVEN: &str = include_str!("../names/given_names.txt");
static SURNAMES: &str = include_str!("../names/surnames.txt");

/// The longest word that is folded.
const WORD_BYTES_MAX: usize = 40;

/// A word in lower case without accents, as the lists have it; what is not Latin stays as it is.
pub(crate) struct Folded {
    bytes: [u8; WORD_BYTES_MAX],
    length: usize,
}

impl Folded {
    /// `None` for a word that is too long to be a name.
    pub(crate) fn of(word: &str) -> Option<Self> {
        let mut folded = Self { bytes: [0; WORD_BYTES_MAX], length: 0 };
        for character in word.chars() {
            let mut buffer = [0; 4];
            let plain = match base(character) {
                Some(plain) => plain,
                None => character.encode_utf8(&mut buffer),
            };
            for byte in plain.bytes() {
                *folded.bytes.get_mut(folded.length)? = byte.to_ascii_lowercase();
                folded.length += 1;
            }
        }
        Some(folded)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// Whether it is a given name somewhere.
    pub(crate) fn is_given(&self) -> bool {
        holds(GIVEN, self.as_bytes())
    }

    /// Whether it is a surname somewhere.
    pub(crate) fn is_surname(&self) -> bool {
        holds(SURNAMES, self.as_bytes())
    }
}

/// The letters of ASCII that a Latin letter is written with where there are no others.
fn base(character: char) -> Option<&'static str> {
    Some(match character {
        'à'..='å' | 'À'..='Å' | 'ā' | 'Ā' | 'ă' | 'Ă' | 'ą' | 'Ą' => "a",
        'æ' | 'Æ' => "ae",
        'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' | 'ċ' | 'Ċ' => "c",
        'ď' | 'Ď' | 'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'Ē' | 'ė' | 'Ė' | 'ę' | 'Ę' | 'ě' | 'Ě' => "e",
        'ğ' | 'Ğ' | 'ģ' | 'Ģ' | 'ġ' | 'Ġ' => "g",
        'ħ' | 'Ħ' => "h",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'Ī' | 'į' | 'Į' | 'ı' | 'İ' => "i",
        'ķ' | 'Ķ' => "k",
        'ł' | 'Ł' | 'ľ' | 'Ľ' | 'ĺ' | 'Ĺ' | 'ļ' | 'Ļ' => "l",
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' | 'Ň' | 'ņ' | 'Ņ' => "n",
        'ò'..='ö' | 'ø' | 'Ò'..='Ö' | 'Ø' | 'ő' | 'Ő' | 'ō' | 'Ō' => "o",
        'œ' | 'Œ' => "oe",
        'ř' | 'Ř' | 'ŕ' | 'Ŕ' => "r",
        'ś' | 'Ś' | 'š' | 'Š' | 'ş' | 'Ş' | 'ș' | 'Ș' => "s",
        'ß' => "ss",
        'ť' | 'Ť' | 'ţ' | 'Ţ' | 'ț' | 'Ț' => "t",
        'þ' | 'Þ' => "th",
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'Ū' | 'ů' | 'Ů' | 'ű' | 'Ű' | 'ų' | 'Ų' => "u",
        'ý' | 'ÿ' | 'Ý' => "y",
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' => "z",
        _ => return None,
    })
}

/// The list of given names, one a line.
pub(crate) fn given_names() -> &'static str {
    GIVEN
}

/// The list of surnames, one a line.
pub(crate) fn surnames() -> &'static str {
    SURNAMES
}

/// Whether a line of the sorted list is the word.
fn holds(list: &str, word: &[u8]) -> bool {
    let list = list.as_bytes();
    let (mut low, mut high) = (0, list.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = list[..middle].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let end =
            list[middle..].iter().position(|&b| b == b'\n').map_or(list.len(), |at| middle + at);
        match list[start..end].cmp(word) {
            std::cmp::Ordering::Equal => return !word.is_empty(),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Folded {
        Folded::of(text).expect("a short word")
    }

    #[test]
    fn names_are_found_whatever_their_case_and_accents() {
        for given in ["Anna", "JOSÉ", "łukasz", "Jürgen", "Søren", "Zoë"] {
            assert!(word(given).is_given(), "{given}");
        }
        for surname in ["Müller", "NOWAK", "García", "Østergaard", "Weiß"] {
            assert!(word(surname).is_surname(), "{surname}");
        }
        for none in ["", "server", "xqzt", "anna\nbea"] {
            assert!(!word(none).is_given() && !word(none).is_surname(), "{none}");
        }
    }

    #[test]
    fn the_lists_are_sorted_and_every_line_is_found() {
        for list in [GIVEN, SURNAMES] {
            let lines: Vec<&str> = list.lines().collect();
            assert!(lines.is_sorted() && lines.len() > 5_000);
            assert!(lines.iter().all(|line| holds(list, line.as_bytes())));
        }
        assert!(GIVEN.len() + SURNAMES.len() < 300 * 1024);
    }
}
