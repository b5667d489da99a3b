//! The engine's rules in the simplest way there is: every pattern alone over the whole text, at every
//! start, then its check, then every keyword of the whole text.

use magpie_catalog::{Catalog, Context, Detector, Pattern};
use magpie_checks::Pass;
use magpie_engine::{Engine, Lead, MATCH_BYTES_MAX, normalise};
use magpie_model::{Category, Cell, Confidence, Layout, Place, Window};
use regex_automata::{Anchored, Input, meta};
use regex_syntax::hir::{Capture, Hir, HirKind, Repetition};

use crate::plain::Reading;
use crate::said::{
    has_a_line, has_ended, is_among_hashes, is_closed, is_day, is_fraction, is_label, name_before,
};
use crate::words::{Keywords, Met};

/// How often a match whose check fails is tried again with a shorter end.
const SHORTER_TRIES: usize = 6;
/// How far before its `@` a match that is found by it may begin.
const PIVOT_BYTES: usize = 256;
/// The furthest that anybody looks for a keyword.
const CHARACTERS_MAX: usize = 300;
const REACH_BYTES_MAX: usize = 512;
/// Bytes that a keyword may take in the text.
const KEYWORD_BYTES_MAX: usize = 240;
/// The longest chain of matches that is settled as one.
const CHAIN_BYTES_MAX: usize = magpie_engine::CLUSTER_BYTES_MAX;

/// How far around a match the keywords of a detector begin, where characters take so many bytes.
fn reach_bytes(detector: &Detector, widest: usize) -> usize {
    let words = detector.context.keywords.iter().chain(&detector.context.against);
    let longest = words.map(String::len).max().unwrap_or(0);
    REACH_BYTES_MAX.min(characters(detector) * widest + longest * 2)
}

/// Bytes that a keyword may take, of which the longest has so many.
pub(crate) fn keyword_bytes(longest: usize) -> usize {
    KEYWORD_BYTES_MAX.min(longest * 2 + 8)
}

fn characters(detector: &Detector) -> usize {
    detector.context.characters.min(CHARACTERS_MAX)
}

/// One settled match, in words that the engine's can be put into as well.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) start: u64,
    pub(crate) end: u64,
    pub(crate) detector: String,
    pub(crate) confidence: &'static str,
    pub(crate) why: Vec<String>,
    pub(crate) tied: Vec<String>,
    pub(crate) alternatives: Vec<String>,
}

/// One pattern on its own.
struct Alone {
    detector: usize,
    base: Confidence,
    check: Option<&'static magpie_checks::Check>,
    regex: meta::Regex,
    /// The same without its assertions, which matches wherever it does, and elsewhere too.
    anywhere: meta::Regex,
    bytes_max: usize,
    own_words: bool,
    across_cells: bool,
    /// Found by its `@`: of the starts before one only the first that matches counts. It is looked for in the text
    /// as it stands alone.
    by_pivot: bool,
}

/// What speaks for a match.
#[derive(Clone)]
struct Evidence {
    base: Confidence,
    check: Option<&'static str>,
    detail: &'static str,
    label: Option<usize>,
    near: Option<usize>,
    general: bool,
    against: Option<(usize, bool)>,
    specimen: bool,
    in_a_row: bool,
}

#[derive(Clone)]
struct Found {
    start: usize,
    end: usize,
    detector: usize,
    pattern: usize,
    confidence: Confidence,
    evidence: Evidence,
    cell: Cell,
    weight: usize,
}

/// The whole catalogue.
pub(crate) struct Naive {
    detectors: Vec<Detector>,
    patterns: Vec<Alone>,
    keywords: Keywords,
}

