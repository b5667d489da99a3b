//! ar archives, Debian packages and static libraries among them: entry after entry in one pass.

use std::io::{self, Read};

use magpie_model::Outcome;

use super::Reading;
use super::archive::{Tally, name_of};
use crate::feed::outcome_of;
use crate::source::Source;

const SIGNATURE_BYTES: usize = 8;
const HEADER_BYTES: usize = 60;
/// Bytes of long names that are kept.
const NAMES_BYTES_MAX: u64 = 256 * 1024;

/// Reads every entry as a part.
pub(crate) fn read(source: Source<'_>, reading: &mut Reading<'_>) -> Outcome {
    let mut input = source.into_reader();
    let mut tally = Tally::default();
    let mut long_names = Vec::new();
    if let Err(error) = input.read_exact(&mut [0; SIGNATURE_BYTES]) {
        return outcome_of(&error);
    }
    while reading.halted().is_none() {
        match member(&mut *input, &mut long_names, &mut tally, reading) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                tally.damaged(outcome_of(&error));
                break;
            }
        }
    }
    tally.outcome(reading)
}

/// One header and what belongs to it; `false` at the end of the file.
fn member(
    input: &mut dyn Read,
    long_names: &mut Vec<u8>,
    tally: &mut Tally,
    reading: &mut Reading<'_>,
) -> io::Result<bool> {
    let mut header = Vec::new();
    (&mut *input).take(HEADER_BYTES as u64).read_to_end(&mut header)?;
    if header.is_empty() {
        return Ok(false);
    }
    if header.len() < HEADER_BYTES || &header[58..] != b"`\n" {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let Some(size) = number(&header[48..58]) else { return Err(io::ErrorKind::InvalidData.into()) };
    let field = header[..16].trim_ascii_end();
    let mut content = (&mut *input).take(size);
    if field == b"//" {
        (&mut content).take(NAMES_BYTES_MAX).read_to_end(long_names)?;
    } else if !matches!(field, b"/" | b"/SYM64/" | b"__.SYMDEF" | b"__.SYMDEF SORTED") {
        let name = name(field, long_names, &mut content)?;
        tally.count(&reading.entry(&name, &mut content));
    }
    pass(&mut content)?;
    // Entries begin at even places; the last one's padding may be missing.
    if size % 2 == 1 {
        io::copy(&mut input.take(1), &mut io::sink())?;
    }
    Ok(true)
}

/// The name: in the header, in the table of long names, or before the content.
fn name(field: &[u8], long_names: &[u8], content: &mut dyn Read) -> io::Result<String> {
    if let Some(length) = field.strip_prefix(b"#1/").and_then(number) {
        let mut name = Vec::new();
        content.take(length.min(NAMES_BYTES_MAX)).read_to_end(&mut name)?;
        return Ok(name_of(name.split(|byte| *byte == 0).next().unwrap_or_default()));
    }
    if let Some(at) = field.strip_prefix(b"/").and_then(number) {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let rest = long_names.get(at..).unwrap_or_default();
        let name = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
        return Ok(name_of(name.strip_suffix(b"/").unwrap_or(name)));
    }
    Ok(name_of(field.strip_suffix(b"/").unwrap_or(field)))
}

fn number(field: &[u8]) -> Option<u64> {
    std::str::from_utf8(field).ok()?.trim().parse().ok()
}

/// Passes over what is left of an entry; fails when the file ends before.
fn pass(rest: &mut io::Take<impl Read>) -> io::Result<()> {
    io::copy(rest, &mut io::sink())?;
    match rest.limit() {
        0 => Ok(()),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::observed::observe;

    fn entry(name: &str, content: &str) -> String {
        let padding = if content.len() % 2 == 1 { "\n" } else { "" };
        format!(
            "{name:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n{content}{padding}",
            0,
            0,
            0,
            644,
            content.len()
        )
    }

    #[test]
    fn names_of_all_three_kinds_are_read() {
        let text = format!(
            "!<arch>\n{}{}{}{}",
            entry("//", "a_very_long_file_name.txt/\n"),
            entry("/0", "needle one"),
            entry("short.txt/", "needle two!"),
            entry("#1/20", "a_bsd_long_name.txt\0needle three"),
        );
        let seen = observe("a", text.as_bytes(), &["needle"]);
        let parts: Vec<_> = seen.found.iter().map(|found| &found.part[..]).collect();
        assert_eq!(parts, ["a_very_long_file_name.txt", "short.txt", "a_bsd_long_name.txt"]);
        assert_eq!(seen.ledger().last().unwrap(), "|ar|complete|");
    }

    #[test]
    fn a_cut_archive_keeps_what_was_read() {
        let text = format!("!<arch>\n{}{}", entry("a/", "needle one"), entry("b/", "needle two"));
        let seen = observe("a", &text.as_bytes()[..text.len() - 4], &["needle"]);
        assert_eq!(seen.found.len(), 2);
        assert_eq!(seen.ledger().last().unwrap(), "|ar|partial|MALFORMED_FILE");
    }
}
