//! Bad input: each with its message and its exit code.

use std::ffi::OsStr;
use std::net::TcpListener;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use magpie_corpus::Object;
use magpie_demo::Fault;

use crate::support::fixtures::{bucket, card, card_line, endpoint, object, server};
use crate::support::program::{Ended, Magpie, Results};
use crate::support::root;

/// Ends with `code`, and says `fragment` on standard error.
#[track_caller]
fn refused(magpie: Magpie, code: i32, fragment: &str) -> Ended {
    let ended = magpie.run().expect(code);
    assert!(ended.stderr.contains(fragment), "{fragment:?} is missing in\n{}", ended.stderr);
    ended
}

#[test]
fn a_command_line_that_cannot_be_used_ends_with_2() {
    for (arguments, fragment) in [
        (&["scan", "--no-such-flag", "."][..], "--no-such-flag"),
        (&["scan"], "<TARGET>"),
        (&["fly"], "fly"),
        (&["scan", ".", "--min-confidence", "sure"], "medium"),
        (&["scan", ".", "--object-bytes-max", "lots"], "512MiB"),
        (&["scan", ".", "--sample", "0"], "percentage"),
        (&["scan", ".", "--jobs", "0"], "--jobs 0"),
        (&["scan", ".", "--memory-max", "0"], "--memory-max"),
        (&["scan", ".", "--memory-max", "1"], "--memory-max"),
        (&["scan", ".", "--object-bytes-max", "0"], "--object-bytes-max 0"),
        (&["scan", ".", "--object-seconds-max", "0"], "--object-seconds-max 0"),
        (&["scan", ".", "--allowed-regions", "mars"], "mars"),
        (&["scan", "s3://box", "--region", ""], "--region"),
        (&["posture", "s3://box", "--region", "a b"], "a b"),
        (&["scan", ".", "--document-seconds-max", "0"], "--document-seconds-max 0"),
        (&["scan", ".", "--document-memory-max", "1MiB"], "64MiB"),
        (&["scan", ".", "--include", "a["], "--include a["),
        (&["scan", ".", "--modified-after", "yesterday"], "2026-01-31"),
        (&["scan", ".", "--detectors", "es/nief"], "es/nief"),
        (&["scan", ".", "."], "counted twice"),
        (&["scan", "s3://there", "--endpoint-url", "ftp://x"], "http://host:port"),
        (&["scan", "s3://there", "--external-id", "x"], "--role-arn"),
        (&["scan", "s3://UPPER"], "UPPER"),
        (&["scan", "s3://there", "--profile", "nobody"], "--profile nobody"),
        (&["tag", "run", "--tag-prefix", "aws:"], "aws:"),
    ] {
        refused(Magpie::new(arguments), 2, fragment);
    }
}

#[test]
fn a_file_that_an_option_names_and_that_cannot_be_used_ends_with_2() {
    for (option, content, fragment) in [
        ("--allow-list", &b"\xff\xfe4\0"[..], "UTF-8"),
        ("--allow-list", b"# nothing\n", "no value"),
        ("--allow-list", b"4111\n--\n", "the-file:2"),
        ("--allow-regex", b"EMP-0+\n(a\n", "the-file:2: is no regex"),
        ("--allow-regex", b".*\n", "fits every value"),
        ("--fingerprint-key-file", b"short", "at least"),
        ("--sse-c-key-file", b"short", "32 bytes"),
        ("--config", b"detektors = 1\n", "detektors"),
        ("--config", b"jobs = \"many\"\n", "jobs"),
    ] {
        let magpie = || Magpie::scan(&[".", option, "the-file"]);
        let ended = refused(magpie().file("the-file", content), 2, fragment);
        assert!(ended.stderr.contains("the-file"), "{}", ended.stderr);
        assert!(!ended.place.current().join("run").exists(), "the run was begun");
        refused(magpie(), 2, "the-file");
    }
}

#[test]
fn a_broken_detector_ends_with_2_and_names_file_and_reason() {
    let good = std::fs::read_to_string(root().join("detectors/es/nif.toml")).unwrap();
    let first_example = good.lines().position(|line| line.contains("<<")).unwrap() + 1;
    for (content, fragment) in [
        ("name = ".to_owned(), "broken.toml:1"),
        (good.replace("category ", "kategory "), "kategory"),
        (good.replace("check = \"es_nif\"", "check = \"es_nief\""), "es_nief"),
        (good.replace("[0-9]{8}", "[0-9]{8"), "own"),
        (good.replace("[0-9]{8}", "[0-9]{7}"), "does not match"),
        (good.replace("[0-9]{8}", "[0-9]{7}"), &format!("broken.toml:{first_example}: ")),
    ] {
        let magpie = Magpie::scan(&[".", "--detector-dir", "own"]);
        let folder = magpie.place().current().join("own");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("broken.toml"), content).unwrap();
        let ended = refused(magpie, 2, fragment);
        assert!(ended.stderr.contains("broken"), "{}", ended.stderr);
    }
    refused(Magpie::scan(&[".", "--detector-dir", "own"]), 2, "own");
}

