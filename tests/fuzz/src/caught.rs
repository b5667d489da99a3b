//! Panics of libraries that the readers of documents catch, as they do in a worker: such an input has an
//! outcome, and is no failure. A panic of Magpie's own code is one, wherever it is caught.

use std::cell::Cell;
use std::io::Read;
use std::panic::PanicHookInfo;

use magpie_model::{DocumentReaders, Outcome, Place, ReadSeek, Segment, SegmentSink};
use magpie_parsers::InMemory;

/// Where cargo keeps the sources of libraries.
const LIBRARIES: &str = "/registry/src/";

thread_local! {
    /// Whether a reader of documents is running, and not what it delivers to.
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Lets the hook that is set, which ends the process, no longer hear of panics that count for nothing.
pub fn pass_over() {
    let ends = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !counts_for_nothing(panic) {
            ends(panic);
        }
    }));
}

fn counts_for_nothing(panic: &PanicHookInfo<'_>) -> bool {
    READING.get() && panic.location().is_some_and(|at| at.file().contains(LIBRARIES))
}

fn reading<T>(is_reading: bool, run: impl FnOnce() -> T) -> T {
    let before = READING.replace(is_reading);
    let done = run();
    READING.set(before);
    done
}

/// The readers, which tell when they run.
pub struct Documents;

impl DocumentReaders for Documents {
    fn reads(&self, format: &'static str) -> bool {
        InMemory.reads(format)
    }

    fn read(
        &self,
        format: &'static str,
        file: &mut dyn ReadSeek,
        sink: &mut dyn SegmentSink,
    ) -> Outcome {
        reading(true, || InMemory.read(format, file, &mut Outside(sink)))
    }
}

/// What is delivered to: in the product it is in another process, where nothing is caught.
struct Outside<'s>(&'s mut dyn SegmentSink);

impl SegmentSink for Outside<'_> {
    fn begin(&mut self, name: &str, format: &'static str) -> Result<(), Outcome> {
        reading(false, || self.0.begin(name, format))
    }

    fn end(&mut self, outcome: Outcome) -> Result<(), Outcome> {
        reading(false, || self.0.end(outcome))
    }

    fn label(&mut self, text: &str) -> u32 {
        reading(false, || self.0.label(text))
    }

    fn segment(&mut self, segment: &Segment<'_>) -> Result<(), Outcome> {
        reading(false, || self.0.segment(segment))
    }

    fn pass(&mut self, cells: u64) -> Result<(), Outcome> {
        reading(false, || self.0.pass(cells))
    }

    fn rows(&mut self, rows: u64) {
        reading(false, || self.0.rows(rows));
    }

    fn sheet(&mut self, name: Option<&str>) -> Result<(), Outcome> {
        reading(false, || self.0.sheet(name))
    }

    fn telling(
        &mut self,
        place: Place,
        label: Option<u32>,
        values: &[&[u8]],
    ) -> Result<Vec<bool>, Outcome> {
        reading(false, || self.0.telling(place, label, values))
    }

    fn file(&mut self, name: &str, bytes: &mut dyn Read) -> Outcome {
        reading(false, || self.0.file(name, bytes))
    }

    fn refuse(&mut self, name: &str, format: &'static str, outcome: Outcome) {
        reading(false, || self.0.refuse(name, format, outcome));
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::panic::catch_unwind;

    use super::{pass_over, reading};

    thread_local! {
        /// Panics of this test that the hook heard of.
        static HEARD: Cell<usize> = const { Cell::new(0) };
    }

    #[test]
    fn what_a_library_panics_at_is_passed_over_and_what_is_ours_is_not() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/formats/arrow/unused.arrow");
        let mut damaged = std::fs::read(file).unwrap();
        damaged[264] = 0xFF;
        std::panic::set_hook(Box::new(|_| HEARD.set(HEARD.get() + 1)));
        crate::readers::columnar(&damaged);
        let without = HEARD.take();
        pass_over();
        crate::readers::columnar(&damaged);
        let with = HEARD.take();
        let ours = catch_unwind(|| reading(true, || panic!("ours")));
        assert_eq!((without, with, HEARD.get(), ours.is_err()), (1, 0, 1, true));
    }
}
