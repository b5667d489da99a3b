//! Embeds every detector file, and every list beside one, as a sorted slice of (path, text).
//! A new file or folder is noticed because the whole of `detectors/` is watched.

#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../detectors");
    let root = root.canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());

    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();

    let mut code = String::new();
    write_slice(&mut code, "FILES", "toml", &root, &files)?;
    write_slice(&mut code, "LISTS", "txt", &root, &files)?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("embedded.rs"), code)?;
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// Detector files lose their ending, because the path without it is the id; lists keep theirs,
/// because detector files name them with it.
fn write_slice(
    code: &mut String,
    name: &str,
    ending: &str,
    root: &Path,
    files: &[PathBuf],
) -> Result<(), Box<dyn Error>> {
    let mut entries = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|found| found == ending)) {
        let shown = if ending == "toml" { file.with_extension("") } else { file.clone() };
        let parts: Option<Vec<&str>> =
            shown.strip_prefix(root)?.iter().map(|part| part.to_str()).collect();
        let id = parts.ok_or("a path under detectors/ is not UTF-8")?.join("/");
        let path = file.to_str().ok_or("the path of detectors/ is not UTF-8")?.to_owned();
        entries.push((id, path));
    }
    entries.sort();
    writeln!(code, "static {name}: &[(&str, &str)] = &[")?;
    for (id, path) in entries {
        writeln!(code, "    ({id:?}, include_str!({path:?})),")?;
    }
    writeln!(code, "];")?;
    Ok(())
}
