//! Cells with their labels, and who hears a keyword in a label or beside a candidate.

use magpie_model::{Cell, Layout, Span, Window};

use super::{
    DENSE_BYTES, DENSE_MIN, LABELS_MAX, LAYOUT_REACH_BYTES, SHORT_CELL_BYTES, SILENCE_BYTES,
    SOUND_BYTES, Scanner, Sought,
};
use crate::Engine;
use crate::context::{KEYWORD_BYTES_MIN, Keywords, LabelWords, Reach};
use crate::echo;
use crate::heading::Form;

impl Scanner {
    /// Learns for whom a keyword in the label of the cell at `at`, or near, may speak.
    #[inline]
    pub(super) fn hear(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (at, bytes_max, reach): (usize, usize, Reach),
        layout: &mut dyn Layout,
    ) {
        // The cell was asked for all of it, and its beginning was noted.
        if self.asked_cell.as_ref().is_some_and(|cell| cell.start < at && at < cell.end) {
            return;
        }
        let knows = |(place, bytes, known): (usize, usize, Reach)| {
            place == at && bytes >= bytes_max && known.holds(reach)
        };
        if !self.asked.is_some_and(knows) {
            self.asked = Some((at, bytes_max, reach));
            self.ask(window, engine, (at, bytes_max, reach), layout);
        }
    }

    /// The same for matches of `bytes_min` at least, where one of them may fill its cell: then no word stands
    /// around it.
    #[inline]
    pub(super) fn hear_all(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (at, bytes_min, bytes_max, reach): (usize, usize, usize, Reach),
        layout: &mut dyn Layout,
    ) {
        let cell = self.cell(window, at, layout);
        let is_filled = cell.start == at && cell.end < at + bytes_min + KEYWORD_BYTES_MIN;
        let is_known = self.asked_cell.as_ref().is_some_and(|asked| asked.start == cell.start);
        if !is_filled || is_known {
            return self.hear(window, engine, (at, bytes_max, reach), layout);
        }
        if let Some(label) = cell.label {
            self.learn_label(engine, label, layout);
            self.note_cell(window, &cell, at);
        }
        self.hear_label(cell.label);
        (self.asked, self.asked_cell) = (None, None);
    }

    /// Whether no keyword is heard in the short cell at `at`. To be asked where nothing can match but what waits for
    /// one: a walk over a token costs more.
    #[inline]
    pub(super) fn falls_silent(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        at: usize,
        layout: &mut dyn Layout,
    ) -> bool {
        if self.loud.contains(&at) {
            return false;
        }
        let cell = self.cell(window, at, layout);
        self.loud = cell.start..cell.end;
        if cell.end - cell.start > SHORT_CELL_BYTES {
            return false;
        }
        if let Some(label) = cell.label {
            self.learn_label(engine, label, layout);
            // The cells of such a label may have to be counted, which a walk decides.
            if !self.says_nothing(&engine.keywords, label) {
                return false;
            }
        }
        let stretch = (at, cell.end - cell.start, engine.keywords.reach());
        self.hear(window, engine, stretch, layout);
        self.silent.contains(&at)
    }

    /// Whom the label of a cell, which is learnt, speaks for.
    fn hear_label(&mut self, label: Option<u32>) {
        match label {
            Some(label) => {
                let words = &self.labels[label as usize % LABELS_MAX];
                self.spoken_for.become_like(&words.speaks_for);
            }
            None => self.spoken_for.clear(),
        }
    }

    fn ask(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (at, bytes_max, reach): (usize, usize, Reach),
        layout: &mut dyn Layout,
    ) {
        let cell = self.cell(window, at, layout);
        if let Some(label) = cell.label {
            self.learn_label(engine, label, layout);
            self.note_cell(window, &cell, at);
        }
        let bounds = cell.start..cell.end;
        if self.asked_cell.as_ref() == Some(&bounds) {
            return;
        }
        self.hear_label(cell.label);
        let keywords = &engine.keywords;
        let says_nothing = cell.label.is_none_or(|label| self.says_nothing(keywords, label));
        // In a short cell a keyword anywhere may be near a candidate anywhere.
        let is_short = bounds.len() <= SHORT_CELL_BYTES;
        if says_nothing && !is_short && self.finds_silence(window, keywords, at, &bounds) {
            self.asked_cell = None;
            return;
        }
        self.asked_cell = is_short.then(|| bounds.clone());
        if !is_short {
            let nearby = self.around.nearby(keywords, window.text, (at, bytes_max, reach), &bounds);
            self.spoken_for.add(nearby);
            return;
        }
        self.hear_cell(window, keywords, &bounds, reach);
        if says_nothing && !keywords.are_waited_for(&self.spoken_for) {
            self.silent = bounds;
        }
    }

