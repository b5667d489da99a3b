//! Answers of AWS in its own wire format, played back to the SDK: what facts come out of each. The
//! recordings, and how they are written, are in `tests/fixtures/recorded`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::program::{Magpie, lines};
use crate::support::replay::{Answer, Answers, Replay};
use crate::support::root;

/// An answer, and what has to come out of it.
struct Recording {
    /// Such as `s3/GetBucketAcl`.
    call: String,
    /// Such as `everybody`; `usual` is what is answered where another call is tried.
    name: String,
    /// The page of AWS whose form it has.
    page: String,
    /// Recordings of other calls that belong to it.
    with: Vec<String>,
    expected: Vec<(String, Wanted)>,
    answer: Answer,
}

#[derive(Debug)]
enum Wanted {
    Known(Value),
    /// Unknown, for a reason that holds these words.
    Unknown(String),
}

fn folder() -> PathBuf {
    root().join("tests/fixtures/recorded")
}

impl Recording {
    fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap();
        let end = bytes.windows(2).position(|two| two == b"\n\n").unwrap();
        let head = str::from_utf8(&bytes[..end]).unwrap();
        let (notes, head): (Vec<&str>, Vec<&str>) = head.lines().partition(|l| l.starts_with('#'));
        let mut notes = notes.iter().map(|note| note.trim_start_matches("# "));
        let page = notes.next().unwrap_or_default().to_owned();
        let (with, expected): (Vec<&str>, Vec<&str>) = notes.partition(|n| n.starts_with("with "));
        let status = head[0].strip_prefix("HTTP/1.1 ").unwrap().to_owned();
        let headers = head[1..].iter().map(|line| (*line).to_owned()).collect();
        let answer = Answer { status, headers, body: bytes[end + 2..].to_vec() };
        let place = path.strip_prefix(folder()).unwrap().with_extension("");
        let (call, name) = place.to_str().unwrap().rsplit_once('/').unwrap();
        Self {
            call: call.into(),
            name: name.into(),
            page,
            with: with.iter().map(|note| note["with ".len()..].to_owned()).collect(),
            expected: expected.into_iter().map(expectation).collect(),
            answer,
        }
    }

    fn all_of(calls: &str) -> Vec<Self> {
        let mut paths = Vec::new();
        let mut folders = vec![folder().join(calls)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { paths.push(path) }
            }
        }
        paths.sort();
        assert!(!paths.is_empty(), "{calls}");
        paths.retain(|path| path.extension().is_some_and(|e| e == "http"));
        paths.iter().map(|path| Self::read(path)).collect()
    }

    fn whole_name(&self) -> String {
        format!("{}/{}", self.call, self.name)
    }

    /// The calls whose answers are not the usual ones.
    fn tried(&self) -> Vec<&str> {
        let with = self.with.iter().map(|name| name.rsplit_once('/').unwrap().0);
        std::iter::once(self.call.as_str()).chain(with).collect()
    }

    /// Whether all of it is about one bucket's configuration.
    fn is_of_a_bucket(&self) -> bool {
        self.tried().iter().all(|call| call.starts_with("s3/"))
    }

    /// This answer and those that belong to it, by call.
    fn answers(&self) -> Vec<(String, Answer)> {
        let with = self.with.iter().map(|name| {
            let other = Self::read(&folder().join(format!("{name}.http")));
            (other.call, other.answer)
        });
        with.chain([(self.call.clone(), self.answer.clone())]).collect()
    }
}

/// `pointer = JSON` or `pointer ? words of the reason`.
fn expectation(note: &str) -> (String, Wanted) {
    let (pointer, rest) = note.split_once(' ').unwrap_or_else(|| panic!("{note}"));
    let wanted = match rest.split_at(2) {
        ("= ", json) => {
            Wanted::Known(serde_json::from_str(json).unwrap_or_else(|e| panic!("{note}: {e}")))
        }
        ("? ", words) => Wanted::Unknown(words.to_owned()),
        _ => panic!("{note}"),
    };
    (pointer.to_owned(), wanted)
}

/// What every call is answered with where it is not the one that is tried.
fn usual() -> Answers {
    let services = ["s3", "s3control", "kms", "cloudtrail", "sts"];
    let all = services.iter().flat_map(|service| Recording::all_of(service));
    let usual = all.filter(|recording| recording.name == "usual");
    let to_all = usual.map(|recording| (recording.call, recording.answer)).collect();
    Answers { to_all, ..Answers::default() }
}

