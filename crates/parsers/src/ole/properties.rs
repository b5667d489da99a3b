//! Property sets: title, author, comments and what a user added, in streams of their own.

use magpie_model::Outcome;

use super::{At, Ole, narrow, wide};
use crate::blob;

/// Properties of one set, and values of one property.
const PROPERTIES_MAX: usize = 4_096;

/// The sets in a stream, each given as texts under the name of the property.
pub(super) fn read(ole: &mut Ole<'_>, bytes: &[u8]) -> Result<(), Outcome> {
    let Some(sets) = bytes.u32(24) else { return Ok(()) };
    for set in 0..sets.min(2) as usize {
        let mut missed = Missed::default();
        let Some((found, is_picture)) = section(bytes, set, &mut missed) else {
            ole.gaps.damaged += 1;
            continue;
        };
        ole.gaps.objects += u64::from(is_picture);
        ole.gaps.cut += u64::from(missed.beyond);
        ole.gaps.damaged += u64::from(missed.broken);
        for (name, value) in found {
            ole.labelled(&name, &value)?;
        }
    }
    Ok(())
}

/// What of a set is not read.
#[derive(Debug, Default, PartialEq, Eq)]
struct Missed {
    /// There are more properties, or values of one, than are read.
    beyond: bool,
    /// Values or names break off, or are of no known kind and have others behind them.
    broken: bool,
}

/// Texts with their names, and whether there is a preview among the properties.
fn section(bytes: &[u8], set: usize, missed: &mut Missed) -> Option<(Vec<(String, String)>, bool)> {
    const PREVIEW: u32 = 0x47;
    let head = 28 + set * 20;
    let format = bytes.u32(head)?;
    let section = bytes.get(bytes.u32(head + 16)? as usize..)?;
    let told = section.u32(4)? as usize;
    let count = told.min(PROPERTIES_MAX);
    missed.beyond |= told > count;
    let place =
        |index: usize| Some((section.u32(8 + index * 8)?, section.u32(12 + index * 8)? as usize));
    let places: Vec<(u32, usize)> = (0..count).map_while(place).collect();
    let code_page = places.iter().find(|(id, _)| *id == 1);
    let code_page = code_page.and_then(|&(_, at)| section.u16(at + 4)).unwrap_or(1252).into();
    let dictionary = places.iter().find(|(id, _)| *id == 0);
    let names = dictionary
        .map(|&(_, at)| dictionary_at(section, at, code_page, missed))
        .unwrap_or_default();
    let (mut found, mut is_picture) = (Vec::new(), false);
    for &(id, at) in places.iter().filter(|(id, _)| *id > 1) {
        let name = names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone());
        let name = name.or_else(|| known_name(format, id).map(str::to_owned));
        let name = name.unwrap_or_else(|| "property".to_owned());
        is_picture |= section.u32(at) == Some(PREVIEW);
        for value in values(section, at, code_page, missed) {
            found.push((name.clone(), value));
        }
    }
    Some((found, is_picture))
}

