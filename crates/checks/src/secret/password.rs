//! Passwords as people make them up, which only the name beside them tells: eight characters or
//! more of at least three kinds (small, capital, digit, sign), neither words of a program nor what
//! documentation shows instead.

use super::prefixes;
use super::randomness::{is_code, is_placeholder};
use crate::Pass;

const LENGTH: std::ops::RangeInclusive<usize> = 8..=64;

/// Signs that passwords have and that names, paths, numbers and dates do not.
const SIGNS: &[u8] = b"!#$%*@^~";

/// The least number of kinds.
const KINDS_MIN: usize = 3;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let has = |of_kind: &dyn Fn(u8) -> bool| clear.iter().any(|&byte| of_kind(byte));
    let kinds: [bool; 4] = [
        has(&|byte| byte.is_ascii_lowercase()),
        has(&|byte| byte.is_ascii_uppercase()),
        has(&|byte| byte.is_ascii_digit()),
        has(&|byte| SIGNS.contains(&byte)),
    ];
    let fits = LENGTH.contains(&clear.len())
        && kinds.iter().filter(|&&kind| kind).count() >= KINDS_MIN
        && clear.iter().any(u8::is_ascii_alphabetic)
        && (kinds[3] || is_mixed_word(clear))
        && !clear.starts_with(b"0x")
        && !is_placeholder(clear)
        && !is_code(clear)
        && !is_expression(clear)
        && !prefixes::is_known(clear);
    fits.then_some(Pass::PLAIN)
}

/// Without a sign: one word, with two digits at least. Names of types have one at most, or parts.
fn is_mixed_word(value: &[u8]) -> bool {
    value.iter().filter(|byte| byte.is_ascii_digit()).count() >= 2
        && !value.iter().any(|byte| b"_.-/:=+?".contains(byte))
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
        || two(b"&&")
        || two(b"//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_passwords_pass() {
        for clear in ["Sommer2024!", "Tr0ub4dor&3", "pa55w0rd!x", "Qwe12345rty", "k7#vz!p9"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn words_numbers_and_expressions_fail() {
        for clear in [
            "",
            "Abc1!",
            "12345678",
            "passphrase1",
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
