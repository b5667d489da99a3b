//! Numbers written with other than ASCII spaces, dashes and digits, or with marks of no width in them.
//!
//! They are looked for only where such a character stands in what may be a number: a short stretch
//! around it is read plainly (`unicode`) and searched like any text. What is found stands where the
//! original text has it, and its value is the plain one.

use magpie_model::{Layout, Span, Window};

use super::{Found, Scanner, shifted};
use crate::Engine;
use crate::beside::{is_part_of_a_number, is_row_of_numbers};
use crate::classes::{BLOCK_BYTES, Block, DIGIT, OTHER, SETS, WORD, is_word};
use crate::pattern::Pattern;
use crate::searched::Searched;
use crate::shape::key_at;
use crate::unicode::{Plain, Plainly, places, plain};

/// How far before its first such character a match may begin...
const BEFORE_BYTES: usize = 64;
/// ...and how far behind the beginning of that it may end.
const BEHIND_BYTES: usize = 192;
/// What is read again where a match may go on behind that.
const LONGER_BYTES: usize = 1024;
/// What is read before the first possible start: borders, and the groups of a row.
const MARGIN_BYTES: usize = 32;
/// Separators that may stand between such a character and the number it belongs to.
const SEPARATORS_MAX: usize = 2;
/// Characters that are looked at for them, marks of no width included.
const MARKS_MAX: usize = 16;

/// Scratch.
#[derive(Default)]
pub(super) struct Disguises {
    places: Vec<Span>,
    plainly: Plainly,
    blocks: Vec<Block>,
}

/// The value of a match as its characters are meant.
pub(super) fn meant(text: &[u8], span: &Span) -> Vec<u8> {
    let mut plainly = Plainly::default();
    plainly.read(text, span.clone());
    plainly.text
}

impl Scanner {
    /// Finds the matches that begin in the chunk, of which the bitmaps are given, and hold such a character.
    pub(super) fn disguised(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (chunk, classified): (Span, &[Block]),
        layout: &mut dyn Layout,
    ) {
        let text = window.text;
        let reach = chunk.start..text.len().min(chunk.end + BEFORE_BYTES);
        let reached = &classified[..reach.len().div_ceil(BLOCK_BYTES)];
        if reached.iter().fold(0, |any, block| any | block[OTHER]) == 0 {
            return;
        }
        let mut scratch = std::mem::take(&mut self.disguises);
        scratch.places.clear();
        places(text, reach, reached.iter().map(|block| block[OTHER]), &mut scratch.places);
        let mut behind = chunk.start;
        let mut in_word = false;
        let found = std::mem::take(&mut scratch.places);
        for place in &found {
            let word = match plain(&text[place.clone()]) {
                Some((Plain::As(byte), _)) if is_word(byte) => Some(byte),
                _ => None,
            };
            // Between two letters or digits that stand side by side little begins.
            let goes_on = in_word && place.start == behind;
            let may_begin = !goes_on || word.is_none_or(|it| engine.plan.within_words.has(it));
            if may_begin && may_belong_to_a_number(text, place) {
                let starts = behind.max(place.start.saturating_sub(BEFORE_BYTES))..chunk.end;
                self.around(window, engine, place, starts, &mut scratch, layout);
            }
            behind = place.end;
            in_word = word.is_some();
        }
        scratch.places = found;
        self.disguises = scratch;
    }

