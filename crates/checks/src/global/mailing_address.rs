//! Mailing addresses, as a cell under a heading holds them: a line of words, most with a house number, a
//! word for a street or a postal code; nothing that computers call an address. There is no check digit. In scripts
//! other than Latin, words that say street, quarter or house stand within others, and are looked for so.

use crate::Pass;
use crate::names::Folded;

const BYTES_MAX: usize = 240;
const WORDS_MAX: usize = 32;

/// Words for streets, in the languages of Europe and the Americas, as a word of its own.
const STREETS: [&str; 156] = [
    "al",
    "alameda",
    "aleja",
    "aleje",
    "allee",
    "alley",
    "av",
    "avda",
    "ave",
    "avenida",
    "avenue",
    "avinguda",
    "bd",
    "blvd",
    "boulevard",
    "bulevard",
    "bulevardul",
    "bulwar",
    "calea",
    "calle",
    "camino",
    "carr",
    "carrer",
    "carrera",
    "carretera",
    "chaussee",
    "chemin",
    "cir",
    "circle",
    "close",
    "corso",
    "corte",
    "cote",
    "cottage",
    "cours",
    "court",
    "cres",
    "crescent",
    "ct",
    "damm",
    "dr",
    "dreef",
    "drive",
    "drv",
    "estrada",
    "euclides",
    "expressway",
    "faubourg",
    "fwy",
    "gade",
    "galleria",
    "gardens",
    "gasse",
    "gata",
    "gatan",
    "gate",
    "glen",
    "gracht",
    "grove",
    "highway",
    "hof",
    "hwy",
    "iela",
    "impasse",
    "kade",
    "katu",
    "korut",
    "krt",
    "ks",
    "laan",
    "lane",
    "largo",
    "leioforos",
    "lieu",
    "ln",
    "loop",
    "lungomare",
    "markt",
    "mews",
    "motorway",
    "naberezhnaya",
    "namesti",
    "odos",
    "os",
    "osiedle",
    "parade",
    "parkway",
    "paseo",
    "passage",
    "passeig",
    "piazza",
    "piazzale",
    "pkwy",
    "pl",
    "plac",
    "placa",
    "place",
    "platz",
    "plaza",
    "plein",
    "pobox",
    "polku",
    "postbus",
    "postfach",
    "praca",
    "prospekt",
    "puiestee",
    "quai",
    "rampe",
    "rd",
    "ring",
    "rise",
    "road",
    "route",
    "row",
    "rpt",
    "rua",
    "rue",
    "ruelle",
    "singel",
    "sokak",
    "sq",
    "square",
    "st",
    "steeg",
    "str",
    "straat",
    "strada",
    "strasse",
    "street",
    "tanav",
    "tee",
    "ter",
    "terrace",
    "tie",
    "tori",
    "trail",
    "travessa",
    "trg",
    "trl",
    "ul",
    "ulica",
    "ulice",
    "ulitsa",
    "ut",
    "utca",
    "vag",
    "vagen",
    "vei",
    "vej",
    "via",
    "viale",
    "vicoletto",
    "vicolo",
    "way",
    "weg",
];

/// Endings of words for streets in the languages that join them.
const ENDINGS: [&str; 32] = [
    "allee", "damm", "dijk", "gade", "gasse", "gata", "gatan", "gate", "gaten", "gracht", "kade",
    "katu", "kuja", "laan", "platz", "plein", "ring", "singel", "steeg", "stien", "str", "straat",
    "straatje", "strasse", "tie", "ufer", "vag", "vagen", "vei", "veien", "vej", "weg",
];

/// What computers and traders call an address.
const NO_WORDS: [&str; 19] = [
    "0x",
    "byte",
    "bytes",
    "byval",
    "false",
    "http",
    "https",
    "localhost",
    "memory",
    "none",
    "null",
    "offset",
    "pointer",
    "redacted",
    "register",
    "test",
    "true",
    "undefined",
    "unknown",
];

