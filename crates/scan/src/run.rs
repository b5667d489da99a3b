//! A run: threads that list, read and ask for configuration, and one that writes.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};
use magpie_engine::Engine;
use magpie_posture::{Keys, Posture};
use magpie_report::{RunWriter, Sum};
use magpie_store::{Connection, Listed, Store};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::configuration::Configuration;
use crate::hasher::ValueHasher;
use crate::object::{Done, Origin, Worker};
use crate::order::{Gate, Reorder};
use crate::part::Shared;
use crate::sink::Sink;
use crate::tables::Tables;
use crate::{Progress, RunSummary, ScanConfig, ScanError};

/// Listed objects that may wait to be read: listing runs so far ahead that totals are soon known.
const LISTED_AHEAD_MAX: usize = 16 * 1024;

/// While nothing is finished for so long, what waits is made durable.
const IDLE: Duration = Duration::from_secs(1);

/// Stack of a worker: readers of nested formats recurse to their depth limits.
const WORKER_STACK_BYTES: usize = 8 << 20;

/// One bucket, directory or stream to read.
pub struct Source {
    /// Index of the target it belongs to.
    pub target: usize,
    /// Lists and opens its objects.
    pub store: Box<dyn Store>,
    /// Whether it is a bucket, which has a configuration.
    pub is_bucket: bool,
    /// Whether it is read as a whole, not from a prefix on.
    pub is_whole: bool,
}

/// Everything that the user named.
#[derive(Default)]
pub struct Targets {
    /// As the user named them.
    pub names: Vec<String>,
    /// What there is to list.
    pub sources: Vec<Source>,
    /// Targets, by index, that could not even be opened, and why.
    pub unopened: Vec<(usize, String)>,
    /// For the buckets' configuration and keys.
    pub connection: Option<Connection>,
}

struct Item {
    order: u64,
    source: usize,
    listed: Listed,
}

/// A result on its way to the writer.
pub(crate) struct Settled {
    pub(crate) source: usize,
    pub(crate) listed_bytes: u64,
    pub(crate) done: Done,
}

/// How a run ended, beside what was written of each object.
#[derive(Default)]
pub(crate) struct Ended {
    /// What the listing counted.
    pub(crate) listed: Sum,
    /// By source, why its listing did not come to its end.
    pub(crate) errors: Vec<Option<String>>,
    pub(crate) interrupted: bool,
    /// For readers of the run directory.
    pub(crate) notes: Vec<String>,
}

/// Stops a run: on the user's wish, or because results cannot be written any more.
pub(crate) struct Halt<'r> {
    interrupt: &'r AtomicBool,
    broken: AtomicBool,
}

/// Scans the targets and writes the run directory.
///
/// Objects are read by a pool of [`ScanConfig::jobs`] threads and written in the order of the
/// listing, so that the number of threads does not show. When `interrupt` becomes true, objects
/// in hand are left as failed, what is finished is written, and everything listed so far is
/// accounted for.
///
/// # Errors
/// When results cannot be written or threads cannot be started. What becomes of an object or of
/// a target is no error; the summary tells it.
pub fn scan(
    config: &ScanConfig,
    engine: &Arc<Engine>,
    targets: &Targets,
    writer: RunWriter,
    progress: &dyn Progress,
    interrupt: &AtomicBool,
) -> Result<RunSummary, ScanError> {
    let started = Instant::now();
    let hasher = ValueHasher::new(&config.fingerprint_key.derive("magpie distinct values"));
    let shared = Shared { engine, config, hasher, tables: Tables::default() };
    let halt = Halt { interrupt, broken: AtomicBool::new(false) };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(config.jobs.max(1))
        .stack_size(WORKER_STACK_BYTES)
        .thread_name(|n| format!("scan-{n}"))
        .build()
        .map_err(|error| ScanError::Threads(error.to_string()))?;
    let posture = targets.connection.as_ref().map(|c| Posture::new(c, config.declared.clone()));
    let keys = posture.as_ref().map(Posture::keys);
    let gate = Gate::new();
    let (to_read, listed) = bounded(LISTED_AHEAD_MAX);
    let (to_write, done) = unbounded();
    let configuration = Configuration::of(targets, posture.as_ref(), &halt);
    let mut sink = Sink::new(writer, targets, engine, keys, &configuration, config);
    let reading = Reading { shared: &shared, targets, keys, gate: &gate, progress };
    let (reading, halted) = (&reading, &halt);
    let mut ended = std::thread::scope(|scope| {
        let listing = scope.spawn(move || list(targets, to_read, progress, halted));
        scope.spawn(|| configuration.ask_all());
        let pool = &pool;
        scope.spawn(move || pool.broadcast(|_| reading.work(&listed, &to_write, halted)));
        write(&done, &gate, &mut sink, progress, &halt);
        listing.join().unwrap_or_default()
    });
    ended.interrupted = interrupt.load(Ordering::SeqCst);
    sink.finish(ended, started.elapsed().as_secs_f64())
}

