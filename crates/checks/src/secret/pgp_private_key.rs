//! OpenPGP private keys in ASCII armour (RFC 9580, RFC 4880): a header line, perhaps `Version:` and
//! its like, a blank line, a packet of a secret key. The packet's public part is read over to learn
//! whether a passphrase enciphers the rest.

use crate::{Pass, base64};

/// Enough for the public part of an RSA key of 8192 bits, which is the longest in use.
const PACKET_MAX: usize = 1100;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let mut packet = Packet { bytes: [0; PACKET_MAX], length: 0 };
    let body = body(clear);
    let mut group = [0u8; 4];
    let mut filled = 0;
    for &character in
        body.iter().filter(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte))
    {
        group[filled] = character;
        filled += 1;
        if filled == group.len() {
            base64::decode_standard(&group, |byte| packet.push(byte))?;
            filled = 0;
        }
    }
    let detail = match packet.enciphered()? {
        Some(true) => "enciphered with a passphrase",
        Some(false) => "not enciphered",
        None => "",
    };
    Some(Pass { detail, country: None })
}

/// The base64 behind the header lines; line breaks may be written `\n`.
fn body(clear: &[u8]) -> &[u8] {
    let blank: [&[u8]; 3] = [b"\n\n", b"\r\n\r\n", b"\\n\\n"];
    let ends = blank.iter().filter_map(|blank| {
        clear.windows(blank.len()).position(|window| window == *blank).map(|at| at + blank.len())
    });
    ends.min().map_or(&[], |at| &clear[at..])
}

struct Packet {
    bytes: [u8; PACKET_MAX],
    length: usize,
}

impl Packet {
    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
    }

    /// Whether the secret part is enciphered: `None` when this is no packet of a secret key, an
    /// inner `None` when too little of it is here to tell.
    fn enciphered(&self) -> Option<Option<bool>> {
        let bytes = &self.bytes[..self.length];
        let content = secret_key(bytes)?;
        Some(usage(content).map(|usage| usage != 0))
    }
}

/// The content of a packet with the tag of a secret key (5) or of a secret subkey (7).
fn secret_key(bytes: &[u8]) -> Option<&[u8]> {
    let &tag = bytes.first()?;
    let (tag, header) = if tag & 0xC0 == 0xC0 {
        let length = match bytes.get(1)? {
            0..=191 => 1,
            192..=223 => 2,
            _ => 5,
        };
        (tag & 0x3F, 1 + length)
    } else {
        (tag >> 2 & 0x0F, 1 + (1 << (tag & 3)))
    };
    matches!(tag, 5 | 7).then(|| bytes.get(header..))?
}

/// The octet behind the public part that says how the secret part is enciphered.
fn usage(content: &[u8]) -> Option<u8> {
    // Version, four octets of time, algorithm.
    let (&[4, _, _, _, _, algorithm], mut rest) = content.split_first_chunk::<6>()? else {
        return None;
    };
    let integers = match algorithm {
        1..=3 => 2,
        16 => 3,
        17 => 4,
        18 | 19 | 22 => {
            let (&length, after) = rest.split_first()?;
            rest = after.get(usize::from(length)..)?;
            1
        }
        _ => return None,
    };
    for _ in 0..integers {
        let (bits, after) = rest.split_first_chunk::<2>()?;
        rest = after.get(usize::from(u16::from_be_bytes(*bits)).div_ceil(8)..)?;
    }
    // With ECDH the parameters of the key derivation follow.
    if algorithm == 18 {
        let (&length, after) = rest.split_first()?;
        rest = after.get(usize::from(length)..)?;
    }
    rest.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A packet of a version 4 key on Edwards' curve, all points zero, with this usage octet.
    fn armoured(usage: u8) -> String {
        let mut packet = vec![0xC5, 88, 4, 1, 2, 3, 4, 22, 9];
        packet.extend([0x2B, 6, 1, 4, 1, 0xDA, 0x47, 0x0F, 1]);
        packet.extend([1, 7, 0x40]);
        packet.extend([0x11; 32]);
        packet.push(usage);
        packet.extend([0x22; 33]);
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let text: String = packet
            .chunks_exact(3)
            .flat_map(|c| {
                let bits = u32::from(c[0]) << 16 | u32::from(c[1]) << 8 | u32::from(c[2]);
                [18, 12, 6, 0].map(|by| char::from(alphabet[(bits >> by & 63) as usize]))
            })
            .collect();
        format!(
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n{}\n{}",
            &text[..64],
            &text[64..]
        )
    }

    #[test]
    fn the_usage_octet_says_whether_it_is_enciphered() {
        let detail = |text: &str| passes(text.as_bytes()).map(|pass| pass.detail);
        assert_eq!(detail(&armoured(0)), Some("not enciphered"));
        assert_eq!(detail(&armoured(254)), Some("enciphered with a passphrase"));
        let escaped = armoured(254).replace('\n', "\\n");
        assert_eq!(detail(&escaped), Some("enciphered with a passphrase"));
    }

    #[test]
    fn a_key_that_is_cut_short_is_one_still() {
        let key = armoured(0);
        let cut = passes(&key.as_bytes()[..key.len() - 60]);
        assert_eq!(cut.map(|pass| pass.detail), Some(""));
    }

    #[test]
    fn other_packets_fail() {
        let header = "-----BEGIN PGP PRIVATE KEY BLOCK-----\n";
        for body in ["", "\n", "\nmQENBFqZ", "\n...\n"] {
            assert!(passes(format!("{header}{body}").as_bytes()).is_none(), "{body}");
        }
    }
}
