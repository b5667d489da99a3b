//! One request and one policy: whether it is let through, read plainly by AWS's documented logic.

use serde_json::Value;

use super::request::{Context, Target, Who};

/// A policy as JSON, taken apart and nothing more.
pub(crate) struct Plain {
    pub(crate) statements: Vec<Statement>,
}

pub(crate) struct Statement {
    pub(crate) allow: bool,
    principals: Listed<(String, String)>,
    actions: Listed<String>,
    resources: Listed<String>,
    pub(crate) conditions: Vec<Condition>,
}

/// The values of an element, or of the same with `Not` before it.
struct Listed<T> {
    not: bool,
    list: Vec<T>,
}

pub(crate) struct Condition {
    /// `any` or `all`, before the colon of a set operator.
    set: Option<&'static str>,
    /// `Null`, which compares nothing.
    is_null: bool,
    negated: bool,
    compare: fn(&str, &str) -> bool,
    if_exists: bool,
    pub(crate) key: String,
    pub(crate) values: Vec<String>,
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

fn listed(statement: &Value, name: &str) -> Listed<String> {
    let not = format!("Not{name}");
    match statement.get(name) {
        Some(value) => Listed { not: false, list: texts(value) },
        None => Listed { not: true, list: texts(&statement[not.as_str()]) },
    }
}

fn principals(statement: &Value) -> Listed<(String, String)> {
    let not = statement.get("Principal").is_none();
    let value = &statement[if not { "NotPrincipal" } else { "Principal" }];
    let Value::Object(kinds) = value else {
        return Listed { not, list: vec![("AWS".into(), "*".into())] };
    };
    let whole = |name: String| match name.bytes().all(|b| b.is_ascii_digit()) {
        true => format!("arn:aws:iam::{name}:root"),
        false => name,
    };
    let named = |(kind, names): (&String, &Value)| {
        let kind = kind.clone();
        texts(names).into_iter().map(move |name| (kind.clone(), name)).collect::<Vec<_>>()
    };
    let list = kinds.iter().flat_map(named).map(|(kind, name)| match kind.as_str() {
        "AWS" => (kind, whole(name)),
        _ => (kind, name),
    });
    Listed { not, list: list.collect() }
}

fn conditions(block: Option<&Value>) -> Vec<Condition> {
    let mut all = Vec::new();
    for (written, keys) in block.and_then(Value::as_object).into_iter().flatten() {
        let (set, rest) = match written.split_once(':') {
            Some(("ForAnyValue", rest)) => (Some("any"), rest),
            Some((_, rest)) => (Some("all"), rest),
            None => (None, written.as_str()),
        };
        let operator = rest.trim_end_matches("IfExists");
        let if_exists = rest.ends_with("IfExists");
        let (is_null, negated) = (operator == "Null", operator.contains("Not"));
        let compare = compare(&operator.replace("Not", ""));
        for (key, values) in keys.as_object().into_iter().flatten() {
            let (key, values) = (key.to_lowercase(), texts(values));
            all.push(Condition { set, is_null, negated, compare, if_exists, key, values });
        }
    }
    all
}

impl Plain {
    pub(crate) fn read(text: &str) -> Self {
        let document: Value = serde_json::from_str(text).expect("a drawn policy is JSON");
        let read = |statement: &Value| Statement {
            allow: statement["Effect"] == "Allow",
            principals: principals(statement),
            actions: listed(statement, "Action"),
            resources: listed(statement, "Resource"),
            conditions: conditions(statement.get("Condition")),
        };
        let statements = document["Statement"].as_array().expect("a list of statements");
        Self { statements: statements.iter().map(read).collect() }
    }

