//! OLE compound files: Word, Excel and PowerPoint before 2007, Outlook messages, and what else is
//! kept in one. What no reader knows in it is a part of its own, so that nothing is left out in
//! silence.

mod blips;
mod compound;
mod doc;
mod lzfu;
mod macros;
mod msg;
mod ppt;
mod properties;
mod rest;
mod unused;
mod xls;

use std::io::Read;
use std::path::Path;

use magpie_model::{Outcome, Place, Reason, Segment, SegmentSink};

use self::compound::{Compound, Entry};
pub(crate) use self::msg::date;
use crate::{File, blob};

/// Bytes of one stream that are held; what is longer is cut there.
const STREAM_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Bytes of a file whose directory is broken that are looked at for printable runs.
const RUNS_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Storages in storages that are followed.
const STORAGES_MAX: u32 = 16;
/// Bytes of running text in one segment.
const TEXT_BYTES_MAX: usize = 64 * 1024;

pub(crate) fn read(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let Some(compound) = Compound::open(file) else { return runs(file, sink) };
    let gaps = Gaps { damaged: compound.damaged, ..Gaps::default() };
    let mut ole = Ole { compound, sink, gaps, depth: 0 };
    match ole.storage(Path::new("/")).and_then(|()| unused::read(&mut ole)) {
        Ok(()) => ole.gaps.outcome(),
        Err(outcome) => outcome,
    }
}

/// What is left of a file whose directory cannot be followed.
fn runs(file: &File, sink: &mut dyn SegmentSink) -> Outcome {
    let length = file.length().min(RUNS_BYTES_MAX) as usize;
    let Ok(bytes) = file.bytes_at(0, length) else {
        return Outcome::with_detail(Reason::ReadError, "the file could not be read");
    };
    let give = |_: usize, run: &str| {
        sink.segment(&Segment { text: run.as_bytes(), place: Place::Text, label: None })
    };
    match blob::runs(&bytes, give) {
        Ok(()) => malformed("the file's directory is damaged; its printable runs were read"),
        Err(outcome) => outcome,
    }
}

fn malformed(detail: &str) -> Outcome {
    Outcome::with_detail(Reason::MalformedFile, detail)
}

/// What of a document could not be read.
#[derive(Default)]
struct Gaps {
    encrypted: bool,
    damaged: u64,
    cut: u64,
    /// Pictures, objects and attachments that were not read in full.
    objects: u64,
}

impl Gaps {
    fn outcome(&self) -> Outcome {
        if self.encrypted {
            let detail = "a password is needed to open the document";
            return Outcome::with_detail(Reason::EncryptedContent, detail);
        }
        if self.damaged > 0 {
            let detail = format!("{} streams or records are damaged", self.damaged);
            return Outcome::with_detail(Reason::MalformedFile, detail);
        }
        if self.cut > 0 {
            let detail = format!("{} streams or texts were read up to their limit", self.cut);
            return Outcome::with_detail(Reason::MemoryLimitReached, detail);
        }
        if self.objects > 0 {
            let detail =
                format!("{} pictures, objects or attachments were not read in full", self.objects);
            return Outcome::with_detail(Reason::EmbeddedContentNotRead, detail);
        }
        Outcome::COMPLETE
    }
}

/// One compound file being read, or one part of it.
struct Ole<'s> {
    compound: Compound,
    sink: &'s mut dyn SegmentSink,
    gaps: Gaps,
    depth: u32,
}

