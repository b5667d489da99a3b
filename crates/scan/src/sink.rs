//! Writes results and adds them up: the ledger, the buckets, the targets.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use magpie_engine::Engine;
use magpie_judge::{
    Breakdown, BreakdownBounds, Found, InKey, JudgedObject, Subject, Tally, assess_whole,
};
use magpie_model::{
    BucketFacts, DetectorId, Finding, ObjectEncryption, Reason, SeverityBands, Status,
};
use magpie_posture::Keys;
use magpie_report::{
    BucketLine, ByInventory, FindingLine, Finish, InventoryLine, ObjectLine, ObjectRecord,
    RunState, RunWriter, Sum, WriteError, accounts, count_for_people,
};

use crate::configuration::Configuration;
use crate::object::Done;
use crate::run::{Ended, Settled, Targets, now};
use crate::{Finished, Progress, RunSummary, ScanConfig, ScanError, TargetSummary};

/// A kill loses at most what was finished in so long a time.
const COMMIT_EVERY: Duration = Duration::from_secs(1);
/// The totals in `run.json` are at most so old.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(15);

/// Prefixes that are told apart in one run, over all its buckets.
const PREFIXES_OF_RUN_MAX: usize = 20_000;

/// What an inventory tells of the objects of one source that are there.
#[derive(Clone, Copy, Default)]
struct Told {
    /// Objects whose encryption nothing else tells.
    alone: u64,
    /// Objects of which it tells another encryption, or another size, than they have.
    class_differs: u64,
    size_differs: u64,
}

impl Told {
    fn add(&mut self, done: &Done) {
        if done.outcome.reason == Some(Reason::SourceObjectNoLongerAvailable) {
            return;
        }
        self.alone += u64::from(done.by_inventory == ByInventory::IsSource);
        self.class_differs += u64::from(matches!(done.by_inventory, ByInventory::Differs(_)));
        self.size_differs += u64::from(done.resized_from().is_some());
    }
}

/// The writing end of a run.
pub(crate) struct Sink<'r> {
    writer: RunWriter,
    targets: &'r Targets,
    keys: Option<&'r Keys>,
    configuration: &'r Configuration<'r>,
    config: &'r ScanConfig,
    bands: BTreeMap<DetectorId, SeverityBands>,
    buckets: BTreeMap<String, Breakdown>,
    summaries: Vec<TargetSummary>,
    /// By how much objects differ in size from what the listing said, because they were replaced.
    grown: i128,
    /// By source, what an inventory tells of its objects.
    by_inventory: BTreeMap<usize, Told>,
    /// Objects whose keys are masked.
    keys_masked: u64,
    error: Option<WriteError>,
    committed: Instant,
    checkpointed: Instant,
}

impl<'r> Sink<'r> {
    pub(crate) fn new(
        writer: RunWriter,
        targets: &'r Targets,
        engine: &Arc<Engine>,
        keys: Option<&'r Keys>,
        configuration: &'r Configuration<'r>,
        config: &'r ScanConfig,
    ) -> Self {
        let named = |name: &String| TargetSummary { name: name.clone(), ..Default::default() };
        let mut summaries: Vec<TargetSummary> = targets.names.iter().map(named).collect();
        for (target, error) in &targets.unopened {
            summaries[*target].errors.push(error.clone());
        }
        let bands = engine.detectors().iter().map(|d| (d.id.clone(), d.severity)).collect();
        Self {
            writer,
            targets,
            keys,
            configuration,
            config,
            bands,
            buckets: BTreeMap::new(),
            summaries,
            grown: 0,
            by_inventory: BTreeMap::new(),
            keys_masked: 0,
            error: None,
            committed: Instant::now(),
            checkpointed: Instant::now(),
        }
    }

    /// Writes one object. Returns whether results can still be written.
    pub(crate) fn object(&mut self, settled: Settled, progress: &dyn Progress) -> bool {
        let Settled { source, listed_bytes, done } = settled;
        let size = done.object.size.unwrap_or(0);
        self.grown += i128::from(size) - i128::from(listed_bytes);
        let summary = &mut self.summaries[self.targets.sources[source].target];
        summary.listed.add(done.object.size);
        let failed = done.outcome.status == Status::Failed;
        let special = done.outcome.reason == Some(Reason::SpecialFile);
        summary.special += u64::from(special);
        // Interrupted objects could have been read: they say nothing about their target. What was
        // read before an object failed is something that could be read of it.
        let nothing = done.bytes_read == 0 && !done.was_searched;
        let interrupted = done.outcome.reason == Some(Reason::Interrupted);
        let failed = failed && nothing && !interrupted;
        summary.failed += u64::from(failed);
        if special || failed {
            summary.unread = summary.unread.or(done.outcome.reason);
        }
        self.by_inventory.entry(source).or_default().add(&done);
        self.keys_masked += u64::from(done.owner.is_masked);
        let lines: Vec<FindingLine> = done.findings.iter().map(FindingLine::new).collect();
        let written = self.writer.object(&object_line(&done), &lines).and_then(|()| self.keep());
        // What is written waits for no bucket's configuration.
        self.judge(&done);
        progress.finished(&Finished { findings: lines.len() as u64 });
        self.note(written)
    }

