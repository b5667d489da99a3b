//! Whom a word beside a match names: the match, or something else that has a name or value of its own.

use std::ops::Range;

/// Quotes, full stops and spaces between a word and the sign that belongs to it.
pub(crate) const LABEL_MARKS_MAX: usize = 3;
/// Letters, digits and hyphens of a name that are read.
const NAME_BYTES_MAX: usize = 40;
/// Letters of a word with a hyphen behind it that make the number a part of it, as in `CVE-2011-0192`; two are
/// those of a country.
const PREFIX_LETTERS_MIN: usize = 3;
/// Characters between a keyword and a number sign right before a value.
const SIGN_GAP_MAX: usize = 2;

/// Bytes of a line behind a keyword in which its value begins.
const LINE_BYTES_MAX: usize = 60;
/// Digits of a value that a keyword on the line before has already.
const VALUE_DIGITS_MIN: usize = 5;

/// Bytes without a space that are no word of a person.
const RUN_BYTES_MIN: usize = 40;

/// Names that say no more than that a value stands here: what came before them speaks for it.
const PLAIN_NAMES: [&[u8]; 7] = [b"number", b"num", b"no", b"nr", b"id", b"value", b"val"];

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn without_quotes(text: &[u8]) -> &[u8] {
    let quotes = text.iter().rev().take(LABEL_MARKS_MAX);
    let quotes = quotes.take_while(|byte| matches!(byte, b'"' | b'\'' | b'\\')).count();
    &text[..text.len() - quotes]
}

/// Whether the sign between a label and its value stands behind a keyword, or behind the name that it begins:
/// `2 March.\nDate of birth: …` says nothing of the second of March, nor `&token_id=…` of what stands before.
pub(crate) fn names_what_follows(behind: &[u8]) -> bool {
    let name = behind.iter().take(NAME_BYTES_MAX).take_while(|byte| is_name_byte(**byte)).count();
    let behind = &behind[name..];
    let is_mark = |byte: &&u8| matches!(byte, b'"' | b'\'' | b'*' | b')' | b'.' | b' ');
    let marks = behind.iter().take(LABEL_MARKS_MAX).take_while(is_mark).count();
    match behind[marks..] {
        [b':' | b'=', b':' | b'=', ..] => false,
        [sign, ..] => matches!(sign, b':' | b'='),
        [] => false,
    }
}

/// Whether a keyword on a line below the match has a number before it or a sign or number behind it in that line,
/// and names those. A line with the keyword alone is the label under a number.
pub(crate) fn is_line_of_its_own(between: &[u8], behind: &[u8]) -> bool {
    let Some(begins) = between.iter().rposition(|byte| *byte == b'\n') else { return false };
    let mut line = behind.iter().take(LINE_BYTES_MAX).take_while(|byte| **byte != b'\n');
    between[begins..].iter().any(u8::is_ascii_digit)
        || line.any(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'='))
}

/// Whether what stands between a keyword and a match behind it ends the value that the keyword names:
/// `passport_id=12 HTTP/1.1" 200` says nothing of what comes after the space, and `Passport 123456789` nothing
/// of the next line.
pub(crate) fn is_said_of_another(between: &[u8]) -> bool {
    if let Some(end) = between.iter().position(|byte| *byte == b'\n') {
        let digits = between[..end].iter().filter(|byte| byte.is_ascii_digit()).count();
        if digits >= VALUE_DIGITS_MIN {
            return true;
        }
    }
    let name = between.iter().take(NAME_BYTES_MAX).take_while(|byte| is_name_byte(**byte)).count();
    let rest = &between[name..];
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
    let [b'=', value @ ..] = rest else { return false };
    match value {
        [] | [b' ' | b'\t' | b'=' | b'>' | b'~', ..] => false,
        [quote @ (b'"' | b'\''), inside @ ..] => inside.contains(quote),
        _ => value.iter().any(|byte| byte.is_ascii_whitespace() || matches!(byte, b'&' | b';')),
    }
}

/// Whether a statement ends before a match, so that a word which must stand before it is another's.
pub(crate) fn ends_a_statement(between: &[u8]) -> bool {
    between.iter().any(|byte| matches!(byte, b';' | b'}'))
        || between.windows(2).any(|two| two == b"),")
}

/// Whether a word lies within a long run without spaces, and the match on another line or behind a tab: three letters
/// are met by chance in the qualities of a sequence.
pub(crate) fn is_of_a_run(text: &[u8], word: Range<usize>, between: &[u8]) -> bool {
    let outside = between.iter().any(|byte| matches!(byte, b'\n' | b'\t'));
    let is_part = |byte: &&u8| !byte.is_ascii_whitespace();
    let before = || text[..word.start].iter().rev().take(RUN_BYTES_MIN).take_while(is_part).count();
    let behind = || text[word.end..].iter().take(RUN_BYTES_MIN).take_while(is_part).count();
    outside && before() + word.len() + behind() >= RUN_BYTES_MIN
}

