//! Shapes: what can be told of a candidate from the bitmaps alone, and which patterns fit it.
//!
//! A shape is the number of letters a token begins with, the number of digits after them, the kind
//! of the byte behind those, and the number of digits behind that. Which patterns can match text
//! of a shape is derived from each pattern's automaton by running it on *classes* of bytes instead
//! of bytes; the answer may be too generous, never too strict.

use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::FixedState;
use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::look::Look;
use regex_automata::util::primitives::StateID;
use serde::{Deserialize, Serialize};

use crate::bytes::Bytes;
use crate::classes::is_word;

/// Letters are counted to here, and more alike.
const LETTERS_MAX: usize = 5;
/// Digits of the first group are counted to here, and more alike.
const DIGITS_MAX: usize = 20;
/// Digits of the second group are counted to here, and more alike.
const SECOND_MAX: usize = 8;
/// How far a run that "more alike" stands for is followed.
const RUN_MAX: usize = 64;

/// The kinds of the byte behind the first digits; letters and digits are kinds for the runs.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Other,
    Space,
    Dash,
    Dot,
    Slash,
    Letter,
    High,
    Digit,
}

/// How many kinds there are.
const KINDS: usize = 8;

const SEPARATORS: [Kind; 7] =
    [Kind::Other, Kind::Space, Kind::Dash, Kind::Dot, Kind::Slash, Kind::Letter, Kind::High];

const KEYS: usize = (LETTERS_MAX + 1) * (DIGITS_MAX + 1) * SEPARATORS.len() * (SECOND_MAX + 1);

const fn kind_of(byte: u8) -> Kind {
    match byte {
        b'0'..=b'9' => Kind::Digit,
        b'A'..=b'Z' | b'a'..=b'z' => Kind::Letter,
        b' ' => Kind::Space,
        b'-' => Kind::Dash,
        b'.' => Kind::Dot,
        b'/' => Kind::Slash,
        0x80.. => Kind::High,
        _ => Kind::Other,
    }
}

/// The kind of every byte, for the hot path.
static KIND: [Kind; 256] = {
    let mut table = [Kind::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = kind_of(byte as u8);
        byte += 1;
    }
    table
};

impl Kind {
    fn is_word(self) -> bool {
        matches!(self, Self::Letter | Self::Digit)
    }

    /// One bit a kind.
    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The kinds of the bytes in a range, as bits.
fn kinds_of(low: u8, high: u8) -> u8 {
    (low..=high).fold(0, |kinds, byte| kinds | KIND[usize::from(byte)].bit())
}

const fn key(letters: usize, digits: usize, separator: usize, second: usize) -> usize {
    ((letters * (DIGITS_MAX + 1) + digits) * SEPARATORS.len() + separator) * (SECOND_MAX + 1)
        + second
}

/// The key of the token at the start of `word` and `digit`, bitmaps whose bit 0 stands for the
/// byte at `at` of `text`.
#[inline]
pub(crate) fn key_at(text: &[u8], at: usize, word: u64, digit: u64) -> usize {
    let letters = (word & !digit).trailing_ones() as usize;
    let digits = digit.checked_shr(letters as u32).unwrap_or(0).trailing_ones() as usize;
    let behind = letters + digits;
    let separator = text.get(at + behind).map_or(Kind::Other, |&byte| KIND[usize::from(byte)]);
    // A run that the bitmap's 64 bits cut short may seem to be followed by a digit.
    let separator = if separator == Kind::Digit { Kind::Letter } else { separator };
    let second = digit.checked_shr(behind as u32 + 1).unwrap_or(0).trailing_ones() as usize;
    key(
        letters.min(LETTERS_MAX),
        digits.min(DIGITS_MAX),
        separator as usize,
        second.min(SECOND_MAX),
    )
}

/// From a shape to the automata that may match there.
pub(crate) struct ShapeIndex {
    /// By key: which list.
    list_of_key: Vec<u16>,
    /// Numbers of automata, rising.
    lists: Vec<Vec<u16>>,
}

impl ShapeIndex {
    /// Indexes automata by what they fit, with their numbers, which rise.
    pub(crate) fn new(automata: &[(u16, &Fits)]) -> Self {
        let members = by_key(automata);
        let words = automata.len().div_ceil(64);
        let mut lists: Vec<Vec<u16>> = vec![Vec::new()];
        let mut known: HashMap<&[u64], u16, FixedState> = HashMap::default();
        let nothing = vec![0; words];
        known.insert(&nothing, 0);
        let list_of_key = (0..KEYS).map(|key| {
            let members = &members[key * words..][..words];
            *known.entry(members).or_insert_with(|| {
                let places = members.iter().enumerate().flat_map(|(word, &bits)| ones(word, bits));
                lists.push(places.map(|place| automata[place].0).collect());
                u16::try_from(lists.len() - 1).expect("fewer lists than keys")
            })
        });
        Self { list_of_key: list_of_key.collect(), lists }
    }

