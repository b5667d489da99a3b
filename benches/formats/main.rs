//! How fast objects of each format are read and scanned, beside a plain decoder that reads the same
//! bytes and drops them. `benches/README.md` says what each number means; run without arguments it
//! reads small files once, as a test.
#![expect(clippy::expect_used, reason = "a bench stops at what it does not expect")]

mod clock;
mod decoders;
mod reading;
mod workers;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clock::Cost;
use decoders::Decoder;
use reading::Bench;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["worker", memory] => magpie_isolate::serve(memory.parse().expect("bytes"), 600),
        ["--files", folder, "--rounds", rounds] => {
            let rounds = rounds.parse().expect("a number of rounds");
            compare_all(Path::new(folder), rounds, &Decoder::of);
            workers::price(&fixtures(), Path::new(folder));
        }
        _ => {
            compare_all(&fixtures().join("parquet"), 1, &Decoder::of_library);
            compare_all(&fixtures().join("office"), 1, &Decoder::of_library);
            compare_all(&fixtures().join("compressed"), 1, &Decoder::of_library);
        }
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/formats")
}

/// Compares the contenders on each file of the folder.
fn compare_all(folder: &Path, rounds: usize, decoder: &dyn Fn(&Path) -> Option<Decoder>) {
    let bench = Bench::new();
    let entries = std::fs::read_dir(folder).expect("a folder of files");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    // A decoder reads nothing that it has no key to, or no dictionary.
    let is_shut = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("encrypted") || name.starts_with("dictionary")
    };
    files.retain(|file| !is_shut(file));
    files.sort();
    for file in files {
        if let Some(decoder) = decoder(&file) {
            compare(&bench, &file, decoder, rounds);
        }
    }
}

/// Runs a decoder, the reader alone, the scan, and for flat text the plain search, in turns.
fn compare(bench: &Bench, file: &Path, decoder: Decoder, rounds: usize) {
    let name = file.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
    let bytes = std::fs::read(file).expect("a file that can be read");
    let scanned = bench.read(&bytes, name);
    let version = env!("CARGO_PKG_VERSION");
    let mut contenders: Vec<Contender<'_>> = vec![
        ("magpie scan", version, Box::new(|| clock::time(|| bench.scan(&bytes, name)))),
        ("magpie read", version, Box::new(|| clock::time(|| bench.read(&bytes, name)))),
        (decoder.name, decoder.version, Box::new(|| (decoder.read)(&bytes, file))),
    ];
    if decoder.is_text {
        contenders.push((
            "magpie plain text",
            version,
            Box::new(|| clock::time(|| bench.plain(&bytes))),
        ));
    }
    let mut costs: Vec<Vec<Cost>> = vec![Vec::new(); contenders.len()];
    // The first round warms caches up: patterns are compiled when they are first needed.
    for round in 0..=rounds {
        for (costs, (_, _, run)) in costs.iter_mut().zip(&contenders) {
            let cost = run();
            if round > 0 {
                costs.push(cost);
            }
        }
    }
    for ((program, version, _), costs) in contenders.iter().zip(&costs) {
        tell("format", name, program, version, scanned, rounds, clock::median(costs));
    }
}

/// A name, a version, and a run.
type Contender<'c> = (&'static str, &'static str, Box<dyn Fn() -> Cost + 'c>);

/// One line for whoever started this: fields between tabs.
fn tell(
    measure: &str,
    text: &str,
    program: &str,
    version: &str,
    bytes: u64,
    rounds: usize,
    cost: Cost,
) {
    let (wall, cpu) = (cost.wall.as_secs_f64(), cost.cpu.as_secs_f64());
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{measure}\t{text}\t{program}\t{version}\t{bytes}\t{rounds}\t{wall:.6}\t{cpu:.6}"
    )
    .and_then(|()| out.flush())
    .expect("the line is read");
}
