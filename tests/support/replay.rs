//! Plays recorded answers of AWS back over loopback, to whoever asks for them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// One answer as it goes over the wire, without what frames it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    /// Such as `404 Not Found`.
    pub(crate) status: String,
    /// Lines of the head.
    pub(crate) headers: Vec<String>,
    /// The body.
    pub(crate) body: Vec<u8>,
}

/// What is answered to each call, such as `s3/GetBucketAcl`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers {
    /// Whatever it is about.
    pub(crate) to_all: BTreeMap<String, Answer>,
    /// To calls about one bucket, by bucket and call.
    pub(crate) of_bucket: BTreeMap<(String, String), Answer>,
}

/// A server; dropping it stops it.
pub(crate) struct Replay {
    address: String,
    ends: Arc<AtomicBool>,
    unanswered: Arc<Mutex<BTreeSet<String>>>,
}

/// The account of every bucket.
const OWNER: &str = "111122223333";

/// What the connections share.
struct Shared {
    answers: Answers,
    unanswered: Arc<Mutex<BTreeSet<String>>>,
    /// Tags that were taken, as they came.
    tags: Mutex<Option<String>>,
}

impl Replay {
    /// Answers from now on; a call that has no answer is refused and noted.
    pub(crate) fn start(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let ends = Arc::new(AtomicBool::new(false));
        let unanswered = Arc::new(Mutex::new(BTreeSet::new()));
        let stop = ends.clone();
        let (notes, tags) = (unanswered.clone(), Mutex::default());
        let shared = Arc::new(Shared { answers, unanswered: notes, tags });
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let shared = shared.clone();
                // A client that hangs up has heard enough.
                std::thread::spawn(move || stream.map(|stream| serve(&stream, &shared)));
            }
        });
        Self { address, ends, unanswered }
    }

    /// Where it listens.
    pub(crate) fn endpoint_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Calls for which there was no answer.
    pub(crate) fn unanswered(&self) -> Vec<String> {
        self.unanswered.lock().unwrap().iter().cloned().collect()
    }
}

impl Drop for Replay {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        // Whoever waits for a connection looks once more.
        let _ = TcpStream::connect(&self.address);
    }
}

fn serve(stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = Asked::read(&mut reader)? {
        let mut out = Vec::new();
        match shared.answer(&request) {
            Some(answer) => answer.write(request.method == "HEAD", &mut out)?,
            None => out.extend(b"HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n"),
        }
        (&*stream).write_all(&out)?;
    }
    Ok(())
}

impl Shared {
    fn answer(&self, request: &Asked) -> Option<Answer> {
        if request.owner.as_ref().is_some_and(|owner| owner != OWNER) {
            return Some(Answer { status: "403 Forbidden".to_owned(), ..Answer::default() });
        }
        let (call, bucket) = request.call();
        let mut tags = self.tags.lock().unwrap();
        if let (true, Some(tags)) = (call == "s3/GetBucketTagging", &*tags) {
            let body = format!("<Tagging><TagSet>{tags}</TagSet></Tagging>").into_bytes();
            return Some(Answer { status: "200 OK".to_owned(), headers: Vec::new(), body });
        }
        let of_bucket = self.answers.of_bucket.get(&(bucket, call.clone()));
        let answer = of_bucket.or_else(|| self.answers.to_all.get(&call)).cloned();
        match &answer {
            None => drop(self.unanswered.lock().unwrap().insert(call)),
            Some(answer) if answer.status.starts_with("204") => *tags = request.tags(),
            Some(_) => {}
        }
        answer
    }
}

impl Answer {
    fn write(&self, head_only: bool, out: &mut Vec<u8>) -> std::io::Result<()> {
        write!(out, "HTTP/1.1 {}\r\n", self.status)?;
        for header in &self.headers {
            write!(out, "{header}\r\n")?;
        }
        if !self.status.starts_with("204") {
            write!(out, "Content-Length: {}\r\n", self.body.len())?;
        }
        out.extend(b"\r\n");
        if !head_only {
            out.extend(&self.body);
        }
        Ok(())
    }
}

struct Asked {
    method: String,
    path: String,
    query: String,
    /// The header by which services that speak JSON are called.
    target: Option<String>,
    /// The account whose bucket it has to be.
    owner: Option<String>,
    body: String,
}