    /// The number of the list to try for a key; 0 is the empty one.
    #[inline]
    pub(crate) fn list(&self, key: usize) -> usize {
        usize::from(self.list_of_key[key])
    }

    /// Every list.
    pub(crate) fn lists(&self) -> &[Vec<u16>] {
        &self.lists
    }
}

/// The keys of what an automaton may match, a bit each: the words that are not 0, by their places, which rise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fits(Vec<(u16, u64)>);

impl Fits {
    pub(crate) fn of(nfa: &NFA) -> Self {
        let mut walk = Walk::new(nfa);
        walk.token(nfa.start_anchored());
        Self((0..).zip(walk.fits).filter(|&(_, bits)| bits != 0).collect())
    }
}

/// By key, as many words as it takes to have a bit for each automaton: those that may match there.
fn by_key(automata: &[(u16, &Fits)]) -> Vec<u64> {
    let words = automata.len().div_ceil(64);
    let mut members = vec![0; KEYS * words];
    for (automaton, (_, fits)) in automata.iter().enumerate() {
        for key in fits.0.iter().flat_map(|&(word, bits)| ones(word.into(), bits)) {
            members[key * words + automaton / 64] |= 1 << (automaton % 64);
        }
    }
    members
}

/// The places of the bits of a word, of which `word` others come before.
fn ones(word: usize, mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros() as usize;
        bits &= bits.checked_sub(1)?;
        Some(word * 64 + place)
    })
}

/// A set of automaton states before their assertions are looked at, and whether the byte before
/// was a word byte.
type Front = (u32, bool);

/// Runs one pattern's automaton on kinds of bytes.
struct Walk<'n> {
    nfa: &'n NFA,
    closure: Closure,
    onward: Onward,
    sets: Vec<Rc<[StateID]>>,
    known: HashMap<Rc<[StateID]>, u32, FixedState>,
    /// By set: what a step of each kind, behind a word byte or not, led to.
    steps: Vec<[Option<(u32, bool)>; 2 * KINDS]>,
    /// Scratch for the states after a step.
    next: Vec<StateID>,
    fits: [u64; KEYS.div_ceil(64)],
}

/// The transitions of the states that a walk has come to, which are few of a long pattern's.
struct Onward {
    /// By state: where in `all`.
    of_state: Vec<Option<(u32, u32)>>,
    /// The kinds of bytes that lead on, and where to.
    all: Vec<(u8, StateID)>,
}

impl Onward {
    fn of(&mut self, nfa: &NFA, state: StateID) -> &[(u8, StateID)] {
        let (from, to) = *self.of_state[state.as_usize()].get_or_insert_with(|| {
            let from = self.all.len() as u32;
            let all = &mut self.all;
            each_transition(nfa.state(state), |low, high, to| all.push((kinds_of(low, high), to)));
            (from, self.all.len() as u32)
        });
        &self.all[from as usize..to as usize]
    }
}

impl<'n> Walk<'n> {
    fn new(nfa: &'n NFA) -> Self {
        Self {
            nfa,
            closure: Closure::default(),
            onward: Onward { of_state: vec![None; nfa.states().len()], all: Vec::new() },
            sets: vec![Rc::new([])],
            known: HashMap::from_iter([(Rc::from([]), 0)]),
            steps: vec![[None; 2 * KINDS]],
            next: Vec::new(),
            fits: [0; KEYS.div_ceil(64)],
        }
    }

