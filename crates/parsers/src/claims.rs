//! What a file says of its columns beside their rows: the least and the greatest value of all of a
//! column, of a stripe, of a page. Such a value is delivered where no row has it.

use std::collections::{BTreeMap, BTreeSet};

use magpie_model::{Outcome, Place, Segment, SegmentSink};

/// A value that the file claims to be in a column.
pub(crate) struct Claim {
    pub(crate) text: Vec<u8>,
    /// It may be longer than is told, and the last byte of a greatest one that is cut is counted up.
    pub(crate) is_cut: bool,
}

/// The claims of one column that no value has met yet.
#[derive(Default)]
pub(crate) struct Claims {
    whole: BTreeSet<Vec<u8>>,
    /// By what a value has to begin with.
    cut: BTreeMap<Vec<u8>, BTreeSet<Vec<u8>>>,
    /// How long these beginnings are, rising: every row is asked about, and a set is slow to go through.
    lengths: Vec<usize>,
    /// Of both.
    marks: Marks,
}

/// Tells most values that are in no set, without a look into it: every row is asked about.
#[derive(Default)]
struct Marks([u64; 4]);

impl Marks {
    fn add(&mut self, text: &[u8]) {
        let (word, bit) = Self::place(text);
        self.0[word] |= 1 << bit;
    }

    #[inline]
    fn may_have(&self, text: &[u8]) -> bool {
        let (word, bit) = Self::place(text);
        self.0[word] >> bit & 1 == 1
    }

    /// By length and last bytes: the first ones are often those of all values of a column.
    #[inline]
    fn place(text: &[u8]) -> (usize, u32) {
        const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
        let last = match text.last_chunk() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => text.iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte)),
        };
        let spread = (last ^ text.len() as u64).wrapping_mul(SPREAD) >> (u64::BITS - 8);
        ((spread >> 6) as usize, (spread & 63) as u32)
    }
}

impl Claims {
    /// Adds those that tell something: others have not to be looked for.
    ///
    /// # Errors
    /// A bound on the object is reached, or the visitor wants to stop.
    pub(crate) fn add(
        &mut self,
        claims: Vec<Claim>,
        path: &str,
        sink: &mut dyn SegmentSink,
    ) -> Result<(), Outcome> {
        let texts: BTreeSet<&[u8]> = claims.iter().map(|claim| &claim.text[..]).collect();
        let texts: Vec<&[u8]> =
            texts.into_iter().filter(|text| crate::blob::is_text(text)).collect();
        if texts.is_empty() {
            return Ok(());
        }
        let label = sink.label(path);
        let telling = sink.telling(Place::Record { index: 0 }, Some(label), &texts)?;
        let telling = texts.iter().zip(telling).filter(|(_, telling)| *telling);
        let telling: BTreeSet<Vec<u8>> = telling.map(|(text, _)| text.to_vec()).collect();
        for Claim { text, is_cut } in claims.into_iter().filter(|c| telling.contains(&c.text)) {
            match text.split_last() {
                Some((_, begin)) if is_cut => {
                    if let Err(at) = self.lengths.binary_search(&begin.len()) {
                        self.lengths.insert(at, begin.len());
                    }
                    self.marks.add(begin);
                    self.cut.entry(begin.to_vec()).or_default().insert(text);
                }
                _ => {
                    self.marks.add(&text);
                    self.whole.insert(text);
                }
            }
        }
        Ok(())
    }

    /// A row has this value.
    #[inline]
    pub(crate) fn meet(&mut self, value: &[u8]) {
        if !self.whole.is_empty() && self.marks.may_have(value) {
            self.whole.remove(value);
        }
        if !self.cut.is_empty() {
            for begin in self.lengths.iter().map_while(|length| value.get(..*length)) {
                if self.marks.may_have(begin) {
                    self.cut.remove(begin);
                }
            }
        }
    }

    /// Delivers those that no value met.
    ///
    /// # Errors
    /// A bound on the object is reached, or the visitor wants to stop.
    pub(crate) fn ended(self, path: &str, sink: &mut dyn SegmentSink) -> Result<(), Outcome> {
        let mut left = self.whole;
        left.extend(self.cut.into_values().flatten());
        for text in left {
            let label = Some(sink.label(&format!("{path} statistics")));
            sink.segment(&Segment { text: &text, place: Place::Element, label })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_let_through_what_was_added_and_little_else() {
        let mut marks = Marks::default();
        let texts = ["", "a", "seven b", "eight bb", "a longer value"];
        texts.iter().for_each(|text| marks.add(text.as_bytes()));
        assert!(texts.iter().all(|text| marks.may_have(text.as_bytes())));
        let others = (0..1_000).filter(|n| marks.may_have(format!("value {n}").as_bytes()));
        assert!(others.count() < 100);
    }
}