impl Naive {
    /// Takes the patterns; of the engine only how each of them is found.
    pub(crate) fn new(catalog: &Catalog, engine: &Engine) -> Self {
        let detectors = catalog.detectors.clone();
        let sources = detectors.iter().enumerate();
        let sources =
            sources.flat_map(|(d, detector)| detector.patterns.iter().map(move |p| (d, p)));
        let patterns = sources
            .zip(engine.plans())
            .map(|((detector, pattern), plan)| Alone::new(detector, pattern, plan.lead))
            .collect();
        let keywords = Keywords::new(&detectors);
        Self { detectors, patterns, keywords }
    }

    /// Every settled match of a text that lies there whole.
    pub(crate) fn search(&self, window: &Window<'_>, layout: &mut dyn Layout) -> Vec<Hit> {
        let text = window.text;
        assert!(window.last && window.from == 0, "the text is whole");
        let readings = [Reading::as_it_stands(text), Reading::as_meant(text)];
        let mut confirmed = Vec::new();
        for (number, pattern) in self.patterns.iter().enumerate() {
            pattern.everywhere(text, |start, end| confirmed.push((start, number, 0, (start, end))));
            if !pattern.by_pivot {
                let meant = &readings[1];
                pattern.everywhere(&meant.text, |start, end| {
                    let place = meant.place(start, end);
                    if meant.shows(place.0, place.1) {
                        confirmed.push((place.0, number, 1, (start, end)));
                    }
                });
            }
        }
        // A layout is asked with rising offsets.
        confirmed.sort_unstable();
        let keywords = self.keywords.everywhere(text, false);
        let mut labels: Vec<Option<Vec<Met>>> = Vec::new();
        let mut found = Vec::new();
        for (start, number, reading, at) in confirmed {
            let cell = layout.cell(window, start);
            if let Some(label) = cell.label {
                let slot = label as usize;
                labels.resize(labels.len().max(slot + 1), None);
                if labels[slot].is_none() {
                    labels[slot] =
                        Some(self.keywords.everywhere(layout.label(label).as_bytes(), true));
                }
            }
            let label = cell.label.and_then(|label| labels[label as usize].as_deref());
            let reading = &readings[reading];
            found.extend(self.weighed(text, reading, number, at, cell, label, &keywords));
        }
        found.sort_by_key(|f| (f.start, f.detector, f.end, f.pattern));
        self.settled(&found, window.base)
    }

    /// The match with its evidence, if it stands.
    #[expect(clippy::too_many_arguments, reason = "everything that a match is judged by")]
    fn weighed(
        &self,
        source: &[u8],
        reading: &Reading,
        number: usize,
        (start, mut end): (usize, usize),
        cell: Cell,
        label: Option<&[Met]>,
        keywords: &[Met],
    ) -> Option<Found> {
        let pattern = &self.patterns[number];
        let detector = &self.detectors[pattern.detector];
        let text = reading.text.as_slice();
        let limit = reading.limit(cell.end);
        if goes_on_as_a_number(text, start, end) {
            return None;
        }
        if end > limit && !pattern.across_cells {
            end = pattern.checked(text, start, limit)?.0;
            if goes_on_as_a_number(text, start, end) {
                return None;
            }
        }
        let clear = &text[start..end];
        let ignored = |word: &String| memchr::memmem::find(clear, word.as_bytes()).is_some();
        if detector.ignore.iter().any(ignored) || is_one_of(&detector.allow, clear) {
            return None;
        }
        let made_up = is_made_up(clear) || is_between_hyphens(text, start, end);
        let theirs = detector.category == Category::Custom || pattern.check.is_some();
        if made_up && !theirs && !is_one_of(&detector.specimens, clear) {
            return None;
        }
        let pass = pattern.check.and_then(|check| (check.passes)(clear));
        let place = reading.place(start, end);
        let mut evidence =
            self.evidence(source, pattern, place, pass.as_ref(), &cell, label, keywords);
        evidence.specimen = is_one_of(&detector.specimens, clear);
        evidence.in_a_row |= is_one_of_a_row(text, start, end);
        let confidence = evidence.confidence(&detector.context)?;
        let telling = evidence.label.or(evidence.near);
        let weight = telling.map_or(0, |keyword| self.keywords.weights[keyword]);
        let detector = pattern.detector;
        let (start, end) = place;
        Some(Found { start, end, detector, pattern: number, confidence, evidence, cell, weight })
    }