    /// Marks every key of a token that begins behind a byte that is not a word byte.
    fn token(&mut self, start: StateID) {
        let mut front = (self.set(&[start]), false);
        for letters in 0..LETTERS_MAX {
            self.digits(letters, front);
            let (next, matched) = self.step(front, Kind::Letter);
            if matched {
                self.mark(letters..=LETTERS_MAX, 0..=DIGITS_MAX, None, 0);
            }
            if next == 0 {
                return;
            }
            front = (next, true);
        }
        let (front, matched) = self.run(front, Kind::Letter);
        if matched {
            self.mark(LETTERS_MAX..=LETTERS_MAX, 0..=DIGITS_MAX, None, 0);
        }
        self.digits(LETTERS_MAX, front);
    }

    fn digits(&mut self, letters: usize, mut front: Front) {
        for digits in 0..DIGITS_MAX {
            self.separators(letters, digits, front);
            let (next, matched) = self.step(front, Kind::Digit);
            if matched {
                self.mark(letters..=letters, digits..=DIGITS_MAX, None, 0);
            }
            if next == 0 {
                return;
            }
            front = (next, true);
        }
        let (front, matched) = self.run(front, Kind::Digit);
        if matched {
            self.mark(letters..=letters, DIGITS_MAX..=DIGITS_MAX, None, 0);
        }
        self.separators(letters, DIGITS_MAX, front);
    }

    fn separators(&mut self, letters: usize, digits: usize, front: Front) {
        for separator in SEPARATORS {
            self.separator(letters, digits, separator, front);
        }
    }

    fn separator(&mut self, letters: usize, digits: usize, separator: Kind, front: Front) {
        let (next, matched) = self.step(front, separator);
        if matched {
            self.mark(letters..=letters, digits..=digits, Some(separator), 0);
        }
        let mut front = (next, separator.is_word());
        for second in 0..=SECOND_MAX {
            if front.0 == 0 {
                return;
            }
            self.fit(key(letters, digits, separator as usize, second));
            let (next, matched) = self.step(front, Kind::Digit);
            if matched {
                self.mark(letters..=letters, digits..=digits, Some(separator), second);
            }
            front = (next, true);
        }
    }

    /// Goes on over bytes of one kind as far as that leads: all states met on the way, and whether
    /// the pattern may be complete in the run.
    fn run(&mut self, front: Front, kind: Kind) -> (Front, bool) {
        let mut all = self.sets[front.0 as usize].to_vec();
        let mut last = front;
        let mut complete = false;
        for length in 0..=RUN_MAX {
            let (next, matched) = self.step(last, kind);
            complete |= matched || length == RUN_MAX;
            if next == 0 || (next, true) == last {
                break;
            }
            all.extend_from_slice(&self.sets[next as usize]);
            last = (next, true);
        }
        all.sort_unstable();
        all.dedup();
        ((self.set(&all), true), complete)
    }

    fn fit(&mut self, key: usize) {
        self.fits[key / 64] |= 1 << (key % 64);
    }

    /// Marks everything that goes on from a match that is complete already.
    fn mark(
        &mut self,
        letters: std::ops::RangeInclusive<usize>,
        digits: std::ops::RangeInclusive<usize>,
        separator: Option<Kind>,
        second: usize,
    ) {
        for l in letters {
            for d in digits.clone() {
                for s in SEPARATORS.into_iter().filter(|&s| separator.is_none_or(|only| only == s))
                {
                    for n in second..=SECOND_MAX {
                        self.fit(key(l, d, s as usize, n));
                    }
                }
            }
        }
    }

    /// The states after one byte of this kind, and whether the pattern was complete before it.
    fn step(&mut self, front: Front, kind: Kind) -> (u32, bool) {
        if front.0 == 0 {
            return (0, false);
        }
        let slot = usize::from(front.1) * KINDS + kind as usize;
        if let Some(known) = self.steps[front.0 as usize][slot] {
            return known;
        }
        let mut next = std::mem::take(&mut self.next);
        next.clear();
        let mut matched = false;
        let from = &self.sets[front.0 as usize];
        for &state in self.closure.of(self.nfa, from, front.1, Some(kind.is_word())) {
            matched |= matches!(self.nfa.state(state), State::Match { .. });
            let onward = self.onward.of(self.nfa, state);
            next.extend(onward.iter().filter(|(kinds, _)| kinds & kind.bit() != 0).map(|on| on.1));
        }
        next.sort_unstable();
        next.dedup();
        let answer = (self.set(&next), matched);
        self.next = next;
        self.steps[front.0 as usize][slot] = Some(answer);
        answer
    }

