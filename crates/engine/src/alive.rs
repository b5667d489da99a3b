//! Which outlines may still match what goes on for long: asked where a walk ends early, of the first bytes alone.

use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::primitives::StateID;

use crate::shape::{Closure, each_transition};

/// Bytes that are looked at.
const PLACES: usize = 96;
/// Those that are looked at for all outlines together.
const FIRST_PLACES: usize = 8;

/// By place, class of byte and outline: a bit where a match may have such a byte there, or may have ended before.
pub(crate) struct Alive {
    bits: Vec<u64>,
    /// By place and outline: a bit where a match may have ended before, which no byte behind it can rule out.
    ended: Vec<u64>,
    classes: Box<[u8; 256]>,
    /// Classes of bytes.
    stride: usize,
    /// Words of a set of outlines.
    words: usize,
}

impl Alive {
    /// Of outlines as one automaton, each a pattern.
    pub(crate) fn of(nfa: &NFA) -> Self {
        let of_nfa = nfa.byte_classes();
        let classes: Box<[u8; 256]> = Box::new(std::array::from_fn(|byte| of_nfa.get(byte as u8)));
        let stride = of_nfa.alphabet_len();
        let words = nfa.pattern_len().div_ceil(u64::BITS as usize);
        let bits = vec![0; PLACES * stride * words];
        let mut alive = Self { bits, ended: Vec::new(), classes, stride, words };
        let mut closure = Closure::default();
        let mut ended = vec![0; PLACES * words];
        for pattern in nfa.patterns() {
            let Some(start) = nfa.start_pattern(pattern) else { continue };
            let end = alive.add(nfa, &mut closure, (pattern.as_usize(), start));
            for place in end..PLACES {
                ended[place * words + pattern.as_usize() / 64] |= 1 << (pattern.as_usize() % 64);
            }
        }
        let rows = alive.bits.chunks_exact_mut(words).enumerate();
        for (bits, ended) in
            rows.flat_map(|(row, bits)| bits.iter_mut().zip(&ended[row / stride * words..]))
        {
            *bits |= ended;
        }
        alive.ended = ended;
        alive
    }

    /// Adds an outline. Returns the first place that a match may have ended before.
    fn add(
        &mut self,
        nfa: &NFA,
        closure: &mut Closure,
        (outline, start): (usize, StateID),
    ) -> usize {
        let (word, bit) = (outline / 64, 1 << (outline % 64));
        let mut front = vec![start];
        for place in 0..PLACES {
            // Whatever stands around: what is looked for at borders may be there.
            let reached = closure.of(nfa, &front, true, None);
            let may_end = |&state: &StateID| matches!(nfa.state(state), State::Match { .. });
            if reached.iter().any(may_end) {
                return place;
            }
            let mut next = Vec::new();
            for &state in reached {
                each_transition(nfa.state(state), |low, high, to| {
                    let class = |byte: u8| usize::from(self.classes[usize::from(byte)]);
                    for row in place * self.stride + class(low)..=place * self.stride + class(high)
                    {
                        self.bits[row * self.words + word] |= bit;
                    }
                    next.push(to);
                });
            }
            next.sort_unstable();
            next.dedup();
            front = next;
        }
        PLACES
    }

    /// Adds the outlines that may match at the beginning of `text`, as a set of bits.
    pub(crate) fn tell(&self, text: &[u8], told: &mut Vec<u64>) {
        let row = |(place, &byte): (usize, &u8)| {
            let row = place * self.stride + usize::from(self.classes[usize::from(byte)]);
            &self.bits[row * self.words..][..self.words]
        };
        let text = &text[..text.len().min(PLACES)];
        let (first, rest) = text.split_at(text.len().min(FIRST_PLACES));
        let from = told.len();
        told.resize(from + self.words, u64::MAX);
        let told = &mut told[from..];
        for row in first.iter().enumerate().map(row) {
            told.iter_mut().zip(row).for_each(|(told, bits)| *told &= bits);
        }
        // By then few are left, and of most of them a match may have ended.
        for (word, told) in told.iter_mut().enumerate() {
            for (place, byte) in (FIRST_PLACES..).zip(rest) {
                if *told & !self.ended[place * self.words + word] == 0 {
                    break;
                }
                *told &= row((place, byte))[word];
            }
        }
    }
}
