//! Embeds every detector file, and every list beside one, as a sorted slice of (path, text), and the detector files
//! once more without their examples and already read, because every start of a scan waits for them.
//! A new file or folder is noticed because the whole of `detectors/` is watched.

#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use file::{DetectorFile, ExamplesTable, ValueList, ValuesTable};

#[path = "src/digest.rs"]
mod digest;
#[path = "src/file.rs"]
mod file;
#[path = "src/placed.rs"]
#[expect(dead_code, reason = "places are for the errors of the library")]
mod placed;

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
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let stored = store(&mut code, &entries(&root, &files, "toml")?)?;
    fs::write(out.join("stored"), stored)?;
    fs::write(out.join("embedded.rs"), code)?;
    Ok(())
}

/// Writes (id, digest of the text, place in what is returned) of every detector file.
fn store(code: &mut String, files: &[(String, String)]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut stored = Vec::new();
    writeln!(
        code,
        "static STORED: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/stored\"));"
    )?;
    writeln!(code, "static PLACES: &[(&str, u128, std::ops::Range<usize>)] = &[")?;
    for (id, path) in files {
        let text = fs::read_to_string(path)?;
        let mut file: DetectorFile =
            toml::from_str(&text).map_err(|error| format!("detectors/{id}.toml: {error}"))?;
        file.examples = ExamplesTable::default();
        for list in lists(&mut file) {
            if let ValueList::Beside(beside) = list {
                let values = fs::read_to_string(Path::new(path).with_file_name(&beside.file));
                let values =
                    values.map_err(|e| format!("detectors/{id}.toml: {}: {e}", beside.file))?;
                *list = ValueList::Inline(file::values_of(&values));
            }
        }
        let digest = digest::digest([id.as_bytes(), text.as_bytes()]);
        let start = stored.len();
        stored.extend(postcard::to_allocvec(&file)?);
        writeln!(code, "    ({id:?}, {digest:#x}, {start}..{}),", stored.len())?;
    }
    writeln!(code, "];")?;
    Ok(stored)
}

/// The lists of values, wherever they stand in a file.
fn lists(file: &mut DetectorFile) -> impl Iterator<Item = &mut ValueList> {
    let ValuesTable { specimens, allow, ignore, words, .. } = &mut file.values;
    let of_fields = file.field.iter_mut().map(|field| &mut field.words);
    let all = [specimens, allow, ignore, words].into_iter().chain(of_fields);
    all.flatten().map(|list| &mut list.value)
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
fn entries(
    root: &Path,
    files: &[PathBuf],
    ending: &str,
) -> Result<Vec<(String, String)>, Box<dyn Error>> {
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
    Ok(entries)
}

fn write_slice(
    code: &mut String,
    name: &str,
    ending: &str,
    root: &Path,
    files: &[PathBuf],
) -> Result<(), Box<dyn Error>> {
    let entries = entries(root, files, ending)?;
    writeln!(code, "static {name}: &[(&str, &str)] = &[")?;
    for (id, path) in entries {
        writeln!(code, "    ({id:?}, include_str!({path:?})),")?;
    }
    writeln!(code, "];")?;
    Ok(())
}
