//! Messages: fields of the header under their names, every part as an entry of its own.
//!
//! The walk is our own and streams: the library holds a message whole, at 25 times its size when
//! it has many parts. A part is named after its file, else by its place (`2.1.html`).

mod binhex;
mod fields;
mod input;
mod mbox;

use std::io;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use magpie_model::{Outcome, Place, Reason};

use self::fields::{FIELD_BYTES_MAX, Parameters, as_text, decoded};
use self::input::{Boundaries, End, Inline, Input, PartBody, Transfer, content, inline_file};
pub(super) use self::input::{holds_file, quoted_printable};
use super::Reading;
use super::archive::{Tally, file_name, name_of};
use super::composed::Composed;
use crate::feed::outcome_of;
use crate::source::Source;
use crate::transcode::Transcoded;

pub(crate) use self::mbox::read as read_mbox;

/// Multiparts inside multiparts; deeper ones are read as text.
const MULTIPART_DEPTH_MAX: usize = 256;

/// Fields that only messages have, and fields that other texts have too.
const TELLING: &[&str] = &[
    "from",
    "received",
    "return-path",
    "message-id",
    "mime-version",
    "delivered-to",
    "x-mozilla-status",
    "dkim-signature",
    "arc-seal",
];
const USUAL: &[&str] =
    &["to", "cc", "bcc", "subject", "date", "reply-to", "sender", "content-type"];

/// Whether a text begins like a message: lines of fields, two known ones among them.
pub(crate) fn is_message(text: &[u8], named: bool) -> bool {
    let (mut telling, mut known) = (false, Vec::new());
    for (number, line) in text.split(|byte| *byte == b'\n').take(200).enumerate() {
        let line = content(line);
        if line.is_empty() {
            break;
        }
        if line[0] == b' ' || line[0] == b'\t' {
            if number == 0 {
                return false;
            }
            continue;
        }
        let Some((name, value)) = fields::split(line) else { return false };
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        // A field has a space behind its colon, as a word before a value mostly has not.
        let is_field = value.first().is_none_or(u8::is_ascii_whitespace);
        let tells = TELLING.contains(&&name[..]);
        if is_field && (tells || USUAL.contains(&&name[..])) && !known.contains(&name) {
            telling |= tells;
            known.push(name);
        }
    }
    (telling && known.len() >= 2) || (named && !known.is_empty())
}

/// Whether a text begins like a file of messages.
pub(crate) fn is_mbox(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| *byte == b'\n').map(content);
    let first = lines.next().unwrap_or_default();
    let second = lines.next().unwrap_or_default();
    mbox::begins_message(first) && fields::split(second).is_some()
}

/// Whether files stand between the lines of a text, in letters.
pub(crate) fn is_inline(text: &[u8]) -> bool {
    holds_file(text, 0..text.len())
}

/// Reads one message.
pub(crate) fn read(source: Source<'_>, reading: &mut Reading<'_>) -> Outcome {
    read_by(source, reading, Message::walk)
}

/// Reads a text with files between its lines, as a message without fields.
pub(crate) fn read_inline(source: Source<'_>, reading: &mut Reading<'_>) -> Outcome {
    read_by(source, reading, |message, input, reading| {
        message.numbers.push(1);
        let end = message.between(input, reading)?;
        message.follow(end, input, reading)
    })
}

fn read_by(
    source: Source<'_>,
    reading: &mut Reading<'_>,
    walk: impl FnOnce(&mut Message, &mut Input<'_>, &mut Reading<'_>) -> Result<(), Stop>,
) -> Outcome {
    let mut message = Message {
        text: Composed::new(reading),
        tally: Tally::default(),
        boundaries: Boundaries::default(),
        numbers: Vec::new(),
        levels: Vec::new(),
    };
    let mut input = Input::new(source.into_reader());
    let walked = walk(&mut message, &mut input, reading);
    if let Err(outcome) = message.text.finish(reading) {
        return outcome;
    }
    match walked {
        Ok(()) => {}
        Err(Stop::Read(error)) => message.tally.damaged(outcome_of(&error)),
        Err(Stop::Ended(outcome)) => return outcome,
    }
    message.tally.outcome_of_document(reading)
}

