//! Tells a format by its first bytes; a name only breaks ties.

mod pdf;
mod table;

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE};

use crate::charset;
use crate::ending::{self, archive_follows};
use crate::formats::{
    Codec, is_cpio, is_deflate, is_inline, is_lzma, is_mbox, is_message, is_zlib, of_skippable,
};
use crate::formats::{Dialect, JsonShape, json_shape};
use crate::formats::{ExchangeDialect, KeyedDialect, SqlDialect};
use crate::formats::{
    exchange_shape, hadoop_codec, is_armoured, keyed_shape, log_columns, sql_shape,
};

use self::pdf::pdf_follows;
pub(crate) use self::table::{is_header, is_value_like};
use self::table::{one_column, table};

/// What a part is read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Recognised, and not readable yet; the name for the ledger.
    Unsupported(&'static str),
    Ar,
    Compressed(Codec),
    Cpio,
    Mail,
    Mbox,
    Gzip,
    /// An OLE compound file: which document it is, its directory tells.
    Ole,
    Rtf,
    /// A text that holds nothing but what is enciphered.
    Armoured,
    Tar,
    /// A text with files between its lines, written in letters.
    Inline,
    Zip,
    Xml,
    Html,
    Csv(Dialect),
    Json,
    JsonLines,
    Keyed(KeyedDialect),
    Sql(SqlDialect),
    Exchange(ExchangeDialect),
    Text,
}

impl Format {
    /// The name used in the ledger.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Unsupported(what) => what,
            Self::Ar => "ar",
            Self::Compressed(codec) => codec.name(),
            Self::Cpio => "cpio",
            Self::Mail => "eml",
            Self::Mbox => "mbox",
            Self::Gzip => "gzip",
            Self::Ole => "ole",
            Self::Rtf => "rtf",
            Self::Armoured => "encrypted",
            Self::Tar => "tar",
            Self::Inline => "inline",
            Self::Zip => "zip",
            Self::Xml => "xml",
            Self::Html => "html",
            Self::Csv(dialect) if dialect.delimiter == b'\t' => "tsv",
            Self::Csv(dialect) if dialect.delimiter == b' ' => "log",
            Self::Csv(_) => "csv",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Keyed(dialect) => dialect.name(),
            Self::Sql(_) => "sql",
            Self::Exchange(dialect) => dialect.name(),
            Self::Text => "text",
        }
    }

    /// Whether it holds parts of its own.
    pub(crate) fn is_archive(&self) -> bool {
        matches!(
            self,
            Self::Ar
                | Self::Compressed(_)
                | Self::Cpio
                | Self::Gzip
                | Self::Ole
                | Self::Unsupported("7z" | "pdf")
                | Self::Tar
                | Self::Inline
                | Self::Zip
                | Self::Mail
                | Self::Mbox
        )
    }
}

