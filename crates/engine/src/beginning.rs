//! What the first bytes of a token tell of the automata that may match there: most tokens are ruled out by a
//! few look-ups, whatever their shape.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex_automata::nfa::thompson::NFA;
use serde::{Deserialize, Serialize};

use crate::bytes::Bytes;
use crate::classes::{BLOCK_BYTES, is_caps, is_run};
use crate::plan::RUN_BYTES;
use crate::shape::{bytes_at, prefix_of};

/// Bytes of a token that are looked at.
const BYTES: usize = 8;
/// Bytes of a token that are looked at first.
const EARLY_BYTES: usize = 3;
/// Bytes of a run that are counted.
const RUN_MAX: usize = 64;
/// Automata of one beginning, or of much the same, share a bit.
const GROUPS: usize = Groups::BITS as usize;

/// The text of a block with the bytes behind it that tell of what begins in it. Behind the end of the text stand
/// zeros, which rule out only what is cut short.
pub(crate) type Near = [u8; NEAR_BYTES];
pub(crate) const NEAR_BYTES: usize = BLOCK_BYTES + BYTES;

/// The text from `base` on; `padded` is for its end.
#[inline]
pub(crate) fn near<'t>(text: &'t [u8], base: usize, padded: &'t mut Near) -> &'t Near {
    let behind = &text[base..];
    behind.first_chunk().unwrap_or_else(|| {
        padded[..behind.len()].copy_from_slice(behind);
        padded
    })
}

/// The byte so far behind a place in a block.
#[inline]
fn byte(near: &Near, place: u32, by: usize) -> usize {
    near[place as usize % BLOCK_BYTES + by].into()
}

/// A set of groups of automata, a bit each.
pub(crate) type Groups = u128;

/// Which automata may match, by the first bytes of a token and by the length of the run it begins with.
pub(crate) struct Beginnings {
    /// By place and byte, for what begins with less than [`RUN_BYTES`] of a run: a bit for several groups.
    early: Box<[[u64; 256]; EARLY_BYTES]>,
    /// By place and byte.
    at: Box<[[Groups; 256]; BYTES]>,
    /// By length of the run.
    by_run: Box<[Groups; RUN_MAX + 1]>,
    /// By length of what may be a document number in capitals.
    by_caps: Box<[Groups; RUN_MAX + 1]>,
    /// By list of the shape index.
    of_list: Vec<Groups>,
    /// By sign that matches begin with.
    of_sign: Vec<Groups>,
    /// Those that have an automaton which is tried where no keyword is.
    free: Groups,
}

/// What is known of the matches of one automaton.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Beginning {
    /// They begin with so many bytes at least that tokens are made of.
    pub(crate) run: usize,
    /// And with so many at least that document numbers in capitals are made of.
    caps: usize,
    /// The bytes that they have at their first places.
    at: [Bytes; BYTES],
}

impl Beginning {
    pub(crate) fn of(nfa: &NFA) -> Self {
        let kinds = [Bytes::of(is_run), Bytes::of(is_caps)];
        let [run, caps] = kinds.map(|kind| prefix_of(nfa, RUN_MAX, kind));
        Self { run, caps, at: bytes_at(nfa) }
    }

    /// That of its outline, which a walk tells.
    fn of_outline(&self) -> Self {
        let mut outline = self.clone();
        outline.at.iter_mut().skip(1).for_each(|bytes| *bytes = widened(*bytes));
        outline
    }
}

