//! Precision and recall on `corpora/names`: names, addresses and the special categories, which have no form
//! but a heading.

use crate::support::labelled::Labelled;

static NAMES: Labelled = Labelled::of("names", "names,special_categories");
/// Letters, notes and minutes, without headings.
static RUNNING: Labelled = Labelled::of("names/running", "names");

#[test]
fn no_detector_falls_below_its_floor_on_names_and_special_categories() {
    NAMES.expect_floors();
}

#[test]
fn names_and_addresses_in_tables_with_headings_are_found_and_little_else() {
    let scores = NAMES.scores_below("tables/");
    for detector in ["global/person_name", "global/mailing_address"] {
        let score = &scores[detector];
        assert!(
            score.precision() >= 0.97 && score.recall() >= 0.97,
            "{detector}\n{}",
            NAMES.table(&scores)
        );
    }
}

#[test]
fn names_and_addresses_in_running_text_do_not_fall_below_their_floors() {
    RUNNING.expect_floors();
}

#[test]
fn names_and_addresses_in_running_text_are_found_in_each_language() {
    for language in ["de", "en", "es", "fr", "it", "nl", "pl", "pt"] {
        let scores = RUNNING.scores_below(&format!("{language}/"));
        for detector in ["global/person_name", "global/mailing_address"] {
            let score = &scores[detector];
            assert!(
                score.precision() >= 0.85 && score.recall() >= 0.70,
                "{language}, {detector}\n{}",
                RUNNING.table(&scores)
            );
        }
    }
}

#[test]
fn words_of_special_categories_in_news_products_and_catalogues_give_no_finding() {
    let found: Vec<_> = NAMES
        .found()
        .into_iter()
        .filter(|(key, _)| key.starts_with("decoys/"))
        .flat_map(|(_, findings)| findings)
        .filter(|finding| finding["category"] == "SPECIAL_CATEGORY")
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}
