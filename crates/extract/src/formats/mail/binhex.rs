//! BinHex 4: files of old Macs in letters of mail. Six bits a letter, repeated bytes counted, and before
//! the file its name and the lengths of its two forks.

const LETTERS: &[u8; 64] = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";
/// Stands before a count of the byte before.
const REPEAT: u8 = 0x90;
/// Behind the name: a zero, type, creator, flags, two lengths, a sum.
const HEAD_BYTES: usize = 21;
const SUM_BYTES: usize = 2;

/// Takes lines in and gives the bytes of both forks, one behind the other.
#[derive(Default)]
pub(super) struct Decoder {
    bits: u32,
    count: u32,
    has_begun: bool,
    last: Option<u8>,
    is_count: bool,
    head: Vec<u8>,
    /// Bytes of the data that are left, of the sum, of the second fork.
    left: [u64; 3],
    is_known: bool,
}

impl Decoder {
    /// Decodes a line; whether it ends the file.
    pub(super) fn decode(&mut self, line: &[u8], into: &mut Vec<u8>) -> bool {
        for &letter in line {
            if letter == b':' {
                if std::mem::replace(&mut self.has_begun, true) {
                    return true;
                }
                continue;
            }
            let Some(value) = LETTERS.iter().position(|known| *known == letter) else { continue };
            if self.has_begun {
                self.bits = self.bits << 6 | value as u32;
                self.count += 6;
                if self.count >= 8 {
                    self.count -= 8;
                    self.byte((self.bits >> self.count) as u8, into);
                }
            }
        }
        false
    }

    /// A byte that may be a count.
    fn byte(&mut self, byte: u8, into: &mut Vec<u8>) {
        if std::mem::take(&mut self.is_count) {
            let Some(last) = self.last.filter(|_| byte > 0) else {
                self.last = Some(REPEAT);
                return self.put(REPEAT, into);
            };
            return (1..byte).for_each(|_| self.put(last, into));
        }
        if byte == REPEAT {
            self.is_count = true;
        } else {
            self.last = Some(byte);
            self.put(byte, into);
        }
    }

    fn put(&mut self, byte: u8, into: &mut Vec<u8>) {
        if !self.is_known {
            self.head.push(byte);
            let name = usize::from(self.head[0]);
            if self.head.len() == 1 + name + HEAD_BYTES {
                let long = |at: usize| {
                    let bytes = self.head[1 + name + at..].first_chunk().copied();
                    u64::from(bytes.map_or(0, u32::from_be_bytes))
                };
                self.left = [long(11), SUM_BYTES as u64, long(15)];
                self.is_known = true;
            }
            return;
        }
        let Some(part) = self.left.iter().position(|left| *left > 0) else { return };
        self.left[part] -= 1;
        if part != 1 {
            into.push(byte);
        }
    }
}
