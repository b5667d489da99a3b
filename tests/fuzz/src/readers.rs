//! Every reader, on any bytes: parts nest, windows join, outcomes follow their rules, and it
//! makes no difference how an object is cut and where it lies.

use magpie_extract::{Extracted, Limits, extract_with};
#[cfg(not(feature = "documents"))]
use magpie_model::NoReaders as Documents;
use magpie_model::{
    Body, BytesBody, Layout, Location, Outcome, Reason, Status, TextVisitor, Window,
};

#[cfg(feature = "documents")]
use crate::caught::Documents;

/// Longer inputs are cut: they cost time and say nothing new.
const INPUT_BYTES_MAX: usize = 64 * 1024;

/// Any bytes as running text.
pub fn text(data: &[u8]) {
    read(data, "object.txt");
}

/// Any bytes as a table.
pub fn csv(data: &[u8]) {
    read(data, "object.csv");
}

/// Any bytes as JSON, one text or one a line.
pub fn json(data: &[u8]) {
    read(data, "object.json");
    read(data, "object.jsonl");
}

/// Any bytes as XML.
pub fn xml(data: &[u8]) {
    read(data, "object.xml");
}

/// Any bytes as HTML.
pub fn html(data: &[u8]) {
    read(data, "object.html");
}

/// Any bytes as gzip.
pub fn gzip(data: &[u8]) {
    read(data, "object.csv.gz");
}

/// Any bytes as a zip archive.
pub fn zip(data: &[u8]) {
    read(data, "object.zip");
}

/// Any bytes as a tar archive.
pub fn tar(data: &[u8]) {
    read(data, "object.tar");
}

/// Any bytes as a compressed stream, an ar or a cpio archive, told by their first bytes.
pub fn compressed(data: &[u8]) {
    read(data, "object.br");
}

/// Any bytes as a message or a file of messages.
pub fn mail(data: &[u8]) {
    read(data, "object.eml");
}

/// Any bytes as a picture, sound or film; the first byte tells which.
pub fn media(data: &[u8]) {
    const BEGINNINGS: &[&[u8]] = &[
        b"\x89PNG\r\n\x1A\n",
        b"\xFF\xD8\xFF\xE1",
        b"GIF89a",
        b"II*\0",
        b"RIFF\x40\0\0\0WEBP",
        b"RIFF\x40\0\0\0WAVE",
        b"ID3\x04\0\0\0\0",
        b"OggS",
        b"fLaC",
        b"\0\0\0\x10ftyp",
    ];
    let Some((&which, rest)) = data.split_first() else { return };
    read(data, "object");
    let begins = BEGINNINGS[usize::from(which) % BEGINNINGS.len()];
    read(&beginning(rest, begins), "object");
}

/// Any bytes as an office document.
pub fn office(data: &[u8]) {
    read(data, "object.docx");
}

/// Any bytes as an Avro file.
pub fn avro(data: &[u8]) {
    document(data, b"Obj\x01");
}

/// Any bytes as a Parquet or Arrow file.
pub fn columnar(data: &[u8]) {
    document(data, if data.starts_with(b"ARR") { b"ARROW1\0\0" } else { b"PAR1" });
}

/// Any bytes as a PDF.
pub fn pdf(data: &[u8]) {
    document(data, b"%PDF-");
}

/// Any bytes as an SQLite database.
pub fn sqlite(data: &[u8]) {
    document(data, b"SQLite format 3\0");
}

/// Any bytes as an ORC file.
pub fn orc(data: &[u8]) {
    document(data, b"ORC");
}

/// Any bytes as a 7z archive.
pub fn seven_zip(data: &[u8]) {
    document(data, b"7z\xBC\xAF\x27\x1C");
}

