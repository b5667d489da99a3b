//! Passwords, which only the name beside them tells: eight characters or more that are made up of at
//! least three kinds (small, capital, digit, sign), of a word and a year, or of letters and digits as
//! words do not have them; neither words of a program nor what documentation shows instead.

use super::prefixes;
use super::randomness::{is_code, is_placeholder};
use super::wording::oddities;
use crate::Pass;

const LENGTH: std::ops::RangeInclusive<usize> = 8..=64;

/// Signs that passwords have and that names, paths, numbers and dates do not.
const SIGNS: &[u8] = b"!#$%*@^~";

/// The least number of kinds.
const KINDS_MIN: usize = 3;

/// Without a digit or sign only longer values are told from words.
const LETTERS_MIN: usize = 10;

/// What people put before a number where a password would stand, in small letters.
static SHOWN: [&[u8]; 10] =
    [b"admin", b"demo", b"foo", b"guest", b"login", b"mypass", b"pass", b"temp", b"test", b"user"];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let has = |of_kind: &dyn Fn(u8) -> bool| clear.iter().any(|&byte| of_kind(byte));
    let kinds: [bool; 4] = [
        has(&|byte| byte.is_ascii_lowercase()),
        has(&|byte| byte.is_ascii_uppercase()),
        has(&|byte| byte.is_ascii_digit()),
        has(&|byte| SIGNS.contains(&byte)),
    ];
    let made_up = kinds.iter().filter(|&&kind| kind).count() >= KINDS_MIN
        && (kinds[3] || is_mixed_word(clear));
    let fits = LENGTH.contains(&clear.len())
        && clear.iter().any(u8::is_ascii_alphabetic)
        && (made_up || is_word_and_year(clear) || is_odd(clear))
        && !clear.starts_with(b"0x")
        && !is_hash(clear)
        && !is_placeholder(clear)
        && !is_code(clear)
        && !is_expression(clear)
        && !prefixes::is_known(clear);
    fits.then_some(Pass::PLAIN)
}

/// Hexadecimal digits as long as the shortest hash, which nobody made up.
fn is_hash(value: &[u8]) -> bool {
    const HASH_BYTES_MIN: usize = 32;
    value.len() >= HASH_BYTES_MIN && value.iter().all(u8::is_ascii_hexdigit)
}

/// Without a sign: one word, with two digits at least. Names of types have one at most, or parts.
fn is_mixed_word(value: &[u8]) -> bool {
    value.iter().filter(|byte| byte.is_ascii_digit()).count() >= 2
        && !value.iter().any(|byte| b"_.-/:=+?".contains(byte))
}

/// Small letters with four digits behind them, and perhaps a sign.
fn is_word_and_year(value: &[u8]) -> bool {
    let value = value.strip_suffix(b"!").unwrap_or(value);
    let letters = value.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let digits = value[letters..].iter().filter(|byte| byte.is_ascii_digit()).count();
    letters >= 4
        && digits == value.len() - letters
        && (4..=8).contains(&digits)
        && !SHOWN.iter().any(|shown| value.starts_with(shown))
}

/// Letters and digits in an order that words and names hardly have.
fn is_odd(value: &[u8]) -> bool {
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let hex = value.iter().all(u8::is_ascii_hexdigit) && digits < value.len();
    let odd = oddities(value);
    match digits {
        _ if hex => value.len() >= 12 && odd * 5 >= value.len(),
        // Names have underscores, versions dots, days hyphens, paths slashes.
        _ if value.iter().any(|byte| b"_.-/:".contains(byte)) => {
            digits >= 2 && odd * 2 >= value.len()
        }
        0 => value.len() >= LETTERS_MIN && odd * 5 >= value.len() * 2,
        _ => odd * 10 >= value.len() * 3,
    }
}

/// Names in a program (`user.Data1`, `pkg::Type2`, `/Path/1`), addresses and the placeholders of
/// templates and formats (`%s`, `${…}`, `{{…}}`).
fn is_expression(value: &[u8]) -> bool {
    let two = |pair: &[u8; 2]| value.windows(2).any(|window| window == pair);
    let dotted = value
        .windows(3)
        .any(|w| w[0].is_ascii_alphanumeric() && w[1] == b'.' && w[2].is_ascii_alphabetic());
    let path = value.iter().filter(|&&byte| byte == b'/').count() > 1;
    dotted
        || path
        || two(b"::")
        || two(b"->")
        || two(b"${")
        || two(b"{{")
        || two(b"$(")
        || two(b"%s")
        || two(b"==")
        || two(b"=>")
        || two(b"!=")
        // `checkbox:!0`, as shortened JavaScript writes what is true.
        || two(b":!")
        || two(b"&&")
        || two(b"//")
}

#[cfg(test)]
mod tests {
    use super::super::randomness::tests::{ALNUM, drawn};
    use super::*;

    #[test]
    fn made_up_passwords_pass() {
        for clear in [
            "Sommer2024!",
            "Tr0ub4dor&3",
            "pa55w0rd!x",
            "Qwe12345rty",
            "k7#vz!p9",
            "geheim2024",
            "BsHDhSVAYuD1",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn most_random_values_pass() {
        for (alphabet, length, least) in [
            (ALNUM, 10, 940),
            (ALNUM, 16, 960),
            (&ALNUM[26..], 12, 900),
            (&ALNUM[..52], 12, 950),
            (b"0123456789abcdef".as_slice(), 16, 940),
        ] {
            let texts = drawn(alphabet, length, 1_000);
            let passed = texts.iter().filter(|text| passes(text).is_some()).count();
            assert!(passed >= least, "{passed} of {length} characters");
        }
    }

    #[test]
    fn words_numbers_and_expressions_fail() {
        for clear in [
            "image:!0",
            "",
            "Abc1!",
            "12345678",
            "passphrase1",
            "test1234",
            "user_password",
            "new_password2",
            "getPasswordHash",
            "confirmPassword",
            "base64url",
            "utf8mb4_bin",
            "sha256sum",
            "f021ecd57624f09430731f5deee2c4d0712150c8",
            "required",
            "20241122101530",
            "getPassword2",
            "Utf8Detection",
            "Win32_System_",
            "0x7ff00000U",
            "march=x86-64",
            "user.Data1",
            "std::String2",
            "/Users/Home1/x",
            "ChangeMe123!",
            "2024-05-17T10:00:00",
            "v1.20.3-beta",
            "sk_live_Abcdef1!",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
