//! The second line of a passport's machine-readable zone, 44 characters (ICAO Doc 9303 part 4): all
//! five check digits, dates that exist, state and sex. Every single wrong digit in a checked field
//! is caught.

use crate::Pass;
use crate::icao9303::{
    checks, checks_composite, is_birth_date, is_date, is_sex, is_state, is_zone, number_checks,
};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    if clear.len() != 44 || !is_zone(clear) {
        return None;
    }
    let (personal, personal_check) = (&clear[28..42], clear[42]);
    let personal_checks = checks(personal, personal_check)
        || (personal_check == b'<' && personal.iter().all(|&byte| byte == b'<'));
    (number_checks(&clear[..9], clear[9], &[])
        && is_state(&clear[10..13])
        && is_birth_date(&clear[13..19])
        && checks(&clear[13..19], clear[19])
        && is_sex(clear[20])
        && is_date(&clear[21..27])
        && checks(&clear[21..27], clear[27])
        && personal_checks
        && checks_composite(&[&clear[..10], &clear[13..20], &clear[21..43]], clear[43]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Doc 9303 part 4, appendix A.
    const SPECIMEN: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    #[test]
    fn the_specimen_passes() {
        assert!(passes(SPECIMEN.as_bytes()).is_some());
    }

    #[test]
    fn every_wrong_digit_fails() {
        for at in (0..44).filter(|&at| SPECIMEN.as_bytes()[at].is_ascii_digit()) {
            for digit in b'0'..=b'9' {
                let mut line = SPECIMEN.as_bytes().to_vec();
                if line[at] != digit {
                    line[at] = digit;
                    assert!(passes(&line).is_none(), "digit {at}");
                }
            }
        }
    }

    #[test]
    fn other_lengths_and_alphabets_fail() {
        assert!(passes(&SPECIMEN.as_bytes()[1..]).is_none());
        assert!(passes(SPECIMEN.to_lowercase().as_bytes()).is_none());
        assert!(passes(SPECIMEN.replace('<', " ").as_bytes()).is_none());
    }
}
