//! One worker's pass over windows: candidates in, settled matches out.

mod disguise;
mod fields;
mod hear;
mod running;
mod settle;
mod starts;
mod weigh;

use std::sync::Arc;

use magpie_model::{Cell, Confidence, Layout, Span, Window};
use memchr::memmem;

use self::starts::{Place, literals_of, mask_to, may_tell, shifted, telling_of};

use crate::beginning::{Beginnings, NEAR_BYTES, near};
use crate::beside::is_user_of_a_url;
use crate::classes::{BLOCK_BYTES, Block, CAPS, DIGIT, MARK, RUN, SETS, WORD, is_word};
use crate::context::{KEYWORD_BYTES_MAX, LabelWords, REACH_BYTES_MAX, Reach, Surroundings};
use crate::detectors::DetectorSet;
use crate::echo::Echoes;
use crate::heading::Headings;
use crate::pattern::Said;
use crate::plan::{Apart, PIVOT_BEHIND_BYTES, PIVOT_BYTE};
use crate::score::Evidence;
use crate::shape::key_at;
use crate::sieve::{Asked, Ends, NOTHING, Outcome, OutcomeNumber, SIEVED_BYTES_MAX, Sieving};
use crate::spot::Spotting;
use crate::whole::Whole;
use crate::{CLUSTER_BYTES_MAX, Claim, Engine, KeyMatch, MATCH_BYTES_MAX, Match};

/// Bytes classified at a time: the bitmaps stay in the nearest cache.
const CHUNK_BYTES: usize = 16 * 1024;
/// Context is looked for in this many bytes either side of a match.
const CONTEXT_BYTES: usize = REACH_BYTES_MAX + KEYWORD_BYTES_MAX;
/// Layouts look at least so far for the end of a cell.
const LAYOUT_REACH_BYTES: usize = 8 * 1024;
/// Cells up to this length are asked about as a whole.
const SHORT_CELL_BYTES: usize = 128;
/// So many candidates in long cells, each no further from the one before, say that many more will come.
const DENSE_MIN: usize = 8;
const DENSE_BYTES: usize = 64;
/// How far a long cell is looked through for keywords then, and for how long not again where there are some.
const SILENCE_BYTES: usize = 1024;
const SOUND_BYTES: usize = 128;
/// Labels whose words are remembered at a time.
const LABELS_MAX: usize = 20_000;

// What a window keeps behind its wanted starts must cover the longest match, its context, a chain
// of overlapping matches and the way back from a pivot; see `Scanner::window`.
const _: () = assert!(
    Window::LOOKAHEAD_BYTES
        > 2 * MATCH_BYTES_MAX + CONTEXT_BYTES + PIVOT_BEHIND_BYTES + CLUSTER_BYTES_MAX
);
const _: () = assert!(Window::LOOKBEHIND_BYTES >= CONTEXT_BYTES + PIVOT_BEHIND_BYTES);

/// Where silence is worth a question.
#[derive(Clone, Copy, Default)]
struct Sought {
    /// The last candidate in a long cell that asked what is near.
    last: usize,
    /// How many before it stood close together.
    in_a_row: usize,
    /// Not before this place, as there was a keyword.
    from: usize,
}

/// A confirmed and scored candidate.
struct Found {
    detector: usize,
    span: Span,
    confidence: Confidence,
    evidence: Evidence,
    cell: Cell,
    /// Length of its keyword: of two detectors with equal evidence the more telling word wins.
    weight: usize,
    /// Its characters stand for others.
    disguised: bool,
}

impl Found {
    /// Whether the match is sure and is all that its cell holds. What begins further inside is
    /// then a part of the value and no match of its own.
    fn settles_its_cell(&self) -> bool {
        self.confidence == Confidence::High
            && self.cell.label.is_some()
            && self.span == (self.cell.start..self.cell.end)
    }

    /// What matches stand in order by until they are settled.
    fn order(&self) -> (usize, usize, usize) {
        (self.span.start, self.detector, self.span.end)
    }
}

