//! What a regex tells before it meets any text: all that the plan of a search is made of. It depends on nothing
//! but the regex, so it may be made once and stored.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

use crate::beginning::Beginning;
use crate::bytes::Bytes;
use crate::classes::{is_caps, is_run, is_word};
use crate::compiled::Compiled;
use crate::outline::Outline;
use crate::plan::{Lead, PIVOT_BEHIND_BYTES, PIVOT_BYTE, RUN_BYTES};
use crate::searched::SEARCHED_BYTES_MAX;
use crate::shape::{Fits, bytes_before, first_bytes, prefix_of, prefix_within};

/// A match found by shape has a digit among its first bytes, this many at most...
const DIGIT_WITHIN_BYTES: usize = 16;
/// ...or begins with [`RUN_BYTES`] that tokens are made of, or with this many that document numbers are made of.
const CAPS_BYTES: usize = 8;
/// The shortest literal worth searching for.
const LITERAL_BYTES_MIN: usize = 3;

/// All that is known of a regex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Analysis<'s> {
    pub(crate) facts: Facts,
    #[serde(borrow)]
    pub(crate) way: Way<'s>,
}

/// What its matches are like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// What they begin with behind a byte that is no word byte.
    pub(crate) first_behind_other: Bytes,
    /// And behind one that is.
    pub(crate) first_behind_word: Bytes,
    /// Bytes of the longest; `None` when there is no longest.
    pub(crate) bytes_max: Option<usize>,
    /// Whether they differ in length, so that a shorter one may pass the check.
    pub(crate) varies: bool,
}

/// How its candidates are found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Way<'s> {
    /// By the shape index.
    #[serde(borrow)]
    Shape(Box<Shaped<'s>>),
    /// By the pivot: which bytes may stand before it, and what always does; nothing when that varies.
    Pivot { before: Bytes, needed: Vec<u8> },
    /// By literals, which may stand within words or begin beyond ASCII.
    Literal { all: Vec<Vec<u8>>, floats: bool },
    /// By searching every byte.
    Search,
}

/// What the shape index and all that stands behind it ask of a regex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shaped<'s> {
    /// The signs that it may begin with.
    pub(crate) signs: Vec<u8>,
    /// What may stand before its first digit.
    pub(crate) before: Bytes,
    pub(crate) beginning: Beginning,
    pub(crate) fits: Fits,
    /// What takes part in the sieve, where it can.
    #[serde(borrow)]
    pub(crate) outline: Option<Outline<'s>>,
}

impl Facts {
    /// What a match can begin with.
    pub(crate) fn first_bytes(&self) -> Bytes {
        self.first_behind_other.or(self.first_behind_word)
    }
}

impl Way<'_> {
    pub(crate) fn lead(&self) -> Lead {
        match self {
            Self::Shape(_) => Lead::Shape,
            Self::Pivot { .. } => Lead::Pivot,
            Self::Literal { .. } => Lead::Literal,
            Self::Search => Lead::Search,
        }
    }
}

impl Analysis<'_> {
    /// Compiles the regex and looks at its automaton.
    pub(crate) fn of(regex: &str) -> Result<Self, String> {
        let compiled = Compiled::new(regex)?;
        let properties = compiled.hir().properties();
        let facts = Facts {
            first_behind_other: first_bytes(compiled.nfa(), false),
            first_behind_word: first_bytes(compiled.nfa(), true),
            bytes_max: properties.maximum_len(),
            varies: properties.minimum_len() != properties.maximum_len(),
        };
        let way = way(&compiled, &facts);
        if way == Way::Search && facts.bytes_max.is_none_or(|bytes| bytes > SEARCHED_BYTES_MAX) {
            return Err(format!(
                "nothing tells where a match begins, so every byte is searched; begin it with \\b and a \
                 digit nearby, with `@` in its middle or with three fixed letters, or let it match at \
                 most {SEARCHED_BYTES_MAX} bytes"
            ));
        }
        Ok(Self { facts, way })
    }
}

fn way<'s>(pattern: &Compiled, facts: &Facts) -> Way<'s> {
    // Without a word boundary before its first word byte a match can begin inside a token, where
    // no bitmap shows a start.
    let floats = facts.first_behind_word.iter().any(is_word);
    let signs: Vec<u8> = facts.first_bytes().iter().filter(|&byte| !is_word(byte)).collect();
    let no_digits = Bytes::within(b'0', b'9').not();
    let before_digit = prefix_within(pattern.nfa(), DIGIT_WITHIN_BYTES - 1, no_digits);
    let begins_with =
        |bytes, kind: fn(u8) -> bool| prefix_of(pattern.nfa(), bytes, Bytes::of(kind)) == bytes;
    let long_run =
        signs.is_empty() && (begins_with(RUN_BYTES, is_run) || begins_with(CAPS_BYTES, is_caps));
    if !floats && signs.iter().all(u8::is_ascii) && (before_digit.is_some() || long_run) {
        return Way::Shape(Box::new(Shaped {
            signs,
            before: before_digit.unwrap_or_default(),
            beginning: Beginning::of(pattern.nfa()),
            fits: Fits::of(pattern.nfa()),
            outline: Outline::of(pattern.hir()),
        }));
    }
    if let Some(before) = pivot_prefix(pattern) {
        return Way::Pivot { before, needed: needed_before_pivot(pattern.hir()) };
    }
    match prefix_literals(pattern.hir()) {
        Some(all) => {
            let is_ascii = |text: &Vec<u8>| text[..LITERAL_BYTES_MIN].is_ascii();
            Way::Literal { floats: floats || !all.iter().all(is_ascii), all }
        }
        None => Way::Search,
    }
}

/// The bytes that may stand before the pivot, when every match holds the pivot close to its start.
fn pivot_prefix(pattern: &Compiled) -> Option<Bytes> {
    // Only how long it may be is another question for the pattern itself than for what is analysed.
    let before = bytes_before(pattern.nfa(), PIVOT_BYTE)?;
    let others = Bytes::within(PIVOT_BYTE, PIVOT_BYTE).not();
    prefix_within(pattern.whole(), PIVOT_BEHIND_BYTES - 1, others)?;
    before.and(Bytes::within(128, 255)).is_empty().then_some(before)
}

/// The longest fixed text that every match holds before anything that may hold the pivot.
fn needed_before_pivot(hir: &Hir) -> Vec<u8> {
    let HirKind::Concat(parts) = hir.kind() else { return Vec::new() };
    let before = parts.iter().take_while(|part| !may_hold(part, PIVOT_BYTE));
    let fixed = before.filter_map(|part| match part.kind() {
        HirKind::Literal(literal) => Some(literal.0.to_vec()),
        _ => None,
    });
    fixed.max_by_key(Vec::len).unwrap_or_default()
}

fn may_hold(hir: &Hir, byte: u8) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.contains(&byte),
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().any(|range| (range.start()..=range.end()).contains(&byte))
        }
        HirKind::Class(Class::Unicode(_)) => true,
        HirKind::Repetition(repetition) => may_hold(&repetition.sub, byte),
        HirKind::Capture(capture) => may_hold(&capture.sub, byte),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().any(|part| may_hold(part, byte))
        }
    }
}

fn prefix_literals(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    let sequence = Extractor::new().kind(ExtractKind::Prefix).limit_total(64).extract(hir);
    let literals: Vec<Vec<u8>> =
        sequence.literals()?.iter().map(|literal| literal.as_bytes().to_vec()).collect();
    let usable =
        !literals.is_empty() && literals.iter().all(|literal| literal.len() >= LITERAL_BYTES_MIN);
    usable.then_some(literals)
}