    fn set(&mut self, states: &[StateID]) -> u32 {
        if let Some(&known) = self.known.get(states) {
            return known;
        }
        let number = u32::try_from(self.sets.len()).expect("an automaton has few sets");
        let states: Rc<[StateID]> = states.into();
        self.sets.push(Rc::clone(&states));
        self.steps.push([None; 2 * KINDS]);
        self.known.insert(states, number);
        number
    }
}

/// Scratch for the states reachable without reading a byte.
#[derive(Default)]
pub(crate) struct Closure {
    /// By state: the call that saw it last.
    seen: Vec<u32>,
    call: u32,
    stack: Vec<StateID>,
    reached: Vec<StateID>,
}

impl Closure {
    /// Every state reachable from `from` without reading a byte, where assertions hold between a
    /// byte before (`prev_word`) and a byte behind (`next_word`; `None` when any will do).
    pub(crate) fn of(
        &mut self,
        nfa: &NFA,
        from: &[StateID],
        prev_word: bool,
        next_word: Option<bool>,
    ) -> &[StateID] {
        self.seen.resize(nfa.states().len(), 0);
        self.call += 1;
        self.reached.clear();
        self.stack.clear();
        self.stack.extend_from_slice(from);
        while let Some(id) = self.stack.pop() {
            if std::mem::replace(&mut self.seen[id.as_usize()], self.call) == self.call {
                continue;
            }
            self.reached.push(id);
            match nfa.state(id) {
                State::Look { look, next } if holds(*look, prev_word, next_word) => {
                    self.stack.push(*next);
                }
                State::Union { alternates } => self.stack.extend(alternates.iter().copied()),
                State::BinaryUnion { alt1, alt2 } => self.stack.extend([*alt1, *alt2]),
                State::Capture { next, .. } => self.stack.push(*next),
                _ => {}
            }
        }
        &self.reached
    }
}

/// Whether an assertion can hold; line and text ends are taken to hold always.
fn holds(look: Look, prev: bool, next: Option<bool>) -> bool {
    let Some(next) = next else { return true };
    match look {
        Look::WordAscii | Look::WordUnicode => prev != next,
        Look::WordAsciiNegate | Look::WordUnicodeNegate => prev == next,
        Look::WordStartAscii | Look::WordStartUnicode => !prev && next,
        Look::WordEndAscii | Look::WordEndUnicode => prev && !next,
        Look::WordStartHalfAscii | Look::WordStartHalfUnicode => !prev,
        Look::WordEndHalfAscii | Look::WordEndHalfUnicode => !next,
        _ => true,
    }
}

/// Calls `each` with the byte ranges that lead on from a state, and where to.
pub(crate) fn each_transition(state: &State, mut each: impl FnMut(u8, u8, StateID)) {
    match state {
        State::ByteRange { trans } => each(trans.start, trans.end, trans.next),
        State::Sparse(sparse) => {
            sparse.transitions.iter().for_each(|t| each(t.start, t.end, t.next));
        }
        State::Dense(dense) => {
            for (byte, &next) in (0..=255u8).zip(dense.transitions.iter()) {
                if next != StateID::ZERO {
                    each(byte, byte, next);
                }
            }
        }
        _ => {}
    }
}

/// The bytes a pattern can begin with, behind a word byte or behind another.
pub(crate) fn first_bytes(nfa: &NFA, prev_word: bool) -> Bytes {
    let words = Bytes::of(is_word);
    let mut closure = Closure::default();
    let mut first = Bytes::default();
    for (next_word, wanted) in [(false, words.not()), (true, words)] {
        for &state in closure.of(nfa, &[nfa.start_anchored()], prev_word, Some(next_word)) {
            each_transition(nfa.state(state), |low, high, _| {
                first = first.or(Bytes::within(low, high).and(wanted));
            });
        }
    }
    first
}

