//! Names of persons, as a cell under a heading holds them: the form alone (words of letters, none of which
//! belongs to companies, places, roles or placeholders), or names that registers of births and
//! population know (`names/README.md`). There is no check digit: what passes may still be something else.

use crate::Pass;
use crate::names::Folded;
use crate::running::lexicon::{is_doubtful, is_of_places};

const WORDS_MAX: usize = 7;
const BYTES_MAX: usize = 90;
/// Letters of one word.
const LETTERS_MAX: usize = 24;

/// Words between the parts of a name.
const PARTICLES: [&str; 47] = [
    "af", "al", "am", "auf", "aus", "av", "bin", "bint", "da", "das", "de", "degli", "dei", "del",
    "della", "den", "der", "des", "di", "do", "dos", "du", "e", "el", "i", "ibn", "la", "las",
    "le", "los", "mac", "mc", "o", "op", "san", "st", "ten", "ter", "the", "und", "van", "vom",
    "von", "y", "zu", "zum", "zur",
];

/// Words before or behind a name.
const TITLES: [&str; 45] = [
    "bsc", "d", "dame", "dhr", "dipl", "dona", "dr", "fr", "frau", "herr", "hr", "ii", "iii",
    "ing", "iv", "jr", "lady", "lord", "m", "mba", "md", "mevr", "miss", "mlle", "mm", "mme", "mr",
    "mrs", "ms", "msc", "mw", "mx", "pan", "pani", "phd", "prof", "rer", "sig", "signor",
    "signora", "sigra", "sir", "sr", "sra", "srta",
];

/// Words that no person is called: placeholders, other headings, companies, places, things with names.
const NO_NAMES: [&str; 189] = [
    "account",
    "address",
    "adresse",
    "ag",
    "agency",
    "all",
    "amt",
    "and",
    "anonymous",
    "any",
    "api",
    "app",
    "apt",
    "association",
    "available",
    "avenue",
    "backup",
    "batch",
    "bhd",
    "blank",
    "bot",
    "building",
    "bureau",
    "bv",
    "cache",
    "category",
    "center",
    "centre",
    "city",
    "client",
    "clinic",
    "cluster",
    "co",
    "college",
    "com",
    "company",
    "consulting",
    "corp",
    "corporation",
    "council",
    "customer",
    "data",
    "database",
    "default",
    "demo",
    "department",
    "dept",
    "desk",
    "dev",
    "device",
    "disk",
    "dob",
    "doo",
    "email",
    "empty",
    "error",
    "false",
    "file",
    "finance",
    "folder",
    "foundation",
    "gateway",
    "gbr",
    "general",
    "gmbh",
    "group",
    "gruppe",
    "guest",
    "holding",
    "holdings",
    "hospital",
    "host",
    "hotel",
    "id",
    "inc",
    "index",
    "info",
    "institute",
    "internal",
    "international",
    "invalid",
    "item",
    "kft",
    "kg",
    "lab",
    "limited",
    "list",
    "llc",
    "llp",
    "local",
    "localhost",
    "login",
    "ltd",
    "ltda",
    "manager",
    "marketing",
    "master",
    "medium",
    "metadata",
    "ministry",
    "mobile",
    "model",
    "n",
    "na",
    "name",
    "namespace",
    "nan",
    "new",
    "nil",
    "node",
    "none",
    "not",
    "null",
    "nummer",
    "nv",
    "of",
    "office",
    "ohg",
    "old",
    "operator",
    "org",
    "other",
    "oy",
    "oyj",
    "password",
    "phone",
    "plant",
    "plc",
    "pro",
    "prod",
    "product",
    "project",
    "proxy",
    "pte",
    "pty",
    "public",
    "redacted",
    "region",
    "reserved",
    "restaurant",
    "road",
    "router",
    "sa",
    "sample",
    "sarl",
    "sas",
    "sdn",
    "server",
    "service",
    "services",
    "shop",
    "sl",
    "software",
    "solutions",
    "sp",
    "spa",
    "spzoo",
    "sql",
    "srl",
    "staging",
    "standard",
    "status",
    "storage",
    "store",
    "studio",
    "supplier",
    "support",
    "switch",
    "system",
    "systems",
    "table",
    "tbd",
    "team",
    "tel",
    "telefon",
    "telephone",
    "temp",
    "template",
    "test",
    "true",
    "type",
    "undefined",
    "union",
    "unit",
    "university",
    "unknown",
    "user",
    "value",
    "version",
];

