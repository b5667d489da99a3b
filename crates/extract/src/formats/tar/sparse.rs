//! Sparse files: the regions that are stored, and a line break for each hole.

use std::io::{self, BufRead, BufReader, Read};

use tar::GnuSparseHeader;

use super::BLOCK_BYTES;
use super::pax::number;

/// Regions of one sparse file; a file with more is taken for damaged.
const REGIONS_MAX: usize = 65_536;

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the map of a sparse file is damaged")
}

/// Appends the lengths of the regions that a header lists.
pub(super) fn add_regions(listed: &[GnuSparseHeader], regions: &mut Vec<u64>) -> io::Result<()> {
    for region in listed.iter().filter(|region| !region.is_empty()) {
        if regions.len() == REGIONS_MAX {
            return Err(damaged());
        }
        regions.push(region.length().map_err(|_| damaged())?);
    }
    Ok(())
}

/// Reads the map at the beginning of a content: a count, then an offset and a length for each
/// region, one number a line, filled up to a whole block.
pub(super) fn map_in_content(content: &mut impl Read) -> io::Result<Vec<u64>> {
    let mut lines = Blocks { content, block: [0; BLOCK_BYTES], at: BLOCK_BYTES };
    let count = lines.number()?;
    if count > REGIONS_MAX as u64 {
        return Err(damaged());
    }
    let mut regions = Vec::new();
    for _ in 0..count {
        lines.number()?;
        regions.push(lines.number()?);
    }
    Ok(regions)
}

/// Numbers in lines, read in whole blocks.
struct Blocks<'c, R> {
    content: &'c mut R,
    block: [u8; BLOCK_BYTES],
    at: usize,
}

impl<R: Read> Blocks<'_, R> {
    fn number(&mut self) -> io::Result<u64> {
        let mut digits = Vec::new();
        while digits.len() <= 20 {
            if self.at == BLOCK_BYTES {
                self.content.read_exact(&mut self.block)?;
                self.at = 0;
            }
            let byte = self.block[self.at];
            self.at += 1;
            if byte == b'\n' {
                return number(&digits).ok_or_else(damaged);
            }
            digits.push(byte);
        }
        Err(damaged())
    }
}

/// The stored regions, a line break between each two. Zeros at the end of a region are part of
/// the hole behind it: only whole blocks are ever left out.
pub(super) struct Packed<R> {
    content: BufReader<R>,
    regions: std::vec::IntoIter<u64>,
    left: u64,
    /// Something of the file has been handed out.
    begun: bool,
    hole: bool,
    /// Zeros that are held back, because the region may end with them.
    held: u64,
    /// Zeros that are in the middle of a region.
    due: u64,
}

impl<R: Read> Packed<R> {
    pub(super) fn new(content: R, regions: Vec<u64>) -> Self {
        let content = BufReader::new(content);
        let regions = regions.into_iter();
        Self { content, regions, left: 0, begun: false, hole: false, held: 0, due: 0 }
    }

    fn next_region(&mut self) {
        while self.left == 0 {
            // What the map leaves over is stored all the same.
            self.left = self.regions.next().unwrap_or(u64::MAX);
            self.hole = self.begun;
            self.held = 0;
        }
    }
}

impl<R: Read> Read for Packed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            if self.due > 0 {
                let zeros = into.len().min(usize::try_from(self.due).unwrap_or(usize::MAX));
                into[..zeros].fill(0);
                self.due -= zeros as u64;
                return Ok(zeros);
            }
            self.next_region();
            let stored = self.content.fill_buf()?;
            if stored.is_empty() {
                return Ok(0);
            }
            let most = stored.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
            let zeros = stored[..most].iter().take_while(|byte| **byte == 0).count();
            if zeros > 0 {
                self.content.consume(zeros);
                self.left -= zeros as u64;
                self.held += zeros as u64;
            } else if std::mem::take(&mut self.hole) {
                into[0] = b'\n';
                return Ok(1);
            } else if self.held > 0 {
                self.due = std::mem::take(&mut self.held);
            } else {
                let most = most.min(into.len());
                let length = memchr::memchr(0, &stored[..most]).unwrap_or(most);
                into[..length].copy_from_slice(&stored[..length]);
                self.content.consume(length);
                self.left -= length as u64;
                self.begun = true;
                return Ok(length);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(content: &[u8], regions: &[u64]) -> String {
        let mut text = String::new();
        Packed::new(content, regions.to_vec()).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_hole_is_a_line_break() {
        assert_eq!(packed(b"aabbb", &[2, 3]), "aa\nbbb");
        assert_eq!(packed(b"aabbb", &[2, 3, 0]), "aa\nbbb");
        assert_eq!(packed(b"", &[2]), "");
    }

    #[test]
    fn zeros_before_a_hole_belong_to_it() {
        assert_eq!(packed(b"a\0a\0bb\0b\0", &[4, 5]), "a\0a\nbb\0b");
        assert_eq!(packed(b"\0\0\0b", &[2, 2]), "\0b");
    }

    #[test]
    fn what_the_map_leaves_out_is_read_too() {
        assert_eq!(packed(b"aabbb", &[2]), "aa\nbbb");
        assert_eq!(packed(b"aabbb", &[]), "aabbb");
    }
}
