//! Built-in detectors do what their files say.

use crate::support::program::Magpie;

#[test]
fn every_example_of_every_detector_holds() {
    let ended = Magpie::new(&["detectors", "test"]).run().expect(0);
    assert!(ended.stdout.contains("all hold"), "{}", ended.stdout);
}

#[test]
fn a_detector_is_shown_under_its_id_and_under_macies_name() {
    let by_id = Magpie::new(&["detectors", "show", "es/nif"]).run().expect(0);
    let by_macie = Magpie::new(&["detectors", "show", "SPAIN_NIF_NUMBER"]).run().expect(0);
    assert!(by_id.stdout.starts_with("es/nif"), "{}", by_id.stdout);
    assert!(by_macie.stdout.contains(by_id.stdout.trim()), "{}", by_macie.stdout);
}

#[test]
fn the_list_has_a_line_for_each_file() {
    let ended = Magpie::new(&["detectors", "list"]).run().expect(0);
    let lines: Vec<&str> =
        ended.stdout.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let mut folders = vec![crate::support::root().join("detectors")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                let folder = folder.file_name().unwrap().to_str().unwrap();
                let id = format!("{folder}/{}", path.file_stem().unwrap().to_str().unwrap());
                assert!(lines.contains(&id.as_str()), "{id}");
            }
        }
    }
}

const BADGE: &str = r#"
name        = "Staff badge"
description = "Number of a staff badge."
category    = "CUSTOM"
severity    = { "1" = "low", "2" = "medium", "100" = "high" }
references  = ["https://example.org/badges"]
profiles    = ["own"]
mask        = "all"

[[pattern]]
regex = '\bBDG-[0-9]{6}\b'
base  = "medium"

[examples]
match  = ["Badge <<BDG-204518>> was lost."]
reject = ["BDG-20451", "BDG-2045188", "XBDG-204518"]
"#;

#[test]
fn a_detector_of_ones_own_needs_no_rebuild() {
    let with_badge = |arguments: &[&str]| {
        let magpie = Magpie::new(arguments).file("a.txt", "Badge BDG-118204 and BDG-777120\n");
        let folder = magpie.place().current().join("own/acme");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("badge.toml"), BADGE).unwrap();
        magpie.run().expect(0)
    };
    let checked = with_badge(&["detectors", "check", "own"]);
    assert!(checked.stdout.contains("all hold"), "{}", checked.stdout);
    let found = with_badge(&["scan", "a.txt", "--detector-dir", "own", "--out", "run"]).results();
    assert_eq!(found.reconcile().count("a.txt", "acme/badge"), 2);
    assert!(!found.findings[0].to_string().contains("118204"), "{:#}", found.findings[0]);
}

#[test]
fn an_example_that_does_not_hold_fails_the_check() {
    let magpie = Magpie::new(&["detectors", "check", "badge.toml"])
        .file("badge.toml", BADGE.replace("<<BDG-204518>>", "<<BDG-20451>>8"));
    let ended = magpie.run().expect(2);
    let said = ended.stdout + &ended.stderr;
    // As `--detectors` takes it when the file's folder is the one of one's own.
    assert!(said.contains("badge.toml:15: badge does not match"), "{said}");
}

#[test]
fn the_help_of_the_import_says_things_once() {
    let ended = Magpie::new(&["detectors", "import-macie", "--help"]).run().expect(0);
    let words = ended.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words.matches("Directory for the detector files").count(), 1, "{words}");
}

fn badge(arguments: &[&str]) -> Magpie {
    Magpie::new(arguments).file("badge.toml", BADGE)
}

#[test]
fn a_text_shows_what_is_found_masked_and_why() {
    let ended = badge(&["detectors", "test", "badge.toml", "--text", "x\nlost: BDG-118204"]);
    let shown = ended.run().expect(0).stdout;
    for part in
        ["badge  medium  **********", "line 2, column 7, bytes 8 to 18", "why         pattern"]
    {
        assert!(shown.contains(part), "{part} is missing:\n{shown}");
    }
    assert!(!shown.contains("118204"), "{shown}");
}

