//! Numbers of companies in the British registers: eight digits, or two letters that name register
//! and kind of company and six digits (Companies House, "Uniform Resource Identifiers customer
//! guide"). No check digit; fillers are refused.

use crate::Pass;
use crate::grouped::{Grouped, all_same};

/// England and Wales, Scotland and Northern Ireland, by kind of company.
const PREFIXES: [&[u8; 2]; 38] = [
    b"AC", b"BR", b"CE", b"CS", b"ES", b"FC", b"FE", b"GE", b"GN", b"GS", b"IC", b"IP", b"LP",
    b"NA", b"NC", b"NF", b"NI", b"NL", b"NO", b"NP", b"NR", b"NV", b"NZ", b"OC", b"OE", b"PC",
    b"RC", b"RS", b"SA", b"SC", b"SE", b"SF", b"SG", b"SI", b"SL", b"SO", b"SP", b"SR",
];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let (prefix, serial) = symbols.split_at_checked(2)?;
    let known = prefix.iter().all(u8::is_ascii_digit)
        || PREFIXES.iter().any(|known| prefix == known.as_slice());
    (symbols.len() == 8
        && known
        && serial.iter().all(u8::is_ascii_digit)
        && !all_same(serial)
        && written.separated_by(b" "))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_register_passes() {
        for clear in ["03977902", "SC090312", "NI 024680", "oc301540", "12345678"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_letters_fillers_and_lengths_fail() {
        for clear in ["QQ090312", "SC90312", "00000000", "SC0903A2", "1", ""] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
