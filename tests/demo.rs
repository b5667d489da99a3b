//! `magpie demo` finds what its recipe planted, exactly, and leaves nothing but its results.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use magpie_corpus::{TruthLine, by_object};

use crate::support::program::{Magpie, Results};
use crate::support::root;

struct Demo {
    stdout: String,
    results: Results,
    took: Duration,
    /// Names in the current directory, in TMPDIR and in the home directory afterwards.
    left: [Vec<String>; 3],
}

fn demo() -> &'static Demo {
    static DEMO: OnceLock<Demo> = OnceLock::new();
    DEMO.get_or_init(|| {
        let started = Instant::now();
        let ended = Magpie::new(&["demo"]).run().expect(0);
        let took = started.elapsed();
        let place = &ended.place;
        let results = Results::read(&place.current().join("magpie-demo-run"));
        let left = [place.current(), place.temporary(), place.home()].map(|at| names(&at));
        Demo { stdout: ended.stdout, results, took, left }
    })
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn the_demo_finds_what_was_planted_and_nothing_else() {
    let text = std::fs::read_to_string(root().join("corpora/demo/truth.jsonl")).unwrap();
    let truth = TruthLine::parse_all(&text).unwrap();
    let (planted, found) = (by_object(&truth), demo().results.counts());
    let differences: BTreeMap<_, _> = planted
        .keys()
        .chain(found.keys())
        .map(|place| (place, (planted.get(place), found.get(place))))
        .filter(|(_, (planted, found))| planted != found)
        .collect();
    assert!(differences.is_empty(), "(planted, found): {differences:#?}");
}

#[test]
fn the_demos_ledger_reconciles_and_says_what_was_not_read() {
    let results = demo().results.reconcile();
    for (key, outcome) in [
        ("board/salaries.csv", "failed PERMISSION_DENIED"),
        ("retired/former-staff.csv", "failed INVALID_KMS_KEY"),
        ("clinic/customer-key.json", "skipped INVALID_ENCRYPTION"),
        ("archive/2019-customers.csv", "skipped INVALID_OBJECT_STATE"),
        ("img/tile-01.png", "skipped UNSUPPORTED_FILE_TYPE"),
        ("empty.dat", "complete"),
        ("inbox/", "complete"),
        ("inbox/Año 2026/#1 a+b%2Fc ü.csv", "complete"),
    ] {
        assert_eq!(results.outcome(key), outcome, "{key}");
    }
}

#[test]
fn the_demos_buckets_differ_in_exposure_encryption_and_risk() {
    let results = &demo().results;
    let level = |name: &str| results.bucket(name)["risk"]["level"].as_str().unwrap();
    assert_eq!(level("customer-exports"), "critical");
    assert_eq!(results.bucket("web-assets")["exposure"]["audience"], "public-read");
    // The pictures in it are not read, and what is not known is never called harmless.
    assert_eq!(results.bucket("web-assets")["sensitivity"], "unknown");
    let actual = |name: &str| results.bucket(name)["encryption"]["actual"].as_str().unwrap();
    assert_eq!(actual("medical-intake"), "mixed-unencrypted");
    assert_eq!(actual("app-logs"), "sse-kms-aws");
}

#[test]
fn the_demo_shows_summary_tags_and_where_to_look_next() {
    let text = &demo().stdout;
    for fragment in [
        "customer-exports",
        "global/payment_card",
        "PERMISSION_DENIED",
        "magpie:risk",
        "magpie:encryption",
        "findings.jsonl",
    ] {
        assert!(text.contains(fragment), "{fragment} is missing in\n{text}");
    }
}

#[test]
fn the_readmes_picture_shows_lines_that_the_demo_prints() {
    let printed: Vec<String> = demo().stdout.lines().map(without_port).collect();
    let picture = std::fs::read_to_string(root().join("docs/demo.svg")).unwrap();
    let texts = picture.lines().filter(|line| line.starts_with("<text "));
    let lines: Vec<&str> = texts
        .map(|line| &line[line.find('>').unwrap() + 1..line.rfind("</text>").unwrap()])
        .collect();
    assert!(lines.len() > 40, "the picture has {} lines", lines.len());
    for line in lines.iter().filter(|line| **line != "…" && !line.starts_with("$ cargo")) {
        assert!(
            printed.contains(&without_port(line)),
            "not printed any more, so run `cargo xtask demo-picture`: {line}"
        );
    }
}

/// The line without the number of the server's port, which is another at every start.
fn without_port(line: &str) -> String {
    let Some((before, after)) = line.split_once("127.0.0.1:") else { return line.to_owned() };
    format!("{before}127.0.0.1{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}

#[test]
fn the_demo_ends_within_a_minute() {
    assert!(demo().took < Duration::from_secs(60), "it took {:?}", demo().took);
}

#[test]
fn the_demo_leaves_its_run_directory_and_nothing_else() {
    let [current, temporary, home] = &demo().left;
    assert_eq!(current, &["magpie-demo-run"]);
    assert_eq!((temporary.len(), home.len()), (0, 0), "{temporary:?} {home:?}");
}

#[test]
fn neither_a_proxy_nor_options_for_other_data_reach_the_demo() {
    let magpie = Magpie::new(&["demo"])
        .env("HTTP_PROXY", "http://127.0.0.1:9")
        .env("http_proxy", "http://127.0.0.1:9")
        .file("magpie.toml", "profile = \"nobody\"\nsample = 1\n");
    let ended = magpie.run().expect(0);
    assert!(ended.stdout.contains("Where to look next"), "{}", ended.stdout);
    assert!(!ended.stderr.contains("options are taken"), "{}", ended.stderr);
}
