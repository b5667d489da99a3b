//! Business identifier codes (ISO 9362): four letters of a party, a country, two characters of a
//! place, and three of a branch or none. The country must exist; there is no check digit.

use crate::Pass;

/// ISO 3166-1 alpha-2, and XK for Kosovo.
const COUNTRIES: &[u8] = b"\
    ADAEAFAGAIALAMAOARATAUAWAZBABBBDBEBFBGBHBIBJBMBNBOBQBRBSBTBWBYBZCACDCFCGCHCICKCLCMCNCOCRCUCVCW\
    CYCZDEDJDKDMDODZECEEEGERESETFIFJFKFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGTGUGWGYHKHNHRHTHUIDIEILIMIN\
    IQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMGMHMKMLMMMNMOMPMQMRMSMTMU\
    MVMWMXMYMZNANCNENGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPRPSPTPWPYQARERORSRURWSASBSCSDSESGSISKSLSMSN\
    SOSRSSSTSVSXSYSZTCTDTGTHTJTLTMTNTOTRTTTVTWTZUAUGUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let country = clear.get(4..6)?;
    let place = clear.get(6..8)?;
    let upper = [country[0].to_ascii_uppercase(), country[1].to_ascii_uppercase()];
    (matches!(clear.len(), 8 | 11)
        && clear[..4].iter().all(u8::is_ascii_alphabetic)
        && clear.iter().all(u8::is_ascii_alphanumeric)
        && COUNTRIES.chunks_exact(2).any(|known| known == upper)
        // 0 in the eighth place is kept for tests, and the seventh is never 0 or 1 with a letter.
        && !matches!(place, [b'0' | b'1', b'A'..=b'Z']))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_eight_and_eleven_characters_pass() {
        for clear in ["DEUTDEFF", "DEUTDEFF500", "NEDSZAJJXXX", "bnpafrpp"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn unknown_countries_and_lengths_fail() {
        for clear in ["DEUTXXFF", "DEUTDEF", "DEUTDEFF50", "DE1TDEFF", "INTERNET"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
