//! The first matches of a pattern are looked for by an automaton that is made as the texts lead on: the table of a
//! pattern costs as much as thousands of such questions, and most patterns are asked a few times or never.

use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Builder, Cache, Config, DFA};
use regex_automata::nfa::thompson::NFA;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};

/// Memory for the states of one pattern, in bytes.
const STATES_BYTES_MAX: usize = 1 << 20;
/// Questions that are answered so; the next one has the table made.
const ASKED_MAX: u32 = 16;

/// An anchored automaton that is made as texts lead on.
pub(crate) struct Early {
    dfa: DFA,
    cache: Cache,
    asked: u32,
}

/// The table has to answer.
pub(crate) struct NoAnswer;

impl Early {
    /// `None` where the library refuses it.
    pub(crate) fn new(nfa: NFA) -> Option<Self> {
        let config = Config::new()
            .match_kind(MatchKind::LeftmostFirst)
            .cache_capacity(STATES_BYTES_MAX)
            .skip_cache_capacity_check(true);
        let dfa = Builder::new().configure(config).build_from_nfa(nfa).ok()?;
        Some(Self { cache: dfa.create_cache(), dfa, asked: 0 })
    }

    /// What it was made of.
    pub(crate) fn nfa(&self) -> &NFA {
        self.dfa.get_nfa()
    }

    /// The end of the match that begins at `from` and ends by `limit`, as the table tells it.
    pub(crate) fn end(
        &mut self,
        text: &[u8],
        from: usize,
        limit: usize,
    ) -> Result<Option<usize>, NoAnswer> {
        self.asked += 1;
        if self.asked > ASKED_MAX {
            return Err(NoAnswer);
        }
        // To a value an underscore is a border as a space is.
        let behind = from.checked_sub(1).map(|at| if text[at] == b'_' { b' ' } else { text[at] });
        let config = start::Config::new().anchored(Anchored::Yes).look_behind(behind);
        let start = self.dfa.start_state(&mut self.cache, &config);
        let mut state = start.map_err(|_| NoAnswer)?;
        let mut end = None;
        for (at, &byte) in (from..limit).zip(&text[from..limit]) {
            // A match is told one byte late: it ended before this byte.
            let (next, ends) = self.step(state, byte)?;
            if ends {
                end = Some(at);
            }
            if next.is_dead() {
                return Ok(end);
            }
            state = next;
        }
        let ends = match text.get(limit) {
            Some(&byte) => self.step(state, byte)?.1,
            None => {
                let next = self.dfa.next_eoi_state(&mut self.cache, state);
                next.map_err(|_| NoAnswer)?.is_match()
            }
        };
        Ok(if ends { Some(limit) } else { end })
    }

    /// Where a byte leads from a state, and whether a match ends before it.
    fn step(&mut self, state: LazyStateID, byte: u8) -> Result<(LazyStateID, bool), NoAnswer> {
        let mut next =
            |state, byte| self.dfa.next_state(&mut self.cache, state, byte).map_err(|_| NoAnswer);
        let before_border = byte == b'_' && next(state, b' ')?.is_match();
        let next = next(state, byte)?;
        // When all states were forgotten, `state` was another's name.
        let is_sure = self.cache.clear_count() == 0;
        is_sure.then_some((next, before_border || next.is_match())).ok_or(NoAnswer)
    }
}
