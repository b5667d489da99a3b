//! The run's side: starts workers, hands them files, and takes what they find.

use std::io::{self, BufReader, Read, SeekFrom, Write};
use std::os::fd::AsFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use magpie_model::{DocumentReaders, Outcome, ReadSeek, Reason, Segment, SegmentSink, fault_of};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use crate::frame::{self, Fields, Kind, put_outcome, put_piece};

/// After so many files a worker is replaced, so that what it may have leaked is freed.
const JOBS_MAX: u32 = 1_000;
/// How often a waiting run looks whether it is to stop.
const GLANCE_MILLISECONDS: u16 = 200;
/// Bytes that a worker is handed at a time.
const READ_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// What a worker may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Memory in all.
    pub memory_bytes: u64,
    /// Time for one file.
    pub time: Duration,
    /// Time without any sign of life.
    pub silence: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            memory_bytes: 1 << 30,
            time: Duration::from_secs(600),
            silence: Duration::from_secs(60),
        }
    }
}

/// Starts workers when they are needed and keeps them for the next file.
pub struct Pool {
    program: PathBuf,
    arguments: Vec<String>,
    bounds: Bounds,
    idle: Mutex<Vec<Worker>>,
}

impl Pool {
    /// Workers are this program with these arguments, which has to call [`crate::serve`].
    pub fn new(program: PathBuf, arguments: Vec<String>, bounds: Bounds) -> Self {
        Self { program, arguments, bounds, idle: Mutex::new(Vec::new()) }
    }

    fn take(&self) -> io::Result<Worker> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| Worker::start(&self.program, &self.arguments), Ok)
    }
}

impl DocumentReaders for Pool {
    fn reads(&self, format: &'static str) -> bool {
        magpie_parsers::reads(format)
    }

    fn read(
        &self,
        format: &'static str,
        file: &mut dyn ReadSeek,
        sink: &mut dyn SegmentSink,
    ) -> Outcome {
        let mut worker = match self.take() {
            Ok(worker) => worker,
            Err(error) => {
                let detail = format!("no worker could be started: {}", error.kind());
                return Outcome::with_detail(Reason::ParserFailed, detail);
            }
        };
        let until = Instant::now() + self.bounds.time;
        let mut job =
            Job { file, sink, until, silence: self.bounds.silence, inner: 0, fault: None };
        match job.run(&mut worker, format) {
            Ok(outcome) => {
                worker.jobs += 1;
                if worker.jobs < JOBS_MAX {
                    self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                }
                job.fault.take().unwrap_or(outcome)
            }
            Err(Stop::Outcome(outcome)) => {
                worker.kill();
                outcome
            }
            Err(Stop::Died) => job.fault.take().unwrap_or_else(|| worker.obituary()),
        }
    }
}

/// Why a job did not come to its end.
enum Stop {
    /// The run does not want more, or the worker took too long.
    Outcome(Outcome),
    /// The worker ended, or wrote what is no frame.
    Died,
}

impl From<io::Error> for Stop {
    fn from(_: io::Error) -> Self {
        Self::Died
    }
}

impl From<Outcome> for Stop {
    fn from(outcome: Outcome) -> Self {
        Self::Outcome(outcome)
    }
}

struct Worker {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    errors: ChildStderr,
    jobs: u32,
}

impl Worker {
    fn start(program: &PathBuf, arguments: &[String]) -> io::Result<Self> {
        let mut child = Command::new(program)
            .args(arguments)
            .env_clear()
            .current_dir("/")
            // A terminal's interruption is for the run, which ends its workers itself.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let missing = || io::Error::other("a pipe is missing");
        let input = child.stdin.take().ok_or_else(missing)?;
        let output = child.stdout.take().ok_or_else(missing)?;
        let errors = child.stderr.take().ok_or_else(missing)?;
        let output = BufReader::with_capacity(128 * 1024, output);
        Ok(Self { child, input, output, errors, jobs: 0 })
    }

