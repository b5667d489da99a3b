//! Memory as a worker has it. Libraries ask for what a file claims, and what they are refused ends their process:
//! in the product the worker, here the child of the fuzzer, which counts it as out of memory.

use std::alloc::{GlobalAlloc, Layout, System};

/// What the readers of documents may have unless told otherwise (`--document-memory-max`).
const BYTES_MAX: usize = 1 << 30;
/// What libFuzzer takes for out of memory.
const OUT_OF_MEMORY: i32 = 71;

unsafe extern "C" {
    /// Ends the process without a word to whoever waits for its end.
    fn _exit(code: i32) -> !;
}

/// The allocator of the system, for requests that a worker could be granted.
pub struct Bounded;

fn check(bytes: usize) {
    if bytes > BYTES_MAX {
        // SAFETY: it may be called at any time, and takes any number.
        unsafe { _exit(OUT_OF_MEMORY) }
    }
}

// SAFETY: everything is handed on to the allocator of the system as it was asked for.
unsafe impl GlobalAlloc for Bounded {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        check(layout.size());
        // SAFETY: the caller keeps the rules of this function, which are the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        check(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        check(bytes);
        // SAFETY: as above.
        unsafe { System.realloc(at, layout, bytes) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(at, layout) }
    }
}
