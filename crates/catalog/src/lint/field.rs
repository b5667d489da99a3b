//! The `[[field]]` tables of a detector: headings, and what their values must be.

use super::*;

impl Linter<'_> {
    pub(super) fn field(&mut self, table: &FieldTable) -> Option<Field> {
        if self.care != Care::Stored {
            self.lint_headings(&table.headings);
        }
        let base = self.word(&table.base, Rule::Base, Confidence::parse, || {
            Confidence::ALL.map(Confidence::as_str).to_vec()
        });
        let value = match (&table.check, &table.words) {
            (Some(name), None) => self.check(name).map(FieldValue::Check),
            (None, Some(_)) => Some(FieldValue::Words(self.list(table.words.as_ref()))),
            _ => {
                let mend =
                    "write check = \"...\", or words = [...]: a heading alone proves nothing";
                let problem = "a field names either a check or words";
                self.fault(Some(table.headings.span()), Rule::Values, problem, mend);
                None
            }
        };
        let headings = table.headings.get_ref().iter().map(|heading| heading.get_ref().clone());
        Some(Field {
            headings: headings.collect(),
            value: value?,
            base: base?,
            follows: table.follows,
        })
    }

    fn lint_headings(&mut self, headings: &Placed<Vec<Placed<String>>>) {
        if headings.get_ref().is_empty() {
            let mend = "list what such a column, field or label is called";
            self.fault(Some(headings.span()), Rule::Context, "no heading is listed", mend);
        }
        let mut seen = BTreeSet::new();
        for heading in headings.get_ref() {
            let text = heading.get_ref();
            let bare = text.strip_prefix('=').unwrap_or(text);
            let problem = if !HEADING_CHARACTERS.contains(&bare.chars().count()) && !is_sign(text) {
                "is neither 2 to 90 characters long nor `=` and one Chinese or Korean sign"
            } else if bare.to_lowercase() != *bare || bare.trim() != bare {
                "is not lower-case, or has space around it"
            } else if !bare.chars().any(char::is_alphanumeric) {
                "has neither letter nor digit"
            } else if !seen.insert(text) {
                "stands here twice"
            } else {
                continue;
            };
            let mend = "write each heading once, in natural lower-case spelling";
            self.fault(Some(heading.span()), Rule::Context, format!("{text:?} {problem}"), mend);
        }
    }
}

/// Whether it is a whole heading of one Chinese or Korean sign, which is a word: `=姓`, `=성`.
fn is_sign(heading: &str) -> bool {
    let mut signs = heading.chars();
    signs.next() == Some('=')
        && signs
            .next()
            .is_some_and(|sign| matches!(sign, '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}'))
        && signs.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"name = "Creed"
description = "What somebody believes."
category = "SPECIAL_CATEGORY"
severity = { "1" = "low", "2" = "medium", "100" = "high" }
references = ["https://eur-lex.europa.eu/"]
mask = "all"
[[field]]
headings = ["religion", "=creed"]
words = ["buddhist", "catholic"]
base = "medium"
[examples]
match = ["religion: <<catholic>>"]
reject = ["religion: 12", "catholic", "religion: none"]
"#;

    fn read(text: &str) -> Result<Detector, CatalogError> {
        read_detector("t/creed", "t/creed.toml", text, &|_| Err("none".into()), Care::Full)
            .map(|(detector, _)| detector)
    }

    fn broken(from: &str, to: &str) -> Vec<(Rule, Option<usize>)> {
        assert!(GOOD.contains(from), "{from}");
        let error = read(&GOOD.replacen(from, to, 1)).unwrap_err();
        error.faults.iter().map(|fault| (fault.rule, fault.line)).collect()
    }

    #[test]
    fn a_field_is_enough_for_a_detector() {
        let detector = read(GOOD).unwrap();
        assert_eq!(detector.fields[0].headings, ["religion", "=creed"]);
        assert!(detector.patterns.is_empty());
    }

    #[test]
    fn a_field_names_a_check_or_words() {
        assert_eq!(broken("words = [\"buddhist\", \"catholic\"]\n", ""), [(Rule::Values, Some(8))]);
        let both = "check = \"luhn\"\nwords = [";
        assert_eq!(broken("words = [", both)[0], (Rule::Values, Some(8)));
        let unknown = "check = \"lunh\"";
        assert_eq!(
            broken("words = [\"buddhist\", \"catholic\"]", unknown),
            [(Rule::Check, Some(9))]
        );
    }

    #[test]
    fn headings_are_written_once_in_lower_case() {
        assert_eq!(broken("\"=creed\"", "\"Creed\""), [(Rule::Context, Some(8))]);
        assert_eq!(broken("\"=creed\"", "\"religion\""), [(Rule::Context, Some(8))]);
        assert_eq!(broken("[\"religion\", \"=creed\"]", "[]"), [(Rule::Context, Some(8))]);
    }

    #[test]
    fn a_heading_of_one_character_is_a_chinese_or_korean_sign_and_whole() {
        for heading in ["=姓", "=성"] {
            let heading = format!("\"{heading}\"");
            assert!(read(&GOOD.replacen("\"=creed\"", &heading, 1)).is_ok());
        }
        for heading in ["姓", "=c", "=é", "c"] {
            let heading = format!("\"{heading}\"");
            assert_eq!(broken("\"=creed\"", &heading), [(Rule::Context, Some(8))], "{heading}");
        }
    }

    #[test]
    fn fields_need_three_near_misses() {
        assert_eq!(broken(", \"religion: none\"", ""), [(Rule::Examples, Some(13))]);
    }
}