#[test]
fn what_is_no_detector_file_is_told_with_its_place_and_the_mend() {
    let check = |path: &str| Magpie::new(&["detectors", "check", path]);
    refused(check("/dev/null"), 2, "/dev/null is neither a file nor a directory; name");
    refused(check("nowhere.toml"), 2, "nowhere.toml cannot be read: ");
    refused(check("nowhere.toml"), 2, "; write its path as it is seen from");
    let ended = check("old.toml").file("old.toml", b"name = \"a\"\ndescription = \"\xe4\"\n");
    let ended = ended.run().expect(2);
    assert!(ended.stdout.contains("old.toml:2: is not UTF-8 text; save it"), "{}", ended.stdout);
}

#[test]
fn an_id_that_is_taken_is_refused_by_the_check_as_by_the_scan() {
    let ssn = std::fs::read_to_string(root().join("detectors/us/ssn.toml")).unwrap();
    let with_copy = |magpie: Magpie| {
        let folder = magpie.place().current().join("own/us");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("ssn.toml"), &ssn).unwrap();
        magpie
    };
    let taken = "own/us/ssn.toml: the id \"us/ssn\" is taken by detectors/us/ssn.toml; rename";
    refused(with_copy(Magpie::scan(&[".", "--detector-dir", "own"])), 2, taken);
    let checked = with_copy(Magpie::new(&["detectors", "check", "own"])).run().expect(2);
    assert!(checked.stdout.contains(taken), "{}", checked.stdout);
}

#[test]
fn a_list_may_have_spaces_behind_its_commas() {
    let lists = [
        ("--allowed-regions", "eu-west-1, eu-central-1"),
        ("--trusted", "111122223333, o-aa111bb222"),
        ("--detectors", "global/email, us/ssn"),
    ];
    let arguments = lists.iter().flat_map(|(option, list)| [*option, *list]);
    let arguments: Vec<&str> = ["."].into_iter().chain(arguments).collect();
    let ended = Magpie::scan(&arguments).file("a.txt", b"nothing").run().expect(0);
    let regions = &ended.results().run["options"]["allowed-regions"];
    assert_eq!(*regions, serde_json::json!(["eu-west-1", "eu-central-1"]));
}

#[test]
fn what_can_name_no_region_account_or_organisation_ends_with_2() {
    for (option, word) in [
        ("--allowed-regions", ""),
        ("--allowed-regions", "eu-west-1,,us-east-1"),
        ("--allowed-regions", "eu west"),
        ("--trusted", "abc"),
        ("--trusted", "11112222333"),
        ("--organisation", "xx"),
        ("--allowed-regions", "eu-west-1, "),
        ("--trusted", "111122223333 444455556666"),
    ] {
        refused(Magpie::scan(&[".", option, word]), 2, option);
        refused(Magpie::new(&["posture", "s3://there", option, word]), 2, option);
    }
    let there = server(vec![bucket("there", vec![])]);
    let part = Magpie::new(&["posture", "s3://there/folder"]).on(&there);
    refused(part, 2, "s3://there/folder is a part of a bucket");
}