#[test]
fn a_text_that_misses_by_its_check_or_keyword_is_told_why() {
    let said = |arguments: &[&str]| {
        let all = [&["detectors", "test"], arguments].concat();
        Magpie::new(&all).run().expect(0).stdout
    };
    let wrong = said(&["es/nif", "--text", "DNI 53498210B"]);
    assert!(wrong.contains("fails the check") && wrong.contains("matches: 0"), "{wrong}");
    let bare = said(&["es/passport", "--text", "ABC123456"]);
    assert!(bare.contains("a keyword is required"), "{bare}");
    let labelled = said(&["es/passport", "--text", "ABC123456", "--label", "pasaporte"]);
    assert!(labelled.contains("element name \"pasaporte\""), "{labelled}");
}

#[test]
fn standard_input_is_a_text_too() {
    let mut magpie =
        badge(&["detectors", "test", "badge.toml", "--text", "-"]).file("text.txt", "BDG-118204\n");
    let input = std::fs::File::open(magpie.place().current().join("text.txt")).unwrap();
    magpie.command().stdin(input);
    let shown = magpie.run().expect(0).stdout;
    assert!(shown.contains("matches: 1"), "{shown}");
}

#[test]
fn the_list_is_filtered_and_read_by_programs() {
    let ended = Magpie::new(&[
        "detectors",
        "list",
        "--format",
        "json",
        "--country",
        "es",
        "--category",
        "personal",
        "--profile",
        "recommended",
    ]);
    let ended = ended.run().expect(0);
    let listed: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let listed = listed.as_array().unwrap();
    assert!(listed.iter().any(|d| d["id"] == "es/nif" && d["patterns"][0]["check"] == "es_nif"));
    assert!(listed.iter().all(|d| d["countries"].as_array().unwrap().contains(&"ES".into())));
    for wrong in [["--category", "x"], ["--profile", "x"], ["--country", "spain"]] {
        Magpie::new(&["detectors", "list", wrong[0], wrong[1]]).run().expect(2);
    }
}

#[test]
fn no_line_of_the_list_is_wider_than_a_name_of_macie_asks_for() {
    let listed = Magpie::new(&["detectors", "list"]).run().expect(0).stdout;
    let widest = listed.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(widest < 240, "{widest}");
}

#[test]
fn a_pattern_that_must_be_searched_for_is_told_with_its_price() {
    let searched = BADGE
        .replace(r"\bBDG-[0-9]{6}\b", r"\b[A-Z][a-z]{2,8} of staff\b")
        .replace("Badge <<BDG-204518>>", "<<Badge of staff>>")
        .replace("base  =", "form_alone = \"nobody else writes badges\"\nbase  =");
    let ended = Magpie::new(&["detectors", "check", "b.toml"]).file("b.toml", searched);
    let said = ended.run().expect(0).stdout;
    assert!(said.contains("b: pattern 1 is searched for at every byte"), "{said}");
    assert!(said.contains(" ns to each KiB of ordinary text, for which "), "{said}");
}

#[test]
fn the_price_of_a_text_that_a_pattern_finds_hard_is_told_too() {
    let hard = BADGE
        .replace(r"\bBDG-[0-9]{6}\b", "[a-z]{1,200}!")
        .replace("Badge <<BDG-204518>>", "<<hello!>>");
    let said = Magpie::new(&["detectors", "check", "b.toml"]).file("b.toml", hard);
    let said = said.run().expect(0).stdout;
    let (_, up_to) = said.split_once("and up to ").expect(&said);
    let (price, text) = up_to.split_once(" ns where a text is like ").expect(&said);
    // Every byte begins a match here, of 100 bytes at a mean.
    assert!(price.replace(',', "").parse::<u64>().unwrap() > 10_000, "{said}");
    assert!(text.starts_with("rows of \"") && text.contains("\" that end with \"!\""), "{said}");
    assert!(said.contains("byte and costly: ") && said.contains("; cheaper is "), "{said}");
}

