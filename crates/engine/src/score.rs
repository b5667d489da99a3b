//! Evidence to confidence, and evidence to words.

use magpie_catalog::{Context, Detector};
use magpie_checks::Pass;
use magpie_model::{Confidence, Place};

use crate::context::{KeywordId, Keywords};

/// What the confidence of a match stands on. It holds nothing of the clear text.
#[derive(Clone, Copy, Debug)]
pub struct Evidence {
    /// Mixed of everything below; compared first, because evidence is compared for every match.
    mark: usize,
    pub(crate) base: Confidence,
    pub(crate) check: Option<&'static str>,
    /// Whether that check sees most wrong digits.
    pub(crate) sums: bool,
    /// Whether the check rejects nearly all random values of the form.
    pub(crate) rejects_chance: bool,
    /// Whether numbers of many registers pass that check.
    pub(crate) shares_sum: bool,
    pub(crate) detail: &'static str,
    pub(crate) country: Option<&'static str>,
    /// The keyword in the label of the cell.
    pub(crate) label: Option<KeywordId>,
    /// What kind of label that was.
    pub(crate) label_of: LabelOf,
    /// The keyword near the match.
    pub(crate) near: Option<KeywordId>,
    /// Whether that keyword is one which detectors of many countries ask for.
    pub(crate) general: bool,
    /// The word that speaks against it, and whether the label said it.
    pub(crate) against: Option<(KeywordId, bool)>,
    pub(crate) specimen: bool,
    /// Groups of the same size go on before or behind it, as in a table of numbers.
    pub(crate) in_a_row: bool,
    /// Whether the meaning of its heading told it.
    pub(crate) by_heading: bool,
    /// Whether it proves nothing about its column and only rises with it.
    pub(crate) follows: bool,
}

/// What a label is called in explanations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LabelOf {
    Column,
    Path,
    Element,
    Text,
}

impl LabelOf {
    pub(crate) fn of(place: Place) -> Self {
        match place {
            Place::Cell { .. } => Self::Column,
            Place::Record { .. } => Self::Path,
            Place::Element => Self::Element,
            Place::Text | Place::Page { .. } => Self::Text,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Column => "column name",
            Self::Path => "JSON path",
            Self::Element => "element name",
            Self::Text => "name",
        }
    }
}

/// The words of a check are equal when they are the same words of the program: comparing them
/// letter by letter would cost as much as the check.
fn same(a: Option<&'static str>, b: Option<&'static str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => std::ptr::eq(a, b),
        (None, None) => true,
        _ => false,
    }
}

impl PartialEq for Evidence {
    fn eq(&self, other: &Self) -> bool {
        self.mark == other.mark
            && (self.base, self.label, self.label_of) == (other.base, other.label, other.label_of)
            && (self.near, self.against) == (other.near, other.against)
            && (self.specimen, self.in_a_row, self.general)
                == (other.specimen, other.in_a_row, other.general)
            && (self.by_heading, self.follows) == (other.by_heading, other.follows)
            && same(self.check, other.check)
            && same(Some(self.detail), Some(other.detail))
            && same(self.country, other.country)
    }
}

impl Eq for Evidence {}

impl std::hash::Hash for Evidence {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.mark.hash(state);
    }
}

impl Evidence {
    /// Evidence of a pattern and its check, before anything else is heard.
    pub(crate) fn of(base: Confidence, check: Option<&'static str>, pass: Option<&Pass>) -> Self {
        Self {
            mark: 0,
            base,
            check,
            sums: false,
            rejects_chance: false,
            shares_sum: false,
            detail: pass.map_or("", |pass| pass.detail),
            country: pass.and_then(|pass| pass.country),
            label: None,
            label_of: LabelOf::Text,
            near: None,
            general: false,
            against: None,
            specimen: false,
            in_a_row: false,
            by_heading: false,
            follows: false,
        }
    }

    /// The same with its mark. Words of a check are told apart by where they stand in the program.
    pub(crate) fn marked(mut self) -> Self {
        let word = |keyword: Option<KeywordId>| keyword.map_or(0, |id| usize::from(id) + 1);
        let text = |text: Option<&'static str>| text.map_or(0, |text| text.as_ptr() as usize);
        let against =
            self.against.map_or(0, |(id, label)| usize::from(id) * 2 + usize::from(label) + 1);
        let flags = self.base as usize * 16
            + self.label_of as usize * 2
            + usize::from(self.specimen)
            + 256 * usize::from(self.in_a_row)
            + 512 * usize::from(self.general)
            + 1024 * usize::from(self.by_heading)
            + 2048 * usize::from(self.follows);
        let parts = [
            text(Some(self.detail)),
            text(self.country),
            text(self.check),
            flags,
            word(self.label),
            word(self.near),
            against,
        ];
        let mix =
            |mark: usize, part: &usize| (mark.rotate_left(9) ^ part).wrapping_mul(0x9E37_79B1);
        self.mark = parts.iter().fold(0, mix);
        self
    }

    /// Takes back a general word where the pattern asks for words of its own.
    pub(crate) fn hear_nothing(&mut self) {
        (self.label, self.near, self.general) = (None, None, false);
    }

    /// Whether a check passed.
    pub fn checked(&self) -> bool {
        self.check.is_some()
    }

    /// Whether a check passed that sees most wrong digits, not only a form or a date.
    pub fn sums(&self) -> bool {
        self.sums
    }

    /// Whether several such values in one column speak for each other: the check rejects nearly all
    /// random ones, and the heading does not say that they are something else.
    pub fn counts_in_columns(&self) -> bool {
        let speaks = self.rejects_chance || self.by_heading && self.checked();
        speaks && !self.specimen && !matches!(self.against, Some((_, true)))
    }

