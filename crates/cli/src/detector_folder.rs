//! Folders of detectors of one's own: which of their files are detectors, and which are not.

use std::collections::HashMap;
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};

use magpie_catalog::Catalog;
use magpie_report::escaped;

use crate::exit::Failure;
use crate::option_file::{self, DETECTOR_BYTES_MAX, LIST_BYTES_MAX};
use crate::output::tell;

/// Names that one note tells.
const NAMES_TOLD_MAX: usize = 20;

/// One detector file of the user.
pub(crate) struct DetectorFile {
    pub(crate) id: String,
    pub(crate) path: PathBuf,
}

impl DetectorFile {
    /// Lints the file and adds its detector. Returns what works and would be better otherwise, a line each.
    pub(crate) fn add_to(&self, catalog: &mut Catalog) -> Result<Vec<String>, Failure> {
        let origin = self.path.display().to_string();
        let what = format!("detector file {origin}");
        let bytes = option_file::read(&what, &self.path, DETECTOR_BYTES_MAX)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
            Failure::usage(format!("{origin}:{line}: is not UTF-8 text; save it as UTF-8"))
        })?;
        let folder = self.path.parent().unwrap_or(Path::new(".")).to_owned();
        let beside = move |name: &str| {
            let path = folder.join(name);
            option_file::read_text(&path.display().to_string(), &path, LIST_BYTES_MAX)
                .map_err(|failure| failure.message)
        };
        let added = catalog.add_file_with_lists(&self.id, &origin, &text, &beside);
        let advice = added.map_err(|error| Failure::usage(error.to_string()))?;
        Ok(advice.iter().map(ToString::to_string).collect())
    }
}

/// That a file of the user's cannot be read, with the mend.
pub(crate) fn unreadable(what: &str, error: &std::io::Error) -> Failure {
    use std::io::ErrorKind;
    let mend = match error.kind() {
        ErrorKind::NotFound => "write its path as it is seen from the current directory",
        ErrorKind::PermissionDenied => "let the user who runs this read it",
        ErrorKind::IsADirectory => "name a file",
        ErrorKind::TimedOut => "let a program write to it, or name a file",
        _ => "try whether another program reads it",
    };
    Failure::usage(format!("{what} cannot be read: {error}; {mend}"))
}

/// The detector files at several paths. A file that is named has its own name for an id, as its folder
/// gives it; those that would share one have their folders' names before it.
pub(crate) fn named_files<'p>(
    paths: impl Iterator<Item = &'p Path>,
) -> Result<Vec<DetectorFile>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let found = detector_files(path)?;
        if found.is_empty() {
            let problem = format!("{}: holds no detector file (*.toml)", path.display());
            return Err(Failure::usage(problem));
        }
        files.extend(found);
    }
    let mut times: HashMap<String, usize> = HashMap::new();
    files.iter().for_each(|file| *times.entry(file.id.clone()).or_default() += 1);
    for file in files.iter_mut().filter(|file| times[&file.id] > 1 && !file.id.contains('/')) {
        let folder = file.path.parent().and_then(Path::file_name);
        let folder = folder.map_or("own".into(), |name| name.to_string_lossy());
        file.id = format!("{folder}/{}", file.id);
    }
    Ok(files)
}

/// The detector files under a directory, sorted by id; the path below it is the id. One file
/// stands for itself, its name being the id.
pub(crate) fn detector_files(at: &Path) -> Result<Vec<DetectorFile>, Failure> {
    let shown = at.display();
    let kind = std::fs::metadata(at).map_err(|error| unreadable(&shown.to_string(), &error))?;
    if !kind.is_file() && !kind.is_dir() {
        return Err(Failure::usage(format!(
            "{shown} is neither a file nor a directory; name a detector file, or the directory of several"
        )));
    }
    if kind.is_file() {
        let id = at.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        return Ok(vec![DetectorFile { id, path: at.to_owned() }]);
    }
    let mut folder = Folder::default();
    folder.walk(at, "")?;
    folder.found.sort_by(|a, b| a.id.cmp(&b.id));
    folder.notes(at).iter().for_each(|note| tell(note));
    Ok(folder.found)
}

