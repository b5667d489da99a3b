//! Which of many automata match where a token begins, told in one walk over its bytes.
//!
//! A lazily built automaton of all patterns together answers for hundreds of them at the price of
//! one. It goes by *outlines*: a pattern in which any digit will do where it asks for some digits,
//! and any letter where it asks for some letters. Outlines have few states in common texts, whatever
//! ranges the patterns ask for, and let through a little too much, never too little: the automaton
//! of the pattern itself decides, and says where its match ends.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::FixedState;
use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Builder, Cache, Config, DFA};
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};

use crate::alive::Alive;
use crate::analysis::Facts;
use crate::classes::{ByteSet, is_word};
use crate::context::Reach;
use crate::detectors::DetectorSet;
use crate::outline::{self, Outline};

/// The longest match of a pattern that takes part: the walk goes no further.
pub(crate) const SIEVED_BYTES_MAX: usize = 512;
/// Memory of one worker for the states that its texts have led to.
const CACHE_BYTES: usize = 8 << 20;
/// How often a full cache is emptied before the walk must prove to be worth its states.
const CLEARS_MIN: usize = 4;
/// Bytes that a state must have been good for by then.
const BYTES_PER_STATE_MIN: usize = 20;
/// Tokens that are tried pattern by pattern once a text has proved to lead to too many states.
const REST_TOKENS: u32 = 1 << 16;

/// Bytes that every walk goes.
const WALKED_BYTES_MIN: usize = 2;
/// Steps that nobody took before, further than that into a token: what a worker begins with, and may have
/// in store. Each costs thousands of instructions, and tokens of random letters that patterns of long runs keep alive
/// need them at every byte. Where none is left a walk ends early, and its outcome is a rough one.
const NEW_STEPS_MAX: usize = 1 << 13;
/// Bytes of walks where others went that earn one.
const BYTES_PER_NEW_STEP: usize = 8;

/// Outcomes of walks that one worker remembers; the memory of all is a few megabytes.
const OUTCOMES_MAX: usize = 8192;

/// Places that one worker remembers, at some hundred bytes each.
const PLACES_MAX: usize = 16_384;

/// The automata that take part, as one.
pub(crate) struct Sieve {
    dfa: Option<DFA>,
    parts: Vec<Part>,
    /// By pattern of the DFA: those with this outline.
    of_outline: Vec<Vec<usize>>,
    /// What the first bytes tell of outlines, made when a walk first ends early.
    alive: OnceLock<Alive>,
}

/// An automaton that takes part.
struct Part {
    automaton: u16,
    /// Whether its outline is all of it.
    exact: bool,
    bytes_max: usize,
    /// What it can begin with, which its outline tells less well.
    first: ByteSet,
    /// Who asks for it.
    asking: Vec<Asking>,
}

/// A pattern, as the walk has to know it.
#[derive(Clone, Copy)]
pub(crate) struct Asking {
    pub(crate) pattern: u16,
    pub(crate) detector: usize,
    /// Whether it is no match without a keyword.
    pub(crate) waits: bool,
    /// How far around a match its keywords stand.
    pub(crate) reach: Reach,
}

/// Scratch of one worker.
#[derive(Default)]
pub(crate) struct Sieving {
    cache: Option<Cache>,
    /// Tokens to go before the walk is tried again.
    rest: u32,
    /// Steps in store, see [`NEW_STEPS_MAX`].
    new_steps: usize,
    /// Bytes of walks where others went that have not earned one yet.
    earning: usize,
    /// What walks have come to. The first ones are nothing, by the byte that the walk began with.
    outcomes: Vec<Outcome>,
    /// By outcome so far, telling state and length: the outcome then.
    steps: HashMap<(u32, LazyStateID, u32), u32, FixedState>,
    /// The outcomes of walks that ended early.
    early: Early,
    /// The walks so far, told apart by where they were and what they had met.
    paths: Paths,
    /// Bytes of walks that went where others had.
    walked: usize,
    /// How often the cache had been emptied, and its states renamed, when `steps` and `paths` were begun.
    clears: usize,
}

/// The outcomes of walks that ended early.
#[derive(Default)]
struct Early {
    /// By outcome so far and the outlines that are still alive, as a set of bits.
    known: HashMap<Box<[u64]>, u32, FixedState>,
    /// By what is told.
    numbers: HashMap<Vec<Met>, u32, FixedState>,
    scratch: Vec<u64>,
}

