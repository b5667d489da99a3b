//! Argentine account numbers (CBU): bank and branch with a check digit, account with another, both by the
//! weights 3, 1, 7, 9 from the right (BCRA, Comunicación A 2622). Those weights share nothing with ten:
//! every single wrong digit is caught.

use crate::Pass;
use crate::grouped::{Grouped, all_same};
use crate::sums::weighted;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let digits = Grouped::digits(clear)?;
    let symbols = digits.symbols();
    if symbols.len() != 22 || !digits.written_as(&[0x8E, 0x444442], b" -") {
        return None;
    }
    let (branch, account) = symbols.split_at(8);
    (is_right(branch, &[7, 1, 3, 9, 7, 1, 3])
        && is_right(account, &[3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3])
        && !all_same(symbols))
    .then_some(Pass::PLAIN)
}

fn is_right(block: &[u8], weights: &[u8]) -> bool {
    let last = block.len() - 1;
    (10 - weighted::sum(&block[..last], weights) % 10) % 10 == u32::from(block[last])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass() {
        for clear in ["2850590940090418135201", "28505909 40090418135201"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_digits_and_lengths_fail() {
        for clear in ["2850590940090418135202", "2850591940090418135201", "285059094009041813520"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
