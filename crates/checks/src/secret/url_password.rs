//! A URL whose authority names a user and a password (RFC 3986, section 3.2.1). Placeholders,
//! templates and the words that stand in documentation (`user:password@host`) fail.

use super::randomness::is_placeholder;
use super::{github_token, prefixes};
use crate::Pass;

/// Passwords of documentation and of programs run at home.
static SHOWN: [&[u8]; 24] = [
    b"admin",
    b"bar",
    b"baz",
    b"foo",
    b"guest",
    b"hunter2",
    b"key",
    b"mongo",
    b"mypass",
    b"mypassword",
    b"mysecretpassword",
    b"mysql",
    b"pass",
    b"passwd",
    b"password",
    b"postgres",
    b"pw",
    b"pwd",
    b"redis",
    b"root",
    b"secret",
    b"test",
    b"token",
    b"x-oauth-basic",
];

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let scheme = clear.windows(3).position(|window| window == b"://")?;
    let authority = &clear[scheme + 3..];
    let at = authority.iter().rposition(|&byte| byte == b'@')?;
    let user_information = &authority[..at];
    let colon = user_information.iter().position(|&byte| byte == b':')?;
    let password = &user_information[colon + 1..];
    let is_template = |byte: &u8| b"{}<>[]()$|\\".contains(byte);
    // %DB_PASSWORD%, as Windows writes variables.
    let is_variable = matches!(password, [b'%', .., b'%']);
    let escaped = password.windows(3).any(|w| w == b"%7B" || w == b"%7b" || w == b"%3C");
    let fits = password.len() >= 3
        && !is_shown(password)
        && password.iter().any(u8::is_ascii_alphanumeric)
        && !password.starts_with(b"%s")
        && !is_variable
        && !escaped
        && !user_information.iter().any(is_template)
        && !is_placeholder(password)
        && !has_form_of_its_own(password);
    fits.then_some(Pass::PLAIN)
}

/// Whether it is a password of documentation.
pub(super) fn is_shown(password: &[u8]) -> bool {
    SHOWN.iter().any(|shown| password.eq_ignore_ascii_case(shown))
}

fn has_form_of_its_own(password: &[u8]) -> bool {
    match prefixes::is_githubs(password) {
        true => github_token::passes(password).is_some(),
        false => prefixes::is_known(password),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_with_a_password_pass() {
        for clear in [
            "postgres://app:T7kq-92@db.internal:5432/orders",
            "mongodb+srv://svc:q8%40Lm2@cluster0.mongodb.net",
            "https://deploy:9fK2x@git.corp.test/a.git",
            "redis://:Zk39dkq@cache:6379",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn urls_without_one_and_documentation_fail() {
        for clear in [
            "",
            "https://example.com",
            "https://user@example.com",
            "https://user:password@example.com",
            "postgres://user:${DB_PASSWORD}@db",
            "postgres://user:<password>@db",
            "postgres://user:xxxxx@db",
            "postgres://user:****@db",
            "postgres://user:%s@db",
            "postgres://user:{password}@db",
            "postgres://user:your-password@db",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
