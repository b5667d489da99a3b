//! Instructions that reading and searching a text takes, counted by Valgrind: a number that no other
//! program on the machine disturbs. `benches/README.md` says what each row means.

#[path = "../library.rs"]
mod library;
mod tenfold;

use std::hint::black_box;
use std::sync::Arc;

use gungraun::prelude::*;
use magpie_catalog::Catalog;
use magpie_corpus::BenchKind;
use magpie_engine::Engine;

use library::{Counting, Memory, text};
use tenfold::tenfold;

/// Bytes of each text: what is looked at once an object weighs little.
const TEXT_BYTES: u64 = 1024 * 1024;
/// The ids of the detectors of the first record.
const FIRST: &str = include_str!("../first_detectors.txt");

/// A text, and a worker that has read it once: what is built when it is first met is there.
struct Prepared {
    worker: Counting,
    body: Memory,
    name: String,
}

fn prepared(kind: &str, detectors: &Catalog) -> Prepared {
    let kind = BenchKind::ALL.into_iter().find(|known| known.as_str() == kind);
    let (body, name) = text(kind.expect("the text is one of the bench texts"), TEXT_BYTES);
    let engine = Engine::new(detectors).expect("the patterns compile");
    let mut worker = Counting::new(&Arc::new(engine));
    worker.scan(&body, &name);
    Prepared { worker, body, name }
}

fn selected(selection: &[String]) -> Catalog {
    let catalog = Catalog::builtin_without_examples().expect("the built-in detectors are sound");
    catalog.select(selection).expect("the selection names built-in detectors")
}

fn first_detectors() -> Catalog {
    selected(&FIRST.lines().map(str::to_owned).collect::<Vec<_>>())
}

fn with_recommended(kind: &str) -> Prepared {
    prepared(kind, &selected(&[]))
}

fn with_first(kind: &str) -> Prepared {
    prepared(kind, &first_detectors())
}

fn with_tenfold(kind: &str) -> Prepared {
    prepared(kind, &tenfold(first_detectors()))
}

/// What was prepared is handed back, so that its end does not count.
fn count(mut prepared: Prepared) -> (u64, Prepared) {
    let matches = black_box(prepared.worker.scan(&prepared.body, &prepared.name));
    (matches, prepared)
}

#[library_benchmark(setup = with_recommended)]
#[bench::prose("prose")]
#[bench::csv("csv")]
#[bench::jsonlog("jsonlog")]
#[bench::accesslog("accesslog")]
#[bench::source("source")]
#[bench::minified("minified")]
#[bench::mail("mail")]
fn recommended(prepared: Prepared) -> (u64, Prepared) {
    count(prepared)
}

#[library_benchmark(setup = with_first)]
#[bench::prose("prose")]
#[bench::csv("csv")]
#[bench::jsonlog("jsonlog")]
#[bench::accesslog("accesslog")]
#[bench::source("source")]
#[bench::minified("minified")]
#[bench::mail("mail")]
fn first(prepared: Prepared) -> (u64, Prepared) {
    count(prepared)
}

#[library_benchmark(setup = with_tenfold)]
#[bench::prose("prose")]
#[bench::csv("csv")]
#[bench::jsonlog("jsonlog")]
fn first_tenfold(prepared: Prepared) -> (u64, Prepared) {
    count(prepared)
}

// Everything that is built in, as a scan starts with it.
#[library_benchmark]
fn catalog() -> Catalog {
    black_box(Catalog::builtin_without_examples().expect("the built-in detectors are sound"))
}

fn all() -> Catalog {
    selected(&["all".to_owned()])
}

#[library_benchmark(setup = all)]
#[bench::all()]
fn build(catalog: Catalog) -> (Engine, Catalog) {
    (black_box(magpie_builtin::engine(&catalog).expect("the built-in patterns compile")), catalog)
}

library_benchmark_group!(name = scans, benchmarks = [recommended, first, first_tenfold]);
library_benchmark_group!(name = start, benchmarks = [catalog, build]);
main!(library_benchmark_groups = [scans, start]);
