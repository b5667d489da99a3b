//! Gathers the matches of one detector in one part: exact counts, and a bounded rest.
//!
//! Counting a match allocates nothing; only the first places and samples cost more.

use magpie_judge::{Distinct, Precision};
use magpie_model::{Confidence, OccurrencePlace, OffsetRange, Sample};

use crate::column::{Columns, Verdict};

/// Kinds of evidence told apart for one detector in one part.
const EVIDENCE_KINDS_MAX: usize = 64;

/// What is kept of each finding, by the run's options.
#[derive(Clone, Copy)]
pub(crate) struct Keep {
    /// Matches below it are counted and nothing else.
    pub(crate) confidence_min: Confidence,
    pub(crate) occurrences_max: usize,
    pub(crate) samples_max: usize,
}

/// What counting needs to know of a match. `E` is the engine's evidence.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'e, E> {
    /// The how-manieth match of the part it is.
    pub(crate) order: u64,
    pub(crate) confidence: Confidence,
    pub(crate) evidence: &'e E,
    /// Keyed hash of the normalised value.
    pub(crate) hash: u64,
    /// Whether a check passed and the value is no published specimen.
    pub(crate) checked: bool,
    /// Whether the value is a published specimen.
    pub(crate) specimen: bool,
    /// Whether it rises with its column without being evidence for it.
    pub(crate) follows: bool,
    /// Column (or JSON path) and row (or record), the first being 1.
    pub(crate) column: Option<(u32, u64)>,
}

/// A kept place.
#[derive(Clone)]
pub(crate) struct KeptPlace {
    pub(crate) place: OccurrencePlace,
    pub(crate) bytes: Option<OffsetRange>,
}

/// Makes what is kept of a match; asked for few of them.
pub(crate) trait Describe {
    /// Where the match stands.
    fn place(&mut self) -> KeptPlace;
    /// How it may be shown.
    fn sample(&mut self) -> Sample;
}

/// The matches of one detector in one part.
pub(crate) struct Gathered<E> {
    /// All matches by confidence.
    pub(crate) by_confidence: [u64; 3],
    /// Of all matches, published specimens.
    pub(crate) specimens: u64,
    /// Those at or above the minimum confidence.
    pub(crate) included: Included<E>,
    /// Matches whose confidence rose by the evidence of their column.
    pub(crate) raised: u64,
    /// Detectors that fitted the same text less well.
    pub(crate) alternatives: Vec<usize>,
    columns: Columns<Included<E>>,
}

/// Matches that count, with what is kept of them in the order of the text.
pub(crate) struct Included<E> {
    pub(crate) count: u64,
    pub(crate) distinct: Distinct,
    pub(crate) places: Vec<(u64, KeptPlace)>,
    pub(crate) samples: Vec<(u64, u64, Sample)>,
    pub(crate) why: Vec<(E, u64)>,
}

impl<E: Copy + Eq> Gathered<E> {
    pub(crate) fn new() -> Self {
        Self {
            by_confidence: [0; 3],
            specimens: 0,
            included: Included::new(),
            raised: 0,
            alternatives: Vec::new(),
            columns: Columns::new(),
        }
    }

    /// Counts one match, in the order of the text.
    pub(crate) fn add(&mut self, seen: &Seen<'_, E>, keep: &Keep, describe: &mut dyn Describe) {
        self.specimens += u64::from(seen.specimen);
        let column = seen.column.filter(|_| seen.checked || seen.follows);
        let Some((column, row)) = column else {
            return self.count(seen, seen.confidence, keep, describe);
        };
        let Some(index) = self.columns.of(column) else {
            return self.count(seen, seen.confidence, keep, describe);
        };
        let rises =
            self.columns.see(index, row, seen.checked.then_some(seen.hash), seen.confidence);
        if let Some(verdict) = rises.decided_now {
            self.settle(index, verdict, keep);
        }
        match rises.verdict {
            Verdict::Raised => {
                self.raised += u64::from(seen.confidence < Confidence::High);
                self.count(seen, seen.confidence.shifted(1), keep, describe);
            }
            Verdict::Open if would_join(seen.confidence, keep) => {
                self.by_confidence[seen.confidence as usize] += 1;
                self.columns.held(index, Included::new).add(seen, keep, describe);
            }
            Verdict::Open | Verdict::Left => self.count(seen, seen.confidence, keep, describe),
        }
    }

    /// Notes which other detectors than its own fitted the same text; there are no more than detectors.
    pub(crate) fn note_alternatives(&mut self, detectors: &[usize], own: usize) {
        for &detector in detectors.iter().filter(|&&detector| detector != own) {
            if !self.alternatives.contains(&detector) {
                self.alternatives.push(detector);
            }
        }
    }