    #[expect(clippy::too_many_arguments, reason = "everything that evidence is made of")]
    fn evidence(
        &self,
        text: &[u8],
        pattern: &Alone,
        (start, end): (usize, usize),
        pass: Option<&Pass>,
        cell: &Cell,
        label: Option<&[Met]>,
        keywords: &[Met],
    ) -> Evidence {
        let detector = &self.detectors[pattern.detector];
        let mut evidence = Evidence {
            base: pattern.base,
            check: pattern.check.map(|check| check.name),
            detail: pass.map_or("", |pass| pass.detail),
            label: None,
            near: None,
            general: false,
            against: None,
            specimen: false,
            in_a_row: false,
        };
        let mut label_against = None;
        if let Some(met) = label {
            (evidence.label, label_against) = self.keywords.tell(detector, met);
        }
        if evidence.label.is_none() {
            let mut near = self.near(text, detector, (start, end), cell, keywords);
            self.leave_out_behind_a_name(text, detector, (start, end), &mut near);
            let (asked, against) = self.keywords.tell(detector, &near);
            evidence.near = asked;
            evidence.against =
                label_against.map(|word| (word, true)).or(against.map(|word| (word, false)));
        }
        let telling = evidence.label.or(evidence.near);
        evidence.general = telling.is_some_and(|word| self.keywords.general[word]);
        let clear = &text[start..end];
        let users = detector.category == Category::Custom;
        let hash = evidence.label.is_none()
            && !users
            && (evidence.near.is_some() || pattern.base > Confidence::Low)
            && is_among_hashes(text, start, end);
        evidence.in_a_row |= hash;
        let day = is_day(clear) && !pattern.check.is_some_and(|check| check.of_days);
        let of_programs = (hash || day || is_fraction(clear)) && !users;
        let unheard = evidence.near.is_some() && of_programs;
        if evidence.general && pattern.own_words || unheard {
            (evidence.label, evidence.near, evidence.general) = (None, None, false);
        }
        evidence
    }

    /// Where a word against the detector stands right before the value, words for it that come behind
    /// the value are not heard.
    fn leave_out_behind_a_name(
        &self,
        text: &[u8],
        detector: &Detector,
        (start, end): (usize, usize),
        near: &mut Vec<Met>,
    ) {
        let is_against =
            |met: &Met| detector.context.against.contains(&self.keywords.words[met.keyword]);
        let is_named = near.iter().any(|met| {
            let between = text.get(met.end..start);
            let gap = between.map(|between| String::from_utf8_lossy(between).chars().count());
            is_against(met) && gap.is_some_and(|gap| gap <= 2)
        });
        near.retain(|met| !is_named || met.start < end || is_against(met));
    }