/// Where the match's own name begins, if it has one right before it: `&shard=` in a query, `{cardNumber:"` in a
/// program, `CVE-` and `#` before the number of a defect. Words that end before it speak for others.
pub(crate) fn own_name(text: &[u8], bounds: &Range<usize>, start: usize) -> Option<usize> {
    let before = &text[bounds.start.max(start.saturating_sub(2 * NAME_BYTES_MAX))..start];
    let from = start - before.len();
    match before.last() {
        Some(b'#') => return Some(start.saturating_sub(SIGN_GAP_MAX + 1)),
        Some(b'-') => {
            let is_letter = |byte: &&u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
            let bytes = before[..before.len() - 1].iter().rev().take_while(is_letter).count();
            let at = start - 1 - bytes;
            let letters = text[at..start - 1].iter().filter(|byte| *byte & 0xC0 != 0x80).count();
            return (letters >= PREFIX_LETTERS_MIN && !is_plain(&text[at..start - 1]))
                .then_some(at);
        }
        _ => {}
    }
    let [named @ .., b'=' | b':'] = without_quotes(before) else { return None };
    let named = without_quotes(named);
    let name = named.iter().rev().take_while(|byte| is_name_byte(**byte)).count();
    let (ahead, name) = named.split_at(named.len() - name);
    let is_assigned = before.last() == Some(&b'=');
    let begins = match without_quotes(ahead).last() {
        Some(b'{' | b',' | b'&' | b'?' | b';' | b'(') => true,
        Some(b' ' | b'\t') => is_assigned,
        _ => false,
    };
    (begins && !name.is_empty() && !is_plain(name)).then_some(from + ahead.len())
}

fn is_plain(name: &[u8]) -> bool {
    PLAIN_NAMES.iter().any(|plain| name.eq_ignore_ascii_case(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the own name of `«` begins, as text.
    fn name_of(text: &str) -> Option<&str> {
        let start = text.find('«').expect("a match");
        own_name(text.as_bytes(), &(0..text.len()), start).map(|at| &text[at..start])
    }

    #[test]
    fn names_of_queries_programs_and_defects_are_names_of_their_own() {
        assert_eq!(name_of("GET /passport/1?shard=«"), Some("shard="));
        assert_eq!(name_of("{passport:1,cardNumber:\"«"), Some("cardNumber:\""));
        assert_eq!(
            name_of(r#"{\"passport\":1,\"batch\":\"«"#),
            Some(r#"batch\":\"«"#.trim_end_matches('«'))
        );
        assert_eq!(name_of("passport.js strategy=oauth state=«"), Some("state="));
        assert_eq!(name_of("fax: see CVE-«"), Some("CVE-"));
        assert_eq!(name_of("nic (Closes: #«"), Some(": #"));
    }

    #[test]
    fn plain_names_countries_and_prose_are_none() {
        for text in [
            "passport&number=«",
            "VAT DE-«",
            "passport, holder: «",
            "passport of holder: «",
            "passport number=«",
            "Passport No-«",
            "tel «",
            "ταυτότητα ΑΚ-«",
        ] {
            assert_eq!(name_of(text), None, "{text}");
        }
    }

    #[test]
    fn three_letters_in_a_run_of_signs_say_nothing_of_the_next_line() {
        let run = "FF:FFFFFFF,FFFFFFFFF:CIF:FFFFFFFFFFFFFFFFF#F";
        let word = run.find("CIF").map(|at| at..at + 3).unwrap();
        let far = |text: &str, between: &str| {
            is_of_a_run(text.as_bytes(), word.clone(), between.as_bytes())
        };
        assert!(far(run, ":FFF#F\n@SRR1.") && far(run, ":FFF#F\t"));
        assert!(!far(run, ":FFFFF#F ") && !far("the customer's paper CIF\n", "\n"));
    }

    #[test]
    fn a_value_that_ended_is_another() {
        for between in
            [": AB12345\nref ", "_id=12 HTTP/1.1\" 200 ", "=7&t=", "=\"12\" code=\"", "Id=7;n="]
        {
            assert!(is_said_of_another(between.as_bytes()), "{between}");
        }
        for between in [
            ":\n",
            " 2 of 3:\n12 ",
            " = ",
            "=",
            "=\"",
            " number=12 or ",
            ": ",
            "=\"DE 12 ",
            "&number=",
        ] {
            assert!(!is_said_of_another(between.as_bytes()), "{between}");
        }
    }

    #[test]
    fn a_word_on_a_later_line_names_what_stands_beside_it() {
        for behind in [" no. 97531234", " portable : 06", "="] {
            assert!(is_line_of_its_own(b"\n\nwith ", behind.as_bytes()), "{behind}");
            assert!(!is_line_of_its_own(b" is the ", behind.as_bytes()), "{behind}");
        }
        assert!(is_line_of_its_own(b"\n@@ -12,7 @@ ", b" form\n"));
        assert!(!is_line_of_its_own(b"\n", b" of the holder\n12345"));
        assert!(!is_line_of_its_own(b" is,\nas I said, my ", b"\n"));
    }

    #[test]
    fn a_sign_behind_the_rest_of_a_name_names_what_follows() {
        for behind in ["_id=5", ": 5", "\": 5", "Number: x", ". : 5"] {
            assert!(names_what_follows(behind.as_bytes()), "{behind}");
        }
        for behind in ["", " 5", " was 5: x", "::new", " id=5"] {
            assert!(!names_what_follows(behind.as_bytes()), "{behind}");
        }
    }
}
