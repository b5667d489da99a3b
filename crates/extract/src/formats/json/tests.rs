//! The reader against an oracle, and in the cases that it must get right.

use std::fmt::Write as _;

use magpie_model::{Layout as _, Outcome, Place, Reason, Status, TextVisitor, Window};
use proptest::prelude::*;
use simd_json::OwnedValue;
use simd_json::prelude::*;

use super::{JsonLayout, Shape};
use crate::testing::{assert_windows_equal_whole, body, record, whole, windows_of};
use crate::{Limits, extract};

/// Record, path, positions in arrays and content of every value that has content.
type Told = (u64, String, Vec<u64>, String);

/// What is told when every byte is asked about.
#[derive(Default)]
struct Values(Vec<Told>);

impl TextVisitor for Values {
    fn begin(&mut self, _inner_path: &str, _format: &'static str) {}

    fn window(&mut self, window: &Window<'_>, layout: &mut dyn magpie_model::Layout) -> usize {
        let dealt = match window.last {
            true => window.text.len(),
            false => window.text.len().saturating_sub(Window::LOOKAHEAD_BYTES).max(window.from),
        };
        for at in window.from..dealt {
            let cell = layout.cell(window, at);
            assert!(cell.start <= at && at < cell.end && cell.end <= window.text.len());
            let is_key = window.text[cell.end.min(window.text.len() - 1)..].starts_with(b"\":");
            if let (Some(label), Place::Record { index }, false) = (cell.label, cell.place, is_key)
                && at == cell.start
                && window.text[at] != b'"'
            {
                let content = String::from_utf8_lossy(&window.text[cell.start..cell.end]);
                let (path, content) = (layout.label(label).to_owned(), content.into_owned());
                self.0.push((index, path, layout.positions(window, at), content));
            }
        }
        dealt
    }

    fn end(&mut self, outcome: Outcome) {
        assert_eq!(outcome, Outcome::COMPLETE);
    }

    fn stop(&self) -> Option<Reason> {
        None
    }
}

/// The same from a parsed value.
fn walk(value: &OwnedValue, path: &str, at: (u64, &[u64]), into: &mut Vec<Told>) {
    match value {
        OwnedValue::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| (*key).clone());
            for (key, member) in members {
                walk(member, &format!("{path}.{key}"), at, into);
            }
        }
        OwnedValue::Array(items) => {
            for (item, position) in items.iter().zip(0..) {
                let positions = [at.1, &[position]].concat();
                walk(item, &format!("{path}[*]"), (at.0, &positions), into);
            }
        }
        OwnedValue::String(text) if text.is_empty() || text.starts_with('"') => {}
        OwnedValue::String(text) => {
            into.push((at.0, path.to_owned(), at.1.to_vec(), text.clone()));
        }
        OwnedValue::Static(scalar) => {
            into.push((at.0, path.to_owned(), at.1.to_vec(), scalar.to_string()));
        }
    }
}

fn quoted(text: &str, escape_all: bool) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '/' => out.push_str("\\/"),
            c if escape_all || c.is_control() => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out + "\""
}

