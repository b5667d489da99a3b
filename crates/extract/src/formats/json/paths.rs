//! Labels of JSON values: their paths, array positions left out.

use std::collections::HashMap;

/// Different paths that are told apart in a part; all others share one label.
const PATHS_MAX: usize = 10_000;
/// Bytes of a path's text; what is longer is cut at its end.
const PATH_BYTES_MAX: usize = 1024;
/// Bytes of an object key that takes part in paths; longer ones are data more than names.
pub(super) const KEY_BYTES_MAX: usize = 256;

/// Number of a path, as the label of a cell.
pub(super) type Path = u32;

/// The paths met so far.
pub(super) struct Paths {
    nodes: Vec<Node>,
}

struct Node {
    text: String,
    kind: Kind,
    items: Option<Path>,
    members: HashMap<Box<[u8]>, Path>,
    /// The key of the member that it is.
    key: Box<[u8]>,
    /// The member that was asked for last.
    last: Path,
    /// The member of the same object that was asked for after it, the last time: records are alike.
    next: Path,
    /// Members that were asked for, by some bytes of their keys.
    recent: [Path; RECENT_MEMBERS],
}

/// Members of a path that are remembered as recent.
const RECENT_MEMBERS: usize = 16;

/// Where a key is remembered.
fn recent_place(key: &[u8]) -> usize {
    let byte = |byte: Option<&u8>| byte.copied().map_or(0, usize::from);
    (byte(key.first()) + byte(key.last()) * 3 + key.len() * 5) % RECENT_MEMBERS
}

impl Node {
    fn new(text: String, kind: Kind, key: &[u8]) -> Self {
        Self {
            text,
            kind,
            items: None,
            members: HashMap::new(),
            key: key.into(),
            last: Paths::ROOT,
            next: Paths::ROOT,
            recent: [Paths::ROOT; RECENT_MEMBERS],
        }
    }
}

/// What a path is in an export of DynamoDB, where every value stands under the letter of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Other,
    /// Its members are attributes.
    Item,
    /// Its one member is a type.
    Attribute,
    /// Its items are attributes.
    List,
}

/// Types whose value stands there as it is.
const TYPES: [&[u8]; 8] = [b"S", b"N", b"B", b"BOOL", b"NULL", b"SS", b"NS", b"BS"];

impl Paths {
    /// The whole document.
    pub(super) const ROOT: Path = 0;
    /// Every path beyond the table's size.
    const OTHER: Path = 1;

    pub(super) fn new() -> Self {
        Self {
            nodes: vec![
                Node::new("$".to_owned(), Kind::Other, b""),
                Node::new("$..*".to_owned(), Kind::Other, b""),
            ],
        }
    }

    /// The path as JSONPath.
    pub(super) fn text(&self, path: Path) -> &str {
        self.nodes.get(path as usize).map_or("", |node| &node.text)
    }

    /// The items of an array.
    pub(super) fn item(&mut self, array: Path) -> Path {
        if let Some(path) = self.nodes[array as usize].items {
            return path;
        }
        let kind = match self.nodes[array as usize].kind {
            Kind::List => Kind::Attribute,
            _ => Kind::Other,
        };
        let path = self.add(array, kind, b"", |text| text.push_str("[*]"));
        if path != Self::OTHER {
            self.nodes[array as usize].items = Some(path);
        }
        path
    }

