//! Which of many automata match where a token begins, told in one walk over its bytes.
//!
//! A lazily built automaton of all patterns together answers for hundreds of them at the price of
//! one. It goes by *outlines*: a pattern in which any digit will do where it asks for some digits,
//! and any letter where it asks for some letters. Outlines have few states in common texts, whatever
//! ranges the patterns ask for, and let through a little too much, never too little: the automaton
//! of the pattern itself decides, and says where its match ends.

use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Builder, Cache, Config, DFA};
use regex_automata::nfa::thompson::Compiler;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Repetition};

use crate::classes::is_word;
use crate::pattern::{Automaton, thompson_config};

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

/// The automata that take part, as one.
pub(crate) struct Sieve {
    dfa: Option<DFA>,
    /// By pattern of the DFA: the number of the automaton, and whether its outline is all of it.
    automata: Vec<(u16, bool)>,
}

/// Scratch of one worker.
#[derive(Default)]
pub(crate) struct Sieving {
    cache: Option<Cache>,
    /// Tokens to go before the walk is tried again.
    rest: u32,
    matched: Vec<Matching>,
    /// One bit a pattern of the DFA that is among `matched`.
    seen: Vec<u64>,
}

/// An automaton whose outline matches.
#[derive(Clone, Copy)]
pub(crate) struct Matching {
    pub(crate) automaton: u16,
    /// Where its matches end, when the walk can say.
    pub(crate) ends: Ends,
}

/// What is known of the ends of the matches that begin at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
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
    /// Whether an automaton can take part.
    pub(crate) fn takes(automaton: &Automaton) -> bool {
        automaton.bytes_max.is_some_and(|bytes| bytes <= SIEVED_BYTES_MAX)
            && automaton.looks_at_words_only()
    }

    /// Takes automata that [`Sieve::takes`] accepts, with their numbers.
    pub(crate) fn new<'a>(taken: impl Iterator<Item = (u16, &'a Automaton)>) -> Self {
        let (automata, outlines): (Vec<(u16, bool)>, Vec<Hir>) = taken
            .map(|(number, automaton)| {
                let outline = outline(automaton.hir());
                ((number, outline == *automaton.hir()), outline)
            })
            .unzip();
        let config = Config::new()
            .match_kind(MatchKind::All)
            .cache_capacity(CACHE_BYTES)
            .skip_cache_capacity_check(true)
            .minimum_cache_clear_count(Some(CLEARS_MIN))
            .minimum_bytes_per_state(Some(BYTES_PER_STATE_MIN));
        let nfa = Compiler::new()
            .configure(thompson_config().nfa_size_limit(None))
            .build_many_from_hir(&outlines);
        let dfa =
            nfa.ok().and_then(|nfa| Builder::new().configure(config).build_from_nfa(nfa).ok());
        // Without it every pattern is tried by itself, which finds the same.
        Self { dfa: dfa.filter(|_| !automata.is_empty()), automata }
    }

    /// Scratch for one worker.
    pub(crate) fn sieving(&self) -> Sieving {
        Sieving {
            cache: self.dfa.as_ref().map(DFA::create_cache),
            rest: 0,
            matched: Vec::new(),
            seen: vec![0; self.automata.len().div_ceil(64)],
        }
    }

    /// The automata that match at `at`; `None` when each must be tried by itself.
    #[inline]
    pub(crate) fn matching<'s>(
        &self,
        sieving: &'s mut Sieving,
        text: &[u8],
        at: usize,
    ) -> Option<&'s [Matching]> {
        let (dfa, cache) = (self.dfa.as_ref()?, sieving.cache.as_mut()?);
        if sieving.rest > 0 {
            sieving.rest -= 1;
            if sieving.rest > 0 {
                return None;
            }
            dfa.reset_cache(cache);
        }
        sieving.matched.clear();
        sieving.seen.fill(0);
        let mut told = Told { sieve: self, matched: &mut sieving.matched, seen: &mut sieving.seen };
        if walk(dfa, cache, text, at, &mut told).is_err() {
            sieving.rest = REST_TOKENS;
            return None;
        }
        Some(&sieving.matched)
    }
}

/// What a walk has met.
struct Told<'s> {
    sieve: &'s Sieve,
    matched: &'s mut Vec<Matching>,
    seen: &'s mut [u64],
}

impl Told<'_> {
    /// Takes the patterns of a state that tells matches which end at `end`.
    fn add(&mut self, dfa: &DFA, cache: &Cache, state: LazyStateID, end: usize) {
        for index in 0..dfa.match_len(cache, state) {
            let pattern = dfa.match_pattern(cache, state, index).as_usize();
            let (word, bit) = (pattern / 64, 1 << (pattern % 64));
            let (automaton, exact) = self.sieve.automata[pattern];
            if self.seen[word] & bit == 0 {
                self.seen[word] |= bit;
                let ends = if exact { Ends::At(end) } else { Ends::AtMost(end) };
                self.matched.push(Matching { automaton, ends });
            } else if let Some(known) = self.matched.iter_mut().find(|m| m.automaton == automaton)
                && !matches!(known.ends, Ends::At(at) | Ends::AtMost(at) if at == end)
            {
                known.ends = Ends::Unknown;
            }
        }
    }
}