#[test]
fn a_target_that_cannot_be_read_at_all_ends_with_4() {
    let there = server(vec![bucket("there", vec![])]);
    refused(Magpie::scan(&["nowhere"]), 4, "nowhere does not exist");
    refused(Magpie::new(&["tag", "."]), 4, "not a run directory");
    let ended = refused(Magpie::scan(&["s3://missing"]).on(&there), 4, "missing does not exist");
    assert_eq!(ended.stdout, "", "no summary of what is not there");
    let why = "nothing of it could be read: SPECIAL_FILE: it is a pipe, a socket or a device";
    let ended = refused(Magpie::scan(&["/dev/null"]), 4, why);
    assert!(ended.stdout.contains("SPECIAL_FILE"), "{}", ended.stdout);
    let ended = Magpie::scan(&["s3://there"]).on(&there).run().expect(0);
    assert!(ended.stdout.contains("there is no object to read"), "{}", ended.stdout);
    let denied = Object { fault: Some(Fault::Denied), ..object("a.txt", "x") };
    let shut = server(vec![bucket("shut", vec![denied])]);
    let why = "nothing of it could be read: PERMISSION_DENIED: let the user or role";
    let ended = refused(Magpie::scan(&["s3://shut"]).on(&shut), 4, why);
    assert!(ended.stdout.contains("PERMISSION_DENIED"), "{}", ended.stdout);
    let posture = Magpie::new(&["posture", "s3://missing", "--out", "out"]).on(&there);
    let ended = refused(posture, 4, "the bucket missing does not exist");
    assert_eq!(ended.stdout, "", "no table of what is not there");
    assert!(!ended.place.current().join("out").exists());
    let unknown = Magpie::scan(&["s3://there"]).on(&there).env("AWS_ACCESS_KEY_ID", "SOMEBODYELSE");
    refused(unknown, 4, "InvalidAccessKeyId");
    let none = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    let nobody = none.iter().fold(Magpie::scan(&["s3://there"]).on(&there), |m, n| m.env_remove(n));
    refused(nobody, 4, "no AWS credentials");
}

#[test]
fn an_endpoint_that_is_down_ends_with_4() {
    // A port that was free a moment ago; nobody listens there.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}");
    let ended = refused(Magpie::scan(&["s3://any"]).at(&url, "x", "y"), 4, "does not answer");
    assert!(ended.stderr.contains(&url), "{}", ended.stderr);
}

#[test]
fn one_unreadable_target_of_two_ends_with_4_and_the_other_is_read() {
    let magpie = Magpie::scan(&["nowhere", "here.txt"]).file("here.txt", card_line(1));
    let ended = refused(magpie, 4, "nowhere");
    assert_eq!(ended.results().reconcile().count("here.txt", "global/payment_card"), 1);
}

#[test]
fn a_wrong_region_is_mended_where_the_store_tells_the_right_one() {
    let mut far = bucket("far", vec![object("a.txt", card_line(1))]);
    far.settings.region = "eu-west-3".to_owned();
    let corpus = magpie_corpus::Corpus { buckets: vec![far], ..Default::default() };
    let options =
        magpie_demo::ServerOptions { corpus, regions_enforced: true, ..Default::default() };
    let server = magpie_demo::Server::start(options).unwrap();
    let magpie = Magpie::scan(&["s3://far", "--region", "ap-south-1"]).on(&server);
    assert_eq!(magpie.run().expect(0).results().count("a.txt", "global/payment_card"), 1);
}

#[test]
fn a_file_that_may_not_be_opened_is_failed_and_the_rest_is_read() {
    use std::os::unix::fs::PermissionsExt as _;

    let mut magpie = Magpie::new(&[]);
    let current = magpie.place().current();
    for name in ["open.txt", "shut.txt"] {
        std::fs::write(current.join(name), card_line(1)).unwrap();
    }
    let shut = std::fs::Permissions::from_mode(0o000);
    std::fs::set_permissions(current.join("shut.txt"), shut).unwrap();
    let may_open_all = std::fs::read(current.join("shut.txt")).is_ok();
    let arguments = ["scan", "--out", "../run", "."];
    let setpriv = Command::new("setpriv").arg("--version").output();
    if may_open_all && setpriv.is_err() {
        println!("not run: a superuser may open any file, and there is no setpriv to forbid it");
        return;
    }
    if may_open_all {
        // The superuser is refused nothing, unless without the capabilities to go past modes.
        let setpriv =
            ["--bounding-set=-dac_override,-dac_read_search", env!("CARGO_BIN_EXE_magpie")];
        magpie = in_place_of(magpie, "setpriv", &[&setpriv[..], &arguments].concat());
    } else {
        magpie = arguments.iter().fold(magpie, |magpie, argument| magpie.arg(argument));
    }
    let ended = magpie.run().expect(0);
    let results = Results::read(&ended.place.current().join("../run"));
    assert_eq!(results.reconcile().outcome("shut.txt"), "failed PERMISSION_DENIED");
    assert_eq!(results.count("open.txt", "global/payment_card"), 1);
}

/// The same surroundings for another program.
fn in_place_of(mut magpie: Magpie, program: &str, arguments: &[&str]) -> Magpie {
    let mut other = Command::new(program);
    let old = magpie.command();
    other.args(arguments).env_clear().current_dir(old.get_current_dir().unwrap());
    let variables = old.get_envs().filter_map(|(name, value)| Some((name, value?)));
    other.envs(variables).stdin(std::process::Stdio::null());
    other.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    *magpie.command() = other;
    magpie
}

