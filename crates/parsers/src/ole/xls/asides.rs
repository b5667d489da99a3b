//! What stands beside the cells of a workbook.

use std::collections::BTreeMap;

use magpie_model::{Outcome, Place};

use super::ASIDES_MAX;
use super::records::{Records, Writing, text_in};
use crate::blob;
use crate::ole::{At, Ole};

/// Texts that wait until the cells are given, each under its label.
#[derive(Default)]
pub(super) struct Asides {
    texts: Vec<(String, String)>,
    /// Comments by row and column, from 1.
    comments: Vec<(u64, u32, String)>,
    /// Texts of boxes by the number of their object; comments claim theirs.
    boxes: BTreeMap<u16, String>,
    object: u16,
    /// Pictures that are no drawing records.
    pub(super) pictures: u64,
    /// Texts beyond those that are kept.
    lost: u64,
}

impl Asides {
    fn put(&mut self, label: &str, text: &str) {
        let text = text.trim_matches(['\0', ' ']);
        if text.is_empty() {
            return;
        }
        match self.texts.len() < ASIDES_MAX {
            true => self.texts.push((label.to_owned(), text.to_owned())),
            false => self.lost += 1,
        }
    }

    /// Gives the comments, each at its cell of the sheet that is open.
    pub(super) fn give_comments(&mut self, ole: &mut Ole<'_>) -> Result<(), Outcome> {
        for (row, column, text) in std::mem::take(&mut self.comments) {
            let label = format!("comment {}{row}", letters(column));
            ole.placed(&label, &text, Place::Cell { row, column })?;
        }
        Ok(())
    }

    /// Gives everything else, and tells what was not kept.
    pub(super) fn give(self, ole: &mut Ole<'_>) -> Result<(), Outcome> {
        ole.gaps.cut += self.lost;
        for (label, text) in &self.texts {
            ole.labelled(label, text)?;
        }
        self.boxes.values().try_for_each(|text| ole.labelled("text box", text))
    }