    /// Whether anything has come, after a glance's time at most.
    fn has_more(&mut self) -> io::Result<bool> {
        if self.output.buffer().len() >= frame::HEAD_BYTES {
            return Ok(true);
        }
        let mut waiting = [PollFd::new(self.output.get_ref().as_fd(), PollFlags::POLLIN)];
        match poll(&mut waiting, PollTimeout::from(GLANCE_MILLISECONDS)) {
            Ok(count) => Ok(count > 0),
            Err(nix::errno::Errno::EINTR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Ends the worker; the signal that it died of, where it had ended already.
    fn kill(&mut self) -> Option<i32> {
        // One that has ended already cannot be killed, and need not.
        let _ = self.child.kill();
        self.child.wait().ok()?.signal()
    }

    /// What a worker died of, as far as it can be told.
    fn obituary(&mut self) -> Outcome {
        if self.kill() == Some(nix::libc::SIGXCPU) {
            return too_long();
        }
        let mut words = Vec::new();
        let _ = (&mut self.errors).take(4096).read_to_end(&mut words);
        // These words come from the allocator, and hold a number and nothing of the file.
        let out_of_memory = String::from_utf8_lossy(&words).contains("memory allocation of");
        let (reason, detail) = match out_of_memory {
            true => (Reason::MemoryLimitReached, "the reader took more memory than it may"),
            false => (Reason::ParserFailed, "the reader of this format died"),
        };
        Outcome::with_detail(reason, format!("{detail}; what was read before it stays"))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.kill();
    }
}

/// One file on its way through a worker.
struct Job<'j> {
    file: &'j mut dyn ReadSeek,
    sink: &'j mut dyn SegmentSink,
    until: Instant,
    silence: Duration,
    /// Parts that are open.
    inner: u32,
    /// Why the file itself could not be read.
    fault: Option<Outcome>,
}

/// The sink's numbers of a part's labels, by the worker's numbers.
type Numbers = Vec<u32>;

impl Job<'_> {
    fn run(&mut self, worker: &mut Worker, format: &str) -> Result<Outcome, Stop> {
        let length = self.file.seek(SeekFrom::End(0))?;
        let mut start = length.to_le_bytes().to_vec();
        put_piece(&mut start, format.as_bytes());
        frame::write(&mut worker.input, Kind::Job, &[&start])?;
        let mut numbers: Vec<Numbers> = vec![Vec::new()];
        let mut payload = Vec::new();
        loop {
            let kind = self.next(worker, &mut payload)?;
            let mut fields = Fields(&payload);
            match kind {
                Kind::Done => return Ok(fields.outcome()?),
                Kind::Read => self.hand_over(fields, worker)?,
                Kind::Begin => {
                    let (name, format) = (fields.text()?, fields.text()?);
                    self.sink.begin(&name, known(&format))?;
                    self.inner += 1;
                    numbers.push(Vec::new());
                }
                Kind::End if self.inner > 0 => {
                    self.inner -= 1;
                    numbers.pop();
                    self.sink.end(fields.outcome()?)?;
                }
                Kind::Label => {
                    let number = self.sink.label(&String::from_utf8_lossy(&payload));
                    if let Some(numbers) = numbers.last_mut() {
                        numbers.push(number);
                    }
                }
                Kind::Segment => {
                    let (place, label) = (fields.place()?, fields.label()?);
                    let label = number(&numbers, label);
                    self.sink.segment(&Segment { text: fields.0, place, label })?;
                }
                Kind::Pass => self.sink.pass(fields.u64()?)?,
                Kind::Rows => self.sink.rows(fields.u64()?),
                Kind::Telling => self.judge(fields, &numbers, worker)?,
                Kind::File => self.file(&String::from_utf8_lossy(&payload), worker)?,
                Kind::Sheet => {
                    let name = payload.split_first();
                    let name = name.map(|(_, name)| String::from_utf8_lossy(name));
                    self.sink.sheet(name.as_deref())?;
                }
                Kind::Refuse => {
                    let (name, format) = (fields.text()?, fields.text()?);
                    self.sink.refuse(&name, known(&format), fields.outcome()?);
                }
                _ => return Err(Stop::Died),
            }
        }
    }

    /// The next frame. While none comes, the run may still be stopped.
    fn next(&mut self, worker: &mut Worker, payload: &mut Vec<u8>) -> Result<Kind, Stop> {
        let silent_until = Instant::now() + self.silence;
        while !worker.has_more()? {
            self.sink.pass(0)?;
            let now = Instant::now();
            if now >= self.until || now >= silent_until {
                return Err(Stop::Outcome(too_long()));
            }
        }
        if Instant::now() >= self.until {
            return Err(Stop::Outcome(too_long()));
        }
        Ok(frame::read(&mut worker.output, payload)?)
    }

    fn hand_over(&mut self, fields: Fields<'_>, worker: &mut Worker) -> Result<(), Stop> {
        Ok(hand_over(self.file, &mut self.fault, fields, worker)?)
    }

    fn judge(
        &mut self,
        mut fields: Fields<'_>,
        numbers: &[Numbers],
        worker: &mut Worker,
    ) -> Result<(), Stop> {
        let (place, label) = (fields.place()?, fields.label()?);
        let mut values = Vec::new();
        while !fields.0.is_empty() {
            values.push(fields.piece()?);
        }
        let telling = self.sink.telling(place, number(numbers, label), &values)?;
        let telling: Vec<u8> = telling.into_iter().map(u8::from).collect();
        Ok(frame::write(&mut worker.input, Kind::Verdict, &[&telling])?)
    }

    /// A file inside, whose bytes come in chunks up to an empty one.
    fn file(&mut self, name: &str, worker: &mut Worker) -> Result<(), Stop> {
        let mut chunks = Chunks {
            worker,
            file: &mut *self.file,
            fault: &mut self.fault,
            until: self.until,
            silence: self.silence,
            chunk: Vec::new(),
            at: 0,
            end: None,
        };
        let outcome = self.sink.file(name, &mut chunks);
        // What was not wanted is passed over, for as long as a worker may be silent.
        let passing_until = Instant::now() + self.silence;
        loop {
            match chunks.end {
                Some(End::Whole | End::Cut) => break,
                Some(End::Broken) => return Err(Stop::Died),
                Some(End::TooLong) => return Err(Stop::Outcome(too_long())),
                None if Instant::now() >= passing_until => {
                    return Err(Stop::Outcome(too_long()));
                }
                None => chunks.at = chunks.chunk.len(),
            }
            self.sink.pass(0)?;
            // An error shows as the end it led to.
            let _ = chunks.read(&mut [0]);
        }
        let mut answer = Vec::new();
        put_outcome(&mut answer, &outcome);
        frame::write(&mut worker.input, Kind::Ended, &[&answer])?;
        Ok(worker.input.flush()?)
    }
}

/// Answers a worker that wants bytes of the file.
fn hand_over(
    file: &mut dyn ReadSeek,
    fault: &mut Option<Outcome>,
    mut fields: Fields<'_>,
    worker: &mut Worker,
) -> io::Result<()> {
    let (offset, length) = (fields.u64()?, fields.u64()?.min(READ_BYTES_MAX));
    let mut bytes = Vec::new();
    let read = file.seek(SeekFrom::Start(offset)).and_then(|_| {
        let mut part = Read::take(&mut *file, length);
        part.read_to_end(&mut bytes)
    });
    if let Err(error) = &read {
        fault.get_or_insert_with(|| outcome_of(error));
    }
    let is_read = [u8::from(read.is_ok())];
    frame::write(&mut worker.input, Kind::Data, &[&is_read, &bytes])
}

/// How the bytes of a file inside came to an end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    /// The worker could not read the file inside to its end.
    Cut,
    Broken,
    TooLong,
}

