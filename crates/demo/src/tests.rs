//! The server through its own port, without a client library: unsigned requests, and the calls
//! that need no signature. Signed requests are the tests' of `store`, `posture` and the program.

use std::io::{Read, Write};
use std::net::TcpStream;

use magpie_corpus::{Corpus, Recipe};

use crate::state::Shared;
use crate::{CallFault, Fault, Server, ServerOptions};

const RECIPE: &str = r#"
seed = 1
[[key]]
arn = "arn:aws:kms:us-east-1:111122223333:key/abc"
manager = "AWS"
[[bucket]]
name = "box"
[[bucket.object]]
key = "a/{n:04}.txt"
count = 1500
kind = "prose"
rows = 1
[[bucket.object]]
key = "frozen.txt"
kind = "prose"
storage_class = "GLACIER"
[[bucket.object]]
key = "locked.txt"
kind = "prose"
encryption = { algorithm = "sse-c" }
"#;

fn corpus() -> Corpus {
    Corpus::generate(&Recipe::parse(RECIPE).unwrap()).unwrap()
}

fn exchange(server: &Server, request: &str) -> String {
    let address = server.endpoint_url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn unsigned_requests_are_denied() {
    let server = Server::start(ServerOptions { corpus: corpus(), ..Default::default() }).unwrap();
    let answer = exchange(&server, "GET /box HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 403") && answer.contains("AccessDenied"), "{answer}");
}

#[test]
fn the_kms_tells_who_manages_a_key() {
    let server = Server::start(ServerOptions { corpus: corpus(), ..Default::default() }).unwrap();
    let describe = |key: &str| {
        let body = format!("{{\"KeyId\":\"{key}\"}}");
        let head = "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
                    x-amz-target: TrentService.DescribeKey\r\n";
        exchange(&server, &format!("{head}content-length: {}\r\n\r\n{body}", body.len()))
    };
    assert!(describe("arn:aws:kms:us-east-1:111122223333:key/abc").contains("\"AWS\""));
    assert!(describe("abc").contains("\"KeyState\":\"Enabled\""));
    assert!(describe("other").contains("NotFoundException"));
    server.fail_call("", "DescribeKey", Some(CallFault::Denied));
    assert!(describe("abc").contains("AccessDeniedException"));
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn a_stopped_server_listens_no_more() {
    let server = Server::start(ServerOptions::default()).unwrap();
    let address = server.endpoint_url().trim_start_matches("http://").to_owned();
    drop(server);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn pages_hold_a_thousand_keys_and_follow_each_other() {
    let shared = Shared::new(corpus(), false);
    let state = shared.lock();
    let mut asked = s3s::dto::ListObjectsV2Input {
        bucket: "box".into(),
        prefix: Some("a/".into()),
        ..Default::default()
    };
    let first = state.list_objects(asked.clone()).unwrap();
    assert_eq!((first.key_count, first.is_truncated), (Some(1000), Some(true)));
    asked.continuation_token = first.next_continuation_token;
    let second = state.list_objects(asked.clone()).unwrap();
    assert_eq!((second.key_count, second.is_truncated), (Some(500), Some(false)));
    asked.continuation_token = None;
    asked.prefix = None;
    asked.delimiter = Some("/".into());
    let rolled = state.list_objects(asked).unwrap();
    assert_eq!(rolled.common_prefixes.unwrap().len(), 1);
    assert_eq!(rolled.contents.unwrap().len(), 2);
}

#[test]
fn what_cannot_be_read_says_why_in_s3s_words() {
    let shared = Shared::new(corpus(), false);
    let mut state = shared.lock();
    let mut code = |key: &str, body: bool, customer_key: Option<&str>, if_match: Option<&str>| {
        let wanted =
            if_match.map(|tag| s3s::dto::ETagCondition::ETag(s3s::dto::ETag::Strong(tag.into())));
        let asked = crate::objects::Asked {
            if_match: wanted.as_ref(),
            if_none_match: None,
            range: None,
            customer_key,
        };
        let found = state.find("box", key, body, &asked);
        found.err().map_or("read".to_owned(), |error| error.code().as_str().to_owned())
    };
    assert_eq!(code("a/0001.txt", true, None, None), "read");
    assert_eq!(code("a/0001.txt", true, None, Some("other")), "PreconditionFailed");
    assert_eq!(code("nothing", true, None, None), "NoSuchKey");
    assert_eq!(code("frozen.txt", true, None, None), "InvalidObjectState");
    assert_eq!(code("frozen.txt", false, None, None), "read");
    assert_eq!(code("locked.txt", true, None, None), "InvalidRequest");
    assert_eq!(code("locked.txt", true, Some("d3Jvbmc="), None), "AccessDenied");
    assert_eq!(code("locked.txt", true, Some(Server::SSE_C_KEY_BASE64), None), "read");
}

#[test]
fn faults_that_end_end_after_their_count() {
    let shared = Shared::new(corpus(), false);
    let mut state = shared.lock();
    let bucket = state.buckets.get_mut("box").unwrap();
    bucket.objects.get_mut("a/0001.txt").unwrap().fault = Some(Fault::SlowDown(2));
    let asked = crate::objects::Asked {
        if_match: None,
        if_none_match: None,
        range: None,
        customer_key: None,
    };
    let mut read = || state.find("box", "a/0001.txt", true, &asked).is_ok();
    assert_eq!([read(), read(), read()], [false, false, true]);
}
