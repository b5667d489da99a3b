//! What somebody put behind the end of a file that says itself where it ends.

use std::io;
use std::ops::Range;

use crate::File;

/// Fewer bytes say nothing.
const BYTES_MIN: u64 = 8;
const CHUNK_BYTES: usize = 64 * 1024;

/// Where something begins behind `end`, zeros and white space aside.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn begins(file: &File, end: u64) -> io::Result<Option<u64>> {
    begins_within(file, end..file.length())
}

/// The same of a stretch of the file that nothing in it leads to.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn begins_within(file: &File, range: Range<u64>) -> io::Result<Option<u64>> {
    let mut chunk = vec![0; CHUNK_BYTES];
    let (mut at, end) = (range.start, range.end.min(file.length()));
    while at < end {
        let most = usize::try_from(end - at).unwrap_or(usize::MAX).min(CHUNK_BYTES);
        let read = file.read_at(at, &mut chunk[..most])?;
        let is_blank = |byte: &u8| *byte == 0 || byte.is_ascii_whitespace();
        match chunk[..read].iter().position(|byte| !is_blank(byte)) {
            Some(first) => {
                let begin = at + first as u64;
                return Ok((end - begin >= BYTES_MIN).then_some(begin));
            }
            None if read == 0 => break,
            None => at += read as u64,
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::{begins, begins_within};
    use crate::File;

    #[test]
    fn padding_is_nothing() {
        let begin = |bytes: &[u8]| {
            let file = File::new(Box::new(Cursor::new(bytes.to_vec()))).unwrap();
            begins(&file, 4).unwrap()
        };
        assert_eq!(begin(b"file"), None);
        assert_eq!(begin(b"file\0\0\0\n"), None);
        assert_eq!(begin(b"file\0\0short"), None);
        assert_eq!(begin(b"file\0\0long enough"), Some(6));
        let file = File::new(Box::new(Cursor::new(b"file\0\0long enough".to_vec()))).unwrap();
        assert_eq!(begins_within(&file, 4..14).unwrap(), Some(6));
        assert_eq!(begins_within(&file, 4..13).unwrap(), None);
        assert_eq!(begin(&[&[0; 100_000][..], b"long enough"].concat()), Some(100_000));
    }
}
