//! Where the folder of a table may be, judged by the key of a file in it, and how logs write paths.

use std::hash::{DefaultHasher, Hash, Hasher};

use magpie_model::TableFormat;

/// Stands for a path: a table may have millions.
pub(super) type Mark = u64;

/// The mark of a path below the table's folder.
pub(super) fn mark(path: &str) -> Mark {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

/// A folder that may be a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Candidate<'k> {
    pub(super) format: TableFormat,
    pub(super) root: &'k str,
    /// The file's path below it; `None` for files of the log.
    pub(super) file: Option<&'k str>,
}

/// Formats of files that tables consist of.
const DATA_FORMATS: [&str; 3] = ["avro", "orc", "parquet"];
const DELTA_LOG: &str = "_delta_log";
const METADATA: &str = "metadata";

/// The folders that may be the table of an object which was read as `format`, the likelier first.
pub(super) fn candidates<'k>(key: &'k str, format: &str) -> Vec<Candidate<'k>> {
    let mut found = Vec::new();
    let Some((folder, _)) = key.rsplit_once('/') else {
        if DATA_FORMATS.contains(&format) {
            found.push(Candidate { format: TableFormat::Delta, root: "", file: Some(key) });
        }
        return found;
    };
    if let Some(root) = before(folder, DELTA_LOG) {
        found.push(Candidate { format: TableFormat::Delta, root, file: None });
        return found;
    }
    if folder == METADATA || folder.ends_with("/metadata") {
        let root = folder.strip_suffix(METADATA).unwrap_or(folder).trim_end_matches('/');
        found.push(Candidate { format: TableFormat::Iceberg, root, file: None });
    }
    if !DATA_FORMATS.contains(&format) {
        return found;
    }
    if let Some(root) = before(folder, "data") {
        let file = Some(relative(key, root));
        found.push(Candidate { format: TableFormat::Iceberg, root, file });
    }
    let root = without_partitions(folder);
    found.push(Candidate { format: TableFormat::Delta, root, file: Some(relative(key, root)) });
    found
}

/// What stands before the last part of a folder that has this name.
fn before<'k>(folder: &'k str, name: &str) -> Option<&'k str> {
    let mut end = folder.len();
    loop {
        let start = folder[..end].rfind('/').map_or(0, |slash| slash + 1);
        if &folder[start..end] == name {
            return Some(folder[..start].trim_end_matches('/'));
        }
        if start == 0 {
            return None;
        }
        end = start - 1;
    }
}

/// A folder without the folders of partitions at its end, and that of the change feed.
fn without_partitions(folder: &str) -> &str {
    let mut root = folder;
    loop {
        let (outer, last) = root.rsplit_once('/').unwrap_or(("", root));
        if root.is_empty() || !(last.contains('=') || last == "_change_data") {
            return root;
        }
        root = outer;
    }
}

fn relative<'k>(key: &'k str, root: &str) -> &'k str {
    key[root.len()..].trim_start_matches('/')
}

/// The key of a folder or file of a table.
pub(super) fn below(root: &str, path: &str) -> String {
    if root.is_empty() { path.to_owned() } else { format!("{root}/{path}") }
}

/// A path in a log as a path below the table's folder: as it is, or without where the table lies.
pub(super) fn inside<'p>(path: &'p str, location: &str) -> Option<&'p str> {
    let scheme_end = |text: &str| text.find("://").map_or(0, |at| at + 3);
    let path = &path[scheme_end(path)..];
    let location = location[scheme_end(location)..].trim_end_matches('/');
    path.strip_prefix(location)?.strip_prefix('/')
}

/// A path whose bytes may be escaped by percent signs; `None` when it is none.
pub(super) fn unescaped(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                (digit()? * 16 + digit()?) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(key: &str, format: &str) -> Vec<(&'static str, String, Option<String>)> {
        let found = candidates(key, format).into_iter();
        found.map(|c| (c.format.as_str(), c.root.to_owned(), c.file.map(str::to_owned))).collect()
    }

    #[test]
    fn folders_of_partitions_lie_inside_a_table() {
        let delta =
            |root: &str, file: Option<&str>| ("delta", root.to_owned(), file.map(str::to_owned));
        assert_eq!(
            roots("a/t/c=1/d=x/p.parquet", "parquet"),
            [delta("a/t", Some("c=1/d=x/p.parquet"))]
        );
        assert_eq!(roots("p.parquet", "parquet"), [delta("", Some("p.parquet"))]);
        assert_eq!(roots("c=1/p", "parquet"), [delta("", Some("c=1/p"))]);
        assert_eq!(roots("a/_delta_log/0.json", "jsonl"), [delta("a", None)]);
        assert_eq!(roots("_delta_log/_sidecars/x.parquet", "parquet"), [delta("", None)]);
        assert!(roots("a/t/p.csv", "csv").is_empty());
    }

    #[test]
    fn data_and_metadata_lie_beside_each_other() {
        let found = roots("w/db/t/data/c=1/p.orc", "orc");
        let file = Some("data/c=1/p.orc".to_owned());
        assert_eq!(found[0], ("iceberg", "w/db/t".to_owned(), file));
        assert_eq!(
            roots("t/metadata/v1.metadata.json", "json"),
            [("iceberg", "t".to_owned(), None)]
        );
        assert_eq!(roots("metadata/v1.metadata.json", "json"), [("iceberg", String::new(), None)]);
    }

    #[test]
    fn paths_of_logs_lose_where_the_table_lay() {
        assert_eq!(inside("file:///w/t/data/p.parquet", "file:///w/t/"), Some("data/p.parquet"));
        assert_eq!(inside("s3a://b/t/data/p", "s3://b/t"), Some("data/p"));
        assert_eq!(inside("s3://b/tother/p", "s3://b/t"), None);
        assert_eq!(unescaped("c=es%20es/p").as_deref(), Some("c=es es/p"));
        assert_eq!(unescaped("c=%zz"), None);
    }
}
