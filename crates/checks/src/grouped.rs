//! Reads a value as it stands in a text, such as `4111 1111 1111 1111`, into its symbols and the
//! way they are grouped. Everything fits a fixed buffer; what does not fit is no value of ours.

/// More symbols than any value that a check reads this way.
const SYMBOLS_MAX: usize = 64;

/// Sixteen groups of at most fifteen symbols fit the nibbles of one integer.
const SEPARATORS_MAX: usize = 15;

/// The symbols of a value without its separators, and where the separators stood.
pub(crate) struct Grouped {
    symbols: [u8; SYMBOLS_MAX],
    length: usize,
    separators: [u8; SEPARATORS_MAX],
    separator_count: usize,
    groups: u64,
}

impl Grouped {
    /// Digits as their values 0 to 9; `None` when there is anything but digits and single
    /// separators between them.
    pub(crate) fn digits(clear: &[u8]) -> Option<Self> {
        Self::undivided(clear)
            .or_else(|| Self::read(clear, |byte| byte.is_ascii_digit().then(|| byte - b'0')))
    }

    /// Eight to sixteen digits in one go, eight at a time; `None` for everything else.
    fn undivided(clear: &[u8]) -> Option<Self> {
        const ZEROS: u64 = 0x3030_3030_3030_3030;
        const HIGH: u64 = 0xF0F0_F0F0_F0F0_F0F0;
        const SIX: u64 = 0x0606_0606_0606_0606;
        let length = Some(clear.len()).filter(|&length| length <= 16)?;
        let values = |eight: &[u8; 8]| {
            let word = u64::from_le_bytes(*eight);
            // Six more than a nine is still in the row of the digits, six more than a colon is not.
            let is_digits = word & HIGH == ZEROS && (word + SIX) & HIGH == ZEROS;
            is_digits.then(|| (word ^ ZEROS).to_le_bytes())
        };
        let (first, last) = (values(clear.first_chunk()?)?, values(clear.last_chunk()?)?);
        let mut symbols = [0; SYMBOLS_MAX];
        symbols[..8].copy_from_slice(&first);
        symbols[length - 8..length].copy_from_slice(&last);
        let separators = [0; SEPARATORS_MAX];
        Some(Self { symbols, length, separators, separator_count: 0, groups: 0 })
    }

    /// ASCII letters, in capitals, and digits, as characters.
    pub(crate) fn alphanumerics(clear: &[u8]) -> Option<Self> {
        Self::read(clear, |byte| byte.is_ascii_alphanumeric().then(|| byte.to_ascii_uppercase()))
    }

    fn read(clear: &[u8], symbol: impl Fn(u8) -> Option<u8>) -> Option<Self> {
        let mut grouped = Self {
            symbols: [0; SYMBOLS_MAX],
            length: 0,
            separators: [0; SEPARATORS_MAX],
            separator_count: 0,
            groups: 0,
        };
        let mut group_starts = 0;
        let mut rest = clear;
        loop {
            let mut group = 0;
            for (place, &byte) in grouped.symbols[grouped.length..].iter_mut().zip(rest) {
                let Some(value) = symbol(byte) else { break };
                *place = value;
                group += 1;
            }
            grouped.length += group;
            rest = &rest[group..];
            if rest.is_empty() {
                break;
            }
            // A symbol that is left has found no room, and is no separator.
            let (separator, width) = separator(rest)?;
            *grouped.separators.get_mut(grouped.separator_count)? = separator;
            grouped.separator_count += 1;
            grouped.close_group(group_starts)?;
            group_starts = grouped.length;
            rest = &rest[width..];
        }
        if grouped.separator_count > 0 {
            grouped.close_group(group_starts)?;
        }
        (grouped.length > 0).then_some(grouped)
    }

    fn close_group(&mut self, starts: usize) -> Option<()> {
        let symbols = self.length - starts;
        if symbols == 0 || symbols > 15 {
            return None;
        }
        self.groups = self.groups << 4 | symbols as u64;
        Some(())
    }

    /// The symbols in a row.
    pub(crate) fn symbols(&self) -> &[u8] {
        &self.symbols[..self.length]
    }

    /// The group lengths as hexadecimal digits, `0x324` for 3-2-4; 0 when nothing separates.
    pub(crate) fn groups(&self) -> u64 {
        self.groups
    }

    /// The separators in a row; no-break spaces count as spaces, Unicode hyphens as hyphens.
    pub(crate) fn separators(&self) -> &[u8] {
        &self.separators[..self.separator_count]
    }

    /// Written in one go, or in one of these groupings with one and the same of these separators.
    pub(crate) fn written_as(&self, groupings: &[u64], separators: &[u8]) -> bool {
        match self.separators() {
            [] => true,
            [first, others @ ..] => {
                groupings.contains(&self.groups)
                    && separators.contains(first)
                    && others.iter().all(|other| other == first)
            }
        }
    }

    /// Separated, if at all, by nothing but these; the groups may have any length.
    pub(crate) fn separated_by(&self, separators: &[u8]) -> bool {
        self.separators().iter().all(|separator| separators.contains(separator))
    }
}

