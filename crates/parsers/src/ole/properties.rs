//! Property sets: title, author, comments and what a user added, in streams of their own.

use magpie_model::Outcome;

use super::{At, Ole, narrow, wide};

/// Properties of one set, and values of one property.
const PROPERTIES_MAX: usize = 4_096;

/// The sets in a stream, each given as texts under the name of the property.
pub(super) fn read(ole: &mut Ole<'_>, bytes: &[u8]) -> Result<(), Outcome> {
    let Some(sets) = bytes.u32(24) else { return Ok(()) };
    for set in 0..sets.min(2) as usize {
        let Some((found, is_picture)) = section(bytes, set) else {
            ole.gaps.damaged += 1;
            continue;
        };
        ole.gaps.objects += u64::from(is_picture);
        for (name, value) in found {
            ole.labelled(&name, &value)?;
        }
    }
    Ok(())
}

/// Texts with their names, and whether there is a preview among the properties.
fn section(bytes: &[u8], set: usize) -> Option<(Vec<(String, String)>, bool)> {
    const PREVIEW: u32 = 0x47;
    let head = 28 + set * 20;
    let format = bytes.u32(head)?;
    let section = bytes.get(bytes.u32(head + 16)? as usize..)?;
    let count = (section.u32(4)? as usize).min(PROPERTIES_MAX);
    let place =
        |index: usize| Some((section.u32(8 + index * 8)?, section.u32(12 + index * 8)? as usize));
    let places: Vec<(u32, usize)> = (0..count).map_while(place).collect();
    let code_page = places.iter().find(|(id, _)| *id == 1);
    let code_page = code_page.and_then(|&(_, at)| section.u16(at + 4)).unwrap_or(1252).into();
    let dictionary = places.iter().find(|(id, _)| *id == 0);
    let names =
        dictionary.map(|&(_, at)| dictionary_at(section, at, code_page)).unwrap_or_default();
    let (mut found, mut is_picture) = (Vec::new(), false);
    for &(id, at) in places.iter().filter(|(id, _)| *id > 1) {
        let name = names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone());
        let name = name.or_else(|| known_name(format, id).map(str::to_owned));
        let name = name.unwrap_or_else(|| "property".to_owned());
        is_picture |= section.u32(at) == Some(PREVIEW);
        for value in values(section, at, code_page) {
            found.push((name.clone(), value));
        }
    }
    Some((found, is_picture))
}

/// The names of a user's own properties.
fn dictionary_at(section: &[u8], at: usize, code_page: u32) -> Vec<(u32, String)> {
    let count = section.u32(at).unwrap_or(0) as usize;
    let mut names = Vec::new();
    let mut at = at + 4;
    while names.len() < count.min(PROPERTIES_MAX)
        && let (Some(id), Some(length)) = (section.u32(at), section.u32(at + 4))
    {
        let is_wide = code_page == 1200;
        let bytes = length as usize * if is_wide { 2 } else { 1 };
        let Some(name) = section.part(at + 8, bytes) else { break };
        names.push((id, text(name, code_page)));
        at += 8 + if is_wide { bytes.next_multiple_of(4) } else { bytes };
    }
    names
}

fn text(bytes: &[u8], code_page: u32) -> String {
    let text = if code_page == 1200 { wide(bytes) } else { narrow(bytes, code_page) };
    text.trim_end_matches('\0').to_owned()
}

/// The texts of one property.
fn values(section: &[u8], at: usize, code_page: u32) -> Vec<String> {
    const VECTOR: u32 = 0x1000;
    const VARIANT: u32 = 0x0C;
    let Some(kind) = section.u32(at) else { return Vec::new() };
    let mut found = Vec::new();
    let (mut at, count) = match kind & VECTOR {
        0 => (at + 4, 1),
        _ => (at + 8, section.u32(at + 4).unwrap_or(0) as usize),
    };
    for _ in 0..count.min(PROPERTIES_MAX) {
        let mut kind = kind & !VECTOR;
        if kind == VARIANT {
            let Some(inner) = section.u32(at) else { break };
            (kind, at) = (inner, at + 4);
        }
        let Some((value, bytes)) = value(section, at, kind, code_page) else { break };
        found.extend(value);
        at += bytes;
    }
    found
}

/// One value, and the bytes that it takes; `None` where they cannot be told.
fn value(section: &[u8], at: usize, kind: u32, code_page: u32) -> Option<(Option<String>, usize)> {
    let length = section.u32(at).unwrap_or(0) as usize;
    match kind {
        // Bytes in the set's code page, and UTF-16.
        0x1E => {
            let bytes = section.part(at + 4, length)?;
            Some((Some(text(bytes, code_page)), 4 + length.next_multiple_of(4)))
        }
        0x1F => {
            let bytes = section.part(at + 4, length.checked_mul(2)?)?;
            Some((Some(text(bytes, 1200)), 4 + bytes.len().next_multiple_of(4)))
        }
        // Numbers: of pages, of words, of a version.
        0x02 | 0x03 | 0x0B | 0x13 => Some((None, 4)),
        0x05 | 0x14 | 0x15 | 0x40 => Some((None, 8)),
        _ => None,
    }
}

/// Names of the properties that every document may have.
fn known_name(format: u32, id: u32) -> Option<&'static str> {
    const SUMMARY: u32 = 0xF29F_85E0;
    const DOCUMENT: u32 = 0xD5CD_D502;
    Some(match (format, id) {
        (SUMMARY, 2) => "title",
        (SUMMARY, 3) => "subject",
        (SUMMARY, 4) => "author",
        (SUMMARY, 5) => "keywords",
        (SUMMARY, 6) => "comments",
        (SUMMARY, 7) => "template",
        (SUMMARY, 8) => "last author",
        (SUMMARY, 18) => "application",
        (DOCUMENT, 2) => "category",
        (DOCUMENT, 14) => "manager",
        (DOCUMENT, 15) => "company",
        (DOCUMENT, 26) => "content type",
        (DOCUMENT, 27) => "content status",
        _ => return None,
    })
}
