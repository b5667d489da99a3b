//! What `cargo xtask bench-peers` is asked to do.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use magpie_corpus::BenchKind;

use super::is_date;
use super::peers::{PEERS, Peer};

pub(super) const USAGE: &str = "\
cargo xtask bench-peers [options]

  --mib N               size of each text in MiB (256)
  --texts A,B|all       of prose, csv, jsonlog, accesslog, source, minified, mail
                        (prose,csv,jsonlog)
  --peers A,B|all|none  of newlines, ripgrep, hyperscan, kingfisher, betterleaks, ferret-scan,
                        presidio-rs, presidio-analyzer (all)
  --rounds N            rounds after the warm-up (5); slow peers have 3 at most
  --peer-seconds N      slow peers read as much of a text as takes them about so long (30)
  --memory              scans a text of 4 GiB too and samples the anonymous memory
  --memory-mib N        the same with N MiB
  --program PATH        this magpie instead of a release build
  --record YYYY-MM-DD   appends the rows to benches/record/YYYY-MM-DD.csv
";

const MEMORY_MIB: u64 = 4096;

pub(super) struct Options {
    pub(super) mib: u64,
    pub(super) texts: Vec<BenchKind>,
    pub(super) peers: Vec<Peer>,
    pub(super) rounds: usize,
    pub(super) peer_time: Duration,
    pub(super) memory_mib: Option<u64>,
    pub(super) program: Option<PathBuf>,
    pub(super) record: Option<String>,
}

impl Options {
    pub(super) fn parse(arguments: &[&str]) -> Result<Self> {
        let mut options = Self {
            mib: 256,
            texts: vec![BenchKind::Prose, BenchKind::Csv, BenchKind::JsonLog],
            peers: PEERS.to_vec(),
            rounds: 5,
            peer_time: Duration::from_secs(30),
            memory_mib: None,
            program: None,
            record: None,
        };
        let mut words = arguments.iter();
        while let Some(&option) = words.next() {
            if option == "--memory" {
                options.memory_mib = Some(MEMORY_MIB);
                continue;
            }
            let Some(&value) = words.next() else { bail!("{USAGE}") };
            options.set(option, value)?;
        }
        Ok(options)
    }

    fn set(&mut self, option: &str, value: &str) -> Result<()> {
        let number = || {
            let number = value.parse::<u64>().with_context(|| format!("{option} {value}"))?;
            anyhow::Ok(number.max(1))
        };
        match option {
            "--mib" => self.mib = number()?,
            "--texts" => self.texts = chosen(value, &BenchKind::ALL, |kind| kind.as_str())?,
            "--peers" if value == "none" => self.peers.clear(),
            "--peers" => self.peers = chosen(value, &PEERS, |peer| peer.name)?,
            "--rounds" => self.rounds = number()? as usize,
            "--peer-seconds" => self.peer_time = Duration::from_secs(number()?),
            "--memory-mib" => self.memory_mib = Some(number()?),
            "--program" => self.program = Some(std::path::absolute(value)?),
            "--record" if is_date(value) => self.record = Some(value.to_owned()),
            _ => bail!("{option} {value}\n{USAGE}"),
        }
        Ok(())
    }
}

/// Those of `all` that a list with commas names, in the order of `all`.
fn chosen<T: Copy>(list: &str, all: &[T], name: fn(T) -> &'static str) -> Result<Vec<T>> {
    if list == "all" {
        return Ok(all.to_vec());
    }
    let known: Vec<&str> = all.iter().map(|&one| name(one)).collect();
    if let Some(unknown) = list.split(',').find(|word| !known.contains(word)) {
        bail!("{unknown:?} is none of {}", known.join(", "));
    }
    Ok(all.iter().copied().filter(|&one| list.split(',').any(|word| word == name(one))).collect())
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn options_say_what_is_run() {
        let words = ["--mib", "8", "--memory", "--rounds", "0", "--texts", "csv,prose"];
        let options = Options::parse(&words).unwrap();
        assert_eq!((options.mib, options.memory_mib, options.rounds), (8, Some(4096), 1));
        let texts: Vec<_> = options.texts.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(texts, ["prose", "csv"]);
        for wrong in [&["--mib"][..], &["--mib", "x"], &["--else", "1"], &["--record", "now"]] {
            assert!(Options::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_peer_that_nobody_knows_is_refused_by_name() {
        assert!(Options::parse(&["--peers", "none"]).unwrap().peers.is_empty());
        let Err(error) = Options::parse(&["--peers", "ripgrep,grep"]) else { panic!() };
        assert!(error.to_string().starts_with("\"grep\" is none of newlines, ripgrep"), "{error}");
    }
}
