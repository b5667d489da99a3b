//! Patterns made ready: the automaton of each regex, anchored at a candidate's start, and what the
//! detectors that share it ask of its matches.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use foldhash::fast::FixedState;
use magpie_checks::{Check, Pass};
use magpie_model::Confidence;
use regex_automata::dfa::Automaton as _;
use regex_automata::dfa::dense;
use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_automata::util::{primitives::StateID, start};
use regex_automata::{Anchored, Input, MatchKind, meta};
use regex_syntax::hir::Hir;

use crate::MATCH_BYTES_MAX;
use crate::analysis::Facts;
use crate::compiled::{compiled, parsed};
use crate::context::Reach;
use crate::early::Early;

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
    regex: String,
    facts: Facts,
    /// Answers the first questions.
    early: Mutex<Option<Early>>,
    confirm: OnceLock<Confirm>,
}

enum Confirm {
    Dense(Box<Dense>),
    General(Box<General>),
}

/// What stands before a match, as far as a pattern can tell: the numbers of [`Dense::starts`].
static BEHIND: [u8; 256] = {
    let mut behind = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        behind[byte] = match byte as u8 {
            b'\n' => 2,
            b'\r' => 3,
            byte if byte.is_ascii_alphanumeric() => 1,
            _ => 0,
        };
        byte += 1;
    }
    behind
};
/// The beginning of the text.
const AT_START: usize = 4;

/// An anchored automaton as one table, with its beginnings. The library's own answers the same at three
/// times the price.
struct Dense {
    /// By byte. An underscore has a class of its own.
    classes: [u8; 256],
    /// Rows of a state each, by class: where the row of the next state begins, with [`ENDS`] or [`DEAD`].
    next: Vec<u32>,
    /// Behind a byte that is no word byte, behind one that is, behind the two that end lines, and where the
    /// text begins.
    starts: [u32; 5],
    /// The class that stands for the end of the text.
    eoi: usize,
    /// Whether a match may hold a line feed.
    holds_lines: bool,
}

/// A match has ended before the byte.
const ENDS: u32 = 1 << 31;
/// No match goes on behind the byte.
const DEAD: u32 = 1 << 30;

impl Dense {
    fn new(dfa: &dense::DFA<Vec<u32>>) -> Option<Self> {
        let start = |behind: Option<u8>| {
            let config = start::Config::new().anchored(Anchored::Yes).look_behind(behind);
            dfa.start_state(&config).ok()
        };
        let behind = |byte: u8| start(Some(byte));
        let starts = [behind(b' ')?, behind(b'a')?, behind(b'\n')?, behind(b'\r')?, start(None)?];
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
        // Behind what ends a match nothing goes on from the row that tells it.
        let line_feed = usize::from(classes[usize::from(b'\n')]);
        let goes_on = |row: u32| {
            let row = row & !ENDS;
            row & DEAD == 0 && next[row as usize..][..stride].iter().any(|&entry| entry != DEAD)
        };
        let holds_lines = next.chunks(stride).any(|row| goes_on(row[line_feed]));
        Some(Self { classes, next, starts, eoi, holds_lines })
    }

