//! Mapped files that survive being cut short by somebody else.
//!
//! Reading a page behind the end of a mapped file raises SIGBUS. The handler here looks the
//! address up among the mappings made here, puts zeros in its place and marks the mapping; the
//! object then ends as failed. Every other SIGBUS goes where it went before. All unsafe code of
//! the crate is in this file.
#![expect(unsafe_code, reason = "signals and mappings have no safe interface")]

use std::fs::File;
use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use libc::{c_int, c_void, siginfo_t};
use memmap2::{Advice, Mmap, MmapOptions, UncheckedAdvice};

/// Mappings that can be guarded at once; with more, files are read without a mapping.
const SLOTS: usize = 1024;
/// A slot that nobody uses.
const FREE: usize = 0;
/// A slot whose range is being written. No mapping begins at address 1.
const CLAIMED: usize = 1;
/// Pages behind the reader are given back in steps of this many bytes, one system call each.
const RELEASE_STEP: usize = 4 << 20;

/// Where one guarded mapping lies. Read by the handler, hence atomics only.
struct Slot {
    start: AtomicUsize,
    end: AtomicUsize,
    faulted: AtomicBool,
}

static GUARDED: [Slot; SLOTS] = [const {
    Slot {
        start: AtomicUsize::new(FREE),
        end: AtomicUsize::new(0),
        faulted: AtomicBool::new(false),
    }
}; SLOTS];
static PAGE_BYTES: AtomicUsize = AtomicUsize::new(4096);
static PREVIOUS: OnceLock<libc::sigaction> = OnceLock::new();

/// A read-only mapping of the first bytes of a file.
pub(crate) struct GuardedMap {
    map: Mmap,
    slot: &'static Slot,
    released: AtomicUsize,
}

impl GuardedMap {
    /// Maps the first `length` bytes, which must not be none and which the file has.
    ///
    /// # Errors
    /// When the file cannot be mapped or too many are.
    pub(crate) fn new(file: &File, length: usize) -> io::Result<Self> {
        install()?;
        // SAFETY: the bytes may change or vanish while they are read. Readers take them as
        // untrusted bytes without any invariant, and vanishing is what the guard is for.
        let map = unsafe { MmapOptions::new().len(length).map(file)? };
        let slot = claim(map.as_ptr() as usize, length)
            .ok_or_else(|| io::Error::other("too many files are mapped"))?;
        let _: io::Result<()> = map.advise(Advice::Sequential);
        Ok(Self { map, slot, released: AtomicUsize::new(0) })
    }

    /// The bytes; zeros from the place on where the file turned out to end too early.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.map
    }

    /// Whether some of the bytes were not the file's.
    pub(crate) fn faulted(&self) -> bool {
        self.slot.faulted.load(Ordering::Acquire)
    }

    /// Gives the whole pages before `offset` back to the system. They are read again if needed.
    pub(crate) fn release(&self, offset: usize) {
        let page = PAGE_BYTES.load(Ordering::Relaxed);
        let upto = offset.min(self.map.len()) / page * page;
        let from = self.released.load(Ordering::Relaxed);
        if upto < from.saturating_add(RELEASE_STEP) {
            return;
        }
        self.released.store(upto, Ordering::Relaxed);
        // SAFETY: the mapping is shared with its file and never written, so that dropped pages
        // come back with the same content.
        let _: io::Result<()> = unsafe {
            self.map.unchecked_advise_range(UncheckedAdvice::DontNeed, from, upto - from)
        };
    }
}

impl Drop for GuardedMap {
    /// The slot is freed before the mapping goes: an address that is reused is not ours.
    fn drop(&mut self) {
        self.slot.start.store(FREE, Ordering::Release);
    }
}

