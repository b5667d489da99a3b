//! The allow list: values that are known and are not to be reported.

use std::collections::HashSet;

use crate::ScanError;

/// Values that are not reported, compared whole.
#[derive(Clone, Default)]
pub struct AllowList {
    values: HashSet<Vec<u8>>,
}

impl AllowList {
    /// Reads one value a line; empty lines and lines that begin with `#` do not count.
    /// Separators and letter case make no difference.
    ///
    /// # Errors
    /// When the bytes are no UTF-8 text or hold no value.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, ScanError> {
        let refuse = |why: &str| Err(ScanError::Option(format!("allow list {file}: {why}")));
        let Ok(text) = std::str::from_utf8(bytes) else {
            return refuse("is not UTF-8 text; save it as UTF-8");
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.lines().map(str::trim);
        let mut values = HashSet::new();
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut value = Vec::new();
            magpie_engine::normalise(line.as_bytes(), &mut value);
            value.make_ascii_lowercase();
            if value.is_empty() {
                return refuse("has a line of nothing but separators, which no value equals");
            }
            values.insert(value);
        }
        if values.is_empty() {
            return refuse("holds no value; write one a line, or leave the option out");
        }
        Ok(Self { values })
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether a normalised value is on the list.
    pub(crate) fn holds(&self, normalised: &[u8]) -> bool {
        !self.values.is_empty() && self.values.contains(&normalised.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(list: &AllowList, value: &str) -> bool {
        let mut normalised = Vec::new();
        magpie_engine::normalise(value.as_bytes(), &mut normalised);
        list.holds(&normalised)
    }

    #[test]
    fn values_are_compared_whole_without_separators_or_case() {
        let list = "# test numbers\n\n4111-1111-1111-1111\nOps@Example.org\n";
        let list = AllowList::parse("list.txt", list.as_bytes()).unwrap();
        assert!(holds(&list, "4111 1111 1111 1111") && holds(&list, "ops@example.org"));
        assert!(!holds(&list, "4111 1111 1111 1112") && !holds(&list, "dev.ops@example.org"));
    }

    #[test]
    fn a_list_that_cannot_be_used_is_refused() {
        for bytes in [&b"\xff\xfe4"[..], b"", b"# nothing\n", b"4111\n---\n"] {
            assert!(AllowList::parse("list.txt", bytes).is_err());
        }
    }
}
