//! The fields of machine-readable travel documents (ICAO Doc 9303, parts 3 to 6) that the three
//! layouts share.

use crate::calendar::is_day_in_some_century;
use crate::sums::seven_three_one;

/// A field and the digit that checks it.
pub(crate) fn checks(field: &[u8], check: u8) -> bool {
    check.is_ascii_digit()
        && seven_three_one::check_digit(field.iter().copied()) == Some(check - b'0')
}

/// Several fields, read as one, and the digit that checks them all.
pub(crate) fn checks_composite(fields: &[&[u8]], check: u8) -> bool {
    let characters = fields.iter().flat_map(|field| field.iter().copied());
    check.is_ascii_digit() && seven_three_one::check_digit(characters) == Some(check - b'0')
}

/// The document's number and its check digit. A number of more than nine characters has a filler
/// for the check digit and goes on in the optional data, check digit and a filler last.
pub(crate) fn number_checks(number: &[u8], check: u8, optional: &[u8]) -> bool {
    if number.first().is_none_or(|&first| first == b'<') {
        return false;
    }
    if check != b'<' {
        return checks(number, check);
    }
    let ends = optional.iter().position(|&byte| byte == b'<').unwrap_or(optional.len());
    match &optional[..ends] {
        [more @ .., check] if !more.is_empty() && number.last() != Some(&b'<') => {
            checks_composite(&[number, more], *check)
        }
        _ => false,
    }
}

/// `YYMMDD` that is a day, with fillers for what is not known of a birth.
pub(crate) fn is_birth_date(date: &[u8]) -> bool {
    match date {
        [_, _, b'<', b'<', b'<', b'<'] => date.starts_with(b"<<") || pair(&date[..2]).is_some(),
        [_, _, month_tens, month_units, b'<', b'<'] => {
            pair(&date[..2]).is_some()
                && pair(&[*month_tens, *month_units]).is_some_and(|month| (1..=12).contains(&month))
        }
        _ => is_date(date),
    }
}

/// `YYMMDD` that is a day.
pub(crate) fn is_date(date: &[u8]) -> bool {
    let [year @ .., _, _, _, _] = date else { return false };
    match (pair(year), pair(&date[2..4]), pair(&date[4..])) {
        (Some(year), Some(month), Some(day)) => is_day_in_some_century(year, month, day),
        _ => false,
    }
}

fn pair(digits: &[u8]) -> Option<u32> {
    match digits {
        [tens @ b'0'..=b'9', units @ b'0'..=b'9'] => {
            Some(u32::from(tens - b'0') * 10 + u32::from(units - b'0'))
        }
        _ => None,
    }
}

/// Three letters, or fewer and fillers, as Germany's `D<<`.
pub(crate) fn is_state(state: &[u8]) -> bool {
    let letters = state.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    letters > 0 && state[letters..].iter().all(|&byte| byte == b'<')
}

/// Female, male or unspecified; some states print X for the last.
pub(crate) fn is_sex(sex: u8) -> bool {
    matches!(sex, b'F' | b'M' | b'X' | b'<')
}

/// Two lines of equal length with blanks between, a line break among them or none; or nothing between.
pub(crate) fn two_lines(clear: &[u8]) -> Option<(&[u8], &[u8])> {
    let blanks = clear.iter().filter(|byte| byte.is_ascii_whitespace()).count();
    let width = (clear.len() - blanks) / 2;
    let (first, second) = (clear.get(..width)?, clear.get(width + blanks..)?);
    (first.len() == second.len()).then_some((first, second))
}

/// Whether all characters belong to the zone's alphabet.
pub(crate) fn is_zone(characters: &[u8]) -> bool {
    characters.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b'<'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_number_goes_on_in_the_optional_data() {
        // Doc 9303 part 5, appendix A.
        assert!(number_checks(b"D23145890", b'<', b"7349<<<<<<<<<<<"));
        assert!(!number_checks(b"D23145890", b'<', b"7348<<<<<<<<<<<"));
        assert!(!number_checks(b"D23145890", b'<', b"<<<<<<<<<<<<<<<"));
        assert!(!number_checks(b"<<<<<<<<<", b'0', b""));
    }

    #[test]
    fn what_is_not_known_of_a_birth_is_filled() {
        for date in ["740812", "7408<<", "74<<<<", "<<<<<<", "000229"] {
            assert!(is_birth_date(date.as_bytes()), "{date}");
        }
        for date in ["741312", "740832", "74<<12", "<<08<<", "7413<<", "010229", "74081"] {
            assert!(!is_birth_date(date.as_bytes()), "{date}");
        }
    }

    #[test]
    fn states_are_letters_then_fillers() {
        assert!(is_state(b"UTO") && is_state(b"D<<"));
        assert!(!is_state(b"<<<") && !is_state(b"D<E") && !is_state(b"U70"));
    }
}
