//! Files read through worker processes give what they give in this process; files that cost a
//! worker its life leave the others alone.
#![expect(clippy::expect_used, reason = "a test without libtest")]

use std::io::Cursor;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use magpie_isolate::{Bounds, Pool, serve};
use magpie_model::{DocumentReaders, Outcome, Place, Reason, Segment, SegmentSink};
use magpie_parsers::InMemory;
use nix::sys::resource::{Resource, setrlimit};

/// Writes down everything that is delivered.
#[derive(Default, PartialEq, Debug)]
struct Record {
    lines: Vec<String>,
    labels: Vec<String>,
}

impl SegmentSink for Record {
    fn begin(&mut self, name: &str, format: &'static str) -> Result<(), Outcome> {
        self.lines.push(format!("begin {name} {format}"));
        Ok(())
    }
    fn end(&mut self, outcome: Outcome) -> Result<(), Outcome> {
        self.lines.push(format!("end {outcome:?}"));
        Ok(())
    }
    fn label(&mut self, text: &str) -> u32 {
        self.labels.push(text.to_owned());
        self.labels.len() as u32 - 1
    }
    fn segment(&mut self, segment: &Segment<'_>) -> Result<(), Outcome> {
        let label = segment.label.map(|label| self.labels[label as usize].clone());
        let text = String::from_utf8_lossy(segment.text);
        self.lines.push(format!("{:?} {label:?} {text}", segment.place));
        Ok(())
    }
    fn pass(&mut self, _: u64) -> Result<(), Outcome> {
        Ok(())
    }
    fn rows(&mut self, rows: u64) {
        self.lines.push(format!("rows {rows}"));
    }
    fn sheet(&mut self, name: Option<&str>) -> Result<(), Outcome> {
        self.lines.push(format!("sheet {name:?}"));
        Ok(())
    }
    fn telling(
        &mut self,
        _: Place,
        _: Option<u32>,
        values: &[&[u8]],
    ) -> Result<Vec<bool>, Outcome> {
        Ok(values.iter().map(|value| value.len() > 4).collect())
    }
    fn file(&mut self, name: &str, bytes: &mut dyn std::io::Read) -> Outcome {
        let mut content = Vec::new();
        let read = bytes.read_to_end(&mut content);
        self.lines.push(format!("file {name} {:?} {}", read.ok(), content.len()));
        Outcome::of(Reason::MalformedFile)
    }
    fn refuse(&mut self, name: &str, format: &'static str, outcome: Outcome) {
        self.lines.push(format!("refuse {name} {format} {outcome:?}"));
    }
}

fn pool(bounds: Bounds) -> Pool {
    let program = std::env::current_exe().expect("a test is a program");
    Pool::new(program, vec!["worker".to_owned(), bounds.memory_bytes.to_string()], bounds)
}

fn read(readers: &dyn DocumentReaders, format: &'static str, bytes: &[u8]) -> (Outcome, Record) {
    let mut record = Record::default();
    let outcome = readers.read(format, &mut Cursor::new(bytes), &mut record);
    (outcome, record)
}

fn fixtures() -> Vec<(&'static str, PathBuf)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/formats");
    let mut found = Vec::new();
    for format in ["7z", "arrow", "avro", "orc", "parquet", "pdf", "sqlite"] {
        for entry in std::fs::read_dir(root.join(format)).expect("fixtures are there") {
            found.push((format, entry.expect("a folder can be read").path()));
        }
    }
    for entry in std::fs::read_dir(root.join("ole")).expect("fixtures are there") {
        let path = entry.expect("a folder can be read").path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        let format = ["doc", "msg", "ppt", "xls"].into_iter().find(|known| Some(*known) == ending);
        found.extend(format.map(|format| (format, path)));
    }
    found.sort();
    found
}

fn workers_give_what_the_readers_give() {
    let pool = pool(Bounds::default());
    for (format, path) in fixtures() {
        let bytes = std::fs::read(&path).expect("a fixture can be read");
        let (here, there) = (read(&InMemory, format, &bytes), read(&pool, format, &bytes));
        assert_eq!(here.0, there.0, "{}", path.display());
        assert_eq!(here.1.lines, there.1.lines, "{}", path.display());
    }
}

fn a_worker_out_of_memory_costs_one_file() {
    let bounds = Bounds { memory_bytes: 96 << 20, ..Bounds::default() };
    let pool = pool(bounds);
    let large = vec![b' '; 200 << 20];
    let (outcome, _) = read(&pool, "pdf", &large);
    assert_eq!(outcome.reason, Some(Reason::MemoryLimitReached));
    let small = &fixtures()[0];
    let bytes = std::fs::read(&small.1).expect("a fixture can be read");
    assert_eq!(read(&pool, small.0, &bytes), read(&InMemory, small.0, &bytes));
}

