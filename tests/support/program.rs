//! Runs the program and reads what it wrote.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use magpie_demo::Server;
use serde_json::Value;
use tempfile::TempDir;

use super::temporary;

/// The fingerprint key of every run that does not ask for another one, so that runs compare.
pub(crate) const FINGERPRINT_KEY: &str = "a fingerprint key for tests only";

/// The program with its arguments, in an environment of its own: no credentials, no
/// configuration, an empty home, a current directory and a TMPDIR that nobody else uses.
pub(crate) struct Magpie {
    command: Command,
    place: Place,
}

/// The directories around one execution.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    /// The current directory; relative paths of arguments and `--out` lie here.
    pub(crate) fn current(&self) -> PathBuf {
        self.folder.path().join("current")
    }

    /// Where temporary files go.
    pub(crate) fn temporary(&self) -> PathBuf {
        self.folder.path().join("tmp")
    }

    /// The home directory.
    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }
}

/// What the program left behind.
pub(crate) struct Ended {
    /// The exit code; `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
    /// Its directories, kept until this is dropped.
    pub(crate) place: Place,
}

impl Magpie {
    /// The program with these arguments.
    pub(crate) fn new(arguments: &[&str]) -> Self {
        let place = Place { folder: temporary() };
        for folder in [place.current(), place.temporary(), place.home()] {
            std::fs::create_dir(folder).unwrap();
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_magpie"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", place.home())
            .env("TMPDIR", place.temporary())
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("MAGPIE_FINGERPRINT_KEY", FINGERPRINT_KEY)
            .current_dir(place.current())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Self { command, place }
    }

    /// A scan into the directory `run`.
    pub(crate) fn scan(arguments: &[&str]) -> Self {
        let all: Vec<&str> = ["scan", "--out", "run"].iter().chain(arguments).copied().collect();
        Self::new(&all)
    }

    /// The same, where an empty folder `data` stands.
    pub(crate) fn scan_data(arguments: &[&str]) -> Self {
        let magpie = Self::scan(arguments);
        std::fs::create_dir(magpie.place().current().join("data")).unwrap();
        magpie
    }

    /// With an argument more.
    pub(crate) fn arg(mut self, argument: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// With arguments more.
    pub(crate) fn args(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    /// With a variable of the environment more.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Without a variable of the environment.
    pub(crate) fn env_remove(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// With credentials for any server, and its endpoint.
    pub(crate) fn at(self, endpoint_url: &str, key: &str, secret: &str) -> Self {
        self.env("AWS_ENDPOINT_URL", endpoint_url)
            .env("AWS_ACCESS_KEY_ID", key)
            .env("AWS_SECRET_ACCESS_KEY", secret)
            .env("AWS_REGION", "us-east-1")
    }

    /// With the endpoint and credentials of an embedded server.
    pub(crate) fn on(self, server: &Server) -> Self {
        self.at(server.endpoint_url(), Server::ACCESS_KEY_ID, Server::SECRET_ACCESS_KEY)
    }

    /// With a file in the current directory.
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.place.current().join(name), content).unwrap();
        self
    }

    /// Its directories.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// The command itself, for what this type does not offer.
    pub(crate) fn command(&mut self) -> &mut Command {
        &mut self.command
    }

    /// Starts it and does not wait.
    pub(crate) fn start(mut self) -> Started {
        let child = self.command.spawn().unwrap();
        Started { child, place: self.place }
    }

    /// Runs it to its end.
    pub(crate) fn run(self) -> Ended {
        self.start().wait()
    }
}

/// A program that runs.
pub(crate) struct Started {
    child: Child,
    place: Place,
}

impl Started {
    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its directories.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// What it reads, where that is a pipe; nobody else has it.
    pub(crate) fn standard_input(&mut self) -> std::process::ChildStdin {
        self.child.stdin.take().unwrap()
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, name: &str) {
        let sent =
            Command::new("kill").args([&format!("-{name}"), &self.id().to_string()]).status();
        assert!(sent.unwrap().success(), "the program had ended already");
    }

