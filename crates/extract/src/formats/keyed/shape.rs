//! Tells text that names its values, by its first lines; a name only says how they are to be taken.

use super::flat;
use super::yaml;
use super::{Dialect, Keys, Told};
use crate::formats::source_lines::content;

/// Bytes and lines looked at.
const PROBE_BYTES: usize = 16 * 1024;
const LINES_LOOKED_AT: usize = 96;
/// Names that a text without any other sign must have.
const NAMES_MIN: usize = 3;

/// The dialect of a text that begins so; `None` for any other text.
pub(crate) fn shape(text: &[u8], is_all: bool, ending: &str) -> Option<Dialect> {
    let cut = text.len() > PROBE_BYTES || !is_all;
    let text = &text[..text.len().min(PROBE_BYTES)];
    let mut lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').take(LINES_LOOKED_AT).collect();
    if cut && lines.len() < LINES_LOOKED_AT && lines.len() > 1 {
        lines.pop();
    }
    let lines: Vec<&[u8]> = lines.into_iter().map(content).collect();
    let first = lines.iter().map(|line| line.trim_ascii()).find(|line| !line.is_empty())?;
    if first.eq_ignore_ascii_case(b"BEGIN:VCARD") {
        return Some(Dialect::VCard);
    }
    if first.eq_ignore_ascii_case(b"BEGIN:VCALENDAR") {
        return Some(Dialect::ICalendar);
    }
    if is_ldif(&lines) {
        return Some(Dialect::Ldif);
    }
    flat_shape(&lines, ending).or_else(|| is_yaml(&lines, ending).then_some(Dialect::Yaml))
}

/// A directory's entries begin with their names.
fn is_ldif(lines: &[&[u8]]) -> bool {
    let mut lines = lines.iter().filter(|line| !line.is_empty() && line[0] != b'#');
    let begins = |line: &&[u8], name: &[u8]| {
        line.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name))
    };
    match lines.next() {
        Some(first) if begins(first, b"version:") => {
            lines.next().is_some_and(|line| begins(line, b"dn:"))
        }
        Some(first) => {
            begins(first, b"dn:")
                && lines.all(|line| {
                    line[0] == b' ' || line[0] == b'-' || memchr::memchr(b':', line).is_some()
                })
        }
        None => false,
    }
}

/// A name as programs have it: one word, in which Java's properties escape what they like.
fn is_plain_name(name: &[u8]) -> bool {
    let name = name.strip_prefix(b"\"").and_then(|n| n.strip_suffix(b"\"")).unwrap_or(name);
    let begins = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_' || *byte >= 0x80;
    let mut escaped = false;
    name.first().is_some_and(begins)
        && name.iter().all(|byte| {
            let fits = escaped || begins(byte) || b"0123456789.-/\\".contains(byte);
            escaped = !escaped && *byte == b'\\';
            fits
        })
}

/// What was seen of headings and entries.
#[derive(Default)]
struct FlatSeen<'t> {
    headings: usize,
    names: Vec<&'t [u8]>,
    repeated: bool,
    spaced: bool,
    coloned: bool,
    toml_values: bool,
    /// Signs of Java's properties: escapes, remarks with their own mark.
    java: bool,
    exported: bool,
}

fn flat_shape(lines: &[&[u8]], ending: &str) -> Option<Dialect> {
    let named = match ending {
        "toml" => Some(Dialect::Toml),
        "ini" | "cfg" | "conf" | "cnf" => Some(Dialect::Ini),
        "properties" => Some(Dialect::Properties),
        "env" => Some(Dialect::Env),
        _ => None,
    };
    let seen = flat_seen(lines, named)?;
    let has_heading = seen.headings > 0;
    let enough = match (named.is_some(), has_heading) {
        (true, _) => !seen.names.is_empty(),
        (false, true) => seen.names.len() >= if seen.coloned { 2 } else { 1 },
        (false, false) => seen.names.len() >= 2 && !seen.repeated && !seen.spaced && !seen.coloned,
    };
    if !enough {
        return None;
    }
    let capitals = |name: &&[u8]| {
        name.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
    };
    let dotted = |name: &&[u8]| name.contains(&b'.') || name.contains(&b'\\');
    Some(if !has_heading && (seen.exported || seen.names.iter().all(capitals)) {
        Dialect::Env
    } else if seen.toml_values && !seen.coloned && named.is_none_or(|n| n == Dialect::Toml) {
        Dialect::Toml
    } else if !has_heading && (seen.java || seen.names.iter().any(dotted)) {
        Dialect::Properties
    } else {
        named.filter(|named| *named == Dialect::Properties).unwrap_or(Dialect::Ini)
    })
}

