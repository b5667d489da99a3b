//! The worker's side: takes jobs from its input, one after the other, and writes what it finds.

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink};
use magpie_parsers::File;

use crate::frame::{self, Fields, Kind, put_label, put_outcome, put_piece, put_place};
use crate::sandbox;

/// Bytes that wait before they are written.
const WAITING_BYTES: usize = 64 * 1024;
/// Bytes of the file that are asked for at a time.
const AHEAD_BYTES: usize = 64 * 1024;
/// Stretches of the file that are kept: a reader goes to and fro between content and what is said of it.
const STRETCHES_KEPT: usize = 4;
/// Cells passed over before the run hears of them.
const PASSED_MAX: u64 = 16 * 1024;
/// Bytes of a text in one frame.
const TEXT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Serves jobs until the input ends. Called by nothing but a process that [`crate::Pool`] started. Each may take so many seconds
/// of the processor.
pub fn serve(memory_bytes: u64, seconds: u64) {
    sandbox::enter(memory_bytes);
    let channel = Arc::new(Mutex::new(Channel { out: Vec::new(), answer: Vec::new() }));
    let mut payload = Vec::new();
    loop {
        // The input is let go of before the job, which reads from it, too.
        let next = frame::read(&mut io::stdin().lock(), &mut payload);
        let Ok(Kind::Job) = next else { return };
        let mut fields = Fields(&payload);
        sandbox::allow_seconds(seconds);
        let (Ok(length), Ok(format)) = (fields.u64(), fields.text()) else { return };
        let outcome = job(&channel, length, &format);
        let mut done = Vec::new();
        put_outcome(&mut done, &outcome);
        let mut channel = lock(&channel);
        if channel.send(Kind::Done, &[&done]).and_then(|()| channel.flush()).is_err() {
            return;
        }
    }
}

fn job(channel: &Shared, length: u64, format: &str) -> Outcome {
    let remote = Remote { channel: channel.clone(), length, at: 0, ahead: Ahead::default() };
    let mut stand_in =
        StandIn { channel: channel.clone(), labels: vec![HashMap::new()], passed: Cell::new(0) };
    match File::new(Box::new(remote)) {
        Ok(file) => {
            let outcome = magpie_parsers::read(format, &file, &mut stand_in);
            stand_in.tell_passed().err().unwrap_or(outcome)
        }
        Err(error) => Outcome::with_detail(Reason::ReadError, format!("{}", error.kind())),
    }
}

type Shared = Arc<Mutex<Channel>>;

fn lock(channel: &Shared) -> std::sync::MutexGuard<'_, Channel> {
    channel.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Frames to the run and back.
struct Channel {
    out: Vec<u8>,
    answer: Vec<u8>,
}

impl Channel {
    fn send(&mut self, kind: Kind, payload: &[&[u8]]) -> io::Result<()> {
        frame::write(&mut self.out, kind, payload)?;
        if self.out.len() >= WAITING_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut output = io::stdout().lock();
        output.write_all(&self.out)?;
        self.out.clear();
        output.flush()
    }

    /// Sends a question and waits for its answer.
    fn ask(&mut self, kind: Kind, payload: &[&[u8]]) -> io::Result<&[u8]> {
        self.send(kind, payload)?;
        self.flush()?;
        frame::read(&mut io::stdin().lock(), &mut self.answer)?;
        Ok(&self.answer)
    }
}

/// The run is gone, or does not want more.
fn gone(_: io::Error) -> Outcome {
    Outcome::with_detail(Reason::ParserFailed, "the worker lost its run")
}

/// The file, whose bytes the run hands over.
struct Remote {
    channel: Shared,
    length: u64,
    at: u64,
    ahead: Ahead,
}

/// Stretches of a file that were handed over, each with the offset of its first byte, the one that was used
/// last at the end.
#[derive(Default)]
struct Ahead(Vec<(u64, Vec<u8>)>);

impl Ahead {
    /// The bytes at a place, which are fetched where they are not kept.
    fn at(&mut self, place: u64, fetch: impl FnOnce() -> io::Result<Vec<u8>>) -> io::Result<&[u8]> {
        let holds = |(from, bytes): &(u64, Vec<u8>)| {
            place.checked_sub(*from).is_some_and(|at| at < bytes.len() as u64)
        };
        let stretch = match self.0.iter().position(holds) {
            Some(known) => self.0.remove(known),
            None => (place, fetch()?),
        };
        if self.0.len() == STRETCHES_KEPT {
            self.0.remove(0);
        }
        self.0.push(stretch);
        let last = self.0.last().and_then(|(from, bytes)| bytes.get((place - from) as usize..));
        Ok(last.unwrap_or_default())
    }
}

impl Remote {
    fn fetch(&self, length: usize) -> io::Result<Vec<u8>> {
        let mut channel = lock(&self.channel);
        let wanted = [self.at.to_le_bytes(), (length as u64).to_le_bytes()].concat();
        let answer = channel.ask(Kind::Read, &[&wanted])?;
        match answer.split_first() {
            Some((1, bytes)) => Ok(bytes.to_vec()),
            _ => Err(io::Error::other("the file could not be read")),
        }
    }
}

impl Read for Remote {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() || self.at >= self.length {
            return Ok(0);
        }
        let wanted = into.len().clamp(AHEAD_BYTES, 16 * AHEAD_BYTES);
        let mut ahead = std::mem::take(&mut self.ahead);
        let rest = ahead.at(self.at, || self.fetch(wanted))?;
        let count = into.len().min(rest.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.at += count as u64;
        self.ahead = ahead;
        Ok(count)
    }
}