#[test]
fn results_that_cannot_be_written_end_with_5() {
    let taken = Magpie::new(&["scan", ".", "--out", "taken"]);
    std::fs::create_dir(taken.place().current().join("taken")).unwrap();
    std::fs::write(taken.place().current().join("taken/file"), "").unwrap();
    refused(taken, 5, "not empty");

    refused(Magpie::new(&["scan", ".", "--out", "a-file"]).file("a-file", ""), 5, "a-file");
    refused(Magpie::new(&["scan", ".", "--out", "a-file/run"]).file("a-file", ""), 5, "a-file/run");
    // Nobody makes directories there, the superuser included.
    refused(Magpie::new(&["scan", ".", "--out", "/proc/magpie-run"]), 5, "/proc/magpie-run");

    let linked = Magpie::new(&["scan", ".", "--out", "link"]);
    std::os::unix::fs::symlink("/", linked.place().current().join("link")).unwrap();
    refused(linked, 5, "link");
}

/// Many small files, so that the results are larger than what may be written.
fn many_files(folder: &Path) {
    std::fs::create_dir(folder.join("many")).unwrap();
    for n in 0..400 {
        std::fs::write(folder.join(format!("many/{n:03}.txt")), card_line(n)).unwrap();
    }
}

/// Runs the program under a shell that limits it first.
fn under(limit: &str) -> Ended {
    let magpie = Magpie::new(&[]);
    many_files(&magpie.place().current());
    let script = format!("{limit} exec \"$0\" scan many --out run/results");
    in_place_of(magpie, "sh", &["-c", &script, env!("CARGO_BIN_EXE_magpie")]).run()
}

#[test]
fn a_file_that_may_not_grow_ends_with_5() {
    // With its signal ignored from outside, and without.
    for trap in ["trap '' XFSZ;", ""] {
        let ended = under(&format!("mkdir run; {trap} ulimit -f 20;")).expect(5);
        assert!(ended.stderr.contains("cannot write"), "{}", ended.stderr);
    }
}

#[test]
fn a_standard_output_that_takes_nothing_ends_with_5() {
    for arguments in ["detectors list", "--help", "scan a.txt --out run"] {
        let magpie = Magpie::new(&[]).file("a.txt", card_line(1));
        let script = format!("exec \"$0\" {arguments} > /dev/full");
        let magpie = in_place_of(magpie, "sh", &["-c", &script, env!("CARGO_BIN_EXE_magpie")]);
        refused(magpie, 5, "standard output cannot be written");
    }
}

#[test]
fn an_endpoint_with_credentials_is_refused_and_not_repeated() {
    for url in ["http://user:s3cret@host", "ftp://user:s3cret@host", "user:s3cret@host"] {
        let ended = refused(Magpie::scan(&[".", "--endpoint-url", url]), 2, "AWS_ACCESS_KEY_ID");
        assert!(ended.stderr.contains("--endpoint-url"), "{}", ended.stderr);
        assert!(!ended.stderr.contains("s3cret"), "{}", ended.stderr);
        assert!(!ended.place.current().join("run").exists(), "the run was begun");
    }
}

#[test]
fn an_endpoint_of_the_environment_that_is_none_ends_with_2_as_the_option_does() {
    for url in ["garbage", "ftp://x", "http://"] {
        refused(Magpie::scan(&["s3://there"]).at(url, "key", "secret"), 2, "AWS_ENDPOINT_URL");
    }
}

#[test]
fn an_endpoint_that_answers_with_a_web_page_is_told_in_plain_words() {
    let url = endpoint(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 38\r\n\r\n<html><body><p>Hello</p></body></html>",
    );
    let magpie = Magpie::scan(&["s3://there"]).at(&url, "key", "secret");
    let ended = refused(magpie, 4, "not in S3's format (text/html)");
    assert!(!ended.stderr.contains("StartEl") && !ended.stderr.contains("bug"), "{}", ended.stderr);
}

#[test]
fn a_configuration_file_that_is_a_pipe_is_refused_and_not_waited_for() {
    let magpie = Magpie::scan(&["."]);
    refused(with_pipe(magpie, "magpie.toml"), 2, "no regular file");
}

/// With a pipe of this name, which nobody writes to.
fn with_pipe(magpie: Magpie, name: &str) -> Magpie {
    let pipe = magpie.place().current().join(name);
    assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    magpie
}

