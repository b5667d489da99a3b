//! Precision and recall on `corpora/independent`, whose values and headings were made without the detectors.

use crate::support::labelled::Labelled;

static INDEPENDENT: Labelled = Labelled::new("independent");

#[test]
fn no_detector_falls_below_its_floor_on_the_independent_sample() {
    INDEPENDENT.expect_floors();
}

#[test]
fn precision_and_recall_over_all_kinds_of_the_independent_sample_hold() {
    // The sample's folders are named after countries, which the first name profits from.
    INDEPENDENT.expect_means([0.98, 0.99, 0.97]);
}

#[test]
fn what_machines_write_gives_no_numeric_finding() {
    let found: Vec<_> = INDEPENDENT
        .found()
        .into_iter()
        .filter(|(key, _)| key.starts_with("decoys/"))
        .flat_map(|(_, findings)| findings)
        // Client addresses in the access log are what they are.
        .filter(|finding| finding["detector"] != "global/ipv4")
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}