/// Signatures of formats that are recognised and not read: offset, bytes, name.
const SIGNATURES: &[(usize, &[u8], &str)] = &[
    (0, b"%PDF-", "pdf"),
    (0, b"\x89PNG\r\n\x1A\n", "png"),
    (0, b"\xFF\xD8\xFF", "jpeg"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (8, b"WEBP", "webp"),
    (8, b"WAVE", "wav"),
    (8, b"AVI ", "avi"),
    (0, b"PAR1", "parquet"),
    (0, b"PARE", "parquet"),
    (0, b"Obj\x01", "avro"),
    (0, b"ORC", "orc"),
    (0, b"ARROW1\0\0", "arrow"),
    (0, b"SQLite format 3\0", "sqlite"),
    (0, b"7z\xBC\xAF\x27\x1C", "7z"),
    (0, b"LZIP\x01", "lzip"),
    (0, b"Rar!\x1A\x07", "rar"),
    (0, b"\x7FELF", "elf"),
    (0, b"\xCA\xFE\xBA\xBE", "class"),
    (0, b"\xCF\xFA\xED\xFE", "mach-o"),
    (0, b"\0asm", "wasm"),
    (0, b"ID3", "mp3"),
    (0, b"\xFF\xFB", "mp3"),
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (4, b"ftyp", "mp4"),
    (0, b"\x1A\x45\xDF\xA3", "matroska"),
    (0, b"wOFF", "woff"),
    (0, b"wOF2", "woff2"),
    (0, b"\0\x01\0\0\0", "ttf"),
    (0, b"OTTO\0", "otf"),
    (0, b"\x89HDF\r\n\x1A\n", "hdf5"),
    (0, b"!BDN", "pst"),
    (0, b"MSCF\0\0\0\0", "cab"),
];

/// The format of a part that begins with `head`; `head_is_all` when nothing follows.
pub(crate) fn format(head: &[u8], head_is_all: bool, name: &str) -> Format {
    if let Some(format) = by_signature(head) {
        return format;
    }
    if is_brotli(head, head_is_all, name) {
        return Format::Compressed(Codec::Brotli);
    }
    if let Some(codec) = of_skippable(head, name).or_else(|| hadoop_codec(head, name)) {
        return Format::Compressed(codec);
    }
    if pdf_follows(head, head_is_all) && !is_mbox(head) && !is_message(head, false) {
        return Format::Unsupported("pdf");
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let ending = ending.as_deref().unwrap_or("");
    if let Some(text) = before_archive(head) {
        return by_text(&text, true, ending);
    }
    // An archive may begin in the last bytes, and be no archive yet.
    let behind = if head_is_all { 0 } else { ARCHIVE_HEADER_BYTES.min(head.len()) };
    let text = charset::preview(head, head_is_all);
    let text = text.or_else(|| charset::preview(&head[..head.len() - behind], head_is_all));
    let Some(text) = text else {
        return match is_deflate(head) {
            true => Format::Compressed(Codec::Deflate),
            // yEnc uses all bytes.
            false if is_inline(head) => Format::Inline,
            false => Format::Unsupported("binary"),
        };
    };
    by_text(&text, head_is_all, ending)
}

/// The text that stands before an archive, as in the script of an installer.
fn before_archive(head: &[u8]) -> Option<Cow<'_, [u8]>> {
    let text = &head[..archive_follows(head, ending::ALL)?];
    let is_text = match charset::detect(text, true) {
        charset::Charset::Raw { .. } => str::from_utf8(text).is_ok() && !text.contains(&0),
        charset::Charset::Encoded { encoding, .. } => {
            encoding == UTF_16LE || encoding == UTF_16BE || charset::controls(text) == 0
        }
        charset::Charset::Utf32 { .. } => true,
        charset::Charset::Binary => false,
    };
    charset::preview(text, true).filter(|_| is_text)
}

/// Bytes of the longest header that [`begins_archive`] looks at, but for that of a tar.
const ARCHIVE_HEADER_BYTES: usize = 32;

/// Whether the bytes begin an archive or a compressed file beyond doubt, wherever they stand.
pub(crate) fn begins_archive(bytes: &[u8]) -> bool {
    match by_signature(bytes) {
        // No flags that mean nothing, and a way of compression and a system that are known.
        Some(Format::Gzip) => bytes.get(..10).is_some_and(|header| {
            header[3] < 0x20 && matches!(header[8], 0 | 2 | 4) && matches!(header[9], 0..=13 | 255)
        }),
        // A version that there is, and a name of some length.
        Some(Format::Zip) => bytes.get(..30).is_some_and(|header| {
            header[4] < 64 && header[5] == 0 && header[9] == 0 && header[27] < 4
        }),
        Some(Format::Compressed(codec)) => {
            matches!(codec, Codec::Bzip2 | Codec::Xz | Codec::Zstd)
        }
        Some(Format::Tar) => true,
        _ => false,
    }
}

/// Brotli has no signature: the ending tells it, unless what has it is text.
fn is_brotli(head: &[u8], head_is_all: bool, name: &str) -> bool {
    let named = name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("br"));
    named && !matches!(charset::detect(head, head_is_all), charset::Charset::Raw { .. })
}

/// What stands behind a byte-order mark and white space, which some programs put before a document.
fn behind_blanks(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start()
}

