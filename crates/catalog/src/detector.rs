//! A detector as the rest of the program sees it: linted, plain, without a trace of TOML.

use std::fmt;
use std::ops::Range;

use magpie_checks::Check;
use magpie_checks::running::Finder;
use magpie_model::{Category, Confidence, DetectorId, SeverityBands};

use crate::{Mask, draw, evidence};

/// One kind of sensitive data and how it is recognised. Made from one file, read by everybody.
#[derive(Clone, Debug)]
pub struct Detector {
    /// The file's path under `detectors/` without its ending.
    pub id: DetectorId,
    /// Where its text came from: a path as its owner wrote it.
    pub origin: String,
    /// For people, such as `Spanish NIF`.
    pub name: String,
    /// What it finds and why that matters, in a sentence or two.
    pub description: String,
    /// The category its findings carry.
    pub category: Category,
    /// ISO 3166-1 alpha-2 codes in capitals; empty when it belongs to no country.
    pub countries: Vec<String>,
    /// Severity by number of occurrences.
    pub severity: SeverityBands,
    /// Amazon Macie's identifiers for the same data, most specific first.
    pub macie: Vec<MacieName>,
    /// Pages of the issuing authority or standard.
    pub references: Vec<String>,
    /// Named selections that include it, such as `recommended`.
    pub profiles: Vec<String>,
    /// How its values are shown.
    pub mask: Mask,
    /// Alternatives; the first that fits a text speaks for it.
    pub patterns: Vec<Pattern>,
    /// Values that their heading tells: whole cells, and what stands behind a label. The first that
    /// fits a value speaks for it.
    pub fields: Vec<Field>,
    /// Finds values in running text, where neither form nor heading tells them.
    pub finder: Option<&'static Finder>,
    /// Words near a match that raise or lower its confidence.
    pub context: Context,
    /// Published example values: matched, but as low and counted apart.
    pub specimens: Vec<String>,
    /// Values that are never reported.
    pub allow: Vec<String>,
    /// A match that contains one of these, in just this case, is none.
    pub ignore: Vec<String>,
    /// Texts that show, and test, what it matches.
    pub examples: Examples,
    /// Ids that it had before; selections accept them.
    pub formerly: Vec<String>,
    /// Identity of the file's text: the same text has the same number on every machine. It
    /// tells versions apart and is no protection against forgery.
    pub digest: u128,
}

impl Detector {
    /// Macie's identifier for a match whose value belongs to `country` and that stood near a
    /// `keyword` or not: the first entry whose condition holds. `None` when Macie has no twin.
    pub fn macie_name(&self, country: Option<&str>, keyword: bool) -> Option<&str> {
        let holds = |entry: &&MacieName| match &entry.when {
            None => true,
            Some(When::Keyword) => keyword,
            Some(When::Country(code)) => country == Some(code.as_str()),
        };
        self.macie.iter().find(holds).map(|entry| entry.name.as_str())
    }
}

/// One shape of a value.
#[derive(Clone)]
pub struct Pattern {
    /// For a byte-oriented engine without Unicode: classes and `\b` are ASCII. Its matches have
    /// a greatest length and are never empty.
    pub regex: String,
    /// The confidence before check and context are heard.
    pub base: Confidence,
    /// Must pass where it is given.
    pub check: Option<&'static Check>,
    /// Whether keywords that detectors of many countries ask for do not speak for it.
    pub own_words: bool,
    /// Whether it goes on over the borders of cells, for values that stand side by side.
    pub across_cells: bool,
}

impl Pattern {
    /// A value that fits the regex; another number draws another one. `None` when it has none of printable
    /// characters.
    pub fn value(&self, number: u64) -> Option<String> {
        draw::value(&evidence::parsed(&self.regex)?, number)
    }
}

/// Values known by the meaning of the column, field or label that they stand under.
#[derive(Clone)]
pub struct Field {
    /// In natural spelling and lower case: phrases that the heading holds; those that begin with `=`
    /// are all of it.
    pub headings: Vec<String>,
    /// What the value must be.
    pub value: FieldValue,
    /// The confidence of a value under such a heading.
    pub base: Confidence,
    /// Whether a value proves nothing about its column, and only rises with it.
    pub follows: bool,
}

/// What the whole of a value is asked for.
#[derive(Clone)]
pub enum FieldValue {
    /// To pass a check.
    Check(&'static Check),
    /// To be one of these words, or a list of words that holds one.
    Words(Vec<String>),
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value: &dyn fmt::Debug = match &self.value {
            FieldValue::Check(check) => &check.name,
            FieldValue::Words(words) => words,
        };
        f.debug_struct("Field")
            .field("headings", &self.headings)
            .field("value", value)
            .field("base", &self.base)
            .field("follows", &self.follows)
            .finish()
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pattern")
            .field("regex", &self.regex)
            .field("base", &self.base)
            .field("check", &self.check.map(|check| check.name))
            .field("own_words", &self.own_words)
            .field("across_cells", &self.across_cells)
            .finish()
    }
}

/// Words that speak for or against a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Natural spelling in lower case; compared as words, case and diacritics folded.
    pub keywords: Vec<String>,
    /// How far from the match a word may stand, in characters to either side.
    pub characters: usize,
    /// Whether keywords behind the match are not heard, only those before it and in its label.
    pub before: bool,
    /// Whether a match without a keyword is none.
    pub required: bool,
    /// Words that lower the confidence.
    pub against: Vec<String>,
}

/// Texts that a detector must match, and near misses that it must not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// Each with the span that must be found.
    pub matches: Vec<Example>,
    /// Must stay below the default reporting threshold.
    pub rejects: Vec<String>,
    /// Where each of `matches` stands in its file, from 1.
    pub match_lines: Vec<usize>,
    /// Where each of `rejects` stands in its file, from 1.
    pub reject_lines: Vec<usize>,
}

/// A text with a match in it. Fillers such as `{digits:9}` are already expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Without the marks.
    pub text: String,
    /// The match, in bytes of `text`.
    pub span: Range<usize>,
}

/// One of Macie's identifiers, perhaps for some matches only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MacieName {
    /// Such as `SPAIN_NIF_NUMBER`.
    pub name: String,
    /// `None` for every match that no earlier entry took.
    pub when: Option<When>,
}

/// The condition under which one of several Macie identifiers is the right one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// The value itself names this country.
    Country(String),
    /// A keyword stood near the match or in its label.
    Keyword,
}
