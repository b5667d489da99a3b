//! PowerPoint presentations: the texts of slides, notes and masters by their records; objects and
//! pictures inside as files.

use std::collections::BTreeMap;
use std::path::Path;

use magpie_model::{Outcome, Place};

use super::{At, Ole, blips, rest, wide};

/// Containers inside containers.
const DEPTH_MAX: u32 = 32;
/// Slides, notes and masters whose place is known.
const PERSISTS_MAX: usize = 1_000_000;

const DOCUMENT: u16 = 1000;
const SLIDE: u16 = 1006;
const NOTES: u16 = 1008;
const NOTES_ATOM: u16 = 1009;
const SLIDE_PERSIST: u16 = 1011;
const MASTER: u16 = 1016;
const SLIDE_LIST: u16 = 4080;
const DIRECTORY: u16 = 6002;
const OBJECT: u16 = 0x1011;
const ENCRYPTED: u16 = 0x2F14;

/// One record: what it is, and where its content stands.
#[derive(Clone, Copy)]
struct Record<'b> {
    at: usize,
    is_container: bool,
    instance: u16,
    kind: u16,
    content: &'b [u8],
    is_cut: bool,
}

/// The records in a stretch, one behind the other.
fn records(bytes: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let head = (bytes.u16(at)?, bytes.u16(at + 2)?, bytes.u32(at + 4)? as usize);
        let rest = &bytes[at + 8..];
        let content = &rest[..rest.len().min(head.2)];
        // A tag's content is records, though it is no container.
        const TAG: u16 = 0x138B;
        let record = Record {
            at,
            is_container: head.0 & 15 == 15 || head.1 == TAG,
            instance: head.0 >> 4,
            kind: head.1,
            content,
            is_cut: head.2 > rest.len(),
        };
        at += 8 + content.len();
        Some(record)
    })
}

/// Which slide is where.
#[derive(Default)]
struct Places {
    /// Where each container stands that is part of the presentation now.
    live: BTreeMap<u32, u32>,
    /// Numbers of the slides by the place of their containers and by their identity.
    by_place: BTreeMap<u32, u32>,
    by_identity: BTreeMap<u32, u32>,
}

pub(super) fn read(ole: &mut Ole<'_>, path: &Path) -> Result<(), Outcome> {
    const KNOWN: &[&str] = &["PowerPoint Document", "Pictures"];
    const LOCKED: u32 = 0xF3D1_C4DF;
    let user = ole.stream(path, "Current User").unwrap_or_default();
    let bytes = ole.stream(path, "PowerPoint Document").unwrap_or_default();
    let is_locked = user.u32(12) == Some(LOCKED) || records(&bytes).any(|r| r.kind == ENCRYPTED);
    if is_locked {
        ole.gaps.encrypted = true;
        return rest::read(ole, path, &["PowerPoint Document", "Pictures", "EncryptedSummary"]);
    }
    let places = places(&bytes);
    let mut is_cut = bytes.is_empty();
    for record in records(&bytes) {
        is_cut |= record.is_cut;
        container(ole, record, &places)?;
    }
    ole.gaps.damaged += u64::from(is_cut);
    rest::read(ole, path, KNOWN)?;
    objects(ole, &bytes)?;
    match ole.stream(path, "Pictures") {
        Some(pictures) => blips::read(ole, &pictures, &mut 0),
        None => Ok(()),
    }
}

fn places(bytes: &[u8]) -> Places {
    let mut places = Places::default();
    let mut persists: BTreeMap<u32, u32> = BTreeMap::new();
    for record in records(bytes).filter(|record| record.kind == DIRECTORY) {
        let mut at = 0;
        while let Some(head) = record.content.u32(at) {
            at += 4;
            for number in 0..head >> 20 {
                let Some(place) = record.content.u32(at) else { break };
                at += 4;
                if persists.len() < PERSISTS_MAX {
                    persists.insert((head & 0xF_FFFF) + number, place);
                }
            }
        }
    }
    places.live = persists.values().map(|place| (*place, 0)).collect();
    let documents: Vec<Record<'_>> =
        records(bytes).filter(|record| record.kind == DOCUMENT).collect();
    let is_live = |record: &&Record<'_>| places.live.contains_key(&(record.at as u32));
    let document = documents.iter().rev().find(is_live).or(documents.last());
    let mut slides = 0;
    for list in records(document.map_or(&[][..], |document| document.content)) {
        if list.kind != SLIDE_LIST || list.instance != 0 {
            continue;
        }
        for slide in records(list.content).filter(|record| record.kind == SLIDE_PERSIST) {
            slides += 1;
            let place = slide.content.u32(0).and_then(|persist| persists.get(&persist));
            places.by_place.extend(place.map(|place| (*place, slides)));
            places.by_identity.extend(slide.content.u32(12).map(|identity| (identity, slides)));
        }
    }
    places
}

