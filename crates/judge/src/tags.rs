//! The bucket tags that an assessment asks for.

use std::collections::BTreeMap;
use std::fmt;

use magpie_model::{Category, EncryptionClass};

use crate::{Assessment, RiskLevel, Tier};

/// What stands behind the prefix; the only tags that are Magpie's.
pub const TAG_NAMES: [&str; 4] = ["data", "encryption", "risk", "sensitivity"];

const PREFIX_CHARS_MAX: usize = 64;

/// What the names of Magpie's tags begin with, `magpie:` by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagPrefix(String);

/// Why a prefix cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixError {
    prefix: String,
    reason: &'static str,
}

impl fmt::Display for PrefixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the tag prefix {:?} {}; choose one like \"magpie:\"", self.prefix, self.reason)
    }
}

impl std::error::Error for PrefixError {}

impl Default for TagPrefix {
    fn default() -> Self {
        Self("magpie:".into())
    }
}

impl TagPrefix {
    /// Reads a prefix that S3 takes and that ends with a separator.
    ///
    /// # Errors
    /// When S3 would refuse the tags, or a name such as `teamrisk` could be somebody else's.
    pub fn parse(prefix: &str) -> Result<Self, PrefixError> {
        let error = |reason| PrefixError { prefix: prefix.into(), reason };
        if !prefix.ends_with([':', '/', '.', '-', '_']) {
            return Err(error("does not end with one of : / . - _"));
        }
        if !prefix.starts_with(char::is_alphanumeric) {
            return Err(error("does not begin with a letter or a digit"));
        }
        if prefix.chars().count() > PREFIX_CHARS_MAX {
            return Err(error("is longer than 64 characters"));
        }
        if prefix.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
            return Err(error("begins with \"aws:\", which AWS keeps for itself"));
        }
        if !prefix.chars().all(tag_char) {
            return Err(error("holds a character that AWS tags do not allow"));
        }
        Ok(Self(prefix.into()))
    }

    /// The prefix itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The full key of one of [`TAG_NAMES`].
    pub fn key(&self, name: &str) -> String {
        format!("{}{name}", self.0)
    }
}

/// What the tags tell.
#[derive(Clone, Copy, Debug)]
pub struct Verdict<'a> {
    /// The risk.
    pub risk: RiskLevel,
    /// The sensitivity's word.
    pub sensitivity: &'a str,
    /// The encryption class.
    pub encryption: EncryptionClass,
    /// What kinds of data were found.
    pub categories: &'a [Category],
}

/// The tags that an assessment asks for.
pub fn desired_tags(assessment: &Assessment, prefix: &TagPrefix) -> BTreeMap<String, String> {
    verdict_tags(
        &Verdict {
            risk: assessment.risk.level,
            sensitivity: assessment.sensitivity.as_str(),
            encryption: assessment.encryption.class,
            categories: &assessment.categories,
        },
        prefix,
    )
}

/// The tags of a verdict. Where nothing was found there is no `data` tag.
pub fn verdict_tags(verdict: &Verdict<'_>, prefix: &TagPrefix) -> BTreeMap<String, String> {
    let mut tags = BTreeMap::new();
    tags.insert(prefix.key("risk"), verdict.risk.as_str().to_owned());
    tags.insert(prefix.key("sensitivity"), verdict.sensitivity.to_owned());
    tags.insert(prefix.key("encryption"), verdict.encryption.as_str().to_owned());
    if !verdict.categories.is_empty() {
        let words: Vec<_> = verdict.categories.iter().map(|c| c.tag_word()).collect();
        tags.insert(prefix.key("data"), words.join("+"));
    }
    tags
}

/// What a report says in place of a value that somebody else wrote under one of Magpie's keys: it may
/// be anything, a number of a card too.
pub const OTHER_TAG_VALUE: &str = "(another value)";

/// The value of a tag whose key ends in one of [`TAG_NAMES`] as reports may tell it.
pub fn told_tag_value<'v>(key: &str, value: &'v str) -> &'v str {
    let is_one = |name: &&str| {
        key.ends_with(*name)
            && match *name {
                "risk" => RiskLevel::parse(value).is_some(),
                "encryption" => EncryptionClass::parse(value).is_some(),
                "sensitivity" => {
                    value == "unknown" || Tier::ALL.iter().any(|tier| tier.as_str() == value)
                }
                _ => {
                    let is_word = |word| Category::ALL.iter().any(|c| c.tag_word() == word);
                    value.is_empty() || value.split('+').all(is_word)
                }
            }
    };
    if TAG_NAMES.iter().any(is_one) { value } else { OTHER_TAG_VALUE }
}

/// Whether S3 takes the text as a tag's value: at most 256 characters, no comma, `%`, `;` or `|`.
pub fn tag_value_fits(value: &str) -> bool {
    value.chars().count() <= 256 && value.chars().all(tag_char)
}

/// `[\p{L}\p{Z}\p{N}_.:/=+\-@]` without the spaces that are not the ordinary one.
fn tag_char(c: char) -> bool {
    c.is_alphanumeric() || " _.:/=+-@".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_somebody_else_wrote_is_not_told() {
        for (key, value) in [
            ("magpie:risk", "high"),
            ("x:sensitivity", "unknown"),
            ("magpie:encryption", "sse-kms-cmk"),
            ("magpie:data", "personal+financial"),
        ] {
            assert_eq!(told_tag_value(key, value), value);
            assert_eq!(told_tag_value(key, "4111111111111111"), OTHER_TAG_VALUE);
        }
        assert_eq!(told_tag_value("magpie:data", "personal+4111111111111111"), OTHER_TAG_VALUE);
    }
}
