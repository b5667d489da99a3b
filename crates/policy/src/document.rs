//! A policy of a bucket or of a key as it is written, in every form that the grammar allows.

use std::fmt;

use serde_json::{Map, Value};

use crate::glob::{is_open, rests};
use crate::strict::Strict;

/// A policy that could be read.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(crate) statements: Vec<Statement>,
}

/// Why a policy could not be read: nothing is concluded from half a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// The statement, counted from 1; `None` for the document as a whole.
    pub statement: Option<usize>,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.statement {
            Some(n) => write!(f, "statement {n} of the policy {}", self.what),
            None => write!(f, "the policy {}", self.what),
        }
    }
}

impl std::error::Error for PolicyError {}

/// What a policy is attached to: actions and resources mean something else each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guarded {
    Bucket,
    Key,
}

#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) guarded: Guarded,
    /// From 1.
    pub(crate) number: usize,
    pub(crate) sid: Option<String>,
    pub(crate) allow: bool,
    pub(crate) principals: Principals,
    pub(crate) actions: Names,
    pub(crate) resources: Names,
    pub(crate) conditions: Vec<Condition>,
}

/// `Principal` or `NotPrincipal`.
#[derive(Clone, Debug)]
pub(crate) struct Principals {
    pub(crate) inverted: bool,
    pub(crate) list: Vec<Principal>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Principal {
    Everyone,
    Aws(String),
    Service(String),
    Federated(String),
    Canonical(String),
}

/// `Action` or `NotAction`, `Resource` or `NotResource`.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub(crate) inverted: bool,
    pub(crate) list: Vec<String>,
}

/// One key under one operator.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    /// In lower case, without quantifier and `IfExists`.
    pub(crate) operator: String,
    pub(crate) quantifier: Option<Quantifier>,
    pub(crate) if_exists: bool,
    /// In lower case: condition keys have no case.
    pub(crate) key: String,
    pub(crate) values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantifier {
    Any,
    All,
}

impl Policy {
    /// Reads the policy of a bucket.
    ///
    /// # Errors
    /// When it is no JSON, or says something that this version does not know.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        Self::parse_of(Guarded::Bucket, text)
    }

    /// Reads the policy of an access point as if its resources were the bucket's own.
    ///
    /// # Errors
    /// As of a bucket, and when a resource is nothing that an access point has.
    pub fn parse_point(text: &str, bucket: Option<&str>) -> Result<Self, PolicyError> {
        let mut policy = Self::parse_of(Guarded::Bucket, text)?;
        for statement in &mut policy.statements {
            let mut behind = Vec::new();
            for resource in &statement.resources.list {
                if resource.matches(['*', '?']).count() > POINT_WILDCARDS_MAX {
                    let most = POINT_WILDCARDS_MAX;
                    let what = format!("names a resource with more than {most} wildcards");
                    return Err(PolicyError { statement: Some(statement.number), what });
                }
                let of_bucket = behind_point(resource, bucket.unwrap_or("*"));
                if of_bucket.is_empty() && resource.contains(":accesspoint/") {
                    let what = format!("names {resource}, which no access point has");
                    return Err(PolicyError { statement: Some(statement.number), what });
                }
                if of_bucket.is_empty() {
                    behind.push(resource.clone());
                }
                behind.extend(of_bucket);
            }
            statement.resources.list = behind;
        }
        Ok(policy)
    }

    /// Reads the policy of a KMS key.
    ///
    /// # Errors
    /// As of a bucket.
    pub fn parse_key(text: &str) -> Result<Self, PolicyError> {
        Self::parse_of(Guarded::Key, text)
    }

    fn parse_of(guarded: Guarded, text: &str) -> Result<Self, PolicyError> {
        let whole = |what: &str| PolicyError { statement: None, what: what.into() };
        let text = text.trim_start_matches('\u{feff}');
        let Strict(document) = serde_json::from_str(text)
            .map_err(|e| whole(&format!("is not JSON as AWS takes it ({e})")))?;
        let document = document.as_object().ok_or_else(|| whole("is not a JSON object"))?;
        let statements = match document.get("Statement") {
            Some(Value::Array(list)) => list.iter().collect(),
            Some(one @ Value::Object(_)) => vec![one],
            _ => return Err(whole("has no Statement")),
        };
        let read = |(at, statement): (usize, &Value)| {
            Statement::read(guarded, at + 1, statement)
                .map_err(|what| PolicyError { statement: Some(at + 1), what })
        };
        let statements: Vec<Statement> =
            statements.into_iter().enumerate().map(read).collect::<Result<_, _>>()?;
        // Before that version `${` was text like any other.
        let knows_variables = document.get("Version").and_then(Value::as_str) == Some("2012-10-17");
        let literal = statements.iter().find(|statement| statement.holds_variables());
        match literal.filter(|_| !knows_variables) {
            Some(statement) => Err(PolicyError {
                statement: Some(statement.number),
                what: "has a policy variable, which only Version 2012-10-17 takes as one".into(),
            }),
            None => Ok(Self { statements }),
        }
    }
}

