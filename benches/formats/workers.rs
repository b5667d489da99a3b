//! What a process for documents costs: its start, and each object that goes through it.

use std::io::Cursor;
use std::path::Path;

use magpie_isolate::{Bounds, Pool};
use magpie_model::{DocumentReaders, Outcome, Place, Segment, SegmentSink};
use magpie_parsers::InMemory;

use crate::clock;
use crate::tell;

/// Small objects in one run.
const OBJECTS: usize = 200;
const STARTS: usize = 20;

/// Drops what is delivered.
struct Drop;

impl SegmentSink for Drop {
    fn begin(&mut self, _: &str, _: &'static str) -> Result<(), Outcome> {
        Ok(())
    }
    fn end(&mut self, _: Outcome) -> Result<(), Outcome> {
        Ok(())
    }
    fn label(&mut self, _: &str) -> u32 {
        0
    }
    fn segment(&mut self, _: &Segment<'_>) -> Result<(), Outcome> {
        Ok(())
    }
    fn pass(&mut self, _: u64) -> Result<(), Outcome> {
        Ok(())
    }
    fn rows(&mut self, _: u64) {}
    fn sheet(&mut self, _: Option<&str>) -> Result<(), Outcome> {
        Ok(())
    }
    fn telling(
        &mut self,
        _: Place,
        _: Option<u32>,
        values: &[&[u8]],
    ) -> Result<Vec<bool>, Outcome> {
        Ok(vec![true; values.len()])
    }
    fn file(&mut self, _: &str, bytes: &mut dyn std::io::Read) -> Outcome {
        match std::io::copy(bytes, &mut std::io::sink()) {
            Ok(_) => Outcome::COMPLETE,
            Err(_) => Outcome::of(magpie_model::Reason::MalformedFile),
        }
    }
    fn refuse(&mut self, _: &str, _: &'static str, _: Outcome) {}
}

fn pool() -> Pool {
    let program = std::env::current_exe().expect("a bench is a program");
    let bounds = Bounds::default();
    Pool::new(program, vec!["worker".into(), bounds.memory_bytes.to_string()], bounds)
}

/// Small fixtures one by one, and the large files of `folder`, in this process and in a worker.
pub(crate) fn price(fixtures: &Path, folder: &Path) {
    for (format, file) in [
        ("parquet", fixtures.join("parquet/flat_none.parquet")),
        ("pdf", fixtures.join("pdf/reportlab.pdf")),
        ("sqlite", fixtures.join("sqlite/utf16le.sqlite")),
        ("doc", fixtures.join("ole/letter.doc")),
    ] {
        let bytes = std::fs::read(&file).expect("a fixture");
        let first = || pool().read(format, &mut Cursor::new(&bytes), &mut Drop);
        let costs: Vec<_> = (0..STARTS).map(|_| clock::time(first)).collect();
        let size = bytes.len() as u64;
        row("start and one object", format, size, STARTS, clock::median(&costs));
        compare(format, &bytes, OBJECTS, "object");
    }
    for format in ["parquet", "avro", "orc", "arrow", "sqlite", "pdf"] {
        let file = folder.join(format!("sparse.{format}"));
        if let Ok(bytes) = std::fs::read(file) {
            compare(format, &bytes, 1, "large file");
        }
    }
}

/// Rounds in turns; a row tells the cost of one object.
fn compare(format: &'static str, bytes: &[u8], objects: usize, what: &str) {
    const ROUNDS: usize = 3;
    let pool = pool();
    let readers: [(&str, &dyn DocumentReaders); 2] =
        [("in this process", &InMemory), ("in a worker", &pool)];
    let mut costs = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        for (costs, (_, readers)) in costs.iter_mut().zip(readers) {
            let cost = clock::time(|| {
                for _ in 0..objects {
                    readers.read(format, &mut Cursor::new(bytes), &mut Drop);
                }
            });
            if round > 0 {
                costs.push(cost);
            }
        }
    }
    for (costs, (place, _)) in costs.iter().zip(readers) {
        let mut cost = clock::median(costs);
        cost.wall /= objects as u32;
        cost.cpu /= objects as u32;
        row(&format!("{what} {place}"), format, bytes.len() as u64, objects * ROUNDS, cost);
    }
}

fn row(what: &str, format: &str, bytes: u64, rounds: usize, cost: clock::Cost) {
    tell("worker", format, what, env!("CARGO_PKG_VERSION"), bytes, rounds, cost);
}
