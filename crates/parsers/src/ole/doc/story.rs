//! One story of a Word document: paragraphs as lines, table cells under the names in their first
//! row, field codes beside their paragraph.

use magpie_model::Outcome;

use crate::ole::{Ole, TEXT_BYTES_MAX};

/// Bytes of field codes that wait for the end of their paragraph.
const ASIDE_BYTES_MAX: usize = 64 * 1024;
/// Fields inside fields.
const FIELDS_MAX: usize = 64;
/// Columns of a table that have a name, and bytes of one.
const COLUMNS_MAX: usize = 1_024;
const NAME_BYTES_MAX: usize = 128;

/// A table that is open. Its rows have one mark more than cells.
#[derive(Default)]
struct Table {
    names: Vec<String>,
    has_names: bool,
    column: usize,
}

/// Takes the characters of a story.
pub(super) struct Story<'o, 's> {
    ole: &'o mut Ole<'s>,
    label: String,
    text: String,
    line: String,
    table: Option<Table>,
    /// Whether the fields that are open are at their codes.
    in_code: Vec<bool>,
    aside: String,
    /// A paragraph began since the last mark of a cell.
    begun: bool,
}

impl<'o, 's> Story<'o, 's> {
    pub(super) fn new(ole: &'o mut Ole<'s>, label: &str) -> Self {
        Self {
            ole,
            label: label.to_owned(),
            text: String::new(),
            line: String::new(),
            table: None,
            in_code: Vec::new(),
            aside: String::new(),
            begun: false,
        }
    }

    pub(super) fn push(&mut self, text: &str) -> Result<(), Outcome> {
        for character in text.chars() {
            match character {
                '\u{13}' if self.in_code.len() < FIELDS_MAX => self.in_code.push(true),
                '\u{14}' => self.in_code.iter_mut().rev().take(1).for_each(|code| *code = false),
                '\u{15}' => {
                    self.in_code.pop();
                    self.put_aside('\n');
                }
                '\r' => self.paragraph()?,
                '\u{7}' => self.cell()?,
                _ if self.in_code.contains(&true) => self.put_aside(character),
                '\u{B}' | '\u{C}' => self.line.push('\n'),
                '\u{1E}' => self.line.push('-'),
                '\t' | ' '.. => self.line.push(character),
                // Marks of pictures, notes and comments, and hyphens that may be.
                _ => {}
            }
            if self.line.len() > TEXT_BYTES_MAX {
                self.text.push_str(&self.line);
                self.line.clear();
                self.flush()?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<(), Outcome> {
        self.text.push_str(&self.line);
        self.flush()
    }

    fn put_aside(&mut self, character: char) {
        if self.aside.len() < ASIDE_BYTES_MAX {
            self.aside.push(character);
        }
    }

    fn paragraph(&mut self) -> Result<(), Outcome> {
        self.begun = true;
        if self.table.as_ref().is_some_and(|table| table.column > 0) {
            self.line.push('\n');
            return Ok(());
        }
        self.table = None;
        self.text.push_str(&self.line);
        self.text.push('\n');
        self.line.clear();
        match self.aside.is_empty() && self.text.len() < TEXT_BYTES_MAX {
            true => Ok(()),
            false => self.flush(),
        }
    }

    /// A cell ends, or a row.
    fn cell(&mut self) -> Result<(), Outcome> {
        let cell = std::mem::take(&mut self.line);
        let is_lone = cell.is_empty() && !self.begun;
        self.begun = false;
        let table = self.table.get_or_insert_default();
        let (columns, column) = (table.names.len(), table.column);
        if !table.has_names {
            if is_lone && columns > 0 {
                (table.has_names, table.column) = (true, 0);
                return Ok(());
            }
            if columns < COLUMNS_MAX {
                let name = cell.trim();
                let end = name.floor_char_boundary(NAME_BYTES_MAX);
                table.names.push(name[..end].to_owned());
            }
            table.column += 1;
            return self.put(&cell, "");
        }
        if column < columns {
            table.column += 1;
            let name = table.names[column].clone();
            return self.put(&cell, &name);
        }
        if is_lone {
            table.column = 0;
            return Ok(());
        }
        // Not the row that was expected: its columns have no names.
        self.table = Some(Table { column: 1, ..Table::default() });
        self.put(&cell, "")
    }

    /// Gives a cell apart from its neighbours.
    fn put(&mut self, cell: &str, name: &str) -> Result<(), Outcome> {
        let aside = std::mem::take(&mut self.aside);
        self.flush()?;
        match if name.is_empty() { &self.label[..] } else { name } {
            "" => self.ole.plain(cell.trim_end())?,
            label => self.ole.labelled(label, cell.trim_end())?,
        }
        self.ole.labelled("field", &aside)
    }

    fn flush(&mut self) -> Result<(), Outcome> {
        match &self.label[..] {
            "" => self.ole.plain(self.text.trim_end())?,
            label => self.ole.labelled(label, self.text.trim_end())?,
        }
        self.text.clear();
        let aside = std::mem::take(&mut self.aside);
        self.ole.labelled("field", &aside)
    }
}

/// The code page in which programs of that language wrote.
pub(super) fn code_page_of_language(language: u16) -> u32 {
    match language & 0x3FF {
        0x01 | 0x20 | 0x29 => 1256,
        0x02 | 0x19 | 0x22 | 0x23 | 0x2F => 1251,
        0x04 if language == 0x0404 => 950,
        0x04 => 936,
        0x05 | 0x0E | 0x15 | 0x18 | 0x1A | 0x1B | 0x1C | 0x24 => 1250,
        0x08 => 1253,
        0x0D => 1255,
        0x11 => 932,
        0x12 => 949,
        0x1E => 874,
        0x1F => 1254,
        0x25..=0x27 => 1257,
        0x2A => 1258,
        _ => 1252,
    }
}
