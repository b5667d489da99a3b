//! Base64, in both alphabets.

/// The value of each digit; [`NO_DIGIT`] for any other byte.
static VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        values[byte] = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => NO_DIGIT,
        };
        byte += 1;
    }
    values
};
const NO_DIGIT: u8 = u8::MAX;

/// The value of a digit; `None` for any other byte.
pub(super) fn value(byte: u8) -> Option<u8> {
    Some(VALUES[usize::from(byte)]).filter(|value| *value != NO_DIGIT)
}

/// Digits on their way to bytes; anything that is no digit is passed over, and padding ends a
/// group, so that streams joined end to end are read whole.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Decoder {
    bits: u32,
    digits: u32,
}

impl Decoder {
    /// Appends what `text` stands for.
    pub(super) fn decode(&mut self, text: &[u8], into: &mut Vec<u8>) {
        for byte in text {
            if let Some(value) = value(*byte) {
                self.bits = self.bits << 6 | u32::from(value);
                self.digits += 1;
                if self.digits == 4 {
                    into.extend_from_slice(&self.bits.to_be_bytes()[1..]);
                    *self = Self::default();
                }
            } else if *byte == b'=' {
                self.finish(into);
            }
        }
    }

    /// Appends what an unfinished group stands for.
    pub(super) fn finish(&mut self, into: &mut Vec<u8>) {
        match self.digits {
            2 => into.push((self.bits >> 4) as u8),
            3 => into.extend_from_slice(&((self.bits >> 2) as u16).to_be_bytes()),
            _ => {}
        }
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        let mut decoder = Decoder::default();
        decoder.decode(text.as_bytes(), &mut out);
        decoder.finish(&mut out);
        out
    }

    #[test]
    fn all_lengths_both_alphabets_and_joined_streams_decode() {
        for (text, want) in [
            ("", &b""[..]),
            ("Zg==", b"f"),
            ("Zm8=", b"fo"),
            ("Zm9v", b"foo"),
            ("Zm9\r\nvYg", b"foob"),
            ("Zg==Zm8=", b"ffo"),
            ("-_-_", b"\xFB\xFF\xBF"),
            ("+/+/", b"\xFB\xFF\xBF"),
        ] {
            assert_eq!(decoded(text), want, "{text}");
        }
    }
}
