//! What the footer of a Parquet file says and its library leaves out: which columns are encrypted.

use super::compact::{Compact, Kind};

/// Fields of the footer, of a group of rows and of a column.
const GROUPS: i64 = 4;
const COLUMNS: i64 = 1;
const ENCRYPTION: i64 = 8;

/// For each group of rows, whether each of its columns is encrypted; nothing where the footer breaks off.
pub(super) fn encrypted_columns(footer: &[u8]) -> Vec<Vec<bool>> {
    let mut compact = Compact::new(footer);
    let mut groups = Vec::new();
    let read = compact.structure(0, &mut |compact, id, kind| {
        if (id, kind) != (GROUPS, Kind::LIST) {
            return compact.skip(kind, 1);
        }
        compact.list(|compact, _| {
            let mut columns = Vec::new();
            compact.structure(1, &mut |compact, id, kind| {
                if (id, kind) != (COLUMNS, Kind::LIST) {
                    return compact.skip(kind, 2);
                }
                compact.list(|compact, _| {
                    columns.push(is_encrypted(compact)?);
                    Some(())
                })
            })?;
            groups.push(columns);
            Some(())
        })
    });
    read.map_or_else(Vec::new, |()| groups)
}

fn is_encrypted(column: &mut Compact<'_>) -> Option<bool> {
    let mut is_encrypted = false;
    column.structure(2, &mut |compact, id, kind| {
        is_encrypted |= id == ENCRYPTION;
        compact.skip(kind, 3)
    })?;
    Some(is_encrypted)
}

#[cfg(test)]
mod tests {
    use super::encrypted_columns;

    /// A footer with a version, a name of three letters, and one group of two columns, the second of which
    /// names its key.
    const FOOTER: &[u8] = &[
        0x15, 2, 0x18, 3, b'a', b'b', b'c', 0x29, 0x1C, 0x19, 0x2C, 0x26, 8, 0, 0x26, 8, 0x6C,
        0x1C, 0, 0, 0, 0x16, 4, 0, 0,
    ];

    #[test]
    fn a_column_with_a_key_is_encrypted() {
        assert_eq!(encrypted_columns(FOOTER), [[false, true]]);
        for cut in 0..FOOTER.len() {
            assert!(encrypted_columns(&FOOTER[..cut]).is_empty());
        }
        assert!(encrypted_columns(&[0x1C; 1_000]).is_empty());
        assert!(encrypted_columns(&[0x19, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]).is_empty());
    }
}
