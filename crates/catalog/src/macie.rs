//! Custom data identifiers of Amazon Macie, as the AWS CLI prints them, become detector files.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use magpie_model::{Severity, SeverityBands};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;
use serde::Deserialize;
use serde_json::Value;

use crate::draw;
use crate::fault::{Fault, Rule};
use crate::macie_regex::carried_over;

/// Macie's own default and bounds.
const DISTANCE_DEFAULT: usize = 50;
const DISTANCES: std::ops::RangeInclusive<usize> = 1..=300;
const KEYWORD_CHARACTERS: std::ops::RangeInclusive<usize> = 3..=90;
const REFERENCE: &str =
    "https://docs.aws.amazon.com/macie/latest/user/custom-data-identifiers.html";

/// A custom data identifier, understood.
#[derive(Clone, Debug)]
pub struct MacieImport {
    /// Its name in Macie.
    pub name: String,
    /// The name as a file name and id: lower-case letters, digits and `_`.
    pub slug: String,
    /// What matches or counts differently here, a clause each.
    pub notes: Vec<String>,
    description: String,
    regex: String,
    tree: Hir,
    keywords: Vec<String>,
    characters: usize,
    ignore: Vec<String>,
    severity: SeverityBands,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identifier {
    id: Option<String>,
    name: String,
    description: Option<String>,
    regex: Option<String>,
    keywords: Option<Vec<String>>,
    ignore_words: Option<Vec<String>>,
    maximum_match_distance: Option<usize>,
    severity_levels: Option<Vec<SeverityLevel>>,
    #[serde(default)]
    deleted: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SeverityLevel {
    occurrences_threshold: u64,
    severity: String,
}

/// Reads what `aws macie2 get-custom-data-identifier` prints: one object, several behind each
/// other, an array, or a list under `customDataIdentifiers` or `items`. Each identifier becomes an
/// import or the fault that keeps it from being one.
///
/// # Errors
/// When the text is not JSON, or holds no identifier.
pub fn import_macie(origin: &str, json: &str) -> Result<Vec<Result<MacieImport, Fault>>, Fault> {
    let fault = |line: Option<usize>, problem: String| Fault {
        origin: origin.into(),
        line,
        rule: Rule::Format,
        problem,
        mend: "give what `aws macie2 get-custom-data-identifier --id ID` prints".into(),
    };
    let mut identifiers = Vec::new();
    for value in serde_json::Deserializer::from_str(json).into_iter::<Value>() {
        let value = value.map_err(|e| fault(Some(e.line()), format!("is not JSON: {e}")))?;
        gather(value, &mut identifiers);
    }
    if identifiers.is_empty() {
        return Err(fault(None, "holds no custom data identifier".into()));
    }
    let mut slugs = BTreeSet::new();
    let imports = identifiers.into_iter().enumerate().map(|(at, value)| {
        let shown = value.get("name").and_then(Value::as_str).unwrap_or("without a name");
        let shown = format!("{origin}: identifier {} ({shown})", at + 1);
        let refused = |(problem, mend): (String, String)| Fault {
            origin: shown.clone(),
            line: None,
            rule: Rule::Macie,
            problem,
            mend,
        };
        let mut import = import(value).map_err(refused)?;
        let slug = import.slug.clone();
        let mut number = 1;
        while !slugs.insert(import.slug.clone()) {
            number += 1;
            import.slug = format!("{slug}_{number}");
        }
        Ok(import)
    });
    Ok(imports.collect())
}

fn gather(value: Value, into: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| gather(value, into)),
        Value::Object(mut object) => {
            let list =
                ["customDataIdentifiers", "items"].into_iter().find_map(|k| object.remove(k));
            match list {
                Some(list) => gather(list, into),
                None => into.push(Value::Object(object)),
            }
        }
        other => into.push(other),
    }
}

