//! Passports, identity cards, and their machine-readable zones.

use super::arithmetic::{digit, weights_731};
use super::national::two;
use crate::random::Random;

const CAPITALS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// The letters that German document numbers use: no vowels, and nothing that looks like a digit.
const GERMAN: &[u8] = b"0123456789CFGHJKLMNPRTVWXYZ";

/// Nine digits, or a letter and eight.
pub(crate) fn us_passport(random: &mut Random, out: &mut Vec<u8>) {
    if random.below(2) == 0 {
        out.push(*random.pick(b"ACXYZ"));
    } else {
        out.push(digit(random.between(1, 9)));
    }
    random.digits(8, out);
}

/// Nine digits.
pub(crate) fn gb_passport(random: &mut Random, out: &mut Vec<u8>) {
    out.push(digit(random.between(1, 9)));
    random.digits(8, out);
}

/// An office's letter, eight characters, a check digit.
pub(crate) fn de_passport(random: &mut Random, out: &mut Vec<u8>) {
    german(random, b"CFGHJK", out);
}

/// The same for identity cards, whose first letters lie further on.
pub(crate) fn de_identity_card(random: &mut Random, out: &mut Vec<u8>) {
    german(random, b"LMNPRTVWXY", out);
}

fn german(random: &mut Random, first: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.push(*random.pick(first));
    // Digits and letters take turns here, so that neither is missing.
    random.digits(2, out);
    random.letters(&GERMAN[10..], 1, out);
    random.digits(2, out);
    random.letters(GERMAN, 3, out);
    let check = weights_731(&out[start..]);
    out.push(check);
}

/// Two digits, two letters, five digits.
pub(crate) fn fr_passport(random: &mut Random, out: &mut Vec<u8>) {
    two(random.between(4, 24), out);
    random.letters(CAPITALS, 2, out);
    random.digits(5, out);
}

/// Three letters and six digits.
pub(crate) fn es_passport(random: &mut Random, out: &mut Vec<u8>) {
    out.extend_from_slice(*random.pick(&[b"PA", b"XD", b"AA"]));
    random.letters(CAPITALS, 1, out);
    random.digits(6, out);
}

/// Two letters and seven digits.
pub(crate) fn it_passport(random: &mut Random, out: &mut Vec<u8>) {
    out.extend_from_slice(*random.pick(&[b"YA", b"YB", b"AA"]));
    random.digits(7, out);
}

/// Two letters and six digits.
pub(crate) fn ca_passport(random: &mut Random, out: &mut Vec<u8>) {
    out.extend_from_slice(*random.pick(&[b"GA", b"HG", b"AB"]));
    random.digits(6, out);
}

/// A name made of syllables; nobody is called so.
pub(crate) fn invented_name(random: &mut Random, syllables: u32) -> String {
    const SYLLABLES: [&str; 16] = [
        "TA", "RO", "NU", "LEM", "IV", "KOR", "SA", "MEL", "DUN", "PEX", "VOR", "ZI", "BAN", "QUO",
        "FEL", "GRU",
    ];
    (0..syllables).map(|_| *random.pick(&SYLLABLES)).collect()
}

/// Fills up with `<` to `width`.
fn field(text: &str, width: usize, out: &mut Vec<u8>) {
    let text = &text.as_bytes()[..text.len().min(width)];
    out.extend_from_slice(text);
    out.resize(out.len() + width - text.len(), b'<');
}

/// Six digits of a date and their check digit.
fn dated(random: &mut Random, years: std::ops::RangeInclusive<u32>, out: &mut Vec<u8>) {
    let start = out.len();
    two(random.between(*years.start(), *years.end()), out);
    two(random.between(1, 12), out);
    two(random.between(1, 28), out);
    let check = weights_731(&out[start..]);
    out.push(check);
}

/// A passport's zone (TD3): two lines of 44.
pub(crate) fn mrz_td3(random: &mut Random, out: &mut Vec<u8>) {
    let state = *random.pick(&["D<<", "FRA", "ESP", "GBR", "ITA", "CAN", "USA"]);
    let name = format!("{}<<{}", invented_name(random, 3), invented_name(random, 2));
    out.extend_from_slice(b"P<");
    out.extend_from_slice(state.as_bytes());
    field(&name, 39, out);
    out.push(b'\n');
    let start = out.len();
    random.letters(b"CFGHJKLMNPRTVWXYZ", 1, out);
    random.digits(8, out);
    let check = weights_731(&out[start..]);
    out.push(check);
    out.extend_from_slice(state.as_bytes());
    dated(random, 45..=99, out);
    out.push(*random.pick(b"FM"));
    dated(random, 27..=35, out);
    field("", 14, out);
    // The check digit of an empty optional field may be the filler.
    out.push(*random.pick(b"<0"));
    let line = &out[start..];
    let composite: Vec<u8> = [&line[0..10], &line[13..20], &line[21..43]].concat();
    out.push(weights_731(&composite));
}

/// An identity card's zone (TD1): three lines of 30.
pub(crate) fn mrz_td1(random: &mut Random, out: &mut Vec<u8>) {
    let state = *random.pick(&["D<<", "FRA", "ESP", "ITA", "NLD"]);
    let start = out.len();
    out.extend_from_slice(b"ID");
    out.extend_from_slice(state.as_bytes());
    random.letters(b"LMNPRTVWXY", 1, out);
    random.digits(8, out);
    let check = weights_731(&out[start + 5..]);
    out.push(check);
    field("", 15, out);
    out.push(b'\n');
    let second = out.len();
    dated(random, 45..=99, out);
    out.push(*random.pick(b"FM"));
    dated(random, 27..=35, out);
    out.extend_from_slice(state.as_bytes());
    field("", 11, out);
    let line = &out[second..];
    let composite: Vec<u8> =
        [&out[start + 5..start + 30], &line[0..7], &line[8..15], &line[18..29]].concat();
    out.push(weights_731(&composite));
    out.push(b'\n');
    let name = format!("{}<<{}", invented_name(random, 3), invented_name(random, 2));
    field(&name, 30, out);
}

/// Either zone.
pub(crate) fn mrz(random: &mut Random, out: &mut Vec<u8>) {
    if random.below(3) == 0 { mrz_td1(random, out) } else { mrz_td3(random, out) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_have_the_lengths_of_the_standard() {
        let mut random = Random::new(1);
        for _ in 0..50 {
            let (mut td1, mut td3) = (Vec::new(), Vec::new());
            mrz_td1(&mut random, &mut td1);
            mrz_td3(&mut random, &mut td3);
            let lengths = |zone: &[u8]| -> Vec<usize> {
                zone.split(|b| *b == b'\n').map(<[u8]>::len).collect()
            };
            assert_eq!((lengths(&td1), lengths(&td3)), (vec![30, 30, 30], vec![44, 44]));
        }
    }
}
