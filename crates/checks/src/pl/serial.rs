//! Serial numbers of Polish documents: letters, a check digit, digits. Letters count from ten on, and
//! the weighted sum of all nine characters is a multiple of ten.

use crate::Pass;
use crate::grouped::Grouped;

/// How one kind of document is numbered.
pub(crate) struct Serial {
    /// Letters at the beginning.
    pub(crate) letters: usize,
    pub(crate) weights: [u32; 9],
    /// The groups in which it is written, as [`Grouped::written_as`] takes them.
    pub(crate) groupings: &'static [u64],
}

impl Serial {
    /// Whether `clear` is such a number.
    pub(crate) fn check(&self, clear: &[u8]) -> Option<Pass> {
        let written = Grouped::alphanumerics(clear)?;
        let (letters, digits) = written.symbols().split_at_checked(self.letters)?;
        (letters.iter().all(u8::is_ascii_uppercase)
            && written.symbols().len() == self.weights.len()
            && digits.iter().all(u8::is_ascii_digit)
            && digits.iter().any(|digit| digit != &digits[0])
            && self.sum(written.symbols()).is_multiple_of(10)
            && written.written_as(self.groupings, b" "))
        .then_some(Pass::PLAIN)
    }

    fn sum(&self, characters: &[u8]) -> u32 {
        let value = |character: u8| match character {
            b'A'..=b'Z' => u32::from(character - b'A') + 10,
            _ => u32::from(character - b'0'),
        };
        characters
            .iter()
            .zip(self.weights)
            .map(|(&character, weight)| value(character) * weight)
            .sum()
    }
}
