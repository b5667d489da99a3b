//! Rich Text Format: text in the code page of its font, headers, notes, fields, properties; table
//! cells under the names in their first row. Objects inside are entries, pictures are said.

mod tokens;
mod words;

use std::io;

use magpie_model::{Outcome, Reason};

use self::tokens::{Token, Tokens};
use self::words::Words;
use super::Reading;
use super::archive::Tally;
use crate::feed::outcome_of;
use crate::source::Source;

const CHUNK_BYTES: usize = 64 * 1024;

/// Reads a document as its bytes come.
pub(crate) fn read(source: Source<'_>, reading: &mut Reading<'_>) -> Outcome {
    let mut reader = source.into_reader();
    let mut tokens = Tokens::default();
    let mut words = Words::new(reading);
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut tally = Tally::default();
    loop {
        match reader.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => {
                tokens.read(&chunk[..read], &mut |token| words.take(token));
                if let Err(outcome) = words.deal(reading) {
                    return outcome;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                tally.damaged(outcome_of(&error));
                break;
            }
        }
    }
    tokens.finish(&mut |token| words.take(token));
    let ended = match words.finish(reading) {
        Ok(ended) => ended,
        Err(outcome) => return outcome,
    };
    if !ended.is_closed {
        tally.malformed("the document ends early; what there is of it was read");
    }
    for (name, object) in &ended.objects {
        if reading.halted().is_some() {
            break;
        }
        let outcome = reading.entry(name, &mut &object[..]);
        tally.count(&outcome);
    }
    let outcome = tally.outcome_of_document(reading);
    if outcome == Outcome::COMPLETE && ended.pictures > 0 {
        let detail = format!("{} pictures or objects are not read", ended.pictures);
        return Outcome::with_detail(Reason::EmbeddedContentNotRead, detail);
    }
    outcome
}

#[cfg(test)]
mod tests {
    use magpie_model::Reason;
    use proptest::prelude::*;

    use crate::Extracted;
    use crate::testing::{assert_windows_equal_whole, whole};

    fn read(bytes: &[u8]) -> (String, Extracted) {
        let (extracted, recorder) = whole(bytes, "a");
        (String::from_utf8_lossy(&recorder.text).into_owned(), extracted)
    }

