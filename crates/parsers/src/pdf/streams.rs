//! Streams without their filters: what a damaged one expands to before the damage is kept, and said.

use std::borrow::Cow;
use std::io::Read;

use flate2::{Decompress, FlushDecompress, Status};
use lopdf::{Dictionary, Object, Stream};
use weezl::{BitOrder, LzwStatus, decode};

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
    let mut is_damaged = filters.len() > FILTERS_MAX;
    let mut now = Cow::Borrowed(&stream.content[..]);
    for (index, filter) in filters.into_iter().take(FILTERS_MAX).enumerate() {
        let next = expand(filter, &now, parameters(&stream.dict, index), most);
        is_damaged |= next.is_damaged;
        now = Cow::Owned(next.bytes);
    }
    is_damaged |= now.len() > most;
    let bytes = match now {
        Cow::Borrowed(stored) => stored[..stored.len().min(most)].to_vec(),
        Cow::Owned(mut bytes) => {
            bytes.truncate(most);
            bytes
        }
    };
    Content { bytes, is_damaged }
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
            unpredicted(b"FlateDecode", inflate(input, most), input, parameters, most)
        }
        b"LZWDecode" | b"LZW" => {
            unpredicted(b"LZWDecode", lzw(input, parameters, most), input, parameters, most)
        }
        b"BrotliDecode" => brotli(input, most),
        b"ASCII85Decode" | b"A85" => ascii_85(input, most),
        b"ASCIIHexDecode" | b"AHx" => ascii_hex(input, most),
        b"RunLengthDecode" | b"RL" => run_length(input, most),
        // Deciphered when the document was opened.
        b"Crypt" => Content { bytes: input.to_vec(), is_damaged: false },
        _ => Content { bytes: Vec::new(), is_damaged: true },
    }
}

/// What a filter gave, as it was before it was written as differences: the library undoes both, all or
/// nothing.
fn unpredicted(
    filter: &[u8],
    plain: Content,
    input: &[u8],
    parameters: Option<&Dictionary>,
    most: usize,
) -> Content {
    let number = |p: &Dictionary| p.get(b"Predictor").and_then(Object::as_i64).ok();
    let Some(parameters) = parameters.filter(|p| number(p).is_some_and(|number| number >= 2))
    else {
        return plain;
    };
    if plain.bytes.is_empty() {
        return plain;
    }
    let mut dictionary = Dictionary::new();
    dictionary.set("Filter", Object::Name(filter.to_vec()));
    dictionary.set("DecodeParms", Object::Dictionary(parameters.clone()));
    let whole = Stream::new(dictionary, input.to_vec()).get_plain_content_with_limit(most);
    match whole {
        Ok(bytes) if !bytes.is_empty() => Content { bytes, is_damaged: plain.is_damaged },
        _ => Content { is_damaged: true, ..plain },
    }
}

/// How many bytes one more step of a decoder may add to so many, one more than all that are wanted at most.
fn room(length: usize, most: usize) -> usize {
    STEP_BYTES.max(length / 2).min(most.saturating_add(1) - length)
}

/// The codes of LZW, up to the one that ends them.
fn lzw(input: &[u8], parameters: Option<&Dictionary>, most: usize) -> Content {
    const LETTER_BITS: u8 = 8;
    let early = parameters.and_then(|p| p.get(b"EarlyChange").and_then(Object::as_i64).ok());
    let mut decoder = match early {
        Some(0) => decode::Decoder::new(BitOrder::Msb, LETTER_BITS),
        _ => decode::Decoder::with_tiff_size_switch(BitOrder::Msb, LETTER_BITS),
    };
    let (mut bytes, mut rest) = (Vec::new(), input);
    let mut is_damaged = false;
    // What was taken last may still wait within the decoder.
    while bytes.len() <= most && !input.is_empty() {
        let before = bytes.len();
        bytes.reserve_exact(room(before, most));
        bytes.resize(before + room(before, most), 0);
        let step = decoder.decode_bytes(rest, &mut bytes[before..]);
        bytes.truncate(before + step.consumed_out);
        rest = &rest[step.consumed_in..];
        match step.status {
            Ok(LzwStatus::Done) => break,
            Ok(LzwStatus::Ok) if step.consumed_in + step.consumed_out > 0 => {}
            Ok(_) | Err(_) => {
                is_damaged = true;
                break;
            }
        }
    }
    is_damaged |= bytes.len() > most || !input.is_empty() && !decoder.has_ended();
    bytes.truncate(most);
    Content { bytes, is_damaged }
}

