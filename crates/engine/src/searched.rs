//! Patterns that nothing tells where to look for, neither a digit nor a literal: every byte is searched.
//!
//! A search forward finds where a match ends, and only the bytes that it may begin at are tried, each for itself,
//! so that every start is told, matches may overlap, and what is found does not depend on where the search began.

use std::ops::Range;

use memchr::memmem;
use regex_automata::{Input, meta};
use regex_syntax::hir::{Hir, HirKind, LookSet, Repetition};

use crate::bytes::Bytes;
use crate::classes::is_word;
use crate::pattern::{Automaton, general};

/// The longest match of a pattern that is searched for: every byte may be the beginning of one that comes to nothing,
/// so this is what a byte costs at worst.
pub(crate) const SEARCHED_BYTES_MAX: usize = 256;

/// A pattern that is searched for.
pub(crate) struct Searched {
    pub(crate) automaton: u16,
    /// Matches where the pattern does, from one byte before it to one behind at most, and perhaps elsewhere.
    gate: meta::Regex,
    /// The longest match of the gate.
    gate_bytes_max: usize,
    /// What every match holds, sought before the gate is; nothing when that varies.
    needed: Vec<u8>,
    /// What matches begin with behind a byte that is no word byte, and behind one that is.
    first: [Bytes; 2],
}

impl Searched {
    /// Of a pattern that has a longest match.
    pub(crate) fn new(number: u16, automaton: &Automaton) -> Self {
        let (hir, facts) = (automaton.hir(), automaton.facts());
        Self {
            automaton: number,
            gate: general(&gate(&hir)),
            gate_bytes_max: facts.bytes_max.unwrap_or(0) + 1,
            needed: needed(&hir).to_vec(),
            // A pattern that names an underscore takes it for a letter, as every regex does.
            first: [facts.first_behind_other, facts.first_behind_word]
                .map(|first| first.or(Bytes::of(|byte| byte == b'_'))),
        }
    }

    /// Tells every start in the chunk, rising.
    pub(crate) fn each_start(
        &self,
        automaton: &Automaton,
        text: &[u8],
        chunk: Range<usize>,
        mut tell: impl FnMut(usize),
    ) {
        let limit = text.len().min(chunk.end + self.gate_bytes_max);
        if !self.may_be_in(&text[chunk.start..limit]) {
            return;
        }
        let mut from = chunk.start;
        while from < chunk.end {
            let underscore = from > 0 && text[from - 1] == b'_';
            let begin = from - usize::from(underscore);
            let input = Input::new(text).span(begin..limit).earliest(true);
            let Some(found) = self.gate.search_half(&input) else { return };
            let first = from.max(found.offset().saturating_sub(self.gate_bytes_max));
            from = found.offset().max(from + 1).min(chunk.end);
            for start in first..from {
                if self.may_begin(text, start) && automaton.end(text, start, text.len()).is_some() {
                    tell(start);
                }
            }
        }
    }

    /// Whether the text holds what every match does.
    pub(crate) fn may_be_in(&self, text: &[u8]) -> bool {
        memmem::find(text, &self.needed).is_some()
    }

    /// Whether a match may begin with the byte at this place.
    #[inline]
    pub(crate) fn may_begin(&self, text: &[u8], at: usize) -> bool {
        let behind_word = at > 0 && is_word(text[at - 1]);
        self.first[usize::from(behind_word)].has(text[at])
    }
}

/// The longest fixed text that every match holds.
fn needed(hir: &Hir) -> &[u8] {
    match hir.kind() {
        HirKind::Literal(literal) => &literal.0,
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().map(needed).max_by_key(|text| text.len()).unwrap_or(&[])
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        _ => &[],
    }
}

/// The pattern, or what it is but for borders of words, beside an underscore: to a value that is a border, which
/// a regex does not know.
fn gate(hir: &Hir) -> Hir {
    if !hir.properties().look_set().contains_word() {
        return hir.clone();
    }
    let (bare, underscore) = (without_borders(hir), Hir::literal(*b"_"));
    Hir::alternation(vec![
        hir.clone(),
        Hir::concat(vec![underscore.clone(), bare.clone()]),
        Hir::concat(vec![bare, underscore]),
    ])
}

fn without_borders(hir: &Hir) -> Hir {
    let all = |parts: &[Hir]| parts.iter().map(without_borders).collect::<Vec<Hir>>();
    match hir.kind() {
        HirKind::Look(look) if LookSet::singleton(*look).contains_word() => Hir::empty(),
        HirKind::Capture(capture) => without_borders(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(all(parts)),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)),
        HirKind::Repetition(repetition) => {
            let sub = Box::new(without_borders(&repetition.sub));
            Hir::repetition(Repetition { sub, ..repetition.clone() })
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => hir.clone(),
    }
}
