//! Numbers and bytes in runs: the two ways in which ORC writes whole numbers, and bytes and bits.

use super::fields::varint;

/// Whole numbers, in the first way or the second.
pub(super) struct Numbers<'b> {
    bytes: &'b [u8],
    is_second: bool,
    is_signed: bool,
    run: Vec<i64>,
    at: usize,
}

impl<'b> Numbers<'b> {
    pub(super) fn new(bytes: &'b [u8], is_second: bool, is_signed: bool) -> Self {
        Self { bytes, is_second, is_signed, run: Vec::new(), at: 0 }
    }

    fn signed(&self, value: u64) -> i64 {
        if self.is_signed { unfold(value) } else { value.cast_signed() }
    }

    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u64> {
        varint(&mut self.bytes)
    }

    fn first_way(&mut self) -> Option<()> {
        let control = self.byte()?;
        if control < 0x80 {
            let delta = i64::from(self.byte()?.cast_signed());
            let mut value = self.varint().map(|value| self.signed(value))?;
            for _ in 0..usize::from(control) + 3 {
                self.run.push(value);
                value = value.wrapping_add(delta);
            }
        } else {
            for _ in 0..256 - usize::from(control) {
                let value = self.varint().map(|value| self.signed(value))?;
                self.run.push(value);
            }
        }
        Some(())
    }

    fn second_way(&mut self) -> Option<()> {
        let head = self.byte()?;
        if head >> 6 == 0 {
            let width = usize::from(head >> 3 & 7) + 1;
            let value = self.whole(width)?;
            let value = self.signed(value);
            self.run.extend(std::iter::repeat_n(value, usize::from(head & 7) + 3));
            return Some(());
        }
        let code = head >> 1 & 31;
        let length = (usize::from(head & 1) << 8 | usize::from(self.byte()?)) + 1;
        match head >> 6 {
            1 => {
                for value in self.packed(length, width(code))? {
                    let value = self.signed(value);
                    self.run.push(value);
                }
            }
            2 => self.patched(length, width(code))?,
            _ => self.deltas(length, if code == 0 { 0 } else { width(code) })?,
        }
        Some(())
    }

    /// A number in so many bytes, the highest first.
    fn whole(&mut self, width: usize) -> Option<u64> {
        let (bytes, rest) = self.bytes.split_at_checked(width)?;
        self.bytes = rest;
        Some(bytes.iter().fold(0, |value, &byte| value << 8 | u64::from(byte)))
    }

    /// Numbers of so many bits, the highest first, up to the end of a byte.
    fn packed(&mut self, count: usize, width: u32) -> Option<Vec<u64>> {
        let bytes = (count * width as usize).div_ceil(8);
        let (packed, rest) = self.bytes.split_at_checked(bytes)?;
        self.bytes = rest;
        let (mut held, mut bits, mut values) = (0u128, 0u32, Vec::with_capacity(count));
        let mut packed = packed.iter();
        for _ in 0..count {
            while bits < width {
                held = held << 8 | u128::from(*packed.next()?);
                bits += 8;
            }
            bits -= width;
            values.push((held >> bits) as u64);
            held &= (1 << bits) - 1;
        }
        Some(values)
    }

    /// Numbers over a base, some of which have higher bits in a list behind them.
    fn patched(&mut self, length: usize, width_bits: u32) -> Option<()> {
        let (third, fourth) = (self.byte()?, self.byte()?);
        let base_width = usize::from(third >> 5) + 1;
        let (patch_bits, gap_bits) = (width(third & 31), u32::from(fourth >> 5) + 1);
        let sign = 1u64 << (base_width * 8 - 1);
        let base = self.whole(base_width)?;
        let magnitude = (base & !sign).cast_signed();
        let base = if base & sign != 0 { magnitude.wrapping_neg() } else { magnitude };
        let mut values = self.packed(length, width_bits)?;
        let patches = self.packed(usize::from(fourth & 31), closest(gap_bits + patch_bits))?;
        let mut at = 0usize;
        for patch in patches {
            let mask = 1u64.checked_shl(patch_bits).map_or(u64::MAX, |bit| bit - 1);
            at += patch.checked_shr(patch_bits).unwrap_or(0) as usize;
            if let Some(value) = values.get_mut(at) {
                *value |= (patch & mask).checked_shl(width_bits).unwrap_or(0);
            }
        }
        self.run.extend(values.into_iter().map(|value| base.wrapping_add(value.cast_signed())));
        Some(())
    }

