//! Thrift's compact protocol, in which Parquet describes itself: as much of it as it takes to find some
//! fields and to pass over everything else.

/// Structures inside structures.
const DEPTH_MAX: u32 = 32;

/// Types of the protocol that are more than a number.
pub(super) struct Kind;

impl Kind {
    pub(super) const TRUE: u8 = 1;
    const FALSE: u8 = 2;
    const BYTE: u8 = 3;
    pub(super) const INT32: u8 = 5;
    const DOUBLE: u8 = 7;
    pub(super) const BINARY: u8 = 8;
    pub(super) const LIST: u8 = 9;
    const SET: u8 = 10;
    const MAP: u8 = 11;
    pub(super) const STRUCTURE: u8 = 12;
}

pub(super) type EachField<'e, 'b> = dyn FnMut(&mut Compact<'b>, i64, u8) -> Option<()> + 'e;

pub(super) struct Compact<'b> {
    rest: &'b [u8],
}

impl<'b> Compact<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What was not taken yet.
    pub(super) fn rest(&self) -> &'b [u8] {
        self.rest
    }

    /// The bytes of a text.
    pub(super) fn binary(&mut self) -> Option<&'b [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// A number with a sign.
    pub(super) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn pass(&mut self, bytes: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    pub(super) fn number(&mut self) -> Option<u64> {
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

    /// Calls `each` with every field, whose value it has to take.
    pub(super) fn structure(&mut self, depth: u32, each: &mut EachField<'_, 'b>) -> Option<()> {
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
                0 => self.signed()?,
                more => id + i64::from(more),
            };
            each(self, id, head & 15)?;
        }
    }

    /// Calls `each` with the type of every element.
    pub(super) fn list(&mut self, mut each: impl FnMut(&mut Self, u8) -> Option<()>) -> Option<()> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.number()?,
            few => u64::from(few),
        };
        (0..count).try_for_each(|_| each(self, head & 15))
    }

    pub(super) fn skip(&mut self, kind: u8, depth: u32) -> Option<()> {
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
            Kind::BINARY => self.binary().map(|_| ()),
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