#[test]
fn a_pattern_that_is_not_searched_for_is_priced_where_a_text_is_hard_for_it() {
    let check = |regex: &str, value: &str| {
        let own = BADGE
            .replace(r"\bBDG-[0-9]{6}\b", regex)
            .replace("Badge <<BDG-204518>>", &format!("Badge <<{value}>>"));
        let checked = Magpie::new(&["detectors", "check", "b.toml"]).file("b.toml", own);
        checked.run().expect(0).stdout
    };
    for (regex, value) in
        [("AAA[A-Z]{1,8000}z", "AAAQz"), ("(?:EMP-[0-9]{4}|AAA[A-Z]{1,8000}z)", "EMP-2045")]
    {
        let said = check(regex, value);
        let (_, up_to) = said.split_once("b: pattern 1 is costly: it adds ").expect(&said);
        let (_, up_to) = up_to.split_once("and up to ").expect(&said);
        let (price, text) = up_to.split_once(" ns where a text is like ").expect(&said);
        assert!(price.replace(',', "").parse::<u64>().unwrap() > 500_000, "{said}");
        assert!(text.contains("\"A\"") || text.contains("\"AAA"), "{said}");
    }
    assert!(!check("AAA[A-Z]{1,20}z", "AAAQz").contains("costly"));
}

#[test]
fn a_detector_that_cannot_be_run_is_told_beside_the_others() {
    let endless = BADGE
        .replace(r"\bBDG-[0-9]{6}\b", "[a-z]{1,300}!")
        .replace("Badge <<BDG-204518>>", "<<hello!>>");
    let few = BADGE.replace(r#", "BDG-2045188", "XBDG-204518""#, "");
    let magpie = Magpie::new(&["detectors", "check", "a.toml", "b.toml", "c.toml"])
        .file("a.toml", few)
        .file("b.toml", endless)
        .file("c.toml", BADGE);
    let said = magpie.run().expect(2).stdout;
    assert!(said.contains("a.toml:16: there is one near miss, and 3 are needed; "), "{said}");
    assert!(said.contains("b.toml: detector b, pattern 1: nothing tells where "), "{said}");
    assert!(said.ends_with("1 detector, 4 examples: 2 faults\n"), "{said}");
}

#[test]
fn a_pattern_that_nothing_tells_the_beginning_of_works_and_is_priced() {
    for (regex, value) in [
        ("[a-z]{5}[A-Z]{5}", "abcdeABCDE"),
        (r"\b[a-z]{5}[A-Z]{5}\b", "abcdeABCDE"),
        ("[α-ω]{4}", "αβγδ"),
        ("[#-+]{2}[a-z]{3}[.!]", "#&abc!"),
    ] {
        let own = BADGE
            .replace(r"\bBDG-[0-9]{6}\b", regex)
            .replace("Badge <<BDG-204518>>", &format!("Badge <<{value}>>"));
        let checked = Magpie::new(&["detectors", "check", "b.toml"]).file("b.toml", &own);
        let said = checked.run().expect(0).stdout;
        let advice = "b.toml:11: no pattern has a check and no keyword is required, so whatever has the form is a match; ";
        assert!(said.contains(&format!("advice: {advice}")), "{said}");
        assert_eq!(said.contains("begins with neither"), !regex.starts_with(r"\b"), "{said}");
        let is_word_sign = regex.starts_with("[a-z]");
        assert_eq!(
            said.contains(r"; put \b in front if it should not, or"),
            is_word_sign,
            "{said}"
        );
        let price = said.split(" ns to each KiB").next().and_then(|said| said.rsplit(' ').next());
        let price: u64 = price.unwrap().replace(',', "").parse().expect(&said);
        assert!(price > 0 && said.contains("pattern 1 is searched for at every byte"), "{said}");
        let text = format!("{}_{value} {value}_\n(ü{value}ü)\n", "x y ".repeat(500));
        let found = Magpie::scan(&["a.txt", "--detector-dir", "b.toml", "--detectors", "b"])
            .file("a.txt", text)
            .file("b.toml", own)
            .run()
            .expect(0)
            .results();
        assert_eq!(found.reconcile().count("a.txt", "b"), 3, "{regex}");
    }
}

#[test]
fn the_rules_that_hold_for_ones_own_detectors_too_are_kept() {
    for (regex, mend) in [
        ("[0-9]{5}", "base = \"low\""),
        ("[a-z]+", "write {1,64}"),
        (r"[α\w]{5}", "write it out there"),
        ("(?u)\\b[α]{5}", "leave out (?u)"),
    ] {
        let own = BADGE.replace(r"\bBDG-[0-9]{6}\b", regex);
        let checked = Magpie::new(&["detectors", "check", "b.toml"]).file("b.toml", &own);
        let said = checked.run().expect(2).stdout;
        assert!(said.contains("b.toml:11: ") || said.contains("b.toml:12: "), "{said}");
        assert!(said.contains(mend), "{said}");
    }
}

const IDENTIFIERS: &str = r#"{
    "arn": "arn:aws:macie2:eu-west-1:111122223333:custom-data-identifier/3293a69d-4a1e",
    "createdAt": "2025-03-04T10:11:12.000Z", "deleted": false, "id": "3293a69d-4a1e",
    "name": "Employee ID", "description": "Staff numbers.", "regex": "EMP-[0-9]{4,}",
    "keywords": ["Employee", "staff"], "maximumMatchDistance": 20, "ignoreWords": ["EMP-0000"],
    "severityLevels": [{"occurrencesThreshold": 1, "severity": "LOW"},
                       {"occurrencesThreshold": 100, "severity": "HIGH"}], "tags": {}
}
{"name": "Order", "regex": "[A-Z]{2}\\d{8}", "severityLevels": []}
{"name": "Two words", "regex": "[A-Z][a-z]+ secret [a-z]+"}
"#;

