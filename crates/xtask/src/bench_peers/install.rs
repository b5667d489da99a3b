//! Gets the peers: from PyPI into an environment under `target/`, or with the C compiler.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Installs `name==version` unless it is there already.
pub(super) fn package(pin: &str) -> Result<()> {
    let (name, version) = split(pin);
    let python = python();
    if !python.exists() {
        quietly(Command::new("python3").args(["-m", "venv"]).arg(environment()))
            .context("making target/peers-venv; Debian needs python3-venv for it")?;
    }
    let query = "import importlib.metadata as m, sys; print(m.version(sys.argv[1]))";
    if ask(&["-c", query, name]).is_ok_and(|found| found == version) {
        return Ok(());
    }
    crate::say(&format!("installing {pin}"))?;
    quietly(Command::new(python).args(["-m", "pip", "install", "--quiet", "--no-input", pin]))
}

/// The version that a pin names.
pub(super) fn pinned(pin: &str) -> String {
    split(pin).1.to_owned()
}

fn split(pin: &str) -> (&str, &str) {
    pin.split_once("==").unwrap_or((pin, ""))
}

fn environment() -> PathBuf {
    crate::root().join("target/peers-venv")
}

/// The Python that sees the packages.
pub(super) fn python() -> PathBuf {
    environment().join("bin/python")
}

/// A program that a package puts beside Python.
pub(super) fn script(name: &str) -> PathBuf {
    environment().join("bin").join(name)
}

/// A file of an installed package.
pub(super) fn packaged(file: &str) -> Result<PathBuf> {
    let folder = ask(&["-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"])?;
    let path = PathBuf::from(folder).join(file);
    if !path.exists() {
        bail!("{} is missing: the package holds no program for this machine", path.display());
    }
    Ok(path)
}

/// A committed file beside the peers' other ones.
pub(super) fn committed(file: &str) -> Result<String> {
    let path = crate::root().join("benches/peers").join(file);
    path.into_os_string().into_string().ok().context("the path of the repository is not UTF-8")
}

/// Compiles `benches/peers/NAME.c`.
pub(super) fn compiled(name: &str, libraries: &[&str]) -> Result<PathBuf> {
    let folder = crate::root().join("target/peers");
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let program = folder.join(name);
    let mut command = Command::new("cc");
    command.args(["-O2", "-o"]).arg(&program).arg(committed(&format!("{name}.c"))?);
    quietly(command.args(libraries))?;
    Ok(program)
}

/// Runs a command; what it says is told only when it fails, and only the first line that names an error.
pub(super) fn quietly(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("starting {name}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = said.lines().find(|line| line.to_ascii_lowercase().contains("error"));
        bail!("{name}: {}", line.unwrap_or("it failed and did not say why"));
    }
    Ok(())
}

/// What Python writes.
fn ask(arguments: &[&str]) -> Result<String> {
    let output = Command::new(python()).args(arguments).output().context("starting Python")?;
    if !output.status.success() {
        bail!("Python failed: {}", arguments.join(" "));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