    /// Finds the matches that begin in `starts` and whose first such character is the one at `place`.
    fn around(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        place: &Span,
        starts: Span,
        scratch: &mut Disguises,
        layout: &mut dyn Layout,
    ) {
        let text = window.text;
        let from = place.start.saturating_sub(BEFORE_BYTES + MARGIN_BYTES);
        let to = text.len().min(place.start + BEHIND_BYTES);
        let to = behind_next(text, to);
        let Disguises { plainly, blocks, .. } = scratch;
        plainly.read(text, from..to);
        engine.plan.classifier.classify(&plainly.text, blocks);
        blocks.resize(blocks.len() + 2, [0; SETS]);
        let first = plainly.places.partition_point(|at| at.0 < starts.start);
        let last = plainly.places.partition_point(|at| at.0 <= place.start && at.0 < starts.end);
        let plan = &engine.plan;
        let searches = plan.searches.iter().filter(|it| it.may_be_in(&plainly.text));
        let searches: Vec<&Searched> = searches.collect();
        let mut automata: Vec<u16> = Vec::new();
        for at in first..last {
            let byte = plainly.text[at];
            if is_word(byte) && !(at > 0 && is_word(plainly.text[at - 1])) {
                let pair = [&blocks[at / BLOCK_BYTES], &blocks[at / BLOCK_BYTES + 1]];
                let bits =
                    |set: usize| shifted(pair[0][set], pair[1][set], (at % BLOCK_BYTES) as u32);
                let key = key_at(&plainly.text, at, bits(WORD), bits(DIGIT));
                let list = plan.shapes.list(key);
                let sieving = self.sieving.as_deref_mut().filter(|_| list != 0);
                let told = sieving.and_then(|sieving| {
                    let told = plan.sieve.matching(sieving, &plainly.text, at)?;
                    Some(sieving.outcome(told))
                });
                match told {
                    Some(outcome) => {
                        automata.extend(outcome.automata());
                        automata.extend(plan.apart[list].iter().map(|apart| apart.automaton));
                        automata.sort_unstable();
                        automata.dedup();
                    }
                    None => automata.extend_from_slice(&plan.shapes.lists()[list]),
                }
            }
            automata.extend(plan.signs.get(usize::from(byte)).into_iter().flatten());
            if plan.literals.may_begin(&plainly.text, at) {
                automata.extend(plan.literals.at(&plainly.text[at..]));
            }
            automata.extend(plan.floating.iter().flat_map(|it| it.at(&plainly.text, at)));
            let begun = searches.iter().filter(|it| it.may_begin(&plainly.text, at));
            automata.extend(begun.map(|it| it.automaton));
            for automaton in automata.drain(..) {
                for &pattern in &engine.plan.patterns_of[usize::from(automaton)] {
                    self.plainly(window, engine, pattern, (plainly, at), place, layout);
                }
            }
        }
    }

    /// Tries a pattern on the plain stretch, and keeps what stands.
    fn plainly(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        pattern: u16,
        (plainly, at): (&Plainly, usize),
        place: &Span,
        layout: &mut dyn Layout,
    ) {
        let compiled = &engine.plan.patterns[usize::from(pattern)];
        let automaton = engine.plan.automaton(compiled);
        let start = plainly.places[at].0;
        let cell = self.cell(window, start, layout);
        let limit = plainly.places.partition_point(|at| at.1 <= cell.end);
        let text = plainly.text.as_slice();
        let confirmed = |limit: usize| {
            let hit = compiled.confirm(automaton, text, at, limit)?;
            (!is_part_of_a_number(text, at, hit.end)).then_some(hit)
        };
        let Some(mut hit) = confirmed(text.len()) else { return };
        if hit.end > limit {
            let Some(shorter) = confirmed(limit) else { return };
            hit = shorter;
        }
        let span = start..plainly.places[hit.end - 1].1;
        let whole_stretch = place.start + BEHIND_BYTES >= window.text.len();
        // A pattern of two lengths may have matched by the shorter one because the stretch ends.
        let goes_on = |compiled: &Pattern| {
            let fits = automaton.facts().bytes_max.is_some_and(|bytes| at + bytes < text.len());
            let before = at.saturating_sub(1);
            !fits && automaton.facts().varies && {
                let from = plainly.places[before].0;
                let mut longer = Plainly::default();
                longer.read(window.text, from..window.text.len().min(from + LONGER_BYTES));
                let end = compiled.confirm(automaton, &longer.text, at - before, longer.text.len());
                end.is_some_and(|other| other.end + before > hit.end)
            }
        };
        let at_end = hit.end == plainly.text.len() || span.end >= place.start + BEHIND_BYTES;
        let is_cut = at_end && !whole_stretch;
        if span.end <= place.start || is_cut || !whole_stretch && goes_on(compiled) {
            return;
        }
        let clear = &plainly.text[at..hit.end];
        if self.is_filler(engine, compiled, &plainly.text, &(at..hit.end), false) {
            return;
        }
        if engine.is_allowed(compiled.detector, clear, &mut self.scratch) {
            return;
        }
        let (mut evidence, weight) =
            self.weigh(window, engine, pattern, &span, &hit, &cell, layout);
        evidence.specimen = engine.is_specimen(compiled.detector, clear, &mut self.scratch);
        evidence.in_a_row |= is_row_of_numbers(&plainly.text, at, hit.end);
        let evidence = evidence.marked();
        let context = &engine.detector(compiled.detector).context;
        let Some(confidence) = evidence.confidence(context) else { return };
        let detector = compiled.detector;
        let disguised = true;
        self.insert(Found { detector, span, confidence, evidence, cell, weight, disguised });
    }
}

