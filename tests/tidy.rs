//! Habits that a compiler does not enforce.

use std::path::{Path, PathBuf};

use crate::support::root;

/// A longer file needs a reason, and a line here.
const FILE_LINES_MAX: usize = 800;

fn files(ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> =
        ["crates", "tests", "benches", "detectors"].iter().map(|name| root().join(name)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty());
    found
}

fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

#[test]
fn every_source_file_says_what_it_is() {
    let silent: Vec<_> = files("rs")
        .into_iter()
        .filter(|path| !std::fs::read_to_string(path).unwrap().starts_with("//!"))
        .filter(|path| !std::fs::read_to_string(path).unwrap().starts_with("#![no_main]\n//!"))
        .map(|path| short(&path))
        .collect();
    assert!(silent.is_empty(), "begin these with //!: {silent:?}");
}

#[test]
fn files_stay_short() {
    let long: Vec<_> = files("rs")
        .into_iter()
        .map(|path| (std::fs::read_to_string(&path).unwrap().lines().count(), short(&path)))
        .filter(|(lines, _)| *lines > FILE_LINES_MAX)
        .collect();
    assert!(long.is_empty(), "split these: {long:?}");
}

#[test]
fn no_reminder_is_left_behind() {
    // Written in two halves, so that this file does not find itself.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];
    let marked: Vec<_> = files("rs")
        .into_iter()
        .filter(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            marks.iter().any(|mark| text.contains(mark))
        })
        .map(|path| short(&path))
        .collect();
    assert!(marked.is_empty(), "settle these: {marked:?}");
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap();
    let section = section.split("\n[").next().unwrap();
    let mut explained = false;
    for line in section.lines().filter(|line| !line.starts_with("magpie-")) {
        match line {
            "" => explained = false,
            _ if line.starts_with('#') => explained = true,
            _ => assert!(explained, "no comment says what this is for: {line}"),
        }
    }
}