const LISTING_DIED: &str = "listing failed inside Magpie; please report this as a bug";

impl Halt<'_> {
    pub(crate) fn is_on(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed) || self.broken.load(Ordering::Relaxed)
    }
}

/// Lists every source in turn; returns why each did not come to its end, if so.
fn list(
    targets: &Targets,
    to_read: Sender<Item>,
    progress: &dyn Progress,
    halt: &Halt<'_>,
) -> Ended {
    let mut order = 0;
    let mut listed_sum = Sum::default();
    let mut errors = vec![None; targets.sources.len()];
    for (source, from) in targets.sources.iter().enumerate() {
        let mut sink = |listed: Listed| {
            if halt.is_on() {
                return ControlFlow::Break(());
            }
            listed_sum.add(listed.object.size);
            progress.listed(listed.object.size.unwrap_or(0));
            let item = Item { order, source, listed };
            order += 1;
            match to_read.send(item) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        if halt.is_on() {
            errors[source] = Some("interrupted before it was listed".to_owned());
            continue;
        }
        let ended = catch_unwind(AssertUnwindSafe(|| from.store.list(&mut sink)));
        errors[source] = match ended {
            Ok(Ok(())) if halt.is_on() => Some("interrupted while it was listed".to_owned()),
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some(LISTING_DIED.to_owned()),
        };
        if let Some(error) = errors[source].as_ref().filter(|_| !halt.is_on()) {
            progress.notice(error);
        }
    }
    progress.listing_ended();
    Ended { listed: listed_sum, errors, ..Ended::default() }
}

/// The present moment, RFC 3339 in UTC.
pub(crate) fn now() -> String {
    OffsetDateTime::now_utc()
        .replace_nanosecond(0)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .format(&Rfc3339)
        .expect("a date of this era can be written")
}

struct Reading<'r> {
    shared: &'r Shared<'r>,
    targets: &'r Targets,
    keys: Option<&'r Keys>,
    gate: &'r Gate,
    progress: &'r dyn Progress,
}

impl Reading<'_> {
    /// One worker: reads until nothing more is listed.
    fn work(&self, listed: &Receiver<Item>, to_write: &Sender<(u64, Settled)>, halt: &Halt<'_>) {
        let is_on = || halt.is_on();
        let mut worker = Worker::new(self.shared, &is_on, self.progress);
        for Item { order, source, listed } in listed {
            self.gate.enter(order);
            let from = &self.targets.sources[source];
            let keys = self.keys.filter(|_| from.is_bucket);
            let origin = Origin { source, store: from.store.as_ref(), keys };
            let listed_bytes = listed.object.size.unwrap_or(0);
            let object = listed.object.clone();
            // A result that never came would hold up everything behind it.
            let done = catch_unwind(AssertUnwindSafe(|| worker.object(listed, &origin)))
                .unwrap_or_else(|_| {
                    worker = Worker::new(self.shared, &is_on, self.progress);
                    worker.lost(object)
                });
            if to_write.send((order, Settled { source, listed_bytes, done })).is_err() {
                return;
            }
        }
    }
}

/// Writes results in the order of the listing. After the first failure it only drains, so that
/// nobody waits for room.
fn write(
    done: &Receiver<(u64, Settled)>,
    gate: &Gate,
    sink: &mut Sink<'_>,
    progress: &dyn Progress,
    halt: &Halt<'_>,
) {
    let mut reorder = Reorder::new(gate);
    loop {
        let (order, settled) = match done.recv_timeout(IDLE) {
            Ok(next) => next,
            Err(RecvTimeoutError::Timeout) => {
                if !sink.idle() {
                    halt.broken.store(true, Ordering::Relaxed);
                }
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let weight = settled.done.weight();
        reorder.push(order, settled, weight);
        while let Some(settled) = reorder.pop() {
            if !halt.broken.load(Ordering::Relaxed) && !sink.object(settled, progress) {
                halt.broken.store(true, Ordering::Relaxed);
            }
        }
    }
}