fn on(replay: &Replay, magpie: Magpie) -> Magpie {
    let magpie = magpie.at(&replay.endpoint_url(), "AKIDEXAMPLE", "wJalrXUtnFEMI");
    magpie.env("AWS_REGION", "eu-west-1")
}

/// The lines of these buckets, by name.
fn posture(answers: Answers, buckets: &[String]) -> BTreeMap<String, Value> {
    let replay = Replay::start(answers);
    let targets: Vec<String> = buckets.iter().map(|name| format!("s3://{name}")).collect();
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    let magpie = Magpie::new(&["posture", "--out", "out"]).args(&targets);
    let ended = on(&replay, magpie).run().expect(0);
    assert_eq!(replay.unanswered(), Vec::<String>::new(), "asked and not recorded");
    let lines = lines(&ended.place.current().join("out/buckets.jsonl"));
    lines.into_iter().map(|line| (line["bucket"].as_str().unwrap().to_owned(), line)).collect()
}

/// The fact that a pointer begins with, and the rest of the pointer.
fn place<'l>(line: &'l Value, pointer: &str) -> (&'l Value, String) {
    let (fact, rest) = match pointer.strip_prefix("key/") {
        Some(name) => (&line["keys"][0]["facts"][name], String::new()),
        None => {
            let (name, rest) = pointer.split_once('/').unwrap_or((pointer, ""));
            let rest = if rest.is_empty() { String::new() } else { format!("/{rest}") };
            (&line["facts"][name], rest)
        }
    };
    (fact, rest)
}

/// What is wrong with the line of a bucket that got these answers.
fn wrong(recording: &Recording, line: &Value, usual: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    for (pointer, wanted) in &recording.expected {
        let is_met = match (wanted, pointer.starts_with('/')) {
            (Wanted::Known(value), true) => line.pointer(pointer) == Some(value),
            (Wanted::Known(value), false) => {
                let (fact, rest) = place(line, pointer);
                fact["known"] == true && fact["value"].pointer(&rest) == Some(value)
            }
            (Wanted::Unknown(words), _) => {
                let fact = place(line, pointer).0;
                let reason = fact["reason"].as_str().unwrap_or_default();
                fact["known"] == false && reason.contains(words.as_str())
            }
        };
        if !is_met {
            let told = match pointer.starts_with('/') {
                true => line.pointer(pointer).cloned().unwrap_or_default(),
                false => place(line, pointer).0.clone(),
            };
            wrong.push(format!("{pointer}: wanted {wanted:?}, told {told}"));
        }
    }
    let tried: Vec<&str> =
        recording.tried().iter().map(|call| call.rsplit('/').next().unwrap()).collect();
    let named =
        |fact: &str| recording.expected.iter().any(|(p, _)| p.split('/').next() == Some(fact));
    for (name, fact) in line["facts"].as_object().unwrap() {
        let was = &usual["facts"][name];
        let by_tried = [fact, was].into_iter().any(|fact| {
            let source = fact["source"].as_str().unwrap().trim_start_matches("s3control ");
            tried.contains(&source)
        });
        let same = ["known", "value", "reason"].iter().all(|part| fact[part] == was[part]);
        if !same && !by_tried && !named(name) {
            wrong.push(format!("{name} changed too: {fact}"));
        }
    }
    wrong
}