    /// The keywords in the same cell and within the detector's reach.
    fn near(
        &self,
        text: &[u8],
        detector: &Detector,
        (start, end): (usize, usize),
        cell: &Cell,
        keywords: &[Met],
    ) -> Vec<Met> {
        let before = &text[start.saturating_sub(characters(detector))..start];
        let widest = if before.is_ascii() { 2 } else { 4 };
        let from = cell.start.max(start.saturating_sub(reach_bytes(detector, widest)));
        let to = cell.end.min(end + reach_bytes(detector, 4));
        let first = keywords.partition_point(|met| met.start < from);
        let near = keywords[first..].iter().take_while(|met| met.start < to);
        let named = name_before(&text[cell.start..start]).map(|at| cell.start as isize + at);
        let users = detector.category == Category::Custom;
        let is_of_name = |met: &Met| {
            users || named.is_none_or(|named| met.end as isize > named && met.end <= start)
        };
        near.copied()
            .filter(is_of_name)
            .filter(|met| met.end <= cell.end && met.end - met.start <= self.keywords.keyword_bytes)
            .filter(|met| {
                let must_precede = detector.context.before
                    && !detector.context.against.contains(&self.keywords.words[met.keyword]);
                let between = match (met.end <= start, met.start >= end) {
                    (_, true) if must_precede || is_label(&text[met.end..cell.end]) => {
                        return false;
                    }
                    (true, _) if !users && is_closed(&text[met.end..start]) => return false,
                    (true, _) if !users && self.keywords.is_by_chance(met, text, start) => {
                        return false;
                    }
                    (true, _) if must_precede && has_ended(&text[met.end..start]) => return false,
                    (true, _) => &text[met.end..start],
                    (_, true)
                        if !users
                            && has_a_line(&text[end..met.start], &text[met.end..cell.end]) =>
                    {
                        return false;
                    }
                    (_, true) => &text[end..met.start],
                    _ => return false,
                };
                let gap = between.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
                gap <= characters(detector)
            })
            .collect()
    }

    /// The winners. Matches that hang together and begin near the first of them are decided together; a winner
    /// that others overlap which begin further away is decided again, with those, unless it is the first itself.
    fn settled(&self, found: &[Found], base: u64) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut rest = found;
        while let Some(first) = rest.first() {
            let (mut end, mut length) = (first.end, 1);
            while let Some(next) = rest.get(length) {
                if next.start >= end || next.start - first.start > CHAIN_BYTES_MAX {
                    break;
                }
                end = end.max(next.end);
                length += 1;
            }
            let (chain, behind) = rest.split_at(length);
            let mut order: Vec<&Found> = chain.iter().collect();
            order.sort_by(|a, b| b.rank().cmp(&a.rank()).then(a.start.cmp(&b.start)));
            let winners = self.winners(&order);
            let is_open = |winner: &&&Found| {
                winner.start > first.start && behind.iter().any(|other| other.overlaps(winner))
            };
            let open = winners.iter().find(is_open).map(|winner| winner.start);
            let told: Vec<_> =
                winners.iter().filter(|winner| open.is_none_or(|at| winner.start < at)).collect();
            for winner in &told {
                let rivals = order.iter().copied().filter(|rival| {
                    rival.overlaps(winner)
                        && rival.start <= winner.start
                        && rival.detector != winner.detector
                });
                hits.push(self.hit(winner, rivals, base));
            }
            let is_free = |other: &&Found| !told.iter().any(|winner| winner.overlaps(other));
            let free = || behind.iter().find(is_free).map(|next| next.start);
            rest = match open.or_else(free) {
                Some(at) => &rest[rest.partition_point(|other| other.start < at)..],
                None => &[],
            };
        }
        hits
    }

    /// Those of a chain, the best first, that no better one overlaps; in the order of their starts.
    fn winners<'f>(&self, order: &[&'f Found]) -> Vec<&'f Found> {
        let full = order.iter().filter(|f| f.fills_its_cell());
        let full: Vec<Cell> = full.map(|f| f.cell).collect();
        let mut winners: Vec<&Found> = Vec::new();
        for found in order {
            let inside = full.iter().any(|cell| cell.start < found.start && found.start < cell.end);
            let is_free = !inside
                && !self.is_part_of_a_secret(order, found)
                && !self.is_in_a_specimen(order, found);
            if is_free && !winners.iter().any(|winner| winner.overlaps(found)) {
                winners.push(found);
            }
        }
        winners.sort_by_key(|winner| (winner.start, winner.detector));
        winners
    }

    /// Whether only a name tells it, and it begins inside a secret that is known by its form.
    fn is_part_of_a_secret(&self, chain: &[&Found], found: &Found) -> bool {
        let sort = |found: &Found| {
            let detector = &self.detectors[found.detector];
            (detector.category == Category::Credentials, detector.context.required)
        };
        let holds = |other: &&Found| {
            other.start < found.start
                && other.end >= found.end
                && other.confidence > Confidence::Low
                && sort(other) == (true, false)
        };
        sort(found) == (true, true) && chain.iter().any(holds)
    }

    /// Whether a secret lies within one that is published.
    fn is_in_a_specimen(&self, chain: &[&Found], found: &Found) -> bool {
        let is_secret = |of: &Found| self.detectors[of.detector].category == Category::Credentials;
        let around = |other: &&Found| {
            other.evidence.specimen
                && is_secret(other)
                && (other.start..=other.end).contains(&found.start)
                && found.end <= other.end
        };
        is_secret(found) && !found.evidence.specimen && chain.iter().any(around)
    }

    fn hit<'f>(&self, winner: &Found, rivals: impl Iterator<Item = &'f Found>, base: u64) -> Hit {
        let id = |found: &Found| self.detectors[found.detector].id.to_string();
        let (mut alternatives, mut tied) = (Vec::new(), Vec::new());
        for rival in rivals {
            if alternatives.contains(&id(rival)) {
                continue;
            }
            alternatives.push(id(rival));
            if (rival.start, rival.end) == (winner.start, winner.end) && rival.is_as_good(winner) {
                tied.push(id(rival));
            }
        }
        alternatives.sort();
        tied.sort();
        Hit {
            start: base + winner.start as u64,
            end: base + winner.end as u64,
            detector: id(winner),
            confidence: winner.confidence.as_str(),
            why: self.why(winner),
            tied,
            alternatives,
        }
    }

    fn why(&self, found: &Found) -> Vec<String> {
        let evidence = &found.evidence;
        let word = |keyword: usize| &self.keywords.words[keyword];
        let label_of = match found.cell.place {
            Place::Cell { .. } => "column name",
            Place::Record { .. } => "JSON path",
            Place::Element => "element name",
            Place::Text | Place::Page { .. } => "name",
        };
        let within = self.detectors[found.detector].context.characters;
        let why: Vec<String> = [
            evidence.specimen.then(|| "published specimen".into()),
            evidence.check.map(|check| format!("check {check}")),
            Some(evidence.detail.into()).filter(|detail: &String| !detail.is_empty()),
            evidence.label.map(|label| format!("{label_of} \"{}\"", word(label))),
            evidence
                .near
                .map(|near| format!("keyword \"{}\" within {within} characters", word(near))),
            evidence.against.map(|(against, _)| format!("against it: \"{}\"", word(against))),
            evidence.in_a_row.then(|| "against it: one of a row of numbers".into()),
        ]
        .into_iter()
        .flatten()
        .collect();
        if why.is_empty() { vec!["pattern".into()] } else { why }
    }
}

