//! What no reader of a document has read: properties and macros, objects and files inside, and
//! streams that are not known.

use std::path::Path;

use magpie_model::Outcome;

use super::{At, Ole, kind, macros, narrow, properties};

/// Streams that say how a document works and nothing that a person wrote.
const FURNITURE: &[&str] = &[
    "\u{1}CompObj",
    "\u{1}Ole",
    "\u{3}ObjInfo",
    "\u{3}LinkInfo",
    "\u{3}PRINT",
    "\u{3}EPRINT",
    "\u{3}ACCESSOBJSITEDATA",
    "Current User",
    "PROJECT",
    "PROJECTwm",
    "\u{6}DataSpaces",
    "\u{9}DRMContent",
];

/// The properties that nearly every document has.
const PROPERTIES: &[&str] = &["\u{5}SummaryInformation", "\u{5}DocumentSummaryInformation"];

/// Reads everything in a storage but the streams of these names, which its reader has read.
pub(super) fn read(ole: &mut Ole<'_>, path: &Path, known: &[&str]) -> Result<(), Outcome> {
    for name in PROPERTIES {
        if let Some(bytes) = ole.stream(path, name) {
            properties::read(ole, &bytes)?;
        }
    }
    macros(ole, path)?;
    files(ole, path, known, 0)
}

/// The macros of the storages that hold a project of them.
fn macros(ole: &mut Ole<'_>, path: &Path) -> Result<(), Outcome> {
    for entry in ole.entries(path) {
        if !entry.is_storage {
            continue;
        }
        if entry.name == "VBA" {
            macros::read(ole, &entry.path)?;
        } else if holds_macros(&entry.name) {
            for inner in ole.entries(&entry.path) {
                if inner.is_storage && inner.name == "VBA" {
                    macros::read(ole, &inner.path)?;
                }
            }
        }
    }
    Ok(())
}

fn holds_macros(name: &str) -> bool {
    matches!(name, "Macros" | "_VBA_PROJECT_CUR")
}

/// Storages that are documents are parts, all other streams files.
fn files(ole: &mut Ole<'_>, path: &Path, known: &[&str], depth: u32) -> Result<(), Outcome> {
    for entry in ole.entries(path) {
        let is_known = known.contains(&&entry.name[..])
            || FURNITURE.contains(&&entry.name[..])
            || (PROPERTIES.contains(&&entry.name[..]) && depth == 0)
            || entry.name == "VBA";
        if is_known {
            continue;
        }
        if !entry.is_storage {
            if entry.bytes > 0 {
                stream(ole, path, &entry.name)?;
            }
            continue;
        }
        let names: Vec<String> =
            ole.entries(&entry.path).into_iter().map(|inner| inner.name).collect();
        match kind(&names) {
            "ole" if depth < super::STORAGES_MAX => files(ole, &entry.path, &[], depth + 1)?,
            format => ole.part(&shown(&entry.path), &entry.path, format)?,
        }
    }
    Ok(())
}

/// One stream as a file.
fn stream(ole: &mut Ole<'_>, path: &Path, name: &str) -> Result<(), Outcome> {
    if name.starts_with('\u{2}') && name.contains("OlePres") {
        // A picture of the object beside it.
        ole.gaps.objects += 1;
        return Ok(());
    }
    if name == "\u{1}Ole10Native"
        && let Some(bytes) = ole.stream(path, name)
    {
        let (name, content) = packaged(&bytes).unwrap_or(("object".to_owned(), &bytes));
        return ole.file(&name, &mut &content[..]);
    }
    let bytes = ole.stream(path, name).unwrap_or_default();
    ole.file(&shown(&path.join(name)), &mut &bytes[..])
}

/// The name and the bytes of a file that was dropped into a document.
fn packaged(bytes: &[u8]) -> Option<(String, &[u8])> {
    let mut at = 6;
    let mut string = || {
        let rest = bytes.get(at..)?;
        let end = memchr::memchr(0, &rest[..rest.len().min(4096)])?;
        at += end + 1;
        Some(&rest[..end])
    };
    let (label, _source) = (string()?, string()?);
    let label = narrow(label, 1252);
    // Two numbers, the path it was taken from, its length.
    let path_bytes = bytes.u32(at + 4)? as usize;
    let content = at.checked_add(12)?.checked_add(path_bytes)?;
    let length = bytes.u32(content - 4)? as usize;
    Some((label, bytes.part(content, length)?))
}

/// A path in the file as part of an inner path; characters that only mark a stream's kind go.
pub(super) fn shown(path: &Path) -> String {
    let steps = path.iter().filter_map(|step| step.to_str()).filter(|step| *step != "/");
    let clean = |step: &str| step.chars().filter(|c| !c.is_control()).collect::<String>();
    steps.map(clean).collect::<Vec<_>>().join("/")
}
