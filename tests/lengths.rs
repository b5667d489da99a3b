//! Answers that do not tell how long an object is, as proxies and gateways give them, and answers without end: what
//! was not read is never told as read.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use serde_json::Value;

use crate::support::fixtures::card_line;
use crate::support::program::{Magpie, Results};

/// Longer than one part of 8 MiB, with a card at its end.
fn long() -> String {
    "words and more words that hold nothing at all.\n".repeat(190_000) + &card_line(2)
}

/// Answers a listing of one object, and every GET of it by `get`, which is given the range that was asked for.
struct Gateway {
    address: String,
}

type Get = fn(&mut TcpStream, &str, Option<(usize, usize)>) -> std::io::Result<()>;

impl Gateway {
    fn start(body: String, get: Get) -> Self {
        let page = format!(
            "<ListBucketResult><Name>gateway</Name><IsTruncated>false</IsTruncated><Contents><Key>a.txt</Key>\
             <Size>{}</Size><ETag>&quot;x&quot;</ETag><LastModified>2026-01-01T00:00:00.000Z</LastModified>\
             </Contents></ListBucketResult>",
            body.len()
        );
        Self::serve(move |stream, line, range| match line {
            line if line.contains("list-type") => whole(stream, &page),
            line if line.starts_with("GET") && line.contains("/a.txt") => get(stream, &body, range),
            _ => write!(stream, "HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n"),
        })
    }

    fn serve(
        answer: impl Fn(&mut TcpStream, &str, Option<(usize, usize)>) -> std::io::Result<()>
        + Clone
        + Send
        + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, answer) = (stream.unwrap(), answer.clone());
                // A client that hangs up has heard enough.
                std::thread::spawn(move || {
                    let (line, range) = asked(&stream)?;
                    answer(&mut stream, &line, range)
                });
            }
        });
        Self { address }
    }

    fn scan(&self, code: i32) -> Results {
        let magpie = Magpie::scan(&["s3://gateway"]);
        let magpie = magpie.at(&format!("http://{}", self.address), "AKIDEXAMPLE", "wJalrXUtnFEMI");
        magpie.run().expect(code).results()
    }
}

/// The first line of a request, and the range that it asks for.
fn asked(stream: &TcpStream) -> std::io::Result<(String, Option<(usize, usize)>)> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut range = None;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            return Ok((first, range));
        }
        if let Some(told) = line.strip_prefix("range: bytes=") {
            range = told.split_once('-').map(|(a, b)| (a.parse().unwrap(), b.parse().unwrap()));
        }
    }
}

fn whole(stream: &mut TcpStream, body: &str) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

fn chunked(stream: &mut TcpStream, body: &str) -> std::io::Result<()> {
    let head = "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nTransfer-Encoding: chunked\r\n\r\n";
    write!(stream, "{head}{:x}\r\n{body}\r\n0\r\n\r\n", body.len())
}

/// The range as asked for, told by a head of its own.
fn ranged(
    stream: &mut TcpStream,
    body: &str,
    range: Option<(usize, usize)>,
    told: impl Fn(usize, usize) -> String,
) -> std::io::Result<()> {
    let Some((from, to)) = range else { return chunked(stream, body) };
    let part = &body[from..body.len().min(to + 1)];
    let head = told(from, from + part.len() - 1);
    let length = part.len();
    write!(
        stream,
        "HTTP/1.1 206 Partial Content\r\nETag: \"x\"\r\n{head}Content-Length: {length}\r\n\r\n"
    )?;
    stream.write_all(part.as_bytes())
}

fn complete(body: String, get: Get) {
    let length = body.len();
    let results = Gateway::start(body, get).scan(0);
    results.reconcile();
    assert_eq!(results.outcome("a.txt"), "complete");
    assert_eq!(results.object("a.txt")["size"], length);
    assert_eq!(results.object("a.txt")["bytes_read"], length);
    assert_eq!(results.count("a.txt", "global/payment_card"), 1);
}

/// Never complete, whatever was found before; the run has failed where nothing was read.
fn incomplete(body: String, get: Get) -> Value {
    let code = if body.len() > 1000 { 0 } else { 4 };
    let results = Gateway::start(body, get).scan(code);
    results.reconcile();
    assert_eq!(results.outcome("a.txt"), "failed READ_ERROR");
    results.object("a.txt")["detail"].clone()
}

#[test]
fn a_body_in_chunks_is_as_long_as_the_listing_says() {
    complete(card_line(2), |stream, body, _| chunked(stream, body));
}

#[test]
fn a_body_that_ends_with_its_connection_is_as_long_as_the_listing_says() {
    complete(card_line(2), |stream, body, _| {
        write!(stream, "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nConnection: close\r\n\r\n{body}")
    });
}

#[test]
fn a_part_of_what_is_not_told_is_not_the_whole() {
    complete(long(), |stream, body, range| {
        ranged(stream, body, range, |from, to| format!("Content-Range: bytes {from}-{to}/*\r\n"))
    });
    incomplete(long(), |stream, body, range| ranged(stream, body, range, |_, _| String::new()));
}

#[test]
fn a_body_of_another_length_than_the_listing_says_is_not_complete() {
    let more = incomplete(card_line(2), |stream, body, _| chunked(stream, &body.repeat(2)));
    assert!(more.as_str().unwrap().starts_with("more than the "), "{more}");
    let less = incomplete(card_line(2), |stream, body, range| match range {
        None => chunked(stream, &body[..9]),
        Some(_) => write!(stream, "HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n"),
    });
    assert!(!less.is_null());
    incomplete(String::new(), |stream, _, _| chunked(stream, &card_line(2)));
}

#[test]
fn a_body_without_end_is_left_where_it_should_end() {
    incomplete(card_line(2), |stream, body, _| {
        write!(stream, "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nTransfer-Encoding: chunked\r\n\r\n")?;
        loop {
            write!(stream, "{:x}\r\n{body}\r\n", body.len())?;
        }
    });
}

#[test]
fn another_range_than_the_one_asked_for_is_not_read() {
    incomplete(card_line(2), |stream, _, _| {
        let head = "ETag: \"x\"\r\nContent-Range: bytes 1000-1004/9999\r\nContent-Length: 5";
        write!(stream, "HTTP/1.1 206 Partial Content\r\n{head}\r\n\r\nhello")
    });
}

#[test]
fn a_listing_without_end_is_one_error_and_costs_no_memory() {
    let gateway = Gateway::serve(|stream, line, _| {
        if !line.contains("list-type") {
            return write!(stream, "HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n");
        }
        let head =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n12\r\n<ListBucketResult>\r\n";
        write!(stream, "{head}")?;
        let entry = "<Contents><Key>a</Key><Size>1</Size></Contents>".repeat(1000);
        loop {
            write!(stream, "{:x}\r\n{entry}\r\n", entry.len())?;
        }
    });
    let magpie = Magpie::scan(&["s3://gateway"]);
    let magpie = magpie.at(&format!("http://{}", gateway.address), "AKIDEXAMPLE", "wJalrXUtnFEMI");
    let ended = magpie.run().expect(4);
    assert!(ended.stderr.contains("64 MiB"), "{}", ended.stderr);
}
