//! Fields of messages under their names.

use proptest::prelude::*;

use crate::testing::{Recorder, assert_windows_equal_whole, whole};

fn read(text: &str, format: &str) -> Recorder {
    let (extracted, recorder) = whole(text.as_bytes(), "object");
    assert_eq!(extracted.format, format, "{text}");
    recorder
}

const HL7: &str = "MSH|^~\\&|SEND|HOSP|RECV\r\nPID|1||123a^^^HOSP^MR~456b^^^US^SS||DOE^JANE||1980|F\
    |||1 Main\\T\\Side||555c||||||987d\r\nOBX|1|TX|note||first\\.br\\second||\r\nnot a segment\r\n";

#[test]
fn fields_of_hl7_stand_under_segment_number_and_name() {
    let seen = read(HL7, "hl7");
    for (word, want) in [
        ("RECV", "Element label MSH-5 lines (1, 1) column 20"),
        ("123a", "Element label PID-3 patient identifier list lines (2, 2) column 8"),
        ("456b", "Element label PID-3 patient identifier list"),
        ("987d", "Element label PID-19 social security number"),
        ("Side", "Element label PID-11 patient address lines (2, 2) column 65"),
        ("second", "Element label OBX-5 observation value lines (3, 3) column 26"),
        ("segment", "Text lines (4, 4) column 7"),
    ] {
        let place = seen.place_of(word);
        assert!(place.starts_with(want), "{word}: {place}");
    }
}

#[test]
fn segments_may_end_at_returns_alone_and_stand_in_blocks() {
    let text = format!("\u{B}{}\u{1C}\r", HL7.replace("\r\n", "\r"));
    let seen = read(&text, "hl7");
    assert!(seen.place_of("987d").starts_with("Element label PID-19 social security number"));
}

#[test]
fn elements_of_edifact_stand_under_segment_number_and_name() {
    let text = "UNA:+.? '\nUNB+UNOA:1+S+R+260105:1000+1'\nNAD+BY+++First Person?+Co+Street 5a'\n\
        FII+BF+DE12b:First?'s'UNT+3+1'\n";
    let seen = read(text, "edifact");
    for (word, want) in [
        ("Co", "Element label NAD-4 party name lines (3, 3) column 24"),
        ("5a", "Element label NAD-5 street lines (3, 3) column 34"),
        ("DE12b", "Element label FII-2 account holder identification account number lines (4, 4)"),
        ("UNT", "Text lines (4, 4)"),
    ] {
        let place = seen.place_of(word);
        assert!(place.starts_with(want), "{word}: {place}");
    }
    assert!(String::from_utf8_lossy(&seen.text).contains("First's"));
    read(&text[9..], "edifact");
}

#[test]
fn a_plus_sign_stands_apart_from_the_mark_before_it() {
    let seen = read("UNA:+.? 'UNB+UNOC:3+A+B+260101:1200+1'COM+?+34 612'FTX+x?+y'", "edifact");
    assert!(seen.text.windows(9).any(|text| text == b"COM+ +34 "));
    assert!(seen.text.windows(3).any(|text| text == b"x+y"));
}

#[test]
fn other_texts_are_no_messages() {
    for text in ["MSH is a word\n", "MSHabcdefg|x\n", "UNB and more\n", "UNA:+.? 'x\n"] {
        assert_eq!(whole(text.as_bytes(), "object").0.format, "text", "{text}");
    }
}

#[test]
fn windows_of_messages_equal_the_whole() {
    let hl7: String = (0..700).map(|n| HL7.replace("123a", &format!("é{n}"))).collect();
    assert_windows_equal_whole(hl7.as_bytes(), "object");
    assert_windows_equal_whole(hl7.replace("\r\n", "\r").as_bytes(), "object");
    let mut edifact = String::from("UNB+UNOA:1+S+R'");
    (0..6_000).for_each(|n| edifact.push_str(&format!("NAD+BY+++N?+{n}'")));
    assert_windows_equal_whole(edifact.as_bytes(), "object");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_without_escapes_is_lost(tail in "[a-zA-Z0-9 |^~&+:'\r\n-]{0,120}") {
        for (head, format) in [("MSH|^~\\&|a|b\r", "hl7"), ("UNB+UNOA:1+S+R'", "edifact")] {
            let text = format!("{head}{tail}");
            let seen = read(&text, format);
            prop_assert_eq!(String::from_utf8_lossy(&seen.text), text);
        }
    }
}