/// Options that name a file, but for one of a detector.
const FILE_OPTIONS: [&str; 6] = [
    "--allow-list",
    "--allow-regex",
    "--fingerprint-key-file",
    "--sse-c-key-file",
    "--weights",
    "--config",
];

#[test]
fn a_file_of_an_option_that_never_ends_is_refused_at_its_bound() {
    for option in FILE_OPTIONS {
        refused(Magpie::scan(&[".", option, "/dev/zero"]), 2, "; name a shorter file");
    }
}

/// With a file of so many zeros, which take no room.
fn with_zeros(magpie: Magpie, name: &str, bytes: u64) -> Magpie {
    let file = std::fs::File::create(magpie.place().current().join(name)).unwrap();
    file.set_len(bytes).unwrap();
    magpie
}

#[test]
fn a_detector_its_lists_and_a_run_are_read_to_a_bound() {
    let long = (1 << 20) + 1;
    let check = || Magpie::new(&["detectors", "check", "long.toml"]);
    let ended = with_zeros(check(), "long.toml", long).run().expect(2);
    assert!(ended.stdout.contains("long.toml: more than 1048576 bytes"), "{}", ended.stdout);
    let scan = Magpie::scan(&[".", "--detector-dir", "long.toml"]);
    refused(with_zeros(scan, "long.toml", long), 2, "more than 1048576 bytes");
    let own = "[values]\nwords = { file = \"long.txt\" }\n";
    let head = "name=\"N\"\ndescription=\"D\"\ncategory=\"CUSTOM\"\nseverity={\"1\"=\"low\"}\nmask=\"all\"\n";
    let check = check().file("long.toml", format!("{head}{own}"));
    let ended = with_zeros(check, "long.txt", (64 << 20) + 1).run().expect(2);
    assert!(ended.stdout.contains("long.txt: more than 67108864 bytes"), "{}", ended.stdout);
    let run = with_zeros(Magpie::new(&["tag", "."]), "run.json", (64 << 20) + 1);
    refused(run, 4, "more than 67108864 bytes, which no run writes");
}

#[test]
fn a_pipe_that_nobody_writes_to_is_not_waited_for_long() {
    let silent = |option: &&str| with_pipe(Magpie::scan(&[".", option, "pipe"]), "pipe").start();
    let started: Vec<_> = FILE_OPTIONS.iter().map(silent).collect();
    for (started, option) in started.into_iter().zip(FILE_OPTIONS) {
        let ended = started.wait().expect(2);
        let told =
            ended.stderr.contains("nobody writes to this pipe, for 5 seconds; let a program");
        assert!(told && ended.stderr.contains("pipe cannot be read"), "{option} {}", ended.stderr);
    }
    let there = server(vec![]);
    let manifest = Magpie::scan(&["inventory:manifest.json"]).on(&there);
    refused(with_pipe(manifest, "manifest.json"), 4, "is no regular file");
    refused(with_pipe(Magpie::new(&["tag", "."]), "run.json"), 4, "is no regular file");
}

#[test]
fn a_pipe_that_is_written_to_late_is_read_and_a_signal_ends_the_waiting() {
    let magpie = Magpie::scan(&[".", "--config", "pipe"]).file("a.txt", "card 4532015112830366");
    let magpie = with_pipe(magpie, "pipe");
    let pipe = magpie.place().current().join("pipe");
    let started = magpie.start();
    std::thread::sleep(Duration::from_secs(1));
    std::fs::write(pipe, "min-confidence = \"high\"\n").unwrap();
    let ended = started.wait().expect(0);
    assert_eq!(ended.results().run["options"]["min-confidence"], "high");

    let magpie = Magpie::scan(&[".", "--sse-c-key-file", "pipe"]);
    let started = with_pipe(magpie, "pipe").start();
    std::thread::sleep(Duration::from_millis(1_500));
    // Who starts programs in the background may have them ignore an interrupt.
    started.signal("TERM");
    let ended = started.wait();
    assert!(ended.code.is_none() && ended.stderr.is_empty(), "{:?} {}", ended.code, ended.stderr);
}

#[test]
fn an_argument_that_is_not_utf8_is_named() {
    let argument = OsStr::from_bytes(b"caf\xe9");
    let ended = refused(Magpie::scan(&["."]).arg(argument), 2, "argument 5 is not UTF-8: caf");
    assert!(ended.stderr.contains("with the folder that it is in"), "{}", ended.stderr);
}