/// The names of a user's own properties.
fn dictionary_at(
    section: &[u8],
    at: usize,
    code_page: u32,
    missed: &mut Missed,
) -> Vec<(u32, String)> {
    let count = section.u32(at).unwrap_or(0) as usize;
    missed.beyond |= count > PROPERTIES_MAX;
    let mut names = Vec::new();
    let mut at = at + 4;
    while names.len() < count.min(PROPERTIES_MAX)
        && let (Some(id), Some(length)) = (section.u32(at), section.u32(at + 4))
    {
        let is_wide = code_page == 1200;
        let bytes = length as usize * if is_wide { 2 } else { 1 };
        let Some(name) = section.part(at + 8, bytes) else {
            missed.broken = true;
            break;
        };
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
fn values(section: &[u8], at: usize, code_page: u32, missed: &mut Missed) -> Vec<String> {
    const VECTOR: u32 = 0x1000;
    const VARIANT: u32 = 0x0C;
    let Some(kind) = section.u32(at) else { return Vec::new() };
    let mut found = Vec::new();
    let (mut at, count) = match kind & VECTOR {
        0 => (at + 4, 1),
        _ => (at + 8, section.u32(at + 4).unwrap_or(0) as usize),
    };
    missed.beyond |= count > PROPERTIES_MAX;
    for number in 1..=count.min(PROPERTIES_MAX) {
        let mut kind = kind & !VECTOR;
        if kind == VARIANT {
            let inner = section.u32(at);
            missed.broken |= inner.is_none();
            let Some(inner) = inner else { break };
            (kind, at) = (inner, at + 4);
        }
        let Some((value, bytes)) = value(section, at, kind, code_page) else {
            missed.broken |= is_text(kind) || number < count;
            break;
        };
        found.extend(value);
        at += bytes;
    }
    found
}

/// Whether values of this kind are texts, in the set's code page or in UTF-16.
fn is_text(kind: u32) -> bool {
    matches!(kind, 0x1E | 0x1F)
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
        // Bytes of a program's own, such as the links of a document.
        0x41 | 0x46 => {
            let mut runs: Vec<String> = Vec::new();
            let bytes = section.part(at + 4, length)?;
            let _ = blob::runs(bytes, |_, run| {
                runs.push(run.to_owned());
                Ok::<(), ()>(())
            });
            let text = (!runs.is_empty()).then(|| runs.join("\n"));
            Some((text, 4 + length.next_multiple_of(4)))
        }
        // Nothing, and numbers: of pages, of words, of a version.
        0x00 | 0x01 => Some((None, 0)),
        0x02..=0x04 | 0x0A | 0x0B | 0x10..=0x13 | 0x16 | 0x17 => Some((None, 4)),
        0x05..=0x07 | 0x14 | 0x15 | 0x40 => Some((None, 8)),
        // An identifier, and a preview.
        0x48 => Some((None, 16)),
        0x47 => Some((None, 4 + length.next_multiple_of(4))),
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a set of one property, and what is missed.
    fn found(property: &[u8], count: u32) -> (Vec<String>, Missed) {
        let mut bytes = vec![0; 48];
        bytes[44] = 48;
        bytes.extend([0; 4]);
        bytes.extend(count.to_le_bytes());
        bytes.extend([2, 0, 0, 0, 16, 0, 0, 0]);
        bytes.extend(property);
        let mut missed = Missed::default();
        let found = section(&bytes, 0, &mut missed).map(|(found, _)| found).unwrap_or_default();
        (found.into_iter().map(|(_, text)| text).collect(), missed)
    }

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    #[test]
    fn what_is_missed_of_a_set_is_told() {
        let text = [&numbers(&[0x1E, 8])[..], b"someone\0"].concat();
        assert_eq!(found(&text, 1), (vec!["someone".to_owned()], Missed::default()));
        let beyond = Missed { beyond: true, broken: false };
        assert_eq!(found(&text, PROPERTIES_MAX as u32 + 1).1, beyond);
        let broken = Missed { beyond: false, broken: true };
        assert_eq!(found(&numbers(&[0x1E, 80]), 1), (vec![], broken));
        // Behind a value of no known kind, the others cannot be found.
        let several = [&numbers(&[0x100C, 2, 0x99, 7, 0x1E, 8])[..], b"someone\0"].concat();
        assert_eq!(found(&several, 1), (vec![], Missed { beyond: false, broken: true }));
        let several = [&numbers(&[0x100C, 2, 0x04, 7, 0x1E, 8])[..], b"someone\0"].concat();
        assert_eq!(found(&several, 1), (vec!["someone".to_owned()], Missed::default()));
        let links = [&numbers(&[0x41, 16])[..], b"mailto:a@b.org\0\0"].concat();
        assert_eq!(found(&links, 1), (vec!["mailto:a@b.org".to_owned()], Missed::default()));
    }
}
