//! The run directory on a disk: what is written, refused and read back.

use std::fs;
use std::path::Path;

use crate::lines::{AT, bucket, finding, judged, object, start, with_parts};
use magpie_judge::Subject;
use magpie_model::{Outcome, Reason};
use magpie_report::{Finish, ReadError, RunReader, RunState, RunWriter, SCHEMAS, Sum, WriteError};
use serde_json::Value;

fn finish(state: RunState, objects: u64, bytes: u64) -> Finish {
    Finish {
        state,
        finished_at: AT.into(),
        listed: Sum { objects, bytes },
        accounts: magpie_report::accounts(
            &[bucket(&[], true), bucket(&[], false)],
            magpie_judge::Weights::builtin(),
        ),
        notes: vec!["a note".into()],
    }
}

/// Keys that end lines, are not ASCII, steer a terminal, or look like JSON.
const ODD: &str = "a\nb\u{1b}[2J\u{0}\"}\u{2028}ü%FF.zip";

fn write_one(directory: &Path) {
    let mut writer = RunWriter::create(directory, start()).unwrap();
    let partial = Outcome::of(Reason::ArchiveContainsUnprocessedFiles);
    writer.object(&object(ODD, Some(100), &partial, 70), &[finding(ODD, 120)]).unwrap();
    writer.object(&object("-", None, &Outcome::COMPLETE, 5), &[]).unwrap();
    writer.bucket(bucket(&[("magpie:risk", "low"), ("owner", "x")], true)).unwrap();
    writer.bucket(with_parts(judged("dir", Subject::NotABucket, false))).unwrap();
    let written = writer.finish(finish(RunState::Done, 2, 100)).unwrap();
    assert_eq!((written.run.state, written.run.reconciles), (RunState::Done, Some(true)));
}

fn values(directory: &Path, file: &str) -> Vec<Value> {
    let text = fs::read_to_string(directory.join(file)).unwrap();
    if file == "run.json" {
        return vec![serde_json::from_str(&text).unwrap()];
    }
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_line_is_what_its_schema_says() {
    let place = tempfile::tempdir().unwrap();
    let run = place.path().join("run");
    write_one(&run);
    for (file, schema) in SCHEMAS {
        let schema: Value = serde_json::from_str(schema).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let values = values(&run, file);
        assert!(!values.is_empty(), "{file}");
        for value in values {
            let errors: Vec<_> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
            assert!(errors.is_empty(), "{file}: {errors:#?}\n{value:#}");
            let mut more = value;
            more.as_object_mut().unwrap().insert("unheard_of".into(), Value::Null);
            assert!(!validator.is_valid(&more), "{file} takes any field");
        }
    }
}

#[test]
fn what_was_written_reads_back() {
    let place = tempfile::tempdir().unwrap();
    let run = place.path().join("run");
    write_one(&run);
    let reader = RunReader::open(&run).unwrap();
    assert_eq!(reader.run().totals.findings.occurrences, 120);
    let objects: Vec<_> = reader.objects().unwrap().map(Result::unwrap).collect();
    assert_eq!(objects[0].key, ODD);
    assert_eq!((objects[0].bytes_read, objects[0].bytes_unread), (70, 30));
    let findings: Vec<_> = reader.findings().unwrap().map(Result::unwrap).collect();
    assert_eq!(findings, [finding(ODD, 120)]);
    assert_eq!(reader.buckets().unwrap().len(), 2);
    let totals = reader.finding_totals().unwrap();
    assert_eq!(totals.detectors().map(|(_, t)| (t.count, t.objects)).next(), Some((120, 1)));
}

#[test]
fn a_torn_last_line_is_left_out_and_a_torn_middle_is_an_error() {
    let place = tempfile::tempdir().unwrap();
    let run = place.path().join("run");
    write_one(&run);
    let path = run.join("objects.jsonl");
    let whole = fs::read(&path).unwrap();
    for cut in 0..whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        let mut lines = RunReader::open(&run).unwrap().objects().unwrap();
        let read = lines.by_ref().map(Result::unwrap).count();
        assert_eq!(read, whole[..cut].iter().filter(|b| **b == b'\n').count());
        assert_eq!(lines.is_torn(), cut > 0 && whole[cut - 1] != b'\n');
    }
    let damaged = [b"{\n", whole.as_slice()].concat();
    fs::write(&path, damaged).unwrap();
    let first = RunReader::open(&run).unwrap().objects().unwrap().next();
    assert!(matches!(first, Some(Err(ReadError::Damaged { line: 1, .. }))));
}

