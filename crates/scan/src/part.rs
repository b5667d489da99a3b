//! The findings of one part of an object: gathered match by match, told at the part's end.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use magpie_catalog::Detector;
use magpie_engine::{Claim, Engine, Evidence, Form, Headings, KeyMatch, Match};
use magpie_judge::{Distinct, Precision};
use magpie_model::{
    Category, Cell, CellPlace, Confidence, DetectorId, Finding, Layout, LineRange, Location,
    OccurrencePlace, Occurrences, OffsetRange, PagePlace, Place, RecordPlace, Sample, Window,
};

use crate::ScanConfig;
use crate::by_label::ByLabel;
use crate::country::{self, Beside, Country};
use crate::gather::{Describe, Gathered, Keep, KeptPlace, Seen};
use crate::hasher::ValueHasher;
use crate::json_path;
use crate::label::Labels;
use crate::tables::Tables;
use crate::things::{self, Named};
use crate::tied::{CLAIMANTS_MAX, Claimant, Heading, Tied, prior};

/// Said of matches whose confidence rose by the evidence of their column.
const COLUMN_EVIDENCE: &str = "column of checked values";

/// Said of findings in an object's key.
pub(crate) const OBJECT_KEY: &str = "object key";
/// Said of findings in the name of an archive's member.
pub(crate) const MEMBER_NAME: &str = "member name";

/// Kinds of evidence that a finding tells.
const WHY_MAX: usize = 12;

/// Sheets whose names are remembered.
const SHEETS_MAX: usize = 4096;

/// What every worker shares.
pub(crate) struct Shared<'r> {
    pub(crate) engine: &'r Arc<Engine>,
    pub(crate) config: &'r ScanConfig,
    pub(crate) hasher: ValueHasher,
    pub(crate) tables: Tables,
}

/// Whose findings they are; texts as they may be shown.
#[derive(Clone)]
pub(crate) struct Owner {
    pub(crate) bucket: String,
    pub(crate) key: String,
    /// Whether a match in the key is hidden.
    pub(crate) is_masked: bool,
    pub(crate) key_fingerprint: Option<String>,
    pub(crate) version_id: Option<String>,
}

/// A finding with the different values that it counts, as hashes.
pub(crate) struct Told {
    pub(crate) finding: Finding,
    pub(crate) values: Distinct,
}

/// The name of a part: an object's key or what an archive calls its member. It is a text of its own,
/// without lines.
pub(crate) struct PartName<'n> {
    pub(crate) text: &'n str,
    /// What the engine found in it.
    pub(crate) matches: &'n [KeyMatch],
    /// [`OBJECT_KEY`] or [`MEMBER_NAME`].
    pub(crate) kind: &'static str,
}

/// Columns without a heading that are told apart.
const HEADLESS_MAX: usize = 4096;

/// Where countries are named.
#[derive(Default)]
struct Naming {
    /// By label.
    in_labels: ByLabel<Vec<Country>>,
    /// In the text at hand.
    beside: Beside,
}

/// One part being read.
pub(crate) struct PartGather {
    pub(crate) keep: Keep,
    by_detector: Vec<Option<Box<Gathered<Evidence>>>>,
    /// Detectors that found something in the part's name, and what that is.
    in_name: Vec<(usize, &'static str)>,
    tied: Tied<Evidence>,
    matches: u64,
    rows: u64,
    /// The same of each label, where each has rows of its own.
    rows_by_label: Vec<u64>,
    columns_are_cells: bool,
    labels: HashMap<u32, String>,
    sheets: HashMap<String, String>,
    named: Naming,
    /// What labels say of their numbers.
    of_things: ByLabel<Named>,
    /// Columns without a heading in which a number stood in groups.
    grouped: HashSet<u32>,
    normalised: Vec<u8>,
    /// Scratch: who claims the match at hand.
    claims: Vec<Claim>,
    claimants: Vec<Claimant>,
}

impl PartGather {
    pub(crate) fn new(shared: &Shared<'_>, places_left: usize) -> Self {
        let config = shared.config;
        let keep = Keep {
            confidence_min: config.confidence_min,
            occurrences_max: config.occurrences_max.min(places_left),
            samples_max: config.samples_max,
        };
        Self {
            keep,
            by_detector: Vec::new(),
            in_name: Vec::new(),
            tied: Tied::new(),
            matches: 0,
            rows: 0,
            rows_by_label: Vec::new(),
            columns_are_cells: false,
            labels: HashMap::new(),
            sheets: HashMap::new(),
            named: Naming::default(),
            of_things: ByLabel::default(),
            grouped: HashSet::new(),
            normalised: Vec::new(),
            claims: Vec::new(),
            claimants: Vec::new(),
        }
    }

