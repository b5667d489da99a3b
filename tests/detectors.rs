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
