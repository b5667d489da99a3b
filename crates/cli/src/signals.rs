//! Ctrl-C and SIGTERM: the first one ends a run in good order, the second at once. SIGXFSZ ends
//! nothing.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
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
        for (signal, number) in [(SIGINT, 1), (SIGTERM, 2)] {
            // Registered first, so that it sees the flag only from the second signal on.
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&interrupt))?;
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
