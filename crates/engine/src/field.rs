//! Which headings ask for values that detectors know by the meaning of their column, field or label.
//!
//! A heading is the last part of a label (`$.customer.first_name`, `customer.first_name`), read as
//! words together with the part before it; see `detectors/README.md`.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use magpie_catalog::{Detector, Field, FieldValue};
use magpie_checks::Pass;

use crate::fold::Folded;

/// The longest value that may hold a word of a list, in bytes.
const LISTED_BYTES_MAX: usize = 256;
/// Words of the longest phrase that is looked up.
const PHRASE_WORDS_MAX: usize = 7;
/// Longer labels are no headings.
const LABEL_BYTES_MAX: usize = 512;
/// Words that stand behind a heading and mean nothing: `$.name.value`.
const HOLDERS: [&[u8]; 4] = [b" value ", b" text ", b" val ", b" s "];
/// A list of words in one cell has so many at most.
const LISTED_MAX: usize = 12;

/// Bytes at the end of a heading that rule most others out.
pub(crate) const ENDING_BYTES: usize = 3;

/// A field of a detector, by its number.
pub(crate) type FieldId = u16;

/// Every field of every detector.
pub(crate) struct Fields {
    /// Detector and field, in their order.
    all: Vec<(usize, Field)>,
    /// By field: its words, folded.
    words: Vec<Vec<Vec<u8>>>,
    phrases: HashMap<Vec<u8>, Vec<FieldId>, FixedState>,
    whole: HashMap<Vec<u8>, Vec<FieldId>, FixedState>,
    /// Phrases that speak against the fields of a detector.
    against: HashMap<Vec<u8>, Vec<usize>, FixedState>,
    /// The last letters of headings, three of them or fewer, a bit each by their mix.
    endings: Box<[u64; 64]>,
}

/// What a field says of a value under its heading.
pub(crate) struct Told {
    pub(crate) detector: usize,
    pub(crate) field: FieldId,
    pub(crate) check: Option<&'static str>,
    pub(crate) pass: Pass,
}

/// The word and bit of the last letters of a heading; `None` where they are not ASCII.
fn ending(key: &[u8]) -> Option<(usize, u64)> {
    let last = &key[key.len().saturating_sub(ENDING_BYTES)..];
    if !last.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    let mix = last.iter().fold(0usize, |mix, b| mix * 31 + usize::from(b.to_ascii_lowercase()));
    Some((mix & 63, 1 << (mix >> 6 & 63)))
}

impl Fields {
    pub(crate) fn new(detectors: &[Detector]) -> Self {
        let mut fields = Self {
            all: Vec::new(),
            words: Vec::new(),
            phrases: HashMap::default(),
            whole: HashMap::default(),
            against: HashMap::default(),
            endings: Box::new([0; 64]),
        };
        let mut folded = Folded::of_headings();
        for (index, detector) in detectors.iter().enumerate().filter(|it| !it.1.fields.is_empty()) {
            for field in &detector.fields {
                fields.add(index, field, &mut folded);
            }
            for word in &detector.context.against {
                folded.fold(word.as_bytes(), 0);
                let plural = [&folded.text[..folded.text.len() - 1], b"s "].concat();
                for phrase in [folded.text.clone(), plural] {
                    fields.against.entry(phrase).or_default().push(index);
                }
            }
        }
        fields
    }

    fn add(&mut self, detector: usize, field: &Field, folded: &mut Folded) {
        let id = self.all.len() as FieldId;
        for heading in &field.headings {
            let (bare, map) = match heading.strip_prefix('=') {
                Some(bare) => (bare, &mut self.whole),
                None => (heading.as_str(), &mut self.phrases),
            };
            folded.fold(bare.as_bytes(), 0);
            let joined: Vec<u8> = folded.text.iter().copied().filter(|&b| b != b' ').collect();
            let joined = [b" ", joined.as_slice(), b" "].concat();
            for spelling in [folded.text.clone(), joined] {
                let of_spelling = map.entry(spelling).or_default();
                if of_spelling.last() != Some(&id) {
                    of_spelling.push(id);
                }
            }
            // The filter sees letters as they are written: `imię` is met as `imie` too.
            if let Some((word, bit)) = ending(&folded.text[1..folded.text.len() - 1]) {
                self.endings[word] |= bit;
            }
            if !bare.is_ascii() {
                self.note_endings(bare.as_bytes());
            }
        }
        let words = match &field.value {
            FieldValue::Check(_) => Vec::new(),
            FieldValue::Words(words) => words
                .iter()
                .map(|word| {
                    folded.fold(word.as_bytes(), 0);
                    folded.text.clone()
                })
                .collect(),
        };
        let mut words: Vec<Vec<u8>> = words;
        words.sort_unstable();
        self.words.push(words);
        self.all.push((detector, field.clone()));
    }

