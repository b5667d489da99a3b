//! One object from its listing to its findings and its one outcome.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use magpie_engine::{KeyMatch, Match, Scanner};
use magpie_extract::{Extracted, extract_with};
use magpie_judge::Distinct;
use magpie_model::{
    Body, DetectorId, EncryptionClass, Finding, Layout, ObjectEncryption, ObjectRef, OpenFailure,
    Outcome, Part, Place, Reason, ReplicationStatus, Status, TableFile, TextVisitor, Window,
};
use magpie_posture::Keys;
use magpie_report::ByInventory;
use magpie_store::{Listed, Opened, Store};

use crate::Progress;
use crate::label::{Label, Labels};
use crate::part::{
    MEMBER_NAME, OBJECT_KEY, Owner, PartGather, PartName, Shared, Told, key_findings, weight,
};
use crate::undecoded::{Beside, InText};

/// Places kept for one object, over all its parts and detectors.
const OBJECT_PLACES_MAX: usize = 200_000;

/// An object that changes while it is read is read once more.
const ATTEMPTS_MAX: u32 = 2;

/// What became of one object, ready to be written.
pub(crate) struct Done {
    /// As listed, or as opened when it was replaced in between; the key as it is.
    pub(crate) object: ObjectRef,
    /// The key as it may be shown.
    pub(crate) owner: Owner,
    pub(crate) outcome: Outcome,
    pub(crate) encryption: Option<ObjectEncryption>,
    /// What the store says of its copies, if anything.
    pub(crate) replication: Option<ReplicationStatus>,
    /// What an inventory tells of its encryption.
    pub(crate) listed_encryption: Option<ObjectEncryption>,
    /// Bytes as listed.
    pub(crate) listed_size: Option<u64>,
    pub(crate) by_inventory: ByInventory,
    pub(crate) size: u64,
    pub(crate) bytes_read: u64,
    pub(crate) bytes_scanned: u64,
    /// Whether any text of it was searched, whatever it ended with.
    pub(crate) was_searched: bool,
    pub(crate) format: Option<&'static str>,
    /// Entries of an archive.
    pub(crate) parts: Vec<Part>,
    pub(crate) findings: Vec<Finding>,
    /// The table that it is a file of.
    pub(crate) table: Option<TableFile>,
    /// The different values that were found, by detector.
    pub(crate) values: Values,
    /// Which of that stands in the key.
    pub(crate) in_key: InKey,
}

/// The different values of one object, by detector, as hashes.
pub(crate) type Values = BTreeMap<DetectorId, Distinct>;

fn note(values: &mut Values, told: Told) -> Finding {
    merge(values, Values::from([(told.finding.detector.clone(), told.values)]));
    told.finding
}

fn merge(values: &mut Values, more: Values) {
    for (detector, more) in more {
        match values.entry(detector) {
            Entry::Vacant(place) => drop(place.insert(more)),
            Entry::Occupied(mut known) => known.get_mut().merge(&more),
        }
    }
}

impl Done {
    /// The size as listed, where the object has another one now.
    pub(crate) fn resized_from(&self) -> Option<u64> {
        self.listed_size.filter(|size| self.object.size != Some(*size))
    }

    /// What it takes in memory, roughly.
    pub(crate) fn weight(&self) -> u64 {
        let findings: u64 = self.findings.iter().chain(&self.in_key.findings).map(weight).sum();
        let values = self.values.values().chain(self.in_key.values.values());
        let findings = findings + values.map(Distinct::weight).sum::<u64>();
        let parts: usize = self.parts.iter().map(|part| part.inner_path.len() + 96).sum();
        512 + findings + parts as u64
    }
}

/// Where an object comes from.
pub(crate) struct Origin<'r> {
    /// Tells targets apart.
    pub(crate) source: usize,
    pub(crate) store: &'r dyn Store,
    /// Tells who manages a KMS key; for S3 only.
    pub(crate) keys: Option<&'r Keys>,
}

