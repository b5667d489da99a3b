//! What a search of the bytes as they are finds inside a value, the reader of the format finds too:
//! wherever in a document the value stands, and whatever stands around it.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod exchanged;
mod keyed;
mod markup;
mod search;
mod tables;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use search::{Found, VALUES, matches_alone, plain, read};

/// Where a value is to stand, and how it is written there; each writer takes what it has.
#[derive(Clone, Debug)]
struct Spot {
    place: usize,
    style: usize,
    value: String,
    /// The value without the words around it, for names: their words speak for what is below them.
    bare: String,
}

/// Words between values in running text, so that none speaks for the next.
const FILLER: &str = "Nothing of note was written here for a while. ";
const FILLER_TIMES: usize = 16;

/// A document that is being written.
#[derive(Debug, Default)]
struct Document {
    text: String,
    /// The values as they were meant, before anything was escaped.
    planted: Vec<String>,
}

impl Document {
    fn beginning(text: &str) -> Self {
        Self { text: text.to_owned(), planted: Vec::new() }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Notes a value as it stands in the document, unless `written` is an escaped form of it.
    fn plant(&mut self, value: &str) {
        self.planted.push(value.to_owned());
    }
}

/// A value on one line.
fn on_a_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn spots() -> impl Strategy<Value = Vec<Spot>> {
    let spot = (0..VALUES.len(), 0..64usize, 0..64usize).prop_map(|(value, place, style)| Spot {
        place,
        style,
        value: VALUES[value].0.clone(),
        bare: VALUES[value].1.clone(),
    });
    prop::collection::vec(spot, 1..12)
}

/// Compares what both find; `Err` names what the reader lost, without the value.
fn compare(name: &str, format: &str, document: &Document) -> Result<(), String> {
    let (read_as, told) = read(document.text.as_bytes(), name);
    if !format.is_empty() && read_as != format {
        return Err(format!("read as {read_as}\n{}", document.text));
    }
    let alone: Vec<Found> =
        document.planted.iter().flat_map(|value| matches_alone(value)).collect();
    let plain = plain(document.text.as_bytes());
    for found in &alone {
        let same = |other: &&Found| other.is_for(found);
        let wanted = alone.iter().filter(same).count().min(plain.iter().filter(same).count());
        let got = told.iter().filter(|other| other.covers(found)).count();
        if got < wanted {
            let (detector, clear) = (found.name(), String::from_utf8_lossy(&found.clear));
            let names: Vec<_> =
                told.iter().map(|one| (one.name(), String::from_utf8_lossy(&one.clear))).collect();
            return Err(format!(
                "{detector} {clear:?}: {got} of {wanted} in {format}, which holds {names:?}\n{}",
                document.text
            ));
        }
    }
    Ok(())
}

type Writer = fn(&[Spot]) -> Document;

/// Each format: the name of the document, what it is read as (free text may look like a table), and
/// who writes it.
const FORMATS: &[(&str, &str, Writer)] = &[
    ("a.csv", "csv", tables::commas),
    ("b.csv", "csv", tables::semicolons),
    ("a.tsv", "tsv", tables::tabs),
    ("a.sql", "sql", tables::inserts),
    ("b.sql", "sql", tables::copies),
    ("a.log", "", tables::accesses),
    ("b.log", "log", tables::bucket_accesses),
    ("a.txt", "text", tables::syslog),
    ("a.json", "json", markup::json),
    ("a.jsonl", "jsonl", markup::json_lines),
    ("a.xml", "xml", markup::xml),
    ("a.html", "html", markup::html),
    ("a.md", "text", markup::markdown),
    ("a.yaml", "yaml", keyed::yaml),
    ("a.toml", "toml", keyed::toml),
    ("a.ini", "ini", keyed::ini),
    ("a.properties", "properties", keyed::properties),
    ("a.env", "env", keyed::env),
    ("a.ldif", "ldif", exchanged::ldif),
    ("a.vcf", "vcard", exchanged::vcard),
    ("a.ics", "icalendar", exchanged::icalendar),
    ("a.hl7", "hl7", exchanged::hl7),
    ("a.edi", "edifact", exchanged::edifact),
];

fn holds(name: &str, spots: &[Spot]) -> Result<(), TestCaseError> {
    let (_, format, write) = FORMATS.iter().find(|(known, _, _)| *known == name).unwrap();
    compare(name, format, &write(spots)).map_err(TestCaseError::fail)
}

macro_rules! formats {
    ($($test:ident: $name:literal,)*) => {
        proptest! {
            #![proptest_config(configuration())]
            $(#[test]
            fn $test(spots in spots()) {
                holds($name, &spots)?;
            })*
        }
    };
}

/// The same documents each time, so that a change is tested and not chance; `PROPTEST_CASES` asks for
/// more of them, which are others each time.
fn configuration() -> ProptestConfig {
    let told: Option<u32> =
        std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok());
    ProptestConfig {
        cases: told.unwrap_or(48),
        failure_persistence: None,
        rng_seed: told.map_or(RngSeed::Fixed(20_261_122), |_| RngSeed::Random),
        ..ProptestConfig::default()
    }
}

