//! A password among the arguments of a command: the last of them, behind its option or behind a user's
//! name and a colon. Variables, words of documentation and placeholders fail.

use super::randomness::is_placeholder;
use super::url_password;
use super::wording::oddities;
use crate::Pass;

const LENGTH: std::ops::RangeInclusive<usize> = 6..=128;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let word = clear.rsplit(|byte| byte.is_ascii_whitespace()).next()?;
    let word = word.strip_prefix(b"-p").unwrap_or(word);
    let word = word.strip_prefix(b"-u").unwrap_or(word);
    let behind = |sign: u8| word.iter().position(|&byte| byte == sign);
    let password = match behind(b':').or_else(|| word.starts_with(b"--").then(|| behind(b'='))?) {
        Some(at) => &word[at + 1..],
        None => word,
    };
    let password = password.trim_ascii_start().strip_prefix(b"\"").unwrap_or(password);
    let template = |byte: &u8| b"{}<>$()[]`%\\".contains(byte);
    let told =
        password.iter().any(u8::is_ascii_digit) || oddities(password) * 10 >= password.len() * 4;
    (LENGTH.contains(&password.len())
        && told
        && password.iter().any(u8::is_ascii_alphabetic)
        && !url_password::is_shown(password)
        && !password.iter().any(template)
        && !is_placeholder(password))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_pass() {
        for clear in [
            "curl -u deploy:T7kq-92x",
            "curl --user deploy:hunter2Zx9",
            "mysql -u root -pQ7kq92xZ",
            "sshpass -p Q7kq92xZ",
            "mysql --password=Q7kq92xZ",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn variables_words_and_placeholders_fail() {
        for clear in [
            "",
            "curl -u user:password",
            "curl -u $USER:$PASSWORD1",
            "curl -u user:<token1>",
            "mysql -ppassword",
            "sshpass -p changeme1",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
