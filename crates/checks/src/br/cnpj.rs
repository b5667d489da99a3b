//! Brazilian numbers of legal entities: twelve digits, from July 2026 on letters too, and two check
//! digits modulo 11 over the characters' codes less 48 (Receita Federal, IN RFB 2.229/2024). Ten
//! and eleven are both written 0, so that a wrong digit passes now and then.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

/// The first check digit leaves the first weight out.
const WEIGHTS: [u8; 13] = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    let grouped = match written.groups() {
        0 => true,
        0x23342 => matches!(written.separators(), b"../-" | b"...-" | b"    " | b"  /-"),
        0xC2 => written.separators() == b"-",
        0x842 => written.separators() == b"/-",
        _ => false,
    };
    if symbols.len() != 14 || !grouped || !symbols[12..].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut values = [0u8; 14];
    for (value, symbol) in values.iter_mut().zip(symbols) {
        *value = symbol - b'0';
    }
    (check_digit(&values[..12]) == values[12]
        && check_digit(&values[..13]) == values[13]
        && values[..12].iter().any(|&value| value != 0)
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

fn check_digit(values: &[u8]) -> u8 {
    let remainder = weighted::sum(values, &WEIGHTS[WEIGHTS.len() - values.len()..]) % 11;
    if remainder < 2 { 0 } else { (11 - remainder) as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in
            ["16.727.230/0001-97", "16727230000197", "12.ABC.345/01DE-35", "12abc34501de35"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_groupings_fail() {
        for clear in ["16.727.230/0001-98", "00000000000000", "1672723000019", "16-727-230-0001-97"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
