//! The second line of a TD2 machine-readable zone, 36 characters, as on old identity cards (ICAO
//! Doc 9303 part 6): all four check digits, dates that exist, state and sex.

use crate::Pass;
use crate::icao9303::{
    checks, checks_composite, is_birth_date, is_date, is_sex, is_state, is_zone, number_checks,
};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    if clear.len() != 36 || !is_zone(clear) {
        return None;
    }
    (number_checks(&clear[..9], clear[9], &clear[28..35])
        && is_state(&clear[10..13])
        && is_birth_date(&clear[13..19])
        && checks(&clear[13..19], clear[19])
        && is_sex(clear[20])
        && is_date(&clear[21..27])
        && checks(&clear[21..27], clear[27])
        && checks_composite(&[&clear[..10], &clear[13..20], &clear[21..35]], clear[35]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Doc 9303 part 6, appendix B.
    const SPECIMEN: &[u8] = b"D231458907UTO7408122F1204159<<<<<<<6";

    #[test]
    fn the_specimens_pass() {
        assert!(passes(SPECIMEN).is_some());
        // Part 5's example of a number too long for its field, in this layout.
        assert!(passes(b"D23145890<UTO7408122F12041597349<<<2").is_some());
    }

    #[test]
    fn every_wrong_digit_fails() {
        for at in (0..36).filter(|&at| SPECIMEN[at].is_ascii_digit()) {
            for digit in (b'0'..=b'9').filter(|&digit| digit != SPECIMEN[at]) {
                let mut line = SPECIMEN.to_vec();
                line[at] = digit;
                assert!(passes(&line).is_none(), "digit {at}");
            }
        }
    }
}