/// A part that matched, where its matches end, and its shortest length.
type Met = (usize, Ends, usize);

/// What a walk has come to; below [`NOTHING`] it has met nothing.
pub(crate) type OutcomeNumber = u32;

/// One for each byte that a walk may begin with.
pub(crate) const NOTHING: OutcomeNumber = 256;

/// What one walk has told.
#[derive(Default)]
pub(crate) struct Outcome {
    /// The byte that the walk began with.
    first: u8,
    /// In the order in which they were met.
    met: Vec<Met>,
    /// The walk has ended early: it may tell outlines that do not match, too.
    pub(crate) is_rough: bool,
    /// Patterns that are tried whatever stands near.
    pub(crate) free: Vec<Asked>,
    /// Patterns that are tried where a keyword speaks for their detector.
    pub(crate) waiting: Vec<Asked>,
    /// The detectors of those.
    pub(crate) awaited: DetectorSet,
    /// No match of those is shorter.
    pub(crate) bytes_min: usize,
    /// No match of those is longer.
    pub(crate) bytes_max: usize,
    /// No keyword of those stands further from a match.
    pub(crate) reach: Reach,
}

/// A pattern whose outline matches.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) automaton: u16,
    pub(crate) pattern: u16,
    pub(crate) detector: usize,
    /// Where its matches end, when the walk can say.
    pub(crate) ends: Ends,
}

/// What is known of the ends of the matches that begin at a place, in bytes from there.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Ends {
    /// There is a match, and none with another end.
    At(usize),
    /// There may be a match with this end, and none with another.
    AtMost(usize),
    /// There may be several, or none.
    Unknown,
}

/// The text leads to more states than are worth keeping.
struct TooManyStates;

impl Sieve {
    /// Takes outlines with the numbers of their automata, what is known of those, and who asks for them.
    pub(crate) fn new<'a>(
        taken: impl Iterator<Item = (u16, &'a Facts, &'a Outline<'a>, Vec<Asking>)>,
    ) -> Self {
        let mut parts = Vec::new();
        let mut outlines: Vec<&[u8]> = Vec::new();
        let mut known: HashMap<&[u8], usize, FixedState> = HashMap::default();
        let mut of_outline: Vec<Vec<usize>> = Vec::new();
        for (automaton, facts, Outline { exact, states }, asking) in taken {
            let number = *known.entry(states).or_insert_with(|| {
                outlines.push(states);
                of_outline.push(Vec::new());
                outlines.len() - 1
            });
            of_outline[number].push(parts.len());
            let bytes_max = facts.bytes_max.unwrap_or(SIEVED_BYTES_MAX);
            let begins = facts.first_bytes();
            let first = ByteSet::of(|byte| begins.has(byte));
            parts.push(Part { automaton, exact: *exact, bytes_max, first, asking });
        }
        let config = Config::new()
            .match_kind(MatchKind::All)
            .cache_capacity(CACHE_BYTES)
            .skip_cache_capacity_check(true)
            .minimum_cache_clear_count(Some(CLEARS_MIN))
            .minimum_bytes_per_state(Some(BYTES_PER_STATE_MIN));
        let nfa = outline::joined(&outlines);
        let dfa = nfa.and_then(|nfa| Builder::new().configure(config).build_from_nfa(nfa).ok());
        // Without it every pattern is tried by itself, which finds the same.
        let dfa = dfa.filter(|_| !parts.is_empty());
        Self { dfa, parts, of_outline, alive: OnceLock::new() }
    }

    /// Scratch for one worker.
    pub(crate) fn sieving(&self) -> Sieving {
        let cache = self.dfa.as_ref().map(DFA::create_cache);
        Sieving { cache, new_steps: NEW_STEPS_MAX, ..Sieving::default() }
    }

    /// The number of what matches at `at`; `None` when each pattern must be tried by itself.
    #[inline]
    pub(crate) fn matching(
        &self,
        sieving: &mut Sieving,
        text: &[u8],
        at: usize,
    ) -> Option<OutcomeNumber> {
        let Some((outcome, walked)) = sieving.paths.known(text, at) else {
            return self.walked(sieving, text, at, false);
        };
        sieving.walked += walked;
        Some(outcome)
    }

