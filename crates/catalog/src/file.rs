//! The TOML of a detector file, as it stands there. Private: the format is a promise to the
//! writers of detector files, not to the rest of the program.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DetectorFile {
    pub(crate) name: Spanned<String>,
    pub(crate) description: Spanned<String>,
    pub(crate) category: Spanned<String>,
    #[serde(default)]
    pub(crate) countries: Vec<Spanned<String>>,
    pub(crate) severity: Spanned<BTreeMap<String, String>>,
    #[serde(default)]
    pub(crate) macie: Vec<Spanned<MacieTable>>,
    #[serde(default)]
    pub(crate) references: Vec<Spanned<String>>,
    pub(crate) profiles: Option<Vec<Spanned<String>>>,
    pub(crate) mask: Spanned<String>,
    #[serde(default)]
    pub(crate) formerly: Vec<Spanned<String>>,
    pub(crate) running_text: Option<Spanned<String>>,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MacieTable {
    pub(crate) name: String,
    pub(crate) when: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatternTable {
    pub(crate) regex: Spanned<String>,
    pub(crate) base: Spanned<String>,
    pub(crate) check: Option<Spanned<String>>,
    pub(crate) form_alone: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) own_words: bool,
    #[serde(default)]
    pub(crate) across_cells: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldTable {
    pub(crate) headings: Spanned<Vec<Spanned<String>>>,
    pub(crate) check: Option<Spanned<String>>,
    pub(crate) words: Option<Spanned<ValueList>>,
    pub(crate) base: Spanned<String>,
    #[serde(default)]
    pub(crate) follows: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContextTable {
    #[serde(default)]
    pub(crate) keywords: Vec<Spanned<String>>,
    pub(crate) characters: Option<Spanned<usize>>,
    #[serde(default)]
    pub(crate) before: bool,
    #[serde(default)]
    pub(crate) required: Option<Spanned<bool>>,
    #[serde(default)]
    pub(crate) against: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValuesTable {
    pub(crate) specimens: Option<Spanned<ValueList>>,
    pub(crate) allow: Option<Spanned<ValueList>>,
    pub(crate) ignore: Option<Spanned<ValueList>>,
    pub(crate) words: Option<Spanned<ValueList>>,
    pub(crate) words_base: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a list of strings, or { file = \"name.txt\" }")]
pub(crate) enum ValueList {
    Inline(Vec<String>),
    Beside(ListFile),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListFile {
    pub(crate) file: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExamplesTable {
    #[serde(default, rename = "match")]
    pub(crate) matches: Vec<Spanned<ExampleEntry>>,
    #[serde(default)]
    pub(crate) reject: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a text with << and >> around the match, or { text = \"...\", span = \"...\" }"
)]
pub(crate) enum ExampleEntry {
    Marked(String),
    Spanned(SpanTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpanTable {
    pub(crate) text: String,
    pub(crate) span: String,
}
