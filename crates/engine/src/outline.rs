//! Outlines of patterns, which the sieve walks over: any digit will do where the pattern asks for some digits,
//! and any letter where it asks for some letters.

use std::borrow::Cow;

use regex_automata::nfa::thompson::{Builder, Compiler, NFA, State, Transition};
use regex_automata::util::look::Look;
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Repetition};
use serde::{Deserialize, Serialize};

use crate::compiled::thompson_config;
use crate::shape::each_transition;
use crate::sieve::SIEVED_BYTES_MAX;

/// The outline of one pattern as an automaton.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outline<'s> {
    /// Whether it is all of the pattern.
    pub(crate) exact: bool,
    /// The place of the first state, and the states, one behind the other; those of many patterns are the same.
    #[serde(borrow)]
    pub(crate) states: Cow<'s, [u8]>,
}

/// A state of the library's automata; others are known by their places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Node {
    Match,
    Fail,
    /// The bytes from the first to the second lead to the third.
    Range(u8, u8, u32),
    Sparse(Vec<(u8, u8, u32)>),
    /// By the number that the library gives to what is looked for.
    Look(u32, u32),
    Union(Vec<u32>),
}

impl Outline<'_> {
    /// That of a pattern, where it can take part in the sieve.
    pub(crate) fn of(hir: &Hir) -> Option<Self> {
        let properties = hir.properties();
        if properties.maximum_len().is_none_or(|bytes| bytes > SIEVED_BYTES_MAX)
            || properties.look_set().contains_anchor()
        {
            return None;
        }
        let outline = outline(hir);
        let config = thompson_config().nfa_size_limit(None);
        let nfa = Compiler::new().configure(config).build_from_hir(&outline).ok()?;
        let (start, nodes) = nodes(&nfa);
        let mut states = postcard::to_allocvec(&start).ok()?;
        for node in nodes {
            states = postcard::to_extend(&node, states).ok()?;
        }
        Some(Self { exact: outline == *hir, states: states.into() })
    }
}

/// Outlines as one automaton, each a pattern, for searches that begin at a place; `None` where it is too large.
pub(crate) fn joined(outlines: &[&[u8]]) -> Option<NFA> {
    let mut builder = Builder::new();
    builder.set_utf8(false);
    let mut before = 0;
    let mut starts = Vec::with_capacity(outlines.len());
    for states in outlines {
        let (start, behind) = add(&mut builder, states, before)?;
        starts.push(start);
        before = behind;
    }
    let start = builder.add_union(starts).ok()?;
    builder.build(start, start).ok()
}

/// Adds states as a pattern, of which so many stand before. Returns the first of them, and how many there are then.
fn add(builder: &mut Builder, states: &[u8], before: usize) -> Option<(StateID, usize)> {
    // No state takes less than a byte.
    StateID::new(before + states.len()).ok()?;
    let id = |place: u32| StateID::must(before + place as usize);
    let transition = |(start, end, next)| Transition { start, end, next: id(next) };
    let (start, mut states): (u32, _) = postcard::take_from_bytes(states).ok()?;
    builder.start_pattern().ok()?;
    let mut behind = before;
    while !states.is_empty() {
        let (node, rest) = postcard::take_from_bytes(states).ok()?;
        let added = match node {
            Node::Match => builder.add_match(),
            Node::Fail => builder.add_fail(),
            Node::Range(start, end, next) => builder.add_range(transition((start, end, next))),
            Node::Sparse(all) => builder.add_sparse(all.into_iter().map(transition).collect()),
            Node::Look(look, next) => builder.add_look(id(next), Look::from_repr(look)?),
            Node::Union(all) => builder.add_union(all.into_iter().map(id).collect()),
        };
        behind = added.ok()?.as_usize() + 1;
        states = rest;
    }
    builder.finish_pattern(id(start)).ok()?;
    Some((id(start), behind))
}

/// The states that a search from a place can come to, in their order, and the first of them.
fn nodes(nfa: &NFA) -> (u32, Vec<Node>) {
    let mut places: Vec<Option<u32>> = vec![None; nfa.states().len()];
    let mut front = vec![nfa.start_anchored()];
    while let Some(id) = front.pop() {
        if places[id.as_usize()].replace(0).is_none() {
            each_next(nfa.state(id), |next| front.push(next));
        }
    }
    (0..).zip(places.iter_mut().flatten()).for_each(|(number, place)| *place = number);
    let place = |id: &StateID| places[id.as_usize()].expect("it was come to");
    let reached = nfa.states().iter().zip(&places).filter(|(_, place)| place.is_some());
    let node = |state: &State| match state {
        State::Match { .. } => Node::Match,
        State::Fail => Node::Fail,
        State::ByteRange { trans } => Node::Range(trans.start, trans.end, place(&trans.next)),
        State::Sparse(_) | State::Dense(_) => {
            let mut all = Vec::new();
            each_transition(state, |low, high, next| all.push((low, high, place(&next))));
            Node::Sparse(all)
        }
        State::Look { look, next } => Node::Look(look.as_repr(), place(next)),
        State::Union { alternates } => Node::Union(alternates.iter().map(place).collect()),
        State::BinaryUnion { alt1, alt2 } => Node::Union(vec![place(alt1), place(alt2)]),
        State::Capture { next, .. } => Node::Union(vec![place(next)]),
    };
    (place(&nfa.start_anchored()), reached.map(|(state, _)| node(state)).collect())
}

/// Calls `each` with every state that one leads to.
fn each_next(state: &State, mut each: impl FnMut(StateID)) {
    match state {
        State::Look { next, .. } | State::Capture { next, .. } => each(*next),
        State::Union { alternates } => alternates.iter().copied().for_each(each),
        State::BinaryUnion { alt1, alt2 } => [*alt1, *alt2].into_iter().for_each(each),
        _ => each_transition(state, |_, _, next| each(next)),
    }
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
        &HirKind::Repetition(Repetition { min, max, greedy, ref sub }) => {
            Hir::repetition(Repetition { min, max, greedy, sub: Box::new(outline(sub)) })
        }
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
