//! JSON and markup with values in them.

use crate::{Document, FILLER, FILLER_TIMES, Spot, on_a_line};

fn json_string(value: &str) -> String {
    serde_json::to_string(value).unwrap()
}

/// An object that holds the value somewhere.
fn json_object(document: &mut Document, row: usize, spot: &Spot) {
    let (value, bare) = (json_string(&spot.value), json_string(&spot.bare));
    let text = match spot.place % 7 {
        0 => format!("{{\"n\": {row}, \"first\": {value}}}"),
        1 => format!("{{\"n\":{row},\"list\":[true,{value},null,{value}]}}"),
        2 => format!("{{\"n\": {row}, \"deep\": {{\"er\": {{\"est\": {value}, \"b\": 1.5e3}}}}}}"),
        3 => format!("{{{bare}: {row}}}"),
        4 => format!("{{\"n\": {row}, \"map\": {{{bare}: \"x\", \"y\": [{{\"z\": []}}]}}}}"),
        5 => format!(
            "{{\"text\": {}, \"n\": -3}}",
            json_string(&format!("see {} there", spot.value))
        ),
        _ => format!("{{\"n\": {row}, \"first\"\t:{value} ,\"last\": \"\\u00e9\\n\"}}"),
    };
    document.push(&text);
    document.plant(if matches!(spot.place % 7, 3 | 4) { &spot.bare } else { &spot.value });
}

pub(crate) fn json(spots: &[Spot]) -> Document {
    let mut document = Document::beginning("{\"rows\": [\n");
    for (row, spot) in spots.iter().enumerate() {
        let before = ["", ",\n", ", "][if row == 0 { 0 } else { 1 + spot.style % 2 }];
        document.push(before);
        json_object(&mut document, row, spot);
    }
    document.push("\n]}\n");
    document
}

pub(crate) fn json_lines(spots: &[Spot]) -> Document {
    let mut document = Document::beginning("{\"n\": -1, \"first\": \"left\"}\n");
    for (row, spot) in spots.iter().enumerate() {
        json_object(&mut document, row, spot);
        document.push("\n");
    }
    document
}

fn escaped(value: &str) -> String {
    let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    value.replace('"', "&quot;").replace('\'', "&#39;")
}

pub(crate) fn xml(spots: &[Spot]) -> Document {
    let mut document = Document::beginning("<?xml version=\"1.0\"?>\n<rows>\n");
    for spot in spots {
        let line = on_a_line(&spot.value);
        let value = &spot.value;
        let (text, value) = match spot.place % 8 {
            0 => (format!("<row><first>{}</first></row>\n", escaped(value)), value.clone()),
            1 => (format!("<row first=\"{}\" n=\"1\"/>\n", escaped(&line)), line),
            2 => {
                let inner = value.replace("--", "- -").trim_end_matches('-').to_owned();
                (format!("<!-- {inner} -->\n"), inner)
            }
            3 => {
                let inner = value.replace("]]>", " ");
                (format!("<row><![CDATA[{inner}]]></row>\n"), inner)
            }
            4 => {
                let inner = line.replace("?>", " ");
                (format!("<?note {inner}?>\n"), inner)
            }
            5 => (format!("<row>see <b>{}</b> there</row>\n", escaped(value)), value.clone()),
            6 => (format!("<row n='2' first='{}'>x</row>\n", escaped(&line)), line),
            _ => (
                format!("<a:row xmlns:a='urn:a'>\n  {}\n</a:row>\n", escaped(value)),
                value.clone(),
            ),
        };
        document.push(&text);
        document.plant(&value);
    }
    document.push("</rows>\n");
    document
}

pub(crate) fn html(spots: &[Spot]) -> Document {
    let mut document =
        Document::beginning("<!DOCTYPE html>\n<html><head><title>Notes</title></head><body>\n");
    for spot in spots {
        let line = on_a_line(&spot.value);
        let value = escaped(&spot.value);
        let bare = line.replace("</", " ").replace("--", "- -").trim_end_matches('-').to_owned();
        let (text, planted) = match spot.place % 14 {
            0 => (format!("<p>{value}</p>\n"), spot.value.clone()),
            1 => (format!("<p title=\"{}\">x</p>\n", escaped(&line)), line),
            2 => (format!("<!-- {bare} -->\n"), bare),
            3 => (format!("<script>var x = {};</script>\n", json_string(&bare)), bare),
            4 => (format!("<style>/* {bare} */ p {{ color: red }}</style>\n"), bare),
            5 => (
                format!("<table><tr><td>1</td><td>{value}</td></tr></table>\n"),
                spot.value.clone(),
            ),
            6 => (format!("<textarea name=a>{value}</textarea>\n"), spot.value.clone()),
            7 => (format!("<a href=\"mailto:{}\">write</a>\n", escaped(&line)), line),
            8 => (format!("<input type=hidden value='{}'>\n", escaped(&line)), line),
            9 => (
                format!(
                    "<script type=\"application/ld+json\">{{\"a\": {}}}</script>\n",
                    json_string(&bare)
                ),
                bare,
            ),
            10 => (format!("<div data-a=\"{}\"><br>x</div>\n", escaped(&line)), line),
            11 => (format!("<ul><li>one<li>{value}<li>two</ul>\n"), spot.value.clone()),
            12 => (format!("<pre>\n{value}\n</pre>\n"), spot.value.clone()),
            _ => (format!("<meta name=a content=\"{}\">\n", escaped(&line)), line),
        };
        document.push(&text);
        document.push(&format!("<p>{}</p>\n", FILLER.repeat(FILLER_TIMES)));
        document.plant(&planted);
    }
    document.push("</body></html>\n");
    document
}

pub(crate) fn markdown(spots: &[Spot]) -> Document {
    let mut document = Document::beginning("# Notes\n\nSome words of an introduction.\n\n");
    for spot in spots {
        let value = on_a_line(&spot.value);
        document.push(&match spot.place % 9 {
            0 => format!("{value}\n\n"),
            1 => format!("## {value}\n\n"),
            2 => format!("- one\n- {value}\n\n"),
            3 => format!("| a | b |\n|---|---|\n| 1 | {value} |\n\n"),
            4 => format!("```\n{value}\n```\n\n"),
            5 => format!("Use `{value}` here.\n\n"),
            6 => format!("[{value}](https://example.com/)\n\n"),
            7 => format!("<!-- {value} -->\n\n"),
            _ => format!("> quoted **{value}** words\n\n"),
        });
        document.push(&format!("{}\n\n", FILLER.repeat(FILLER_TIMES)));
        document.plant(&value);
    }
    document
}
