//! What the footer of a Parquet file says and its library leaves out: which columns are encrypted.
//!
//! The footer is written in Thrift's compact protocol, of which only as much is read as it takes to pass
//! over everything else.

/// Structures inside structures.
const DEPTH_MAX: u32 = 32;
/// Fields of the footer, of a group of rows and of a column.
const GROUPS: i64 = 4;
const COLUMNS: i64 = 1;
const ENCRYPTION: i64 = 8;

/// For each group of rows, whether each of its columns is encrypted; nothing where the footer breaks off.
pub(super) fn encrypted_columns(footer: &[u8]) -> Vec<Vec<bool>> {
    let mut compact = Compact { rest: footer };
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
                    columns.push(compact.column()?);
                    Some(())
                })
            })?;
            groups.push(columns);
            Some(())
        })
    });
    read.map_or_else(Vec::new, |()| groups)
}

/// Types of the protocol that are more than a number.
struct Kind;

impl Kind {
    const TRUE: u8 = 1;
    const FALSE: u8 = 2;
    const BYTE: u8 = 3;
    const DOUBLE: u8 = 7;
    const BINARY: u8 = 8;
    const LIST: u8 = 9;
    const SET: u8 = 10;
    const MAP: u8 = 11;
    const STRUCTURE: u8 = 12;
}

type EachField<'e, 'b> = dyn FnMut(&mut Compact<'b>, i64, u8) -> Option<()> + 'e;

struct Compact<'b> {
    rest: &'b [u8],
}

impl<'b> Compact<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn pass(&mut self, bytes: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn column(&mut self) -> Option<bool> {
        let mut is_encrypted = false;
        self.structure(2, &mut |compact, id, kind| {
            is_encrypted |= id == ENCRYPTION;
            compact.skip(kind, 3)
        })?;
        Some(is_encrypted)
    }

    /// Calls `each` with every field, whose value it has to take.
    fn structure(&mut self, depth: u32, each: &mut EachField<'_, 'b>) -> Option<()> {
        let mut id = 0i64;
        if depth > DEPTH_MAX {
            return None;
        }
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => {
                    let number = self.number()?;
                    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
                }
                more => id + i64::from(more),
            };
            each(self, id, head & 15)?;
        }
    }

    /// Calls `each` with the type of every element.
    fn list(&mut self, mut each: impl FnMut(&mut Self, u8) -> Option<()>) -> Option<()> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.number()?,
            few => u64::from(few),
        };
        (0..count).try_for_each(|_| each(self, head & 15))
    }

    fn skip(&mut self, kind: u8, depth: u32) -> Option<()> {
        match kind {
            // In a field the type is the value.
            Kind::TRUE | Kind::FALSE => Some(()),
            _ => self.skip_element(kind, depth),
        }
    }

    fn skip_element(&mut self, kind: u8, depth: u32) -> Option<()> {
        if depth > DEPTH_MAX {
            return None;
        }
        match kind {
            Kind::TRUE | Kind::FALSE | Kind::BYTE => self.pass(1),
            4..=6 => self.number().map(|_| ()),
            Kind::DOUBLE => self.pass(8),
            Kind::BINARY => {
                let length = self.number()?;
                self.pass(length)
            }
            Kind::LIST | Kind::SET => {
                self.list(|compact, kind| compact.skip_element(kind, depth + 1))
            }
            Kind::MAP => {
                let count = self.number()?;
                let kinds = if count > 0 { self.byte()? } else { 0 };
                (0..count).try_for_each(|_| {
                    self.skip_element(kinds >> 4, depth + 1)?;
                    self.skip_element(kinds & 15, depth + 1)
                })
            }
            Kind::STRUCTURE => {
                self.structure(depth + 1, &mut |compact, _, kind| compact.skip(kind, depth + 1))
            }
            _ => None,
        }
    }
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
