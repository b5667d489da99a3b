//! What the engine asks of a pattern, judged on its syntax tree.

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

use regex_syntax::ParserBuilder;
use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{Ast, ClassPerlKind, ClassSetItem, RepetitionKind, Span, Visitor};
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

/// Longer patterns are tables in disguise; those belong into `[values]`.
const REGEX_BYTES_MAX: usize = 4096;
/// What a match may span; the engine keeps this much of a text in view.
const MATCH_BYTES_MAX: usize = 8192;
/// A class of up to this many bytes counts as a literal: a letter in both cases, a few prefixes.
const LEADING_BYTES_MAX: u32 = 4;

/// A problem, and its mend.
type Told = (String, String);

/// Why the engine cannot run a pattern; where it can, perhaps what makes that costly.
pub(crate) fn lint(regex: &str) -> Result<Option<Told>, Told> {
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
            "mend it; detectors/README.md says what a pattern may hold beyond ASCII"
        };
        (format!("the regex is not valid: {}", last_line(&error.to_string())), mend.into())
    })?;
    if let Some(told) = possessive(regex) {
        return Err(told);
    }
    lint_tree(&hir)
}

/// That a pattern repeats without giving back: here a `+` behind a repetition repeats that once more.
fn possessive(regex: &str) -> Option<Told> {
    let place =
        regex_syntax::ast::visit(&Parser::new().parse(regex).ok()?, Possessive(None)).ok()??;
    let place = place.start.offset..place.end.offset;
    let at = regex[..place.start].chars().count() + 1;
    Some((
        format!(
            "the regex repeats possessively at character {at}, `{}`, which is not supported",
            &regex[place]
        ),
        "leave out its last +: a pattern here takes no longer without".into(),
    ))
}

/// Where the first repetition with a `+` right behind it stands.
struct Possessive(Option<Span>);

impl Visitor for Possessive {
    type Output = Option<Span>;
    type Err = Infallible;

    fn finish(self) -> Result<Self::Output, Infallible> {
        Ok(self.0)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Infallible> {
        if let Ast::Repetition(outer) = ast
            && outer.op.kind == RepetitionKind::OneOrMore
            && matches!(*outer.ast, Ast::Repetition(_))
            && self.0.is_none()
        {
            self.0 = Some(outer.span);
        }
        Ok(())
    }
}

fn lint_tree(hir: &Hir) -> Result<Option<Told>, Told> {
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
    Ok((!begins_plainly(hir)).then(|| {
        let all = "begin with the characters that every value begins with";
        let mend = match may_begin_outside_words(hir) {
            true => format!("{all}, if there are such"),
            false => format!("put \\b in front if it should not, or {all}"),
        };
        (
            "the regex begins with neither \\b nor a literal, so it matches within words too"
                .into(),
            mend,
        )
    }))
}

/// The pattern with its classes of characters beyond ASCII as the engine reads them, whose classes are of bytes.
pub(crate) fn with_all_letters(regex: &str) -> Result<Cow<'_, str>, Told> {
    if regex.is_ascii() {
        return Ok(regex.into());
    }
    // What is not valid is told when it is judged.
    let Ok(ast) = Parser::new().parse(regex) else { return Ok(regex.into()) };
    let classes = regex_syntax::ast::visit(&ast, Classes::default()).unwrap_or_default();
    if let Some(inside) = classes.of_other_kinds.first() {
        return Err((
            format!("{inside} stands in a class with characters beyond ASCII"),
            "write it out there, such as 0-9 for \\d".into(),
        ));
    }
    let mut written = String::with_capacity(regex.len() + 8);
    let mut done = 0;
    for class in classes.beyond_ascii {
        written.push_str(&regex[done..class.start]);
        written.push_str("(?u:");
        written.push_str(&regex[class.clone()]);
        written.push(')');
        done = class.end;
    }
    written.push_str(&regex[done..]);
    Ok(written.into())
}

/// The classes of a pattern that hold characters beyond ASCII.
#[derive(Default)]
struct Classes {
    /// Where they stand, each within no other.
    beyond_ascii: Vec<Range<usize>>,
    /// What stands in them and has another meaning where there is more than ASCII.
    of_other_kinds: Vec<&'static str>,
    /// The items of the class that the walk is in: whether one is beyond ASCII, and what has another meaning.
    has_others: bool,
    kinds: Vec<&'static str>,
}

impl Visitor for Classes {
    type Output = Self;
    type Err = Infallible;