/// What a folder holds.
#[derive(Default)]
struct Folder {
    found: Vec<DetectorFile>,
    /// Entries that are no detectors, by their paths below the folder.
    passed_over: Vec<String>,
    /// Entries with the name of one that are none, by their paths too, and why not.
    no_files: Vec<(String, String)>,
}

impl Folder {
    /// Links to files are followed, because mounted configuration consists of them; links to folders
    /// are not, because they may lead round in a circle.
    fn walk(&mut self, folder: &Path, prefix: &str) -> Result<(), Failure> {
        let fault =
            |error: std::io::Error| unreadable(&format!("folder {}", folder.display()), &error);
        for entry in std::fs::read_dir(folder).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_hidden = name.starts_with('.');
            let is_folder = entry.file_type().map_err(fault)?.is_dir();
            match name.strip_suffix(".toml") {
                _ if is_folder && !is_hidden => {
                    self.walk(&entry.path(), &format!("{prefix}{name}/"))?;
                }
                Some(stem) if !is_hidden => match no_file(&entry.path()) {
                    None => {
                        let id = format!("{prefix}{stem}");
                        self.found.push(DetectorFile { id, path: entry.path() });
                    }
                    Some(why) => self.no_files.push((format!("{prefix}{name}"), why)),
                },
                _ => {
                    let slash = if is_folder { "/" } else { "" };
                    self.passed_over.push(format!("{prefix}{name}{slash}"));
                }
            }
        }
        Ok(())
    }

    /// Says what was passed over, and why.
    fn notes(&mut self, at: &Path) -> Vec<String> {
        self.no_files.sort_unstable();
        let more = self.no_files.len().saturating_sub(NAMES_TOLD_MAX);
        let shown = escaped(&at.display().to_string());
        let told =
            self.no_files.iter().take(NAMES_TOLD_MAX).map(|(name, why)| {
                format!("magpie: {shown}: {} is passed over: {why}", escaped(name))
            });
        let mut notes: Vec<String> = told.collect();
        if more > 0 {
            notes.push(format!("magpie: {shown}: {more} more that are no files are passed over"));
        }
        notes.extend(self.note_of_names(at));
        notes
    }

    /// Says what has not the name of a detector, but for lists that one names.
    fn note_of_names(&mut self, at: &Path) -> Option<String> {
        let text = |file: &DetectorFile| {
            option_file::read_text(&file.id, &file.path, DETECTOR_BYTES_MAX).ok()
        };
        let texts: Vec<String> = self.found.iter().filter_map(text).collect();
        let is_list = |path: &String| {
            let name = path.rsplit('/').next().unwrap_or(path);
            let ends = ['"', '\''].map(|quote| format!("{name}{quote}"));
            let named = |text: &str, end: &str| {
                let before = text.match_indices(end).map(|(at, _)| text[..at].chars().next_back());
                before.flatten().any(|sign| "\"'/".contains(sign))
            };
            !name.is_empty() && texts.iter().any(|text| ends.iter().any(|end| named(text, end)))
        };
        self.passed_over.retain(|path| !is_list(path));
        self.passed_over.sort_unstable();
        let more = self.passed_over.len().saturating_sub(NAMES_TOLD_MAX);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let names: Vec<String> =
            self.passed_over.iter().take(NAMES_TOLD_MAX).map(|name| escaped(name)).collect();
        (!names.is_empty()).then(|| {
            format!(
                "magpie: {}: passed over, as detectors are files named *.toml that are not hidden: {}{more}",
                escaped(&at.display().to_string()),
                names.join(", ")
            )
        })
    }
}

