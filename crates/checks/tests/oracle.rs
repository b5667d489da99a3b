//! Replays the verdicts of other programs on computed values (`vectors/README.md`), and counts the
//! single wrong digits that each check lets through.

#![expect(clippy::disallowed_methods, reason = "the vectors lie in files")]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use magpie_checks::{Check, find};
use std::path::PathBuf;

struct Vector {
    value: Vec<u8>,
    valid: bool,
}

/// Every file of vectors with its check, sorted by name.
fn vectors() -> Vec<(&'static Check, Vec<Vector>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files.iter().map(|path| (check_of(path), read(path))).collect()
}

fn check_of(path: &std::path::Path) -> &'static Check {
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap();
    find(name).unwrap_or_else(|| panic!("{}: no check has this name", path.display()))
}

fn read(path: &std::path::Path) -> Vec<Vector> {
    let text = std::fs::read_to_string(path).unwrap();
    let vector = |line: &str| {
        let (value, verdict) = line.split_once('\t').unwrap();
        let valid = match verdict {
            "valid" => true,
            "invalid" => false,
            other => panic!("{}: verdict `{other}` is neither valid nor invalid", path.display()),
        };
        Vector { value: value.replace("\\n", "\n").into_bytes(), valid }
    };
    text.lines().map(vector).collect()
}

#[test]
fn the_oracles_agree() {
    for (check, vectors) in vectors() {
        assert!(vectors.iter().any(|vector| vector.valid), "{}", check.name);
        assert!(vectors.iter().any(|vector| !vector.valid), "{}", check.name);
        for vector in vectors {
            let passes = (check.passes)(&vector.value).is_some();
            let value = String::from_utf8_lossy(&vector.value);
            assert_eq!(passes, vector.valid, "{}: {value}", check.name);
        }
    }
}

/// Of all ways to get one digit of a valid value wrong, those that the check lets through, and all.
fn wrong_digits(check: &Check, vectors: &[Vector]) -> (usize, usize) {
    let (mut accepted, mut all) = (0, 0);
    for vector in vectors.iter().filter(|vector| vector.valid) {
        for at in (0..vector.value.len()).filter(|&at| vector.value[at].is_ascii_digit()) {
            let mut wrong = vector.value.clone();
            for digit in (b'0'..=b'9').filter(|&digit| digit != vector.value[at]) {
                wrong[at] = digit;
                all += 1;
                accepted += usize::from((check.passes)(&wrong).is_some());
            }
        }
    }
    (accepted, all)
}

#[test]
fn a_check_digit_catches_every_wrong_digit() {
    const CATCH_ALL: [&str; 18] = [
        "au_tfn",
        "ca_sin",
        "de_idnr",
        "de_passport",
        "de_personalausweis",
        "es_nie",
        "es_nif",
        "fr_nir",
        "gb_nhs",
        "iban",
        "in_aadhaar",
        "it_codice_fiscale",
        "mrz_td1",
        "mrz_td2",
        "mrz_td3",
        "nl_bsn",
        "payment_card",
        "pl_pesel",
    ];
    let files = vectors();
    for name in CATCH_ALL {
        let (check, vectors) = files.iter().find(|(check, _)| check.name == name).unwrap();
        let (accepted, all) = wrong_digits(check, vectors);
        assert!(all > 1000, "{name}: {all} wrong digits are too few");
        assert_eq!(accepted, 0, "{name}: {accepted} of {all} wrong digits pass");
    }
}

#[test]
fn a_brazilian_tax_number_catches_all_but_two_wrong_digits_in_a_thousand() {
    let files = vectors();
    let (check, vectors) = files.iter().find(|(check, _)| check.name == "br_cpf").unwrap();
    let (accepted, all) = wrong_digits(check, vectors);
    assert!(accepted > 0 && accepted * 1000 < all * 4, "{accepted} of {all}");
}