/// Scratch space of one worker. Between windows it keeps of the text the words of a part's labels, and short cells
/// that may come again.
pub struct Scanner {
    engine: Arc<Engine>,
    blocks: Vec<Block>,
    /// What is not settled yet, and whether it stands in order.
    found: Vec<Found>,
    found_in_order: bool,
    alternatives: Vec<usize>,
    tied: Vec<Claim>,
    won: Vec<usize>,
    spotting: Spotting,
    /// The detectors that a keyword near the candidate, or in its label, speaks for.
    spoken_for: DetectorSet,
    /// Where, for matches of how many bytes and how far around `spoken_for` was asked.
    asked: Option<(usize, usize, Reach)>,
    /// The short cell for all of which `spoken_for` was asked.
    asked_cell: Option<Span>,
    /// Candidates that begin here hear no keyword that they wait for, nor is their cell one to be counted.
    silent: Span,
    /// A cell in which that was asked, whose candidates are walked unless it is silent.
    loud: Span,
    sought: Sought,
    /// What the last check in this window said.
    said: Said,
    /// Where a failed check had its cell noted last.
    noted: usize,
    /// Boxed, for it is large and is taken out and put back at every token.
    sieving: Option<Box<Sieving>>,
    around: Surroundings,
    echoes: Echoes,
    labels: Vec<LabelWords>,
    scratch: Vec<u8>,
    disguises: disguise::Disguises,
    headed: fields::Headed,
    standings: weigh::Standings,
    /// Bitmaps of the chunk for finders of running text.
    anchors: Vec<crate::running::Block>,
    /// A cell that a match fills: no candidate that begins inside it is wanted. Literals are tried
    /// before the tokens of their block, so it may lie ahead.
    filled: Span,
    /// The cell that was asked for last in this window, and where.
    cell: Option<(Cell, usize)>,
    headings: Headings,
}

impl Scanner {
    /// With what another has learned of the same engine's sieve, if there is one.
    pub(crate) fn new(engine: Arc<Engine>, known: Option<Box<Sieving>>) -> Self {
        let sieving = known.or_else(|| Some(Box::new(engine.plan.sieve.sieving())));
        Self {
            engine,
            blocks: Vec::new(),
            found: Vec::new(),
            found_in_order: true,
            alternatives: Vec::new(),
            tied: Vec::new(),
            won: Vec::new(),
            spotting: Spotting::default(),
            spoken_for: DetectorSet::default(),
            asked: None,
            asked_cell: None,
            silent: 0..0,
            loud: 0..0,
            sought: Sought::default(),
            said: None,
            noted: usize::MAX,
            sieving,
            around: Surroundings::default(),
            echoes: Echoes::default(),
            labels: Vec::new(),
            scratch: Vec::new(),
            disguises: disguise::Disguises::default(),
            headed: fields::Headed::default(),
            standings: weigh::Standings::default(),
            anchors: Vec::new(),
            filled: 0..0,
            cell: None,
            headings: Headings::default(),
        }
    }

    /// Forgets the labels of the part before. To be called when a part begins.
    pub fn begin(&mut self) {
        self.labels.clear();
        self.headed.clear();
        self.standings.clear();
        self.headings.clear();
    }

    /// What stands under headings that numbers of many countries share, in the part so far.
    pub fn headings(&self) -> &Headings {
        &self.headings
    }

