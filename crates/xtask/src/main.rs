//! Developer commands: `cargo xtask <command>`. Without a command, the list.

mod accuracy;
mod bench_formats;
mod bench_instructions;
mod bench_peers;
mod bombs;
mod demo_picture;
mod detectors_doc;
mod mutate;
mod oracle;
mod tenfold;
mod texts;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

const USAGE: &str = "\
cargo xtask <command>

  check             everything that must hold before a change lands (what CI runs)
  docs              writes docs/detectors.md again from the detector files
  demo-picture      writes docs/demo.svg again from what the demo prints
  oracle            compares the checks with python-stdnum over random, valid and near-miss values
  engine-oracle     compares the engine with a naive search on 16 MiB of each bench text; many minutes
  detector new ID   writes detectors/ID.toml with every field explained
  fuzz TARGET [S]   runs one fuzz target for S seconds (60); needs a C++ compiler, on Linux x86-64
  fuzz-all [S]      runs every fuzz target, each for S seconds (60)
  mutate            reads damaged copies of every fixture; --help tells the options
  bench-peers       compares the program with others, which it installs; --help tells the options
  bench-tenfold     what ten times as many detectors cost; --help tells the options
  bench-formats     how fast each format is read, beside plain decoders; --help tells the options
  bench-instructions  counts instructions of the library path with Valgrind; --help tells more
  bombs             reads archives that expand to 10 GB; --help tells the options
  accuracy          precision and recall by kind on the whole of the labelled folders; --help tells more
  corpora           writes the objects of every recipe in corpora/ under target/corpora/
";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["check"] => check(),
        ["detector", "new", id] => new_detector(id),
        ["docs"] => say(&format!("wrote {}", detectors_doc::write(&root())?.display())),
        ["demo-picture"] => say(&format!("wrote {}", demo_picture::write(&root())?.display())),
        ["oracle"] => oracle::oracle(),
        ["engine-oracle"] => engine_oracle(),
        ["fuzz", target] => fuzz(target, "60"),
        ["fuzz", target, seconds] => fuzz(target, seconds),
        ["fuzz-all"] => fuzz_all("60"),
        ["fuzz-all", seconds] => fuzz_all(seconds),
        ["mutate", options @ ..] => mutate::mutate(options),
        ["bench-peers", options @ ..] => bench_peers::bench_peers(options),
        ["bench-tenfold", options @ ..] => tenfold::bench_tenfold(options),
        ["bench-formats", options @ ..] => bench_formats::bench_formats(options),
        ["bench-instructions", options @ ..] => bench_instructions::bench_instructions(options),
        ["bombs", options @ ..] => bombs::bombs(options),
        ["accuracy", options @ ..] => accuracy::accuracy(options),
        ["corpora"] => texts::corpora(),
        _ => bail!("{USAGE}"),
    }
}

/// Runs every gate in the order in which they fail fastest.
fn check() -> Result<()> {
    cargo(&["fmt", "--all", "--", "--check"])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])?;
    cargo(&["test", "--workspace", "--locked"])?;
    documentation()?;
    other_processors()?;
    cargo(&["check", "--manifest-path", "tests/fuzz/Cargo.toml", "--locked"])?;
    cargo(&["test", "--manifest-path", "tests/fuzz/Cargo.toml", "--locked", "--lib"])?;
    cargo(&["check", "--benches", "--locked", "--manifest-path", bench_instructions::PACKAGE])?;
    // The licences and advisories need cargo-deny, which is not part of the toolchain.
    match Command::new("cargo-deny").arg("--version").output() {
        Ok(found) if found.status.success() => cargo(&["deny", "check"]),
        _ => say("cargo-deny is not installed: licences and advisories were not checked"),
    }
}

/// Compiles the vector code of processors that tests do not run on.
fn other_processors() -> Result<()> {
    let target = "aarch64-unknown-linux-gnu";
    let added = Command::new("rustup").args(["target", "add", target]).output();
    if !added.is_ok_and(|added| added.status.success()) {
        return say(&format!("rustup could not add {target}: the engine was not compiled for it"));
    }
    cargo(&["check", "-p", "magpie-engine", "--target", target, "--locked"])
}

fn documentation() -> Result<()> {
    run(Command::new("cargo")
        .args(["doc", "--workspace", "--no-deps", "--locked"])
        .env("RUSTDOCFLAGS", "-D warnings"))
}

/// The comparison that is too long for the ordinary tests.
fn engine_oracle() -> Result<()> {
    cargo(&[
        "test",
        "--release",
        "-p",
        "magpie-engine",
        "--test",
        "oracle",
        "--",
        "--ignored",
        "--nocapture",
    ])
}

