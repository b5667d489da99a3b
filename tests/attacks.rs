//! Files made to crash, hang or exhaust a reader, side by side with a good one: the run ends, each
//! has an outcome, and the good one's findings are as without them.

mod crafted;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::fixtures::{card, card_line};
use crate::support::program::{Magpie, Results};
use crate::support::root;

/// A zip that holds itself, as published by Russ Cox in 2010 ("Zip Files All The Way Down").
const QUINE: &str = "\
    504b03041400000008000803643cf9f489644801 0000b801000007000000722f722e7a6970002500daff504b0304\
    1400000008000803643cf9f4896448010000b801 000007000000722f722e7a6970002f00d0ff002500daff504b03\
    041400000008000803643cf9f4896448010000b8 01000007000000722f722e7a6970002f00d0ffc2548e57390005\
    00faffc2548e57390005 00faff000500faff001400ebffc2548e5739000500faff000500faff001400ebff428821\
    c400001400ebff428821c400001400ebff428821 c400001400ebff428821c400001400ebff428821c400000000ff\
    ff000000ffff003400cbff428821c400000000ff ff000000ffff003400cbff42e8215e0f000000ffff0af0666412\
    61c015dce8a048bf48af2ab320c09b950dc46704 425306060640000600f9ff6d010000000042e8215e0f000000ff\
    ff0af066641261c015dce8a048bf48af2ab320c0 9b950dc46704425306060640000600f9ff6d0100000000504b01\
    02140014000000080008 03643cf9f4896448010000b8010000070000000000000000000000000000000000722f72\
    2e7a6970504b05060000 00000100010035000000 6d0100000000";

