//! Precision and recall on `corpora/second`: records of one company, country by country, under keys that
//! name no country.

use crate::support::labelled::Labelled;

static SECOND: Labelled = Labelled::new("second");

#[test]
fn no_detector_falls_below_its_floor_on_the_second_sample() {
    SECOND.expect_floors();
}

#[test]
fn precision_and_recall_over_all_kinds_of_the_second_sample_hold() {
    SECOND.expect_means([0.99, 0.99, 0.97]);
}
