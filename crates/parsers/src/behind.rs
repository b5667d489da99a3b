//! What somebody put behind the end of a file that says itself where it ends.

use std::io;

use crate::File;

/// Fewer bytes say nothing.
const BYTES_MIN: u64 = 8;
const CHUNK_BYTES: usize = 64 * 1024;

/// Where something begins behind `end`, zeros and white space aside.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn begins(file: &File, end: u64) -> io::Result<Option<u64>> {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut at = end;
    while at < file.length() {
        let read = file.read_at(at, &mut chunk)?;
        let is_blank = |byte: &u8| *byte == 0 || byte.is_ascii_whitespace();
        match chunk[..read].iter().position(|byte| !is_blank(byte)) {
            Some(first) => {
                let begin = at + first as u64;
                return Ok((file.length() - begin >= BYTES_MIN).then_some(begin));
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

    use super::begins;
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
        assert_eq!(begin(&[&[0; 100_000][..], b"long enough"].concat()), Some(100_000));
    }
}
