//! Indonesian identity numbers (NIK): province, regency, district, date of birth with 40 added to the day of
//! women, and four digits (Regulation 40 of 2019 on Law 23 of 2006). There is no check digit.

use crate::Pass;
use crate::calendar::is_day_in_some_century;
use crate::grouped::{Grouped, number};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 16 || !digits.written_as(&[0x4444, 0x664, 0x22264], b" .-") {
        return None;
    }
    let field = |at: usize| number(&symbols[at..at + 2]) as u32;
    let is_province = matches!(field(0), 11..=19 | 21 | 31..=36 | 51..=53 | 61..=65 | 71..=76 | 81 | 82 | 91..=97);
    let regency = field(2);
    let day = if field(6) > 40 { field(6) - 40 } else { field(6) };
    (is_province
        && matches!(regency, 1..=29 | 71..=79)
        && field(4) > 0
        && is_day_in_some_century(field(10), field(8), day)
        && symbols[12..] != [0; 4])
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["3171011708450001", "3171015708450001"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_forms_fail() {
        for clear in ["3171013208450001", "1071011708450001", "3171011708450000", "317101170845000"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
