//! Messages of protocol buffers, as fields by their numbers.

/// Fields of one message.
const FIELDS_MAX: usize = 10_000_000;

#[derive(Clone, Copy)]
pub(super) enum Value<'b> {
    Number(u64),
    Bytes(&'b [u8]),
}

/// The fields of a message, in their order, and whether nothing else is in it.
pub(super) struct Fields<'b>(pub(super) Vec<(u64, Value<'b>)>, pub(super) bool);

impl<'b> Fields<'b> {
    /// All texts and messages in a field.
    pub(super) fn all(&self, field: u64) -> impl Iterator<Item = &'b [u8]> {
        self.0.iter().filter_map(move |(number, value)| match value {
            Value::Bytes(bytes) if *number == field => Some(*bytes),
            _ => None,
        })
    }

    /// All numbers in a field, packed or not.
    pub(super) fn numbers(&self, field: u64) -> Vec<u64> {
        let mut found = Vec::new();
        for (_, value) in self.0.iter().filter(|(number, _)| *number == field) {
            match value {
                Value::Number(number) => found.push(*number),
                Value::Bytes(packed) => {
                    let mut rest = *packed;
                    while let Some(number) = varint(&mut rest) {
                        found.push(number);
                    }
                }
            }
        }
        found
    }
}

/// Takes a message apart, as far as it is one.
pub(super) fn fields(mut bytes: &[u8]) -> Fields<'_> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let Some(key) = varint(&mut bytes).filter(|_| found.len() < FIELDS_MAX) else {
            return Fields(found, false);
        };
        let value = match key & 7 {
            0 => varint(&mut bytes).map(Value::Number),
            1 => take(&mut bytes, 8).map(Value::Bytes),
            2 => varint(&mut bytes).and_then(|length| take(&mut bytes, length)).map(Value::Bytes),
            5 => take(&mut bytes, 4).map(Value::Bytes),
            _ => None,
        };
        let Some(value) = value else { return Fields(found, false) };
        found.push((key >> 3, value));
    }
    Fields(found, true)
}

fn take<'b>(bytes: &mut &'b [u8], length: u64) -> Option<&'b [u8]> {
    let (taken, rest) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    *bytes = rest;
    Some(taken)
}

/// A number of variable length, its lower bits first.
pub(super) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..70).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
