//! Directories as they are met: hidden files, links, pipes, names that are no text.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::Command;

use crate::support::fixtures::{card, card_line};
use crate::support::program::{Ended, Magpie, Results, Started};

/// A scan of the directory `data`, which `fill` makes.
fn scan(arguments: &[&str], fill: impl FnOnce(&Path)) -> Results {
    let magpie = Magpie::scan(&[&["data"], arguments].concat());
    let data = magpie.place().current().join("data");
    std::fs::create_dir(&data).unwrap();
    fill(&data);
    let results = magpie.run().expect(0).results();
    results.reconcile();
    results
}

#[test]
fn hidden_files_are_read_and_links_and_pipes_are_not_followed() {
    let results = scan(&[], |data| {
        std::fs::create_dir(data.join(".hidden")).unwrap();
        std::fs::write(data.join(".hidden/.env"), card_line(1)).unwrap();
        std::fs::create_dir(data.join("loop")).unwrap();
        std::os::unix::fs::symlink("..", data.join("loop/up")).unwrap();
        std::os::unix::fs::symlink(".hidden/.env", data.join("link")).unwrap();
        let made = Command::new("mkfifo").arg(data.join("pipe")).status().unwrap();
        assert!(made.success());
        std::fs::write(data.join("empty"), "").unwrap();
    });
    assert_eq!(results.count(".hidden/.env", "global/payment_card"), 1);
    assert_eq!(results.outcome("link"), "skipped SYMBOLIC_LINK");
    assert_eq!(results.outcome("loop/up"), "skipped SYMBOLIC_LINK");
    assert_eq!(results.outcome("pipe"), "skipped SPECIAL_FILE");
    assert_eq!(results.outcome("empty"), "complete");
    assert_eq!(results.objects.len(), 5);
}

#[test]
fn mail_in_a_charset_that_is_not_decoded_is_read_as_it_stands() {
    let results = scan(&[], |data| {
        for (number, charset) in (1..).zip(["iso-2022-kr", "hz-gb-2312", "utf-16", "unheard-of"]) {
            let head = format!("Content-Type: text/plain; charset={charset}");
            let mail = format!("From: a@example.com\nSubject: b\n{head}\n\n{}", card_line(number));
            std::fs::write(data.join(format!("{charset}.eml")), mail).unwrap();
        }
    });
    for charset in ["iso-2022-kr", "hz-gb-2312", "utf-16", "unheard-of"] {
        assert_eq!(results.count(&format!("{charset}.eml"), "global/payment_card"), 1, "{charset}");
    }
}

/// Stops the program in the middle of a file, which it has read for a tenth of a second. Says whether it still had the
/// file open then.
#[track_caller]
fn hold_while_it_reads(started: &Started, path: &Path) -> bool {
    use std::time::{Duration, Instant};
    let maps = format!("/proc/{}/maps", started.id());
    let files = format!("/proc/{}/fd", started.id());
    let since = Instant::now();
    let is_open = || {
        let opened = std::fs::read_dir(&files).into_iter().flatten().flatten();
        let mut opened = opened.filter_map(|file| std::fs::read_link(file.path()).ok());
        let mapped = std::fs::read_to_string(&maps).unwrap_or_default();
        mapped.contains(path.to_str().unwrap()) || opened.any(|file| file == path)
    };
    while !is_open() {
        assert!(since.elapsed() < Duration::from_secs(60), "the file was never opened");
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_millis(100));
    started.signal("STOP");
    std::thread::sleep(Duration::from_millis(10));
    is_open()
}

/// A scan of a large table with one card, which is changed while it is read. On a busy machine a scan may be done
/// before it can be held; then another is.
fn changed_while_it_is_read(change: impl Fn(&std::fs::File)) -> (Ended, Results) {
    let filler = "1,words and more words that hold nothing at all\n".repeat(3_000_000);
    for _ in 0..20 {
        let magpie = Magpie::scan(&["big.csv"]);
        let path = magpie.place().current().join("big.csv");
        std::fs::write(&path, format!("row,card\n1,{}\n{filler}", card(1))).unwrap();
        let mut started = magpie.start();
        started.until_begun();
        if !hold_while_it_reads(&started, &path) {
            started.signal("CONT");
            started.wait();
            continue;
        }
        change(&std::fs::File::options().write(true).open(&path).unwrap());
        started.signal("CONT");
        let ended = started.wait();
        let results = ended.results();
        results.reconcile();
        return (ended, results);
    }
    panic!("every scan was done before it could be held")
}