/// The same in scripts other than Latin.
const NO_NAMES_ELSEWHERE: [&str; 34] = [
    "ао",
    "нет",
    "неизвестен",
    "неизвестна",
    "неизвестно",
    "ооо",
    "отсутствует",
    "тест",
    "άγνωστο",
    "δοκιμή",
    "غير",
    "لا",
    "اختبار",
    "未知",
    "不明",
    "无",
    "無",
    "匿名",
    "测试",
    "測試",
    "テスト",
    "なし",
    "姓名",
    "氏名",
    "名称",
    "名稱",
    "商品",
    "公司",
    "有限公司",
    "株式会社",
    "없음",
    "미상",
    "테스트",
    "ไม่มี",
];

/// More characters of Chinese, Japanese or Korean are no name.
const EAST_ASIAN_MAX: usize = 12;

/// A word of the value, as it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Given,
    Surname,
    /// Both, as many are.
    Either,
    /// A given name, perhaps a surname too, that is as often something else: `Victoria`, `April`.
    DoubtfulGiven,
    /// A surname that is as often something else: `Rice`, `Brown`.
    DoubtfulSurname,
    /// What makes a place of the names behind it: `Lake`, `Rue`.
    Place,
    Unknown,
    /// A title, a particle or an initial.
    Small,
}

struct Parts {
    parts: [Part; WORDS_MAX],
    count: usize,
    comma: bool,
}

/// Whether it has the form of a name.
pub(crate) fn form(clear: &[u8]) -> Option<Pass> {
    parts(clear).map(|_| Pass::PLAIN)
}

/// Whether it has the form of a name in a script other than Latin. The lists of names are Latin ones, so
/// that nothing but the form and its heading speaks for it.
pub(crate) fn elsewhere(clear: &[u8]) -> Option<Pass> {
    let is_latin = clear.iter().any(u8::is_ascii_alphabetic);
    (!is_latin && !clear.is_ascii()).then(|| form(clear)).flatten()
}

/// Whether a word of it is a name that registers know.
pub(crate) fn known(clear: &[u8]) -> Option<Pass> {
    let parts = parts(clear)?;
    let sure = parts.words().any(|part| matches!(part, Part::Given | Part::Either));
    let doubtful = parts.words().any(|part| part == Part::DoubtfulGiven)
        && parts.words().any(|part| matches!(part, Part::Surname | Part::Unknown));
    let given = sure || doubtful;
    (given && !parts.names_a_place()).then_some(Pass::PLAIN)
}

/// Whether it has a given name and a surname that registers know, one of which is nothing else.
pub(crate) fn full(clear: &[u8]) -> Option<Pass> {
    let parts = parts(clear)?;
    let named: u32 = parts
        .words()
        .filter(|part| *part != Part::Small)
        .map(|part| u32::from(part != Part::Unknown))
        .sum();
    let all = parts.words().filter(|part| *part != Part::Small).count() as u32;
    let sure = |part| matches!(part, Part::Given | Part::Either | Part::Surname);
    let given = |part| matches!(part, Part::Given | Part::Either | Part::DoubtfulGiven);
    let given = parts.words().any(given) && parts.words().any(sure) && !parts.names_a_place();
    (given && all >= 2 && named >= 2 && named * 2 > all).then_some(Pass::PLAIN)
}

impl Parts {
    fn words(&self) -> impl Iterator<Item = Part> + '_ {
        self.parts[..self.count].iter().copied()
    }

    /// `Lake Anna`, `New Karen`.
    fn names_a_place(&self) -> bool {
        self.words().next() == Some(Part::Place)
    }
}

