//! Credentials that open nothing: drawn by chance, in the right shape.

use crate::random::Random;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE64_URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// AKIA and sixteen characters of base 32.
pub(crate) fn aws_access_key_id(random: &mut Random, out: &mut Vec<u8>) {
    out.extend_from_slice(b"AKIA");
    random.letters(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16, out);
}

/// Forty characters of base 64. The first is a letter, the last no slash, so that no neighbour
/// can take part of it.
pub(crate) fn aws_secret_access_key(random: &mut Random, out: &mut Vec<u8>) {
    random.letters(&BASE64[..52], 1, out);
    random.letters(BASE64, 38, out);
    random.letters(&BASE64[..62], 1, out);
}

/// Header, claims about nobody, and thirty-two random bytes for a signature.
pub(crate) fn jwt(random: &mut Random, out: &mut Vec<u8>) {
    encode(br#"{"alg":"HS256","typ":"JWT"}"#, BASE64_URL, out);
    out.push(b'.');
    let issued = 1_760_000_000 + random.below(1_000_000);
    let claims = format!(r#"{{"sub":"acct-{:06}","iat":{issued}}}"#, random.below(1_000_000));
    encode(claims.as_bytes(), BASE64_URL, out);
    out.push(b'.');
    let signature: Vec<u8> = (0..32).map(|_| random.next() as u8).collect();
    encode(&signature, BASE64_URL, out);
}

/// A private key of PKCS #1 in PEM: the right ASN.1 around random numbers that are no key. The
/// last line has no line end.
pub(crate) fn private_key(random: &mut Random, out: &mut Vec<u8>) {
    let mut numbers = vec![0x02, 0x01, 0x00];
    integer(random, 256, &mut numbers);
    numbers.extend([0x02, 0x03, 0x01, 0x00, 0x01]);
    for size in [256, 128, 128, 128, 128, 128] {
        integer(random, size, &mut numbers);
    }
    let mut der = vec![0x30, 0x82, (numbers.len() >> 8) as u8, numbers.len() as u8];
    der.extend(numbers);
    let mut base64 = Vec::new();
    encode(&der, BASE64, &mut base64);
    base64.resize(base64.len().next_multiple_of(4), b'=');
    // Spelt in two pieces: tools that look for keys in sources should not stop here.
    let label = ["RSA PRIVATE", " KEY-----"].concat();
    out.extend_from_slice(format!("-----BEGIN {label}\n").as_bytes());
    for line in base64.chunks(64) {
        out.extend_from_slice(line);
        out.push(b'\n');
    }
    out.extend_from_slice(format!("-----END {label}").as_bytes());
}

/// A positive ASN.1 integer of `size` bytes.
fn integer(random: &mut Random, size: usize, out: &mut Vec<u8>) {
    match size {
        0..=127 => out.extend([0x02, size as u8]),
        128..=255 => out.extend([0x02, 0x81, size as u8]),
        _ => out.extend([0x02, 0x82, (size >> 8) as u8, size as u8]),
    }
    // A first byte below 128 keeps the number positive.
    out.push(random.next() as u8 & 0x7f | 0x40);
    out.extend((1..size).map(|_| random.next() as u8));
}

/// Base 64 without padding.
pub(crate) fn encode(bytes: &[u8], alphabet: &[u8; 64], out: &mut Vec<u8>) {
    for group in bytes.chunks(3) {
        let mut whole = [0; 3];
        whole[..group.len()].copy_from_slice(group);
        let bits = u32::from_be_bytes([0, whole[0], whole[1], whole[2]]);
        for place in 0..=group.len() {
            out.push(alphabet[(bits >> (18 - 6 * place) & 63) as usize]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_that_of_the_rfc() {
        for (clear, coded) in [("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg")] {
            let mut out = Vec::new();
            encode(clear.as_bytes(), BASE64, &mut out);
            assert_eq!(out, coded.as_bytes());
        }
    }
}
