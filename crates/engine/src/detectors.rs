//! Sets of detectors, a bit each.

/// A set of detectors by their indexes.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct DetectorSet {
    words: Vec<u64>,
}

impl DetectorSet {
    /// The set of these.
    pub(crate) fn of(detectors: impl Iterator<Item = u32>) -> Self {
        let mut set = Self::default();
        for detector in detectors {
            let word = detector as usize / 64;
            if set.words.len() <= word {
                set.words.resize(word + 1, 0);
            }
            set.words[word] |= 1 << (detector % 64);
        }
        set
    }

    /// Takes everybody out.
    pub(crate) fn clear(&mut self) {
        self.words.clear();
    }

    /// Takes in whom the other holds, and nobody else.
    #[inline]
    pub(crate) fn become_like(&mut self, other: &Self) {
        self.words.clear();
        self.words.extend_from_slice(&other.words);
    }

    /// Adds everybody in `other`.
    pub(crate) fn add(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// Whether somebody is in both.
    #[inline]
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(a, b)| a & b != 0)
    }

    /// Whether the detector is in it.
    #[inline]
    pub(crate) fn has(&self, detector: usize) -> bool {
        self.words.get(detector / 64).is_some_and(|word| word >> (detector % 64) & 1 != 0)
    }
}