impl Alone {
    fn new(detector: usize, pattern: &Pattern, lead: Lead) -> Self {
        let syntax = regex_automata::util::syntax::Config::new().unicode(false).utf8(false);
        let hir = regex_automata::util::syntax::parse_with(&pattern.regex, &syntax)
            .expect("the catalogue was linted");
        let built = |hir: &Hir| {
            let config = meta::Config::new().utf8_empty(false);
            let built = meta::Builder::new().configure(config).build_from_hir(hir);
            built.expect("the engine compiles it too")
        };
        Self {
            detector,
            base: pattern.base,
            check: pattern.check,
            regex: built(&hir),
            anywhere: built(&without_assertions(&hir)),
            bytes_max: hir.properties().maximum_len().unwrap_or(usize::MAX).min(MATCH_BYTES_MAX),
            own_words: pattern.own_words,
            across_cells: pattern.across_cells,
            by_pivot: lead == Lead::Pivot,
        }
    }

    /// Tells every start at which the pattern and its check agree, and the end.
    fn everywhere(&self, text: &[u8], mut tell: impl FnMut(usize, usize)) {
        let mut from = 0;
        let mut last_pivot = None;
        while let Some(hit) = self.anywhere.search(&Input::new(text).range(from..)) {
            let start = hit.start();
            from = start + 1;
            let Some((end, _)) = self.checked(text, start, text.len()) else { continue };
            if self.by_pivot {
                let Some(by) = memchr::memchr(b'@', &text[start..end]) else { continue };
                if by >= PIVOT_BYTES || last_pivot.replace(start + by) == Some(start + by) {
                    continue;
                }
                if is_user_of_a_url(text, start) {
                    continue;
                }
            }
            tell(start, end);
        }
    }

