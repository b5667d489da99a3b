//! Progress on standard error: a bar on a terminal, lines elsewhere, JSON for programs.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use magpie_report::{bytes_for_people, count_for_people, escaped};
use magpie_scan::{Finished, Progress};
use serde_json::json;

use crate::options::ProgressKind;
use crate::output::{tell, tell_programs};

const PLAIN_EVERY: Duration = Duration::from_secs(10);
const JSON_EVERY: Duration = Duration::from_secs(1);
const BAR_EVERY: Duration = Duration::from_millis(120);
/// Of how many parts one has to be done before it tells how long the others take.
const TELLING_PART: u64 = 100;

/// What is known of a run while it goes on.
struct State {
    started: Instant,
    listed_objects: AtomicU64,
    listed_bytes: AtomicU64,
    listing_ended: AtomicBool,
    finished_objects: AtomicU64,
    dealt_bytes: AtomicU64,
    findings: AtomicU64,
}

/// Shows how far a run is. Dropping it ends the showing.
pub(crate) struct Shown {
    state: Arc<State>,
    bar: Option<ProgressBar>,
    json: bool,
    ticker: Option<Ticker>,
}

struct Ticker {
    stop: Arc<(Mutex<bool>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Shown {
    /// Begins to show progress as asked.
    pub(crate) fn new(kind: ProgressKind) -> Self {
        let state = Arc::new(State {
            started: Instant::now(),
            listed_objects: AtomicU64::new(0),
            listed_bytes: AtomicU64::new(0),
            listing_ended: AtomicBool::new(false),
            finished_objects: AtomicU64::new(0),
            dealt_bytes: AtomicU64::new(0),
            findings: AtomicU64::new(0),
        });
        let bar = (kind == ProgressKind::Auto && std::io::stderr().is_terminal()).then(new_bar);
        let ticker = match kind {
            ProgressKind::Json => Some(Ticker::start(&state, JSON_EVERY, json_line)),
            ProgressKind::Plain => Some(Ticker::start(&state, PLAIN_EVERY, plain_line)),
            ProgressKind::Auto if bar.is_none() => {
                Some(Ticker::start(&state, PLAIN_EVERY, plain_line))
            }
            ProgressKind::Auto | ProgressKind::Off => None,
        };
        Self { state, bar, json: kind == ProgressKind::Json, ticker }
    }

    /// Takes the bar away and says a last line, so that what follows stands alone.
    pub(crate) fn end(mut self) {
        drop(self.ticker.take());
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        if self.json {
            tell_programs(&json_line(&self.state));
        }
    }

    fn redraw(&self) {
        let Some(bar) = &self.bar else { return };
        let state = &self.state;
        bar.set_length(state.listed_bytes.load(Ordering::Relaxed));
        bar.set_position(state.dealt_bytes.load(Ordering::Relaxed));
        bar.set_message(format!("{}{}", objects(state), time_left(state)));
    }
}

fn new_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    let template = "{spinner} {bar:30} {bytes}/{total_bytes} {binary_bytes_per_sec} {msg}";
    bar.set_style(ProgressStyle::with_template(template).unwrap_or(ProgressStyle::default_bar()));
    bar.enable_steady_tick(BAR_EVERY);
    bar
}

fn objects(state: &State) -> String {
    let listed = count_for_people(state.listed_objects.load(Ordering::Relaxed));
    let more = if state.listing_ended.load(Ordering::Relaxed) { "" } else { "+" };
    let finished = count_for_people(state.finished_objects.load(Ordering::Relaxed));
    let findings = count_for_people(state.findings.load(Ordering::Relaxed));
    format!("{finished}/{listed}{more} objects, {findings} findings")
}

/// Seconds that are left at the speed so far; `None` before totals are known, or while too little is
/// done to tell. Bytes tell it of large objects, their number of small ones: whichever has more before it.
fn eta(state: &State) -> Option<u64> {
    if !state.listing_ended.load(Ordering::Relaxed) {
        return None;
    }
    let of = |done: &AtomicU64, all: &AtomicU64| {
        (done.load(Ordering::Relaxed), all.load(Ordering::Relaxed))
    };
    let bytes = of(&state.dealt_bytes, &state.listed_bytes);
    let objects = of(&state.finished_objects, &state.listed_objects);
    seconds_left(state.started.elapsed(), bytes, objects)
}

/// Of each pair the first is done and the second is all there is. One rule says when that tells
/// anything: from its hundredth part on. Bytes have to; objects are heard beside them when they do.
fn seconds_left(elapsed: Duration, bytes: (u64, u64), objects: (u64, u64)) -> Option<u64> {
    let left = |(done, all): (u64, u64)| match all.saturating_sub(done) {
        0 => Some(0.0),
        _ if done < all.div_ceil(TELLING_PART) => None,
        left => Some(elapsed.as_secs_f64() * left as f64 / done as f64),
    };
    let of_bytes = left(bytes)?;
    let longest = match left(objects) {
        Some(of_objects) => of_bytes.max(of_objects),
        None if of_bytes > 0.0 => of_bytes,
        None => return None,
    };
    // Less than half a second is not over yet.
    let rounded = longest.round() as u64;
    Some(if longest > 0.0 { rounded.max(1) } else { rounded })
}

fn plain_line(state: &State) -> String {
    let finished = bytes_for_people(state.dealt_bytes.load(Ordering::Relaxed));
    let listed = bytes_for_people(state.listed_bytes.load(Ordering::Relaxed));
    format!("{}, {finished} of {listed}{}", objects(state), time_left(state))
}

fn time_left(state: &State) -> String {
    eta(state).map_or(String::new(), |seconds| format!(", {} left", for_people(seconds)))
}

/// The seconds in the largest unit of which there are at least two; what takes longer than a month is
/// not told closer.
fn for_people(seconds: u64) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    match seconds {
        0..120 => format!("about {seconds} s"),
        120..7_200 => format!("about {} min", seconds / MINUTE),
        7_200..172_800 => format!("about {} h", seconds / HOUR),
        172_800..=2_592_000 => format!("about {} days", seconds / DAY),
        _ => "more than 30 days".to_owned(),
    }
}

