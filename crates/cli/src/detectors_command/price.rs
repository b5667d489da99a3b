//! What a pattern costs that has to be searched for at every byte.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use magpie_catalog::{Catalog, Detector};
use magpie_engine::Engine;

use super::engine;
use crate::exit::Failure;

const TEXT_BYTES: usize = 256 << 10;
/// The fastest of several counts: what is slower was disturbed.
const ROUNDS: usize = 5;

/// The time that one pattern of a detector, numbered from 1, adds to each KiB of ordinary text.
pub(super) fn nanoseconds_per_kib(detector: &Detector, pattern: usize) -> Result<u64, Failure> {
    let mut alone = detector.clone();
    alone.patterns = detector.patterns.iter().skip(pattern - 1).take(1).cloned().collect();
    let text = ordinary_text();
    let with = fastest(&engine(&Catalog { detectors: vec![alone] })?, &text);
    let without = fastest(&engine(&Catalog::empty())?, &text);
    let kib = text.len().div_ceil(1024) as u64;
    Ok(with.saturating_sub(without).div_ceil(kib))
}

fn fastest(engine: &Arc<Engine>, text: &str) -> u64 {
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        engine.search_text(text);
        u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX)
    });
    rounds.min().unwrap_or(0)
}

/// Prose, a table and a log in equal parts.
fn ordinary_text() -> String {
    let mut text = String::with_capacity(TEXT_BYTES + 512);
    let mut row = 0u64;
    while text.len() < TEXT_BYTES {
        row += 1;
        let number = row.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        let _ = writeln!(
            text,
            "The parcel left the house in the morning, and nobody knew yet where it would end.\n\
             {row};north;{number};open;12.50\n\
             {{\"level\":\"info\",\"request\":{number},\"path\":\"/v1/items/{row}\",\"took_ms\":14}}"
        );
    }
    text
}
