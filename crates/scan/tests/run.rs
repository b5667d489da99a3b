//! Whole runs over objects in memory: whatever becomes of them, the ledger accounts for each.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use magpie_catalog::Catalog;
use magpie_engine::Engine;
use magpie_model::{
    Body, BodyFault, Confidence, ObjectRef, OpenFailure, Outcome, ReadSeek, Reason,
};
use magpie_report::{
    DetectorsLine, FindingLine, FingerprintKeyLine, ObjectLine, RunReader, RunStart, RunState,
    RunWriter, Summary, WeightsLine,
};
use magpie_scan::{FingerprintKey, RunSummary, ScanConfig, Silent, Source, Targets, scan};
use magpie_store::{Listed, ObjectHeaders, Opened, Store, StoreError};
use proptest::prelude::*;

/// What an object in memory does.
#[derive(Clone, Debug)]
enum Does {
    Read(Vec<u8>),
    Preset(Reason),
    Refuse(Reason),
    FailAt(Reason),
    Panic,
}

#[derive(Clone, Debug, Default)]
struct Memory {
    objects: Vec<(String, Does)>,
    listing_breaks: bool,
}

impl Memory {
    fn text(objects: &[(&str, &str)]) -> Self {
        let objects = objects
            .iter()
            .map(|(key, text)| ((*key).to_owned(), Does::Read(text.as_bytes().to_vec())));
        Self { objects: objects.collect(), listing_breaks: false }
    }
}

struct MemoryBody {
    does: Does,
    bytes: Vec<u8>,
}

const PREAMBLE: &[u8] = b"card 4532015112830366\n";

impl MemoryBody {
    fn new(does: &Does) -> Self {
        let bytes = match does {
            Does::Read(bytes) => bytes.clone(),
            // Longer than a window, so that something is found before the reader dies.
            Does::Panic => PREAMBLE.repeat(4_000),
            _ => PREAMBLE.to_vec(),
        };
        Self { does: does.clone(), bytes }
    }
}

/// Gives the preamble, then what the object does.
struct Ends<'b>(&'b Does, Cursor<&'b [u8]>);

impl Read for Ends<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match (self.1.read(into)?, self.0) {
            (0, Does::FailAt(reason)) => {
                Err(BodyFault { reason: *reason, detail: "broken".into() }.into_io())
            }
            (0, Does::Panic) => panic!("a reader that dies"),
            (read, _) => Ok(read),
        }
    }
}

impl Body for MemoryBody {
    fn size(&self) -> Option<u64> {
        Some(self.bytes.len() as u64 + u64::from(!matches!(self.does, Does::Read(_))) * 9)
    }

    fn reader(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(Ends(&self.does, Cursor::new(&self.bytes))))
    }

    fn seekable(&self) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
        Ok(Box::new(Cursor::new(&self.bytes)))
    }

    fn bytes_read(&self) -> u64 {
        self.bytes.len() as u64
    }
}

impl Store for Memory {
    fn bucket(&self) -> &str {
        "memory"
    }

    fn list(&self, sink: &mut dyn FnMut(Listed) -> ControlFlow<()>) -> Result<(), StoreError> {
        for (key, does) in &self.objects {
            let object = ObjectRef {
                bucket: "memory".into(),
                key: key.clone(),
                raw_key: None,
                version_id: None,
                size: MemoryBody::new(does).size(),
                etag: None,
                last_modified: None,
                storage_class: None,
            };
            let preset = match does {
                Does::Preset(reason) => Some(Outcome::of(*reason)),
                _ => None,
            };
            if sink(Listed { object, preset, encryption: None }).is_break() {
                return Ok(());
            }
        }
        match self.listing_breaks {
            true => Err(StoreError::Configuration("the listing broke".into())),
            false => Ok(()),
        }
    }

    fn open(&self, object: &ObjectRef) -> Result<Opened, OpenFailure> {
        let (_, does) = self.objects.iter().find(|(key, _)| *key == object.key).unwrap();
        if let Does::Refuse(reason) = does {
            return Err(OpenFailure::of(Outcome::of(*reason)));
        }
        Ok(Opened {
            body: Box::new(MemoryBody::new(does)),
            told: ObjectHeaders::UNKNOWN,
            replaced: None,
        })
    }
}