fn json_line(state: &State) -> String {
    json!({
        "event": "progress",
        "seconds": (state.started.elapsed().as_secs_f64() * 10.0).round() / 10.0,
        "listing_ended": state.listing_ended.load(Ordering::Relaxed),
        "objects_listed": state.listed_objects.load(Ordering::Relaxed),
        "bytes_listed": state.listed_bytes.load(Ordering::Relaxed),
        "objects_finished": state.finished_objects.load(Ordering::Relaxed),
        "bytes_dealt": state.dealt_bytes.load(Ordering::Relaxed),
        "findings": state.findings.load(Ordering::Relaxed),
        "eta_seconds": eta(state),
    })
    .to_string()
}

impl Progress for Shown {
    fn listed(&self, bytes: u64) {
        self.state.listed_objects.fetch_add(1, Ordering::Relaxed);
        self.state.listed_bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    fn listing_ended(&self) {
        self.state.listing_ended.store(true, Ordering::Relaxed);
        self.redraw();
    }

    fn dealt(&self, bytes: u64) {
        self.state.dealt_bytes.fetch_add(bytes, Ordering::Relaxed);
        self.redraw();
    }

    fn finished(&self, object: &Finished) {
        self.state.finished_objects.fetch_add(1, Ordering::Relaxed);
        self.state.findings.fetch_add(object.findings, Ordering::Relaxed);
        self.redraw();
    }

    fn notice(&self, message: &str) {
        let message = escaped(message);
        match &self.bar {
            Some(bar) => bar.suspend(|| tell(&format!("magpie: {message}"))),
            None if self.json => {
                tell_programs(&json!({"event": "notice", "message": message}).to_string());
            }
            None => tell(&format!("magpie: {message}")),
        }
    }
}

impl Ticker {
    fn start(state: &Arc<State>, every: Duration, line: fn(&State) -> String) -> Self {
        let stop = Arc::new((Mutex::new(false), Condvar::new()));
        let (state, stopping) = (Arc::clone(state), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            let (stopped, told) = &*stopping;
            let mut guard = stopped.lock().unwrap_or_else(PoisonError::into_inner);
            while !*guard {
                let waited = told.wait_timeout(guard, every);
                let (next, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
                guard = next;
                if timeout.timed_out() && !*guard {
                    tell_programs(&line(&state));
                }
            }
        });
        Self { stop, thread: Some(thread) }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        *self.stop.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stop.1.notify_all();
        if let Some(thread) = self.thread.take() {
            // A ticker that died has nothing more to say.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_small_objects_behind_a_large_one_take_the_time_of_their_number() {
        let elapsed = Duration::from_secs(10);
        // All bytes are read, and most objects wait for their answers.
        assert_eq!(seconds_left(elapsed, (1_000, 1_000), (50, 1_050)), Some(200));
        assert_eq!(seconds_left(elapsed, (100, 1_100), (9, 10)), Some(100));
        assert_eq!(seconds_left(elapsed, (0, 0), (1, 2)), Some(10));
        assert_eq!(seconds_left(elapsed, (1_000, 2_000), (0, 1)), Some(10));
    }

    #[test]
    fn nothing_is_told_before_a_hundredth_is_done() {
        let elapsed = Duration::from_secs(30);
        // An archive that expands to gigabytes out of its first bytes.
        assert_eq!(seconds_left(elapsed, (59, 103_074_000), (0, 1)), None);
        assert_eq!(seconds_left(elapsed, (59, 103_074_000), (500, 501)), None);
        assert_eq!(seconds_left(elapsed, (99, 10_000), (0, 1)), None);
        assert_eq!(seconds_left(elapsed, (100, 10_000), (0, 1)), Some(2_970));
        assert_eq!(seconds_left(elapsed, (100, 200), (9, 1_000)), Some(30));
        assert_eq!(seconds_left(elapsed, (100, 200), (10, 1_000)), Some(2_970));
        assert_eq!(seconds_left(elapsed, (200, 200), (9, 1_000)), None);
    }

    #[test]
    fn times_are_told_in_a_unit_for_people() {
        let told = [1, 119, 120, 7_199, 7_200, 172_800, 2_592_000, 52_441_099].map(for_people);
        let expected = [
            "about 1 s",
            "about 119 s",
            "about 2 min",
            "about 119 min",
            "about 2 h",
            "about 2 days",
            "about 30 days",
            "more than 30 days",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn what_is_left_is_nothing_only_where_all_is_done() {
        let elapsed = Duration::from_secs(1);
        assert_eq!(seconds_left(elapsed, (10, 10), (10, 10)), Some(0));
        assert_eq!(seconds_left(elapsed, (9_999, 10_000), (10, 10)), Some(1));
        assert_eq!(seconds_left(elapsed, (0, 10), (0, 10)), None);
    }
}
