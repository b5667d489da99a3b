//! The first two lines of a TD1 machine-readable zone, 30 characters each with a line break,
//! blanks or nothing between, as on identity cards (ICAO Doc 9303 part 5): all four check digits, dates that exist,
//! states, sex.

use crate::Pass;
use crate::icao9303::{
    checks, checks_composite, is_birth_date, is_date, is_sex, is_state, is_zone, number_checks,
    two_lines,
};

const LINE: usize = 30;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let (upper, lower) = two_lines(clear)?;
    if lower.len() != LINE || !is_zone(upper) || !is_zone(lower) {
        return None;
    }
    (matches!(upper[0], b'A' | b'C' | b'I')
        && is_state(&upper[2..5])
        && number_checks(&upper[5..14], upper[14], &upper[15..])
        && is_birth_date(&lower[..6])
        && checks(&lower[..6], lower[6])
        && is_sex(lower[7])
        && is_date(&lower[8..14])
        && checks(&lower[8..14], lower[14])
        && is_state(&lower[15..18])
        && checks_composite(&[&upper[5..], &lower[..7], &lower[8..15], &lower[18..29]], lower[29]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Doc 9303 part 5, appendix A.
    const SPECIMEN: &[u8] = b"I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6";

    #[test]
    fn the_specimens_pass() {
        assert!(passes(SPECIMEN).is_some());
        assert!(
            passes(b"I<UTOD231458907<<<<<<<<<<<<<<<\r\n7408122F1204159UTO<<<<<<<<<<<6").is_some()
        );
        // The example of a number too long for its field.
        assert!(
            passes(b"I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2").is_some()
        );
    }

    #[test]
    fn every_wrong_digit_fails() {
        for at in (0..SPECIMEN.len()).filter(|&at| SPECIMEN[at].is_ascii_digit()) {
            for digit in (b'0'..=b'9').filter(|&digit| digit != SPECIMEN[at]) {
                let mut lines = SPECIMEN.to_vec();
                lines[at] = digit;
                assert!(passes(&lines).is_none(), "digit {at}");
            }
        }
    }

    #[test]
    fn passports_fail() {
        assert!(passes(&[b"P", &SPECIMEN[1..]].concat()).is_none());
    }

    #[test]
    fn lines_may_be_indented_joined_or_one() {
        for between in [" ", "", "  \r\n    "] {
            let joined = String::from_utf8_lossy(SPECIMEN).replace('\n', between);
            assert!(passes(joined.as_bytes()).is_some(), "{between:?}");
        }
    }
}
