//! The rows of a data file in CSV: no header, gzip, keys URL-encoded.

use std::io::{BufRead as _, BufReader, Read};
use std::ops::ControlFlow;

use csv_core::{ReadFieldResult, Reader};
use flate2::read::MultiGzDecoder;

use super::row::{Column, Row};
use crate::s3::decode_key;

/// No column of an inventory is longer: keys have 1 KiB, access lists some KiB.
const FIELD_BYTES_MAX: usize = 1 << 20;

/// Steps in which the text is decoded.
const STEP_BYTES: usize = 256 * 1024;

/// Hands over every row until one breaks off; the error says what is wrong, and in which row.
pub(super) fn rows(
    compressed: impl Read,
    columns: &[Option<Column>],
    each: &mut dyn FnMut(&Row) -> Result<ControlFlow<()>, String>,
) -> Result<ControlFlow<()>, String> {
    let mut input = BufReader::with_capacity(STEP_BYTES, MultiGzDecoder::new(compressed));
    let mut reader = Reader::new();
    let mut field = vec![0; 4096];
    let (mut length, mut at, mut number) = (0, 0, 1u64);
    let mut row = Row::default();
    loop {
        let text = input.fill_buf().map_err(|error| format!("it cannot be unpacked: {error}"))?;
        let (result, read, written) = reader.read_field(text, &mut field[length..]);
        input.consume(read);
        length += written;
        let ends = match result {
            ReadFieldResult::InputEmpty => continue,
            ReadFieldResult::OutputFull if length < FIELD_BYTES_MAX => {
                field.resize(field.len() * 2, 0);
                continue;
            }
            ReadFieldResult::OutputFull => {
                return Err(format!(
                    "row {number} has a column of more than {FIELD_BYTES_MAX} bytes"
                ));
            }
            ReadFieldResult::End => return Ok(ControlFlow::Continue(())),
            ReadFieldResult::Field { record_end } => record_end,
        };
        if let Some(column) = columns.get(at).copied().flatten() {
            let value = std::str::from_utf8(&field[..length])
                .map_err(|_| format!("row {number} is not UTF-8"))?;
            let value = if column == Column::Key { decode_key(value) } else { value.to_owned() };
            row.set(column, value);
        }
        (length, at) = (0, at + 1);
        if !ends {
            continue;
        }
        if at != columns.len() {
            return Err(format!(
                "row {number} has {at} columns, and fileSchema names {}",
                columns.len()
            ));
        }
        if each(&row).map_err(|problem| format!("row {number}: {problem}"))?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        (row, at, number) = (Row::default(), 0, number + 1);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::super::row::Entry;
    use super::*;

    const COLUMNS: [Option<Column>; 4] =
        [Some(Column::Bucket), Some(Column::Key), None, Some(Column::Size)];

    fn packed(text: &str) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }

    fn keys(compressed: &[u8]) -> Result<Vec<String>, String> {
        let mut keys = Vec::new();
        let flow = rows(compressed, &COLUMNS, &mut |row| {
            if let Entry::Current(listed) = row.entry(&"b".into())? {
                keys.push(listed.object.key);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        assert!(flow.is_continue());
        Ok(keys)
    }

    #[test]
    fn keys_are_decoded_and_quotes_undone() {
        let text = "\"b\",\"a%2Cb%22+c/%C3%BC\",\"x,\n\"\"y\",\"1\"\n\"b\",\"plain\",\"\",\"2\"\n";
        assert_eq!(keys(&packed(text)).unwrap(), ["a,b\" c/ü", "plain"]);
        assert!(keys(&packed("")).unwrap().is_empty());
    }

    #[test]
    fn a_long_column_is_read_and_one_without_end_is_not() {
        let long = "y".repeat(100_000);
        assert_eq!(keys(&packed(&format!("b,k,{long},1\n"))).unwrap(), ["k"]);
        let endless = "y".repeat(FIELD_BYTES_MAX + 1);
        assert!(keys(&packed(&format!("b,k,{endless},1\n"))).is_err());
    }

    #[test]
    fn a_row_that_does_not_fit_the_schema_is_named() {
        let said = keys(&packed("b,k,x,1\nb,k,1\n")).unwrap_err();
        assert!(said.contains("row 2") && said.contains("3 columns"), "{said}");
        let said = keys(&packed("b,k,x,1\nc,k,x,1\n")).unwrap_err();
        assert!(said.contains("row 2"), "{said}");
        let mut cut = packed(&"b,k,x,1\n".repeat(1000));
        cut.truncate(cut.len() - 9);
        assert!(keys(&cut).unwrap_err().contains("unpacked"));
    }
}
