//! How much of a text a slow program is given.

use std::time::Duration;

use anyhow::Result;
use magpie_corpus::BenchKind;

use super::contenders::Contender;
use super::measure;
use crate::texts::Text;

/// The first run reads so much. Sizes are powers of two times this, so that files are made once
/// and rows of different days tell of the same text.
const FIRST_KIB: u64 = 64;

/// The beginning of `kind` on which a run takes about `wanted` of processor time, which other programs
/// hardly disturb, and of `most_kib` at most.
pub(super) fn prefix(
    kind: BenchKind,
    contender: &Contender,
    wanted: Duration,
    most_kib: u64,
) -> Result<Text> {
    let mut kib = FIRST_KIB;
    let took = loop {
        let took = measure::cost(contender, &Text::prefix(kind, kib)?.path)?.cpu;
        if took >= wanted / 6 || kib * 4 > most_kib {
            break took;
        }
        kib *= 4;
    };
    Text::prefix(kind, fitting(kib, took, wanted, most_kib))
}

/// The largest size that should take no longer than one and a half times `wanted`, when `kib` took
/// `took`.
fn fitting(mut kib: u64, mut took: Duration, wanted: Duration, most_kib: u64) -> u64 {
    let longest = wanted + wanted / 2;
    while took * 2 <= longest && kib * 2 <= most_kib {
        (kib, took) = (kib * 2, took * 2);
    }
    while took > longest && kib > FIRST_KIB {
        (kib, took) = (kib / 2, took / 2);
    }
    kib
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::fitting;

    #[test]
    fn a_text_is_as_long_as_the_time_allows() {
        let seconds = Duration::from_secs;
        assert_eq!(fitting(1024, seconds(5), seconds(30), 1 << 20), 8 * 1024);
        assert_eq!(fitting(1024, seconds(100), seconds(30), 1 << 20), 256);
        assert_eq!(fitting(64, seconds(100), seconds(30), 1 << 20), 64);
        assert_eq!(fitting(1024, seconds(1), seconds(30), 4096), 4096);
    }
}
