//! From the text of a detector file to a detector, or to the list of its faults.

mod context;
mod field;
mod patterns;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use magpie_checks::Check;
use magpie_checks::running::{self, Finder};
use magpie_model::{Category, Confidence, Severity, SeverityBands};

use crate::detector::{
    Context, Detector, Example, Examples, Field, FieldValue, MacieName, Pattern, When,
};
use crate::digest::digest;
use crate::fault::{CatalogError, Fault, Rule};
use crate::file::{
    ContextTable, DetectorFile, ExampleEntry, ExamplesTable, FieldTable, MacieTable, PatternTable,
    ValueList, ValuesTable, values_of,
};
use crate::mask::Mask;
use crate::nearest::nearest;
use crate::placed::Placed;
use crate::{examples, pattern};

const HEADING_CHARACTERS: std::ops::RangeInclusive<usize> = 2..=90;
const REJECTS_WITHOUT_CHECK: usize = 3;

/// How much of a file is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// Everything, the checks of its patterns measured on random values.
    Full,
    /// What takes no time. For the embedded files, which the tests judge in full.
    Quick,
    /// As quick, of a file that the build has stored without its examples.
    Stored,
}

/// Reads one file. Faults are gathered rather than told one by one, so that a file is mended in
/// one go. With what works, and would be better otherwise.
pub(crate) fn read_detector(
    id: &str,
    origin: &str,
    text: &str,
    beside: &dyn Fn(&str) -> Result<String, String>,
    care: Care,
) -> Result<(Detector, Vec<Fault>), CatalogError> {
    let file: DetectorFile = toml::from_str(text).map_err(|error| syntax(origin, text, &error))?;
    let digest = digest([id.as_bytes(), text.as_bytes()]);
    Linter::new(id, origin, text, digest, beside, care).judge(file)
}

/// The same of a file as the build has stored it, with the digest of its text.
pub(crate) fn stored_detector(
    id: &str,
    digest: u128,
    stored: &[u8],
) -> Result<Detector, CatalogError> {
    let origin = format!("detectors/{id}.toml");
    let file: DetectorFile = postcard::from_bytes(stored).map_err(|error| Fault {
        origin: origin.clone(),
        line: None,
        rule: Rule::Format,
        problem: format!("what the build stored cannot be read: {error}"),
        mend: "build the program again".into(),
    })?;
    let beside = |name: &str| Err(format!("{name} is not stored"));
    let (origin, beside) = (origin.as_str(), &beside);
    let linter = Linter::new(id, origin, "", digest, beside, Care::Stored);
    linter.judge(file).map(|(detector, _)| detector)
}

fn syntax(origin: &str, text: &str, error: &toml::de::Error) -> CatalogError {
    Fault {
        origin: origin.into(),
        line: error.span().map(|span| line_of(text, span.start)),
        rule: Rule::Format,
        problem: error.message().trim_end().replace('\n', ", "),
        mend: "detectors/README.md describes the format".into(),
    }
    .into()
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

/// Turns near names into a mend.
pub(crate) fn suggestion(near: &[&str], otherwise: &str) -> String {
    if near.is_empty() { otherwise.into() } else { format!("did you mean {}?", near.join(", ")) }
}

struct Linter<'a> {
    id: &'a str,
    origin: &'a str,
    text: &'a str,
    digest: u128,
    beside: &'a dyn Fn(&str) -> Result<String, String>,
    care: Care,
    faults: Vec<Fault>,
    advice: Vec<Fault>,
}

impl<'a> Linter<'a> {
    fn new(
        id: &'a str,
        origin: &'a str,
        text: &'a str,
        digest: u128,
        beside: &'a dyn Fn(&str) -> Result<String, String>,
        care: Care,
    ) -> Self {
        let (faults, advice) = (Vec::new(), Vec::new());
        Self { id, origin, text, digest, beside, care, faults, advice }
    }

    fn judge(mut self, file: DetectorFile) -> Result<(Detector, Vec<Fault>), CatalogError> {
        match self.detector(file) {
            Some(detector) if self.faults.is_empty() => Ok((detector, self.advice)),
            _ => Err(CatalogError { faults: self.faults }),
        }
    }

    fn fault(
        &mut self,
        span: Option<Range<usize>>,
        rule: Rule,
        problem: impl Into<String>,
        mend: impl Into<String>,
    ) {
        let fault = self.told(span, rule, problem.into(), mend.into());
        self.faults.push(fault);
    }

