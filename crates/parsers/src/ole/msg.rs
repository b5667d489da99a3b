//! Outlook messages: fields, recipients and bodies by their properties; attachments as files,
//! messages inside as parts.

use std::path::Path;

use magpie_model::Outcome;

use super::{At, Entry, Ole, TEXT_BYTES_MAX, lzfu, narrow, wide};

/// Texts of one message that are compared, so that one that stands there twice is given once.
const TEXTS_MAX: usize = 1_024;
/// Attachments and recipients of one message.
const INNER_MAX: usize = 100_000;

const BODY: u16 = 0x1000;
const RTF: u16 = 0x1009;
const HTML: u16 = 0x1013;
const HEADERS: u16 = 0x007D;
const BIRTHDAY: u16 = 0x3A42;

/// Names of properties as a person knows them.
const NAMES: &[(u16, &str)] = &[
    (0x0037, "Subject"),
    (0x0042, "From"),
    (0x0065, "From"),
    (0x0070, "Subject"),
    (0x0C1A, "From"),
    (0x0C1F, "From"),
    (0x0E02, "Bcc"),
    (0x0E03, "Cc"),
    (0x0E04, "To"),
    (0x0E1D, "Subject"),
    (0x1035, "Message-ID"),
    (0x1042, "In-Reply-To"),
    (0x3001, "name"),
    (0x3003, "email address"),
    (0x3704, "file name"),
    (0x3707, "file name"),
    (0x39FE, "email address"),
    (0x3A06, "given name"),
    (0x3A08, "business telephone"),
    (0x3A09, "home telephone"),
    (0x3A0B, "telephone"),
    (0x3A11, "surname"),
    (0x3A15, "address"),
    (0x3A16, "company"),
    (0x3A1C, "mobile telephone"),
    (0x3A26, "country"),
    (0x3A27, "city"),
    (0x3A29, "street"),
    (0x3A2A, "postal code"),
    (0x3A42, "birthday"),
    (0x5D01, "From"),
    (0x5D02, "From"),
];
/// Identifiers for programs: classes, search keys, kinds of address.
const DULL: &[u16] =
    &[0x001A, 0x0064, 0x0075, 0x0077, 0x0C1E, 0x3002, 0x3703, 0x370E, 0x5D0A, 0x5D0B];

pub(super) fn read(ole: &mut Ole<'_>, path: &Path) -> Result<(), Outcome> {
    let mut message = Message { code_page: code_page(ole, path), texts: Vec::new() };
    message.texts_of(ole, path)?;
    let storages: Vec<_> = ole.entries(path).into_iter().filter(|e| e.is_storage).collect();
    let (recipients, beyond) = inner(&storages, "__recip_version1.0");
    ole.gaps.cut += beyond;
    for recipient in recipients {
        message.texts_of(ole, &recipient.path)?;
    }
    if let Some(bytes) = ole.stream(path, &stream_name(HTML, 0x0102)) {
        ole.file("body.html", &mut &bytes[..])?;
    }
    if let Some(bytes) = ole.stream(path, &stream_name(RTF, 0x0102)) {
        match lzfu::expand(&bytes) {
            Some((rtf, is_cut)) => {
                ole.gaps.cut += u64::from(is_cut);
                ole.file("body.rtf", &mut &rtf[..])?;
            }
            None => ole.gaps.damaged += 1,
        }
    }
    let (attachments, beyond) = inner(&storages, "__attach_version1.0");
    ole.gaps.cut += beyond;
    for (number, attachment) in attachments.enumerate() {
        message.attachment(ole, &attachment.path, number + 1)?;
    }
    Ok(())
}

/// The storages of one kind that are read, and how many more there are.
fn inner<'e>(storages: &'e [Entry], kind: &'e str) -> (impl Iterator<Item = &'e Entry>, u64) {
    let of_kind = move || storages.iter().filter(move |entry| entry.name.starts_with(kind));
    let beyond = of_kind().count().saturating_sub(INNER_MAX);
    (of_kind().take(INNER_MAX), beyond as u64)
}

fn stream_name(property: u16, kind: u16) -> String {
    format!("__substg1.0_{property:04X}{kind:04X}")
}

/// The code page that the message tells for texts of one byte a character.
fn code_page(ole: &mut Ole<'_>, path: &Path) -> u32 {
    let fixed = ole.stream(path, "__properties_version1.0").unwrap_or_default();
    let find = |id: u16| {
        let entries = fixed.get(24..).unwrap_or_default().as_chunks::<8>().0.iter().enumerate();
        let tag = [0x03, 0x00, id.to_le_bytes()[0], id.to_le_bytes()[1]];
        let found = entries.map(|(at, entry)| (24 + at * 8, entry)).find(|(_, e)| e[..4] == tag);
        found.and_then(|(at, _)| fixed.u32(at + 8))
    };
    find(0x3FFD).or_else(|| find(0x3FDE)).unwrap_or(1252)
}

/// Property and kind in the name of a stream.
fn property(name: &str) -> Option<(u16, u16)> {
    let digits = name.strip_prefix("__substg1.0_")?;
    let property = u16::from_str_radix(digits.get(..4)?, 16).ok()?;
    Some((property, u16::from_str_radix(digits.get(4..8)?, 16).ok()?))
}

struct Message {
    code_page: u32,
    texts: Vec<String>,
}

