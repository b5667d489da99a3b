//! Literals that may stand anywhere, within words too, or that begin beyond ASCII: sought by their first bytes, and
//! only there compared.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};
use memchr::memchr3;

use crate::MATCH_BYTES_MAX;

/// First bytes that are sought together.
const FIRST_MAX: usize = 3;
/// Words of 64 bits for all pairs of bytes.
const PAIR_WORDS: usize = 1 << 10;

/// The literals.
pub(crate) struct Floating {
    comparer: AhoCorasick,
    /// By literal: the automata that may match where it stands.
    automata: Vec<Vec<u16>>,
    starts: Starts,
}

/// What literals begin with.
enum Starts {
    /// One of few bytes, the last of them again and again where they are fewer.
    First([u8; FIRST_MAX]),
    /// One of these pairs of bytes, a bit each.
    Pairs(Box<[u64; PAIR_WORDS]>),
}

impl Floating {
    /// Takes literals of two bytes at least, with the automata that begin with them. Of several that begin at one
    /// place only one is told, so each stands for those that go with it. `None` where there are none.
    pub(crate) fn new(literals: &[(Vec<u8>, u16)]) -> Option<Self> {
        let starts = Starts::of(literals)?;
        let mut texts: Vec<&[u8]> = literals.iter().map(|(text, _)| text.as_slice()).collect();
        texts.sort_unstable();
        texts.dedup();
        let goes_with = |text: &[u8]| {
            let kin = literals
                .iter()
                .filter(|(other, _)| other.starts_with(text) || text.starts_with(other));
            let mut automata: Vec<u16> = kin.map(|(_, automaton)| *automaton).collect();
            automata.sort_unstable();
            automata.dedup();
            automata
        };
        let automata = texts.iter().map(|text| goes_with(text)).collect();
        // Of its own accord the library would take a slower kind for so many.
        let comparer = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostFirst)
            .start_kind(StartKind::Anchored)
            .kind(Some(AhoCorasickKind::DFA))
            .prefilter(false)
            .build(&texts)
            .expect("short literals make an automaton");
        Some(Self { comparer, automata, starts })
    }

    /// The next place in `text[from..to]` where a literal begins, and the automata that may match there.
    pub(crate) fn next(&self, text: &[u8], mut from: usize, to: usize) -> Option<(usize, &[u16])> {
        loop {
            let at = self.starts.next(text, from, to)?;
            if let Some(automata) = self.compared(text, at) {
                return Some((at, automata));
            }
            from = at + 1;
        }
    }

    /// The automata that may match at this place.
    pub(crate) fn at(&self, text: &[u8], at: usize) -> &[u16] {
        let begins = self.starts.next(text, at, text.len().min(at + 1)).is_some();
        begins.then(|| self.compared(text, at)).flatten().unwrap_or_default()
    }

    fn compared(&self, text: &[u8], at: usize) -> Option<&[u16]> {
        let limit = text.len().min(at + MATCH_BYTES_MAX);
        let input = Input::new(text).span(at..limit).anchored(Anchored::Yes);
        let hit = self.comparer.find(input)?;
        Some(&self.automata[hit.pattern().as_usize()])
    }
}

impl Starts {
    fn of(literals: &[(Vec<u8>, u16)]) -> Option<Self> {
        let mut first: Vec<u8> = literals.iter().map(|(text, _)| text[0]).collect();
        first.sort_unstable();
        first.dedup();
        let last = *first.last()?;
        if first.len() <= FIRST_MAX {
            let of_few = |at: usize| first.get(at).copied().unwrap_or(last);
            return Some(Self::First(std::array::from_fn(of_few)));
        }
        let mut pairs = Box::new([0; PAIR_WORDS]);
        for (text, _) in literals {
            let (word, bit) = pair_bit([text[0], text[1]]);
            pairs[word] |= bit;
        }
        Some(Self::Pairs(pairs))
    }

    /// The next place in `text[from..to]` that a literal may begin at.
    fn next(&self, text: &[u8], from: usize, to: usize) -> Option<usize> {
        match self {
            Self::First([first, second, third]) => {
                memchr3(*first, *second, *third, text.get(from..to)?).map(|by| from + by)
            }
            Self::Pairs(pairs) => {
                let begins = |pair: &[u8; 2]| {
                    let (word, bit) = pair_bit(*pair);
                    pairs[word] & bit != 0
                };
                let near = text.get(from..text.len().min(to + 1))?;
                near.array_windows().position(begins).map(|by| from + by)
            }
        }
    }
}

/// The word and the bit of two bytes.
fn pair_bit(pair: [u8; 2]) -> (usize, u64) {
    let pair = u16::from_le_bytes(pair);
    (usize::from(pair >> 6), 1 << (pair & 63))
}
