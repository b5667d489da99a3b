//! Payment cards and bank accounts.

use super::arithmetic::{digit, luhn, remainder_97, weighted};
use crate::random::Random;

const CAPITALS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// First digits and length, by issuer: Visa, Mastercard (old and new range), American Express,
/// Discover, JCB, Diners Club.
const ISSUERS: &[(&[&str], usize)] = &[
    (&["4"], 16),
    (&["4"], 16),
    (&["51", "52", "53", "54", "55"], 16),
    (&["2221", "2345", "2500", "2719"], 16),
    (&["34", "37"], 15),
    (&["6011", "644", "65"], 16),
    (&["3528", "3540", "3589"], 16),
    (&["36"], 14),
];

/// First four digits of numbers that payment processors publish for testing; none is generated.
const PUBLISHED: &[&[u8; 4]] = &[
    b"4111", b"4242", b"4012", b"4000", b"4222", b"4444", b"4217", b"4500", b"4917", b"5555",
    b"5105", b"5200", b"5454", b"5424", b"5431", b"2223", b"2222", b"3782", b"3714", b"3787",
    b"3434", b"3700", b"6011", b"6510", b"6550", b"3530", b"3566", b"3600", b"3614", b"3622",
    b"3670",
];

/// A card number without separators that passes Luhn and that nobody publishes for testing.
fn card_digits(random: &mut Random, number: &mut [u8; 16]) -> usize {
    loop {
        let (prefixes, length) = *random.pick(ISSUERS);
        let prefix = random.pick(prefixes).as_bytes();
        number[..prefix.len()].copy_from_slice(prefix);
        let mut chance = random.next() >> 8;
        for place in &mut number[prefix.len()..length - 1] {
            *place = digit((chance % 10) as u32);
            chance /= 10;
        }
        let published = PUBLISHED.iter().any(|first| number[..4] == **first);
        let seen = number[..length - 1].iter().fold(0_u32, |seen, d| seen | 1 << (d - b'0'));
        if !published && seen.count_ones() >= 5 {
            number[length - 1] = luhn(&number[..length - 1]);
            return length;
        }
    }
}

/// A card number in one run of digits.
pub(crate) fn card_plain(random: &mut Random, out: &mut Vec<u8>) {
    let mut number = [0; 16];
    let length = card_digits(random, &mut number);
    out.extend_from_slice(&number[..length]);
}

/// A card number as people write it: plain, or in the groups of its issuer.
pub(crate) fn card(random: &mut Random, out: &mut Vec<u8>) {
    let mut number = [0; 16];
    let length = card_digits(random, &mut number);
    let separator = *random.pick(&[None, Some(b' '), Some(b'-')]);
    let groups: &[usize] = match length {
        16 => &[4, 4, 4, 4],
        15 => &[4, 6, 5],
        _ => &[4, 6, 4],
    };
    grouped(&number[..length], groups, separator, out);
}

/// Writes `text` in groups.
pub(crate) fn grouped(text: &[u8], groups: &[usize], separator: Option<u8>, out: &mut Vec<u8>) {
    let mut rest = text;
    for (at, size) in groups.iter().enumerate() {
        if at > 0 {
            out.extend(separator);
        }
        let (group, after) = rest.split_at((*size).min(rest.len()));
        out.extend_from_slice(group);
        rest = after;
    }
    out.extend_from_slice(rest);
}

/// Appends an IBAN without separators. Eight countries, national check digits included.
pub(crate) fn iban_plain(random: &mut Random, out: &mut Vec<u8>) {
    let country = *random.pick(&[b"DE", b"GB", b"NL", b"AT", b"CH", b"IE", b"ES", b"FR"]);
    let start = out.len();
    out.extend_from_slice(country);
    out.extend_from_slice(b"00");
    match country {
        b"DE" => {
            out.push(digit(random.between(1, 8)));
            random.digits(17, out);
        }
        b"GB" | b"IE" => {
            random.letters(CAPITALS, 4, out);
            random.digits(14, out);
        }
        b"NL" => {
            random.letters(CAPITALS, 4, out);
            random.digits(10, out);
        }
        b"AT" => random.digits(16, out),
        b"CH" => random.digits(17, out),
        b"ES" => spanish(random, out),
        _ => french(random, out),
    }
    // The first four characters are read last, the check digits as zeros.
    let (first, account) = out[start..].split_at(4);
    let check = 98 - remainder_97(account.iter().chain(first).copied());
    out[start + 2] = digit(check / 10);
    out[start + 3] = digit(check);
}

/// Bank, branch, two control digits, account (Consejo Superior Bancario).
fn spanish(random: &mut Random, out: &mut Vec<u8>) {
    const WEIGHTS: [u32; 10] = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6];
    let control = |digits: &[u8]| match 11 - weighted(digits, &WEIGHTS[10 - digits.len()..]) % 11 {
        10 => b'1',
        11 => b'0',
        number => digit(number),
    };
    let office = out.len();
    random.digits(8, out);
    out.extend_from_slice(b"00");
    let account = out.len();
    random.digits(10, out);
    out[account - 2] = control(&out[office..account - 2]);
    out[account - 1] = control(&out[account..]);
}

/// Bank, branch, account, and the key of the relevé d'identité bancaire.
fn french(random: &mut Random, out: &mut Vec<u8>) {
    let start = out.len();
    random.digits(21, out);
    // The key makes the 23 digits divisible by 97.
    let remainder = remainder_97(out[start..].iter().copied().chain(*b"00"));
    let key = 97 - remainder;
    out.extend([digit(key / 10), digit(key % 10)]);
}

/// An IBAN, in one piece or in groups of four.
pub(crate) fn iban(random: &mut Random, out: &mut Vec<u8>) {
    let mut whole = Vec::with_capacity(34);
    iban_plain(random, &mut whole);
    let separator = *random.pick(&[None, None, Some(b' ')]);
    let groups = [4; 9];
    grouped(&whole, &groups[..whole.len().div_ceil(4)], separator, out);
}