    /// The longest match that begins at `start`, ends by `limit` and passes the check.
    fn checked(&self, text: &[u8], start: usize, limit: usize) -> Option<(usize, Option<Pass>)> {
        let mut end = self.end(text, start, limit)?;
        let Some(check) = self.check else { return Some((end, None)) };
        for _ in 0..=SHORTER_TRIES {
            if let Some(pass) = (check.passes)(&text[start..end]) {
                return Some((end, Some(pass)));
            }
            if check.of_longest {
                return None;
            }
            end = self.end(text, start, end - 1)?;
        }
        None
    }

    /// The end of the match that begins at `start` and ends by `limit`. An underscore before it and
    /// behind it is a border, as a space is.
    fn end(&self, text: &[u8], start: usize, limit: usize) -> Option<usize> {
        let limit = limit.min(start + self.bytes_max).min(text.len());
        if limit <= start {
            return None;
        }
        let first = start.saturating_sub(1);
        let mut near = text[first..text.len().min(limit + 1)].to_vec();
        if start > first && near[0] == b'_' {
            near[0] = b' ';
        }
        let end_by = |near: &[u8], limit: usize| {
            let input = Input::new(near).range(start - first..limit - first);
            self.regex.search(&input.anchored(Anchored::Yes)).map(|hit| first + hit.end())
        };
        let plain = end_by(&near, limit);
        let underscores = memchr::memchr_iter(b'_', &text[start..text.len().min(limit + 1)]);
        let before_one =
            underscores.rev().map(|by| start + by).filter(|&at| at > start).find(|&at| {
                let mut cut = near[..=at - first].to_vec();
                cut[at - first] = b' ';
                end_by(&cut, at) == Some(at)
            });
        plain.max(before_one)
    }
}

impl Evidence {
    /// Of digits under a word that many countries share.
    fn is_doubtful(&self) -> bool {
        self.general && self.base == Confidence::Low && !self.specimen
    }

    fn confidence(&self, context: &Context) -> Option<Confidence> {
        let keyword = self.label.is_some() || self.near.is_some();
        if context.required && !keyword {
            return None;
        }
        if self.specimen {
            return Some(Confidence::Low);
        }
        let mut steps = match (self.label, self.near, self.check) {
            (Some(_), _, _) | (None, Some(_), Some(_)) => 2,
            (None, Some(_), None) => 1,
            (None, None, _) => 0,
        };
        if self.label.is_none() {
            steps -= self.against.map_or(0, |(_, in_label)| if in_label { 2 } else { 1 });
        }
        steps -= i32::from(self.in_a_row);
        let most = if self.is_doubtful() { 1 } else { 2 };
        let confidence = (self.base as i32 + steps).clamp(0, most);
        Some([Confidence::Low, Confidence::Medium, Confidence::High][confidence as usize])
    }
}

impl Found {
    fn rank(&self) -> (Confidence, bool, bool, bool, usize, usize) {
        let evidence = &self.evidence;
        let keyword = evidence.label.is_some() || evidence.near.is_some();
        let (label, checked) = (evidence.label.is_some(), evidence.check.is_some());
        (self.confidence, label, checked, keyword, self.end - self.start, self.weight)
    }

