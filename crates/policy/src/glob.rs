//! The wildcards of policies: `*` for any text, `?` for one character; and what variables stand for.

use std::borrow::Cow;

/// Whether the pattern fits the whole text.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => {
                // The last star takes one character more; an earlier one never needs to.
                let Some((at, taken)) = star else { return false };
                star = Some((at, taken + 1));
                p = at + 1;
                t = taken + 1;
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// How many characters are compared at most to tell whether a pattern fits: behind its first star, what
/// stands between two stars is tried at each place of the text.
pub(crate) fn cost(pattern: &str, text: &str) -> u64 {
    let behind = pattern.split('*').skip(1).map(str::len).max().unwrap_or(0);
    let tried = text.len() as u64 * behind as u64;
    (pattern.len() + text.len()) as u64 + tried
}

/// As [`fits`], for names of actions, whose case does not matter.
pub(crate) fn fits_folded(pattern: &str, text: &str) -> bool {
    fits(&pattern.to_ascii_lowercase(), &text.to_ascii_lowercase())
}

/// Whether some text that begins with `start` fits the pattern.
pub(crate) fn can_begin_with(pattern: &str, start: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    behind(&pattern, start).into_iter().any(|alive| alive)
}

/// Whether every text that begins with `start` fits the pattern: nothing but stars is left of it.
pub(crate) fn fits_all_behind(pattern: &str, start: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let alive = behind(&pattern, start);
    let only_stars = |at: usize| at < pattern.len() && pattern[at..].iter().all(|c| *c == '*');
    (0..pattern.len()).any(|at| alive[at] && only_stars(at))
}

/// For each beginning of the text, the empty one first, whether it fits the pattern.
pub(crate) fn fits_starts(pattern: &str, text: &str) -> Vec<bool> {
    let pattern: Vec<char> = pattern.chars().collect();
    let mut states = vec![false; pattern.len() + 1];
    states[0] = true;
    close(&pattern, &mut states);
    let mut fits = vec![states[pattern.len()]];
    for c in text.chars() {
        states = step(&pattern, &states, c);
        fits.push(states[pattern.len()]);
    }
    fits
}

/// The places of the pattern that may come next when `start` was taken.
fn behind(pattern: &[char], start: &str) -> Vec<bool> {
    let mut states = vec![false; pattern.len() + 1];
    states[0] = true;
    close(pattern, &mut states);
    for c in start.chars() {
        states = step(pattern, &states, c);
    }
    states
}

/// The places that may come next when one character more is taken.
fn step(pattern: &[char], states: &[bool], c: char) -> Vec<bool> {
    let mut next = vec![false; states.len()];
    for (at, wanted) in pattern.iter().enumerate().filter(|(at, _)| states[*at]) {
        match wanted {
            '*' => next[at] = true,
            '?' => next[at + 1] = true,
            same if *same == c => next[at + 1] = true,
            _ => {}
        }
    }
    close(pattern, &mut next);
    next
}

/// What the pattern asks of the rest of a text that begins with `start`, once for each way to get
/// there. A `*` in `start` stands for any part of an ARN's field.
pub(crate) fn rests(pattern: &str, start: &str) -> Vec<String> {
    let pattern: Vec<char> = pattern.chars().collect();
    let mut states = vec![false; pattern.len() + 1];
    states[0] = true;
    close(&pattern, &mut states);
    for c in start.chars() {
        let mut next = if c == '*' { states.clone() } else { vec![false; states.len()] };
        for (at, wanted) in pattern.iter().enumerate() {
            let from = if c == '*' { next[at] } else { states[at] };
            let within = c == '*' && ![':', '/'].contains(wanted);
            match wanted {
                _ if !from => {}
                '*' => (next[at], next[at + 1]) = (true, true),
                same if *same == '?' || *same == c || within => next[at + 1] = true,
                _ => {}
            }
        }
        close(&pattern, &mut next);
        states = next;
    }
    // What a star leaves open holds whatever follows the star.
    let by_star = |at: usize| at > 0 && states[at - 1] && pattern[at - 1] == '*';
    let alive = (0..states.len()).filter(|at| states[*at] && !by_star(*at));
    alive.map(|at| pattern[at..].iter().collect()).collect()
}

