//! The kinds of content a recipe can name: one sorted table, one function each. A kind writes
//! UTF-8 and says what it plants; charset and packing come afterwards and are the same for all.

mod binary;
mod bulk;
mod documents;
mod labelled;
mod logs;
mod negatives;
mod packing;
mod tables;

use crate::draft::{Draft, Planted};
use crate::random::Random;
use crate::recipe::Content;

pub(crate) use bulk::{message, minified_record, request_line, source_function};
pub(crate) use documents::prose_line;
pub(crate) use logs::json_record;
pub(crate) use tables::{CUSTOMER_HEADER, customer_row};

/// One kind of content.
pub struct Kind {
    /// The name in recipes.
    pub name: &'static str,
    /// What it is, for the table in `corpora/README.md`.
    pub about: &'static str,
    /// Rows where the recipe says none.
    pub rows: u32,
    /// Writes it; the error says what the recipe must give.
    write: fn(&Content, &mut Random, &mut Draft) -> Result<(), String>,
}

macro_rules! kinds {
    ($($name:ident $module:ident $rows:literal $about:literal;)*) => {
        /// Every kind, sorted by name.
        pub static KINDS: &[Kind] = &[$(Kind {
            name: stringify!($name), about: $about, rows: $rows, write: $module::$name,
        },)*];
    };
}

kinds! {
    access_log logs 500 "web server log with millisecond stamps and 16-digit order ids; nothing in it";
    config_secrets documents 1 "application settings with an AWS key pair, a token and a private key";
    customers_csv tables 200 "dense table: card, IBAN, SSN, e-mail, telephone, date of birth";
    employees_csv tables 100 "staff with passport numbers and machine-readable zones in quoted cells";
    empty binary 0 "no bytes at all";
    floats negatives 500 "measurements";
    hashes negatives 300 "digests of every usual length";
    html documents 50 "a page with contact addresses among markup and script";
    imeis negatives 300 "device numbers under Luhn";
    json_log logs 500 "JSON Lines; one record in 40 carries an e-mail address";
    labelled_csv labelled 50 "a table with one column for each detector asked for";
    labelled_json labelled 50 "an array of records with one member for each detector asked for";
    labelled_jsonl labelled 50 "the same as JSON Lines";
    labelled_text labelled 50 "sentences in several languages around values of the detectors asked for";
    labelled_xml labelled 50 "elements named like columns";
    leaky_log logs 500 "a json_log in which one record holds an AWS key pair";
    lockfile negatives 200 "package versions with their checksums";
    medical_json documents 100 "patients with NHS number and date of birth, one JSON array";
    order_ids negatives 500 "order and tracking numbers beside words such as order and parcel";
    png binary 0 "the beginning of a picture, then noise";
    prose documents 200 "running text; one line in 25 has an e-mail address or an IBAN";
    single_line documents 30000 "one JSON line of many values, about 70 bytes a row";
    stamps negatives 500 "times in seconds, milliseconds, and as 14 digits";
    uuids negatives 500 "UUIDs and trace ids";
    versions negatives 300 "version and address strings";
    xml documents 100 "orders with card and address as elements and attributes";
}

/// The kind of this name.
pub fn find(name: &str) -> Option<&'static Kind> {
    KINDS.binary_search_by(|kind| kind.name.cmp(name)).ok().map(|at| &KINDS[at])
}

/// Bytes and the truth about them.
pub(crate) struct Made {
    /// What the object holds.
    pub(crate) body: Vec<u8>,
    /// What was planted in it.
    pub(crate) planted: Vec<Planted>,
}

/// Makes the content of the object or member called `name`; the error says what there is instead.
pub(crate) fn make(content: &Content, name: &str, random: &mut Random) -> Result<Made, String> {
    let plain = if content.members.is_empty() {
        written(content, random)?
    } else {
        packing::archive(content, random)?
    };
    packing::packed(content, name, plain)
}

/// One text of a kind, in its charset.
fn written(content: &Content, random: &mut Random) -> Result<Made, String> {
    let kind = find(&content.kind).ok_or_else(|| {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        format!("no kind `{}`; there are {}", content.kind, names.join(", "))
    })?;
    let rows = if content.rows == 0 { kind.rows } else { content.rows };
    let mut draft = Draft::default();
    (kind.write)(&Content { rows, ..content.clone() }, random, &mut draft)?;
    let (text, planted) = draft.finish();
    Ok(Made { body: packing::encoded(&content.charset, text)?, planted })
}

/// One in so many rows: the recipe's wish, else the kind's habit.
fn every(content: &Content, habit: u32) -> u32 {
    if content.every == 0 { habit } else { content.every }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_sorted() {
        assert!(KINDS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    #[test]
    fn kinds_that_are_empty_of_values_plant_none() {
        for name in ["access_log", "floats", "hashes", "lockfile", "order_ids", "uuids"] {
            let content = Content { kind: name.into(), ..Content::default() };
            let made = make(&content, "any", &mut Random::new(1)).unwrap_or_else(|e| panic!("{e}"));
            assert!(made.planted.is_empty() && made.body.len() > 1000, "{name}");
        }
    }

    #[test]
    fn what_is_counted_stands_in_the_text() {
        let content = Content { kind: "customers_csv".into(), rows: 20, ..Content::default() };
        let made = make(&content, "any", &mut Random::new(1)).unwrap_or_else(|e| panic!("{e}"));
        let text = String::from_utf8(made.body).unwrap();
        let planted = made.planted.iter().find(|p| p.detector == "global/email").unwrap();
        assert_eq!(planted.count as usize, text.matches("@").count());
        let found = text.lines().enumerate().filter(|(_, l)| l.contains('@'));
        let lines: Vec<u64> = found.map(|(at, _)| at as u64 + 1).collect();
        assert_eq!(planted.lines, lines);
    }

    #[test]
    fn an_unknown_kind_is_refused_with_the_known_ones() {
        let content = Content { kind: "novel".into(), ..Content::default() };
        let problem = make(&content, "any", &mut Random::new(1)).err().unwrap();
        assert!(problem.contains("novel") && problem.contains("prose"));
    }
}
