//! Literals that may stand anywhere, within words too, or that begin beyond ASCII: sought by their first bytes, and
//! only there compared.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};
use magpie_bitmaps::{BLOCK_BYTES, ByteSet, Classifier};
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
    /// Others.
    Many(Box<Many>),
}

/// What many literals begin with.
struct Many {
    /// Their first, second and third bytes, and all of those that are beyond ASCII.
    classifier: Classifier<4, true>,
    /// The pairs of bytes that they begin with, a bit each.
    pairs: [u64; PAIR_WORDS],
}

/// Places of a block whose next two bytes are seen.
const SEEN_BYTES: usize = BLOCK_BYTES - 2;

impl Floating {
    /// Takes literals of three bytes at least, with the automata that begin with them. Of several that begin at one
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
        Some(Self::Many(Box::new(Many::of(literals))))
    }

    /// The next place in `text[from..to]` that a literal may begin at.
    fn next(&self, text: &[u8], from: usize, to: usize) -> Option<usize> {
        match self {
            Self::First([first, second, third]) => {
                memchr3(*first, *second, *third, text.get(from..to)?).map(|by| from + by)
            }
            Self::Many(many) => many.next(text, from, to),
        }
    }
}

impl Many {
    fn of(literals: &[(Vec<u8>, u16)]) -> Self {
        let mut pairs = [0; PAIR_WORDS];
        for (text, _) in literals {
            let (word, bit) = pair_bit([text[0], text[1]]);
            pairs[word] |= bit;
        }
        let has = |place: usize, byte: u8| literals.iter().any(|(text, _)| text[place] == byte);
        let [first, second, third] = [0, 1, 2].map(|place| ByteSet::of(|byte| has(place, byte)));
        let beyond = ByteSet::beyond(|byte| (0..3).any(|place| has(place, byte)));
        Self { classifier: Classifier::with_beyond([first, second, third, beyond]), pairs }
    }

    fn next(&self, text: &[u8], mut from: usize, to: usize) -> Option<usize> {
        while from < to {
            let near = text.get(from..)?;
            let [first, second, third, beyond] = self.classifier.block(near);
            let mut starts = (first | beyond) & (second | beyond) >> 1 & (third | beyond) >> 2;
            starts &= (1 << SEEN_BYTES.min(to - from)) - 1;
            while starts != 0 {
                let by = starts.trailing_zeros() as usize;
                starts &= starts - 1;
                let (word, bit) = pair_bit([near[by], near[by + 1]]);
                if self.pairs[word] & bit != 0 {
                    return Some(from + by);
                }
            }
            from += SEEN_BYTES;
        }
        None
    }
}

/// The word and the bit of two bytes.
fn pair_bit(pair: [u8; 2]) -> (usize, u64) {
    let pair = u16::from_le_bytes(pair);
    (usize::from(pair >> 6), 1 << (pair & 63))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_literal_is_met_wherever_it_stands(
            texts in prop::collection::btree_set("[a-f]{3,4}|[a-cäé]{3}", 1..12),
            pieces in prop::collection::vec("[a-f]{0,6}|[a-cäé]{0,3}|[x-z .]{0,40}", 0..12),
            from in 0usize..90, to in 0usize..200
        ) {
            let literals: Vec<(Vec<u8>, u16)> =
                texts.iter().zip(0..).map(|(text, number)| (text.as_bytes().to_vec(), number)).collect();
            let floating = Floating::new(&literals).expect("there are some");
            let text = pieces.concat().into_bytes();
            let to = to.min(text.len());
            let mut met = Vec::new();
            let mut at = from;
            while let Some((place, automata)) = floating.next(&text, at, to) {
                met.push((place, automata.to_vec()));
                at = place + 1;
            }
            let begins = |at: &usize| literals.iter().any(|(literal, _)| text[*at..].starts_with(literal));
            let places: Vec<usize> = (from..to).filter(begins).collect();
            let told: Vec<usize> = met.iter().map(|(place, _)| *place).collect();
            prop_assert_eq!(told, places);
            for (place, automata) in met {
                let standing = |(literal, _): &&(Vec<u8>, u16)| text[place..].starts_with(literal);
                for (_, number) in literals.iter().filter(standing) {
                    prop_assert!(automata.contains(number), "{number} at {place}");
                }
            }
        }
    }
}
