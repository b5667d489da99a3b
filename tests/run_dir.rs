//! The run directory: every line as its schema says, the same for any number of threads, private,
//! and never part of what it describes.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::fixtures::{bucket, card_line, object, server};
use crate::support::program::{Ended, Magpie, Results, lines};

/// A run with something of everything: findings, archives, failures, filters, two targets.
fn varied() -> Ended {
    let mut denied = object("denied.txt", card_line(1));
    denied.fault = Some(magpie_demo::Fault::Denied);
    let mut kms = object("sealed.txt", card_line(2));
    kms.encryption = Some(magpie_corpus::Encryption {
        algorithm: "aws:kms".into(),
        key: Some("arn:aws:kms:us-east-1:111122223333:key/unknown".into()),
        bucket_key: false,
    });
    let server = server(vec![bucket("varied", vec![denied, kms, object("left.out", "x")])]);
    server.fail_call("varied", "GetBucketPolicyStatus", Some(magpie_demo::CallFault::Denied));
    let magpie = Magpie::scan(&["s3://varied", "data", "--exclude", "*.out"]).on(&server);
    let data = magpie.place().current().join("data");
    std::fs::create_dir(&data).unwrap();
    for (name, content) in [
        ("table.csv", "email,card_number\ndesk.1@example.net,4539712345678915\n".to_owned()),
        ("record.json", format!("{{\"a\":[{{\"note\":{:?}}}]}}", card_line(3).trim())),
        ("deep.json", format!("{}1{}", "[".repeat(999), "]".repeat(999))),
        ("page.html", format!("<html><p>{}", card_line(4))),
        ("broken.zip", "PK\u{3}\u{4} and nothing more".to_owned()),
        ("card 4539712345678915.txt", card_line(5)),
        ("empty", String::new()),
    ] {
        std::fs::write(data.join(name), content).unwrap();
    }
    std::os::unix::fs::symlink("table.csv", data.join("link")).unwrap();
    magpie.run().expect(0)
}

#[test]
fn every_line_is_as_its_schema_says() {
    let ended = varied();
    let run = ended.place.current().join("run");
    ended.results().reconcile();
    for (name, schema) in magpie_report::SCHEMAS {
        let schema: Value = serde_json::from_str(schema).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let all = match name {
            "run.json" => vec![ended.results().run],
            _ => lines(&run.join(name)),
        };
        assert!(!all.is_empty(), "{name} is empty");
        for line in all {
            let faults: Vec<_> = validator.iter_errors(&line).map(|e| e.to_string()).collect();
            assert!(faults.is_empty(), "{name}: {faults:?}\n{line:#}");
        }
        // A schema that lets everything pass shows nothing.
        assert!(!validator.is_valid(&json!({"unknown": 1})), "{name}");
    }
}

#[test]
fn the_directory_and_its_files_are_for_their_owner_only() {
    let ended = varied();
    let run = ended.place.current().join("run");
    let mode = |path: &Path| std::fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&run), 0o700);
    let names: BTreeSet<_> =
        std::fs::read_dir(&run).unwrap().map(|entry| entry.unwrap().path()).collect();
    for path in &names {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
    let names: Vec<_> = names.iter().map(|path| path.file_name().unwrap().to_str()).collect();
    let four = ["buckets.jsonl", "findings.jsonl", "objects.jsonl", "run.json"];
    assert_eq!(names, four.map(Some));
}

/// Many objects of different sizes, so that threads finish them out of order.
fn uneven(folder: &Path) {
    std::fs::create_dir(folder.join("uneven")).unwrap();
    for n in 0..150_u32 {
        let filler = "a line with nothing in it at all\n".repeat(n as usize * 7 % 13 * 400);
        let text = format!("{filler}{}{}", card_line(n), card_line(n + 1));
        std::fs::write(folder.join(format!("uneven/{n:03}.txt")), text).unwrap();
    }
}

#[test]
fn one_thread_and_eight_write_the_same() {
    let scan = |jobs: &str| {
        let magpie = Magpie::scan(&["uneven", "--jobs", jobs]);
        uneven(&magpie.place().current());
        let ended = magpie.run().expect(0);
        let run = ended.place.current().join("run");
        let text = |name| std::fs::read_to_string(run.join(name)).unwrap();
        // Files are written anew for each run, so their times differ.
        let mut objects = lines(&run.join("objects.jsonl"));
        objects.iter_mut().for_each(|line| line["last_modified"] = Value::Null);
        let mut summary = ended.results().run;
        for name in ["started_at", "finished_at"] {
            summary[name] = Value::Null;
        }
        summary["options"]["jobs"] = Value::Null;
        summary["files"]["objects"]["digest"] = Value::Null;
        (objects, text("findings.jsonl"), text("buckets.jsonl"), summary)
    };
    let (one, eight) = (scan("1"), scan("8"));
    assert_eq!(one.0, eight.0);
    assert_eq!(one.1, eight.1);
    assert_eq!(one.2, eight.2);
    assert_eq!(one.3, eight.3);
}

