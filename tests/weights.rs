//! `--weights`: numbers of one's own judge, are told by their digest, and are refused with a place
//! when they cannot be right.

use serde_json::Value;

use crate::support::fixtures::{bucket, card_line, object, server};
use crate::support::program::{Magpie, lines};

/// A bucket without encryption is lifted to high, which begins later here.
const OWN: &str = "version = 1\n[level]\nhigh = 60\n";

#[test]
fn numbers_of_ones_own_judge_and_stand_in_every_report() {
    let server = server(vec![bucket("box", vec![object("a/b.txt", card_line(1))])]);
    let scan = |options: &[&str]| {
        let magpie = Magpie::scan(&["s3://"]).args(options).file("own.toml", OWN).on(&server);
        magpie.run().expect(0).results()
    };
    let (usual, own) = (scan(&[]), scan(&["--weights", "own.toml"]));
    let score = |r: &crate::support::program::Results| r.bucket("box")["risk"]["score"].as_u64();
    assert_eq!((score(&usual), score(&own)), (Some(55), Some(60)));
    let digest = |r: &crate::support::program::Results| r.run["weights"]["digest"].clone();
    assert_ne!(digest(&own), digest(&usual));
    assert_eq!(own.run["weights"]["origin"], "file");
    assert_eq!(usual.run["weights"]["origin"], "builtin");
    for results in [&own, &usual] {
        // Of the bucket, of its prefix and of its object.
        let digests = digests(results.bucket("box"));
        assert!(digests.len() >= 3, "{digests:?}");
        assert!(digests.iter().all(|told| *told == digest(results)), "{digests:?}");
    }
    let posture = Magpie::new(&["posture", "s3://", "--weights", "own.toml", "--out", "out"]);
    let ended = posture.file("own.toml", OWN).on(&server).run().expect(0);
    for line in lines(&ended.place.current().join("out/buckets.jsonl")) {
        assert_eq!(digests(&line), [digest(&own)]);
    }
    let vector = own.bucket("box")["risk"]["vector"].as_str().unwrap();
    assert!(vector.starts_with("R1~"), "{vector}");
}

/// The digest beside every score, wherever it stands.
fn digests(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(all) => all.iter().flat_map(digests).collect(),
        Value::Object(members) => {
            let own = members.contains_key("vector").then(|| members["weights_digest"].clone());
            own.into_iter().chain(members.values().flat_map(digests)).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn a_bad_file_ends_before_the_run_with_its_place() {
    for command in ["scan", "posture"] {
        for (text, part) in [
            ("version = 1\n[tier]\nlow = 80\n", "own.toml: [tier] low = 80 is more than moderate"),
            ("version = 7\n", "own.toml: does not say version = 1"),
        ] {
            let magpie = Magpie::new(&[command, "s3://box", "--weights", "own.toml"]);
            let ended = magpie.file("own.toml", text).run().expect(2);
            assert!(ended.stderr.contains(part), "{}", ended.stderr);
        }
        let endless = Magpie::new(&[command, "s3://box", "--weights", "/dev/zero"]);
        let ended = endless.run().expect(2);
        assert!(ended.stderr.contains("more than 65536 bytes"), "{}", ended.stderr);
        let ended = Magpie::new(&[command, "s3://box", "--weights", "none.toml"]).run().expect(2);
        assert!(ended.stderr.contains("--weights none.toml cannot be read"), "{}", ended.stderr);
    }
}