/// What says street, quarter, town or house in scripts other than Latin, within a word or at its end.
const PLACES: [&str; 85] = [
    "ул.",
    "улица",
    "улице",
    "вул.",
    "вулиця",
    "просп",
    "пр-т",
    "шоссе",
    "переул",
    "пров.",
    "бульвар",
    "площад",
    "көшесі",
    "даңғылы",
    "οδός",
    "λεωφ",
    "πλατεία",
    "شارع",
    "حي ",
    "طريق",
    "منطقة",
    "عمارة",
    "خیابان",
    "کوچه",
    "پلاک",
    "گلی",
    "روڈ",
    "רחוב",
    "רח'",
    "שדרות",
    "שד'",
    "דרך ",
    "ถนน",
    "ถ.",
    "ซอย",
    "ซ.",
    "หมู่",
    "ตำบล",
    "แขวง",
    "อำเภอ",
    "จังหวัด",
    "ต.",
    "อ.",
    "จ.",
    "मार्ग",
    "रोड",
    "नगर",
    "गली",
    "路",
    "街",
    "巷",
    "弄",
    "号",
    "號",
    "室",
    "市",
    "区",
    "區",
    "县",
    "縣",
    "県",
    "镇",
    "鎮",
    "村",
    "町",
    "丁目",
    "番地",
    "시 ",
    "구 ",
    "군 ",
    "대로 ",
    "로 ",
    "길 ",
    "거리 ",
    "가 ",
    "буд.",
    "үй",
    "пәтер",
    "مبنى",
    "مکان",
    "محلہ",
    "محله",
    "मकान",
    "হোল্ডিং",
    "সড়ক",
];

/// What stands in the place of a house number where there is none.
const NO_NUMBER: [&str; 4] = ["s/n", "s/n.", "s/nº", "snc"];

/// Letters that an address in another script has at least: `京都市`.
const LETTERS_ELSEWHERE_MIN: usize = 3;
/// Signs of it at most, as many scripts have three bytes a sign.
const SIGNS_ELSEWHERE_MAX: usize = 160;

struct Line {
    /// Words of three letters or more.
    words: usize,
    /// House numbers: up to five digits, perhaps with a letter.
    numbers: usize,
    postal: bool,
    street: bool,
}

/// Whether it can be a line of an address under a heading that asks for one.
pub(crate) fn form(clear: &[u8]) -> Option<Pass> {
    let line = line(clear)?;
    (line.words > 0).then_some(Pass::PLAIN)
}

/// Whether it is an address by itself: a street or a postal code, and a number.
pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let line = line(clear)?;
    let numbered = line.numbers > 0 || line.postal;
    let named = line.street || line.postal || line.words >= 2;
    (line.words > 0 && numbered && named).then_some(Pass::PLAIN)
}

/// Whether it can be an address in a script other than Latin, under a heading that asks for nothing else: it has a
/// number, or a word for a street, a quarter or a house.
pub(crate) fn elsewhere_form(clear: &[u8]) -> Option<Pass> {
    let text = text_elsewhere(clear)?;
    (text.contains(char::is_numeric) || has_place(text)).then_some(Pass::PLAIN)
}

/// Whether it is one by itself: it has such a word, or a number and parts between commas.
pub(crate) fn elsewhere(clear: &[u8]) -> Option<Pass> {
    let text = text_elsewhere(clear)?;
    let numbered = text.contains(char::is_numeric) && text.contains([',', '،', '、', '，']);
    (numbered || has_place(text)).then_some(Pass::PLAIN)
}

fn has_place(text: &str) -> bool {
    PLACES.iter().any(|place| text.contains(place))
}

/// The text, if most of its letters are of a script other than Latin and nothing in it is foreign to addresses.
fn text_elsewhere(clear: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(clear).ok()?.trim();
    let is_latin = |c: char| c.is_ascii() || ('\u{C0}'..='\u{24F}').contains(&c);
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (latin, others): (Vec<char>, Vec<char>) = letters.partition(|c| is_latin(*c));
    let is_long = text.chars().count() > SIGNS_ELSEWHERE_MAX;
    (!is_long && !text.contains(is_foreign) && !text.contains("://"))
        .then_some(text)
        .filter(|_| others.len() >= LETTERS_ELSEWHERE_MIN && others.len() > latin.len())
}

/// What stands in no address.
fn is_foreign(c: char) -> bool {
    matches!(c, '@' | '=' | '{' | '}' | '<' | '>' | '\\' | '|' | '~' | '*' | '_' | '$' | '%' | '?')
}

fn line(clear: &[u8]) -> Option<Line> {
    let text = std::str::from_utf8(clear).ok()?.trim();
    let is_long = text.len() > BYTES_MAX;
    if text.len() < 4 || is_long || text.contains(is_foreign) || text.contains("://") {
        return None;
    }
    let mut line = Line { words: 0, numbers: 0, postal: false, street: false };
    let is_border = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '"' | '|');
    let mut count = 0;
    for word in text.split(is_border).filter(|word| !word.is_empty()) {
        count += 1;
        if count > WORDS_MAX || word.contains("::") || word.matches(':').count() > 1 {
            return None;
        }
        note(word.trim_matches(['.', ':', '-', '–', '/', '\'', '#']), &mut line)?;
    }
    Some(line)
}

