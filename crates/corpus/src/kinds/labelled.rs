//! Values of any detectors that a recipe asks for, in the company in which they are met. What
//! the scored corpus is made of.

use crate::draft::Draft;
use crate::random::Random;
use crate::recipe::Content;
use crate::values::{self, Value};

/// The sorts of value that the recipe names.
fn wanted(content: &Content) -> Result<Vec<&'static Value>, String> {
    if content.detectors.is_empty() {
        return Err("this kind needs `detectors = [..]`".into());
    }
    let found = content.detectors.iter().map(|id| {
        values::find(id).ok_or_else(|| {
            let ids: Vec<&str> = values::VALUES.iter().map(|value| value.detector).collect();
            format!("no values for detector `{id}`; there are {}", ids.join(", "))
        })
    });
    found.collect()
}

/// The same column name for a whole object, drawn once.
fn columns(values: &[&'static Value], random: &mut Random) -> Vec<&'static str> {
    values.iter().map(|value| *random.pick(value.columns)).collect()
}

fn plant(value: &Value, random: &mut Random, draft: &mut Draft) {
    let mut written = Vec::new();
    (value.write)(random, &mut written);
    draft.plant_lines(value.detector, &written);
}

pub(super) fn labelled_csv(
    content: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    let values = wanted(content)?;
    let names = columns(&values, random);
    draft.push(&format!("row,{},note\n", names.join(",")));
    for row in 1..=content.rows {
        draft.push(&format!("{row},"));
        for value in &values {
            draft.push("\"");
            plant(value, random, draft);
            draft.push("\",");
        }
        draft.push("checked\n");
    }
    Ok(())
}

/// One record, without a line end.
fn record(
    values: &[&'static Value],
    names: &[&str],
    row: u32,
    random: &mut Random,
    draft: &mut Draft,
) {
    draft.push(&format!("{{\"row\":{row},\"subject\":{{"));
    for (at, (value, name)) in values.iter().zip(names).enumerate() {
        draft.push(if at > 0 { "," } else { "" });
        draft.push(&format!("\"{name}\":\""));
        plant(value, random, draft);
        draft.push("\"");
    }
    draft.push("}}");
}

pub(super) fn labelled_jsonl(
    content: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    let values = wanted(content)?;
    let names = columns(&values, random);
    for row in 1..=content.rows {
        record(&values, &names, row, random, draft);
        draft.push("\n");
    }
    Ok(())
}

pub(super) fn labelled_json(
    content: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    let values = wanted(content)?;
    let names = columns(&values, random);
    draft.push("[\n");
    for row in 1..=content.rows {
        record(&values, &names, row, random, draft);
        draft.push(if row < content.rows { ",\n" } else { "\n" });
    }
    draft.push("]\n");
    Ok(())
}

pub(super) fn labelled_xml(
    content: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    let values = wanted(content)?;
    let names = columns(&values, random);
    draft.push("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<subjects>\n");
    for row in 1..=content.rows {
        draft.push(&format!(" <subject row=\"{row}\">\n"));
        for (value, name) in values.iter().zip(&names) {
            draft.push(&format!("  <{name}>"));
            plant(value, random, draft);
            draft.push(&format!("</{name}>\n"));
        }
        draft.push(" </subject>\n");
    }
    draft.push("</subjects>\n");
    Ok(())
}

pub(super) fn labelled_text(
    content: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    let values = wanted(content)?;
    for row in 0..content.rows {
        let value = values[row as usize % values.len()];
        let (before, after) = random
            .pick(value.sentences)
            .split_once("{}")
            .expect("a test counts the places in every sentence");
        draft.push(before);
        plant(value, random, draft);
        draft.push(after);
        draft.push("\n");
        // Distance, so that the words beside one value are not the company of the next.
        super::documents::filler_line(random, draft);
    }
    Ok(())
}
