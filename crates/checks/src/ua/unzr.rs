//! Ukrainian numbers in the demographic register (УНЗР): the date of birth, a hyphen, four digits, and one that checks the
//! twelve before it by the rule of travel documents (Law 5492-VI; the Ministry of Internal Affairs describes the form).

use crate::Pass;
use crate::calendar::is_day;
use crate::grouped::{Grouped, number};
use crate::sums::seven_three_one;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 13 || digits.groups() != 0x85 || digits.separators() != b"-" {
        return None;
    }
    let year = number(&symbols[..4]) as u32;
    let day = is_day(year, number(&symbols[4..6]) as u32, number(&symbols[6..8]) as u32);
    let check = seven_three_one::check_digit(symbols[..12].iter().map(|digit| b'0' + digit))?;
    ((1900..=2030).contains(&year) && day && symbols[8..12] != [0; 4] && check == symbols[12])
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_the_published_card_passes() {
        assert!(passes(b"19910824-00026").is_some());
    }

    #[test]
    fn wrong_digits_days_and_forms_fail() {
        for clear in ["19910824-00027", "19910231-00026", "1991082400026", "19910824-00005"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