fn claim(start: usize, length: usize) -> Option<&'static Slot> {
    let slot = GUARDED.iter().find(|slot| {
        slot.start.compare_exchange(FREE, CLAIMED, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    })?;
    slot.end.store(start + length, Ordering::Relaxed);
    slot.faulted.store(false, Ordering::Relaxed);
    slot.start.store(start, Ordering::Release);
    Some(slot)
}

/// Puts the handler in place, once a process.
fn install() -> io::Result<()> {
    static INSTALLED: OnceLock<Result<(), i32>> = OnceLock::new();
    let installed = INSTALLED.get_or_init(|| {
        // SAFETY: plain system calls with valid, initialised arguments. All zeros is a valid
        // `sigaction`. What the handler needs is stored before the handler is in place.
        unsafe {
            let page = libc::sysconf(libc::_SC_PAGESIZE);
            PAGE_BYTES.store(usize::try_from(page).unwrap_or(4096), Ordering::Relaxed);
            let mut previous: libc::sigaction = std::mem::zeroed();
            if libc::sigaction(libc::SIGBUS, std::ptr::null(), &raw mut previous) != 0 {
                return Err(io::Error::last_os_error().raw_os_error().unwrap_or_default());
            }
            PREVIOUS.get_or_init(|| previous);
            let mut ours: libc::sigaction = std::mem::zeroed();
            let handler: extern "C" fn(c_int, *mut siginfo_t, *mut c_void) = on_sigbus;
            ours.sa_sigaction = handler as usize;
            ours.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
            libc::sigemptyset(&raw mut ours.sa_mask);
            if libc::sigaction(libc::SIGBUS, &raw const ours, std::ptr::null_mut()) != 0 {
                return Err(io::Error::last_os_error().raw_os_error().unwrap_or_default());
            }
        }
        Ok(())
    });
    installed.map_err(io::Error::from_raw_os_error)
}

/// Runs inside a signal: atomics and system calls only.
extern "C" fn on_sigbus(signal: c_int, info: *mut siginfo_t, context: *mut c_void) {
    // SAFETY: the system hands over a valid `info`, as SA_SIGINFO asks for.
    let (code, address) = unsafe { ((*info).si_code, (*info).si_addr() as usize) };
    // A code that is not positive means that a process sent the signal: there is no address.
    if code <= 0 || !patch(address) {
        chain(signal, info, context);
    }
}

/// Puts zeros where the mapping that holds `address` has no file behind it any more: from that
/// page to the mapping's end, so that a file cut short costs one signal and not one a page.
fn patch(address: usize) -> bool {
    let page = PAGE_BYTES.load(Ordering::Relaxed);
    let holds = |slot: &&Slot| {
        let start = slot.start.load(Ordering::Acquire);
        start > CLAIMED && (start..slot.end.load(Ordering::Relaxed)).contains(&address)
    };
    let Some(slot) = GUARDED.iter().find(holds) else { return false };
    slot.faulted.store(true, Ordering::Release);
    let from = address / page * page;
    let end = slot.end.load(Ordering::Relaxed).div_ceil(page) * page;
    // SAFETY: the range lies inside a mapping of ours that is alive, because somebody has just
    // read from it; nothing else lives there.
    let mapped = unsafe {
        libc::mmap(
            from as *mut c_void,
            end - from,
            libc::PROT_READ,
            libc::MAP_PRIVATE | libc::MAP_ANON | libc::MAP_FIXED,
            -1,
            0,
        )
    };
    mapped != libc::MAP_FAILED
}

