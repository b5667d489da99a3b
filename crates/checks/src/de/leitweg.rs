//! Routes of electronic invoices to German authorities (Leitweg-ID): address, perhaps a finer address, and
//! two check digits by ISO/IEC 7064 MOD 97-10 (KoSIT, Formatspezifikation Leitweg-ID). Every single wrong
//! digit is caught.

use crate::Pass;
use crate::sums::iso7064;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let mut parts = clear.split(|&byte| byte == b'-');
    let (address, second, third) = (parts.next()?, parts.next()?, parts.next());
    let (fine, check) = match third {
        Some(check) => (second, check),
        None => (&b""[..], second),
    };
    let is_state =
        matches!(address.first_chunk::<2>()?, b"99" | [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'6']);
    let characters = clear.iter().copied().filter(|&byte| byte != b'-');
    (is_state
        && parts.next().is_none()
        && (2..=12).contains(&address.len())
        && address.iter().chain(check).all(u8::is_ascii_digit)
        && fine.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && fine.len() <= 30
        && check.len() == 2
        && iso7064::mod_97_10(characters) == Some(1))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_pass() {
        assert!(passes(b"991-03730-19").is_some());
    }

    #[test]
    fn wrong_digits_and_states_fail() {
        for clear in ["991-03730-18", "17-03730-19", "991", "", "991-037-30-19"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