    /// The end of the match that begins at `from` and ends by `limit`.
    #[inline]
    fn end(&self, text: &[u8], from: usize, limit: usize) -> Option<usize> {
        let behind =
            from.checked_sub(1).map_or(AT_START, |at| BEHIND[usize::from(text[at])].into());
        let mut row = self.starts[behind];
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

/// Underscores behind a match, from the last, that are tried as its border where the library's matcher decides: each
/// is a search of its own.
const UNDERSCORES_MAX: usize = 64;

/// The library's matcher, for patterns whose table would be too large.
struct General {
    regex: meta::Regex,
    /// Whether the pattern looks at borders of words.
    looks_at_words: bool,
}

impl General {
    /// The end of the match that begins at `from` and ends by `limit`.
    fn end(&self, text: &[u8], from: usize, limit: usize) -> Option<usize> {
        let end = |text: &[u8], from: usize, limit: usize| {
            let input = Input::new(text).span(from..limit).anchored(Anchored::Yes);
            self.regex.search(&input).map(|found| found.end())
        };
        if !self.looks_at_words {
            return end(text, from, limit);
        }
        // To a value an underscore is a border, which a regex does not know: it is shown a space.
        let first = from.saturating_sub(1);
        let mut near = text[first..text.len().min(limit + 1)].to_vec();
        let (from, limit) = (from - first, limit - first);
        if from > 0 && near[0] == b'_' {
            near[0] = b' ';
        }
        let plain = end(&near, from, limit);
        let behind = plain.unwrap_or(from) + 1;
        let underscores = memchr::memrchr_iter(b'_', near.get(behind..).unwrap_or(&[]));
        let underscores: Vec<usize> =
            underscores.take(UNDERSCORES_MAX).map(|by| behind + by).collect();
        let before_one = underscores.into_iter().find(|&at| {
            near[at] = b' ';
            let ends = end(&near[..=at], from, at) == Some(at);
            near[at] = b'_';
            ends
        });
        before_one.or(plain).map(|end| end + first)
    }
}

/// What a check said last, and of which bytes: several detectors often ask the same.
pub(crate) type Said = Option<(&'static Check, Range<usize>, Option<Pass>)>;

/// A confirmed candidate.
pub(crate) struct Confirmed {
    /// First byte behind the match.
    pub(crate) end: usize,
    /// What the check said, where the pattern has one.
    pub(crate) pass: Option<Pass>,
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
        self.judge(automaton, text, (start, end), automaton.facts.varies, &mut None)
    }

    /// The longest match that begins at `start`, ends by `end`, where the automaton found one to
    /// end, and passes the check. Ends before that are tried when there may be any.
    pub(crate) fn judge(
        &self,
        automaton: &Automaton,
        text: &[u8],
        (start, mut end): (usize, usize),
        varies: bool,
        said: &mut Said,
    ) -> Option<Confirmed> {
        let Some(check) = self.check else {
            return Some(Confirmed { end, pass: None });
        };
        for _ in 0..=SHORTER_TRIES_MAX {
            let pass = match said {
                Some((by, of, pass)) if std::ptr::eq(*by, check) && *of == (start..end) => *pass,
                _ => (check.passes)(&text[start..end]),
            };
            *said = Some((check, start..end, pass));
            if pass.is_some() {
                return Some(Confirmed { end, pass });
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
    /// Of a regex that was analysed; it is compiled when it is first asked.
    pub(crate) fn new(regex: &str, facts: Facts) -> Self {
        Self { regex: regex.to_owned(), facts, early: Mutex::default(), confirm: OnceLock::new() }
    }

    /// Of a regex that was not.
    #[cfg(test)]
    pub(crate) fn of(regex: &str) -> Result<Self, String> {
        Ok(Self::new(regex, crate::analysis::Analysis::of(regex)?.facts))
    }

    #[cfg(test)]
    pub(crate) fn regex(&self) -> &str {
        &self.regex
    }

    /// What is known of its matches.
    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The pattern as a syntax tree.
    pub(crate) fn hir(&self) -> Hir {
        parsed(&self.regex).expect("it was parsed when it was analysed")
    }

    /// The end of the match that begins at `start` and ends by `limit`.
    #[inline]
    pub(crate) fn end(&self, text: &[u8], start: usize, limit: usize) -> Option<usize> {
        let limit = limit.min(start + MATCH_BYTES_MAX).min(text.len());
        if limit <= start {
            return None;
        }
        match self.confirm.get() {
            Some(Confirm::Dense(dense)) => dense.end(text, start, limit),
            Some(Confirm::General(general)) => general.end(text, start, limit),
            None => self.early_end(text, start, limit),
        }
    }

    /// The same until the pattern was asked often enough to have its table made.
    #[cold]
    fn early_end(&self, text: &[u8], start: usize, limit: usize) -> Option<usize> {
        let mut early = self.early.lock().unwrap_or_else(PoisonError::into_inner);
        if early.is_none() && self.confirm.get().is_none() {
            *early = Early::new(self.whole());
        }
        if let Some(Ok(end)) = early.as_mut().map(|early| early.end(text, start, limit)) {
            return end;
        }
        let nfa = early.take().map(|early| early.nfa().clone());
        // Whoever waits meanwhile finds the table made.
        self.confirm.get_or_init(|| self.build(nfa.unwrap_or_else(|| self.whole())));
        drop(early);
        self.end(text, start, limit)
    }

    fn whole(&self) -> NFA {
        compiled(&self.hir()).expect("its size was looked at when it was analysed")
    }

    /// Whether a match that was found may hold a line feed.
    #[inline]
    pub(crate) fn may_hold_lines(&self) -> bool {
        match self.confirm.get() {
            Some(Confirm::Dense(dense)) => dense.holds_lines,
            _ => true,
        }
    }

    fn build(&self, nfa: NFA) -> Confirm {
        let config = dense::Config::new()
            .match_kind(MatchKind::LeftmostFirst)
            .start_kind(regex_automata::dfa::StartKind::Anchored)
            .dfa_size_limit(Some(DENSE_BYTES_MAX))
            .determinize_size_limit(Some(DENSE_BYTES_MAX));
        let dfa = dense::Builder::new().configure(config).build_from_nfa(&nfa).ok();
        match dfa.and_then(|dfa| Dense::new(&dfa)) {
            Some(dense) => Confirm::Dense(Box::new(dense)),
            None => Confirm::General(Box::new(self.build_general())),
        }
    }

    fn build_general(&self) -> General {
        let hir = self.hir();
        let looks_at_words = hir.properties().look_set().contains_word();
        General { regex: general(&hir), looks_at_words }
    }
}

/// A pattern on the library's matcher, which can also search forward. How large it may be was looked at before.
pub(crate) fn general(hir: &Hir) -> meta::Regex {
    let config = meta::Config::new()
        .utf8_empty(false)
        .which_captures(WhichCaptures::Implicit)
        .nfa_size_limit(None);
    meta::Builder::new()
        .configure(config)
        .build_from_hir(hir)
        .expect("the same pattern compiled when the engine was made")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compiled::Compiled;

    const REGEXES: [&str; 10] = [
        r"\b[0-9]{2,4}\b",
        r"(?m)^[0-9]{2}",
        r"^[0-9_]{2}\b",
        r"(?m)[a-c]{1,3}$",
        r"[a-c_]{1,3}\b",
        r"(?mR)^[0-9a-c]{1,3}$",
        r"\b(?:[a-c]{2}|[a-c_]{4})\b",
        r"\B[a-c]{1,2}\z",
        r"(?m)^(?:[a-c]|[0-9]_)\b",
        r"[a-c]_\b[0-9]?",
    ];

    proptest! {
        /// A pattern matches alike whether its table is small enough or not, and before it is made.
        #[test]
        fn the_table_and_the_other_matchers_agree(
            which in 0..REGEXES.len(), text in "[0-9a-c_ \r\n]{1,12}", at in 0usize..8, limit in 1usize..12,
        ) {
            let automaton = Automaton::of(REGEXES[which]).expect("compiles");
            let Confirm::Dense(dense) = automaton.build(automaton.whole()) else { panic!("it is small") };
            let general = automaton.build_general();
            let (at, limit) = (at.min(text.len() - 1), limit.min(text.len()));
            prop_assume!(at < limit);
            let told = general.end(text.as_bytes(), at, limit);
            prop_assert_eq!(dense.end(text.as_bytes(), at, limit), told, "{:?}", REGEXES[which]);
            let mut early = Early::new(automaton.whole()).expect("the library takes it");
            let early = early.end(text.as_bytes(), at, limit);
            prop_assert_eq!(early.ok(), Some(told), "{:?}", REGEXES[which]);
        }
    }

    #[test]
    fn patterns_that_go_on_behind_a_line_are_known() {
        for (pattern, text, holds) in [
            (r"\b[0-9]{4}\b", "1234\n", false),
            (r"\b[0-9]{4}", "1234\n", false),
            (r"\b[0-9]{2}[ \n][0-9]{2}", "12\n34", true),
            (r"[0-9]{2}\s", "12\n", true),
            (r"KEY-+\n?", "KEY-\n", true),
            (r"[^x]{3}", "a\nb", true),
        ] {
            let automaton = Automaton::of(pattern).expect(pattern);
            assert!(automaton.may_hold_lines(), "{pattern} was not asked yet");
            for _ in 0..20 {
                assert!(automaton.end(text.as_bytes(), 0, text.len()).is_some(), "{pattern}");
            }
            assert_eq!(automaton.may_hold_lines(), holds, "{pattern}");
        }
    }

    /// An underscore is a border of words, not the beginning of a line.
    #[test]
    fn no_line_begins_behind_an_underscore() {
        let large = r"(?m)^[ab]{1,99}a[ab]{16}X";
        for (regex, is_large) in [(large, true), (r"(?m)^[ab]{1,99}X", false)] {
            let automaton = Automaton::of(regex).expect("compiles");
            assert_eq!(matches!(automaton.build(automaton.whole()), Confirm::General(_)), is_large);
            let value = format!("{}X", "a".repeat(40));
            for (before, holds) in
                [("", true), ("\n", true), ("_", false), (" ", false), ("x_", false)]
            {
                let text = format!("{before}{value}_");
                let end = automaton.end(text.as_bytes(), before.len(), text.len());
                assert_eq!(end, holds.then_some(text.len() - 1), "{text}");
            }
        }
    }

    #[test]
    fn what_repeats_often_is_analysed_without_end_and_matched_to_its_end() {
        let automaton = Automaton::of(r"\bkey-[a-z]{10,200}(?:[0-9]{3}){70}x?").expect("compiles");
        let compiled = Compiled::new(&automaton.regex).expect("compiles");
        assert!(compiled.nfa().states().len() * 2 < compiled.whole().states().len());
        let text = |letters: usize, threes: usize| {
            format!("key-{}{}x", "a".repeat(letters), "123".repeat(threes))
        };
        for (letters, threes, holds) in
            [(10, 70, true), (200, 70, true), (9, 70, false), (201, 70, false), (50, 69, false)]
        {
            let text = text(letters, threes);
            let end = automaton.end(text.as_bytes(), 0, text.len());
            assert_eq!(end, holds.then_some(text.len()), "{letters} {threes}");
        }
        let short = Compiled::new(r"\bkey-[a-z]{10,64}").expect("compiles");
        assert!(std::ptr::eq(short.nfa(), short.whole()));
    }
}