fn import(value: Value) -> Result<MacieImport, (String, String)> {
    let as_printed = "leave the output of the AWS CLI as it is";
    let read: Identifier = serde_json::from_value(value)
        .map_err(|error| (format!("is no identifier: {error}"), as_printed.into()))?;
    let Some(regex) = read.regex.as_deref() else {
        let id = read.id.as_deref().unwrap_or("ID");
        let mend = format!("run `aws macie2 get-custom-data-identifier --id {id}` and import that");
        return Err(("has no regex, as lists of identifiers print names only".into(), mend));
    };
    let (regex, mut notes) = carried_over(regex)
        .map_err(|problem| (problem, "write a detector by hand, see detectors/README.md".into()))?;
    let tree = ParserBuilder::new().unicode(false).utf8(false).build().parse(&regex);
    let tree = tree.map_err(|error| (error.to_string(), as_printed.into()))?;
    let characters = read.maximum_match_distance.unwrap_or(DISTANCE_DEFAULT);
    if !DISTANCES.contains(&characters) {
        let problem = format!("maximumMatchDistance is {characters}, Macie allows 1 to 300");
        return Err((problem, as_printed.into()));
    }
    let keywords = keywords(read.keywords.unwrap_or_default(), &mut notes)?;
    let severity = severity(read.severity_levels.as_deref().unwrap_or_default())
        .map_err(|problem| (problem, as_printed.to_owned()))?;
    if read.deleted {
        notes.push("it is deleted in Macie".into());
    }
    let slug = slug(&read.name);
    if slug.is_empty() {
        return Err(("its name has no letter or digit".into(), "give it one in the JSON".into()));
    }
    let ignore = read.ignore_words.unwrap_or_default();
    Ok(MacieImport {
        description: read.description.filter(|said| !said.trim().is_empty()).unwrap_or_else(|| {
            format!("The custom data identifier {:?} of Amazon Macie.", read.name)
        }),
        name: read.name,
        slug,
        notes,
        regex,
        tree,
        keywords,
        characters,
        ignore: ignore.into_iter().filter(|word| !word.trim().is_empty()).collect(),
        severity,
    })
}

/// In lower case, each once, without those that no text is compared with.
fn keywords(given: Vec<String>, notes: &mut Vec<String>) -> Result<Vec<String>, (String, String)> {
    let mut kept = Vec::new();
    let asked = !given.is_empty();
    for word in given {
        let folded = word.trim().to_lowercase();
        let usable = KEYWORD_CHARACTERS.contains(&folded.chars().count())
            && folded.chars().any(char::is_alphanumeric);
        if !usable {
            notes.push(format!(
                "the keyword {word:?} is left out: 3 to 90 characters, with letters"
            ));
        } else if !kept.contains(&folded) {
            kept.push(folded);
        }
    }
    if asked && kept.is_empty() {
        let mend = "give it a keyword of three letters or more in the JSON";
        return Err(("none of its keywords can be used".into(), mend.into()));
    }
    if asked {
        notes.push(
            "a keyword counts as a whole word, and the distance is to the beginning of the match"
                .into(),
        );
    }
    Ok(kept)
}

/// At the counts that the identifier names; without any, Macie's medium.
fn severity(levels: &[SeverityLevel]) -> Result<SeverityBands, String> {
    let mut steps = Vec::new();
    for level in levels {
        let severity = Severity::parse(&level.severity.to_ascii_lowercase()).ok_or_else(|| {
            format!("the severity {:?} is not LOW, MEDIUM or HIGH", level.severity)
        })?;
        let count = level.occurrences_threshold;
        if count == 0 || steps.iter().any(|(before, _)| *before == count) {
            return Err(format!("the occurrencesThreshold {count} cannot be told from the others"));
        }
        steps.push((count, severity));
    }
    steps.sort_unstable_by_key(|(count, _)| *count);
    if !steps.is_sorted_by_key(|(_, severity)| *severity) {
        return Err("its severity falls while occurrences rise, which Macie does not allow".into());
    }
    Ok(match steps.is_empty() {
        true => SeverityBands::always(Severity::Medium),
        false => SeverityBands::from_steps(steps),
    })
}

fn slug(name: &str) -> String {
    let folded = name.to_lowercase();
    let parts = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("_").chars().take(64).collect()
}

impl MacieImport {
    /// A value that fits, drawn from the regex; another number draws another one. `None` when the
    /// regex has no value of printable characters.
    pub fn value(&self, number: u64) -> Option<String> {
        draw::value(&self.tree, number)
    }