    /// What the program can work with, and its own detectors may not do.
    fn advise(
        &mut self,
        span: Option<Range<usize>>,
        rule: Rule,
        problem: impl Into<String>,
        mend: impl Into<String>,
    ) {
        let advice = self.told(span, rule, problem.into(), mend.into());
        self.advice.push(advice);
    }

    fn told(&self, span: Option<Range<usize>>, rule: Rule, problem: String, mend: String) -> Fault {
        let line = span.map(|span| line_of(self.text, span.start));
        Fault { origin: self.origin.into(), line, rule, problem, mend }
    }

    /// `None` only together with a fault.
    fn detector(&mut self, file: DetectorFile) -> Option<Detector> {
        self.lint_id();
        for field in [&file.name, &file.description] {
            if field.get_ref().trim().is_empty() {
                let mend = "say in a few words what it finds";
                self.fault(Some(field.span()), Rule::Description, "the text is empty", mend);
            }
        }
        let category = self.word(&file.category, Rule::Category, Category::parse, || {
            Category::ALL.map(Category::as_str).to_vec()
        });
        let mask =
            self.word(&file.mask, Rule::Mask, Mask::parse, || Mask::ALL.map(Mask::as_str).to_vec());
        let severity = self.severity(&file.severity);
        self.lint_references(&file.references);
        let macie = self.macie(&file.macie);
        let (specimens, allow, words) = self.values(&file.values);
        let ignore = self.list(file.values.ignore.as_ref());
        let mut patterns: Vec<Pattern> =
            file.pattern.iter().filter_map(|table| self.pattern(table)).collect();
        patterns.extend(words);
        let fields: Vec<Field> = file.field.iter().filter_map(|table| self.field(table)).collect();
        let by_meaning = !file.field.is_empty();
        if file.pattern.is_empty() && patterns.is_empty() && !by_meaning {
            let mend = "write a [[pattern]] or [[field]] table, or words under [values]";
            self.fault(None, Rule::Pattern, "there is no pattern", mend);
        }
        let finder = file.running_text.as_ref().and_then(|name| self.finder(name));
        let context = self.context(file.context);
        self.lint_unchecked(&file.pattern, &context);
        let unchecked = by_meaning || patterns.iter().any(|pattern| pattern.check.is_none());
        let examples = self.examples(&file.examples, &context, unchecked);
        Some(Detector {
            id: self.id.into(),
            origin: self.origin.into(),
            countries: self.countries(&file.countries),
            profiles: self.profiles(file.profiles),
            name: file.name.into_inner(),
            description: file.description.into_inner(),
            category: category?,
            severity: severity?,
            macie,
            references: file.references.into_iter().map(Placed::into_inner).collect(),
            mask: mask?,
            patterns,
            fields,
            finder,
            context,
            specimens,
            allow,
            ignore,
            examples,
            formerly: file.formerly.into_iter().map(Placed::into_inner).collect(),
            digest: self.digest,
        })
    }

    fn lint_id(&mut self) {
        let is_part = |part: &str| {
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
            !part.is_empty() && part.bytes().all(plain)
        };
        if !self.id.split('/').all(is_part) {
            let problem = format!("the path {:?} cannot be an id", self.id);
            let mend = "use lower-case letters, digits and _ in file and folder names";
            self.fault(None, Rule::Id, problem, mend);
        }
    }

    /// One word out of a closed list.
    fn word<T>(
        &mut self,
        field: &Placed<String>,
        rule: Rule,
        parse: fn(&str) -> Option<T>,
        all: fn() -> Vec<&'static str>,
    ) -> Option<T> {
        let parsed = parse(field.get_ref());
        if parsed.is_none() {
            let problem = format!("{:?} is not known here", field.get_ref());
            let mend = format!("write one of {}", all().join(", "));
            self.fault(Some(field.span()), rule, problem, mend);
        }
        parsed
    }

