//! The regular expressions of Amazon Macie's custom data identifiers, a subset of PCRE, in the form
//! that the engine asks for.

use regex_syntax::ParserBuilder;
use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    AssertionKind, Ast, ClassBracketed, ClassSet, ClassSetItem, RepetitionKind, RepetitionRange,
    Span,
};
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::pattern;

/// Bounds that take the place of none, the widest first: the first that keeps a match short enough
/// is taken.
const REPEATS_MAX: [u32; 5] = [128, 64, 32, 16, 4];
/// What the engine searches for anywhere is no longer than this.
const MATCH_BYTES_MAX: usize = 256;

/// The regex rewritten, with a clause for each thing that matches differently; or why it cannot be.
pub(crate) fn carried_over(regex: &str) -> Result<(String, Vec<String>), String> {
    let ast = Parser::new()
        .parse(regex)
        .map_err(|error| format!("the regex uses what no detector can: {}", error.kind()))?;
    let mut edits = Edits::default();
    edits.visit(&ast)?;
    let mut refused = String::new();
    for bound in REPEATS_MAX {
        let mut notes = edits.notes.clone();
        if edits.unbounded {
            notes.push(format!("* and + repeat {bound} times at most"));
        }
        let (bounded, bytes) = begun(edits.applied(regex, bound), &mut notes)?;
        match pattern::lint(&bounded) {
            Ok(_) if edits.unbounded && bytes > MATCH_BYTES_MAX => {
                refused = "the regex has repetitions without a bound in each other".into();
            }
            Ok(_) => return Ok((bounded, notes)),
            Err((problem, _)) => refused = problem,
        }
    }
    Err(refused)
}

/// What is replaced, in the order of the text.
#[derive(Default)]
struct Edits {
    edits: Vec<(Span, Edit)>,
    notes: Vec<String>,
    unbounded: bool,
}

enum Edit {
    Text(String),
    /// A repetition without a bound: its least, and whether it prefers more.
    Unbounded {
        least: u32,
        greedy: bool,
    },
}

impl Edits {
    fn visit(&mut self, ast: &Ast) -> Result<(), String> {
        match ast {
            Ast::Assertion(assertion) => self.assertion(&assertion.kind, assertion.span),
            Ast::ClassBracketed(class) => self.class(class)?,
            Ast::Repetition(repetition) => {
                let least = match &repetition.op.kind {
                    RepetitionKind::ZeroOrMore => Some(0),
                    RepetitionKind::OneOrMore => Some(1),
                    RepetitionKind::Range(RepetitionRange::AtLeast(least)) => Some(*least),
                    _ => None,
                };
                self.visit(&repetition.ast)?;
                if let Some(least) = least {
                    self.unbounded = true;
                    let greedy = repetition.greedy;
                    self.edits.push((repetition.op.span, Edit::Unbounded { least, greedy }));
                }
            }
            Ast::Group(group) => self.visit(&group.ast)?,
            Ast::Concat(concat) => concat.asts.iter().try_for_each(|part| self.visit(part))?,
            Ast::Alternation(branches) => {
                branches.asts.iter().try_for_each(|branch| self.visit(branch))?;
            }
            Ast::ClassUnicode(_) => {
                return Err("the regex asks for Unicode properties (\\p); write the letters".into());
            }
            Ast::Empty(_) | Ast::Flags(_) | Ast::Literal(_) | Ast::Dot(_) | Ast::ClassPerl(_) => {}
        }
        Ok(())
    }

    fn assertion(&mut self, kind: &AssertionKind, span: Span) {
        let text = match kind {
            AssertionKind::StartLine
            | AssertionKind::EndLine
            | AssertionKind::StartText
            | AssertionKind::EndText => {
                let note = "it matches anywhere, where ^ and $ stood for the ends of the object";
                if !self.notes.iter().any(|known| known == note) {
                    self.notes.push(note.into());
                }
                ""
            }
            // PCRE knows these two as plain characters.
            AssertionKind::WordBoundaryStartAngle => "<",
            AssertionKind::WordBoundaryEndAngle => ">",
            _ => return,
        };
        self.edits.push((span, Edit::Text(text.into())));
    }

    /// Characters beyond ASCII leave their class and become alternatives to it.
    fn class(&mut self, class: &ClassBracketed) -> Result<(), String> {
        let beyond = "the regex has characters beyond ASCII in a negated class or a range";
        let items = match &class.kind {
            ClassSet::Item(ClassSetItem::Union(union)) => union.items.as_slice(),
            ClassSet::Item(item) => std::slice::from_ref(item),
            ClassSet::BinaryOp(_) => {
                return Err("the regex has &&, -- or ~~ in a class; escape them".into());
            }
        };
        let mut others = Vec::new();
        for item in items {
            match item {
                ClassSetItem::Literal(literal) if !literal.c.is_ascii() => {
                    others.push((literal.span, literal.c));
                }
                ClassSetItem::Range(range)
                    if !range.start.c.is_ascii() || !range.end.c.is_ascii() =>
                {
                    return Err(beyond.into());
                }
                ClassSetItem::Bracketed(_) => {
                    return Err("the regex has [ inside a class; escape it".into());
                }
                ClassSetItem::Unicode(_) => {
                    return Err("the regex asks for Unicode properties in a class".into());
                }
                _ => {}
            }
        }
        if others.is_empty() {
            return Ok(());
        }
        if class.negated {
            return Err(beyond.into());
        }
        let mut before = class.span;
        before.end = before.start;
        let mut behind = class.span;
        behind.start = behind.end;
        let alternatives: Vec<String> = others.iter().map(|(_, c)| c.to_string()).collect();
        let all = others.len() == items.len();
        if all {
            let text = format!("(?:{})", alternatives.join("|"));
            self.edits.push((class.span, Edit::Text(text)));
            return Ok(());
        }
        self.edits.push((before, Edit::Text("(?:".into())));
        self.edits.extend(others.iter().map(|(span, _)| (*span, Edit::Text(String::new()))));
        self.edits.push((behind, Edit::Text(format!("|{})", alternatives.join("|")))));
        Ok(())
    }

