//! Large texts for the benches, written as fast as they are drawn.

use std::io::Write;

use crate::draft::Draft;
use crate::kinds::{
    CUSTOMER_HEADER, customer_row, json_record, message, minified_record, prose_line, request_line,
    source_function,
};
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
    /// A web server's log.
    AccessLog,
    /// Source files, one behind the other.
    Source,
    /// One JSON array on one line.
    Minified,
    /// A folder of messages, most of it base64.
    Mail,
}

impl BenchKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Prose,
        Self::Csv,
        Self::JsonLog,
        Self::AccessLog,
        Self::Source,
        Self::Minified,
        Self::Mail,
    ];

    /// The kind's name, also the stem of its file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prose => "prose",
            Self::Csv => "csv",
            Self::JsonLog => "jsonlog",
            Self::AccessLog => "accesslog",
            Self::Source => "source",
            Self::Minified => "minified",
            Self::Mail => "mail",
        }
    }

    /// The ending that its files bear.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Prose => "txt",
            Self::Csv => "csv",
            Self::JsonLog => "jsonl",
            Self::AccessLog => "log",
            Self::Source => "rs",
            Self::Minified => "json",
            Self::Mail => "mbox",
        }
    }
}

/// Writes at least `bytes` bytes of `kind` (whole lines, records, messages) and returns how many. The
/// same `seed` gives the same bytes.
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
                BenchKind::AccessLog => request_line(&mut random, &mut draft),
                BenchKind::Source => source_function(&mut random, &mut draft),
                BenchKind::Minified => minified_record(&mut random, row == 1, &mut draft),
                BenchKind::Mail => message(&mut random, &mut draft),
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
    if kind == BenchKind::Minified {
        out.write_all(b"]\n")?;
        written += 2;
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
            assert!((600_000..650_000).contains(&written), "{}", kind.as_str());
            assert!(out.ends_with(b"\n") && std::str::from_utf8(&out).is_ok());
        }
    }
}