    fn severity(&mut self, table: &Placed<BTreeMap<String, String>>) -> Option<SeverityBands> {
        let step = |(count, word): (&String, &String)| {
            let number = count.parse::<u64>().ok().filter(|number| *number > 0);
            let number = number.ok_or_else(|| format!("{count:?} is no count from 1 on"))?;
            let severity = Severity::parse(word);
            Ok((
                number,
                severity.ok_or_else(|| format!("{word:?}, for {count:?}, is no severity"))?,
            ))
        };
        let steps: Result<Vec<_>, String> = table.get_ref().iter().map(step).collect();
        let steps = steps.and_then(|steps| match steps.is_empty() {
            true => Err("there is no severity".to_owned()),
            false => Ok(steps),
        });
        let mut steps = match steps {
            Ok(steps) => steps,
            Err(problem) => {
                let mend =
                    "write low, medium or high for each count, such as \"1\", \"2\" and \"100\"";
                self.fault(Some(table.span()), Rule::Severity, problem, mend);
                return None;
            }
        };
        steps.sort_unstable_by_key(|(count, _)| *count);
        if !steps.is_sorted_by_key(|(_, severity)| *severity) {
            let mend = "more occurrences cannot be less severe";
            self.fault(Some(table.span()), Rule::Severity, "the severity falls", mend);
        }
        Some(SeverityBands::from_steps(steps))
    }

    fn lint_references(&mut self, references: &[Placed<String>]) {
        if references.is_empty() {
            let mend = "name the page of the issuing authority or standard";
            self.fault(None, Rule::References, "there is no reference", mend);
        }
        for reference in references {
            let host = reference.get_ref().strip_prefix("https://").unwrap_or("");
            if !host.contains('.') || host.contains(char::is_whitespace) {
                let problem = format!("{:?} is no https address", reference.get_ref());
                let mend = "write the full address of the page";
                self.fault(Some(reference.span()), Rule::References, problem, mend);
            }
        }
    }

    fn countries(&mut self, countries: &[Placed<String>]) -> Vec<String> {
        for country in countries {
            if !is_country(country.get_ref()) {
                let problem = format!("{:?} is no country code", country.get_ref());
                let mend = "write ISO 3166-1 alpha-2 in capitals: GB, not uk";
                self.fault(Some(country.span()), Rule::Countries, problem, mend);
            }
        }
        countries.iter().map(|country| country.get_ref().clone()).collect()
    }

    fn profiles(&mut self, profiles: Option<Vec<Placed<String>>>) -> Vec<String> {
        // A file that says nothing runs by default: whoever adds a detector wants it to run.
        let Some(profiles) = profiles else { return vec!["recommended".into()] };
        for profile in &profiles {
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
            let name = profile.get_ref();
            if name.is_empty() || name == "all" || !name.bytes().all(plain) {
                let problem = format!("{name:?} cannot be a profile");
                let mend = "use a lower-case word other than all";
                self.fault(Some(profile.span()), Rule::Profiles, problem, mend);
            }
        }
        profiles.into_iter().map(Placed::into_inner).collect()
    }

    fn macie(&mut self, entries: &[Placed<MacieTable>]) -> Vec<MacieName> {
        entries.iter().filter_map(|entry| self.macie_entry(entry)).collect()
    }

    fn macie_entry(&mut self, entry: &Placed<MacieTable>) -> Option<MacieName> {
        let MacieTable { name, when } = entry.get_ref();
        let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_()".contains(&b);
        if name.is_empty() || !name.bytes().all(plain) {
            let problem = format!("{name:?} is no Macie identifier");
            let mend = "copy it from Macie's reference, such as SPAIN_NIF_NUMBER";
            self.fault(Some(entry.span()), Rule::Macie, problem, mend);
        }
        let when = match when.as_deref() {
            None => None,
            Some("keyword") => Some(When::Keyword),
            Some(text) => match text.strip_prefix("country=").filter(|code| is_country(code)) {
                Some(code) => Some(When::Country(code.into())),
                None => {
                    let problem = format!("the condition {text:?} is not known");
                    let mend = "write keyword, or country=FR";
                    self.fault(Some(entry.span()), Rule::Macie, problem, mend);
                    return None;
                }
            },
        };
        Some(MacieName { name: name.clone(), when })
    }

