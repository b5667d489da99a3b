//! Precision and recall on `corpora/names`: names, addresses and the special categories, which have no form
//! but a heading.

use crate::support::labelled::Labelled;

static NAMES: Labelled = Labelled::of("names", "names,special_categories");

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
