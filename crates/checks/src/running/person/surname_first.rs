//! Names whose surname stands first, as registers, forms and lists of authors write them: `DOE, John`,
//! `Müller, Hans-Peter`, `de Vries, Jan`. A comma between two names stands in sentences as well, so capitals,
//! or a place of its own, have to speak for it.

use super::*;

const DETAIL: &str = "a surname that registers know, a comma and a given name";
/// Given names and initials behind the comma.
const GIVEN_MAX: usize = 4;
/// Small words before a surname; others of the list are words of sentences too.
const BEFORE_SURNAMES: [&str; 17] = [
    "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "la", "le", "ten", "ter",
    "van", "von", "zu",
];

/// The name that begins with this surname.
pub(super) fn sight(
    text: &[u8],
    place: usize,
    first: Part<'_>,
    before: Before,
) -> Option<(usize, usize, Likely, &'static str)> {
    let is_surname = |part: &Part<'_>| {
        let is_odd = part.is(Kinds::COMMON) || part.is(Kinds::THING) || part.is(Kinds::NAMED);
        part.kind == PartKind::Name && part.is(Kinds::SURNAME) && !is_odd
    };
    if !is_surname(&first) || !matches!(before, Before::Nothing | Before::Role | Before::Closing) {
        return None;
    }
    let second = gap(text, first.word.end).and_then(|at| part_at(text, at));
    let last = second.filter(|part| is_surname(part) && !part.wrapped).unwrap_or(first);
    let given = given_names(text, last.word.end)?;
    let begin = with_particles(text, place);
    let shouts = first.word.is_upper() && last.word.is_upper() && !given.is_upper;
    // `MARTIN, Thomas` is one name; `Martin, Thomas` may be two.
    let is_sure = !first.is_doubtful() && (shouts || !first.is(Kinds::GIVEN));
    let is_led = before == Before::Role || begins_a_place(text, begin);
    let fits = if shouts { is_sure || is_led } else { is_sure && is_led && given.is_closed };
    fits.then_some((begin, given.end, Likely::Medium, DETAIL))
}

struct Given {
    end: usize,
    is_upper: bool,
    /// Nothing that a sentence would go on with stands behind.
    is_closed: bool,
}

/// The given names behind a comma.
fn given_names(text: &[u8], comma: usize) -> Option<Given> {
    if text.get(comma) != Some(&b',') || text.get(comma + 1) != Some(&b' ') {
        return None;
    }
    let mut next = part_at(text, comma + 2);
    let mut found: Option<Given> = None;
    for index in 0..GIVEN_MAX {
        let Some(part) = next else { break };
        let is_name = part.kind == PartKind::Name
            && part.is(Kinds::GIVEN)
            && !part.is(Kinds::COMMON)
            && (index > 0 || !part.is_doubtful());
        if !is_name && (part.kind != PartKind::Initial || index == 0) {
            break;
        }
        let is_upper = found.as_ref().map_or(part.word.is_upper(), |given| given.is_upper);
        found = Some(Given { end: part.word.end, is_upper, is_closed: false });
        let same_line = gap(text, part.word.end).filter(|at| text[at - 1] != b'\n');
        next = same_line.and_then(|at| part_at(text, at));
    }
    found.map(|given| Given { is_closed: is_closed(text, given.end), ..given })
}

/// `; `, a bracket, the end of the line, a number: what stands behind an entry, and no sentence going on.
fn is_closed(text: &[u8], end: usize) -> bool {
    let rest = &text[end..];
    match rest {
        [] => true,
        [b'\n' | b'\r' | b'\t' | b';' | b'|' | b')' | b'"' | b'<' | b'*', ..] => true,
        [b'.', then @ ..] => matches!(then.first(), None | Some(b'\n' | b'\r')),
        [b',' | b' ', then @ ..] => {
            let then = then.trim_ascii_start();
            matches!(then.first(), None | Some(b'(' | b'-' | b'|' | b'<' | b'*' | b'0'..=b'9'))
                || ["born ", "geb", "né", "nac", "nat", "ur.", "DOB"]
                    .iter()
                    .any(|word| then.starts_with(word.as_bytes()))
        }
        _ => false,
    }
}

/// Where the small words before a surname begin.
fn with_particles(text: &[u8], place: usize) -> usize {
    let mut begin = place;
    for _ in 0..PARTICLES_MAX {
        let word = gap_before(text, begin).and_then(|end| word_before(text, end));
        let Some(word) = word.filter(|word| {
            BEFORE_SURNAMES.iter().any(|particle| particle.eq_ignore_ascii_case(word.text))
        }) else {
            break;
        };
        begin = word.start;
    }
    begin
}

/// Whether a line, a cell or an entry begins: nothing before but a bullet, a bracket or a colon.
fn begins_a_place(text: &[u8], begin: usize) -> bool {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'"' | b'\'' | b'*' | b'_');
    match text[..begin].iter().rev().find(|byte| !is_space(byte)) {
        None => true,
        Some(byte) => b"\n\r\t|:;>(=[-".contains(byte),
    }
}
