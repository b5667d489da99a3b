//! Lines of files of accounts: the hash of a password by the old Unix crypt in `/etc/passwd`, and the
//! password of a database in PostgreSQL's `.pgpass` (its documentation, "The Password File").

use super::randomness::is_placeholder;
use super::url_password;
use super::wording::oddities;
use crate::Pass;

/// Two characters of salt and eleven of the hash.
const CRYPT: usize = 13;

/// The hash in the second field of `/etc/passwd`, with the fields behind it.
pub(crate) fn crypt(clear: &[u8]) -> Option<Pass> {
    let hash = clear.get(..CRYPT)?;
    (oddities(hash) * 10 >= CRYPT * 3 && !is_placeholder(hash)).then_some(Pass::PLAIN)
}

/// Port, database, user and password.
pub(crate) fn pgpass(clear: &[u8]) -> Option<Pass> {
    let password = clear.splitn(4, |&byte| byte == b':').nth(3)?;
    let template = |byte: &u8| b"{}<>$()*".contains(byte);
    (password.len() >= 4
        && password.iter().any(u8::is_ascii_alphanumeric)
        && !password.iter().all(u8::is_ascii_digit)
        && !url_password::is_shown(password)
        && !password.iter().any(template)
        && !is_placeholder(password))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_pass_and_words_fail() {
        assert!(crypt(b"rl5FQwWUmxKG2:1001:100:Ann:/home/ann").is_some());
        assert!(crypt(b"configuration:1001:100:Ann:/home/ann").is_none());
        assert!(crypt(b"").is_none());
    }

    #[test]
    fn passwords_of_databases_pass_and_placeholders_fail() {
        assert!(pgpass(b"5432:orders:app:hunter2Zx9").is_some());
        for clear in [
            "",
            "5432:orders:app:",
            "5432:orders:app:password",
            "5432:a:b:${PASS}",
            "5432:1:2:3000",
        ] {
            assert!(pgpass(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