fn brotli(input: &[u8], most: usize) -> Content {
    const BUFFER_BYTES: usize = 4096;
    let mut bytes = Vec::new();
    let decoder = brotli_decompressor::Decompressor::new(input, BUFFER_BYTES);
    let read = decoder.take(most as u64 + 1).read_to_end(&mut bytes);
    let is_damaged = read.is_err() && !input.is_empty() || bytes.len() > most;
    bytes.truncate(most);
    Content { bytes, is_damaged }
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
        // All of what is reserved is filled.
        bytes.reserve_exact(room(bytes.len(), most));
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
    let is_cut = values.next().is_some() || !input.is_empty() && !input.contains(&b'>');
    Content { bytes, is_damaged: is_damaged || is_cut }
}

fn run_length(input: &[u8], most: usize) -> Content {
    const END: u8 = 128;
    let (mut bytes, mut rest) = (Vec::new(), input);
    let (mut is_damaged, mut is_ended) = (false, input.is_empty());
    while let Some((&length, behind)) = rest.split_first() {
        is_ended = length == END;
        if is_ended || bytes.len() > most {
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
    is_damaged |= bytes.len() > most || !is_ended;
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

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
        encoder.encode(text).unwrap()
    }

    /// `hello` as it is, between the signs of brotli.
    const BROTLI: &[u8] = b"\x40\x00\x10hello\x03";

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
        let lzw = content(&stream(&["LZWDecode"], packed(&text())), 1 << 20);
        assert!(lzw.bytes == text() && !lzw.is_damaged);
        let empty = content(&stream(&["LZWDecode"], vec![0x80, 0x40, 0x40]), 99);
        assert_eq!((empty.bytes.as_slice(), empty.is_damaged), (&b""[..], false));
        let brotli = content(&stream(&["BrotliDecode"], BROTLI.to_vec()), 99);
        assert_eq!((brotli.bytes.as_slice(), brotli.is_damaged), (&b"hello"[..], false));
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
        let cut = content(&stream(&["ASCIIHexDecode"], b"68656C6c".to_vec()), 99);
        assert_eq!((cut.bytes.as_slice(), cut.is_damaged), (&b"hell"[..], true));
        let cut = content(&stream(&["RunLengthDecode"], b"\x01ab\xFEc".to_vec()), 99);
        assert_eq!((cut.bytes.as_slice(), cut.is_damaged), (&b"abccc"[..], true));
    }

    #[test]
    fn what_lzw_and_brotli_give_before_damage_or_the_bound_is_kept() {
        let whole = packed(&text());
        let bound = content(&stream(&["LZWDecode"], whole.clone()), 1_000);
        assert!(bound.is_damaged && bound.bytes == text()[..1_000]);
        let half = content(&stream(&["LZWDecode"], whole[..whole.len() / 2].into()), 1 << 20);
        assert!(half.is_damaged && half.bytes.len() > 1_000 && text().starts_with(&half.bytes));
        let mut wrong = whole.clone();
        wrong[whole.len() / 2..].fill(0xFF);
        assert!(content(&stream(&["LZWDecode"], wrong), 1 << 20).is_damaged);
        let bound = content(&stream(&["BrotliDecode"], BROTLI.to_vec()), 4);
        assert_eq!((bound.bytes.as_slice(), bound.is_damaged), (&b"hell"[..], true));
        let cut = content(&stream(&["BrotliDecode"], BROTLI[..7].to_vec()), 99);
        assert_eq!((cut.bytes.as_slice(), cut.is_damaged), (&b"hell"[..], true));
    }
}