formats! {
    a_table_loses_nothing: "a.csv",
    a_table_with_a_preamble_loses_nothing: "b.csv",
    a_table_of_tabs_loses_nothing: "a.tsv",
    a_dump_loses_nothing: "a.sql",
    a_dump_of_postgres_loses_nothing: "b.sql",
    an_access_log_loses_nothing: "a.log",
    an_access_log_of_a_bucket_loses_nothing: "b.log",
    a_system_log_loses_nothing: "a.txt",
    json_loses_nothing: "a.json",
    lines_of_json_lose_nothing: "a.jsonl",
    xml_loses_nothing: "a.xml",
    html_loses_nothing: "a.html",
    markdown_loses_nothing: "a.md",
    yaml_loses_nothing: "a.yaml",
    toml_loses_nothing: "a.toml",
    ini_loses_nothing: "a.ini",
    properties_lose_nothing: "a.properties",
    environments_lose_nothing: "a.env",
    a_directory_loses_nothing: "a.ldif",
    an_address_book_loses_nothing: "a.vcf",
    a_calendar_loses_nothing: "a.ics",
    health_messages_lose_nothing: "a.hl7",
    trade_messages_lose_nothing: "a.edi",
}

#[test]
fn each_document_holds_what_is_compared() {
    // Whatever a writer does, values must stand in the text as they are, or nothing is compared.
    let values = ["DE89370400440532013000", "eva.lorenz@posteo.de"];
    for (name, format, write) in FORMATS {
        let spots: Vec<Spot> = (0..64)
            .map(|n| Spot {
                place: n,
                style: n / 8,
                value: values[n % 2].to_owned(),
                bare: values[n % 2].to_owned(),
            })
            .collect();
        let document = write(&spots);
        let alone: usize = document.planted.iter().map(|value| matches_alone(value).len()).sum();
        let plain = plain(document.text.as_bytes()).len();
        assert!(alone >= 60 && plain * 10 >= alone * 6, "{name}: {plain} of {alone}");
        compare(name, format, &document).unwrap();
    }
}

#[test]
fn a_token_is_told_by_its_form_and_not_by_its_name() {
    let (_, token) = VALUES.iter().find(|(_, bare)| bare.starts_with("ghp_")).unwrap();
    let text = format!("APP_NAME=notes\nGITHUB_TOKEN={token}\n");
    let (format, found) = read(text.as_bytes(), "a.env");
    let names: Vec<String> = found.iter().map(Found::name).collect();
    assert_eq!((format, &names[..]), ("env", &["secret/github_token".to_owned()][..]));
}

#[test]
fn a_key_of_several_lines_ends_with_its_element() {
    let is_key = |(_, bare): &&(String, String)| bare.starts_with("-----BEGIN OPENSSH");
    let (_, key) = VALUES.iter().find(is_key).unwrap();
    for next in ["SE 55", "0159.509"] {
        let text = format!("<?xml version='1.0'?>\n<r><a>{key}</a>\n<a>{next}</a></r>");
        let (_, found) = read(text.as_bytes(), "a.xml");
        assert!(found.iter().any(|one| one.clear == key.as_bytes()), "{next}");
    }
}
