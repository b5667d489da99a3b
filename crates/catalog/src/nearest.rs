//! Suggestions for misspelt names.

/// The up to three candidates that are nearest to `name`, nearest first; those that share
/// hardly anything with it are left out.
pub(crate) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let folded = name.to_lowercase();
    let mut ranked: Vec<(usize, &str)> = candidates
        .map(|candidate| (distance(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance * 2 <= candidate.len().max(name.len()))
        .collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// Insertions, deletions and substitutions of bytes that turn one name into the other.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_comes_first() {
        let names = ["es_nif", "es_nie", "payment_card"];
        assert_eq!(nearest("es_nfi", names.into_iter()).first(), Some(&"es_nie"));
        assert_eq!(nearest("payment-card", names.into_iter()), ["payment_card"]);
    }

    #[test]
    fn nothing_is_suggested_for_a_name_unlike_all() {
        assert!(nearest("zzzzzzzz", ["es_nif"].into_iter()).is_empty());
    }
}