fn quine() -> Vec<u8> {
    let digits: Vec<u8> = QUINE.bytes().filter(u8::is_ascii_hexdigit).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

/// A zip of stored entries, each name pointing to the data of the number beside it.
fn zip(data: &[(&str, Vec<u8>)], names: &[(String, usize)]) -> Vec<u8> {
    let number = |value: usize, bytes: usize| value.to_le_bytes()[..bytes].to_vec();
    let (mut file, mut heads) = (Vec::new(), Vec::new());
    for (name, content) in data {
        let mut head = Vec::new();
        head.extend([20, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        head.extend(number(checksum(content) as usize, 4));
        head.extend([number(content.len(), 4), number(content.len(), 4)].concat());
        heads.push((head.clone(), file.len()));
        file.extend([&b"PK\x03\x04"[..], &head, &number(name.len(), 2), &[0, 0]].concat());
        file.extend([name.as_bytes(), content].concat());
    }
    let start = file.len();
    for (name, index) in names {
        let (head, at) = &heads[*index];
        file.extend([&b"PK\x01\x02\x14\0"[..], head, &number(name.len(), 2), &[0; 12]].concat());
        file.extend([&number(*at, 4)[..], name.as_bytes()].concat());
    }
    let size = file.len() - start;
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([number(names.len(), 2), number(names.len(), 2)].concat());
    file.extend([number(size, 4), number(start, 4), vec![0, 0]].concat());
    file
}

/// The checksum of zip, bit by bit.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
    !bytes
        .iter()
        .fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let data: Vec<_> = parts.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
    let names: Vec<_> =
        parts.iter().enumerate().map(|(index, (name, _))| ((*name).to_owned(), index)).collect();
    zip(&data, &names)
}

/// Zips in zips: sixteen copies in each of three levels, 40 MiB in all, and more with each level.
fn nested() -> Vec<u8> {
    let mut inner = vec![b'0'; 10 * 1024];
    for _ in 0..3 {
        let copies: Vec<(&str, Vec<u8>)> = (0..16).map(|_| ("inner.zip", inner.clone())).collect();
        let names: Vec<_> = (0..16).map(|index| (format!("{index}.zip"), index)).collect();
        inner = zip(&copies, &names);
    }
    inner
}

/// An avro header with this schema, then these bytes.
fn avro(schema: &str, rest: &[u8]) -> Vec<u8> {
    let long = |mut value: u64| {
        let mut bytes = Vec::new();
        value <<= 1;
        while value >= 128 {
            bytes.push((value & 127) as u8 | 128);
            value >>= 7;
        }
        bytes.push(value as u8);
        bytes
    };
    let text = |text: &str| [&long(text.len() as u64)[..], text.as_bytes()].concat();
    let head = [b"Obj\x01\x02".to_vec(), text("avro.schema"), text(schema), vec![0]].concat();
    [head, vec![7; 16], rest.to_vec()].concat()
}

/// 10 GiB of zeros: one compressed stream of 16 MiB again and again.
fn zeros(file: &str, options: &[&str]) -> Option<Vec<u8>> {
    let made = Command::new(file).args(options).stdin(Stdio::null()).output().ok()?;
    Some(made.stdout.repeat(640)).filter(|bytes| !bytes.is_empty())
}

/// A gzip member of 16 MiB of zeros, by Python, which the other tests of archives need too.
const MEMBER: &str =
    "import gzip,sys; sys.stdout.buffer.write(gzip.compress(bytes(16 << 20), mtime=0))";

fn attacks() -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(&str, Vec<u8>)> = Vec::new();
    all.push(("quine.zip", quine()));
    let names: Vec<_> = (0..1_000).map(|n| (format!("{n}.txt"), 0)).collect();
    all.push(("overlap.zip", zip(&[("0.txt", vec![b'0'; 1 << 20])], &names)));
    all.push(("nested.zip", nested()));
    let xz = std::fs::read(root().join("tests/files/zeros.xz")).unwrap();
    all.push(("zeros.xz", xz.repeat(640)));
    all.extend(zeros("python3", &["-c", MEMBER]).map(|bytes| ("zeros.gz", bytes)));
    // A frame of zstd with one block that repeats a byte: 128 KiB out of four bytes.
    let block = [&((128u32 << 10 << 3 | 2).to_le_bytes()[..3]), &[0]].concat();
    let last = [&((128u32 << 10 << 3 | 3).to_le_bytes()[..3]), &[0]].concat();
    let frame = [&b"\x28\xB5\x2F\xFD\x00\x58"[..], &block.repeat(80_000), &last].concat();
    all.push(("zeros.zst", frame));
    all.push(("deep.json", vec![b'['; 2_000_000]));
    all.push(("deep.xml", [b"<?xml version='1.0'?>".to_vec(), b"<a>".repeat(1_000_000)].concat()));
    let mut entities = String::from("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a0 'lol'>");
    for level in 1..12 {
        let more = format!("&a{};", level - 1).repeat(10);
        entities.push_str(&format!("<!ENTITY a{level} '{more}'>"));
    }
    all.push(("entities.xml", format!("{entities}]><x>&a11;</x>").into_bytes()));
    let head =
        "From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n";
    all.push(("parts.eml", [head.as_bytes(), &b"--x\n\n\n".repeat(2_000_000)].concat()));
    let sheet = "<?xml version='1.0'?><worksheet><dimension ref='A1:XFD1048576'/><sheetData><row r='1'>\
        <c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576' t='s'><v>4294967294</v></c></row>\
        </sheetData></worksheet>";
    let strings = "<?xml version='1.0'?><sst count='4294967295' uniqueCount='4294967295'/>";
    all.push((
        "sheet.xlsx",
        package(&[
            ("[Content_Types].xml", "<Types/>"),
            ("xl/worksheets/sheet1.xml", sheet),
            ("xl/sharedStrings.xml", strings),
        ]),
    ));
    let deep =
        format!("{}\"int\"{}", "{\"type\":\"array\",\"items\":".repeat(5_000), "}".repeat(5_000));
    all.push(("deep.avro", avro(&deep, &[])));
    // A count of 2^40 records without bytes, and one string of 2^40.
    let count = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01];
    let block = [&count[..], &[0], &[7; 16]].concat();
    all.push(("count.avro", avro("\"null\"", &block)));
    all.push(("string.avro", avro("\"string\"", &[&[2, 14][..], &count, &[7; 16]].concat())));
    let fixtures = root().join("tests/fixtures/formats");
    for name in ["tree_circle", "form_calls_itself", "forms_call_forms", "deep_array", "expands"] {
        let file = format!("{name}.pdf");
        let bytes = std::fs::read(fixtures.join("pdf").join(&file)).unwrap();
        all.push((Box::leak(file.into_boxed_str()), bytes));
    }
    let mut circle = std::fs::read(fixtures.join("sqlite/shop.sqlite")).unwrap();
    // Every pointer of the first page leads back to it.
    circle[100..108].copy_from_slice(&[5, 0, 0, 0, 1, 0, 0, 0]);
    circle[108..112].copy_from_slice(&[0, 0, 0, 1]);
    all.push(("circle.sqlite", circle));
    all.into_iter().map(|(name, bytes)| (format!("bad/{name}"), bytes)).collect()
}

/// A tar whose only entry has a name of 600 MB; the bytes are holes of the file.
fn huge_name(path: &std::path::Path) {
    let mut header = [0u8; 512];
    header[..13].copy_from_slice(b"././@LongLink");
    let size = format!("{:011o}\0", 600_000_000);
    header[124..136].copy_from_slice(size.as_bytes());
    header[156] = b'L';
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    std::fs::write(path, header).unwrap();
    std::fs::File::options().write(true).open(path).unwrap().set_len(600_001_024).unwrap();
}

/// Counts of the good files.
fn good(results: &Results) -> Vec<(String, u64)> {
    let counts = results.counts().into_iter();
    let good = counts.filter(|((_, key, _), _)| key.starts_with("good"));
    good.map(|((_, key, detector), count)| (format!("{key} {detector}"), count)).collect()
}

/// A good file in a folder of its own beside a folder for the others.
fn beside_good(magpie: Magpie) -> Magpie {
    for folder in ["bad", "good"] {
        std::fs::create_dir(magpie.place().current().join(folder)).unwrap();
    }
    magpie
        .file("good/a.csv", format!("card\n{}", card_line(1)))
        .file("good/z.json", format!("[\"{}\"]", card_line(2).trim()))
}