#[test]
fn a_bucket_that_is_not_there_gets_no_tags() {
    let server = server(vec![bucket("there", vec![object("a", card_line(1))])]);
    let ended = Magpie::scan(&["s3://there", "s3://nowhere"]).on(&server).run().expect(4);
    let run = ended.place.current().join("run");
    let plan = Magpie::new(&["tag", run.to_str().unwrap()]).run().expect(0).stdout;
    assert!(plan.contains("nowhere: nothing of it could be listed"), "{plan}");
    assert!(!plan.contains("inconclusive"), "{plan}");
    assert!(plan.contains("magpie:risk"), "{plan}");
}

#[test]
fn nobody_is_told_to_guard_the_bucket_of_a_directory() {
    let arguments = ["a.txt", "--detectors", "global/payment_card"];
    let ended = Magpie::scan(&arguments).file("a.txt", card_line(1)).run().expect(0);
    let risk = &ended.results().buckets[0]["risk"];
    let risk = format!("{} {}", risk["explanation"], risk["what_if"]);
    for word in ["own account", "TLS", "lifecycle", "Object Lock", "KMS", "CloudTrail"] {
        assert!(!risk.contains(word) && !ended.stdout.contains(word), "{word}: {risk}");
    }
    let words: Vec<&str> = ended.stdout.split_whitespace().collect();
    let words = words.join(" ");
    assert!(words.contains("by 1 detector.") && words.contains("1 object,"), "{words}");
}

#[test]
fn an_error_text_steers_no_terminal() {
    let ended = refused(Magpie::scan(&["no\u{1b}[2Jwhere"]), 4, "no\\u{1b}[2Jwhere");
    assert!(!ended.stderr.contains('\u{1b}'), "{:?}", ended.stderr);
    let magpie = Magpie::scan(&[".", "--config", "c"]).file("c", "jobs = \"\u{9b}2J\"\n");
    let ended = refused(magpie, 2, "jobs");
    assert!(!ended.stderr.contains('\u{9b}'), "{:?}", ended.stderr);
}

#[test]
fn a_full_disk_ends_with_5_and_says_how_to_mend_it() {
    let own_mounts = Command::new("unshare").args(["-rm", "true"]).output();
    if !own_mounts.is_ok_and(|output| output.status.success()) {
        println!("not run: this system lets nobody mount a small disk of their own");
        return;
    }
    let magpie = Magpie::new(&[]);
    many_files(&magpie.place().current());
    let script = "for kib in 16 48 100 200 272; do
            mkdir run; mount -t tmpfs -o size=${kib}k none run
            \"$0\" scan many --out run/results; code=$?
            if [ $code -ne 5 ] || grep -qs '\"running\"' run/results/run.json; then
                cat run/results/run.json; echo with $kib KiB: $code; exit 9
            fi
            umount run; rmdir run
        done; exit $code";
    let arguments = ["-rm", "sh", "-c", script, env!("CARGO_BIN_EXE_magpie")];
    let ended = in_place_of(magpie, "unshare", &arguments).run().expect(5);
    assert!(ended.stderr.contains("free space"), "{}", ended.stderr);
}

#[test]
fn a_disk_that_fills_up_leaves_a_run_that_says_it_is_broken() {
    let own_mounts = Command::new("unshare").args(["-rm", "true"]).output();
    if !own_mounts.is_ok_and(|output| output.status.success()) {
        println!("not run: this system lets nobody mount a small disk of their own");
        return;
    }
    let magpie = Magpie::new(&[]);
    let place = magpie.place().current();
    many_files(&place);
    let script = "mkdir run; mount -t tmpfs -o size=700k none run
        \"$0\" scan many --out run/results; code=$?; cp run/results/run.json .; exit $code";
    let arguments = ["-rm", "sh", "-c", script, env!("CARGO_BIN_EXE_magpie")];
    let ended = in_place_of(magpie, "unshare", &arguments).run().expect(5);
    assert!(ended.stderr.contains("free space"), "{}", ended.stderr);
    let run = std::fs::read(ended.place.current().join("run.json")).unwrap();
    let run: serde_json::Value = serde_json::from_slice(&run).unwrap();
    assert_eq!(run["state"], "broken", "{run:#}");
    assert_eq!(run["reconciles"], false, "{run:#}");
    let said = run["discrepancies"].to_string();
    assert!(said.contains("could not be written to their end"), "{said}");
}

/// A scan of one file.
fn file(name: &str, content: impl AsRef<[u8]>, arguments: &[&str]) -> Results {
    let magpie = Magpie::scan(&[&[name], arguments].concat()).file(name, content);
    let results = magpie.run().expect(0).results();
    results.reconcile();
    results
}