/// JSON text of any value, written with different habits.
fn json(depth: u32) -> BoxedStrategy<String> {
    let text =
        ("[a-z0-9é\"\\\\\n/ 😀:,{}]{0,12}", any::<bool>()).prop_map(|(t, all)| quoted(&t, all));
    let leaf = prop_oneof![
        3 => text,
        1 => (0u32..100_000).prop_map(|n| n.to_string()),
        1 => Just("true".to_owned()),
        1 => Just("null".to_owned()),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    let space = prop_oneof![Just(""), Just(" "), Just("  ")];
    let items = (prop::collection::vec(json(depth - 1), 0..4), space.clone())
        .prop_map(|(items, space)| format!("[{space}{}{space}]", items.join(&format!(",{space}"))));
    let members = (prop::collection::btree_map("[a-z]{1,6}", json(depth - 1), 0..5), space)
        .prop_map(|(members, space)| {
            let members: Vec<_> =
                members.iter().map(|(key, value)| format!("\"{key}\":{space}{value}")).collect();
            format!("{{{space}{}{space}}}", members.join(&format!("{space},")))
        });
    prop_oneof![1 => leaf, 3 => items, 4 => members].boxed()
}

fn container() -> impl Strategy<Value = String> {
    json(4).prop_filter("a container", |text| text.starts_with(['{', '[']))
}

fn values(text: &str, name: &str, limits: &Limits) -> Vec<Told> {
    let mut values = Values::default();
    let body = body(text, text.len().is_multiple_of(2));
    extract(&body, name, limits, &mut values);
    values.0.sort();
    values.0
}

fn oracle(texts: &[String]) -> Vec<Told> {
    let mut all = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let value = simd_json::to_owned_value(&mut text.clone().into_bytes()).unwrap();
        assert!(value.is_object() || value.is_array());
        walk(&value, "$", (index as u64, &[]), &mut all);
    }
    all.sort();
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn values_and_paths_are_those_of_a_full_parser(text in container()) {
        let want = oracle(std::slice::from_ref(&text));
        prop_assert_eq!(values(&text, "a.json", &Limits::default()), want.clone());
        prop_assert_eq!(values(&text, "a.json", &windows_of(64)), want);
    }

    #[test]
    fn lines_are_records(texts in prop::collection::vec(container(), 2..6)) {
        let lines = texts.join("\n") + "\n";
        prop_assert_eq!(values(&lines, "a.jsonl", &Limits::default()), oracle(&texts));
        prop_assert_eq!(values(&lines, "a", &windows_of(64)), oracle(&texts));
    }

    #[test]
    fn values_in_a_row_are_records(texts in prop::collection::vec(container(), 2..6)) {
        let row = texts.join(" ");
        prop_assert_eq!(values(&row, "a.json", &Limits::default()), oracle(&texts));
    }
}

proptest! {
    /// Also where a text is cut or its escapes are not decoded.
    #[test]
    fn answers_do_not_depend_on_what_was_asked_before(
        texts in prop::collection::vec(container(), 1..6),
        cut in 0usize..4000,
        asked in prop::collection::vec((0usize..4000, 0usize..40), 1..40),
    ) {
        let mut text = texts.join("\n").into_bytes();
        text.truncate(cut.max(1));
        let window = Window { text: &text, base: 0, from: 0, last: true };
        for shape in [Shape::Document, Shape::Lines] {
            let mut layout = JsonLayout::new(shape, Some(0), 64);
            let places = asked.iter().flat_map(|&(at, more)| [at, at + more, at]);
            for at in places.map(|at| at % text.len()) {
                let fresh = &mut JsonLayout::new(shape, Some(0), 64);
                let answers = [&mut layout, fresh].map(|layout| {
                    let cell = layout.cell(&window, at);
                    let label = cell.label.map(|label| layout.label(label).to_owned());
                    let row = layout.row(&window, at);
                    (cell.start, cell.end, cell.place, label, layout.positions(&window, at), row)
                });
                prop_assert_eq!(&answers[0], &answers[1], "at {}", at);
            }
        }
    }
}