#[test]
fn identifiers_of_macie_are_imported_and_found() {
    let magpie = Magpie::new(&["detectors", "import-macie", "cdi.json", "--into", "own"]);
    let ended = magpie.file("cdi.json", IDENTIFIERS).run().expect(0);
    assert!(ended.stdout.contains("3 of 3 identifiers imported"), "{}", ended.stdout);
    assert!(ended.stdout.contains("differs: "), "{}", ended.stdout);
    let own = ended.place.current().join("own");
    let checked = Magpie::new(&["detectors", "check"]).arg(&own).run().expect(0);
    assert!(checked.stdout.contains("all hold"), "{}", checked.stdout);
    let text = "staff EMP-4711 and EMP-00001, order AB12345678\nEMP-4712 alone\nThe secret word";
    let scan = Magpie::scan(&["a.txt", "--detector-dir"]).arg(&own).file("a.txt", text);
    let found = scan.run().expect(0).results();
    let found = found.reconcile();
    assert_eq!(found.count("a.txt", "employee_id"), 1);
    assert_eq!(found.count("a.txt", "order"), 1);
    assert_eq!(found.count("a.txt", "two_words"), 1);
}

#[test]
fn the_severity_of_an_imported_identifier_changes_at_its_own_counts() {
    const LATE: &str = r#"{"name": "Ticket", "regex": "TCK-[0-9]{6}", "severityLevels": [
        {"occurrencesThreshold": 3, "severity": "LOW"},
        {"occurrencesThreshold": 7, "severity": "MEDIUM"},
        {"occurrencesThreshold": 120, "severity": "HIGH"}]}"#;
    let import = Magpie::new(&["detectors", "import-macie", "cdi.json", "--into", "own"]);
    let ended = import.file("cdi.json", LATE).run().expect(0);
    let own = ended.place.current().join("own");
    let counts = [(2, None), (3, Some("low")), (6, Some("low")), (7, Some("medium"))];
    let counts = counts.into_iter().chain([(119, Some("medium")), (120, Some("high"))]);
    let mut scan =
        Magpie::scan_data(&["data", "--detectors", "ticket", "--detector-dir"]).arg(&own);
    for (count, _) in counts.clone() {
        let lines = (0..count).map(|at| format!("ticket TCK-{:06}\n", 417_205 + 7 * at));
        scan = scan.file(&format!("data/{count}.txt"), lines.collect::<String>());
    }
    let found = scan.run().expect(0).results();
    for (count, severity) in counts {
        let key = format!("{count}.txt");
        let finding = found.findings.iter().find(|finding| finding["key"] == key.as_str());
        let told = finding.map(|finding| finding["severity"].as_str().unwrap());
        assert_eq!(told, severity, "{count} occurrences");
    }
    let shown = Magpie::new(&["detectors", "show", "ticket", "--detector-dir"]).arg(&own).run();
    let said = shown.expect(0).stdout;
    assert!(said.contains("low from 3 on, medium from 7 on, high from 120 on"), "{said}");
}

