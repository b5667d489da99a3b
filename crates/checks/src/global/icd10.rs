//! Codes of the International Classification of Diseases, tenth revision (WHO; ICD-10-CM, -GM, -FR
//! and others alike): a letter, two characters of the category, and up to four more. There is no check
//! digit; categories must lie in one of the classification's blocks.

use crate::Pass;

/// By letter: the last category, or nothing where the letter is not used. `O` is births.
const LAST: [u8; 26] = [
    99, 99, 97, 89, 90, 99, 99, 95, 99, 99, 93, 99, 99, 99, 99, 96, 99, 99, 99, 98, 99, 99, 99, 99,
    98, 99,
];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let &[letter, tens, ones, ref rest @ ..] = clear else { return None };
    if !letter.is_ascii_uppercase() || !tens.is_ascii_digit() {
        return None;
    }
    // ICD-10-CM counts on with letters: C4A, C7B, D3A, M1A, O9A, Z3A.
    let category = (tens - b'0') * 10 + if ones.is_ascii_digit() { ones - b'0' } else { 0 };
    let counted = ones.is_ascii_digit() || matches!(ones, b'A' | b'B');
    let further = rest.strip_prefix(b".").unwrap_or(rest);
    let fits = further.len() <= 4 && further.iter().all(u8::is_ascii_alphanumeric);
    let dangling = rest == b".";
    (counted && category <= LAST[usize::from(letter - b'A')] && fits && !dangling)
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_classification_pass() {
        for clear in ["E11.9", "I10", "C50.911", "S72.001A", "S72001A", "C7A.00", "Z3A.20", "U07.1"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn categories_outside_its_blocks_fail() {
        for clear in
            ["C98.1", "D90", "H96", "E1", "E1C.2", "e11.9", "E11.", "E11.12345", "911.9", ""]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
