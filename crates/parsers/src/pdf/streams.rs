//! Streams without their filters: what a damaged one expands to before the damage is kept, and said.

use flate2::{Decompress, FlushDecompress, Status};
use lopdf::{Dictionary, Object, Stream};

/// Filters on one stream.
const FILTERS_MAX: usize = 16;
/// Bytes that one step of a decoder adds.
const STEP_BYTES: usize = 64 * 1024;

/// What a stream holds.
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    /// Whether something is missing: behind damage or a bound, or in a filter that is not known.
    pub(super) is_damaged: bool,
}

/// Expands a stream to so many bytes at most.
pub(super) fn content(stream: &Stream, most: usize) -> Content {
    let is_filtered = stream.dict.get(b"Filter").is_ok_and(|filter| !filter.is_null());
    let filters = match stream.filters() {
        Ok(filters) => filters,
        Err(_) => {
            let cut = stream.content.len().min(most);
            let is_damaged = is_filtered || cut < stream.content.len();
            return Content { bytes: stream.content[..cut].to_vec(), is_damaged };
        }
    };
    let is_damaged = filters.len() > FILTERS_MAX;
    let mut now = Content { bytes: stream.content.clone(), is_damaged };
    for (index, filter) in filters.into_iter().take(FILTERS_MAX).enumerate() {
        let next = expand(filter, &now.bytes, parameters(&stream.dict, index), most);
        now = Content { bytes: next.bytes, is_damaged: now.is_damaged || next.is_damaged };
    }
    now.is_damaged |= now.bytes.len() > most;
    now.bytes.truncate(most);
    now
}

fn parameters(dictionary: &Dictionary, index: usize) -> Option<&Dictionary> {
    match dictionary.get(b"DecodeParms").ok()? {
        Object::Array(each) => each.get(index)?.as_dict().ok(),
        Object::Dictionary(all) => Some(all),
        _ => None,
    }
}

fn expand(filter: &[u8], input: &[u8], parameters: Option<&Dictionary>, most: usize) -> Content {
    match filter {
        b"FlateDecode" | b"Fl" => {
            let plain = inflate(input, most);
            let predictor =
                parameters.and_then(|p| p.get(b"Predictor").and_then(Object::as_i64).ok());
            match predictor {
                Some(2..) => {
                    let whole = by_library(b"FlateDecode", input, parameters, most);
                    let bytes = if whole.is_damaged { plain.bytes } else { whole.bytes };
                    Content { bytes, is_damaged: plain.is_damaged || whole.is_damaged }
                }
                _ => plain,
            }
        }
        b"LZWDecode" | b"LZW" => by_library(b"LZWDecode", input, parameters, most),
        b"BrotliDecode" => by_library(b"BrotliDecode", input, parameters, most),
        b"ASCII85Decode" | b"A85" => ascii_85(input, most),
        b"ASCIIHexDecode" | b"AHx" => ascii_hex(input, most),
        b"RunLengthDecode" | b"RL" => run_length(input, most),
        // Deciphered when the document was opened.
        b"Crypt" => Content { bytes: input.to_vec(), is_damaged: false },
        _ => Content { bytes: Vec::new(), is_damaged: true },
    }
}

/// One filter as the library undoes it: all or nothing.
fn by_library(
    filter: &[u8],
    input: &[u8],
    parameters: Option<&Dictionary>,
    most: usize,
) -> Content {
    let mut dictionary = Dictionary::new();
    dictionary.set("Filter", Object::Name(filter.to_vec()));
    if let Some(parameters) = parameters {
        dictionary.set("DecodeParms", Object::Dictionary(parameters.clone()));
    }
    let plain = Stream::new(dictionary, input.to_vec()).get_plain_content_with_limit(most);
    let bytes = plain.unwrap_or_default();
    Content { is_damaged: bytes.is_empty() && !input.is_empty(), bytes }
}

