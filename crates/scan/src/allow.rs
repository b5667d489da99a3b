//! The allow lists: values that are known and are not to be reported, one by one or by regex.

use std::collections::HashSet;

use regex_automata::meta::Regex;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};

use crate::ScanError;

/// Values that are not reported, compared whole.
#[derive(Clone, Default)]
pub struct AllowList {
    values: HashSet<Vec<u8>>,
    /// Anchored at both ends.
    regex: Option<Regex>,
}

impl AllowList {
    /// A longer file of values or expressions is refused before it is read.
    pub const FILE_BYTES_MAX: u64 = 64 << 20;
    /// More values are a dictionary, which belongs into a detector.
    pub const VALUES_MAX: usize = 1_000_000;
    /// Each is tried on every value found.
    pub const EXPRESSIONS_MAX: usize = 1_000;

    /// Adds one value a line; empty lines and lines that begin with `#` do not count.
    /// Separators and letter case make no difference.
    ///
    /// # Errors
    /// When the bytes are no UTF-8 text, hold no value or too many, or a line can equal no value.
    pub fn add_values(&mut self, file: &str, bytes: &[u8]) -> Result<(), ScanError> {
        let what = Entries { file, kind: "value", most: Self::VALUES_MAX };
        for (number, line) in what.of(bytes)? {
            let mut value = Vec::new();
            magpie_engine::normalise(line.as_bytes(), &mut value);
            value.make_ascii_lowercase();
            if value.is_empty() {
                let why = "holds nothing but separators, which no value equals; take the line out";
                return Err(what.refused(Some(number), why));
            }
            self.values.insert(value);
        }
        Ok(())
    }

    /// Adds one regular expression a line, each for the whole of a value as it stands in the text;
    /// empty lines and lines that begin with `#` do not count.
    ///
    /// # Errors
    /// When the bytes are no UTF-8 text, hold no expression or too many, or one is not valid or
    /// fits every value.
    pub fn add_expressions(&mut self, file: &str, bytes: &[u8]) -> Result<(), ScanError> {
        let what = Entries { file, kind: "regex", most: Self::EXPRESSIONS_MAX };
        let mut whole = Vec::new();
        for (number, line) in what.of(bytes)? {
            let anchored = format!(r"\A(?:{line})\z");
            let alone = compiled(std::slice::from_ref(&anchored))
                .map_err(|why| what.refused(Some(number), &why))?;
            if alone.is_match("0") && alone.is_match("any value at all") {
                let why = "fits every value, so that nothing would be reported; narrow it";
                return Err(what.refused(Some(number), why));
            }
            whole.push(anchored);
        }
        let all = compiled(&whole).map_err(|why| what.refused(None, &why))?;
        self.regex = Some(all);
        Ok(())
    }

    /// Whether nothing is allowed.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.regex.is_none()
    }

    /// Whether a value is on the list, given as found and normalised.
    #[inline]
    pub(crate) fn holds(&self, clear: &[u8], normalised: &[u8]) -> bool {
        let by_regex = |regex: &Regex| regex.is_match(Input::new(clear).anchored(Anchored::Yes));
        !self.values.is_empty() && self.values.contains(&normalised.to_ascii_lowercase())
            || self.regex.as_ref().is_some_and(by_regex)
    }
}

/// Memory of the expressions of a list together.
const COMPILED_BYTES_MAX: usize = 32 << 20;

/// What matches each of the expressions; else what is wrong with them and the mend.
fn compiled(expressions: &[String]) -> Result<Regex, String> {
    let config = Regex::config().utf8_empty(false).nfa_size_limit(Some(COMPILED_BYTES_MAX));
    Regex::builder()
        .configure(config)
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .build_many(expressions)
        .map_err(|error| match error.syntax_error() {
            Some(syntax) => format!("is no regex: {}; {MEND}", own_words(&syntax.to_string())),
            None if error.size_limit().is_some() => {
                let (one, allowed) = (expressions.len() == 1, COMPILED_BYTES_MAX >> 20);
                let mend = if one { "lower its repeat counts" } else { "shorten the list" };
                format!("takes more than the {allowed} MiB that are allowed; {mend}")
            }
            None => format!("cannot be used: {error}; write it more simply"),
        })
}

/// What is written in place of what is no regex.
const MEND: &str = "mend it, without looking around and references back, or put \\ before signs that stand for themselves";

/// The error's own words, without its drawing of the expression.
fn own_words(message: &str) -> &str {
    message.lines().last().unwrap_or_default().trim_start_matches("error: ")
}

