//! Keys as listings spell them under `encoding-type=url`.

/// Undoes the URL encoding of a listed key: `+` is a space, `%2B` is a plus. A key that does not
/// decode to UTF-8 is left as it was listed.
pub(crate) fn decode(listed: &str) -> String {
    let mut bytes = Vec::with_capacity(listed.len());
    let mut rest = listed.as_bytes();
    while let [first, tail @ ..] = rest {
        (rest, _) = match (first, tail) {
            (b'+', _) => (tail, bytes.push(b' ')),
            (b'%', [high, low, tail @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                let digit = |b| hex(b).unwrap_or_default();
                (tail, bytes.push(digit(*high) << 4 | digit(*low)))
            }
            (other, _) => (tail, bytes.push(*other)),
        };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| listed.into())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn odd_keys_come_back() {
        for (listed, key) in [
            ("plain/key.txt", "plain/key.txt"),
            ("a+b%2Bc%20d", "a b+c d"),
            ("folder%2F", "folder/"),
            ("100%2525", "100%25"),
            ("%C3%BCber/%E2%82%AC", "über/€"),
            ("new%0Aline", "new\nline"),
            ("half%2", "half%2"),
            ("%zz%", "%zz%"),
            ("", ""),
        ] {
            assert_eq!(decode(listed), key);
        }
    }

    #[test]
    fn what_is_not_utf_8_stays_as_listed() {
        assert_eq!(decode("a+%FF"), "a+%FF");
    }
}
