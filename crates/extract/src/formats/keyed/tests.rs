//! Values under their names, in every dialect.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::testing::{Recorder, assert_windows_equal_whole, whole};

/// Reads a text whose name says nothing; the format it was taken for, and what was seen.
fn read(text: &str) -> (&'static str, Recorder) {
    let (extracted, recorder) = whole(text.as_bytes(), "object");
    (extracted.format, recorder)
}

/// Word, first line and column of everything that was seen.
fn places(recorder: &Recorder) -> BTreeSet<(String, u64, u64)> {
    let place = |line: &String| {
        let (word, rest) = line.split_once(' ')?;
        let lines = rest.split_once("lines (")?.1;
        let column = lines.split_once("column ")?.1.split(' ').next()?;
        Some((word.to_owned(), lines.split(',').next()?.parse().ok()?, column.parse().ok()?))
    };
    recorder.lines.iter().filter_map(place).collect()
}

/// The same, of the words as they stand in the text.
fn words(text: &str) -> BTreeSet<(String, u64, u64)> {
    let mut words = BTreeSet::new();
    for (line, number) in text.lines().zip(1..) {
        let mut word = String::new();
        for (character, column) in line.chars().chain(['\n']).zip(1..) {
            if character.is_ascii_alphanumeric() || !character.is_ascii() {
                word.push(character);
            } else if !word.is_empty() {
                let begun = column - word.chars().count() as u64;
                words.insert((std::mem::take(&mut word), number, begun));
            }
        }
    }
    words
}

const YAML: &str = "\
# people of the demo
customers:
  - name: Ana
    card: 4111a  # theirs
    tags: [one, two]
    note: |
      first: line
      second
  - name: 'Bo
      goes on'
    card: 4222b
other:
- third
---
plain: value
";

#[test]
fn values_of_yaml_stand_under_their_path() {
    let (format, seen) = read(YAML);
    assert_eq!(format, "yaml");
    for (word, want) in [
        ("Ana", "Element label customers.name lines (3, 3) column 11 bytes (42, 45)"),
        ("4111a", "Element label customers.card lines (4, 4) column 11"),
        ("second", "Element label customers.note lines (8, 8) column 7"),
        ("goes", "Element label customers.name lines (10, 10) column 7"),
        ("4222b", "Element label customers.card lines (11, 11) column 11"),
        ("third", "Element label other lines (13, 13) column 3"),
        ("value", "Element label plain lines (15, 15) column 8"),
        ("people", "Element label customers lines (1, 1) column 3"),
    ] {
        assert!(seen.place_of(word).starts_with(want), "{word}: {}", seen.place_of(word));
    }
}

#[test]
fn values_under_headings_stand_under_heading_and_name() {
    for (text, want, place) in [
        (
            "title = \"x\"\n[owner.data]\nssn = \"123a\"\n",
            "toml",
            "owner.data.ssn lines (3, 3) column 8",
        ),
        ("[[people]]\nssn = '''\n123a'''\nage = 3\n", "toml", "people.ssn lines (3, 3) column 1"),
        (
            "; remark\n[client]\nuser=root\npassword = 123a\n",
            "ini",
            "client.password lines (4, 4) column 12",
        ),
        ("[client]\nhosts: one\n    123a\nuser: me\n", "ini", "client.hosts lines (3, 3) column 5"),
        (
            "#Mon\ndb.url=jdbc\\:x\ndb.password=123a\n",
            "properties",
            "db.password lines (3, 3) column 13",
        ),
        ("a.b=one\\\n  two 123a\nc.d=3\n", "properties", "a.b lines (2, 2) column 7"),
        ("export DB_HOST=x\nDB_PASS=\"123a\"\n", "env", "DB_PASS lines (2, 2) column 10"),
        ("KEY=\"-----BEGIN\n123a\nb==\n-----END\"\nOTHER=1\n", "env", "KEY lines (2, 2) column 1"),
    ] {
        let (format, seen) = read(text);
        assert_eq!(format, want, "{text}");
        let found = seen.place_of("123a");
        assert!(found.contains(&format!("label {place}")), "{text}: {found}");
    }
}