/// Why what has the name of a detector cannot be one.
fn no_file(path: &Path) -> Option<String> {
    let kind = match std::fs::metadata(path) {
        Ok(found) => found.file_type(),
        Err(error) => return Some(format!("it cannot be read: {error}")),
    };
    let is = match () {
        () if kind.is_file() => return None,
        () if kind.is_dir() => "a link to a folder",
        () if kind.is_fifo() => "a named pipe",
        () if kind.is_char_device() || kind.is_block_device() => "a device",
        () if kind.is_socket() => "a socket",
        () => "something else",
    };
    Some(format!("it is {is}, and detectors are regular files"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_detector_is_its_path() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("acme")).unwrap();
        for name in ["acme/staff.toml", "acme/notes.txt", "badge.toml"] {
            std::fs::write(directory.path().join(name), "").unwrap();
        }
        let ids: Vec<_> =
            detector_files(directory.path()).unwrap().into_iter().map(|file| file.id).collect();
        assert_eq!(ids, ["acme/staff", "badge"]);
        let one = detector_files(&directory.path().join("acme/staff.toml")).unwrap();
        assert_eq!(one[0].id, "staff");
    }

    #[test]
    fn files_that_are_named_have_the_ids_that_their_folder_gives_them() {
        let directory = tempfile::tempdir().unwrap();
        let paths = ["a/staff.toml", "b/staff.toml", "b/badge.toml"];
        let paths = paths.map(|name| directory.path().join(name));
        for path in &paths {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let ids = |paths: &[PathBuf]| -> Vec<String> {
            let files = named_files(paths.iter().map(PathBuf::as_path)).unwrap();
            files.into_iter().map(|file| file.id).collect()
        };
        assert_eq!(ids(&paths), ["a/staff", "b/staff", "badge"]);
        assert_eq!(ids(&paths[1..]), ["staff", "badge"]);
    }

    #[test]
    fn links_to_files_are_detectors_and_everything_else_is_told() {
        use std::os::unix::fs::symlink;
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        // As Kubernetes mounts a ConfigMap.
        std::fs::create_dir(at("..2026")).unwrap();
        std::fs::write(at("..2026/badge.toml"), "words = \"words.txt\"\nname = \"nif\"").unwrap();
        symlink("..2026", at("..data")).unwrap();
        symlink("..data/badge.toml", at("badge.toml")).unwrap();
        symlink("..data/nowhere.toml", at("broken.toml")).unwrap();
        symlink(".", at("round")).unwrap();
        symlink("loop.toml", at("loop.toml")).unwrap();
        symlink("/dev/zero", at("zero.toml")).unwrap();
        symlink(".", at("around.toml")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(at("pipe.toml")).status().unwrap();
        assert!(made.success());
        // The word `txt` stands in the detector, and names no list.
        for name in ["C.TOML", "words.txt", "txt", ".hidden.toml", "card.toml.off"] {
            std::fs::write(at(name), "").unwrap();
        }
        let mut folder = Folder::default();
        folder.walk(directory.path(), "").unwrap();
        let ids: Vec<_> = folder.found.iter().map(|file| file.id.as_str()).collect();
        assert_eq!(ids, ["badge"]);
        let notes = folder.notes(directory.path());
        for (note, end) in notes.iter().zip([
            ": around.toml is passed over: it is a link to a folder, and detectors are regular files",
            ": broken.toml is passed over: it cannot be read: No such file or directory (os error 2)",
            ": loop.toml is passed over: it cannot be read: Too many levels of symbolic links (os error 40)",
            ": pipe.toml is passed over: it is a named pipe, and detectors are regular files",
            ": zero.toml is passed over: it is a device, and detectors are regular files",
            "that are not hidden: ..2026/, ..data, .hidden.toml, C.TOML, card.toml.off, round, txt",
        ]) {
            assert!(note.ends_with(end), "{note}");
        }
        assert_eq!(notes.len(), 6);
    }
}