#[test]
fn a_file_that_is_cut_while_it_is_read_was_read_all_the_same() {
    let (ended, results) = changed_while_it_is_read(|file| file.set_len(1_000_000).unwrap());
    assert_eq!(results.outcome("big.csv"), "failed READ_ERROR");
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(!ended.stderr.contains("nothing of it could be read"), "{}", ended.stderr);
    let line = results.object("big.csv");
    let of = |name: &str| line[name].as_u64().unwrap();
    assert!(of("bytes_scanned") > 0 && of("bytes_scanned") <= of("bytes_read"), "{line:#}");
}

#[test]
fn a_file_that_is_rewritten_while_it_is_read_is_read_once_more() {
    let at = "row,card\n1,".len() as u64;
    let (ended, results) =
        changed_while_it_is_read(|file| file.write_all_at(b"none            ", at).unwrap());
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(results.outcome("big.csv"), "complete");
    // What the first reading had found is not there any more.
    assert_eq!(results.count("big.csv", "global/payment_card"), 0);
}

#[test]
fn tables_put_one_behind_the_other_keep_their_header() {
    let results = scan(&[], |data| {
        for rows in [1, 3, 5, 20] {
            let lines: String =
                (0..rows).map(|n| format!("Ann{n},523-45-{:04}\n", 6_781 + n)).collect();
            let table = format!("name,ssn\n{lines}");
            std::fs::write(data.join(format!("{rows}.csv")), table.repeat(2)).unwrap();
        }
    });
    for rows in [1, 3, 5, 20] {
        let key = format!("{rows}.csv");
        assert_eq!(results.count(&key, "us/ssn"), 2 * rows, "{key}");
        let finding = results.findings.iter().find(|f| f["key"] == *key).unwrap();
        assert_eq!(finding["occurrences"]["cells"][0]["columnName"], "ssn", "{key}");
    }
}

