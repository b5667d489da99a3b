//! Keys and tokens without a form of their own, which only the name beside them tells: at least
//! sixteen random letters and digits. Words of programs, paths, UUIDs and what documentation shows
//! instead of a secret fail, and so do tokens that a detector of their own finds.

use super::randomness::{is_code, is_placeholder, is_random, kind_changes};
use super::{aws_secret_access_key, github_token, prefixes};
use crate::{Pass, base64};

const LENGTH_MIN: usize = 16;

/// Keys in hexadecimal have sixteen bytes at least; shorter ones are most often hashes cut short.
const HEX_MIN: usize = 32;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let padding = clear.iter().rev().take_while(|&&byte| byte == b'=').count();
    let value = &clear[..clear.len() - padding];
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let hex = value.iter().all(u8::is_ascii_hexdigit);
    let fits = value.len() >= if hex { HEX_MIN } else { LENGTH_MIN }
        && digits >= 1
        && letters >= 2
        && changes_often(value, digits + letters)
        && is_random(value)
        && !is_placeholder(value)
        && !is_code(value)
        && !is_uuid(value)
        && !names_a_version_or_day(value)
        && !has_form_of_its_own(value);
    fits.then_some(Pass::PLAIN)
}

/// Random letters of both cases and digits change their kind at three characters in five, small
/// letters and digits at two in five; names hardly ever do, most of all those made of parts.
fn changes_often(value: &[u8], characters: usize) -> bool {
    let has = |of_kind: fn(&u8) -> bool| value.iter().any(of_kind);
    let parts = value.iter().filter(|byte| b"_-/.".contains(byte)).count();
    let changes = kind_changes(value);
    if has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) {
        let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
        if digits >= 4 { changes * 3 > characters } else { changes * 5 > characters * 2 }
    } else if parts > 1 || value.contains(&b'_') {
        changes * 3 >= characters
    } else {
        changes * 5 >= characters
    }
}

/// Whether another detector finds the value by its prefix.
fn has_form_of_its_own(value: &[u8]) -> bool {
    if prefixes::is_githubs(value) {
        return github_token::passes(value).is_some();
    }
    prefixes::is_known(value)
        || is_discords_id(value)
        || value.strip_prefix(b"1").is_some_and(is_bech32)
        || is_sendgrid(value)
        || is_mailchimp(value)
        || is_awss(value)
}

/// A number in base64, which bot tokens of Discord begin with.
fn is_discords_id(value: &[u8]) -> bool {
    let id = value.split(|&byte| byte == b'.').next().unwrap_or_default();
    let mut digits_only = true;
    let decoded = base64::decode(id, |byte| digits_only &= byte.is_ascii_digit());
    decoded.is_some() && digits_only
}

/// What follows `AGE-SECRET-KEY-1`.
fn is_bech32(value: &[u8]) -> bool {
    value.len() == 58 && value.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// What follows `SG.`.
fn is_sendgrid(value: &[u8]) -> bool {
    value.len() == 66 && value[22] == b'.'
}

fn is_mailchimp(value: &[u8]) -> bool {
    matches!(value, [.., b'-', b'u', b's', b'0'..=b'9'] | [.., b'-', b'u', b's', _, b'0'..=b'9'])
}

/// Secret keys of AWS are 40 characters of base64 without padding, which hardly any other is.
fn is_awss(value: &[u8]) -> bool {
    value.iter().any(|byte| b"+/".contains(byte)) && aws_secret_access_key::passes(value).is_some()
}

/// `types-1.3.1/LICENSE` of a path, `…/20090213/us-east-1` of a signed request's scope.
fn names_a_version_or_day(value: &[u8]) -> bool {
    let is_number =
        |part: &[u8]| (1..=3).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
    let is_day = |part: &[u8]| {
        part.len() == 8 && part.starts_with(b"20") && part.iter().all(u8::is_ascii_digit)
    };
    let parts: Vec<&[u8]> = value.split(|byte| b"-/_".contains(byte)).collect();
    parts.iter().any(|part| part.split(|&byte| byte == b'.').filter(|p| is_number(p)).count() >= 3)
        || value.split(|&byte| byte == b'/').skip(1).any(is_day)
}

/// Whether the value is a UUID, or begins or ends as one.
fn is_uuid(value: &[u8]) -> bool {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let mut groups = value.split(|&byte| byte == b'-').rev().zip(GROUPS.iter().rev());
    let is_end = value.contains(&b'-')
        && value.iter().filter(|&&byte| byte == b'-').count() < GROUPS.len()
        && groups.all(|(group, length)| {
            group.len() == *length && group.iter().all(u8::is_ascii_hexdigit)
        });
    is_end
        || value.len() >= 14
            && value[..14].iter().enumerate().all(|(at, &byte)| match at {
                8 | 13 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
}

#[cfg(test)]
mod tests {
    use super::super::randomness::tests::{ALNUM, drawn};
    use super::*;

    #[test]
    fn nearly_all_random_texts_pass() {
        // Of twenty letters and digits one in thirty has no digit, and as many look like names.
        for (alphabet, length, least) in [
            (ALNUM, 20, 9_100),
            (ALNUM, 40, 9_900),
            (b"0123456789abcdef".as_slice(), 32, 9_950),
            (ALNUM, 64, 9_950),
        ] {
            let texts = drawn(alphabet, length, 10_000);
            let passed = texts.iter().filter(|text| passes(text).is_some()).count();
            assert!(passed >= least, "{passed} of {length} characters");
        }
    }

    #[test]
    fn names_paths_and_placeholders_fail() {
        for clear in [
            "",
            "my-db-password-AbC123",
            "getAccessTokenFromV2Endpoint",
            "application-production-eu1-blue",
            "projects/web/keys/v2/rotation1",
            "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
            "1b4e28ba-2fa1-11d2-883f",
            "d48e-4a5b-8c7d-3c5024ad3cb7",
            "b77a5c561934e089",
            "Tls13CipherSuite",
            "impl_129_to_240_bytes",
            "X509HardwareKeyUsageFlags",
            "X-aws-ec2-metadata",
            "types-1.3.1/LICENSE",
            "ANOTREAL/20090213",
            "1234567890123456",
            "xxxxxxxxxxxxxxxxxxxxxxx1",
            "your-api-key-goes-here-1234",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn tokens_with_a_form_of_their_own_fail() {
        let random = &drawn(ALNUM, 40, 1)[0];
        for prefix in ["sk_live_", "glpat-", "xoxb-", "eyJ"] {
            assert!(passes(&[prefix.as_bytes(), random].concat()).is_none(), "{prefix}");
        }
    }
}