    /// Waits until its run has begun, which must not take a minute.
    #[track_caller]
    pub(crate) fn until_begun(&mut self) {
        let since = Instant::now();
        while !self.place.current().join("run/run.json").exists() {
            assert_eq!(self.child.try_wait().unwrap(), None, "it ended before its run had begun");
            assert!(since.elapsed() < Duration::from_secs(60), "its run has not begun");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Waits for its end.
    pub(crate) fn wait(self) -> Ended {
        let Output { status, stdout, stderr } = self.child.wait_with_output().unwrap();
        Ended {
            code: status.code(),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
            place: self.place,
        }
    }
}

impl Ended {
    /// Goes on only with this exit code.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// The run directory that [`Magpie::scan`] wrote.
    #[track_caller]
    pub(crate) fn results(&self) -> Results {
        Results::read(&self.place.current().join("run"))
    }
}

/// A run directory.
pub(crate) struct Results {
    /// `run.json`.
    pub(crate) run: Value,
    /// The ledger.
    pub(crate) objects: Vec<Value>,
    /// The findings.
    pub(crate) findings: Vec<Value>,
    /// The buckets.
    pub(crate) buckets: Vec<Value>,
}

impl Results {
    /// Reads a run directory whose run has ended.
    #[track_caller]
    pub(crate) fn read(folder: &Path) -> Self {
        let run = std::fs::read(folder.join("run.json")).unwrap();
        Self {
            run: serde_json::from_slice(&run).unwrap(),
            objects: lines(&folder.join("objects.jsonl")),
            findings: lines(&folder.join("findings.jsonl")),
            buckets: lines(&folder.join("buckets.jsonl")),
        }
    }

    /// Every listed object has one outcome, its bytes add up, and `run.json` says so too.
    #[track_caller]
    pub(crate) fn reconcile(&self) -> &Self {
        let run = &self.run;
        assert_eq!(run["reconciles"], true, "{:#}", run["discrepancies"]);
        assert_eq!(run["totals"]["listed"]["objects"], self.objects.len());
        for line in &self.objects {
            let [size, read, unread] =
                ["size", "bytes_read", "bytes_unread"].map(|name| line[name].as_u64());
            // Only a stream has no size before it is read.
            assert!(size.is_some() || line["key"] == "-", "{line:#}");
            assert!(size.is_none_or(|size| read.unwrap() + unread.unwrap() == size), "{line:#}");
            assert_eq!(line["outcome"] == "complete", line["reason"].is_null(), "{line:#}");
        }
        self
    }

    /// The ledger's line of a key.
    #[track_caller]
    pub(crate) fn object(&self, key: &str) -> &Value {
        let found = self.objects.iter().find(|line| line["key"] == key);
        found.unwrap_or_else(|| panic!("no line for {key}: {:#?}", self.keys()))
    }

    /// Outcome and reason of a key, such as `skipped SYMBOLIC_LINK`.
    #[track_caller]
    pub(crate) fn outcome(&self, key: &str) -> String {
        let line = self.object(key);
        let words = ["outcome", "reason"].map(|name| line[name].as_str().unwrap_or_default());
        words.join(" ").trim_end().to_owned()
    }

    /// The keys of the ledger.
    pub(crate) fn keys(&self) -> Vec<&str> {
        self.objects.iter().map(|line| line["key"].as_str().unwrap()).collect()
    }

    /// The bucket's line.
    #[track_caller]
    pub(crate) fn bucket(&self, name: &str) -> &Value {
        self.buckets.iter().find(|line| line["bucket"] == name).unwrap()
    }

    /// How often a detector found something in a key, archives' members included.
    pub(crate) fn count(&self, key: &str, detector: &str) -> u64 {
        let named = self.findings.iter().filter(|f| f["key"] == key && f["detector"] == detector);
        named.map(|finding| finding["count"].as_u64().unwrap()).sum()
    }

    /// Counts by bucket, key and detector, where there are any; members of archives are summed
    /// into their object.
    pub(crate) fn counts(&self) -> BTreeMap<(&str, &str, &str), u64> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            let place =
                ["bucket", "key", "detector"].map(|name| finding[name].as_str().unwrap()).into();
            let count = finding["count"].as_u64().unwrap();
            if count > 0 {
                *counts.entry(place).or_default() += count;
            }
        }
        counts
    }

    /// The fingerprints of all samples of a detector.
    pub(crate) fn fingerprints(&self, detector: &str) -> std::collections::BTreeSet<&str> {
        let named = self.findings.iter().filter(|finding| finding["detector"] == detector);
        let samples = named.flat_map(|finding| finding["samples"].as_array().unwrap());
        samples.map(|sample| sample["fingerprint"].as_str().unwrap()).collect()
    }
}

/// The fingerprint that a value has under [`FINGERPRINT_KEY`].
pub(crate) fn fingerprint(value: &str) -> String {
    let mut normal = Vec::new();
    magpie_engine::normalise(value.as_bytes(), &mut normal);
    magpie_scan::FingerprintKey::from_bytes(FINGERPRINT_KEY.as_bytes()).unwrap().of(&normal)
}

/// The lines of a file of JSON Lines.
#[track_caller]
pub(crate) fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'), "{} ends within a line", path.display());
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