    /// Whether anything in it waits for the number of rows.
    pub(crate) fn has_columns(&self) -> bool {
        self.tied.has_columns()
            || self.by_detector.iter().flatten().any(|gathered| gathered.has_columns())
    }

    /// Notes how many rows the part has so far, and each label where it has rows of its own.
    pub(crate) fn rows(&mut self, rows: u64, by_label: &[u64]) {
        self.rows = self.rows.max(rows);
        by_label.clone_into(&mut self.rows_by_label);
    }

    /// Forgets the text before. To be called before the matches of a window.
    pub(crate) fn begin_window(&mut self) {
        self.named.beside.begin();
    }

    /// Counts one match, unless it is on the allow list.
    pub(crate) fn add(
        &mut self,
        shared: &Shared<'_>,
        labels: &Labels,
        window: &Window<'_>,
        found: &Match<'_>,
        layout: &mut dyn Layout,
    ) {
        magpie_engine::normalise(found.clear, &mut self.normalised);
        if shared.config.allow.holds(found.clear, &self.normalised) {
            return;
        }
        self.columns_are_cells |= matches!(found.cell.place, Place::Cell { .. });
        self.matches += 1;
        // Checks of secrets ask for randomness, which a column of trace ids has too.
        let is_number = shared.engine.detector(found.detector).category != Category::Credentials;
        let says = label_says(found, layout, &mut self.of_things);
        let counts = is_number && says != Named::Things;
        let column = column_and_row(window, found, layout, counts);
        let hash = shared.hasher.hash(&self.normalised);
        let tells_whose = self.tells_whose(found, says, column);
        let leads = !counts || leads_its_row(window, found, layout);
        let (order, confidence) = (self.matches, found.confidence);
        let counted = Counted { order, confidence, hash, column, says, counts, leads, tells_whose };
        if self.by_detector.is_empty() {
            self.by_detector.resize_with(shared.engine.detectors().len(), || None);
        }
        let mut describe = DescribeMatch {
            shared,
            labels,
            window,
            found,
            detector: found.detector,
            layout,
            names: &mut self.labels,
            sheets: &mut self.sheets,
            normalised: &self.normalised,
        };
        let general = heading_of(window, found);
        let heading = general.filter(|_| found.evidence.is_doubtful());
        let told = Claim { detector: found.detector, evidence: found.evidence };
        if let Some(general) = general.filter(|_| heading.is_none()) {
            self.tied.note(general, Claimant::of(&told), &label_of(describe.layout));
        }
        if found.tied.is_empty() && heading.is_none() {
            let gathered = gathered_of(&mut self.by_detector, found.detector);
            gathered.add(&counted.seen(&found.evidence), &self.keep, &mut describe);
            gathered.note_alternatives(found.alternatives, found.detector);
            return;
        }
        let (claims, claimants) = (&mut self.claims, &mut self.claimants);
        claim(shared.engine, told, found.tied, claims);
        claimants.clear();
        claimants.extend(claims.iter().map(Claimant::of));
        let named = named(shared.engine, claims, window, found, &*describe.layout, &mut self.named);
        let label_of = label_of(describe.layout);
        let group = self.tied.of(claimants, heading, named, &label_of, &self.keep);
        drop(label_of);
        // What has no place among the groups is the first claimant's at once.
        let group = group.map_or_else(
            || std::slice::from_mut(gathered_of(&mut self.by_detector, claims[0].detector)),
            Vec::as_mut_slice,
        );
        for (claim, gathered) in claims.iter().zip(group) {
            describe.detector = claim.detector;
            gathered.add(&counted.seen(&claim.evidence), &self.keep, &mut describe);
            gathered.note_alternatives(found.alternatives, claim.detector);
            gathered.note_alternatives(&[found.detector], claim.detector);
        }
    }