    /// Takes in the matches of the same detector that were gathered apart because others claimed
    /// them as well. Neither may be finished yet.
    pub(crate) fn merge(&mut self, mut other: Self, keep: &Keep) {
        for (mine, more) in self.by_confidence.iter_mut().zip(other.by_confidence) {
            *mine += more;
        }
        self.specimens += other.specimens;
        self.included.merge(other.included, keep);
        self.raised += other.raised;
        self.note_alternatives(&other.alternatives, usize::MAX);
        for (column, other_index) in other.columns.numbers() {
            let Some(index) = self.columns.of(column) else { continue };
            let held = other.columns.take_held(other_index);
            let verdict = self.columns.join(index, &other.columns, other_index);
            if let Some(held) = held {
                self.columns.held(index, Included::new).merge(held, keep);
            }
            if let Some(verdict) = verdict {
                self.settle(index, verdict, keep);
            }
        }
    }

    /// Takes back what the matches were worth: what stands beside them under their heading says that they
    /// are no such values.
    pub(crate) fn lower(&mut self, keep: &Keep) {
        let all = self.by_confidence.iter().sum();
        self.by_confidence = [all, 0, 0];
        self.columns = Columns::new();
        if keep.confidence_min > Confidence::Low {
            self.included = Included::new();
        }
        self.raised = 0;
    }

    /// Whether checked matches of a column were seen.
    pub(crate) fn has_columns(&self) -> bool {
        self.columns.len() > 0
    }

    /// Decides the columns that are still open, each of so many rows of values.
    pub(crate) fn finish(&mut self, rows: &dyn Fn(u32) -> u64, keep: &Keep) {
        let mut columns = self.columns.numbers();
        columns.sort_unstable_by_key(|&(_, index)| index);
        for (number, index) in columns {
            if let Some(verdict) = self.columns.decide(index, rows(number)) {
                self.settle(index, verdict, keep);
            }
        }
    }

    /// The highest confidence met; `None` without a match.
    pub(crate) fn confidence(&self) -> Option<Confidence> {
        Confidence::ALL.into_iter().rev().find(|&c| self.by_confidence[c as usize] > 0)
    }

    fn count(
        &mut self,
        seen: &Seen<'_, E>,
        confidence: Confidence,
        keep: &Keep,
        describe: &mut dyn Describe,
    ) {
        self.by_confidence[confidence as usize] += 1;
        if confidence >= keep.confidence_min {
            self.included.add(seen, keep, describe);
        }
    }

    /// Applies a column's verdict to the matches that came before it.
    fn settle(&mut self, index: usize, verdict: Verdict, keep: &Keep) {
        let held = self.columns.take_held(index);
        if verdict != Verdict::Raised {
            return;
        }
        let [low, medium, _] = self.columns.confidences(index);
        self.by_confidence[0] -= low;
        self.by_confidence[1] = self.by_confidence[1] + low - medium;
        self.by_confidence[2] += medium;
        self.raised += low + medium;
        if let Some(held) = held {
            self.included.merge(held, keep);
        }
    }
}

/// Whether a match that does not count yet would, one step higher.
fn would_join(confidence: Confidence, keep: &Keep) -> bool {
    confidence < keep.confidence_min && confidence.shifted(1) >= keep.confidence_min
}

impl<E: Copy + Eq> Included<E> {
    fn new() -> Self {
        Self {
            count: 0,
            distinct: Distinct::new(Precision::OF_FINDING),
            places: Vec::new(),
            samples: Vec::new(),
            why: Vec::new(),
        }
    }

    fn add(&mut self, seen: &Seen<'_, E>, keep: &Keep, describe: &mut dyn Describe) {
        self.count += 1;
        self.distinct.insert(seen.hash);
        self.note(*seen.evidence, 1);
        if self.places.len() < keep.occurrences_max {
            self.places.push((seen.order, describe.place()));
        }
        if self.samples.len() < keep.samples_max && self.is_new_sample(seen.hash) {
            self.samples.push((seen.order, seen.hash, describe.sample()));
        }
    }

    fn is_new_sample(&self, hash: u64) -> bool {
        self.samples.iter().all(|&(_, known, _)| known != hash)
    }

    fn note(&mut self, evidence: E, times: u64) {
        if let Some(at) = self.why.iter().position(|(known, _)| *known == evidence) {
            self.why[at].1 += times;
            // What is frequent moves to the front, where it is found at once.
            if at > 0 && self.why[at].1 > self.why[at - 1].1 {
                self.why.swap(at, at - 1);
            }
        } else if self.why.len() < EVIDENCE_KINDS_MAX {
            self.why.push((evidence, times));
        }
    }

