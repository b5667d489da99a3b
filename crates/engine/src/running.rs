//! Which detectors look for values in running text, and where in it they are to be asked.

use magpie_bitmaps::{ByteSet, Classifier};
use magpie_catalog::Detector;
use magpie_checks::running::{Anchor, Finder};

use crate::classes::is_word;

/// The bitmaps of one block: capitals, digits, letters and digits, first bytes of letters beyond ASCII.
pub(crate) type Block = [u64; 4];

/// The finders of all detectors, by where they are asked.
pub(crate) struct Finders {
    pub(crate) by_capital: Vec<(usize, &'static Finder)>,
    pub(crate) by_number: Vec<(usize, &'static Finder)>,
    pub(crate) classifier: Classifier<4, true>,
}

impl Finders {
    pub(crate) fn new(detectors: &[Detector]) -> Self {
        let of = |anchor: Anchor| {
            let numbered = detectors.iter().enumerate();
            let found = numbered.filter_map(|(index, detector)| Some((index, detector.finder?)));
            found.filter(|(_, finder)| finder.anchor == anchor).collect()
        };
        Self {
            by_capital: of(Anchor::Capital),
            by_number: of(Anchor::Number),
            classifier: Classifier::with_beyond([
                ByteSet::of(|byte| byte.is_ascii_uppercase()),
                ByteSet::of(|byte| byte.is_ascii_digit()),
                ByteSet::of(is_word),
                ByteSet::beyond(|byte| (0xC3..=0xC9).contains(&byte)),
            ]),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.by_capital.is_empty() && self.by_number.is_empty()
    }

    /// The places of a block where each kind of finder is asked; `before` says whether a letter or digit
    /// stands before it.
    pub(crate) fn anchors(block: &Block, before: bool) -> (u64, u64) {
        let [capitals, digits, words, beyond] = *block;
        let inside = words << 1 | u64::from(before);
        ((capitals | beyond) & !inside, digits & !inside)
    }
}