#[test]
fn windows_of_lines_equal_the_whole() {
    let mut text = String::new();
    for n in 0..600 {
        let _ = writeln!(text, r#"{{"id":{n},"name":"person{n}","list":[1,{{"card":"c{n}"}}]}}"#);
        let _ = writeln!(text, r#"{{"note":"said \"{n}\"\nthen \u0034\/5","tail":{{"x":"{n}"}}}}"#);
        text.push_str("not json at all\n");
    }
    text.push_str(&format!("{{\"long\":\"{}\",\"after\":\"z\"}}\n", "w \\n".repeat(20_000)));
    assert_windows_equal_whole(text.as_bytes(), "a.jsonl");
}

#[test]
fn windows_of_a_document_equal_the_whole() {
    let mut text = String::from("{\"people\": [\n");
    for n in 0..900 {
        let _ = writeln!(
            text,
            "  {{\"name\": \"p{n} \\\"q\\\"\", \"deep\": [[{n}, {{\"k{}\": \"v\\n{n}\"}}]]}},",
            n % 7
        );
    }
    text.push_str("  {\"name\": \"last\"}\n], \"end\": true} trailing words é\nsecond line\n");
    assert_windows_equal_whole(text.as_bytes(), "a.json");
}

#[test]
fn places_name_record_and_path() {
    let text = concat!(
        "{\"customer\":{\"card\":[{\"number\":\"4111\"}]}}\n",
        "{\"customer\":{\"card\":[{\"number\":\"x\"},{\"number\":\"4222\"}],\"my key\":7}}\n",
    );
    let (extracted, recorder) = whole(text.as_bytes(), "unnamed");
    assert_eq!((extracted.format, &extracted.outcome), ("jsonl", &Outcome::COMPLETE));
    let at = text.find("4222").unwrap();
    let want = format!("label $.customer.card[*].number bytes ({at}, {})", at + 4);
    assert_eq!(recorder.place_of("4222"), format!("Record {{ index: 1 }} {want}"));
    assert!(recorder.place_of("7").contains("label $.customer['my key'] "));
    assert!(recorder.place_of("my").contains("label $.customer "));
    assert_eq!(recorder.rows, 2);
}

#[test]
fn escapes_are_decoded_and_places_are_those_of_the_source() {
    let text = r#"{"a":"12\/03\/1980","b":"\u0034111\u00201","c":"x\n4111 \"q\"","d":"end"}"#;
    let (_, recorder) = whole(text.as_bytes(), "a.json");
    let fed = String::from_utf8(recorder.text.clone()).unwrap();
    for decoded in ["12/03/1980", "4111 1", "x\n4111 \"q\""] {
        assert!(fed.contains(decoded), "{fed}");
    }
    assert_eq!(fed.matches("4111").count(), 2);
    let end = text.find("end").unwrap();
    let bytes = format!("bytes ({end}, {})", end + 3);
    assert_eq!(recorder.place_of("end"), format!("Record {{ index: 0 }} label $.d {bytes}"));
    assert!(recorder.place_of("q").contains("label $.c "));
}

#[test]
fn damaged_documents_are_read_as_text_from_there() {
    let text = format!("{{\"a\":\"one\",\n{}\"b\" \"two\"}}\n4111 rest", "\"k\":1,\n".repeat(500));
    let (extracted, recorder) = whole(text.as_bytes(), "a.json");
    assert_eq!(extracted.outcome.reason, Some(Reason::MalformedFile));
    assert!(recorder.place_of("one").starts_with("Record { index: 0 } label $.a"));
    assert!(recorder.place_of("4111").starts_with("Text lines (503, 503) column 1"));
    let (truncated, _) = whole(b"[{\"a\":1},{\"a\":", "a.json");
    assert_eq!(truncated.outcome.reason, Some(Reason::MalformedFile));
}

#[test]
fn a_broken_line_does_not_touch_the_others() {
    let text = "{\"a\":\"one\"}\n{\"a\":\"two\ntrace 4111 }\n{\"a\":\"three\"}\n{\"a\":4}\n";
    let (extracted, recorder) = whole(text.as_bytes(), "log.jsonl");
    assert_eq!(extracted.outcome.status, Status::Partial);
    assert!(recorder.place_of("4111").starts_with("Record { index: 2 } bytes"));
    assert!(recorder.place_of("three").starts_with("Record { index: 3 } label $.a"));
}

#[test]
fn deep_nesting_is_read_as_text() {
    let deep = format!("{{\"a\":{}\"4111\"{}}}", "[".repeat(300), "]".repeat(300));
    let (extracted, recorder) = whole(deep.as_bytes(), "a.json");
    assert_eq!(extracted.outcome.reason, Some(Reason::JsonNestingLevelOverLimit));
    assert!(recorder.place_of("4111").starts_with("Text lines (1, 1)"));
    let lines = format!("{{\"b\":1}}\n{deep}\n{{\"c\":\"4222\"}}\n");
    let (extracted, recorder) = whole(lines.as_bytes(), "a.jsonl");
    assert_eq!(extracted.outcome.reason, Some(Reason::JsonNestingLevelOverLimit));
    assert!(recorder.place_of("4222").contains("index: 2 } label $.c "));
    let bomb = "[".repeat(2_000_000);
    let (extracted, _) = record(bomb.as_bytes(), "a.json", false, &Limits::default());
    assert_eq!(extracted.outcome.reason, Some(Reason::JsonNestingLevelOverLimit));
}

#[test]
fn utf16_json_is_json() {
    let text = "{\"name\":\"Jos\u{e9}\",\"n\":12}";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (extracted, recorder) = whole(&utf16, "a");
    assert_eq!(extracted.format, "json");
    assert_eq!(recorder.place_of("12"), "Record { index: 0 } label $.n bytes (38, 42)");
}