#[test]
fn entries_of_directories_and_cards_are_unfolded_and_decoded() {
    for (text, want, word, place) in [
        ("dn: cn=a\nmail: some\n one\nsn: x\n", "ldif", "someone", "mail lines (2, 3) column 7"),
        ("version: 1\ndn: cn=a\nsn:: bmVlZGxlIMOp\n", "ldif", "needle", "sn lines (3, 3) column 6"),
        ("dn: cn=a\nphoto:: /9j/4AAQ\nsn: x\n", "ldif", "9j", "photo lines (2, 2) column 10"),
        (
            "BEGIN:VCARD\r\nNOTE:a\\nneedle\r\nEND:VCARD\r\n",
            "vcard",
            "needle",
            "NOTE lines (2, 2) column 9",
        ),
        (
            "BEGIN:VCARD\nitem1.TEL;TYPE=a:needle\nEND:VCARD\n",
            "vcard",
            "needle",
            "TEL telephone lines (2, 2) column 18",
        ),
        (
            "BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:nee=\ndle=20x\nEND:VCARD\n",
            "vcard",
            "needle",
            "NOTE lines (2, 3) column 32",
        ),
        (
            "BEGIN:VCALENDAR\r\nDESCRIPTION:nee\r\n dle\r\nEND:VCALENDAR\r\n",
            "icalendar",
            "needle",
            "DESCRIPTION lines (2, 3) column 13",
        ),
    ] {
        let (format, seen) = read(text);
        assert_eq!(format, want, "{text}");
        let found = seen.place_of(word);
        assert!(found.contains(&format!("label {place}")), "{text}: {found}");
    }
}

#[test]
fn a_space_parts_names_of_java_and_quotes_hold_any_heading() {
    let text = "a.b=one\na.c needle\na.d two: three\na.e==x\n";
    let (extracted, seen) = whole(text.as_bytes(), "a.properties");
    assert_eq!(extracted.format, "properties");
    assert!(seen.place_of("needle").starts_with("Element label a.c lines (2, 2)"));
    assert!(seen.place_of("three").starts_with("Element label a.d lines (3, 3)"));
    let (format, seen) = read("name = \"x\"\n[a.\"b,[c]\"]\nd = \"needle\"\n");
    assert_eq!(format, "toml");
    assert!(seen.place_of("needle").starts_with("Element label a.b,[c].d lines (3, 3)"));
}

#[test]
fn escapes_in_quotes_are_decoded_where_they_stand() {
    let (_, seen) = read("a: \"x\\nneedle \\u00e9t\\x61 last\"\nb: c\\nd\nc:\n  d: 1\n");
    assert!(seen.place_of("needle").contains("lines (1, 1) column 8"));
    assert!(seen.place_of("éta").contains("lines (1, 1) column 15"));
    assert!(seen.place_of("last").contains("lines (1, 1) column 27"));
    assert!(seen.place_of("nd").contains("lines (2, 2) column 6"));
}

#[test]
fn encoded_values_are_decoded_under_their_name() {
    let (_, seen) = read("kind: Secret\ndata:\n  password: bmVlZGxlIGFuZCBmdXJ0aGVyIHdvcmRz\n");
    let place = seen.place_of("needle");
    assert!(place.starts_with("Element label data.password lines (3, 3) column 13"), "{place}");
}

#[test]
fn prose_logs_and_code_are_plain_text() {
    for text in [
        "Dear Sir: please note\nthat we came.\nThe end: soon\n",
        "Note: one\nAlso: two\nFinally: three\n",
        "Name: Ana\nCard number: 4111\nCity: Bern\n",
        "INFO: started\nINFO: read 5\nWARN: ended\n",
        "12:00:01 started\n12:00:02 ended\n",
        "time=1 level=info\ntime=2 level=warn\n",
        "x = 1\nprint(x)\ny = 2\n",
        "# Title\n\nSome text: here.\n\nMore text\n",
        "---\ntitle: x\n---\n# Heading\n\nSome text of a letter\nthat goes on\nand on\n",
        "-----BEGIN KEY-----\nabc=\nMIIB==\n-----END KEY-----\n",
        "https://example.com/a?b=c\nhttps://example.com/d?e=f\n",
        "a: b\n",
        "a=b\n",
    ] {
        assert_eq!(read(text).0, "text", "{text}");
    }
}

#[test]
fn an_id_and_its_secret_are_one_cell_and_other_neighbours_are_not() {
    let text = "[default]\naws_access_key_id = AKIA\naws_secret_access_key = s3cret\nregion = x1\n";
    let (_, seen) = read(text);
    let around = |word: &str| {
        let line = seen.lines.iter().find(|line| line.starts_with(word)).unwrap();
        line.split_once(" in ").unwrap().1.to_owned()
    };
    assert!(around("s3cret").contains("AKIA"), "{}", around("s3cret"));
    assert!(!around("x1").contains("s3cret"), "{}", around("x1"));
}

