//! Text folded to words: case and diacritics go, everything that is not a letter or digit parts
//! words, and so do `camelCase` and the border between letters and digits. In scripts that leave no space
//! between words every sign is a word, so that a keyword is met inside of a sentence as well.

use std::sync::LazyLock;

/// Text as words.
#[derive(Default)]
pub(crate) struct Folded {
    pub(crate) text: Vec<u8>,
    /// By byte of `text`: where it stands in the source.
    pub(crate) places: Vec<u32>,
    /// Whether a run of signs is one word.
    whole_runs: bool,
}

/// What a character is to the border between words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Border,
    Lower,
    Upper,
    Digit,
    /// Of a script that leaves no space between words.
    Sign,
}

impl Folded {
    /// For headings, of which a run of signs is one word: the heading `地址` is not met in `网站地址`.
    pub(crate) fn of_headings() -> Self {
        Self { whole_runs: true, ..Self::default() }
    }

    /// Folds text that begins at `base` of its source to lower-case words, each between single
    /// spaces.
    pub(crate) fn fold(&mut self, bytes: &[u8], base: usize) {
        self.fold_to(bytes, base, usize::MAX);
    }

    /// The same, until `most` folded bytes are there; what stands behind them is not to be relied
    /// on.
    pub(crate) fn fold_to(&mut self, bytes: &[u8], base: usize, most: usize) {
        self.fold_words(bytes, base, most, usize::MAX);
    }

    /// The same, until so many words are there.
    fn fold_words(&mut self, bytes: &[u8], base: usize, most: usize, mut words: usize) {
        self.text.clear();
        self.places.clear();
        let place = |at: usize| u32::try_from(base + at).unwrap_or(u32::MAX);
        self.put(b' ', place(0));
        let mut before = Sort::Border;
        let mut at = 0;
        while at < bytes.len() && self.text.len() < most {
            let byte = bytes[at];
            let (character, length, sort) = match ASCII_SORTS.get(usize::from(byte)) {
                Some(&sort) => (char::from(byte), 1, sort),
                None => {
                    let (character, length) = first_char(&bytes[at..]);
                    (character, length, sort_of(character))
                }
            };
            let sort = self.sort(sort);
            let next = match sort {
                Sort::Upper => self.sort(sort_of(first_char(&bytes[at + length..]).0)),
                _ => sort,
            };
            if parts(before, sort, next) && self.border(place(at)) {
                words -= 1;
                if words == 0 {
                    return;
                }
            }
            if sort != Sort::Border {
                self.letter(character, place(at));
            }
            before = sort;
            at += length;
        }
        self.border(place(at));
    }

    /// The first word alone, or its first `most` bytes.
    pub(crate) fn fold_word(&mut self, bytes: &[u8], base: usize, most: usize) {
        let ascii = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let plain = ascii <= most && bytes.get(ascii).is_none_or(u8::is_ascii);
        // One byte behind the word, which may part it.
        let end = if plain { (ascii + 1).min(bytes.len()) } else { bytes.len() };
        self.fold_words(&bytes[..end], base, most + 1, 1);
    }

    fn sort(&self, sort: Sort) -> Sort {
        if sort == Sort::Sign && self.whole_runs { Sort::Lower } else { sort }
    }

    fn put(&mut self, byte: u8, place: u32) {
        self.text.push(byte);
        self.places.push(place);
    }

    /// Says whether the border is the first behind a word.
    fn border(&mut self, place: u32) -> bool {
        let ends_word = self.text.last() != Some(&b' ');
        if ends_word {
            self.put(b' ', place);
        }
        ends_word
    }

    fn letter(&mut self, character: char, place: u32) {
        if character.is_ascii() {
            self.put((character as u8).to_ascii_lowercase(), place);
            return;
        }
        if let Some(base) = LATIN.get(character as usize).filter(|base| !base.is_empty()) {
            base.bytes().for_each(|byte| self.put(byte, place));
            return;
        }
        for lower in character.to_lowercase() {
            let mut buffer = [0u8; 4];
            for &byte in base_letters(lower, &mut buffer) {
                self.put(byte, place);
            }
        }
    }
}

/// Whether a border lies between a character and the one before it.
fn parts(before: Sort, sort: Sort, next: Sort) -> bool {
    match (before, sort) {
        (_, Sort::Border | Sort::Sign) | (Sort::Border | Sort::Sign, _) => true,
        (Sort::Digit, Sort::Digit) | (Sort::Lower, Sort::Lower) | (Sort::Upper, Sort::Lower) => {
            false
        }
        // `SSNNumber` parts before the `N` that begins a word.
        (Sort::Upper, Sort::Upper) => next == Sort::Lower,
        (Sort::Lower, Sort::Upper) | (Sort::Digit, _) | (_, Sort::Digit) => true,
    }
}

