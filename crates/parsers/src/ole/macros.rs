//! The source of macros, which a project keeps compressed at the end of each module's stream.

use std::path::Path;

use magpie_model::Outcome;

use super::{At, Ole, TEXT_BYTES_MAX, narrow};

/// Bytes of one module's source.
const SOURCE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The modules of a project, whose storage is at `path`.
pub(super) fn read(ole: &mut Ole<'_>, path: &Path) -> Result<(), Outcome> {
    for entry in ole.entries(path) {
        let is_code = !matches!(&entry.name[..], "dir" | "_VBA_PROJECT");
        if entry.is_storage || !is_code || entry.name.starts_with("__SRP_") {
            continue;
        }
        let Some(bytes) = ole.stream(path, &entry.name) else { continue };
        let Some((source, is_cut)) = source(&bytes) else {
            ole.gaps.objects += 1;
            continue;
        };
        ole.gaps.cut += u64::from(is_cut);
        for chunk in source.chunks(TEXT_BYTES_MAX) {
            ole.labelled("macro", &narrow(chunk, 1252))?;
        }
    }
    Ok(())
}

/// The source in a module: it begins with the word `Attribute`, whose first letters the compression
/// leaves as they are. With it comes whether it goes on beyond the bound.
fn source(module: &[u8]) -> Option<(Vec<u8>, bool)> {
    let begins = |needle: &[u8]| memchr::memmem::find(module, needle);
    let word = begins(b"\0Attribut").or_else(|| begins(b"\0ATTRIBUT"))?;
    let start = word.checked_sub(3)?;
    (module[start] == 1).then(|| expand(&module[start + 1..]))
}

/// Chunks of up to 4 KiB, each behind a header, in which copies refer to what the chunk began with.
fn expand(mut bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::new();
    while let Some(header) = bytes.u16(0)
        && out.len() < SOURCE_BYTES_MAX
    {
        let length = usize::from(header & 0x0FFF) + 1;
        let chunk = &bytes[2..bytes.len().min(2 + length)];
        if header & 0x8000 == 0 {
            out.extend_from_slice(chunk);
        } else {
            expand_chunk(chunk, &mut out);
        }
        bytes = &bytes[2 + chunk.len()..];
    }
    (out, bytes.u16(0).is_some())
}

fn expand_chunk(chunk: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    let mut at = 0;
    while let Some(&flags) = chunk.get(at) {
        at += 1;
        for bit in 0..8 {
            let Some(&literal) = chunk.get(at) else { return };
            if flags & (1 << bit) == 0 {
                out.push(literal);
                at += 1;
                continue;
            }
            let (Some(token), made) = (chunk.u16(at), out.len() - start) else { return };
            if made == 0 || made > 4096 {
                return;
            }
            at += 2;
            // The farther in, the more bits the distance takes.
            let bits = (usize::BITS - (made - 1).leading_zeros()).max(4);
            let length = usize::from(token & (0xFFFF >> bits)) + 3;
            let distance = usize::from(token >> (16 - bits)) + 1;
            let Some(from) = (out.len() - start).checked_sub(distance) else { return };
            for index in 0..length {
                out.push(out[start + from + index]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SOURCE_BYTES_MAX, expand};

    #[test]
    fn chunks_expand_as_published() {
        // The examples of the specification: no copies, and nothing but copies.
        let plain = b"\x19\xB0\0abcdefgh\0ijklmnop\0qrstuv.";
        assert_eq!(expand(plain).0, b"abcdefghijklmnopqrstuv.");
        let runs = b"\x03\xB0\x02aE\x00";
        assert_eq!(expand(runs).0, b"a".repeat(73));
        assert_eq!(expand(b"\x03\xB0\x02a\xFF").0, b"a");
    }

    #[test]
    fn a_source_beyond_the_bound_is_said_to_be_cut() {
        let chunk = [&b"\xFF\x0F"[..], &[b'a'; 4096]].concat();
        let chunks = SOURCE_BYTES_MAX / 4096;
        assert!(!expand(&chunk.repeat(chunks)).1);
        assert!(expand(&chunk.repeat(chunks + 1)).1);
    }
}