/// The lines of an allow list that count.
struct Entries<'a> {
    file: &'a str,
    kind: &'static str,
    most: usize,
}

impl Entries<'_> {
    fn refused(&self, line: Option<usize>, why: &str) -> ScanError {
        let line = line.map_or(String::new(), |line| format!(":{line}"));
        ScanError::Option(format!("allow list {}{line}: {why}", self.file))
    }

    /// Each with the number of its line, from 1.
    fn of<'t>(&self, bytes: &'t [u8]) -> Result<Vec<(usize, &'t str)>, ScanError> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = &bytes[..error.valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            self.refused(Some(line), "is not UTF-8 text; save it as UTF-8")
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = (1..).zip(text.lines().map(str::trim));
        let entries: Vec<(usize, &str)> =
            lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).collect();
        if entries.is_empty() {
            let why =
                format!("holds no {0}; write one {0} a line, or leave the option out", self.kind);
            return Err(self.refused(None, &why));
        }
        match entries.get(self.most) {
            Some((line, _)) => {
                let why = format!("is one {} more than the {} allowed", self.kind, self.most);
                Err(self.refused(Some(*line), &format!("{why}; shorten the list")))
            }
            None => Ok(entries),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(list: &AllowList, value: &str) -> bool {
        let mut normalised = Vec::new();
        magpie_engine::normalise(value.as_bytes(), &mut normalised);
        list.holds(value.as_bytes(), &normalised)
    }

    #[test]
    fn values_are_compared_whole_without_separators_or_case() {
        let mut list = AllowList::default();
        let file = "# test numbers\n\n4111-1111-1111-1111\nOps@Example.org\n";
        list.add_values("list.txt", file.as_bytes()).unwrap();
        assert!(holds(&list, "4111 1111 1111 1111") && holds(&list, "ops@example.org"));
        assert!(!holds(&list, "4111 1111 1111 1112") && !holds(&list, "dev.ops@example.org"));
    }

    #[test]
    fn an_expression_fits_the_whole_of_a_value() {
        let mut list = AllowList::default();
        list.add_expressions("list.txt", b"# ours\n[a-z]+@example\\.org\n(?i)emp-0{4}|x").unwrap();
        assert!(holds(&list, "ops@example.org") && holds(&list, "EMP-0000") && holds(&list, "x"));
        assert!(!holds(&list, "ops@example.org.uk") && !holds(&list, "EMP-00001"));
        assert!(AllowList::default().is_empty() && !list.is_empty());
    }

    #[test]
    fn a_list_that_cannot_be_used_is_refused_with_its_line() {
        let refused = |bytes: &[u8], expressions: bool| {
            let mut list = AllowList::default();
            let added = match expressions {
                true => list.add_expressions("list.txt", bytes),
                false => list.add_values("list.txt", bytes),
            };
            added.unwrap_err().to_string()
        };
        for (bytes, said) in [
            (&b"\xff\xfe4"[..], "list.txt:1: is not UTF-8"),
            (b"", "list.txt: holds no value"),
            (b"# nothing\n", "holds no value"),
            (b"4111\n---\n", "list.txt:2: holds nothing but separators"),
        ] {
            assert!(refused(bytes, false).contains(said), "{}", refused(bytes, false));
        }
        for (bytes, said) in [
            (&b"ok[0-9]\n(a"[..], "list.txt:2: is no regex: unclosed group; mend it"),
            (b"a(?=b)", "is no regex"),
            (b".*", "list.txt:1: fits every value"),
            (b"# nothing\n", "holds no regex"),
            (b"[0-9]+x\n(?:[a-z]{1,1000}){1,1000}", "list.txt:2: takes more than the 32 MiB that"),
            (b"(?:[a-z]{1,1000}){1,1000}", "are allowed; lower its repeat counts"),
        ] {
            assert!(refused(bytes, true).contains(said), "{}", refused(bytes, true));
        }
    }

    #[test]
    fn a_list_is_bounded() {
        let mut list = AllowList::default();
        let many = "ab[0-9]\n".repeat(AllowList::EXPRESSIONS_MAX + 1);
        let refused = list.add_expressions("list.txt", many.as_bytes()).unwrap_err().to_string();
        assert!(refused.contains("list.txt:1001: is one regex more"), "{refused}");
        let most = "ab[0-9]\n".repeat(AllowList::EXPRESSIONS_MAX);
        assert!(list.add_expressions("list.txt", most.as_bytes()).is_ok());
    }
}
