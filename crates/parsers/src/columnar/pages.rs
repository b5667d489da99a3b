//! What the pages of a Parquet column are said to hold: in the head of each, and in the index of all.

use parquet::file::metadata::ColumnChunkMetaData;

use super::compact::{Compact, Kind};
use crate::File;

/// Bytes in which the head of a page is looked for; where it goes on, in as many more as it may have.
const HEAD_BYTES: [u64; 2] = [4 * 1024, 1024 * 1024];
/// Pages of one column whose heads are looked at.
const PAGES_MAX: usize = 100_000;
/// A longer index is not read.
const INDEX_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Fields of the head of a page.
const STORED_BYTES: i64 = 3;
const DATA: i64 = 5;
const DATA_SECOND: i64 = 8;
/// Fields of those: what is said of the values.
const SAID: i64 = 5;
const SAID_SECOND: i64 = 8;
/// Fields of that: the greatest and the least, as they were written first and as they are now.
const VALUES: [i64; 4] = [1, 2, 5, 6];
/// Fields of the index: the least and the greatest of each page.
const INDEX_VALUES: [i64; 2] = [2, 3];

/// Gives the values that are said to be in the pages of a column. What is damaged is passed over: that
/// a column is, its rows tell.
pub(super) fn claimed(file: &File, chunk: &ColumnChunkMetaData, give: &mut dyn FnMut(&[u8])) {
    let begin = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
    if let (Ok(begin), Ok(length)) = (u64::try_from(begin), u64::try_from(chunk.compressed_size()))
    {
        heads(file, begin, begin.saturating_add(length).min(file.length()), give);
    }
    let index = chunk.column_index_offset().zip(chunk.column_index_length());
    if let Some((at, length)) = index
        && let (Ok(at), Ok(length)) = (u64::try_from(at), u64::try_from(length))
        && length <= INDEX_BYTES_MAX
        && let Ok(bytes) = file.bytes_at(at, length as usize)
    {
        let _ = index_values(&bytes, give);
    }
}

fn heads(file: &File, mut at: u64, end: u64, give: &mut dyn FnMut(&[u8])) {
    for _ in 0..PAGES_MAX {
        let read = HEAD_BYTES.iter().find_map(|&most| {
            let most = most.min(end.checked_sub(at)?);
            let bytes = file.bytes_at(at, most as usize).ok()?;
            head(&bytes).map(|(length, values)| {
                values.into_iter().for_each(&mut *give);
                length
            })
        });
        match read.and_then(|length| at.checked_add(length)) {
            Some(next) if next < end => at = next,
            _ => return,
        }
    }
}

/// How long a page is with its head, and the values that are said to be in it.
fn head(bytes: &[u8]) -> Option<(u64, Vec<&[u8]>)> {
    let mut compact = Compact::new(bytes);
    let (mut stored, mut values) = (None, Vec::new());
    compact.structure(0, &mut |compact, id, kind| match (id, kind) {
        (STORED_BYTES, Kind::INT32) => {
            stored = Some(compact.signed()?);
            Some(())
        }
        (DATA, Kind::STRUCTURE) => said(compact, SAID, &mut values),
        (DATA_SECOND, Kind::STRUCTURE) => said(compact, SAID_SECOND, &mut values),
        _ => compact.skip(kind, 1),
    })?;
    let length = (bytes.len() - compact.rest().len()) as u64;
    Some((length.checked_add(u64::try_from(stored?).ok()?)?, values))
}

/// The values in one field of a structure.
fn said<'b>(compact: &mut Compact<'b>, field: i64, values: &mut Vec<&'b [u8]>) -> Option<()> {
    compact.structure(1, &mut |compact, id, kind| {
        if (id, kind) != (field, Kind::STRUCTURE) {
            return compact.skip(kind, 2);
        }
        compact.structure(2, &mut |compact, id, kind| {
            if kind != Kind::BINARY || !VALUES.contains(&id) {
                return compact.skip(kind, 3);
            }
            values.push(compact.binary()?);
            Some(())
        })
    })
}

fn index_values(bytes: &[u8], give: &mut dyn FnMut(&[u8])) -> Option<()> {
    Compact::new(bytes).structure(0, &mut |compact, id, kind| {
        if kind != Kind::LIST || !INDEX_VALUES.contains(&id) {
            return compact.skip(kind, 1);
        }
        compact.list(|compact, kind| {
            if kind != Kind::BINARY {
                return None;
            }
            give(compact.binary()?);
            Some(())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{head, index_values};

    /// A data page of 7 bytes whose values are said to go from `ab` to `cd`.
    const HEAD: &[u8] = &[
        0x15, 0, 0x15, 14, 0x15, 14, 0x2C, 0x15, 4, 0x15, 0, 0x15, 6, 0x15, 6, 0x1C, 0x58, 2, b'c',
        b'd', 0x18, 2, b'a', b'b', 0, 0, 0, 0xEE,
    ];

    #[test]
    fn the_head_of_a_page_says_its_length_and_its_values() {
        let (length, values) = head(HEAD).unwrap();
        assert_eq!((length, values), (HEAD.len() as u64 - 1 + 7, vec![&b"cd"[..], b"ab"]));
        for cut in 0..HEAD.len() - 1 {
            assert!(head(&HEAD[..cut]).is_none(), "{cut}");
        }
    }

    #[test]
    fn the_index_says_the_values_of_every_page() {
        let index =
            [0x19, 0x22, 2, 2, 0x19, 0x28, 1, b'a', 1, b'c', 0x19, 0x28, 1, b'b', 1, b'd', 0];
        let mut values = Vec::new();
        index_values(&index, &mut |value| values.extend_from_slice(value)).unwrap();
        assert_eq!(values, b"acbd");
    }
}