fn engine() -> Arc<Engine> {
    let catalog = Catalog::builtin().unwrap();
    let wanted = [
        "global/payment_card",
        "global/email",
        "secret/heroku_key",
        "secret/cloudflare_token",
        "global/ipv4",
        // Five of those that hear "tax id".
        "gr/afm",
        "nl/bsn",
        "pl/nip",
        "pt/nif",
        "us/ein",
    ];
    Arc::new(Engine::new(&catalog.select(&wanted.map(str::to_owned)).unwrap()).unwrap())
}

fn config(jobs: usize) -> ScanConfig {
    let mut config = ScanConfig::new(FingerprintKey::from_bytes(&[7; 32]).unwrap());
    config.jobs = jobs;
    config
}

fn start() -> RunStart {
    RunStart {
        magpie_version: "0".into(),
        started_at: "2026-01-01T00:00:00Z".into(),
        targets: vec!["memory".into()],
        options: serde_json::Map::new(),
        limits: serde_json::Map::new(),
        detectors: DetectorsLine {
            digest: String::new(),
            selectors: Vec::new(),
            selected: Vec::new(),
        },
        weights: WeightsLine::default(),
        fingerprint_key: FingerprintKeyLine { id: String::new(), origin: "file".into() },
        sampled: false,
    }
}

fn run(
    store: impl Store + 'static,
    config: &ScanConfig,
    at: &Path,
    stop: &AtomicBool,
) -> RunSummary {
    let source = Source { target: 0, store: Box::new(store), is_bucket: false, is_whole: true };
    let targets =
        Targets { names: vec!["memory".into()], sources: vec![source], ..Targets::default() };
    let writer = RunWriter::create(at, start()).unwrap();
    scan(config, &engine(), &targets, writer, &Silent, stop).unwrap()
}

fn go(memory: Memory, config: &ScanConfig) -> (RunSummary, Vec<ObjectLine>, Vec<FindingLine>) {
    let place = tempfile::tempdir().unwrap();
    let at = place.path().join("run");
    let summary = run(memory, config, &at, &AtomicBool::new(false));
    let reader = RunReader::open(&at).unwrap();
    let objects = reader.objects().unwrap().map(Result::unwrap).collect();
    let findings = reader.findings().unwrap().map(Result::unwrap).collect();
    (summary, objects, findings)
}

