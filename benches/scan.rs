//! How fast the library path is: bytes through `extract` into `engine`, without stores, reports
//! or a process around them. `benches/README.md` says what each number means.

mod library;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput};
use magpie_catalog::Catalog;
use magpie_corpus::{BenchKind, Random, values};
use magpie_engine::Engine;
use magpie_model::Body;

use library::{Counting, Memory, SEED, text};

/// Bytes of each text: beyond the caches, and dozens of passes in a few seconds.
const TEXT_BYTES: u64 = 8 * 1024 * 1024;

/// The detectors that a scan uses unless told otherwise.
fn engine() -> Arc<Engine> {
    let catalog = Catalog::builtin().expect("the built-in detectors are sound");
    let recommended = catalog.select(&[]).expect("the built-in profile exists");
    Arc::new(Engine::new(&recommended).expect("the built-in patterns compile"))
}

fn texts(criterion: &mut Criterion) {
    let engine = engine();
    let mut group = criterion.benchmark_group("scan");
    for kind in BenchKind::ALL {
        let (body, name) = text(kind, TEXT_BYTES);
        group.throughput(Throughput::Bytes(body.bytes_read()));
        group.bench_with_input(BenchmarkId::from_parameter(kind.as_str()), &body, |b, body| {
            b.iter(|| black_box(Counting::new(&engine).scan(body, &name)));
        });
    }
    group.finish();
}

/// Lines of nothing but values, every other one with its last digit changed: half pass their
/// check, half reach it and fail.
fn check_dense_text() -> Vec<u8> {
    let mut random = Random::named(SEED, "check-dense");
    let mut text = Vec::new();
    while (text.len() as u64) < TEXT_BYTES / 4 {
        for value in values::VALUES.iter().filter(|value| !value.detector.starts_with("secret/")) {
            (value.write)(&mut random, &mut text);
            if random.below(2) == 0
                && let Some(last) = text.last_mut().filter(|last| last.is_ascii_digit())
            {
                *last = b'0' + (*last - b'0' + 1) % 10;
            }
            text.push(b'\n');
        }
    }
    text
}

fn checks(criterion: &mut Criterion) {
    let engine = engine();
    let body = Memory::new(check_dense_text());
    let mut group = criterion.benchmark_group("checks");
    group.throughput(Throughput::Bytes(body.bytes_read()));
    group.bench_function("dense", |b| {
        b.iter(|| black_box(Counting::new(&engine).scan(&body, "values.txt")))
    });
    group.finish();
}

fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start");
    group.bench_function("catalog", |b| b.iter(Catalog::builtin));
    let catalog = Catalog::builtin().expect("the built-in detectors are sound");
    group.bench_function("engine", |b| b.iter(|| Engine::new(&catalog).is_ok()));
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(5))
        .configure_from_args();
    texts(&mut criterion);
    checks(&mut criterion);
    start(&mut criterion);
    criterion.final_summary();
}