    /// Whether the column of a number says whose it is, where nothing but a sum that all use tells it: under
    /// `reference` it does not, and without a heading only where numbers stand in the groups of their issuer.
    fn tells_whose(&mut self, found: &Match<'_>, says: Named, column: Option<(u32, u64)>) -> bool {
        let Some((column, _)) = column.filter(|_| found.cell.label.is_none()) else {
            return says != Named::Nothing;
        };
        let in_groups = found.clear.iter().any(|byte| !byte.is_ascii_alphanumeric());
        if in_groups && self.grouped.len() < HEADLESS_MAX {
            self.grouped.insert(column);
        }
        self.grouped.contains(&column)
    }

    /// Counts what was found in the part's own name, told by characters.
    pub(crate) fn add_name(&mut self, shared: &Shared<'_>, name: &PartName<'_>) {
        if self.by_detector.is_empty() && !name.matches.is_empty() {
            self.by_detector.resize_with(shared.engine.detectors().len(), || None);
        }
        for found in name.matches {
            let Some(clear) = name.text.get(found.span.clone()) else { continue };
            magpie_engine::normalise(clear.as_bytes(), &mut self.normalised);
            if shared.config.allow.holds(clear.as_bytes(), &self.normalised) {
                continue;
            }
            let told = Claim { detector: found.detector, evidence: found.evidence };
            let claims = &mut self.claims;
            claim(shared.engine, told, &found.tied, claims);
            let Claim { detector, evidence } = claims[0];
            let seen = Seen {
                order: 0,
                confidence: found.confidence,
                evidence: &evidence,
                hash: shared.hasher.hash(&self.normalised),
                checked: false,
                specimen: evidence.specimen(),
                follows: false,
                column: None,
            };
            let mask = shared.engine.detector(detector).mask;
            let mut describe = DescribeKey {
                start: name.text[..found.span.start].chars().count() as u64,
                clear,
                masked: mask.apply(clear.as_bytes()),
                fingerprint: shared.config.fingerprint_key.of(&self.normalised),
            };
            let gathered = gathered_of(&mut self.by_detector, detector);
            gathered.add(&seen, &self.keep, &mut describe);
            let others: Vec<usize> = claims[1..].iter().map(|claim| claim.detector).collect();
            gathered.note_alternatives(&others, detector);
            if found.confidence >= self.keep.confidence_min {
                self.in_name.push((detector, name.kind));
            }
        }
    }

    /// The findings, in the order of the detectors' ids.
    pub(crate) fn finish(
        mut self,
        shared: &Shared<'_>,
        owner: &Owner,
        inner_path: Option<&str>,
        headings: &Headings,
    ) -> Vec<Told> {
        let rows = self.rows.saturating_sub(u64::from(self.columns_are_cells));
        let by_label = std::mem::take(&mut self.rows_by_label);
        // Of what repeats more often than the column does, such as several telephones of a person, nothing follows.
        let rows_of = |column: u32| by_label.get(column as usize).copied().unwrap_or(rows);
        let keep = self.keep;
        let cells = |heading: Heading| headings.cells(heading.label, heading.form);
        let mut in_key = country::in_name(&owner.key);
        in_key.extend(inner_path.map(country::in_name).unwrap_or_default());
        let detectors = shared.engine.detectors();
        let tied = std::mem::replace(&mut self.tied, Tied::new());
        let by_detector = &mut self.by_detector;
        tied.settle(detectors, by_detector, &cells, &in_key, &countries_of, &keep);
        for gathered in self.by_detector.iter_mut().flatten() {
            gathered.finish(&rows_of, &keep);
        }
        self.told(shared.engine, owner, inner_path)
    }

