//! The place of one value in JSON: its path, which all items of an array share, with their positions.

use std::fmt::Write as _;

/// What a path says for any item of an array.
const ANY: &str = "[*]";

/// The path with an index in place of each `[*]`, as far as there are indices. What quotes hold is a name,
/// whatever it looks like.
pub(crate) fn positioned(path: &str, positions: &[u64]) -> String {
    let mut positions = positions.iter();
    let (mut out, mut rest, mut quoted) = (String::with_capacity(path.len()), path, false);
    while let Some(first) = rest.chars().next() {
        if !quoted
            && let Some(behind) = rest.strip_prefix(ANY)
            && let Some(position) = positions.next()
        {
            let _ = write!(out, "[{position}]");
            rest = behind;
            continue;
        }
        let mut taken = first.len_utf8();
        if rest.starts_with(if quoted { "']" } else { "['" }) {
            quoted = !quoted;
            taken = 2;
        } else if quoted && first == '\\' {
            taken += rest[taken..].chars().next().map_or(0, char::len_utf8);
        }
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_has_its_own_path_and_names_stay_as_they_are() {
        assert_eq!(positioned("$[*].people[*].ssn", &[3, 17]), "$[3].people[17].ssn");
        assert_eq!(positioned("$['[*]'][*]", &[5]), "$['[*]'][5]");
        assert_eq!(positioned("$['it\\'s][*]']é[*]", &[5, 6]), "$['it\\'s][*]']é[5]");
        assert_eq!(positioned("$[*][*]", &[1]), "$[1][*]");
        assert_eq!(positioned("$..*", &[1]), "$..*");
        assert_eq!(positioned("$['cut", &[1]), "$['cut");
    }
}
