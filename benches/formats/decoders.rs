//! Plain decoders: each reads a whole file with the library that Magpie uses for it, or where Magpie
//! has a reader of its own with another well-known one, and drops what it reads.

use std::io::{BufReader, Cursor, Read};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use bytes::Bytes;
use csv_core::ReadRecordResult;
use quick_xml::events::Event;

use crate::clock::{self, Cost};
use crate::name_of;

const BUFFER_BYTES: usize = 64 * 1024;

/// A way to read a file.
pub(crate) struct Decoder {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) read: fn(&[u8], &Path) -> Cost,
    /// Whether the bytes are text that could be searched as they are.
    pub(crate) is_text: bool,
    /// Whether it runs in a process of its own, in Python.
    pub(crate) is_python: bool,
}

/// Names of libraries, and what reads with them.
type Library = (&'static str, &'static str, &'static str, fn(&[u8]));

/// By the ending of the file's name. Versions are those of the workspace's lock file.
const LIBRARIES: &[Library] = &[
    (".csv", "csv-core", "0.1.13", table),
    (".jsonl", "serde_json", "1", json_lines),
    (".json", "serde_json", "1", json),
    (".log", "memchr lines", "2.8", lines),
    (".xml", "quick-xml", "0.42", markup),
    (".html", "quick-xml", "0.42", markup),
    (".gz", "flate2", "1.1", |bytes| drain(flate2::bufread::MultiGzDecoder::new(bytes))),
    (".zst", "zstd", "0.14", |bytes| drain(zstd::stream::read::Decoder::new(bytes).expect("zstd"))),
    (".bz2", "bzip2", "0.6", |bytes| drain(bzip2::bufread::MultiBzDecoder::new(bytes))),
    (".xz", "lzma-rust2", "0.25", |bytes| drain(lzma_rust2::XzReader::new(bytes, true))),
    (".lz4", "lz4_flex", "0.14", |bytes| drain(lz4_flex::frame::FrameDecoder::new(bytes))),
    (".zip", "zip", "9.4", |bytes| members(bytes, |member| drain(member))),
    (".tar", "tar", "0.4", tar_members),
    (".parquet", "parquet", "59.3", parquet_batches),
    (".arrow", "arrow-ipc", "59.3", arrow_batches),
    (".xlsx", "zip and quick-xml", "9.4", |bytes| members(bytes, markup_in)),
    (".docx", "zip and quick-xml", "9.4", |bytes| members(bytes, markup_in)),
    (".pdf", "lopdf", "0.47", pages),
];

/// Read by `make.py`, in Python.
const OTHERS: &[(&str, &str)] = &[
    (".avro", "fastavro"),
    (".orc", "pyarrow"),
    (".sqlite", "sqlite3"),
    (".eml", "Python's email"),
];

impl Decoder {
    /// The decoder of this file; none for a file that is not compared.
    pub(crate) fn of(file: &Path) -> Option<Self> {
        let other = OTHERS.iter().find(|(ending, _)| name_of(file).ends_with(ending));
        let of_python =
            |name| Self { name, version: "", read: python, is_text: false, is_python: true };
        other.map(|&(_, name)| of_python(name)).or_else(|| Self::of_library(file))
    }

    /// The same without those that need Python.
    pub(crate) fn of_library(file: &Path) -> Option<Self> {
        let &(ending, name, version, _) =
            LIBRARIES.iter().find(|(ending, ..)| name_of(file).ends_with(ending))?;
        let is_text = matches!(ending, ".csv" | ".jsonl" | ".log");
        Some(Self { name, version, read: by_library, is_text, is_python: false })
    }
}

fn by_library(bytes: &[u8], file: &Path) -> Cost {
    let found = LIBRARIES.iter().find(|(ending, ..)| name_of(file).ends_with(ending));
    let (.., read) = found.expect("a file that is compared");
    clock::time(|| read(bytes))
}

/// What `make.py read` says that it took.
fn python(_: &[u8], file: &Path) -> Cost {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/formats/make.py");
    let python = std::env::var_os("MAGPIE_BENCH_PYTHON").unwrap_or("python3".into());
    let output = Command::new(python).arg(script).arg("read").arg(file).output();
    let output = output.expect("python3 can be started");
    let text = String::from_utf8(output.stdout).expect("two numbers");
    let mut seconds = text.split_whitespace().map(|word| word.parse().expect("a number"));
    let mut next = || Duration::from_secs_f64(seconds.next().expect("two numbers"));
    Cost { wall: next(), cpu: next() }
}

fn drain(mut from: impl Read) {
    let mut buffer = vec![0; BUFFER_BYTES];
    while from.read(&mut buffer).expect("a sound file") > 0 {}
}

fn table(bytes: &[u8]) {
    let mut reader = csv_core::Reader::new();
    let (mut record, mut ends) = (vec![0; BUFFER_BYTES], vec![0; 1024]);
    let mut rest = bytes;
    loop {
        let (result, taken, ..) = reader.read_record(rest, &mut record, &mut ends);
        rest = &rest[taken..];
        if result == ReadRecordResult::End {
            return;
        }
    }
}

fn json(bytes: &[u8]) {
    let _: serde::de::IgnoredAny = serde_json::from_slice(bytes).expect("sound JSON");
}

fn json_lines(bytes: &[u8]) {
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).for_each(json);
}

fn lines(bytes: &[u8]) {
    std::hint::black_box(memchr::memchr_iter(b'\n', bytes).count());
}

fn markup(bytes: &[u8]) {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    reader.config_mut().check_end_names = false;
    while !matches!(reader.read_event().expect("sound markup"), Event::Eof) {}
}

fn markup_in(member: &mut dyn Read) {
    let mut reader = quick_xml::Reader::from_reader(BufReader::with_capacity(BUFFER_BYTES, member));
    let mut buffer = Vec::new();
    while !matches!(reader.read_event_into(&mut buffer), Ok(Event::Eof) | Err(_)) {
        buffer.clear();
    }
}

fn members(bytes: &[u8], read: impl Fn(&mut dyn Read)) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a sound zip");
    for index in 0..archive.len() {
        read(&mut archive.by_index(index).expect("a sound member"));
    }
}

fn tar_members(bytes: &[u8]) {
    let mut archive = tar::Archive::new(bytes);
    for member in archive.entries().expect("a sound tar") {
        drain(member.expect("a sound member"));
    }
}

fn parquet_batches(bytes: &[u8]) {
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::copy_from_slice(bytes));
    let batches = builder.and_then(|builder| builder.with_batch_size(4096).build());
    for batch in batches.expect("a sound footer") {
        std::hint::black_box(batch.expect("a sound batch").num_rows());
    }
}

fn arrow_batches(bytes: &[u8]) {
    let batches = arrow_ipc::reader::FileReader::try_new(Cursor::new(bytes), None);
    for batch in batches.expect("a sound footer") {
        std::hint::black_box(batch.expect("a sound batch").num_rows());
    }
}

fn pages(bytes: &[u8]) {
    let document = lopdf::Document::load_mem(bytes).expect("a sound PDF");
    for (_, page) in document.get_pages() {
        let content = document.get_page_content(page);
        std::hint::black_box(lopdf::content::Content::decode(&content).expect("operations"));
    }
}
