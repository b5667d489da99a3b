//! GitHub's tokens with a prefix of four characters (`ghp_`): the last six characters are the
//! CRC-32 of the random part before them, in base 62. Every wrong character is caught, and all but
//! one in four thousand million of other texts.

use crate::Pass;
use crate::sums::crc32::{BASE62_DIGITS, base62, remainder};

const PREFIX: usize = "ghp_".len();
/// Different letters in the random part; thirty drawn ones hold twice as many.
const LETTERS_MIN: u32 = 8;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let token = clear.get(PREFIX..)?;
    let (random, digits) = token.split_at_checked(token.len().checked_sub(BASE62_DIGITS)?)?;
    // Words of placeholders stand in one token of 7,000 by chance; a row of one letter does not.
    let letters = random.iter().fold(0_u128, |seen, byte| seen | 1 << (byte & 127)).count_ones();
    (letters >= LETTERS_MIN && digits == base62(remainder(random))).then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::super::randomness::tests::{ALNUM, drawn};
    use super::*;

    fn token(random: &[u8]) -> Vec<u8> {
        [b"ghp_", random, &base62(remainder(random))].concat()
    }

    #[test]
    fn tokens_with_their_remainder_pass() {
        for random in drawn(ALNUM, 30, 200) {
            assert!(passes(&token(&random)).is_some());
        }
    }

    #[test]
    fn a_word_that_stands_in_a_token_by_chance_changes_nothing() {
        assert!(passes(&token(b"q7TodoRw2ZkexampleV9cxxxx0LmPa")).is_some());
    }

    #[test]
    fn every_wrong_character_fails() {
        let good = token(&drawn(ALNUM, 30, 1)[0]);
        for at in PREFIX..good.len() {
            for &other in ALNUM.iter().filter(|&&other| other != good[at]) {
                let mut wrong = good.clone();
                wrong[at] = other;
                assert!(passes(&wrong).is_none(), "at {at}");
            }
        }
    }

    #[test]
    fn rows_of_one_letter_fail_whatever_their_remainder() {
        assert!(passes(&token(&[b'x'; 30])).is_none());
        assert!(passes(b"ghp_").is_none());
        assert!(passes(b"").is_none());
    }
}
