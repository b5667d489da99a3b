//! Texts behind their lengths, as most formats for records write them: a length may be printable itself,
//! and so may what tells the next field. A value at the border of such a text is one word with them.

use std::collections::BTreeMap;
use std::ops::Range;

/// A shorter text is not worth being told apart.
const TEXT_BYTES_MIN: usize = 8;
/// Bytes of a run behind its last text: of the field that follows, whose value is not in the run.
const REST_BYTES_MAX: usize = 3;
/// The largest length that one byte tells in the formats that go on in a second.
const LENGTH_MAX: u8 = 127;
/// In a longer run texts and lengths follow each other by chance.
const RUN_BYTES_MAX: usize = 1024;

/// The words of a run that stand at the border of a text and go on beyond it, each without what is
/// beyond. Only of a run that is nothing but texts behind their lengths; the first length may stand
/// right before it, and each may have the number of its field before it.
pub fn words_behind_lengths(before: u8, run: &[u8]) -> Vec<Range<usize>> {
    let is_word =
        |at: Option<usize>| at.and_then(|at| run.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let mut words = Vec::new();
    for text in texts(before, run) {
        let length = word(run[text.clone()].iter());
        let first = text.start..text.start + length;
        let last = text.end - word(run[text.clone()].iter().rev())..text.end;
        if is_word(text.start.checked_sub(1)) && is_word(Some(text.start)) {
            words.push(first.clone());
        }
        if is_word(Some(text.end)) && is_word(Some(text.end - 1)) && words.last() != Some(&last) {
            words.push(last);
        }
    }
    words.retain(|word| word.len() >= TEXT_BYTES_MIN);
    words
}

/// How long the word is that the bytes begin with; spaces between digits are part of a number.
fn word<'r>(bytes: impl Iterator<Item = &'r u8> + Clone) -> usize {
    let mut length = 0;
    let mut rest = bytes.peekable();
    let mut before = None;
    while let Some(byte) = rest.next() {
        let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        if byte.is_ascii_whitespace() && !(is_digit(before) && is_digit(rest.peek().copied())) {
            break;
        }
        before = Some(byte);
        length += 1;
    }
    length
}

/// The texts of a run that is nothing but texts behind their lengths; none of any other run.
fn texts(before: u8, run: &[u8]) -> Vec<Range<usize>> {
    if !(TEXT_BYTES_MIN..=RUN_BYTES_MAX).contains(&run.len()) {
        return Vec::new();
    }
    let behind =
        |at: usize| [at, at + 1].into_iter().filter_map(move |at| text(at + 1, *run.get(at)?, run));
    // By where they end, which comes before where any that follows does.
    let first = text(0, before, run).into_iter().chain(behind(0));
    let mut reached: BTreeMap<usize, Range<usize>> = first.map(|text| (text.end, text)).collect();
    let mut at = 0;
    while let Some((&end, _)) = reached.range(at..).next() {
        for text in behind(end) {
            reached.entry(text.end).or_insert(text);
        }
        at = end + 1;
    }
    let is_last = |end: usize| run.len() - end <= REST_BYTES_MAX;
    let mut texts: Vec<Range<usize>> = reached
        .pop_last()
        .filter(|(end, _)| is_last(*end))
        .map(|(_, text)| text)
        .into_iter()
        .collect();
    while let Some(start) = texts.last().map(|text| text.start) {
        // Before a text stand its length, and the number of its field where there is one.
        let ends = [1, 2].into_iter().filter_map(|header| start.checked_sub(header));
        match ends.filter_map(|end| reached.remove(&end)).next() {
            Some(text) => texts.push(text),
            None => break,
        }
    }
    texts
}

fn text(at: usize, length: u8, run: &[u8]) -> Option<Range<usize>> {
    let text = at..at + usize::from(length);
    let is_one = length <= LENGTH_MAX && text.len() >= TEXT_BYTES_MIN && text.end <= run.len();
    is_one.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::words_behind_lengths;

    const CARD: &str = "4111111111111111";

    fn told(before: u8, run: &str) -> Vec<&str> {
        let mut words: Vec<_> =
            words_behind_lengths(before, run.as_bytes()).into_iter().map(|at| &run[at]).collect();
        words.sort_unstable();
        words
    }

    #[test]
    fn words_are_told_from_their_lengths_and_from_the_next_field() {
        let named = format!("some words before the number {CARD}");
        assert_eq!(named.len(), usize::from(b'-'));
        let long = format!("{CARD} and what stands behind the number {CARD} in the end");
        assert_eq!(long.len(), usize::from(b'N'));
        assert_eq!(told(16, &format!("{CARD}2")), [CARD]);
        assert_eq!(told(0, &format!("N{long}")), [CARD]);
        assert_eq!(told(0, &format!("2-{named}:")), [""; 0]);
        assert_eq!(told(0, &format!("2-{named}B")), [CARD]);
        assert_eq!(told(16, &format!("{CARD}2N{long}")), [CARD, CARD]);
        let spaced = "4111 1111 1111 1111";
        assert_eq!(told(19, &format!("{spaced}B")), [spaced]);
    }

    #[test]
    fn words_that_touch_nothing_and_other_texts_are_left() {
        assert!(told(16, CARD).is_empty());
        assert!(told(16, &format!("{CARD}\"")).is_empty());
        assert!(told(5, &format!("{CARD}2")).is_empty());
        assert!(told(17, CARD).is_empty() && told(0, "").is_empty());
        assert!(told(0, &format!("{CARD}2 and words")).is_empty());
    }
}
