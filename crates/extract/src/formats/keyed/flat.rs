//! Entries under headings: TOML, INI, properties, environment files.

use super::{Dialect, Keys, Told};

/// Bytes of a name; a longer one is text.
const NAME_BYTES_MAX: usize = 128;
/// Bytes of a heading that takes part in paths.
const HEADING_BYTES_MAX: usize = 256;

pub(super) struct Flat {
    dialect: Dialect,
    /// The heading, and behind it the name of the entry that began last.
    path: String,
    heading_bytes: usize,
    /// The quotes that close the value that is open.
    open: Option<&'static [u8]>,
    /// Whether the last line ended with a backslash.
    joins: bool,
    /// Whether there was an entry since the heading.
    entered: bool,
}

impl Flat {
    pub(super) fn new(dialect: Dialect) -> Self {
        let path = String::new();
        Self { dialect, path, heading_bytes: 0, open: None, joins: false, entered: false }
    }

    fn heading(&mut self, name: &[u8]) {
        let name = name.trim_ascii();
        let name = String::from_utf8_lossy(&name[..name.len().min(HEADING_BYTES_MAX)]);
        self.path.clear();
        self.path.push_str(&name.replace(['"', '\''], ""));
        self.heading_bytes = self.path.len();
        self.entered = false;
    }

    fn enter(&mut self, name: &[u8], value: &[u8]) {
        self.path.truncate(self.heading_bytes);
        if self.heading_bytes > 0 {
            self.path.push('.');
        }
        self.path.push_str(&String::from_utf8_lossy(name).replace('\\', ""));
        self.open = opened(value);
        self.entered = true;
    }
}

impl Keys for Flat {
    fn line(&mut self, line: &[u8]) -> Told {
        let joined = std::mem::take(&mut self.joins);
        self.joins = line.iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1;
        if joined {
            return Told::Continues;
        }
        let trimmed = line.trim_ascii();
        let entry = entry(trimmed, self.dialect);
        if let Some(quotes) = self.open {
            let closes = memchr::memmem::find(line, quotes).is_some();
            // A quote without an end does not swallow the entries behind it.
            if closes || entry.is_none_or(|(_, value)| value.is_empty()) || quotes.len() > 1 {
                self.open = if closes { None } else { self.open };
                return Told::Continues;
            }
        }
        if is_remark(trimmed, self.dialect) {
            return Told::Remark;
        }
        if let Some(name) = heading(trimmed) {
            self.heading(name);
            return Told::Apart;
        }
        match entry {
            Some((name, value)) if !(is_indented(line) && self.entered && has_spaces(name)) => {
                self.enter(name, value);
                Told::Entry
            }
            _ if self.entered && !trimmed.is_empty() => Told::Continues,
            _ if trimmed.is_empty() => Told::Continues,
            _ => Told::Apart,
        }
    }

    fn path(&self) -> &str {
        &self.path
    }
}

fn is_indented(line: &[u8]) -> bool {
    matches!(line.first(), Some(b' ' | b'\t'))
}

fn has_spaces(name: &[u8]) -> bool {
    name.contains(&b' ')
}

/// Whether a trimmed line is a remark.
pub(super) fn is_remark(line: &[u8], dialect: Dialect) -> bool {
    match line.first() {
        Some(b'#') => true,
        Some(b';') => dialect == Dialect::Ini,
        Some(b'!') => dialect == Dialect::Properties,
        _ => false,
    }
}

/// What a heading says: `[name]`, `[[name]]`.
pub(super) fn heading(line: &[u8]) -> Option<&[u8]> {
    let inner = line.strip_prefix(b"[")?;
    let end = memchr::memrchr(b']', inner)?;
    // A remark may stand behind it.
    let behind = inner[end + 1..].trim_ascii_start();
    if !(behind.is_empty() || matches!(behind[0], b'#' | b';')) {
        return None;
    }
    let name = &inner[..end];
    let name = match name.strip_prefix(b"[") {
        Some(name) => name.strip_suffix(b"]")?,
        None => name,
    };
    let mut quote = None;
    let fits = |byte: &u8| {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(*byte),
            (_, Some(open)) if *byte == open => quote = None,
            _ => {}
        }
        quote.is_some() || !matches!(byte, b'[' | b']' | b'{' | b'}' | b',')
    };
    (!name.is_empty() && name.iter().all(fits)).then_some(name)
}

/// The name and value of a trimmed line.
pub(super) fn entry(line: &[u8], dialect: Dialect) -> Option<(&[u8], &[u8])> {
    if let Some(parted) = parted_by_space(line, dialect) {
        return Some(parted);
    }
    let line = line.strip_prefix(b"export ").unwrap_or(line);
    let reach = &line[..line.len().min(NAME_BYTES_MAX + 1)];
    let colon = if matches!(dialect, Dialect::Env | Dialect::Toml) { b'=' } else { b':' };
    let escaped = |at: usize| at > 0 && reach[at - 1] == b'\\';
    let at = memchr::memchr2_iter(b'=', colon, reach).find(|at| !escaped(*at))?;
    let (name, value) = (line[..at].trim_ascii(), &line[at + 1..]);
    let in_name = |byte: &u8| {
        byte.is_ascii_alphanumeric() || b"_-. /@$%+*\"'\\[]():=".contains(byte) || *byte >= 0x80
    };
    let begins =
        |byte: &u8| byte.is_ascii_alphanumeric() || b"_\"'$%@*".contains(byte) || *byte >= 0x80;
    // Two signs of equality are an expression, save where a name ends at the first, and `://` is the middle of an address.
    let separates = match value.first() {
        Some(b'=') => matches!(dialect, Dialect::Properties | Dialect::Env),
        Some(b'/') => !(line[at] == b':' && value.starts_with(b"//")),
        _ => true,
    };
    let words = name.split(|byte| *byte == b' ').count();
    (name.first().is_some_and(begins) && name.iter().all(in_name) && separates && words <= 5)
        .then_some((name, value.trim_ascii()))
}

/// The name and value of a trimmed line of Java's properties in which nothing but a space stands between
/// them.
pub(super) fn parted_by_space(line: &[u8], dialect: Dialect) -> Option<(&[u8], &[u8])> {
    if dialect != Dialect::Properties || is_remark(line, dialect) {
        return None;
    }
    let reach = &line[..line.len().min(NAME_BYTES_MAX + 1)];
    let end = memchr::memchr2(b' ', b'\t', reach)?;
    let (name, value) = (&line[..end], line[end..].trim_ascii());
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-./\\".contains(byte);
    let parts = !matches!(value.first(), None | Some(b'=' | b':'));
    (parts && name.first()?.is_ascii_alphabetic() && name.iter().all(fits)).then_some((name, value))
}

/// The quotes that are to close a value which does not end on its line.
pub(super) fn opened(value: &[u8]) -> Option<&'static [u8]> {
    const QUOTES: [&[u8]; 4] = [b"\"\"\"", b"'''", b"\"", b"'"];
    let quotes = QUOTES.into_iter().find(|quotes| value.starts_with(quotes))?;
    let closes = memchr::memmem::find(&value[quotes.len()..], quotes).is_some();
    (!closes).then_some(quotes)
}