/// One worker: reads objects one after the other.
pub(crate) struct Worker<'r> {
    shared: &'r Shared<'r>,
    halted: &'r dyn Fn() -> bool,
    progress: &'r dyn Progress,
    scanner: Scanner,
    /// What the present text has told as it stands, and who is asked where that is not known.
    in_text: InText,
    beside: Option<Scanner>,
    labels: Labels,
    /// Bytes of the present object that progress has heard of, and how many there are.
    dealt: u64,
    listed: u64,
}

/// What was found in a key.
#[derive(Default)]
pub(crate) struct InKey {
    matches: Vec<KeyMatch>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) values: Values,
}

/// What reading a body gave.
struct Read {
    extracted: Extracted,
    bytes_read: u64,
    parts: Vec<Part>,
    findings: Vec<Finding>,
    values: Values,
    /// Whether these hold what was found in the key.
    key_is_in: bool,
}

impl<'r> Worker<'r> {
    pub(crate) fn new(
        shared: &'r Shared<'r>,
        halted: &'r dyn Fn() -> bool,
        progress: &'r dyn Progress,
    ) -> Self {
        let labels = Labels::new(shared.engine, shared.config);
        let scanner = shared.engine.scanner();
        let (in_text, beside) = (InText::default(), None);
        Self { shared, halted, progress, scanner, in_text, beside, labels, dealt: 0, listed: 0 }
    }

    /// Reads one object, unless the listing, the filters or an interruption settle it before.
    pub(crate) fn object(&mut self, listed: Listed, origin: &Origin<'_>) -> Done {
        self.dealt = 0;
        self.listed = listed.object.size.unwrap_or(0);
        let done = self.settle(listed, origin);
        self.tell_dealt(u64::MAX);
        done
    }

    /// Tells progress that the present object is dealt with up to so many bytes.
    fn tell_dealt(&mut self, bytes: u64) {
        let now = bytes.min(self.listed);
        if now > self.dealt {
            self.progress.dealt(now - self.dealt);
            self.dealt = now;
        }
    }

    fn settle(&mut self, listed: Listed, origin: &Origin<'_>) -> Done {
        let Listed { object, preset, encryption: listed_encryption } = listed;
        let (owner, in_key) = self.key(&object);
        let settled = preset
            .or_else(|| self.shared.config.filters.refuse(&object).map(Outcome::of))
            .or_else(|| self.interrupted().then(|| Outcome::of(Reason::Interrupted)));
        let done = Done {
            size: object.size.unwrap_or(0),
            listed_size: object.size,
            object,
            owner,
            outcome: Outcome::COMPLETE,
            encryption: None,
            replication: None,
            listed_encryption,
            by_inventory: ByInventory::Agrees,
            bytes_read: 0,
            bytes_scanned: 0,
            was_searched: false,
            format: None,
            parts: Vec::new(),
            findings: in_key.findings.clone(),
            table: None,
            values: in_key.values.clone(),
            in_key,
        };
        let mut done = match settled {
            Some(outcome) => Done { outcome, ..done },
            None => self.read_object(done, origin),
        };
        let known = done.encryption.as_ref().is_some_and(|e| e.class != EncryptionClass::Unknown);
        if !known {
            done.encryption = done.listed_encryption.clone().or(done.encryption);
        }
        let mut asked = None;
        if self.shared.config.encryption_census && !self.interrupted() {
            asked = census(&mut done, origin);
        }
        let told = known || asked.is_some();
        done.encryption = asked.or(done.encryption);
        done.by_inventory = by_inventory(&done, told);
        done
    }

    /// The result for an object over which the worker itself died: its key is not shown, because
    /// it may not have been looked at.
    pub(crate) fn lost(&self, object: ObjectRef) -> Done {
        let true_key = object.raw_key.as_deref().unwrap_or(object.key.as_bytes());
        let owner = Owner {
            bucket: object.bucket.to_string(),
            key: "***".to_owned(),
            is_masked: false,
            key_fingerprint: Some(self.shared.config.fingerprint_key.of(true_key)),
            version_id: object.version_id.clone(),
        };
        let detail = "reading the object failed inside Magpie; please report this as a bug";
        Done {
            size: object.size.unwrap_or(0),
            listed_size: object.size,
            object,
            owner,
            outcome: Outcome::with_detail(Reason::ReadError, detail),
            encryption: None,
            replication: None,
            listed_encryption: None,
            by_inventory: ByInventory::Agrees,
            bytes_read: 0,
            bytes_scanned: 0,
            was_searched: false,
            format: None,
            parts: Vec::new(),
            findings: Vec::new(),
            table: None,
            values: Values::new(),
            in_key: InKey::default(),
        }
    }

