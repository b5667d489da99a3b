//! Numbers of cells as a person sees them.

use super::records::Writing;
use crate::ole::{At, msg};

/// Formats and styles that are kept.
const STYLES_MAX: usize = 65_536;

/// Which styles show dates.
#[derive(Default)]
pub(super) struct Formats {
    pub(super) dates_from_1904: bool,
    /// Numbers of the formats that show dates, or do not though they have a number that does.
    formats: Vec<(u16, bool)>,
    styles: Vec<u16>,
}

impl Formats {
    /// One more format, with its number and its code.
    pub(super) fn format(&mut self, data: &[u8], writing: Writing) {
        let code = match writing.has_flags {
            true => data.get(2..).and_then(|code| writing.text(code)),
            false => data.get(2).and_then(|&count| writing.counted(data.get(3..)?, count.into())),
        };
        if let (Some(number), Some((code, _))) = (data.u16(0), code)
            && self.formats.len() < STYLES_MAX
        {
            self.formats.push((number, shows_date(&code)));
        }
    }

    /// One more style, with the number of its format.
    pub(super) fn style(&mut self, format: u16) {
        if self.styles.len() < STYLES_MAX {
            self.styles.push(format);
        }
    }

    /// A number as its style shows it, as far as it is a date or not.
    pub(super) fn shown(&self, number: f64, style: usize) -> String {
        let format = self.styles.get(style).copied().unwrap_or(0);
        let known = self.formats.iter().find(|(known, _)| *known == format);
        let built_in = matches!(format, 14..=17 | 22 | 27..=36 | 50..=58);
        if known.map_or(built_in, |(_, is_date)| *is_date)
            && let Some(date) = date(number, self.dates_from_1904)
        {
            return date;
        }
        plain(number)
    }
}

/// A number without an exponent where it is whole.
pub(super) fn plain(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e21 {
        return format!("{number:.0}");
    }
    format!("{number}")
}

/// A number in four bytes: whole or the upper half of a larger one, and a hundredth or not.
pub(super) fn packed(packed: u32) -> f64 {
    let number = match packed & 2 {
        0 => f64::from_bits(u64::from(packed & !3) << 32),
        _ => f64::from(packed.cast_signed() >> 2),
    };
    if packed & 1 != 0 { number / 100.0 } else { number }
}

/// Whether a format shows days or years, apart from what it quotes.
fn shows_date(code: &str) -> bool {
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => while letters.next().is_some_and(|letter| letter != '"') {},
            '[' => while letters.next().is_some_and(|letter| letter != ']') {},
            '\\' | '_' | '*' => {
                letters.next();
            }
            'y' | 'Y' | 'd' | 'D' => return true,
            _ => {}
        }
    }
    false
}

/// A serial day as `2026-01-31`.
fn date(serial: f64, from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let days = serial.floor() as i64;
    // Day 60 is the 29th of February 1900, which never was.
    let days = match from_1904 {
        true => days + 1_462 - 25_569,
        false if days < 60 => days + 1 - 25_569,
        false => days - 25_569,
    };
    Some(msg::date(days))
}

#[cfg(test)]
mod tests {
    use super::{date, packed, plain, shows_date};

    #[test]
    fn numbers_are_shown_as_they_were_written() {
        assert_eq!(plain(4_012_888_888_881_881.0), "4012888888881881");
        assert_eq!(plain(12.5), "12.5");
        assert_eq!(packed(0x0000_0001 | (1250 << 2) | 2), 12.5);
        assert_eq!(packed(0x3FF0_0000), 1.0);
        assert_eq!(date(46_053.5, false).as_deref(), Some("2026-01-31"));
        assert_eq!(date(44_591.0, true).as_deref(), Some("2026-01-31"));
        assert!(
            shows_date("d/m/yy h:mm") && !shows_date("0.00\"day\"") && !shows_date("[Red]#,##0_d")
        );
    }
}
