//! `magpie detectors list` and `show`: what there is, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use magpie_catalog::{Catalog, Detector, Field, FieldValue, MacieName, When};
use magpie_model::{Category, SeverityBands};
use serde_json::{Value, json};

use super::{OwnDetectors, with_own};
use crate::exit::{Ending, Failure};
use crate::output::{print, table};

/// Longer lists of words are broken into lines.
const LINE_CHARACTERS: usize = 84;
const INDENT: &str = "             ";

/// Lists detectors
#[derive(Args, Debug)]
pub(super) struct ListCommand {
    /// Only those of a country, by its ISO 3166-1 code such as ES; may be repeated
    #[arg(long, value_name = "CODE")]
    country: Vec<String>,
    /// Only those of a category, such as financial; may be repeated
    #[arg(long, value_name = "NAME")]
    category: Vec<String>,
    /// Only those of a profile, such as recommended; may be repeated
    #[arg(long, value_name = "NAME")]
    profile: Vec<String>,
    /// How the list is written
    #[arg(long, value_enum, default_value_t = ListFormat::Text, value_name = "FORMAT")]
    format: ListFormat,
    #[command(flatten)]
    own: OwnDetectors,
}

/// Shows everything about one detector
#[derive(Args, Debug)]
pub(super) struct ShowCommand {
    /// Its id, a former id or Amazon Macie's name
    #[arg(value_name = "ID")]
    id: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t = ListFormat::Text, value_name = "FORMAT")]
    format: ListFormat,
    #[command(flatten)]
    own: OwnDetectors,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    Text,
    Json,
}

impl ListCommand {
    pub(super) fn run(&self) -> Result<Ending, Failure> {
        let catalog = with_own(self.own.detector_dir.as_deref())?;
        self.known_names(&catalog)?;
        let listed: Vec<&Detector> =
            catalog.detectors.iter().filter(|detector| self.asks_for(detector)).collect();
        match self.format {
            ListFormat::Text => print(&rows(&listed))?,
            ListFormat::Json => print_json(&listed)?,
        }
        Ok(Ending::DONE)
    }

    fn asks_for(&self, detector: &Detector) -> bool {
        let among = |asked: &[String], has: &dyn Fn(&str) -> bool| {
            asked.is_empty() || asked.iter().any(|name| has(name))
        };
        let of_country =
            |code: &str| detector.countries.iter().any(|known| known.eq_ignore_ascii_case(code));
        among(&self.country, &of_country)
            && among(&self.category, &|name| category(name) == Some(detector.category))
            && among(&self.profile, &|name| detector.profiles.iter().any(|known| known == name))
    }

    /// A name that nothing has is a slip of the pen, not an empty list.
    fn known_names(&self, catalog: &Catalog) -> Result<(), Failure> {
        if let Some(name) = self.category.iter().find(|name| category(name).is_none()) {
            let all = Category::ALL.map(Category::as_str).join(", ").to_lowercase();
            return Err(Failure::usage(format!("--category {name}: write one of {all}")));
        }
        let has_one = |code: &String| {
            let known = catalog.detectors.iter().flat_map(|detector| &detector.countries);
            known.into_iter().any(|known| known.eq_ignore_ascii_case(code))
        };
        if let Some(code) = self.country.iter().find(|code| !has_one(code)) {
            let mend = "write an ISO 3166-1 code of two letters, such as ES";
            return Err(Failure::usage(format!(
                "--country {code}: no detector is of this country; {mend}"
            )));
        }
        let profiles: std::collections::BTreeSet<&str> =
            catalog.detectors.iter().flat_map(|d| &d.profiles).map(String::as_str).collect();
        if let Some(name) = self.profile.iter().find(|name| !profiles.contains(name.as_str())) {
            let all = profiles.into_iter().collect::<Vec<_>>().join(", ");
            return Err(Failure::usage(format!("--profile {name}: there are {all}")));
        }
        let is_code = |code: &&String| code.len() == 2 && code.is_ascii();
        match self.country.iter().find(|code| !is_code(code)) {
            None => Ok(()),
            Some(code) => Err(Failure::usage(format!(
                "--country {code}: write the two letters of ISO 3166-1, such as GB"
            ))),
        }
    }
}

