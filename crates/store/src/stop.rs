//! The user's wish to stop, heard by whatever waits for a network or a stream: without it, waiting
//! would last as long as the other side likes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use magpie_model::{BodyFault, Reason};

/// How often those who wait look whether they should go on.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Whether to stop waiting. The default never asks for it.
#[derive(Clone, Debug, Default)]
pub struct Stop(Option<Arc<AtomicBool>>);

impl Stop {
    /// Stops once `wish` is true; it never becomes false again.
    pub fn when(wish: &Arc<AtomicBool>) -> Self {
        Self(Some(Arc::clone(wish)))
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.as_ref().is_some_and(|wish| wish.load(Ordering::Relaxed))
    }

    /// How long to wait before [`Self::is_set`] is asked again.
    pub(crate) const fn look_every() -> Duration {
        LOOK_EVERY
    }

    /// What a future comes to; `None` when the wish came first.
    pub(crate) async fn race<F: Future>(&self, future: F) -> Option<F::Output> {
        let wished = async {
            while !self.is_set() {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        tokio::select! {
            biased;
            done = future => Some(done),
            () = wished => None,
        }
    }
}

/// What a body says of bytes that were not waited for.
pub(crate) fn interrupted() -> BodyFault {
    BodyFault { reason: Reason::Interrupted, detail: "the run was interrupted".into() }
}
