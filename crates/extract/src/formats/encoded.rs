//! Runs of text that are written in another alphabet: base64, and words with percent signs. They are
//! decoded one level, where that gives text.

use std::ops::Range;

use magpie_model::{Cell, Layout, Location, Place, Span, Window};

use super::Reading;
use super::base64::Decoder;

/// Shorter runs of base64 are words.
pub(super) const BASE64_BYTES_MIN: usize = 24;
/// A longer run is cut.
pub(super) const RUN_BYTES_MAX: usize = 16 * 1024;
/// Digits or letters in a row that are searched for as they stand, whatever is written behind them.
const PLAIN_BYTES_MAX: usize = 15;
const PLAIN_DIGITS_MAX: usize = 8;

/// A run, and what it stands for.
pub(super) struct Run {
    /// Where it stands.
    pub(super) span: Range<usize>,
    /// The text.
    pub(super) text: Vec<u8>,
}

/// Finds the runs that begin in `wanted` of `text`, in rising order of either kind.
pub(super) fn runs(text: &[u8], wanted: Range<usize>, mut found: impl FnMut(Run)) {
    base64_runs(text, wanted.clone(), &mut found);
    percent_runs(text, wanted, &mut found);
}

fn base64_runs(text: &[u8], wanted: Range<usize>, found: &mut impl FnMut(Run)) {
    // A run of the least length holds one of the bytes that stand so far apart.
    let mut at = wanted.start;
    while at < text.len() && at < wanted.end.saturating_add(BASE64_BYTES_MIN) {
        if !IS_DIGIT[usize::from(text[at])] {
            at += BASE64_BYTES_MIN;
            continue;
        }
        // Beyond a run's length backwards it does not matter where it began.
        let floor = at.saturating_sub(RUN_BYTES_MAX);
        let before =
            text[floor..at].iter().rev().take_while(|b| IS_DIGIT[usize::from(**b)]).count();
        let start = at - before;
        let (line, end) = run_end(text, at);
        let begins =
            start == 0 || !(IS_DIGIT[usize::from(text[start - 1])] || goes_on(&text[..start]));
        if begins
            && wanted.contains(&start)
            && line - start >= BASE64_BYTES_MIN
            && let Some(decoded) = decode(&text[start..end])
        {
            found(Run { span: start..end, text: decoded });
        }
        at = end.max(at) + BASE64_BYTES_MIN;
    }
}

/// Where the first line of a run ends that holds the byte at `at`, and where all of it does: lines
/// of one length and a last one are one run.
fn run_end(text: &[u8], at: usize) -> (usize, usize) {
    let reach = text.len().min(at + RUN_BYTES_MAX);
    let digits = |from: usize| {
        from + text[from..reach].iter().take_while(|b| IS_DIGIT[usize::from(**b)]).count()
    };
    let line = digits(at);
    let mut end = line;
    loop {
        let rest = &text[end..reach];
        let break_bytes = if rest.starts_with(b"\r\n") { 2 } else { 1 };
        let next = reach.min(end + break_bytes);
        if !goes_on(&text[..next]) || digits(next) == next {
            break;
        }
        end = digits(next);
    }
    let padding = text[end..reach].iter().take(2).take_while(|byte| **byte == b'=').count();
    (line, end + padding)
}

/// Whether a text ends with a whole line of base64, as programs break it.
fn goes_on(text: &[u8]) -> bool {
    let Some(line) = text.strip_suffix(b"\n") else { return false };
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let digits = line.iter().rev().take(80).take_while(|b| IS_DIGIT[usize::from(**b)]).count();
    matches!(digits, 64 | 76)
}

static IS_DIGIT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        table[byte] = letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'/' | b'-' | b'_');
        byte += 1;
    }
    table
};

/// What a run stands for, when it is text.
fn decode(run: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::with_capacity(run.len() / 4 * 3);
    // Most runs are names and numbers: their first bytes tell.
    let mut decoder = Decoder::default();
    let (head, rest) = run.split_at(BASE64_BYTES_MIN);
    decoder.decode(head, &mut text);
    if !may_be_text(&text) {
        return None;
    }
    decoder.decode(rest, &mut text);
    decoder.finish(&mut text);
    is_text(&text).then_some(text)
}

