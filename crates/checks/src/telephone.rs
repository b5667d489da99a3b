//! Reads a telephone number as people write it, with `+`, parentheses and separators, into digits.

use crate::grouped::separator;

/// Fifteen digits (ITU-T E.164) and an international prefix `00`.
const DIGITS_MAX: usize = 17;

/// ` / ` between area code and number is the widest in use.
const GAP_MAX: usize = 3;

/// The digits of a number, and how it says where it is to be dialled from.
pub(crate) struct Dialled {
    digits: [u8; DIGITS_MAX],
    length: usize,
    /// Written with `+` or `00`: the digits begin with a country calling code.
    pub(crate) international: bool,
    /// The group lengths as hexadecimal digits, `0x334` for 3-3-4, a calling code after `+`
    /// included.
    pub(crate) groups: u64,
}

impl Dialled {
    /// `None` when there is anything but digits and what stands between them in telephone numbers.
    pub(crate) fn read(clear: &[u8]) -> Option<Self> {
        let mut dialled =
            Self { digits: [0; DIGITS_MAX], length: 0, international: false, groups: 0 };
        let mut parenthesis = None;
        let mut parentheses = 0;
        let mut gap = 0;
        let mut rest = clear;
        while let Some((&byte, after)) = rest.split_first() {
            let mut width = 1;
            match byte {
                b'0'..=b'9' => {
                    let starts = gap > 0 || dialled.length == 0;
                    dialled.push(byte - b'0', starts)?;
                    gap = 0;
                    rest = dialled.take_digits(after)?;
                    continue;
                }
                b'+' if dialled.length == 0 && !dialled.international => {
                    dialled.international = true;
                }
                b'(' if parenthesis.is_none() && parentheses == 0 => {
                    parenthesis = Some(dialled.length);
                    parentheses = 1;
                }
                b')' => {
                    let opened = parenthesis.take()?;
                    if dialled.length == opened {
                        return None;
                    }
                    dialled.drop_trunk_hint(opened);
                }
                _ => {
                    width = separator(rest)?.1;
                    if dialled.length == 0 {
                        return None;
                    }
                }
            }
            gap += 1;
            if gap > GAP_MAX {
                return None;
            }
            rest = &rest[width..];
        }
        let whole = gap == 0 && parenthesis.is_none() && dialled.length > 0;
        (whole && !dialled.is_a_span_of_years()).then(|| dialled.without_prefix())
    }

    /// `2004-2012`, as in every notice of copyright.
    fn is_a_span_of_years(&self) -> bool {
        let year = |digits: &[u8]| matches!(digits, [1, 9, ..] | [2, 0, ..]);
        self.groups == 0x44 && self.digits[..self.length].chunks(4).all(year)
    }

    fn push(&mut self, digit: u8, starts_group: bool) -> Option<()> {
        *self.digits.get_mut(self.length)? = digit;
        self.length += 1;
        self.groups = if starts_group { self.groups << 4 | 1 } else { self.groups + 1 };
        Some(())
    }

    /// Takes the digits that go on a group, and returns what is behind them.
    fn take_digits<'t>(&mut self, rest: &'t [u8]) -> Option<&'t [u8]> {
        let room = &mut self.digits[self.length..];
        let mut count = 0;
        for (place, byte) in room.iter_mut().zip(rest) {
            if !byte.is_ascii_digit() {
                break;
            }
            *place = byte - b'0';
            count += 1;
        }
        self.length += count;
        self.groups += count as u64;
        let behind = &rest[count..];
        // A digit that is left has found no room.
        (!behind.first().is_some_and(u8::is_ascii_digit)).then_some(behind)
    }

    /// `+44 (0)20` says that the 0 is dialled inside the country only.
    fn drop_trunk_hint(&mut self, opened: usize) {
        if self.international && opened > 0 && self.digits[opened..self.length] == [0] {
            self.length = opened;
            self.groups >>= 4;
        }
    }

    fn without_prefix(mut self) -> Self {
        if !self.international && self.digits().starts_with(&[0, 0]) {
            self.digits.copy_within(2.., 0);
            self.length -= 2;
            self.international = true;
        }
        self
    }

    /// All digits, without `+` or `00`.
    pub(crate) fn digits(&self) -> &[u8] {
        &self.digits[..self.length]
    }

    /// The national significant number in a country whose numbers are dialled with a 0 inside it
    /// and with the calling code from abroad; `None` when the number is dialled otherwise.
    pub(crate) fn significant(&self, calling_code: &[u8]) -> Option<&[u8]> {
        let prefix = if self.international { calling_code } else { &[0] };
        self.digits().strip_prefix(prefix).filter(|significant| significant.first() != Some(&0))
    }

    /// The number in a country without a trunk prefix: as it is, or after the calling code.
    pub(crate) fn as_dialled(&self, calling_code: &[u8]) -> Option<&[u8]> {
        let prefix = if self.international { calling_code } else { &[] };
        self.digits().strip_prefix(prefix)
    }
}

/// The first three digits as a number; what is shorter has no prefix.
pub(crate) fn prefix(significant: &[u8]) -> Option<u16> {
    let [first, second, third, ..] = significant else { return None };
    Some(u16::from(*first) * 100 + u16::from(*second) * 10 + u16::from(*third))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(clear: &str, international: bool, digits: &str) {
        let dialled = Dialled::read(clear.as_bytes()).unwrap();
        let read: String = dialled.digits().iter().map(|&digit| char::from(digit + b'0')).collect();
        assert_eq!((dialled.international, read.as_str()), (international, digits), "{clear}");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        check("+44 20 7946 0958", true, "442079460958");
        check("+44 (0)20 7946 0958", true, "442079460958");
        check("0044 20 7946 0958", true, "442079460958");
        check("(+49) 30 23125-000", true, "493023125000");
        check("(020) 7946 0958", false, "02079460958");
        check("030 / 23125 000", false, "03023125000");
        check("(202) 555-0143", false, "2025550143");
    }

    #[test]
    fn anything_else_is_not_read() {
        for clear in [
            "",
            "+",
            "()",
            "(",
            "12)",
            "(12",
            "1 - - 2",
            "1+2",
            "-12",
            "12-",
            "1a2",
            "(1)(2)3",
            "123456789012345678",
        ] {
            assert!(Dialled::read(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn groups_are_hexadecimal_digits() {
        let groups = |clear: &str| Dialled::read(clear.as_bytes()).unwrap().groups;
        assert_eq!(groups("(202) 555-0143"), 0x334);
        assert_eq!(groups("+1 202.555.0143"), 0x1334);
        assert_eq!(groups("2025550143"), 0xA);
    }
}
