//! Objects for the embedded server, and directories of files.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use magpie_corpus::{Bucket, BucketSettings, Corpus, Object};
use magpie_demo::{Server, ServerOptions};

/// A payment card number with a right check digit that nobody publishes; `n` tells them apart.
pub(crate) fn card(n: u32) -> String {
    let mut digits = format!("45397{:010}", u64::from(n) * 1_234_567_891 % 10_000_000_000);
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, digit)| u32::from(digit - b'0') * if at % 2 == 0 { 2 } else { 1 })
        .map(|product| product / 10 + product % 10)
        .sum();
    digits.push_str(&((10 - sum % 10) % 10).to_string());
    digits
}

/// A sentence with one card.
pub(crate) fn card_line(n: u32) -> String {
    format!("Paid with card number {} yesterday.\n", card(n))
}

/// An object.
pub(crate) fn object(key: &str, body: impl Into<Vec<u8>>) -> Object {
    Object {
        key: key.to_owned(),
        body: body.into(),
        modified: "2026-01-15T12:00:00Z".to_owned(),
        storage_class: "STANDARD".to_owned(),
        encryption: None,
        metadata: Default::default(),
        fault: None,
    }
}

/// A bucket with nothing configured.
pub(crate) fn bucket(name: &str, objects: Vec<Object>) -> Bucket {
    Bucket { name: name.to_owned(), settings: BucketSettings::default(), objects }
}

/// An embedded server with these buckets.
pub(crate) fn server(buckets: Vec<Bucket>) -> Server {
    let corpus = Corpus { buckets, ..Corpus::default() };
    Server::start(ServerOptions { corpus, ..ServerOptions::default() }).unwrap()
}

/// A server that takes every connection, reads, and says `answer`; nothing where that is empty.
pub(crate) fn endpoint(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let serve = move |mut stream: TcpStream| {
        let mut buffer = [0; 4096];
        while stream.read(&mut buffer).is_ok_and(|read| read > 0) {
            if stream.write_all(answer.as_bytes()).is_err() {
                return;
            }
        }
    };
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(stream));
        }
    });
    format!("http://{address}")
}