fn by_signature(head: &[u8]) -> Option<Format> {
    if head.starts_with(b"\x1F\x8B\x08") {
        return Some(Format::Gzip);
    }
    if [&b"PK\x03\x04"[..], b"PK\x05\x06", b"PK\x07\x08"].iter().any(|m| head.starts_with(m)) {
        return Some(Format::Zip);
    }
    // "BZh", the block size, and the first block or the empty stream's end.
    if head.starts_with(b"BZh")
        && head.get(4..7).is_some_and(|m| m == b"1AY" || m == b"\x17\x72\x45")
    {
        return Some(Format::Compressed(Codec::Bzip2));
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some(Format::Ole);
    }
    if behind_blanks(head).starts_with(b"{\\rtf") {
        return Some(Format::Rtf);
    }
    const COMPRESSED: &[(&[u8], Codec)] = &[
        (b"\xFD7zXZ\0", Codec::Xz),
        (b"\x28\xB5\x2F\xFD", Codec::Zstd),
        (b"\x04\x22\x4D\x18", Codec::Lz4),
        // The frame of old versions.
        (b"\x02\x21\x4C\x18", Codec::Lz4),
        (b"\xFF\x06\0\0sNaPpY", Codec::Snappy),
    ];
    if let Some((_, codec)) = COMPRESSED.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(Format::Compressed(*codec));
    }
    if is_lzma(head) {
        return Some(Format::Compressed(Codec::Lzma));
    }
    if is_zlib(head) {
        return Some(Format::Compressed(Codec::Zlib));
    }
    if head.starts_with(b"!<arch>\n") {
        return Some(Format::Ar);
    }
    if is_cpio(head) {
        return Some(Format::Cpio);
    }
    // DOS programs: the new header's place is told at 60.
    if head.starts_with(b"MZ") && pe_header(head) {
        return Some(Format::Unsupported("exe"));
    }
    if is_tar(head) {
        return Some(Format::Tar);
    }
    if is_arrow_stream(head) {
        return Some(Format::Unsupported("arrow"));
    }
    SIGNATURES
        .iter()
        .find(|(at, magic, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)))
        .filter(|(_, _, what)| !RIFF_ONLY.contains(what) || head.starts_with(b"RIFF"))
        .filter(|(_, magic, _)| magic.len() > 4 || !plain_ascii(head))
        .map(|(_, _, what)| Format::Unsupported(what))
}

/// Kinds whose signature stands inside a RIFF container.
const RIFF_ONLY: &[&str] = &["webp", "wav", "avi"];

/// A short signature of letters may also begin a text.
fn plain_ascii(head: &[u8]) -> bool {
    head.iter()
        .take(512)
        .all(|&byte| byte == b'\t' || byte == b'\n' || byte == b'\r' || (32..127).contains(&byte))
}

fn pe_header(head: &[u8]) -> bool {
    let Some(place) = head.get(60..64) else { return false };
    let place = u32::from_le_bytes([place[0], place[1], place[2], place[3]]) as usize;
    head.get(place..).is_some_and(|rest| rest.starts_with(b"PE\0\0"))
}

/// A stream of Arrow begins with a mark, a length, and a message that says to be a schema: a table
/// whose second field is the kind of what it holds.
fn is_arrow_stream(head: &[u8]) -> bool {
    const SCHEMA: u8 = 1;
    let number = |at: usize| {
        let bytes: Option<&[u8; 4]> = head.get(at..)?.first_chunk();
        usize::try_from(u32::from_le_bytes(*bytes?)).ok()
    };
    let kind = || {
        let table = number(8)?.checked_add(8)?;
        let fields = table.checked_sub(number(table)?)?;
        let place: &[u8; 2] = head.get(fields.checked_add(6)?..)?.first_chunk()?;
        head.get(table + usize::from(u16::from_le_bytes(*place))).copied()
    };
    let is_message = number(4).is_some_and(|length| length > 0 && length.is_multiple_of(8));
    head.starts_with(&[0xFF; 4]) && is_message && kind() == Some(SCHEMA)
}

/// Bytes that tell a tar.
pub(crate) const TAR_BYTES: u64 = 512;

/// A tar begins with a header whose checksum is right; the old format has no magic.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else { return false };
    if header[0] == 0 {
        return false;
    }
    let Ok(field) = std::str::from_utf8(&header[148..156]) else { return false };
    let digits = field.trim_matches(|c| c == ' ' || c == '\0');
    let Ok(told) = u32::from_str_radix(digits, 8) else { return false };
    let sum = |signed: bool| -> i64 {
        let byte = |(at, &byte): (usize, &u8)| match at {
            148..156 => i64::from(b' '),
            _ if signed => i64::from(byte.cast_signed()),
            _ => i64::from(byte),
        };
        header.iter().enumerate().map(byte).sum()
    };
    i64::from(told) == sum(false) || i64::from(told) == sum(true)
}

