//! One line of 2 MiB with 21,000 different tokens: none is lost, however the line is cut.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::Arc;

use magpie_catalog::Catalog;
use magpie_engine::{Engine, Match};
use magpie_model::{Cell, Layout, Location, Place, Span, Window};

use crate::attacks::checksum;
use crate::support::program::Magpie;

const TOKENS: usize = 21_000;
const LINE_BYTES: usize = 2 << 20;

/// Tokens of GitHub's form with a right check, each with a name, to fill the line.
fn line() -> (String, BTreeSet<String>) {
    const ALNUM: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ALNUM[(state >> 33) as usize % ALNUM.len()] as char
    };
    let (mut line, mut tokens) = (String::from("All of them"), BTreeSet::new());
    for number in 0..TOKENS {
        let random: String = (0..30).map(|_| letter()).collect();
        let mut rest = checksum(random.as_bytes()) as usize;
        let mut digits = [b'0'; 6];
        for digit in digits.iter_mut().rev() {
            *digit = ALNUM[rest % 62];
            rest /= 62;
        }
        let token = format!("ghp_{random}{}", std::str::from_utf8(&digits).unwrap());
        let end = (number + 1) * LINE_BYTES / TOKENS - 1;
        line.push_str(&format!(" and number {number:05} is {token} "));
        while line.len() < end {
            line.push('x');
        }
        tokens.insert(token);
    }
    (line, tokens)
}

struct Plain;

impl Layout for Plain {
    fn cell(&mut self, window: &Window<'_>, _at: usize) -> Cell {
        Cell { start: 0, end: window.text.len(), label: None, place: Place::Text }
    }

    fn label(&self, _: u32) -> &str {
        ""
    }

    fn locate(&mut self, _: &Window<'_>, _: &Cell, _: &Span) -> Location {
        Location { place: Place::Text, label: None, lines: None, start_column: None, bytes: None }
    }
}

/// The tokens that a search in windows of `step` new bytes finds.
fn found(engine: &Arc<Engine>, text: &[u8], step: usize) -> Vec<String> {
    let mut scanner = engine.scanner();
    scanner.begin();
    let (mut from, mut found) = (0, Vec::new());
    loop {
        let start = from - from.min(Window::LOOKBEHIND_BYTES);
        let end = text.len().min(from.saturating_add(step).saturating_add(Window::LOOKAHEAD_BYTES));
        let window = Window {
            text: &text[start..end],
            base: start as u64,
            from: from - start,
            last: end == text.len(),
        };
        let mut take = |one: &Match<'_>, _: &mut dyn Layout| {
            if engine.detector(one.detector).id.to_string() == "secret/github_token" {
                found.push(String::from_utf8(one.clear.to_vec()).unwrap());
            }
        };
        let dealt = scanner.window(&window, &mut Plain, &mut take);
        if window.last {
            return found;
        }
        from = start + dealt;
    }
}

#[test]
fn every_token_of_a_line_of_two_mebibytes_is_found_whole_and_in_windows() {
    let (line, tokens) = line();
    assert_eq!((tokens.len(), line.len().abs_diff(LINE_BYTES) < 200), (TOKENS, true));
    let catalog = Catalog::builtin().unwrap();
    let engine = Arc::new(Engine::new(&catalog.select(&[]).unwrap()).unwrap());
    for step in [usize::MAX, 1 << 20, 64 * 1024 + 1, 4_099] {
        let found = found(&engine, line.as_bytes(), step);
        assert_eq!(found.len(), TOKENS, "in windows of {step}");
        assert!(found.iter().all(|token| tokens.contains(token)));
    }
}

#[test]
fn a_scan_tells_the_place_of_every_token_of_a_line_of_two_mebibytes() {
    let (line, _) = line();
    let all = ["--occurrences-max", "30000"];
    let file = Magpie::scan(&["line.txt"]).args(&all).file("line.txt", &line).run().expect(0);
    let mut piped = Magpie::scan(&["-"]).args(&all).file("line.txt", &line);
    let input = std::fs::File::open(piped.place().current().join("line.txt")).unwrap();
    piped.command().stdin(Stdio::from(input));
    for (ended, key) in [(file, "line.txt"), (piped.run().expect(0), "-")] {
        let results = ended.results();
        assert_eq!(results.count(key, "secret/github_token"), TOKENS as u64, "{key}");
        let finding = results.findings.iter().find(|one| one["detector"] == "secret/github_token");
        let kept = finding.unwrap()["occurrences"]["lineRanges"].as_array().unwrap();
        let places: BTreeSet<String> = kept.iter().map(ToString::to_string).collect();
        assert_eq!(places.len(), TOKENS, "{key}");
    }
}
