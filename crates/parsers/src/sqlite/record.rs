//! Records: a header of serial types, then the values.

use std::borrow::Cow;

/// How texts are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

impl Encoding {
    pub(super) fn of(number: u8) -> Self {
        match number {
            2 => Self::Utf16Le,
            3 => Self::Utf16Be,
            _ => Self::Utf8,
        }
    }

    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        let of_pair = match self {
            Self::Utf8 => return String::from_utf8_lossy(bytes),
            Self::Utf16Le => u16::from_le_bytes,
            Self::Utf16Be => u16::from_be_bytes,
        };
        let units = bytes.chunks_exact(2).map(|pair| of_pair([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    }
}

/// One stored value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'p> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'p [u8]),
    Blob(&'p [u8]),
}

/// A number of variable length and the bytes it takes.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0u64;
    for (index, &byte) in bytes.iter().take(9).enumerate() {
        if index == 8 {
            return Some(((value << 8) | u64::from(byte), 9));
        }
        value = (value << 7) | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some((value, index + 1));
        }
    }
    None
}

/// Bytes of a value of this type; `None` for types that no file holds.
pub(super) fn size_of(serial: u64) -> Option<usize> {
    Some(match serial {
        0 | 8 | 9 => 0,
        1..=4 => serial as usize,
        5 => 6,
        6 | 7 => 8,
        10 | 11 => return None,
        _ => usize::try_from((serial - 12) / 2).ok()?,
    })
}

pub(super) fn value(serial: u64, bytes: &[u8]) -> Value<'_> {
    let integer = || {
        let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
        let start = if negative { -1i64 } else { 0 };
        bytes.iter().fold(start, |value, &byte| (value << 8) | i64::from(byte))
    };
    match serial {
        0 => Value::Null,
        7 => Value::Real(f64::from_be_bytes(bytes.try_into().unwrap_or_default())),
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        1..=6 => Value::Integer(integer()),
        _ if serial.is_multiple_of(2) => Value::Blob(bytes),
        _ => Value::Text(bytes),
    }
}

/// The values of a payload, up to where it ends; `None` when it is no record.
pub(super) fn values(payload: &[u8]) -> Option<Vec<Value<'_>>> {
    let (header, mut at) = varint(payload)?;
    let header = usize::try_from(header).ok().filter(|&header| header <= payload.len())?;
    let mut content = header;
    let mut found = Vec::new();
    while at < header {
        let (serial, length) = varint(&payload[at..header])?;
        at += length;
        let end = content.checked_add(size_of(serial)?)?;
        // A value that is cut is read as far as it goes.
        let bytes = &payload[content.min(payload.len())..end.min(payload.len())];
        let whole = bytes.len() == end - content;
        content = end;
        if whole || serial >= 12 {
            found.push(value(serial, bytes));
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_variable_length() {
        assert_eq!(varint(&[0x7F]), Some((127, 1)));
        assert_eq!(varint(&[0x81, 0x00]), Some((128, 2)));
        assert_eq!(varint(&[0xFF; 9]), Some((u64::MAX, 9)));
        assert_eq!(varint(&[0x81]), None);
    }

    #[test]
    fn a_record_gives_its_values() {
        let payload = [5, 0, 1, 17, 8, 0xFE, b'a', b'b'];
        let want = [Value::Null, Value::Integer(-2), Value::Text(b"ab"), Value::Integer(0)];
        assert_eq!(values(&payload).unwrap(), want);
        assert_eq!(values(&[9, 1]), None);
    }
}
