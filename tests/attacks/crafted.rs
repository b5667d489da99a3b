//! Further hostile files: circles in directories, counts that lie, and nesting in every grammar.

use flate2::{Compress, Compression, FlushCompress};

use super::{avro, checksum, zip};
use crate::support::fixtures::card_line;
use crate::support::root;

/// Each with the outcome that is required.
pub(super) fn files() -> Vec<(String, Vec<u8>, &'static str)> {
    let mut all = Vec::new();
    texts(&mut all);
    containers(&mut all);
    documents(&mut all);
    let named = all.into_iter();
    named.map(|(name, bytes, outcome)| (format!("bad/{name}"), bytes, outcome)).collect()
}

type Files = Vec<(&'static str, Vec<u8>, &'static str)>;

/// Grammars that nest, and values without end. A card stands before all that.
fn texts(all: &mut Files) {
    let card = card_line(3);
    let attributes: String = (0..200_000).map(|n| format!(" a{n}='1'")).collect();
    let xml = format!("<?xml version='1.0'?><a>{card}<b{attributes}/></a>");
    all.push(("attributes.xml", xml.into_bytes(), "complete"));
    let html = format!("<!DOCTYPE html><p>{card}</p>{}", "<div>".repeat(1_000_000));
    all.push(("deep.html", html.into_bytes(), "complete"));
    let html = format!("<!DOCTYPE html><p>{card}</p><div title=\"{}\">", "a".repeat(60_000_000));
    all.push(("tag.html", html.into_bytes(), "complete"));
    let yaml = format!("a: {card}b: {}\n", "[".repeat(500_000));
    all.push(("deep.yaml", yaml.into_bytes(), "complete"));
    let sql = format!("INSERT INTO t (a) VALUES ('{card}'), {}", "(".repeat(1_000_000));
    all.push(("deep.sql", sql.into_bytes(), "complete"));
    let rtf = format!("{{\\rtf1\\ansi {card}\\par {}", "{".repeat(1_000_000));
    all.push(("deep.rtf", rtf.into_bytes(), "partial MALFORMED_FILE"));
    let quote = format!("card,text\n{card},\"{}", "a,b\n".repeat(1 << 20));
    all.push(("quote.csv", quote.into_bytes(), "complete"));
    let mut mail = format!("From: a@example.org\nSubject: {card}MIME-Version: 1.0\n");
    for level in 0..3_000 {
        mail.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"));
    }
    all.push(("deep.eml", mail.into_bytes(), "partial MALFORMED_FILE"));
}

/// Directories and headers that lie.
fn containers(all: &mut Files) {
    let mut lie = zip(&[("a.txt", card_line(4).into_bytes())], &[("a.txt".to_owned(), 0)]);
    let end = lie.len() - 22;
    lie[end + 8..end + 12].fill(0xFF);
    all.push(("count.zip", lie, "complete"));
    // A stream of xz whose dictionary is said to take 4 GiB.
    let mut xz = std::fs::read(root().join("tests/files/zeros.xz")).unwrap();
    let header = 12..12 + (usize::from(xz[12]) + 1) * 4;
    let property =
        header.start + xz[header.clone()].windows(2).position(|w| w == [0x21, 1]).unwrap();
    xz[property + 2] = 40;
    let sum = checksum(&xz[header.start..header.end - 4]);
    xz[header.end - 4..header.end].copy_from_slice(&sum.to_le_bytes());
    all.push(("dictionary.xz", xz, "partial MEMORY_LIMIT_REACHED"));
    let bzip2 = "import bz2,sys; sys.stdout.buffer.write(bz2.compress(bytes(16 << 20)))";
    let bzip2 = super::zeros("python3", &["-c", bzip2]);
    let over = "partial ARCHIVE_TOTAL_BYTES_EXTRACTED_OVER_LIMIT";
    all.extend(bzip2.map(|bytes| ("zeros.bz2", bytes, over)));
    // One array of 2^40 numbers, none of which is there.
    let items = [&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01][..], &[7; 16]].concat();
    let array = avro("{\"type\":\"array\",\"items\":\"long\"}", &[&[2, 14][..], &items].concat());
    all.push(("array.avro", array, "partial MALFORMED_FILE"));
}