    /// The same, and no rough outcome.
    pub(crate) fn matching_exactly(
        &self,
        sieving: &mut Sieving,
        text: &[u8],
        at: usize,
    ) -> Option<OutcomeNumber> {
        self.walked(sieving, text, at, true)
    }

    /// The same where nobody walked before, `to_its_end` whatever it costs.
    #[cold]
    fn walked(
        &self,
        sieving: &mut Sieving,
        text: &[u8],
        at: usize,
        to_its_end: bool,
    ) -> Option<OutcomeNumber> {
        let (dfa, cache) = (self.dfa.as_ref()?, sieving.cache.as_mut()?);
        if sieving.rest > 0 {
            sieving.rest -= 1;
            if sieving.rest > 0 {
                return None;
            }
            dfa.reset_cache(cache);
            sieving.outcomes.clear();
        }
        if sieving.outcomes.is_empty() || sieving.outcomes.len() >= OUTCOMES_MAX {
            sieving.steps.clear();
            sieving.early.known.clear();
            sieving.early.numbers.clear();
            sieving.paths.clear(dfa);
            sieving.outcomes.clear();
            let nothing = |first| Outcome { first, ..Outcome::default() };
            sieving.outcomes.extend((0..=255).map(nothing));
        }
        // States are worth their place by the bytes of all walks, and so are new steps.
        let walked = std::mem::take(&mut sieving.walked);
        cache.search_start(0);
        cache.search_finish(walked);
        sieving.earning += walked;
        let earned = sieving.earning / BYTES_PER_NEW_STEP;
        sieving.earning %= BYTES_PER_NEW_STEP;
        sieving.new_steps = NEW_STEPS_MAX.min(sieving.new_steps + earned);
        let Sieving { outcomes, steps, early, clears, paths, new_steps, earning, .. } = sieving;
        let mut enough = usize::MAX;
        let new_steps = if to_its_end { &mut enough } else { new_steps };
        let mut walk = Walk {
            sieve: self,
            dfa,
            cache,
            outcomes,
            steps,
            early,
            clears,
            paths,
            new_steps,
            earning,
        };
        let outcome = walk.over(text, at);
        if outcome.is_err() {
            sieving.rest = REST_TOKENS;
            sieving.paths.forget();
        }
        outcome.ok()
    }

    /// Everything that was met so far and in a state that tells matches of `length`, by the patterns of the DFA.
    fn outcome(&self, before: &Outcome, state: &[usize], length: usize) -> Outcome {
        let first = before.first;
        let mut met = before.met.clone();
        let parts = state.iter().flat_map(|&outline| &self.of_outline[outline]).copied();
        let mut parts: Vec<usize> =
            parts.filter(|&part| self.parts[part].first.has(first)).collect();
        parts.sort_unstable();
        for part in parts {
            let ends = if self.parts[part].exact { Ends::At(length) } else { Ends::AtMost(length) };
            match met.iter_mut().find(|known| known.0 == part) {
                None => met.push((part, ends, length)),
                Some((_, Ends::At(at) | Ends::AtMost(at), _)) if *at == length => {}
                Some(known) => known.1 = Ends::Unknown,
            }
        }
        self.asking(Outcome { first, met, ..Outcome::default() })
    }

    /// What was met before a walk ended early, and what else may match, by bits of the patterns of the DFA.
    fn met_early(&self, before: &Outcome, alive: &[u64]) -> Vec<Met> {
        let mut met = before.met.clone();
        for (number, parts) in self.of_outline.iter().enumerate() {
            if alive[number / 64] >> (number % 64) & 1 == 0 {
                continue;
            }
            for &part in parts {
                let Part { bytes_max, first, .. } = &self.parts[part];
                if *bytes_max < WALKED_BYTES_MIN || !first.has(before.first) {
                    continue;
                }
                match met.iter_mut().find(|known| known.0 == part) {
                    None => met.push((part, Ends::Unknown, WALKED_BYTES_MIN)),
                    Some(known) => known.1 = Ends::Unknown,
                }
            }
        }
        met
    }

