//! Patterns made ready: the automaton of each regex, anchored at a candidate's start, and what the
//! detectors that share it ask of its matches.

use std::sync::OnceLock;

use magpie_checks::Check;
use magpie_model::Confidence;
use regex_automata::dfa::Automaton as _;
use regex_automata::dfa::dense;
use regex_automata::nfa::thompson::{self, NFA, WhichCaptures};
use regex_automata::util::{primitives::StateID, start, syntax};
use regex_automata::{Anchored, Input, MatchKind, meta};
use regex_syntax::hir::Hir;

use crate::MATCH_BYTES_MAX;
use crate::classes::is_word;
use crate::context::Reach;

/// Memory one dense automaton may take, and what its making may take, in bytes. Beyond it the
/// pattern runs on the slower general matcher.
const DENSE_BYTES_MAX: usize = 1 << 20;

/// The longest match of a pattern that must be searched for at every byte: its cost is this much a
/// byte at worst.
pub(crate) const SEARCHED_BYTES_MAX: usize = 256;

/// How often a match whose check fails is tried again with a shorter end. A pattern with an
/// optional last group may have swallowed a word that follows the value.
const SHORTER_TRIES_MAX: usize = 6;

/// One pattern of one detector.
pub(crate) struct Pattern {
    pub(crate) detector: usize,
    pub(crate) base: Confidence,
    pub(crate) check: Option<&'static Check>,
    /// Index of its automaton.
    pub(crate) automaton: u16,
    /// Without a keyword near it is no match.
    pub(crate) required: bool,
    /// Whether keywords that many countries share do not speak for it.
    pub(crate) own_words: bool,
    /// Whether it may run over the borders of cells.
    pub(crate) across_cells: bool,
    /// How far around a match its keywords stand.
    pub(crate) reach: Reach,
}

/// One regex; patterns of several detectors may share it.
pub(crate) struct Automaton {
    source: String,
    hir: Hir,
    nfa: NFA,
    /// Bytes of the longest match; `None` when there is no longest.
    pub(crate) bytes_max: Option<usize>,
    /// Whether matches of the pattern differ in length, so that a shorter one may pass the check.
    pub(crate) varies: bool,
    confirm: OnceLock<Confirm>,
}

enum Confirm {
    Dense(Box<Dense>),
    General(Box<meta::Regex>),
}

/// An anchored automaton with its two beginnings.
struct Dense {
    dfa: dense::DFA<Vec<u32>>,
    /// Behind a byte that is no word byte, and behind one that is.
    starts: [StateID; 2],
}

impl Dense {
    /// `None` when the pattern looks at lines or text ends, so that it has more beginnings.
    fn new(dfa: dense::DFA<Vec<u32>>, looks_at_words_only: bool) -> Option<Self> {
        let start = |behind: u8| {
            let config = start::Config::new().anchored(Anchored::Yes).look_behind(Some(behind));
            dfa.start_state(&config).ok()
        };
        let starts = [start(b' ')?, start(b'a')?];
        looks_at_words_only.then_some(Self { dfa, starts })
    }

    /// Whether a match would end here if a space came next: to a value, an underscore is a border
    /// as much as a space is, which the automaton's `\b` does not know.
    #[cold]
    fn ends_before_space(&self, state: StateID) -> bool {
        self.dfa.is_match_state(self.dfa.next_state(state, b' '))
    }

    /// The end of the match that begins at `from` and ends by `limit`.
    #[inline]
    fn end(&self, text: &[u8], from: usize, limit: usize) -> Option<usize> {
        let behind_word = from > 0 && is_word(text[from - 1]);
        let mut state = self.starts[usize::from(behind_word)];
        let mut end = None;
        for (at, &byte) in text[..limit].iter().enumerate().skip(from) {
            if byte == b'_' && self.ends_before_space(state) {
                end = Some(at);
            }
            state = self.dfa.next_state(state, byte);
            if self.dfa.is_special_state(state) {
                // A match is told one byte late: it ended before this byte.
                if self.dfa.is_match_state(state) {
                    end = Some(at);
                } else if self.dfa.is_dead_state(state) {
                    return end;
                }
            }
        }
        state = match text.get(limit) {
            Some(b'_') if self.ends_before_space(state) => return Some(limit),
            Some(&byte) => self.dfa.next_state(state, byte),
            None => self.dfa.next_eoi_state(state),
        };
        if self.dfa.is_match_state(state) { Some(limit) } else { end }
    }
}

