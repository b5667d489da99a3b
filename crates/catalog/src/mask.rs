//! How a value is shown without being told.

/// What of a value may be seen. Whatever the choice, a value of six characters or fewer is not
/// shown at all, and never more than a third of a longer one, payment cards excepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mask {
    /// The detector asks for no masking; the first third is shown.
    None,
    /// The last four letters or digits at most.
    Last4,
    /// The first six digits and the last four at most, as PCI DSS allows for display. At least
    /// six digits stay hidden, so a number shorter than sixteen digits shows fewer in front.
    Card,
    /// The first four characters at most: the public prefix of a credential.
    Prefix,
    /// Nothing.
    All,
}

/// Stars beyond this many would tell the length of a secret and nothing else.
const STARS_MAX: usize = 40;

impl Mask {
    /// Every mask.
    pub const ALL: [Self; 5] = [Self::None, Self::Last4, Self::Card, Self::Prefix, Self::All];

    /// The word used in detector files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Last4 => "last4",
            Self::Card => "card",
            Self::Prefix => "prefix",
            Self::All => "all",
        }
    }

    /// Reads the word; `None` when it is not one of the five.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mask| mask.as_str() == word)
    }

    /// The value as it may be printed: kept characters and a star for each hidden one, at most
    /// 40 stars. Control characters are hidden always; bytes that are no UTF-8 count as one
    /// character each and are hidden too.
    pub fn apply(&self, clear: &[u8]) -> String {
        let text = String::from_utf8_lossy(clear);
        let characters: Vec<char> = text.chars().collect();
        match self {
            Self::Card => card(&characters),
            Self::None => shown(&characters, characters.len() / 3, 0),
            Self::Prefix => shown(&characters, 4, 0),
            Self::Last4 => shown(&characters, 0, 4),
            Self::All => shown(&characters, 0, 0),
        }
    }
}

/// Shows at most `first` leading and `last` trailing characters, within a third of those that
/// carry information; separators carry none and would otherwise buy a character of the value.
fn shown(characters: &[char], first: usize, last: usize) -> String {
    let count = characters.len();
    let informative = characters.iter().filter(|c| c.is_alphanumeric()).count();
    let third = if count <= 6 || informative <= 6 { 0 } else { informative / 3 };
    stars(characters, first.min(third), last.min(third))
}

/// Separators are left out: the groups of a card number are no part of it.
fn card(characters: &[char]) -> String {
    let digits: Vec<char> = characters.iter().copied().filter(char::is_ascii_digit).collect();
    if digits.len() < 13 || digits.len() > 19 {
        return shown(characters, 0, 4);
    }
    stars(&digits, digits.len().saturating_sub(10).min(6), 4)
}

fn stars(characters: &[char], first: usize, last: usize) -> String {
    let end = characters.len().saturating_sub(last);
    let hidden = end.saturating_sub(first);
    let open = |c: &char| if is_printable(*c) { *c } else { '*' };
    let mut masked: String = characters.iter().take(first).map(open).collect();
    masked.extend(std::iter::repeat_n('*', hidden.min(STARS_MAX)));
    masked.extend(characters.iter().skip(end.max(first)).map(open));
    masked
}

/// What a terminal shows as one plain glyph: no controls, no marks that turn the writing around.
fn is_printable(c: char) -> bool {
    c.is_ascii_graphic() || c == ' ' || (c.is_alphanumeric() && c != char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kept(masked: &str) -> usize {
        masked.chars().filter(|c| *c != '*').count()
    }

    #[test]
    fn a_card_shows_its_first_six_and_last_four_digits() {
        assert_eq!(Mask::Card.apply(b"4532015112830366"), "453201******0366");
        assert_eq!(Mask::Card.apply(b"4532 0151 1283 0366"), "453201******0366");
        assert_eq!(Mask::Card.apply(b"378282246310005"), "37828******0005");
        assert_eq!(Mask::Card.apply(b"4222222222222"), "422******2222");
    }

    #[test]
    fn a_card_mask_on_anything_else_falls_back_to_a_third() {
        assert_eq!(Mask::Card.apply(b"123456789"), "******789");
    }

    #[test]
    fn separators_do_not_buy_characters() {
        assert_eq!(Mask::Last4.apply(b"078-05-1120"), "********120");
        assert_eq!(Mask::Last4.apply(b"1-2-3-4"), "*******");
    }

    #[test]
    fn six_characters_are_never_shown() {
        for mask in Mask::ALL {
            assert_eq!(mask.apply(b"123456"), "******");
        }
    }

    #[test]
    fn a_credential_shows_its_public_prefix_only() {
        assert_eq!(Mask::Prefix.apply(b"AKIAIOSFODNN7EXAMPLE"), "AKIA****************");
    }

    #[test]
    fn a_long_secret_does_not_tell_its_length() {
        assert_eq!(Mask::All.apply(&[b'x'; 3000]).len(), STARS_MAX);
    }

    #[test]
    fn characters_of_several_bytes_stay_whole() {
        assert_eq!(Mask::Last4.apply("ñandú-ñandú-ñandú".as_bytes()), "*************andú");
    }

    proptest! {
        #[test]
        fn never_more_than_a_third_is_shown(clear in "\\PC{0,60}") {
            let count = clear.chars().count();
            for mask in [Mask::None, Mask::Last4, Mask::Prefix, Mask::All] {
                let masked = mask.apply(clear.as_bytes());
                let limit = if count <= 6 { 0 } else { count / 3 };
                prop_assert!(kept(&masked) <= limit);
            }
        }

        #[test]
        fn a_card_hides_six_digits_or_obeys_the_third(clear in "[0-9 -]{0,30}") {
            let digits = clear.chars().filter(char::is_ascii_digit).count();
            let masked = Mask::Card.apply(clear.as_bytes());
            let limit = if (13..=19).contains(&digits) { digits - 6 } else { clear.len() / 3 };
            prop_assert!(kept(&masked) <= limit.min(10));
        }

        #[test]
        fn any_bytes_can_be_masked(clear in proptest::collection::vec(any::<u8>(), 0..80)) {
            for mask in Mask::ALL {
                prop_assert!(!mask.apply(&clear).chars().any(char::is_control));
            }
        }
    }
}
