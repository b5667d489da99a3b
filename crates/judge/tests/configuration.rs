//! Findings of a bucket's configuration: their file can be read, and each kind is looked for.

use magpie_judge::{Subject, Tally, assess, configuration_findings, controls};
use magpie_model::BucketFacts;

#[test]
fn every_kind_has_words_controls_and_severities() {
    let severities = ["critical", "high", "medium", "low", "info"];
    for control in controls() {
        assert!(severities.contains(&control.severity.as_str()), "{control:?}");
        assert!(severities.contains(&control.sensitive.as_str()), "{control:?}");
        assert!(!control.controls.is_empty() && !control.mend.is_empty(), "{control:?}");
    }
}

#[test]
fn a_mend_that_replaces_everything_says_so() {
    for call in ["put-event-selectors", "put-bucket-lifecycle-configuration"] {
        let mends = || controls().iter().map(|c| &c.mend).filter(|mend| mend.contains(call));
        assert!(mends().count() > 0, "{call}");
        let shown = call.replace("put-", "get-");
        assert!(mends().all(|m| m.contains(&shown) && m.contains("replaces all of it")), "{call}");
    }
}

#[test]
fn what_is_denied_is_neither_a_finding_nor_its_absence() {
    let facts = BucketFacts::unknown("AccessDenied", "2026-01-01T00:00:00Z");
    let mut tally = Tally::default();
    tally.listing_incomplete();
    let assessment = assess(Subject::Bucket(&facts), &tally);
    let found = configuration_findings(&facts, &assessment);
    assert!(found.iter().all(|finding| !finding.certain), "{found:?}");
    // Without declared regions there is nothing to be outside of.
    let silent: Vec<&str> = controls()
        .iter()
        .filter(|control| found.iter().all(|f| f.control.id != control.id))
        .map(|control| control.id.as_str())
        .collect();
    assert_eq!(silent, ["region_not_allowed", "replica_region_not_allowed"]);
}

#[test]
fn the_table_of_controls_says_what_the_findings_say() {
    let table = include_str!("../../../docs/controls.md");
    let mut covered: Vec<(String, String)> = Vec::new();
    for line in table.lines().take_while(|line| !line.contains("not covered")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, control, _, finding, _] = cells.as_slice()
            && let Some(id) = finding.split('`').nth(1)
        {
            covered.push(((*control).to_owned(), id.to_owned()));
        }
    }
    let mut mapped: Vec<(String, String)> = Vec::new();
    for control in controls() {
        for name in control.controls.iter().filter_map(|name| name.strip_prefix("Security Hub ")) {
            mapped.push((name.to_owned(), control.id.clone()));
        }
    }
    covered.sort();
    mapped.sort();
    assert_eq!(covered, mapped);
}
