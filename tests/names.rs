//! Precision and recall on `corpora/names`: names, addresses and the special categories, which have no form
//! but a heading.

use crate::support::labelled::Labelled;
use crate::support::program::Magpie;

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
fn names_and_addresses_in_tables_are_found_in_each_language() {
    for locale in [
        "cs_CZ", "da_DK", "de_DE", "en_GB", "en_US", "es_ES", "fi_FI", "fr_FR", "hr_HR", "hu_HU",
        "it_IT", "nl_NL", "pl_PL", "pt_PT", "ro_RO", "sk_SK", "sl_SI", "sv_SE",
    ] {
        let scores = NAMES.scores_below(&format!("tables/{locale}-"));
        for detector in ["global/person_name", "global/mailing_address"] {
            let score = &scores[detector];
            assert!(
                score.precision() >= 0.97 && score.recall() >= 0.97,
                "{locale}, {detector}\n{}",
                NAMES.table(&scores)
            );
        }
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

/// Sections of newspapers that begin as a line of a form does: `Gewerkschaft: Ver.di und IG Metall riefen …`. What stands behind a
/// label is read up to a comma or a full stop, not weighed as a sentence.
const SECTIONS: [&str; 4] = [
    "decoys/newspaper-de.txt",
    "decoys/newspaper-en.txt",
    "decoys/newspaper-nl.txt",
    "decoys/newspaper-pl.txt",
];

#[test]
fn words_of_special_categories_in_news_treatises_and_catalogues_give_no_finding() {
    let found: Vec<_> = NAMES
        .found()
        .into_iter()
        .filter(|(key, _)| key.starts_with("decoys/"))
        .flat_map(|(_, findings)| findings)
        .filter(|finding| finding["category"] == "SPECIAL_CATEGORY")
        .collect();
    let keys: Vec<_> = found.iter().map(|finding| finding["key"].as_str().unwrap()).collect();
    assert_eq!(keys, SECTIONS, "{found:#?}");
    assert!(found.iter().all(|finding| finding["count"] == 1), "{found:#?}");
}

#[test]
fn the_same_words_are_found_in_staff_tables_patients_records_and_lists_of_members() {
    let scores = NAMES.scores_below("records/");
    let kinds = ["health_condition", "political_opinion", "religion", "trade_union"];
    assert_eq!(
        scores.keys().cloned().collect::<Vec<_>>(),
        kinds.map(|kind| format!("global/{kind}"))
    );
    for (detector, score) in &scores {
        assert!(
            score.precision() >= 1.0 && score.recall() >= 1.0,
            "{detector}\n{}",
            NAMES.table(&scores)
        );
    }
}

#[test]
fn the_row_behind_an_empty_last_cell_is_read() {
    let magpie = Magpie::scan(&["data", "--detectors", "global/religion"]);
    std::fs::create_dir(magpie.place().current().join("data")).unwrap();
    let table = "id,remarks,religion\n1,\"x, y\",\n2,z,catholic\n3,\"u, v\",\r\n4,w,muslim\n";
    let results = magpie.file("data/people.csv", table.as_bytes()).run().expect(0).results();
    assert_eq!(results.findings.len(), 1);
    let cells = results.findings[0]["occurrences"]["cells"].as_array().unwrap();
    assert_eq!(cells.iter().map(|cell| &cell["row"]).collect::<Vec<_>>(), [3, 5]);
}
