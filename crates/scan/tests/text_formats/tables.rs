//! Tables, dumps and logs with values in them.

use crate::{Document, Spot, on_a_line};

pub(crate) fn commas(spots: &[Spot]) -> Document {
    let mut document = Document::beginning("row,first,second,third\n");
    rows(&mut document, spots, ',', "\n");
    document
}

pub(crate) fn semicolons(spots: &[Spot]) -> Document {
    let mut document = Document::beginning("Export of the week\r\n");
    if let Some(spot) = spots.first() {
        let title = on_a_line(&spot.value).replace([';', '"'], " ");
        document.push(&format!("{title}\r\n"));
        document.plant(&title);
    }
    document.push("row;first;second;third\r\n");
    rows(&mut document, spots, ';', "\r\n");
    document
}

pub(crate) fn tabs(spots: &[Spot]) -> Document {
    let mut document = Document::beginning("row\tfirst\tsecond\tthird\n");
    rows(&mut document, spots, '\t', "\n");
    document
}

/// Rows with a value in one cell, plain and quoted, among others that are like it.
fn rows(document: &mut Document, spots: &[Spot], delimiter: char, end: &str) {
    for row in 0..spots.len().max(12) {
        document.push(&format!("{row}{delimiter}left{delimiter}middle{delimiter}right{end}"));
        let Some(spot) = spots.get(row) else { continue };
        let mut cells = [format!("{}", row + 100), "a".into(), "b".into(), "c".into()];
        let must = spot.value.contains([delimiter, '"', '\n', '\r']);
        let with_words = spot.style % 4 == 3;
        let value =
            if with_words { format!("see {} there", spot.value) } else { spot.value.clone() };
        document.plant(&value);
        cells[1 + spot.place % 3] = match must || spot.style % 2 == 1 {
            true => format!("\"{}\"", value.replace('"', "\"\"")),
            false => value,
        };
        document.push(&cells.join(&delimiter.to_string()));
        document.push(end);
    }
}

/// Statements of a dump.
pub(crate) fn inserts(spots: &[Spot]) -> Document {
    let mut document = Document::beginning(
        "CREATE TABLE notes (id integer, first text, second text);\n\
         INSERT INTO notes (id, first, second) VALUES (1, 'left', 'right');\n",
    );
    for (row, spot) in spots.iter().enumerate() {
        let line = on_a_line(&spot.value);
        let quoted = |value: &str| value.replace('\'', "''");
        let (text, value) = match spot.place % 8 {
            0 => (format!("-- {line}\n"), line),
            1 => {
                let inner = line.replace("*/", " ");
                (format!("/* {inner} */\n"), inner)
            }
            2 => (format!("UPDATE notes SET first = '{}' WHERE id = 7;\n", quoted(&line)), line),
            3 => (
                format!("INSERT INTO notes VALUES ({row}, 'x', '{}');\n", quoted(&spot.value)),
                spot.value.clone(),
            ),
            4 => (format!("COMMENT ON TABLE notes IS '{}';\n", quoted(&line)), line),
            5 => (
                format!(
                    "INSERT INTO notes (id, first) VALUES\n  ({row}, 'a'),\n  (9, '{}'),\n  (8, 'b');\n",
                    quoted(&spot.value)
                ),
                spot.value.clone(),
            ),
            6 => (
                format!("CREATE TABLE t{row} (id integer, a text DEFAULT '{}');\n", quoted(&line)),
                line,
            ),
            _ => (
                format!("INSERT INTO notes (first, id) VALUES (N'{}', 3);\n", quoted(&spot.value)),
                spot.value.clone(),
            ),
        };
        document.push(&text);
        document.plant(&value);
    }
    document
}

/// Rows as PostgreSQL copies them.
pub(crate) fn copies(spots: &[Spot]) -> Document {
    let mut document = Document::beginning(
        "--\n-- dump\n--\nCREATE TABLE notes (\n    id integer,\n    first text,\n    second text\n);\n\n\
         COPY public.notes (id, first, second) FROM stdin;\n1\tleft\tright\n",
    );
    for (row, spot) in spots.iter().enumerate() {
        let value = on_a_line(&spot.value);
        let written = value.replace('\\', "\\\\");
        match spot.place % 3 {
            0 => document.push(&format!("{row}\t{written}\tright\n")),
            1 => document.push(&format!("{row}\t\\N\t{written}\n")),
            _ => document.push(&format!("{row}\t{written}\t{written}\n")),
        }
        document.plant(&value);
    }
    document.push("\\.\n\nSELECT 1;\n");
    document
}

/// A web server's log: paths, referrers, agents.
pub(crate) fn accesses(spots: &[Spot]) -> Document {
    let mut document = Document::default();
    for spot in spots.iter().chain(spots) {
        // Delimiters on every line would make a table of it.
        let value = on_a_line(&spot.value).replace(['"', '\\', ',', ';', '|'], "'");
        let word = value.replace(' ', "+");
        let (path, from, agent) = match spot.place % 4 {
            0 => (format!("/find?q={word}"), "-".to_owned(), "Agent/1.0".to_owned()),
            1 => (format!("/{word}/edit"), "-".to_owned(), "Agent/1.0 (X11)".to_owned()),
            2 => ("/".into(), format!("https://example.com/?q={word}"), "Agent/2.0".into()),
            _ => ("/list".into(), "-".into(), format!("Agent/1.0 {value}")),
        };
        document.push(&format!(
            "198.51.100.7 - - [14/Mar/2026:07:22:03 +0100] \"GET {path} HTTP/1.1\" 200 512 \"{from}\" \"{agent}\"\n"
        ));
        document.plant(if spot.place % 4 == 3 { &value } else { &word });
    }
    document
}

/// The access log of a bucket.
pub(crate) fn bucket_accesses(spots: &[Spot]) -> Document {
    let mut document = Document::default();
    for spot in spots.iter().chain(spots) {
        let word = on_a_line(&spot.value).replace(['"', '\\'], "'").replace(' ', "+");
        let (key, agent) = match spot.place % 2 {
            0 => (word.clone(), "Agent/1.0".to_owned()),
            _ => ("a/b.txt".to_owned(), format!("Agent/1.0 {word}")),
        };
        document.push(&format!(
            "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be bucket \
             [14/Mar/2026:07:22:03 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.OBJECT {key} \
             \"GET /bucket/x HTTP/1.1\" 200 - 113 113 7 6 \"-\" \"{agent}\" - \
             s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234= SigV4 \
             TLS_AES_128_GCM_SHA256 AuthHeader bucket.s3.eu-west-1.amazonaws.com TLSv1.3 - -\n"
        ));
        document.plant(&word);
    }
    document
}

/// Lines of a system's log.
pub(crate) fn syslog(spots: &[Spot]) -> Document {
    let mut document = Document::default();
    for (at, spot) in spots.iter().enumerate() {
        let value = on_a_line(&spot.value);
        let message = match spot.place % 3 {
            0 => format!("accepted {value}"),
            1 => format!("session opened: value=[{value}] level=info"),
            _ => format!("{{\"message\": \"{value}\"}}"),
        };
        document.push(&format!("Mar 14 07:22:{at:02} host app[421]: {message}\n"));
        document.plant(&value);
    }
    document
}