/// Why the walk ended early.
enum Stop {
    Read(io::Error),
    Ended(Outcome),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

/// A multipart that is open.
struct Level {
    encrypted: bool,
    digest: bool,
}

struct Message {
    text: Composed,
    tally: Tally,
    boundaries: Boundaries,
    /// The place of the present part: its number in each multipart around it.
    numbers: Vec<u64>,
    levels: Vec<Level>,
}

/// What the fields of a part say about its body.
#[derive(Default)]
struct Described {
    content_type: Parameters,
    disposition: Parameters,
    transfer: String,
}

impl Message {
    fn walk(&mut self, input: &mut Input<'_>, reading: &mut Reading<'_>) -> Result<(), Stop> {
        self.numbers.push(1);
        let described = self.fields(input, reading)?;
        let end = self.body(&described, input, reading)?;
        self.follow(end, input, reading)
    }

    /// Reads on from what ended the body of a part.
    fn follow(
        &mut self,
        mut end: End,
        input: &mut Input<'_>,
        reading: &mut Reading<'_>,
    ) -> Result<(), Stop> {
        loop {
            if let Some(outcome) = reading.halted() {
                return Err(Stop::Ended(outcome));
            }
            end = match end {
                End::Message => {
                    if self.boundaries.depth() > 0 {
                        let detail =
                            "the message ends before its last part does; all of it was read";
                        self.tally.malformed(detail);
                    }
                    return Ok(());
                }
                End::Part(depth) => {
                    self.leave_to(depth + 1);
                    if let Some(number) = self.numbers.last_mut() {
                        *number += 1;
                    }
                    let described = self.fields(input, reading)?;
                    self.body(&described, input, reading)?
                }
                End::Close(depth) => {
                    self.leave_to(depth);
                    self.between(input, reading)?
                }
                End::Inline { begins: true } => self.inline(input, reading)?,
                // The text goes on behind the file.
                End::Inline { begins: false } => self.between(input, reading)?,
            };
        }
    }

    fn leave_to(&mut self, depth: usize) {
        self.boundaries.cut(depth);
        self.levels.truncate(depth);
        self.numbers.truncate(depth + 1);
    }

    /// Reads the fields up to the blank line, each a cell under its name.
    fn fields(
        &mut self,
        input: &mut Input<'_>,
        reading: &mut Reading<'_>,
    ) -> Result<Described, Stop> {
        let mut described = Described::default();
        let mut field: Vec<u8> = Vec::new();
        loop {
            let more = input.next()?;
            let continues = more && (!input.begins || matches!(input.line[0], b' ' | b'\t'));
            if continues && !content(&input.line).is_empty() {
                let room = FIELD_BYTES_MAX.saturating_sub(field.len());
                let line = content(&input.line);
                field.extend_from_slice(&line[..line.len().min(room)]);
                if line.len() > room {
                    // Nothing is lost of an absurdly long field: the rest is a text of its own.
                    self.text.cell(None, Place::Text);
                    self.text.push(line);
                }
            } else {
                self.field(&field, &mut described);
                self.text.deal(reading).map_err(Stop::Ended)?;
                field.clear();
                if !more || content(&input.line).is_empty() {
                    return Ok(described);
                }
                if input.line.starts_with(b"--") || fields::split(&input.line).is_none() {
                    // The body begins without a blank line.
                    input.unread();
                    return Ok(described);
                }
                field.extend_from_slice(content(&input.line));
            }
        }
    }

    fn field(&mut self, field: &[u8], described: &mut Described) {
        let Some((name, value)) = fields::split(field) else {
            // The continuation of a field that is not there.
            self.text.cell(None, Place::Text);
            self.text.push(field);
            return;
        };
        let name = String::from_utf8_lossy(name).into_owned();
        let value = as_text(value.trim_ascii());
        match &name.to_ascii_lowercase()[..] {
            "content-type" => described.content_type = Parameters::of(&value),
            "content-disposition" => described.disposition = Parameters::of(&value),
            "content-transfer-encoding" => {
                described.transfer = value.trim().to_ascii_lowercase();
            }
            _ => {}
        }
        let label = self.text.label(&name);
        self.text.cell(label, Place::Element);
        self.text.push(decoded(&value).as_bytes());
    }