#[test]
fn findings_are_on_disk_before_the_ledger_speaks_of_them() {
    let place = tempfile::tempdir().unwrap();
    let run = place.path().join("run");
    let mut writer = RunWriter::create(&run, start()).unwrap();
    let key = "x".repeat(2_000);
    for _ in 0..2_000 {
        writer.object(&object(&key, Some(1), &Outcome::COMPLETE, 1), &[finding(&key, 1)]).unwrap();
        let lines =
            |file| fs::read(run.join(file)).unwrap().iter().filter(|byte| **byte == b'\n').count();
        if fs::metadata(run.join("objects.jsonl")).unwrap().len() > 0 {
            assert_eq!(lines("findings.jsonl"), lines("objects.jsonl"));
            drop(writer);
            let reader = RunReader::open(&run).unwrap();
            assert_eq!(reader.run().state, RunState::Running);
            assert_eq!(reader.run().reconciles, None);
            return;
        }
    }
    panic!("megabytes of lines never reached the disk");
}

#[test]
fn totals_that_contradict_the_listing_break_the_run() {
    let place = tempfile::tempdir().unwrap();
    let run = place.path().join("run");
    let mut writer = RunWriter::create(&run, start()).unwrap();
    writer.object(&object("a", Some(1), &Outcome::COMPLETE, 1), &[]).unwrap();
    let written = writer.finish(finish(RunState::Done, 2, 1)).unwrap();
    assert_eq!((written.run.state, written.run.reconciles), (RunState::Broken, Some(false)));
    assert_eq!(written.run.discrepancies, ["objects listed: 2, but objects in the ledger: 1"]);
}

#[test]
fn a_checkpoint_tells_the_totals_so_far() {
    let place = tempfile::tempdir().unwrap();
    let run = place.path().join("run");
    let mut writer = RunWriter::create(&run, start()).unwrap();
    writer.object(&object("a", Some(7), &Outcome::COMPLETE, 7), &[]).unwrap();
    writer.checkpoint().unwrap();
    let reader = RunReader::open(&run).unwrap();
    assert_eq!(reader.run().totals.listed, Sum { objects: 1, bytes: 7 });
    assert_eq!(reader.objects().unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn files_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let run = place.path().join("deep/er/run");
    write_one(&run);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&run), 0o700);
    let mut files: Vec<_> = fs::read_dir(&run).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let names: Vec<_> = files.iter().filter_map(|f| f.file_name()?.to_str()).collect();
    assert_eq!(names, ["buckets.jsonl", "findings.jsonl", "objects.jsonl", "run.json"]);
    assert!(files.iter().all(|file| mode(file) == 0o600));
}

#[test]
fn a_directory_with_anything_in_it_is_refused_and_left_alone() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("thesis.txt"), "mine").unwrap();
    let error = RunWriter::create(place.path(), start()).unwrap_err();
    assert!(matches!(error, WriteError::NotEmpty { .. }));
    assert!(error.to_string().contains("is not empty"), "{error}");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    let error = RunWriter::create(&place.path().join("thesis.txt"), start()).unwrap_err();
    assert!(matches!(error, WriteError::NotADirectory { .. }));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let place = tempfile::tempdir().unwrap();
    let elsewhere = place.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let link = place.path().join("link");
    std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
    let error = RunWriter::create(&link, start()).unwrap_err();
    assert!(matches!(error, WriteError::NotADirectory { .. }));
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
}

#[test]
fn other_directories_and_newer_runs_are_told_apart() {
    let place = tempfile::tempdir().unwrap();
    let error = RunReader::open(place.path()).unwrap_err();
    assert!(matches!(error, ReadError::NotARun { .. }), "{error}");
    fs::write(place.path().join("run.json"), "{\"schema\":\"magpie.run/2\"}").unwrap();
    let error = RunReader::open(place.path()).unwrap_err();
    assert!(matches!(&error, ReadError::OtherSchema { found, .. } if found == "magpie.run/2"));
    fs::write(place.path().join("run.json"), "{\"schema\":\"magpie.run/1\"}").unwrap();
    let error = RunReader::open(place.path()).unwrap_err();
    assert!(matches!(error, ReadError::Damaged { .. }), "{error}");
    fs::write(place.path().join("run.json"), "{\"name\":\"npm package\"}").unwrap();
    let error = RunReader::open(place.path()).unwrap_err();
    assert!(matches!(error, ReadError::NotARun { .. }), "{error}");
}