/// Damage of a few bytes that makes the libraries of Arrow and Parquet panic, or ask for hundreds
/// of terabytes.
fn damage_that_libraries_do_not_survive_costs_one_file() {
    let pool = pool(Bounds::default());
    let file = |name: &str| {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/formats");
        std::fs::read(root.join(name)).expect("a fixture can be read")
    };
    let whole = file("arrow/unused.arrow");
    let known = read(&InMemory, "arrow", &whole);
    for (format, name, at, damage, reason) in [
        ("arrow", "unused.arrow", 264, &[0xFF][..], Reason::ParserFailed),
        // What is claimed and not there is seen before the library takes memory for it.
        ("arrow", "unused.arrow", 163, &[0x7F], Reason::MalformedFile),
        ("parquet", "claims.parquet", 57, &[0xFF], Reason::ParserFailed),
        ("parquet", "unused.parquet", 12, &[0], Reason::ParserFailed),
    ] {
        let mut bytes = file(&format!("{format}/{name}"));
        bytes[at..at + damage.len()].copy_from_slice(damage);
        let (outcome, _) = read(&pool, format, &bytes);
        assert_eq!(outcome.reason, Some(reason), "{name} {at}: {outcome:?}");
        assert_eq!(read(&pool, "arrow", &whole), known, "the next file is read as before");
    }
    // A message of 1.6 GB is said to follow.
    let claim = [&b"ARROW1\0\0\xFF\x06\x2E\x73\x4E\x00\x61\x50"[..], &[0x70; 55]].concat();
    assert_eq!(read(&pool, "arrow", &claim).0.reason, Some(Reason::MalformedFile));
}

/// Pictures are most of a large document and take no memory beside the file's own.
fn a_document_of_large_pictures_fits() {
    let mut file = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n".to_vec();
    let mut places = vec![9];
    let mut add = |file: &mut Vec<u8>, head: String, stream: &[u8]| {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{head}", places.len()).into_bytes());
        file.extend(stream);
        file.extend(b"\nendobj\n");
    };
    add(&mut file, "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(), b"");
    add(
        &mut file,
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>".to_owned(),
        b"",
    );
    add(&mut file, "<</Length 5>>\nstream\n/I Do\nendstream".to_owned(), b"");
    for _ in 0..12 {
        let picture = [&vec![0xAB; 10 << 20][..], b"\nendstream"].concat();
        let head = format!("<</Subtype/Image/Width 99/Height 99/Length {}>>\nstream\n", 10 << 20);
        add(&mut file, head, &picture);
    }
    let at = file.len();
    let entries: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let count = places.len() + 1;
    let trailer = format!(
        "xref\n0 {count}\n0000000000 65535 f \n{entries}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n"
    );
    file.extend(trailer.into_bytes());
    let bounds = Bounds { memory_bytes: 200 << 20, ..Bounds::default() };
    let (outcome, _) = read(&pool(bounds), "pdf", &file);
    assert_eq!(outcome.reason, Some(Reason::NoTextLayer), "{outcome:?}");
}

fn a_worker_that_is_silent_is_ended() {
    let bounds = Bounds { silence: Duration::from_millis(600), ..Bounds::default() };
    let program = std::env::current_exe().expect("a test is a program");
    let pool = Pool::new(program, vec!["sleep".to_owned()], bounds);
    let began = Instant::now();
    let (outcome, _) = read(&pool, "pdf", b"%PDF-");
    assert_eq!(outcome.reason, Some(Reason::TimeCutOffReached));
    assert!(began.elapsed() < Duration::from_secs(10));
}

fn a_worker_that_takes_all_its_processor_time_is_too_slow() {
    let program = std::env::current_exe().expect("a test is a program");
    let pool = Pool::new(program, vec!["burn".to_owned()], Bounds::default());
    let (outcome, _) = read(&pool, "pdf", b"%PDF-");
    assert_eq!(outcome.reason, Some(Reason::TimeCutOffReached), "{outcome:?}");
}

fn a_program_that_is_no_worker_is_told() {
    let pool = Pool::new("/nonexistent/magpie".into(), Vec::new(), Bounds::default());
    assert_eq!(read(&pool, "pdf", b"%PDF-").0.reason, Some(Reason::ParserFailed));
}

fn a_worker_has_no_rights() {
    let program = std::env::current_exe().expect("a test is a program");
    // The caller has left something open.
    let tried = std::process::Command::new("sh")
        .args(["-c", "exec \"$0\" rights 7</dev/null"])
        .arg(program)
        .env("SECRET", "of the run")
        .output()
        .expect("a test can be started");
    assert!(tried.status.success(), "{}", String::from_utf8_lossy(&tried.stderr));
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("worker") => {
            assert!(std::env::vars().next().is_none(), "the environment is empty");
            serve(arguments[2].parse().expect("a number of bytes"), 60);
        }
        Some("sleep") => std::thread::sleep(Duration::from_secs(60)),
        Some("burn") => {
            let _ = setrlimit(Resource::RLIMIT_CPU, 1, 60);
            let mut counted = 0u64;
            loop {
                counted = std::hint::black_box(counted).wrapping_add(1);
            }
        }
        Some("rights") => {
            // Without a job on its input the worker ends at once, and keeps what it gave up.
            serve(1 << 30, 60);
            assert!(nix::unistd::close(7).is_err(), "nothing is left open");
            assert!(std::fs::read("/etc/hostname").is_err(), "no file can be opened");
            assert!(std::net::UdpSocket::bind("127.0.0.1:0").is_err(), "no socket can be opened");
            assert!(std::net::TcpListener::bind("127.0.0.1:0").is_err());
        }
        _ => {
            workers_give_what_the_readers_give();
            a_worker_out_of_memory_costs_one_file();
            damage_that_libraries_do_not_survive_costs_one_file();
            a_document_of_large_pictures_fits();
            a_worker_that_is_silent_is_ended();
            a_worker_that_takes_all_its_processor_time_is_too_slow();
            a_program_that_is_no_worker_is_told();
            a_worker_has_no_rights();
        }
    }
}
