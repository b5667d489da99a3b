//! Labels of nested values: paths in the manner of JSONPath, array positions left out.

/// The path of a whole record.
pub(crate) const ROOT: &str = "$";

/// The path of a member: `.name`, or `['any name']` where the name is not a plain one.
pub(crate) fn member(path: &str, name: &str) -> String {
    let plain = |c: char| c == '_' || c == '*' || c.is_alphanumeric();
    if !name.is_empty() && name.chars().all(plain) && !name.starts_with(|c: char| c.is_numeric()) {
        format!("{path}.{name}")
    } else {
        format!("{path}['{}']", name.replace('\\', "\\\\").replace('\'', "\\'"))
    }
}

/// The path of an array's items.
pub(crate) fn items(path: &str) -> String {
    format!("{path}[*]")
}

#[cfg(test)]
mod tests {
    use super::{ROOT, items, member};

    #[test]
    fn paths_read_as_jsonpath() {
        let path = member(&items(&member(ROOT, "cards")), "it's one");
        assert_eq!(path, "$.cards[*]['it\\'s one']");
    }
}
