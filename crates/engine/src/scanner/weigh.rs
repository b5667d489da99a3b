//! Weighs confirmed candidates: what the label of their cell and the words around say, to which detector.

use magpie_checks::Caught;
use magpie_model::{Category, Cell, Confidence, Layout, Span, Window};

use super::{Found, LABELS_MAX, Scanner};
use crate::beside::{
    is_decimal, is_filler, is_group_of_a_number, is_one_of_hashes, is_part_of_a_number,
    is_plain_day, is_row_of_numbers, stands_apart,
};
use crate::pattern::{Confirmed, Pattern};
use crate::score::{Evidence, LabelOf};
use crate::{Engine, Listed};

/// Matches behind its place that a new one is put before; beyond them all are ordered at once when that is needed.
const BEHIND_MAX: usize = 16;

/// Answers that are remembered at a time, a power of two.
const STANDINGS_MAX: usize = 1024;

/// What holds for every match of a pattern in the cells of one label: the same for all rows of a table.
#[derive(Clone, Copy)]
struct Standing {
    key: Key,
    /// Without what the check says and what the value is.
    evidence: Evidence,
    /// Whether words around can add nothing to it.
    is_settled: bool,
    /// Length of the keyword in the label.
    weight: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    /// How many parts came before.
    part: u32,
    label: Option<u32>,
    label_of: LabelOf,
    pattern: u16,
}

/// What was worked out of labels and patterns; of two with one place the last.
#[derive(Default)]
pub(super) struct Standings {
    known: Vec<Option<Standing>>,
    part: u32,
}

impl Standings {
    /// Forgets the labels of the part before.
    pub(super) fn clear(&mut self) {
        self.part = self.part.wrapping_add(1);
        if self.part == 0 {
            self.known.clear();
        }
    }

    fn slot(key: &Key) -> usize {
        let label = key.label.map_or(0, |label| label as usize + 1);
        (label * 61 + usize::from(key.pattern)) % STANDINGS_MAX
    }

    #[inline]
    fn get(&self, key: &Key) -> Option<Standing> {
        let standing = self.known.get(Self::slot(key))?.as_ref()?;
        (standing.key == *key).then_some(*standing)
    }

    fn keep(&mut self, standing: Standing) {
        self.known.resize(STANDINGS_MAX, None);
        self.known[Self::slot(&standing.key)] = Some(standing);
    }
}

impl Scanner {
    /// Weighs a confirmed candidate and keeps it when it stands.
    pub(super) fn keep(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        pattern: u16,
        start: usize,
        mut hit: Confirmed,
        layout: &mut dyn Layout,
    ) {
        let text = window.text;
        let compiled = &engine.plan.patterns[usize::from(pattern)];
        let cell = self.cell(window, start, layout);
        let mut apart = stands_apart(text, start, hit.end);
        // What it runs into may be a number of the next cell.
        if !apart
            && is_part_of_a_number(text, start, hit.end)
            && (compiled.across_cells || hit.end <= cell.end)
        {
            return;
        }
        if hit.end > cell.end && !compiled.across_cells {
            // What runs over the border of a cell is tried again within it.
            match compiled.confirm(engine.plan.automaton(compiled), text, start, cell.end) {
                Some(shorter) if !is_part_of_a_number(text, start, shorter.end) => hit = shorter,
                _ => return,
            }
            apart = false;
        }
        let span = start..hit.end;
        let clear = &text[span.clone()];
        if self.is_filler(engine, compiled, text, &span, apart) {
            return;
        }
        let detector = compiled.detector;
        let listed = engine.listed(detector, clear, &mut self.scratch);
        if listed == Listed::Allowed {
            return;
        }
        let (mut evidence, weight) =
            self.weigh(window, engine, pattern, &span, &hit, &cell, layout);
        evidence.specimen = listed == Listed::Specimen;
        evidence.in_a_row |= !apart && is_row_of_numbers(text, start, hit.end);
        let context = &engine.detector(detector).context;
        let Some(confidence) = evidence.confidence(context) else { return };
        let evidence = evidence.marked();
        let disguised = false;
        self.insert(Found { detector, span, confidence, evidence, cell, weight, disguised });
    }

    /// Whether the match of a pattern without a check is what people type where any number will do, or
    /// the beginning or middle of a longer number, which it is not where it stands apart. Published
    /// specimens are told as such, and what users look for is theirs to say.
    pub(super) fn is_filler(
        &mut self,
        engine: &Engine,
        pattern: &Pattern,
        text: &[u8],
        span: &Span,
        apart: bool,
    ) -> bool {
        let detector = pattern.detector;
        let is_group = || !apart && is_group_of_a_number(text, span.start, span.end);
        pattern.check.is_none()
            && engine.detector(detector).category != Category::Custom
            && (is_filler(&text[span.clone()]) || is_group())
            && !engine.is_specimen(detector, &text[span.clone()], &mut self.scratch)
    }

    /// Puts a match in its place among those that are not settled yet.
    pub(super) fn insert(&mut self, found: Found) {
        if found.settles_its_cell() {
            self.filled = found.span.clone();
        }
        // Candidates come almost in order, those found by a pivot a little before it; but each search begins its
        // chunk anew.
        let is_behind = |known: &&Found| known.order() > found.order();
        let behind = self.found.iter().rev().take(BEHIND_MAX + 1).take_while(is_behind).count();
        self.found_in_order &= behind <= BEHIND_MAX;
        let place = self.found.len() - if self.found_in_order { behind } else { 0 };
        self.found.insert(place, found);
    }