    fn interrupted(&self) -> bool {
        (self.halted)()
    }

    /// To be called when the text of a part begins, or goes on behind another part.
    fn begin_text(&mut self) {
        self.scanner.begin();
        self.in_text.begin();
    }

    /// The key as it may be shown, and what was found in it.
    fn key(&self, object: &ObjectRef) -> (Owner, InKey) {
        let label = self.labels.mask(&object.key);
        let key = &self.shared.config.fingerprint_key;
        let true_key = object.raw_key.as_deref().unwrap_or(object.key.as_bytes());
        let owner = Owner {
            bucket: object.bucket.to_string(),
            key: label.shown,
            is_masked: label.is_masked,
            key_fingerprint: (label.is_masked || object.raw_key.is_some())
                .then(|| key.of(true_key)),
            version_id: object.version_id.clone(),
        };
        let told = key_findings(self.shared, &object.key, &label.matches, &owner);
        let mut values = Values::new();
        let findings = told.into_iter().map(|told| note(&mut values, told)).collect();
        (owner, InKey { matches: label.matches, findings, values })
    }

    fn read_object(&mut self, mut done: Done, origin: &Origin<'_>) -> Done {
        for attempt in 1..=ATTEMPTS_MAX {
            // What a first attempt found in the body goes with it; what stands in the key stays.
            done.findings.clone_from(&done.in_key.findings);
            done.values.clone_from(&done.in_key.values);
            let opened = catch_unwind(AssertUnwindSafe(|| origin.store.open(&done.object)))
                .unwrap_or_else(|_| Err(opening_died()));
            let opened = match opened {
                Ok(opened) => opened,
                Err(failure) => {
                    let encryption = failure.encryption.as_ref();
                    done.encryption = encryption.map(|found| classify(origin, found));
                    done.replication = failure.replication;
                    done.outcome = failure.outcome;
                    return done;
                }
            };
            done.encryption = Some(classify(origin, &opened.told.encryption));
            done.replication = opened.told.replication;
            let changed = self.read_opened(&mut done, opened);
            if !changed || attempt == ATTEMPTS_MAX || self.interrupted() {
                break;
            }
        }
        self.hide_told(&mut done);
        self.tell_table(&mut done, origin);
        done
    }

    /// Masks in the key what is told of the content, however little the key alone says of it.
    fn hide_told(&self, done: &mut Done) {
        let is_told = |clear: &str| self.is_told(clear, done.values.values());
        let masked = self.labels.mask_told(&done.object.key, &done.in_key.matches, &is_told);
        let Some(key) = masked else { return };
        let object = &done.object;
        let true_key = object.raw_key.as_deref().unwrap_or(object.key.as_bytes());
        done.owner.key_fingerprint = Some(self.shared.config.fingerprint_key.of(true_key));
        done.owner.is_masked = true;
        for finding in &mut done.findings {
            finding.key.clone_from(&key);
            finding.key_fingerprint.clone_from(&done.owner.key_fingerprint);
        }
        done.owner.key = key;
    }

    /// A text of the object's own, without what is told of the text or of the content.
    fn shown(&self, text: &str, values: &Values) -> String {
        let label = self.labels.mask(text);
        let is_told = |clear: &str| self.is_told(clear, values.values());
        self.labels.mask_told(text, &label.matches, &is_told).unwrap_or(label.shown)
    }