/// Wildcards of a resource in an access point's policy: each may be where the point's name ends and the
/// key begins, and becomes a resource of its own.
const POINT_WILDCARDS_MAX: usize = 100;

/// The ARN of an access point, whichever it is.
const POINT: &str = "arn:*:s3:*:*:accesspoint/*";

/// What an ARN of an access point, or of objects behind it, means in the bucket: both where its
/// wildcards reach beyond the name.
fn behind_point(resource: &str, bucket: &str) -> Vec<String> {
    let partition = resource.split(':').nth(1).filter(|name| !name.contains(['*', '?']));
    let start = format!("arn:{}:s3:::{bucket}", partition.unwrap_or("aws"));
    let ends = |rest: &String| rest.chars().all(|c| c == '*');
    let itself = rests(resource, POINT).iter().any(ends).then(|| start.clone());
    let keys = rests(resource, &format!("{POINT}/object/"));
    itself.into_iter().chain(keys.iter().map(|key| format!("{start}/{key}"))).collect()
}

const ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

impl Statement {
    fn holds_variables(&self) -> bool {
        let values = self.conditions.iter().flat_map(|condition| &condition.values);
        self.resources.list.iter().chain(values).any(|text| text.contains("${"))
    }

    fn read(guarded: Guarded, number: usize, statement: &Value) -> Result<Self, String> {
        let elements = statement.as_object().ok_or("is not a JSON object")?;
        if let Some(strange) = elements.keys().find(|key| !ELEMENTS.contains(&key.as_str())) {
            return Err(format!("has an element {strange:?} that this version does not know"));
        }
        let allow = match elements.get("Effect").and_then(Value::as_str) {
            Some("Allow") => true,
            Some("Deny") => false,
            _ => return Err("has no Effect of Allow or Deny".into()),
        };
        Ok(Self {
            guarded,
            number,
            sid: elements.get("Sid").and_then(Value::as_str).map(Into::into),
            allow,
            principals: principals(elements)?,
            actions: names(elements, "Action", "NotAction")?,
            resources: names(elements, "Resource", "NotResource")?,
            conditions: match elements.get("Condition") {
                None => Vec::new(),
                Some(block) => conditions(block)?,
            },
        })
    }
}

/// One of two elements that exclude each other, and whether it is the second.
fn either<'v>(
    elements: &'v Map<String, Value>,
    plain: &str,
    inverted: &str,
) -> Result<(bool, &'v Value), String> {
    match (elements.get(plain), elements.get(inverted)) {
        (Some(value), None) => Ok((false, value)),
        (None, Some(value)) => Ok((true, value)),
        (None, None) => Err(format!("has neither {plain} nor {inverted}")),
        (Some(_), Some(_)) => Err(format!("has both {plain} and {inverted}")),
    }
}

fn names(elements: &Map<String, Value>, plain: &str, not: &str) -> Result<Names, String> {
    let (inverted, value) = either(elements, plain, not)?;
    let list = texts(value).ok_or_else(|| format!("has a {plain} that is no text"))?;
    Ok(Names { inverted, list })
}