/// The separator at the start of the bytes and its width in bytes.
pub(crate) fn separator(rest: &[u8]) -> Option<(u8, usize)> {
    match rest {
        [byte @ (b' ' | b'-' | b'.' | b'/'), ..] => Some((*byte, 1)),
        [0xC2, 0xA0, ..] => Some((b' ', 2)),
        [0xE2, 0x80, 0xAF, ..] => Some((b' ', 3)),
        [0xE2, 0x80, 0x90 | 0x91, ..] => Some((b'-', 3)),
        _ => None,
    }
}

/// The digits as one number; a dozen and a half digits fit.
pub(crate) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, &digit| number.wrapping_mul(10).wrapping_add(u64::from(digit)))
}

/// Characters as digit values; `None` when there is a letter among them.
pub(crate) fn digit_values<const LENGTH: usize>(symbols: &[u8]) -> Option<[u8; LENGTH]> {
    let mut values = [0; LENGTH];
    if symbols.len() != LENGTH {
        return None;
    }
    for (value, symbol) in values.iter_mut().zip(symbols) {
        *value = symbol.is_ascii_digit().then(|| symbol - b'0')?;
    }
    Some(values)
}

/// Each digit one more than the one before it, 0 after 9: typed along the keyboard.
pub(crate) fn ascending(digits: &[u8]) -> bool {
    digits.windows(2).all(|pair| pair[1] % 10 == (pair[0] + 1) % 10)
}

/// What stands behind a country's letters, where a number may be written with them.
pub(crate) fn without_prefix<'s>(symbols: &'s [u8], prefix: &[u8]) -> &'s [u8] {
    symbols.strip_prefix(prefix).unwrap_or(symbols)
}

/// One symbol all the way through: a filler, in every numbering system here.
pub(crate) fn all_same(symbols: &[u8]) -> bool {
    symbols.windows(2).all(|pair| pair[0] == pair[1])
}

/// What people type where any number will do: one digit all the way, or digits counted up, 0
/// after 9.
pub(crate) fn is_filler(digits: &[u8]) -> bool {
    all_same(digits) || digits.windows(2).all(|pair| pair[1] == (pair[0] + 1) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_lengths_are_hexadecimal_digits() {
        let grouped = Grouped::digits(b"078-05-1120").unwrap();
        assert_eq!(grouped.groups(), 0x324);
        assert_eq!(grouped.symbols(), [0, 7, 8, 0, 5, 1, 1, 2, 0]);
        assert!(grouped.written_as(&[0x324], b"-"));
        assert!(!grouped.written_as(&[0x324], b" "));
        assert!(!grouped.written_as(&[0x333], b"-"));
    }

    #[test]
    fn digits_in_one_go_are_read_like_others() {
        for length in 1..=20 {
            let clear: Vec<u8> = (0..length).map(|at| b'0' + at as u8 * 7 % 10).collect();
            let values: Vec<u8> = clear.iter().map(|digit| digit - b'0').collect();
            let grouped = Grouped::digits(&clear).unwrap();
            assert_eq!((grouped.symbols(), grouped.groups()), (&values[..], 0));
            assert!(grouped.separators().is_empty());
            for at in 0..length {
                for other in [b'0' - 1, b'9' + 1, b'A', b'p', 0xB5, 0] {
                    let mut clear = clear.clone();
                    clear[at] = other;
                    let sizes = [at, length - at - 1];
                    let parted = other == b'/' && sizes.iter().all(|size| (1..=15).contains(size));
                    assert_eq!(Grouped::digits(&clear).is_some(), parted, "{clear:?}");
                }
            }
        }
    }

    #[test]
    fn letters_have_no_digit_value() {
        assert_eq!(digit_values(b"012"), Some([0, 1, 2]));
        assert_eq!(digit_values::<3>(b"0A2"), None);
        assert_eq!(digit_values::<3>(b"01"), None);
    }

    #[test]
    fn fillers_ascend_past_nine() {
        assert!(ascending(&[7, 8, 9, 0, 1]) && !ascending(&[1, 2, 4]) && !ascending(&[2, 1]));
    }

    #[test]
    fn mixed_separators_are_no_grouping() {
        let grouped = Grouped::digits(b"078-05 1120").unwrap();
        assert!(!grouped.written_as(&[0x324], b"- "));
        assert!(grouped.separated_by(b"- "));
    }

    #[test]
    fn no_break_spaces_are_spaces() {
        let grouped = Grouped::digits("12\u{a0}34\u{202f}56".as_bytes()).unwrap();
        assert_eq!(grouped.separators(), b"  ");
    }

    #[test]
    fn repeated_and_counted_digits_are_fillers() {
        assert!(is_filler(&[7, 7, 7]) && is_filler(&[8, 9, 0, 1]));
        assert!(!is_filler(&[1, 2, 4]) && !is_filler(&[3, 2, 1]));
    }

    #[test]
    fn separators_stand_singly_between_symbols() {
        for clear in ["", "-", "-1", "1-", "1--2", "1, 2", "12a"] {
            assert!(Grouped::digits(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