    fn note_endings(&mut self, heading: &[u8]) {
        if let Some((word, bit)) = ending(heading) {
            self.endings[word] |= bit;
        } else if let Some((word, bit)) = ending(&heading[..heading.len().saturating_sub(1)]) {
            self.endings[word] |= bit;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether what ends so may be a heading; letters beyond ASCII are not judged.
    pub(crate) fn may_end(&self, key: &[u8]) -> bool {
        ending(key).is_none_or(|(word, bit)| self.endings[word] & bit != 0)
    }

    /// The detector whose field has this number.
    pub(crate) fn detector(&self, id: FieldId) -> usize {
        self.all[usize::from(id)].0
    }

    /// The field with this number.
    pub(crate) fn field(&self, id: FieldId) -> &Field {
        &self.all[usize::from(id)].1
    }

    /// Whether words of a label speak against the fields of a detector.
    pub(crate) fn is_denied(&self, label: &[u8], detector: usize) -> bool {
        let mut folded = Folded::of_headings();
        folded.fold(label, 0);
        let mut denied = false;
        each_phrase(&folded.text, |phrase, _| {
            denied |= self.against.get(phrase).is_some_and(|by| by.contains(&detector));
        });
        denied
    }

    /// The fields that a label asks for, in their order.
    pub(crate) fn under(&self, label: &str) -> Vec<FieldId> {
        if label.len() > LABEL_BYTES_MAX {
            return Vec::new();
        }
        let is_border = |c: char| matches!(c, '.' | '/' | '[' | ']' | '$' | '\'' | '"' | ':' | '*');
        let mut folded = Folded::of_headings();
        let parts = label.split(is_border).filter_map(|part| {
            folded.fold(part.as_bytes(), 0);
            let text = without_number(&folded.text);
            (text.len() > 2).then(|| text.to_vec())
        });
        let mut parts: Vec<Vec<u8>> = parts.collect();
        if parts.len() > 1 && parts.last().is_some_and(|last| HOLDERS.contains(&last.as_slice())) {
            parts.pop();
        }
        let Some(last) = parts.pop() else { return Vec::new() };
        let before = parts.pop().unwrap_or_else(|| b" ".to_vec());
        let both = [before.as_slice(), &last[1..]].concat();
        let mut found: Vec<FieldId> =
            self.whole.get(&last).into_iter().flatten().copied().collect();
        let mut denied: Vec<usize> = Vec::new();
        each_phrase(&both, |phrase, end| {
            denied.extend(self.against.get(phrase).into_iter().flatten());
            if end >= before.len() {
                found.extend(self.phrases.get(phrase).into_iter().flatten());
            }
        });
        found.retain(|&id| !denied.contains(&self.all[usize::from(id)].0));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The first field of each detector among `asked` that the value fits.
    pub(crate) fn tell(&self, asked: &[FieldId], value: &[u8], told: &mut Vec<Told>) {
        for &id in asked {
            let (detector, field) = &self.all[usize::from(id)];
            if told.iter().any(|told| told.detector == *detector) {
                continue;
            }
            let (check, pass) = match &field.value {
                FieldValue::Check(check) => (Some(check.name), (check.passes)(value)),
                FieldValue::Words(_) => {
                    let holds = holds_word(&self.words[usize::from(id)], value);
                    (None, holds.then_some(Pass::PLAIN))
                }
            };
            if let Some(pass) = pass {
                let check = check.filter(|_| !field.follows);
                told.push(Told { detector: *detector, field: id, check, pass });
            }
        }
    }
}

/// Folded text without numbers at its end: `name_1` is `name`.
fn without_number(folded: &[u8]) -> &[u8] {
    let end = folded.iter().rposition(|b| !b.is_ascii_digit() && *b != b' ').map_or(0, |at| at + 1);
    if end > 0 && folded.get(end) == Some(&b' ') { &folded[..=end] } else { folded }
}

/// Tells every run of words, between spaces, with its end.
fn each_phrase(folded: &[u8], mut tell: impl FnMut(&[u8], usize)) {
    let borders = folded.iter().enumerate().filter(|(_, byte)| **byte == b' ').map(|(at, _)| at);
    let borders: Vec<usize> = borders.collect();
    for (index, &start) in borders.iter().enumerate() {
        for &end in borders[index + 1..].iter().take(PHRASE_WORDS_MAX) {
            tell(&folded[start..=end], end);
        }
    }
}

/// Whether the value is a word of the list, or holds one among few others: in `AfD` stands `afd` as well
/// as `af d`.
fn holds_word(words: &[Vec<u8>], value: &[u8]) -> bool {
    if value.len() > LISTED_BYTES_MAX {
        return false;
    }
    let mut folded = Folded::of_headings();
    let mut holds = false;
    for spelling in [value, &value.to_ascii_lowercase()] {
        folded.fold(spelling, 0);
        let count = folded.text.iter().filter(|byte| **byte == b' ').count();
        if count > LISTED_MAX + 1 {
            continue;
        }
        each_phrase(&folded.text, |phrase, _| {
            holds |= words.binary_search_by(|word| word.as_slice().cmp(phrase)).is_ok();
        });
    }
    holds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(headings: &[&str]) -> Fields {
        let field = Field {
            headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
            value: FieldValue::Words(vec!["catholic".into(), "roman catholic".into()]),
            base: magpie_model::Confidence::Medium,
            follows: false,
        };
        let mut fields = Fields::new(&[]);
        fields.add(0, &field, &mut Folded::of_headings());
        fields.against.insert(b" product ".to_vec(), vec![0]);
        fields
    }

    #[test]
    fn a_heading_is_the_last_part_of_a_label() {
        let fields = fields(&["first name", "name first", "prénom", "=name"]);
        for label in [
            "first_name",
            "firstName",
            "FIRSTNAME",
            "Customer first name",
            "$.customer.firstName",
            "$.people[*].name.first",
            "$['first name']",
            "Prénom",
            "people.prenom",
            "name",
            "NAME",
            "$.name.value",
            "name_2",
            "first name 1",
        ] {
            assert_eq!(fields.under(label), [0], "{label}");
        }
        for label in
            ["file name", "names", "$.name.id", "product first name", "$.product.name", "first", ""]
        {
            assert!(fields.under(label).is_empty(), "{label}");
        }
    }

    #[test]
    fn headings_are_not_ruled_out_by_their_ends() {
        let fields = fields(&["first name", "prénom", "imię", "plz"]);
        for key in ["First Name", "prenom", "Prénom", "Imię", "imie", "PLZ"] {
            assert!(fields.may_end(key.as_bytes()), "{key}");
        }
        assert!(!fields.may_end(b"timestamp"));
    }

    #[test]
    fn a_value_is_a_word_or_a_short_list_that_holds_one() {
        let fields = fields(&["religion"]);
        let told = |value: &str| {
            let mut told = Vec::new();
            fields.tell(&[0], value.as_bytes(), &mut told);
            !told.is_empty()
        };
        assert!(told("Catholic") && told("roman-catholic") && told("catholic; lapsed"));
        assert!(told("RomanCatholic") && told("caTholic"), "capitals are no borders alone");
        assert!(
            told("aBcDeFgHiJkLmNoPqRsTuVwXyZaB catholic"),
            "many in one spelling, few in the other"
        );
        assert!(!told("none") && !told("") && !told(&"a catholic ".repeat(9)));
    }
}