/// Any bytes as a compound file; its directory tells which document it is.
pub fn ole(data: &[u8]) {
    document(data, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
}

/// Any bytes as RTF.
pub fn rtf(data: &[u8]) {
    read(&beginning(data, b"{\\rtf1"), "object.rtf");
}

/// Any bytes as text that names its values: YAML, TOML, INI, properties, contacts, calendars, LDIF.
pub fn keyed(data: &[u8]) {
    for ending in ["yaml", "toml", "ini", "properties", "env", "vcf", "ics", "ldif"] {
        read(data, &format!("object.{ending}"));
    }
}

/// Any bytes as a dump of a database.
pub fn sql(data: &[u8]) {
    read(data, "object.sql");
    read(&[b"INSERT INTO t (a, b) VALUES (", data].concat(), "object.sql");
}

/// Any bytes as HL7 and as EDIFACT.
pub fn exchange(data: &[u8]) {
    read(data, "object.hl7");
    read(&[b"MSH|^~\\&|A|B|C|D|20260101||ADT^A01|1|P|2.5\r", data].concat(), "object.hl7");
    read(&[b"UNA:+.? 'UNB+UNOC:3+A+B+260101:1200+1'", data].concat(), "object.edi");
}

/// Any bytes as a log of an access, balancer or network.
pub fn log(data: &[u8]) {
    read(data, "object.log");
}

/// Any bytes in base64, in quoted-printable and as percent signs inside a text.
pub fn encoded(data: &[u8]) {
    let data = &data[..data.len().min(INPUT_BYTES_MAX / 8)];
    let mut text = b"before ".to_vec();
    text.extend(base64(data));
    text.extend_from_slice(b"\nagain: a");
    text.extend(data.iter().flat_map(|byte| format!("%{byte:02x}").into_bytes()));
    text.extend_from_slice(b" behind ");
    read(&text, "object.txt");
    let message = "Content-Type: text/plain\nContent-Transfer-Encoding:";
    let encoded = data.iter().flat_map(|byte| format!("={byte:02X}").into_bytes());
    let quoted = format!("{message} quoted-printable\n\n").into_bytes();
    read(&quoted.into_iter().chain(encoded).collect::<Vec<u8>>(), "object.eml");
    read(&[format!("{message} base64\n\n").as_bytes(), &base64(data)].concat(), "object.eml");
}

/// Any bytes as the parts of an office document, in a zip that is sound.
pub fn package(data: &[u8]) {
    let Some((&which, data)) = data.split_first() else { return };
    let data = &data[..data.len().min(INPUT_BYTES_MAX / 4)];
    let parts: &[&str] = match which % 6 {
        0 => &["[Content_Types].xml", "word/document.xml", "word/comments.xml"],
        1 => &["[Content_Types].xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"],
        2 => &["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"],
        3 => &["[Content_Types].xml", "ppt/slides/slide1.xml", "docProps/core.xml"],
        4 => &["[Content_Types].xml", "xl/workbook.bin", "xl/worksheets/sheet1.bin"],
        _ => &["mimetype", "content.xml", "META-INF/manifest.xml"],
    };
    let kind: &[u8] = match which % 6 {
        5 => b"application/vnd.oasis.opendocument.spreadsheet",
        _ => b"<?xml version='1.0'?><Types/>",
    };
    let contents = [kind, data, data];
    let entries: Vec<_> = parts.iter().copied().zip(contents).collect();
    read(&crate::package::zip(&entries), "object");
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(data: &[u8]) -> Vec<u8> {
    let digits = |three: &[u8]| {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let digit = move |at: usize| BASE64[(bits >> (18 - 6 * at) & 63) as usize];
        let count = three.len() + 1;
        (0..4).map(move |at| if at < count { digit(at) } else { b'=' }).collect::<Vec<u8>>()
    };
    data.chunks(3).flat_map(digits).collect()
}

/// Reads a document by the readers of `magpie-parsers`, its first bytes set right.
fn document(data: &[u8], begins: &[u8]) {
    let bytes = beginning(data, begins);
    read_as(&BytesBody::streamed(&bytes, 61), "object", 997);
}

/// The input with its first bytes set right.
fn beginning(data: &[u8], begins: &[u8]) -> Vec<u8> {
    let mut bytes = data[..data.len().min(INPUT_BYTES_MAX)].to_vec();
    let length = bytes.len().min(begins.len());
    bytes[..length].copy_from_slice(&begins[..length]);
    bytes
}

/// Any bytes as an unknown binary.
pub fn binary(data: &[u8]) {
    read(data, "object.bin");
}

/// Bounds that small inputs reach.
fn limits(window_bytes: usize) -> Limits {
    Limits {
        object_bytes_max: 60 * 1024,
        expanded_bytes_max: 256 * 1024,
        entry_bytes_max: 64 * 1024,
        expansion_ratio_max: 100,
        expansion_free_bytes: 32 * 1024,
        entries_max: 40,
        archive_depth_max: 4,
        json_depth_max: 20,
        xml_depth_max: 20,
        window_bytes,
        spool_bytes_max: 64 * 1024,
    }
}

/// Reads the object twice, and tells what it was read as.
fn read(data: &[u8], name: &str) -> &'static str {
    let data = &data[..data.len().min(INPUT_BYTES_MAX)];
    let mapped = read_as(&BytesBody::new(data), name, 1024 * 1024);
    let streamed = read_as(&BytesBody::streamed(data, 61), name, 997);
    assert_eq!(mapped.0, streamed.0, "mapped (left) and streamed in small windows (right)");
    let format = mapped.0.format;
    let (mapped, streamed) = (mapped.1, streamed.1);
    assert_eq!(mapped.parts, streamed.parts);
    assert!(mapped.text == streamed.text, "the text depends on how it is cut");
    let differs = mapped.places.iter().zip(&streamed.places).find(|(a, b)| a != b);
    assert!(differs.is_none(), "mapped and streamed differ: {differs:?}");
    assert_eq!(mapped.places.len(), streamed.places.len());
    format
}

fn read_as(body: &impl Body, name: &str, window_bytes: usize) -> (Extracted, Witness) {
    let mut witness = Witness::default();
    let limits = limits(window_bytes);
    let extracted = extract_with(body, name, &limits, &Documents, &mut witness);
    assert!(witness.open.is_empty(), "every part that began has ended");
    let (path, outcome) = witness.parts.last().expect("the object's own body is a part");
    assert_eq!(path, "", "the object's own body ends last");
    assert_eq!(*outcome, extracted.outcome);
    assert_eq!(witness.text.len() as u64, extracted.bytes_scanned, "scanned bytes are shown bytes");
    (extracted, witness)
}

/// A part that has begun and not ended.
struct Open {
    inner_path: String,
    /// Offset in the part's text from which windows are wanted.
    wanted: u64,
    last_seen: bool,
    /// Whether an entry inside ended other than complete.
    lacking: bool,
}

/// Sees that the rules of a visit are kept, and writes down what does not depend on windows.
#[derive(Default)]
struct Witness {
    open: Vec<Open>,
    parts: Vec<(String, Outcome)>,
    text: Vec<u8>,
    places: Vec<(u64, Location, Option<String>)>,
}

impl Witness {
    /// Asks where the byte at `at` stands, as a search would.
    fn ask(&mut self, window: &Window<'_>, layout: &mut dyn Layout, at: usize) {
        let cell = layout.cell(window, at);
        assert!(cell.start <= at && cell.end <= window.text.len(), "{cell:?} around {at}");
        let label = cell.label.map(|label| layout.label(label).to_owned());
        let end = window.text.len().min(at + 3);
        let mut location = layout.locate(window, &cell, &(at..end));
        assert_eq!(location.place, cell.place);
        if let Some((first, last)) = location.lines {
            assert!(1 <= first && first <= last);
        }
        if let Some((first, behind)) = location.bytes {
            assert!(first <= behind);
        }
        // Numbers of labels are given in the order of asking; their text is what counts.
        location.label = None;
        self.places.push((window.base + at as u64, location, label));
    }
}

impl TextVisitor for Witness {
    fn begin(&mut self, inner_path: &str, format: &'static str) {
        assert!(!format.is_empty());
        assert_eq!(self.open.is_empty() && self.parts.is_empty(), inner_path.is_empty());
        self.open.push(Open {
            inner_path: inner_path.to_owned(),
            wanted: 0,
            last_seen: false,
            lacking: false,
        });
    }

    fn window(&mut self, window: &Window<'_>, layout: &mut dyn Layout) -> usize {
        let open = self.open.last_mut().expect("windows belong to a part");
        assert!(!open.last_seen, "nothing comes behind the last window");
        assert!(window.from <= window.text.len());
        assert_eq!(window.base + window.from as u64, open.wanted, "windows join");
        let ahead = window.text.len() - window.from;
        assert!(window.last || ahead > Window::LOOKAHEAD_BYTES, "{ahead} bytes show too little");
        let behind = (window.from as u64).min(Window::LOOKBEHIND_BYTES as u64);
        assert!(behind == open.wanted.min(Window::LOOKBEHIND_BYTES as u64));
        let dealt = match window.last {
            true => window.text.len(),
            false => window.text.len() - Window::LOOKAHEAD_BYTES,
        };
        open.wanted = window.base + dealt as u64;
        open.last_seen = window.last;
        // Asked at offsets that do not depend on where windows begin.
        let first = (window.base + window.from as u64).next_multiple_of(7) - window.base;
        for at in (first as usize..dealt).step_by(7) {
            self.ask(window, layout, at);
        }
        self.text.extend_from_slice(&window.text[window.from..dealt]);
        dealt
    }

    fn end(&mut self, outcome: Outcome) {
        let open = self.open.pop().expect("only what has begun ends");
        assert_eq!(outcome.status == Status::Complete, outcome.reason.is_none());
        if open.lacking {
            assert_ne!(outcome.status, Status::Complete, "an archive counts its entries in");
        }
        if let Some(around) = self.open.last_mut() {
            around.lacking |= open.lacking || outcome.status != Status::Complete;
        }
        self.parts.push((open.inner_path, outcome));
    }

    fn stop(&self) -> Option<Reason> {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::read;

    #[test]
    fn seeds_reach_their_readers() {
        for (target, name) in [
            ("text", "object.txt"),
            ("csv", "object.csv"),
            ("json", "object.json"),
            ("xml", "object.xml"),
            ("html", "object.html"),
            ("gzip", "object.csv.gz"),
            ("zip", "object.zip"),
            ("tar", "object.tar"),
            ("rtf", "object.rtf"),
            ("sql", "object.sql"),
        ] {
            let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
            let read_as = |entry: std::io::Result<std::fs::DirEntry>| {
                read(&std::fs::read(entry.unwrap().path()).unwrap(), name)
            };
            let formats: Vec<_> = std::fs::read_dir(seeds).unwrap().map(read_as).collect();
            assert!(formats.contains(&target), "seeds of {target} are read as {formats:?}");
        }
    }
}