/// Documents made from sound ones.
fn documents(all: &mut Files) {
    let fixtures = root().join("tests/fixtures/formats");
    let fixture = |name: &str| std::fs::read(fixtures.join(name)).unwrap();
    for (name, outcome) in [
        ("xref_circle.pdf", "complete"),
        ("expands_twice.pdf", "partial MALFORMED_FILE"),
        ("deep_text.pdf", "partial MALFORMED_FILE"),
        ("rows.parquet", "partial ARCHIVE_TOTAL_BYTES_EXTRACTED_OVER_LIMIT"),
        ("rows.orc", "partial ARCHIVE_TOTAL_BYTES_EXTRACTED_OVER_LIMIT"),
    ] {
        all.push((name, fixture(&format!("hostile/{name}")), outcome));
    }
    all.push(("flate.pdf", two_gib_on_a_page(), "partial MALFORMED_FILE"));
    let letter = fixture("ole/letter.doc");
    let sector = |number: usize| (number + 1) * 512;
    let word = |at: usize| u32::from_le_bytes(letter[at..at + 4].try_into().unwrap()) as usize;
    // Every entry of the directory is its own brother and child.
    let mut circle = letter.clone();
    let directory = sector(word(48));
    for entry in 0..4_u32 {
        let at = directory + 128 * entry as usize;
        for field in [68, 72, 76] {
            circle[at + field..at + field + 4].copy_from_slice(&entry.to_le_bytes());
        }
    }
    all.push(("circle.doc", circle, "partial MALFORMED_FILE"));
    // The table of sectors is said to be endless, and each part of it to be the same.
    let mut table = letter.clone();
    table[44..48].fill(0xFF);
    table[72..76].fill(0xFF);
    let first = table[76..80].to_vec();
    table[68..72].copy_from_slice(&first);
    for at in (76..512).step_by(4) {
        table[at..at + 4].copy_from_slice(&first);
    }
    all.push(("table.doc", table, "complete"));
    // The table of shared strings is said to hold 2^32 of them.
    let mut strings = fixture("ole/libreoffice.xls");
    let record = strings.windows(2).enumerate().position(|(at, two)| {
        let length = strings.get(at + 2..at + 4).map(|l| u16::from_le_bytes([l[0], l[1]]));
        let count = strings.get(at + 8..at + 12).map(|c| u32::from_le_bytes(c.try_into().unwrap()));
        two == [0xFC, 0] && length.is_some_and(|l| l > 16) && count.is_some_and(|c| c < 1000)
    });
    let record = record.unwrap();
    strings[record + 4..record + 12].fill(0xFF);
    all.push(("strings.xls", strings, "partial MALFORMED_FILE"));
}

/// A PDF of two pages: a card, and what a stream of 2 MB draws that expands to 2 GiB of zeros.
fn two_gib_on_a_page() -> Vec<u8> {
    const PIECE_BYTES: usize = 16 << 20;
    let mut piece = Vec::with_capacity(PIECE_BYTES / 512);
    // Each piece refers to nothing before it, and may be there any number of times.
    let mut encoder = Compress::new(Compression::default(), false);
    encoder.compress_vec(&vec![0; PIECE_BYTES], &mut piece, FlushCompress::Full).unwrap();
    assert_eq!(encoder.total_in(), PIECE_BYTES as u64);
    let zeros = [b"\x78\x9C".to_vec(), piece.repeat(128)].concat();
    let text = format!("BT /F 12 Tf 72 700 Td ({}) Tj ET", card_line(3).trim()).into_bytes();
    let page = |content: u32| {
        let drawn = format!("/Contents {content} 0 R /Resources << /Font << /F 7 0 R >> >>");
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {drawn} >>").into_bytes()
    };
    let stream = |filter: &str, bytes: &[u8]| {
        let head = format!("<< /Length {} {filter} >>\nstream\n", bytes.len());
        [head.as_bytes(), bytes, b"\nendstream"].concat()
    };
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>".to_vec(),
        page(5),
        page(6),
        stream("", &text),
        stream("/Filter /FlateDecode", &zeros),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
    ];
    let (mut file, mut places) = (b"%PDF-1.4\n".to_vec(), String::new());
    for (number, object) in (1..).zip(&objects) {
        places.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let table = file.len();
    file.extend(format!("xref\n0 8\n0000000000 65535 f \n{places}").into_bytes());
    file.extend(
        format!("trailer << /Size 8 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF").into_bytes(),
    );
    file
}
