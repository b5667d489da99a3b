//! E-mail addresses, telephone numbers and dates of birth. Addresses end in the domains that RFC
//! 2606 reserves; telephone numbers come from the ranges that regulators keep for fiction, where
//! there are any (not in Spain and Italy).

use super::arithmetic::digit;
use super::national::two;
use crate::random::Random;

/// An address under a reserved domain; the names are roles and numbers.
pub(crate) fn email(random: &mut Random, out: &mut Vec<u8>) {
    let locals = ["user", "client", "member", "reader", "guest", "kunde", "contacto", "abonne"];
    let domains =
        ["example.com", "example.org", "example.net", "mail.example.com", "shop.example.org"];
    out.extend_from_slice(random.pick(&locals).as_bytes());
    out.push(*random.pick(b"._-"));
    random.digits(5, out);
    out.push(b'@');
    out.extend_from_slice(random.pick(&domains).as_bytes());
}

fn text(part: &str, random: &mut Random, digits: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(part.as_bytes());
    random.digits(digits, out);
}

/// 555-0100 to 555-0199 under a real area code.
pub(crate) fn us_phone(random: &mut Random, out: &mut Vec<u8>) {
    let area = *random.pick(&["202", "303", "404", "512", "617", "702", "808", "916"]);
    let (open, middle) =
        *random.pick(&[("", "-555-01"), ("(", ") 555-01"), ("", ".555.01"), ("", " 555-01")]);
    out.extend_from_slice(open.as_bytes());
    out.extend_from_slice(area.as_bytes());
    text(middle, random, 2, out);
}

/// Ofcom's numbers for drama.
pub(crate) fn gb_phone(random: &mut Random, out: &mut Vec<u8>) {
    let ranges = ["07700 900", "020 7946 0", "0161 496 0", "0113 496 0", "07700900"];
    text(random.word(&ranges), random, 3, out);
}

/// The Bundesnetzagentur's numbers for media.
pub(crate) fn de_phone(random: &mut Random, out: &mut Vec<u8>) {
    let (range, digits) = *random.pick(&[
        ("030 23125", 3),
        ("069 90009", 3),
        ("040 66969", 3),
        ("0221 4710", 3),
        ("089 99998", 3),
        ("0171 39200", 2),
        ("0176 040690", 2),
    ]);
    text(range, random, digits, out);
}

/// Arcep's numbers for audiovisual works.
pub(crate) fn fr_phone(random: &mut Random, out: &mut Vec<u8>) {
    let ranges = ["01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98"];
    let separator = *random.pick(b" .");
    let range = random.pick(&ranges).replace(' ', &(separator as char).to_string());
    text(&range, random, 0, out);
    for _ in 0..2 {
        out.push(separator);
        random.digits(2, out);
    }
}

/// A mobile number, 6xx xx xx xx.
pub(crate) fn es_phone(random: &mut Random, out: &mut Vec<u8>) {
    text("6", random, 2, out);
    for _ in 0..3 {
        out.push(b' ');
        random.digits(2, out);
    }
}

/// A mobile number, 3xx xxx xxxx.
pub(crate) fn it_phone(random: &mut Random, out: &mut Vec<u8>) {
    let range = *random.pick(&["320 ", "333 ", "347 ", "349 ", "366 ", "380 "]);
    out.extend_from_slice(range.as_bytes());
    out.push(digit(random.between(1, 9)));
    random.digits(2, out);
    out.push(b' ');
    random.digits(4, out);
}

/// Australia's, Sweden's and Ireland's numbers for fiction, in international form.
pub(crate) fn phone_e164(random: &mut Random, out: &mut Vec<u8>) {
    let (range, digits) = *random.pick(&[
        ("+61 2 5550 ", 4),
        ("+61255501", 3),
        ("+61 3 7010 ", 4),
        ("+46 8 465 004 ", 2),
        ("+353 20 91", 5),
        ("+3532091", 5),
    ]);
    text(range, random, digits, out);
}

/// A day between 1940 and 2005, year first.
pub(crate) fn date_iso(random: &mut Random, out: &mut Vec<u8>) {
    let year = random.between(1940, 2005);
    two(year / 100, out);
    two(year % 100, out);
    out.push(b'-');
    two(random.between(1, 12), out);
    out.push(b'-');
    two(random.between(1, 28), out);
}

/// A day between 1940 and 2005, in one of three usual orders.
pub(crate) fn date_of_birth(random: &mut Random, out: &mut Vec<u8>) {
    let separator = match random.below(3) {
        0 => return date_iso(random, out),
        1 => b'/',
        _ => b'.',
    };
    // Days above 12 leave no doubt which of the two is the month.
    two(random.between(13, 28), out);
    out.push(separator);
    two(random.between(1, 12), out);
    out.push(separator);
    let year = random.between(1940, 2005);
    two(year / 100, out);
    two(year % 100, out);
}