    /// Reads a part's body, or enters it when it is a multipart; tells what ended it.
    fn body(
        &mut self,
        described: &Described,
        input: &mut Input<'_>,
        reading: &mut Reading<'_>,
    ) -> Result<End, Stop> {
        let kind = &described.content_type.value[..];
        let boundary = described.content_type.get("boundary").filter(|b| !b.is_empty());
        if kind.starts_with("multipart/")
            && let Some(boundary) = boundary
            && self.boundaries.depth() < MULTIPART_DEPTH_MAX
        {
            self.boundaries.push(boundary.into_bytes());
            let outer = self.levels.last().is_some_and(|level| level.encrypted);
            let encrypted = outer || kind == "multipart/encrypted";
            self.levels.push(Level { encrypted, digest: kind == "multipart/digest" });
            self.numbers.push(0);
            return self.between(input, reading);
        }
        self.entry(described, input, reading)
    }

    /// A file between the lines of a text, whose name is in the line that was read last.
    fn inline(&mut self, input: &mut Input<'_>, reading: &mut Reading<'_>) -> Result<End, Stop> {
        let (transfer, name) = inline_file(&input.line).unwrap_or((Transfer::Uuencode, b""));
        let name = name_of(file_name(&name_of(name)).as_bytes());
        let body = PartBody::new(input, &self.boundaries, transfer);
        let mut body = body.inline(Inline::IsAll);
        let outcome = reading.entry(&name, &mut body);
        self.tally.count(&outcome);
        let end = body.end()?;
        if !matches!(end, End::Inline { .. }) {
            self.tally.malformed("a file between the lines of the text has no end");
        }
        Ok(end)
    }

    /// Text before the first part and behind the last one belongs to the message, and so does what
    /// stands behind a file in the middle of a text.
    fn between(&mut self, input: &mut Input<'_>, reading: &mut Reading<'_>) -> Result<End, Stop> {
        let body = PartBody::new(input, &self.boundaries, Transfer::Plain);
        let mut body = body.inline(Inline::Ends);
        let mut buffer = [0; 4096];
        self.text.cell(None, Place::Text);
        loop {
            let read = io::Read::read(&mut body, &mut buffer)?;
            if read == 0 {
                return Ok(body.end()?);
            }
            self.text.push(&buffer[..read]);
            self.text.deal(reading).map_err(Stop::Ended)?;
        }
    }

    fn entry(
        &mut self,
        described: &Described,
        input: &mut Input<'_>,
        reading: &mut Reading<'_>,
    ) -> Result<End, Stop> {
        let digest = self.levels.last().is_some_and(|level| level.digest);
        let kind = match &described.content_type.value[..] {
            "" if digest => "message/rfc822",
            "" => "text/plain",
            kind => kind,
        };
        let name = self.name(described, kind);
        let transfer = match &described.transfer[..] {
            "base64" => Transfer::Base64,
            "quoted-printable" => Transfer::QuotedPrintable,
            "x-uuencode" | "uuencode" | "x-uue" | "uue" => Transfer::Uuencode,
            "x-yenc" | "yenc" => Transfer::Yenc,
            "binhex" | "x-binhex" | "binhex40" | "mac-binhex40" => Transfer::BinHex,
            // The type says it where the transfer does not.
            _ if kind == "application/mac-binhex40" => Transfer::BinHex,
            _ => Transfer::Plain,
        };
        if !matches!(&described.transfer[..], "" | "7bit" | "8bit" | "binary")
            && transfer == Transfer::Plain
        {
            let detail = "a part is written in a way that cannot be decoded; it was read as it is";
            self.tally.damaged(Outcome::with_detail(Reason::EmbeddedContentNotRead, detail));
        }
        let is_plain = transfer == Transfer::Plain && kind == "text/plain";
        let inline = if is_plain { Inline::Ends } else { Inline::Stays };
        let mut body = PartBody::new(input, &self.boundaries, transfer).inline(inline);
        let outcome = if self.is_encrypted(described, kind) {
            let detail = "the part is encrypted";
            let outcome = Outcome::with_detail(Reason::EncryptedContent, detail);
            reading.refuse(&name, "encrypted", outcome)
        } else if let Some(encoding) = foreign_charset(described, kind) {
            reading.entry(&name, &mut Transcoded::new(Box::new(&mut body), encoding, 0))
        } else {
            reading.entry(&name, &mut body)
        };
        self.tally.count(&outcome);
        Ok(body.end()?)
    }