/// A star may stand for nothing.
fn close(pattern: &[char], states: &mut [bool]) {
    for (at, c) in pattern.iter().enumerate() {
        if states[at] && *c == '*' {
            states[at + 1] = true;
        }
    }
}

/// Whether a value is anything but one fixed text: a wildcard or a policy variable.
pub(crate) fn is_open(value: &str) -> bool {
    value.contains(['*', '?']) || value.contains("${")
}

/// What no resource has in it.
const NOTHING: &str = "\u{2}";

/// The pattern with what its variables may stand for: any text, which a policy says as a star.
pub(crate) fn widest(pattern: &str) -> Cow<'_, str> {
    with_variables(pattern, |name| match name {
        "$" => "$",
        "*" | "?" => "?",
        _ => "*",
    })
}

/// The pattern with what its variables are certain to stand for: `${$}` is a sign, and the others nothing
/// that is known.
pub(crate) fn narrowest(pattern: &str) -> Cow<'_, str> {
    with_variables(pattern, |name| if name == "$" { "$" } else { NOTHING })
}

fn with_variables<'p>(pattern: &'p str, standing: impl Fn(&str) -> &'static str) -> Cow<'p, str> {
    let Some((before, mut rest)) = pattern.split_once("${") else { return pattern.into() };
    let mut whole = before.to_owned();
    loop {
        let (name, behind) = rest.split_once('}').unwrap_or((rest, ""));
        whole.push_str(standing(name));
        let Some((text, next)) = behind.split_once("${") else {
            whole.push_str(behind);
            return whole.into();
        };
        whole.push_str(text);
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_stand_for_any_text_or_for_none() {
        let both = |pattern: &str| [widest(pattern).into_owned(), narrowest(pattern).into_owned()];
        assert_eq!(both("box/a"), ["box/a", "box/a"]);
        assert_eq!(both("box/${aws:username}/*"), ["box/*/*", "box/\u{2}/*"]);
        assert_eq!(both("${a}b${$}c${*}d"), ["*b$c?d", "\u{2}b$c\u{2}d"]);
        assert_eq!(both("box/${open"), ["box/*", "box/\u{2}"]);
    }

    #[test]
    fn stars_and_question_marks_fit_as_in_policies() {
        assert!(fits("s3:Get*", "s3:GetObject") && fits("*", "") && fits("a?c*", "abcd"));
        assert!(!fits("s3:Get*", "s3:PutObject") && !fits("a?c", "ac") && !fits("", "a"));
        assert!(fits("*a*b", "xaxbab") && !fits("*a*b", "xaxba"));
        assert!(fits_folded("S3:GETobject", "s3:GetObject"));
    }

    #[test]
    fn a_pattern_fits_all_behind_a_start_when_only_stars_are_left() {
        let bucket = "arn:aws:s3:::box/";
        for whole in
            ["*", "arn:aws:s3:::box/*", "arn:aws:s3:::b*", "arn:aws:s3:::b?x/**", "arn:*/*"]
        {
            assert!(fits_all_behind(whole, bucket), "{whole}");
        }
        for part in ["/*/*", "/?*", "/?*/*", "/?????*", "/*.csv", "/a*", "/", ""] {
            let part = format!("arn:aws:s3:::box{part}");
            assert!(!fits_all_behind(&part, bucket), "{part}");
        }
    }

    #[test]
    fn a_pattern_leaves_what_its_stars_do_not_take() {
        assert_eq!(rests("a/b/c*", "*/b/"), ["c*"]);
        assert_eq!(rests("a/*/c", "a/b/"), ["*/c", "c"]);
        assert_eq!(rests("a*", "*/b/"), ["*"]);
        assert!(rests("a/b", "*/c").is_empty() && rests("a:b/c", "*/c").is_empty());
    }

    #[test]
    fn a_pattern_may_reach_into_a_bucket() {
        let bucket = "arn:aws:s3:::box/";
        assert!(can_begin_with("arn:aws:s3:::box/*", bucket));
        assert!(can_begin_with("arn:aws:s3:::box/a/b.txt", bucket));
        assert!(can_begin_with("*", bucket) && can_begin_with("arn:aws:s3:::b*", bucket));
        assert!(!can_begin_with("arn:aws:s3:::box", bucket));
        assert!(!can_begin_with("arn:aws:s3:::other/*", bucket));
    }
}