    /// Whether neither comes before the other, of two that claim the same bytes.
    fn is_as_good(&self, other: &Self) -> bool {
        let doubtful =
            |found: &Self| found.evidence.label.is_some() && found.evidence.is_doubtful();
        match doubtful(self) && doubtful(other) {
            true => self.confidence == other.confidence,
            false => self.rank() == other.rank(),
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether it is sure and is all that its cell holds, so that nothing in it is a match of its own.
    fn fills_its_cell(&self) -> bool {
        self.confidence == Confidence::High
            && self.cell.label.is_some()
            && (self.start, self.end) == (self.cell.start, self.cell.end)
    }
}

/// The pattern without borders of words, lines and text.
fn without_assertions(hir: &Hir) -> Hir {
    let all = |parts: &[Hir]| parts.iter().map(without_assertions).collect::<Vec<Hir>>();
    match hir.kind() {
        HirKind::Look(_) => Hir::empty(),
        HirKind::Capture(Capture { sub, .. }) => without_assertions(sub),
        HirKind::Concat(parts) => Hir::concat(all(parts)),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)),
        HirKind::Repetition(repetition) => Hir::repetition(Repetition {
            sub: Box::new(without_assertions(&repetition.sub)),
            ..repetition.clone()
        }),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) => hir.clone(),
    }
}

fn is_one_of(values: &[String], clear: &[u8]) -> bool {
    let normal = |value: &[u8]| {
        let mut normal = Vec::new();
        normalise(value, &mut normal);
        normal
    };
    !values.is_empty() && values.iter().any(|value| normal(value.as_bytes()) == normal(clear))
}

