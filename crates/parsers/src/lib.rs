//! Readers of formats that need heavy libraries, or all of a file at hand: columnar files,
//! databases, documents. Each delivers segments with their places and ends with an outcome.
//!
//! They are meant to run in a process of their own: a hostile file may cost that process.

mod avro;
mod behind;
mod blob;
mod claims;
mod columnar;
mod file;
mod ole;
mod orc;
mod path;
mod pdf;
mod seven_zip;
mod sqlite;

use std::panic::{AssertUnwindSafe, catch_unwind};

use magpie_model::{DocumentReaders, Outcome, ReadSeek, Reason, SegmentSink};

pub use file::File;

/// Formats of the parts that readers begin inside a file, or refuse.
pub const PART_FORMATS: &[&str] =
    &["doc", "encrypted", "image", "msg", "ole", "pdf", "ppt", "remains", "table", "xls"];

/// One reader: takes a file, delivers segments, tells what became of it.
type Reader = fn(&File, &mut dyn SegmentSink) -> Outcome;

/// Every format that is read here, sorted by its name.
const READERS: &[(&str, Reader)] = &[
    ("7z", seven_zip::read),
    ("arrow", columnar::ipc::read),
    ("avro", avro::read),
    ("doc", ole::read),
    ("msg", ole::read),
    ("ole", ole::read),
    ("orc", orc::read),
    ("orc-rows", orc::rows::read),
    ("parquet", columnar::parquet::read),
    ("parquet-rows", columnar::rows::read),
    ("pdf", pdf::read),
    ("ppt", ole::read),
    ("sqlite", sqlite::read),
    ("xls", ole::read),
];

fn reader(format: &str) -> Option<Reader> {
    READERS.iter().find(|(name, _)| *name == format).map(|&(_, read)| read)
}

/// Whether [`read`] has a reader for this format.
pub fn reads(format: &str) -> bool {
    reader(format).is_some()
}

/// Reads one file of a format that [`reads`] named. A panic of a library ends the file, and what
/// was delivered before it stays.
pub fn read(format: &str, file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let Some(read) = reader(format) else {
        return Outcome::with_detail(Reason::UnsupportedFileType, "no reader for this format");
    };
    catch_unwind(AssertUnwindSafe(|| read(file, sink))).unwrap_or_else(|_| {
        let detail = "the reader of this format failed; what was read before it stays";
        Outcome::with_detail(Reason::ParserFailed, detail)
    })
}

/// The readers in this process, for small files: each is copied into memory. A reader that dies
/// takes its caller along.
#[derive(Clone, Copy, Debug, Default)]
pub struct InMemory;

/// A larger file is not copied.
const MEMORY_BYTES_MAX: u64 = 64 * 1024 * 1024;

impl DocumentReaders for InMemory {
    fn reads(&self, format: &'static str) -> bool {
        reads(format)
    }

    fn read(
        &self,
        format: &'static str,
        file: &mut dyn ReadSeek,
        sink: &mut dyn SegmentSink,
    ) -> Outcome {
        let mut bytes = Vec::new();
        let read = file.rewind().and_then(|()| {
            let mut part = std::io::Read::take(&mut *file, MEMORY_BYTES_MAX);
            std::io::Read::read_to_end(&mut part, &mut bytes)
        });
        match read {
            Ok(_) => {
                let is_cut = bytes.len() as u64 == MEMORY_BYTES_MAX
                    && std::io::Read::read(file, &mut [0]).is_ok_and(|more| more > 0);
                let outcome = read_bytes(format, bytes, sink);
                match is_cut {
                    true => Outcome::with_detail(
                        Reason::MemoryLimitReached,
                        "the file is larger than may be read in memory",
                    ),
                    false => outcome,
                }
            }
            Err(error) => Outcome::with_detail(Reason::ReadError, format!("{}", error.kind())),
        }
    }
}

fn read_bytes(format: &str, bytes: Vec<u8>, sink: &mut dyn SegmentSink) -> Outcome {
    match File::new(Box::new(std::io::Cursor::new(bytes))) {
        Ok(file) => read(format, &file, sink),
        Err(error) => Outcome::with_detail(Reason::ReadError, format!("{}", error.kind())),
    }
}

#[cfg(test)]
mod tests {
    use super::READERS;

    #[test]
    fn readers_are_sorted() {
        assert!(READERS.is_sorted_by_key(|(name, _)| *name));
    }
}
