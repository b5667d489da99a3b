//! German tax numbers of the tax offices, by form alone, since every state computes its check digit
//! in its own way: ten or eleven digits in the state's grouping, or thirteen in the federal form with
//! the state's number first and a 0 at the fifth place (ELSTER, Aufbau der Steuernummer). Few wrong
//! digits are caught.

use crate::Pass;
use crate::grouped::{Grouped, is_filler};

/// 12/345/67890, 123/456/78901, 123/4567/8901, 12345/67890 and what people make of them.
const GROUPINGS: [u64; 8] = [0x235, 0x335, 0x344, 0x55, 0x334, 0x234, 0x3341, 0x2341];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let number = digits.symbols();
    let form_fits = match number.len() {
        10 | 11 => digits.separators().is_empty() || GROUPINGS.contains(&digits.groups()),
        13 => number[4] == 0 && is_state(number) && digits.separated_by(b" /"),
        _ => false,
    };
    (form_fits && !is_filler(number) && digits.separated_by(b" /-")).then_some(Pass::PLAIN)
}

/// The first digits of the federal form.
fn is_state(number: &[u8]) -> bool {
    matches!(number, [1, 0 | 1, ..] | [2, 1..=4 | 6..=8, ..] | [3, 0..=2, ..] | [4, 0 | 1, ..])
        || matches!(number, [5 | 9, ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_the_states_pass() {
        for clear in [
            "93815/08152",
            "181/815/08155",
            "21/815/08150",
            "013 815 08153",
            "133/8150/8159",
            "181/815/0815 5",
            "18181508155",
            "2893081508152",
            "5133081508159",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_forms_fail() {
        for clear in [
            "2893181508152",
            "6133081508159",
            "1/815/081501",
            "181815081",
            "1234567890",
            "1111111111",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