    /// Searches a window and reports every settled match, in rising order of their starts.
    ///
    /// Returns how far the window is dealt with: nothing that begins before it is wanted again.
    /// What is found does not depend on how a text is cut into windows, because every decision
    /// looks at a bounded stretch of text that the window is sure to hold.
    pub fn window<R>(
        &mut self,
        window: &Window<'_>,
        layout: &mut dyn Layout,
        report: &mut R,
    ) -> usize
    where
        R: FnMut(&Match<'_>, &mut dyn Layout) + ?Sized,
    {
        self.headings.begin_window(false);
        self.search(window, layout, report)
    }

    /// Searches a window that will be shown again where something is found: cells of headings are not
    /// counted.
    pub fn peek<R>(&mut self, window: &Window<'_>, layout: &mut dyn Layout, report: &mut R)
    where
        R: FnMut(&Match<'_>, &mut dyn Layout) + ?Sized,
    {
        self.headings.begin_window(true);
        self.search(window, layout, report);
    }

    fn search<R>(&mut self, window: &Window<'_>, layout: &mut dyn Layout, report: &mut R) -> usize
    where
        R: FnMut(&Match<'_>, &mut dyn Layout) + ?Sized,
    {
        let text = window.text;
        let end = match window.last {
            true => text.len(),
            false => text.len().saturating_sub(MATCH_BYTES_MAX + CONTEXT_BYTES).max(window.from),
        };
        self.found.clear();
        self.found_in_order = true;
        self.around.begin();
        self.filled = 0..0;
        self.cell = None;
        self.asked = None;
        self.asked_cell = None;
        (self.silent, self.loud) = (0..0, 0..0);
        (self.sought, self.said, self.noted) = (Sought::default(), None, usize::MAX);
        let mut at = window.from;
        let mut settled = window.from;
        while at < end {
            let chunk = at..end.min(at + CHUNK_BYTES);
            at = chunk.end;
            self.chunk(window, chunk, layout);
            let sure = match window.last && at == end {
                true => usize::MAX,
                false => at.saturating_sub(PIVOT_BEHIND_BYTES),
            };
            settled = self.settle(window, sure, layout, report).max(settled);
        }
        let done = if window.last { text.len() } else { settled.min(end) };
        self.headings.end_window(done);
        done
    }

    /// What it has learned of the sieve.
    pub(crate) fn into_sieving(self) -> Option<Box<Sieving>> {
        self.sieving
    }

    /// Searches a short text that stands for itself.
    pub(crate) fn search_text(&mut self, text: &str) -> Vec<KeyMatch> {
        let window = Window { text: text.as_bytes(), base: 0, from: 0, last: true };
        let mut found = Vec::new();
        self.begin();
        self.window(&window, &mut Whole(text.len()), &mut |m: &Match<'_>, _: &mut dyn Layout| {
            found.push(KeyMatch {
                detector: m.detector,
                span: m.span.clone(),
                confidence: m.confidence,
                evidence: m.evidence,
                tied: m.tied.to_vec(),
            });
        });
        found
    }

    /// Finds every candidate that begins in the chunk (those found by a pivot: whose pivot stands
    /// in it) and keeps the ones that hold.
    fn chunk(&mut self, window: &Window<'_>, chunk: Span, layout: &mut dyn Layout) {
        let engine = Arc::clone(&self.engine);
        let text = window.text;
        let mut blocks = std::mem::take(&mut self.blocks);
        // Two blocks beyond the chunk, so that what begins in it can be seen in full.
        let seen = &text[chunk.start..text.len().min(chunk.end + 2 * BLOCK_BYTES)];
        engine.plan.classifier.classify(seen, &mut blocks);
        let wanted = (chunk.end - chunk.start).div_ceil(BLOCK_BYTES);
        blocks.resize(wanted + 2, [0; SETS]);
        let mut word_before = chunk.start > 0 && is_word(text[chunk.start - 1]);
        let mut telling = blocks.first().is_some_and(may_tell);
        for (index, pair) in blocks.windows(2).take(wanted).enumerate() {
            let pair = [&pair[0], &pair[1]];
            let base = chunk.start + index * BLOCK_BYTES;
            let words = pair[0][WORD] & !(pair[0][WORD] << 1 | u64::from(word_before));
            let inside = pair[0][WORD] & !words;
            word_before = pair[0][WORD] >> 63 != 0;
            let here = mask_to(chunk.end - base);
            let literals = literals_of(pair) & !inside & here;
            if literals != 0 {
                self.literals(window, &engine, literals, base, layout);
            }
            let was_telling = std::mem::replace(&mut telling, may_tell(pair[1]));
            let (telling, long) = if was_telling | telling { telling_of(pair) } else { (0, 0) };
            let marks = pair[0][MARK] & here;
            let mut all = words & telling & here | marks;
            if all == 0 {
                continue;
            }
            let mut padded = [0; NEAR_BYTES];
            let near = near(text, base, &mut padded);
            while all != 0 {
                let bit = all.trailing_zeros();
                all &= all - 1;
                let place = Place { pair, near, bit, at: base + bit as usize };
                let beginnings = match self.silent.contains(&place.at) {
                    true => engine.plan.free_beginnings(),
                    false => &engine.plan.beginnings,
                };
                let begins = long >> bit & 1 != 0 || beginnings.may_be_short(near, bit);
                if marks >> bit & 1 != 0 {
                    let beginnings = begins.then_some(beginnings);
                    self.mark(window, &engine, (&place, beginnings), layout);
                } else if begins && !(self.filled.start < place.at && place.at < self.filled.end) {
                    self.token(window, &engine, (&place, beginnings), layout);
                }
            }
        }
        self.floating(window, &engine, chunk.clone(), layout);
        self.searches(window, &engine, chunk.clone(), layout);
        self.disguised(window, &engine, (chunk.clone(), &blocks), layout);
        self.fields(window, &engine, &chunk, layout);
        self.running(window, &engine, &chunk, layout);
        self.blocks = blocks;
    }

    /// A candidate that begins a word, with what tells whether it is one.
    #[inline]
    fn token(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (place, beginnings): (&Place<'_>, &Beginnings),
        layout: &mut dyn Layout,
    ) {
        let plan = &engine.plan;
        let at = place.at;
        let groups = beginnings.of(place.near, place.bit);
        if groups == 0 {
            return;
        }
        let (run, caps) = (place.run(RUN), place.run(CAPS));
        let groups = groups & beginnings.of_runs(run, caps);
        if groups == 0 {
            return;
        }
        let key = key_at(window.text, at, place.bits(WORD), place.bits(DIGIT));
        let list = plan.shapes.list(key);
        if beginnings.of_list(list) & groups != 0 {
            if beginnings.free(groups) == 0 && self.falls_silent(window, engine, at, layout) {
                return;
            }
            let (apart, all) = (&plan.apart[list], &plan.shapes.lists()[list]);
            self.sifted(window, engine, (apart, all), (at, run), layout);
        }
    }

    /// Asks what matches at a place, where so many bytes of a run stand: the sieve for all automata that
    /// it takes at once, the rest, or `all` where the sieve gives no answer, by themselves.
    #[inline]
    fn sifted(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (apart, all): (&[Apart], &[u16]),
        (at, run): (usize, u32),
        layout: &mut dyn Layout,
    ) {
        let sieve = &engine.plan.sieve;
        let mut told = self.sieving.as_mut().and_then(|it| sieve.matching(it, window.text, at));
        if self.is_too_rough(window, engine, (told, at), layout) {
            told = self.sieving.as_mut().and_then(|it| sieve.matching_exactly(it, window.text, at));
        }
        if told.is_none() {
            for &automaton in all {
                self.all_patterns(window, engine, automaton, at, layout);
            }
            return;
        }
        for apart in apart.iter().filter(|apart| apart.may_match(window.text[at], run)) {
            self.all_patterns(window, engine, apart.automaton, at, layout);
        }
        let Some(told) = told.filter(|&told| told >= NOTHING) else { return };
        let sieving = self.sieving.take().unwrap_or_default();
        self.outcome(window, engine, sieving.outcome(told), at, layout);
        self.sieving = Some(sieving);
    }

    /// Whether what a walk has told, which ended early, may have a cell counted that is none to be counted.
    #[inline]
    fn is_too_rough(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (told, at): (Option<OutcomeNumber>, usize),
        layout: &mut dyn Layout,
    ) -> bool {
        let sieving = self.sieving.as_deref();
        let outcome = told.zip(sieving).map(|(it, all)| all.outcome(it));
        let is_rough = outcome.is_some_and(|it| it.is_rough && !it.waiting.is_empty());
        is_rough && self.counts(window, engine, at, layout)
    }

    /// Asks the patterns that a walk has told: those that are no match without a keyword only where
    /// one may speak for them.
    fn outcome(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        outcome: &Outcome,
        at: usize,
        layout: &mut dyn Layout,
    ) {
        let mut last = None;
        for asked in &outcome.free {
            self.asked(window, engine, (asked, at), &mut last, layout);
        }
        if outcome.waiting.is_empty() || self.silent.contains(&at) {
            return;
        }
        let stretch = (at, outcome.bytes_min, outcome.bytes_max, outcome.reach);
        self.hear_all(window, engine, stretch, layout);
        if !self.spoken_for.meets(&outcome.awaited) {
            return;
        }
        for asked in &outcome.waiting {
            if self.spoken_for.has(asked.detector) {
                self.asked(window, engine, (asked, at), &mut last, layout);
            }
        }
    }

    /// Asks one pattern. `last` is the automaton that was asked last, and where its match ends.
    #[inline(always)]
    fn asked(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (asked, start): (&Asked, usize),
        last: &mut Option<(u16, Option<usize>)>,
        layout: &mut dyn Layout,
    ) {
        let automaton = &engine.plan.automata[usize::from(asked.automaton)];
        let end = match (asked.ends, *last) {
            (Ends::At(length), _) => Some(start + length),
            (_, Some((known, end))) if known == asked.automaton => end,
            _ => automaton.end(window.text, start, window.text.len()),
        };
        *last = Some((asked.automaton, end));
        let Some(end) = end else { return };
        let varies = automaton.facts().varies && asked.ends == Ends::Unknown;
        self.judge(window, engine, asked.pattern, (start, end, varies), layout);
    }

    /// A candidate that stands around a pivot or, where its first bytes let it, begins with a sign.
    #[inline]
    fn mark(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (place, beginnings): (&Place<'_>, Option<&Beginnings>),
        layout: &mut dyn Layout,
    ) {
        if let Some(beginnings) = beginnings {
            self.sign(window, engine, (place, beginnings), layout);
        }
        if window.text[place.at] == PIVOT_BYTE {
            self.pivot(window, engine, place.at, layout);
        }
    }

    fn sign(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        (place, beginnings): (&Place<'_>, &Beginnings),
        layout: &mut dyn Layout,
    ) {
        let plan = &engine.plan;
        let sign = window.text[place.at];
        let groups = beginnings.of(place.near, place.bit) & beginnings.of_sign(sign);
        if groups & beginnings.of_runs(place.run(RUN), place.run(CAPS)) != 0 {
            let sign = usize::from(sign);
            let (apart, all) = (&plan.signs_apart[sign], &plan.signs[sign]);
            self.sifted(window, engine, (apart, all), (place.at, u32::MAX), layout);
        }
    }

    fn pivot(&mut self, window: &Window<'_>, engine: &Engine, at: usize, layout: &mut dyn Layout) {
        let text = window.text;
        for pivoted in &engine.plan.pivots {
            let floor = at.saturating_sub(PIVOT_BEHIND_BYTES - 1);
            let run = text[floor..at].iter().rev().take_while(|&&b| pivoted.before.has(b)).count();
            let needed = &pivoted.needed;
            if let Some(&first) = needed.first() {
                let before = &text[at - run..at];
                let begun = memchr::memchr(first, before);
                if begun.is_none_or(|from| memmem::find(&before[from..], needed).is_none()) {
                    continue;
                }
            }
            let automaton = &engine.plan.automata[usize::from(pivoted.automaton)];
            for &number in &engine.plan.patterns_of[usize::from(pivoted.automaton)] {
                let pattern = &engine.plan.patterns[usize::from(number)];
                for start in at - run..=at {
                    // A start before the window's own was this pivot's in the window before.
                    let hit = pattern.confirm(automaton, text, start, text.len());
                    if let Some(hit) = hit.filter(|hit| hit.end > at) {
                        if start >= window.from && !is_user_of_a_url(text, start) {
                            self.keep(window, engine, number, start, hit, layout);
                        }
                        break;
                    }
                }
            }
        }
    }

    /// Tries the literals that begin at the bits of `starts`, bit 0 standing for `base`.
    #[inline]
    fn literals(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        mut starts: u64,
        base: usize,
        layout: &mut dyn Layout,
    ) {
        let literals = &engine.plan.literals;
        while starts != 0 {
            let at = base + starts.trailing_zeros() as usize;
            starts &= starts - 1;
            if !literals.may_begin(window.text, at) {
                continue;
            }
            let mut last = None;
            for automaton in literals.at(&window.text[at..]) {
                if last.replace(automaton) != Some(automaton) {
                    self.all_patterns(window, engine, automaton, at, layout);
                }
            }
        }
    }

    fn floating(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        chunk: Span,
        layout: &mut dyn Layout,
    ) {
        let Some(floating) = &engine.plan.floating else { return };
        let mut from = chunk.start;
        // Literals may overlap, so the search goes on one byte behind each start.
        while let Some((at, automata)) = floating.next(window.text, from, chunk.end) {
            for &automaton in automata {
                self.all_patterns(window, engine, automaton, at, layout);
            }
            from = at + 1;
        }
    }

    fn searches(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        chunk: Span,
        layout: &mut dyn Layout,
    ) {
        for searched in &engine.plan.searches {
            let automaton = &engine.plan.automata[usize::from(searched.automaton)];
            searched.each_start(automaton, window.text, chunk.clone(), |start| {
                self.all_patterns(window, engine, searched.automaton, start, layout);
            });
        }
    }

    /// Asks every pattern of an automaton.
    fn all_patterns(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        automaton: u16,
        start: usize,
        layout: &mut dyn Layout,
    ) {
        let text = window.text;
        let number = usize::from(automaton);
        let automaton = &engine.plan.automata[number];
        let mut end = None;
        for &number in &engine.plan.patterns_of[number] {
            let pattern = &engine.plan.patterns[usize::from(number)];
            // Around a match of any length every keyword may be near.
            if let Some(bytes_max) = automaton.facts().bytes_max.filter(|_| pattern.required)
                && bytes_max <= SIEVED_BYTES_MAX
            {
                if self.silent.contains(&start) {
                    continue;
                }
                self.hear(window, engine, (start, bytes_max, pattern.reach), layout);
                if !self.spoken_for.has(pattern.detector) {
                    continue;
                }
            }
            end = end.or_else(|| automaton.end(text, start, text.len()));
            let Some(end) = end else { return };
            self.judge(window, engine, number, (start, end, automaton.facts().varies), layout);
        }
    }

    /// Judges the match of a pattern that ends by `end`, and keeps what stands.
    fn judge(
        &mut self,
        window: &Window<'_>,
        engine: &Engine,
        number: u16,
        (start, end, varies): (usize, usize, bool),
        layout: &mut dyn Layout,
    ) {
        let pattern = &engine.plan.patterns[usize::from(number)];
        let automaton = engine.plan.automaton(pattern);
        let said = &mut self.said;
        let judged = pattern.judge(automaton, window.text, (start, end), varies, said);
        let judged = judged.or_else(|| {
            // A key of several lines may have gone on into the next cell, and failed for that.
            automaton.may_hold_lines().then_some(())?;
            memchr::memchr(b'\n', &window.text[start..end])?;
            let reach = self.cell(window, start, layout).end;
            pattern.confirm(automaton, window.text, start, reach).filter(|_| reach < end)
        });
        if let Some(hit) = judged {
            self.keep(window, engine, number, start, hit, layout);
        } else if self.noted != start
            && engine.keywords.is_asked_generally(pattern.detector)
            && !self.silent.contains(&start)
        {
            self.noted = start;
            let cell = self.cell(window, start, layout);
            if let Some(label) = cell.label {
                self.learn_label(engine, label, layout);
                self.note_cell(window, &cell, start);
            }
        }
    }
}
