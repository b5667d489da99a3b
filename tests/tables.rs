//! Tables that are folders, by other people's writers: findings name them, and what their logs removed
//! is read and said to be removed.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::support::fixtures::{bucket, object, server};
use crate::support::program::{Magpie, Results};
use crate::support::{root, temporary};

// Published test numbers, which are told as low.
const REMOVED: &str = "401288******1881";
const CURRENT: &str = "555555******4444";
const LEFT: &str = "601100******9424";

/// Every file below a folder with its path in it.
fn files(folder: &Path, prefix: &str, into: &mut Vec<(String, Vec<u8>)>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => files(&entry.path(), &format!("{path}/"), into),
            false => into.push((path, std::fs::read(entry.path()).unwrap())),
        }
    }
}

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    files(&root().join("tests/fixtures/formats/tables"), "", &mut all);
    all
}

/// Table, name, what the file is to it, and the card, of every finding in a Parquet file.
fn told(results: &Results) -> BTreeSet<(String, String, String, String)> {
    let cards = results.findings.iter().filter(|finding| {
        let key = finding["key"].as_str().unwrap();
        finding["detector"] == "global/payment_card"
            && key.ends_with(".parquet")
            && !key.contains("_delta_log")
    });
    let text = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    cards
        .map(|finding| {
            assert_eq!(finding["count"], 1, "{finding:#}");
            let table = &finding["table"];
            let line = results.object(finding["key"].as_str().unwrap());
            assert_eq!(&line["table"], table);
            let root = format!("{} {}", text(&table["format"]), text(&table["root"]));
            let card = text(&finding["samples"][0]["masked"]);
            (root, text(&table["name"]), text(&table["file"]), card)
        })
        .collect()
}

fn expected() -> BTreeSet<(String, String, String, String)> {
    [
        ("delta delta/orders", "shop orders", "removed", REMOVED),
        ("delta delta/orders", "shop orders", "current", CURRENT),
        ("delta delta/orders", "shop orders", "unreferenced", LEFT),
        ("delta delta/parts", "parts", "current", CURRENT),
        ("iceberg iceberg/orders", "orders", "current", CURRENT),
        ("iceberg iceberg/orders", "orders", "removed", REMOVED),
        ("iceberg iceberg/orders", "orders", "unreferenced", LEFT),
    ]
    .map(|(root, name, file, card)| (root.into(), name.into(), file.into(), card.into()))
    .into_iter()
    .collect()
}

#[test]
fn findings_name_the_table_and_what_its_log_removed_in_a_directory() {
    let folder = root().join("tests/fixtures/formats/tables");
    let results = Magpie::scan(&[folder.to_str().unwrap(), "--min-confidence", "low"])
        .run()
        .expect(0)
        .results();
    assert_eq!(told(results.reconcile()), expected());
    let logs: Vec<_> =
        results.findings.iter().filter(|f| f["table"]["file"] == "metadata").collect();
    assert!(logs.iter().any(|f| f["key"].as_str().unwrap().contains("_delta_log")), "{logs:#?}");
    assert!(logs.iter().any(|f| f["key"].as_str().unwrap().ends_with("-m0.avro")), "{logs:#?}");
}

#[test]
fn findings_name_the_table_and_what_its_log_removed_under_a_prefix() {
    let objects = fixtures();
    let objects = objects.into_iter().map(|(key, body)| object(&format!("lake/{key}"), body));
    let server = server(vec![bucket("tables", objects.collect())]);
    let results = Magpie::scan(&["s3://tables/lake/", "--min-confidence", "low"])
        .on(&server)
        .run()
        .expect(0)
        .results();
    let expected: BTreeSet<_> = expected()
        .into_iter()
        .map(|(root, name, file, card)| (root.replacen(' ', " lake/", 1), name, file, card))
        .collect();
    assert_eq!(told(results.reconcile()), expected);
}

#[test]
fn a_table_that_is_the_target_bears_the_name_of_its_folder() {
    let folder = root().join("tests/fixtures/formats/tables/delta/parts");
    let results = Magpie::scan(&[folder.to_str().unwrap(), "--min-confidence", "low"])
        .run()
        .expect(0)
        .results();
    let told = told(&results);
    let (root, name, file, _) = told.first().unwrap();
    assert_eq!((root.as_str(), name.as_str(), file.as_str()), ("delta ", "parts", "current"));
}

#[test]
fn what_a_file_is_to_a_table_whose_log_is_damaged_is_unknown() {
    let folder = temporary();
    for (key, body) in fixtures() {
        let path = folder.path().join(&key);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let is_log =
            key.ends_with("03.json") || key.ends_with("-m0.avro") || key.contains("parts/_");
        let body = if is_log { body[..body.len() / 2].to_vec() } else { body };
        std::fs::write(path, body).unwrap();
    }
    let log = folder.path().join("delta/orders/_delta_log");
    let last = std::fs::read_dir(&log).unwrap().map(|entry| entry.unwrap().path());
    let last = last.filter(|path| path.extension().is_some_and(|e| e == "json")).max().unwrap();
    std::fs::write(last, "{\"add\":").unwrap();
    let results = Magpie::scan(&[folder.path().to_str().unwrap(), "--min-confidence", "low"])
        .run()
        .expect(0)
        .results();
    let told = told(results.reconcile());
    assert_eq!(told.len(), 7, "{told:#?}");
    assert!(told.iter().all(|(_, _, file, _)| file == "unknown"), "{told:#?}");
}

#[test]
fn parquet_files_without_a_log_are_no_table() {
    let folder = root().join("tests/fixtures/formats/parquet");
    let results = Magpie::scan(&[folder.to_str().unwrap(), "--min-confidence", "low"])
        .run()
        .expect(0)
        .results();
    assert!(results.findings.iter().all(|finding| finding["table"].is_null()));
}