#[test]
fn hostile_files_end_with_an_outcome_and_leave_the_others_alone() {
    let alone = beside_good(Magpie::scan(&["."])).run().expect(0);
    let bounds = [
        "--expanded-bytes-max=64MiB",
        "--entries-max=20000",
        "--document-seconds-max=60",
        "--document-memory-max=512MiB",
    ];
    let mut magpie = beside_good(Magpie::scan(&["."])).args(&bounds);
    let attacks = attacks();
    for (name, bytes) in &attacks {
        std::fs::write(magpie.place().current().join(name), bytes).unwrap();
    }
    huge_name(&magpie.place().current().join("bad/name.tar"));
    limit_memory(&mut magpie);
    let began = Instant::now();
    let ended = magpie.run().expect(0);
    assert!(began.elapsed() < Duration::from_secs(240), "it took {:?}", began.elapsed());
    let results = ended.results();
    results.reconcile();
    assert_eq!(good(&results), good(&alone.results()));
    assert!(!good(&results).is_empty());
    for (name, want) in [
        ("bad/quine.zip", "partial ARCHIVE_CONTAINS_UNPROCESSED_FILES"),
        ("bad/overlap.zip", "partial ARCHIVE_CONTAINS_UNPROCESSED_FILES"),
        ("bad/nested.zip", "partial ARCHIVE_TOTAL_BYTES_EXTRACTED_OVER_LIMIT"),
        ("bad/zeros.xz", "partial ARCHIVE_TOTAL_BYTES_EXTRACTED_OVER_LIMIT"),
        ("bad/zeros.zst", "partial ARCHIVE_TOTAL_BYTES_EXTRACTED_OVER_LIMIT"),
        ("bad/deep.json", "partial JSON_NESTING_LEVEL_OVER_LIMIT"),
        ("bad/deep.xml", "partial MALFORMED_FILE"),
        ("bad/entities.xml", "complete"),
        ("bad/parts.eml", "partial ARCHIVE_TOTAL_DOCUMENTS_PROCESSED_OVER_LIMIT"),
        ("bad/sheet.xlsx", "complete"),
        ("bad/name.tar", "partial MEMORY_LIMIT_REACHED"),
        ("bad/deep.avro", "partial MALFORMED_FILE"),
        ("bad/count.avro", "partial ARCHIVE_TOTAL_BYTES_EXTRACTED_OVER_LIMIT"),
        ("bad/string.avro", "partial MALFORMED_FILE"),
        ("bad/circle.sqlite", "partial MALFORMED_FILE"),
        ("bad/form_calls_itself.pdf", "partial EXPANSION_RATIO_OVER_LIMIT"),
        ("bad/forms_call_forms.pdf", "partial EXPANSION_RATIO_OVER_LIMIT"),
        ("bad/deep_array.pdf", "partial MALFORMED_FILE"),
        ("bad/tree_circle.pdf", "complete"),
        ("bad/expands.pdf", "complete"),
    ] {
        assert_eq!(results.outcome(name), want, "{name}");
    }
    if attacks.iter().any(|(name, _)| name == "bad/zeros.gz") {
        let want = "partial ARCHIVE_TOTAL_BYTES_EXTRACTED_OVER_LIMIT";
        assert_eq!(results.outcome("bad/zeros.gz"), want);
    }
}

#[test]
fn what_lies_about_its_size_ends_with_an_outcome_and_what_was_read_before() {
    let alone = beside_good(Magpie::scan(&["."])).run().expect(0);
    let bounds = ["--expanded-bytes-max=8MiB", "--document-memory-max=512MiB"];
    let mut magpie = beside_good(Magpie::scan(&["."])).args(&bounds);
    let files = crafted::files();
    for (name, bytes, _) in &files {
        std::fs::write(magpie.place().current().join(name), bytes).unwrap();
    }
    limit_memory(&mut magpie);
    let ended = magpie.run().expect(0);
    let results = ended.results();
    results.reconcile();
    assert_eq!(good(&results), good(&alone.results()));
    let outcomes: Vec<_> =
        files.iter().map(|(name, ..)| format!("{name} {}", results.outcome(name))).collect();
    let wanted: Vec<_> =
        files.iter().map(|(name, _, outcome)| format!("{name} {outcome}")).collect();
    assert_eq!(outcomes, wanted);
    // Those that are made around a card begin with it.
    for (name, bytes, _) in &files {
        if String::from_utf8_lossy(bytes).contains(card(3).as_str()) {
            assert_eq!(results.count(name, "global/payment_card"), 1, "{name}");
        }
    }
}

/// Lets the program and its workers have 768 MiB of data each, where the system counts it.
fn limit_memory(magpie: &mut Magpie) {
    let old = magpie.command();
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -d 786432; exec \"$0\" \"$@\""]);
    limited.arg(old.get_program()).args(old.get_args()).env_clear();
    limited.envs(old.get_envs().filter_map(|(name, value)| Some((name, value?))));
    limited.current_dir(old.get_current_dir().unwrap()).stdin(Stdio::null());
    limited.stdout(Stdio::piped()).stderr(Stdio::piped());
    *old = limited;
}
