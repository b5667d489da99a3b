//! Serial numbers of German passports with their check digit (weights 7, 3, 1), in the form given
//! out since 2007: a letter of an issuing office, eight characters without vowels (PassV, annex 1).
//! A `D` for the nationality may follow. Every digit taken for another digit is caught.

use super::personalausweis::checked_serial;
use crate::Pass;
use crate::grouped::Grouped;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let number = written.symbols().strip_suffix(b"D").unwrap_or(written.symbols());
    (b"CFGHJK".contains(number.first()?) && checked_serial(number) && written.separated_by(b" -"))
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specimens_pass() {
        // The printer's specimens of 2007 and 2017.
        for clear in ["C01X00T478", "C01X00T478D", "C01X0006H1"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_identity_cards_fail() {
        for clear in ["C01X00T479", "C01X00T47", "T220001293", "L01X00T471", "1220001297"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