    /// With who asks for what was met.
    fn asking(&self, mut outcome: Outcome) -> Outcome {
        outcome.bytes_min = usize::MAX;
        let mut awaited = Vec::new();
        for &(part, ends, bytes_min) in &outcome.met {
            let Part { automaton, bytes_max, asking, .. } = &self.parts[part];
            for &Asking { pattern, detector, waits, reach } in asking {
                let asked = Asked { automaton: *automaton, pattern, detector, ends };
                if waits {
                    awaited.push(detector as u32);
                    outcome.reach = outcome.reach.with(reach);
                    outcome.waiting.push(asked);
                    outcome.bytes_max = outcome.bytes_max.max(ends.bytes_max(*bytes_max));
                    outcome.bytes_min = outcome.bytes_min.min(bytes_min);
                } else {
                    outcome.free.push(asked);
                }
            }
        }
        outcome.awaited = DetectorSet::of(awaited.into_iter());
        outcome
    }
}

impl Sieving {
    /// What a walk has told.
    pub(crate) fn outcome(&self, number: OutcomeNumber) -> &Outcome {
        &self.outcomes[number as usize]
    }
}

impl Outcome {
    /// The automata whose outlines match.
    pub(crate) fn automata(&self) -> impl Iterator<Item = u16> {
        self.free.iter().chain(&self.waiting).map(|asked| asked.automaton)
    }
}

impl Ends {
    /// The length of the longest match, of at most `bytes_max` in any case.
    fn bytes_max(self, bytes_max: usize) -> usize {
        match self {
            Self::At(length) | Self::AtMost(length) => length,
            Self::Unknown => bytes_max,
        }
    }
}

/// A place on the way of a walk: all that decides how it goes on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    state: LazyStateID,
    /// The number of what was met.
    outcome: u32,
    /// Bytes walked.
    length: u32,
}

/// Places that walks of one worker have come through, and where they lead.
struct Paths {
    places: Vec<Place>,
    numbers: HashMap<Place, u32, FixedState>,
    /// Rows of `stride`, by place and class of byte: [`UNKNOWN`], the row of the next place, or the outcome
    /// of a walk that ends here and [`DONE`].
    next: Vec<u32>,
    /// By first byte, for walks behind a word and for others: the row of the place.
    begun: Box<[u32; 512]>,
    /// By byte. An underscore has a class of its own.
    classes: Box<[u8; 256]>,
    stride: usize,
    /// How often all was forgotten.
    clears: usize,
}

const UNKNOWN: u32 = u32::MAX;
const DONE: u32 = 1 << 31;

impl Default for Paths {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            numbers: HashMap::default(),
            next: Vec::new(),
            begun: Box::new([UNKNOWN; 512]),
            classes: Box::new([0; 256]),
            stride: 0,
            clears: 0,
        }
    }
}

fn begun_slot(text: &[u8], at: usize) -> usize {
    usize::from(text[at]) + if at > 0 && is_word(text[at - 1]) { 256 } else { 0 }
}

impl Paths {
    /// What a walk from `at` comes to, and after how many bytes, where it only goes where others went.
    #[inline]
    fn known(&self, text: &[u8], at: usize) -> Option<(OutcomeNumber, usize)> {
        let mut here = self.begun[begun_slot(text, at)];
        if here == UNKNOWN {
            return None;
        }
        let end = text.len().min(at + SIEVED_BYTES_MAX + 1);
        let (fours, rest) = text[at..end].as_chunks::<4>();
        for (index, four) in fours.iter().enumerate() {
            for (behind, &byte) in four.iter().enumerate() {
                here = self.next[here as usize + usize::from(self.classes[usize::from(byte)])];
                if here >= DONE {
                    return (here != UNKNOWN).then_some((here & !DONE, index * 4 + behind));
                }
            }
        }
        for (walked, &byte) in (fours.len() * 4..).zip(rest) {
            here = self.next[here as usize + usize::from(self.classes[usize::from(byte)])];
            if here >= DONE {
                return (here != UNKNOWN).then_some((here & !DONE, walked));
            }
        }
        None
    }

    fn clear(&mut self, dfa: &DFA) {
        if self.stride == 0 {
            let classes = dfa.byte_classes();
            self.stride = classes.alphabet_len() + 1;
            *self.classes = std::array::from_fn(|byte| classes.get(byte as u8));
            self.classes[usize::from(b'_')] = (self.stride - 1) as u8;
        }
        self.forget();
    }

    fn forget(&mut self) {
        self.places.clear();
        self.numbers.clear();
        self.next.clear();
        self.begun.fill(UNKNOWN);
        self.clears += 1;
    }

