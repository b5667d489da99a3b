//! Literals that patterns begin with, looked up by their first three bytes where bitmaps show that a
//! word begins: an automaton over every byte costs ten times as much.

use crate::classes::ByteSet;

/// Words of 64 bits in the filter of first bytes.
const FILTER_WORDS: usize = 512;

/// Literals by their first three bytes.
pub(crate) struct LiteralIndex {
    filter: Box<[u64; FILTER_WORDS]>,
    /// Literals and their automata, in rising order.
    literals: Vec<(Vec<u8>, u16)>,
}

/// The word and bit of three bytes, of which the first stands lowest.
#[inline]
fn filter_bit(three: u32) -> (usize, u64) {
    let hash = three.wrapping_mul(0x9E37_79B1) >> 17;
    ((hash >> 6) as usize, 1 << (hash & 63))
}

fn three_of(bytes: [u8; 3]) -> u32 {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0])
}

impl LiteralIndex {
    /// Takes literals that begin with three ASCII bytes, with their automata.
    pub(crate) fn new(mut literals: Vec<(Vec<u8>, u16)>) -> Self {
        literals.sort_unstable();
        literals.dedup();
        let mut filter = Box::new([0; FILTER_WORDS]);
        for (literal, _) in &literals {
            if let Some(&first) = literal.first_chunk::<3>() {
                let (word, bit) = filter_bit(three_of(first));
                filter[word] |= bit;
            }
        }
        Self { filter, literals }
    }

    /// What literals have for their first, second and third bytes.
    pub(crate) fn bytes(&self) -> [ByteSet; 3] {
        std::array::from_fn(|at| {
            ByteSet::of(|byte| {
                self.literals.iter().any(|(literal, _)| literal.get(at) == Some(&byte))
            })
        })
    }

    /// Whether a literal may begin at `at`.
    #[inline]
    pub(crate) fn may_begin(&self, text: &[u8], at: usize) -> bool {
        let three = match text[at..].first_chunk::<4>() {
            Some(&bytes) => u32::from_le_bytes(bytes) & 0x00FF_FFFF,
            None => match text[at..].first_chunk::<3>() {
                Some(&bytes) => three_of(bytes),
                None => return false,
            },
        };
        let (word, bit) = filter_bit(three);
        self.filter[word] & bit != 0
    }

    /// The automata of the literals that stand at the beginning of `text`; an automaton with several
    /// such literals comes once for each.
    pub(crate) fn at<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = u16> + 'a {
        let first = &text[..text.len().min(3)];
        let from = self.literals.partition_point(|(literal, _)| literal.as_slice() < first);
        let near = self.literals[from..].iter().take_while(move |(l, _)| l.starts_with(first));
        near.filter(|(literal, _)| text.starts_with(literal)).map(|(_, automaton)| *automaton)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_literal_that_stands_there_is_told() {
        let literal = |text: &str| text.as_bytes().to_vec();
        let index = LiteralIndex::new(vec![
            (literal("xox"), 1),
            (literal("xoxb-"), 2),
            (literal("xoxp-"), 3),
            (literal("-----BEGIN"), 4),
        ]);
        let told = |text: &str| -> Vec<u16> {
            if index.may_begin(text.as_bytes(), 0) {
                index.at(text.as_bytes()).collect()
            } else {
                Vec::new()
            }
        };
        assert_eq!(told("xoxb-1"), [1, 2]);
        assert_eq!(told("xox"), [1]);
        assert_eq!(told("xo"), [0u16; 0]);
        assert_eq!(told("-----BEGIN X"), [4]);
        let bytes = index.bytes();
        assert!(bytes[0].has(b'-') && bytes[1].has(b'o') && !bytes[1].has(b'x'));
    }
}