fn walk(
    dfa: &DFA,
    cache: &mut Cache,
    text: &[u8],
    at: usize,
    told: &mut Told<'_>,
) -> Result<(), TooManyStates> {
    let behind = if at > 0 && is_word(text[at - 1]) { b'a' } else { b' ' };
    let config = start::Config::new().anchored(Anchored::Yes).look_behind(Some(behind));
    let mut state = dfa.start_state(cache, &config).map_err(|_| TooManyStates)?;
    let end = text.len().min(at + SIEVED_BYTES_MAX + 1);
    cache.search_start(at);
    for (index, &byte) in text[..end].iter().enumerate().skip(at) {
        if byte == b'_' {
            // To a value an underscore is a border as a space is; see `Automaton::end`.
            let clears = cache.clear_count();
            let border = dfa.next_state(cache, state, b' ').map_err(|_| TooManyStates)?;
            if border.is_match() {
                told.add(dfa, cache, border, index);
            }
            if cache.clear_count() != clears {
                return Err(TooManyStates);
            }
        }
        state = dfa.next_state(cache, state, byte).map_err(|_| TooManyStates)?;
        if state.is_tagged() {
            if state.is_match() {
                told.add(dfa, cache, state, index);
            } else if state.is_dead() {
                cache.search_finish(index);
                return Ok(());
            }
        }
    }
    cache.search_finish(end);
    if end == text.len() {
        state = dfa.next_eoi_state(cache, state).map_err(|_| TooManyStates)?;
        if state.is_match() {
            told.add(dfa, cache, state, end);
        }
    }
    Ok(())
}

/// Bytes that outlines do not tell apart.
const ALIKE: [(u8, u8); 3] = [(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')];
/// Letters in a class from which on any letter will do. Fewer of them are a country's letters, or
/// one letter in both cases, which tell much.
const LETTERS_MIN: usize = 3;

/// The pattern with any digit for some digits, and any letter for some letters.
fn outline(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Look(look) => Hir::look(*look),
        HirKind::Literal(literal) => {
            let of_byte = |&byte: &u8| match byte {
                b'0'..=b'9' => digits(),
                _ => Hir::literal([byte]),
            };
            Hir::concat(literal.0.iter().map(of_byte).collect())
        }
        HirKind::Class(Class::Bytes(class)) => Hir::class(Class::Bytes(widened(class))),
        HirKind::Class(class) => Hir::class(class.clone()),
        HirKind::Repetition(repetition) => Hir::repetition(Repetition {
            sub: Box::new(outline(&repetition.sub)),
            ..repetition.clone()
        }),
        HirKind::Capture(capture) => outline(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(outline).collect()),
        HirKind::Alternation(ways) => {
            let mut different: Vec<Hir> = Vec::new();
            for way in ways.iter().map(outline) {
                if !different.contains(&way) {
                    different.push(way);
                }
            }
            Hir::alternation(different)
        }
    }
}

fn digits() -> Hir {
    Hir::class(Class::Bytes(ClassBytes::new([ClassBytesRange::new(b'0', b'9')])))
}

fn widened(class: &ClassBytes) -> ClassBytes {
    let mut wide = class.clone();
    for (first, last) in ALIKE {
        let alike = ClassBytes::new([ClassBytesRange::new(first, last)]);
        let mut some = class.clone();
        some.intersect(&alike);
        let count: usize = some.iter().map(ClassBytesRange::len).sum();
        if count >= if first == b'0' { 1 } else { LETTERS_MIN } {
            wide.union(&alike);
        }
    }
    wide
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
        PATTERNS.iter().map(|pattern| Automaton::new(pattern).expect(pattern)).collect()
    }

    fn sieve(automata: &[Automaton]) -> Sieve {
        Sieve::new((0u16..).zip(automata).filter(|(_, automaton)| Sieve::takes(automaton)))
    }

    proptest! {
        #[test]
        fn what_matches_is_told_and_where_it_ends(text in "[0-9A-Ea-f_ x-]{1,24}", at in 0usize..24) {
            let automata = automata();
            let sieve = sieve(&automata);
            let mut sieving = sieve.sieving();
            let text = text.as_bytes();
            let at = at.min(text.len() - 1);
            let told = sieve.matching(&mut sieving, text, at).expect("few states");
            for (number, automaton) in (0u16..).zip(&automata).take(PATTERNS.len() - 1) {
                let end = automaton.end(text, at, text.len());
                let of_it = told.iter().find(|matching| matching.automaton == number);
                match of_it.map(|matching| matching.ends) {
                    None => prop_assert_eq!(end, None),
                    Some(Ends::At(at)) => prop_assert_eq!(end, Some(at)),
                    Some(Ends::AtMost(at)) => prop_assert!(end.is_none_or(|end| end == at)),
                    Some(Ends::Unknown) => {}
                }
            }
        }
    }

    #[test]
    fn patterns_without_a_longest_match_take_no_part() {
        let told: Vec<bool> = automata().iter().map(Sieve::takes).collect();
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