fn fuzz(target: &str, seconds: &str) -> Result<()> {
    // New inputs are kept in the first folder; the second is only read.
    let folders = [format!("tests/fuzz/corpus/{target}"), format!("tests/fuzz/seeds/{target}")];
    std::fs::create_dir_all(root().join(&folders[0])).context("making the folder of new inputs")?;
    let artifacts = format!("tests/fuzz/artifacts/{target}/");
    std::fs::create_dir_all(root().join(&artifacts)).context("making the folder of failures")?;
    let mut build = Command::new("cargo");
    build.args(["build", "--release", "--locked", "--manifest-path", "tests/fuzz/Cargo.toml"]);
    build.args(["--features", "libfuzzer", "--bin", target]);
    build.args(["--target-dir", "tests/fuzz/target", "--target", FUZZ_HOST]);
    if !DOCUMENT_TARGETS.contains(&target) {
        build.arg("--no-default-features");
    }
    run(build.env("RUSTFLAGS", COVERAGE))?;
    let program = root().join("tests/fuzz/target").join(FUZZ_HOST).join("release").join(target);
    let mut fuzzer = Command::new(program);
    fuzzer.args(folders).arg(format!("-max_total_time={seconds}"));
    fuzzer.arg(format!("-artifact_prefix={artifacts}"));
    fuzzer.args(["-rss_limit_mb=1024", "-malloc_limit_mb=512", "-timeout=20"]);
    if target != CLAIMS_TARGET {
        return run(&mut fuzzer);
    }
    fuzzer.args(["-fork=1", "-ignore_ooms=1", "-ignore_crashes=0"]);
    say("inputs that a worker would run out of memory with are counted as `oom`, and go on")?;
    match fuzzer.current_dir(root()).status().context("starting the fuzzer")?.code() {
        Some(0 | OUT_OF_MEMORY) => Ok(()),
        code => bail!("the fuzzer ended with {code:?}"),
    }
}

/// Named, so that build scripts are not built for coverage.
const FUZZ_HOST: &str = "x86_64-unknown-linux-gnu";
/// Targets that need the readers of documents, which take half of the build.
const DOCUMENT_TARGETS: [&str; 7] =
    ["avro", "columnar", "ole", "orc", "pdf", "seven_zip", "sqlite"];
/// Its libraries ask for as much memory as a file claims to need. A worker that is refused it ends, and says so;
/// here it is a process of its own for the same reason, and goes on with another.
const CLAIMS_TARGET: &str = "columnar";
/// How a fuzzer ends of which a process was refused memory.
const OUT_OF_MEMORY: i32 = 71;
/// What tells libFuzzer where an input went. No sanitizer, which would need a standard library built for
/// it; what is asserted, overflows and bounds are checked without.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=4 -Cdebug-assertions \
    -Coverflow-checks --cfg fuzzing";

/// Every target, one after the other; all run, whatever one of them finds.
fn fuzz_all(seconds: &str) -> Result<()> {
    let folder = root().join("tests/fuzz/fuzz_targets");
    let mut targets = Vec::new();
    for entry in std::fs::read_dir(&folder).context("reading the folder of fuzz targets")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        targets.extend(name.strip_suffix(".rs").map(str::to_owned));
    }
    targets.sort();
    let failed: Vec<_> =
        targets.into_iter().filter(|target| fuzz(target, seconds).is_err()).collect();
    if !failed.is_empty() {
        bail!("inputs that fail were found by: {}", failed.join(", "));
    }
    Ok(())
}

fn new_detector(id: &str) -> Result<()> {
    let lawful = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '/';
    if !id.chars().all(lawful) || !id.contains('/') {
        bail!("{id:?} is no id: write folder/name in lower case, such as es/nif");
    }
    let path = root().join("detectors").join(format!("{id}.toml"));
    if path.exists() {
        bail!("{} exists already", path.display());
    }
    let folder = path.parent().context("an id has a folder")?;
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    std::fs::write(&path, include_str!("new_detector.toml"))
        .with_context(|| format!("writing {}", path.display()))?;
    say(&format!(
        "wrote {}; fill it in, then: cargo run -- detectors check {}",
        path.display(),
        path.display()
    ))
}

fn cargo(arguments: &[&str]) -> Result<()> {
    run(Command::new("cargo").args(arguments))
}

fn run(command: &mut Command) -> Result<()> {
    let words: Vec<_> = [command.get_program()]
        .into_iter()
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect();
    let line = words.join(" ");
    say(&line)?;
    let status =
        command.current_dir(root()).status().with_context(|| format!("starting {line}"))?;
    if !status.success() {
        bail!("{line} failed");
    }
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(2).take(1).collect()
}

/// Progress for the person at the terminal.
fn say(line: &str) -> Result<()> {
    use std::io::Write;
    writeln!(std::io::stderr(), "xtask: {line}").context("writing to standard error")
}
