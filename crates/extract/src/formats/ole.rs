//! Which document an OLE compound file is, told by the names in its root and by its class id.

use std::io::{self, SeekFrom};

use magpie_model::ReadSeek;

/// Sectors of the directory that are looked at.
const DIRECTORY_SECTORS: usize = 64;
/// Bytes of one entry of the directory.
const ENTRY_BYTES: usize = 128;
/// Places of the allocation table that the header holds.
const TABLE_PLACES: usize = 109;

/// A stream that only one kind of document has, the document, and the beginning of its class id.
const DOCUMENTS: &[(&str, &str, [u8; 4])] = &[
    ("WordDocument", "doc", [0x06, 0x09, 0x02, 0x00]),
    ("Workbook", "xls", [0x20, 0x08, 0x02, 0x00]),
    ("Book", "xls", [0x10, 0x08, 0x02, 0x00]),
    ("PowerPoint Document", "ppt", [0x10, 0x8D, 0x81, 0x64]),
    ("__properties_version1.0", "msg", [0x0B, 0x0D, 0x02, 0x00]),
];

/// The format, `ole` for a compound file of any other kind. Leaves the file at any place.
pub(super) fn document_format(file: &mut dyn ReadSeek) -> &'static str {
    let directory = directory(file).unwrap_or_default();
    let names = root(&directory);
    let found: Vec<_> =
        DOCUMENTS.iter().filter(|(stream, ..)| names.iter().any(|name| name == stream)).collect();
    let class = directory.first().map(|entry| &entry[80..84]);
    let by_class = found.iter().find(|(.., id)| class == Some(&id[..]));
    by_class.or(found.first()).map_or("ole", |(_, format, _)| format)
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(bytes) as usize)
}

/// The entries of the directory, as far as they are found.
fn directory(file: &mut dyn ReadSeek) -> io::Result<Vec<[u8; ENTRY_BYTES]>> {
    let mut header = [0; 512];
    file.rewind()?;
    file.read_exact(&mut header)?;
    let sector_bytes = if header[30] == 12 { 4096 } else { 512 };
    let mut sector = vec![0; sector_bytes];
    let mut read = |number: usize, sector: &mut Vec<u8>| {
        file.seek(SeekFrom::Start((number as u64 + 1) * sector_bytes as u64))?;
        file.read_exact(sector)
    };
    let mut entries = Vec::new();
    let mut next = number(&header, 48);
    for _ in 0..DIRECTORY_SECTORS {
        let Some(now) = next else { break };
        if read(now, &mut sector).is_err() {
            break;
        }
        entries.extend(sector.as_chunks::<ENTRY_BYTES>().0);
        let table = now / (sector_bytes / 4);
        next = match (table < TABLE_PLACES).then(|| number(&header, 76 + table * 4)).flatten() {
            Some(place) if read(place, &mut sector).is_ok() => {
                number(&sector, now % (sector_bytes / 4) * 4)
            }
            _ => None,
        };
    }
    Ok(entries)
}

/// The names in the root; of a directory whose tree is broken, all names.
fn root(entries: &[[u8; ENTRY_BYTES]]) -> Vec<String> {
    let mut names = Vec::new();
    let mut waiting: Vec<usize> = entries.first().and_then(|e| number(e, 76)).into_iter().collect();
    while let Some(entry) = waiting.pop().and_then(|index| entries.get(index)) {
        names.push(name(entry));
        if names.len() > entries.len() {
            return entries.iter().map(name).collect();
        }
        let siblings = [number(entry, 68), number(entry, 72)];
        waiting.extend(siblings.into_iter().flatten().filter(|&index| index < entries.len()));
    }
    if names.is_empty() { entries.iter().map(name).collect() } else { names }
}

fn name(entry: &[u8; ENTRY_BYTES]) -> String {
    let units = entry[..64].as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
    char::decode_utf16(units.take_while(|&unit| unit != 0))
        .map(|c| c.unwrap_or('\u{FFFD}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::document_format;

    fn fixture(name: &str) -> Vec<u8> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/formats/ole/");
        std::fs::read(format!("{folder}{name}")).unwrap()
    }

    #[test]
    fn documents_are_told_apart_by_their_streams() {
        for (name, want) in [
            ("letter.doc", "doc"),
            ("xlwt.xls", "xls"),
            ("sheetjs_biff5.xls", "xls"),
            ("slides.ppt", "ppt"),
        ] {
            assert_eq!(document_format(&mut Cursor::new(fixture(name))), want, "{name}");
        }
    }

    #[test]
    fn a_directory_that_runs_in_a_circle_is_any_compound_file() {
        let mut bytes = fixture("xlwt.xls");
        // Every byte of the allocation table and of the directory's links points back.
        let length = bytes.len();
        bytes[512..].fill(0);
        assert_eq!(document_format(&mut Cursor::new(&bytes[..])), "ole");
        bytes.truncate(600.min(length));
        assert_eq!(document_format(&mut Cursor::new(&bytes[..])), "ole");
    }
}
