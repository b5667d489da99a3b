//! Cells under headings that numbers of many countries share (`tax id`), counted by their form: whether
//! most of them pass a check, or one in ten, tells whose number stands there.

use std::collections::BTreeMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use magpie_model::Span;

/// Longer cells are text, not values.
const VALUE_BYTES_MAX: usize = 48;
/// Headings and forms told apart in one part; of more the first in their own order, whenever they come.
const FORMS_MAX: usize = 4096;

/// How the value of a cell is made up: where letters and digits stand, and what separates them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form(u64);

impl Form {
    /// The form of a cell's text; `None` where it holds more than a value.
    pub fn of(text: &[u8]) -> Option<Self> {
        if text.len() > VALUE_BYTES_MAX {
            return None;
        }
        let mut form = [0; VALUE_BYTES_MAX];
        for (form, byte) in form.iter_mut().zip(text) {
            *form = match byte {
                b'0'..=b'9' => b'0',
                b'A'..=b'Z' | b'a'..=b'z' => b'A',
                other => *other,
            };
        }
        Some(Self(FixedState::default().hash_one(&form[..text.len()])))
    }
}

/// Counts of one part. It holds nothing of the text.
#[derive(Default)]
pub struct Headings {
    cells: BTreeMap<(Form, u32), u64>,
    /// Cells of the present window, by where they begin: the window may be left before its end, and
    /// what lies behind is then seen again.
    noted: Vec<(usize, u32, Form)>,
    /// Whether the window is only peeked at, and shown again where something was found.
    peeks: bool,
}

impl Headings {
    /// Cells of this form that stood under the label and began like a value.
    pub fn cells(&self, label: u32, form: Form) -> u64 {
        self.cells.get(&(form, label)).copied().unwrap_or(0)
    }

    pub(crate) fn clear(&mut self) {
        self.cells.clear();
        self.noted.clear();
    }

    pub(crate) fn begin_window(&mut self, peeks: bool) {
        self.peeks = peeks;
        self.noted.clear();
    }

    /// Notes a cell; once, however often it is met in succession.
    pub(crate) fn note(&mut self, label: u32, text: &[u8], cell: &Span) {
        if self.peeks || self.noted.last().is_some_and(|&(start, ..)| start == cell.start) {
            return;
        }
        if let Some(form) = Form::of(&text[cell.clone()]) {
            self.noted.push((cell.start, label, form));
        }
    }

    /// Counts what was noted before `done`.
    pub(crate) fn end_window(&mut self, done: usize) {
        let mut last = None;
        self.noted.sort_unstable();
        let mut noted = std::mem::take(&mut self.noted);
        for (start, label, form) in noted.drain(..).filter(|noted| noted.0 < done) {
            if last.replace(start) != Some(start) {
                self.count((form, label));
            }
        }
        self.noted = noted;
    }

    fn count(&mut self, key: (Form, u32)) {
        if let Some(count) = self.cells.get_mut(&key) {
            *count += 1;
            return;
        }
        if self.cells.len() >= FORMS_MAX {
            let last = self.cells.last_entry().filter(|last| *last.key() > key);
            let Some(last) = last else { return };
            last.remove();
        }
        self.cells.insert(key, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_where_letters_and_digits_stand() {
        let form = |text: &str| Form::of(text.as_bytes());
        assert_eq!(form("12-3456789"), form("98-7654321"));
        assert_eq!(form("ab 123"), form("XY 456"));
        assert_ne!(form("12-3456789"), form("123456789"));
        assert_ne!(form("12345678A"), form("123456789"));
        assert_eq!(form(&"1".repeat(80)), None);
    }

    #[test]
    fn a_cell_counts_once_and_only_before_the_end_of_its_window() {
        let text = b"123456789,987654321";
        let form = Form::of(b"123456789").unwrap();
        let mut headings = Headings::default();
        headings.begin_window(false);
        headings.note(0, text, &(0..9));
        headings.note(0, text, &(0..9));
        headings.note(0, text, &(10..19));
        headings.end_window(10);
        assert_eq!(headings.cells(0, form), 1);
    }

    #[test]
    fn of_too_many_forms_the_same_are_kept_in_whatever_order_they_come() {
        let counted = |forms: &mut dyn Iterator<Item = u64>| {
            let mut headings = Headings::default();
            forms.for_each(|form| headings.count((Form(form % 6000), 0)));
            headings.cells
        };
        let forwards = counted(&mut (0..20_000));
        assert_eq!(forwards.len(), FORMS_MAX);
        assert_eq!(counted(&mut (0..20_000).rev()), forwards);
    }
}
