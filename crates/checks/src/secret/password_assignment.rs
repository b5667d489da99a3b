//! A key that names a password and, behind an equals sign or colon, a value that the search for
//! passwords beside their names does not reach: without a digit near its beginning, or with signs that
//! part words. Words, expressions and what documentation shows fail.

use super::password;
use super::randomness::is_placeholder;
use super::wording::oddities;
use crate::Pass;

/// What `secret/password` finds has a digit among its first characters...
const DIGIT_WITHIN: usize = 15;
/// ...and none but these signs.
const SIGNS: &[u8] = b"!#$%&*+./:=?@^_~-";
const LENGTH_MIN: usize = 8;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let value = value(clear)?;
    let is_reached = value[0].is_ascii_alphanumeric()
        && value.iter().take(DIGIT_WITHIN).any(u8::is_ascii_digit)
        && value.iter().all(|byte| byte.is_ascii_alphanumeric() || SIGNS.contains(byte));
    if is_reached || value.len() < LENGTH_MIN {
        return None;
    }
    let fits = if value.iter().all(u8::is_ascii_alphanumeric) {
        password::passes(value).is_some()
    } else {
        is_signed(value)
    };
    fits.then_some(Pass::PLAIN)
}

/// What stands behind the first sign of assignment, without its quotes.
fn value(clear: &[u8]) -> Option<&[u8]> {
    let at = clear.iter().position(|byte| b"=:".contains(byte))?;
    let value = clear[at + 1..].trim_ascii();
    let value = match value {
        [quote @ (b'"' | b'\''), inner @ .., last] if quote == last => inner,
        value => value,
    };
    (!value.is_empty()).then_some(value)
}

/// Letters and digits among signs that are neither code, markup, a format nor a sentence.
fn is_signed(value: &[u8]) -> bool {
    let count = |of: fn(&u8) -> bool| value.iter().filter(|byte| of(byte)).count();
    let letters = count(u8::is_ascii_alphabetic);
    let digits = count(u8::is_ascii_digit);
    let two = |pair: &[u8; 2]| value.windows(2).any(|window| window == pair);
    let is_wrapped = |open: u8, close: u8| {
        value.first() == Some(&open) && value.last() == Some(&close) || {
            // A call or an element: a name and brackets to the end.
            let opens = value.iter().position(|&byte| byte == open);
            opens.is_some_and(|at| {
                value.last() == Some(&close) && value[..at].iter().all(u8::is_ascii_alphanumeric)
            })
        }
    };
    let is_code = [
        b"${", b"{{", b"$(", b"%s", b"%(", b"==", b"=>", b"->", b"::", b"&&", b"||", b"//", b"()",
        b"\\n",
    ]
    .into_iter()
    .any(two)
        || is_wrapped(b'(', b')')
        || is_wrapped(b'{', b'}')
        || is_wrapped(b'[', b']')
        || is_wrapped(b'<', b'>')
        || value.starts_with(b"$")
        || value.starts_with(b"@");
    digits >= 1
        && letters >= 2
        && letters + digits < value.len()
        && oddities(value) * 10 >= value.len() * 3
        && !is_code
        && !is_placeholder(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_of_letters_and_with_uncommon_signs_pass() {
        for clear in [
            "password = \"kXbQwRtZpLmN\"",
            "PASSWORD=kXbQwRtZpLmN",
            "passwd: '#x9K(mP2$vL'",
            "SECRET_KEY = \"q7&x!k2p$w9z@v#m1q8^r5t*y3u(i6o)a4s-d0f\"",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn code_words_and_placeholders_fail() {
        for clear in [
            "",
            "password",
            "password:",
            "password = getPassword()",
            "password = \"required_field\"",
            "password: Option<String2>",
            "password = \"<your-password-1>\"",
            "password = args[\"password1\"]",
            "password: {{vault_password1}}",
            "password = confirmationText",
            "password = $DB_PASSWORD1",
            "password = Sommer2024!",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
