//! Evidence of a column: that most of its rows hold checked values speaks for each of them.
//!
//! Decided over the first rows of the part or at its end, so never by how it was cut into windows.

use magpie_model::Confidence;

/// After so many rows the decision falls, so that it needs no second pass.
pub(crate) const ROWS_DECIDING: u64 = 10_000;

/// Fewer rows with a checked value prove nothing: one number in ten passes a digit checksum.
const ROWS_MATCHED_MIN: u64 = 10;

/// One number in every row proves as much as in one.
const VALUES_MIN: usize = 10;

/// Columns followed for one detector in one part, by their number.
const COLUMNS_MAX: u32 = 32 * 1024;

/// What was decided of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Not yet.
    Open,
    /// Its checked matches rise one step.
    Raised,
    /// They stay.
    Left,
}

/// What holds for the match that was just seen.
pub(crate) struct Rises {
    /// The column's verdict.
    pub(crate) verdict: Verdict,
    /// The same, when this match brought it about.
    pub(crate) decided_now: Option<Verdict>,
}

/// The columns of one part, for one detector. `H` holds what would count if they rose.
pub(crate) struct Columns<H> {
    /// Index into `columns` plus one, by column number.
    index: Vec<u32>,
    columns: Vec<Column<H>>,
}

struct Column<H> {
    verdict: Verdict,
    rows_matched: u64,
    row_last: u64,
    /// Keyed hashes of the first values that differ.
    values: Vec<u64>,
    by_confidence: [u64; 3],
    held: Option<Box<H>>,
}

impl<H> Columns<H> {
    pub(crate) fn new() -> Self {
        Self { index: Vec::new(), columns: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.columns.len()
    }

    /// The index of a column; `None` beyond the number of columns that are followed.
    pub(crate) fn of(&mut self, column: u32) -> Option<usize> {
        if let Some(&index) = self.index.get(column as usize)
            && index > 0
        {
            return Some(index as usize - 1);
        }
        if column >= COLUMNS_MAX {
            return None;
        }
        if self.index.len() <= column as usize {
            self.index.resize(column as usize + 1, 0);
        }
        self.columns.push(Column {
            verdict: Verdict::Open,
            rows_matched: 0,
            row_last: 0,
            values: Vec::new(),
            by_confidence: [0; 3],
            held: None,
        });
        self.index[column as usize] = self.columns.len() as u32;
        Some(self.columns.len() - 1)
    }

    /// Sees a match in `row`, its value as a hash where it was checked and is evidence; rows come in
    /// rising order.
    pub(crate) fn see(
        &mut self,
        index: usize,
        row: u64,
        value: Option<u64>,
        confidence: Confidence,
    ) -> Rises {
        let decided_now = if row > ROWS_DECIDING { self.decide(index, row) } else { None };
        let column = &mut self.columns[index];
        if column.verdict == Verdict::Open {
            if let Some(value) = value {
                column.rows_matched += u64::from(row != column.row_last);
                column.row_last = row;
                column.note(value);
            }
            column.by_confidence[confidence as usize] += 1;
        }
        Rises { verdict: column.verdict, decided_now }
    }

    /// Decides an open column of a part with `rows` rows; `None` when it was decided before.
    pub(crate) fn decide(&mut self, index: usize, rows: u64) -> Option<Verdict> {
        let column = &mut self.columns[index];
        if column.verdict != Verdict::Open {
            return None;
        }
        // What several detectors claimed is joined by adding, so that a row may be there many times: all
        // of a JSON document without an array of objects is one.
        let matched = column.rows_matched.min(rows);
        let enough = column.values.len() >= VALUES_MIN
            && matched >= ROWS_MATCHED_MIN
            && matched * 2 >= rows.min(ROWS_DECIDING);
        column.verdict = if enough { Verdict::Raised } else { Verdict::Left };
        Some(column.verdict)
    }

    /// Every column that is followed: its number and index.
    pub(crate) fn numbers(&self) -> Vec<(u32, usize)> {
        let numbered = self.index.iter().zip(0..).filter(|(index, _)| **index > 0);
        numbered.map(|(&index, number)| (number, index as usize - 1)).collect()
    }

    /// Adds what was seen of the same column elsewhere, in other rows. Answers the verdict that is
    /// to be applied to it, where it is known already.
    pub(crate) fn join(
        &mut self,
        index: usize,
        other: &Self,
        other_index: usize,
    ) -> Option<Verdict> {
        let (mine, more) = (&mut self.columns[index], &other.columns[other_index]);
        match (mine.verdict, more.verdict) {
            (Verdict::Open, Verdict::Open) => {
                mine.rows_matched += more.rows_matched;
                more.values.iter().for_each(|&value| mine.note(value));
                for (count, more) in mine.by_confidence.iter_mut().zip(more.by_confidence) {
                    *count += more;
                }
                None
            }
            (Verdict::Open, _) => {
                mine.rows_matched += more.rows_matched;
                more.values.iter().for_each(|&value| mine.note(value));
                None
            }
            (decided, Verdict::Open) => {
                mine.by_confidence = more.by_confidence;
                Some(decided)
            }
            _ => None,
        }
    }

    /// Checked matches by confidence, as they were before the verdict.
    pub(crate) fn confidences(&self, index: usize) -> [u64; 3] {
        self.columns[index].by_confidence
    }

    /// What waits for the verdict.
    pub(crate) fn held(&mut self, index: usize, new: fn() -> H) -> &mut H {
        self.columns[index].held.get_or_insert_with(|| Box::new(new()))
    }

    /// Takes what waited for the verdict.
    pub(crate) fn take_held(&mut self, index: usize) -> Option<H> {
        self.columns[index].held.take().map(|held| *held)
    }
}

impl<H> Column<H> {
    fn note(&mut self, value: u64) {
        if self.values.len() < VALUES_MIN && !self.values.contains(&value) {
            self.values.push(value);
        }
    }
}
