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
    /// How long these beginnings are.
    lengths: BTreeSet<usize>,
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
                    self.lengths.insert(begin.len());
                    self.cut.entry(begin.to_vec()).or_default().insert(text);
                }
                _ => drop(self.whole.insert(text)),
            }
        }
        Ok(())
    }

    /// A row has this value.
    pub(crate) fn meet(&mut self, value: &[u8]) {
        if !self.whole.is_empty() {
            self.whole.remove(value);
        }
        if !self.cut.is_empty() {
            for begin in self.lengths.iter().map_while(|length| value.get(..*length)) {
                self.cut.remove(begin);
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