/// The end of the first character from `at` on that has a width, so that a match before it is seen to end
/// there; marks of no width are passed over, a few at least.
fn behind_next(text: &[u8], at: usize) -> usize {
    let cut = text[at..].iter().take_while(|&byte| byte & 0xC0 == 0x80).count();
    let mut at = at + cut;
    for _ in 0..MARKS_MAX {
        match plain(&text[at..]) {
            Some((Plain::Nothing, length)) => at += length,
            Some((Plain::As(_), length)) => return at + length,
            None => return text.len().min(at + 1),
        }
    }
    at
}

/// Whether a number may begin with the character at `place`, or go on over it: letters and digits on
/// either side, one of them a digit, with a few separators between at most, or a sign and a digit.
fn may_belong_to_a_number(text: &[u8], place: &Span) -> bool {
    let behind = first_of(forward(text, place.end), 2 * SEPARATORS_MAX + 1);
    let is_digit_behind = behind.is_some_and(|byte| byte.is_ascii_digit());
    match plain(&text[place.clone()]) {
        Some((Plain::As(byte), _)) if is_word(byte) => true,
        Some((Plain::As(b'+' | b'(' | b'-'), _)) if is_digit_behind => true,
        Some((Plain::As(byte), _)) if !is_separator(byte) => false,
        None => false,
        Some(_) => {
            let signed = matches!(backward(text, place.start).next(), Some(b'+' | b'('));
            let before = first_of(backward(text, place.start), SEPARATORS_MAX + 1);
            match (before, behind) {
                _ if signed && is_digit_behind => true,
                (Some(before), Some(behind)) => {
                    (is_word(before) && is_word(behind))
                        && (before.is_ascii_digit() || behind.is_ascii_digit())
                }
                _ => false,
            }
        }
    }
}

/// The first that is no separator among so many characters.
fn first_of(characters: impl Iterator<Item = u8>, so_many: usize) -> Option<u8> {
    characters.take(so_many).find(|&byte| !is_separator(byte))
}

/// What the characters from `at` on mean; of one that means itself and is not ASCII, its first byte. Marks
/// of no width are passed over, a few at least.
fn forward(text: &[u8], mut at: usize) -> impl Iterator<Item = u8> {
    let characters = std::iter::from_fn(move || {
        let (meant, length) = match plain(&text[at..]) {
            Some((Plain::Nothing, length)) => (None, length),
            Some((Plain::As(byte), length)) => (Some(byte), length),
            None => (Some(*text.get(at)?), 1),
        };
        at += length;
        Some(meant)
    });
    characters.take(MARKS_MAX).flatten()
}

/// The same backwards from before `at`.
fn backward(text: &[u8], mut at: usize) -> impl Iterator<Item = u8> {
    let characters = std::iter::from_fn(move || {
        let start = text[..at].iter().rposition(|byte| byte & 0xC0 != 0x80)?;
        let meant = match plain(&text[start..]) {
            Some((Plain::Nothing, _)) => None,
            Some((Plain::As(byte), _)) => Some(byte),
            None => Some(text[start]),
        };
        at = start;
        Some(meant)
    });
    characters.take(MARKS_MAX).flatten()
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.' | b'/' | b'(' | b')')
}
