//! Documents: running text, markup, settings, and JSON of one piece.

use super::every;
use crate::draft::Draft;
use crate::random::Random;
use crate::recipe::Content;
use crate::values;

/// Words of four languages that no detector takes for context.
const WORDS: [&str; 48] = [
    "the", "river", "along", "winter", "garden", "slowly", "between", "stones", "under", "light",
    "water", "again", "morgen", "zwischen", "Häuser", "leise", "Fenster", "wieder", "über",
    "Brücke", "das", "und", "nicht", "grün", "la", "plaza", "entre", "árboles", "mañana", "otra",
    "siempre", "sobre", "río", "pequeño", "luz", "con", "le", "jardin", "près", "forêt", "été",
    "toujours", "dans", "lumière", "vers", "où", "nuit", "calme",
];

/// So many words.
pub(super) fn words(random: &mut Random, count: u32, draft: &mut Draft) {
    for at in 0..count {
        if at > 0 {
            draft.push_word(" ");
        }
        draft.push_word(random.word(&WORDS));
    }
}

/// A line of words.
pub(super) fn filler_line(random: &mut Random, draft: &mut Draft) {
    let count = random.between(8, 16);
    words(random, count, draft);
    draft.push(".\n");
}

fn planted(detector: &'static str, random: &mut Random, draft: &mut Draft) {
    let write = values::find(detector).expect("the table of values names it").write;
    let mut written = Vec::new();
    write(random, &mut written);
    draft.plant_lines(detector, &written);
}

/// A line of running text; with `value`, one in the middle of it.
pub(crate) fn prose_line(random: &mut Random, value: bool, draft: &mut Draft) {
    let count = random.between(5, 14);
    words(random, count, draft);
    if value {
        if random.below(3) == 0 {
            draft.push(". Please use IBAN ");
            planted("global/iban", random, draft);
        } else {
            draft.push(". Please write to ");
            planted("global/email", random, draft);
        }
        draft.push(" and ");
    } else {
        draft.push(", ");
    }
    let count = random.between(5, 14);
    words(random, count, draft);
    draft.push(".\n");
}

pub(super) fn prose(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    let every = every(c, 25);
    for row in 1..=c.rows {
        prose_line(random, row % every == 0, draft);
        if row % 6 == 0 {
            draft.push("\n");
        }
    }
    Ok(())
}

pub(super) fn single_line(
    c: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    let every = every(c, 100);
    draft.push("[");
    for row in 1..=c.rows {
        draft.push(if row > 1 { "," } else { "" });
        draft.push(&format!("{{\"n\":{row},\"text\":\""));
        words(random, 6, draft);
        if row % every == 0 {
            draft.push("\",\"card_number\":\"");
            draft.plant("global/payment_card", |out| values::finance::card_plain(random, out));
        }
        draft.push("\"}");
    }
    draft.push("]");
    Ok(())
}

pub(super) fn xml(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    draft.push("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<orders>\n");
    for row in 1..=c.rows {
        draft.push(&format!("  <order n=\"{row}\" email=\""));
        planted("global/email", random, draft);
        draft.push("\">\n    <card_number>");
        draft.plant("global/payment_card", |out| values::finance::card_plain(random, out));
        draft.push("</card_number>\n    <note>");
        words(random, 5, draft);
        draft.push(" &amp; more</note>\n  </order>\n");
    }
    draft.push("</orders>\n");
    Ok(())
}

pub(super) fn html(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    draft.push("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    draft.push("<title>Winter garden</title>\n<script>var build = 20260101120000;</script>\n");
    draft.push("</head><body>\n");
    let every = every(c, 10);
    for row in 1..=c.rows {
        draft.push("<p>");
        words(random, 12, draft);
        if row % every == 0 {
            draft.push(" <b>write to</b> <span>");
            planted("global/email", random, draft);
            draft.push("</span>");
        }
        draft.push("</p>\n");
    }
    draft.push("</body></html>\n");
    Ok(())
}

pub(super) fn config_secrets(
    c: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    for _ in 0..c.rows {
        draft.push("# settings of the nightly job\nregion = eu-west-1\nretries = 5\n");
        draft.push("aws_access_key_id = ");
        let mut pair = Vec::new();
        values::secrets::aws_access_key_id(random, &mut pair);
        pair.extend_from_slice(b"\naws_secret_access_key = ");
        values::secrets::aws_secret_access_key(random, &mut pair);
        draft.plant_lines("secret/aws_key_pair", &pair);
        draft.push("\nlog_level = info\n\n# service token\nAuthorization: Bearer ");
        planted("secret/jwt", random, draft);
        draft.push("\n\n# deploy key\n");
        planted("secret/pkcs_private_key", random, draft);
        draft.push("\n");
    }
    Ok(())
}

pub(super) fn medical_json(
    c: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    draft.push("[\n");
    for row in 1..=c.rows {
        let ward = random.pick(&["north", "south", "day clinic"]);
        draft.push(&format!(" {{\"record\":{row},\"ward\":\"{ward}\",\"patient\":{{"));
        draft.push("\"nhs_number\":\"");
        planted("gb/nhs_number", random, draft);
        draft.push("\",\"date_of_birth\":\"");
        draft.plant("global/date_of_birth", |out| values::contact::date_iso(random, out));
        draft.push("\"},\"diagnosis\":\"");
        draft.push(random.word(&["asthma", "fracture", "migraine", "hypertension"]));
        draft.push(if row < c.rows { "\"},\n" } else { "\"}\n" });
    }
    draft.push("]\n");
    Ok(())
}
