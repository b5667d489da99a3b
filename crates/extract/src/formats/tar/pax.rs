//! What extended headers say about the next entry.

use crate::formats::notes::Notes;

/// Long names, sizes and sparse maps that stand in headers of their own.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Extensions {
    pub(super) name: Option<Vec<u8>>,
    pub(super) size: Option<u64>,
    /// Lengths of the regions of a sparse file.
    pub(super) sparse_map: Option<Vec<u64>>,
    /// The map stands at the beginning of the content.
    pub(super) sparse_map_in_content: bool,
    /// Owner, group and link, of which the entry's own header may have the beginning.
    pub(super) texts: Vec<Vec<u8>>,
}

impl Extensions {
    /// Takes in the records of a header (`18 path=some/name\n`); a broken one ends it.
    pub(super) fn pax(&mut self, mut records: &[u8]) {
        while let Some((key, value, rest)) = record(records) {
            match key {
                b"path" if self.name.is_none() => self.name = Some(value.to_vec()),
                b"GNU.sparse.name" => self.name = Some(value.to_vec()),
                b"size" => self.size = number(value),
                b"gname" | b"linkpath" | b"uname" => self.texts.push(value.to_vec()),
                b"GNU.sparse.major" => self.sparse_map_in_content = value == b"1",
                b"GNU.sparse.numbytes" => {
                    let regions = self.sparse_map.get_or_insert_default();
                    regions.extend(number(value));
                }
                b"GNU.sparse.map" => {
                    let numbers = value.split(|byte| *byte == b',').map(number);
                    self.sparse_map = numbers.skip(1).step_by(2).collect();
                }
                _ => {}
            }
            records = rest;
        }
    }
}

/// What stands beside names, sizes and times: comments, attributes and owners, which may say
/// anything.
pub(super) fn note(mut records: &[u8], notes: &mut Notes) {
    const NUMBERS: &[&[u8]] = &[b"atime", b"ctime", b"gid", b"mtime", b"size", b"uid"];
    const LABELS: &[(&[u8], &str)] =
        &[(b"gname", "group"), (b"linkpath", "link"), (b"uname", "owner")];
    while let Some((key, value, rest)) = record(records) {
        let is_number = value.iter().all(|byte| byte.is_ascii_digit() || b"-.".contains(byte));
        let is_known = key == b"path" || key.starts_with(b"GNU.sparse.");
        if !(is_known || is_number && NUMBERS.contains(&key)) {
            let label = LABELS.iter().find(|(known, _)| *known == key);
            let other = String::from_utf8_lossy(key);
            notes.text(label.map_or(&other, |(_, label)| label), value);
        }
        records = rest;
    }
    notes.bytes("header", records);
}

/// The first record: its key, its value and what follows it.
fn record(records: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let space = memchr::memchr(b' ', &records[..records.len().min(20)])?;
    let length = usize::try_from(number(&records[..space])?).ok()?;
    let body = records.get(space + 1..length)?.strip_suffix(b"\n")?;
    let equals = memchr::memchr(b'=', body)?;
    Some((&body[..equals], &body[equals + 1..], &records[length..]))
}

/// A decimal number.
pub(super) fn number(digits: &[u8]) -> Option<u64> {
    str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_name_and_measure_the_next_entry() {
        let mut extensions = Extensions::default();
        extensions.pax(b"16 path=a/b.csv\n13 size=1234\n30 mtime=1350244992.023960108\n");
        assert_eq!(extensions.name.as_deref(), Some(&b"a/b.csv"[..]));
        assert_eq!(extensions.size, Some(1234));
    }

    #[test]
    fn broken_records_end_the_header() {
        for broken in [&b"999 path=a\n"[..], b"x", b"", b"5 a\n", b"0 =\n", b"9 path=ab"] {
            let mut extensions = Extensions::default();
            extensions.pax(broken);
            assert_eq!(extensions, Extensions::default());
        }
    }
}
