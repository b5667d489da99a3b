//! The TOML of a detector file, as it stands there. Private: the format is a promise to the
//! writers of detector files, not to the rest of the program.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::placed::Placed;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DetectorFile {
    pub(crate) name: Placed<String>,
    pub(crate) description: Placed<String>,
    pub(crate) category: Placed<String>,
    #[serde(default)]
    pub(crate) countries: Vec<Placed<String>>,
    pub(crate) severity: Placed<BTreeMap<String, String>>,
    #[serde(default)]
    pub(crate) macie: Vec<Placed<MacieTable>>,
    #[serde(default)]
    pub(crate) references: Vec<Placed<String>>,
    pub(crate) profiles: Option<Vec<Placed<String>>>,
    pub(crate) mask: Placed<String>,
    #[serde(default)]
    pub(crate) formerly: Vec<Placed<String>>,
    pub(crate) running_text: Option<Placed<String>>,
    #[serde(default)]
    pub(crate) pattern: Vec<PatternTable>,
    #[serde(default)]
    pub(crate) field: Vec<FieldTable>,
    pub(crate) context: Option<ContextTable>,
    #[serde(default)]
    pub(crate) values: ValuesTable,
    #[serde(default)]
    pub(crate) examples: ExamplesTable,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MacieTable {
    pub(crate) name: String,
    pub(crate) when: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatternTable {
    pub(crate) regex: Placed<String>,
    pub(crate) base: Placed<String>,
    pub(crate) check: Option<Placed<String>>,
    pub(crate) form_alone: Option<Placed<String>>,
    #[serde(default)]
    pub(crate) own_words: bool,
    #[serde(default)]
    pub(crate) across_cells: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldTable {
    pub(crate) headings: Placed<Vec<Placed<String>>>,
    pub(crate) check: Option<Placed<String>>,
    pub(crate) words: Option<Placed<ValueList>>,
    pub(crate) base: Placed<String>,
    #[serde(default)]
    pub(crate) follows: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContextTable {
    #[serde(default)]
    pub(crate) keywords: Vec<Placed<String>>,
    pub(crate) characters: Option<Placed<usize>>,
    #[serde(default)]
    pub(crate) before: bool,
    #[serde(default)]
    pub(crate) required: Option<Placed<bool>>,
    #[serde(default)]
    pub(crate) against: Vec<Placed<String>>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValuesTable {
    pub(crate) specimens: Option<Placed<ValueList>>,
    pub(crate) allow: Option<Placed<ValueList>>,
    pub(crate) ignore: Option<Placed<ValueList>>,
    pub(crate) words: Option<Placed<ValueList>>,
    pub(crate) words_base: Option<Placed<String>>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum ValueList {
    Inline(Vec<String>),
    Beside(ListFile),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a list of strings, or { file = \"name.txt\" }")]
enum WrittenList {
    Inline(Vec<String>),
    Beside(ListFile),
}

/// What the build stores holds the values themselves.
impl<'de> Deserialize<'de> for ValueList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return Vec::deserialize(deserializer).map(Self::Inline);
        }
        Ok(match WrittenList::deserialize(deserializer)? {
            WrittenList::Inline(values) => Self::Inline(values),
            WrittenList::Beside(file) => Self::Beside(file),
        })
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListFile {
    pub(crate) file: String,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExamplesTable {
    #[serde(default, rename = "match")]
    pub(crate) matches: Vec<Placed<ExampleEntry>>,
    #[serde(default)]
    pub(crate) reject: Vec<Placed<String>>,
}

#[derive(Deserialize, Serialize)]
#[serde(
    untagged,
    expecting = "expected a text with << and >> around the match, or { text = \"...\", span = \"...\" }"
)]
pub(crate) enum ExampleEntry {
    Marked(String),
    Spanned(SpanTable),
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpanTable {
    pub(crate) text: String,
    pub(crate) span: String,
}

/// The values of a list beside a detector file: one a line, empty lines and lines that begin with `#` left out.
pub(crate) fn values_of(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}
