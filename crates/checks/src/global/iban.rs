//! International bank account numbers: check digits modulo 97 (ISO 13616, ISO 7064 MOD 97-10), and
//! each country's length and structure after SWIFT's IBAN registry, release 101, with Senegal's,
//! which banks use though it is not registered. Every single wrong digit is caught.

use crate::Pass;
use crate::grouped::Grouped;
use crate::sums::iso7064::mod_97_10;

/// Two letters of the country, two check digits.
const HEAD: usize = 4;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let [first, second, ..] = clear else { return None };
    let country = country_of(*first, *second)?;
    if clear.len() < HEAD + country.length {
        return None;
    }
    let written = Grouped::alphanumerics(clear)?;
    let symbols = written.symbols();
    if symbols.len() != HEAD + country.length || !stands_in_fours(&written) {
        return None;
    }
    let (head, account) = symbols.split_at(HEAD);
    // 00, 01 and 99 leave the same remainders as 97, 98 and 02, which are the ones in use.
    let checks_in_use = matches!(
        &head[2..],
        [b'0', b'2'..=b'9'] | [b'1'..=b'8', b'0'..=b'9'] | [b'9', b'0'..=b'8']
    );
    (checks_in_use
        && country.fits(account)
        && mod_97_10(account.iter().chain(head).copied()) == Some(1))
    .then_some(Pass { detail: "", country: Some(country.code) })
}

/// In one go, or in groups of four from the left by single spaces or hyphens.
fn stands_in_fours(written: &Grouped) -> bool {
    let whole = written.symbols().len() / 4;
    let left = (written.symbols().len() % 4) as u64;
    let fours = 0x4444_4444_4444_4444 >> (64 - 4 * whole);
    let groups = if left == 0 { fours } else { fours << 4 | left };
    written.written_as(&[groups], b" -")
}

struct Country {
    code: &'static str,
    /// Symbols after the check digits.
    length: usize,
    /// How many symbols of which class follow one another.
    runs: [(u8, u8); RUNS_MAX],
}

const RUNS_MAX: usize = 6;

impl Country {
    fn fits(&self, account: &[u8]) -> bool {
        let mut rest = account;
        self.runs.iter().all(|&(count, class)| {
            let Some((run, after)) = rest.split_at_checked(usize::from(count)) else {
                return false;
            };
            rest = after;
            match class {
                b'n' => run.iter().all(u8::is_ascii_digit),
                b'a' => run.iter().all(u8::is_ascii_uppercase),
                _ => true,
            }
        })
    }
}

fn country_of(first: u8, second: u8) -> Option<&'static Country> {
    let letter = |byte: u8| byte.is_ascii_alphabetic().then(|| usize::from(byte & 0x1F) - 1);
    let index = BY_LETTERS[letter(first)? * 26 + letter(second)?];
    COUNTRIES.get(usize::from(index))
}

/// A line of the registry: `4!n` is four digits, `a` stands for letters, `c` for either.
const fn country(code: &'static str, structure: &[u8]) -> Country {
    let mut country = Country { code, length: 0, runs: [(0, b'c'); RUNS_MAX] };
    let mut runs = 0;
    let mut count = 0;
    let mut at = 0;
    while at < structure.len() {
        match structure[at] {
            b'!' => {}
            digit @ b'0'..=b'9' => count = count * 10 + (digit - b'0'),
            class => {
                if runs > 0 && country.runs[runs - 1].1 == class {
                    country.runs[runs - 1].0 += count;
                } else {
                    country.runs[runs] = (count, class);
                    runs += 1;
                }
                country.length += count as usize;
                count = 0;
            }
        }
        at += 1;
    }
    country
}

/// The place in `COUNTRIES` by the two letters; beyond its end where there is none.
static BY_LETTERS: [u8; 26 * 26] = {
    let mut table = [u8::MAX; 26 * 26];
    let mut at = 0;
    while at < COUNTRIES.len() {
        let code = COUNTRIES[at].code.as_bytes();
        table[(code[0] - b'A') as usize * 26 + (code[1] - b'A') as usize] = at as u8;
        at += 1;
    }
    table
};

