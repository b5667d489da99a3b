//! Replays the verdicts of other programs on computed values (`vectors/README.md`), and counts the
//! single wrong digits that each check lets through.

#![expect(clippy::disallowed_methods, reason = "the vectors lie in files")]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use magpie_checks::{Caught, Check, checks, find};
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

/// Tells every value that one kind of error makes of a valid one.
type Errors = fn(valid: &[u8], tell: &mut dyn FnMut(&[u8]));

/// Of the given errors in valid values, those that the check lets through, and all.
fn let_through(check: &Check, vectors: &[Vector], errors: Errors) -> (usize, usize) {
    let (mut accepted, mut all) = (0, 0);
    for vector in vectors.iter().filter(|vector| vector.valid) {
        errors(&vector.value, &mut |wrong| {
            all += 1;
            accepted += usize::from((check.passes)(wrong).is_some());
        });
    }
    (accepted, all)
}

fn wrong_digits(value: &[u8], wrong: &mut dyn FnMut(&[u8])) {
    let mut changed = value.to_vec();
    for at in (0..value.len()).filter(|&at| value[at].is_ascii_digit()) {
        for digit in (b'0'..=b'9').filter(|&digit| digit != value[at]) {
            changed[at] = digit;
            wrong(&changed);
        }
        changed[at] = value[at];
    }
}

/// Two digits side by side, or with one separator between them.
fn swaps(value: &[u8], wrong: &mut dyn FnMut(&[u8])) {
    let mut changed = value.to_vec();
    let digits: Vec<usize> = (0..value.len()).filter(|&at| value[at].is_ascii_digit()).collect();
    for pair in digits.windows(2) {
        if value[pair[0]] != value[pair[1]] && pair[1] - pair[0] <= 2 {
            changed.swap(pair[0], pair[1]);
            wrong(&changed);
            changed.swap(pair[0], pair[1]);
        }
    }
}

fn measured((accepted, all): (usize, usize)) -> Caught {
    if accepted == 0 && all > 0 {
        Caught::All
    } else if accepted * 5 <= all && all > 0 {
        Caught::Most
    } else {
        Caught::Few
    }
}

#[test]
fn a_check_catches_the_errors_that_it_declares() {
    for (check, vectors) in vectors() {
        let wrong = let_through(check, &vectors, wrong_digits);
        let swapped = let_through(check, &vectors, swaps);
        let catches = (measured(wrong), measured(swapped));
        let declared = (check.wrong_digits, check.swaps);
        let name = check.name;

        assert_eq!(declared, catches, "{name} lets through {wrong:?} digits, {swapped:?} swaps");
    }
}

#[test]
fn what_catches_errors_is_shown_on_many() {
    let files = vectors();
    for check in checks().filter(|check| check.wrong_digits != Caught::Few) {
        let (_, vectors) = files
            .iter()
            .find(|(file, _)| file.name == check.name)
            .unwrap_or_else(|| panic!("tests/vectors/{}.txt is missing", check.name));
        let (_, all) = let_through(check, vectors, wrong_digits);
        assert!(all > 1000, "{}: {all} wrong digits are too few", check.name);
    }
}

/// The value with other digits and letters of the same case in the places of its own.
fn redrawn(value: &[u8], draw: &mut dyn FnMut(u32) -> u32) -> Vec<u8> {
    let mut one = |byte: u8| match byte {
        b'0'..=b'9' => b'0' + draw(10) as u8,
        b'A'..=b'Z' => b'A' + draw(26) as u8,
        b'a'..=b'z' => b'a' + draw(26) as u8,
        other => other,
    };
    value.iter().map(|&byte| one(byte)).collect()
}

#[test]
fn random_values_of_the_form_mostly_fail_where_a_check_says_so() {
    let mut state = 1u64;
    let mut draw = |below: u32| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % u64::from(below)) as u32
    };
    let mut wrong = Vec::new();
    let files = vectors();
    for check in checks().filter(|check| check.rejects_chance) {
        let known = files.iter().any(|(file, vectors)| {
            file.name == check.name && vectors.iter().any(|vector| vector.valid)
        });
        assert!(known, "tests/vectors/{}.txt is missing", check.name);
    }
    for (check, vectors) in files {
        let valid: Vec<_> = vectors.iter().filter(|vector| vector.valid).collect();
        let each = 8_000 / valid.len().max(1) + 1;
        let (mut passed, mut all) = (0, 0);
        for vector in valid {
            for _ in 0..each {
                all += 1;
                let random = redrawn(&vector.value, &mut draw);
                passed += usize::from((check.passes)(&random).is_some());
            }
        }
        if check.rejects_chance && passed * 9 > all {
            wrong.push(format!("{} {passed} of {all}", check.name));
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "pass too often");
}