fn parts(clear: &[u8]) -> Option<Parts> {
    let text = std::str::from_utf8(clear).ok()?.trim();
    if text.is_empty() || text.len() > BYTES_MAX {
        return None;
    }
    let mut parts = Parts { parts: [Part::Small; WORDS_MAX], count: 0, comma: false };
    let (mut longest, mut east_asian) = (0, 0);
    for word in text.split([' ', '\u{A0}', '\u{3000}']).filter(|word| !word.is_empty()) {
        let bare = word.strip_suffix(',').unwrap_or(word);
        if bare.len() < word.len() && std::mem::replace(&mut parts.comma, true) {
            return None;
        }
        *parts.parts.get_mut(parts.count)? = part(bare)?;
        parts.count += 1;
        longest = longest.max(bare.chars().filter(|c| c.is_alphabetic()).count());
        east_asian += bare.chars().filter(|c| is_east_asian(*c)).count();
    }
    // A family name of one sign is a whole one, as is a given one.
    let long = longest >= 2 || east_asian >= 1;
    (long && east_asian <= EAST_ASIAN_MAX && !text.ends_with(',')).then_some(parts)
}

fn part(word: &str) -> Option<Part> {
    let bare = word.strip_suffix('.').unwrap_or(word);
    let inner = |c: char| matches!(c, '\'' | '’' | '-' | '‐' | '.' | '·' | '・');
    if bare.is_empty() || !bare.chars().all(|c| c.is_alphabetic() || inner(c) || is_sign(c)) {
        return None;
    }
    if bare.starts_with(inner) && !bare.starts_with('\'')
        || bare.ends_with(inner)
        || !is_cased(bare)
    {
        return None;
    }
    if bare.chars().count() == 1 {
        return Some(Part::Small);
    }
    if !bare.is_ascii() && NO_NAMES_ELSEWHERE.contains(&bare.to_lowercase().as_str()) {
        return None;
    }
    if bare.contains('.') {
        // `J.R.`, and `Ph.D.`, and no `readme.txt`.
        return bare.split('.').all(|piece| piece.chars().count() <= 2).then_some(Part::Small);
    }
    let Some(folded) = Folded::of(bare) else {
        // Letters of three bytes make long words; the lists are Latin ones.
        return (!bare.is_ascii() && bare.chars().count() <= LETTERS_MAX).then_some(Part::Unknown);
    };
    let plain = std::str::from_utf8(folded.as_bytes()).ok()?;
    if NO_NAMES.contains(&plain) {
        return None;
    }
    if bare.len() < word.len() && plain.len() > 6 {
        return None;
    }
    if PARTICLES.contains(&plain) || TITLES.contains(&plain) {
        return Some(Part::Small);
    }
    Some(of_pieces(bare))
}

/// Signs that belong to letters and are none: of Indic and Thai syllables, and joiners.
fn is_sign(c: char) -> bool {
    matches!(
        u32::from(c),
        0x300..=0x36F | 0x200C | 0x200D | 0x93C | 0x94D | 0x9BC | 0x9CD | 0xA3C | 0xA4D | 0xACD
            | 0xB4D | 0xBCD | 0xC4D | 0xCCD | 0xD4D | 0xDCA | 0xE47..=0xE4E
    )
}

/// Han, kana and hangul.
fn is_east_asian(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0x20000..=0x323AF)
}

/// Of a double name the better known half counts.
fn of_pieces(word: &str) -> Part {
    let mut best = Part::Unknown;
    for piece in word.split(['-', '\'', '’', '‐']).filter(|piece| piece.len() > 1) {
        let Some(folded) = Folded::of(piece) else { continue };
        best = match (folded.is_given(), folded.is_surname()) {
            _ if is_of_places(&folded) && !folded.is_given() => return Part::Place,
            (true, _) if is_doubtful(&folded) => Part::DoubtfulGiven,
            (false, true) if is_doubtful(&folded) => Part::DoubtfulSurname,
            (true, true) => return Part::Either,
            (true, false) => return Part::Given,
            (false, true) => Part::Surname,
            (false, false) => best,
        };
    }
    best
}