fn check(
    recordings: &[&Recording],
    lines: &BTreeMap<String, Value>,
    bucket: impl Fn(&Recording) -> String,
) {
    let told: Vec<String> = recordings
        .iter()
        .flat_map(|recording| {
            let wrong = wrong(recording, &lines[&bucket(recording)], &lines["usual"]);
            wrong.into_iter().map(|what| format!("{}: {what}", recording.whole_name()))
        })
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn answers_about_a_bucket_become_the_facts_that_they_tell() {
    let all = Recording::all_of("s3");
    let of_buckets: Vec<&Recording> = all.iter().filter(|r| r.is_of_a_bucket()).collect();
    let bucket = |recording: &Recording| {
        let name = format!("{}-{}", &recording.call["s3/".len()..], recording.name);
        name.to_lowercase().replace('_', "-")
    };
    let mut answers = usual();
    let mut buckets = vec!["usual".to_owned()];
    for recording in &of_buckets {
        for (call, answer) in recording.answers() {
            answers.of_bucket.insert((bucket(recording), call), answer);
        }
        buckets.push(bucket(recording));
    }
    check(&of_buckets, &posture(answers, &buckets), bucket);
}

/// Each recording in a world of its own: its answers are about the account.
fn check_one_by_one(service: &str) {
    let base = posture(usual(), &["usual".to_owned()]);
    let all = Recording::all_of(service);
    let mut told = Vec::new();
    for recording in all.iter().filter(|r| !r.is_of_a_bucket()) {
        let mut answers = usual();
        answers.to_all.extend(recording.answers());
        let lines = posture(answers, &["usual".to_owned()]);
        let wrong = wrong(recording, &lines["usual"], &base["usual"]);
        told.extend(wrong.into_iter().map(|what| format!("{}: {what}", recording.whole_name())));
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn answers_about_access_points_and_the_account_become_facts() {
    check_one_by_one("s3");
    check_one_by_one("s3control");
    check_one_by_one("sts");
}

#[test]
fn answers_of_kms_become_facts_of_the_key() {
    check_one_by_one("kms");
}

#[test]
fn answers_of_cloudtrail_tell_what_is_recorded() {
    check_one_by_one("cloudtrail");
}

#[test]
fn refusals_and_answers_of_another_kind_leave_each_fact_unknown() {
    // A store that does not know attribute-based access control has recordings of its own.
    let is_asked = |call: &String| {
        let other = ["s3/GetBucketAbac", "s3/ListObjectsV2"].contains(&call.as_str());
        !other && (call.starts_with("s3/Get") || call.starts_with("s3/List"))
    };
    let calls = || usual().to_all.into_keys().filter(is_asked);
    let faults = Recording::all_of("faults");
    let bucket = |call: &str, fault: &Recording| {
        let call = call["s3/".len()..].to_lowercase();
        let short = call.trim_start_matches("get").trim_start_matches("bucket");
        format!("{}-{}", &short[..short.len().min(24)], fault.name).replace('_', "-")
    };
    let mut answers = usual();
    let mut buckets = vec!["usual".to_owned()];
    for call in calls() {
        for fault in &faults {
            let name = bucket(&call, fault);
            answers.of_bucket.insert((name.clone(), call.clone()), fault.answer.clone());
            // Where the status tells that there is no policy, nothing hangs on the policy itself.
            if call == "s3/GetBucketPolicy" {
                let status = (name.clone(), "s3/GetBucketPolicyStatus".to_owned());
                answers.of_bucket.insert(status, fault.answer.clone());
            }
            buckets.push(name);
        }
    }
    let lines = posture(answers, &buckets);
    let mut told = Vec::new();
    for call in calls() {
        for fault in &faults {
            let line = &lines[&bucket(&call, fault)];
            let Wanted::Unknown(words) = &fault.expected[0].1 else { panic!("{}", fault.name) };
            let mut met = 0;
            let facts = line["facts"].as_object().unwrap().iter();
            for (name, fact) in
                facts.map(|(name, fact)| (name.as_str(), fact)).chain([("tags", &line["tags"])])
            {
                let of_call = fact["source"] == call["s3/".len()..];
                let reason = fact["reason"].as_str().unwrap_or_default();
                met += u32::from(of_call);
                if of_call && (fact["known"] == true || !reason.contains(words.as_str())) {
                    told.push(format!("{call} {}: {name} {fact}", fault.name));
                }
            }
            // A policy is no fact of its own: what became of it stands among the proofs.
            for proof in line["exposure"]["proof"].as_array().unwrap() {
                let value = proof["value"].as_str().unwrap();
                let of_call = proof["source"] == call["s3/".len()..];
                met += u32::from(of_call);
                if of_call && !(value.starts_with("unknown: ") && value.contains(words.as_str())) {
                    told.push(format!("{call} {}: {proof}", fault.name));
                }
            }
            assert!(met > 0, "nothing comes from {call}");
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn calls_that_are_throttled_to_the_end_leave_facts_unknown() {
    let mut answers = usual();
    let with_key = folder().join("s3/GetBucketEncryption/key.http");
    answers.to_all.insert("s3/GetBucketEncryption".into(), Recording::read(&with_key).answer);
    let throttled = Recording::all_of("throttled");
    let of = |service: &str| throttled.iter().find(|recording| recording.name == service).unwrap();
    let calls = [
        ("cloudtrail", "DescribeTrails", "reads_recorded"),
        ("kms", "DescribeKey", "key/state"),
        ("s3", "GetBucketAcl", "acl"),
        ("s3control", "ListAccessPoints", "access_points"),
    ];
    for (service, call, _) in calls {
        answers.to_all.insert(format!("{service}/{call}"), of(service).answer.clone());
    }
    let line = posture(answers, &["usual".to_owned()]).remove("usual").unwrap();
    for (service, _, fact) in calls {
        let Wanted::Unknown(words) = &of(service).expected[0].1 else { panic!("{service}") };
        let told = place(&line, fact).0;
        assert_eq!(told["known"], false, "{told:#}");
        assert!(told["reason"].as_str().unwrap().contains(words.as_str()), "{told:#}");
    }
}

/// What every call is answered with, objects of the bucket `usual` included.
fn usual_with_objects() -> Answers {
    let mut answers = usual();
    let objects = Recording::all_of("objects");
    answers.to_all.extend(objects.iter().map(|one| (one.whole_name(), one.answer.clone())));
    answers
}

/// What is not as it has to be in a line.
fn unmet(recording: &Recording, line: &Value) -> Vec<String> {
    let is_met = |(pointer, wanted): &&(String, Wanted)| match wanted {
        Wanted::Known(value) => line.pointer(pointer) == Some(value),
        Wanted::Unknown(_) => false,
    };
    let unmet = recording.expected.iter().filter(|wanted| !is_met(wanted));
    unmet.map(|wanted| format!("{}: {wanted:?} {line}", recording.whole_name())).collect()
}

#[test]
fn answers_to_gets_tell_how_objects_are_encrypted_and_what_became_of_them() {
    let replay = Replay::start(usual_with_objects());
    let results = on(&replay, Magpie::scan(&["s3://usual"])).run().expect(0).results();
    results.reconcile();
    let objects = Recording::all_of("objects");
    let unmet = objects.iter().flat_map(|one| unmet(one, results.object(&one.name)));
    assert_eq!(unmet.collect::<Vec<_>>(), Vec::<String>::new());
    assert_eq!(results.objects.len(), objects.len());
    // Where the store says nothing of copies, or a later word, there is no such field.
    for name in ["by_s3", "later_words"] {
        assert_eq!(results.object(name).get("replication"), None, "{name}");
    }
    assert_eq!(replay.unanswered(), Vec::<String>::new(), "asked and not recorded");
}

#[test]
fn answers_to_tag_resource_decide_what_is_done_next() {
    for recording in Recording::all_of("tagging") {
        let mut answers = usual_with_objects();
        answers.to_all.insert("s3control/TagResource".into(), recording.answer.clone());
        let replay = Replay::start(answers);
        let ended = on(&replay, Magpie::scan(&["s3://usual"])).run().expect(0);
        let run = ended.place.current().join("run");
        on(&replay, Magpie::new(&["tag", run.to_str().unwrap(), "--apply"])).run();
        let mut line = lines(&run.join("tags.jsonl")).pop().unwrap();
        let calls = line["calls"].as_array().unwrap().iter();
        let calls = calls.map(|call| format!("{} {}", call["call"], call["result"]));
        line["calls"] = calls.map(|call| Value::from(call.replace('"', ""))).collect();
        assert_eq!(unmet(&recording, &line), Vec::<String>::new());
    }
}

#[test]
fn every_recording_cites_the_page_whose_form_it_has() {
    const FOLDERS: [&str; 9] = [
        "s3",
        "s3control",
        "kms",
        "cloudtrail",
        "sts",
        "objects",
        "tagging",
        "faults",
        "throttled",
    ];
    for folder in FOLDERS {
        for recording in Recording::all_of(folder) {
            let name = recording.whole_name();
            assert!(recording.page.starts_with("https://docs.aws.amazon.com/"), "{name}");
            let is_beside = ["s3/ListObjectsV2", "s3/PutBucketTagging"].contains(&&*recording.call);
            assert!(is_beside || !recording.expected.is_empty(), "{name} expects nothing");
        }
    }
}
