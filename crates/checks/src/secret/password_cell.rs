//! Passwords of letters alone, which nothing but their column tells: six letters or more that are neither a word for
//! password nor what stands in such a column instead of one.

use super::randomness::is_placeholder;
use crate::Pass;
use crate::grouped::all_same;

const LENGTH: std::ops::RangeInclusive<usize> = 6..=64;

/// What is written where no password is, in small letters.
static INSTEAD: [&[u8]; 62] = [
    b"active",
    b"allowed",
    b"always",
    b"boolean",
    b"change",
    b"changed",
    b"characters",
    b"default",
    b"deleted",
    b"denied",
    b"disabled",
    b"domain",
    b"enabled",
    b"encrypted",
    b"expired",
    b"external",
    b"failed",
    b"forgot",
    b"forgotten",
    b"hashed",
    b"hidden",
    b"inactive",
    b"internal",
    b"invalid",
    b"kennwort",
    b"locked",
    b"mandatory",
    b"manual",
    b"masked",
    b"missing",
    b"nopasswd",
    b"nopassword",
    b"notset",
    b"number",
    b"object",
    b"omitted",
    b"optional",
    b"passphrase",
    b"passwd",
    b"password",
    b"passwort",
    b"pending",
    b"private",
    b"protected",
    b"random",
    b"redacted",
    b"removed",
    b"required",
    b"reset",
    b"revoked",
    b"secret",
    b"string",
    b"successful",
    b"temporary",
    b"undefined",
    b"unique",
    b"unknown",
    b"unlocked",
    b"unused",
    b"userpassword",
    b"varchar",
    b"wachtwoord",
];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let is_instead = || {
        let small = clear.to_ascii_lowercase();
        INSTEAD.binary_search(&small.as_slice()).is_ok()
    };
    (LENGTH.contains(&clear.len())
        && clear.iter().all(u8::is_ascii_alphabetic)
        && !all_same(clear)
        && !is_placeholder(clear)
        && !is_instead())
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_people_choose_pass() {
        for clear in ["sunshine", "correcthorse", "BlueMonkey", "dragon", "qwertzuiop"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn what_stands_instead_of_one_fails() {
        for clear in
            ["Required", "password", "REDACTED", "xxxxxxxx", "string", "yes", "a word", "abc123"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn the_words_are_sorted() {
        assert!(INSTEAD.is_sorted());
    }
}
