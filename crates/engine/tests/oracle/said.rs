//! What words beside a value say of it, and what programs write, told the plain way.

/// Bytes at the front that letters, digits, hyphens and underscores are, forty at most.
pub(crate) fn word_bytes(text: &[u8]) -> usize {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-".contains(byte);
    text.iter().take(40).take_while(is_part).count()
}

/// Three quotes or backslashes at most are taken from the end.
pub(crate) fn unquoted(text: &[u8]) -> &[u8] {
    let mut text = text;
    for _ in 0..3 {
        text = match text {
            [rest @ .., b'"' | b'\'' | b'\\'] => rest,
            _ => text,
        };
    }
    text
}

/// Whether a word says no more than that a number stands here.
pub(crate) fn says_nothing(word: &[u8]) -> bool {
    let word = String::from_utf8_lossy(word).to_lowercase();
    ["number", "num", "no", "nr", "id", "value", "val"].contains(&word.as_str())
}

/// Where the name begins that a value has of its own, right before it.
pub(crate) fn name_before(before: &[u8]) -> Option<isize> {
    let before_bytes = before.len() as isize;
    if before.ends_with(b"#") {
        return Some(before_bytes - 3);
    }
    if let [word @ .., b'-'] = before {
        let near = &before[before.len().saturating_sub(80)..];
        let near = &near[..near.len() - 1];
        let is_letter = |byte: &&u8| byte.is_ascii_alphabetic() || **byte > 127;
        let bytes = near.iter().rev().take_while(is_letter).count();
        let word = &word[word.len() - bytes..];
        let letters = word.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        return (letters > 2 && !says_nothing(word)).then(|| before_bytes - 1 - bytes as isize);
    }
    let from = before.len().saturating_sub(80);
    let [rest @ .., b'=' | b':'] = unquoted(&before[from..]) else { return None };
    let rest = unquoted(rest);
    let turned: Vec<u8> = rest.iter().rev().copied().collect();
    let (ahead, name) = rest.split_at(rest.len() - word_bytes(&turned));
    let signs: &[u8] = if before.ends_with(b"=") { b"{,&?;( \t" } else { b"{,&?;(" };
    let begins = unquoted(ahead).last().is_some_and(|byte| signs.contains(byte));
    (begins && !name.is_empty() && !says_nothing(name)).then(|| (from + ahead.len()) as isize)
}

/// Whether `name="value"` or `name=value` is over.
pub(crate) fn is_closed(between: &[u8]) -> bool {
    let line = between.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let digits = line.iter().filter(|byte| byte.is_ascii_digit()).count();
    if line.len() < between.len() && digits > 4 {
        return true;
    }
    match &between[word_bytes(between)..] {
        [b'"', b'=', value @ ..] | [b'=', value @ ..] => match value {
            [] | [b' ' | b'\t' | b'=' | b'>' | b'~', ..] => false,
            [b'"', inside @ ..] => inside.contains(&b'"'),
            [b'\'', inside @ ..] => inside.contains(&b'\''),
            _ => value.iter().any(|b| b.is_ascii_whitespace() || b"&;".contains(b)),
        },
        _ => false,
    }
}

/// Whether the words of a later line have a sign or a number beside them.
pub(crate) fn has_a_line(between: &[u8], behind: &[u8]) -> bool {
    let line = behind.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let line = &line[..line.len().min(60)];
    let lines = between.split(|&byte| byte == b'\n').skip(1);
    let before = lines.last();
    before.is_some_and(|before| {
        before.iter().any(u8::is_ascii_digit)
            || line.iter().any(|byte| b"0123456789:=".contains(byte))
    })
}

pub(crate) fn has_ended(between: &[u8]) -> bool {
    between.contains(&b';') || between.contains(&b'}') || between.windows(2).any(|w| w == b"),")
}

/// Eight digits that are a day.
pub(crate) fn is_day(clear: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(clear) else { return false };
    let digits = clear.len() == 8 && clear.iter().all(u8::is_ascii_digit);
    let part = |range: std::ops::Range<usize>| text[range].parse::<u32>().unwrap_or(0);
    let years = 1970..2050;
    digits
        && years.contains(&part(0..4))
        && (1..13).contains(&part(4..6))
        && (1..32).contains(&part(6..8))
}

/// Eight characters or more, digits around one full stop, without a zero before.
pub(crate) fn is_fraction(clear: &[u8]) -> bool {
    let parts: Vec<&[u8]> = clear.split(|&byte| byte == b'.').collect();
    let digits = |part: &&[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    parts.len() == 2 && clear.len() > 7 && clear[0] != b'0' && parts.iter().all(digits)
}

/// Hexadecimal digits, with two hashes of as many characters within 400 bytes.
pub(crate) fn is_among_hashes(text: &[u8], start: usize, end: usize) -> bool {
    let length = end - start;
    let near = &text[start.saturating_sub(400)..(end + 400).min(text.len())];
    let hash = |word: &[u8]| {
        let of = |digits: &[u8]| word.iter().all(|b| digits.contains(b));
        let kinds: Vec<bool> = word.iter().map(u8::is_ascii_digit).collect();
        (of(b"0123456789abcdef") || of(b"0123456789ABCDEF"))
            && kinds.windows(2).filter(|pair| pair[0] != pair[1]).count() > 2
    };
    let words = near.split(|byte| !byte.is_ascii_alphanumeric());
    (7..41).contains(&length)
        && text[start..end].iter().all(u8::is_ascii_hexdigit)
        && words.filter(|word| word.len() == length && hash(word)).count() > 1
}

/// Whether a label ends here, behind the rest of its name, with one sign behind three marks at most.
pub(crate) fn is_label(behind: &[u8]) -> bool {
    let behind = &behind[word_bytes(behind)..];
    let first = behind.iter().position(|byte| !b"\"'*). ".contains(byte));
    let sign = |at: usize| matches!(behind.get(at), Some(b':' | b'='));
    first.is_some_and(|at| at <= 3 && sign(at) && !sign(at + 1))
}
