//! The `[context]` table of a detector: its keywords.

use super::*;

const KEYWORD_CHARACTERS: std::ops::RangeInclusive<usize> = 3..=90;
const PROXIMITY_CHARACTERS: std::ops::RangeInclusive<usize> = 1..=300;
/// In Chinese, Japanese and Korean, whose words are that short.
const KEYWORD_SIGNS_MIN: usize = 2;
/// Macie's "typically within 30 characters".
const PROXIMITY_DEFAULT: usize = 30;

impl Linter<'_> {
    pub(super) fn context(&mut self, table: Option<ContextTable>) -> Context {
        let Some(table) = table else {
            return Context {
                keywords: Vec::new(),
                characters: PROXIMITY_DEFAULT,
                before: false,
                required: false,
                against: Vec::new(),
            };
        };
        let characters = match &table.characters {
            None => PROXIMITY_DEFAULT,
            Some(characters) => {
                if !PROXIMITY_CHARACTERS.contains(characters.get_ref()) {
                    let mend = "write 1 to 300 characters; 30 is usual";
                    self.fault(Some(characters.span()), Rule::Context, "out of range", mend);
                }
                *characters.get_ref()
            }
        };
        let required = table.required.as_ref().is_some_and(|required| *required.get_ref());
        if required && table.keywords.is_empty() {
            let span = table.required.as_ref().map(Placed::span);
            let mend = "list keywords, or do not require one";
            self.fault(span, Rule::Context, "a keyword is required and none is listed", mend);
        }
        if self.care != Care::Stored {
            let mut seen = BTreeSet::new();
            self.words(&table.keywords, &mut seen);
            self.words(&table.against, &mut seen);
        }
        let own = |words: Vec<Placed<String>>| words.into_iter().map(Placed::into_inner).collect();
        let (keywords, against) = (own(table.keywords), own(table.against));
        Context { keywords, characters, before: table.before, required, against }
    }

    /// A word may stand once only, among keywords and counter-words together.
    fn words<'w>(&mut self, words: &'w [Placed<String>], seen: &mut BTreeSet<&'w str>) {
        for word in words {
            let text = word.get_ref();
            let problem = if !is_of_a_length(text) {
                "is not 3 to 90 characters long, or 2 in Chinese, Japanese or Korean"
            } else if !is_lower_case(text) || text.trim() != text {
                "is not lower-case, or has space around it"
            } else if !text.chars().any(char::is_alphanumeric) {
                "has neither letter nor digit"
            } else if !seen.insert(text) {
                "stands here twice"
            } else {
                continue;
            };
            let mend = "write each word once, in natural lower-case spelling";
            self.fault(Some(word.span()), Rule::Context, format!("{text:?} {problem}"), mend);
        }
    }
}

fn is_of_a_length(keyword: &str) -> bool {
    let is_sign = |sign| matches!(sign, '\u{3041}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}');
    match keyword.chars().count() {
        KEYWORD_SIGNS_MIN => keyword.chars().all(is_sign),
        count => KEYWORD_CHARACTERS.contains(&count),
    }
}

/// Whether lower-casing changes nothing; most words are ASCII, of which that is told without a copy.
fn is_lower_case(text: &str) -> bool {
    match text.is_ascii() {
        true => !text.bytes().any(|byte| byte.is_ascii_uppercase()),
        false => text.to_lowercase() == text,
    }
}

#[cfg(test)]
mod tests {
    use super::is_of_a_length;

    #[test]
    fn two_characters_are_a_keyword_where_words_are_that_short() {
        for keyword in ["ssn", "护照", "パス", "여권", "税号:"] {
            assert!(is_of_a_length(keyword), "{keyword}");
        }
        for keyword in ["id", "护", "号:", "é1", "я.", &"a".repeat(91)] {
            assert!(!is_of_a_length(keyword), "{keyword}");
        }
    }
}