/// Whether the number is the fraction or the whole part of a decimal number (`.0` aside), or a
/// group of a UUID or of other hexadecimal digits between hyphens.
fn goes_on_as_a_number(text: &[u8], start: usize, end: usize) -> bool {
    let (before, behind) = (&text[..start], &text[end..]);
    let hex = |group: &[u8]| group.iter().all(u8::is_ascii_hexdigit);
    let clear = &text[start..end];
    if clear.contains(&b'@')
        && !clear.contains(&b':')
        && matches!(before, [.., b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z', b'-' | b'.' | b'+'])
    {
        return true;
    }
    match before {
        [.., b'+' | b'0'..=b'9' | b')' | b']' | b'_'] if text[start] == b'+' => return true,
        [b'A'..=b'Z' | b'a'..=b'z'] if text[start] == b'+' => return true,
        [.., b'A'..=b'Z' | b'a'..=b'z']
            if text[start] == b'+'
                && matches!(behind, [by, next, ..] if b"-._=@".contains(by) && next.is_ascii_alphanumeric()) =>
        {
            return true;
        }
        [.., before, b'A'..=b'Z' | b'a'..=b'z']
            if text[start] == b'+' && !before.is_ascii_alphabetic() =>
        {
            return true;
        }
        [.., a, b, by] if is_pairs(&text[start..end], *by) && hex(&[*a, *b]) => return true,
        _ => (),
    }
    if matches!(behind, [by, a, b, ..] if is_pairs(&text[start..end], *by) && hex(&[*a, *b])) {
        return true;
    }
    if text[start].is_ascii_digit() {
        let goes_on = match before {
            [.., digit, b'.' | b'+'] => digit.is_ascii_digit(),
            [.., b'-', a, b, c, d, b'-'] => is_in_hexadecimal(&[*a, *b, *c, *d], text, &|uuid| {
                [14, 19, 24].contains(&start.wrapping_sub(uuid))
            }),
            _ => false,
        };
        if goes_on {
            return true;
        }
    }
    text[end - 1].is_ascii_digit()
        && match behind {
            [b'.', b'0'] => false,
            [b'.', b'0', next, ..] if !next.is_ascii_alphanumeric() && *next != b'.' => false,
            [b'.', digit, ..] => digit.is_ascii_digit(),
            [b'-', a, b, c, d, b'-', ..] => is_in_hexadecimal(&[*a, *b, *c, *d], text, &|uuid| {
                [8, 13, 18].contains(&end.wrapping_sub(uuid))
            }),
            _ => false,
        }
}

/// Whether a group is of hexadecimal digits, with a letter or in a UUID that begins where `begins` says.
fn is_in_hexadecimal(group: &[u8], text: &[u8], begins: &dyn Fn(usize) -> bool) -> bool {
    let is_hex = |group: &[u8]| group.iter().all(u8::is_ascii_hexdigit);
    let is_uuid = |text: &[u8]| {
        let groups: Vec<&[u8]> = text.split(|byte| *byte == b'-').collect();
        groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
            && groups.into_iter().all(is_hex)
    };
    let mut uuids = text.windows(36).enumerate().filter(|(_, window)| is_uuid(window));
    is_hex(group) && (group.iter().any(u8::is_ascii_alphabetic) || uuids.any(|(at, _)| begins(at)))
}

/// Whether the text is six characters or more in pairs around `by`, as addresses of network cards are.
fn is_pairs(clear: &[u8], by: u8) -> bool {
    let ends = clear.len() >= 17 && clear[2] == by && clear[clear.len() - 3] == by;
    ends && b":-".contains(&by)
}

/// One digit all along or digits that count up, six at least, and two letters at most.
fn is_made_up(clear: &[u8]) -> bool {
    let digits: Vec<u8> =
        clear.iter().filter(|b| b.is_ascii_digit()).map(|digit| digit - b'0').collect();
    let steps = |by: u8| digits.windows(2).all(|pair| pair[1] == (pair[0] + by) % 10);
    let letters = clear.iter().filter(|b| b.is_ascii_alphabetic()).count();
    digits.len() > 5 && letters < 3 && (steps(0) || steps(1))
}

/// Whether nothing but digits is a group between hyphens, or a letter stands behind one.
fn is_between_hyphens(text: &[u8], start: usize, end: usize) -> bool {
    let came = matches!(text[..start], [.., b'0'..=b'9', b'-']);
    let goes_on = match text[end..] {
        [b'-', b'0'..=b'9', ..] => true,
        [b'-', b'A'..=b'Z'] => true,
        [b'-', b'A'..=b'Z', next, ..] => !next.is_ascii_alphanumeric(),
        _ => false,
    };
    text[start..end].iter().all(u8::is_ascii_digit) && (came || goes_on)
}

/// Whether groups of digits of one size, with the same separator, go on before or behind.
fn is_one_of_a_row(text: &[u8], start: usize, end: usize) -> bool {
    let clear = &text[start..end];
    let size = clear.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let last = clear.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let Some(&separator) = clear.get(size).filter(|byte| b" -".contains(byte)) else {
        return false;
    };
    if size == 0 || last != size {
        return false;
    }
    // The groups around may be hexadecimal, if there is a digit in them.
    let is_group = |group: Vec<u8>| group.len() == size && group.iter().any(u8::is_ascii_digit);
    let behind = &text[end..];
    let before = &text[..start];
    let goes_on = behind.first() == Some(&separator)
        && is_group(behind[1..].iter().copied().take_while(u8::is_ascii_hexdigit).collect());
    let came = before.last() == Some(&separator)
        && is_group(
            before[..start - 1].iter().rev().copied().take_while(u8::is_ascii_hexdigit).collect(),
        );
    goes_on || came
}

/// Whether what seems an address is the user, or the end of the password, of a URL.
fn is_user_of_a_url(text: &[u8], start: usize) -> bool {
    let before = &text[start.saturating_sub(PIVOT_BYTES)..start];
    let from =
        before.iter().rposition(|byte| byte.is_ascii_whitespace() || b"\"'<>".contains(byte));
    let word = &before[from.map_or(0, |at| at + 1)..];
    let scheme = memchr::memmem::rfind(word, b"://");
    scheme.is_some_and(|at| !word[at + 3..].iter().any(|byte| b"/?#".contains(byte)))
}
