//! Numbers that states give to persons. Each writer states its rule; the values follow the rule
//! and are drawn by chance.

use super::arithmetic::{digit, luhn, mod_11_10, remainder_97, verhoeff, weighted};
use super::finance::grouped;
use crate::random::Random;

/// Two digits.
pub(crate) fn two(number: u32, out: &mut Vec<u8>) {
    out.extend([digit(number / 10), digit(number)]);
}

/// Three digits.
fn three(number: u32, out: &mut Vec<u8>) {
    out.push(digit(number / 100));
    two(number % 100, out);
}

/// `count` digits, the first not zero, with enough variety not to look like a placeholder.
fn varied(random: &mut Random, count: usize) -> Vec<u8> {
    loop {
        let mut digits = vec![digit(random.between(1, 9))];
        random.digits(count - 1, &mut digits);
        let seen = digits.iter().fold(0_u32, |seen, d| seen | 1 << (d - b'0'));
        if seen.count_ones() >= 4 {
            return digits;
        }
    }
}

/// Areas that were never issued before numbers were drawn at random (2011): valid by rule.
pub(crate) fn us_ssn(random: &mut Random, out: &mut Vec<u8>) {
    let area =
        if random.below(8) == 0 { random.between(734, 749) } else { random.between(773, 899) };
    three(area, out);
    out.push(b'-');
    two(random.between(1, 99), out);
    out.push(b'-');
    two(random.between(1, 99), out);
    two(random.between(1, 99), out);
}

/// 9xx with a group that the IRS uses for ITINs.
pub(crate) fn us_itin(random: &mut Random, out: &mut Vec<u8>) {
    three(random.between(900, 999), out);
    out.push(b'-');
    let groups = [50, 53, 58, 61, 65, 70, 74, 79, 83, 88, 90, 92, 94, 97, 99];
    two(*random.pick(&groups), out);
    out.push(b'-');
    two(random.between(1, 99), out);
    two(random.between(1, 99), out);
}

/// Two prefix letters that HMRC allots, six digits, a suffix A to D.
pub(crate) fn gb_nino(random: &mut Random, out: &mut Vec<u8>) {
    let prefixes = ["AB", "CE", "EH", "HJ", "JK", "LM", "MW", "PX", "RY", "SC", "TW", "WL", "YZ"];
    let mut whole = random.pick(&prefixes).as_bytes().to_vec();
    whole.extend(varied(random, 6));
    whole.push(*random.pick(b"ABCD"));
    let separator = *random.pick(&[None, Some(b' ')]);
    grouped(&whole, &[2, 2, 2, 2, 1], separator, out);
}

