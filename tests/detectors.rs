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
    assert!(said.contains("badge"), "{said}");
}