    /// Whether the value is, or may be, among those that are told.
    fn is_told<'v>(&self, clear: &str, mut told: impl Iterator<Item = &'v Distinct>) -> bool {
        let mut normalised = Vec::new();
        magpie_engine::normalise(clear.as_bytes(), &mut normalised);
        let hash = self.shared.hasher.hash(&normalised);
        told.any(|values| !values.clone().insert(hash))
    }

    /// Says of which table the object is a file, and of its findings too.
    fn tell_table(&self, done: &mut Done, origin: &Origin<'_>) {
        let Some(format) = done.format.filter(|_| done.object.raw_key.is_none()) else { return };
        let readers = self.shared.config.readers.as_ref();
        let from = (origin.source, origin.store);
        let belongs = self.shared.tables.of(from, readers, &done.object, format);
        done.table = belongs.map(|table| {
            let folder = if table.root.is_empty() { &done.owner.bucket } else { &table.root };
            let folder = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            TableFile {
                format: table.format,
                name: self.shown(table.name.as_deref().unwrap_or(folder), &done.values),
                root: self.shown(&table.root, &done.values),
                role: table.role,
            }
        });
        done.findings.iter_mut().for_each(|finding| finding.table.clone_from(&done.table));
    }

    /// Reads an opened object into `done`. Returns whether it changed underneath.
    fn read_opened(&mut self, done: &mut Done, opened: Opened) -> bool {
        if let Some(replaced) = opened.replaced {
            done.object = replaced;
        }
        let read = self.read_body(opened.body.as_ref(), done);
        let Read { extracted, bytes_read, parts, findings, values, key_is_in } = read;
        if key_is_in {
            done.findings.clear();
            done.values.clear();
        }
        let stored = opened.body.size().or(done.object.size);
        done.size = stored.unwrap_or(bytes_read);
        done.bytes_read = match extracted.outcome.status {
            // Nothing was left out: bytes that no part needed are not "unread".
            Status::Complete => done.size,
            // A byte behind the bound told that there is one.
            _ => bytes_read.min(done.size).min(self.shared.config.limits.object_bytes_max),
        };
        if extracted.outcome.status == Status::Complete {
            // Standard input tells its size only at its end.
            done.object.size = Some(done.size);
        }
        done.was_searched = extracted.bytes_scanned > 0;
        // Where a file was cut short, zeros were searched in its place.
        let cut = opened.body.fault().is_some() && parts.is_empty();
        done.bytes_scanned = match cut {
            true => extracted.bytes_scanned.min(done.bytes_read),
            false => extracted.bytes_scanned,
        };
        done.format = Some(extracted.format);
        done.parts = parts;
        done.findings.extend(findings);
        merge(&mut done.values, values);
        done.outcome = extracted.outcome;
        done.outcome.reason == Some(Reason::ObjectVersionMismatch)
    }

    fn read_body(&mut self, body: &dyn Body, done: &Done) -> Read {
        let limits = &self.shared.config.limits;
        let readers = self.shared.config.readers.as_ref();
        let name = done.object.key.as_str();
        let key = PartName { text: name, matches: &done.in_key.matches, kind: OBJECT_KEY };
        let mut visitor = Visitor::new(self, &done.owner, body, key);
        let extracted = catch_unwind(AssertUnwindSafe(|| {
            extract_with(body, name, limits, readers, &mut visitor)
        }));
        let mut extracted = extracted.unwrap_or_else(|_| visitor.abandon());
        visitor.tell_fullness(&mut extracted.outcome);
        settle_fault(&mut extracted.outcome, body);
        let Visitor { parts, findings, values, key_is_in, .. } = visitor;
        Read { extracted, bytes_read: body.bytes_read(), parts, findings, values, key_is_in }
    }
}

/// A reader of mapped bytes is told of no fault; what it made of them then says nothing.
fn settle_fault(outcome: &mut Outcome, body: &dyn Body) {
    let stays = outcome.status == Status::Skipped || outcome.reason == Some(Reason::Interrupted);
    if let Some(fault) = body.fault().filter(|_| !stays) {
        *outcome = Outcome::with_detail(fault.reason, fault.detail);
    }
}

fn classify(origin: &Origin<'_>, encryption: &ObjectEncryption) -> ObjectEncryption {
    origin.keys.map_or_else(|| encryption.clone(), |keys| keys.classify(encryption))
}