    fn is_encrypted(&self, described: &Described, kind: &str) -> bool {
        let smime = matches!(kind, "application/pkcs7-mime" | "application/x-pkcs7-mime");
        let signed = described.content_type.get("smime-type").is_some_and(|t| t == "signed-data");
        // The first part of an encrypted message names the method, in clear.
        (smime && !signed)
            || (self.levels.last().is_some_and(|level| level.encrypted)
                && kind != "application/pgp-encrypted")
    }

    fn name(&self, described: &Described, kind: &str) -> String {
        let told =
            described.disposition.get("filename").or_else(|| described.content_type.get("name"));
        let told = told.map(|name| name_of(file_name(name.trim()).as_bytes()));
        if let Some(name) = told.filter(|name| !name.is_empty()) {
            return name;
        }
        let ending = match kind {
            "text/html" => "html",
            "text/calendar" => "ics",
            "text/csv" => "csv",
            "message/rfc822" => "eml",
            kind if kind.starts_with("text/") || kind.starts_with("message/") => "txt",
            _ => "bin",
        };
        let inner = if self.numbers.len() > 1 { &self.numbers[1..] } else { &self.numbers[..] };
        let numbers: Vec<String> = inner.iter().map(u64::to_string).collect();
        format!("{}.{ending}", numbers.join("."))
    }
}

/// The encoding of a label. None for charsets that are not decoded (ISO-2022-KR, HZ), whose ASCII is
/// read as it stands, and for UTF-16, which is told by its bytes.
fn known_encoding(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label.as_bytes())
        .filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}