    /// Texts that look like a value and may be none; the caller keeps those that do not match.
    pub fn near_misses(&self, value: &str) -> Vec<String> {
        let characters: Vec<char> = value.chars().collect();
        let without = |from: usize, to: usize| characters[from..to].iter().collect::<String>();
        let count = characters.len();
        let mut texts = vec![
            without(0, count - 1),
            without(1, count),
            without(0, count / 2),
            value.chars().rev().collect(),
            characters.iter().map(|c| if c.is_ascii_digit() { 'x' } else { *c }).collect(),
            "unknown".into(),
            "n/a".into(),
            "-".into(),
        ];
        if !self.keywords.is_empty() {
            texts.insert(0, value.to_owned());
        }
        let mut seen = BTreeSet::new();
        texts.retain(|text| !text.trim().is_empty() && seen.insert(text.clone()));
        texts
    }

    /// The detector file, with one match and the given near misses as its examples.
    pub fn toml(&self, value: &str, near_misses: &[String]) -> String {
        let mut out = String::from("# Imported from Amazon Macie.\n");
        for note in &self.notes {
            let _ = writeln!(out, "# Differs: {}.", one_line(note));
        }
        let steps = self.severity.changes().into_iter();
        let steps =
            steps.map(|(count, severity)| format!("\"{count}\" = \"{}\"", severity.as_str()));
        let _ = write!(
            out,
            "name        = {}\ndescription = {}\ncategory    = \"CUSTOM\"\n\
             severity    = {{ {} }}\n\
             references  = [\"{REFERENCE}\"]\nprofiles    = [\"custom\"]\nmask        = \"last4\"\n\n\
             [[pattern]]\nregex = {}\n",
            quoted(&one_line(&self.name)),
            quoted(&one_line(&self.description)),
            steps.collect::<Vec<_>>().join(", "),
            quoted(&self.regex),
        );
        let text = match self.keywords.first() {
            None => {
                out.push_str(
                    "base  = \"medium\"\nform_alone = \"Amazon Macie reports every match of it\"\n",
                );
                format!("<<{value}>>")
            }
            Some(keyword) => {
                let _ = write!(
                    out,
                    "base  = \"low\"\n\n[context]\nkeywords   = {}\ncharacters = {}\nbefore     = true\nrequired   = true\n",
                    list(&self.keywords),
                    self.characters
                );
                format!("{keyword} <<{value}>>")
            }
        };
        if !self.ignore.is_empty() {
            let _ = write!(out, "\n[values]\nignore = {}\n", list(&self.ignore));
        }
        let _ = write!(
            out,
            "\n[examples]\nmatch  = {}\nreject = {}\n",
            list(&[text]),
            list(near_misses)
        );
        out
    }
}

fn one_line(text: &str) -> String {
    text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.into()).to_string()
}

