//! An access key id of Amazon Web Services and, not far behind it, its secret: what
//! `aws_secret_access_key` says of the last forty characters. The documentation's pairs, which say
//! that they are examples, fail.

use super::aws_secret_access_key;
use super::randomness::is_placeholder;
use crate::Pass;

const ID: usize = 20;
const SECRET: usize = 40;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let secret = clear.len().checked_sub(SECRET).filter(|&begins| begins > ID)?;
    if is_placeholder(&clear[..ID]) || is_placeholder(&clear[secret..]) {
        return None;
    }
    aws_secret_access_key::passes(&clear[secret..])?;
    Some(Pass { detail: "id and secret of one pair", country: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_passes_and_an_id_alone_does_not() {
        let secret = "u7Rk2mVq9Tx4Wz0Bd5Nf8Hj1Lp3Sg6Yc+Ae/Zi4o";
        let pair = format!("AKIAZ3QXW7P2MDK5TB4R\nsecret = {secret}");
        assert!(passes(pair.as_bytes()).is_some());
        assert!(passes(b"AKIAZ3QXW7P2MDK5TB4R").is_none());
        assert!(passes(secret.as_bytes()).is_none());
    }

    #[test]
    fn the_documentations_pair_fails() {
        let pair = "AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        assert!(passes(pair.as_bytes()).is_none());
    }
}
