//! A regex parsed and compiled, for its analysis and for the tables that confirm its matches.

use std::sync::OnceLock;

use regex_automata::nfa::thompson::{self, NFA, WhichCaptures};
use regex_automata::util::syntax;
use regex_syntax::hir::{Capture, Class, Hir, HirKind, Repetition};

/// What a pattern repeats more often is analysed as if it had no end. No analysis but that of pivots,
/// which takes the whole, looks further than so many bytes.
const REPEATED_MAX: u32 = 64;

/// Memory of the automaton of one pattern, in bytes: what the regex crate allows by default. A catalog of
/// hundreds stays far below.
const NFA_BYTES_MAX: usize = 10 << 20;

/// A regex as its analysis needs it.
pub(crate) struct Compiled {
    hir: Hir,
    /// What is analysed; more than the pattern matches where it repeats something very often.
    nfa: NFA,
    /// The pattern itself where that is something else, compiled when it is first needed.
    whole: Option<OnceLock<NFA>>,
}

impl Compiled {
    /// Refuses what cannot be compiled, and what matches the empty text.
    pub(crate) fn new(regex: &str) -> Result<Self, String> {
        let hir = parsed(regex)?;
        if hir.properties().minimum_len().unwrap_or(0) == 0 {
            return Err("the pattern matches the empty text; give it something to match".into());
        }
        let clipped = clipped(&hir);
        if clipped.is_some() && bytes_bound(&hir) > NFA_BYTES_MAX {
            compiled(&hir)?;
        }
        let nfa = compiled(clipped.as_ref().unwrap_or(&hir))?;
        Ok(Self { whole: clipped.map(|_| OnceLock::new()), hir, nfa })
    }

    /// The automaton for the analysis of shapes: it tells the truth of the first [`REPEATED_MAX`] bytes, and
    /// beyond them it may match more than the pattern does.
    pub(crate) fn nfa(&self) -> &NFA {
        &self.nfa
    }

    /// The automaton of the pattern itself.
    pub(crate) fn whole(&self) -> &NFA {
        let Some(whole) = &self.whole else { return &self.nfa };
        whole.get_or_init(|| compiled(&self.hir).expect("its size was looked at when it was made"))
    }

    /// The pattern as a syntax tree.
    pub(crate) fn hir(&self) -> &Hir {
        &self.hir
    }
}

/// A regex as a syntax tree.
pub(crate) fn parsed(regex: &str) -> Result<Hir, String> {
    let syntax = syntax::Config::new().unicode(false).utf8(false);
    syntax::parse_with(regex, &syntax).map_err(|e| e.to_string())
}

/// What every pattern is compiled by.
pub(crate) fn thompson_config() -> thompson::Config {
    thompson::Config::new()
        .utf8(false)
        .which_captures(WhichCaptures::None)
        .nfa_size_limit(Some(NFA_BYTES_MAX))
}

/// The automaton of a syntax tree.
pub(crate) fn compiled(hir: &Hir) -> Result<NFA, String> {
    let compiler = thompson::Compiler::new().configure(thompson_config()).build_from_hir(hir);
    compiler.map_err(|e| e.to_string())
}

/// The pattern with what it repeats over [`REPEATED_MAX`] times repeated so often at least and without
/// end; `None` where it repeats nothing so often.
fn clipped(hir: &Hir) -> Option<Hir> {
    let all = |parts: &[Hir]| -> Option<Vec<Hir>> {
        let clipped: Vec<Option<Hir>> = parts.iter().map(clipped).collect();
        clipped.iter().any(Option::is_some).then_some(())?;
        let or_same =
            |(clipped, same): (Option<Hir>, &Hir)| clipped.unwrap_or_else(|| same.clone());
        Some(clipped.into_iter().zip(parts).map(or_same).collect())
    };
    match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => None,
        HirKind::Repetition(repetition) => {
            let often = repetition.min.max(repetition.max.unwrap_or(0)) > REPEATED_MAX;
            let sub = clipped(&repetition.sub);
            (often || sub.is_some()).then_some(())?;
            let sub = Box::new(sub.unwrap_or_else(|| (*repetition.sub).clone()));
            let min = repetition.min.min(REPEATED_MAX);
            let max = repetition.max.filter(|&max| max <= REPEATED_MAX);
            Some(Hir::repetition(Repetition { min, max, greedy: repetition.greedy, sub }))
        }
        HirKind::Capture(capture) => {
            let sub = Box::new(clipped(&capture.sub)?);
            Some(Hir::capture(Capture { index: capture.index, name: capture.name.clone(), sub }))
        }
        HirKind::Concat(parts) => all(parts).map(Hir::concat),
        HirKind::Alternation(parts) => all(parts).map(Hir::alternation),
    }
}

/// No automaton of the pattern takes more bytes.
fn bytes_bound(hir: &Hir) -> usize {
    /// A state of the library takes 24 to 40, and a repetition has one for each time it may end.
    const STATE_BYTES: usize = 64;
    /// A range of bytes takes 16; one of characters may take several states.
    const RANGE_BYTES: usize = 16;
    let all =
        |parts: &[Hir]| parts.iter().map(bytes_bound).fold(STATE_BYTES, usize::saturating_add);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => STATE_BYTES,
        HirKind::Literal(literal) => literal.0.len() * STATE_BYTES,
        HirKind::Class(Class::Bytes(class)) => STATE_BYTES + class.ranges().len() * RANGE_BYTES,
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().len() * 16 * (STATE_BYTES + RANGE_BYTES)
        }
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).saturating_add(1) as usize;
            let once = bytes_bound(&repetition.sub).saturating_add(2 * STATE_BYTES);
            once.saturating_mul(times)
        }
        HirKind::Capture(capture) => bytes_bound(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => all(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is compiled late must not fail then.
    #[test]
    fn a_pattern_that_is_too_large_is_told_at_once() {
        let mut refused = 0;
        for times in [100, 1_000, 2_000, 4_000, 10_000, 30_000, 60_000] {
            for unit in ["[a-z]", "[a-cx-z0-9_!]", "abcdef", "(?:a|b[0-9]|)", "(?:[a-z]{2,9}-)?"] {
                for max in ["", ","] {
                    let regex = format!(r"\b12{unit}{{{times}{max}}}");
                    let hir = parsed(&regex).expect("parses");
                    let fails = compiled(&hir).is_err();
                    refused += u32::from(fails);
                    assert!(!fails || bytes_bound(&hir) > NFA_BYTES_MAX, "{regex}");
                    assert_eq!(Compiled::new(&regex).is_err(), fails, "{regex}");
                }
            }
        }
        assert!(refused > 4, "{refused}");
    }
}
