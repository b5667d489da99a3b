//! Values drawn from a pattern, the same on every machine: what checks are measured on, and what
//! examples are made of.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

use crate::examples::splitmix;

/// A repetition is drawn this much beyond its least at most.
const REPEATS_MAX: u32 = 64;

/// Length of the shortest match made of the allowed bytes alone; `None` when there is none.
pub(crate) fn shortest(hir: &Hir, allowed: &dyn Fn(u8) -> bool) -> Option<usize> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(0),
        HirKind::Literal(literal) => {
            literal.0.iter().all(|byte| allowed(*byte)).then_some(literal.0.len())
        }
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().flat_map(|range| range.start()..=range.end()).any(allowed).then_some(1)
        }
        HirKind::Class(Class::Unicode(class)) => ascii(class).any(allowed).then_some(1),
        HirKind::Capture(capture) => shortest(&capture.sub, allowed),
        HirKind::Repetition(repetition) if repetition.min == 0 => Some(0),
        HirKind::Repetition(repetition) => {
            shortest(&repetition.sub, allowed).map(|bytes| bytes * repetition.min as usize)
        }
        HirKind::Concat(parts) => parts.iter().map(|part| shortest(part, allowed)).sum(),
        HirKind::Alternation(branches) => {
            branches.iter().filter_map(|branch| shortest(branch, allowed)).min()
        }
    }
}

/// The characters of a class that are ASCII.
fn ascii(class: &ClassUnicode) -> impl Iterator<Item = u8> {
    let ranges = class.iter().flat_map(|range| range.start()..=range.end().min('\x7F'));
    ranges.filter_map(|c| u8::try_from(c).ok())
}

fn below(state: &mut u64, bound: usize) -> usize {
    (splitmix(state) % bound.max(1) as u64) as usize
}

/// Writes a random match made of the allowed bytes; only for trees that have one.
pub(crate) fn draw(hir: &Hir, allowed: &dyn Fn(u8) -> bool, state: &mut u64, value: &mut Vec<u8>) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Class(Class::Unicode(class)) => {
            let at = below(state, ascii(class).filter(|byte| allowed(*byte)).count());
            value.extend(ascii(class).filter(|byte| allowed(*byte)).nth(at));
        }
        HirKind::Literal(literal) => value.extend_from_slice(&literal.0),
        HirKind::Class(Class::Bytes(class)) => {
            let bytes = || class.iter().flat_map(|range| range.start()..=range.end());
            let at = below(state, bytes().filter(|byte| allowed(*byte)).count());
            value.extend(bytes().filter(|byte| allowed(*byte)).nth(at));
        }
        HirKind::Capture(capture) => draw(&capture.sub, allowed, state, value),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX).min(repetition.min + REPEATS_MAX);
            // A part that cannot be drawn is left out where it may be.
            let most = if shortest(&repetition.sub, allowed).is_some() { most } else { 0 };
            let more = most.saturating_sub(repetition.min) as usize;
            for _ in 0..repetition.min as usize + below(state, more + 1) {
                draw(&repetition.sub, allowed, state, value);
            }
        }
        HirKind::Concat(parts) => parts.iter().for_each(|part| draw(part, allowed, state, value)),
        HirKind::Alternation(branches) => {
            let possible: Vec<&Hir> =
                branches.iter().filter(|branch| shortest(branch, allowed).is_some()).collect();
            if let Some(branch) = possible.get(below(state, possible.len())) {
                draw(branch, allowed, state, value);
            }
        }
    }
}

/// A value that fits, of letters and digits if it may be; another number draws another one. `None` when there is
/// none of printable characters.
pub(crate) fn value(hir: &Hir, number: u64) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    let printable =
        |byte: u8| (byte.is_ascii_graphic() || byte == b' ') && !b"<>{}".contains(&byte);
    let any = |_: u8| true;
    let kinds: [&dyn Fn(u8) -> bool; 3] = [&plain, &printable, &any];
    let allowed = kinds.into_iter().find(|kind| shortest(hir, kind).is_some())?;
    let (mut state, mut value) = (number, Vec::new());
    draw(hir, allowed, &mut state, &mut value);
    let value = String::from_utf8(value).ok()?;
    let is_mark = |c: char| c.is_control() || "<>{}".contains(c);
    (!value.is_empty() && !value.contains(is_mark)).then_some(value)
}
