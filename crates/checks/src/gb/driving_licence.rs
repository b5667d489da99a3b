//! Driver numbers of Great Britain: five letters of the surname filled with 9, date of birth with 5
//! added to the month of women, two initials filled with 9, a digit, two check characters whose rule
//! is not published; perhaps the issue number (DVLA, INF1D and D100). Date and fillers are tested.

use crate::Pass;
use crate::calendar::is_day_in_some_century;
use crate::grouped::{Grouped, digit_values};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    if !matches!(symbols.len(), 16 | 18) || !written.separated_by(b" -") {
        return None;
    }
    let [decade, month_tens, month_ones, day_tens, day_ones, year] = digit_values(&symbols[5..11])?;
    let month = month_tens % 5 * 10 + month_ones;
    let day = day_tens * 10 + day_ones;
    (is_filled(&symbols[..5])
        && symbols[0].is_ascii_alphabetic()
        && matches!(month_tens, 0 | 1 | 5 | 6)
        && is_day_in_some_century(u32::from(decade * 10 + year), u32::from(month), u32::from(day))
        && is_filled(&symbols[11..13])
        && symbols[13].is_ascii_digit()
        && symbols[14..16].iter().all(u8::is_ascii_alphanumeric)
        && symbols[16..].iter().all(u8::is_ascii_digit))
    .then_some(Pass::PLAIN)
}

/// Letters first, then nothing but the filler 9.
fn is_filled(symbols: &[u8]) -> bool {
    let letters = symbols.iter().take_while(|symbol| symbol.is_ascii_alphabetic()).count();
    symbols[letters..].iter().all(|&symbol| symbol == b'9')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_specimens_pass() {
        for clear in
            ["MORGA657054SM9IJ", "MORGA 657054 SM9IJ", "morga753116sm9ij", "MORGA657054SM9IJ35"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn short_names_are_filled() {
        assert!(passes(b"FOX99512317J99AB").is_some());
        assert!(passes(b"FO9X9512317J99AB").is_none());
        assert!(passes(b"FOX9951231799J9A").is_none());
    }

    #[test]
    fn impossible_dates_and_other_lengths_fail() {
        for clear in
            ["MORGA673054SM9IJ", "MORGA602304SM9IJ", "MORGA657054SM9I", "99999657054SM9IJ", ""]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
