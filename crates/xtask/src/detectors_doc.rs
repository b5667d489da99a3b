//! `docs/detectors.md`: every built-in detector in a line, generated from their files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use magpie_catalog::{Catalog, Detector, FieldValue};

const HEAD: &str = "\
# Detectors

Generated from `detectors/` by `cargo xtask docs`; do not edit. `magpie detectors show ID` has the rest:
patterns, keywords, severity.

- **Check**: what a value must pass beyond its form; `–` where no algorithm is published.
- **Keyword**: *required* means that no value is reported without a word near it or in the name of its
  column or field; *raises* that such a word raises the confidence; *heading* that the column, field or label of a value
  must ask for it.
- **Macie**: Amazon Macie's names for the same data, which every option takes in place of the id.
";

/// Writes the page.
pub(crate) fn write(root: &Path) -> Result<PathBuf> {
    let path = root.join("docs/detectors.md");
    std::fs::write(&path, page()?).with_context(|| format!("writing {}", path.display()))?;
    Ok(path)
}

/// The page as it should be.
fn page() -> Result<String> {
    let catalog = Catalog::builtin().map_err(|error| anyhow!("{error}"))?;
    let mut folders: BTreeMap<&str, Vec<&Detector>> = BTreeMap::new();
    for detector in &catalog.detectors {
        let folder = detector.id.split('/').next().unwrap_or_default();
        folders.entry(folder).or_default().push(detector);
    }
    let mut out = String::from(HEAD);
    for (folder, detectors) in folders {
        let _ = write!(
            out,
            "\n## {folder}\n\n| id | finds | countries | check | keyword | Macie | references |\n\
             |---|---|---|---|---|---|---|\n"
        );
        for detector in detectors {
            out.push_str(&row(detector));
        }
    }
    Ok(out)
}

fn row(d: &Detector) -> String {
    let mut checks: Vec<&str> =
        d.patterns.iter().filter_map(|pattern| pattern.check).map(|check| check.name).collect();
    checks.extend(d.fields.iter().filter_map(|field| match &field.value {
        FieldValue::Check(check) => Some(check.name),
        FieldValue::Words(_) => None,
    }));
    checks.sort_unstable();
    checks.dedup();
    let keyword = match (d.context.required, d.context.keywords.is_empty()) {
        _ if !d.fields.is_empty() => "heading",
        (true, _) => "required",
        (false, false) => "raises",
        (false, true) => "–",
    };
    let macie = match d.macie.as_slice() {
        [] => "–".to_owned(),
        [only] => format!("`{}`", only.name),
        [first, second] => format!("`{}`, `{}`", first.name, second.name),
        [first, more @ ..] => format!("`{}` and {} more", first.name, more.len()),
    };
    let references: Vec<String> = d.references.iter().map(|page| link(page)).collect();
    let cells = [
        format!("`{}`", d.id),
        cell(&d.name),
        or_dash(&d.countries.join(" ")),
        or_dash(&checks.join(", ")),
        keyword.to_owned(),
        macie,
        references.join(", "),
    ];
    format!("| {} |\n", cells.join(" | "))
}

fn or_dash(text: &str) -> String {
    if text.is_empty() { "–".to_owned() } else { text.to_owned() }
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The page under the name of its host.
fn link(page: &str) -> String {
    let host = page.trim_start_matches("https://").split('/').next().unwrap_or(page);
    format!("[{}]({})", host.trim_start_matches("www."), page.replace('|', "%7C"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_detectors_is_fresh() {
        let path = crate::root().join("docs/detectors.md");
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        let wanted = page().unwrap();
        let differs = found.lines().zip(wanted.lines()).position(|(found, wanted)| found != wanted);
        assert!(
            found == wanted,
            "docs/detectors.md is stale from line {}: run `cargo xtask docs`",
            differs.unwrap_or(found.lines().count().min(wanted.lines().count())) + 1
        );
    }

    #[test]
    fn a_reference_is_a_link_with_the_name_of_its_host() {
        assert_eq!(link("https://www.boe.es/a?b=c"), "[boe.es](https://www.boe.es/a?b=c)");
    }
}