/// `None` when a line is neither heading nor entry, nor goes on with one.
fn flat_seen<'t>(lines: &[&'t [u8]], named: Option<Dialect>) -> Option<FlatSeen<'t>> {
    let mut seen = FlatSeen { toml_values: true, ..FlatSeen::default() };
    let mut begun = 0;
    let (mut open, mut joined) = (None, false);
    for line in lines {
        let trimmed = line.trim_ascii();
        let goes_on = std::mem::replace(&mut joined, line.ends_with(b"\\"));
        if let Some(quotes) = open {
            if memchr::memmem::find(line, quotes).is_some() {
                open = None;
            }
            continue;
        }
        if trimmed.is_empty() || goes_on || matches!(trimmed[0], b'#' | b';') {
            continue;
        }
        if trimmed[0] == b'!' {
            seen.java = true;
            continue;
        }
        if flat::heading(trimmed).is_some() {
            seen.headings += 1;
            begun = seen.names.len();
            continue;
        }
        let dialect = named.unwrap_or(Dialect::Ini);
        if flat::parted_by_space(trimmed, dialect).is_some() {
            seen.java = true;
            continue;
        }
        match flat::entry(trimmed, dialect) {
            Some((name, value)) => {
                let coloned = trimmed
                    .get(name.len()..)
                    .is_some_and(|rest| rest.trim_ascii_start().first() == Some(&b':'));
                let spaced = !is_plain_name(name);
                if spaced && !seen.names.is_empty() && matches!(line[0], b' ' | b'\t') {
                    continue;
                }
                if spaced && (named.is_none() && seen.headings == 0 || begun_in_prose(name)) {
                    return None;
                }
                seen.exported |= trimmed.starts_with(b"export ");
                seen.spaced |= spaced;
                seen.coloned |= coloned;
                seen.repeated |= seen.names[begun..].contains(&name);
                seen.toml_values &= is_toml_value(value);
                seen.java |= value.contains(&b'\\') && !value.starts_with(b"\"");
                seen.names.push(name);
                open = flat::opened(value);
            }
            None => {
                let inner = matches!(line[0], b' ' | b'\t') || matches!(trimmed[0], b']' | b'}');
                if seen.names.is_empty() || !inner {
                    return None;
                }
            }
        }
    }
    Some(seen)
}

/// Whether what looks like a name has more words than a name would.
fn begun_in_prose(name: &[u8]) -> bool {
    name.split(|byte| *byte == b' ').count() > 3
}

fn is_toml_value(value: &[u8]) -> bool {
    let word = |word: &[u8]| value.starts_with(word);
    match value.first() {
        Some(b'"' | b'\'' | b'[' | b'{') => true,
        Some(b'0'..=b'9' | b'+' | b'-') => {
            let end = value.iter().position(|byte| *byte == b'#').unwrap_or(value.len());
            value[..end]
                .trim_ascii()
                .iter()
                .all(|byte| byte.is_ascii_hexdigit() || b"_.:+-TZtzox ".contains(byte))
        }
        Some(_) => word(b"true") || word(b"false") || word(b"inf") || word(b"nan"),
        None => false,
    }
}

/// Whether all lines are those of YAML, and enough of them say so.
fn is_yaml(lines: &[&[u8]], ending: &str) -> bool {
    let named = matches!(ending, "yaml" | "yml");
    let mut seen = YamlSeen::default();
    let mut keys = yaml::Yaml::default();
    for line in lines {
        let told = keys.line(line);
        seen.line(line, told, keys.is_inside());
    }
    let signs = seen.marked || seen.nested || seen.quoted;
    let odd_max = if named || seen.marked { seen.all / 5 } else { 0 };
    let names_min = if named || seen.marked {
        1
    } else if signs {
        2
    } else {
        NAMES_MIN
    };
    seen.odd <= odd_max
        && seen.names >= names_min
        && (named || seen.marked || (!seen.repeated && !seen.spaced && (signs || !seen.capitals)))
}

/// What was seen of YAML.
#[derive(Default)]
struct YamlSeen<'t> {
    all: usize,
    names: usize,
    odd: usize,
    /// The names at each indentation that is open.
    levels: Vec<(usize, Vec<&'t [u8]>)>,
    marked: bool,
    nested: bool,
    quoted: bool,
    repeated: bool,
    spaced: bool,
    capitals: bool,
}

impl<'t> YamlSeen<'t> {
    fn line(&mut self, line: &'t [u8], told: Told, inside: bool) {
        let indent = line.iter().take_while(|byte| **byte == b' ').count();
        let text = line[indent..].trim_ascii_end();
        if text.is_empty() || told == Told::Remark {
            return;
        }
        self.all += 1;
        match told {
            Told::Entry => self.entry(indent, text),
            Told::Apart if yaml::is_mark(text) || text.starts_with(b"%YAML") => {
                self.marked |= self.all == 1;
                self.levels.clear();
            }
            // The text of a block, a quote, or a longer value under its name.
            Told::Continues if inside || indent > 0 => {}
            _ => self.odd += 1,
        }
    }

    fn entry(&mut self, indent: usize, text: &'t [u8]) {
        let (dash, column, text) = yaml::items(indent, text);
        if let Some(dash) = dash {
            self.levels.retain(|(level, _)| *level <= dash);
            self.nested |= self.names > 0;
        }
        let Some((name, value)) = yaml::split(text) else {
            return;
        };
        self.names += 1;
        self.levels.retain(|(level, _)| *level <= column);
        self.nested |= column > 0 && dash.is_none() && !self.levels.is_empty();
        self.quoted |= matches!(value.first(), Some(b'"' | b'\''));
        self.spaced |= !is_plain_name(name) && !matches!(text[0], b'"' | b'\'');
        self.capitals |= name[0].is_ascii_uppercase();
        match self.levels.last_mut() {
            Some((level, names)) if *level == column => {
                self.repeated |= names.contains(&name);
                names.push(name);
            }
            _ => self.levels.push((column, vec![name])),
        }
    }
}
