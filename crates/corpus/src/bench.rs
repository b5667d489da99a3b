//! Large texts for the benches, written as fast as they are drawn.

use std::io::Write;

use crate::draft::Draft;
use crate::kinds::{CUSTOMER_HEADER, customer_row, json_record, prose_line};
use crate::random::Random;

/// Bytes gathered before they are handed on.
const PIECE_BYTES: usize = 256 * 1024;

/// The texts that the benches read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BenchKind {
    /// Running text in several languages with a value in one line of 25.
    Prose,
    /// A customer table in which most columns hold values.
    Csv,
    /// A log of JSON records; one in 40 holds an e-mail address.
    JsonLog,
}

impl BenchKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Prose, Self::Csv, Self::JsonLog];

    /// The kind's name, also the stem of its file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prose => "prose",
            Self::Csv => "csv",
            Self::JsonLog => "jsonlog",
        }
    }

    /// The ending that its files bear.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Prose => "txt",
            Self::Csv => "csv",
            Self::JsonLog => "jsonl",
        }
    }
}

/// Writes at least `bytes` bytes of `kind` (whole lines) and returns how many. The same `seed`
/// gives the same bytes.
pub fn write_bench(
    kind: BenchKind,
    bytes: u64,
    seed: u64,
    out: &mut impl Write,
) -> std::io::Result<u64> {
    let mut random = Random::named(seed, kind.as_str());
    let mut draft = Draft::default();
    let mut written = 0;
    let mut stamp = 1_767_225_600_000;
    let mut row = 0_u64;
    if kind == BenchKind::Csv {
        draft.push(CUSTOMER_HEADER);
    }
    while written < bytes {
        while draft.text.len() < PIECE_BYTES && written + (draft.text.len() as u64) < bytes {
            row += 1;
            match kind {
                BenchKind::Prose => prose_line(&mut random, row.is_multiple_of(25), &mut draft),
                BenchKind::Csv => customer_row(&mut random, true, &mut draft),
                BenchKind::JsonLog => {
                    stamp += u64::from(random.below(900));
                    json_record(&mut random, stamp, row.is_multiple_of(40), &mut draft);
                }
            }
        }
        out.write_all(&draft.text)?;
        written += draft.text.len() as u64;
        draft.text.clear();
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bench_texts_have_whole_lines_and_the_asked_size() {
        for kind in BenchKind::ALL {
            let mut out = Vec::new();
            let written = write_bench(kind, 600_000, 1, &mut out).unwrap();
            assert_eq!(written, out.len() as u64);
            assert!((600_000..601_000).contains(&written));
            assert!(out.ends_with(b"\n") && std::str::from_utf8(&out).is_ok());
        }
    }
}
