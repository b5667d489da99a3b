//! National numbering plans as ranges of leading digits with the lengths in use.

use crate::telephone::prefix;

/// First and last three leading digits, fewest and most digits.
pub(crate) type Range = (u16, u16, usize, usize);

/// Whether the national significant number lies in a range of the plan and has its length.
pub(crate) fn holds(plan: &[Range], number: &[u8]) -> bool {
    let Some(leading) = prefix(number) else { return false };
    plan.iter().any(|&(first, last, fewest, most)| {
        (first..=last).contains(&leading) && (fewest..=most).contains(&number.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_needs_its_range_and_its_length() {
        let plan = [(100, 199, 7, 8), (500, 509, 9, 9)];
        assert!(holds(&plan, &[1, 9, 9, 0, 0, 0, 0]));
        assert!(!holds(&plan, &[2, 0, 0, 0, 0, 0, 0]));
        assert!(!holds(&plan, &[5, 0, 0, 0, 0, 0, 0]));
        assert!(!holds(&plan, &[1, 9]));
    }
}