    /// Makes durable what waits, now and then. Returns whether results can still be written.
    pub(crate) fn idle(&mut self) -> bool {
        let written = self.keep();
        self.note(written)
    }

    fn keep(&mut self) -> Result<(), WriteError> {
        if self.checkpointed.elapsed() >= CHECKPOINT_EVERY {
            self.checkpointed = Instant::now();
            self.committed = self.checkpointed;
            return self.writer.checkpoint();
        }
        if self.committed.elapsed() >= COMMIT_EVERY {
            self.committed = Instant::now();
            return self.writer.commit();
        }
        Ok(())
    }

    fn note(&mut self, written: Result<(), WriteError>) -> bool {
        if let Err(error) = written {
            self.error.get_or_insert(error);
        }
        self.error.is_none()
    }

    fn judge(&mut self, done: &Done) {
        let found = |findings: &[Finding]| -> Vec<Found> {
            findings.iter().map(|finding| self.found(finding)).collect()
        };
        let (found, in_key) = (found(&done.findings), found(&done.in_key.findings));
        let bucket = done.object.bucket.as_ref();
        if !self.buckets.contains_key(bucket) {
            let bounds = self.bounds();
            self.buckets.insert(bucket.to_owned(), Breakdown::new(bounds));
        }
        let Some(into) = self.buckets.get_mut(bucket) else { return };
        let object = JudgedObject {
            key: &done.object.key,
            shown_key: &done.owner.key,
            key_fingerprint: done.owner.key_fingerprint.as_deref(),
            version_id: done.object.version_id.as_deref(),
            size: done.size,
            bytes_read: done.bytes_read.min(done.size),
            outcome: &done.outcome,
            encryption: encryption(done),
            found: &found,
            values: &done.values,
            in_key: Some(InKey { found: &in_key, values: &done.in_key.values }),
        };
        let facts = || self.configuration.bucket(bucket).cloned();
        into.object(&object, &self.config.weights, facts);
    }

    /// The bounds of the next bucket: what the others leave of the run's own.
    fn bounds(&self) -> BreakdownBounds {
        let told: usize = self.buckets.values().map(Breakdown::prefixes).sum();
        let left = PREFIXES_OF_RUN_MAX.saturating_sub(told);
        let bounds = self.config.breakdown;
        BreakdownBounds { prefixes_max: bounds.prefixes_max.min(left), ..bounds }
    }

    fn found(&self, finding: &Finding) -> Found {
        let none = SeverityBands::always(magpie_model::Severity::Low);
        Found {
            detector: finding.detector.clone(),
            name: finding.name.clone(),
            category: finding.category,
            bands: self.bands.get(&finding.detector).copied().unwrap_or(none),
            macie_type: finding.macie_type.clone(),
            confidence: finding.confidence,
            count: finding.count,
            distinct: finding.distinct,
        }
    }

    /// Judges the buckets, reconciles and closes the run directory.
    pub(crate) fn finish(mut self, ended: Ended, seconds: f64) -> Result<RunSummary, ScanError> {
        if let Some(error) = self.error.take() {
            // The first failure is what the user needs to know; run.json says "broken" if it can.
            let _ = self.close(&ended, RunState::Broken);
            return Err(ScanError::Write(error));
        }
        for (source, error) in self.targets.sources.iter().zip(&ended.errors) {
            self.summaries[source.target].errors.extend(error.clone());
        }
        self.write_buckets(&ended).map_err(ScanError::Write)?;
        let interrupted = ended.interrupted;
        let state = if interrupted { RunState::Interrupted } else { RunState::Done };
        let targets = std::mem::take(&mut self.summaries);
        let notes = targets.iter().flat_map(|t| {
            t.errors.iter().map(|error| format!("{}: {error}", t.name)).collect::<Vec<_>>()
        });
        let mut notes: Vec<String> = notes.collect();
        if !interrupted {
            notes.extend(self.empty_prefixes(&targets));
        }
        notes.extend(masked_keys(self.keys_masked));
        let inventories = self.inventories();
        notes.extend(inventories.iter().map(InventoryLine::note));
        self.writer.inventories(inventories);
        let written = self.close(&Ended { notes, ..ended }, state).map_err(ScanError::Write)?;
        Ok(RunSummary { written, targets, interrupted, seconds })
    }

    /// Targets that name a prefix under which there is nothing: S3 does not tell one that is empty
    /// from one that is misspelt.
    fn empty_prefixes(&self, targets: &[TargetSummary]) -> Vec<String> {
        let sources = self
            .targets
            .sources
            .iter()
            .filter(|source| !source.is_whole && source.store.inventory().is_none());
        let empty = sources
            .map(|source| &targets[source.target])
            .filter(|target| target.listed.objects == 0 && target.errors.is_empty());
        empty
            .map(|target| format!("{}: no object has this prefix; is it spelt right?", target.name))
            .collect()
    }

