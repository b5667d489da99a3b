//! Numbers that may stand behind the code of their country, as VAT numbers do: `SE 556036-0793 01`.

use crate::grouped::separator;

/// What follows the two letters, in either case, and a separator behind them; all of it where the
/// letters are missing.
pub(crate) fn without<'a>(clear: &'a [u8], country: &[u8; 2]) -> &'a [u8] {
    match clear.split_at_checked(2) {
        Some((letters, rest)) if letters.eq_ignore_ascii_case(country) => {
            separator(rest).map_or(rest, |(_, width)| &rest[width..])
        }
        _ => clear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_one_separator_go() {
        for clear in ["SE12", "se12", "SE 12", "SE-12", "12"] {
            assert_eq!(without(clear.as_bytes(), b"SE"), b"12", "{clear}");
        }
        assert_eq!(without(b"DK12", b"SE"), b"DK12");
        assert_eq!(without(b"S", b"SE"), b"S");
    }
}
