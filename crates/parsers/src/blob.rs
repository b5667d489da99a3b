//! Values of bytes: text as it is, else the printable runs in it.

use magpie_model::words_behind_lengths;

/// Shorter runs of letters say nothing.
const RUN_CHARACTERS_MIN: usize = 6;

/// Beginnings of files that a value may hold.
const FILES: &[&[u8]] = &[
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1F\x8B\x08",
    b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    b"\x89PNG\r\n\x1A\n",
    b"\xFF\xD8\xFF",
    b"GIF8",
    b"II*\0",
    b"MM\0*",
    b"\x28\xB5\x2F\xFD",
    b"7z\xBC\xAF\x27\x1C",
    b"BZh",
    b"\xFD7zXZ\0",
    b"RIFF",
    b"bplist00",
    b"PAR1",
    b"Obj\x01",
    b"Rar!\x1A\x07",
    b"\x04\x22\x4D\x18",
    b"\x7FELF",
    b"ID3",
    b"OggS",
    b"\x1A\x45\xDF\xA3",
    b"SQLite format 3\0",
];

/// Whether the value is text as it is.
pub(crate) fn is_text(value: &[u8]) -> bool {
    let is_control = |byte: &u8| *byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r');
    !value.iter().any(is_control) && std::str::from_utf8(value).is_ok()
}

/// Whether the value is a file of a kind that would have to be opened.
pub(crate) fn is_file(value: &[u8]) -> bool {
    let is_movie = value.get(4..8) == Some(b"ftyp");
    // zlib at its four levels.
    let is_compressed = matches!(value, [0x78, 0x01 | 0x5E | 0x9C | 0xDA, ..]) && !is_text(value);
    let is_known = FILES.iter().any(|magic| value.starts_with(magic));
    value.len() > 32 && (is_known || is_movie || is_compressed)
}

/// Gives the printable runs of a value, each with its offset: UTF-8, then UTF-16 of either order. A run that is
/// nothing but texts behind their lengths gives the words at their borders once more, without what is no text.
///
/// # Errors
/// What `give` fails with.
pub(crate) fn runs<E>(
    value: &[u8],
    mut give: impl FnMut(usize, &str) -> Result<(), E>,
) -> Result<(), E> {
    let mut offset = 0;
    for chunk in value.utf8_chunks() {
        for run in chunk.valid().split(|c: char| c.is_control() && c != '\t') {
            if run.chars().take(RUN_CHARACTERS_MIN).count() == RUN_CHARACTERS_MIN {
                let start = offset + (run.as_ptr() as usize - chunk.valid().as_ptr() as usize);
                give(start, run)?;
                // A printable length, or the number of the next field, is one word with the value.
                let before = start.checked_sub(1).map_or(0, |before| value[before]);
                for word in words_behind_lengths(before, run.as_bytes()) {
                    if let Some(text) = run.get(word.clone()) {
                        give(start + word.start, text)?;
                    }
                }
            }
        }
        offset += chunk.valid().len() + chunk.invalid().len();
    }
    wide_runs(value, &mut give)
}

/// Runs of characters of two bytes, the other byte being zero.
fn wide_runs<E>(
    value: &[u8],
    give: &mut impl FnMut(usize, &str) -> Result<(), E>,
) -> Result<(), E> {
    let printable = |byte: u8| (32..127).contains(&byte) || byte == b'\t';
    let mut at = 0;
    let mut run = String::new();
    while at + 1 < value.len() {
        let pair = [value[at], value[at + 1]];
        let big = pair[0] == 0 && printable(pair[1]);
        let little = pair[1] == 0 && printable(pair[0]);
        if !big && !little {
            at += 1;
            continue;
        }
        let start = at;
        run.clear();
        while let Some(&[first, second]) = value.get(at..at + 2)
            && let (letter, zero) = if big { (second, first) } else { (first, second) }
            && zero == 0
            && printable(letter)
        {
            run.push(letter as char);
            at += 2;
        }
        if run.len() >= RUN_CHARACTERS_MIN {
            give(start, &run)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{is_file, runs};

    fn all(value: &[u8]) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let give = |at: usize, run: &str| {
            found.push((at, run.to_owned()));
            Ok::<(), ()>(())
        };
        runs(value, give).unwrap();
        found
    }

    #[test]
    fn files_are_told_by_their_first_bytes() {
        let long = |begin: &[u8]| [begin, &[7; 64][..]].concat();
        for begin in
            [&b"%PDF-1.7"[..], b"\0\0\0\x20ftypmp42", b"x\x9C\x01", b"x\xDA\x01", b"bplist00"]
        {
            assert!(is_file(&long(begin)), "{begin:?}");
        }
        for begin in [&b"x is text"[..], b"\x01\x02", b"%PDF-"] {
            assert!(!is_file(begin));
            assert!(!is_file(&long(begin)) || begin == b"%PDF-", "{begin:?}");
        }
    }

    #[test]
    fn a_value_behind_its_length_is_given_alone_too() {
        let card = "4111111111111111";
        // Fields as protocol buffers write them: the number of the next one is a digit.
        let message = [b"\x08\x96\x01\x2A\x10", card.as_bytes(), b"2\x05x.org"].concat();
        let given = all(&message);
        assert_eq!(given, [(5, format!("{card}2")), (5, card.to_owned())]);
        // A text that goes on is no word of its own, and a character is not cut.
        assert_eq!(all(&[b"\x01\x11", card.as_bytes(), b"2\x01"].concat()).len(), 1);
        let cut = "ééééééé and more".as_bytes();
        assert_eq!(all(&[b"\x01\x09", cut, b"\x01"].concat()).len(), 1);
    }

    #[test]
    fn runs_of_both_widths_are_found_with_their_offsets() {
        assert_eq!(all(b"\0\x01printable\x02ab\0"), [(2, "printable".to_owned())]);
        let wide: Vec<u8> = "wide text".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(all(&[b"\x01\x01", &wide[..]].concat()), [(2, "wide text".to_owned())]);
        let wide: Vec<u8> = "wide text".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(all(&wide), [(0, "wide text".to_owned())]);
    }
}
