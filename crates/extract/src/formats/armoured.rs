//! Texts that hold nothing but what is enciphered, as OpenPGP, age, Ansible and OpenSSL write them. What
//! stands before it is read; the rest needs a key.

use magpie_model::{Outcome, Reason};

use super::Reading;
use super::text;
use crate::charset::Text;

const BEGINNINGS: &[&[u8]] = &[
    b"-----BEGIN PGP MESSAGE",
    b"-----BEGIN AGE ENCRYPTED FILE-----",
    b"$ANSIBLE_VAULT;",
    // `Salted__` in base64.
    b"U2FsdGVkX1",
];

/// Whether a text is such a one.
pub(crate) fn is_armoured(text: &[u8]) -> bool {
    BEGINNINGS.iter().any(|begin| text.starts_with(begin))
}

/// Reads the text as it stands.
pub(super) fn read(text: Text<'_>, reading: &mut Reading<'_>) -> Outcome {
    match text::read(text, reading) {
        outcome if outcome == Outcome::COMPLETE => {
            let detail = "a key or password is needed to open the message";
            Outcome::with_detail(Reason::EncryptedContent, detail)
        }
        outcome => outcome,
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::observed::observe;

    #[test]
    fn what_is_enciphered_is_said() {
        for text in [
            "-----BEGIN PGP MESSAGE-----\nComment: needle\n\nhQEMA\n-----END PGP MESSAGE-----\n",
            "$ANSIBLE_VAULT;1.1;AES256\n6162\nneedle",
            "U2FsdGVkX1+abc needle",
        ] {
            let seen = observe("a.asc", text.as_bytes(), &["needle"]);
            assert_eq!(seen.ledger(), ["|encrypted|partial|ENCRYPTED_CONTENT"]);
            assert_eq!(seen.found.len(), 1);
        }
        let signed = "-----BEGIN PGP SIGNED MESSAGE-----\n\ntext";
        assert_eq!(observe("a.asc", signed.as_bytes(), &[]).ledger(), ["|text|complete|"]);
    }
}
