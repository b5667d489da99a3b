//! Directories, address books, calendars and messages between organisations, with values in them.

use crate::{Document, Spot, on_a_line};

/// A line broken for its length, as these formats do.
fn folded(line: &str, at: usize, end: &str) -> String {
    match line.char_indices().nth(at).filter(|(at, _)| *at < line.len()) {
        Some((at, _)) => format!("{}{end} {}", &line[..at], &line[at..]),
        None => line.to_owned(),
    }
}

pub(crate) fn ldif(spots: &[Spot]) -> Document {
    let mut document = Document::beginning("version: 1\n");
    for (row, spot) in spots.iter().enumerate() {
        let value = on_a_line(&spot.value);
        let in_dn = value.replace([',', '=', '+', '\\', '"', '<', '>', ';'], " ");
        let named = if spot.place % 6 == 0 { in_dn.clone() } else { format!("row {row}") };
        document
            .push(&format!("dn: cn={named},dc=example,dc=org\nobjectClass: top\ncn: row {row}\n"));
        match spot.place % 6 {
            1 => document.push(&format!("description: {value}\n")),
            2 => document.push(&format!("# {value}\n")),
            3 => document
                .push(&format!("{}\n", folded(&format!("description: see {value}"), 30, "\n"))),
            4 => document.push(&format!("description;lang-en: {value}\nl: x\n")),
            5 => document.push(&format!("labeledURI: https://example.org/?q={value}\n")),
            _ => {}
        }
        document.push("\n");
        document.plant(if spot.place % 6 == 0 { &in_dn } else { &value });
    }
    document
}

/// Commas, semicolons and line ends as cards and calendars write them.
fn in_card(value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('\n', "\\n");
    value.replace(',', "\\,").replace(';', "\\;")
}

pub(crate) fn vcard(spots: &[Spot]) -> Document {
    let mut document = Document::default();
    for (row, spot) in spots.iter().enumerate() {
        let line = on_a_line(&spot.value);
        let value = in_card(&line);
        document.push(&format!("BEGIN:VCARD\r\nVERSION:3.0\r\nN:Row;{row};;;\r\nFN:Row {row}\r\n"));
        document.push(&match spot.place % 8 {
            0 => format!("NOTE:{value}\r\n"),
            1 => format!("EMAIL;TYPE=work:{value}\r\n"),
            2 => format!("X-FIELD:{value}\r\n"),
            3 => format!("{}\r\n", folded(&format!("NOTE:see {value} there"), 40, "\r\n")),
            4 => format!("X-A;X-B=\"{}\":1\r\n", line.replace('"', " ")),
            5 => format!("item1.URL:{value}\r\n"),
            6 => format!("ORG:One;{value};Two\r\n"),
            _ => format!("ADR;TYPE=home:;;{value};Town;;12345;Land\r\n"),
        });
        document.push("END:VCARD\r\n");
        document.plant(&if spot.place % 8 == 4 { line.replace('"', " ") } else { line });
    }
    document
}

pub(crate) fn icalendar(spots: &[Spot]) -> Document {
    let mut document =
        Document::beginning("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Notes//EN\r\n");
    for (row, spot) in spots.iter().enumerate() {
        let line = on_a_line(&spot.value);
        let value = in_card(&line);
        let parameter = line.replace('"', " ");
        document.push(&format!("BEGIN:VEVENT\r\nUID:row-{row}\r\nDTSTART:20260314T072203Z\r\n"));
        document.push(&match spot.place % 6 {
            0 => format!("DESCRIPTION:{value}\r\n"),
            1 => format!("ATTENDEE;CN=\"{parameter}\":urn:row:{row}\r\n"),
            2 => format!("X-FIELD:{value}\r\n"),
            3 => format!("{}\r\n", folded(&format!("SUMMARY:see {value} there"), 40, "\r\n")),
            4 => format!("LOCATION;LANGUAGE=en:{value}\r\n"),
            _ => format!("CATEGORIES:One,{value},Two\r\n"),
        });
        document.push("END:VEVENT\r\n");
        document.plant(if spot.place % 6 == 1 { &parameter } else { &line });
    }
    document.push("END:VCALENDAR\r\n");
    document
}

pub(crate) fn hl7(spots: &[Spot]) -> Document {
    let end = ["\r", "\n", "\r\n"][spots.first().map_or(0, |spot| spot.style % 3)];
    let mut document = Document::default();
    document.push("MSH|^~\\&|APP|FAC|APP2|FAC2|20260314072203||ADT^A01|MSG1|P|2.5");
    document.push(end);
    document.push("PID|1||12^^^H||Row^One");
    document.push(end);
    for (row, spot) in spots.iter().enumerate() {
        let value = on_a_line(&spot.value);
        let escaped = value.replace('\\', "\\E\\").replace('|', "\\F\\").replace('^', "\\S\\");
        let escaped = escaped.replace('&', "\\T\\").replace('~', "\\R\\");
        document.push(&match spot.place % 6 {
            0 => format!("NTE|{row}||{escaped}"),
            1 => format!("OBX|{row}|TX|1^Note^L||{escaped}||||||F"),
            2 => format!("ZZZ|{escaped}|x"),
            3 => format!("NK1|{row}|A^B^{escaped}^C|x"),
            4 => format!("NTE|{row}||one~{escaped}~two"),
            _ => format!("NK1|{row}|A&{escaped}&C^D"),
        });
        document.push(end);
        document.plant(&value);
    }
    document
}

pub(crate) fn edifact(spots: &[Spot]) -> Document {
    let mut document = Document::beginning(
        "UNA:+.? 'UNB+UNOC:3+SENDER+TAKER+260314:0722+1'\nUNH+1+ORDERS:D:96A:UN'\n",
    );
    for (row, spot) in spots.iter().enumerate() {
        let value = on_a_line(&spot.value);
        let mut escaped = value.replace('?', "??");
        for mark in ["'", "+", ":"] {
            escaped = escaped.replace(mark, &format!("?{mark}"));
        }
        document.push(&match spot.place % 4 {
            0 => format!("FTX+AAI+++{escaped}'\n"),
            1 => format!("NAD+BY+{row}++{escaped}:x'\n"),
            // A segment whose name does not speak against any value, as that of an order does.
            2 => format!("ZZZ+ON:{escaped}'"),
            _ => format!("FTX+AAI+++one:{escaped}:two'\n"),
        });
        document.plant(&value);
    }
    document.push("UNT+3+1'\nUNZ+1+1'\n");
    document
}