/// Whether folding parts a word here. Text before that is cut, or is no UTF-8, counts as a border.
pub(crate) fn begins_word(text: &[u8], at: usize) -> bool {
    let before = if at == 0 { b'\n' } else { text[at - 1] };
    let next = text.get(at + 1).copied().unwrap_or(b'\n');
    let sort = |byte: u8| ASCII_SORTS.get(usize::from(byte)).copied();
    if let (Some(before), Some(sort), Some(next)) = (sort(before), sort(text[at]), sort(next)) {
        return sort != Sort::Border && parts(before, sort, next);
    }
    let (sort, length) = sort_at(text, at);
    let next = match sort {
        Sort::Upper => sort_at(text, at + length).0,
        _ => sort,
    };
    let before = match text[..at] {
        [.., 0xC3, behind @ 0x80..=0xBF] => SORTS_C3[usize::from(behind & 63)],
        _ => sort_of(char_before(text, at)),
    };
    sort != Sort::Border && parts(before, sort, next)
}

/// The bytes of the sign at `at`, where it has three of them, as nearly all have: a word that is folded already.
#[inline]
pub(crate) fn sign(text: &[u8], at: usize) -> Option<[u8; 3]> {
    let three @ [0xE0..=0xEF, second, third] = *text[at..].first_chunk()? else { return None };
    if second & 0xC0 != 0x80 || third & 0xC0 != 0x80 {
        return None;
    }
    let [first, second, third] = three.map(u32::from);
    let character = char::from_u32((first & 15) << 12 | (second & 63) << 6 | third & 63);
    // What UTF-8 writes in fewer bytes is no sign.
    character.filter(|&character| sort_of(character) == Sort::Sign).map(|_| three)
}

/// The sort of the character at `at`, and its bytes.
fn sort_at(text: &[u8], at: usize) -> (Sort, usize) {
    match text[at..] {
        [0xC3, behind @ 0x80..=0xBF, ..] => (SORTS_C3[usize::from(behind & 63)], 2),
        _ => {
            let (character, length) = first_char(&text[at..]);
            (sort_of(character), length)
        }
    }
}

/// The character that ends at `at`; a border where there is none.
fn char_before(text: &[u8], at: usize) -> char {
    (1..=at.min(4)).find(|&length| text[at - length] & 0xC0 != 0x80).map_or('\n', |length| {
        match first_char(&text[at - length..at]) {
            (character, whole) if whole == length => character,
            _ => '\n',
        }
    })
}

/// The sort of every ASCII byte, for the hot path.
static ASCII_SORTS: [Sort; 128] = {
    let mut sorts = [Sort::Border; 128];
    let mut byte = 0u8;
    while byte < 128 {
        sorts[byte as usize] = match byte {
            b'a'..=b'z' => Sort::Lower,
            b'A'..=b'Z' => Sort::Upper,
            b'0'..=b'9' => Sort::Digit,
            _ => Sort::Border,
        };
        byte += 1;
    }
    sorts
};

/// The sorts of the letters with marks that most languages of Europe have, by their second byte.
static SORTS_C3: [Sort; 64] = {
    let mut sorts = [Sort::Lower; 64];
    let mut code = 0;
    while code < 0x1F {
        sorts[code] = Sort::Upper;
        code += 1;
    }
    // The signs of multiplication and division.
    sorts[0x17] = Sort::Border;
    sorts[0x37] = Sort::Border;
    sorts
};

/// The Latin letters with marks, by code point, as their letters without; empty for all others.
static LATIN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folded = |code: u32| {
        let letter = char::from_u32(code).filter(|c| c.is_alphabetic() && !c.is_ascii())?;
        let lower = letter.to_lowercase().next()?;
        let mut buffer = [0u8; 4];
        String::from_utf8(base_letters(lower, &mut buffer).to_vec()).ok()
    };
    (0..0x180).map(|code| folded(code).unwrap_or_default()).collect()
});