/// Capitals where names have them: at the beginning, everywhere, nowhere, or after a prefix as in
/// `McDonald` and `DeVries`.
fn is_cased(word: &str) -> bool {
    let (mut capitals, mut small, mut inside) = (0, 0, 0);
    let mut before = '-';
    for c in word.chars() {
        if c.is_uppercase() {
            capitals += 1;
            inside += u32::from(before.is_lowercase());
        } else if c.is_lowercase() {
            small += 1;
        }
        before = c;
    }
    let first = word.chars().next().is_some_and(char::is_uppercase);
    inside <= 1 && (capitals <= 3 || small == 0) && (first || inside == 0 || capitals == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(check: fn(&[u8]) -> Option<Pass>, text: &str) -> bool {
        check(text.as_bytes()).is_some()
    }

    #[test]
    fn names_as_people_write_them_have_the_form_of_one() {
        for name in [
            "Anna",
            "anna",
            "SCHMIDT",
            "Müller, Hans",
            "Jean-Luc Picard",
            "O'Brien",
            "Maria da Silva",
            "Dr. Jörg von der Heide",
            "J. R. Ewing",
            "McDonald",
            "Nguyễn Văn An",
            "Γιώργος Παππάς",
            "Łukasz",
            "José Luis García y Vega",
            "d'Angelo",
        ] {
            assert!(passes(form, name), "{name}");
        }
    }

    #[test]
    fn names_of_other_scripts_have_the_form_of_one() {
        for name in [
            "Иван Петрович Сидоров",
            "ІВАНЕНКО",
            "Ελένη Παπαδοπούλου",
            "王小明",
            "欧阳",
            "王",
            "山田　太郎",
            "ジョン・スミス",
            "김민수",
            "محمد أحمد علي",
            "สมชาย ใจดี",
            "प्रिया शर्मा",
            "דוד כהן",
        ] {
            assert!(passes(form, name) && passes(elsewhere, name), "{name}");
        }
        for text in [
            "未知",
            "неизвестно",
            "ООО Ромашка",
            "有限公司",
            "图4",
            "北京市朝阳区建国路某某大厦第十二层",
            "Anna",
            "№",
        ] {
            assert!(!passes(elsewhere, text), "{text}");
        }
    }

    #[test]
    fn what_no_person_is_called_has_not() {
        for text in [
            "",
            "N/A",
            "null",
            "unknown",
            "web-server-01",
            "Acme GmbH",
            "a@example.org",
            "+49 30 123",
            "10.0.0.1",
            "test",
            "J.",
            "readme.txt",
            "JohnDoeSmith",
            "Springfield Hospital",
            "Anna,",
            "a, b, c, d",
            "{name}",
            "http://x",
        ] {
            assert!(!passes(form, text), "{text}");
        }
    }

    #[test]
    fn registers_know_given_names_and_surnames() {
        for name in [
            "Anna Schmidt",
            "GARCIA, MARIA",
            "Jan de Vries",
            "Dr. Giulia Rossi",
            "Jean-Pierre Martin",
        ] {
            assert!(passes(full, name), "{name}");
        }
        for thing in ["Jasmine Rice", "Victoria Rose", "Lake Anna", "Port Matthew Smith"] {
            assert!(!passes(full, thing) && !passes(known, thing), "{thing}");
        }
        assert!(passes(full, "Grace Schmidt") && passes(full, "Anna Brown"));
        for name in ["Anna", "Blue Widget", "Anna Xqztov", "Oak Table", "Kitchen Scale"] {
            assert!(!passes(full, name), "{name}");
        }
        assert!(passes(known, "Anna Xqztov") && !passes(known, "Xqztov"));
    }

    #[test]
    fn the_lists_of_words_are_in_lower_case_and_hold_none_twice() {
        for list in [&PARTICLES[..], &TITLES, &NO_NAMES, &NO_NAMES_ELSEWHERE] {
            for word in list {
                assert_eq!(list.iter().filter(|other| *other == word).count(), 1, "{word}");
                assert_eq!(*word, word.to_lowercase());
            }
        }
    }
}
