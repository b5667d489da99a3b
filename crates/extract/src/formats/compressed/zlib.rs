//! zlib: one stream or several, one behind the other.

use std::io::{self, BufRead, Read};

use flate2::{Decompress, FlushDecompress, Status};

use super::Input;

pub(super) struct Streams<'s> {
    input: Input<'s>,
    stream: Option<Decompress>,
}

impl<'s> Streams<'s> {
    pub(super) fn new(input: Input<'s>) -> Self {
        Self { input, stream: Some(Decompress::new(true)) }
    }
}

impl Read for Streams<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !into.is_empty()
            && let Some(stream) = &mut self.stream
        {
            let bytes = self.input.fill_buf()?;
            let is_end = bytes.is_empty();
            let (taken, given) = (stream.total_in(), stream.total_out());
            let step = stream.decompress(bytes, into, FlushDecompress::None);
            let taken = (stream.total_in() - taken) as usize;
            let given = (stream.total_out() - given) as usize;
            self.input.consume(taken);
            match step.map_err(|_| io::ErrorKind::InvalidData)? {
                Status::StreamEnd => match begins(self.input.fill_buf()?) {
                    true => *stream = Decompress::new(true),
                    false => self.stream = None,
                },
                // The stream is cut.
                _ if given == 0 && (is_end || taken == 0) => {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                _ => {}
            }
            if given > 0 {
                return Ok(given);
            }
        }
        Ok(0)
    }
}

/// Whether bytes are the beginning of a stream, or of its first two bytes.
fn begins(bytes: &[u8]) -> bool {
    match bytes {
        [method, flags, ..] => {
            method & 15 == 8 && (u16::from(*method) << 8 | u16::from(*flags)).is_multiple_of(31)
        }
        [method] => method & 15 == 8,
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use crate::formats::observed::observe;

    fn stream(text: &str) -> Vec<u8> {
        let mut encoder =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn streams_one_behind_the_other_are_one_text() {
        let long: String = (0..40_000).map(|n| format!("{} ", n * 7919)).collect();
        let (first, second) = (stream("first needle\n"), stream(&format!("{long}needle")));
        let seen = observe("a.zz", &[&first[..], &second].concat(), &["needle"]);
        assert_eq!((seen.found.len(), &seen.ledger()[1][..]), (2, "|zlib|complete|"));
        for cut in [1, 2, 5, second.len() / 2, second.len() - 1] {
            let half = [&first[..], &second[..cut]].concat();
            let seen = observe("a.zz", &half, &["needle"]);
            assert_eq!(seen.ledger()[1], "|zlib|partial|MALFORMED_FILE", "{cut}");
            assert!(!seen.found.is_empty());
        }
        let behind = [&first[..], b"something else"].concat();
        let seen = observe("a.zz", &behind, &["needle"]);
        assert_eq!(seen.ledger()[1], "|zlib|partial|MALFORMED_FILE");
    }
}
