//! Machine-readable zones of visas (ICAO Doc 9303 part 7): two lines of 44 characters (MRV-A) or 36
//! (MRV-B). Document number, birth and expiry have a check digit each; there is none for all.

use crate::Pass;
use crate::icao9303::{
    checks, is_birth_date, is_date, is_sex, is_state, is_zone, number_checks, two_lines,
};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let (first, second) = two_lines(clear)?;
    if !matches!(first.len(), 44 | 36) || !is_zone(first) || !is_zone(second) {
        return None;
    }
    (first[0] == b'V'
        && is_state(&first[2..5])
        && number_checks(&second[..9], second[9], &[])
        && is_state(&second[10..13])
        && is_birth_date(&second[13..19])
        && checks(&second[13..19], second[19])
        && is_sex(second[20])
        && is_date(&second[21..27])
        && checks(&second[21..27], second[27]))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Doc 9303 part 7, appendix B.
    #[test]
    fn the_specimens_pass() {
        assert!(
            passes(
                b"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n\
                  L8988901C4XXX4009078F96121096ZE184226B<<<<<<"
            )
            .is_some()
        );
        assert!(
            passes(b"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\r\nL8988901C4XXX4009078F9612109<<<<<<<<")
                .is_some()
        );
    }

    #[test]
    fn wrong_digits_and_other_documents_fail() {
        for clear in [
            "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C5XXX4009078F9612109<<<<<<<<",
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<",
            "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4013078F9612109<<<<<<<<",
            "V<UTO\nL898",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