    #[test]
    fn escapes_are_read_in_the_code_page_of_their_font() {
        let (text, extracted) = read(
            b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}{\\f2\\fcharset128 C;}}\
            \\f0 gr\\'fc\\'dfe {\\f1 \\'ff}\\f2 \\'93\\'fa\\'96\\'7b\\f0  \\u937?\\u-10179?\\u-8704? 40{\\b 12}\\~8\\_8\\par end}",
        );
        assert_eq!(text, "grüße я日本 Ω😀 4012\u{A0}8-8\nend\nA;\nB;\nC;\n");
        assert_eq!((extracted.format, extracted.outcome.reason), ("rtf", None));
    }

    #[test]
    fn what_stands_beside_the_text_has_its_label() {
        let (text, _) = read(
            b"{\\rtf1{\\stylesheet five}{\\info{\\author one}{\\*\\company two}}{\\header three}before\
            {\\field{\\*\\fldinst HYPERLINK \"mailto:x\"}{\\fldrslt shown}}{\\*\\generator six}{\\*\\anything four}\
            {\\upr{ansi}{\\*\\ud{wide}}}after}",
        );
        for told in ["one", "two", "three", "mailto:x", "four", "beforeshown", "wideafter"] {
            assert!(text.contains(told), "{told}: {text}");
        }
        assert!(text.contains("five") && text.contains("six") && !text.contains("ansi"), "{text}");
    }

    #[test]
    fn what_a_document_says_of_its_looks_is_read_once() {
        let (text, extracted) = read(
            b"{\\rtf1{\\fonttbl{\\f0 Arial{\\*\\falt one};}{\\f1 two;}}{\\stylesheet{\\s1 three;}}\
            {\\*\\pgdsctbl{\\pgdsc0{\\header\\pard four}five;}}{\\header four}{\\info{\\unknown six}{\\creatim seven}}\
            {\\*\\userprops{\\propname a}{\\linkval eight}}{\\*\\xmlnstbl{\\xmlns1 nine;}}{\\*\\bkmkstart ten}\
            {\\object{\\*\\objname eleven}{\\result shown}}end}",
        );
        let told = "one two three four five six seven eight nine ten eleven shownend";
        for told in told.split(' ') {
            assert_eq!(text.matches(told).count(), 1, "{told}: {text}");
        }
        assert_eq!(extracted.outcome.reason, None);
    }

    #[test]
    fn files_in_digits_are_read_and_bytes_as_they_are_are_said() {
        use crate::formats::observed::observe;
        let file: String = "<?xml version='1.0'?><a>4111111111111111</a>"
            .bytes()
            .map(|b| format!("{b:02x}"))
            .collect();
        for word in ["datastore", "colorschememapping", "themedata"] {
            let bytes = format!("{{\\rtf1{{\\*\\{word} {file}}}text}}");
            let seen = observe("a.rtf", bytes.as_bytes(), &["4111111111111111"]);
            assert_eq!(seen.found[0].part, format!("{word} 1"));
            assert_eq!(seen.ledger()[1], "|rtf|complete|");
        }
        let (_, extracted) = read(b"{\\rtf1 text\\bin4 4111 more}");
        assert_eq!(extracted.outcome.reason, Some(Reason::EmbeddedContentNotRead));
    }

    #[test]
    fn lines_behind_the_document_are_lines() {
        let (text, extracted) =
            read(b"{\\rtf1 one\ntwo\\par}\r\ncard 4111111111111111\r\nand more\r\n\0");
        assert_eq!(text.trim_end(), "onetwo\n\ncard 4111111111111111\nand more");
        assert_eq!((extracted.format, extracted.outcome.reason), ("rtf", None));
    }

    #[test]
    fn what_was_replaced_stands_apart_from_what_replaced_it() {
        let (text, extracted) =
            read(b"{\\rtf1 pay {\\deleted 4012}{\\revised 5105}{\\deleted0 6} today}");
        assert!(text.contains("pay 51056 today") && text.contains("4012"), "{text}");
        assert_eq!(extracted.outcome.reason, None);
    }

    #[test]
    fn text_behind_a_table_of_fonts_that_is_not_closed_is_read() {
        let (text, extracted) = read(b"{\\rtf1{\\fonttbl{\\f0 Arial;}\\pard one {\\b two}\\par}");
        assert!(text.contains("one two") && text.contains("Arial"), "{text}");
        assert_eq!(extracted.outcome.reason, Some(Reason::MalformedFile));
    }

    #[test]
    fn pictures_are_said_and_binary_stretches_are_passed_over() {
        let (text, extracted) = read(b"{\\rtf1 a{\\pict\\pngblip 89504e47}b\\bin3 {{{c}");
        assert_eq!(text, "abc");
        assert_eq!(extracted.outcome.reason, Some(Reason::EmbeddedContentNotRead));
    }

    #[test]
    fn groups_in_groups_and_groups_that_never_end_cost_nothing() {
        let deep = [&b"{\\rtf1 "[..], &b"{\\b ".repeat(300_000), b"4012888888881881"].concat();
        let (text, extracted) = read(&deep);
        assert_eq!(text, "4012888888881881");
        assert_eq!(extracted.outcome.reason, Some(Reason::MalformedFile));
        let (text, _) = read(&[&b"{\\rtf1 x"[..], &b"}".repeat(300_000), b"y"].concat());
        assert_eq!(text, "xy");
        let (text, _) = read(&[&b"{\\rtf1 \\"[..], &b"a".repeat(300_000), b" z}"].concat());
        assert_eq!(text, "z");
    }

    /// A text as writers of RTF put it: letters as they are, by code page or by number, in groups.
    fn written(text: &str, choices: &[u8]) -> Vec<u8> {
        let mut out = b"{\\rtf1\\ansi\\ansicpg1252\\uc1 ".to_vec();
        for (index, character) in text.chars().enumerate() {
            let choice = choices[index % choices.len()];
            let is_safe =
                character.is_ascii_alphanumeric() || matches!(character, ' ' | '@' | '.' | '-');
            match character {
                '\n' => out.extend(b"\\par "),
                '\\' | '{' | '}' => out.extend([b'\\', character as u8]),
                _ if is_safe && choice % 4 > 1 => out.push(character as u8),
                _ if is_safe && choice % 4 == 1 => {
                    out.extend([b"{\\b ", &[character as u8][..], b"}"].concat())
                }
                _ if (character as u32) < 128 => {
                    out.extend(format!("\\'{:02x}", character as u32).bytes())
                }
                _ => {
                    let mut units = [0; 2];
                    for unit in character.encode_utf16(&mut units) {
                        out.extend(format!("\\u{}?", unit.cast_signed()).bytes());
                    }
                }
            }
            if choice.is_multiple_of(7) {
                out.extend(b"\r\n");
            }
        }
        out.push(b'}');
        out
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "([ -~]|[à-ÿ]|[α-ω]|😀|\n){1,200}", choices in proptest::collection::vec(any::<u8>(), 1..32)) {
            let (read, extracted) = read(&written(&text, &choices));
            prop_assert_eq!(extracted.outcome.reason, None);
            assert_windows_equal_whole(&written(&text, &choices), "a");
            let lines = |text: &str| text.split('\n').filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(lines(&read), lines(&text));
        }
    }
}