#[test]
fn what_cannot_be_imported_is_said_and_the_rest_is_written() {
    let json = format!("{IDENTIFIERS}{{\"name\": \"Look\", \"regex\": \"(?<=a)b\"}}");
    let import = ["detectors", "import-macie", "cdi.json", "--into", "own"];
    let ended = Magpie::new(&import).file("cdi.json", json).run().expect(2);
    assert!(ended.stdout.contains("3 of 4"), "{}", ended.stdout);
    assert!(
        ended.stdout.contains("(Look): the regex uses what no detector can"),
        "{}",
        ended.stdout
    );
    for (json, said) in [("{", "not JSON"), ("[]", "holds no custom"), ("\u{0}", "not JSON")] {
        let ended = Magpie::new(&import).file("cdi.json", json).run().expect(2);
        assert!(ended.stderr.contains(said), "{}", ended.stderr);
    }
    Magpie::new(&import).run().expect(2);
}

#[test]
fn the_token_that_manuals_show_is_a_specimen_wherever_it_stands() {
    const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6Ikpva\
        G4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
    let results = Magpie::scan_data(&["data", "--detectors", "all", "--min-confidence", "medium"])
        .file("data/a.json", format!("{{\"access_token\": \"{TOKEN}\"}}").as_bytes())
        .file("data/b.env", format!("TOKEN={TOKEN}\n").as_bytes())
        .file("data/c.txt", format!("Authorization: Bearer {TOKEN}\n").as_bytes())
        .run()
        .expect(0)
        .results();
    let found: Vec<String> = results.findings.iter().map(|f| f["detector"].to_string()).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn passwords_of_letters_are_found_in_their_column_and_nowhere_else() {
    let results = Magpie::scan_data(&["data"])
        .file("data/a.csv", b"user,password\nana,sunshinetime\nbea,required\ncem,dragonfly\n")
        .file("data/b.json", b"{\"password\": \"Zugangswort\"}")
        .file("data/c.txt", b"password: optional\npassword = inputfield\n")
        .run()
        .expect(0)
        .results();
    let found = results.findings.iter().map(|f| (f["key"].as_str().unwrap(), &f["count"]));
    assert_eq!(found.collect::<Vec<_>>(), [("a.csv", &2.into())]);
}

#[test]
fn lists_of_numbers_within_records_prove_nothing_by_chance() {
    let mut state = 7u64;
    let mut number = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        100_000_000 + (state >> 33) % 900_000_000
    };
    let mut event = |nth: u64| {
        let values: Vec<String> = (0..9).map(|_| number().to_string()).collect();
        format!("{{\"nth\":{nth},\"v\":[{}]}}", values.join(","))
    };
    let events: Vec<String> = (0..60).map(&mut event).collect();
    let results = Magpie::scan_data(&["data", "--detectors", "all"])
        .file("data/a.json", format!("{{\"events\":[{}]}}", events.join(",")))
        .file("data/b.jsonl", events.join("\n"))
        .run()
        .expect(0)
        .results();
    let found: Vec<String> = results.findings.iter().map(|f| f["detector"].to_string()).collect();
    assert_eq!(found, Vec::<String>::new());
}
