//! The programs that are compared, and how each is called.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// A program with its arguments, the file to read apart.
#[derive(Clone)]
pub(crate) struct Contender {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<String>,
    pub(super) environment: Vec<(&'static str, &'static str)>,
    /// Removed before each run: the program insists on making it.
    pub(super) output: Option<PathBuf>,
    /// What the program may end with when all went well.
    pub(super) exits: &'static [i32],
    pub(super) reads_file: bool,
    /// It writes the seconds that count, wall and processor, and leaves out how long it took to start.
    pub(super) times_itself: bool,
}

impl Contender {
    /// A program that takes the file behind `arguments` and ends with 0.
    pub(super) fn new(name: &str, version: String, program: PathBuf, arguments: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            version,
            program,
            arguments: arguments.iter().map(|&word| word.to_owned()).collect(),
            environment: Vec::new(),
            output: None,
            exits: &[0],
            reads_file: true,
            times_itself: false,
        }
    }

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
        command.envs(self.environment.iter().copied());
        Ok(command)
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

    /// Scans with two workers.
    pub(crate) fn two_workers(&self) -> Result<Contender> {
        let mut contender = self.all_cores()?;
        contender.name = "magpie --jobs 2".into();
        contender.arguments.extend(["--jobs".into(), "2".into()]);
        Ok(contender)
    }

    /// Scans as it does unless told otherwise.
    pub(crate) fn all_cores(&self) -> Result<Contender> {
        let output = crate::root().join("target/bench-run");
        let out = output.to_str().context("the path of the repository is not UTF-8")?.to_owned();
        Ok(self.call(&["scan", "--progress", "off", "--out", &out], Some(output)))
    }

    /// Scans with every built-in detector.
    pub(crate) fn all_detectors(&self) -> Result<Contender> {
        let mut contender = self.contender()?;
        contender.name = "magpie --detectors all".into();
        contender.arguments.extend(["--detectors".into(), "all".into()]);
        Ok(contender)
    }

    /// Scans with the detectors of a folder too.
    pub(crate) fn with_own(&self, folder: &Path) -> Result<Contender> {
        let mut contender = self.contender()?;
        let folder = folder.to_str().context("the path of the repository is not UTF-8")?;
        contender.name = "magpie tenfold".into();
        contender.arguments.extend(["--detector-dir".into(), folder.into()]);
        Ok(contender)
    }

    /// The program itself.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// Starts and ends.
    pub(crate) fn list_detectors(&self) -> Contender {
        let name = "magpie detectors list".into();
        let contender = self.call(&["detectors", "list"], None);
        Contender { name, reads_file: false, ..contender }
    }

    fn call(&self, arguments: &[&str], output: Option<PathBuf>) -> Contender {
        let version = self.version.clone();
        let contender = Contender::new("magpie", version, self.program.clone(), arguments);
        Contender { output, ..contender }
    }
}

/// The first word of `--version` that begins with a digit.
pub(super) fn version(program: &Path) -> Result<String> {
    let output = Command::new(program)
        .arg("--version")
        .output()
        .with_context(|| format!("starting {}", program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number =
        text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    Ok(number.unwrap_or("unknown").to_owned())
}