    /// The row of a place.
    fn row(&mut self, place: Place) -> u32 {
        if let Some(&known) = self.numbers.get(&place) {
            return known;
        }
        if self.places.len() >= PLACES_MAX {
            self.forget();
        }
        let row = self.next.len() as u32;
        self.places.push(place);
        self.numbers.insert(place, row);
        self.next.resize(self.next.len() + self.stride, UNKNOWN);
        row
    }

    fn place(&self, row: u32) -> Place {
        self.places[row as usize / self.stride]
    }
}

/// One walk with all that it needs.
struct Walk<'s> {
    sieve: &'s Sieve,
    dfa: &'s DFA,
    cache: &'s mut Cache,
    outcomes: &'s mut Vec<Outcome>,
    steps: &'s mut HashMap<(u32, LazyStateID, u32), u32, FixedState>,
    early: &'s mut Early,
    clears: &'s mut usize,
    paths: &'s mut Paths,
    new_steps: &'s mut usize,
    earning: &'s mut usize,
}

impl Walk<'_> {
    /// The number of what is met from `at`.
    fn over(&mut self, text: &[u8], at: usize) -> Result<OutcomeNumber, TooManyStates> {
        self.note_clears();
        let mut here = self.begin(text, at)?;
        let end = text.len().min(at + SIEVED_BYTES_MAX + 1);
        self.cache.search_start(at);
        // Steps where others went.
        let mut gone = 0;
        for (index, &byte) in text[..end].iter().enumerate().skip(at) {
            let slot = here as usize + usize::from(self.paths.classes[usize::from(byte)]);
            let next = match self.paths.next[slot] {
                UNKNOWN => {
                    let Place { outcome, length, .. } = self.paths.place(here);
                    if length as usize >= WALKED_BYTES_MIN {
                        if *self.new_steps == 0 {
                            self.cache.search_finish(index);
                            return Ok(self.ended_early(outcome, &text[at..]));
                        }
                        *self.new_steps -= 1;
                    }
                    self.step(here, slot, byte)?
                }
                known => {
                    gone += 1;
                    known
                }
            };
            if next >= DONE {
                self.cache.search_finish(index);
                *self.earning += gone;
                return Ok(next & !DONE);
            }
            here = next;
        }
        self.cache.search_finish(end);
        *self.earning += gone;
        let Place { state, mut outcome, length } = self.paths.place(here);
        if end == text.len() {
            let state = self.dfa.next_eoi_state(self.cache, state).map_err(|_| TooManyStates)?;
            if state.is_match() {
                outcome = self.add(state, outcome, length);
            }
        }
        Ok(outcome)
    }

    /// The row that a walk begins in.
    fn begin(&mut self, text: &[u8], at: usize) -> Result<u32, TooManyStates> {
        let slot = begun_slot(text, at);
        if self.paths.begun[slot] != UNKNOWN {
            return Ok(self.paths.begun[slot]);
        }
        let behind = if slot >= 256 { b'a' } else { b' ' };
        let config = start::Config::new().anchored(Anchored::Yes).look_behind(Some(behind));
        let state = self.dfa.start_state(self.cache, &config).map_err(|_| TooManyStates)?;
        self.note_clears();
        let row = self.paths.row(Place { state, outcome: u32::from(text[at]), length: 0 });
        self.paths.begun[slot] = row;
        Ok(row)
    }

    /// Goes on from a row by a byte, as nobody did, and notes it in `slot`.
    fn step(&mut self, here: u32, slot: usize, byte: u8) -> Result<u32, TooManyStates> {
        let Place { state, mut outcome, length } = self.paths.place(here);
        let clears = self.paths.clears;
        if byte == b'_' {
            let emptied = self.cache.clear_count();
            // To a value an underscore is a border as a space is; see `Automaton::end`.
            let border = self.dfa.next_state(self.cache, state, b' ').map_err(|_| TooManyStates)?;
            if border.is_match() {
                outcome = self.add(border, outcome, length);
            }
            // `state` would then be another's name.
            if self.cache.clear_count() != emptied {
                return Err(TooManyStates);
            }
        }
        let state = self.dfa.next_state(self.cache, state, byte).map_err(|_| TooManyStates)?;
        self.note_clears();
        if state.is_match() {
            outcome = self.add(state, outcome, length);
        }
        let next = match state.is_dead() {
            true => outcome | DONE,
            false => self.paths.row(Place { state, outcome, length: length + 1 }),
        };
        if self.paths.clears == clears {
            self.paths.next[slot] = next;
        }
        Ok(next)
    }

    /// The outcome of a walk that ends before it has to.
    #[cold]
    fn ended_early(&mut self, so_far: u32, text: &[u8]) -> u32 {
        let Early { known, numbers, scratch } = &mut *self.early;
        let alive = self.sieve.alive.get_or_init(|| Alive::of(self.dfa.get_nfa()));
        scratch.clear();
        scratch.push(so_far.into());
        alive.tell(text, scratch);
        if let Some(&known) = known.get(scratch.as_slice()) {
            return known;
        }
        let before = &self.outcomes[so_far as usize];
        let met = self.sieve.met_early(before, &scratch[1..]);
        let number = *numbers.entry(met).or_insert_with_key(|met| {
            let outcome = Outcome { met: met.clone(), is_rough: true, ..Outcome::default() };
            self.outcomes.push(self.sieve.asking(outcome));
            self.outcomes.len() as u32 - 1
        });
        known.insert(scratch.as_slice().into(), number);
        number
    }

    /// Forgets the names of states when they are others now.
    #[inline]
    fn note_clears(&mut self) {
        if *self.clears != self.cache.clear_count() {
            *self.clears = self.cache.clear_count();
            self.steps.clear();
            self.paths.clear(self.dfa);
        }
    }

    /// What was met once the patterns of a state are added that tells matches of `length` bytes.
    fn add(&mut self, state: LazyStateID, so_far: u32, length: u32) -> u32 {
        self.note_clears();
        let step = (so_far, state, length);
        if let Some(&known) = self.steps.get(&step) {
            return known;
        }
        let patterns = 0..self.dfa.match_len(self.cache, state);
        let patterns: Vec<usize> = patterns
            .map(|index| self.dfa.match_pattern(self.cache, state, index).as_usize())
            .collect();
        let before = &self.outcomes[so_far as usize];
        let outcome = self.sieve.outcome(before, &patterns, length as usize);
        let number = self.outcomes.len() as u32;
        self.outcomes.push(outcome);
        self.steps.insert(step, number);
        number
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pattern::Automaton;

    const PATTERNS: [&str; 8] = [
        r"\b[0-9]{9}\b",
        r"\b[1-9][0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{4}\b",
        r"\b[A-CEGHJ][0-9]{2,4}\b",
        r"\bDE[0-9]{3}",
        r"\b(?:4[0-9]{3}|5[1-5][0-9]{2})\b",
        r"\b[0-9a-f]{4,8}\b",
        r"\b[0-9]{2}_?[A-Z]\b",
        r"\b[0-9]+x?",
    ];

    fn automata() -> Vec<Automaton> {
        PATTERNS.iter().map(|pattern| Automaton::of(pattern).expect(pattern)).collect()
    }

    fn sieve(automata: &[Automaton]) -> Sieve {
        let reach = Reach::default();
        let asking =
            |pattern| vec![Asking { pattern, detector: 0, waits: pattern % 2 == 0, reach }];
        let outlines: Vec<_> =
            automata.iter().map(|automaton| Outline::of(&automaton.hir())).collect();
        let taken = (0u16..).zip(automata.iter().zip(&outlines));
        Sieve::new(taken.filter_map(|(number, (automaton, outline))| {
            Some((number, automaton.facts(), outline.as_ref()?, asking(number)))
        }))
    }

    proptest! {
        #[test]
        fn what_matches_is_told_and_where_it_ends(
            texts in prop::collection::vec(("[0-9A-Ea-f_ x-]{1,24}", 0usize..24), 1..8),
            in_store in prop_oneof![Just(NEW_STEPS_MAX), 0usize..9],
        ) {
            let automata = automata();
            let sieve = sieve(&automata);
            let mut sieving = sieve.sieving();
            sieving.new_steps = in_store;
            // What was told of one text is remembered when the next comes.
            for (text, at) in &texts {
                let text = text.as_bytes();
                let at = (*at).min(text.len() - 1);
                let told = sieve.matching(&mut sieving, text, at).expect("few states");
                let automata_of = |sieving: &Sieving, told| {
                    let mut automata: Vec<u16> = sieving.outcome(told).automata().collect();
                    automata.sort_unstable();
                    automata
                };
                let exactly = sieve.matching_exactly(&mut sieving, text, at).expect("few states");
                prop_assert!(!sieving.outcome(exactly).is_rough);
                let mut fresh = Sieving { new_steps: usize::MAX, ..sieve.sieving() };
                let by_fresh = sieve.matching(&mut fresh, text, at).expect("few states");
                prop_assert_eq!(automata_of(&sieving, exactly), automata_of(&fresh, by_fresh));
                let told = sieving.outcome(told);
                prop_assert!(!told.is_rough || in_store < NEW_STEPS_MAX);
                let asked: Vec<&Asked> = told.free.iter().chain(&told.waiting).collect();
                for (number, automaton) in (0u16..).zip(&automata).take(PATTERNS.len() - 1) {
                    let end = automaton.end(text, at, text.len()).map(|end| end - at);
                    let of_it = asked.iter().find(|asked| asked.automaton == number);
                    match of_it.map(|asked| asked.ends) {
                        None => prop_assert_eq!(end, None),
                        Some(Ends::At(length)) => prop_assert_eq!(end, Some(length)),
                        Some(Ends::AtMost(length)) => {
                            prop_assert!(end.is_none_or(|end| end == length));
                        }
                        Some(Ends::Unknown) => {}
                    }
                }
            }
        }
    }

    /// Each step there is one where nobody went, and determining where it leads costs thousands of instructions.
    #[test]
    fn in_random_letters_walks_end_early_and_tell_all_that_matches() {
        let regexes = [
            r"\b[A-Za-z0-9][A-Za-z0-9+/]{15,239}\b={0,2}",
            r"\b[A-Za-z0-9][A-Za-z0-9+/_-]{15}(?:[A-Za-z0-9+/_.~-]{0,111}[A-Za-z0-9])?\b={0,2}",
            r"\b[A-Za-z][A-Za-z+/=?@]{0,14}[0-9](?:[A-Za-z0-9+/=?@]{0,60}[A-Za-z0-9]\b|\b)",
            r"\b[A-Za-z0-9]{24}\b",
            r"\b[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{24}\b",
        ];
        let automata: Vec<Automaton> =
            regexes.iter().map(|regex| Automaton::of(regex).expect(regex)).collect();
        let sieve = sieve(&automata);
        let mut sieving = sieve.sieving();
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut state = 1u32;
        let text: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            letters[(state >> 26) as usize]
        })
        .take(128 << 10)
        .collect();
        let (mut rough, mut asked) = (0, 0);
        let begins = |at: &usize| is_word(text[*at]) && !is_word(text[at - 1]);
        let starts: Vec<usize> = (1..text.len()).filter(begins).collect();
        for &at in &starts {
            let told = sieve.matching(&mut sieving, &text, at).expect("few states");
            let told = sieving.outcome(told);
            rough += usize::from(told.is_rough);
            asked += told.automata().count();
            for (number, automaton) in (0u16..).zip(&automata) {
                let matches = automaton.end(&text, at, text.len()).is_some();
                assert!(!matches || told.automata().any(|it| it == number), "{at} {number}");
            }
        }
        assert!(rough * 10 > starts.len() * 9, "{rough} of {}", starts.len());
        // The last two hardly ever match, which their bytes tell.
        assert!(asked < starts.len() * 4, "{asked} of {}", starts.len());
        assert!(
            sieving.paths.clears <= 2,
            "{} times all places were forgotten",
            sieving.paths.clears
        );
    }

    #[test]
    fn patterns_without_a_longest_match_take_no_part() {
        let takes = |automaton: &Automaton| Outline::of(&automaton.hir()).is_some();
        let told: Vec<bool> = automata().iter().map(takes).collect();
        assert_eq!(told, [true, true, true, true, true, true, true, false]);
    }

    #[test]
    fn a_text_of_too_many_states_is_tried_pattern_by_pattern_for_a_while() {
        let automata = automata();
        let sieve = sieve(&automata);
        let mut sieving = sieve.sieving();
        sieving.rest = 3;
        let answers: Vec<bool> =
            (0..4).map(|_| sieve.matching(&mut sieving, b"123456789", 0).is_some()).collect();
        assert_eq!(answers, [false, false, true, true]);
    }
}
