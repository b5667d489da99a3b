//! Server processes that are shared by all tests of this binary. Each is a Python program that
//! starts a server, fills it, says so in one line of JSON, and ends when its standard input does:
//! the pipe closes with the test process, however that ends.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use super::{root, target};

/// A server that runs until this process ends.
pub(crate) struct ServerProcess {
    /// What the Python program says of it and of its content.
    pub(crate) told: Value,
    /// Held open for as long as this process lives.
    _pipe: ChildStdin,
    _child: Child,
}

impl ServerProcess {
    /// A text of what it told.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.told[name].as_str().unwrap()
    }
}

/// SeaweedFS with what `tests/servers/seaweedfs.py` describes.
pub(crate) fn seaweedfs() -> &'static ServerProcess {
    static SERVER: OnceLock<ServerProcess> = OnceLock::new();
    SERVER.get_or_init(|| {
        let parent = target().join("test-servers-data");
        let folder = parent.join(format!("seaweedfs-{}", std::process::id()));
        // What runs that have ended left: their servers are dead, their data is of no use.
        forget_the_dead(&parent);
        std::fs::create_dir_all(&folder).unwrap();
        start("seaweedfs.py", &[folder.to_str().unwrap()], &folder.join("python.log"))
    })
}

/// moto with what `tests/servers/moto_aws.py` describes.
pub(crate) fn moto() -> &'static ServerProcess {
    static SERVER: OnceLock<ServerProcess> = OnceLock::new();
    SERVER.get_or_init(|| start_moto("moto"))
}

/// Another one, whose account tests may change.
pub(crate) fn moto_to_change() -> &'static ServerProcess {
    static SERVER: OnceLock<ServerProcess> = OnceLock::new();
    SERVER.get_or_init(|| start_moto("changed"))
}

fn start_moto(name: &str) -> ServerProcess {
    let parent = target().join("test-servers-data");
    std::fs::create_dir_all(&parent).unwrap();
    let log = parent.join(format!("{name}-{}.log", std::process::id()));
    start("moto_aws.py", &[], &log)
}

/// The command line of AWS, asking `endpoint`: runs `line` in a shell and returns what it prints.
#[track_caller]
pub(crate) fn aws(endpoint: &str, line: &str) -> String {
    let folder = python().parent().unwrap().to_owned();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    // Some lines leave files where they run.
    let place = tempfile::tempdir().unwrap();
    let ended = Command::new("sh")
        .args(["-c", line])
        .current_dir(&place)
        .env("PATH", path)
        .env("AWS_ENDPOINT_URL", endpoint)
        .env("AWS_ACCESS_KEY_ID", "testing")
        .env("AWS_SECRET_ACCESS_KEY", "testing")
        .env("AWS_DEFAULT_REGION", "us-east-1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{line}\n{said}");
    String::from_utf8_lossy(&ended.stdout).into_owned()
}

fn start(script: &str, arguments: &[&str], log: &Path) -> ServerProcess {
    let mut child = Command::new(python())
        .arg(root().join("tests/servers").join(script))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(File::create(log).unwrap())
        .spawn()
        .unwrap();
    let pipe = child.stdin.take().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let told = serde_json::from_str(&line).unwrap_or_else(|_| {
        let said = std::fs::read_to_string(log).unwrap_or_default();
        panic!("tests/servers/{script} did not come up; {} says:\n{said}", log.display())
    });
    ServerProcess { told, _pipe: pipe, _child: child }
}

fn forget_the_dead(parent: &Path) {
    let Ok(entries) = std::fs::read_dir(parent) else { return };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name().into_string().unwrap_or_default();
        let id = name.split(['-', '.']).nth(1).unwrap_or_default();
        let alive = Command::new("kill").args(["-0", id]).stderr(Stdio::null()).status();
        if !id.is_empty() && !alive.is_ok_and(|status| status.success()) {
            // Another process may be at the same work.
            let _ = std::fs::remove_dir_all(entry.path());
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// The Python of the virtual environment, which is made when it is not there. A lock file keeps
/// two test processes from making it at the same time.
fn python() -> PathBuf {
    let folder = target().join("test-servers-venv");
    let python = folder.join("bin/python");
    let wanted = std::fs::read_to_string(root().join("tests/servers/requirements.txt")).unwrap();
    let made = folder.join("made-from.txt");
    let lock = File::create(target().join("test-servers-venv.lock")).unwrap();
    lock.lock().unwrap();
    if std::fs::read_to_string(&made).is_ok_and(|text| text == wanted) {
        return python;
    }
    run("python3", &["-m", "venv", "--clear", folder.to_str().unwrap()]);
    let requirements = root().join("tests/servers/requirements.txt");
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    let pip = pip.into_iter().chain([requirements.to_str().unwrap()]);
    run(python.to_str().unwrap(), &pip.collect::<Vec<_>>());
    std::fs::write(made, wanted).unwrap();
    python
}

fn run(program: &str, arguments: &[&str]) {
    let ended = Command::new(program).args(arguments).output();
    let mend = "the tests install their S3 servers with python3 (3.9 or later, with its venv \
                module) from the package index that pip is configured for";
    match ended {
        Ok(output) if output.status.success() => {}
        Ok(output) => panic!(
            "{program} {arguments:?} failed; {mend}:\n{}",
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(error) => panic!("{program} cannot be started ({error}); {mend}"),
    }
}
