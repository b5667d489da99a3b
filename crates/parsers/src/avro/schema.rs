//! The schema of a file: a table of types that refer to each other, so that a type may hold
//! itself.

use std::collections::HashMap;

use serde_json::Value;

use crate::path;

/// Types in a schema.
const TYPES_MAX: usize = 20_000;
/// Types written inside each other.
const DEPTH_MAX: usize = 100;

/// Index of a type in [`Schema::types`].
pub(super) type TypeId = usize;

pub(super) enum Type {
    Null,
    Boolean,
    Int,
    Long,
    /// Days since 1970.
    Date,
    /// Units since 1970, and how many of them a second has.
    Timestamp(i64),
    Float,
    Double,
    Bytes,
    /// An unscaled number and how many digits stand behind the point.
    Decimal(u32),
    String,
    Fixed(usize),
    /// A fixed with a decimal in it.
    FixedDecimal(usize, u32),
    Enum(Vec<String>),
    Array(TypeId),
    Map(TypeId),
    Union(Vec<TypeId>),
    Record(Vec<(String, TypeId)>),
}

pub(super) struct Schema {
    pub(super) types: Vec<Type>,
    pub(super) root: TypeId,
}

impl Schema {
    pub(super) fn parse(json: &[u8]) -> Option<Self> {
        let json: Value = serde_json::from_slice(json).ok()?;
        let mut parser = Parser { types: Vec::new(), named: HashMap::new() };
        let root = parser.add(&json, "", 0)?;
        Some(Self { types: parser.types, root })
    }
}

struct Parser {
    types: Vec<Type>,
    named: HashMap<String, TypeId>,
}

impl Parser {
    fn push(&mut self, new: Type) -> Option<TypeId> {
        (self.types.len() < TYPES_MAX).then(|| {
            self.types.push(new);
            self.types.len() - 1
        })
    }

    fn add(&mut self, json: &Value, space: &str, depth: usize) -> Option<TypeId> {
        if depth > DEPTH_MAX {
            return None;
        }
        match json {
            Value::String(name) => self.of_name(name, space),
            Value::Array(branches) => {
                let branches = branches.iter().map(|branch| self.add(branch, space, depth + 1));
                let branches = branches.collect::<Option<Vec<_>>>()?;
                self.push(Type::Union(branches))
            }
            Value::Object(object) => match object.get("type")? {
                Value::String(kind) => self.of_object(kind, json, space, depth),
                inner => self.add(inner, space, depth + 1),
            },
            _ => None,
        }
    }

    fn of_name(&mut self, name: &str, space: &str) -> Option<TypeId> {
        let simple = match name {
            "null" => Type::Null,
            "boolean" => Type::Boolean,
            "int" => Type::Int,
            "long" => Type::Long,
            "float" => Type::Float,
            "double" => Type::Double,
            "bytes" => Type::Bytes,
            "string" => Type::String,
            _ => {
                let full = format!("{space}.{name}");
                return self.named.get(&full).or_else(|| self.named.get(name)).copied();
            }
        };
        self.push(simple)
    }

    fn of_object(&mut self, kind: &str, json: &Value, space: &str, depth: usize) -> Option<TypeId> {
        let text = |key: &str| json.get(key).and_then(Value::as_str);
        let scale = || json.get("scale").and_then(Value::as_u64).unwrap_or(0).min(100) as u32;
        let logical = text("logicalType").unwrap_or("");
        let space = text("namespace").unwrap_or(space);
        match (kind, logical) {
            ("int", "date") => self.push(Type::Date),
            ("long", "timestamp-millis" | "local-timestamp-millis") => {
                self.push(Type::Timestamp(1_000))
            }
            ("long", "timestamp-micros" | "local-timestamp-micros") => {
                self.push(Type::Timestamp(1_000_000))
            }
            ("bytes", "decimal") => self.push(Type::Decimal(scale())),
            ("array", _) => {
                let items = self.add(json.get("items")?, space, depth + 1)?;
                self.push(Type::Array(items))
            }
            ("map", _) => {
                let values = self.add(json.get("values")?, space, depth + 1)?;
                self.push(Type::Map(values))
            }
            ("enum", _) => {
                let symbols = json.get("symbols")?.as_array()?.iter();
                let symbols = symbols.map(|s| s.as_str().map(str::to_owned)).collect::<Option<_>>();
                let id = self.push(Type::Enum(symbols?))?;
                self.name(text("name")?, space, id);
                Some(id)
            }
            ("fixed", _) => {
                let size = usize::try_from(json.get("size")?.as_u64()?).ok()?;
                let new = match logical {
                    "decimal" => Type::FixedDecimal(size, scale()),
                    _ => Type::Fixed(size),
                };
                let id = self.push(new)?;
                self.name(text("name")?, space, id);
                Some(id)
            }
            ("record" | "error", _) => {
                // Named before its fields are read: they may refer to it.
                let id = self.push(Type::Null)?;
                let name = text("name")?;
                self.name(name, space, id);
                let space = name.rsplit_once('.').map_or(space, |(space, _)| space);
                let mut fields = Vec::new();
                for field in json.get("fields")?.as_array()? {
                    let name = field.get("name")?.as_str()?.to_owned();
                    fields.push((name, self.add(field.get("type")?, space, depth + 1)?));
                }
                self.types[id] = Type::Record(fields);
                Some(id)
            }
            (name, _) => self.of_name(name, space),
        }
    }

    fn name(&mut self, name: &str, space: &str, id: TypeId) {
        let full = match name.contains('.') || space.is_empty() {
            true => name.to_owned(),
            false => format!("{space}.{name}"),
        };
        self.named.insert(format!(".{name}"), id);
        self.named.insert(full, id);
    }
}

/// Labels of the places in a schema, numbered once for each part.
#[derive(Default)]
pub(super) struct Labels {
    members: HashMap<(u32, usize), (u32, String)>,
}

impl Labels {
    /// The node of a field, item or value below another node, whose path is given.
    pub(super) fn below(
        &mut self,
        node: u32,
        path: &str,
        index: usize,
        name: Option<&str>,
        number: &mut dyn FnMut(&str) -> u32,
    ) -> (u32, String) {
        let make = || {
            let path = name.map_or_else(|| path::items(path), |name| path::member(path, name));
            (number(&path), path)
        };
        self.members.entry((node, index)).or_insert_with(make).clone()
    }
}