    /// The statements that are for somebody, an action and an object, conditions left aside.
    pub(crate) fn about(&self, who: &Who, target: Target, generous: bool) -> Vec<&Statement> {
        let action = target.action.name.to_lowercase();
        let arn = target.arn();
        let about = |statement: &&Statement| {
            statement.actions.name(|pattern| fits(&pattern.to_lowercase(), &action))
                && statement.resources.name(|pattern| fits(pattern, &arn))
                && statement.is_for(who, generous)
        };
        self.statements.iter().filter(about).collect()
    }
}

/// An Allow is needed, and an explicit denial is stronger than any.
pub(crate) fn lets_through(about: &[&Statement], context: &Context) -> bool {
    let holds = |statement: &&Statement| statement.conditions.iter().all(|c| c.holds(context));
    about.iter().filter(|statement| statement.allow).any(holds)
        && !about.iter().filter(|statement| !statement.allow).any(holds)
}

impl Statement {
    /// An Allow with `NotPrincipal` is for those of whom no name stands there; generously, where
    /// one does not. Of a Deny it spares who stands there with all of his names, as AWS
    /// advises to write it; generously, with one of them. An account beside its user is there for
    /// that user only.
    fn is_for(&self, who: &Who, generous: bool) -> bool {
        let list = &self.principals.list;
        let is_named = |name: &(String, String)| list.contains(name);
        let names = &who.names;
        if list.iter().any(|(kind, name)| kind == "AWS" && name == "*") {
            return !self.principals.not;
        }
        if !self.principals.not {
            return names.iter().any(is_named);
        }
        if self.allow {
            let (some, all) = (names.iter().any(is_named), names.iter().all(is_named));
            return if generous { names.is_empty() || !all } else { !some };
        }
        let account = |name: &str| name.split(':').nth(4).unwrap_or_default().to_owned();
        let beside = |root: &str| {
            list.iter().any(|(_, other)| other != root && account(other) == account(root))
        };
        let one = names.iter().any(|name| {
            is_named(name) && (!name.1.ends_with(":root") || !beside(&name.1) || names.len() == 1)
        });
        let all = !names.is_empty() && names.iter().all(is_named);
        if generous { !one } else { !all }
    }
}

impl<T> Listed<T> {
    fn name(&self, such: impl Fn(&T) -> bool) -> bool {
        self.list.iter().any(such) != self.not
    }
}

impl Condition {
    fn holds(&self, context: &Context) -> bool {
        let is = context.get(self.key.as_str()).map(Vec::as_slice);
        if self.is_null {
            return self.values.iter().any(|value| (value == "true") == is.is_none());
        }
        // Leaving `Not` aside, whether one of the values is what the key is.
        let fits = |is: &str| self.values.iter().any(|value| (self.compare)(value, is));
        match (is, self.set) {
            (None, _) if self.if_exists => true,
            (None, Some(set)) => set == "all",
            (None, None) => self.negated,
            (Some(is), Some("any")) => is.iter().any(|is| fits(is) != self.negated),
            (Some(is), _) => is.iter().all(|is| fits(is) != self.negated),
        }
    }
}

/// How an operator compares a value of the policy with what the key is.
fn compare(operator: &str) -> fn(&str, &str) -> bool {
    match operator {
        "StringEquals" => |value, is| value == is,
        "StringEqualsIgnoreCase" | "Bool" => |value, is| value.eq_ignore_ascii_case(is),
        "StringLike" => fits,
        "ArnEquals" | "ArnLike" => fits_arn,
        "IpAddress" => is_in_range,
        "NumericEquals" => |value, is| number(is) == number(value),
        "NumericLessThan" => |value, is| number(is) < number(value),
        "NumericGreaterThanEquals" => |value, is| number(is) >= number(value),
        "DateLessThan" => |value, is| is < value,
        "DateGreaterThan" => |value, is| is > value,
        "Null" => |_, _| false,
        other => panic!("the operator {other} is not simulated"),
    }
}

fn number(text: &str) -> f64 {
    text.parse().expect("a number")
}

/// `*` is any text and `?` one character.
fn fits(pattern: &str, text: &str) -> bool {
    fn rest(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern.first(), text.first()) {
            (None, _) => text.is_empty(),
            (Some(b'*'), _) => {
                rest(&pattern[1..], text) || !text.is_empty() && rest(pattern, &text[1..])
            }
            (Some(wanted), Some(is)) => {
                (*wanted == b'?' || wanted == is) && rest(&pattern[1..], &text[1..])
            }
            (Some(_), None) => false,
        }
    }
    rest(pattern.as_bytes(), text.as_bytes())
}

/// Each of the six parts by itself: no wildcard reaches beyond a colon, but in the last part.
fn fits_arn(pattern: &str, arn: &str) -> bool {
    let parts = |text: &str| text.splitn(6, ':').map(Into::into).collect::<Vec<String>>();
    let (pattern, arn) = (parts(pattern), parts(arn));
    pattern.len() == arn.len() && pattern.iter().zip(&arn).all(|(p, a)| fits(p, a))
}

/// Policies name addresses of the fourth version only.
fn is_in_range(range: &str, address: &str) -> bool {
    if address.contains(':') {
        return false;
    }
    let bits = |text: &str| text.parse::<std::net::Ipv4Addr>().expect("an address").to_bits();
    let (start, length) = range.split_once('/').unwrap_or((range, "32"));
    let beyond = 32 - length.parse::<u32>().expect("a length");
    let cut = |bits: u32| bits.checked_shr(beyond).unwrap_or(0);
    cut(bits(start)) == cut(bits(address))
}