    /// Takes what is a text for people out of a record.
    pub(super) fn take<'b>(
        &mut self,
        kind: u16,
        data: &'b [u8],
        records: &mut Records<'b>,
        writing: Writing,
    ) {
        match kind {
            // Headers and footers for printing.
            0x14 | 0x15 if !data.is_empty() => {
                let text = match writing.has_flags {
                    true => writing.text(data),
                    false => writing.counted(&data[1..], usize::from(data[0])),
                };
                self.put("header", &text.unwrap_or_default().0);
            }
            0x1C => self.note(data, writing),
            0x5D if writing.has_flags => self.object = data.u16(6).unwrap_or(0),
            0x5D => self.runs("text box", data),
            0x01B6 => {
                let parts = records.continued(data);
                let count = usize::from(data.u16(10).unwrap_or(0));
                let text = text_in(&parts[1..], count);
                if !text.is_empty() {
                    self.boxed(text);
                }
            }
            0x01B8 => self.runs("link", data.get(8..).unwrap_or_default()),
            0x18 => self.name(data, writing),
            0x01BE => self.rule(data, writing),
            // The name of a user, in a field that is filled up.
            0x5C if writing.has_flags => {
                self.put("author", &writing.text(data).unwrap_or_default().0);
            }
            0x5A => self.foreign(data, writing),
            // The text of a chart's series.
            0x100D => {
                let text = data
                    .get(2)
                    .and_then(|&count| writing.counted(data.get(3..)?, usize::from(count)));
                self.put("chart", &text.unwrap_or_default().0);
            }
            0x7F => self.pictures += 1,
            _ => {}
        }
    }

    /// The text of a box. Of several that have one number, a comment may claim the last.
    fn boxed(&mut self, text: String) {
        if self.boxes.len() >= ASIDES_MAX {
            self.lost += 1;
        } else if let Some(before) = self.boxes.insert(self.object, text) {
            self.put("text box", &before);
        }
    }

    /// A comment: its text stands here or in a box.
    fn note(&mut self, data: &[u8], writing: Writing) {
        let (Some(row), Some(column)) = (data.u16(0), data.u16(2)) else { return };
        if !writing.has_flags {
            let count = usize::from(data.u16(4).unwrap_or(0));
            let text = data.get(6..).and_then(|text| writing.counted(text, count));
            self.comment(row, column, &text.unwrap_or_default().0);
            return;
        }
        let text = data.u16(6).and_then(|object| self.boxes.remove(&object));
        self.comment(row, column, &text.unwrap_or_default());
        let author = data.get(8..).and_then(|author| writing.text(author));
        self.put("author", &author.unwrap_or_default().0);
    }

    fn comment(&mut self, row: u16, column: u16, text: &str) {
        let text = text.trim_matches(['\0', ' ']);
        if text.is_empty() {
            return;
        }
        match self.comments.len() < ASIDES_MAX {
            true => {
                self.comments.push((u64::from(row) + 1, u32::from(column) + 1, text.to_owned()))
            }
            false => self.lost += 1,
        }
    }

    /// A name that stands for a formula.
    fn name(&mut self, data: &[u8], writing: Writing) {
        let Some(&count) = data.get(3) else { return };
        let rest = data.get(14..).unwrap_or_default();
        let Some((name, bytes)) = writing.counted(rest, usize::from(count)) else { return };
        for literal in writing.literals(rest.get(bytes..).unwrap_or_default()) {
            self.put(&name, &literal);
        }
    }

    /// What may be entered into a cell: hints and lists.
    fn rule(&mut self, data: &[u8], writing: Writing) {
        let mut rest = data.get(4..).unwrap_or_default();
        for _ in 0..4 {
            let Some((text, bytes)) = writing.text(rest) else { return };
            self.put("validation", &text);
            rest = rest.get(bytes..).unwrap_or_default();
        }
        for literal in writing.literals(rest) {
            self.put("validation", &literal.replace('\0', "\n"));
        }
    }

    /// Values of another workbook, as they were last seen.
    fn foreign(&mut self, data: &[u8], writing: Writing) {
        let mut at = 4;
        while let Some(kind) = data.get(at) {
            at += 1;
            let value = data.get(at..).unwrap_or_default();
            match kind {
                2 => {
                    let Some((text, bytes)) = writing.text(value) else { return };
                    self.put("external", &text);
                    at += bytes;
                }
                1 => {
                    let number = value.part(0, 8).and_then(|bytes| bytes.try_into().ok());
                    let number = f64::from_le_bytes(number.unwrap_or_default());
                    self.put("external", &format!("{number}"));
                    at += 8;
                }
                _ => at += 8,
            }
        }
    }

    fn runs(&mut self, label: &str, data: &[u8]) {
        let mut found: Vec<String> = Vec::new();
        let _ = blob::runs(data, |_, run| {
            if !found.iter().any(|known| known == run) {
                found.push(run.to_owned());
            }
            Ok::<(), ()>(())
        });
        found.iter().for_each(|run| self.put(label, run));
    }
}

/// The values that a pivot table works on, in a stream of its own.
pub(super) fn pivot(ole: &mut Ole<'_>, bytes: &[u8]) -> Result<(), Outcome> {
    let writing = Writing { has_flags: true, code_page: 1252 };
    for (kind, data) in Records::new(bytes) {
        match kind {
            0xCD => {
                let text = writing.text(data).unwrap_or_default().0;
                ole.labelled("pivot table", &text)?;
            }
            0xC9 => {
                if let Some(number) = data.part(0, 8).and_then(|bytes| bytes.try_into().ok()) {
                    let number = super::render::plain(f64::from_le_bytes(number));
                    ole.labelled("pivot table", &number)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// A column as spreadsheets call it, counted from 1.
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{ASIDES_MAX, Asides, letters};

    #[test]
    fn texts_beyond_the_bound_are_counted() {
        let mut asides = Asides::default();
        for _ in 0..ASIDES_MAX + 2 {
            asides.put("header", "text");
            asides.comment(1, 1, "text");
        }
        assert_eq!(asides.lost, 4);
        // A second box of the same number does not take the place of the first.
        let mut asides = Asides::default();
        asides.boxed("one".to_owned());
        asides.boxed("two".to_owned());
        assert_eq!((asides.texts.len(), asides.boxes.len(), asides.lost), (1, 1, 0));
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!([1, 26, 27, 256].map(letters), ["A", "Z", "AA", "IV"]);
    }
}