/// The bytes of a set that matches can begin with before they must meet another byte; `None` when one can end,
/// or go on beyond `most` bytes, without meeting one.
pub(crate) fn prefix_within(nfa: &NFA, most: usize, through: Bytes) -> Option<Bytes> {
    let mut steps = Steps::new(nfa);
    let mut before = Bytes::default();
    for _ in 0..=most {
        let step = steps.step(through);
        if step.ended {
            return None;
        }
        before = before.or(step.bytes.and(through));
        if steps.front.is_empty() {
            return Some(before);
        }
    }
    None
}

/// How many bytes of a set every match begins with at least; counted to `most`.
pub(crate) fn prefix_of(nfa: &NFA, most: usize, of_kind: Bytes) -> usize {
    let mut steps = Steps::new(nfa);
    (0..most)
        .find(|_| {
            let step = steps.step(of_kind);
            step.ended || step.strayed
        })
        .unwrap_or(most)
}

/// The bytes that matches can have at their first places; all where one may have ended.
pub(crate) fn bytes_at<const N: usize>(nfa: &NFA) -> [Bytes; N] {
    let mut steps = Steps::new(nfa);
    let mut ended = false;
    std::array::from_fn(|_| {
        let step = steps.step(Bytes::ALL);
        ended |= step.ended;
        if ended { Bytes::ALL } else { step.bytes }
    })
}

/// Walks a pattern's automaton over bytes of one kind.
struct Steps<'n> {
    nfa: &'n NFA,
    closure: Closure,
    front: Vec<StateID>,
    /// Scratch for the next front.
    next: Vec<StateID>,
}

/// What one step met on its way.
struct Step {
    /// A match could have ended before it.
    ended: bool,
    /// A byte of another kind could have been read.
    strayed: bool,
    /// Every byte that could have been read.
    bytes: Bytes,
}

impl<'n> Steps<'n> {
    fn new(nfa: &'n NFA) -> Self {
        let front = vec![nfa.start_anchored()];
        Self { nfa, closure: Closure::default(), front, next: Vec::new() }
    }

    fn step(&mut self, of_kind: Bytes) -> Step {
        let mut step = Step { ended: false, strayed: false, bytes: Bytes::default() };
        self.next.clear();
        for &state in self.closure.of(self.nfa, &self.front, false, None) {
            step.ended |= matches!(self.nfa.state(state), State::Match { .. });
            each_transition(self.nfa.state(state), |low, high, to| {
                let read = Bytes::within(low, high);
                step.bytes = step.bytes.or(read);
                if !read.and(of_kind).is_empty() {
                    self.next.push(to);
                }
            });
        }
        step.strayed = !step.bytes.and(of_kind.not()).is_empty();
        self.next.sort_unstable();
        self.next.dedup();
        std::mem::swap(&mut self.front, &mut self.next);
        step
    }
}