    /// Whether numbers of many registers pass the check, so that its values do not tell whose they are.
    pub fn shares_sum(&self) -> bool {
        self.shares_sum
    }

    /// Whether the value is a published example, which is never more than low.
    pub fn specimen(&self) -> bool {
        self.specimen
    }

    /// Whether a keyword stands near the match or in its label.
    pub fn keyword(&self) -> bool {
        self.label.is_some() || self.near.is_some()
    }

    /// Whether the heading or word that speaks for the match is one that many countries share.
    pub fn is_general(&self) -> bool {
        self.general
    }

    /// Whether nothing but a run of digits or a common form, under a heading that numbers of many
    /// countries share, speaks for the match: what else stands under the heading must tell.
    pub fn is_doubtful(&self) -> bool {
        self.general && self.base == Confidence::Low && !self.specimen
    }

    /// Whether the value proves nothing about its column, and rises with it all the same.
    pub fn follows(&self) -> bool {
        self.follows
    }

    /// The country that the check read out of the value.
    pub fn country(&self) -> Option<&'static str> {
        self.country
    }

    /// The confidence, or `None` when the detector asks for a keyword and there is none.
    pub(crate) fn confidence(&self, context: &Context) -> Option<Confidence> {
        if context.required && !self.keyword() {
            return None;
        }
        if self.specimen {
            return Some(Confidence::Low);
        }
        let support = match (self.label, self.near) {
            (Some(_), _) => 2,
            (None, Some(_)) if self.checked() => 2,
            (None, Some(_)) => 1,
            (None, None) => 0,
        };
        // A label that names the value outweighs what else stands in it or around: in
        // `order/card_number` the order is not the number.
        let doubt = match self.against {
            _ if self.label.is_some() => 0,
            Some((_, true)) => 2,
            Some((_, false)) => 1,
            None => 0,
        };
        let confidence = self.base.shifted(support - doubt - i32::from(self.in_a_row));
        // `tax id` says that a number is meant for tax, not which of thirty countries' it is.
        let most = if self.is_doubtful() { Confidence::Medium } else { Confidence::High };
        Some(confidence.min(most))
    }

    pub(crate) fn explain(&self, detector: &Detector, keywords: &Keywords) -> Vec<String> {
        let mut why = Vec::new();
        if self.specimen {
            why.push("published specimen".into());
        }
        if let Some(check) = self.check {
            why.push(format!("check {check}"));
        }
        if !self.detail.is_empty() {
            why.push(self.detail.into());
        }
        if self.by_heading {
            why.push(format!("{} of this meaning", self.label_of.words()));
        }
        if let Some(label) = self.label {
            why.push(format!("{} \"{}\"", self.label_of.words(), keywords.word(label)));
        }
        if let Some(near) = self.near {
            let characters = detector.context.characters;
            why.push(format!("keyword \"{}\" within {characters} characters", keywords.word(near)));
        }
        if let Some((against, _)) = self.against {
            why.push(format!("against it: \"{}\"", keywords.word(against)));
        }
        if self.in_a_row {
            why.push("against it: one of a row of numbers".into());
        }
        if why.is_empty() {
            why.push("pattern".into());
        }
        why
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: Evidence = Evidence {
        mark: 0,
        base: Confidence::Low,
        check: None,
        sums: false,
        rejects_chance: false,
        shares_sum: false,
        detail: "",
        country: None,
        label: None,
        label_of: LabelOf::Text,
        near: None,
        general: false,
        against: None,
        specimen: false,
        in_a_row: false,
        by_heading: false,
        follows: false,
    };

    #[test]
    fn marks_tell_evidence_apart_and_nothing_else() {
        let near = Evidence { near: Some(3), ..BARE };
        let label = Evidence { label: Some(3), ..BARE };
        assert!(near.marked() == near.marked());
        assert!(near.marked() != label.marked());
        assert!(BARE.marked() != near.marked());
    }

    #[test]
    fn evidence_adds_up() {
        let context = |required| Context {
            keywords: vec![],
            characters: 30,
            before: false,
            required,
            against: vec![],
        };
        let of = |evidence: Evidence| evidence.confidence(&context(false)).map(Confidence::as_str);
        let checked = Evidence { check: Some("luhn"), ..BARE };
        assert_eq!(of(BARE), Some("low"));
        assert_eq!(of(checked), Some("low"));
        assert_eq!(of(Evidence { near: Some(0), ..BARE }), Some("medium"));
        assert_eq!(of(Evidence { near: Some(0), ..checked }), Some("high"));
        assert_eq!(of(Evidence { label: Some(0), ..BARE }), Some("high"));
        assert_eq!(of(Evidence { near: Some(0), against: Some((1, false)), ..BARE }), Some("low"));
        assert_eq!(
            of(Evidence { base: Confidence::High, against: Some((1, true)), ..BARE }),
            Some("low")
        );
        assert_eq!(of(Evidence { label: Some(0), against: Some((1, true)), ..BARE }), Some("high"));
        assert_eq!(of(Evidence { label: Some(0), specimen: true, ..checked }), Some("low"));
        assert_eq!(of(Evidence { base: Confidence::Medium, in_a_row: true, ..BARE }), Some("low"));
        let general = Evidence { label: Some(0), general: true, ..checked };
        assert_eq!(of(general), Some("medium"));
        assert_eq!(of(Evidence { base: Confidence::Medium, ..general }), Some("high"));
        assert_eq!(BARE.confidence(&context(true)), None);
    }
}
