//! The first lines of a private key of PuTTY, which say whether a passphrase enciphers it.

use crate::Pass;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let line = b"Encryption: ";
    let at = clear.windows(line.len()).position(|window| window == line)?;
    let detail = match &clear[at + line.len()..] {
        [] => return None,
        b"none" => "not enciphered",
        _ => "enciphered with a passphrase",
    };
    Some(Pass { detail, country: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_line_says_whether_it_is_enciphered() {
        let detail = |text: &str| passes(text.as_bytes()).map(|pass| pass.detail);
        let key = "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: ";
        assert_eq!(detail(&format!("{key}none")), Some("not enciphered"));
        assert_eq!(detail(&format!("{key}aes256-cbc")), Some("enciphered with a passphrase"));
        assert_eq!(detail(key), None);
        assert_eq!(detail("PuTTY-User-Key-File-3: ssh-ed25519"), None);
    }
}
