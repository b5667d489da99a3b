//! Patterns made ready: the automaton of each regex, anchored at a candidate's start, and what the
//! detectors that share it ask of its matches.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::FixedState;
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
    /// Whether its detector hears any word at all.
    pub(crate) has_words: bool,
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

/// An anchored automaton as one table, with its two beginnings. The library's own answers the same at three
/// times the price.
struct Dense {
    /// By byte. An underscore has a class of its own.
    classes: [u8; 256],
    /// Rows of a state each, by class: where the row of the next state begins, with [`ENDS`] or [`DEAD`].
    next: Vec<u32>,
    /// Behind a byte that is no word byte, and behind one that is.
    starts: [u32; 2],
    /// The class that stands for the end of the text.
    eoi: usize,
}

/// A match has ended before the byte.
const ENDS: u32 = 1 << 31;
/// No match goes on behind the byte.
const DEAD: u32 = 1 << 30;

impl Dense {
    /// `None` when the pattern looks at lines or text ends, so that it has more beginnings.
    fn new(dfa: &dense::DFA<Vec<u32>>, looks_at_words_only: bool) -> Option<Self> {
        let start = |behind: u8| {
            let config = start::Config::new().anchored(Anchored::Yes).look_behind(Some(behind));
            dfa.start_state(&config).ok()
        };
        let starts = [start(b' ')?, start(b'a')?];
        if !looks_at_words_only {
            return None;
        }
        let of_dfa = dfa.byte_classes();
        let eoi = of_dfa.alphabet_len() - 1;
        let stride = eoi + 2;
        let mut classes: [u8; 256] = std::array::from_fn(|byte| of_dfa.get(byte as u8));
        classes[usize::from(b'_')] = u8::try_from(eoi + 1).ok()?;
        let mut rows = Rows { states: Vec::new(), known: HashMap::default(), stride };
        let starts = starts.map(|state| rows.row(state));
        let mut next = Vec::new();
        while let Some(&state) = rows.states.get(next.len() / stride) {
            let row = next.len();
            next.resize(row + stride, DEAD);
            next[row + eoi] = rows.entry(dfa, dfa.next_eoi_state(state));
            for byte in of_dfa.representatives(..).filter_map(|unit| unit.as_u8()) {
                let entry = rows.entry(dfa, dfa.next_state(state, byte));
                next[row + usize::from(of_dfa.get(byte))] = entry;
            }
            // To a value an underscore is a border as much as a space is, which `\b` does not know.
            let border = dfa.is_match_state(dfa.next_state(state, b' '));
            let entry = rows.entry(dfa, dfa.next_state(state, b'_'));
            next[row + eoi + 1] = entry | if border { ENDS } else { 0 };
        }
        Some(Self { classes, next, starts, eoi })
    }

    /// The end of the match that begins at `from` and ends by `limit`.
    #[inline]
    fn end(&self, text: &[u8], from: usize, limit: usize) -> Option<usize> {
        let behind_word = from > 0 && is_word(text[from - 1]);
        let mut row = self.starts[usize::from(behind_word)];
        let mut end = None;
        for (at, &byte) in (from..limit).zip(&text[from..limit]) {
            row = self.next[row as usize + usize::from(self.classes[usize::from(byte)])];
            if row >= DEAD {
                // A match is told one byte late: it ended before this byte.
                if row & ENDS != 0 {
                    end = Some(at);
                }
                if row & DEAD != 0 {
                    return end;
                }
                row &= !ENDS;
            }
        }
        let class =
            text.get(limit).map_or(self.eoi, |&byte| self.classes[usize::from(byte)].into());
        if self.next[row as usize + class] & ENDS != 0 { Some(limit) } else { end }
    }
}

/// The states met so far, numbered by their rows.
struct Rows {
    states: Vec<StateID>,
    known: HashMap<StateID, u32, FixedState>,
    stride: usize,
}

impl Rows {
    fn row(&mut self, state: StateID) -> u32 {
        let (states, stride) = (&mut self.states, self.stride);
        *self.known.entry(state).or_insert_with(|| {
            states.push(state);
            ((states.len() - 1) * stride) as u32
        })
    }

    fn entry(&mut self, dfa: &dense::DFA<Vec<u32>>, state: StateID) -> u32 {
        if dfa.is_dead_state(state) {
            return DEAD;
        }
        self.row(state) | if dfa.is_match_state(state) { ENDS } else { 0 }
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
            if !varies || check.of_longest || end <= start + 1 {
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
        match dfa.and_then(|dfa| Dense::new(&dfa, self.looks_at_words_only())) {
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
