//! Payment cards: issuer ranges and the lengths issued in them (ISO/IEC 7812; the networks'
//! published ranges), Luhn, and, where separated, the groupings that cards are printed in. One
//! digit all the way is refused. Luhn catches every single wrong digit.

use crate::Pass;
use crate::grouped::{Grouped, all_same, number};
use crate::sums::luhn;

const DIGITS_MIN: usize = 12;
const DIGITS_MAX: usize = 19;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    if clear.len() < DIGITS_MIN || !matches!(clear[0], b'2'..=b'6' | b'8' | b'9') {
        return None;
    }
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if !(DIGITS_MIN..=DIGITS_MAX).contains(&symbols.len()) {
        return None;
    }
    let issuer = &ISSUERS[usize::from(issuer(symbols))];
    let issued = issuer.lengths & 1 << symbols.len() != 0;
    (issued
        && digits.written_as(&[0x4444, 0x465, 0x464, 0x44443, 0x6D], b" -")
        && luhn::passes(symbols)
        && !all_same(symbols))
    .then(|| Pass { detail: issuer.details[symbols.len() - DIGITS_MIN], country: None })
}

/// Whose range the first six digits are in, as an index of `ISSUERS`.
fn issuer(digits: &[u8]) -> u8 {
    let found = BY_FOUR_DIGITS[number(&digits[..4]) as usize];
    if found != SHARED {
        return found;
    }
    let prefix = number(&digits[..6]) as u32;
    let range = RANGES.iter().rev().find(|range| range.low <= prefix && prefix <= range.high);
    range.map_or(NOBODY, |range| range.issuer)
}