fn sort_of(character: char) -> Sort {
    match character {
        _ if character.is_ascii() => ASCII_SORTS[character as usize],
        'ß'..='ö' | 'ø'..='ÿ' => Sort::Lower,
        'À'..='Ö' | 'Ø'..='Þ' => Sort::Upper,
        // The letters of whole languages need not be looked up.
        '가'..='힣' | '一'..='鿿' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' => Sort::Sign,
        'а'..='џ' => Sort::Lower,
        'Ѐ'..='Я' => Sort::Upper,
        _ if character.is_uppercase() => Sort::Upper,
        _ if is_of_signs(character) && character.is_alphabetic() => Sort::Sign,
        _ if character.is_alphabetic() => Sort::Lower,
        _ if character.is_numeric() => Sort::Digit,
        _ => Sort::Border,
    }
}

/// Whether it is of a script that leaves no space between words: Thai, Lao, Burmese, Khmer, Chinese and Japanese.
/// Korean leaves some, and writes its particles without one.
fn is_of_signs(character: char) -> bool {
    matches!(
        character,
        '\u{0E00}'..='\u{0EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3041}'..='\u{30FF}'
            | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF66}'..='\u{FF9F}'
            | '\u{20000}'..='\u{3FFFF}'
    )
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

/// A letter without its marks, for the Latin and Greek letters of European languages; a final sigma
/// is a sigma, as in capitals.
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
        'ά' => "α",
        'έ' => "ε",
        'ή' => "η",
        'ί' | 'ϊ' | 'ΐ' => "ι",
        'ό' => "ο",
        'ύ' | 'ϋ' | 'ΰ' => "υ",
        'ώ' => "ω",
        'ς' => "σ",
        other => return other.encode_utf8(buffer).as_bytes(),
    };
    base.as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut folded = Folded::default();
        folded.fold(text.as_bytes(), 0);
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
        assert_eq!(words("Αριθμός Διαβατηρίου"), words("ΑΡΙΘΜΟΣ ΔΙΑΒΑΤΗΡΙΟΥ"));
        assert_eq!(words("ΑΦΜ αφμ"), " αφμ αφμ ");
    }

    #[test]
    fn letters_with_marks_are_of_the_sort_that_unicode_says() {
        for code in 0xC0..=0xFFu32 {
            let character = char::from_u32(code).expect("a Latin letter or sign");
            assert!(SORTS_C3[(code - 0xC0) as usize] == sort_of(character), "{character}");
        }
    }

    #[test]
    fn letters_of_whole_languages_are_of_the_sort_that_unicode_says() {
        for character in '\u{80}'..=char::MAX {
            let sort = match character {
                _ if character.is_uppercase() => Sort::Upper,
                _ if character.is_alphabetic() && is_of_signs(character) => Sort::Sign,
                _ if character.is_alphabetic() => Sort::Lower,
                _ if character.is_numeric() => Sort::Digit,
                _ => Sort::Border,
            };
            assert!(sort_of(character) == sort, "{character}");
        }
    }

    #[test]
    fn signs_are_words_and_in_headings_their_runs_are() {
        assert_eq!(words("护照号码:E1"), " 护 照 号 码 e 1 ");
        assert_eq!(words("IP地址"), " ip 地 址 ");
        assert_eq!(words("여권번호는 ท่"), " 여 권 번 호 는 ท ");
        let mut heading = Folded::of_headings();
        heading.fold("网站地址 url地址".as_bytes(), 0);
        assert_eq!(heading.text, " 网站地址 url地址 ".as_bytes());
    }

    #[test]
    fn a_sign_is_told_by_its_bytes() {
        for character in '\u{80}'..=char::MAX {
            let mut buffer = [0; 4];
            let bytes = character.encode_utf8(&mut buffer).as_bytes();
            let is_sign = sort_of(character) == Sort::Sign && bytes.len() == 3;
            assert_eq!(sign(bytes, 0), is_sign.then(|| [bytes[0], bytes[1], bytes[2]]));
            let lower = words(&character.to_string());
            assert!(!is_sign || lower == format!(" {character} "), "{character} is folded");
        }
        assert_eq!(sign(b"\xE4\xB8", 0), None);
        assert_eq!(sign(b"\xE4\xB8a", 0), None);
        assert_eq!(sign(b"\xE0\x80\x80", 0), None);
    }

    #[test]
    fn broken_utf8_is_a_border_and_not_a_crash() {
        let mut folded = Folded::default();
        folded.fold(b"ab\xff\xc3cd\xe2\x82", 0);
        assert_eq!(folded.text, b" ab cd ");
    }

    #[test]
    fn places_are_those_of_the_source() {
        let mut folded = Folded::default();
        folded.fold("né 12 ssn: ".as_bytes(), 100);
        let at = folded.text.windows(5).position(|w| w == b" ssn ").expect("found");
        assert_eq!((folded.places[at + 1], folded.places[at + 4]), (107, 110));
    }
}