impl Message {
    /// All texts among the properties of a storage, each under its name.
    fn texts_of(&mut self, ole: &mut Ole<'_>, path: &Path) -> Result<(), Outcome> {
        self.texts.clear();
        let mut found = Vec::new();
        for entry in ole.entries(path) {
            let Some((id, kind)) = property(&entry.name) else { continue };
            // One text, or several, of one byte or two a character.
            let is_text = matches!(kind & !0x1000, 0x1E | 0x1F) && !entry.is_storage;
            if is_text && !DULL.contains(&id) {
                // A list of several texts has one stream for each and one for their lengths.
                let is_lengths = kind & 0x1000 != 0 && !entry.name.contains('-');
                if !is_lengths {
                    found.push((id == BODY, id, kind, entry.name));
                }
            }
        }
        found.sort_unstable();
        for (_, id, kind, name) in found {
            let bytes = ole.stream(path, &name).unwrap_or_default();
            let text = if kind & 1 == 1 { wide(&bytes) } else { narrow(&bytes, self.code_page) };
            self.put(ole, id, text.trim_end_matches('\0'))?;
        }
        self.birthday(ole, path)
    }

    fn put(&mut self, ole: &mut Ole<'_>, id: u16, text: &str) -> Result<(), Outcome> {
        if text.trim().is_empty() || self.texts.iter().any(|known| known == text) {
            return Ok(());
        }
        match id {
            BODY => {
                let mut rest = text;
                while !rest.is_empty() {
                    let most = rest.floor_char_boundary(TEXT_BYTES_MAX);
                    let end = match most == rest.len() {
                        true => most,
                        false => rest[..most].rfind('\n').map_or(most, |at| at + 1),
                    };
                    ole.plain(rest[..end].trim_end())?;
                    rest = &rest[end..];
                }
                return Ok(());
            }
            HEADERS => return headers(ole, text),
            _ => {}
        }
        if self.texts.len() < TEXTS_MAX {
            self.texts.push(text.to_owned());
        }
        let name = NAMES.iter().find(|(known, _)| *known == id).map(|(_, name)| *name);
        match name {
            Some(name) => ole.labelled(name, text),
            None => ole.labelled("property", text),
        }
    }

    /// The one date that is about a person.
    fn birthday(&mut self, ole: &mut Ole<'_>, path: &Path) -> Result<(), Outcome> {
        let fixed = ole.stream(path, "__properties_version1.0").unwrap_or_default();
        let tag = [0x40, 0x00, BIRTHDAY.to_le_bytes()[0], BIRTHDAY.to_le_bytes()[1]];
        let Some(at) = memchr::memmem::find(&fixed, &tag) else { return Ok(()) };
        let low_high = (fixed.u32(at + 8), fixed.u32(at + 12));
        let (Some(low), Some(high)) = low_high else { return Ok(()) };
        // Tenths of microseconds since 1601.
        let days = ((u64::from(high) << 32) | u64::from(low)) / 864_000_000_000;
        ole.labelled("birthday", &date(days as i64 - 134_774))
    }

    fn attachment(&mut self, ole: &mut Ole<'_>, path: &Path, number: usize) -> Result<(), Outcome> {
        let mut name = None;
        for id in [0x3707, 0x3704, 0x3001] {
            for kind in [0x1F, 0x1E] {
                let bytes = ole.stream(path, &stream_name(id, kind));
                let text = bytes.map(|bytes| match kind {
                    0x1F => wide(&bytes),
                    _ => narrow(&bytes, self.code_page),
                });
                name = name.or(text.map(|text| text.trim_end_matches('\0').to_owned()));
            }
        }
        let name = name.filter(|name| !name.trim().is_empty());
        let name = name.unwrap_or_else(|| format!("attachment {number}"));
        let inner = path.join(stream_name(0x3701, 0x000D));
        if ole.compound.is_storage(&inner) {
            let names: Vec<String> =
                ole.entries(&inner).into_iter().map(|entry| entry.name).collect();
            return ole.part(&name, &inner, super::kind(&names));
        }
        match ole.stream(path, &stream_name(0x3701, 0x0102)) {
            Some(bytes) => ole.file(&name, &mut &bytes[..]),
            // A link to a file elsewhere.
            None => {
                ole.gaps.objects += 1;
                Ok(())
            }
        }
    }
}

/// The header lines that a message came with, each under its field's name.
fn headers(ole: &mut Ole<'_>, text: &str) -> Result<(), Outcome> {
    let mut field: Option<(&str, String)> = None;
    for line in text.lines() {
        match field.as_mut() {
            Some((_, value)) if line.starts_with([' ', '\t']) => value.push_str(line),
            _ => {
                if let Some((name, value)) = field.take() {
                    ole.labelled(name, value.trim())?;
                }
                let (name, value) = line.split_once(':').unwrap_or(("header", line));
                field = Some((name, value.to_owned()));
            }
        }
    }
    field.map_or(Ok(()), |(name, value)| ole.labelled(name, value.trim()))
}

/// A day since 1970 as `2026-01-31`.
pub(crate) fn date(days: i64) -> String {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn storages_beyond_those_that_are_read_are_counted() {
        let kind = "__recip_version1.0";
        let named = |number: usize| Entry {
            name: format!("{kind}_#{number:08X}"),
            path: PathBuf::new(),
            is_storage: true,
            bytes: 0,
        };
        let mut storages: Vec<Entry> = (0..INNER_MAX).map(named).collect();
        assert_eq!(inner(&storages, kind).1, 0);
        storages.extend((0..3).map(named));
        let (read, beyond) = inner(&storages, kind);
        assert_eq!((read.count(), beyond), (INNER_MAX, 3));
        assert_eq!(inner(&storages, "__attach_version1.0").0.count(), 0);
    }
}