#[test]
fn a_table_with_a_line_of_100_mb_is_complete_and_its_values_are_found() {
    let cell = "word upon word ".repeat(3_400_000);
    let (first, second) = (card(1), card(2));
    let table = format!(
        "row,card_number,note\n1,{first},short\n2,{second},{cell} card {} {cell}\n3,{},end\n",
        card(3),
        card(4)
    );
    assert!(table.len() > 100_000_000);
    let results = file("wide.csv", table, &[]);
    assert_eq!(results.outcome("wide.csv"), "complete");
    assert_eq!(results.count("wide.csv", "global/payment_card"), 4);
    let cells = results.findings[0]["occurrences"]["cells"].as_array().unwrap();
    let rows: Vec<_> = cells.iter().map(|cell| cell["row"].as_u64().unwrap()).collect();
    assert_eq!(rows, [2, 3, 3, 4]);
}

#[test]
fn json_nested_too_deeply_is_partial_and_read_as_text() {
    let deep = format!("{}\"card {}\"{}", "{\"a\":".repeat(50_000), card(1), "}".repeat(50_000));
    let results = file("deep.json", deep, &[]);
    assert_eq!(results.outcome("deep.json"), "partial JSON_NESTING_LEVEL_OVER_LIMIT");
    assert_eq!(results.count("deep.json", "global/payment_card"), 1);
}

/// The archives of `tests/files/archives.py`, scanned with these arguments.
fn archives(arguments: &[&str]) -> Results {
    let magpie = Magpie::scan(&["."]);
    let magpie = arguments.iter().fold(magpie, |magpie, argument| magpie.arg(argument));
    let made = Command::new("python3")
        .arg(root().join("tests/files/archives.py"))
        .arg(card_line(1))
        .current_dir(magpie.place().current())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let results = magpie.run().expect(0).results();
    results.reconcile();
    results
}

#[test]
fn archives_stop_at_their_bounds_and_keep_what_was_read_before() {
    let results = archives(&["--expansion-ratio-max", "100", "--entry-bytes-max", "2GiB"]);
    assert_eq!(results.outcome("bomb.gz"), "partial EXPANSION_RATIO_OVER_LIMIT");
    assert!(results.outcome("deep.zip").starts_with("partial ARCHIVE_"));
    let parts = results.object("deep.zip")["parts"].as_array().unwrap();
    let too_deep = |part: &serde_json::Value| part["reason"] == "ARCHIVE_NESTING_LEVEL_OVER_LIMIT";
    assert!(parts.iter().any(too_deep), "{parts:#?}");
    assert_eq!(results.count("deep.zip", "global/payment_card"), 1);
    assert_eq!(results.outcome("cut.gz"), "partial MALFORMED_FILE");
    assert_eq!(results.count("cut.gz", "global/payment_card"), 1);
    assert_eq!(results.outcome("wide.zip"), "complete");
    assert_eq!(results.count("wide.zip", "global/payment_card"), 1);
}

#[test]
fn a_bound_on_one_entry_leaves_the_others_to_be_read() {
    let results = archives(&["--entry-bytes-max", "1MiB", "--include", "wide.zip"]);
    assert!(results.outcome("wide.zip").starts_with("partial "), "{}", results.outcome("wide.zip"));
    let parts = results.object("wide.zip")["parts"].as_array().unwrap();
    let huge = parts.iter().find(|part| part["inner_path"] == "huge.txt").unwrap();
    assert_eq!(huge["reason"], "ARCHIVE_EXCEEDS_SIZE_LIMIT", "{parts:#?}");
    assert_eq!(results.count("wide.zip", "global/payment_card"), 1);
    assert_eq!(results.outcome("bomb.gz"), "skipped EXCLUDED_BY_FILTER");
}

#[test]
fn fail_on_ends_with_1_at_or_above_its_level() {
    let scan = |level| Magpie::scan(&["a.txt", "--fail-on", level]).file("a.txt", card_line(1));
    for level in ["low", "medium"] {
        scan(level).run().expect(1);
    }
    scan("never").run().expect(0);
    let empty = Magpie::scan(&["a.txt", "--fail-on", "low"]).file("a.txt", "nothing\n");
    empty.run().expect(0);
}

#[test]
fn fail_on_incomplete_ends_with_3_before_1() {
    let noise = "not gzip, but it begins like it";
    let cut = [&b"\x1f\x8b\x08\x00\0\0\0\0\0\x03"[..], noise.as_bytes()].concat();
    let incomplete = Magpie::scan(&[".", "--fail-on-incomplete", "--fail-on", "low"])
        .file("cut.gz", cut)
        .file("a.txt", card_line(1));
    incomplete.run().expect(3);
    let complete = Magpie::scan(&["a.txt", "--fail-on-incomplete"]).file("a.txt", card_line(1));
    complete.run().expect(0);
}