/// Deflate in the frame of zlib. A sum that is missing is no loss, one that is wrong is.
fn inflate(input: &[u8], most: usize) -> Content {
    /// The frame: two bytes before the data, and the sum behind it.
    const HEAD_BYTES: usize = 2;
    let is_framed = matches!(input, &[method, flags, ..] if method & 15 == 8
        && (u16::from(method) << 8 | u16::from(flags)).is_multiple_of(31));
    let Some(data) = input.get(HEAD_BYTES..) else {
        return Content { bytes: Vec::new(), is_damaged: !input.is_empty() };
    };
    let mut decoder = Decompress::new(false);
    let mut bytes = Vec::new();
    loop {
        let taken = decoder.total_in() as usize;
        if bytes.len() > most {
            bytes.truncate(most);
            return Content { bytes, is_damaged: true };
        }
        bytes.reserve(STEP_BYTES);
        let before = bytes.len();
        let step = decoder.decompress_vec(&data[taken..], &mut bytes, FlushDecompress::None);
        match step {
            Ok(Status::StreamEnd) => break,
            Ok(_) if bytes.len() > before || decoder.total_in() as usize > taken => {}
            Ok(_) | Err(_) => return Content { bytes, is_damaged: true },
        }
    }
    let behind = &data[decoder.total_in() as usize..];
    let told = behind.first_chunk().map(|sum| u32::from_be_bytes(*sum));
    let is_wrong = told.is_some_and(|told| told != adler(&bytes));
    let is_long = bytes.len() > most;
    bytes.truncate(most);
    Content { bytes, is_damaged: is_wrong || is_long || !is_framed }
}

fn adler(bytes: &[u8]) -> u32 {
    /// The largest prime of sixteen bits, and how many bytes may be added before a division.
    const PRIME: u32 = 65_521;
    const BYTES: usize = 5_552;
    let (mut low, mut high) = (1u32, 0u32);
    for chunk in bytes.chunks(BYTES) {
        for &byte in chunk {
            low += u32::from(byte);
            high += low;
        }
        (low, high) = (low % PRIME, high % PRIME);
    }
    high << 16 | low
}

fn ascii_85(input: &[u8], most: usize) -> Content {
    let mut bytes = Vec::new();
    let (mut group, mut count) = (0u64, 0);
    let (mut is_damaged, mut is_ended) = (false, false);
    for &byte in input.strip_prefix(b"<~").unwrap_or(input) {
        match byte {
            b'z' if count == 0 => bytes.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => {
                group = group * 85 + u64::from(byte - b'!');
                count += 1;
            }
            b'~' => {
                is_ended = true;
                break;
            }
            b'\t' | b'\n' | b'\r' | b' ' | 0 | 12 => {}
            _ => is_damaged = true,
        }
        if count == 5 {
            is_damaged |= group > u64::from(u32::MAX);
            bytes.extend_from_slice(&(group as u32).to_be_bytes());
            (group, count) = (0, 0);
        }
        if bytes.len() > most {
            break;
        }
    }
    if count > 1 {
        let padded = (count..5).fold(group, |group, _| group * 85 + 84);
        bytes.extend_from_slice(&(padded as u32).to_be_bytes()[..count - 1]);
    }
    is_damaged |= !is_ended;
    bytes.truncate(most);
    Content { bytes, is_damaged }
}

fn ascii_hex(input: &[u8], most: usize) -> Content {
    let digits = input.iter().take_while(|byte| **byte != b'>');
    let digits = digits.filter(|byte| !byte.is_ascii_whitespace() && **byte != 0);
    let mut is_damaged = false;
    let mut values = digits.filter_map(|digit| {
        let value = char::from(*digit).to_digit(16);
        is_damaged |= value.is_none();
        value.map(|value| value as u8)
    });
    let mut bytes = Vec::new();
    while bytes.len() < most
        && let Some(high) = values.next()
    {
        bytes.push(high << 4 | values.next().unwrap_or(0));
    }
    let is_cut = values.next().is_some();
    Content { bytes, is_damaged: is_damaged || is_cut }
}