/// A confirmed candidate.
pub(crate) struct Confirmed {
    /// First byte behind the match.
    pub(crate) end: usize,
    /// What the check said, where the pattern has one.
    pub(crate) pass: Option<magpie_checks::Pass>,
}

impl Pattern {
    /// The match that begins at `start`, passes the check and ends by `limit`.
    pub(crate) fn confirm(
        &self,
        automaton: &Automaton,
        text: &[u8],
        start: usize,
        limit: usize,
    ) -> Option<Confirmed> {
        let end = automaton.end(text, start, limit)?;
        self.judge(automaton, text, start, end, automaton.varies)
    }

    /// The longest match that begins at `start`, ends by `end`, where the automaton found one to
    /// end, and passes the check. Ends before that are tried when there may be any.
    pub(crate) fn judge(
        &self,
        automaton: &Automaton,
        text: &[u8],
        start: usize,
        mut end: usize,
        varies: bool,
    ) -> Option<Confirmed> {
        let Some(check) = self.check else {
            return Some(Confirmed { end, pass: None });
        };
        for _ in 0..=SHORTER_TRIES_MAX {
            if let Some(pass) = (check.passes)(&text[start..end]) {
                return Some(Confirmed { end, pass: Some(pass) });
            }
            if !varies || end <= start + 1 {
                return None;
            }
            end = automaton.end(text, start, end - 1)?;
        }
        None
    }
}

impl Automaton {
    /// Compiles the regex as far as every run needs it; the table waits for its first use.
    pub(crate) fn new(regex: &str) -> Result<Self, String> {
        let syntax = syntax::Config::new().unicode(false).utf8(false);
        let hir = syntax::parse_with(regex, &syntax).map_err(|e| e.to_string())?;
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
            source: regex.to_owned(),
            bytes_max: properties.maximum_len(),
            hir,
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

    /// The pattern as a syntax tree.
    pub(crate) fn hir(&self) -> &Hir {
        &self.hir
    }

    /// Where the anchored automaton begins.
    pub(crate) fn start(&self) -> StateID {
        self.nfa.start_anchored()
    }

    /// The end of the match that begins at `start` and ends by `limit`.
    #[inline]
    pub(crate) fn end(&self, text: &[u8], start: usize, limit: usize) -> Option<usize> {
        let limit = limit.min(start + MATCH_BYTES_MAX).min(text.len());
        if limit <= start {
            return None;
        }
        match self.confirm.get_or_init(|| self.build()) {
            Confirm::Dense(dense) => dense.end(text, start, limit),
            Confirm::General(regex) => {
                // An underscore is a border to a value, which a regex does not know: it is not shown.
                let from = if start > 0 && text[start - 1] == b'_' { start } else { 0 };
                let input = Input::new(&text[from..]).span(start - from..limit - from);
                regex.search(&input.anchored(Anchored::Yes)).map(|found| found.end() + from)
            }
        }
    }

    fn build(&self) -> Confirm {
        let config = dense::Config::new()
            .match_kind(MatchKind::LeftmostFirst)
            .start_kind(regex_automata::dfa::StartKind::Anchored)
            .dfa_size_limit(Some(DENSE_BYTES_MAX))
            .determinize_size_limit(Some(DENSE_BYTES_MAX));
        let dfa = dense::Builder::new().configure(config).build_from_nfa(&self.nfa).ok();
        match dfa.and_then(|dfa| Dense::new(dfa, self.looks_at_words_only())) {
            Some(dense) => Confirm::Dense(Box::new(dense)),
            None => Confirm::General(Box::new(self.general())),
        }
    }

    /// Whether nothing but bytes and word borders decides, as opposed to lines and the text's ends.
    pub(crate) fn looks_at_words_only(&self) -> bool {
        let looks = self.nfa.look_set_any();
        !looks.contains_anchor()
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

/// What every pattern is compiled by.
pub(crate) fn thompson_config() -> thompson::Config {
    // 10 MiB is what the regex crate allows by default; a catalog of hundreds stays far below.
    thompson::Config::new()
        .utf8(false)
        .which_captures(WhichCaptures::None)
        .nfa_size_limit(Some(10 << 20))
}
