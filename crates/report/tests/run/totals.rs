//! The ledger reconciles, whatever the objects were.

use crate::lines::{finding, object};
use magpie_model::{Outcome, Reason, Status};
use magpie_report::{ObjectLine, Sum, Totals};
use proptest::prelude::*;
use proptest::sample::select;

fn outcomes() -> impl Strategy<Value = Outcome> {
    prop_oneof![Just(Outcome::COMPLETE), select(Reason::ALL.to_vec()).prop_map(Outcome::of),]
}

proptest! {
    #[test]
    fn the_ledger_reconciles(
        objects in prop::collection::vec(
            (proptest::option::of(0_u64..1 << 50), outcomes(), 0_u64..1 << 51, 0_u64..9),
            0..40,
        )
    ) {
        let mut listed = Sum::default();
        let mut totals = Totals::new();
        for (size, outcome, bytes_read, count) in &objects {
            listed.add(*size);
            let line = object("k", *size, outcome, *bytes_read);
            if let Some(size) = size {
                prop_assert_eq!(line.bytes_read + line.bytes_unread, *size);
            }
            totals.add(&line, &[finding("k", *count)]);
        }
        totals.listed = listed;
        prop_assert_eq!(totals.discrepancies(), Vec::<String>::new());
        let sum: u64 = Status::ALL.into_iter().map(|s| totals.outcome(s).objects).sum();
        prop_assert_eq!(sum, objects.len() as u64);
    }

    #[test]
    fn a_lost_or_doubled_line_never_reconciles(
        sizes in prop::collection::vec(0_u64..1000, 1..20), at in any::<prop::sample::Index>()
    ) {
        let mut listed = Sum::default();
        let mut lost = Totals::new();
        let mut doubled = Totals::new();
        let at = at.index(sizes.len());
        for (index, size) in sizes.iter().enumerate() {
            listed.add(Some(*size));
            let line = object("k", Some(*size), &Outcome::COMPLETE, *size);
            doubled.add(&line, &[]);
            if index == at {
                doubled.add(&line, &[]);
            } else {
                lost.add(&line, &[]);
            }
        }
        lost.listed = listed;
        doubled.listed = listed;
        prop_assert!(!lost.discrepancies().is_empty());
        prop_assert!(!doubled.discrepancies().is_empty());
    }
}

#[test]
fn bytes_that_vanish_are_said() {
    let mut totals = Totals::new();
    let mut line = object("k", Some(10), &Outcome::COMPLETE, 10);
    line.bytes_read = 4;
    totals.add(&line, &[]);
    totals.listed = Sum { objects: 1, bytes: 10 };
    assert_eq!(totals.discrepancies(), ["bytes in the ledger: 10, but bytes read and unread: 4"]);
}

#[test]
fn a_finding_below_the_minimum_confidence_is_no_detection() {
    let mut totals = Totals::new();
    totals.add(&object("k", Some(1), &Outcome::COMPLETE, 1), &[finding("k", 0)]);
    assert_eq!((totals.findings.findings, totals.findings.objects), (1, 0));
}

#[test]
fn bytes_that_only_told_what_an_object_is_are_not_searched() {
    let mut totals = Totals::new();
    let unsupported = Outcome::of(Reason::UnsupportedFileType);
    let picture = ObjectLine { bytes_scanned: 0, ..object("p.jpg", Some(10), &unsupported, 9) };
    totals.add(&picture, &[]);
    totals.add(&object("a.txt", Some(4), &Outcome::COMPLETE, 4), &[]);
    assert_eq!((totals.bytes_read, totals.bytes_searched), (13, 4));
}
