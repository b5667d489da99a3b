//! What is stored is what the analysis says, and finds what it finds.

use std::sync::Arc;

use magpie_builtin::{STORED, engine};
use magpie_catalog::Catalog;
use magpie_engine::{Engine, store};

#[test]
fn what_is_stored_is_what_the_analysis_says_of_every_built_in_pattern() {
    let catalog = Catalog::builtin().expect("the built-in detectors are sound");
    assert!(store(&catalog) == STORED, "build the program again");
}

#[test]
fn with_it_an_engine_finds_what_it_finds_without() {
    let catalog = Catalog::builtin().expect("the built-in detectors are sound");
    let without = Arc::new(Engine::new(&catalog).expect("the patterns compile"));
    let with = Arc::new(engine(&catalog).expect("the patterns compile"));
    assert_eq!(with.plans(), without.plans());
    let examples = catalog.detectors.iter().map(|detector| &detector.examples);
    let texts = examples.flat_map(|all| {
        let matches = all.matches.iter().map(|example| example.text.as_str());
        matches.chain(all.rejects.iter().map(String::as_str))
    });
    let mut found = 0;
    for text in texts {
        let told = with.search_text(text);
        assert_eq!(told, without.search_text(text), "{text}");
        found += told.len();
    }
    assert!(found > catalog.detectors.len(), "{found} matches in all examples");
}

#[test]
fn what_is_stored_of_others_or_cannot_be_read_is_left_aside() {
    let catalog = Catalog::builtin().expect("the built-in detectors are sound");
    let plans = Engine::new(&catalog).expect("the patterns compile").plans().to_vec();
    let half = Catalog { detectors: catalog.detectors.iter().step_by(2).cloned().collect() };
    for stored in [store(&half).as_slice(), &STORED[..STORED.len() / 2], b"", b"\xff\xff\xff"] {
        let engine = Engine::with_stored(&catalog, &[stored]).expect("the patterns compile");
        assert_eq!(engine.plans(), plans);
    }
}
