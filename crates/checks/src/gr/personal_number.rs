//! Greek personal numbers (προσωπικός αριθμός): three characters, of which the holder chooses two,
//! and the tax number, whose check is the one that is published (law 5013/2023).

use super::afm::is_afm;
use crate::Pass;
use crate::grouped::{Grouped, digit_values};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let (chosen, tax_number) = written.symbols().split_at_checked(3)?;
    (written.separated_by(b" -")
        && chosen.iter().any(u8::is_ascii_alphabetic)
        && is_afm(&digit_values(tax_number)?))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tax_number_behind_three_characters_passes() {
        for clear in ["A12094259216", "KP7 094259216", "a12-094259216"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_tax_numbers_and_lengths_fail() {
        for clear in ["A12094259217", "112094259216", "A1094259216", "A12", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