    /// What was gathered, each detector's part and name together.
    fn told(self, engine: &Engine, owner: &Owner, inner_path: Option<&str>) -> Vec<Told> {
        let Self { by_detector, in_name, .. } = self;
        let gathered = by_detector.into_iter().enumerate();
        gathered
            .filter_map(|(detector, gathered)| {
                let mut told = finding(engine, detector, *gathered?, owner, inner_path)?;
                let named = in_name.iter().find(|(found, _)| *found == detector);
                told.finding.why.splice(0..0, named.map(|(_, kind)| (*kind).to_owned()));
                Some(told)
            })
            .collect()
    }
}

/// What is the same of a match for all who claim it.
struct Counted {
    order: u64,
    confidence: Confidence,
    hash: u64,
    column: Option<(u32, u64)>,
    /// What its label says of it.
    says: Named,
    /// Whether it is a number that may speak for its column.
    counts: bool,
    /// Whether it is the first of its row under its path.
    leads: bool,
    /// Whether its column says whose it is.
    tells_whose: bool,
}

impl Counted {
    fn seen<'e>(&self, evidence: &'e Evidence) -> Seen<'e, Evidence> {
        let checked = self.counts && evidence.counts_in_columns();
        let is_anyones = evidence.shares_sum() && !self.tells_whose;
        let rises = is_anyones && self.says == Named::Other || !is_anyones && !self.leads;
        Seen {
            order: self.order,
            confidence: self.confidence,
            evidence,
            hash: self.hash,
            checked: checked && !is_anyones && self.leads,
            specimen: evidence.specimen(),
            follows: evidence.follows() || checked && rises,
            column: self.column,
        }
    }
}

/// Gathers everybody who claims a match, by the prior.
fn claim(engine: &Engine, told: Claim, tied: &[Claim], claims: &mut Vec<Claim>) {
    claims.clear();
    if tied.is_empty() {
        claims.push(told);
        return;
    }
    claims.extend(tied.iter().copied().chain([told]));
    claims.sort_by_key(|claim| (prior(engine.detector(claim.detector)), claim.detector));
    claims.truncate(CLAIMANTS_MAX);
}

/// The country of one of the claims that the value names, its heading, or what stands beside it.
fn named(
    engine: &Engine,
    claims: &[Claim],
    window: &Window<'_>,
    found: &Match<'_>,
    layout: &dyn Layout,
    naming: &mut Naming,
) -> Option<Country> {
    if claims.len() < 2 {
        return None;
    }
    let countries = claims.iter().flat_map(|claim| &engine.detector(claim.detector).countries);
    let countries: Vec<Country> = countries.filter_map(|code| Country::of_code(code)).collect();
    let in_value = claims.iter().find_map(|claim| Country::of_code(claim.evidence.country()?));
    if in_value.is_some_and(|country| countries.contains(&country)) {
        return in_value;
    }
    let in_heading = found.cell.label.and_then(|label| {
        let named = naming.in_labels.of(label, || country::in_name(layout.label(label)));
        named.iter().copied().find(|named| countries.contains(named))
    });
    let span = (found.span.start, found.span.end);
    in_heading.or_else(|| naming.beside.nearest(window.text, span, &countries))
}

/// What the label of a match says of its numbers.
fn label_says(found: &Match<'_>, layout: &dyn Layout, in_labels: &mut ByLabel<Named>) -> Named {
    let Some(label) = found.cell.label else { return Named::Other };
    *in_labels.of(label, || things::named_in(layout.label(label)))
}

