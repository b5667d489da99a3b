//! Pieces of the large texts that only the benches read: an access log, source code, JSON without
//! white space, mail with attachments.

use super::tables::{CUSTOMER_HEADER, customer_row};
use super::{documents, prose_line};
use crate::draft::Draft;
use crate::random::Random;
use crate::values::{contact, finance, national::two};

const NAMES: [&str; 24] = [
    "account", "batch", "buffer", "client", "config", "cursor", "entry", "event", "filter",
    "handle", "index", "item", "limit", "node", "offset", "page", "parser", "queue", "record",
    "request", "result", "state", "token", "value",
];

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const HEXADECIMAL: &[u8; 16] = b"0123456789abcdef";

/// Bytes of base64 on a line of mail.
const BASE64_LINE_BYTES: usize = 76;

fn number(random: &mut Random, low: u32, high: u32, draft: &mut Draft) {
    draft.push_word(&random.between(low, high).to_string());
}

/// `prefix`, then as many hexadecimal digits as asked for.
fn hexadecimal(prefix: &str, digits: usize, random: &mut Random, draft: &mut Draft) {
    draft.push_word(prefix);
    random.letters(HEXADECIMAL, digits, &mut draft.text);
}

/// One request in the combined format of web servers.
pub(crate) fn request_line(random: &mut Random, draft: &mut Draft) {
    for part in 0..4 {
        draft.push_word(if part > 0 { "." } else { "" });
        number(random, 1, 254, draft);
    }
    draft.push_word(" - - [");
    two(random.between(1, 28), &mut draft.text);
    draft.push_word("/Jan/2026:");
    for (at, most) in [23, 59, 59].into_iter().enumerate() {
        draft.push_word(if at > 0 { ":" } else { "" });
        two(random.below(most), &mut draft.text);
    }
    draft.push_word(" +0000] \"");
    draft.push_word(random.word(&["GET", "GET", "GET", "POST"]));
    draft.push_word(random.word(&[" /api/v2/orders/", " /img/", " /static/", " /search?page="]));
    number(random, 1, 9_999_999, draft);
    draft.push_word(" HTTP/1.1\" ");
    draft.push_word(random.word(&["200", "200", "200", "304", "404", "500"]));
    draft.push_word(" ");
    number(random, 0, 90_000, draft);
    draft.push_word(" \"https://shop.example.com/\" \"Mozilla/5.0 (X11; Linux x86_64) rv:");
    number(random, 90, 140, draft);
    draft.push_word(".0\" ");
    hexadecimal("", 8, random, draft);
    for digits in [4, 4, 4, 12] {
        hexadecimal("-", digits, random, draft);
    }
    draft.push("\n");
}

/// A function as programs have them; one file in sixteen opens with its author's address.
pub(crate) fn source_function(random: &mut Random, draft: &mut Draft) {
    if random.below(16) == 0 {
        draft.push_word("// Written by ");
        draft.plant("global/email", |out| contact::email(random, out));
        draft.push(".\n");
    }
    let [name, from, to] = [(); 3].map(|()| random.word(&NAMES));
    draft.push_word("/// Moves the ");
    draft.push_word(from);
    draft.push_word(" to its ");
    draft.push_word(to);
    draft.push(".\n");
    draft.push(&format!("pub fn {name}_{from}(&mut self, {to}: &[u8]) -> Result<usize> {{\n"));
    for _ in 0..random.between(3, 14) {
        let [a, b] = [(); 2].map(|()| random.word(&NAMES));
        let n = random.below(100_000);
        match random.below(6) {
            0 => draft.push(&format!("    let {a}_{b} = self.{b}.len() + {n};\n")),
            1 => draft.push(&format!("    if {a} > {n} && !self.is_{b} {{ return Ok({n}); }}\n")),
            2 => draft.push(&format!("    self.{a}.push(0x{n:08x}, \"{b} {a}\");\n")),
            3 => draft.push(&format!("    assert_eq!({a}[{n}..].len(), {b}::SIZE as usize);\n")),
            4 => draft
                .push(&format!("    // The {a} is read before the {b}, see version 1.{n}.2.\n")),
            _ => {
                hexadecimal("    let digest = \"", 40, random, draft);
                draft.push("\";\n");
            }
        }
    }
    draft.push("    Ok(0)\n}\n\n");
}

