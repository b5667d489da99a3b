//! Each managed data identifier of Amazon Macie is named by a detector, so that a selection by
//! Macie's names finds what Macie finds.

use std::collections::BTreeSet;

use magpie_catalog::Catalog;

const IDENTIFIERS: &str = include_str!("macie-identifiers.txt");

fn named() -> BTreeSet<String> {
    let catalog = Catalog::builtin().unwrap_or_else(|error| panic!("{error}"));
    catalog.detectors.iter().flat_map(|d| &d.macie).map(|macie| macie.name.clone()).collect()
}

fn listed() -> impl Iterator<Item = &'static str> {
    IDENTIFIERS.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

#[test]
fn every_identifier_of_macie_has_a_detector() {
    let named = named();
    let without: Vec<&str> =
        listed().filter(|line| !line.starts_with("- ") && !named.contains(*line)).collect();
    assert!(without.is_empty(), "no detector names these under `macie`: {without:?}");
}

#[test]
fn what_is_said_to_be_missing_is_missing() {
    let named = named();
    let found: Vec<&str> = listed()
        .filter_map(|line| line.strip_prefix("- "))
        .filter(|name| named.contains(*name))
        .collect();
    assert!(found.is_empty(), "take the - away in macie-identifiers.txt: {found:?}");
}

#[test]
fn no_detector_names_an_identifier_that_macie_does_not_have() {
    let known: BTreeSet<&str> =
        listed().map(|line| line.strip_prefix("- ").unwrap_or(line)).collect();
    let unknown: Vec<String> =
        named().into_iter().filter(|name| !known.contains(name.as_str())).collect();
    assert!(unknown.is_empty(), "Macie's reference does not list these: {unknown:?}");
}