impl Ole<'_> {
    /// Reads the document that a storage holds, with all inside it.
    fn storage(&mut self, path: &Path) -> Result<(), Outcome> {
        let names: Vec<String> = self.entries(path).into_iter().map(|entry| entry.name).collect();
        match kind(&names) {
            "doc" => doc::read(self, path),
            "msg" => msg::read(self, path),
            "ppt" => ppt::read(self, path),
            "xls" => xls::read(self, path),
            "encrypted" => {
                self.gaps.encrypted = true;
                rest::read(self, path, &["EncryptedPackage", "EncryptionInfo"])
            }
            _ => rest::read(self, path, &[]),
        }
    }

    /// What is in a storage.
    fn entries(&self, path: &Path) -> Vec<Entry> {
        self.compound.children(path)
    }

    /// A stream's bytes, as far as they can be read; `None` when there is no such stream.
    fn stream(&mut self, path: &Path, name: &str) -> Option<Vec<u8>> {
        let content = self.compound.content(&path.join(name), STREAM_BYTES_MAX)?;
        self.gaps.cut += u64::from(content.is_cut);
        self.gaps.damaged += u64::from(content.is_damaged);
        Some(content.bytes)
    }

    /// Text with a label, at no line of the document's own.
    fn labelled(&mut self, label: &str, text: &str) -> Result<(), Outcome> {
        self.placed(label, text, Place::Element)
    }

    fn placed(&mut self, label: &str, text: &str, place: Place) -> Result<(), Outcome> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let label = Some(self.sink.label(label));
        self.sink.segment(&Segment { text: text.as_bytes(), place, label })
    }

    /// Running text.
    fn plain(&mut self, text: &str) -> Result<(), Outcome> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.sink.segment(&Segment { text: text.as_bytes(), place: Place::Text, label: None })
    }

    /// A file inside.
    fn file(&mut self, name: &str, bytes: &mut dyn Read) -> Result<(), Outcome> {
        let outcome = self.sink.file(name, bytes);
        self.gaps.objects += u64::from(outcome != Outcome::COMPLETE);
        self.sink.pass(0)
    }

    /// A storage inside that is a document of its own.
    fn part(&mut self, name: &str, path: &Path, format: &'static str) -> Result<(), Outcome> {
        if self.depth >= STORAGES_MAX {
            let outcome = Outcome::with_detail(
                Reason::ArchiveNestingLevelOverLimit,
                "documents lie in documents deeper than the limit",
            );
            self.sink.refuse(name, format, outcome);
            self.gaps.objects += 1;
            return Ok(());
        }
        self.sink.begin(name, format)?;
        self.depth += 1;
        let outer = std::mem::take(&mut self.gaps);
        let read = self.storage(path);
        let inner = std::mem::replace(&mut self.gaps, outer).outcome();
        self.depth -= 1;
        self.gaps.objects += u64::from(inner != Outcome::COMPLETE);
        self.sink.end(read.clone().err().unwrap_or(inner))?;
        read
    }
}

/// The kind of document that a storage with these names holds.
fn kind(names: &[String]) -> &'static str {
    const KINDS: &[(&str, &str)] = &[
        ("EncryptedPackage", "encrypted"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
        ("__properties_version1.0", "msg"),
    ];
    let has = |stream: &str| names.iter().any(|name| name == stream);
    KINDS.iter().find(|(stream, _)| has(stream)).map_or("ole", |(_, kind)| kind)
}

/// Numbers and slices at a place; `None` beyond the end.
trait At {
    fn u16(&self, at: usize) -> Option<u16>;
    fn u32(&self, at: usize) -> Option<u32>;
    fn part(&self, at: usize, length: usize) -> Option<&[u8]>;
}

impl At for [u8] {
    fn u16(&self, at: usize) -> Option<u16> {
        self.part(at, 2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn u32(&self, at: usize) -> Option<u32> {
        self.part(at, 4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn part(&self, at: usize, length: usize) -> Option<&[u8]> {
        self.get(at..at.checked_add(length)?)
    }
}

/// UTF-16 of the lower byte first.
fn wide(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect()
}

/// Text of one byte or more a character, in the code page of that number.
fn narrow(bytes: &[u8], code_page: u32) -> String {
    code_page_of(code_page).decode_without_bom_handling(bytes).0.into_owned()
}

fn code_page_of(number: u32) -> &'static encoding_rs::Encoding {
    match number {
        932 => encoding_rs::SHIFT_JIS,
        936 | 54936 => encoding_rs::GB18030,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        874 => encoding_rs::WINDOWS_874,
        866 => encoding_rs::IBM866,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 | 28599 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 | 32768 => encoding_rs::MACINTOSH,
        20866 => encoding_rs::KOI8_R,
        21866 => encoding_rs::KOI8_U,
        28592 => encoding_rs::ISO_8859_2,
        28595 => encoding_rs::ISO_8859_5,
        28597 => encoding_rs::ISO_8859_7,
        28605 => encoding_rs::ISO_8859_15,
        50220..=50222 => encoding_rs::ISO_2022_JP,
        51932 => encoding_rs::EUC_JP,
        65001 => encoding_rs::UTF_8,
        _ => encoding_rs::WINDOWS_1252,
    }
}
