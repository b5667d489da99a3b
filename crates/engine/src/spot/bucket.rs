//! Keywords that begin with the same word, and which of them may go on as a text does.

use crate::context::KeywordId;

/// Keywords with the same first word.
#[derive(Default)]
pub(super) struct Bucket {
    /// Those of one word, without spaces.
    pub(super) single: Vec<(Vec<u8>, KeywordId)>,
    /// Those of several, in rising order of what they go on with.
    pub(super) longer: Vec<Longer>,
    /// First letters of the second words, a bit each; `SECOND_OTHER` for what is no ASCII letter.
    pub(super) seconds: u32,
}

/// A keyword of several words.
pub(super) struct Longer {
    /// Between spaces.
    pub(super) folded: Vec<u8>,
    /// Where its second word begins.
    second: usize,
    pub(super) keyword: KeywordId,
}

impl Longer {
    /// What stands behind its first word.
    pub(super) fn behind(&self) -> &[u8] {
        &self.folded[self.second..]
    }
}

/// The bit of second words that begin with a digit, or beyond ASCII.
const SECOND_OTHER: u32 = 1 << 31;

/// The bit of a byte that begins a second word.
pub(super) fn second(byte: u8) -> u32 {
    if byte.is_ascii_alphabetic() { 1 << (byte.to_ascii_lowercase() - b'a') } else { SECOND_OTHER }
}

impl Bucket {
    pub(super) fn add(&mut self, mut folded: Vec<u8>, keyword: KeywordId) {
        let behind = folded.iter().skip(1).position(|&byte| byte == b' ').map_or(0, |at| at + 2);
        match folded.get(behind) {
            Some(&byte) => {
                self.seconds |= second(byte);
                self.longer.push(Longer { folded, second: behind, keyword });
            }
            None => {
                folded.pop();
                folded.remove(0);
                self.single.push((folded, keyword));
            }
        }
    }

    /// Those of several words that go on with these bytes, two at most.
    pub(super) fn going_on(&self, begun: &[u8]) -> &[Longer] {
        let next = |longer: &Longer| {
            let behind = longer.behind();
            behind[..behind.len().min(begun.len())].cmp(begun)
        };
        let from = self.longer.partition_point(|longer| next(longer).is_lt());
        let count = self.longer[from..].partition_point(|longer| next(longer).is_eq());
        &self.longer[from..from + count]
    }
}

/// The first byte of the word that text begins with, folded, and the second where it is sure to belong to the same
/// word or to be the border behind it. Nothing is known of what begins beyond ASCII.
pub(super) fn begun(text: &[u8]) -> ([u8; 2], usize) {
    let [first, second, third] = [0, 1, 2].map(|at| text.get(at).copied().unwrap_or(b' '));
    let is_border = |byte: u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    let is_sure = first.is_ascii_alphabetic()
        && (second.is_ascii_lowercase()
            || is_border(second)
            || first.is_ascii_uppercase()
                && second.is_ascii_uppercase()
                && third.is_ascii()
                && !third.is_ascii_lowercase());
    let second = if is_border(second) { b' ' } else { second.to_ascii_lowercase() };
    let sure = if is_sure { 2 } else { usize::from(first.is_ascii()) };
    ([first.to_ascii_lowercase(), second], sure)
}
