//! Numbers of French establishments (SIRET): a company's SIREN and five digits, Luhn over all
//! fourteen (INSEE, definition c1841). The post office ran out of such numbers: under its SIREN the
//! digits add up to a multiple of five. Nearly every single wrong digit is caught.

use super::siren::is_siren;
use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::luhn;

/// La Poste, whose head office alone has a number like everybody's.
const POST: [u8; 9] = [3, 5, 6, 0, 0, 0, 0, 0, 0];
const POST_HEAD: [u8; 5] = [0, 0, 0, 4, 8];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    let (siren, establishment) = symbols.split_at_checked(9)?;
    let sum: u32 = symbols.iter().map(|&digit| u32::from(digit)).sum();
    let checks = match siren == POST && establishment != POST_HEAD {
        true => sum.is_multiple_of(5),
        false => luhn::passes(symbols),
    };
    (establishment.len() == 5
        && establishment != [0; 5]
        && digits.written_as(&[0x3335, 0x95, 0x33323], b" .-")
        && is_siren(siren)
        && checks)
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["732 829 320 00074", "73282932000074", "732829320 00074", "35600000000048"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn the_post_office_adds_up() {
        assert!(passes(b"35600000012305").is_some());
        assert!(passes(b"35600000012306").is_none());
    }

    #[test]
    fn wrong_digits_and_groupings_fail() {
        for clear in ["73282932000079", "7328293200007", "73 282 932 000 074", "00000000000000"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