struct Issuer {
    /// Bit n: numbers of n digits are issued.
    lengths: u32,
    /// What to tell the reader, for 12 digits and upwards.
    details: [&'static str; DIGITS_MAX - DIGITS_MIN + 1],
}

macro_rules! issuer {
    ($name:literal, $lengths:expr) => {
        Issuer {
            lengths: bits(&$lengths),
            details: [
                concat!("issuer ", $name, ", 12 digits"),
                concat!("issuer ", $name, ", 13 digits"),
                concat!("issuer ", $name, ", 14 digits"),
                concat!("issuer ", $name, ", 15 digits"),
                concat!("issuer ", $name, ", 16 digits"),
                concat!("issuer ", $name, ", 17 digits"),
                concat!("issuer ", $name, ", 18 digits"),
                concat!("issuer ", $name, ", 19 digits"),
            ],
        }
    };
}

const fn bits(lengths: &[u32]) -> u32 {
    let mut bits = 0;
    let mut at = 0;
    while at < lengths.len() {
        bits |= 1 << lengths[at];
        at += 1;
    }
    bits
}

const NOBODY: u8 = 0;
const AMEX: u8 = 1;
const DANKORT: u8 = 2;
const DINERS: u8 = 3;
const DISCOVER: u8 = 4;
const ELO: u8 = 5;
const JCB: u8 = 6;
const MAESTRO: u8 = 7;
const MASTERCARD: u8 = 8;
const MIR: u8 = 9;
const RUPAY: u8 = 10;
const TROY: u8 = 11;
const UNIONPAY: u8 = 12;
const VERVE: u8 = 13;
const VISA: u8 = 14;
/// Not an issuer: the first four digits do not decide.
const SHARED: u8 = u8::MAX;

static ISSUERS: [Issuer; 15] = [
    issuer!("unknown", []),
    issuer!("american express", [15]),
    issuer!("dankort", [16]),
    issuer!("diners club", [14, 15, 16, 17, 18, 19]),
    issuer!("discover", [16, 17, 18, 19]),
    issuer!("elo", [16]),
    issuer!("jcb", [16, 17, 18, 19]),
    issuer!("maestro", [12, 13, 14, 15, 16, 17, 18, 19]),
    issuer!("mastercard", [16]),
    issuer!("mir", [16, 17, 18, 19]),
    issuer!("rupay", [16]),
    issuer!("troy", [16]),
    issuer!("unionpay", [16, 17, 18, 19]),
    issuer!("verve", [16, 18, 19]),
    issuer!("visa", [13, 16, 19]),
];

/// Six-digit prefixes from `low` to `high`.
struct Range {
    low: u32,
    high: u32,
    issuer: u8,
}

/// Prefixes of up to six digits, all numbers that begin so.
const fn range(mut low: u32, mut high: u32, issuer: u8) -> Range {
    while low < 100_000 {
        low *= 10;
        high = high * 10 + 9;
    }
    Range { low, high, issuer }
}

/// Who issues what. Where ranges overlap the later line holds: a network's own range first, then
/// the parts of it that national networks use.
static RANGES: [Range; 54] = [
    range(2200, 2204, MIR),
    range(2221, 2720, MASTERCARD),
    range(300, 305, DINERS),
    range(3095, 3095, DINERS),
    range(34, 34, AMEX),
    range(3528, 3589, JCB),
    range(36, 36, DINERS),
    range(37, 37, AMEX),
    range(38, 39, DINERS),
    range(4, 4, VISA),
    range(401178, 401179, ELO),
    range(431274, 431274, ELO),
    range(438935, 438935, ELO),
    range(451416, 451416, ELO),
    range(457393, 457393, ELO),
    range(457631, 457632, ELO),
    range(50, 50, MAESTRO),
    range(5019, 5019, DANKORT),
    range(504175, 504175, ELO),
    range(506099, 506198, VERVE),
    range(506699, 506778, ELO),
    range(507865, 507964, VERVE),
    range(508, 508, RUPAY),
    range(509, 509, ELO),
    range(51, 55, MASTERCARD),
    range(56, 58, MAESTRO),
    range(60, 60, RUPAY),
    range(6011, 6011, DISCOVER),
    range(62, 62, UNIONPAY),
    range(627780, 627780, ELO),
    range(6304, 6304, MAESTRO),
    range(636297, 636297, ELO),
    range(636368, 636368, ELO),
    range(6390, 6390, MAESTRO),
    range(644, 649, DISCOVER),
    range(65, 65, DISCOVER),
    range(650002, 650027, VERVE),
    range(650031, 650033, ELO),
    range(650035, 650051, ELO),
    range(650405, 650439, ELO),
    range(650485, 650538, ELO),
    range(650541, 650598, ELO),
    range(650700, 650718, ELO),
    range(650720, 650727, ELO),
    range(650901, 650978, ELO),
    range(651652, 651679, ELO),
    range(652150, 653149, RUPAY),
    range(655000, 655019, ELO),
    range(655021, 655058, ELO),
    range(67, 67, MAESTRO),
    range(8100, 8171, UNIONPAY),
    range(8172, 8199, RUPAY),
    range(82, 82, RUPAY),
    range(9792, 9792, TROY),
];

/// The issuer by the first four digits, or that six are needed.
static BY_FOUR_DIGITS: [u8; 10_000] = {
    let mut table = [NOBODY; 10_000];
    let mut at = 0;
    while at < RANGES.len() {
        let Range { low, high, issuer } = RANGES[at];
        let mut prefix = low / 100;
        while prefix <= high / 100 {
            let whole = low <= prefix * 100 && prefix * 100 + 99 <= high;
            table[prefix as usize] = if whole { issuer } else { SHARED };
            prefix += 1;
        }
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(clear: &str, detail: &str) {
        assert_eq!(passes(clear.as_bytes()).map(|pass| pass.detail), Some(detail), "{clear}");
    }

    /// Test numbers that Stripe, Adyen, PayPal and Braintree publish.
    #[test]
    fn published_test_numbers_pass_with_their_issuer() {
        check("4111111111111111", "issuer visa, 16 digits");
        check("4012888888881881", "issuer visa, 16 digits");
        check("4222222222222", "issuer visa, 13 digits");
        check("5555 5555 5555 4444", "issuer mastercard, 16 digits");
        check("5105-1051-0510-5100", "issuer mastercard, 16 digits");
        check("2223003122003222", "issuer mastercard, 16 digits");
        check("3782 822463 10005", "issuer american express, 15 digits");
        check("371449635398431", "issuer american express, 15 digits");
        check("3056 930902 5904", "issuer diners club, 14 digits");
        check("38520000023237", "issuer diners club, 14 digits");
        check("36227206271667", "issuer diners club, 14 digits");
        check("6011111111111117", "issuer discover, 16 digits");
        check("6011000990139424", "issuer discover, 16 digits");
        check("3530111333300000", "issuer jcb, 16 digits");
        check("3566002020360505", "issuer jcb, 16 digits");
        check("6200000000000005", "issuer unionpay, 16 digits");
        check("6205500000000000004", "issuer unionpay, 19 digits");
        check("6205 5000 0000 0000 004", "issuer unionpay, 19 digits");
        check("6759649826438453", "issuer maestro, 16 digits");
        check("5019717010103742", "issuer dankort, 16 digits");
        check("5066991111111118", "issuer elo, 16 digits");
    }

    #[test]
    fn national_networks_have_their_ranges() {
        let computed = |prefix: &str, length: usize| {
            let mut digits = format!("{prefix:0<width$}", width = length - 1);
            let values: Vec<u8> = digits.bytes().map(|digit| digit - b'0').collect();
            digits.push(char::from(luhn::check_digit(&values) + b'0'));
            passes(digits.as_bytes()).map(|pass| pass.detail)
        };
        assert_eq!(computed("2204", 16), Some("issuer mir, 16 digits"));
        assert_eq!(computed("9792", 16), Some("issuer troy, 16 digits"));
        assert_eq!(computed("508", 16), Some("issuer rupay, 16 digits"));
        assert_eq!(computed("8171", 19), Some("issuer unionpay, 19 digits"));
        assert_eq!(computed("8172", 16), Some("issuer rupay, 16 digits"));
        assert_eq!(computed("5061", 18), Some("issuer verve, 18 digits"));
        assert_eq!(computed("6304", 12), Some("issuer maestro, 12 digits"));
        assert_eq!(computed("2205", 16), None);
        assert_eq!(computed("9791", 16), None);
    }

    #[test]
    fn only_printed_groupings_pass() {
        for clear in [
            "41111111 11111111",
            "4111 1111 1111-1111",
            "4111.1111.1111.1111",
            "411111 1111111111",
            "4111  1111 1111 1111",
            "3782 8224 6310 005",
            " 4111111111111111",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn lengths_not_issued_fail_whatever_luhn_says() {
        for digits in ["4111111111111", "55555555555555", "37828224631000123", "60111111111111"] {
            let values: Vec<u8> = digits.bytes().map(|digit| digit - b'0').collect();
            let whole = format!("{digits}{}", luhn::check_digit(&values));
            assert!(passes(whole.as_bytes()).is_none(), "{whole}");
        }
    }

    #[test]
    fn one_digit_all_the_way_fails() {
        assert!(luhn::passes(&[5; 20]));
        for digit in b'0'..=b'9' {
            for length in 12..=19 {
                assert!(passes(&vec![digit; length]).is_none());
            }
        }
    }

    #[test]
    fn a_shared_prefix_is_decided_by_six_digits() {
        let prefix = |text: &str| -> u8 {
            issuer(&text.bytes().map(|digit| digit - b'0').collect::<Vec<_>>())
        };
        assert_eq!(prefix("401178"), ELO);
        assert_eq!(prefix("401177"), VISA);
        assert_eq!(prefix("650003"), VERVE);
        assert_eq!(prefix("650030"), DISCOVER);
        assert_eq!(prefix("506200"), MAESTRO);
        assert_eq!(prefix("222099"), NOBODY);
    }

    proptest! {
        #[test]
        fn the_table_by_four_digits_says_what_the_ranges_say(prefix in 100_000u32..1_000_000) {
            let text = prefix.to_string();
            let digits: Vec<u8> = text.bytes().map(|digit| digit - b'0').collect();
            let range = RANGES.iter().rev().find(|range| range.low <= prefix && prefix <= range.high);
            prop_assert_eq!(issuer(&digits), range.map_or(NOBODY, |range| range.issuer));
        }
    }
}