/// Compares what an inventory tells of an object's encryption with what is known, which `told`
/// says to come from the object itself.
fn by_inventory(done: &Done, told: bool) -> ByInventory {
    use EncryptionClass::{ClientSide, DsseKms, KeyUnusable, SseKms, Unknown};
    let known = done.encryption.as_ref().map_or(Unknown, |known| known.class);
    let Some(listed) = done.listed_encryption.as_ref().map(|listed| listed.class) else {
        return ByInventory::Agrees;
    };
    // An inventory knows neither who manages a key, nor whether it works, nor what was encrypted
    // before it was uploaded.
    let agrees = match listed {
        SseKms => known.is_kms() && known != DsseKms,
        DsseKms => matches!(known, DsseKms | KeyUnusable | SseKms),
        other => known == other,
    };
    match (told, agrees || known == ClientSide) {
        (false, _) => ByInventory::IsSource,
        (true, true) => ByInventory::Agrees,
        (true, false) => ByInventory::Differs(listed),
    }
}

/// What a question about an object's encryption adds to what is known; `None` when there is
/// nothing to ask, or no answer.
fn census(done: &mut Done, origin: &Origin<'_>) -> Option<ObjectEncryption> {
    let known = done.encryption.as_ref();
    let told = known.is_some_and(|known| match known.class {
        EncryptionClass::Unknown => false,
        class => !class.is_kms() || known.key_id.is_some(),
    });
    if told {
        return None;
    }
    let asked = catch_unwind(AssertUnwindSafe(|| origin.store.headers(&done.object)));
    let asked = asked.ok().flatten()?;
    let found = classify(origin, &asked.encryption);
    // That a key cannot be used was seen; who asks about the key may not be told.
    let unusable = known.is_some_and(|known| known.class == EncryptionClass::KeyUnusable);
    let class = if unusable { EncryptionClass::KeyUnusable } else { found.class };
    done.replication = asked.replication.or(done.replication);
    Some(ObjectEncryption { class, ..found })
}

fn opening_died() -> OpenFailure {
    let detail = "opening the object failed inside Magpie; please report this as a bug";
    OpenFailure::of(Outcome::with_detail(Reason::ReadError, detail))
}

/// Receives an object's text and gathers its findings.
struct Visitor<'w, 'r> {
    worker: &'w mut Worker<'r>,
    owner: &'w Owner,
    body: &'w dyn Body,
    key: PartName<'w>,
    /// Whether what was found in the key is counted with the object's own part.
    key_is_in: bool,
    open: Vec<OpenPart>,
    parts: Vec<Part>,
    findings: Vec<Finding>,
    values: Values,
    format: Option<&'static str>,
    bytes_scanned: u64,
    places: usize,
    result_bytes: u64,
    deadline: Option<Instant>,
}

struct OpenPart {
    /// The path as it is, and as it may be shown.
    path: String,
    inner_path: String,
    /// What was found in the path.
    in_path: Vec<KeyMatch>,
    format: &'static str,
    gather: PartGather,
}

impl<'w, 'r> Visitor<'w, 'r> {
    fn new(
        worker: &'w mut Worker<'r>,
        owner: &'w Owner,
        body: &'w dyn Body,
        key: PartName<'w>,
    ) -> Self {
        let limit: Option<Duration> = worker.shared.config.object_time_max;
        Self {
            worker,
            owner,
            body,
            key,
            key_is_in: false,
            open: Vec::new(),
            parts: Vec::new(),
            findings: Vec::new(),
            values: Values::new(),
            format: None,
            bytes_scanned: 0,
            places: 0,
            result_bytes: 0,
            deadline: limit.and_then(|limit| Instant::now().checked_add(limit)),
        }
    }

