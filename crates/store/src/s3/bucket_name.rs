//! A name that a bucket can have.

use std::fmt;
use std::net::Ipv4Addr;

use crate::TargetError;

/// A bucket's name, well formed by the rules of general purpose buckets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BucketName(String);

impl BucketName {
    /// Reads a bucket's name.
    ///
    /// # Errors
    /// When no bucket can have the name; the error says which rule it breaks.
    pub fn parse(name: &str) -> Result<Self, TargetError> {
        match broken_rule(name) {
            Some(why) => Err(TargetError::BadBucket { bucket: name.into(), why }),
            None => Ok(Self(name.into())),
        }
    }

    /// Takes a name that the store itself listed: old buckets, and buckets of other makers'
    /// stores, need not keep the rules.
    pub(crate) fn listed(name: &str) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BucketName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn broken_rule(name: &str) -> Option<&'static str> {
    let ends_well = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if !(3..=63).contains(&name.len()) {
        return Some("it must have 3 to 63 characters");
    }
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    if !name.bytes().all(allowed) {
        return Some("only lower case letters, digits, dots and hyphens are allowed");
    }
    if !ends_well(name.bytes().next()) || !ends_well(name.bytes().last()) {
        return Some("it must begin and end with a letter or digit");
    }
    if name.contains("..") {
        return Some("two dots may not follow each other");
    }
    name.parse::<Ipv4Addr>().is_ok().then_some("it may not look like an IP address")
}
