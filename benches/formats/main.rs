//! How fast objects of each format are read and scanned, beside a plain decoder that reads the same
//! bytes and drops them. `benches/README.md` says what each number means; run without arguments it
//! reads small files once, as a test.
#![expect(clippy::expect_used, reason = "a bench stops at what it does not expect")]

mod clock;
mod counted;
mod decoders;
mod reading;
mod workers;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

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
            compare_all(Path::new(folder), rounds, &Decoder::of, true);
            workers::price(&fixtures(), Path::new(folder));
        }
        ["--read", folder, "--rounds", rounds, only @ ..] => {
            let rounds = rounds.parse().expect("a number of rounds");
            let decoder = |file: &Path| {
                let is_one = only.iter().any(|ending| name_of(file).ends_with(ending));
                Decoder::of(file).filter(|_| is_one || only.is_empty())
            };
            compare_all(Path::new(folder), rounds, &decoder, false);
        }
        ["--count", folder, larger, only @ ..] => {
            counted::count_all(Path::new(folder), Path::new(larger), only);
        }
        _ => {
            compare_all(&fixtures().join("parquet"), 1, &Decoder::of_library, true);
            compare_all(&fixtures().join("office"), 1, &Decoder::of_library, true);
            compare_all(&fixtures().join("compressed"), 1, &Decoder::of_library, true);
        }
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/formats")
}

/// Compares the contenders on each file of the folder; only those that search nothing unless
/// `searches` is set.
fn compare_all(
    folder: &Path,
    rounds: usize,
    decoder: &dyn Fn(&Path) -> Option<Decoder>,
    searches: bool,
) {
    let bench = Bench::new();
    for file in files_in(folder) {
        if let Some(decoder) = decoder(&file) {
            let mut contenders = Contenders::new(&bench, &file, decoder);
            contenders.runs.retain(|contender| searches || !contender.searches());
            compare(&file, &contenders, rounds);
        }
    }
}

/// The files of a folder that can be read without more than they hold.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of files");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    // A decoder reads nothing that it has no key to, no dictionary, or no frame that it knows.
    let is_shut = |path: &PathBuf| {
        let name = name_of(path);
        ["encrypted", "dictionary", "legacy", "hadoop"].iter().any(|word| name.starts_with(word))
    };
    files.retain(|file| !is_shut(file));
    files.sort();
    files
}

fn name_of(file: &Path) -> &str {
    file.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8")
}

/// The contenders that search what they read.
const SCAN: &str = "magpie scan";
const PLAIN: &str = "magpie plain text";

/// A name, a version, and a run.
struct Contender<'c> {
    program: &'static str,
    version: &'static str,
    /// Whether it runs in a process of its own.
    is_python: bool,
    run: Box<dyn Fn() -> Cost + 'c>,
}

impl Contender<'_> {
    fn searches(&self) -> bool {
        matches!(self.program, SCAN | PLAIN)
    }
}

/// All that read a file, and how much text is in it.
struct Contenders<'c> {
    bytes: u64,
    runs: Vec<Contender<'c>>,
}

/// The contenders of a file that is compared.
fn contenders<'c>(bench: &'c Bench, file: &Path) -> Option<Contenders<'c>> {
    Some(Contenders::new(bench, file, Decoder::of(file)?))
}

impl<'c> Contenders<'c> {
    /// The scan, the reader alone, a decoder, and for flat text the plain search.
    fn new(bench: &'c Bench, file: &Path, decoder: Decoder) -> Self {
        let bytes: Rc<[u8]> = std::fs::read(file).expect("a file that can be read").into();
        let (file, name) = (file.to_owned(), name_of(file).to_owned());
        let scanned = bench.read(&bytes, &name);
        let mut runs = Vec::new();
        let mut add = |program, version, is_python, run: Box<dyn Fn() -> Cost + 'c>| {
            runs.push(Contender { program, version, is_python, run });
        };
        let version = env!("CARGO_PKG_VERSION");
        let (read, named) = (Rc::clone(&bytes), name.clone());
        let scan = move || clock::time(|| bench.scan(&read, &named));
        add(SCAN, version, false, Box::new(scan));
        let read = Rc::clone(&bytes);
        add(
            "magpie read",
            version,
            false,
            Box::new(move || clock::time(|| bench.read(&read, &name))),
        );
        let Decoder { name, version: of, read, is_text, is_python } = decoder;
        let plain = Rc::clone(&bytes);
        add(name, of, is_python, Box::new(move || read(&bytes, &file)));
        if is_text {
            let run = move || clock::time(|| bench.plain(&plain));
            add(PLAIN, version, false, Box::new(run));
        }
        Self { bytes: scanned, runs }
    }
}

/// Runs the contenders in turns and tells the medians.
fn compare(file: &Path, contenders: &Contenders<'_>, rounds: usize) {
    let mut costs: Vec<Vec<Cost>> = vec![Vec::new(); contenders.runs.len()];
    // The first round warms caches up: patterns are compiled when they are first needed.
    for round in 0..=rounds {
        for (costs, contender) in costs.iter_mut().zip(&contenders.runs) {
            let cost = (contender.run)();
            if round > 0 {
                costs.push(cost);
            }
        }
    }
    for (Contender { program, version, .. }, costs) in contenders.runs.iter().zip(&costs) {
        let (name, bytes) = (name_of(file), contenders.bytes);
        tell("format", name, program, version, bytes, rounds, clock::median(costs));
    }
}

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
    write_line(&format!(
        "{measure}\t{text}\t{program}\t{version}\t{bytes}\t{rounds}\t{wall:.6}\t{cpu:.6}"
    ));
}

fn write_line(line: &str) {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).expect("the line is read");
}