fn run_length(input: &[u8], most: usize) -> Content {
    const END: u8 = 128;
    let (mut bytes, mut rest) = (Vec::new(), input);
    let mut is_damaged = false;
    while let Some((&length, behind)) = rest.split_first() {
        if length == END || bytes.len() > most {
            break;
        }
        if length < END {
            let wanted = usize::from(length) + 1;
            let taken = wanted.min(behind.len());
            bytes.extend_from_slice(&behind[..taken]);
            is_damaged |= taken < wanted;
            rest = &behind[taken..];
        } else if let Some((&byte, behind)) = behind.split_first() {
            bytes.resize(bytes.len() + 257 - usize::from(length), byte);
            rest = behind;
        } else {
            is_damaged = true;
            break;
        }
    }
    is_damaged |= bytes.len() > most;
    bytes.truncate(most);
    Content { bytes, is_damaged }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use lopdf::{Dictionary, Object, Stream};

    use super::content;

    fn stream(filters: &[&str], bytes: Vec<u8>) -> Stream {
        let mut dictionary = Dictionary::new();
        let filters = filters.iter().map(|name| Object::Name(name.as_bytes().to_vec()));
        dictionary.set("Filter", Object::Array(filters.collect()));
        Stream::new(dictionary, bytes)
    }

    fn deflated(text: &[u8]) -> Vec<u8> {
        let mut encoder =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn text() -> Vec<u8> {
        (0..4_000u32).flat_map(|n| format!("{} ", n * 7919 % 10_007).into_bytes()).collect()
    }

    #[test]
    fn whole_streams_expand_without_a_word() {
        let whole = deflated(&text());
        for bytes in
            [whole.clone(), [&whole[..], b"\r\n"].concat(), whole[..whole.len() - 4].into()]
        {
            let read = content(&stream(&["FlateDecode"], bytes), 1 << 20);
            assert!(read.bytes == text() && !read.is_damaged);
        }
        let hex = content(&stream(&["ASCIIHexDecode"], b"68 65 6C6c6F>".to_vec()), 99);
        assert_eq!((hex.bytes.as_slice(), hex.is_damaged), (&b"hello"[..], false));
        let coded = content(&stream(&["ASCII85Decode"], b"BOu!rDZ~>".to_vec()), 99);
        assert_eq!((coded.bytes.as_slice(), coded.is_damaged), (&b"hello"[..], false));
        let runs = content(&stream(&["RunLengthDecode"], b"\x01ab\xFEc\x80".to_vec()), 99);
        assert_eq!((runs.bytes.as_slice(), runs.is_damaged), (&b"abccc"[..], false));
        let plain = content(&stream(&[], b"plain".to_vec()), 99);
        assert_eq!((plain.bytes.as_slice(), plain.is_damaged), (&b"plain"[..], false));
    }

    #[test]
    fn what_expands_before_damage_or_the_bound_is_kept() {
        let whole = deflated(&text());
        let half = content(&stream(&["FlateDecode"], whole[..whole.len() / 2].into()), 1 << 20);
        assert!(half.is_damaged && half.bytes.len() > 1_000 && text().starts_with(&half.bytes));
        let bound = content(&stream(&["FlateDecode"], whole.clone()), 1_000);
        assert!(bound.is_damaged && bound.bytes == text()[..1_000]);
        let mut wrong = whole.clone();
        *wrong.last_mut().unwrap() ^= 1;
        assert!(content(&stream(&["FlateDecode"], wrong), 1 << 20).is_damaged);
        let mut head = whole;
        head[..4].fill(0xFF);
        assert!(content(&stream(&["FlateDecode"], head), 1 << 20).is_damaged);
        let cut = content(&stream(&["ASCII85Decode"], b"BOu!rD".to_vec()), 99);
        assert_eq!((cut.bytes.as_slice(), cut.is_damaged), (&b"hell"[..], true));
        assert!(content(&stream(&["DCTDecode"], vec![1; 9]), 99).is_damaged);
    }
}