fn any_deed() -> impl Strategy<Value = Does> {
    let reasons: Vec<Reason> = Reason::ALL.to_vec();
    let reason = move || prop::sample::select(reasons.clone());
    prop_oneof![
        "[ -~\n]{0,200}".prop_map(|text| Does::Read(text.into_bytes())),
        prop::collection::vec(any::<u8>(), 0..200).prop_map(Does::Read),
        reason().prop_map(Does::Preset),
        reason().prop_map(Does::Refuse),
        reason().prop_map(Does::FailAt),
        Just(Does::Panic),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_becomes_of_objects_the_ledger_reconciles(
        deeds in prop::collection::vec(any_deed(), 0..40),
        jobs in 1usize..5,
        listing_breaks in any::<bool>(),
    ) {
        let keyed = deeds.into_iter().enumerate();
        let objects: Vec<_> = keyed.map(|(n, does)| (format!("k{n:03}"), does)).collect();
        let keys: Vec<String> = objects.iter().map(|(key, _)| key.clone()).collect();
        let (summary, lines, _) = go(Memory { objects, listing_breaks }, &config(jobs));
        let written: Vec<String> = lines.iter().map(|line| line.key.clone()).collect();
        prop_assert_eq!(written, keys);
        prop_assert_eq!(&summary.written.run.discrepancies, &Vec::<String>::new());
        prop_assert_eq!(summary.targets[0].errors.len(), usize::from(listing_breaks));
        for line in &lines {
            prop_assert_eq!(Some(line.bytes_read + line.bytes_unread), line.size);
            prop_assert_eq!(line.outcome == "complete", line.reason.is_none());
        }
    }
}

/// A word around a value: whole, or with escapes before it, behind it, or somewhere else.
fn worded() -> impl Strategy<Value = (String, String)> {
    let escape = || prop::sample::select(vec!["%20", "%2C", "=20", "&amp;", "&#44;", "\\u0020"]);
    let word = || "[a-z]{1,6}";
    (escape(), escape(), word(), word(), 0..6usize).prop_map(|(one, two, before, behind, how)| {
        let (before, behind) = (before.as_str(), behind.as_str());
        match how {
            0 => ("ip=".to_owned(), format!("{one}{behind}")),
            1 => (format!("ip {before}{one}"), format!(" {behind}")),
            2 => (format!("ip {before}{one}"), format!("{two}{behind}")),
            3 => (format!("ip {before}{one}{behind}:"), String::new()),
            4 => (format!("ip {before}{one}{behind}-"), two.to_owned()),
            _ => ("ip ".to_owned(), format!("/{before}{two}")),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_value_beside_escapes_is_told_once(
        words in prop::collection::vec(worded(), 1..20),
        name in prop::sample::select(vec!["a.txt", "a.csv", "a.json"]),
    ) {
        let values = (0..words.len()).map(|n| format!("81.2.69.{}", 101 + n));
        let words: Vec<String> =
            words.iter().zip(values).map(|((before, behind), value)| format!("{before}{value}{behind}")).collect();
        let text = match name {
            "a.csv" => format!("id,ip\n1,{}\n", words.join("\n2,")),
            "a.json" => serde_json::to_string(&words).unwrap(),
            _ => words.join(" and\n"),
        };
        for confidence_min in [Confidence::Low, Confidence::Medium] {
            let config = ScanConfig { confidence_min, ..config(1) };
            let (_, _, findings) = go(Memory::text(&[(name, &text)]), &config);
            let told = |finding: &FindingLine| (finding.detector.to_string(), finding.count, finding.distinct);
            let told: Vec<_> = findings.iter().map(told).collect();
            let count = words.len() as u64;
            prop_assert_eq!(told, [("global/ipv4".to_owned(), count, count)], "{} {}", name, text);
        }
    }
}

#[test]
fn a_value_that_stands_whole_beside_an_escape_keeps_its_exact_place() {
    let text = "GET /q?ip=81.2.69.142%20x\nGET /q?x=a%20ip:%2081.2.69.143%20x\n";
    let (_, _, findings) = go(Memory::text(&[("a.txt", text)]), &config(1));
    assert_eq!((findings.len(), findings[0].count), (1, 2));
    let places = &findings[0].occurrences.line_ranges;
    let at: Vec<_> = places.iter().map(|place| (place.start, place.start_column)).collect();
    assert_eq!(at, [(1, 11), (2, 10)]);
}

#[test]
fn a_value_right_behind_an_escape_is_told_beside_what_the_escape_seems_to_begin() {
    let text = "GET /q?ip=x%201.251.4.153%20y\n";
    let (_, _, findings) = go(Memory::text(&[("a.txt", text)]), &config(1));
    assert_eq!((findings.len(), findings[0].count, findings[0].distinct), (1, 2, 2));
    let bytes = &findings[0].occurrences.byte_ranges;
    let at: Vec<_> = bytes.iter().map(|range| (range.start, range.end)).collect();
    assert_eq!(at, [(12, 25), (10, 29)]);
}

/// Detector, start and end of every match, in the order of the text.
fn told(text: &str) -> Vec<(String, u64, u64)> {
    let (_, _, findings) = go(Memory::text(&[("a.txt", text)]), &config(1));
    let places = |finding: &FindingLine| {
        let detector = finding.detector.to_string();
        let ranges = finding.occurrences.byte_ranges.iter();
        let at = ranges.map(move |range| (detector.clone(), range.start, range.end));
        at.collect::<Vec<_>>()
    };
    let mut told: Vec<_> = findings.iter().flat_map(places).collect();
    told.sort_by_key(|found| found.1);
    told
}

#[test]
fn a_value_between_escapes_is_told_once() {
    let ipv4 = |start, end| ("global/ipv4".to_owned(), start, end);
    let email = |start, end| ("global/email".to_owned(), start, end);
    for (text, want) in [
        ("q=a%2081.2.69.142%20b", vec![ipv4(2, 21)]),
        ("q=81.2.69.142%2C81.2.69.143", vec![ipv4(2, 13), ipv4(2, 27)]),
        ("anna@example.org%2Cbob%40example.org", vec![email(0, 16), email(0, 36)]),
        // The text as it stands tells it, for a percent sign is a letter of an address.
        ("anna%2Btag@example.org", vec![email(0, 22)]),
        ("anna%40example.org", vec![email(0, 18)]),
    ] {
        assert_eq!(told(text), want, "{text}");
    }
}

#[test]
fn where_windows_meet_values_beside_escapes_are_told_once() {
    let mut text = String::new();
    for row in 0..2_000 {
        let (net, host) = (row / 250, row % 250);
        let end = if row % 7 == 0 { "\n" } else { "&" };
        text.push_str(&format!("a=x%20ip%2081.2.{net}.{host}%20y&m=u{row}%40example.org,{end}"));
    }
    let places = |window_bytes| {
        let mut config = config(1);
        config.limits.window_bytes = window_bytes;
        let (_, objects, findings) = go(Memory::text(&[("a.txt", &text)]), &config);
        assert_eq!(objects[0].bytes_scanned, text.len() as u64);
        let told = findings.iter().map(|finding| {
            let ranges = finding.occurrences.byte_ranges.iter();
            let at: Vec<_> = ranges.map(|range| (range.start, range.end)).collect();
            (finding.detector.to_string(), finding.count, finding.distinct, at)
        });
        told.collect::<Vec<_>>()
    };
    let whole = places(1 << 20);
    let counts: Vec<_> = whole.iter().map(|told| (told.0.as_str(), told.1, told.2)).collect();
    assert_eq!(counts, [("global/email", 2_000, 2_000), ("global/ipv4", 2_000, 2_000)]);
    for window_bytes in [8 * 1024, 8 * 1024 + 1, 9 * 1024 + 7, 13_001] {
        assert!(places(window_bytes) == whole, "{window_bytes}");
    }
}

/// Objects that take unequal time, so that threads overtake each other.
fn mixed() -> Memory {
    let objects = (0..300).map(|n| {
        let rows = if n % 37 == 0 { 4_000 } else { n % 5 };
        let mut text = String::from("name,card,email\n");
        for row in 0..rows {
            text.push_str(&format!("n,4532015112830366,user{}.{row}@example.org\n", n % 3));
        }
        (format!("{n:04}.csv"), Does::Read(text.into_bytes()))
    });
    Memory { objects: objects.collect(), listing_breaks: false }
}

#[test]
fn sixteen_threads_write_what_one_writes() {
    let one = go(mixed(), &config(1));
    let many = go(mixed(), &config(16));
    assert_eq!(one.1, many.1);
    assert_eq!(one.2, many.2);
    assert_eq!(one.0.written.buckets, many.0.written.buckets);
    assert!(one.2.len() > 300);
}

#[test]
fn what_a_reader_found_before_it_died_stays() {
    let read = Does::Read(PREAMBLE.to_vec());
    let objects = vec![("a.txt".to_owned(), Does::Panic), ("b.txt".to_owned(), read)];
    let mut config = config(1);
    config.limits.window_bytes = 8 * 1024;
    let (_, lines, findings) = go(Memory { objects, listing_breaks: false }, &config);
    assert_eq!(lines[0].reason.as_deref(), Some("PARSER_FAILED"));
    assert!(lines[0].bytes_scanned > 0 && findings[0].key == "a.txt" && findings[0].count > 100);
    assert_eq!((lines[1].outcome.as_str(), findings[1].key.as_str()), ("complete", "b.txt"));
}

#[test]
fn an_object_of_many_findings_keeps_fewer_places_before_it_ends() {
    let mut archive = b"!<arch>\n".to_vec();
    for member in 0..200 {
        let name = format!("{member}.txt/");
        let length = PREAMBLE.len();
        archive
            .extend(format!("{name:<16}0           0     0     100644  {length:<10}`\n").bytes());
        archive.extend(PREAMBLE);
    }
    let go_within = |object_results_max| {
        let memory = Memory {
            objects: vec![("a.ar".to_owned(), Does::Read(archive.clone()))],
            listing_breaks: false,
        };
        let (_, objects, findings) = go(memory, &ScanConfig { object_results_max, ..config(1) });
        let object = objects.into_iter().next().unwrap();
        assert_eq!(object.parts.len(), findings.len());
        let placed = findings.iter().filter(|finding| finding.occurrences_kept > 0).count();
        assert!(findings.iter().all(|finding| finding.count == 1));
        (object.reason, object.detail.unwrap_or_default(), findings.len(), placed)
    };
    assert_eq!(go_within(1 << 20), (None, String::new(), 200, 200));
    // Beyond half of it, places are left out, and the rest fits.
    let (reason, _, found, placed) = go_within(150_000);
    assert_eq!((reason, found), (None, 200));
    assert!((50..150).contains(&placed), "{placed}");
    let (reason, detail, found, _) = go_within(30_000);
    assert_eq!(reason.as_deref(), Some("MEMORY_LIMIT_REACHED"));
    assert!((20..100).contains(&found) && detail.contains(&format!("; {found} parts")), "{detail}");
}

#[test]
fn a_key_that_holds_a_value_is_masked_and_stays_findable() {
    let key = "exports/ops@example.org/list.txt";
    let (_, lines, findings) = go(Memory::text(&[(key, "nothing")]), &config(1));
    assert!(!lines[0].key.contains("ops@example.org"), "{}", lines[0].key);
    assert!(lines[0].key_fingerprint.as_ref().unwrap().starts_with("hmac-sha256:"));
    assert_eq!(findings[0].why[0], "object key");
    let range = &findings[0].occurrences.offset_ranges[0];
    assert_eq!((range.start, range.end), (8, 23));
    let mut raw = config(1);
    raw.raw_keys = true;
    let (_, lines, _) = go(Memory::text(&[(key, "nothing")]), &raw);
    assert_eq!((lines[0].key.as_str(), &lines[0].key_fingerprint), (key, &None));
}

#[test]
fn names_are_masked_for_what_is_told_and_for_nothing_else() {
    let part = "lake/part-00000-3f8a1c07-52be-4d19-9f6e-8b1d70c4e2a5-c000.csv";
    let object = ".git/objects/4b/825dc642cb6eb9a060e54bf8d69288fbee4904";
    let card = "scans/4532015112830366.txt";
    let content = [(part, "nothing"), (object, "nothing"), (card, "nothing")];
    let (summary, lines, findings) = go(Memory::text(&content), &config(1));
    let keys: Vec<&str> = lines.iter().map(|line| line.key.as_str()).collect();
    assert_eq!(keys, [part, object, card]);
    assert!(lines.iter().all(|line| line.key_fingerprint.is_none()) && findings.is_empty());
    assert_eq!(summary.written.run.notes, Vec::<String>::new());
    // Where such matches are told, names hide them.
    let mut low = config(1);
    low.confidence_min = Confidence::Low;
    let (summary, lines, findings) = go(Memory::text(&content), &low);
    assert!(findings.len() >= 3 && lines.iter().all(|line| line.key_fingerprint.is_some()));
    let note = summary.written.run.notes[0].as_str();
    assert!(note.starts_with("3 object keys") && note.contains("--raw-keys"), "{note}");
}

#[test]
fn a_name_never_shows_what_is_told_of_its_content() {
    let key = "scans/4532015112830366.txt";
    let content = Memory::text(&[(key, "card number 4532 0151 1283 0366\n")]);
    let (summary, lines, findings) = go(content, &config(1));
    let told = [lines[0].key.as_str(), findings[0].key.as_str()];
    assert!(told.iter().all(|key| key.contains("***") && !key.contains("0151128")), "{told:?}");
    assert_eq!(lines[0].key_fingerprint, findings[0].key_fingerprint);
    assert!(lines[0].key_fingerprint.is_some());
    assert!(summary.written.run.notes[0].starts_with("1 object key holds"));
}

#[test]
fn occurrences_by_confidence_are_those_of_objects_with_a_finding() {
    let far = "q".repeat(600);
    let low = "4532015112830366\nref 4916338506082832 x\n";
    let both = format!("card 4532015112830366\n{far}\nref 4916338506082832 x\n");
    let (summary, ..) = go(Memory::text(&[("a.txt", low), ("b.txt", &both)]), &config(1));
    let written = &summary.written;
    let (_, cards) = written.findings.detectors().next().unwrap();
    assert_eq!((cards.objects, cards.count, cards.by_confidence), (1, 1, [1, 0, 1]));
    let (run, directory) = (&written.run, written.directory.as_path());
    let (buckets, findings) = (&written.buckets, &written.findings);
    let text = magpie_report::summary(&Summary { run, buckets, findings, directory, width: 100 });
    assert!(text.contains("all in objects and parts with a finding"), "{text}");
}

#[test]
fn a_value_on_the_allow_list_is_not_reported() {
    let mut config = config(1);
    config.allow.add_values("list", b"4532-0151-1283-0366\n").unwrap();
    let (_, _, findings) = go(Memory::text(&[("a.txt", "card 4532015112830366")]), &config);
    assert_eq!(findings.len(), 0);
}

/// Sets the flag when its third object is opened.
struct Interrupting(Memory, Arc<AtomicBool>, AtomicUsize);

impl Store for Interrupting {
    fn bucket(&self) -> &str {
        self.0.bucket()
    }

    fn list(&self, sink: &mut dyn FnMut(Listed) -> ControlFlow<()>) -> Result<(), StoreError> {
        self.0.list(sink)
    }

    fn open(&self, object: &ObjectRef) -> Result<Opened, OpenFailure> {
        if self.2.fetch_add(1, Ordering::SeqCst) == 2 {
            self.1.store(true, Ordering::SeqCst);
        }
        self.0.open(object)
    }
}

#[test]
fn an_interruption_keeps_what_is_finished_and_accounts_for_the_rest() {
    let place = tempfile::tempdir().unwrap();
    let at = place.path().join("run");
    let stop = Arc::new(AtomicBool::new(false));
    let store = Interrupting(mixed(), Arc::clone(&stop), AtomicUsize::new(0));
    let summary = run(store, &config(1), &at, &stop);
    let totals = &summary.written.run.totals;
    assert!(summary.interrupted && summary.written.run.state == RunState::Interrupted);
    assert_eq!(summary.written.run.discrepancies, Vec::<String>::new());
    assert_eq!(totals.outcome(magpie_model::Status::Complete).objects, 2);
    assert_eq!(totals.reasons["INTERRUPTED"].objects, totals.listed.objects - 2);
    assert!(!summary.targets[0].is_unreadable() && !summary.is_complete());
}

/// A table with one column, of numbers that pass a Dutch or Portuguese check or neither.
fn column(heading: &str, values: impl Iterator<Item = u32>) -> String {
    let rows = values.map(|value| format!("{value}\n"));
    std::iter::once(format!("{heading}\n")).chain(rows).collect()
}

fn is_bsn(value: u32) -> bool {
    let digits = (0..9).rev().map(|at| value / 10_u32.pow(at) % 10);
    let weights = [9, 8, 7, 6, 5, 4, 3, 2];
    let (sum, last) = (digits.clone().zip(weights).map(|(d, w)| d * w).sum::<u32>(), value % 10);
    sum % 11 == last
}

#[test]
fn a_general_heading_counts_for_a_number_only_where_the_column_passes_its_check() {
    let drawn = || (0..).map(|n: u32| 123_456_789 + n.wrapping_mul(2_654_435_761) % 800_000_000);
    let bsn = column("tax_id", drawn().filter(|&value| is_bsn(value)).take(60));
    let chance = column("tax_id", drawn().take(60));
    let own = column("bsn", drawn().take(60));
    let memory = Memory::text(&[("bsn.csv", &bsn), ("chance.csv", &chance), ("own.csv", &own)]);
    let (_, _, findings) = go(memory, &config(1));
    let count = |key: &str, detector: &str| {
        let mut of = findings.iter().filter(|f| f.key == key && f.detector.as_str() == detector);
        of.next().map_or(0, |finding| finding.count)
    };
    assert_eq!(count("bsn.csv", "nl/bsn"), 60);
    let any = findings.iter().filter(|finding| finding.key == "chance.csv");
    assert_eq!(any.map(|finding| finding.count).sum::<u64>(), 0);
    assert!(count("own.csv", "nl/bsn") > 0);
}

#[test]
fn checked_values_speak_for_each_other_in_a_column_of_any_name_unless_chance_passes_their_check() {
    let bsn: Vec<u32> = (0..)
        .map(|n: u32| 123_456_789 + n.wrapping_mul(2_654_435_761) % 800_000_000)
        .filter(|&value| is_bsn(value))
        .take(60)
        .collect();
    let table = |heading: &str, value: &dyn Fn(u32) -> String| {
        let rows = bsn.iter().map(|&number| format!("a,{},b\n", value(number)));
        format!("first,{heading},last\n{}", rows.collect::<String>())
    };
    let whole = |number: u32| number.to_string();
    let parted = |number: u32| {
        let (area, rest) = (number / 1_000_000 % 800 + 1, number % 1_000_000);
        format!("{area:03}-{:02}-{:04}", rest / 10_000, rest % 10_000)
    };
    let array = |values: &mut dyn Iterator<Item = u32>| {
        let items = values.map(|value| format!(r#"{{"a": 1, "xcol": "{value}", "b": [2]}}"#));
        format!("[{}]", items.collect::<Vec<_>>().join(", "))
    };
    let outer = format!(r#"{{"count": 60, "rows": {}}}"#, array(&mut bsn.iter().copied()));
    let mut any = (0..400_u32).map(|n| 123_456_789 + n.wrapping_mul(2_654_435_761) % 800_000_000);
    let files = [
        ("array.json", array(&mut bsn.iter().copied())),
        ("outer.json", outer),
        ("chance.json", array(&mut any)),
        ("neutral.csv", table("xcol", &whole)),
        ("against.csv", table("order_number", &whole)),
        ("parts.csv", table("xcol", &parted)),
    ];
    let counts = counted(&files);
    for table in ["neutral.csv", "array.json", "outer.json"] {
        assert_eq!(counts(table), [("nl/bsn".to_owned(), 60)], "{table}");
    }
    assert_eq!(counts("chance.json"), []);
    assert_eq!(counts("against.csv"), []);
    assert_eq!(counts("parts.csv"), []);
}

/// What is found in each of these files: the detectors, with how many values.
fn counted(files: &[(&str, String)]) -> impl Fn(&str) -> Vec<(String, u64)> {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (_, _, findings) = go(Memory::text(&files), &config(1));
    move |key| {
        let of = findings.iter().filter(|finding| finding.key == key);
        of.map(|finding| (finding.detector.to_string(), finding.count)).collect()
    }
}

#[test]
fn checked_values_speak_for_each_other_in_elements_attributes_and_cells_of_one_name() {
    let drawn = || (0..).map(|n: u32| 123_456_789 + n.wrapping_mul(2_654_435_761) % 800_000_000);
    let numbers: Vec<u32> = drawn().filter(|&value| is_bsn(value)).take(60).collect();
    let chance: Vec<u32> = drawn().take(400).collect();
    let of = |values: &[u32], one: &dyn Fn(u32) -> String| -> String {
        values.iter().map(|&value| one(value)).collect()
    };
    let element = |n: u32| format!("<row><a>1</a><xcol>{n}</xcol><b x=\"2\">z</b></row>\n");
    let attribute = |n: u32| format!("<row a=\"1\" xcol=\"{n}\" b=\"2\"/>\n");
    let several = |n: u32| format!("<row><xcol>{n}</xcol>{}</row>\n", "<c>1</c>".repeat(3));
    let against = |n: u32| format!("<row><order_number>{n}</order_number></row>\n");
    let cell = |n: u32| format!("<tr><td>1</td><td>{n}</td><td>z</td></tr>\n");
    let xml = |rows: String| format!("<?xml version=\"1.0\"?>\n<rows>\n{rows}</rows>\n");
    let files = [
        ("elements.xml", xml(of(&numbers, &element))),
        ("attributes.xml", xml(of(&numbers, &attribute))),
        ("several.xml", xml(of(&numbers, &several))),
        ("chance.xml", xml(of(&chance, &element))),
        ("against.xml", xml(of(&numbers, &against))),
        ("one.xml", xml(of(&numbers[..1], &element))),
        (
            "cells.html",
            format!(
                "<!DOCTYPE html>\n<html><body><table>\n<tr><th>a</th><th>xcol</th><th>b</th></tr>\n{}\
                 </table></body></html>\n",
                of(&numbers, &cell)
            ),
        ),
    ];
    let counts = counted(&files);
    for told in ["elements.xml", "attributes.xml", "several.xml", "cells.html"] {
        assert_eq!(counts(told), [("nl/bsn".to_owned(), 60)], "{told}");
    }
    for untold in ["chance.xml", "against.xml", "one.xml"] {
        assert_eq!(counts(untold), [], "{untold}");
    }
}

#[test]
fn published_specimens_are_counted_apart() {
    // Two published test cards, and one that is computed.
    let text = "card 4111 1111 1111 1111\ncard 5555 5555 5555 4444\ncard 4556 7375 8689 9855\n";
    let (_, _, findings) = go(Memory::text(&[("cards.txt", text)]), &config(1));
    let card = findings.iter().find(|f| f.detector.as_str() == "global/payment_card").unwrap();
    assert_eq!((card.count, card.by_confidence.low, card.specimens), (1, 2, 2));
}

#[test]
fn places_in_json_name_the_item_of_each_array() {
    let card = "4556 7375 8689 9855";
    let document = format!(
        r#"{{"people": [{{"n": 1}}, {{"n": [2], "cards": ["x", {{"card": "{card}"}}]}}, {{"card": "{card}"}}]}}"#
    );
    let lines = format!("{{\"a\": [1, 2]}}\n{{\"b\": [0, {{\"card\": \"{card}\"}}]}}\n");
    let files = [("document.json", document.as_str()), ("lines.jsonl", lines.as_str())];
    let (_, _, findings) = go(Memory::text(&files), &config(1));
    let paths = |key: &str| -> Vec<(u64, String)> {
        let found =
            findings.iter().find(|f| f.key == key && f.detector.as_str().ends_with("_card"));
        let records = &found.unwrap().occurrences.records;
        records.iter().map(|at| (at.record_index, at.json_path.clone().unwrap())).collect()
    };
    let document = ["$.people[1].cards[1].card", "$.people[2].card"];
    assert_eq!(paths("document.json"), document.map(|path| (0, path.to_owned())));
    assert_eq!(paths("lines.jsonl"), [(1, "$.b[1].card".to_owned())]);
}

/// Copies the files below a folder whose names a test wants.
fn copy(from: &Path, to: &Path, wanted: &dyn Fn(&str) -> bool) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(name), wanted);
        } else if wanted(&name) {
            std::fs::copy(entry.path(), to.join(name)).unwrap();
        }
    }
}

/// Root, name and role of each file of a table below `folder`, without their keys, sorted.
fn tables(folder: &Path) -> Vec<String> {
    let place = tempfile::tempdir().unwrap();
    let at = place.path().join("run");
    let store = magpie_store::DirectoryStore::new(folder).unwrap();
    run(store, &config(2), &at, &AtomicBool::new(false));
    let objects = RunReader::open(&at).unwrap().objects().unwrap().map(Result::unwrap);
    let tables = objects.filter(|line| !line.key.contains("metadata/")).map(|line| {
        let table = line.table.unwrap();
        format!("{} {} {} {}", table.format, table.root, table.name, table.file)
    });
    let mut tables: Vec<String> = tables.filter(|table| !table.ends_with("metadata")).collect();
    tables.sort();
    tables
}

#[test]
fn files_of_a_table_are_what_its_log_says() {
    let fixtures =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/formats/tables");
    let place = tempfile::tempdir().unwrap();
    // Without its checkpoint the log is read by its commits alone.
    copy(&fixtures, place.path(), &|name| !name.contains("checkpoint"));
    let want = [
        "delta delta/orders shop orders current",
        "delta delta/orders shop orders current",
        "delta delta/orders shop orders removed",
        "delta delta/orders shop orders unreferenced",
        "delta delta/parts parts current",
        "delta delta/parts parts current",
        // Nobody reads its manifests here.
        "iceberg iceberg/orders orders unknown",
        "iceberg iceberg/orders orders unknown",
        "iceberg iceberg/orders orders unknown",
    ];
    assert_eq!(tables(place.path()), want);
    let with_checkpoint = tables(&fixtures);
    assert!(with_checkpoint[0].ends_with("orders unknown"), "{with_checkpoint:#?}");
}

#[test]
fn a_table_whose_log_has_a_gap_is_not_told_by_halves() {
    let fixtures =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/formats/tables");
    let place = tempfile::tempdir().unwrap();
    let is_gap = |name: &str| name.ends_with("01.json") || name.contains("checkpoint");
    copy(&fixtures.join("delta/orders"), place.path(), &|name| !is_gap(name));
    let told = tables(place.path());
    assert_eq!(told.len(), 4);
    assert!(told.iter().all(|told| told.ends_with(" unknown")), "{told:#?}");
}
