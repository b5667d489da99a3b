//! Listing and opening real files.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use magpie_model::Status;
use tempfile::TempDir;

use super::*;

fn tree(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    dir
}

fn store(dir: &TempDir) -> DirectoryStore {
    DirectoryStore::new(dir.path()).unwrap()
}

fn list(store: &DirectoryStore) -> Vec<Listed> {
    let mut all = Vec::new();
    store
        .list(&mut |listed| {
            all.push(listed);
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}

fn keys(listed: &[Listed]) -> Vec<&str> {
    listed.iter().map(|l| l.object.key.as_str()).collect()
}

fn reason(listed: &Listed) -> Option<Reason> {
    listed.preset.as_ref().and_then(|outcome| outcome.reason)
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn keys_come_in_the_order_of_their_bytes() {
    let dir = tree(&[("b.txt", ""), ("a/x", "1"), ("a.txt", "22"), ("a/b/c", ""), (".hidden", "")]);
    let listed = list(&store(&dir));
    let found = keys(&listed);
    assert_eq!(found, [".hidden", "a.txt", "a/b/c", "a/x", "b.txt"]);
    assert!(found.is_sorted());
    assert_eq!(listed[1].object.size, Some(2));
    assert!(listed[1].object.last_modified.as_ref().unwrap().ends_with('Z'));
    assert_eq!(listed[1].object.bucket.as_ref(), dir.path().to_str().unwrap());
}

#[test]
fn a_break_ends_the_listing() {
    let dir = tree(&[("a", ""), ("b", ""), ("c/d", "")]);
    let mut seen = 0;
    let sink = &mut |_: Listed| {
        seen += 1;
        ControlFlow::Break(())
    };
    store(&dir).list(sink).unwrap();
    assert_eq!(seen, 1);
}

#[test]
fn links_and_special_files_are_listed_and_never_followed() {
    let dir = tree(&[("real/file", "x")]);
    symlink(dir.path(), dir.path().join("loop")).unwrap();
    symlink("nowhere", dir.path().join("dangling")).unwrap();
    fifo(&dir.path().join("pipe"));
    let listed = list(&store(&dir));
    assert_eq!(keys(&listed), ["dangling", "loop", "pipe", "real/file"]);
    assert_eq!(reason(&listed[0]), Some(Reason::SymbolicLink));
    assert_eq!(reason(&listed[1]), Some(Reason::SymbolicLink));
    assert_eq!(reason(&listed[2]), Some(Reason::SpecialFile));
    assert_eq!(listed[0].object.size, Some(0));
}

#[test]
fn a_directory_that_may_not_be_listed_is_said() {
    let dir = tree(&[("open/x", ""), ("shut/x", "")]);
    let shut = dir.path().join("shut");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).unwrap();
    let privileged = fs::read_dir(&shut).is_ok();
    let listed = list(&store(&dir));
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).unwrap();
    if privileged {
        // Nothing is shut to the superuser.
        return;
    }
    assert_eq!(keys(&listed), ["open/x", "shut/"]);
    assert_eq!(reason(&listed[1]), Some(Reason::PermissionDenied));
    assert_eq!(listed[1].preset.as_ref().unwrap().status, Status::Failed);
}

#[test]
fn a_path_too_long_to_list_is_said() {
    let dir = tree(&[("a", "")]);
    let deep: PathBuf = std::iter::repeat_n("d".repeat(200), 12).collect();
    for half in ["upper", "lower"] {
        fs::create_dir_all(dir.path().join(half).join(&deep)).unwrap();
    }
    let joint = dir.path().join("upper").join(&deep).join("lower");
    fs::rename(dir.path().join("lower"), joint).unwrap();
    let listed = list(&store(&dir));
    assert_eq!(listed[0].object.key, "a");
    assert_eq!(listed.len(), 2);
    assert_eq!(reason(&listed[1]), Some(Reason::ReadError));
}

#[test]
fn a_name_that_is_not_utf_8_is_read_by_its_own_bytes() {
    let dir = tree(&[]);
    let name = OsStr::from_bytes(b"caf\xE9.txt");
    if fs::write(dir.path().join(name), "latin").is_err() {
        // Some file systems take UTF-8 only.
        return;
    }
    let store = store(&dir);
    let listed = list(&store);
    assert_eq!(keys(&listed), ["caf%E9.txt"]);
    assert_eq!(content(&store, &listed[0].object), "latin");
}

#[test]
fn only_magpies_own_files_of_a_run_directory_are_left_out() {
    let dir = tree(&[
        ("run/run.json", r#"{"schema": "magpie.run/1"}"#),
        ("run/findings.jsonl", "{}"),
        ("run/beside.txt", "x"),
        ("run/below/findings.jsonl", "x"),
        ("other/run.json", "{}"),
    ]);
    symlink("beside.txt", dir.path().join("run/objects.jsonl")).unwrap();
    fs::create_dir(dir.path().join("run/buckets.jsonl")).unwrap();
    fs::write(dir.path().join("run/buckets.jsonl/hidden"), "x").unwrap();
    let listed = list(&store(&dir));
    let found: Vec<_> =
        listed.iter().map(|l| (l.object.key.as_str(), reason(l), l.object.size)).collect();
    assert_eq!(
        found,
        [
            ("other/run.json", None, Some(2)),
            ("run/below/findings.jsonl", None, Some(1)),
            ("run/beside.txt", None, Some(1)),
            ("run/buckets.jsonl/hidden", None, Some(1)),
            ("run/findings.jsonl", Some(Reason::RunDirectory), Some(2)),
            ("run/objects.jsonl", Some(Reason::SymbolicLink), Some(0)),
            ("run/run.json", Some(Reason::RunDirectory), Some(26)),
        ]
    );
}

#[test]
fn a_named_link_is_followed() {
    let dir = tree(&[("data/x", "hello")]);
    let link = dir.path().join("link");
    symlink(dir.path().join("data"), &link).unwrap();
    let through = DirectoryStore::new(&link).unwrap();
    assert_eq!(keys(&list(&through)), ["x"]);
    let file_link = dir.path().join("file_link");
    symlink(dir.path().join("data/x"), &file_link).unwrap();
    let through = DirectoryStore::new(&file_link).unwrap();
    let listed = list(&through);
    assert_eq!(keys(&listed), ["file_link"]);
    assert_eq!(content(&through, &listed[0].object), "hello");
}

#[test]
fn a_single_file_is_a_target() {
    let dir = tree(&[("x.csv", "a,b")]);
    let store = DirectoryStore::new(&dir.path().join("x.csv")).unwrap();
    let listed = list(&store);
    assert_eq!(keys(&listed), ["x.csv"]);
    assert_eq!(content(&store, &listed[0].object), "a,b");
}

#[test]
fn a_missing_target_is_told_apart() {
    let error = DirectoryStore::new(Path::new("/nonexistent/x")).unwrap_err();
    assert!(matches!(error, StoreError::NoSuchPath { .. }));
}

#[test]
fn what_takes_a_files_place_is_not_opened() {
    let dir = tree(&[("x", "first"), ("secret", "not to be read")]);
    let store = store(&dir);
    let object = list(&store).remove(1).object;
    let path = dir.path().join("x");

    fs::remove_file(&path).unwrap();
    assert_eq!(refusal(&store, &object), Reason::SourceObjectNoLongerAvailable);
    symlink(dir.path().join("secret"), &path).unwrap();
    assert_eq!(refusal(&store, &object), Reason::SymbolicLink);
    fs::remove_file(&path).unwrap();
    fifo(&path);
    assert_eq!(refusal(&store, &object), Reason::SpecialFile);
}

#[test]
fn a_file_that_shrank_before_it_was_opened_has_its_new_size() {
    let dir = tree(&[("x", "0123456789")]);
    let store = store(&dir);
    let object = list(&store).remove(0).object;
    fs::write(dir.path().join("x"), "012").unwrap();
    let opened = store.open(&object).ok().unwrap();
    assert_eq!(opened.replaced.and_then(|o| o.size), Some(3));
    assert_eq!(opened.body.size(), Some(3));
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_hides_its_size_is_no_empty_file() {
    let store = DirectoryStore::new(Path::new("/proc/self/status")).unwrap();
    let object = list(&store).remove(0).object;
    assert_eq!(object.size, Some(0));
    assert_eq!(refusal(&store, &object), Reason::ReadError);
}

fn content(store: &DirectoryStore, object: &ObjectRef) -> String {
    let opened = store.open(object).ok().unwrap();
    let mut text = String::new();
    opened.body.reader().unwrap().read_to_string(&mut text).unwrap();
    text
}

fn refusal(store: &DirectoryStore, object: &ObjectRef) -> Reason {
    store.open(object).err().unwrap().outcome.reason.unwrap()
}
