//! A signal ends a run that waits, within seconds and in good order.

use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use magpie_demo::Fault;

use crate::support::fixtures::{bucket, card_line, endpoint, object, server};
use crate::support::program::{Magpie, Results, Started};

/// As docs/limits.md has it, and as much again for a machine under load.
const BOUND: Duration = Duration::from_secs(5 + 5);

/// Sends the signal, and goes on with what the run left behind.
#[track_caller]
fn interrupt(started: Started, signal: &str, code: i32) -> Results {
    started.signal(signal);
    let since = Instant::now();
    let ended = started.wait().expect(code);
    assert!(since.elapsed() < BOUND, "ended after {:?}", since.elapsed());
    let results = ended.results();
    results.reconcile();
    assert_eq!(results.run["state"], "interrupted");
    results
}

/// Waits until the run has begun and has come to where it waits.
fn until_begun(started: &mut Started) {
    started.until_begun();
    std::thread::sleep(Duration::from_millis(500));
}

#[test]
fn a_silent_standard_input_does_not_hold_up_the_end() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let mut magpie = Magpie::scan(&["-"]).file("a.txt", card_line(1)).arg("a.txt");
        magpie.command().stdin(Stdio::piped());
        let mut started = magpie.start();
        let mut input = started.standard_input();
        input.write_all(card_line(2).as_bytes()).unwrap();
        input.flush().unwrap();
        until_begun(&mut started);
        let results = interrupt(started, signal, code);
        drop(input);
        assert_eq!(results.outcome("-"), "failed INTERRUPTED");
        // One more object was listed before or was not; if it was, it has its line.
        assert!(results.objects.len() <= 2, "{:?}", results.keys());
    }
}

#[test]
fn an_endpoint_that_never_answers_does_not_hold_up_the_end() {
    let url = endpoint("");
    let mut started = Magpie::scan(&["s3://there"]).at(&url, "key", "secret").start();
    until_begun(&mut started);
    let results = interrupt(started, "INT", 130);
    assert!(results.objects.is_empty());
    assert_eq!(results.bucket("there")["coverage"]["listing_complete"], false);
}

#[test]
fn pauses_between_attempts_do_not_hold_up_the_end() {
    let url = endpoint("HTTP/1.1 503 Slow Down\r\ncontent-length: 0\r\n\r\n");
    let mut started = Magpie::scan(&["s3://there"]).at(&url, "key", "secret").start();
    until_begun(&mut started);
    interrupt(started, "TERM", 143);
}

#[test]
fn objects_that_never_answer_are_told_as_interrupted_beside_what_is_finished() {
    let mut objects = vec![object("00.txt", card_line(1))];
    objects.extend((1..40).map(|n| {
        let mut object = object(&format!("{n:02}.txt"), card_line(n));
        object.fault = Some(Fault::Slow(120_000));
        object
    }));
    let server = server(vec![bucket("hangs", objects)]);
    let mut started = Magpie::scan(&["s3://hangs", "--jobs", "4"]).on(&server).start();
    until_begun(&mut started);
    let results = interrupt(started, "INT", 130);
    assert_eq!(results.objects.len(), 40);
    assert_eq!(results.outcome("00.txt"), "complete");
    assert_eq!(results.count("00.txt", "global/payment_card"), 1);
    for n in 1..40 {
        assert_eq!(results.outcome(&format!("{n:02}.txt")), "failed INTERRUPTED");
    }
}

#[test]
fn before_anything_is_open_there_is_no_run_to_interrupt() {
    // All buckets are asked for before the run directory is made.
    let url = endpoint("");
    let started = Magpie::scan(&["s3://"]).at(&url, "key", "secret").start();
    std::thread::sleep(Duration::from_secs(3));
    started.signal("INT");
    let since = Instant::now();
    let ended = started.wait().expect(130);
    assert!(since.elapsed() < BOUND);
    assert!(ended.stderr.contains("no run was begun"), "{}", ended.stderr);
    assert!(!ended.place.current().join("run").exists());
}
