//! The process in which documents are read: this program once more, without rights.

use std::time::Duration;

use clap::Args;
use magpie_isolate::{Bounds, Pool, serve};

use crate::exit::{Ending, Failure};
use crate::options::ScanOptions;

/// The command's name on the line that starts a worker.
const NAME: &str = "read-documents";

/// Reads documents for the scan that started this process
#[derive(Args, Debug)]
pub(crate) struct ReadDocumentsCommand {
    #[arg(long)]
    memory_bytes: u64,
    #[arg(long)]
    seconds: u64,
}

impl ReadDocumentsCommand {
    pub(crate) fn run(self) -> Ending {
        serve(self.memory_bytes, self.seconds);
        Ending::DONE
    }
}

/// Less is not enough to read anything.
const MEMORY_BYTES_MIN: u64 = 64 << 20;

/// What the processes may use.
pub(crate) fn bounds(options: &ScanOptions) -> Result<Bounds, Failure> {
    let default = Bounds::default();
    let seconds = |name: &str, given: Option<u64>, default: Duration| match given {
        Some(0) => {
            let problem = format!("--{name} 0: at least one second is needed to read anything");
            Err(Failure::usage(problem))
        }
        given => Ok(given.map_or(default, Duration::from_secs)),
    };
    let memory_bytes = options.document_memory_max.map_or(default.memory_bytes, |bytes| bytes.0);
    if memory_bytes < MEMORY_BYTES_MIN {
        let problem = "--document-memory-max: at least 64MiB are needed to read anything";
        return Err(Failure::usage(problem));
    }
    Ok(Bounds {
        memory_bytes,
        time: seconds("document-seconds-max", options.document_seconds_max, default.time)?,
        silence: seconds("document-silence-max", options.document_silence_max, default.silence)?,
    })
}

/// Starts workers of this program as they are needed.
pub(crate) fn readers(bounds: Bounds) -> Pool {
    let arguments = [
        NAME.to_owned(),
        format!("--memory-bytes={}", bounds.memory_bytes),
        format!("--seconds={}", bounds.time.as_secs()),
    ];
    Pool::new(program(), arguments.to_vec(), bounds)
}

/// This program, even when its file has been replaced meanwhile.
fn program() -> std::path::PathBuf {
    match cfg!(target_os = "linux") {
        true => "/proc/self/exe".into(),
        false => std::env::current_exe().unwrap_or_else(|_| "magpie".into()),
    }
}