    /// Brings the matches that are not settled yet in their order.
    pub(super) fn order_found(&mut self) {
        if !std::mem::replace(&mut self.found_in_order, true) {
            self.found.sort_by_key(Found::order);
        }
    }

    /// What speaks for a match and against it, and the length of the keyword. A word near is not heard by what
    /// programs write for days, fractions and hashes; a label is.
    #[expect(clippy::too_many_arguments, reason = "everything that evidence is made of")]
    pub(super) fn weigh(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        pattern: u16,
        span: &Span,
        hit: &Confirmed,
        cell: &Cell,
        layout: &mut dyn Layout,
    ) -> (Evidence, usize) {
        let (mut evidence, weight) = self.listen(window, engine, pattern, span, hit, cell, layout);
        let compiled = &engine.plan.patterns[usize::from(pattern)];
        let is_heard = evidence.near.is_some();
        let can_rise = is_heard || compiled.base > Confidence::Low;
        let is_users = engine.detector(compiled.detector).category == Category::Custom;
        if evidence.label.is_some() || !can_rise || is_users {
            return (evidence, weight);
        }
        let clear = &window.text[span.clone()];
        evidence.in_a_row = is_one_of_hashes(window.text, span.start, span.end);
        let tells_days = compiled.check.is_some_and(|check| check.of_days);
        let is_day = !tells_days && is_plain_day(clear);
        if is_heard && (evidence.in_a_row || is_day || is_decimal(clear)) {
            evidence.hear_nothing();
            return (evidence, 0);
        }
        (evidence, weight)
    }

    /// What is said of a match beside its value, and the length of the keyword.
    #[expect(clippy::too_many_arguments, reason = "everything that evidence is made of")]
    fn listen(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        pattern: u16,
        span: &Span,
        hit: &Confirmed,
        cell: &Cell,
        layout: &mut dyn Layout,
    ) -> (Evidence, usize) {
        let compiled = &engine.plan.patterns[usize::from(pattern)];
        if let Some(label) = cell.label.filter(|_| compiled.has_words) {
            self.learn_label(engine, label, layout);
            self.note_cell(window, cell, span.start);
        }
        let standing = self.standing(engine, pattern, cell);
        let Standing { mut evidence, is_settled, mut weight, .. } = standing;
        if let Some(pass) = &hit.pass {
            (evidence.detail, evidence.country) = (pass.detail, pass.country);
        }
        if is_settled {
            return (evidence, weight);
        }
        let (keywords, detector) = (&engine.keywords, compiled.detector);
        let bounds = cell.start..cell.end;
        if !self.around.look(keywords, window.text, (span, compiled.reach), &bounds) {
            return (evidence, weight);
        }
        evidence.near = self.around.keyword(keywords, detector, false);
        let near = self.around.keyword(keywords, detector, true);
        evidence.against = evidence.against.or(near.map(|word| (word, false)));
        evidence.general = evidence.near.is_some_and(|word| keywords.is_general(word));
        if evidence.general && compiled.own_words {
            evidence.hear_nothing();
        }
        weight = evidence.near.map_or(weight, |keyword| keywords.weight(keyword));
        (evidence, weight)
    }

    /// What the label of a cell, which is learnt, says to a pattern.
    #[inline]
    fn standing(&mut self, engine: &Engine, pattern: u16, cell: &Cell) -> Standing {
        let label_of = LabelOf::of(cell.place);
        let key = Key { part: self.standings.part, label: cell.label, label_of, pattern };
        if let Some(standing) = self.standings.get(&key) {
            return standing;
        }
        let standing = self.of_label(engine, key);
        self.standings.keep(standing);
        standing
    }

    #[cold]
    fn of_label(&self, engine: &Engine, key: Key) -> Standing {
        let compiled = &engine.plan.patterns[usize::from(key.pattern)];
        let check = compiled.check.map(|check| check.name);
        let mut evidence = Evidence::of(compiled.base, check, None);
        evidence.sums = compiled.check.is_some_and(|check| check.wrong_digits != Caught::Few);
        evidence.rejects_chance = compiled.check.is_some_and(|check| check.rejects_chance);
        evidence.shares_sum = compiled.check.is_some_and(|check| check.shares_sum);
        evidence.label_of = key.label_of;
        if !compiled.has_words {
            return Standing { key, evidence, is_settled: true, weight: 0 };
        }
        let mut against = None;
        if let Some(label) = key.label {
            let words = &self.labels[label as usize % LABELS_MAX];
            (evidence.label, against) = words.keywords(compiled.detector);
        }
        let is_settled = evidence.label.is_some();
        if !is_settled {
            evidence.against = against.map(|word| (word, true));
        }
        let keywords = &engine.keywords;
        evidence.general = evidence.label.is_some_and(|word| keywords.is_general(word));
        if evidence.general && compiled.own_words {
            evidence.hear_nothing();
        }
        let weight = evidence.label.map_or(0, |keyword| keywords.weight(keyword));
        Standing { key, evidence, is_settled, weight }
    }
}
