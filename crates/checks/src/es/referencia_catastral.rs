//! Spanish cadastral references: two parts of seven characters, the number of the property, and a
//! control letter for each part (Dirección General del Catastro, "Referencia catastral"). Weights
//! and modulus 23 catch every single wrong digit.

use crate::Pass;
use crate::grouped::{Grouped, all_same};

const WEIGHTS: [u32; 11] = [13, 15, 12, 5, 4, 17, 9, 21, 3, 7, 1];

const CONTROL: &[u8; 23] = b"MQWERTYUIOPASDFGHJKLBZX";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    if symbols.len() != 20 || !written.separated_by(b" -") {
        return None;
    }
    let (parcel, property) = (&symbols[..14], &symbols[14..18]);
    (property.iter().all(u8::is_ascii_digit)
        && !all_same(parcel)
        && symbols[18] == control(&parcel[..7], property)
        && symbols[19] == control(&parcel[7..], property))
    .then_some(Pass::PLAIN)
}

fn control(part: &[u8], property: &[u8]) -> u8 {
    let counts = part.iter().chain(property).map(|&symbol| match symbol {
        b'0'..=b'9' => u32::from(symbol - b'0'),
        // Ñ has the place after N in the Spanish alphabet.
        b'A'..=b'N' => u32::from(symbol - b'A') + 1,
        _ => u32::from(symbol - b'A') + 2,
    });
    let sum: u32 = counts.zip(WEIGHTS).map(|(count, weight)| count * weight).sum();
    CONTROL[(sum % 23) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_references_pass() {
        for clear in ["7837301-VG8173B-0001 TT", "4A08169 P03PRAT 0001 LR", "7837301VG8173B0001TT"]
        {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_letters_and_lengths_fail() {
        for clear in ["7837301 VG8173B 0001 NN", "783301 VG8173B 0001 TT", "7837301VG8173B000ATT"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