/// The charset of a text part, when it is not UTF-8.
fn foreign_charset(described: &Described, kind: &str) -> Option<&'static Encoding> {
    let label = described.content_type.get("charset").filter(|_| kind.starts_with("text/"))?;
    let ascii = matches!(&label.to_ascii_lowercase()[..], "us-ascii" | "ascii");
    known_encoding(label.trim()).filter(|encoding| *encoding != UTF_8 && !ascii)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::formats::observed::{observe, observe_once, observe_within};

    const HEAD: &str = "From: a@example.org\r\nSubject: needle 0\r\nMIME-Version: 1.0\r\n";

    #[test]
    fn messages_are_told_by_their_fields() {
        for (text, named, want) in [
            ("From: a@example.org\nTo: b@example.org\n\nhello", false, true),
            ("Received: by x\n\tfor y\nDate: now\n\n", false, true),
            ("Subject: x\n\nbody", false, false),
            ("Subject: x\n\nbody", true, true),
            ("date: 2024-01-01\nsubject: x\n", false, false),
            ("From: here to there\n", false, false),
            ("key: value\nother: value\n", false, false),
            ("From: a\nnot a field\nTo: b\n", false, false),
        ] {
            assert_eq!(is_message(text.as_bytes(), named), want, "{text}");
        }
        assert!(is_mbox(b"From a@example.org Sat Jan  3 01:05:34 1996\nFrom: a@example.org\n"));
        assert!(!is_mbox(b"From here to there is 12:30:00 in 1996\nand back\n"));
    }

    #[test]
    fn parts_nested_in_parts_are_entries_by_their_place() {
        let text = format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=\"out\"\r\n\r\npreamble needle 1\r\n\
             --out\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n\
             --in\r\n\r\nneedle 2\r\n--in\r\nContent-Type: text/html\r\n\r\n<p>needle 3</p>\r\n\
             --in--\r\n--out\r\nContent-Disposition: attachment; filename=a.txt\r\n\
             Content-Transfer-Encoding: base64\r\n\r\nbmVlZGxlIDQ=\r\n--out--\r\nneedle 5\r\n"
        );
        let seen = observe("a", text.as_bytes(), &["needle"]);
        assert_eq!(
            seen.ledger(),
            [
                "1.1.txt|text|complete|",
                "1.2.html|html|complete|",
                "a.txt|text|complete|",
                "|eml|complete|"
            ]
        );
        assert_eq!(seen.found.len(), 6);
        assert_eq!(seen.found.iter().filter(|found| found.label == "Subject").count(), 1);
    }

    #[test]
    fn a_message_beyond_the_bound_of_objects_is_told_so_wherever_it_is_cut() {
        let message = format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nsome words\r\n\
             --x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n\
             JVBERi0xLjQKJeLjz9MK\r\n--x--\r\n"
        );
        let from = "From a@example.org Sat Jan  3 01:05:34 1996\r\n";
        let box_of_two = format!("{from}{message}\r\n{from}{message}");
        for text in [&message, &box_of_two] {
            for bound in (80..text.len() as u64).step_by(7) {
                let limits = Limits { object_bytes_max: bound, ..Limits::default() };
                let last = observe_within("a", text.as_bytes(), &[], &limits).ledger().pop();
                let told = last.unwrap();
                assert!(told.ends_with("|partial|FILE_EXCEEDS_SIZE_LIMIT"), "{bound}: {told}");
            }
            let limits = Limits { object_bytes_max: text.len() as u64, ..Limits::default() };
            let last = observe_within("a", text.as_bytes(), &[], &limits).ledger().pop().unwrap();
            assert!(!last.contains("FILE_EXCEEDS"), "{last}");
        }
    }

    #[test]
    fn a_message_cut_inside_a_part_keeps_it() {
        let text =
            format!("{HEAD}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nneedle");
        let seen = observe("a", text.as_bytes(), &["needle"]);
        assert_eq!((seen.found.len(), &seen.ledger()[1][..]), (2, "|eml|partial|MALFORMED_FILE"));
    }

    #[test]
    fn parts_in_other_encodings_are_decoded_or_said_so() {
        let text = |transfer: &str, body: &str| {
            format!("{HEAD}Content-Transfer-Encoding: {transfer}\r\n\r\n{body}")
        };
        let encoded = "begin 644 a.txt\r\n(;F5E9&QE(#$ \r\n`\r\nend\r\n";
        let seen = observe("a", text("x-uuencode", encoded).as_bytes(), &["needle"]);
        assert_eq!((seen.found.len(), &seen.ledger()[1][..]), (2, "|eml|complete|"));
        let seen =
            observe("a", format!("{HEAD}\r\nhello\r\n{encoded}needle 2").as_bytes(), &["needle"]);
        assert_eq!(
            (seen.found.len(), &seen.ledger()[..]),
            (
                3,
                &["1.txt|text|complete|", "a.txt|text|complete|", "|eml|complete|"]
                    .map(str::to_owned)[..]
            )
        );
        let seen = observe("a", encoded.as_bytes(), &["needle"]);
        assert_eq!(seen.ledger(), ["a.txt|text|complete|", "|inline|complete|"]);
        assert_eq!(seen.found.len(), 1);
        let cut = format!("{HEAD}\r\nhello\r\n{}", &encoded[..encoded.len() - 5]);
        assert_eq!(observe("a", cut.as_bytes(), &[]).ledger()[2], "|eml|partial|MALFORMED_FILE");
        let seen = observe("a", text("x-other", "noise").as_bytes(), &["needle"]);
        assert_eq!(seen.ledger()[1], "|eml|partial|EMBEDDED_CONTENT_NOT_READ");
        let cut = format!("{HEAD}Content-Type: text/plain\r\n\r\n");
        let seen = observe("a", format!("{cut} needle").as_bytes(), &["needle"]);
        assert_eq!((seen.found.len(), &seen.ledger()[1][..]), (2, "|eml|complete|"));
        let text = format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n needle 3\r\n\r\nbody\r\n--x--\r\n"
        );
        let seen = observe("a", text.as_bytes(), &["needle"]);
        assert_eq!((seen.found.len(), &seen.ledger()[1][..]), (2, "|eml|complete|"));
    }

    /// `needle 1` as other programs write it: Python's base64 and binascii, and yEnc by its rules.
    #[test]
    fn files_between_the_lines_of_a_text_are_decoded_or_said() {
        let binhex = "(This file must be converted with BinHex 4.0)\n\n\
            :\"@%ZG(Kd!&4&@&4dG(Kd!*!&#!#3\"2V2EQ9PC'aP)$%61!!!:\n";
        let yenc: Vec<u8> = b"needle 1".iter().map(|byte| byte.wrapping_add(42)).collect();
        let yenc = [b"=ybegin line=128 size=8 name=a.txt\r\n", &yenc[..], b"\r\n=yend size=8\r\n"];
        let base64 = "begin-base64 644 a.txt\nbmVlZGxlIDE=\n====\n";
        for file in [&yenc.concat()[..], base64.as_bytes()] {
            let text = [&b"some words before it\r\n"[..], file, b"needle 2\r\n"].concat();
            for head in ["", HEAD] {
                let all =
                    [head.as_bytes(), if head.is_empty() { b"" } else { b"\r\n" }, &text].concat();
                let seen = observe("a", &all, &["needle 1", "needle 2"]);
                let last = seen.ledger().pop().unwrap();
                assert!(last.ends_with("|complete|"), "{:?}", seen.ledger());
                assert_eq!(seen.found.len(), 2, "{:?}", seen.ledger());
            }
        }
        let seen = observe("a.hqx", format!("words\n{binhex}").as_bytes(), &["needle 1"]);
        assert_eq!(seen.ledger(), ["unnamed|text|complete|", "|inline|complete|"]);
        assert_eq!(seen.found.len(), 1);
        // Farther on in a long text, it is said.
        let long = "some words of a long text\n".repeat(4_000);
        for file in [&yenc.concat()[..], base64.as_bytes(), binhex.as_bytes()] {
            let seen = observe("a.txt", &[long.as_bytes(), file].concat(), &[]);
            assert_eq!(seen.ledger(), ["|text|partial|EMBEDDED_CONTENT_NOT_READ"]);
        }
        let words = "We begin 100 times again\nbegin 644 words of a sentence\n and go on.\n";
        assert_eq!(observe("a.txt", words.as_bytes(), &[]).ledger(), ["|text|complete|"]);
    }

    #[test]
    fn messages_that_a_key_opens_are_said_wherever_they_stand() {
        let message = "-----BEGIN PGP MESSAGE-----\n\n\
            wcDMA2vB4Mj0n0rIAQv9H5pTDrf3v8m0OwzZo0qS8uXQ5oAhwcDMA2vB4Mj0n0rI\n\
            -----END PGP MESSAGE-----\n";
        let escaped = message.replace('\n', "\\n");
        for (name, text) in [
            ("a.txt", format!("some words\n{message}and more\n")),
            ("a.json", format!("{{\"note\": \"{escaped}\"}}")),
            ("a.csv", format!("id,note\n1,\"{message}\"\n2,x\n")),
            ("a.html", format!("<html><body><pre>{message}</pre></body></html>")),
            (
                "a.yaml",
                "key: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6238633462\
                6238633462623863346262386334626238633462\n"
                    .to_owned(),
            ),
        ] {
            let seen = observe(name, text.as_bytes(), &[]);
            assert!(
                seen.ledger()[0].ends_with("|partial|ENCRYPTED_CONTENT"),
                "{:?}",
                seen.ledger()
            );
        }
    }

    #[test]
    fn encrypted_parts_are_said_so() {
        let text = format!(
            "{HEAD}Content-Type: multipart/encrypted; boundary=x\r\n\r\n--x\r\n\
             Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--x\r\n\
             Content-Type: application/octet-stream\r\n\r\nhidden\r\n--x--\r\n"
        );
        let seen = observe("a", text.as_bytes(), &[]);
        assert_eq!(seen.ledger()[1], "2.bin|encrypted|partial|ENCRYPTED_CONTENT");
        assert_eq!(seen.ledger()[2], "|eml|partial|EMBEDDED_CONTENT_NOT_READ");
    }

    #[test]
    fn two_million_parts_end_at_the_bound_on_entries() {
        let mut text =
            format!("{HEAD}Content-Type: multipart/mixed; boundary=x\r\n\r\n").into_bytes();
        for _ in 0..200_000 {
            text.extend_from_slice(b"--x\n\n\n");
        }
        let limits = Limits { entries_max: 100_000, ..Limits::default() };
        let (seen, extracted) = observe_once("a", text, &["needle"], &limits, true);
        let reason = Some(Reason::ArchiveTotalDocumentsProcessedOverLimit);
        assert_eq!((extracted.outcome.reason, seen.found.len()), (reason, 1));
    }

    #[test]
    fn deep_multiparts_and_messages_end() {
        let mut text = HEAD.to_owned();
        for level in 0..3_000 {
            text.push_str(&format!(
                "Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"
            ));
        }
        text.push_str("\r\nneedle");
        let seen = observe("a", text.as_bytes(), &["needle"]);
        assert_eq!(seen.found.len(), 2);
        let nested = format!("{HEAD}Content-Type: message/rfc822\r\n\r\n").repeat(30) + "needle";
        let seen = observe("a", nested.as_bytes(), &["needle"]);
        assert!(seen.found.len() >= 10);
        assert!(seen.ledger().iter().any(|line| line.contains("ARCHIVE_NESTING_LEVEL_OVER_LIMIT")));
    }
}
