//! European Health Insurance Cards: twenty digits, 80 for health, and the numeric code (ISO 3166-1)
//! of a country that issues the card (Decision S2 of the Administrative Commission, OJ C 106/2010;
//! EN 1867). Insurer and serial number are not checked.

use crate::Pass;
use crate::grouped::{Grouped, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 20 || !symbols.starts_with(&[8, 0]) || !digits.separated_by(b" -") {
        return None;
    }
    let country = country(number(&symbols[2..5]))?;
    symbols[5..]
        .iter()
        .any(|&digit| digit != 0)
        .then_some(Pass { detail: "", country: Some(country) })
}

fn country(code: u64) -> Option<&'static str> {
    Some(match code {
        40 => "AT",
        56 => "BE",
        100 => "BG",
        191 => "HR",
        196 => "CY",
        203 => "CZ",
        208 => "DK",
        233 => "EE",
        246 => "FI",
        250 => "FR",
        276 => "DE",
        300 => "GR",
        348 => "HU",
        352 => "IS",
        372 => "IE",
        380 => "IT",
        428 => "LV",
        438 => "LI",
        440 => "LT",
        442 => "LU",
        470 => "MT",
        528 => "NL",
        578 => "NO",
        616 => "PL",
        620 => "PT",
        642 => "RO",
        703 => "SK",
        705 => "SI",
        724 => "ES",
        752 => "SE",
        756 => "CH",
        826 => "GB",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_names_its_country() {
        let named = |clear: &str| passes(clear.as_bytes()).and_then(|pass| pass.country);
        assert_eq!(named("80276001048203716528"), Some("DE"));
        assert_eq!(named("80246 00104 82037 16528"), Some("FI"));
    }

    #[test]
    fn other_countries_prefixes_and_lengths_fail() {
        for clear in ["80840001048203716528", "70276001048203716528", "8027600104820371652"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