impl Seek for Remote {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// Stands in for the run's sink.
struct StandIn {
    channel: Shared,
    /// The numbers of the labels of each open part.
    labels: Vec<HashMap<String, u32>>,
    /// Cells passed over that the run has not heard of.
    passed: Cell<u64>,
}

impl StandIn {
    fn send(&self, kind: Kind, payload: &[&[u8]]) -> Result<(), Outcome> {
        self.tell_passed()?;
        lock(&self.channel).send(kind, payload).map_err(gone)
    }

    fn tell_passed(&self) -> Result<(), Outcome> {
        let passed = self.passed.take();
        if passed == 0 {
            return Ok(());
        }
        lock(&self.channel).send(Kind::Pass, &[&passed.to_le_bytes()]).map_err(gone)
    }

    fn ask_outcome(&self, kind: Kind) -> Outcome {
        let mut channel = lock(&self.channel);
        let answer = channel.ask(kind, &[]).and_then(|answer| Fields(answer).outcome());
        answer.unwrap_or_else(gone)
    }
}

impl SegmentSink for StandIn {
    fn begin(&mut self, name: &str, format: &'static str) -> Result<(), Outcome> {
        let mut payload = Vec::new();
        put_piece(&mut payload, name.as_bytes());
        put_piece(&mut payload, format.as_bytes());
        self.labels.push(HashMap::new());
        self.send(Kind::Begin, &[&payload])
    }

    fn end(&mut self, outcome: Outcome) -> Result<(), Outcome> {
        self.labels.pop();
        let mut payload = Vec::new();
        put_outcome(&mut payload, &outcome);
        self.send(Kind::End, &[&payload])
    }

    fn label(&mut self, text: &str) -> u32 {
        let labels = match self.labels.last_mut() {
            Some(labels) => labels,
            None => return 0,
        };
        if let Some(&number) = labels.get(text) {
            return number;
        }
        let number = labels.len() as u32;
        labels.insert(text.to_owned(), number);
        // A run that is gone is met by the next segment.
        let _ = self.send(Kind::Label, &[text.as_bytes()]);
        number
    }

    fn segment(&mut self, segment: &Segment<'_>) -> Result<(), Outcome> {
        let mut head = Vec::with_capacity(17);
        put_place(&mut head, segment.place);
        put_label(&mut head, segment.label);
        segment
            .text
            .chunks(TEXT_BYTES_MAX)
            .try_for_each(|text| self.send(Kind::Segment, &[&head, text]))
    }

    fn pass(&mut self, cells: u64) -> Result<(), Outcome> {
        let passed = self.passed.get().saturating_add(cells);
        self.passed.set(passed);
        if passed >= PASSED_MAX { self.tell_passed() } else { Ok(()) }
    }

    fn rows(&mut self, rows: u64) {
        let _ = self.send(Kind::Rows, &[&rows.to_le_bytes()]);
    }

    fn sheet(&mut self, name: Option<&str>) -> Result<(), Outcome> {
        match name {
            Some(name) => self.send(Kind::Sheet, &[&[1], name.as_bytes()]),
            None => self.send(Kind::Sheet, &[]),
        }
    }

    fn telling(
        &mut self,
        place: Place,
        label: Option<u32>,
        values: &[&[u8]],
    ) -> Result<Vec<bool>, Outcome> {
        let mut telling = Vec::with_capacity(values.len());
        let mut rest = values;
        while !rest.is_empty() {
            let mut payload = Vec::new();
            put_place(&mut payload, place);
            put_label(&mut payload, label);
            let mut taken = 0;
            while taken < rest.len() && (taken == 0 || payload.len() < 16 * WAITING_BYTES) {
                put_piece(&mut payload, &rest[taken][..rest[taken].len().min(TEXT_BYTES_MAX)]);
                taken += 1;
            }
            let mut channel = lock(&self.channel);
            let answer = channel.ask(Kind::Telling, &[&payload]).map_err(gone)?;
            telling.extend((0..taken).map(|index| answer.get(index) != Some(&0)));
            rest = &rest[taken..];
        }
        Ok(telling)
    }

    fn file(&mut self, name: &str, bytes: &mut dyn Read) -> Outcome {
        if let Err(outcome) = self.send(Kind::File, &[name.as_bytes()]) {
            return outcome;
        }
        let mut chunk = vec![0; WAITING_BYTES];
        loop {
            match bytes.read(&mut chunk) {
                Ok(0) => break self.ask_outcome(Kind::Chunk),
                Err(_) => break self.ask_outcome(Kind::Cut),
                Ok(count) => {
                    if let Err(outcome) = self.send(Kind::Chunk, &[&chunk[..count]]) {
                        break outcome;
                    }
                }
            }
        }
    }

    fn refuse(&mut self, name: &str, format: &'static str, outcome: Outcome) {
        let mut payload = Vec::new();
        put_piece(&mut payload, name.as_bytes());
        put_piece(&mut payload, format.as_bytes());
        put_outcome(&mut payload, &outcome);
        let _ = self.send(Kind::Refuse, &[&payload]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_goes_to_and_fro_fetches_each_stretch_once() {
        let (mut ahead, mut fetched) = (Ahead::default(), Vec::new());
        for round in 0..100u64 {
            for place in [round, 1_000_000 + round] {
                let fetch = || {
                    fetched.push(place);
                    Ok((place..place + 200).map(|at| at as u8).collect())
                };
                assert_eq!(ahead.at(place, fetch).unwrap()[0], place as u8);
            }
        }
        assert_eq!(fetched, [0, 1_000_000]);
        for place in [10_000, 20_000, 30_000, 0] {
            assert_eq!(ahead.at(place, || Ok(vec![7])).unwrap().len(), 1);
        }
        assert_eq!(ahead.0.len(), STRETCHES_KEPT);
        assert!(ahead.at(99_999, || Ok(Vec::new())).unwrap().is_empty());
    }
}