fn may_be_text(bytes: &[u8]) -> bool {
    let whole = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        // The last character may be cut.
        Err(error) => error.error_len().is_none(),
    };
    whole && !bytes.iter().any(|byte| is_control(*byte))
}

fn is_text(bytes: &[u8]) -> bool {
    may_be_text(bytes)
        && bytes.iter().filter(|byte| byte.is_ascii_graphic()).count() * 2 >= bytes.len()
}

fn is_control(byte: u8) -> bool {
    byte == 127 || (byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r'))
}

fn percent_runs(text: &[u8], wanted: Range<usize>, found: &mut impl FnMut(Run)) {
    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"%._~+-@!*:".contains(byte);
    let mut at = wanted.start;
    while let Some(sign) = text.get(at..).and_then(|rest| memchr::memchr(b'%', rest)) {
        let sign = at + sign;
        let floor = sign.saturating_sub(RUN_BYTES_MAX);
        let start = sign - text[floor..sign].iter().rev().take_while(|b| in_word(b)).count();
        if start >= wanted.end {
            return;
        }
        let begins = start == 0 || !in_word(&text[start - 1]);
        let reach = text.len().min(sign + RUN_BYTES_MAX);
        let end = sign + text[sign..reach].iter().take_while(|b| in_word(b)).count();
        if begins
            && start >= wanted.start
            && let Some(decoded) = unescaped(&text[start..end])
        {
            found(Run { span: start..end, text: decoded });
        }
        at = end;
    }
}

/// A word without its percent signs, when it is text that a search could not see before.
fn unescaped(word: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::with_capacity(word.len());
    let (mut plain, mut digits, mut escapes) = (0, 0, 0);
    let mut at = 0;
    while let Some(&byte) = word.get(at) {
        let digit = |at: usize| word.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        if byte == b'%' {
            text.push((digit(at + 1)? * 16 + digit(at + 2)?) as u8);
            (plain, digits) = (0, 0);
            escapes += 1;
            at += 3;
            continue;
        }
        plain = if byte.is_ascii_alphanumeric() { plain + 1 } else { 0 };
        digits += usize::from(byte.is_ascii_digit());
        if plain > PLAIN_BYTES_MAX || digits > PLAIN_DIGITS_MAX || byte == b'@' {
            return None;
        }
        text.push(if byte == b'+' { b' ' } else { byte });
        at += 1;
    }
    (escapes > 0 && is_text(&text)).then_some(text)
}

/// Bytes before a run, on its line, that say what it is.
const BEFORE_BYTES: usize = 32;
/// Runs of a part that have a label.
const LABELS_MAX: u32 = 4096;

/// The words before the run at `start`, on its line.
pub(super) fn before(text: &[u8], start: usize) -> String {
    let near = &text[start.saturating_sub(BEFORE_BYTES)..start];
    let line = memchr::memrchr(b'\n', near).map_or(near, |newline| &near[newline + 1..]);
    String::from_utf8_lossy(line).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Decoded runs on their way to the visitor, as texts of the part beside its own.
#[derive(Default)]
pub(super) struct Aside {
    text: Vec<u8>,
    starts: Vec<usize>,
    runs: Vec<(Option<String>, Location)>,
    /// Labels before those of `runs`.
    labels: u32,
}

impl Aside {
    /// Takes a run that stands at `location` behind these words.
    pub(super) fn note(&mut self, run: &Run, before: String, location: Location) {
        self.starts.push(self.text.len());
        self.text.extend_from_slice(&run.text);
        self.text.push(b'\n');
        let labelled = !before.is_empty() && self.labels + (self.runs.len() as u32) < LABELS_MAX;
        self.runs.push((labelled.then_some(before), location));
    }

    /// Hands out what was taken. It is never longer than the text that it stands in, and needs no
    /// bound of its own.
    pub(super) fn hand_out(&mut self, reading: &mut Reading<'_>) {
        if self.runs.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let window = Window { text: &text, base: 0, from: 0, last: true };
        reading.visitor.aside(&window, self);
        self.labels = self.labels.saturating_add(self.runs.len() as u32);
        self.starts.clear();
        self.runs.clear();
    }

    fn run(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }
}

impl Layout for Aside {
    fn cell(&mut self, window: &Window<'_>, at: usize) -> Cell {
        let run = self.run(at);
        let label = self.runs[run].0.is_some().then(|| self.labels + run as u32);
        let end = self.starts.get(run + 1).copied().unwrap_or(window.text.len());
        Cell { start: self.starts[run], end, label, place: Place::Text }
    }

    fn label(&self, label: u32) -> &str {
        let run = label.checked_sub(self.labels).and_then(|run| self.runs.get(run as usize));
        run.and_then(|(label, _)| label.as_deref()).unwrap_or_default()
    }

    fn locate(&mut self, _: &Window<'_>, cell: &Cell, _: &Span) -> Location {
        let run = self.run(cell.start);
        Location { label: cell.label, ..self.runs[run].1.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let mut all = Vec::new();
        runs(text.as_bytes(), 0..text.len(), |run| {
            let text = &text[run.span];
            all.push((text.to_owned(), String::from_utf8(run.text).unwrap()));
        });
        all
    }

    #[test]
    fn runs_that_stand_for_text_are_decoded() {
        for (text, run, want) in [
            (
                "key: c29tZSB0ZXh0IHdpdGggYSBuZWVkbGU= end",
                "c29tZSB0ZXh0IHdpdGggYSBuZWVkbGU=",
                "some text with a needle",
            ),
            (
                "x.eyJtYWlsIjoiYUBleGFtcGxlLm9yZyJ9.y",
                "eyJtYWlsIjoiYUBleGFtcGxlLm9yZyJ9",
                "{\"mail\":\"a@example.org\"}",
            ),
            ("mail=first%40example.org&x=1", "first%40example.org", "first@example.org"),
            ("/name/P%C3%A9rez/1", "P%C3%A9rez", "Pérez"),
        ] {
            assert_eq!(found(text), [(run.to_owned(), want.to_owned())], "{text}");
        }
        let long = "some text that is longer than a line, and goes on ".repeat(3);
        let mut encoded = String::new();
        let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for group in long.as_bytes().chunks(3) {
            let bits = group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
            (0..4).for_each(|n| {
                encoded.push(char::from(digits[(bits >> (18 - 6 * n)) as usize & 63]))
            });
        }
        for line in [64, 76] {
            let lines: Vec<&str> =
                encoded.as_bytes().chunks(line).map(|l| std::str::from_utf8(l).unwrap()).collect();
            assert_eq!(found(&format!("a\r\n{}\r\n\r\nb", lines.join("\r\n")))[0].1, long);
        }
    }

    #[test]
    fn names_numbers_and_what_is_seen_already_are_left() {
        for text in [
            "da39a3ee5e6b4b0d3255bfef95601890afd80709da39a3ee",
            "/usr/local/lib/python/dist/packages/module",
            "this-is-the-title-of-some-page-in-a-log",
            "4012888888881881%20x and 100% of a%zz",
            "AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEf",
            "a@example.org%2C",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn where_a_text_is_cut_does_not_show() {
        let text = "first c29tZSB0ZXh0IHdpdGggYSBuZWVkbGU= and a%40b then \
            c29tZSB0ZXh0IHdpdGggYSBuZWVkbGU=\nlast P%C3%A9rez"
            .as_bytes();
        let mut whole = Vec::new();
        runs(text, 0..text.len(), |run| whole.push(run.span));
        whole.sort_by_key(|span| span.start);
        assert_eq!(whole.len(), 4);
        for cut in 0..text.len() {
            let mut parts = Vec::new();
            runs(text, 0..cut, |run| parts.push(run.span));
            runs(text, cut..text.len(), |run| parts.push(run.span));
            parts.sort_by_key(|span| span.start);
            assert_eq!(parts, whole, "{cut}");
        }
    }
}