/// With what outlines do not tell apart (`sieve`), and more.
fn widened(bytes: Bytes) -> Bytes {
    let alike =
        [(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')].map(|(low, high)| Bytes::within(low, high));
    let met = alike.into_iter().filter(|alike| !alike.and(bytes).is_empty());
    met.fold(bytes, Bytes::or)
}

/// An automaton by its number, whether it is tried where no keyword is, and how its matches begin.
type Known = (u16, bool, Beginning);

/// What tells of the automata that are tried where no keyword is, made when it is first needed.
pub(crate) struct Free {
    known: Vec<Known>,
    made: OnceLock<Beginnings>,
}

impl Free {
    /// Takes the lists of the shape index and those of signs.
    #[inline]
    pub(crate) fn beginnings(&self, lists: (&[Vec<u16>], &[Vec<u16>])) -> &Beginnings {
        self.made.get_or_init(|| Beginnings::new(self.known.iter().cloned(), lists))
    }
}

impl Beginnings {
    /// Takes how the automata of the shape index begin, with their numbers, its lists, those of signs, and which of the
    /// automata have patterns that wait for a keyword, and patterns that do not. Returns what tells of all, and
    /// what tells of those alone that are tried where no keyword is.
    pub(crate) fn of_all_and_free(
        shaped: impl Iterator<Item = (u16, Beginning)>,
        lists: (&[Vec<u16>], &[Vec<u16>]),
        (waits, is_free): (impl Fn(u16) -> bool, impl Fn(u16) -> bool),
    ) -> (Self, Free) {
        let of = |(number, beginning)| (number, is_free(number), beginning);
        let known: Vec<Known> = shaped.map(of).collect();
        // Of what waits the outline counts, because the cell of such a candidate is noted before the automaton
        // itself is asked.
        let all = known.iter().map(|(number, is_free, beginning)| match waits(*number) {
            true => (*number, *is_free, beginning.of_outline()),
            false => (*number, *is_free, beginning.clone()),
        });
        let all = Self::new(all, lists);
        let free = known.into_iter().filter(|&(_, is_free, _)| is_free).collect();
        (all, Free { known: free, made: OnceLock::new() })
    }

    fn new(known: impl Iterator<Item = Known>, (lists, signs): (&[Vec<u16>], &[Vec<u16>])) -> Self {
        let mut alike: BTreeMap<(bool, Beginning), Vec<u16>> = BTreeMap::new();
        for (number, is_free, beginning) in known {
            alike.entry((is_free, beginning)).or_default().push(number);
        }
        let mut at = Box::new([[0; 256]; BYTES]);
        let mut early = Box::new([[0; 256]; EARLY_BYTES]);
        let mut by_run = Box::new([0; RUN_MAX + 1]);
        let mut by_caps = by_run.clone();
        // By place: what may have any byte there.
        let mut any: [(Groups, u64); BYTES] = Default::default();
        let mut group_of = Vec::new();
        let count = alike.len();
        let mut free = 0;
        // Neighbours in their order have much in common.
        for (index, ((is_free, beginning), numbers)) in alike.into_iter().enumerate() {
            let number = index * GROUPS / count.max(GROUPS);
            let group: Groups = 1 << number;
            free |= if is_free { group } else { 0 };
            let short = u64::from(beginning.run < RUN_BYTES) << (number * 64 / GROUPS);
            for (place, bytes) in beginning.at.iter().enumerate() {
                if *bytes == Bytes::ALL {
                    any[place].0 |= group;
                    any[place].1 |= short;
                    continue;
                }
                for byte in bytes.iter().map(usize::from) {
                    at[place][byte] |= group;
                    if let Some(early) = early.get_mut(place) {
                        early[byte] |= short;
                    }
                }
            }
            by_run[beginning.run..].iter_mut().for_each(|groups| *groups |= group);
            by_caps[beginning.caps..].iter_mut().for_each(|groups| *groups |= group);
            for number in numbers.into_iter().map(usize::from) {
                group_of.resize(group_of.len().max(number + 1), 0);
                group_of[number] = group;
            }
        }
        for (place, (group, short)) in any.into_iter().enumerate() {
            at[place].iter_mut().for_each(|groups| *groups |= group);
            let early = early.get_mut(place).into_iter().flatten();
            early.for_each(|groups| *groups |= short);
        }
        let of_list = |list: &Vec<u16>| {
            let groups = list.iter().filter_map(|&number| group_of.get(usize::from(number)));
            groups.fold(0, |all, group| all | group)
        };
        let of_lists = |lists: &[Vec<u16>]| lists.iter().map(of_list).collect();
        let (of_list, of_sign) = (of_lists(lists), of_lists(signs));
        Self { early, at, by_run, by_caps, of_list, of_sign, free }
    }

    /// Those of some groups that are tried where no keyword is.
    #[inline]
    pub(crate) fn free(&self, groups: Groups) -> Groups {
        groups & self.free
    }

    /// Whether something may match what begins at a place, where no run of [`RUN_BYTES`] stands.
    #[inline]
    pub(crate) fn may_be_short(&self, near: &Near, place: u32) -> bool {
        let groups = |by: usize| self.early[by][byte(near, place, by)];
        groups(0) & groups(1) & groups(2) != 0
    }

    /// The groups that may match what begins at a place.
    #[inline]
    pub(crate) fn of(&self, near: &Near, place: u32) -> Groups {
        let groups = |by: usize| self.at[by][byte(near, place, by)];
        let first = groups(0) & groups(1) & groups(2) & groups(3);
        if first == 0 { 0 } else { first & groups(4) & groups(5) & groups(6) & groups(7) }
    }

    /// Those that may match what begins with so many bytes that tokens are made of, and so many that document
    /// numbers in capitals are made of.
    #[inline]
    pub(crate) fn of_runs(&self, run: u32, caps: u32) -> Groups {
        self.by_run[(run as usize).min(RUN_MAX)] & self.by_caps[(caps as usize).min(RUN_MAX)]
    }

    /// Those that have an automaton in a list of the shape index.
    #[inline]
    pub(crate) fn of_list(&self, list: usize) -> Groups {
        self.of_list[list]
    }

    /// Those that have an automaton which begins with a sign.
    #[inline]
    pub(crate) fn of_sign(&self, sign: u8) -> Groups {
        self.of_sign[usize::from(sign)]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::classes::is_word;
    use crate::compiled::Compiled;
    use crate::pattern::Automaton;

    const PATTERNS: [&str; 8] = [
        r"\b[0-9]{9}\b",
        r"\b[2-6][0-9]{3}[ -]?[0-9]{4}\b",
        r"\bDE[0-9]{3}",
        r"\b[A-Z][A-Z0-9<]{9}",
        r"\b[A-Za-z0-9+/_-]{16}",
        r"\b[0-9]{1,2}\b",
        r"\b[a-c]9?\.[0-9]+x?",
        r"/[0-9]{2}",
    ];

    fn automata() -> Vec<(u16, Automaton)> {
        (0u16..).zip(PATTERNS).map(|(n, p)| (n, Automaton::of(p).expect(p))).collect()
    }

    fn beginnings(automata: &[(u16, Automaton)], waits: bool) -> Beginnings {
        all_and_free(automata, waits, |_| true).0
    }

    fn all_and_free(
        automata: &[(u16, Automaton)],
        waits: bool,
        is_free: impl Fn(u16) -> bool,
    ) -> (Beginnings, Beginnings) {
        let begin = |(number, automaton): &(u16, Automaton)| {
            let compiled = Compiled::new(automaton.regex()).expect("it was compiled before");
            (*number, Beginning::of(compiled.nfa()))
        };
        let alone: Vec<Vec<u16>> = automata.iter().map(|(number, _)| vec![*number]).collect();
        let lists = (alone.as_slice(), alone.as_slice());
        let (all, free) =
            Beginnings::of_all_and_free(automata.iter().map(begin), lists, (|_| waits, is_free));
        (all, Beginnings::new(free.known.into_iter(), lists))
    }

    /// What is left at a place, as the scanner asks.
    fn left(beginnings: &Beginnings, text: &[u8], at: usize) -> Groups {
        let run = |of_kind: fn(u8) -> bool| {
            text[at..].iter().take(RUN_MAX).take_while(|&&byte| of_kind(byte)).count()
        };
        let (run, caps) = (run(is_run), run(is_caps));
        let mut padded = [0; NEAR_BYTES];
        let near = near(text, at, &mut padded);
        if run < RUN_BYTES && !beginnings.may_be_short(near, 0) {
            return 0;
        }
        beginnings.of(near, 0) & beginnings.of_runs(run as u32, caps as u32)
    }

    proptest! {
        #[test]
        fn what_matches_is_never_ruled_out(text in "[0-9A-FDEa-cx<+/_. -]{1,40}", waits: bool) {
            let automata = automata();
            let is_free = |number| number % 2 == 0;
            let (all, free) = all_and_free(&automata, waits, is_free);
            let text = text.as_bytes();
            for at in (0..text.len()).filter(|&at| at == 0 || !is_word(text[at - 1])) {
                let (left_of_all, left_of_free) = (left(&all, text, at), left(&free, text, at));
                for (number, automaton) in &automata {
                    let list = usize::from(*number);
                    if automaton.end(text, at, text.len()).is_some() {
                        prop_assert_ne!(left_of_all & all.of_list(list), 0);
                        prop_assert_eq!(left_of_free & free.of_list(list) != 0, is_free(*number));
                    } else if !is_free(*number) {
                        prop_assert_eq!(free.of_list(list), 0);
                    }
                }
            }
        }
    }

    #[test]
    fn other_bytes_and_short_runs_rule_out() {
        let automata = automata();
        let told = |text: &str, waits| -> Vec<usize> {
            let beginnings = beginnings(&automata, waits);
            let left = left(&beginnings, text.as_bytes(), 0);
            (0..PATTERNS.len()).filter(|&list| beginnings.of_list(list) & left != 0).collect()
        };
        assert_eq!(told("1234,5678", false), [5]);
        assert_eq!(told("2234-5678 ", false), [1, 5]);
        assert_eq!(told("DE123X", false), [2]);
        assert_eq!(told("DE12X", false), [0usize; 0]);
        assert_eq!(told("EE12X", false), [0usize; 0]);
        assert_eq!(told("EE12345678x", false), [3]);
        assert_eq!(told("/125", false), [7]);
    }

    #[test]
    fn where_a_keyword_is_waited_for_any_digit_stands_for_another() {
        let automata = vec![(0, Automaton::of(r"\b[0-9][5-7][0-9]{4}\b").expect("a regex"))];
        let left = |waits| left(&beginnings(&automata, waits), b"112345", 0);
        assert_eq!(left(false), 0);
        assert_ne!(left(true), 0);
    }
}
