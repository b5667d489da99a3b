//! The programs that are compared, and how each is called.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The four patterns that ripgrep looks for.
const PATTERNS: [&str; 4] = [
    r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b",
    r"\b(?:[0-9]{4}[ -]?){3}[0-9]{4}\b",
    r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\b",
    r"\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\b",
];
const KINGFISHER: &str = "kingfisher-bin==2.14.0";

/// A program with its arguments, the file to read apart.
#[derive(Clone)]
pub(crate) struct Contender {
    pub(crate) name: String,
    pub(crate) version: String,
    program: PathBuf,
    arguments: Vec<String>,
    /// Removed before each run: the program insists on making it.
    output: Option<PathBuf>,
    /// What the program ends with when all went well and something was found.
    exit: i32,
    reads_file: bool,
}

impl Contender {
    /// The command that reads `file`.
    pub(crate) fn command(&self, file: &Path) -> Result<Command> {
        if let Some(output) = self.output.as_ref().filter(|output| output.exists()) {
            std::fs::remove_dir_all(output)
                .with_context(|| format!("removing {}", output.display()))?;
        }
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        if self.reads_file {
            command.arg(file);
        }
        command.env("XDG_CACHE_HOME", crate::root().join("target/bench-cache"));
        Ok(command)
    }

    /// Fails unless the program ended as it does when all went well.
    pub(crate) fn judge(&self, status: std::process::ExitStatus) -> Result<()> {
        if status.code() != Some(self.exit) {
            bail!("{} {} ended with {status}", self.program.display(), self.arguments.join(" "));
        }
        Ok(())
    }
}

/// The program of this repository.
pub(crate) struct Magpie {
    program: PathBuf,
    pub(crate) version: String,
}

impl Magpie {
    /// The given program, else a release build.
    pub(crate) fn find(program: Option<PathBuf>) -> Result<Self> {
        let program = match program {
            Some(program) => program,
            None => {
                crate::cargo(&["build", "--release", "--locked", "--package", "magpie-cli"])?;
                let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into());
                crate::root().join(target).join("release/magpie")
            }
        };
        let version = version(&program)?;
        Ok(Self { program, version })
    }

    /// Scans with one worker.
    pub(crate) fn contender(&self) -> Result<Contender> {
        let mut contender = self.all_cores()?;
        contender.arguments.extend(["--jobs".into(), "1".into()]);
        Ok(contender)
    }

    /// Scans as it does unless told otherwise.
    pub(crate) fn all_cores(&self) -> Result<Contender> {
        let output = crate::root().join("target/bench-run");
        let out = output.to_str().context("the path of the repository is not UTF-8")?.to_owned();
        Ok(self.call(&["scan", "--progress", "off", "--out", &out], Some(output)))
    }

    /// Starts and ends.
    pub(crate) fn list_detectors(&self) -> Contender {
        let mut contender = self.call(&["detectors", "list"], None);
        contender.reads_file = false;
        contender
    }

    fn call(&self, arguments: &[&str], output: Option<PathBuf>) -> Contender {
        Contender {
            name: "magpie".into(),
            version: self.version.clone(),
            program: self.program.clone(),
            arguments: arguments.iter().map(|&word| word.to_owned()).collect(),
            output,
            exit: 0,
            reads_file: true,
        }
    }
}

/// ripgrep twice: `-c` leaves a line at its first match, `--count-matches` finds them all.
/// None when it is not installed.
pub(crate) fn ripgrep() -> Result<Vec<Contender>> {
    let program = PathBuf::from("rg");
    let Ok(version) = version(&program) else {
        crate::say("rg is not on the PATH: ripgrep is left out")?;
        return Ok(Vec::new());
    };
    let call = |count: &str| Contender {
        name: format!("rg {count}"),
        version: version.clone(),
        program: program.clone(),
        arguments: [count, "-a", "-j1", "--no-unicode", "--no-config"]
            .into_iter()
            .chain(PATTERNS.into_iter().flat_map(|pattern| ["-e", pattern]))
            .map(str::to_owned)
            .collect(),
        output: None,
        exit: 0,
        reads_file: true,
    };
    Ok(vec![call("-c"), call("--count-matches")])
}

/// Kingfisher with three rules of our own, installed under `target/` when it is not there yet.
pub(crate) fn kingfisher() -> Result<Contender> {
    let environment = crate::root().join("target/peers-venv");
    let program = environment.join("bin/kingfisher");
    if !program.exists() {
        crate::run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
        crate::run(Command::new(environment.join("bin/pip")).args(["install", KINGFISHER]))?;
    }
    let rules = crate::root().join("benches/peers/kingfisher_pii.yml");
    let rules = rules.to_str().context("the path of the repository is not UTF-8")?;
    let plain = "--load-builtins=false --no-validate --turbo --no-dedup --format jsonl \
        --no-update-check --jobs 1";
    let arguments = ["scan", "--rules-path", rules].into_iter().chain(plain.split_whitespace());
    Ok(Contender {
        name: "kingfisher".into(),
        version: version(&program)?,
        program,
        arguments: arguments.map(str::to_owned).collect(),
        output: None,
        exit: 200,
        reads_file: true,
    })
}

/// The first word of `--version` that begins with a digit.
fn version(program: &Path) -> Result<String> {
    let output = Command::new(program)
        .arg("--version")
        .output()
        .with_context(|| format!("starting {}", program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number =
        text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    Ok(number.unwrap_or("unknown").to_owned())
}
