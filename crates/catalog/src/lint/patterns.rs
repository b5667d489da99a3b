//! The `[[pattern]]` tables of a detector.

use super::*;
use crate::evidence;

impl Linter<'_> {
    pub(super) fn pattern(&mut self, table: &PatternTable) -> Option<Pattern> {
        let regex = match pattern::with_all_letters(table.regex.get_ref()) {
            Ok(regex) => regex.into_owned(),
            Err((problem, mend)) => {
                self.fault(Some(table.regex.span()), Rule::Pattern, problem, mend);
                return None;
            }
        };
        if self.care == Care::Full {
            match pattern::lint(&regex) {
                Ok(None) => {}
                Ok(Some((problem, mend))) => {
                    self.advise(Some(table.regex.span()), Rule::Pattern, problem, mend);
                }
                Err((problem, mend)) => {
                    self.fault(Some(table.regex.span()), Rule::Pattern, problem, mend);
                }
            }
        }
        let base = self.word(&table.base, Rule::Base, Confidence::parse, || {
            Confidence::ALL.map(Confidence::as_str).to_vec()
        });
        let check = table.check.as_ref().and_then(|name| self.check(name));
        if self.care == Care::Full
            && table.form_alone.is_none()
            && let Err((problem, mend)) = evidence::lint_base(&regex, base?, check)
        {
            self.fault(Some(table.base.span()), Rule::Base, problem, mend);
        }
        if let Some(reason) = table.form_alone.as_ref().filter(|said| said.get_ref().len() < 10) {
            let mend = "say in a sentence why nothing else is written in this form";
            self.fault(Some(reason.span()), Rule::Base, "no reason is given", mend);
        }
        let (own_words, across_cells) = (table.own_words, table.across_cells);
        Some(Pattern { regex, base: base?, check, own_words, across_cells })
    }

    /// Where nothing is checked, a word near the match has to say what it is.
    pub(super) fn lint_unchecked(&mut self, tables: &[PatternTable], context: &Context) {
        let speaks = |table: &PatternTable| {
            table.form_alone.is_some() || evidence::has_prefix(table.regex.get_ref())
        };
        // What begins with a literal is not known of a pattern that cannot be read.
        if self.faults.iter().any(|fault| matches!(fault.rule, Rule::Pattern | Rule::Check)) {
            return;
        }
        let checked = tables.iter().any(|table| table.check.is_some());
        if checked || context.required || tables.iter().all(speaks) {
            return;
        }
        let mend = "write required = true and keywords under [context], name a check, or begin the pattern with a literal of three characters";
        let first = tables.iter().find(|table| !speaks(table)).map(|table| table.regex.span());
        self.advise(
            first,
            Rule::Context,
            "no pattern has a check and no keyword is required, so whatever has the form is a match",
            mend,
        );
    }
}