    fn applied(&self, regex: &str, bound: u32) -> String {
        let mut out = String::with_capacity(regex.len() + 16);
        let mut done = 0;
        for (span, edit) in &self.edits {
            out.push_str(&regex[done..span.start.offset]);
            match edit {
                Edit::Text(text) => out.push_str(text),
                Edit::Unbounded { least, greedy } => {
                    let lazy = if *greedy { "" } else { "?" };
                    out.push_str(&format!("{{{least},{}}}{lazy}", bound.max(*least)));
                }
            }
            done = span.end.offset;
        }
        out.push_str(&regex[done..]);
        out
    }
}

/// The regex with a beginning that can be found: as it is, at a boundary, or anywhere.
/// With the bytes of its longest match.
fn begun(regex: String, notes: &mut Vec<String>) -> Result<(String, usize), String> {
    let parser = || ParserBuilder::new().unicode(false).utf8(false).build();
    let hir = parser().parse(&regex).map_err(|error| {
        let message = error.to_string();
        let last = message.lines().last().unwrap_or_default();
        format!("the regex cannot be used: {}", last.trim_start_matches("error: "))
    })?;
    let bytes = hir.properties().maximum_len().unwrap_or(usize::MAX);
    if pattern::begins_plainly(&hir) {
        return Ok((regex, bytes));
    }
    if begins_with_word(&hir) == Some(true) {
        notes.push("a match begins at the beginning of a word, and not within one".into());
        return Ok((format!(r"\b(?:{regex})"), bytes));
    }
    Ok((format!(r"(?:\b|\B)(?:{regex})"), bytes))
}

/// Whether every match begins with a letter, digit or underscore; `None` where nothing is consumed.
fn begins_with_word(hir: &Hir) -> Option<bool> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => None,
        HirKind::Literal(literal) => literal.0.first().map(|byte| is_word(*byte)),
        HirKind::Class(Class::Bytes(class)) => {
            Some(class.iter().flat_map(|range| range.start()..=range.end()).all(is_word))
        }
        HirKind::Class(Class::Unicode(_)) => Some(false),
        HirKind::Repetition(repetition) => match begins_with_word(&repetition.sub) {
            Some(true) if repetition.min == 0 => None,
            other => other,
        },
        HirKind::Capture(capture) => begins_with_word(&capture.sub),
        // What may be left out passes the word on; a part that may not be a word spoils it.
        HirKind::Concat(parts) => parts.iter().find_map(begins_with_word),
        HirKind::Alternation(branches) => {
            let begins: Vec<Option<bool>> = branches.iter().map(begins_with_word).collect();
            if begins.contains(&Some(false)) {
                Some(false)
            } else if begins.contains(&None) {
                None
            } else {
                Some(true)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(regex: &str) -> String {
        let (carried, _) = carried_over(regex).unwrap();
        assert_eq!(pattern::lint(&carried), Ok(None), "{regex}");
        carried
    }

    #[test]
    fn what_the_engine_takes_stays() {
        for regex in [r"\bEMP-[0-9]{6}\b", r"(?i)acct[ -]?\d{8}", r"\b[A-Z]{2}\d{4}\b"] {
            assert_eq!(carried(regex), regex);
        }
    }

    #[test]
    fn repetitions_get_a_bound_that_fits() {
        assert_eq!(carried(r"ID\d+"), r"ID\d{1,128}");
        assert_eq!(carried(r"ID\d{3,}?x*"), r"ID\d{3,64}?x{0,64}");
        assert_eq!(carried(r"AB(?:\d+,)+"), r"AB(?:\d{1,4},){1,4}");
    }

    #[test]
    fn a_beginning_is_made_where_there_is_none() {
        assert_eq!(carried(r"[A-Z]{3}\d{4}"), r"\b(?:[A-Z]{3}\d{4})");
        assert_eq!(carried(r"[A-Z]?\d{4}"), r"\b(?:[A-Z]?\d{4})");
        assert_eq!(carried(r"[^a]\d{4}"), r"(?:\b|\B)(?:[^a]\d{4})");
    }

    #[test]
    fn the_ends_of_an_object_are_left_out_and_said() {
        let (regex, notes) = carried_over(r"^\d{4}-\d{4}$").unwrap();
        assert_eq!(regex, r"\b(?:\d{4}-\d{4})");
        assert!(notes.iter().any(|note| note.contains("anywhere")), "{notes:?}");
    }

    #[test]
    fn letters_beyond_ascii_leave_their_class() {
        assert_eq!(carried(r"\b[A-ZÄÖ]{2}\d"), r"\b(?:[A-Z]|Ä|Ö){2}\d");
        assert_eq!(carried(r"\b[äö]\d"), r"\b(?:ä|ö)\d");
        assert!(carried_over(r"\b[^ä]\d").is_err());
    }

    #[test]
    fn what_pcre_alone_knows_is_refused() {
        for regex in [r"(?=\d)\d{4}", r"(\d)\1{3}", r"(?<!x)\d{4}", r"\p{L}{4}", r"\d{4", r"a|"] {
            assert!(carried_over(regex).is_err(), "{regex}");
        }
    }

    #[test]
    fn angle_brackets_are_plain_characters() {
        assert_eq!(carried(r"\<id\>"), "<id>");
    }
}