/// The bytes of a file inside. The worker may want bytes of the outer file to make them.
struct Chunks<'w> {
    worker: &'w mut Worker,
    file: &'w mut dyn ReadSeek,
    fault: &'w mut Option<Outcome>,
    until: Instant,
    silence: Duration,
    chunk: Vec<u8>,
    at: usize,
    end: Option<End>,
}

impl Chunks<'_> {
    fn next(&mut self) -> Result<(), End> {
        let silent_until = Instant::now() + self.silence;
        loop {
            while !self.worker.has_more().map_err(|_| End::Broken)? {
                let now = Instant::now();
                if now >= self.until || now >= silent_until {
                    return Err(End::TooLong);
                }
            }
            match frame::read(&mut self.worker.output, &mut self.chunk) {
                Ok(Kind::Chunk) if self.chunk.is_empty() => return Err(End::Whole),
                Ok(Kind::Chunk) => return Ok(()),
                Ok(Kind::Cut) => return Err(End::Cut),
                Ok(Kind::Read) => {
                    let wanted = std::mem::take(&mut self.chunk);
                    hand_over(self.file, self.fault, Fields(&wanted), self.worker)
                        .map_err(|_| End::Broken)?;
                }
                _ => return Err(End::Broken),
            }
        }
    }
}

impl Read for Chunks<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.chunk.len() && self.end.is_none() {
            self.at = 0;
            self.end = self.next().err();
            if self.end.is_some() {
                self.chunk.clear();
            }
        }
        if self.end.is_some_and(|end| end != End::Whole) {
            return Err(frame::broken());
        }
        let count = into.len().min(self.chunk.len() - self.at);
        into[..count].copy_from_slice(&self.chunk[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

fn number(numbers: &[Numbers], label: Option<u32>) -> Option<u32> {
    numbers.last()?.get(label? as usize).copied()
}

/// The name of a part's format, which the ledger keeps for good.
fn known(format: &str) -> &'static str {
    let mut names = magpie_parsers::PART_FORMATS.iter().copied();
    names.find(|name| *name == format).unwrap_or("unknown")
}

fn too_long() -> Outcome {
    let detail = "reading took longer than one document may; what was read before stays";
    Outcome::with_detail(Reason::TimeCutOffReached, detail)
}

fn outcome_of(error: &io::Error) -> Outcome {
    match fault_of(error) {
        Some(fault) => Outcome::with_detail(fault.reason, fault.detail.clone()),
        None => {
            Outcome::with_detail(Reason::ReadError, format!("reading failed: {}", error.kind()))
        }
    }
}
