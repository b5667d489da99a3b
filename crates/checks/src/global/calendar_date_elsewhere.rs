//! Days as they are written outside Europe: with the signs for year, month and day, by the years of an emperor or a
//! republic, by the Buddhist era and the Persian sun calendar, and with names of months in Cyrillic, Greek and Thai letters.

use crate::Pass;
use crate::calendar::is_day;

const YEARS: std::ops::RangeInclusive<u32> = 1900..=2030;

/// Eras by their signs, with the year before their first and their last.
const ERAS: [(&str, u32, u32); 6] = [
    ("令和", 2018, 12),
    ("平成", 1988, 31),
    ("昭和", 1925, 64),
    ("大正", 1911, 15),
    ("民國", 1911, 119),
    ("民国", 1911, 119),
];

/// The Buddhist era is so many years ahead.
const BUDDHIST: u32 = 543;
/// Years of the sun calendar that are those between.
const SOLAR: std::ops::RangeInclusive<u32> = 1279..=1409;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let text = std::str::from_utf8(clear).ok()?;
    let era = ERAS
        .iter()
        .find_map(|(sign, before, last)| Some((text.strip_prefix(sign)?, *before, *last)));
    let (text, before, last) = era.unwrap_or((text, 0, *YEARS.end()));
    let [first, gap, second, other_gap, third, end] = pieces(text)?;
    let number = |piece: &str| piece.parse::<u32>().ok();
    let fits = match (gap.trim(), other_gap.trim(), end) {
        ("年", "月", "日") | ("년", "월", "일") => {
            let year = number(first).filter(|year| *year <= last)?;
            is_of_our_time(before + year, number(second)?, number(third)?)
        }
        (gap, other, "") if !gap.is_empty() && gap == other && before == 0 => {
            let (day, month, year) = if first.len() == 4 {
                (number(third)?, number(second)?, number(first)?)
            } else {
                (number(first)?, number(second)?, number(third)?)
            };
            is_buddhist(year, month, day) || first.len() == 4 && is_solar(year, month, day)
        }
        _ => false,
    };
    fits.then_some(Pass::PLAIN)
}

/// The same with a month's name between day and year.
pub(crate) fn named(clear: &[u8]) -> Option<Pass> {
    let text = std::str::from_utf8(clear).ok()?;
    let mut words = text.split([' ', '.']).filter(|word| !word.is_empty());
    let (day, name, year) = (words.next()?, words.next()?, words.next()?);
    let (day, year) = (day.parse().ok()?, year.parse().ok()?);
    let name = name.to_lowercase();
    let month = MONTHS
        .iter()
        .zip(1..)
        .find_map(|(names, month)| names.split(' ').any(|known| known == name).then_some(month))?;
    let fits = is_of_our_time(year, month, day) || is_buddhist(year, month, day);
    (words.next().is_none() && fits).then_some(Pass::PLAIN)
}

/// Three numbers, with what stands behind each.
fn pieces(text: &str) -> Option<[&str; 6]> {
    let mut pieces = [""; 6];
    let mut rest = text;
    for pair in pieces.chunks_mut(2) {
        let (number, after) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
        let gap = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        (pair[0], pair[1]) = (number, &after[..gap]);
        rest = &after[gap..];
    }
    rest.is_empty().then_some(pieces)
}

fn is_of_our_time(year: u32, month: u32, day: u32) -> bool {
    YEARS.contains(&year) && is_day(year, month, day)
}

fn is_buddhist(year: u32, month: u32, day: u32) -> bool {
    year.checked_sub(BUDDHIST).is_some_and(|year| is_of_our_time(year, month, day))
}

/// Six months of 31 days, five of 30, and the last of 29 or 30.
fn is_solar(year: u32, month: u32, day: u32) -> bool {
    let longest = if month <= 6 { 31 } else { 30 };
    SOLAR.contains(&year) && (1..=12).contains(&month) && (1..=longest).contains(&day)
}

/// Names of each month as they stand beside a day, in Russian, Ukrainian, Bulgarian, Kazakh, Greek and Thai.
static MONTHS: [&str; 12] = [
    "января січня януари қаңтар ιανουαρίου มกราคม",
    "февраля лютого февруари ақпан φεβρουαρίου กุมภาพันธ์",
    "марта березня март наурыз μαρτίου มีนาคม",
    "апреля квітня април сәуір απριλίου เมษายน",
    "мая травня май мамыр μαΐου พฤษภาคม",
    "июня червня юни маусым ιουνίου มิถุนายน",
    "июля липня юли шілде ιουλίου กรกฎาคม",
    "августа серпня август тамыз αυγούστου สิงหาคม",
    "сентября вересня септември қыркүйек σεπτεμβρίου กันยายน",
    "октября жовтня октомври қазан οκτωβρίου ตุลาคม",
    "ноября листопада ноември қараша νοεμβρίου พฤศจิกายน",
    "декабря грудня декември желтоқсан δεκεμβρίου ธันวาคม",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_with_signs_eras_and_other_years_pass() {
        for clear in [
            "1974年10月17日",
            "1974年1月7日",
            "1974년 10월 17일",
            "1974년10월17일",
            "昭和49年10月17日",
            "平成2年3月4日",
            "民國63年10月17日",
            "17/10/2517",
            "17-10-2517",
            "1353/07/25",
            "1362-06-31",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn days_that_are_none_fail() {
        for clear in [
            "1974年13月17日",
            "1974年2月30日",
            "1874年2月3日",
            "昭和99年10月17日",
            "1974月10年17日",
            "1974年10月17",
            "昭和49/10/17",
            "31/02/2517",
            "17/10/2417",
            "17/10-2517",
            "1353/07/31",
            "1353/13/01",
            "25/07/1353",
            "1974-10-17",
            "17 октября 1974",
            "",
            "日",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }

    #[test]
    fn names_of_months_stand_between_day_and_year() {
        for clear in ["17 октября 1974", "1 Травня 1974", "17. οκτωβρίου 1974", "17 ตุลาคม 2517"]
        {
            assert!(named(clear.as_bytes()).is_some(), "{clear}");
        }
        for clear in
            ["31 июня 1974", "17 октября 1874", "17 ромашки 1974", "октября 1974", "17 мая 1974 5"]
        {
            assert!(named(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