/// Does what would have been done without us.
fn chain(signal: c_int, info: *mut siginfo_t, context: *mut c_void) {
    let previous = PREVIOUS.get();
    let handler = previous.map_or(libc::SIG_DFL, |p| p.sa_sigaction);
    if handler == libc::SIG_DFL || handler == libc::SIG_IGN {
        // SAFETY: both are allowed inside a handler. The signal stays blocked until we return,
        // and then ends the process.
        unsafe {
            libc::signal(signal, libc::SIG_DFL);
            libc::raise(signal);
        }
        return;
    }
    let with_info = previous.is_some_and(|p| p.sa_flags & libc::SA_SIGINFO != 0);
    // SAFETY: whoever installed the handler gave a function of the form that its flags tell.
    unsafe {
        if with_info {
            let call: extern "C" fn(c_int, *mut siginfo_t, *mut c_void) =
                std::mem::transmute(handler);
            call(signal, info, context);
        } else {
            let call: extern "C" fn(c_int) = std::mem::transmute(handler);
            call(signal);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::Command;

    use super::*;

    const BYTES: usize = 1 << 20;

    fn file() -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&vec![b'x'; BYTES]).unwrap();
        file
    }

    #[test]
    fn a_file_cut_short_reads_as_zeros_and_is_marked() {
        let file = file();
        let map = GuardedMap::new(&file, BYTES).unwrap();
        assert_eq!(map.bytes()[BYTES - 1], b'x');
        assert!(!map.faulted());
        file.set_len(10_000).unwrap();
        assert_eq!(map.bytes()[9_999], b'x');
        assert!(!map.faulted(), "what is still there can be read");
        let zeros = map.bytes().iter().filter(|b| **b == 0).count();
        assert_eq!(zeros, BYTES - 10_000);
        assert!(map.faulted());
    }

    #[test]
    fn a_neighbour_of_a_file_cut_short_is_not_marked() {
        let (cut, whole) = (file(), file());
        let map_cut = GuardedMap::new(&cut, BYTES).unwrap();
        let map_whole = GuardedMap::new(&whole, BYTES).unwrap();
        cut.set_len(0).unwrap();
        assert_eq!(map_cut.bytes()[0], 0);
        assert!(map_cut.faulted());
        assert!(map_whole.bytes().iter().all(|b| *b == b'x'));
        assert!(!map_whole.faulted());
    }

    #[test]
    fn a_freed_slot_forgets_its_mark() {
        for _ in 0..SLOTS * 2 {
            let file = file();
            let map = GuardedMap::new(&file, BYTES).unwrap();
            assert!(!map.faulted());
            file.set_len(0).unwrap();
            assert_eq!(map.bytes()[5], 0);
            assert!(map.faulted());
        }
    }

    #[test]
    fn many_threads_may_meet_cut_files_at_once() {
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let file = file();
                    let map = GuardedMap::new(&file, BYTES).unwrap();
                    file.set_len(4096).unwrap();
                    assert_eq!(map.bytes().iter().filter(|b| **b == 0).count(), BYTES - 4096);
                });
            }
        });
    }

    #[test]
    fn released_pages_come_back() {
        let bytes = 3 * RELEASE_STEP;
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&vec![b'y'; bytes]).unwrap();
        let map = GuardedMap::new(&file, bytes).unwrap();
        map.release(bytes);
        assert_eq!(map.released.load(Ordering::Relaxed), bytes);
        assert!(map.bytes().iter().all(|b| *b == b'y'));
    }

    /// Set in the child process of the test below.
    const CHILD: &str = "MAGPIE_TEST_FOREIGN_SIGBUS";

    #[test]
    fn a_foreign_sigbus_still_kills() {
        if std::env::var_os(CHILD).is_some() {
            meet_a_foreign_sigbus();
        }
        let status = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "sigbus::tests::a_foreign_sigbus_still_kills"])
            .env(CHILD, "1")
            .output()
            .unwrap()
            .status;
        assert_eq!(status.signal(), Some(libc::SIGBUS));
    }

    fn meet_a_foreign_sigbus() {
        let (guarded, foreign) = (file(), file());
        let _map = GuardedMap::new(&guarded, BYTES).unwrap();
        // SAFETY: reading it raises SIGBUS, which is the point.
        let unguarded = unsafe { Mmap::map(&foreign).unwrap() };
        foreign.set_len(0).unwrap();
        assert_eq!(unguarded[0], 1, "not reached");
    }
}
