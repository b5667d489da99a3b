//! Writes a bench text to standard output: `write_bench KIND MEBIBYTES [SEED]`.

use std::io::{self, Write};

use magpie_corpus::{BenchKind, write_bench};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let kind = BenchKind::ALL
        .into_iter()
        .find(|kind| arguments.first().is_some_and(|name| name == kind.as_str()))
        .ok_or_else(|| {
            let kinds = BenchKind::ALL.map(BenchKind::as_str).join("|");
            io::Error::other(format!("usage: write_bench {kinds} MEBIBYTES [SEED]"))
        })?;
    let number =
        |at: usize, default| arguments.get(at).and_then(|n| n.parse().ok()).unwrap_or(default);
    let mut out = io::stdout().lock();
    write_bench(kind, number(1, 1_u64) << 20, number(2, 1), &mut out)?;
    out.flush()
}