/// The name in any case, `financial` for `FINANCIAL_INFORMATION`.
fn category(name: &str) -> Option<Category> {
    let name = name.to_ascii_uppercase();
    Category::parse(&name).or_else(|| Category::parse(&format!("{name}_INFORMATION")))
}

impl ShowCommand {
    pub(super) fn run(&self) -> Result<Ending, Failure> {
        let selected =
            with_own(self.own.detector_dir.as_deref())?.select(std::slice::from_ref(&self.id));
        let selected = selected.map_err(|error| Failure::usage(error.to_string()))?;
        match self.format {
            ListFormat::Text => {
                let shown: Vec<String> = selected.detectors.iter().map(described).collect();
                print(&shown.join("\n"))?;
            }
            ListFormat::Json => print_json(&selected.detectors.iter().collect::<Vec<_>>())?,
        }
        Ok(Ending::DONE)
    }
}

fn rows(listed: &[&Detector]) -> String {
    let row = |d: &&Detector| {
        vec![
            d.id.to_string(),
            d.name.clone(),
            d.category.as_str().to_owned(),
            d.severity.of_few().as_str().to_owned(),
            d.profiles.join(" "),
            in_short(&d.macie),
        ]
    };
    let rows: Vec<Vec<String>> = listed.iter().map(row).collect();
    let heading = ["ID", "NAME", "CATEGORY", "SEVERITY", "PROFILES", "MACIE"];
    let noun = if rows.len() == 1 { "detector" } else { "detectors" };
    format!("{}{} {noun}\n", table(&heading, &rows, &[]), rows.len())
}

/// The first of Macie's names and how many more there are.
fn in_short(macie: &[MacieName]) -> String {
    match macie {
        [] => String::new(),
        [only] => only.name.clone(),
        [first, more @ ..] => format!("{} and {} more", first.name, more.len()),
    }
}

fn print_json(detectors: &[&Detector]) -> Result<(), Failure> {
    let lines: Vec<Value> = detectors.iter().map(|detector| as_json(detector)).collect();
    print(&format!("{:#}\n", Value::Array(lines)))
}

fn as_json(d: &Detector) -> Value {
    let macie = |entry: &MacieName| match &entry.when {
        None => json!({ "name": entry.name }),
        Some(when) => json!({ "name": entry.name, "when": condition(when) }),
    };
    let pattern = |pattern: &magpie_catalog::Pattern| {
        json!({
            "regex": pattern.regex,
            "base": pattern.base.as_str(),
            "check": pattern.check.map(|check| check.name),
        })
    };
    // Amazon Macie's counts are always told, so that detectors can be read side by side.
    let counts = d.severity.changes().into_iter().map(|(count, _)| count);
    let severity: BTreeMap<String, &str> = counts
        .chain([1, 2, 100])
        .filter_map(|count| Some((count.to_string(), d.severity.of(count)?.as_str())))
        .collect();
    json!({
        "id": &*d.id,
        "name": d.name,
        "description": d.description,
        "category": d.category.as_str(),
        "countries": d.countries,
        "severity": severity,
        "macie": d.macie.iter().map(macie).collect::<Vec<_>>(),
        "references": d.references,
        "profiles": d.profiles,
        "mask": d.mask.as_str(),
        "patterns": d.patterns.iter().map(pattern).collect::<Vec<_>>(),
        "fields": d.fields.iter().map(field).collect::<Vec<_>>(),
        "context": {
            "keywords": d.context.keywords,
            "characters": d.context.characters,
            "required": d.context.required,
            "against": d.context.against,
        },
        "formerly": d.formerly,
        "origin": d.origin,
    })
}