    /// The path of a part as it may be shown. What is found in the name that an archive gives it is
    /// counted with the part.
    fn name(&self, path: &str, gather: &mut PartGather) -> Label {
        let (labels, shared) = (&self.worker.labels, self.worker.shared);
        let label = labels.mask(path);
        let Some(around) = self.open.last() else { return label };
        let name = path.strip_prefix(around.path.as_str()).unwrap_or(path);
        let name = if around.path.is_empty() { name } else { name.trim_start_matches('!') };
        let named_after = if around.path.is_empty() { self.key.text } else { &around.path };
        if !names_its_members(around.format, named_after, name) {
            return label;
        }
        let inner = (name.len() < path.len()).then(|| labels.mask(name).matches);
        let matches = inner.as_ref().unwrap_or(&label.matches);
        gather.add_name(shared, &PartName { text: name, matches, kind: MEMBER_NAME });
        label
    }

    fn result_bytes_max(&self) -> u64 {
        self.worker.shared.config.object_results_max
    }

    /// Says of an object that ended for what was found in it how far it was read.
    fn tell_fullness(&self, outcome: &mut Outcome) {
        let is_full = self.result_bytes > self.result_bytes_max();
        if is_full && outcome.reason == Some(Reason::MemoryLimitReached) {
            outcome.detail = Some(format!(
                "what was found takes all the memory that one object's findings may \
                 (--object-results-max); {} parts were read, and none behind them",
                self.parts.len()
            ));
        }
    }

    /// Ends everything that is open after a reader has died; what was found before stays.
    fn abandon(&mut self) -> Extracted {
        let died = Outcome::with_detail(
            Reason::ParserFailed,
            "the reader of this format failed; what was read before it stays",
        );
        while !self.open.is_empty() {
            self.end(died.clone());
        }
        // The scanner may have been left in the middle of a window.
        self.worker.scanner = self.worker.shared.engine.scanner();
        self.worker.beside = None;
        Extracted {
            outcome: died,
            format: self.format.unwrap_or("unknown"),
            bytes_scanned: self.bytes_scanned,
        }
    }
}

impl TextVisitor for Visitor<'_, '_> {
    fn begin(&mut self, path: &str, format: &'static str) {
        self.format.get_or_insert(format);
        let places_left = OBJECT_PLACES_MAX.saturating_sub(self.places);
        let mut gather = PartGather::new(self.worker.shared, places_left);
        if self.result_bytes > self.result_bytes_max() / 2 {
            gather.keep.occurrences_max = 0;
            gather.keep.samples_max = 0;
        }
        let (inner_path, in_path) = match path {
            "" => {
                gather.add_name(self.worker.shared, &self.key);
                self.key_is_in = true;
                (String::new(), Vec::new())
            }
            path => {
                let label = self.name(path, &mut gather);
                (label.shown, label.matches)
            }
        };
        self.open.push(OpenPart { path: path.to_owned(), inner_path, in_path, format, gather });
        self.worker.begin_text();
    }

    fn window(&mut self, window: &Window<'_>, layout: &mut dyn Layout) -> usize {
        let Some(part) = self.open.last_mut() else { return window.text.len() };
        let Worker { shared, scanner, in_text, labels, .. } = &mut *self.worker;
        let gather = &mut part.gather;
        gather.begin_window();
        in_text.begin_window(window);
        let done = scanner.window(window, layout, &mut |found, layout| {
            in_text.note(window, found);
            gather.add(shared, labels, window, found, layout);
        });
        in_text.end_window(window, done);
        if window.last && gather.has_columns() && !window.text.is_empty() {
            // The layout counts rows up to the byte that was asked about last.
            let cell = layout.cell(window, window.text.len() - 1);
            let rows = layout.rows().max(row_of(cell.place));
            gather.rows(rows, layout.rows_by_label());
        }
        self.bytes_scanned += done.saturating_sub(window.from) as u64;
        self.worker.tell_dealt(self.body.bytes_read());
        done
    }

    fn aside(&mut self, text: &Window<'_>, layout: &mut dyn Layout) {
        let Some(part) = self.open.last_mut() else { return };
        let Worker { shared, scanner, in_text, beside, labels, .. } = &mut *self.worker;
        let gather = &mut part.gather;
        gather.begin_window();
        let mut beside = Beside { shared, in_text, scanner: beside };
        scanner.window(text, layout, &mut |found, layout| {
            let raw = layout.undecoded(&found.span);
            if !raw.is_some_and(|raw| beside.is_told(raw, found)) {
                gather.add(shared, labels, text, found, layout);
            }
        });
    }