#[test]
fn a_forged_run_hides_nothing_beside_it_or_below_it() {
    let results = scan(&[], |data| {
        std::fs::create_dir_all(data.join("fake/below")).unwrap();
        std::fs::write(data.join("fake/run.json"), r#"{"schema":"magpie.run/1"}"#).unwrap();
        std::fs::write(data.join("fake/beside.txt"), card_line(1)).unwrap();
        std::fs::write(data.join("fake/below/findings.jsonl"), card_line(2)).unwrap();
    });
    assert_eq!(results.count("fake/beside.txt", "global/payment_card"), 1);
    assert_eq!(results.count("fake/below/findings.jsonl", "global/payment_card"), 1);
    assert_eq!(results.outcome("fake/run.json"), "skipped RUN_DIRECTORY");
    assert_eq!(results.object("fake/run.json")["size"], 25);
}

#[test]
fn a_name_that_is_no_text_is_a_key_with_escapes() {
    let results = scan(&[], |data| {
        std::fs::write(data.join(OsStr::from_bytes(b"caf\xe9.txt")), card_line(1)).unwrap();
        std::fs::write(data.join("caf%E9.txt"), "nothing").unwrap();
        std::fs::write(data.join("new\nline.txt"), card_line(2)).unwrap();
    });
    assert_eq!(results.count("caf%E9.txt", "global/payment_card"), 1);
    let same = results.objects.iter().filter(|object| object["key"] == "caf%E9.txt");
    let told: Vec<bool> = same.map(|object| object["key_fingerprint"].is_string()).collect();
    assert_eq!(told, [false, true], "which one escapes bytes that are not UTF-8");
    assert_eq!(results.count("new\nline.txt", "global/payment_card"), 1);
}

#[test]
fn an_archive_that_is_partial_for_one_entry_was_read_all_the_same() {
    let results = scan(&[], |data| {
        let inside = data.join("inside");
        std::fs::create_dir(&inside).unwrap();
        std::fs::write(inside.join("card.txt"), card_line(1)).unwrap();
        std::fs::write(inside.join("photo.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0").unwrap();
        for (archive, flags) in [("a.tar.gz", "-czf"), ("b.tar", "-cf")] {
            let tar =
                Command::new("tar").current_dir(data).args([flags, archive, "inside"]).status();
            assert!(tar.unwrap().success());
        }
        std::fs::remove_dir_all(inside).unwrap();
    });
    for key in ["a.tar.gz", "b.tar"] {
        assert_eq!(results.outcome(key), "partial ARCHIVE_CONTAINS_UNPROCESSED_FILES");
        let object = results.object(key);
        assert_eq!(object["bytes_read"], object["size"], "{key}");
        assert_eq!(object["bytes_unread"], 0, "{key}");
    }
}

#[test]
fn what_is_not_read_yet_is_skipped_and_never_called_complete() {
    let results = scan(&[], |data| {
        std::fs::write(data.join("report.pdf"), b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n").unwrap();
        std::fs::write(data.join("photo.txt"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0").unwrap();
        let noise: Vec<u8> = (0..4_000_u32).map(|n| (n * n % 251) as u8).collect();
        std::fs::write(data.join("noise"), noise).unwrap();
        let counters: Vec<u8> = (0..4_000_u32).map(|n| (n % 7) as u8).collect();
        std::fs::write(data.join("counters"), counters).unwrap();
    });
    // What is not known has been looked through for text.
    assert_eq!(results.outcome("noise"), "partial BINARY_READ_AS_TEXT");
    assert_eq!(results.outcome("counters"), "skipped UNSUPPORTED_FILE_TYPE");
    for key in ["noise", "counters"] {
        assert_eq!(results.object(key)["bytes_unread"], 0, "{key}");
    }
    assert_eq!(results.outcome("photo.txt"), "skipped UNSUPPORTED_FILE_TYPE");
    // Read by a worker process, and found to be no document.
    assert_eq!(results.outcome("report.pdf"), "partial MALFORMED_FILE");
    assert_eq!(results.bucket("data")["coverage"]["complete"], false);
}

#[test]
fn a_file_larger_than_its_bound_is_read_up_to_it() {
    let text = card_line(1) + &"words that hold nothing\n".repeat(100_000) + &card_line(2);
    let results = scan(&["--object-bytes-max", "1MiB"], |data| {
        std::fs::write(data.join("long.txt"), text).unwrap();
    });
    assert_eq!(results.outcome("long.txt"), "partial FILE_EXCEEDS_SIZE_LIMIT");
    assert_eq!(results.count("long.txt", "global/payment_card"), 1);
}

#[test]
fn values_of_the_allow_list_are_not_reported() {
    let magpie = Magpie::scan(&["a.txt", "--allow-list", "known"])
        .file("a.txt", card_line(1) + &card_line(2))
        .file("known", format!("# ours\n{}\n", card(1)));
    let results = magpie.run().expect(0).results();
    assert_eq!(results.reconcile().count("a.txt", "global/payment_card"), 1);
    assert!(!results.run["options"].to_string().contains(&card(1)));
}

#[test]
fn values_that_an_allowed_regex_fits_are_not_reported() {
    let magpie = Magpie::scan(&["a.txt", "--allow-regex", "known"])
        .file("a.txt", card_line(1) + &card_line(2))
        .file("known", format!("# ours\n{}[0-9]*\n", &card(1)[..15]));
    let results = magpie.run().expect(0).results();
    assert_eq!(results.reconcile().count("a.txt", "global/payment_card"), 1);
}

#[test]
fn progress_for_programs_is_json_and_ends_with_the_totals() {
    let magpie = Magpie::scan(&["a.txt", "--progress", "json"]).file("a.txt", card_line(1));
    let ended = magpie.run().expect(0);
    let mut lines = ended.stderr.lines().map(|line| serde_json::from_str(line).unwrap());
    let last: serde_json::Value = lines.next_back().unwrap();
    assert_eq!(last["objects_finished"], 1);
    assert_eq!(last["objects_finished"], last["objects_listed"]);
    assert_eq!(last["bytes_dealt"], last["bytes_listed"]);
    assert_eq!(last["listing_ended"], true);
}
