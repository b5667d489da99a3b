//! Precision and recall on `corpora/scripts`: tables, records and forms that are headed in other scripts than Latin.

use crate::support::labelled::Labelled;

static SCRIPTS: Labelled = Labelled::new("scripts");

const LANGUAGES: [&str; 15] = [
    "ar", "bn", "el", "fa", "he", "hi", "ja", "kk", "ko", "ru", "th", "uk", "ur", "zh_CN", "zh_TW",
];

#[test]
fn no_detector_falls_below_its_floor_under_headings_in_other_scripts() {
    SCRIPTS.expect_floors();
}

#[test]
fn people_in_tables_are_found_in_each_language_and_little_else() {
    for language in LANGUAGES {
        let scores = SCRIPTS.scores_below(&format!("tables/{language}-"));
        for (detector, score) in &scores {
            // Bengali digits are not read as digits.
            if (language, detector.as_str()) == ("bn", "global/date_of_birth") {
                continue;
            }
            assert!(
                score.precision() >= 0.97 && score.recall() >= 0.97,
                "{language}, {detector}\n{}",
                SCRIPTS.table(&scores)
            );
        }
    }
}

#[test]
fn tables_of_things_in_other_scripts_give_no_finding() {
    let found: Vec<_> =
        SCRIPTS.found().into_iter().filter(|(key, _)| key.starts_with("decoys/")).collect();
    assert!(found.is_empty(), "{found:#?}");
}