/// A server whose objects take long, but for the first five.
fn slow_server() -> magpie_demo::Server {
    let filler = "words and more words that hold nothing at all.\n".repeat(14_000);
    let objects = (0..60).map(|n| {
        let mut object = object(&format!("{n:02}.txt"), card_line(n) + &filler);
        if n >= 5 {
            object.fault = Some(Fault::Slow(300));
        }
        object
    });
    server(vec![bucket("slow", objects.collect())])
}

/// Starts a scan of the slow server and waits until it reads the slow objects.
fn start_slowly(server: &magpie_demo::Server) -> crate::support::program::Started {
    let started = Magpie::scan(&["s3://slow", "--jobs", "3"]).on(server).start();
    let reads = || server.requests().iter().filter(|request| request.call == "GetObject").count();
    while reads() < 8 {
        std::thread::sleep(Duration::from_millis(20));
    }
    started
}

/// Whether this process ignores SIGHUP, as under `nohup`; its children then do.
fn hang_up_is_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask & 1 == 1))
}

#[test]
fn a_run_that_is_interrupted_keeps_what_is_finished_and_accounts_for_the_rest() {
    // Where whoever runs the tests wants them to outlive their terminal, so does the program.
    let hang_up = Some(("HUP", 143)).filter(|_| !hang_up_is_ignored());
    for (signal, code) in [("INT", 130), ("TERM", 143)].into_iter().chain(hang_up) {
        let server = slow_server();
        let started = start_slowly(&server);
        started.signal(signal);
        let ended = started.wait().expect(code);
        let results = ended.results();
        results.reconcile();
        assert_eq!(results.run["state"], "interrupted");
        assert_eq!(results.objects.len(), 60);
        for n in 0..5 {
            let key = format!("{n:02}.txt");
            assert_eq!(results.outcome(&key), "complete");
            assert_eq!(results.count(&key, "global/payment_card"), 1);
        }
        assert_eq!(results.outcome("59.txt"), "failed INTERRUPTED");
        let folder = ended.place.current().join("run");
        let tags = Magpie::new(&["tag", folder.to_str().unwrap()]).run().expect(0);
        assert!(tags.stdout.starts_with("The run was interrupted: "), "{}", tags.stdout);
    }
}

#[test]
fn a_run_that_is_killed_leaves_a_readable_prefix() {
    let server = slow_server();
    let started = start_slowly(&server);
    let run = started.place().current().join("run");
    let written = || std::fs::metadata(run.join("objects.jsonl")).is_ok_and(|m| m.len() > 0);
    while !written() {
        std::thread::sleep(Duration::from_millis(20));
    }
    started.signal("KILL");
    let ended = started.wait();
    assert_eq!(ended.code, None);
    let run: serde_json::Value =
        serde_json::from_slice(&std::fs::read(run.join("run.json")).unwrap()).unwrap();
    assert_eq!((&run["state"], &run["finished_at"]), (&"running".into(), &serde_json::Value::Null));
    let folder = ended.place.current().join("run");
    let objects = complete_lines(&folder.join("objects.jsonl"));
    let findings = complete_lines(&folder.join("findings.jsonl"));
    assert!(objects.len() >= 5 && objects.len() < 60, "{}", objects.len());
    for object in objects.iter().filter(|object| object["outcome"] == "complete") {
        assert!(findings.iter().any(|finding| finding["key"] == object["key"]), "{object:#}");
    }
    let tags = Magpie::new(&["tag", folder.to_str().unwrap()]);
    refused(tags, 2, "the run did not end; its buckets were not judged");
}

/// The lines of a file, of which the last one may be torn.
fn complete_lines(path: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn where_results_have_no_place_nobody_is_asked() {
    let server = server(vec![bucket("box", vec![object("a.txt", card_line(1))])]);
    for command in ["posture", "scan"] {
        for (out, told) in [(".", "is not empty"), ("file", "is not a directory")] {
            let magpie = Magpie::new(&[command, "s3://", "--out", out]).file("file", "kept");
            let ended = magpie.on(&server).run().expect(5);
            assert!(ended.stderr.contains(told), "{command} {out}: {}", ended.stderr);
            assert!(ended.stdout.is_empty(), "{command} {out}: {}", ended.stdout);
        }
    }
    assert_eq!(server.requests(), []);
}
