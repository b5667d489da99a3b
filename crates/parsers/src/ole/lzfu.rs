//! The compression of RTF bodies in messages.

use super::At;

/// What the dictionary of 4 KiB begins with.
const BEGIN: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \
\\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\
\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
/// Bytes of one body.
const BODY_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The RTF and whether it goes on beyond the bound; `None` when the header is none.
pub(super) fn expand(bytes: &[u8]) -> Option<(Vec<u8>, bool)> {
    const COMPRESSED: u32 = 0x7546_5A4C;
    const PLAIN: u32 = 0x414C_454D;
    let content = bytes.get(16..)?;
    match bytes.u32(8)? {
        PLAIN => return Some((content.to_vec(), false)),
        COMPRESSED => {}
        _ => return None,
    }
    let mut dictionary = [b' '; 4096];
    dictionary[..BEGIN.len()].copy_from_slice(BEGIN);
    let (mut write, mut at, mut out) = (BEGIN.len(), 0, Vec::new());
    while let Some(&flags) = content.get(at) {
        at += 1;
        for bit in 0..8 {
            let Some(&literal) = content.get(at) else { return Some((out, false)) };
            if flags & (1 << bit) == 0 {
                out.push(literal);
                dictionary[write] = literal;
                write = (write + 1) % dictionary.len();
                at += 1;
                continue;
            }
            let Some(&low) = content.get(at + 1) else { return Some((out, false)) };
            at += 2;
            let (offset, length) =
                (usize::from(literal) << 4 | usize::from(low >> 4), usize::from(low & 15) + 2);
            if offset == write || out.len() > BODY_BYTES_MAX {
                return Some((out, offset != write));
            }
            for index in 0..length {
                let byte = dictionary[(offset + index) % dictionary.len()];
                out.push(byte);
                dictionary[write] = byte;
                write = (write + 1) % dictionary.len();
            }
        }
    }
    Some((out, false))
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, BODY_BYTES_MAX, expand};

    #[test]
    fn the_published_example_expands() {
        assert_eq!(BEGIN.len(), 207);
        let compressed: &[u8] =
            b"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\x00\x0a\x00rcpg125\x42\
            \x32\x0a\xf3 hel\x09\x00 bw\x05\xb0ld}\x0a\x80\x0f\xa0";
        assert_eq!(
            expand(compressed).unwrap(),
            (b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n".to_vec(), false)
        );
        assert_eq!(expand(b"\0\0\0\0\0\0\0\0none0000"), None);
    }

    #[test]
    fn a_body_beyond_the_bound_is_said_to_be_cut() {
        // One letter, then copies of eighteen bytes each.
        let mut bytes = b"\0\0\0\0\0\0\0\0LZFu\0\0\0\0".to_vec();
        let mut write = BEGIN.len();
        let copies = BODY_BYTES_MAX / 17 + 8;
        for _ in 0..copies / 8 + 1 {
            bytes.extend([0xFF]);
            for _ in 0..8 {
                let offset = (write + 4096 - 17) % 4096;
                bytes.extend([(offset >> 4) as u8, (offset << 4) as u8 | 15]);
                write = (write + 17) % 4096;
            }
        }
        let (body, is_cut) = expand(&bytes).unwrap();
        assert!(is_cut && body.len() > BODY_BYTES_MAX);
    }
}