/// Every byte that can stand in a match before its first `pivot`; `None` where a match may have none.
pub(crate) fn bytes_before(nfa: &NFA, pivot: u8) -> Option<Bytes> {
    let mut before = Bytes::default();
    let others = Bytes::within(pivot, pivot).not();
    let mut seen = vec![false; nfa.states().len()];
    let mut front = vec![nfa.start_anchored()];
    let mut closure = Closure::default();
    while let Some(from) = front.pop() {
        for &state in closure.of(nfa, &[from], false, None) {
            if std::mem::replace(&mut seen[state.as_usize()], true) {
                continue;
            }
            if matches!(nfa.state(state), State::Match { .. }) {
                return None;
            }
            each_transition(nfa.state(state), |low, high, to| {
                let read = Bytes::within(low, high).and(others);
                before = before.or(read);
                if !read.is_empty() {
                    front.push(to);
                }
            });
        }
    }
    Some(before)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::classes::{ByteSet, DIGIT, WORD, classifier};
    use crate::compiled::Compiled;
    use crate::pattern::Automaton;

    fn pattern(regex: &str) -> Compiled {
        Compiled::new(regex).expect("the test's pattern compiles")
    }

    fn index_of(regex: &str) -> ShapeIndex {
        ShapeIndex::new(&[(0u16, &Fits::of(pattern(regex).nfa()))])
    }

    fn key_of(text: &[u8]) -> usize {
        let mut blocks = Vec::new();
        classifier(ByteSet::default(), ByteSet::default(), Default::default())
            .classify(text, &mut blocks);
        key_at(text, 0, blocks[0][WORD], blocks[0][DIGIT])
    }

    const REGEXES: [&str; 13] = [
        r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b",
        r"\b[0-9]{8} ?-?[A-Z]\b",
        r"\b[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?\b",
        r"\b[0-9]{13,19}\b",
        r"\b[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]\b",
        r"\b0[0-9]{4}[ -]?[0-9]{6}\b",
        r"\b[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}\b",
        r"\b[A-Za-z0-9/+]{40}\b",
        r"\b[0-9]{9}",
        // Longer than what is analysed.
        r"\b[A-Z]{2}[0-9]{70,200}[a-z]{2}",
        r"\bab[a-z0-9]{66,90}\.[0-9]{2}\b",
        r"\b(?:[a-z][0-9]{3}){70}-[0-9]{2}\b",
        r"\b[0-9](?:[A-Z]{1,80}/){1,70}[0-9]",
    ];

    proptest! {
        /// The index may be generous, never strict: whatever matches has a key that fits.
        #[test]
        fn text_that_matches_has_a_shape_that_fits(
            which in 0..REGEXES.len(), seed in any::<u64>(), tail in "[ -~é]{0,12}"
        ) {
            let automaton = Automaton::of(REGEXES[which]).expect("it compiles");
            let text = format!("{}{tail}", sample(REGEXES[which], seed));
            prop_assume!(automaton.end(text.as_bytes(), 0, text.len()).is_some());
            let index = index_of(REGEXES[which]);
            prop_assert!(index.list(key_of(text.as_bytes())) != 0, "{}", text);
        }
    }

    /// A text the regex is likely to match, drawn by a small generator.
    fn sample(regex: &str, mut seed: u64) -> String {
        let mut draw = |n: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % n
        };
        let hir =
            regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(regex);
        let mut text = String::new();
        write(&hir.expect("parses"), &mut text, &mut draw);
        text
    }

    fn write(hir: &regex_syntax::hir::Hir, text: &mut String, draw: &mut impl FnMut(u64) -> u64) {
        use regex_syntax::hir::{Class, HirKind};
        match hir.kind() {
            HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(Class::Bytes(class)) => {
                let ranges: Vec<_> = class.iter().collect();
                let range = ranges[draw(ranges.len() as u64) as usize];
                let span = u64::from(range.end() - range.start()) + 1;
                text.push(char::from(range.start() + draw(span) as u8));
            }
            HirKind::Repetition(repeat) => {
                let most = repeat.max.unwrap_or(repeat.min + 3);
                let times = u64::from(repeat.min) + draw(u64::from(most - repeat.min) + 1);
                (0..times).for_each(|_| write(&repeat.sub, text, draw));
            }
            HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, text, draw)),
            HirKind::Alternation(parts) => {
                let part = draw(parts.len() as u64) as usize;
                write(&parts[part], text, draw);
            }
            HirKind::Capture(capture) => write(&capture.sub, text, draw),
            _ => {}
        }
    }

    #[test]
    fn most_shapes_are_ruled_out() {
        let index = index_of(REGEXES[0]);
        let fits = |text: &str| index.list(key_of(text.as_bytes())) != 0;
        assert!(fits("123-45-6789"));
        assert!(!fits("123-456-789"));
        assert!(!fits("2026-11-21"));
        assert!(!fits("a123-45-6789"));
        assert!(!fits("123.45.6789"));
    }

    #[test]
    fn an_end_boundary_rules_out_longer_runs() {
        let index = index_of(r"\b[0-9]{9}\b");
        assert_ne!(index.list(key_of(b"123456789,")), 0);
        assert_eq!(index.list(key_of(b"1234567890")), 0);
    }

    #[test]
    fn what_stands_before_the_first_digit_is_told() {
        let digit_free = Bytes::within(b'0', b'9').not();
        let before = |regex| prefix_within(pattern(regex).nfa(), 16, digit_free);
        assert_eq!(before(REGEXES[0]), Some(Bytes::default()));
        assert_eq!(before(REGEXES[4]), Some(Bytes::within(b'A', b'Z')));
        let signs = Bytes::of(|byte| b"-.x".contains(&byte));
        assert_eq!(before(r"\bx(?:[.-]{0,2}|9,)[0-9]{3}"), Some(signs));
        assert_eq!(before(r"\b[a-z]+[0-9]"), None);
    }
}