/// The countries that the values of a detector name, with how many do.
fn countries_of(gathered: &Gathered<Evidence>) -> Vec<(Country, u64)> {
    let told = gathered.included.why.iter();
    told.filter_map(|(evidence, times)| Some((Country::of_code(evidence.country()?)?, *times)))
        .collect()
}

/// The column of a match, and its row. The first row may be a header or the first of the values.
fn column_of(cell: &Cell) -> Option<(u32, Option<u64>)> {
    match cell.place {
        // Columns of several sheets have the same number, and labels of their own.
        Place::Cell { row, column } => {
            Some((cell.label.map_or(2 * column, |label| 2 * label + 1), Some(row)))
        }
        Place::Record { index } => cell.label.map(|label| (label, Some(index + 1))),
        // Elements of one name are a column where the layout counts them.
        Place::Element => cell.label.map(|label| (label, None)),
        Place::Text | Place::Page { .. } => None,
    }
}

/// The column of a match and its row, which the layout is asked for where the place does not tell it or
/// where the match may speak for its column.
fn column_and_row(
    window: &Window<'_>,
    found: &Match<'_>,
    layout: &mut dyn Layout,
    counts: bool,
) -> Option<(u32, u64)> {
    let (column, row) = column_of(&found.cell)?;
    let counted = found.evidence.counts_in_columns() || found.evidence.follows();
    let asked = (row.is_none() || counts && counted)
        .then(|| layout.row(window, found.span.start))
        .flatten();
    asked.or(row).map(|row| (column, row))
}

/// Tells the texts of labels.
fn label_of(layout: &dyn Layout) -> impl Fn(u32) -> String {
    |label| layout.label(label).to_owned()
}

/// What was gathered for a detector, from now on where it is the first.
fn gathered_of(
    by_detector: &mut [Option<Box<Gathered<Evidence>>>],
    detector: usize,
) -> &mut Gathered<Evidence> {
    by_detector[detector].get_or_insert_with(|| Box::new(Gathered::new()))
}

/// Whether a value is the first of its row under its path. Of a list within a record only the first counts
/// as evidence, since nobody counts how many numbers without a check stand beside those that pass one.
fn leads_its_row(window: &Window<'_>, found: &Match<'_>, layout: &mut dyn Layout) -> bool {
    let label = found.cell.label.filter(|_| found.evidence.counts_in_columns());
    let in_list = |label: u32| layout.label(label).contains("[*]");
    if !matches!(found.cell.place, Place::Record { .. }) || !label.is_some_and(in_list) {
        return true;
    }
    let at = found.span.start;
    let rows_are_items = layout.row(window, at).is_some();
    let positions = layout.positions(window, at).into_iter();
    positions.skip(usize::from(rows_are_items)).all(|position| position == 0)
}

/// The heading of a match that only a general word speaks for.
fn heading_of(window: &Window<'_>, found: &Match<'_>) -> Option<Heading> {
    let label = found.cell.label.filter(|_| found.evidence.is_general())?;
    let form = Form::of(window.text.get(found.cell.start..found.cell.end)?)?;
    Some(Heading { label, form })
}

struct DescribeMatch<'a> {
    shared: &'a Shared<'a>,
    labels: &'a Labels,
    window: &'a Window<'a>,
    found: &'a Match<'a>,
    /// For whom: the masks of detectors differ.
    detector: usize,
    layout: &'a mut dyn Layout,
    names: &'a mut HashMap<u32, String>,
    /// By name of a sheet: how it may be shown.
    sheets: &'a mut HashMap<String, String>,
    normalised: &'a [u8],
}