    fn check(&mut self, name: &Placed<String>) -> Option<&'static Check> {
        let found = magpie_checks::find(name.get_ref());
        if found.is_none() {
            let near = nearest(name.get_ref(), magpie_checks::checks().map(|c| c.name));
            let problem = format!("there is no check {:?}", name.get_ref());
            let mend = suggestion(&near, "crates/checks/src/lib.rs lists the checks");
            self.fault(Some(name.span()), Rule::Check, problem, mend);
        }
        found
    }

    fn finder(&mut self, name: &Placed<String>) -> Option<&'static Finder> {
        let found = running::find(name.get_ref());
        if found.is_none() {
            let known = running::finders().iter().map(|finder| finder.name);
            let near = nearest(name.get_ref(), known);
            let problem = format!("nothing finds {:?} in running text", name.get_ref());
            let mend = suggestion(&near, "crates/checks/src/running.rs lists the finders");
            self.fault(Some(name.span()), Rule::Check, problem, mend);
        }
        found
    }

    /// Specimens, allowed values, and the patterns that a word list becomes.
    fn values(&mut self, table: &ValuesTable) -> (Vec<String>, Vec<String>, Vec<Pattern>) {
        let specimens = self.list(table.specimens.as_ref());
        let allow = self.list(table.allow.as_ref());
        let words = self.list(table.words.as_ref());
        let base = match &table.words_base {
            None => Some(Confidence::Medium),
            Some(base) => self.word(base, Rule::Base, Confidence::parse, || {
                Confidence::ALL.map(Confidence::as_str).to_vec()
            }),
        };
        let base = base.unwrap_or(Confidence::Medium);
        let of_word =
            |regex| Pattern { regex, base, check: None, own_words: false, across_cells: false };
        (specimens, allow, pattern::of_words(&words).into_iter().map(of_word).collect())
    }

    /// A list from the file itself or from beside it: one value a line there, empty lines and
    /// lines that begin with `#` left out.
    fn list(&mut self, list: Option<&Placed<ValueList>>) -> Vec<String> {
        let Some(list) = list else { return Vec::new() };
        let values: Vec<String> = match list.get_ref() {
            ValueList::Inline(values) => values.clone(),
            ValueList::Beside(beside) => match self.read_beside(&beside.file) {
                Ok(text) => values_of(&text),
                Err(problem) => {
                    let mend = "put the list beside the detector file and give its name";
                    self.fault(Some(list.span()), Rule::Values, problem, mend);
                    return Vec::new();
                }
            },
        };
        if values.is_empty() || values.iter().any(|value| value.trim().is_empty()) {
            let mend = "list at least one value, none of them empty";
            self.fault(Some(list.span()), Rule::Values, "a list or a value is empty", mend);
        }
        values
    }

    fn read_beside(&self, name: &str) -> Result<String, String> {
        if name.contains(['/', '\\']) || !name.ends_with(".txt") {
            return Err(format!("{name:?} is not the name of a .txt file in the same folder"));
        }
        (self.beside)(name).map_err(|why| format!("the list {name:?} cannot be read: {why}"))
    }

    fn examples(&mut self, table: &ExamplesTable, context: &Context, unchecked: bool) -> Examples {
        if self.care == Care::Stored {
            return Examples::default();
        }
        let mut lines = (Vec::new(), Vec::new());
        let (mut matches, mut rejects) = (Vec::<Example>::new(), Vec::<String>::new());
        for entry in &table.matches {
            if let Some(example) = self.example(entry) {
                lines.0.push(line_of(self.text, entry.span().start));
                matches.push(example);
            }
        }
        for text in &table.reject {
            if let Some(reject) = self.reject(text) {
                lines.1.push(line_of(self.text, text.span().start));
                rejects.push(reject);
            }
        }
        let least = if unchecked { REJECTS_WITHOUT_CHECK } else { 1 };
        let last_match = table.matches.last().map(Placed::span);
        let last = table.reject.last().map(Placed::span).or(last_match);
        if table.matches.is_empty() {
            let mend = "show at least one text with << and >> around the match";
            self.fault(None, Rule::Examples, "there is no example of a match", mend);
        }
        if table.reject.len() < least {
            let problem = match (table.reject.len(), least) {
                (0, 1) => "there is no near miss".into(),
                (0, _) => format!("there is no near miss, and {least} are needed"),
                (1, _) => format!("there is one near miss, and {least} are needed"),
                (count, _) => format!("there are {count} near misses, and {least} are needed"),
            };
            let mend = "add texts that look alike and must not match";
            self.fault(last.clone(), Rule::Examples, problem, mend);
        }
        let own = |text: &String| matches.iter().any(|m| text.contains(&m.text[m.span.clone()]));
        let bare = |text: &String| !context.keywords.iter().any(|word| has_word(text, word));
        if self.care == Care::Full
            && context.required
            && !matches.is_empty()
            && !rejects.iter().any(|text| own(text) && bare(text))
        {
            let mend = "add the value of one of the matches without a keyword to `reject`";
            self.fault(last, Rule::Examples, "no near miss is a true value without keyword", mend);
        }
        Examples { matches, rejects, match_lines: lines.0, reject_lines: lines.1 }
    }

    fn example(&mut self, entry: &Placed<ExampleEntry>) -> Option<Example> {
        let read = match entry.get_ref() {
            ExampleEntry::Marked(text) => {
                examples::expand(self.id, text).and_then(|text| examples::unmark(&text))
            }
            ExampleEntry::Spanned(table) => examples::expand(self.id, &table.text)
                .and_then(|text| examples::locate(text, &examples::expand(self.id, &table.span)?)),
        };
        read.map_err(|problem| self.example_fault(entry.span(), problem)).ok()
    }

    fn reject(&mut self, text: &Placed<String>) -> Option<String> {
        let read = examples::expand(self.id, text.get_ref());
        read.map_err(|problem| self.example_fault(text.span(), problem)).ok()
    }

    fn example_fault(&mut self, span: Range<usize>, problem: String) {
        let mend = "see the examples in detectors/README.md";
        self.fault(Some(span), Rule::Examples, problem, mend);
    }
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// Whether a keyword stands in a text as words, separators being all alike.
fn has_word(text: &str, word: &str) -> bool {
    let fold = |text: &str| {
        let lower = text.to_lowercase();
        let parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        format!(" {} ", parts.collect::<Vec<_>>().join(" "))
    };
    fold(text).contains(&fold(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"name = "Spanish NIF"
description = "Tax number of a natural person."
category = "PERSONAL_INFORMATION"
countries = ["ES"]
severity = { "1" = "low", "2" = "medium", "100" = "high" }
macie = [{ name = "SPAIN_NIF_NUMBER", when = "country=ES" }]
references = ["https://www.boe.es/"]
profiles = ["recommended"]
mask = "last4"
[[pattern]]
regex = '\b[0-9]{8}[A-Z]\b'
base = "medium"
check = "es_nif"
[context]
keywords = ["dni", "documento nacional"]
required = true
against = ["factura"]
[values]
specimens = ["12345678Z"]
[examples]
match = ["DNI <<53498210A>>"]
reject = ["53498210A", "DNI 53498210B"]
"#;

    fn read(text: &str) -> Result<Detector, CatalogError> {
        read_with_advice(text).map(|(detector, _)| detector)
    }

    fn read_with_advice(text: &str) -> Result<(Detector, Vec<Fault>), CatalogError> {
        read_detector(
            "es/nif",
            "es/nif.toml",
            text,
            &|name| match name {
                "words.txt" => Ok("# people\nana\n\n bea \n".into()),
                _ => Err("no such file".into()),
            },
            Care::Full,
        )
    }

    /// The rules and lines that the good file breaks once `from` in it became `to`.
    fn broken(from: &str, to: &str) -> Vec<(Rule, Option<usize>)> {
        assert!(GOOD.contains(from), "{from}");
        let error = read(&GOOD.replacen(from, to, 1)).unwrap_err();
        error.faults.iter().map(|fault| (fault.rule, fault.line)).collect()
    }

    #[test]
    fn a_good_file_becomes_a_detector() {
        let nif = read(GOOD).unwrap();
        assert_eq!(nif.macie_name(Some("ES"), false), Some("SPAIN_NIF_NUMBER"));
        assert_eq!(nif.macie_name(None, true), None);
        assert_eq!(nif.context.characters, 30);
        assert_eq!(nif.patterns[0].check.map(|check| check.name), Some("es_nif"));
        assert_eq!(&nif.examples.matches[0].text[4..], "53498210A");
        assert_eq!(nif.examples.matches[0].span, 4..13);
    }

    #[test]
    fn a_misspelt_field_is_told_with_its_line() {
        assert_eq!(broken("severity =", "severty ="), [(Rule::Format, Some(5))]);
        assert_eq!(broken("base =", "bas ="), [(Rule::Format, Some(12))]);
    }

    #[test]
    fn words_of_closed_lists_are_checked() {
        assert_eq!(broken("PERSONAL_INFORMATION", "personal"), [(Rule::Category, Some(3))]);
        assert_eq!(broken("\"last4\"", "\"last5\""), [(Rule::Mask, Some(9))]);
        assert_eq!(broken("base = \"medium\"", "base = \"sure\""), [(Rule::Base, Some(12))]);
        assert_eq!(broken("[\"ES\"]", "[\"es\"]"), [(Rule::Countries, Some(4))]);
        assert_eq!(broken("country=ES", "state=ES"), [(Rule::Macie, Some(6))]);
        assert_eq!(broken("[\"recommended\"]", "[\"all\"]"), [(Rule::Profiles, Some(8))]);
    }

    #[test]
    fn severity_does_not_fall() {
        let falls = r#""1" = "high", "2" = "medium""#;
        assert_eq!(broken(r#""1" = "low", "2" = "medium""#, falls), [(Rule::Severity, Some(5))]);
    }

    #[test]
    fn severity_may_change_at_any_count() {
        let standard = r#""1" = "low", "2" = "medium", "100" = "high""#;
        let own = GOOD.replacen(standard, r#""20" = "low", "3" = "low", "150" = "high""#, 1);
        let bands = read(&own).unwrap().severity;
        let at = [2, 3, 149, 150].map(|count| bands.of(count));
        assert_eq!(at, [None, Some(Severity::Low), Some(Severity::Low), Some(Severity::High)]);
        for (wrong, problem) in [
            ("", "there is no severity"),
            (r#""0" = "low""#, r#""0" is no count from 1 on"#),
            (r#""1" = "low", "many" = "low""#, r#""many" is no count from 1 on"#),
            (r#""1" = "low", "2" = "grave""#, r#""grave", for "2", is no severity"#),
        ] {
            assert_eq!(broken(standard, wrong), [(Rule::Severity, Some(5))], "{wrong}");
            let said = read(&GOOD.replacen(standard, wrong, 1)).unwrap_err().to_string();
            assert!(said.contains(problem) && said.contains("low, medium or high"), "{said}");
        }
    }

    #[test]
    fn references_are_required_and_https() {
        assert_eq!(broken("https://www", "http://www"), [(Rule::References, Some(7))]);
        assert_eq!(broken("[\"https://www.boe.es/\"]", "[]"), [(Rule::References, None)]);
    }

    #[test]
    fn an_unknown_check_is_answered_with_its_neighbours() {
        let error = read(&GOOD.replace("\"es_nif\"", "\"es_nfi\"")).unwrap_err();
        assert_eq!(error.faults[0].rule, Rule::Check);
        let message = error.to_string();
        assert!(message.starts_with("es/nif.toml:13: there is no check"), "{message}");
        assert!(message.contains("es_nif"), "{message}");
    }

    #[test]
    fn keywords_are_lower_case_of_some_length_and_unique() {
        assert_eq!(broken("[\"dni\", ", "[\"DNI\", "), [(Rule::Context, Some(15))]);
        assert_eq!(broken("[\"dni\", ", "[\"id\", "), [(Rule::Context, Some(15))]);
        assert_eq!(broken("[\"factura\"]", "[\"dni\"]"), [(Rule::Context, Some(17))]);
        let long = format!("[\"{}\"]", "k".repeat(91));
        assert_eq!(broken("[\"factura\"]", &long), [(Rule::Context, Some(17))]);
    }

    #[test]
    fn a_pattern_without_check_needs_three_near_misses() {
        assert_eq!(broken("check = \"es_nif\"", ""), [(Rule::Examples, Some(22))]);
    }

    #[test]
    fn what_nothing_checks_should_require_a_keyword_or_have_a_prefix() {
        let loose = GOOD
            .replace("check = \"es_nif\"\n", "")
            .replace("required = true\n", "")
            .replace("[\"53498210A\",", "[\"53498210A\", \"5349821A\",");
        let advice = |text: &str| -> Vec<(Rule, Option<usize>)> {
            let (_, advice) = read_with_advice(text).unwrap();
            advice.iter().map(|advice| (advice.rule, advice.line)).collect()
        };
        assert_eq!(advice(&loose), [(Rule::Context, Some(11))]);
        let prefix = loose.replace("\\b[0-9]{8}", "\\bDNI [0-9]{8}").replace("DNI <<", "<<DNI ");
        assert_eq!(advice(&prefix), []);
        let reason =
            "base = \"medium\"\nform_alone = \"nothing else has eight digits and a letter\"";
        assert_eq!(advice(&loose.replace("base = \"medium\"", reason)), []);
        let silent = loose.replace("base = \"medium\"", "base = \"medium\"\nform_alone = \"\"");
        assert_eq!(read(&silent).unwrap_err().faults[0].rule, Rule::Base);
    }

    #[test]
    fn a_pattern_may_begin_anywhere_at_a_price() {
        let anywhere = GOOD.replace("\\b[0-9]{8}", "[0-9]{8}");
        let (detector, advice) = read_with_advice(&anywhere).unwrap();
        assert_eq!(detector.patterns[0].regex, r"[0-9]{8}[A-Z]\b");
        let [advice] = &advice[..] else { panic!("{advice:?}") };
        assert_eq!((advice.rule, advice.line), (Rule::Pattern, Some(11)));
        assert!(advice.problem.contains("begins with neither"), "{advice}");
    }

    #[test]
    fn a_base_above_low_is_earned() {
        assert_eq!(broken("[0-9]{8}[A-Z]", "[0-9]{8}[A-Z]?"), [(Rule::Base, Some(12))]);
    }

    #[test]
    fn a_required_keyword_needs_a_near_miss_without_one() {
        assert_eq!(broken("[\"53498210A\", ", "[\"53498211A\", "), [(Rule::Examples, Some(22))]);
        assert_eq!(
            broken("[\"53498210A\", ", "[\"dni 53498210A\", "),
            [(Rule::Examples, Some(22))]
        );
    }

    #[test]
    fn examples_mark_one_match() {
        assert_eq!(broken("<<53498210A>>", "53498210A"), [(Rule::Examples, Some(21))]);
        assert_eq!(broken("[\"DNI <<53498210A>>\"]", "[]"), [(Rule::Examples, None)]);
    }

    #[test]
    fn a_regex_that_cannot_be_read_is_the_only_fault() {
        let text = GOOD.replace("regex = '\\b[0-9]{8}[A-Z]\\b'", "regex = 'AKIA[0-9'");
        let text = text.replace("check = \"es_nif\"\n", "");
        let faults = read(&text).unwrap_err().faults;
        let rules: Vec<Rule> = faults.iter().map(|fault| fault.rule).collect();
        assert!(!rules.contains(&Rule::Context), "{faults:?}");
        assert!(faults[0].mend.starts_with("mend it"), "{}", faults[0].mend);
    }

    #[test]
    fn examples_know_their_lines() {
        let examples = read(GOOD).unwrap().examples;
        let line = |at: usize| GOOD.lines().nth(at - 1).unwrap();
        assert!(line(examples.match_lines[0]).contains("<<"));
        assert_eq!(examples.reject_lines.len(), examples.rejects.len());
    }

    #[test]
    fn every_fault_of_a_file_is_told_at_once() {
        let error =
            read(&GOOD.replace("last4", "last5").replace("[\"ES\"]", "[\"es\"]")).unwrap_err();
        assert_eq!(error.faults.len(), 2);
    }

    #[test]
    fn a_list_beside_the_file_becomes_values() {
        let text = GOOD.replace("[\"12345678Z\"]", "{ file = \"words.txt\" }");
        assert_eq!(read(&text).unwrap().specimens, ["ana", "bea"]);
        let missing = "{ file = \"none.txt\" }";
        assert_eq!(broken("[\"12345678Z\"]", missing), [(Rule::Values, Some(19))]);
        let outside = "{ file = \"../words.txt\" }";
        assert_eq!(broken("[\"12345678Z\"]", outside), [(Rule::Values, Some(19))]);
    }

    #[test]
    fn words_become_patterns() {
        let text = GOOD.replace("specimens =", "words =").replace("[\"12345678Z\"]", "[\"ana\"]");
        let text = text.replace("[\"53498210A\",", "[\"53498210A\", \"banana\",");
        let detector = read(&text).unwrap();
        assert_eq!(detector.patterns[1].regex, r"(?i)(?:\bana\b)");
        assert_eq!(detector.patterns[1].base, Confidence::Medium);
    }

    #[test]
    fn an_id_is_a_lower_case_path() {
        for id in ["ES/nif", "es//nif", "es/ni-f", ""] {
            let error = read_detector(id, "x.toml", GOOD, &|_| Err(String::new()), Care::Quick)
                .unwrap_err();
            assert_eq!(error.faults[0].rule, Rule::Id, "{id}");
        }
    }
}