fn principals(elements: &Map<String, Value>) -> Result<Principals, String> {
    let (inverted, value) = either(elements, "Principal", "NotPrincipal")?;
    let list = match value {
        Value::String(star) if star == "*" => vec![Principal::Everyone],
        Value::Object(kinds) => {
            let mut list = Vec::new();
            for (kind, value) in kinds {
                let of_kind = texts(value).ok_or("names a principal that is no text")?;
                for name in of_kind {
                    list.push(principal(kind, name)?);
                }
            }
            list
        }
        _ => return Err("has a principal of an unknown form".into()),
    };
    Ok(Principals { inverted, list })
}

fn principal(kind: &str, name: String) -> Result<Principal, String> {
    match kind {
        "AWS" if name == "*" => Ok(Principal::Everyone),
        // S3 takes none; a store that does may mean anybody.
        "AWS" if is_open(&name) => Err(format!("has a principal {name:?} with a wildcard inside")),
        "AWS" => Ok(Principal::Aws(name)),
        "Service" => Ok(Principal::Service(name)),
        "Federated" => Ok(Principal::Federated(name)),
        "CanonicalUser" => Ok(Principal::Canonical(name)),
        _ => Err(format!("has a principal of the unknown kind {kind:?}")),
    }
}

fn conditions(block: &Value) -> Result<Vec<Condition>, String> {
    let operators = block.as_object().ok_or("has a Condition that is no object")?;
    let mut list = Vec::new();
    for (written, keys) in operators {
        let lower = written.to_ascii_lowercase();
        let (quantifier, rest) = if let Some(rest) = lower.strip_prefix("foranyvalue:") {
            (Some(Quantifier::Any), rest)
        } else if let Some(rest) = lower.strip_prefix("forallvalues:") {
            (Some(Quantifier::All), rest)
        } else {
            (None, lower.as_str())
        };
        let (operator, if_exists) = match rest.strip_suffix("ifexists") {
            Some(operator) => (operator, true),
            None => (rest, false),
        };
        let keys = keys.as_object().ok_or_else(|| format!("has a bad operator {written:?}"))?;
        for (key, values) in keys {
            let values = scalars(values).ok_or_else(|| format!("has a bad value for {key:?}"))?;
            let key = key.to_ascii_lowercase();
            list.push(turned(Condition {
                operator: operator.to_owned(),
                quantifier,
                if_exists,
                key,
                values,
            }));
        }
    }
    Ok(list)
}

/// A condition that compares the bucket with who asks, as one that compares who asks with the bucket.
fn turned(condition: Condition) -> Condition {
    const PAIRS: [[&str; 3]; 3] = [
        ["aws:resourceaccount", "aws:PrincipalAccount", "${aws:ResourceAccount}"],
        ["s3:resourceaccount", "aws:PrincipalAccount", "${aws:ResourceAccount}"],
        ["aws:resourceorgid", "aws:PrincipalOrgID", "${aws:ResourceOrgID}"],
    ];
    let [value] = condition.values.as_slice() else { return condition };
    let named = value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let fits = |[of_bucket, of_caller, _]: &&[&str; 3]| {
        condition.key == *of_bucket
            && named.is_some_and(|name| name.eq_ignore_ascii_case(of_caller))
    };
    match PAIRS.iter().find(fits).filter(|_| !condition.if_exists) {
        Some([_, of_caller, own]) => Condition {
            key: of_caller.to_ascii_lowercase(),
            values: vec![(*own).to_owned()],
            ..condition
        },
        None => condition,
    }
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(list) => list.iter().map(|v| v.as_str().map(Into::into)).collect(),
        _ => None,
    }
}

/// Texts, numbers and truth values alike, as conditions take them.
fn scalars(value: &Value) -> Option<Vec<String>> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(is) => Some(is.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match value {
        Value::Array(list) => list.iter().map(one).collect(),
        value => one(value).map(|value| vec![value]),
    }
}