    /// Numbers by what they differ from the one before.
    fn deltas(&mut self, length: usize, width: u32) -> Option<()> {
        let mut value = self.varint().map(|value| self.signed(value))?;
        let first = unfold(self.varint()?);
        self.run.push(value);
        let deltas = match width {
            0 => vec![first.unsigned_abs(); length.saturating_sub(2)],
            _ => self.packed(length.saturating_sub(2), width)?,
        };
        if length > 1 {
            value = value.wrapping_add(first);
            self.run.push(value);
        }
        for delta in deltas {
            let delta = delta.cast_signed();
            value = if first < 0 { value.wrapping_sub(delta) } else { value.wrapping_add(delta) };
            self.run.push(value);
        }
        Some(())
    }
}

impl Iterator for Numbers<'_> {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        if self.at == self.run.len() {
            self.run.clear();
            self.at = 0;
            let read = if self.is_second { self.second_way() } else { self.first_way() };
            if read.is_none() {
                self.bytes = &[];
            }
        }
        let value = *self.run.get(self.at)?;
        self.at += 1;
        Some(value)
    }
}

/// Signs in the lowest bit.
pub(super) fn unfold(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ (value & 1).cast_signed().wrapping_neg()
}

/// Bits of a number, by their code.
fn width(code: u8) -> u32 {
    match code {
        0..=23 => u32::from(code) + 1,
        24..=27 => (u32::from(code) - 24) * 2 + 26,
        28..=30 => (u32::from(code) - 28) * 8 + 40,
        _ => 64,
    }
}

/// The next number of bits that has a code.
fn closest(bits: u32) -> u32 {
    (0..32).map(width).find(|width| *width >= bits).unwrap_or(64)
}

/// Bytes in runs.
pub(super) struct Octets<'b> {
    bytes: &'b [u8],
    left: usize,
    repeated: Option<u8>,
}

impl<'b> Octets<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, left: 0, repeated: None }
    }

    fn take(&mut self) -> Option<u8> {
        let (&byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(byte)
    }
}

impl Iterator for Octets<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        if self.left == 0 {
            let control = self.take()?;
            if control < 0x80 {
                (self.left, self.repeated) = (usize::from(control) + 3, Some(self.take()?));
            } else {
                (self.left, self.repeated) = (256 - usize::from(control), None);
            }
        }
        self.left -= 1;
        self.repeated.or_else(|| self.take())
    }
}

/// Bits, the highest of each byte first.
pub(super) fn bits(bytes: &[u8]) -> impl Iterator<Item = bool> {
    Octets::new(bytes).flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 != 0))
}

#[cfg(test)]
mod tests {
    use super::{Numbers, Octets, bits};

    fn second(bytes: &[u8], is_signed: bool) -> Vec<i64> {
        Numbers::new(bytes, true, is_signed).collect()
    }

    #[test]
    fn numbers_are_as_the_specification_shows_them() {
        assert_eq!(Numbers::new(&[0x61, 0, 7], false, false).collect::<Vec<_>>(), [7; 100]);
        let down: Vec<i64> = (1..=100).rev().collect();
        assert_eq!(Numbers::new(&[0x61, 0xFF, 0x64], false, false).collect::<Vec<_>>(), down);
        let literals = Numbers::new(&[0xFB, 2, 3, 6, 7, 0xB], false, false);
        assert_eq!(literals.collect::<Vec<_>>(), [2, 3, 6, 7, 11]);
        assert_eq!(second(&[0x0A, 0x27, 0x10], false), [10_000; 5]);
        let direct = [0x5E, 3, 0x5C, 0xA1, 0xAB, 0x1E, 0xDE, 0xAD, 0xBE, 0xEF];
        assert_eq!(second(&direct, false), [23_713, 43_806, 57_005, 48_879]);
        let patched = [
            0x8E, 0x09, 0x2B, 0x21, 0x07, 0xD0, 0x1E, 0x00, 0x14, 0x70, 0x28, 0x32, 0x3C, 0x46,
            0x50, 0x5A, 0xFC, 0xE8,
        ];
        assert_eq!(
            second(&patched, false),
            [2030, 2000, 2020, 1_000_000, 2040, 2050, 2060, 2070, 2080, 2090]
        );
        let deltas = [0xC6, 9, 2, 2, 0x22, 0x42, 0x42, 0x46];
        assert_eq!(second(&deltas, false), [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
    }

    #[test]
    fn runs_that_end_early_end() {
        assert_eq!(second(&[0x5E, 0xFF, 1], false), Vec::<i64>::new());
        assert_eq!(Octets::new(&[0x61, 0, 0xFE, 0x44, 0x45]).count(), 102);
        assert_eq!(
            bits(&[0xFF, 0x80]).collect::<Vec<_>>(),
            [true, false, false, false, false, false, false, false]
        );
        assert_eq!(Octets::new(&[0xFE, 1]).count(), 1);
    }
}