fn list(values: &[String]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    format!("[{}]", quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;

    fn one(json: &str) -> Result<MacieImport, Fault> {
        let mut all = import_macie("cdi.json", json).unwrap();
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    const EMPLOYEE: &str = r#"{
        "arn": "arn:aws:macie2:eu-west-1:111122223333:custom-data-identifier/3293a69d-4a1e",
        "createdAt": "2025-03-04T10:11:12.000Z",
        "deleted": false,
        "description": "Staff numbers.\nSince 2019.",
        "id": "3293a69d-4a1e",
        "ignoreWords": ["EMP-0000"],
        "keywords": ["Employee ID", "staff", "employee id", "no"],
        "maximumMatchDistance": 20,
        "name": "Employee ID (EU)",
        "regex": "EMP-[0-9]{4,}",
        "severityLevels": [
            {"occurrencesThreshold": 1, "severity": "LOW"},
            {"occurrencesThreshold": 50, "severity": "MEDIUM"},
            {"occurrencesThreshold": 100, "severity": "HIGH"}
        ],
        "tags": {"team": "hr"}
    }"#;

    #[test]
    fn everything_that_an_identifier_says_is_carried_over() {
        let import = one(EMPLOYEE).unwrap();
        assert_eq!((import.slug.as_str(), import.characters), ("employee_id_eu", 20));
        assert_eq!(import.keywords, ["employee id", "staff"]);
        assert_eq!(import.ignore, ["EMP-0000"]);
        let steps = [(1, Severity::Low), (50, Severity::Medium), (100, Severity::High)];
        assert_eq!(import.severity, SeverityBands::from_steps(steps));
        assert!(import.notes.iter().any(|note| note.contains("\"no\"")), "{:?}", import.notes);
    }

    #[test]
    fn the_file_passes_the_lints() {
        let late = r#"{"name": "Late", "regex": "[0-9]{8}", "severityLevels": [
            {"occurrencesThreshold": 10, "severity": "MEDIUM"}]}"#;
        for json in [EMPLOYEE, r#"{"name": "Plain", "regex": "[0-9]{8}"}"#, late] {
            let import = one(json).unwrap();
            let value = import.value(1).unwrap();
            let text = import.toml(&value, &import.near_misses(&value));
            let mut catalog = Catalog::empty();
            let added = catalog.add_file(&import.slug, "x.toml", &text);
            assert!(added.is_ok(), "{}\n{text}", added.unwrap_err());
            let read = &catalog.detectors[0];
            assert_eq!(read.severity, import.severity, "{text}");
        }
    }

    #[test]
    fn macies_defaults_hold() {
        let import = one(r#"{"name": "Plain", "regex": "AB[0-9]{8}", "keywords": ["abc"]}"#);
        let import = import.unwrap();
        assert_eq!(import.characters, 50);
        assert_eq!(import.severity, SeverityBands::always(Severity::Medium));
    }

    #[test]
    fn every_shape_that_the_cli_prints_is_read() {
        let plain = r#"{"name": "A b", "regex": "ab[0-9]{4}"}"#;
        for (json, count) in [
            (format!("[{plain}, {plain}]"), 2),
            (format!("{plain}\n{plain}\n{plain}"), 3),
            (format!(r#"{{"customDataIdentifiers": [{plain}], "notFoundIdentifierIds": []}}"#), 1),
            (format!(r#"{{"items": [{plain}]}}"#), 1),
        ] {
            let imports = import_macie("x", &json).unwrap();
            let slugs: BTreeSet<String> =
                imports.into_iter().map(|import| import.unwrap().slug).collect();
            assert_eq!(slugs.len(), count, "each has a name of its own");
        }
    }

    #[test]
    fn a_summary_says_how_to_get_the_rest() {
        let summary = r#"{"items": [{"name": "A", "id": "0f-1", "arn": "arn:x"}]}"#;
        let fault = one(summary).unwrap_err();
        assert!(fault.to_string().contains("get-custom-data-identifier --id 0f-1"), "{fault}");
    }

    #[test]
    fn what_cannot_be_used_is_told_with_its_name() {
        for (json, said) in [
            (r#"{"name": "A", "regex": "(?=x)x"}"#, "(A)"),
            (r#"{"name": "A", "regex": "abc", "maximumMatchDistance": 900}"#, "1 to 300"),
            (r#"{"name": "A", "regex": "abc", "maximumMatchDistance": "9"}"#, "is no identifier"),
            (r#"{"name": "–", "regex": "abc"}"#, "no letter"),
            (r#"{"name": "A", "regex": "abc", "keywords": ["x"]}"#, "none of its keywords"),
            (r#"{"regex": "abc"}"#, "name"),
            (
                r#"{"name": "A", "regex": "abc", "severityLevels": [{"occurrencesThreshold": 1, "severity": "BAD"}]}"#,
                "BAD",
            ),
            (
                r#"{"name": "A", "regex": "abc", "severityLevels": [
                    {"occurrencesThreshold": 1, "severity": "HIGH"},
                    {"occurrencesThreshold": 5, "severity": "LOW"}]}"#,
                "falls",
            ),
            ("7", "is no identifier"),
        ] {
            let fault = one(json).unwrap_err().to_string();
            assert!(fault.contains(said), "{fault}");
        }
    }

    #[test]
    fn what_is_no_json_is_told_with_its_line() {
        let fault = import_macie("cdi.json", "{\"name\": \"A\",\n nonsense}").unwrap_err();
        assert_eq!(fault.line, Some(2));
        for empty in ["", "[]", "{\"items\": []}"] {
            assert!(import_macie("cdi.json", empty).is_err(), "{empty}");
        }
    }
}