    fn peek(
        &mut self,
        window: &Window<'_>,
        layout: &mut dyn Layout,
        at: &mut dyn FnMut(usize),
    ) -> bool {
        let mut found = |found: &Match<'_>, _: &mut dyn Layout| at(found.span.start);
        self.worker.scanner.peek(window, layout, &mut found);
        true
    }

    fn end(&mut self, outcome: Outcome) {
        let Some(mut part) = self.open.pop() else { return };
        let inner_path = (!part.inner_path.is_empty()).then_some(part.inner_path.as_str());
        let headings = self.worker.scanner.headings();
        let mut all = part.gather.finish(self.worker.shared, self.owner, inner_path, headings);
        let is_told = |clear: &str| self.worker.is_told(clear, all.iter().map(|told| &told.values));
        let labels = &self.worker.labels;
        if let Some(masked) = labels.mask_told(&part.path, &part.in_path, &is_told) {
            all.iter_mut().for_each(|told| told.finding.inner_path = Some(masked.clone()));
            part.inner_path = masked;
        }
        for told in all {
            let finding = note(&mut self.values, told);
            self.places += finding.occurrences_kept as usize;
            self.result_bytes += weight(&finding);
            self.findings.push(finding);
        }
        if !part.inner_path.is_empty() {
            self.result_bytes += part.inner_path.len() as u64 + 96;
            self.parts.push(Part { inner_path: part.inner_path, format: part.format, outcome });
        }
        // What is left of the enclosing part is a text of its own to the scanner.
        self.worker.begin_text();
    }

    fn stop(&self) -> Option<Reason> {
        if self.worker.interrupted() {
            return Some(Reason::Interrupted);
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Some(Reason::TimeCutOffReached);
        }
        (self.result_bytes > self.result_bytes_max()).then_some(Reason::MemoryLimitReached)
    }
}

/// Whether the name of a member stands in the archive, and nowhere else: that of a compressed file
/// mostly comes from the name of the archive, and those of attachments are text of the message.
fn names_its_members(archive: &str, named_after: &str, name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match archive {
        "zip" | "tar" | "cpio" | "ar" | "7z" => true,
        "gzip" => !named_after.contains(stem),
        _ => false,
    }
}

fn row_of(place: Place) -> u64 {
    match place {
        Place::Cell { row, .. } => row,
        Place::Record { index } => index + 1,
        Place::Text | Place::Page { .. } | Place::Element => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use magpie_model::{BodyFault, ReadSeek};

    use super::*;

    struct Rewritten;

    impl Body for Rewritten {
        fn size(&self) -> Option<u64> {
            Some(0)
        }

        fn reader(&self) -> io::Result<Box<dyn Read + Send + '_>> {
            Ok(Box::new(io::empty()))
        }

        fn seekable(&self) -> io::Result<Box<dyn ReadSeek + Send + '_>> {
            Ok(Box::new(io::empty()))
        }

        fn fault(&self) -> Option<BodyFault> {
            let detail = "the file changed while it was read".into();
            Some(BodyFault { reason: Reason::ObjectVersionMismatch, detail })
        }

        fn bytes_read(&self) -> u64 {
            0
        }
    }

    #[test]
    fn a_fault_that_no_reader_met_is_the_outcome_of_what_was_read() {
        let settled = |reason: Option<Reason>| {
            let mut outcome = reason.map_or(Outcome::COMPLETE, Outcome::of);
            settle_fault(&mut outcome, &Rewritten);
            outcome.reason
        };
        let changed = Some(Reason::ObjectVersionMismatch);
        assert_eq!(settled(None), changed);
        assert_eq!(settled(Some(Reason::MalformedFile)), changed);
        for stays in [Reason::Interrupted, Reason::UnsupportedFileType] {
            assert_eq!(settled(Some(stays)), Some(stays));
        }
    }
}
