//! Ctrl-C, SIGTERM and the end of a terminal (SIGHUP): the first one ends a run in good order, the
//! second at once. SIGXFSZ ends nothing.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::flag;

use crate::exit::Signal;

/// A write beyond the largest file allowed (`ulimit -f`) then fails and says so, where its signal
/// would kill the process without a word.
pub(crate) fn outlive_file_size_limit() -> io::Result<()> {
    flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false))).map(|_| ())
}

/// Hears the signals of this process.
pub(crate) struct Signals {
    /// Becomes true with the first signal.
    pub(crate) interrupt: Arc<AtomicBool>,
    which: Arc<AtomicUsize>,
}

impl Signals {
    /// Begins to listen.
    pub(crate) fn hear() -> io::Result<Self> {
        let interrupt = Arc::new(AtomicBool::new(false));
        let which = Arc::new(AtomicUsize::new(0));
        for (signal, number, code) in [(SIGINT, 1, 130), (SIGTERM, 2, 143), (SIGHUP, 2, 143)] {
            if signal == SIGHUP && hang_up_is_ignored() {
                continue;
            }
            // Registered first, so that it sees the flag only from the second signal on.
            flag::register_conditional_shutdown(signal, code, Arc::clone(&interrupt))?;
            flag::register(signal, Arc::clone(&interrupt))?;
            flag::register_usize(signal, Arc::clone(&which), number)?;
        }
        Ok(Self { interrupt, which })
    }

    /// The signal that came, if one did.
    pub(crate) fn received(&self) -> Option<Signal> {
        match self.which.load(Ordering::SeqCst) {
            1 => Some(Signal::Interrupt),
            2 => Some(Signal::Terminate),
            _ => None,
        }
    }
}

/// Whether whoever started the program wants it to outlive its terminal, as `nohup` does. Where the
/// system does not tell, no.
fn hang_up_is_ignored() -> bool {
    std::fs::read_to_string("/proc/self/status").is_ok_and(|status| ignores_hang_up(&status))
}

fn ignores_hang_up(status: &str) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & (1 << (SIGHUP - 1)) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ignored_hang_up_is_read_from_the_mask_of_the_process() {
        assert!(ignores_hang_up("Name:\tmagpie\nSigIgn:\t0000000000000001\nSigCgt:\t0\n"));
        assert!(!ignores_hang_up("SigIgn:\t0000000000001000\n"));
        assert!(!ignores_hang_up("SigBlk:\t0000000000000001\n"));
    }
}