    /// Takes `other` in as if both had been added in the order of the text.
    fn merge(&mut self, other: Self, keep: &Keep) {
        self.count += other.count;
        self.distinct.merge(&other.distinct);
        for (evidence, times) in other.why {
            self.note(evidence, times);
        }
        self.places.extend(other.places);
        self.places.sort_by_key(|&(order, _)| order);
        self.places.truncate(keep.occurrences_max);
        self.samples.extend(other.samples);
        self.samples.sort_by_key(|&(order, ..)| order);
        let mut known: Vec<u64> = Vec::new();
        self.samples.retain(|&(_, hash, _)| {
            let new = !known.contains(&hash);
            known.push(hash);
            new
        });
        self.samples.truncate(keep.samples_max);
    }
}

#[cfg(test)]
mod tests {
    use magpie_model::CellPlace;
    use proptest::prelude::*;

    use super::*;

    /// Shows the row as the place and the hash as the sample.
    struct Show(u64, u64);

    impl Describe for Show {
        fn place(&mut self) -> KeptPlace {
            let place =
                CellPlace { row: self.0, column: 1, column_name: None, cell_reference: None };
            KeptPlace { place: OccurrencePlace::Cell(place), bytes: None }
        }

        fn sample(&mut self) -> Sample {
            Sample { masked: self.1.to_string(), fingerprint: String::new() }
        }
    }

    const KEEP: Keep =
        Keep { confidence_min: Confidence::Medium, occurrences_max: 3, samples_max: 2 };

    /// Adds matches given as (column, row, confidence, checked); the hash is the row.
    fn gather(matches: &[(u32, u64, Confidence, bool)], rows: u64) -> Gathered<u8> {
        let mut gathered = Gathered::new();
        for (order, &(column, row, confidence, checked)) in (1..).zip(matches) {
            let column = Some((column, row));
            let specimen = !checked && confidence == Confidence::Low;
            let seen = Seen {
                order,
                confidence,
                evidence: &0,
                hash: row,
                checked,
                specimen,
                follows: false,
                column,
            };
            gathered.add(&seen, &KEEP, &mut Show(row, row));
        }
        gathered.finish(&|_| rows, &KEEP);
        gathered
    }

    fn rows_kept(gathered: &Gathered<u8>) -> Vec<u64> {
        let row = |kept: &KeptPlace| match &kept.place {
            OccurrencePlace::Cell(cell) => cell.row,
            _ => 0,
        };
        gathered.included.places.iter().map(|(_, kept)| row(kept)).collect()
    }

    #[test]
    fn a_column_of_checked_values_raises_the_earlier_ones_too() {
        let matches: Vec<_> = (1..=20).map(|row| (1, row, Confidence::Low, true)).collect();
        let gathered = gather(&matches, 20);
        assert_eq!(gathered.by_confidence, [0, 20, 0]);
        assert_eq!((gathered.included.count, gathered.included.distinct.count()), (20, 20));
        assert_eq!((rows_kept(&gathered), gathered.raised), (vec![1, 2, 3], 20));
    }

    #[test]
    fn a_column_where_most_rows_hold_no_checked_value_stays_as_it_is() {
        let matches: Vec<_> = (1..=20).map(|row| (1, row, Confidence::Low, true)).collect();
        let gathered = gather(&matches, 41);
        assert_eq!((gathered.by_confidence, gathered.included.count), ([20, 0, 0], 0));
    }

    #[test]
    fn a_few_low_values_rise_in_a_column_whose_others_count_anyway() {
        let confidence = |row| if row % 5 == 0 { Confidence::Low } else { Confidence::Medium };
        let matches: Vec<_> = (1..=20).map(|row| (1, row, confidence(row), true)).collect();
        let gathered = gather(&matches, 20);
        assert_eq!((gathered.by_confidence, gathered.included.count), ([0, 4, 16], 20));
    }

    #[test]
    fn one_number_in_every_row_is_no_evidence() {
        let mut gathered = Gathered::<u8>::new();
        for row in 1..=40 {
            let column = Some((1, row));
            let confidence = Confidence::Low;
            let (evidence, specimen) = (&0, false);
            let seen = Seen {
                order: row,
                confidence,
                evidence,
                hash: 7,
                checked: true,
                specimen,
                follows: false,
                column,
            };
            gathered.add(&seen, &KEEP, &mut Show(row, 7));
        }
        gathered.finish(&|_| 40, &KEEP);
        assert_eq!(gathered.by_confidence, [40, 0, 0]);
    }