impl Asked {
    /// The tags of a call that writes them.
    fn tags(&self) -> Option<String> {
        let (first, last) = (self.body.find("<Tag>")?, self.body.rfind("</Tag>")?);
        Some(format!("{}</Tag>", &self.body[first..last]))
    }

    /// The next request of a connection; `None` at its end.
    fn read(reader: &mut BufReader<&TcpStream>) -> std::io::Result<Option<Self>> {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let mut words = line.split_whitespace().map(str::to_owned);
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let (path, query) = (path.to_owned(), query.to_owned());
        let mut asked =
            Self { method, path, query, target: None, owner: None, body: String::new() };
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().unwrap(),
                "x-amz-target" => asked.target = Some(value.trim().to_owned()),
                "x-amz-expected-bucket-owner" => asked.owner = Some(value.trim().to_owned()),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        asked.body = String::from_utf8_lossy(&body).into_owned();
        Ok(Some(asked))
    }

    /// Service and call, and the bucket that it is about.
    fn call(&self) -> (String, String) {
        if let Some(target) = &self.target {
            let service = if target.starts_with("Trent") { "kms" } else { "cloudtrail" };
            let call = target.rsplit('.').next().unwrap_or_default();
            return (format!("{service}/{call}"), String::new());
        }
        if let Some(path) = self.path.strip_prefix("/v20180820/") {
            return (format!("s3control/{}", self.control(path)), String::new());
        }
        if self.method == "POST" && self.path == "/" {
            return ("sts/GetCallerIdentity".to_owned(), String::new());
        }
        let (bucket, key) = self.path[1..].split_once('/').unwrap_or((&self.path[1..], ""));
        if self.method == "GET" && !key.is_empty() {
            return (format!("objects/{key}"), bucket.to_owned());
        }
        let call = match (self.method.as_str(), key) {
            ("HEAD", "") => "HeadBucket",
            ("GET", "") => self.about_bucket(),
            ("PUT", "") => "PutBucketTagging",
            _ => "Unknown",
        };
        (format!("s3/{call}"), bucket.to_owned())
    }

    fn about_bucket(&self) -> &'static str {
        const BY_NAME: [(&str, &str); 19] = [
            ("abac", "GetBucketAbac"),
            ("acl", "GetBucketAcl"),
            ("encryption", "GetBucketEncryption"),
            ("inventory", "ListBucketInventoryConfigurations"),
            ("lifecycle", "GetBucketLifecycleConfiguration"),
            ("list-type", "ListObjectsV2"),
            ("location", "GetBucketLocation"),
            ("logging", "GetBucketLogging"),
            ("notification", "GetBucketNotificationConfiguration"),
            ("object-lock", "GetObjectLockConfiguration"),
            ("ownershipControls", "GetBucketOwnershipControls"),
            ("policy", "GetBucketPolicy"),
            ("policyStatus", "GetBucketPolicyStatus"),
            ("publicAccessBlock", "GetPublicAccessBlock"),
            ("replication", "GetBucketReplication"),
            ("requestPayment", "GetBucketRequestPayment"),
            ("tagging", "GetBucketTagging"),
            ("versioning", "GetBucketVersioning"),
            ("website", "GetBucketWebsite"),
        ];
        let names = || self.query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
        let found = BY_NAME.iter().find(|(name, _)| names().any(|asked| asked == *name));
        found.map_or("Unknown", |(_, call)| call)
    }

    fn control(&self, path: &str) -> &'static str {
        let parts: Vec<&str> = path.split('/').collect();
        match (self.method.as_str(), parts.as_slice()) {
            ("GET", ["configuration", "publicAccessBlock"]) => "GetPublicAccessBlock",
            ("GET", ["accesspoint"]) => "ListAccessPoints",
            ("GET", ["accesspoint", _]) => "GetAccessPoint",
            ("GET", ["accesspoint", _, "policy"]) => "GetAccessPointPolicy",
            ("GET", ["accesspoint", _, "policyStatus"]) => "GetAccessPointPolicyStatus",
            ("GET", ["mrap", "instances"]) => "ListMultiRegionAccessPoints",
            ("GET", ["mrap", "instances", _, "policy"]) => "GetMultiRegionAccessPointPolicy",
            ("GET", ["mrap", "instances", _, "policystatus"]) => {
                "GetMultiRegionAccessPointPolicyStatus"
            }
            ("POST", ["tags", ..]) => "TagResource",
            ("DELETE", ["tags", ..]) => "UntagResource",
            _ => "Unknown",
        }
    }
}
