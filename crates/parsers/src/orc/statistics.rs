//! What an ORC file says of its columns: the least and the greatest of the file, of a stripe, of a stretch
//! of rows.

use std::collections::BTreeMap;

use super::fields::fields;
use crate::claims::{Claim, Claims};

/// What is said of columns and was not met yet, with their paths.
pub(super) type Claimed = BTreeMap<usize, (String, Claims)>;
/// What is said of each column of the file and of a stripe.
pub(super) type Said<'s> = [Option<&'s Vec<Vec<u8>>>; 2];

/// Fields of what is said of a column.
const OF_NUMBERS: u64 = 2;
const OF_TEXTS: u64 = 4;
/// Fields of those: the least and the greatest; of texts also as far as they were kept.
const WHOLE: [u64; 2] = [1, 2];
const CUT: [u64; 2] = [4, 5];
/// Field of an entry of the index of a stripe's rows.
const SAID: u64 = 2;

/// The values that are said to be in a column.
pub(super) fn claims(said: &[u8]) -> Vec<Claim> {
    let said = fields(said);
    let mut claims = Vec::new();
    for numbers in said.all(OF_NUMBERS).map(fields) {
        for number in WHOLE.into_iter().filter_map(|field| numbers.number(field)) {
            let number = (number >> 1).cast_signed() ^ -(number & 1).cast_signed();
            claims.push(Claim { text: number.to_string().into(), is_cut: false });
        }
    }
    for texts in said.all(OF_TEXTS).map(fields) {
        for (ends, is_cut) in [(WHOLE, false), (CUT, true)] {
            let texts = ends.into_iter().flat_map(|field| texts.all(field));
            let texts = texts.filter(|text| !text.is_empty());
            claims.extend(texts.map(|text| Claim { text: text.to_vec(), is_cut }));
        }
    }
    claims
}

/// The same of every stretch of rows, from the index of a stripe.
pub(super) fn of_index(index: &[u8]) -> Vec<Claim> {
    fields(index)
        .all(1)
        .flat_map(|entry| fields(entry).all(SAID).flat_map(claims).collect::<Vec<_>>())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{claims, of_index};

    /// Numbers from -2 to 3, texts from `ab` to `cd`, of which more is not told.
    const SAID: &[u8] =
        &[8, 9, 0x12, 4, 8, 3, 16, 6, 0x22, 8, 0x0A, 2, b'a', b'b', 0x2A, 2, b'c', b'd'];

    #[test]
    fn numbers_and_texts_are_told() {
        let told = |claims: Vec<super::Claim>| -> Vec<(String, bool)> {
            let text = |claim: super::Claim| (String::from_utf8(claim.text).unwrap(), claim.is_cut);
            claims.into_iter().map(text).collect()
        };
        let want = [("-2", false), ("3", false), ("ab", false), ("cd", true)];
        let want: Vec<_> = want.into_iter().map(|(text, cut)| (text.to_owned(), cut)).collect();
        assert_eq!(told(claims(SAID)), want);
        let entry = [&[10, 1, 0, 0x12, SAID.len() as u8], SAID].concat();
        let index = [&[10, entry.len() as u8], &entry[..]].concat();
        assert_eq!(told(of_index(&index)), want);
        assert!(claims(b"\xFF").is_empty());
    }
}