#[test]
fn windows_of_named_values_equal_the_whole() {
    let mut yaml = String::new();
    let mut env = String::new();
    let mut ldif = String::from("version: 1\n");
    let mut card = String::from("BEGIN:VCARD\r\n");
    for n in 0..1_200 {
        yaml.push_str(&format!("k{n}:\n  # note {n}\n  a: \"x\\ty {n}\"\n  b: |\n    c: {n}\n\n"));
        env.push_str(&format!("export KEY_{n}=\"value {n}\nmore\"\n# remark {n}\n"));
        ldif.push_str(&format!("dn: cn=p{n}\nmail: p{n}@exam\n ple.org\nsn:: bmVlZGxlIMOp\n\n"));
        card.push_str(&format!("NOTE:one\\, two {n}\\nmore\r\n  folded é {n}\r\n"));
    }
    yaml.push_str(&format!("long: {}\n", "word ".repeat(9_000)));
    ldif.push_str(&format!("long: {}\n", "word\n  ".repeat(9_000)));
    for text in [yaml, env, ldif, card] {
        assert_windows_equal_whole(text.as_bytes(), "object");
    }
}

#[test]
fn an_entry_without_an_end_is_read_in_pieces() {
    let text = format!("dn: cn=a\nnote: {}needle\n", "some words\n ".repeat(200_000));
    let (format, seen) = read(&text);
    assert_eq!(format, "ldif");
    assert!(seen.place_of("wordsneedle").contains("label note lines (200001, 200002)"));
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z0-9é @.:/-]{1,20}", "[a-z]{1,8}", "\"[a-z0-9 ]{0,9}\"", "[0-9 -]{4,20}"]
}

fn entry(separator: &'static str) -> impl Strategy<Value = String> {
    let remark = prop_oneof![3 => Just(String::new()), 1 => "# [a-z: =]{0,20}\n"];
    (remark, "[a-z][a-z0-9_]{0,9}", scalar(), 0usize..4).prop_map(
        move |(remark, name, value, inner)| match inner {
            0 => format!("{remark}{name}{separator}{value}\n  more of {value}\n\n"),
            _ => format!("{remark}{name}{separator}{value}\n"),
        },
    )
}

fn check_words(text: &str, name: &str, format: &str) -> Result<(), TestCaseError> {
    let (extracted, seen) = whole(text.as_bytes(), name);
    prop_assert_eq!(extracted.format, format, "{}", text);
    let missed: Vec<_> = words(text).difference(&places(&seen)).cloned().collect();
    prop_assert!(missed.is_empty(), "{:?} of {}", missed, text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_word_of_yaml_is_seen_where_it_stands(
        entries in prop::collection::vec(entry(": "), 1..20),
    ) {
        check_words(&format!("---\na: 1\n{}", entries.concat()), "a.yaml", "yaml")?;
    }

    #[test]
    fn every_word_under_headings_is_seen_where_it_stands(
        entries in prop::collection::vec(entry(" = "), 1..20),
    ) {
        check_words(&format!("[head]\na = x\n{}", entries.concat()), "a.ini", "ini")?;
    }

    #[test]
    fn every_word_of_an_environment_is_seen_where_it_stands(
        entries in prop::collection::vec(("[A-Z]{1,9}", "[a-zA-Z0-9é@./-]{1,20}"), 1..20),
    ) {
        let lines = entries.iter().enumerate();
        let lines = lines.map(|(n, (name, value))| format!("{name}_{n}={value}\n"));
        check_words(&format!("export A=1\n{}", lines.collect::<String>()), "a", "env")?;
    }

    #[test]
    fn every_word_of_a_directory_and_a_card_is_seen_where_it_stands(
        entries in prop::collection::vec(("[a-z]{1,9}", "[a-zA-Z0-9é@./-][a-zA-Z0-9é@./ -]{0,20}"), 1..20),
    ) {
        let lines: String = entries.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        check_words(&format!("dn: cn=x\n{lines}"), "a", "ldif")?;
        check_words(&format!("BEGIN:VCARD\n{lines}END:VCARD\n"), "a", "vcard")?;
    }
}
