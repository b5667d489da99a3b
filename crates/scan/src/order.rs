//! Results leave in the order of the listing, whatever order they were finished in.
//!
//! No object starts too far ahead of the oldest unfinished one, and none while too many results
//! wait for it: so the waiting is bounded, and a run with 16 threads writes what one writes.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How far ahead of the oldest unfinished object another may start.
pub(crate) const WINDOW_OBJECTS: u64 = 1024;

/// Bytes of finished results that may wait for an older object.
pub(crate) const WAITING_BYTES_MAX: u64 = 32 << 20;

/// Holds workers back that are too far ahead.
pub(crate) struct Gate {
    state: Mutex<State>,
    moved: Condvar,
}

struct State {
    oldest: u64,
    waiting_bytes: u64,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self { state: Mutex::new(State { oldest: 0, waiting_bytes: 0 }), moved: Condvar::new() }
    }

    /// Waits until the object with this place in the order may start.
    ///
    /// The oldest unfinished object is never held back, so somebody always moves.
    pub(crate) fn enter(&self, order: u64) {
        let mut state = self.lock();
        while !may_start(&state, order) {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn set(&self, oldest: u64, waiting_bytes: u64) {
        *self.lock() = State { oldest, waiting_bytes };
        self.moved.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn may_start(state: &State, order: u64) -> bool {
    let near = order < state.oldest + WINDOW_OBJECTS && state.waiting_bytes < WAITING_BYTES_MAX;
    near || order <= state.oldest
}

/// Puts finished results back into the order of the listing.
pub(crate) struct Reorder<'g, T> {
    gate: &'g Gate,
    next: u64,
    waiting: BTreeMap<u64, (T, u64)>,
    waiting_bytes: u64,
}

impl<'g, T> Reorder<'g, T> {
    pub(crate) fn new(gate: &'g Gate) -> Self {
        Self { gate, next: 0, waiting: BTreeMap::new(), waiting_bytes: 0 }
    }

    /// Takes a result of about `bytes`.
    pub(crate) fn push(&mut self, order: u64, result: T, bytes: u64) {
        self.waiting.insert(order, (result, bytes));
        self.waiting_bytes += bytes;
        self.tell();
    }

    /// The next result in order, when it is there.
    pub(crate) fn pop(&mut self) -> Option<T> {
        let (result, bytes) = self.waiting.remove(&self.next)?;
        self.next += 1;
        self.waiting_bytes -= bytes;
        self.tell();
        Some(result)
    }

    fn tell(&self) {
        self.gate.set(self.next, self.waiting_bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_out_in_order() {
        let gate = Gate::new();
        let mut reorder = Reorder::new(&gate);
        let mut out = Vec::new();
        for order in [2, 0, 1, 4, 3] {
            reorder.push(order, order, 1);
            out.extend(std::iter::from_fn(|| reorder.pop()));
        }
        assert_eq!(out, [0, 1, 2, 3, 4]);
        assert_eq!(reorder.waiting_bytes, 0);
    }

    #[test]
    fn nobody_starts_beyond_the_window_and_the_oldest_always_may() {
        let full = State { oldest: 10, waiting_bytes: WAITING_BYTES_MAX };
        assert!(may_start(&full, 10) && !may_start(&full, 11));
        let free = State { oldest: 10, waiting_bytes: 0 };
        assert!(may_start(&free, 9 + WINDOW_OBJECTS) && !may_start(&free, 10 + WINDOW_OBJECTS));
    }
}