    /// Adds whom a keyword in a short cell speaks for. Cells that come again and again are known.
    fn hear_cell(&mut self, window: &Window<'_>, keywords: &Keywords, bounds: &Span, reach: Reach) {
        if !keywords.may_stand_in(&window.text[bounds.clone()]) {
            return;
        }
        let apart = echo::apart(window.text, bounds);
        if let Some(known) = apart.and_then(|cell| self.echoes.get(cell)) {
            self.spoken_for.add(known);
            return;
        }
        let stretch = (bounds.start, bounds.len(), reach);
        let nearby = self.around.nearby(keywords, window.text, stretch, bounds);
        self.spoken_for.add(nearby);
        if let Some(cell) = apart {
            self.echoes.keep(cell, nearby);
        }
    }

    /// Whether no candidate from `at` on in a long cell hears a keyword that it waits for, as is worth asking where
    /// candidates are many.
    fn finds_silence(
        &mut self,
        window: &Window<'_>,
        keywords: &Keywords,
        at: usize,
        bounds: &Span,
    ) -> bool {
        let Sought { last, in_a_row, from } = self.sought;
        let is_near = at < last.max(self.silent.end) + DENSE_BYTES;
        let in_a_row = if is_near { in_a_row + 1 } else { 0 };
        self.sought = Sought { last: at, in_a_row, from };
        if in_a_row < DENSE_MIN || at < from {
            return false;
        }
        let to = bounds.end.min(at + SILENCE_BYTES);
        self.silent = self.around.silence(keywords, window.text, at..to, bounds);
        self.sought.from = if self.silent.is_empty() { at + SOUND_BYTES } else { 0 };
        !self.silent.is_empty()
    }

    /// Whether nobody waits for what a label, which is learnt, says, and its cells are not counted.
    fn says_nothing(&self, keywords: &Keywords, label: u32) -> bool {
        let words = &self.labels[label as usize % LABELS_MAX];
        !words.is_general && !keywords.are_waited_for(&words.speaks_for)
    }

    /// The cell at `at`, asked for once for all candidates in it.
    #[inline]
    pub(super) fn cell(&mut self, window: &Window<'_>, at: usize, layout: &mut dyn Layout) -> Cell {
        if let Some((cell, asked)) = self.cell
            && (cell.start..cell.end).contains(&at)
            // A long cell's end is looked for only so far, and differs by where one asks.
            && (cell.end - asked < LAYOUT_REACH_BYTES || cell.end == window.text.len())
        {
            return cell;
        }
        let cell = layout.cell(window, at);
        self.cell = Some((cell, at));
        cell
    }

    /// Whether the cell of a candidate would be noted.
    #[cold]
    pub(super) fn counts(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        at: usize,
        layout: &mut dyn Layout,
    ) -> bool {
        let cell = self.cell(window, at, layout);
        let Some(label) = cell.label.filter(|_| cell.start == at) else { return false };
        self.learn_label(engine, label, layout);
        self.labels[label as usize % LABELS_MAX].is_general
            && Form::of(&window.text[cell.start..cell.end]).is_some()
    }

    /// Notes a cell that begins with a candidate under a heading that many countries share.
    #[inline]
    pub(super) fn note_cell(&mut self, window: &Window<'_>, cell: &Cell, at: usize) {
        let Some(label) = cell.label.filter(|_| cell.start == at) else { return };
        if self.labels[label as usize % LABELS_MAX].is_general {
            self.headings.note(label, window.text, &(cell.start..cell.end));
        }
    }

    /// Folds a label when it is met first, or met again after another took its place.
    #[inline]
    pub(super) fn learn_label(&mut self, engine: &Engine, label: u32, layout: &mut dyn Layout) {
        let slot = label as usize % LABELS_MAX;
        if !self.labels.get(slot).is_some_and(|words| words.are_of(label)) {
            self.fold_label(engine, label, layout);
        }
    }

    #[cold]
    fn fold_label(&mut self, engine: &Engine, label: u32, layout: &mut dyn Layout) {
        let slot = label as usize % LABELS_MAX;
        if self.labels.len() <= slot {
            self.labels.resize(slot + 1, LabelWords::default());
        }
        self.labels[slot] =
            engine.keywords.of_label(label, layout.label(label), &mut self.spotting);
    }
}