/// The texts of a slide, the notes to one, a master, or the list of what stands on slides.
fn container(ole: &mut Ole<'_>, record: Record<'_>, places: &Places) -> Result<(), Outcome> {
    let place = record.at as u32;
    if !matches!(record.kind, DOCUMENT | SLIDE | NOTES | MASTER) && !record.is_container {
        return Ok(());
    }
    let label = match record.kind {
        _ if !places.live.is_empty() && !places.live.contains_key(&place) => {
            "earlier version".to_owned()
        }
        DOCUMENT => return document(ole, record.content),
        SLIDE => match places.by_place.get(&place) {
            Some(number) => format!("slide {number}"),
            None => "slide master".to_owned(),
        },
        NOTES => {
            let atom = records(record.content).find(|inner| inner.kind == NOTES_ATOM);
            let slide =
                atom.and_then(|atom| places.by_identity.get(&atom.content.u32(0)?).copied());
            slide.map_or_else(|| "notes master".to_owned(), |number| format!("notes {number}"))
        }
        MASTER => "slide master".to_owned(),
        _ => "master".to_owned(),
    };
    texts(ole, record.content, &label, 0)
}

/// What the document itself holds: the texts that slides refer to, links, headers.
fn document(ole: &mut Ole<'_>, content: &[u8]) -> Result<(), Outcome> {
    const SLIDES: u16 = 0;
    const MASTERS: u16 = 1;
    for record in records(content) {
        if record.kind != SLIDE_LIST {
            if record.is_container {
                texts(ole, record.content, "document", 0)?;
            }
            continue;
        }
        let (mut number, mut label) = (0, "document".to_owned());
        for inner in records(record.content) {
            if inner.kind == SLIDE_PERSIST {
                number += 1;
                label = match record.instance {
                    SLIDES => format!("slide {number}"),
                    MASTERS => "slide master".to_owned(),
                    _ => "notes".to_owned(),
                };
            }
            text(ole, inner, &label)?;
        }
    }
    Ok(())
}

/// All texts in a container.
fn texts(ole: &mut Ole<'_>, content: &[u8], label: &str, depth: u32) -> Result<(), Outcome> {
    if depth > DEPTH_MAX {
        ole.gaps.damaged += 1;
        return Ok(());
    }
    for record in records(content) {
        if !record.is_container {
            text(ole, record, label)?;
            continue;
        }
        let inner = match record.kind {
            12000 => "comment",
            4055 => "link",
            4057 => "footer",
            _ => label,
        };
        texts(ole, record.content, inner, depth + 1)?;
    }
    Ok(())
}

fn text(ole: &mut Ole<'_>, record: Record<'_>, label: &str) -> Result<(), Outcome> {
    /// Characters of two bytes, their lower bytes, and names and links.
    const CHARACTERS: u16 = 4000;
    const BYTES: u16 = 4008;
    const STRING: u16 = 4026;
    const SOUND: u16 = 2023;
    let text = match record.kind {
        CHARACTERS | STRING => wide(record.content),
        BYTES => record.content.iter().map(|&byte| char::from(byte)).collect(),
        SOUND => {
            ole.gaps.objects += 1;
            return Ok(());
        }
        _ => return Ok(()),
    };
    let text = text.replace(['\r', '\u{B}'], "\n");
    let place = page_of(label).map_or(Place::Element, |number| Place::Page { number });
    ole.placed(label, text.trim_matches('\0'), place)
}

/// The slide that a text is on, or is a note to.
fn page_of(label: &str) -> Option<u32> {
    label.strip_prefix("slide ").or_else(|| label.strip_prefix("notes "))?.parse().ok()
}

/// Objects inside, which are compound files of their own, and macros.
fn objects(ole: &mut Ole<'_>, bytes: &[u8]) -> Result<(), Outcome> {
    const COMPRESSED: u16 = 1;
    let objects = records(bytes).filter(|record| record.kind == OBJECT);
    for (number, object) in objects.enumerate() {
        let name = format!("object {}", number + 1);
        if object.instance == COMPRESSED {
            let content = object.content.get(4..).unwrap_or_default();
            ole.file(&name, &mut flate2::read::ZlibDecoder::new(content))?;
        } else {
            ole.file(&name, &mut &object.content[..])?;
        }
    }
    Ok(())
}