fn by_text(text: &[u8], is_all: bool, ending: &str) -> Format {
    let trimmed = text.trim_ascii_start();
    match trimmed.first() {
        None => return Format::Text,
        Some(b'<') => {
            if let Some(format) = markup(trimmed, ending) {
                return format;
            }
        }
        _ => {}
    }
    if is_armoured(trimmed) {
        return Format::Armoured;
    }
    if is_mbox(text) {
        return Format::Mbox;
    }
    if is_message(text, matches!(ending, "eml" | "mht" | "mhtml")) {
        return Format::Mail;
    }
    match json_shape(text, is_all, matches!(ending, "jsonl" | "ndjson" | "jsonlines")) {
        Some(JsonShape::Document) => return Format::Json,
        Some(JsonShape::Lines) => return Format::JsonLines,
        None => {}
    }
    if let Some(dialect) = log_columns(text) {
        return Format::Csv(dialect);
    }
    if let Some(dialect) = exchange_shape(text) {
        return Format::Exchange(dialect);
    }
    if let Some(dialect) = sql_shape(text) {
        return Format::Sql(dialect);
    }
    if let Some(dialect) = keyed_shape(text, is_all, ending) {
        return Format::Keyed(dialect);
    }
    match table(text, is_all, ending).or_else(|| one_column(text, is_all, ending)) {
        Some(dialect) => Format::Csv(dialect),
        None if is_inline(text) => Format::Inline,
        None => Format::Text,
    }
}