/// Ten digits, modulus 11 with weights 10 to 2, from the ranges in use in England.
pub(crate) fn gb_nhs_number(random: &mut Random, out: &mut Vec<u8>) {
    loop {
        let mut digits = varied(random, 9);
        digits[0] = *random.pick(b"467");
        if digits[0] == b'7' {
            digits[1] = b'0';
        }
        let check = 11 - weighted(&digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        if check != 10 {
            digits.push(digit(check % 11));
            let separator = *random.pick(&[None, Some(b' ')]);
            grouped(&digits, &[3, 3, 4], separator, out);
            return;
        }
    }
}

const SPANISH_LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

fn spanish_letter(digits: &[u8]) -> u8 {
    let number = digits.iter().fold(0_u32, |n, d| n * 10 + u32::from(d - b'0'));
    SPANISH_LETTERS[(number % 23) as usize]
}

/// Eight digits and the letter of their remainder by 23.
pub(crate) fn es_nif(random: &mut Random, out: &mut Vec<u8>) {
    let digits = varied(random, 8);
    out.extend_from_slice(&digits);
    out.push(spanish_letter(&digits));
}

/// X, Y or Z counts as 0, 1 or 2 before seven digits.
pub(crate) fn es_nie(random: &mut Random, out: &mut Vec<u8>) {
    let kind = random.below(3);
    let mut digits = vec![digit(kind)];
    digits.extend(varied(random, 7));
    out.push(b"XYZ"[kind as usize]);
    out.extend_from_slice(&digits[1..]);
    out.push(spanish_letter(&digits));
}

/// Sex, year, month, department, commune, order, and 97 less the remainder.
pub(crate) fn fr_nir(random: &mut Random, out: &mut Vec<u8>) {
    let mut whole = vec![*random.pick(b"12")];
    two(random.between(40, 99), &mut whole);
    two(random.between(1, 12), &mut whole);
    let department = *random.pick(&[1, 13, 31, 33, 35, 44, 59, 67, 69, 75, 78, 92]);
    two(department, &mut whole);
    three(random.between(1, 480), &mut whole);
    three(random.between(1, 999), &mut whole);
    let key = 97 - remainder_97(whole.iter().copied());
    two(key, &mut whole);
    let separator = *random.pick(&[None, Some(b' ')]);
    grouped(&whole, &[1, 2, 2, 2, 3, 3, 2], separator, out);
}

/// Ten digits of which exactly one occurs twice, then ISO 7064 MOD 11,10.
pub(crate) fn de_idnr(random: &mut Random, out: &mut Vec<u8>) {
    let mut digits = *b"0123456789";
    loop {
        for at in (1..10).rev() {
            digits.swap(at, random.below(at as u32 + 1) as usize);
        }
        let (twice, gone) = (random.below(10) as usize, random.below(10) as usize);
        let apart = twice.abs_diff(gone) > 1;
        if digits[0] != b'0' && gone != 0 && apart {
            digits[gone] = digits[twice];
            break;
        }
    }
    let mut whole = digits.to_vec();
    whole.push(mod_11_10(&digits));
    let separator = *random.pick(&[None, None, Some(b' ')]);
    grouped(&whole, &[2, 3, 3, 3], separator, out);
}

/// Six letters, year, month letter, day (women plus 40), place of birth, check letter.
pub(crate) fn it_codice_fiscale(random: &mut Random, out: &mut Vec<u8>) {
    let start = out.len();
    random.letters(b"BCDFGLMNPRSTVZ", 6, out);
    two(random.between(40, 99), out);
    out.push(*random.pick(b"ABCDEHLMPRST"));
    let day = random.between(1, 28) + if random.below(2) == 0 { 0 } else { 40 };
    two(day, out);
    out.push(*random.pick(b"ABCDEFGHIL"));
    three(random.between(1, 999), out);
    let check = italian_letter(&out[start..]);
    out.push(check);
}

/// The control character of the decree of 23 December 1976.
fn italian_letter(text: &[u8]) -> u8 {
    const ODD: [u32; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
        23,
    ];
    let sum: u32 = text
        .iter()
        .enumerate()
        .map(|(at, byte)| {
            let value = if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' };
            if at % 2 == 0 { ODD[value as usize] } else { u32::from(value) }
        })
        .sum();
    b'A' + (sum % 26) as u8
}

/// Nine digits that pass the eleven test, the last one counting negatively.
pub(crate) fn nl_bsn(random: &mut Random, out: &mut Vec<u8>) {
    loop {
        let mut digits = varied(random, 8);
        let check = weighted(&digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        if check < 10 {
            digits.push(digit(check));
            out.extend_from_slice(&digits);
            return;
        }
    }
}

/// Date of birth (months of 2000 and later plus 20), series, check digit.
pub(crate) fn pl_pesel(random: &mut Random, out: &mut Vec<u8>) {
    let start = out.len();
    let young = random.below(4) == 0;
    two(if young { random.between(0, 7) } else { random.between(45, 99) }, out);
    two(random.between(1, 12) + if young { 20 } else { 0 }, out);
    two(random.between(1, 28), out);
    random.digits(4, out);
    let sum = weighted(&out[start..], &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10;
    out.push(digit(10 - sum));
}

/// Nine digits under Luhn; 0 and 8 are not given out as first digit.
pub(crate) fn ca_sin(random: &mut Random, out: &mut Vec<u8>) {
    let mut digits = varied(random, 8);
    digits[0] = *random.pick(b"1234567");
    digits.push(luhn(&digits));
    let separator = *random.pick(&[None, Some(b' '), Some(b'-')]);
    grouped(&digits, &[3, 3, 3], separator, out);
}

/// Nine digits whose weighted sum is divisible by 11.
pub(crate) fn au_tfn(random: &mut Random, out: &mut Vec<u8>) {
    loop {
        let mut digits = varied(random, 8);
        // The last weight is 10, which is -1 by 11: the sum of the others is the last digit.
        let last = weighted(&digits, &[1, 4, 3, 7, 5, 8, 6, 9]) % 11;
        if last < 10 {
            digits.push(digit(last));
            let separator = *random.pick(&[None, Some(b' ')]);
            grouped(&digits, &[3, 3, 3], separator, out);
            return;
        }
    }
}

/// Nine digits and two check digits, modulus 11.
pub(crate) fn br_cpf(random: &mut Random, out: &mut Vec<u8>) {
    let mut digits = varied(random, 9);
    for first in [10, 11] {
        let weights: Vec<u32> = (2..=first).rev().collect();
        let rest = weighted(&digits, &weights) * 10 % 11;
        digits.push(digit(rest % 10));
    }
    if random.below(3) == 0 {
        out.extend_from_slice(&digits);
    } else {
        grouped(&digits[..9], &[3, 3, 3], Some(b'.'), out);
        out.push(b'-');
        out.extend_from_slice(&digits[9..]);
    }
}

/// Twelve digits under Verhoeff; the first is 2 to 9.
pub(crate) fn in_aadhaar(random: &mut Random, out: &mut Vec<u8>) {
    let mut digits = varied(random, 11);
    digits[0] = *random.pick(b"23456789");
    digits.push(verhoeff(&digits));
    let separator = *random.pick(&[None, Some(b' ')]);
    grouped(&digits, &[4, 4, 4], separator, out);
}