    #[test]
    fn one_row_that_many_claim_is_one_row() {
        let mut all = Gathered::<u8>::new();
        for _ in 0..20 {
            let mut more = Gathered::new();
            let column = Some((1, 1));
            let seen = Seen {
                order: 1,
                confidence: Confidence::Low,
                evidence: &0,
                hash: 1,
                specimen: false,
                checked: true,
                follows: false,
                column,
            };
            more.add(&seen, &KEEP, &mut Show(1, 1));
            all.merge(more, &KEEP);
        }
        all.finish(&|_| 1, &KEEP);
        assert_eq!(all.raised, 0);
    }

    #[test]
    fn unchecked_values_are_no_evidence_and_do_not_rise() {
        let mut matches: Vec<_> = (1..=20).map(|row| (1, row, Confidence::Low, true)).collect();
        matches.push((1, 21, Confidence::Low, false));
        assert_eq!(gather(&matches, 21).by_confidence, [1, 20, 0]);
        let unchecked: Vec<_> = (1..=20).map(|row| (1, row, Confidence::Low, false)).collect();
        assert_eq!(gather(&unchecked, 20).by_confidence, [20, 0, 0]);
    }

    #[test]
    fn the_decision_falls_at_ten_thousand_rows_and_holds_for_the_later_ones() {
        let dense_then_sparse: Vec<_> =
            (1..=10_000).chain([20_000]).map(|row| (1, row, Confidence::Medium, true)).collect();
        assert_eq!(gather(&dense_then_sparse, 90_000).by_confidence, [0, 0, 10_001]);
        let sparse_then_dense: Vec<_> =
            (10_001..=90_000).map(|row| (1, row, Confidence::Medium, true)).collect();
        assert_eq!(gather(&sparse_then_dense, 90_000).by_confidence, [0, 80_000, 0]);
    }

    #[test]
    fn kept_places_and_samples_are_the_first_of_the_text() {
        // Column 2 counts at once, column 1 only by the evidence of its column.
        let matches: Vec<_> = (1..=12)
            .flat_map(|row| {
                [(1, 2 * row, Confidence::Low, true), (2, 2 * row + 1, Confidence::Medium, false)]
            })
            .collect();
        let gathered = gather(&matches, 24);
        assert_eq!(rows_kept(&gathered), [2, 3, 4]);
        let samples: Vec<_> =
            gathered.included.samples.iter().map(|(.., s)| s.masked.as_str()).collect();
        assert_eq!(samples, ["2", "3"]);
    }

    proptest! {
        /// What was gathered apart, because others claimed it as well, counts as if it had not been.
        #[test]
        fn merging_equals_gathering_together(
            matches in prop::collection::vec((0usize..3, any::<bool>(), any::<bool>()), 1..200),
            sparse in 1u64..4,
        ) {
            let rows = matches.len() as u64 * sparse;
            let mut together = Gathered::<u8>::new();
            let (mut own, mut tied) = (Gathered::new(), Gathered::new());
            for (order, &(confidence, checked, is_tied)) in (1..).zip(&matches) {
                let row = order * sparse;
                let confidence = Confidence::ALL[confidence];
                let column = Some((1, row));
                let (evidence, specimen) = (&0, false);
                let seen = Seen { order, confidence, evidence, hash: row, checked, specimen, follows: false, column };
                together.add(&seen, &KEEP, &mut Show(row, row));
                let apart = if is_tied { &mut tied } else { &mut own };
                apart.add(&seen, &KEEP, &mut Show(row, row));
            }
            own.merge(tied, &KEEP);
            own.finish(&|_| rows, &KEEP);
            together.finish(&|_| rows, &KEEP);
            prop_assert_eq!(own.by_confidence, together.by_confidence);
            prop_assert_eq!(own.included.count, together.included.count);
            prop_assert_eq!(own.included.distinct.count(), together.included.distinct.count());
            prop_assert_eq!(own.raised, together.raised);
            prop_assert_eq!(rows_kept(&own), rows_kept(&together));
        }

        #[test]
        fn every_match_is_counted_once(
            matches in prop::collection::vec((0u32..3, 0usize..3, any::<bool>()), 0..400),
            sparse in 1u64..4,
        ) {
            let matches: Vec<_> = matches.iter().enumerate()
                .map(|(n, &(column, confidence, checked))| {
                    (column, n as u64 / 3 * sparse + 1, Confidence::ALL[confidence], checked)
                })
                .collect();
            let rows = matches.last().map_or(0, |m| m.1);
            let gathered = gather(&matches, rows);
            let all: u64 = gathered.by_confidence.iter().sum();
            prop_assert_eq!(all, matches.len() as u64);
            prop_assert_eq!(
                gathered.included.count,
                gathered.by_confidence[1] + gathered.by_confidence[2]
            );
            let why: u64 = gathered.included.why.iter().map(|w| w.1).sum();
            prop_assert_eq!(why, gathered.included.count);
        }
    }
}
