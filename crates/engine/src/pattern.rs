//! One pattern made ready: its automaton anchored at a candidate's start.

use std::sync::OnceLock;

use magpie_catalog::Pattern as PatternSource;
use magpie_checks::Check;
use magpie_model::Confidence;
use regex_automata::dfa::Automaton;
use regex_automata::dfa::dense;
use regex_automata::nfa::thompson::{self, NFA, WhichCaptures};
use regex_automata::util::{primitives::StateID, syntax};
use regex_automata::{Anchored, Input, MatchKind, meta};

use crate::MATCH_BYTES_MAX;

/// Memory one dense automaton may take, and what its making may take, in bytes. Beyond it the
/// pattern runs on the slower general matcher.
const DENSE_BYTES_MAX: usize = 1 << 20;

/// How often a match whose check fails is tried again with a shorter end. A pattern with an
/// optional last group may have swallowed a word that follows the value.
const SHORTER_TRIES_MAX: usize = 6;

/// One pattern of one detector.
pub(crate) struct Pattern {
    pub(crate) detector: usize,
    pub(crate) base: Confidence,
    pub(crate) check: Option<&'static Check>,
    source: String,
    nfa: NFA,
    /// Whether matches of the pattern differ in length, so that a shorter one may pass the check.
    varies: bool,
    confirm: OnceLock<Confirm>,
}

enum Confirm {
    Dense(Box<dense::DFA<Vec<u32>>>),
    General(Box<meta::Regex>),
}

/// A confirmed candidate.
pub(crate) struct Confirmed {
    /// First byte behind the match.
    pub(crate) end: usize,
    /// What the check said, where the pattern has one.
    pub(crate) pass: Option<magpie_checks::Pass>,
}

impl Pattern {
    /// Compiles the pattern as far as every run needs it; the automaton waits for its first use.
    pub(crate) fn new(detector: usize, source: &PatternSource) -> Result<Self, String> {
        let syntax = syntax::Config::new().unicode(false).utf8(false);
        let hir = syntax::parse_with(&source.regex, &syntax).map_err(|e| e.to_string())?;
        let properties = hir.properties();
        if properties.minimum_len().unwrap_or(0) == 0 {
            return Err("the pattern matches the empty text; give it something to match".into());
        }
        let varies = properties.minimum_len() != properties.maximum_len();
        let nfa = thompson::Compiler::new()
            .configure(thompson_config())
            .build_from_hir(&hir)
            .map_err(|e| e.to_string())?;
        Ok(Self {
            detector,
            base: source.base,
            check: source.check,
            source: source.regex.clone(),
            nfa,
            varies,
            confirm: OnceLock::new(),
        })
    }

    /// The compiled automaton, for the analysis of shapes.
    pub(crate) fn nfa(&self) -> &NFA {
        &self.nfa
    }

    /// The pattern as its file has it.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Where the anchored automaton begins.
    pub(crate) fn start(&self) -> StateID {
        self.nfa.start_anchored()
    }

    /// The match that begins at `start`, passes the check and ends by `limit`.
    pub(crate) fn confirm(&self, text: &[u8], start: usize, limit: usize) -> Option<Confirmed> {
        let mut limit = limit.min(start + MATCH_BYTES_MAX).min(text.len());
        for _ in 0..=SHORTER_TRIES_MAX {
            let end = self.end(text, start, limit)?;
            let Some(check) = self.check else {
                return Some(Confirmed { end, pass: None });
            };
            if let Some(pass) = (check.passes)(&text[start..end]) {
                return Some(Confirmed { end, pass: Some(pass) });
            }
            if !self.varies || end <= start + 1 {
                return None;
            }
            limit = end - 1;
        }
        None
    }

    fn end(&self, text: &[u8], start: usize, limit: usize) -> Option<usize> {
        if limit <= start {
            return None;
        }
        let input = Input::new(text).span(start..limit).anchored(Anchored::Yes);
        match self.confirm.get_or_init(|| self.build()) {
            Confirm::Dense(dfa) => {
                // The automaton has no quit bytes and every search is anchored: it cannot fail.
                dfa.try_search_fwd(&input).ok().flatten().map(|half| half.offset())
            }
            Confirm::General(regex) => regex.search(&input).map(|found| found.end()),
        }
    }

    fn build(&self) -> Confirm {
        let config = dense::Config::new()
            .match_kind(MatchKind::LeftmostFirst)
            .start_kind(regex_automata::dfa::StartKind::Anchored)
            .dfa_size_limit(Some(DENSE_BYTES_MAX))
            .determinize_size_limit(Some(DENSE_BYTES_MAX));
        match dense::Builder::new().configure(config).build_from_nfa(&self.nfa) {
            Ok(dfa) => Confirm::Dense(Box::new(dfa)),
            Err(_) => Confirm::General(Box::new(self.general())),
        }
    }

    /// The pattern on the general matcher, which can also search forward.
    pub(crate) fn general(&self) -> meta::Regex {
        meta::Builder::new()
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .configure(meta::Config::new().utf8_empty(false))
            .build(&self.source)
            .expect("the same pattern compiled when the engine was made")
    }
}

fn thompson_config() -> thompson::Config {
    // 10 MiB is what the regex crate allows by default; a catalog of hundreds stays far below.
    thompson::Config::new()
        .utf8(false)
        .which_captures(WhichCaptures::None)
        .nfa_size_limit(Some(10 << 20))
}
