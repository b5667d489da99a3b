//! Configurations with values in them.

use crate::{Document, Spot, on_a_line};

fn quoted(value: &str) -> String {
    serde_json::to_string(value).unwrap()
}

/// A value that YAML takes without quotes.
fn yaml_plain(value: &str) -> String {
    let simple = |c: char| c.is_ascii_alphanumeric() || " @._+/=-".contains(c);
    let begins = value.starts_with(|c: char| c.is_ascii_alphanumeric());
    match begins && value.chars().all(simple) {
        true => value.to_owned(),
        false => quoted(value),
    }
}

pub(crate) fn yaml(spots: &[Spot]) -> Document {
    let mut document = Document::beginning("---\nname: notes\nlist:\n  - left\n");
    for (row, spot) in spots.iter().enumerate() {
        let line = on_a_line(&spot.value);
        // A name is a label to itself: what it says of its own parts is not compared.
        let bare = on_a_line(&spot.bare).replace('=', " ");
        let indented = spot.value.replace('\n', "\n  ");
        let (text, value) = match spot.place % 10 {
            0 => (format!("k{row}: {}\n", yaml_plain(&line)), line),
            1 => (format!("k{row}: '{}'\n", line.replace('\'', "''")), line),
            2 => (format!("k{row}: {}\n", quoted(&line)), line),
            3 => (format!("# {line}\n"), line),
            4 => (format!("k{row}:\n  - one\n  - {}\n  - a: {}\n", yaml_plain(&line), row), line),
            5 => (format!("{}: {row}\n", quoted(&bare)), bare),
            6 => (format!("k{row}:\n  deep:\n    er: {}\n", yaml_plain(&line)), line),
            7 => (format!("k{row}: 1 # {line}\n"), line),
            8 => (format!("k{row}: |\n  {indented}\n"), indented),
            _ => (format!("k{row}: [one, {}, {{a: 1}}]\n", quoted(&line)), line),
        };
        document.push(&text);
        document.plant(&value);
    }
    document
}

pub(crate) fn toml(spots: &[Spot]) -> Document {
    let mut document = Document::beginning("name = \"notes\"\ncount = 3\n\n[section]\n");
    for (row, spot) in spots.iter().enumerate() {
        let line = on_a_line(&spot.value);
        let bare = on_a_line(&spot.bare);
        let literal = line.replace('\'', " ");
        let several = spot.value.replace(['\\', '"'], " ");
        let (text, value) = match spot.place % 9 {
            0 => (format!("k{row} = {}\n", quoted(&line)), line),
            1 => (format!("k{row} = '{literal}'\n"), literal),
            2 => (format!("k{row} = \"\"\"\n{several}\n\"\"\"\n"), several),
            3 => (format!("# {line}\n"), line),
            4 => (format!("k{row} = [\"one\", {}]\n", quoted(&line)), line),
            5 => (format!("k{row} = 5 # {line}\n"), line),
            // A heading speaks for what is below it: another one follows.
            6 => (format!("[section.{}]\nx = 1\n[rest{row}]\n", quoted(&bare)), bare),
            7 => (format!("k{row} = {{ a = 1, b = {} }}\n", quoted(&line)), line),
            _ => (format!("k{row} = [\n  \"one\",\n  {},\n]\n", quoted(&line)), line),
        };
        document.push(&text);
        document.plant(&value);
    }
    document
}

pub(crate) fn ini(spots: &[Spot]) -> Document {
    let mut document = Document::beginning("[main]\nname = notes of the day\npath = /srv/notes\n");
    for (row, spot) in spots.iter().enumerate() {
        let value = on_a_line(if spot.place % 8 == 3 { &spot.bare } else { &spot.value });
        document.push(&match spot.place % 8 {
            0 => format!("k{row} = {value}\n"),
            1 => format!("; {value}\n"),
            2 => format!("# {value}\n"),
            // A heading speaks for what is below it: another one follows.
            3 => {
                let heading = value.replace([']', '[', ',', '{', '}'], " ");
                format!("[section{row} {heading}]\n[rest{row}]\n")
            }
            // Two signs of equality are an expression.
            4 => format!("k{row}={}\n", value.trim_start_matches('=')),
            5 => format!("k{row} = one\n    {value}\n"),
            6 => format!("k{row} = \"{value}\"\n"),
            _ => format!("k{row} = 1 ; {value}\n"),
        });
        document.plant(&value);
    }
    document
}

pub(crate) fn properties(spots: &[Spot]) -> Document {
    let mut document =
        Document::beginning("#Sat Mar 14 07:22:03 CET 2026\napp.name=notes\napp.path=/srv/notes\n");
    for (row, spot) in spots.iter().enumerate() {
        let value = on_a_line(&spot.value);
        let written = value.replace('\\', "\\\\");
        document.push(&match spot.place % 7 {
            0 => format!("app.k{row}={written}\n"),
            1 => format!("# {value}\n"),
            2 => format!("! {value}\n"),
            3 => format!("app.k{row} = {written}\n"),
            4 => format!("app.k{row}: {written}\n"),
            5 => format!("app.k{row} = one, \\\n    {written}\n"),
            _ => format!("app.k{row} {written}\n"),
        });
        document.plant(&value);
    }
    document
}

pub(crate) fn env(spots: &[Spot]) -> Document {
    let mut document = Document::beginning("APP_NAME=notes\nAPP_PATH=/srv/notes\n");
    for (row, spot) in spots.iter().enumerate() {
        let value = on_a_line(&spot.value);
        let escaped = value.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$");
        document.push(&match spot.place % 6 {
            0 => format!("APP_K{row}={value}\n"),
            1 => format!("APP_K{row}=\"{escaped}\"\n"),
            2 => format!("export APP_K{row}='{}'\n", value.replace('\'', " ")),
            3 => format!("# {value}\n"),
            4 => format!("APP_K{row}=1 # {value}\n"),
            _ => format!("export APP_K{row}={value}\n"),
        });
        document.plant(&value);
    }
    document
}