    fn finish(self) -> Result<Self, Infallible> {
        Ok(self)
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Infallible> {
        if let Ast::ClassBracketed(_) = ast {
            self.has_others = false;
            self.kinds.clear();
        }
        Ok(())
    }

    fn visit_post(&mut self, ast: &Ast) -> Result<(), Infallible> {
        if let Ast::ClassBracketed(class) = ast
            && self.has_others
        {
            self.beyond_ascii.push(class.span.start.offset..class.span.end.offset);
            self.of_other_kinds.append(&mut self.kinds);
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Infallible> {
        match item {
            ClassSetItem::Literal(literal) => self.has_others |= !literal.c.is_ascii(),
            ClassSetItem::Range(range) => {
                self.has_others |= !range.start.c.is_ascii() || !range.end.c.is_ascii();
            }
            ClassSetItem::Perl(perl) => self.kinds.push(match perl.kind {
                ClassPerlKind::Digit => "\\d",
                ClassPerlKind::Space => "\\s",
                ClassPerlKind::Word => "\\w",
            }),
            _ => {}
        }
        Ok(())
    }
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

/// Whether a match may begin with something that `\b` cannot stand before.
fn may_begin_outside_words(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => !literal.0.first().is_some_and(|&byte| is_word(byte.into())),
        HirKind::Class(Class::Bytes(class)) => class
            .iter()
            .any(|range| (range.start()..=range.end()).any(|byte| !is_word(byte.into()))),
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().any(|range| !range.end().is_ascii() || !is_word(range.start()))
        }
        HirKind::Repetition(repetition) => may_begin_outside_words(&repetition.sub),
        HirKind::Capture(capture) => may_begin_outside_words(&capture.sub),
        HirKind::Concat(parts) => {
            let optional = |part: &&Hir| part.properties().minimum_len() == Some(0);
            let first = parts.iter().take_while(optional).count();
            parts.iter().take(first + 1).any(may_begin_outside_words)
        }
        HirKind::Alternation(branches) => branches.iter().any(may_begin_outside_words),
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
    format!("{}{}{}", boundary(first), in_any_case(word), boundary(last))
}

/// The word as a regex. Case is ignored of ASCII letters, so the others stand there in all cases.
fn in_any_case(word: &str) -> String {
    let mut regex = String::new();
    for c in word.chars() {
        let mut cases = ClassUnicode::new([ClassUnicodeRange::new(c, c)]);
        if !c.is_ascii() {
            cases.case_fold_simple();
        }
        let cases: Vec<String> = cases
            .iter()
            .flat_map(|range| range.start()..=range.end())
            .map(|case| regex_syntax::escape(case.encode_utf8(&mut [0; 4])))
            .collect();
        match &cases[..] {
            [only] => regex.push_str(only),
            _ => regex.push_str(&format!("(?:{})", cases.join("|"))),
        }
    }
    regex
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(regex: &str) -> String {
        let (Ok(Some((problem, _))) | Err((problem, _))) = lint(regex) else {
            return String::new();
        };
        problem
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
    fn a_possessive_repetition_is_told_with_its_place() {
        for (regex, place) in [
            (r"\bα?[0-9]++", "at character 5, `[0-9]++`, "),
            (r"ab(?:c{1,3}+)d", "at character 6, `c{1,3}+`, "),
            (r"EMP-[0-9]*+x", "at character 5, `[0-9]*+`, "),
            (r"EMP-[0-9]?+x", "at character 5, `[0-9]?+`, "),
        ] {
            let said = problem(regex);
            assert!(said.contains("possessively") && said.contains(place), "{said}");
        }
        assert!(!problem(r"EMP-(?:[0-9]{1,2}){1,3}\+?").contains("possessively"));
    }

    #[test]
    fn a_pattern_that_may_be_empty_is_refused() {
        assert!(problem(r"\b[0-9]{0,3}").contains("nothing at all"));
    }

    #[test]
    fn a_pattern_that_may_begin_anywhere_is_costly() {
        for regex in [r"[0-9]{9}", r"-?\b[0-9]{9}", r"[a-z]{5}[A-Z]{5}"] {
            assert!(lint(regex).unwrap().unwrap().0.contains("begins with neither"), "{regex}");
        }
    }

    #[test]
    fn classes_hold_every_character() {
        for (regex, expected) in [
            (r"\b[aé]{3}", r"\b(?u:[aé]){3}"),
            (r"[^,é]x[a-z][α-ω]", r"(?u:[^,é])x[a-z](?u:[α-ω])"),
            (r"(?x) [[a-z]é] é # [é]", r"(?x) (?u:[[a-z]é]) é # [é]"),
            (r"é|\d[a-z\d]", r"é|\d[a-z\d]"),
        ] {
            assert_eq!(with_all_letters(regex).unwrap(), expected);
            assert!(lint(expected).is_ok(), "{expected}");
        }
        let (problem, mend) = with_all_letters(r"\b[é\d]{3}").unwrap_err();
        assert!(problem.starts_with(r"\d stands") && mend.contains("0-9"), "{problem} {mend}");
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
        assert_eq!(of_words(&words), [r"(?i)(?:(?:É|é)mile\b|\banna\b|\ban\b)"]);
    }

    #[test]
    fn a_word_is_met_in_any_case() {
        for (word, regex) in
            [("größe 1.", r"gr(?:Ö|ö)(?:ß|ẞ)e 1\."), ("ΑΦ", "(?:Α|α)(?:Φ|φ|ϕ)"), ("北京", "北京")]
        {
            assert_eq!(in_any_case(word), regex);
        }
    }

    #[test]
    fn a_long_list_becomes_several_patterns() {
        let words: Vec<String> = (0..2000).map(|n| format!("word{n}")).collect();
        let patterns = of_words(&words);
        assert!(patterns.len() > 1);
        assert!(patterns.iter().all(|pattern| lint(pattern).is_ok()));
    }
}