    /// The member of an object with this key.
    pub(super) fn member(&mut self, object: Path, key: &[u8]) -> Path {
        let key = if key.len() > KEY_BYTES_MAX { b"*" } else { key };
        let last = self.nodes[object as usize].last;
        let next = self.nodes[last as usize].next;
        // A path that is no member is the root's, and nobody's.
        if last != Self::ROOT && next != Self::ROOT && *self.nodes[next as usize].key == *key {
            self.nodes[object as usize].last = next;
            return next;
        }
        let node = &mut self.nodes[object as usize];
        let place = recent_place(key);
        let recent = node.recent[place];
        let path = match recent != Self::ROOT && *self.nodes[recent as usize].key == *key {
            true => Some(recent),
            false => self.nodes[object as usize].members.get(key).copied(),
        };
        if let Some(path) = path {
            let node = &mut self.nodes[object as usize];
            (node.recent[place], node.last) = (path, path);
            if last != Self::ROOT {
                self.nodes[last as usize].next = path;
            }
            return path;
        }
        let kind = match (self.nodes[object as usize].kind, key) {
            // The type is no part of the path.
            (Kind::Attribute, key) if TYPES.contains(&key) => return object,
            (Kind::Attribute, b"M") => Kind::Item,
            (Kind::Attribute, b"L") => Kind::List,
            (Kind::Item, _) => Kind::Attribute,
            (_, b"NewImage" | b"OldImage") => Kind::Item,
            (_, b"Item") if object == Self::ROOT => Kind::Item,
            _ => Kind::Other,
        };
        let is_type = kind == Kind::List || (kind == Kind::Item && key == b"M");
        let path = self.add(object, kind, key, |text| {
            if !is_type {
                push_member(text, &String::from_utf8_lossy(key));
            }
        });
        if path != Self::OTHER {
            self.nodes[object as usize].members.insert(key.into(), path);
        }
        path
    }

    /// A path below `parent`, unless the table is full.
    fn add(
        &mut self,
        parent: Path,
        kind: Kind,
        key: &[u8],
        write: impl FnOnce(&mut String),
    ) -> Path {
        if parent == Self::OTHER || self.nodes.len() >= PATHS_MAX {
            return Self::OTHER;
        }
        let mut text = self.text(parent).to_owned();
        write(&mut text);
        text.truncate(text.floor_char_boundary(PATH_BYTES_MAX));
        self.nodes.push(Node::new(text, kind, key));
        u32::try_from(self.nodes.len() - 1).unwrap_or(Self::OTHER)
    }
}

/// `.name`, or `['any name']` where the name is not a plain one.
fn push_member(path: &mut String, name: &str) {
    let plain = |c: char| c == '_' || c == '*' || c.is_alphanumeric();
    if !name.is_empty() && name.chars().all(plain) && !name.starts_with(|c: char| c.is_numeric()) {
        path.push('.');
        path.push_str(name);
    } else {
        path.push_str("['");
        path.push_str(&name.replace('\\', "\\\\").replace('\'', "\\'"));
        path.push_str("']");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_as_jsonpath_and_are_stable() {
        let mut paths = Paths::new();
        let customer = paths.member(Paths::ROOT, b"customer");
        let card = paths.member(customer, b"it's a card");
        let number = paths.item(card);
        assert_eq!(paths.text(number), "$.customer['it\\'s a card'][*]");
        assert_eq!(paths.member(Paths::ROOT, b"customer"), customer);
    }

    #[test]
    fn types_of_dynamodb_are_no_part_of_a_path() {
        let mut paths = Paths::new();
        let item = paths.member(Paths::ROOT, b"Item");
        let ssn = paths.member(item, b"ssn");
        let value = paths.member(ssn, b"S");
        assert_eq!(paths.text(value), "$.Item.ssn");
        let pay = paths.member(item, b"pay");
        let map = paths.member(pay, b"M");
        let card = paths.member(map, b"M");
        let list = paths.member(card, b"L");
        let first = paths.item(list);
        let value = paths.member(first, b"N");
        assert_eq!(paths.text(value), "$.Item.pay.M[*]");
        let plain = paths.member(ssn, b"card");
        assert_eq!(paths.text(plain), "$.Item.ssn.card");
        let other = paths.member(Paths::ROOT, b"size");
        let letter = paths.member(other, b"S");
        assert_eq!(paths.text(letter), "$.size.S");
    }

    #[test]
    fn paths_beyond_the_table_share_a_label() {
        let mut paths = Paths::new();
        let all: Vec<_> =
            (0..20_000).map(|n| paths.member(Paths::ROOT, format!("k{n}").as_bytes())).collect();
        assert_eq!(paths.text(all[19_999]), "$..*");
        assert_eq!(paths.text(all[5_000]), "$.k5000");
        assert_eq!(paths.member(Paths::ROOT, b"k3"), all[3]);
        assert!(paths.nodes.len() <= PATHS_MAX);
    }
}