#[test]
fn a_random_key_makes_fingerprints_of_two_runs_differ_and_is_said() {
    let scan = || {
        let magpie = Magpie::scan(&["a.txt"]).file("a.txt", card_line(1));
        magpie.env_remove("MAGPIE_FINGERPRINT_KEY").run().expect(0).results()
    };
    let (first, second) = (scan(), scan());
    assert_eq!(first.run["fingerprint_key"]["origin"], "random");
    assert_ne!(first.run["fingerprint_key"]["id"], second.run["fingerprint_key"]["id"]);
    let card = "global/payment_card";
    assert!(first.fingerprints(card).is_disjoint(&second.fingerprints(card)));
}

#[test]
fn the_files_of_a_run_inside_the_target_are_left_out_and_said() {
    let magpie = Magpie::new(&["scan", ".", "--out", "inside/run"]).file("a.txt", card_line(1));
    std::fs::create_dir(magpie.place().current().join("inside")).unwrap();
    let ended = magpie.run().expect(0);
    let results = Results::read(&ended.place.current().join("inside/run"));
    results.reconcile();
    assert_eq!(results.count("a.txt", "global/payment_card"), 1);
    let runs: Vec<_> = results.objects.iter().filter(|l| l["reason"] == "RUN_DIRECTORY").collect();
    assert_eq!(runs.len(), 4, "{:#?}", results.keys());
    assert!(ended.stdout.contains("RUN_DIRECTORY"), "{}", ended.stdout);

    // Nor is an earlier one, whose findings would be found again.
    let again = Magpie::scan(&[ended.place.current().to_str().unwrap()]).run().expect(0).results();
    assert_eq!(again.reconcile().findings.len(), 1);
}

#[test]
fn standard_input_is_an_object_with_the_key_dash() {
    let magpie = Magpie::new(&[]);
    let current = magpie.place().current();
    std::fs::write(current.join("input"), card_line(1)).unwrap();
    let mut magpie = magpie.arg("scan").arg("-").arg("--out").arg("run");
    let input = std::fs::File::open(current.join("input")).unwrap();
    magpie.command().stdin(input);
    let results = magpie.run().expect(0).results();
    assert_eq!(results.reconcile().keys(), ["-"]);
    assert_eq!(results.count("-", "global/payment_card"), 1);
}

#[test]
fn the_configuration_file_holds_the_same_names_and_the_command_line_wins() {
    let scan = |arguments: &[&str]| {
        let magpie = Magpie::scan(&[&["a.txt"], arguments].concat());
        let magpie = magpie.file("a.txt", card_line(1));
        magpie.file("magpie.toml", "detectors = [\"global/email\"]\njobs = 3\n")
    };
    let by_file = scan(&[]).run().expect(0).results();
    assert_eq!(by_file.run["detectors"]["selected"], json!(["global/email"]));
    assert_eq!(by_file.findings.len(), 0);
    let by_option = scan(&["--detectors", "global/payment_card"]).run().expect(0).results();
    assert_eq!(by_option.findings.len(), 1);
}

#[test]
fn filters_and_samples_leave_their_objects_in_the_ledger() {
    let scan = |arguments: &[&str]| {
        let magpie = Magpie::scan(&[&["uneven"], arguments].concat());
        uneven(&magpie.place().current());
        let results = magpie.run().expect(0).results();
        assert_eq!(results.reconcile().objects.len(), 150);
        results
    };
    let reasons = |results: &Results, reason: &str| {
        results.run["totals"]["reasons"][reason]["objects"].as_u64().unwrap_or(0)
    };
    let filtered = scan(&["--include", "0*.txt", "--exclude", "09*"]);
    assert_eq!(reasons(&filtered, "EXCLUDED_BY_FILTER"), 60);
    let sampled = scan(&["--sample", "20", "--sample-seed", "3"]);
    let left_out = reasons(&sampled, "NOT_SAMPLED");
    assert!((100..140).contains(&left_out), "{left_out}");
    assert_eq!(sampled.run["sampled"], true);
}