/// XML and HTML begin with a tag; a `<` in front of anything else is text.
fn markup(trimmed: &[u8], ending: &str) -> Option<Format> {
    let start = trimmed[..trimmed.len().min(1024)].to_ascii_lowercase();
    if start.starts_with(b"<?xml") {
        let html = memchr::memmem::find(&start, b"<html").is_some();
        return Some(if html && ending != "xml" { Format::Html } else { Format::Xml });
    }
    const HTML: &[&[u8]] = &[
        b"<!doctype html",
        b"<html",
        b"<head",
        b"<body",
        b"<title",
        b"<meta",
        b"<script",
        b"<style",
        b"<table",
        b"<div",
        b"<p>",
        b"<h1",
        b"<a ",
        b"<br",
        b"<ul",
        b"<span",
    ];
    if HTML.iter().any(|tag| start.starts_with(tag)) {
        return Some(if ending == "xml" { Format::Xml } else { Format::Html });
    }
    if start.starts_with(b"<!--") && memchr::memmem::find(&start, b"<html").is_some() {
        return Some(Format::Html);
    }
    if start.starts_with(b"<!--") || start.starts_with(b"<!doctype") {
        return Some(if matches!(ending, "htm" | "html") { Format::Html } else { Format::Xml });
    }
    let name_end = start[1..]
        .iter()
        .position(|byte| !(byte.is_ascii_alphanumeric() || b"_:-.".contains(byte)))?;
    let named = name_end > 0 && start[1].is_ascii_alphabetic();
    let after = start[1 + name_end];
    let closes = memchr::memchr2(b'>', b'<', &start[1..]).is_some_and(|at| start[1 + at] == b'>');
    if !(named && closes && (after == b'>' || after == b'/' || after.is_ascii_whitespace())) {
        return None;
    }
    // `<13>Nov 3 ...` is a log line and `<name> text` may be anything: an end tag decides.
    let slashes = memchr::memmem::find(trimmed, b"</").is_some()
        || memchr::memmem::find(trimmed, b"/>").is_some();
    match ending {
        "htm" | "html" => Some(Format::Html),
        _ if slashes => Some(Format::Xml),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(head: &[u8], name: &str) -> &'static str {
        format(head, true, name).name()
    }

    #[test]
    fn signatures_decide_over_names() {
        for (head, want) in [
            (&b"%PDF-1.7\n"[..], "pdf"),
            (b"\x89PNG\r\n\x1A\n\0\0", "png"),
            (b"PAR1\x15\0", "parquet"),
            (b"\x1F\x8B\x08\0", "gzip"),
            (b"PK\x03\x04\x14\0", "zip"),
            (b"BZh91AY&SY", "bzip2"),
            (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
            (b"\0\0\0\x18ftypmp42", "mp4"),
            (b"\x7FELF\x02", "elf"),
            (b"SQLite format 3\0", "sqlite"),
        ] {
            assert_eq!(name_of(head, "a.csv"), want);
        }
    }

    #[test]
    fn letters_of_a_signature_may_begin_a_text() {
        for text in ["ORC and others", "ID3 is a tag", "MZ", "BZh is short", "PAR1 of the course"] {
            assert_eq!(name_of(text.as_bytes(), "a"), "text", "{text}");
        }
    }

    #[test]
    fn rtf_may_begin_behind_blanks() {
        for before in ["\n", "\u{feff}", " \r\n\r\n"] {
            assert_eq!(name_of(format!("{before}{{\\rtf1 x}}").as_bytes(), "a"), "rtf");
        }
    }

    #[test]
    fn a_zlib_stream_is_told_by_what_it_expands_to() {
        use std::io::Write as _;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&b"some words of a text, ".repeat(900)).unwrap();
        let stream = encoder.finish().unwrap();
        assert_eq!(name_of(&stream, "a"), "zlib");
        assert_eq!(name_of(b"x\x9C and more of a text", "a"), "text");
        assert_eq!(name_of(b"x^2 + y^2 = z^2 and so on", "a"), "text");
    }

    #[test]
    fn old_tar_is_told_by_its_checksum() {
        let mut header = vec![0u8; 512];
        header[..5].copy_from_slice(b"a.txt");
        header[100..107].copy_from_slice(b"0000644");
        header[124..135].copy_from_slice(b"00000000012");
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        assert_eq!(name_of(&header, "a"), "tar");
        header[0] = b'b';
        assert_ne!(name_of(&header, "a.tar"), "tar");
    }

    #[test]
    fn texts_are_told_by_content() {
        for (text, name, want) in [
            ("<?xml version=\"1.0\"?><a/>", "x", "xml"),
            ("<order><id>1</id></order>", "x", "xml"),
            ("<!DOCTYPE html><p>a", "x", "html"),
            ("<html lang=en>", "x.xml", "xml"),
            ("<13>Nov  3 host app: text", "x", "text"),
            ("< 5 is less", "x", "text"),
            ("{\"a\":1}", "x", "json"),
            ("{\"a\":1}", "x.jsonl", "jsonl"),
            ("{\"a\":1}\n{\"a\":2}\n", "x.json", "jsonl"),
            ("{\n \"a\":1}\n{\n\"a\":2}\n", "x", "json"),
            ("[section]\nkey=value\n", "x.ini", "ini"),
            ("[2024-01-01] started\n[2024-01-01] ended\n", "x.log", "text"),
            ("{{ template }}\n", "x", "text"),
            ("a,b,c\n1,2,3\n4,5,6\n", "x", "csv"),
            ("a|b\n1|2\n", "x", "csv"),
            ("a\tb\n1\t2\n", "x.txt", "tsv"),
            ("one\ntwo\n", "x.csv", "csv"),
            ("one\ntwo\n", "x", "text"),
            ("Dear all,\nthank you for coming, it was nice.\nYours,\nthe team\n", "x", "text"),
            ("", "x.json", "text"),
        ] {
            assert_eq!(name_of(text.as_bytes(), name), want, "{text:?} as {name}");
        }
    }

    fn dialect(text: &str) -> Dialect {
        match format(text.as_bytes(), true, "x") {
            Format::Csv(dialect) => dialect,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_delimiter_is_the_one_that_fits_every_row() {
        let found = dialect("name;amount\nBern, south;1,5\nRome, north;2,5\n");
        assert_eq!((found.delimiter, found.header_row), (b';', 1));
        let found = dialect("\"a,b\"\t\"c\"\n\"d,e\"\t\"f\"\n");
        assert_eq!(found.delimiter, b'\t');
    }

    #[test]
    fn a_first_row_that_tells_the_delimiter_is_no_header() {
        for (text, delimiter, names) in [
            ("sep=;\nname;card\nAnn;4111111111111111\n", b';', &["name", "card"][..]),
            ("SEP=^\r\nname^card^x\r\na^1^2\r\n", b'^', &["name", "card", "x"]),
            ("sep=,\n1,2\n3,4\n", b',', &[]),
            // What it tells is not so.
            ("sep=;\nname,card\nAnn,4111111111111111\n", b',', &["name", "card"]),
            ("sep=,\nname\tcard\na\t1\nb\t2\n", b'\t', &["name", "card"]),
        ] {
            let found = dialect(text);
            let header_row = if names.is_empty() { 0 } else { 2 };
            assert_eq!((found.delimiter, found.header_row), (delimiter, header_row), "{text}");
            assert_eq!(found.names, names);
        }
    }

    #[test]
    fn cells_that_go_over_lines_leave_a_table_what_it_is() {
        let pdf = "%PDF-1.4\n%\u{e2}\u{e3}\n1 0 obj\n<</Type /Catalog>>\nendobj\n%%EOF\n";
        let document = format!("{pdf}{}", "a line of it\n".repeat(20));
        for (delimiter, name, want) in [("\t", "a.tsv", "tsv"), (",", "a.csv", "csv")] {
            let row = |number: usize, last: &str| {
                [&number.to_string(), "4111111111111111", last].join(delimiter)
            };
            let header = ["id", "card", "doc"].join(delimiter);
            let text = [header, row(1, &document), row(2, "none"), row(3, "none")].join("\n");
            let Format::Csv(dialect) = format(text.as_bytes(), true, name) else {
                panic!("{:?}", name_of(text.as_bytes(), name))
            };
            assert_eq!(dialect.header_row, 1);
            assert_eq!(dialect.names, ["id", "card", "doc"]);
            assert_eq!(name_of(text.as_bytes(), name), want);
            assert_eq!(name_of(text.as_bytes(), "a.txt"), "text");
        }
        let prose =
            "Dear all, thank you, and so on\nfor coming\nit was nice\nto see you\nYours,\nA\n";
        assert_eq!(name_of(prose.as_bytes(), "a.csv"), "text");
    }

    #[test]
    fn a_row_with_values_is_no_header() {
        assert_eq!(dialect("1,2\n3,4\n").header_row, 0);
        assert_eq!(dialect("x@example.com,a\ny@example.com,b\n").header_row, 0);
        assert_eq!(dialect("2024-05-01,a\n2024-05-02,b\n").header_row, 0);
        assert_eq!(dialect("red,blue\nred,blue\n").header_row, 0);
        let found = dialect("id,\"card \"\"no\"\"\",\n1,2,3\n");
        assert_eq!((found.header_row, &found.names[1][..]), (1, "card \"no\""));
    }

    #[test]
    fn columns_tell_a_header_whose_names_hold_numbers() {
        for (text, header) in [
            ("id,ssn,2023,2024\n1,523-45-6781,5,6\n2,523-45-6782,7,8\n", true),
            ("id,ssn,2023,2024\n1,523-45-6781,1200,3400\n2,523-45-6782,1100,3300\n", true),
            ("id,ssn,col_1,q1 2024\n1,523-45-6781,x,y\n2,523-45-6782,z,w\n", true),
            ("card 4539578763621486,ssn\n4539578763621486,523-45-6781\n4,523-45-6782\n", true),
            ("id,ssn,-,1\n1,523-45-6781,a,b\n2,523-45-6782,c,d\n", true),
            ("name,2023-01,2023-02\nBern,5,6\nRome,7,8\n", false),
            ("name,mail,2023\nBern,x@example.com,6\nRome,y@example.com,8\n", true),
            ("name,born,1\nBern,2001-02-03,a\nRome,2001-02-04,b\n", true),
            ("name,street,1\na,Ring 5,x\nb,Way 6,y\nc,Lane 7,z\n", true),
            ("Paris,ok,2023,2024\nLyon,ok,2022,2021\n", false),
            ("Paris,ok,2023,2024\nLyon,no,2022,2021\nNice,ok,2020,2019\n", false),
            ("Anna,4539578763621486,a@example.com\nBea,4539578763621487,b@example.com\n", false),
            ("Anna,none,a@example.com\nBea,1,b@example.com\nCia,2,c@example.com\n", false),
            ("n/a,523-45-6781,x\n1,523-45-6782,y\n2,523-45-6783,z\n", false),
            ("flat,523-45-6781,x@example.com\n12,523-45-6782,y@example.com\n", false),
            ("1,x,2\n2,y,3\n", false),
            (",2023,2024\nBern,5,6\nRome,7,8\n", false),
            ("name,phone,phone,phone\nx,01 23 45 67 89,,06 12 34 56 78\n", true),
            ("nr,ssn,ssn,ssn,ssn\n1,523-45-6781,,,\n2,523-45-6782,523-45-6783,,\n", true),
            ("nr;card;card;card;card;card\n1;4539578763621486;;;;\n2;4539578763621487;;;;\n", true),
            ("ssn,ssn\n523-45-6781,523-45-6782\n", true),
            ("red,red,5\nblue,blue,6\n", false),
            ("x,none,none,none\ny,1,2,3\nz,4,5,6\n", false),
            ("12345,ok,ok\n12346,1,ok\n12347,ok,2\n", false),
        ] {
            assert_eq!(dialect(text).header_row, u64::from(header), "{text}");
        }
        let names = dialect("id,ssn,2023\n1,523-45-6781,5\n2,523-45-6782,6\n").names;
        assert_eq!(names, ["id", "ssn", "2023"]);
    }

    #[test]
    fn one_column_of_values_under_a_name_is_a_table() {
        for text in [
            "ssn\n523-45-6781\n523-45-6782\n523-45-6783\n",
            "card_number\r\n4539578763621486\r\n4539578763621487\r\n4539578763621488\r\n",
            "\"card\"\n\"4539578763621486\"\n\"4539578763621487\"\n\"4539578763621488\"\n",
            "Card number\n4539 5787 6362 1486\n4539 5787 6362 1487\n4539 5787 6362 1488\n",
            "IBAN\nGB33 BUKB 2020 1555 5555 55\nGB33 BUKB 2020 1555 5555 56\nDE89 3704 0044 0532 0130 00",
            "e-mail\nx@example.com\ny@example.com\n\nz@example.com\n",
            "phone\n(555) 010-0000\n+1 555 010 0001\n555-010-0002\n",
        ] {
            let found = dialect(text);
            assert_eq!((found.header_row, found.names.len()), (1, 1), "{text}");
        }
    }

    #[test]
    fn one_column_in_a_file_named_a_table_is_one() {
        for (text, name, want, header) in [
            ("ssn\n523-45-6781\n", "a.csv", "csv", 1),
            ("ssn\n523-45-6781\n", "a.tsv", "tsv", 1),
            ("\"ssn\"\n\"523-45-6781\"\n", "A.CSV", "csv", 1),
            ("\nssn\n523-45-6781\n", "a.csv", "csv", 2),
            ("523-45-6781\n523-45-6782\n", "a.csv", "csv", 0),
            ("red\nblue\nred\n", "a.csv", "csv", 0),
        ] {
            let found = format(text.as_bytes(), true, name);
            assert_eq!(found.name(), want, "{text}");
            let Format::Csv(dialect) = found else { panic!("{found:?}") };
            assert_eq!(dialect.header_row, header, "{text}");
        }
        let prose =
            "Dear all we thank you for coming to the house\nit was very nice to see you all\n";
        for text in ["ssn\n", "", prose] {
            assert_eq!(name_of(text.as_bytes(), "a.csv"), "text", "{text}");
        }
    }

    #[test]
    fn other_lines_are_no_column() {
        for text in [
            "ssn\n523-45-6781\n523-45-6782\n",
            "apples\npears\nplums\ncherries\n",
            "Dear Sir\nthe 3 cards came\non the 4th of May\nand 5 did not\n",
            "started\n2024-01-01 12:00:01 connected\n2024-01-01 12:00:02 read 5\n2024-01-01 x\n",
            "dump\n00000000 7f45 4c46 0201\n00000010 0200 3e00 0100\n00000020 4000 0000 00aa\n",
            "DUMP\n7F45 4C46 0201 01FF\n0200 3E00 01AB 0000\n4000 00DD 00EE 0000\n",
            "checksums\nd41d8cd98f00b204\n9800998ecf8427e0\n0cc175b9c0f1b6a8\n",
            "begin\nx1 = 5\ny2 = x1\ncall(x1)\nend\n",
            "settings\na=1\nb=2\nc=3\n",
            "ports:\n- 80\n- 81\n- 82\n",
            "Section 1\n10\n20\n30\n",
            "523-45-6780\n523-45-6781\n523-45-6782\n523-45-6783\n",
            "The three words.\n1\n2\n3\n",
        ] {
            assert_eq!(name_of(text.as_bytes(), "a"), "text", "{text}");
        }
    }
}
