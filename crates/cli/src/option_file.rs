//! Files that options name: read up to a bound, and a pipe waited for up to a bound.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::detector_folder::unreadable;
use crate::exit::Failure;

/// Bytes of a configuration file.
pub(crate) const CONFIG_BYTES_MAX: u64 = 1 << 20;
/// Bytes of a detector file.
pub(crate) const DETECTOR_BYTES_MAX: u64 = 1 << 20;
/// Bytes of a list beside one.
pub(crate) const LIST_BYTES_MAX: u64 = 64 << 20;
/// Bytes of a file that holds a key.
pub(crate) const KEY_BYTES_MAX: u64 = 64 << 10;

/// A pipe that nobody writes to may get its writer yet.
const WRITER_MAX: Duration = Duration::from_secs(5);
/// Whoever writes to it may be waiting for a pass phrase.
const SILENCE_MAX: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// The content of a file of the user's, which `what` names with its option. Pipes are files too, as in
/// `--config <(…)`; devices never end.
///
/// To be called before signals are heard: then the first one ends the waiting at once.
pub(crate) fn read(what: &str, path: &Path, bytes_max: u64) -> Result<Vec<u8>, Failure> {
    let refused = |error: io::Error| unreadable(what, &error);
    // Opening a pipe would wait for its writer otherwise.
    let file = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path);
    let file = file.map_err(refused)?;
    let is_pipe = file.metadata().map_err(refused)?.file_type().is_fifo();
    bounded(what, Patient { file, has_writer: !is_pipe }, bytes_max, "name a shorter file")
}

/// All of an input that is no longer than the bound; the mend is for one that is.
fn bounded(what: &str, input: impl Read, bytes_max: u64, mend: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = input.take(bytes_max + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(what, &error))?;
    if bytes.len() as u64 > bytes_max {
        return Err(Failure::usage(format!("{what}: more than {bytes_max} bytes; {mend}")));
    }
    Ok(bytes)
}

/// The content of a file as text.
pub(crate) fn read_text(what: &str, path: &Path, bytes_max: u64) -> Result<String, Failure> {
    text(what, read(what, path, bytes_max)?)
}

/// Standard input as text.
pub(crate) fn standard_input(what: &str, bytes_max: u64, mend: &str) -> Result<String, Failure> {
    text(what, bounded(what, io::stdin().lock(), bytes_max, mend)?)
}

fn text(what: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    String::from_utf8(bytes)
        .map_err(|_| Failure::usage(format!("{what}: is not UTF-8 text; save it as UTF-8")))
}

/// Waits for what is not there yet, but not for ever.
struct Patient {
    file: File,
    /// Until a pipe has one, nothing to read is not its end.
    has_writer: bool,
}

impl Read for Patient {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let since = Instant::now();
        loop {
            let (longest, silent) = match self.file.read(into) {
                Ok(0) if !self.has_writer => (WRITER_MAX, "nobody writes to this pipe"),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.has_writer = true;
                    (SILENCE_MAX, "nothing comes out of it")
                }
                read => {
                    self.has_writer = true;
                    return read;
                }
            };
            if since.elapsed() >= longest {
                let seconds = longest.as_secs();
                let problem = format!("{silent}, for {seconds} seconds");
                return Err(io::Error::new(io::ErrorKind::TimedOut, problem));
            }
            std::thread::sleep(LOOK_AGAIN);
        }
    }
}