fn field(field: &Field) -> Value {
    let (check, words) = match &field.value {
        FieldValue::Check(check) => (Some(check.name), None),
        FieldValue::Words(words) => (None, Some(words)),
    };
    json!({
        "headings": field.headings,
        "check": check,
        "words": words,
        "base": field.base.as_str(),
        "follows": field.follows,
    })
}

fn condition(when: &When) -> String {
    match when {
        When::Keyword => "keyword".to_owned(),
        When::Country(code) => format!("country={code}"),
    }
}

fn severity_by_count(bands: SeverityBands) -> String {
    let steps = bands.changes().into_iter();
    let steps = steps.map(|(count, severity)| format!("{} from {count} on", severity.as_str()));
    steps.collect::<Vec<_>>().join(", ")
}

fn described(d: &Detector) -> String {
    let mut out = format!("{}  {}\n{}\n\n", d.id, d.name, d.description);
    let macie: Vec<String> = d
        .macie
        .iter()
        .map(|entry| match &entry.when {
            None => entry.name.clone(),
            Some(When::Keyword) => format!("{} (with a keyword)", entry.name),
            Some(When::Country(code)) => format!("{} ({code})", entry.name),
        })
        .collect();
    let context = match d.context.required {
        true => format!("required, within {} characters", d.context.characters),
        false => format!("raises the confidence, within {} characters", d.context.characters),
    };
    let rows = [
        ("category", d.category.as_str().to_owned()),
        ("countries", d.countries.join(", ")),
        ("severity", severity_by_count(d.severity)),
        ("Macie", in_lines(&macie)),
        ("profiles", d.profiles.join(", ")),
        ("shown as", d.mask.as_str().to_owned()),
        ("keyword", if d.context.keywords.is_empty() { String::new() } else { context }),
        ("keywords", in_lines(&d.context.keywords)),
        ("against", in_lines(&d.context.against)),
        ("formerly", d.formerly.join(", ")),
        ("reference", d.references.join(&format!("\n{INDENT}"))),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "  {name:<10} {value}");
    }
    for pattern in &d.patterns {
        let check = pattern.check.map_or(String::new(), |check| format!(", check {}", check.name));
        let _ = writeln!(out, "  {:<10} {}{check}", "pattern", pattern.base.as_str());
        for line in pattern.regex.trim().lines() {
            let _ = writeln!(out, "{INDENT}{}", line.trim());
        }
    }
    for field in &d.fields {
        let value = match &field.value {
            FieldValue::Check(check) => format!("check {}", check.name),
            FieldValue::Words(words) => format!("{} words", words.len()),
        };
        let _ = writeln!(out, "  {:<10} {}, {value}", "field", field.base.as_str());
        let _ = writeln!(out, "{INDENT}{}", in_lines(&field.headings));
    }
    out
}

/// Words with commas, in lines that a terminal holds.
fn in_lines(words: &[String]) -> String {
    let mut out = String::new();
    let mut line = 0;
    for (at, word) in words.iter().enumerate() {
        let comma = if at + 1 < words.len() { "," } else { "" };
        let characters = word.chars().count() + 2;
        if line > 0 && line + characters > LINE_CHARACTERS {
            out.push_str(&format!("\n{INDENT}"));
            line = 0;
        } else if line > 0 {
            out.push(' ');
        }
        out.push_str(word);
        out.push_str(comma);
        line += characters;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_broken_between_words() {
        let words: Vec<String> = (0..40).map(|n| format!("word number {n}")).collect();
        let lines = in_lines(&words);
        assert!(lines.lines().all(|line| line.trim().chars().count() <= LINE_CHARACTERS));
        let joined = lines.replace(&format!("\n{INDENT}"), " ");
        assert_eq!(joined, words.join(", "));
    }

    #[test]
    fn many_names_of_macie_are_one_and_a_number() {
        let name = |name: &str| MacieName { name: name.into(), when: None };
        assert_eq!(in_short(&[]), "");
        assert_eq!(in_short(&[name("A")]), "A");
        assert_eq!(in_short(&[name("A"), name("B"), name("C")]), "A and 2 more");
    }
}