impl Describe for DescribeMatch<'_> {
    fn place(&mut self) -> KeptPlace {
        let at = self.layout.locate(self.window, &self.found.cell, &self.found.span);
        let mut name = at.label.map(|label| self.name_of(label));
        if let (Some(path), Place::Record { .. }) = (&mut name, at.place) {
            let positions = self.layout.positions(self.window, self.found.span.start);
            *path = json_path::positioned(path, &positions);
        }
        let reference = self.layout.cell_reference(&at).map(|reference| self.shown(&reference));
        place_of(&at, name, reference)
    }

    fn sample(&mut self) -> Sample {
        let detector = self.shared.engine.detector(self.detector);
        Sample {
            masked: detector.mask.apply(self.found.clear),
            fingerprint: self.shared.config.fingerprint_key.of(self.normalised),
        }
    }
}

impl DescribeMatch<'_> {
    fn name_of(&mut self, label: u32) -> String {
        let (labels, layout) = (self.labels, &*self.layout);
        self.names.entry(label).or_insert_with(|| labels.show(layout.label(label))).clone()
    }

    /// A reference such as `Sheet2!C5`, the name of its sheet masked.
    fn shown(&mut self, reference: &str) -> String {
        let Some((sheet, cell)) = reference.rsplit_once('!') else { return reference.to_owned() };
        if self.sheets.len() >= SHEETS_MAX {
            self.sheets.clear();
        }
        let labels = self.labels;
        let shown = self.sheets.entry(sheet.to_owned()).or_insert_with(|| labels.show(sheet));
        format!("{shown}!{cell}")
    }
}

fn place_of(at: &Location, name: Option<String>, reference: Option<String>) -> KeptPlace {
    let bytes = at.bytes.map(|(start, end)| OffsetRange { start, end });
    let place = match at.place {
        Place::Cell { row, column } => OccurrencePlace::Cell(CellPlace {
            row,
            column,
            column_name: name,
            cell_reference: reference,
        }),
        Place::Record { index } => {
            OccurrencePlace::Record(RecordPlace { record_index: index, json_path: name })
        }
        Place::Page { number } => OccurrencePlace::Page(PagePlace { number, lines: lines_of(at) }),
        // A binary has no lines.
        Place::Text | Place::Element if at.lines.is_none() && bytes.is_some() => {
            let (start, end) = at.bytes.unwrap_or((0, 0));
            OccurrencePlace::Offset(OffsetRange { start, end })
        }
        Place::Text | Place::Element => OccurrencePlace::Line(lines_of(at)),
    };
    KeptPlace { place, bytes }
}

fn lines_of(at: &Location) -> LineRange {
    let (start, end) = at.lines.unwrap_or((1, 1));
    LineRange { start, end, start_column: at.start_column.unwrap_or(1) }
}

/// One detector's finding; `None` when nothing reached the minimum confidence, or fewer occurrences
/// did than the detector calls a finding.
pub(crate) fn finding(
    engine: &Engine,
    detector: usize,
    gathered: Gathered<Evidence>,
    owner: &Owner,
    inner_path: Option<&str>,
) -> Option<Told> {
    let confidence = gathered.confidence()?;
    let described = engine.detector(detector);
    let Gathered { by_confidence, included, .. } = &gathered;
    if included.count == 0 {
        return None;
    }
    let severity = described.severity.of(included.count)?;
    let values = included.distinct.coarser(Precision::OF_BUCKET);
    let finding = Finding {
        bucket: owner.bucket.clone(),
        key: owner.key.clone(),
        key_fingerprint: owner.key_fingerprint.clone(),
        version_id: owner.version_id.clone(),
        inner_path: inner_path.map(str::to_owned),
        table: None,
        detector: described.id.clone(),
        name: described.name.clone(),
        category: described.category,
        macie_type: macie_type(described, &included.why),
        confidence,
        severity,
        count: included.count,
        distinct: included.distinct.count().min(included.count),
        distinct_is_estimate: included.distinct.is_estimate(),
        by_confidence: *by_confidence,
        specimens: gathered.specimens,
        occurrences_kept: included.places.len() as u64,
        why: why(engine, detector, &gathered),
        alternatives: ids(engine, &gathered.alternatives),
        samples: gathered.included.samples.into_iter().map(|(.., sample)| sample).collect(),
        occurrences: sorted_by_kind(gathered.included.places),
    };
    Some(Told { finding, values })
}