/// One record of an array without white space; `first` tells whether it needs a comma.
pub(crate) fn minified_record(random: &mut Random, first: bool, draft: &mut Draft) {
    draft.push_word(if first { "[" } else { "," });
    draft.push_word("{\"id\":");
    number(random, 1, 99_999_999, draft);
    hexadecimal(",\"key\":\"", 32, random, draft);
    draft.push_word("\",\"at\":\"2026-01-");
    two(random.between(1, 28), &mut draft.text);
    draft.push_word("T08:");
    two(random.below(60), &mut draft.text);
    draft.push_word(":00.000Z\",\"title\":\"");
    let count = random.between(3, 9);
    documents::words(random, count, draft);
    draft.push_word("\",\"point\":[");
    number(random, 0, 89, draft);
    draft.push_word(".");
    number(random, 10_000, 999_999, draft);
    draft.push_word(",-");
    number(random, 0, 179, draft);
    draft.push_word(".");
    number(random, 10_000, 999_999, draft);
    draft.push_word("],\"tags\":[\"");
    draft.push_word(random.word(&NAMES));
    draft.push_word("\",\"");
    draft.push_word(random.word(&NAMES));
    draft.push_word("\"]");
    match random.below(30) {
        0 => {
            draft.push_word(",\"contact\":{\"email\":\"");
            draft.plant("global/email", |out| contact::email(random, out));
            draft.push_word("\"}");
        }
        1 => {
            draft.push_word(",\"card_number\":\"");
            draft.plant("global/payment_card", |out| finance::card_plain(random, out));
            draft.push_word("\"");
        }
        _ => {}
    }
    draft.push_word("}");
}

/// A message of a mail folder with a short text and an attachment: in one of four a customer
/// table, in the others noise.
pub(crate) fn message(random: &mut Random, draft: &mut Draft) {
    draft.push("From sender@example.com Thu Jan  1 08:00:00 2026\nFrom: <");
    draft.plant("global/email", |out| contact::email(random, out));
    draft.push(">\nTo: <");
    draft.plant("global/email", |out| contact::email(random, out));
    draft.push(">\nSubject: ");
    documents::words(random, 4, draft);
    draft.push("\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"=_part\"\n\n");
    draft.push("--=_part\nContent-Type: text/plain; charset=utf-8\n\n");
    for _ in 0..random.between(2, 8) {
        prose_line(random, false, draft);
    }
    let table = random.below(4) == 0;
    draft.push("\n--=_part\nContent-Transfer-Encoding: base64\nContent-Type: ");
    draft.push(if table {
        "text/csv; name=\"a.csv\"\n\n"
    } else {
        "image/png; name=\"a.png\"\n\n"
    });
    attachment(random, table, draft);
    draft.push("--=_part--\n\n");
}

fn attachment(random: &mut Random, table: bool, draft: &mut Draft) {
    let mut bytes = Vec::new();
    if table {
        let mut rows = Draft::default();
        rows.push(CUSTOMER_HEADER);
        for _ in 0..random.between(10, 60) {
            customer_row(random, true, &mut rows);
        }
        bytes = rows.text;
    } else {
        bytes.extend_from_slice(b"\x89PNG\r\n\x1a\n");
        for _ in 0..random.between(400, 4_000) {
            bytes.extend_from_slice(&random.next().to_le_bytes());
        }
    }
    for line in bytes.chunks(BASE64_LINE_BYTES / 4 * 3) {
        line.chunks(3).for_each(|three| base64(three, &mut draft.text));
        draft.push("\n");
    }
}

/// Appends up to three bytes as four digits.
fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    let at = |index: usize| u32::from(bytes.get(index).copied().unwrap_or(0));
    let all = at(0) << 16 | at(1) << 8 | at(2);
    for digit in 0..4 {
        let value = all >> (18 - 6 * digit) & 63;
        out.push(if digit as usize <= bytes.len() { BASE64[value as usize] } else { b'=' });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_are_base64() {
        let encoded = |text: &[u8]| {
            let mut out = Vec::new();
            text.chunks(3).for_each(|three| base64(three, &mut out));
            String::from_utf8(out).unwrap()
        };
        assert_eq!(encoded(b"Man"), "TWFu");
        assert_eq!(encoded(b"light wo"), "bGlnaHQgd28=");
        assert_eq!(encoded(b"light w"), "bGlnaHQgdw==");
    }
}
