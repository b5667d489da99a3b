//! Precision and recall on `corpora/documents`: letters, mail, invoices, tables and dumps in nineteen languages, written
//! without a look at the detectors.

use crate::support::labelled::Labelled;

static DOCUMENTS: Labelled = Labelled::new("documents");

#[test]
fn no_kind_falls_below_its_floor_in_the_documents() {
    DOCUMENTS.expect_floors();
}

#[test]
fn precision_and_recall_over_all_kinds_of_the_documents_hold() {
    DOCUMENTS.expect_means([0.98, 0.97, 0.97]);
}

#[test]
fn what_is_found_in_the_documents_was_planted_there() {
    let scores = DOCUMENTS.scores();
    let strangers: Vec<_> = scores.iter().filter(|(_, score)| score.planted == 0).collect();
    assert!(strangers.is_empty(), "{}", DOCUMENTS.table(&scores));
}