/// The identifier that fits the most frequent country, and whether most stood near a keyword.
fn macie_type(detector: &Detector, evidence: &[(Evidence, u64)]) -> Option<String> {
    let mut countries: Vec<(Option<&str>, u64)> = Vec::new();
    let (mut near, mut all) = (0, 0);
    for (evidence, times) in evidence {
        let country = evidence.country();
        all += times;
        near += if evidence.keyword() { *times } else { 0 };
        match countries.iter_mut().find(|(known, _)| *known == country) {
            Some((_, count)) => *count += times,
            None => countries.push((country, *times)),
        }
    }
    // Among equals the first in the alphabet, so that the order of the text plays no part.
    countries.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let country = countries.first().and_then(|(country, _)| *country);
    detector.macie_name(country, near * 2 >= all.max(1)).map(str::to_owned)
}

/// The evidence in words, most frequent first; among equals in the engine's order.
fn why(engine: &Engine, detector: usize, gathered: &Gathered<Evidence>) -> Vec<String> {
    let mut words: Vec<(String, u64)> = Vec::new();
    let mut note = |word: String, times: u64| match words.iter_mut().find(|(w, _)| *w == word) {
        Some((_, count)) => *count += times,
        None => words.push((word, times)),
    };
    for (evidence, times) in &gathered.included.why {
        for word in engine.explain(detector, evidence) {
            note(word, *times);
        }
    }
    if gathered.raised > 0 {
        note(COLUMN_EVIDENCE.to_owned(), gathered.raised);
    }
    words.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    words.into_iter().take(WHY_MAX).map(|(word, _)| word).collect()
}

fn ids(engine: &Engine, detectors: &[usize]) -> Vec<DetectorId> {
    let mut ids: Vec<DetectorId> =
        detectors.iter().map(|&detector| engine.detector(detector).id.clone()).collect();
    ids.sort_unstable();
    ids
}

fn sorted_by_kind(places: Vec<(u64, KeptPlace)>) -> Occurrences {
    let mut occurrences = Occurrences::default();
    for (_, kept) in places {
        match kept.place {
            OccurrencePlace::Cell(cell) => occurrences.cells.push(cell),
            OccurrencePlace::Line(lines) => occurrences.line_ranges.push(lines),
            OccurrencePlace::Offset(range) => occurrences.offset_ranges.push(range),
            OccurrencePlace::Page(page) => occurrences.pages.push(page),
            OccurrencePlace::Record(record) => occurrences.records.push(record),
        }
        occurrences.byte_ranges.extend(kept.bytes);
    }
    occurrences
}

/// Findings in an object's key, where nothing of the object is read.
pub(crate) fn key_findings(
    shared: &Shared<'_>,
    key: &str,
    matches: &[KeyMatch],
    owner: &Owner,
) -> Vec<Told> {
    let mut gather = PartGather::new(shared, usize::MAX);
    gather.add_name(shared, &PartName { text: key, matches, kind: OBJECT_KEY });
    gather.told(shared.engine, owner, None)
}

struct DescribeKey<'k> {
    start: u64,
    clear: &'k str,
    masked: String,
    fingerprint: String,
}

impl Describe for DescribeKey<'_> {
    fn place(&mut self) -> KeptPlace {
        let end = self.start + self.clear.chars().count() as u64;
        let place = OccurrencePlace::Offset(OffsetRange { start: self.start, end });
        KeptPlace { place, bytes: None }
    }

    fn sample(&mut self) -> Sample {
        Sample { masked: self.masked.clone(), fingerprint: self.fingerprint.clone() }
    }
}

/// What a finding takes in memory, roughly.
pub(crate) fn weight(finding: &Finding) -> u64 {
    400 + finding.occurrences_kept * 96 + finding.samples.len() as u64 * 160
}