/// The registry's account structures, sorted by country.
static COUNTRIES: [Country; 90] = [
    country("AD", b"4!n4!n12!c"),
    country("AE", b"3!n16!n"),
    country("AL", b"8!n16!c"),
    country("AT", b"5!n11!n"),
    country("AZ", b"4!a20!c"),
    country("BA", b"3!n3!n8!n2!n"),
    country("BE", b"3!n7!n2!n"),
    country("BG", b"4!a4!n2!n8!c"),
    country("BH", b"4!a14!c"),
    country("BI", b"5!n5!n11!n2!n"),
    country("BR", b"8!n5!n10!n1!a1!c"),
    country("BY", b"4!c4!n16!c"),
    country("CH", b"5!n12!c"),
    country("CR", b"4!n14!n"),
    country("CY", b"3!n5!n16!c"),
    country("CZ", b"4!n16!n"),
    country("DE", b"8!n10!n"),
    country("DJ", b"5!n5!n11!n2!n"),
    country("DK", b"4!n9!n1!n"),
    country("DO", b"4!c20!n"),
    country("EE", b"2!n14!n"),
    country("EG", b"4!n4!n17!n"),
    country("ES", b"4!n4!n1!n1!n10!n"),
    country("FI", b"3!n11!n"),
    country("FK", b"2!a12!n"),
    country("FO", b"4!n9!n1!n"),
    country("FR", b"5!n5!n11!c2!n"),
    country("GB", b"4!a6!n8!n"),
    country("GE", b"2!a16!n"),
    country("GI", b"4!a15!c"),
    country("GL", b"4!n9!n1!n"),
    country("GR", b"3!n4!n16!c"),
    country("GT", b"4!c20!c"),
    country("HN", b"4!a20!n"),
    country("HR", b"7!n10!n"),
    country("HU", b"3!n4!n1!n15!n1!n"),
    country("IE", b"4!a6!n8!n"),
    country("IL", b"3!n3!n13!n"),
    country("IQ", b"4!a3!n12!n"),
    country("IS", b"4!n2!n6!n10!n"),
    country("IT", b"1!a5!n5!n12!c"),
    country("JO", b"4!a4!n18!c"),
    country("KW", b"4!a22!c"),
    country("KZ", b"3!n13!c"),
    country("LB", b"4!n20!c"),
    country("LC", b"4!a24!c"),
    country("LI", b"5!n12!c"),
    country("LT", b"5!n11!n"),
    country("LU", b"3!n13!c"),
    country("LV", b"4!a13!c"),
    country("LY", b"3!n3!n15!n"),
    country("MC", b"5!n5!n11!c2!n"),
    country("MD", b"2!c18!c"),
    country("ME", b"3!n13!n2!n"),
    country("MK", b"3!n10!c2!n"),
    country("MN", b"4!n12!n"),
    country("MR", b"5!n5!n11!n2!n"),
    country("MT", b"4!a5!n18!c"),
    country("MU", b"4!a2!n2!n12!n3!n3!a"),
    country("NI", b"4!a20!n"),
    country("NL", b"4!a10!n"),
    country("NO", b"4!n6!n1!n"),
    country("OM", b"3!n16!c"),
    country("PK", b"4!a16!c"),
    country("PL", b"8!n16!n"),
    country("PS", b"4!a21!c"),
    country("PT", b"4!n4!n11!n2!n"),
    country("QA", b"4!a21!c"),
    country("RO", b"4!a16!c"),
    country("RS", b"3!n13!n2!n"),
    country("RU", b"9!n5!n15!c"),
    country("SA", b"2!n18!c"),
    country("SC", b"4!a2!n2!n16!n3!a"),
    country("SD", b"2!n12!n"),
    country("SE", b"3!n16!n1!n"),
    country("SI", b"5!n8!n2!n"),
    country("SK", b"4!n6!n10!n"),
    country("SM", b"1!a5!n5!n12!c"),
    country("SN", b"1!a1!c22!n"),
    country("SO", b"4!n3!n12!n"),
    country("ST", b"4!n4!n11!n2!n"),
    country("SV", b"4!a20!n"),
    country("TL", b"3!n14!n2!n"),
    country("TN", b"2!n3!n13!n2!n"),
    country("TR", b"5!n1!n16!c"),
    country("UA", b"6!n19!c"),
    country("VA", b"3!n15!n"),
    country("VG", b"4!a16!n"),
    country("XK", b"4!n10!n2!n"),
    country("YE", b"4!a4!n18!c"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn country_reported(clear: &str) -> Option<&'static str> {
        passes(clear.as_bytes()).and_then(|pass| pass.country)
    }

    /// The registry's own examples, and the one in circulation for Senegal.
    #[test]
    fn examples_of_the_registry_pass_with_their_country() {
        for (clear, code) in [
            ("GB29 NWBK 6016 1331 9268 19", "GB"),
            ("GB29NWBK60161331926819", "GB"),
            ("gb29nwbk60161331926819", "GB"),
            ("DE89370400440532013000", "DE"),
            ("FR14 2004 1010 0505 0001 3M02 606", "FR"),
            ("NO93 8601 1117 947", "NO"),
            ("MT84MALT011000012345MTLCAST001S", "MT"),
            ("LC14BOSL123456789012345678901234", "LC"),
            ("MU43BOMM0101123456789101000MUR", "MU"),
            ("SC74MCBL01031234567890123456USD", "SC"),
            ("BR1500000000000010932840814P2", "BR"),
            ("ES91-2100-0418-4502-0005-1332", "ES"),
            ("RU0304452522540817810538091310419", "RU"),
            ("XK051212012345678906", "XK"),
            ("SN08SN0100152000048500003035", "SN"),
        ] {
            assert_eq!(country_reported(clear), Some(code), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_lengths_structures_and_groupings_fail() {
        for clear in [
            "GB29NWBK60161331926818",
            "GB29NWBK6016133192681",
            "GB29NWBK601613319268190",
            "GB29 NWBK6016 1331 9268 19",
            "GB29 NWBK-6016-1331-9268-19",
            "ZZ29NWBK60161331926819",
            "DE8937040044053201300A",
            "GB",
            "",
        ] {
            assert_eq!(country_reported(clear), None, "{clear}");
        }
    }

    #[test]
    fn letters_where_the_registry_wants_digits_fail_though_the_remainder_is_right() {
        // The check digits belong to a German account with a letter in it.
        let account = *b"37040044053201300A";
        let remainder = mod_97_10(account.into_iter().chain(*b"DE00")).unwrap();
        let clear = format!("DE{:02}37040044053201300A", 98 - remainder);
        assert_eq!(mod_97_10(account.into_iter().chain(clear.bytes().take(4))), Some(1));
        assert_eq!(country_reported(&clear), None);
    }

    #[test]
    fn countries_are_sorted_and_unique() {
        assert!(COUNTRIES.windows(2).all(|pair| pair[0].code < pair[1].code));
    }
}
