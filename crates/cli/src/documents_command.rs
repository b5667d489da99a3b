//! The process in which documents are read: this program once more, without rights.

use clap::Args;
use magpie_isolate::{Bounds, Pool, serve};

use crate::exit::Ending;

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

/// Starts workers of this program as they are needed.
pub(crate) fn readers() -> Pool {
    let bounds = Bounds::default();
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
