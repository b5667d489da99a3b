//! What the engine asks of a pattern, judged on its syntax tree.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Longer patterns are tables in disguise; those belong into `[values]`.
const REGEX_BYTES_MAX: usize = 4096;
/// What a match may span; the engine keeps this much of a text in view.
const MATCH_BYTES_MAX: usize = 8192;
/// A class of up to this many bytes counts as a literal: a letter in both cases, a few prefixes.
const LEADING_BYTES_MAX: u32 = 4;

/// The problem with a pattern and its mend; `Ok` when the engine can run it.
pub(crate) fn lint(regex: &str) -> Result<(), (String, String)> {
    if regex.trim().is_empty() {
        return Err(("the regex is empty".into(), "write what a value looks like".into()));
    }
    if regex.len() > REGEX_BYTES_MAX {
        return Err((
            format!("the regex has {} bytes, {REGEX_BYTES_MAX} are allowed", regex.len()),
            "split it into several [[pattern]] tables, or list values under [values]".into(),
        ));
    }
    let parsed = ParserBuilder::new().unicode(false).utf8(false).build().parse(regex);
    let hir = parsed.map_err(|error| {
        let mend = if regex.is_ascii() {
            "mend it; detectors/README.md says what a pattern may hold"
        } else {
            "classes hold ASCII only: write other characters as alternatives, (?:é|è)"
        };
        (format!("the regex is not valid: {}", last_line(&error.to_string())), mend.into())
    })?;
    lint_tree(&hir)
}

fn lint_tree(hir: &Hir) -> Result<(), (String, String)> {
    if hir.properties().look_set().contains_word_unicode() {
        return Err((
            "the regex asks for a word border of Unicode".into(),
            "leave out (?u) before \\b: words are of ASCII letters, digits and _".into(),
        ));
    }
    if hir.properties().minimum_len().is_none_or(|length| length == 0) {
        return Err((
            "the regex can match nothing at all".into(),
            "make at least one part of it obligatory".into(),
        ));
    }
    if hir.properties().maximum_len().is_none_or(|length| length > MATCH_BYTES_MAX) {
        return Err((
            format!("the regex has no bound, or one above {MATCH_BYTES_MAX} bytes"),
            "write {1,64} or the like instead of + and *".into(),
        ));
    }
    if !begins_plainly(hir) {
        return Err((
            "the regex begins with neither \\b nor a literal".into(),
            "put \\b in front, or begin with the characters that every value begins with".into(),
        ));
    }
    Ok(())
}

/// Whether every way into the pattern is a boundary or a fixed character: only there can the
/// engine start without looking at each byte of a text.
pub(crate) fn begins_plainly(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Look(_) | HirKind::Literal(_) => true,
        HirKind::Class(Class::Bytes(class)) => {
            let bytes = class.iter().map(|range| u32::from(range.end() - range.start()) + 1).sum();
            (1..=LEADING_BYTES_MAX).contains(&bytes)
        }
        HirKind::Class(Class::Unicode(_)) | HirKind::Empty => false,
        HirKind::Repetition(repetition) => repetition.min > 0 && begins_plainly(&repetition.sub),
        HirKind::Capture(capture) => begins_plainly(&capture.sub),
        HirKind::Concat(parts) => parts.first().is_some_and(begins_plainly),
        HirKind::Alternation(branches) => branches.iter().all(begins_plainly),
    }
}

/// The syntax error's own words, without its drawing of the pattern.
fn last_line(message: &str) -> &str {
    message.lines().last().unwrap_or(message).trim_start_matches("error: ")
}

/// A word list as patterns: longest word first, so that a word is not cut short by its own
/// beginning, in as many alternations as the bound on a regex asks for.
pub(crate) fn of_words(words: &[String]) -> Vec<String> {
    let mut sorted: Vec<&String> = words.iter().collect();
    sorted.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    let mut patterns = Vec::new();
    let mut branches = String::new();
    for word in sorted {
        let branch = branch(word);
        if !branches.is_empty() && branches.len() + branch.len() + 16 > REGEX_BYTES_MAX {
            patterns.push(format!("(?i)(?:{branches})"));
            branches.clear();
        }
        if !branches.is_empty() {
            branches.push('|');
        }
        branches.push_str(&branch);
    }
    if !branches.is_empty() {
        patterns.push(format!("(?i)(?:{branches})"));
    }
    patterns
}

/// `\b` is ASCII, so it holds only beside an ASCII letter or digit.
fn branch(word: &str) -> String {
    let boundary = |c: Option<char>| if c.is_some_and(is_word) { "\\b" } else { "" };
    let (first, last) = (word.chars().next(), word.chars().next_back());
    format!("{}{}{}", boundary(first), regex_syntax::escape(word), boundary(last))
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(regex: &str) -> String {
        lint(regex).map_or_else(|(problem, _)| problem, |()| String::new())
    }

    #[test]
    fn bounded_patterns_that_begin_plainly_pass() {
        for regex in [r"\b[0-9]{8}-?[A-Z]\b", r"(?x) \b [0-9]{3} ", r"AKIA[A-Z0-9]{16}", r"(?i)ni"]
        {
            assert_eq!(problem(regex), "", "{regex}");
        }
    }

    #[test]
    fn a_pattern_without_bound_is_refused() {
        assert!(problem(r"\b[0-9]+\b").contains("no bound"));
        assert!(problem(r"\b[0-9]{1,9000}\b").contains("no bound"));
    }

    #[test]
    fn a_pattern_that_may_be_empty_is_refused() {
        assert!(problem(r"\b[0-9]{0,3}").contains("nothing at all"));
    }

    #[test]
    fn a_pattern_that_may_begin_anywhere_is_refused() {
        assert!(problem(r"[0-9]{9}").contains("begins with neither"));
        assert!(problem(r"-?\b[0-9]{9}").contains("begins with neither"));
    }

    #[test]
    fn classes_hold_ascii_only() {
        assert!(problem(r"\b[aé]{3}").contains("not valid"));
    }

    #[test]
    fn word_borders_are_those_of_ascii() {
        for regex in [r"(?u)\bABC[0-9]{3}", r"\b(?u)\d{3}\b", r"\b[0-9]{3}(?u:\b)", r"(?iu)\bkab"] {
            assert!(problem(regex).contains("word border of Unicode"), "{regex}");
        }
    }

    #[test]
    fn longer_words_come_before_their_beginnings() {
        let words = ["an".to_owned(), "anna".to_owned(), "émile".to_owned()];
        assert_eq!(of_words(&words), [r"(?i)(?:émile\b|\banna\b|\ban\b)"]);
    }

    #[test]
    fn a_long_list_becomes_several_patterns() {
        let words: Vec<String> = (0..2000).map(|n| format!("word{n}")).collect();
        let patterns = of_words(&words);
        assert!(patterns.len() > 1);
        assert!(patterns.iter().all(|pattern| lint(pattern).is_ok()));
    }
}
