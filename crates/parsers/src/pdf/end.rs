//! Where a document ends, and what somebody put behind it.

use memchr::memmem;

const MARK: &[u8] = b"%%EOF";
/// Bytes before the mark in which the place of the last table stands.
const PLACE_BYTES_MAX: usize = 64;
/// Fewer bytes say nothing.
const BEHIND_BYTES_MIN: usize = 8;

/// Where each version of the document ends whose table is where it says, the last one last: a later
/// version stands behind the one that it changes.
pub(super) fn versions(bytes: &[u8]) -> Vec<usize> {
    let mut versions: Vec<usize> = Vec::new();
    for mark in memmem::find_iter(bytes, MARK) {
        // The table of a later version stands behind the end of the one before.
        let follows = |place| versions.last().is_none_or(|end| *end <= place);
        if table(bytes, mark).is_some_and(follows) {
            versions.push(mark + MARK.len());
        }
    }
    versions
}

/// What stands behind the end of the last version, zeros and white space aside; behind the first end,
/// where no table is.
pub(super) fn behind<'b>(bytes: &'b [u8], versions: &[usize]) -> Option<&'b [u8]> {
    let first = || memmem::find(bytes, MARK).map(|mark| mark + MARK.len());
    let rest = &bytes[versions.last().copied().or_else(first)?..];
    let is_blank = |byte: &u8| *byte == 0 || byte.is_ascii_whitespace();
    let begins = rest.iter().position(|byte| !is_blank(byte))?;
    let behind = &rest[begins..];
    let goes_on = behind[0].is_ascii_digit() && memmem::find(behind, b" obj").is_some();
    (behind.len() >= BEHIND_BYTES_MIN && !goes_on).then_some(behind)
}

/// The number before the mark, if it is the place of a table of objects, or of an object that holds one.
fn table(bytes: &[u8], mark: usize) -> Option<usize> {
    let before = bytes[..mark].trim_ascii_end();
    let before = &before[before.len().saturating_sub(PLACE_BYTES_MAX)..];
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (word, number) = before.split_at(before.len() - digits);
    let place: usize = std::str::from_utf8(number).ok()?.parse().ok()?;
    let table = bytes.get(place..mark)?.trim_ascii_start();
    let is_object = || {
        let head = &table[..table.len().min(PLACE_BYTES_MAX)];
        head.first().is_some_and(u8::is_ascii_digit) && memmem::find(head, b" obj").is_some()
    };
    let is_table = table.starts_with(b"xref") || is_object();
    (word.trim_ascii_end().ends_with(b"startxref") && is_table).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::versions;

    fn behind(bytes: &[u8]) -> Option<&[u8]> {
        super::behind(bytes, &versions(bytes))
    }

    const DOCUMENT: &str = "%PDF-1.4\n1 0 obj<<>>endobj\nxref\n0 1\nstartxref\n27\n%%EOF\n";

    #[test]
    fn what_follows_the_last_end_is_behind_the_document() {
        assert_eq!(behind(DOCUMENT.as_bytes()), None);
        assert_eq!(behind(format!("{DOCUMENT}\0\0 \n").as_bytes()), None);
        let note = "a note behind it";
        assert_eq!(behind(format!("{DOCUMENT}{note}").as_bytes()), Some(note.as_bytes()));
        // A document that is kept behind another has its own table elsewhere.
        let both = format!("{DOCUMENT}some bytes before {DOCUMENT}");
        assert_eq!(behind(both.as_bytes()), Some(&both.as_bytes()[DOCUMENT.len()..]));
        let changed = format!("{DOCUMENT}2 0 obj<<>>endobj\nxref\n0 1\nstartxref\n73\n%%EOF\n");
        assert_eq!(behind(changed.as_bytes()), None);
        assert_eq!(versions(changed.as_bytes()), [DOCUMENT.len() - 1, changed.len() - 1]);
        let damaged = changed.replace("startxref\n", "startxref\n9");
        assert_eq!(behind(damaged.as_bytes()), None);
    }
}
