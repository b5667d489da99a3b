//! What a word means around names: the registers' lists, and `names/running.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::streets::BEFORE;
use super::words::Word;
use crate::names::{Folded, given_names, surnames};

static WORDS: &str = include_str!("../../names/running.txt");

/// What a word may be, a bit each.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kinds(u16);

impl Kinds {
    pub(super) const GIVEN: Self = Self(1);
    pub(super) const SURNAME: Self = Self(1 << 1);
    /// A form of address.
    pub(super) const TITLE: Self = Self(1 << 2);
    pub(super) const GREETING: Self = Self(1 << 3);
    pub(super) const CLOSING: Self = Self(1 << 4);
    pub(super) const ROLE: Self = Self(1 << 5);
    /// Makes a thing of the name before it.
    pub(super) const THING: Self = Self(1 << 6);
    /// Makes a thing of the name behind it.
    pub(super) const NAMED: Self = Self(1 << 7);
    /// A name that is as often something else.
    pub(super) const ALSO: Self = Self(1 << 8);
    /// No part of a name.
    pub(super) const COMMON: Self = Self(1 << 9);

    /// What people say before they say their name.
    pub(super) const SAID: Self = Self(1 << 10);

    pub(super) fn has(self, kind: Self) -> bool {
        self.0 & kind.0 != 0
    }

    fn with(self, kind: Self) -> Self {
        Self(self.0 | kind.0)
    }

    fn of_line(kind: &str) -> Option<Self> {
        Some(match kind {
            "title" => Self::TITLE,
            "greeting" => Self::GREETING,
            "closing" => Self::CLOSING,
            "role" => Self::ROLE,
            "thing" => Self::THING,
            "named" => Self::NAMED,
            "said" => Self::SAID,
            "also" => Self::ALSO,
            "common" => Self::COMMON,
            _ => return None,
        })
    }
}

/// All words with their meanings, behind a bitmap that turns most others away.
struct Lexicon {
    bits: Box<[u64; 4096]>,
    kinds: HashMap<&'static [u8], Kinds>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon { bits: Box::new([0; 4096]), kinds: HashMap::new() };
    for (list, kind) in [(given_names(), Kinds::GIVEN), (surnames(), Kinds::SURNAME)] {
        list.lines().for_each(|name| lexicon.add(name, kind));
    }
    for street in BEFORE.iter().filter(|word| word.len() > 2) {
        lexicon.add(street, Kinds::NAMED);
    }
    for line in WORDS.lines() {
        let Some((kind, words)) = line.split_once(':') else { continue };
        let Some(kind) = Kinds::of_line(kind) else { continue };
        words.split_ascii_whitespace().for_each(|word| lexicon.add(word, kind));
    }
    lexicon
});

impl Lexicon {
    fn add(&mut self, word: &'static str, kind: Kinds) {
        let (at, bit) = Self::bit(word.as_bytes());
        self.bits[at] |= bit;
        let kinds = self.kinds.entry(word.as_bytes()).or_default();
        *kinds = kinds.with(kind);
    }

    fn bit(word: &[u8]) -> (usize, u64) {
        let mix = |mix: u32, byte: &u8| (mix ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        let mix = word.iter().fold(0x811C_9DC5, mix);
        ((mix >> 20) as usize & 4095, 1 << (mix >> 10 & 63))
    }

    fn kinds(&self, word: &[u8]) -> Kinds {
        let (at, bit) = Self::bit(word);
        if self.bits[at] & bit == 0 {
            return Kinds::default();
        }
        self.kinds.get(word).copied().unwrap_or_default()
    }
}

/// What a folded word may be.
pub(super) fn kinds_of(folded: &Folded) -> Kinds {
    LEXICON.kinds(folded.as_bytes())
}

/// Whether a name is as often something else.
pub(crate) fn is_doubtful(folded: &Folded) -> bool {
    let kinds = kinds_of(folded);
    [Kinds::ALSO, Kinds::COMMON, Kinds::THING].into_iter().any(|kind| kinds.has(kind))
}

/// Whether what is called after a person begins with the word, such as a street or a lake.
pub(crate) fn is_of_places(folded: &Folded) -> bool {
    kinds_of(folded).has(Kinds::NAMED)
}

/// What a word may be; of a double name whatever its parts are, and it whole: registers have `OBrien`.
pub(super) fn kinds(word: &Word<'_>) -> Kinds {
    let joined = word.text.contains(['-', '\'', '’', '‐', '‑']);
    let whole = word.folded().map(|folded| kinds_of(&folded)).unwrap_or_default();
    if !joined {
        return whole;
    }
    let pieces = word.text.split(['-', '\'', '’', '‐', '‑']);
    let known = pieces.filter(|piece| piece.len() > 1).filter_map(Folded::of);
    let mut all = Kinds::default();
    // `She'll` is no Shell.
    let is_contracted = word.text.rsplit(['\'', '’']).next().is_some_and(|last| last.len() < 3);
    if !is_contracted && let Some(whole) = Folded::of(&word.text.replace(['\'', '’'], "")) {
        all.0 |= kinds_of(&whole).0 & (Kinds::GIVEN.0 | Kinds::SURNAME.0);
    }
    for folded in known {
        let mut kinds = kinds_of(&folded);
        // `Jean-Marie` is not doubted for one of its halves.
        kinds.0 &= !(Kinds::ALSO.0 | Kinds::COMMON.0 | Kinds::TITLE.0 | Kinds::ROLE.0);
        all = all.with(kinds);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_of_a_kind_that_is_known_and_has_words() {
        for line in WORDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (kind, words) = line.split_once(':').unwrap_or((line, ""));
            assert!(Kinds::of_line(kind).is_some() && !words.trim().is_empty(), "{line}");
        }
    }
}
