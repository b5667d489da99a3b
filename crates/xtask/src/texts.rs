//! Data written under `target/`: the large texts of the benches, the objects of the recipes.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};
use magpie_corpus::{BenchKind, Corpus, Recipe, write_bench};

/// The same texts on every machine, for ever: recorded rows are compared across months.
const SEED: u64 = 20_260_101;
pub(crate) const MIB: u64 = 1024 * 1024;

/// A large text on disk.
pub(crate) struct Text {
    pub(crate) kind: BenchKind,
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
}

impl Text {
    /// Writes `mib` MiB of `kind`, unless it is there from an earlier time.
    pub(crate) fn make(kind: BenchKind, mib: u64) -> Result<Self> {
        let name = format!("{}-{mib}.{}", kind.as_str(), kind.extension());
        Self::write(kind, &name, mib * MIB, SEED)
    }

    /// The first `kib` KiB of what `make` writes, in whole records.
    pub(crate) fn prefix(kind: BenchKind, kib: u64) -> Result<Self> {
        if kib.is_multiple_of(1024) {
            return Self::make(kind, kib / 1024);
        }
        let name = format!("{}-{kib}k.{}", kind.as_str(), kind.extension());
        Self::write(kind, &name, kib * 1024, SEED)
    }

    /// A file of one line, in which nothing is found.
    pub(crate) fn line() -> Result<PathBuf> {
        let path = folder().join("line.txt");
        std::fs::create_dir_all(folder()).context("making the folder of texts")?;
        std::fs::write(&path, "Nothing to see.\n")
            .with_context(|| format!("writing {}", path.display()))?;
        Ok(path)
    }

    /// A folder of two files that differ, of `mib` MiB together.
    pub(crate) fn pair(kind: BenchKind, mib: u64) -> Result<Self> {
        let name = format!("{}-{mib}-pair", kind.as_str());
        let mut bytes = 0;
        for seed in [SEED, SEED + 1] {
            let file = format!("{name}/{seed}.{}", kind.extension());
            bytes += Self::write(kind, &file, mib * MIB / 2, seed)?.bytes;
        }
        Ok(Self { kind, path: folder().join(name), bytes })
    }

    /// The text as the file `name`, which may lie in a folder of its own.
    fn write(kind: BenchKind, name: &str, bytes: u64, seed: u64) -> Result<Self> {
        let path = folder().join(name);
        let parent = path.parent().context("a file has a folder")?;
        std::fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
        if !path.exists() {
            crate::say(&format!("writing {}", path.display()))?;
            // Under its final name only when it is whole.
            let unfinished = path.with_extension("part");
            write_text(kind, bytes, seed, &unfinished)
                .and_then(|()| std::fs::rename(&unfinished, &path))
                .with_context(|| format!("writing {}", path.display()))?;
        }
        let bytes = path.metadata().with_context(|| format!("reading {}", path.display()))?.len();
        Ok(Self { kind, path, bytes })
    }
}

fn folder() -> PathBuf {
    crate::root().join("target/bench-corpora")
}

fn write_text(kind: BenchKind, bytes: u64, seed: u64, path: &Path) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    write_bench(kind, bytes, seed, &mut out)?;
    out.flush()
}

/// `cargo xtask corpora`: the objects of every recipe as files, to look at or to scan.
pub(crate) fn corpora() -> Result<()> {
    let recipes = crate::root().join("corpora");
    let entries =
        std::fs::read_dir(&recipes).with_context(|| format!("reading {}", recipes.display()))?;
    for entry in entries {
        let folder = entry.with_context(|| format!("reading {}", recipes.display()))?;
        let recipe = folder.path().join("recipe.toml");
        if recipe.exists() {
            let into = crate::root().join("target/corpora").join(folder.file_name());
            let corpus = Corpus::generate(&Recipe::read(&recipe)?)?;
            let objects = write_objects(&corpus, &into)?;
            crate::say(&format!("{objects} objects in {}", into.display()))?;
        }
    }
    Ok(())
}

/// Writes the objects as `into/<bucket>/<key>`. Keys that are no file names are left out.
fn write_objects(corpus: &Corpus, into: &Path) -> Result<usize> {
    let mut objects = 0;
    for bucket in &corpus.buckets {
        for object in &bucket.objects {
            if object.key.ends_with('/') || !is_file_name(&object.key) {
                crate::say(&format!("{:?} is no file name: left out", object.key))?;
                continue;
            }
            let path = into.join(&bucket.name).join(&object.key);
            let folder = path.parent().context("an object has a bucket")?;
            std::fs::create_dir_all(folder)
                .and_then(|()| std::fs::write(&path, &object.body))
                .with_context(|| format!("writing {}", path.display()))?;
            objects += 1;
        }
    }
    Ok(objects)
}

fn is_file_name(key: &str) -> bool {
    !key.contains('\0') && Path::new(key).components().all(|c| matches!(c, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::is_file_name;

    #[test]
    fn a_key_cannot_leave_its_folder() {
        assert!(is_file_name("2026/01/a b.csv"));
        assert!(!is_file_name("../a") && !is_file_name("/etc/a") && !is_file_name("a\0b"));
    }
}