/// Counts a word; `None` when no address has it.
fn note(word: &str, line: &mut Line) -> Option<()> {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if word.matches('.').count() == 3 && letters == 0 {
        return None;
    }
    if NO_NUMBER.iter().any(|none| word.eq_ignore_ascii_case(none)) {
        line.numbers += 1;
    } else if digits == 0 && letters > 0 {
        let last = word.rsplit(['.', '/', '-', '\'', '’']).next().unwrap_or(word);
        let folded = Folded::of(last.trim_matches('.'))?;
        let plain = std::str::from_utf8(folded.as_bytes()).ok()?;
        if NO_WORDS.contains(&plain) {
            return None;
        }
        line.words += usize::from(letters >= 3);
        let first = word.split(['.', '-']).next().and_then(Folded::of);
        let is_street = |word: &str| STREETS.contains(&word);
        line.street |= is_street(plain)
            || first
                .is_some_and(|first| std::str::from_utf8(first.as_bytes()).is_ok_and(is_street))
            || plain.len() > 5 && ENDINGS.iter().any(|ending| plain.ends_with(ending));
    } else if digits > 0 && letters == 0 {
        line.numbers += usize::from(digits <= 5);
        let parted =
            |before: usize, all: usize| word.len() == all && word.as_bytes()[before] == b'-';
        line.postal |= digits == 5 || digits == 4 || parted(2, 6) || parted(4, 8) || parted(5, 9);
        if digits > 9 {
            return None;
        }
    } else if digits > 0 {
        // `12a`, `B-1000`, `SW1A`, `1012`; a hash or a part number has more of both.
        if digits + letters > 9 {
            return None;
        }
        line.numbers += usize::from(letters <= 2);
        line.postal |=
            digits + letters >= 4 || word.len() <= 4 && word.as_bytes()[0].is_ascii_alphabetic();
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_many_countries_pass() {
        for address in [
            "12 Main St",
            "742 Evergreen Terrace, Springfield, IL 62704",
            "Hauptstraße 5",
            "Unter den Linden 77, 10117 Berlin",
            "5 rue de la Paix, 75002 Paris",
            "C/ Mayor 12, 3º B, 28013 Madrid",
            "Via Roma 10, 00184 Roma",
            "ul. Długa 5/7, 00-238 Warszawa",
            "Keizersgracht 123, 1015 CJ Amsterdam",
            "Rua Augusta 274, Lisboa",
            "10 Downing Street, London SW1A 2AA",
            "Drottninggatan 3",
            "PO Box 1234, Perth WA 6000",
            "Flat 3, Rose Cottage, Mill Lane",
            "Avenida das Olaias, S/N, 5828-126 Montijo",
            "Calle Mayor, s/n, Toledo",
        ] {
            assert!(form(address.as_bytes()).is_some(), "{address}");
        }
        for address in ["12 Main St", "Rua dos Navegadores, S/N", "Travessa Lima, 3048-701 Ovar"] {
            assert!(passes(address.as_bytes()).is_some(), "{address}");
        }
    }

    #[test]
    fn addresses_in_other_scripts_pass() {
        for address in [
            "ул. Садовая, д. 5, кв. 12",
            "г. Алматы, улица Абая, 12",
            "شارع التحرير 12، القاهرة",
            "רחוב הרצל 12, תל אביב",
            "הרצל 12, תל אביב",
            "123/45 ถนนสุขุมวิท แขวงคลองเตย กรุงเทพฯ 10110",
            "北京市朝阳区建国路88号",
            "台北市信義區市府路1號",
            "東京都渋谷区神南1-2-3",
            "京都市",
            "서울특별시 중구 세종대로 110",
            "12 महात्मा गांधी मार्ग, नई दिल्ली",
        ] {
            assert!(elsewhere(address.as_bytes()).is_some(), "{address}");
            assert!(elsewhere_form(address.as_bytes()).is_some(), "{address}");
        }
        assert!(elsewhere_form("תל אביב 12".as_bytes()).is_some());
    }

    #[test]
    fn what_has_no_place_in_another_script_fails() {
        for text in [
            "не указан",
            "不明",
            "同上",
            "غير معروف",
            "לא ידוע",
            "ไม่มี",
            "12 Main Street",
            "",
            "北京",
        ] {
            assert!(elsewhere_form(text.as_bytes()).is_none(), "{text}");
        }
        for text in
            ["تقرير 2023", "地址 0x7ffe", "отдел 12", "анна@пример.рф, 12", "IP адреса: 10.0.0.1"]
        {
            assert!(elsewhere(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn what_computers_call_an_address_fails() {
        for text in [
            "10.0.0.1",
            "fe80::1",
            "00:1a:2b:3c:4d:5e",
            "anna@example.org",
            "https://example.org/a",
            "0x7ffe12ab",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            "localhost",
            "null",
            "",
            "12345",
            "192.168.0.1:80",
        ] {
            assert!(form(text.as_bytes()).is_none(), "{text}");
        }
        assert!(passes(b"Springfield").is_none());
    }
}