    /// What the inventories were and came to.
    fn inventories(&self) -> Vec<InventoryLine> {
        let sources = self.targets.sources.iter().enumerate();
        let told = sources.filter_map(|(at, source)| Some((at, source.store.inventory()?)));
        told.map(|(at, facts)| {
            let of_objects = self.by_inventory.get(&at).copied().unwrap_or_default();
            InventoryLine {
                manifest: facts.manifest,
                bucket: facts.source_bucket,
                as_of: facts.as_of,
                data_files: facts.data_files,
                objects: facts.objects,
                versions_left_out: facts.versions_left_out,
                delete_markers_left_out: facts.delete_markers_left_out,
                tells_encryption: facts.tells_encryption,
                encryption_from_inventory: of_objects.alone,
                encryption_differs: of_objects.class_differs,
                size_differs: of_objects.size_differs,
                unchecked: facts.unchecked,
            }
        })
        .collect()
    }

    fn close(self, ended: &Ended, state: RunState) -> Result<magpie_report::Written, WriteError> {
        let bytes = i128::from(ended.listed.bytes) + self.grown;
        let listed =
            Sum { objects: ended.listed.objects, bytes: u64::try_from(bytes).unwrap_or(0) };
        let accounts = accounts(self.writer.buckets(), &self.config.weights);
        let notes = ended.notes.clone();
        self.writer.finish(Finish { state, finished_at: now(), listed, accounts, notes })
    }

    /// One line for each bucket, in the order of their first source.
    fn write_buckets(&mut self, ended: &Ended) -> Result<(), WriteError> {
        let inventories = self.inventories();
        let mut names: Vec<&str> = Vec::new();
        for source in &self.targets.sources {
            if !names.contains(&source.store.bucket()) {
                names.push(source.store.bucket());
            }
        }
        for name in names {
            let sources = || {
                let all = self.targets.sources.iter().zip(&ended.errors);
                all.filter(|(source, _)| source.store.bucket() == name)
            };
            let seen = self.buckets.remove(name);
            let breakdown = seen.unwrap_or_else(|| Breakdown::new(BreakdownBounds::DEFAULT));
            let mut tally = breakdown.tally();
            let whole = sources().any(|(source, error)| source.is_whole && error.is_none());
            if !whole {
                tally.listing_incomplete();
            }
            let weights = &self.config.weights;
            let facts;
            let subject = if sources().any(|(source, _)| source.is_bucket) {
                facts = self.facts(name, ended, &tally);
                Subject::Bucket(&facts)
            } else {
                Subject::NotABucket
            };
            let parts = breakdown.judge(subject.facts(), !whole, weights);
            let assessment = assess_whole(subject, &tally, &parts, weights);
            let line = BucketLine::new(name, subject, &tally, &assessment);
            let line = line.with_parts(&parts);
            self.writer.bucket(match inventories.iter().find(|told| told.bucket == name) {
                Some(inventory) => line.with_inventory(inventory),
                None => line,
            })?;
        }
        Ok(())
    }

    /// A bucket's facts with those of every key that it or an object of it names.
    fn facts(&self, bucket: &str, ended: &Ended, tally: &Tally) -> BucketFacts {
        let known = self.configuration.bucket(bucket).cloned();
        let mut facts = known.unwrap_or_else(|| BucketFacts::unknown("not asked", &now()));
        // An interrupted run asks nothing more.
        if let Some(keys) = self.keys.filter(|_| !ended.interrupted) {
            keys.complete(&mut facts, tally.keys().keys().map(String::as_str));
        }
        facts
    }
}

/// That some objects are not told by their names, if there are any.
fn masked_keys(count: u64) -> Option<String> {
    let (keys, hold) = if count == 1 { ("key", "holds") } else { ("keys", "hold") };
    (count > 0).then(|| {
        let count = count_for_people(count);
        format!(
            "{count} object {keys} {hold} what detectors tell: shown masked, with a fingerprint; objects \
             under masked keys cannot be tagged. --raw-keys shows them as they are."
        )
    })
}

fn encryption(done: &Done) -> &ObjectEncryption {
    const UNKNOWN: &ObjectEncryption = &ObjectEncryption::UNKNOWN;
    done.encryption.as_ref().unwrap_or(UNKNOWN)
}

fn object_line(done: &Done) -> ObjectLine {
    ObjectLine::new(&ObjectRecord {
        object: &done.object,
        shown_key: &done.owner.key,
        key_fingerprint: done.owner.key_fingerprint.as_deref(),
        encryption: encryption(done),
        replication: done.replication,
        by_inventory: done.by_inventory,
        resized_from: done.resized_from(),
        outcome: &done.outcome,
        bytes_there: done.size,
        bytes_read: done.bytes_read,
        bytes_scanned: done.bytes_scanned,
        format: done.format,
        parts: &done.parts,
        table: done.table.as_ref(),
    })
}
