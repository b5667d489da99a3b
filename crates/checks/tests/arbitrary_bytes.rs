//! No check and no finder panics, whatever the bytes: neither on noise nor on what looks like a value at first.

use magpie_checks::checks;
use magpie_checks::running::{Sighting, finders};
use proptest::prelude::*;

fn try_all(bytes: &[u8]) {
    for check in checks() {
        (check.passes)(bytes);
    }
    for finder in finders() {
        for at in 0..bytes.len() {
            if let Some(seen) = (finder.sight)(bytes, at) {
                let Sighting { start, end, .. } = seen;
                assert!(start < end && end <= bytes.len(), "{finder:?} at {at}: {start}..{end}");
            }
        }
    }
}

/// Pieces that lead a check past its first tests.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        "[0-9]{1,20}".prop_map(String::into_bytes),
        "[0-9A-Z<]{1,50}".prop_map(String::into_bytes),
        "[ ./()+@,\\r\\n-]{1,3}".prop_map(String::into_bytes),
        "(DE|GB|eyJ|-----BEGIN |RSA PRIVATE KEY-----|xn--|DEK-Info:|\\\\n|Dec|\u{a0}|\u{202f})"
            .prop_map(String::into_bytes),
        "( |\\n|\\r\\n|, |,\\r\\n|\\. |'|’|-)".prop_map(String::into_bytes),
        "(Anna|O'Connor|Mr|M\\.|J\\.|van|Śliwa|Grüßen|Dear|GmbH|Weg|High Street|rue|ul\\.|Berlin|SW1A 1AA)"
            .prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 1..6),
    ]
}

proptest! {
    #[test]
    fn noise_is_survived(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        try_all(&bytes);
    }

    #[test]
    fn half_made_values_are_survived(pieces in prop::collection::vec(piece(), 0..12)) {
        try_all(&pieces.concat());
    }

    #[test]
    fn every_length_of_one_byte_is_survived(byte in any::<u8>(), length in 0usize..400) {
        try_all(&vec![byte; length]);
    }
}
