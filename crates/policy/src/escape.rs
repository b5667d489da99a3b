//! Whether a condition of a Deny that speaks about the request can be escaped by asking otherwise.

use crate::ability::Reach;
use crate::by_s3;
use crate::compare::{self, is_date};
use crate::condition::{BY_PROVIDER, Narrowing, is_known, of_allow, signed_in};
use crate::document::{Condition, Quantifier};
use crate::glob::fits;
use crate::listing::{PREFIX, some_listing};
use crate::party::Owner;

/// How the condition of a Deny can be escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// Whoever asks for these actions can ask such that it does not hold.
    By(Reach),
    /// It holds for every request.
    Never,
    /// That depends on what is not known: the reason.
    NotKnown(&'static str),
}

const BY_TIME: &str = "whether the denial holds depends on the time";
const BY_TAGS: &str = "the denial spares objects by their tags, which the policy does not tell";
const BY_BUCKET: &str = "the denial holds by what is not known of the bucket itself";
const BY_OPERATOR: &str = "the denial compares a truth value or a name in an unusual way";

/// How a condition of a Deny can be escaped whose key does not say who asks.
pub(crate) fn escape(condition: &Condition, owner: &Owner) -> Escape {
    let key = condition.key.as_str();
    match key {
        "aws:currenttime" | "aws:epochtime" => match by_time(condition, owner) {
            Some(Time::Over) => Escape::By(Reach::ALL),
            Some(Time::ForEver) => Escape::Never,
            None => Escape::NotKnown(BY_TIME),
        },
        // A request comes with TLS or without.
        "aws:securetransport" => among(&["true", "false"], condition),
        "s3:resourceaccount" | "aws:resourceaccount" => of_bucket(&owner.account, condition),
        "aws:resourceorgid" => of_bucket(&owner.organisation, condition),
        "aws:requestedregion" => of_bucket(&owner.region, condition),
        by_s3::VIA | by_s3::CONTEXT => by_s3::escape(condition, owner),
        _ if holds_whatever(condition) => Escape::Never,
        _ if !holds_without(condition) => Escape::By(Reach::ALL),
        PREFIX if !some_listing(condition, false, &owner.within, false) => Escape::Never,
        // What has no tag is denied; whether anything has it is not told.
        _ if key.starts_with("s3:existingobjecttag/") => Escape::NotKnown(BY_TAGS),
        _ => Escape::By(carry(key)),
    }
}

/// The actions for which the condition of an Allow on the request can hold at all; `by_level` where another
/// of its conditions asks for listings of one level.
pub(crate) fn can_hold(condition: &Condition, owner: &Owner, by_level: bool) -> Reach {
    let key = condition.key.as_str();
    let only = |value: &Option<String>| match value {
        Some(value) if holds(condition, value) == Some(false) => Reach::default(),
        _ => Reach::ALL,
    };
    match key {
        "aws:currenttime" if by_time(condition, owner) == Some(Time::Over) => Reach::default(),
        "aws:currenttime" | "aws:epochtime" => Reach::ALL,
        "aws:securetransport" => {
            let never = ["true", "false"].iter().all(|is| holds(condition, is) == Some(false));
            if never { Reach::default() } else { Reach::ALL }
        }
        "s3:resourceaccount" | "aws:resourceaccount" => only(&owner.account),
        "aws:resourceorgid" => only(&owner.organisation),
        "aws:requestedregion" => only(&owner.region),
        by_s3::VIA | by_s3::CONTEXT => by_s3::given(condition, owner),
        _ if holds_without(condition) => Reach::ALL,
        PREFIX if !some_listing(condition, true, &owner.within, by_level) => Reach::default(),
        _ => carry(key),
    }
}

const BY_CARRIED: &str = "whether any object carries the tag that it asks for is not known";
const BY_PART: &str = "it is for some objects of the bucket only";
const BY_LATER: &str = "it does not hold at the time at which the policy was read";
const BY_OWNER: &str = "it asks for what is not known of the bucket itself";
pub(crate) const BY_VARIABLE: &str =
    "what its variables stand for is another thing for each who asks";
const BY_KEY: &str = "it asks for a key that this version does not know";

/// Why nothing tells whether the condition of an Allow holds for anybody: it hangs neither on the request,
/// which whoever asks may choose, nor on who asks, but on what the objects or the bucket bear.
pub(crate) fn hangs_on(condition: &Condition, owner: &Owner) -> Option<&'static str> {
    let key = condition.key.as_str();
    let untold = |value: &Option<String>| value.is_none().then_some(BY_OWNER);
    let carries = || (!holds_without(condition)).then_some(BY_CARRIED);
    let varies = || condition.values.iter().any(|value| varies(value)).then_some(BY_VARIABLE);
    let of_resource = match key {
        _ if holds_whatever(condition) => return None,
        "s3:resourceaccount" | "aws:resourceaccount" => untold(&owner.account),
        "aws:resourceorgid" => untold(&owner.organisation),
        "aws:requestedregion" => untold(&owner.region),
        "aws:resourceorgpaths" => Some(BY_OWNER),
        by_s3::CONTEXT => by_s3::names_a_part(condition, owner).then_some(BY_PART),
        "aws:currenttime" => {
            let now = owner.at.as_deref();
            now.filter(|now| compare::holds(condition, Some(now)) == Some(false)).map(|_| BY_LATER)
        }
        _ if key.starts_with("s3:existingobjecttag/") => carries(),
        // Such tags count where the bucket has attribute-based access control.
        _ if key.starts_with("s3:buckettag/") || key.starts_with("aws:resourcetag/") => {
            Some(BY_OWNER)
        }
        _ if signed_in(key).is_some() => by_sign_in(condition),
        _ => (!is_known(key)).then_some(BY_KEY),
    };
    of_resource.or_else(varies)
}

/// One identity is there, as a user is whom a policy names; who is signed in for an application is not
/// told.
fn by_sign_in(condition: &Condition) -> Option<&'static str> {
    let one =
        !holds_without(condition) && matches!(of_allow(condition, false), Narrowing::To { .. });
    (!one).then_some(BY_PROVIDER)
}

/// The names of the policy variables in a text, in lower case.
fn variables(text: &str) -> impl Iterator<Item = String> {
    let behind = text.split("${").skip(1);
    behind.map(|rest| rest.split('}').next().unwrap_or_default().to_ascii_lowercase())
}

/// Whether whoever has an account can make a variable stand for what he likes: by a user of that name, by
/// a tag of his own.
fn is_chosen(name: &str) -> bool {
    // What stands for the variable where there is none is behind a comma.
    (name == "aws:username" || name.starts_with("aws:principaltag/")) && !name.contains(',')
}

/// Whether a text has a variable that stands for what nobody chooses, and neither for the bucket's own
/// account or organisation nor for a sign.
pub(crate) fn varies(text: &str) -> bool {
    const FIXED: [&str; 5] = ["*", "?", "$", "aws:resourceaccount", "aws:resourceorgid"];
    variables(text).any(|name| !FIXED.contains(&name.as_str()) && !is_chosen(&name))
}

/// Whether a text has a variable that stands for nothing where nobody signs.
pub(crate) fn names_signer(text: &str) -> bool {
    variables(text).any(|name| is_chosen(&name))
}

/// What a condition on the time has come to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Time {
    /// It held once, and will not hold again.
    Over,
    /// It holds, and will hold from now on.
    ForEver,
}

/// What a date before the time at which the policy was read makes of a condition. Dates are compared as
/// text, in the one form that orders them so.
fn by_time(condition: &Condition, owner: &Owner) -> Option<Time> {
    let now = owner.at.as_deref().filter(|now| is_date(now))?;
    let [date] = condition.values.as_slice() else { return None };
    let is_past = condition.key == "aws:currenttime" && is_date(date) && date.as_str() < now;
    match condition.operator.as_str() {
        "datelessthan" | "datelessthanequals" if is_past => Some(Time::Over),
        "dategreaterthan" | "dategreaterthanequals" if is_past => Some(Time::ForEver),
        _ => None,
    }
}

/// A key that says of every request to the bucket the same.
fn of_bucket(value: &Option<String>, condition: &Condition) -> Escape {
    match value {
        Some(value) => among(&[value], condition),
        None => Escape::NotKnown(BY_BUCKET),
    }
}

/// A key that is always there, with one of these values.
fn among(values: &[&str], condition: &Condition) -> Escape {
    let told: Option<Vec<bool>> = values.iter().map(|value| holds(condition, value)).collect();
    match told {
        Some(told) if told.iter().all(|holds| *holds) => Escape::Never,
        Some(_) => Escape::By(Reach::ALL),
        None => Escape::NotKnown(BY_OPERATOR),
    }
}

/// Whether a condition holds where its key has this value.
pub(crate) fn holds(condition: &Condition, is: &str) -> Option<bool> {
    let values = &condition.values;
    if values.iter().any(|value| value.contains("${")) {
        return None;
    }
    let (operator, inverted) = match condition.operator.as_str() {
        "stringnotequals" => ("stringequals", true),
        "stringnotequalsignorecase" => ("stringequalsignorecase", true),
        "stringnotlike" => ("stringlike", true),
        operator => (operator, false),
    };
    let any = |such: fn(&str, &str) -> bool| values.iter().any(|value| such(value, is));
    let fit = match operator {
        "null" => values.iter().any(|value| value.eq_ignore_ascii_case("false")),
        "bool" | "stringequalsignorecase" => any(|value, is| value.eq_ignore_ascii_case(is)),
        "stringequals" => any(|value, is| value == is),
        "stringlike" => any(fits),
        _ => return None,
    };
    Some(fit != inverted)
}

/// Whether a condition holds for a request that does not have its key.
pub(crate) fn holds_without(condition: &Condition) -> bool {
    let says_absent = || condition.values.iter().any(|value| value.eq_ignore_ascii_case("true"));
    condition.if_exists
        || condition.quantifier == Some(Quantifier::All)
        || condition.operator == "null" && says_absent()
        || condition.operator.contains("not") && condition.quantifier != Some(Quantifier::Any)
}

/// Whether a condition holds with its key and without, whatever value is chosen.
fn holds_whatever(condition: &Condition) -> bool {
    let says = |word: &str| condition.values.iter().any(|value| value.eq_ignore_ascii_case(word));
    let stars = |value: &String| !value.is_empty() && value.chars().all(|c| c == '*');
    match condition.operator.as_str() {
        "null" => says("true") && says("false"),
        "bool" => holds_without(condition) && says("true") && says("false"),
        "stringlike" | "arnlike" => holds_without(condition) && condition.values.iter().any(stars),
        _ => false,
    }
}

/// The actions whose requests can have a key. A request that cannot is denied by whatever holds
/// without it.
pub(crate) fn carry(key: &str) -> Reach {
    const LISTING: [&str; 3] = ["s3:prefix", "s3:delimiter", "s3:max-keys"];
    const ANY: [&str; 5] = [
        "s3:x-amz-content-sha256",
        "s3:tlsversion",
        "s3:signatureversion",
        "s3:signatureage",
        "s3:authtype",
    ];
    let tags = key == "aws:tagkeys" || key.starts_with("aws:requesttag/");
    let asks = |name: &str| name.starts_with("s3:Get") || name.starts_with("s3:List");
    if LISTING.contains(&key) {
        Reach::named(|name| name.starts_with("s3:List"))
    } else if key.starts_with("s3:existingobjecttag/") {
        // AWS: no object is written or deleted by the tags that it has.
        let changed = ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"];
        let of_bucket = Reach::ALL.on_bucket();
        let unlisted = Reach::UNLISTED_CHANGES.or(Reach::QUESTIONS);
        Reach::ALL
            .without(of_bucket)
            .without(Reach::named(|name| changed.contains(&name)))
            .or(unlisted)
    } else if key == "s3:x-amz-acl" || key.starts_with("s3:x-amz-grant-") {
        let sets = |name: &str| name == "s3:PutObject" || name.contains("Acl");
        Reach::named(sets).or(Reach::UNLISTED_CHANGES)
    } else if key == "s3:versionid" {
        Reach::named(|name| name.contains("ObjectVersion"))
    } else if ANY.contains(&key) || !key.starts_with("s3:") && !tags {
        Reach::ALL
    } else {
        Reach::named(|name| !asks(name)).or(Reach::UNLISTED_CHANGES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(operator: &str, key: &str, values: &[&str]) -> Condition {
        let (operator, if_exists) = match operator.strip_suffix("ifexists") {
            Some(operator) => (operator, true),
            None => (operator, false),
        };
        Condition {
            operator: operator.into(),
            quantifier: None,
            if_exists,
            key: key.into(),
            values: values.iter().map(|&value| value.into()).collect(),
        }
    }

    fn told(operator: &str, key: &str, values: &[&str]) -> Escape {
        let owner = Owner {
            account: Some("123456789012".into()),
            region: Some("eu-central-1".into()),
            ..Owner::default()
        };
        escape(&condition(operator, key, values), &owner)
    }

    #[test]
    fn what_is_always_there_is_escaped_by_one_of_its_values_or_never() {
        let tls = |operator, values: &[&str]| told(operator, "aws:securetransport", values);
        for (operator, values) in [("bool", ["false"]), ("stringequals", ["true"])] {
            assert_eq!(tls(operator, &values), Escape::By(Reach::ALL));
        }
        assert_eq!(tls("bool", &["true", "false"]), Escape::Never);
        assert_eq!(tls("null", &["false"]), Escape::Never);
        assert_eq!(tls("null", &["true"]), Escape::By(Reach::ALL));
        assert!(matches!(tls("numericequals", &["1"]), Escape::NotKnown(_)));
    }

    #[test]
    fn what_the_bucket_is_itself_is_escaped_always_or_never() {
        for key in ["s3:resourceaccount", "aws:resourceaccount"] {
            assert_eq!(told("stringequals", key, &["123456789012"]), Escape::Never);
            assert_eq!(told("stringlike", key, &["*"]), Escape::Never);
            assert_eq!(told("stringnotequals", key, &["123456789012"]), Escape::By(Reach::ALL));
            assert_eq!(told("stringnotequals", key, &["444455556666"]), Escape::Never);
        }
        assert_eq!(told("stringlike", "aws:requestedregion", &["eu-*"]), Escape::Never);
        let elsewhere = told("stringnotlike", "aws:requestedregion", &["eu-*"]);
        assert_eq!(elsewhere, Escape::By(Reach::ALL));
        let organisation = told("stringequals", "aws:resourceorgid", &["o-a1b2c3d4e5"]);
        assert_eq!(organisation, Escape::NotKnown(BY_BUCKET));
    }

    #[test]
    fn a_key_of_writing_is_no_escape_for_reading() {
        let key = "s3:x-amz-server-side-encryption";
        let Escape::By(carried) = told("stringnotequals", key, &["aws:kms"]) else {
            panic!("no escape at all")
        };
        let of = |action: &str| Reach::named(|name| name == action);
        assert!(!carried.and(of("s3:PutObject")).is_none());
        assert!(carried.and(of("s3:GetObject")).is_none());
        assert_eq!(told("stringequals", key, &["AES256"]), Escape::By(Reach::ALL));
        let Escape::By(carried) = told("stringnotlike", "s3:prefix", &["public/*"]) else {
            panic!("no escape at all")
        };
        assert_eq!(carried, Reach::named(|name| name.starts_with("s3:List")));
    }

    #[test]
    fn an_allow_by_what_its_requests_cannot_have_gives_nothing() {
        let owner = Owner { account: Some("123456789012".into()), ..Owner::default() };
        let can =
            |operator, key, value| can_hold(&condition(operator, key, &[value]), &owner, false);
        let of = |action: &str| Reach::named(|name| name == action);
        assert!(can("stringequals", "aws:resourceaccount", "444455556666").is_none());
        assert_eq!(can("stringequals", "aws:resourceaccount", "123456789012"), Reach::ALL);
        assert_eq!(can("stringequals", "aws:requestedregion", "eu-west-1"), Reach::ALL);
        assert!(can("null", "aws:securetransport", "true").is_none());
        for (key, gives, gives_not) in [
            ("s3:x-amz-acl", "s3:PutObject", "s3:GetObject"),
            ("s3:prefix", "s3:ListBucket", "s3:GetObject"),
            ("aws:requesttag/a", "s3:PutObjectTagging", "s3:GetObject"),
            ("s3:existingobjecttag/a", "s3:GetObject", "s3:PutObject"),
            ("s3:existingobjecttag/a", "s3:PutObjectTagging", "s3:DeleteObject"),
            ("s3:existingobjecttag/a", "s3:DeleteObjectTagging", "s3:ListBucket"),
        ] {
            let can = can("stringequals", key, "x");
            assert!(!can.and(of(gives)).is_none() && can.and(of(gives_not)).is_none(), "{key}");
        }
        assert_eq!(can("stringlikeifexists", "s3:prefix", "x"), Reach::ALL);
    }

    #[test]
    fn what_holds_with_a_key_and_without_is_never_escaped() {
        assert_eq!(told("stringlikeifexists", "aws:useragent", &["*"]), Escape::Never);
        assert_eq!(told("null", "s3:x-amz-acl", &["true", "false"]), Escape::Never);
        assert_eq!(told("stringlike", "aws:useragent", &["*"]), Escape::By(Reach::ALL));
    }

    #[test]
    fn a_date_before_the_policy_was_read_is_over_or_for_ever() {
        let told = |operator: &str, date: &str| {
            let owner = Owner { at: Some("2026-11-22T10:00:00Z".into()), ..Owner::default() };
            let condition = condition(operator, "aws:currenttime", &[date]);
            (escape(&condition, &owner), can_hold(&condition, &owner, false))
        };
        let (past, coming) = ("2026-11-22T09:59:59Z", "2027-01-01T00:00:00Z");
        assert_eq!(told("dategreaterthan", past), (Escape::Never, Reach::ALL));
        assert_eq!(told("datelessthan", past), (Escape::By(Reach::ALL), Reach::default()));
        for operator in ["dategreaterthan", "datelessthan"] {
            assert_eq!(told(operator, coming), (Escape::NotKnown(BY_TIME), Reach::ALL));
        }
        assert_eq!(told("datelessthan", "2020-01-01").0, Escape::NotKnown(BY_TIME));
    }

    #[test]
    fn time_and_tags_leave_it_open() {
        for key in ["aws:currenttime", "aws:epochtime"] {
            let told = told("dategreaterthan", key, &["2020-01-01T00:00:00Z"]);
            assert_eq!(told, Escape::NotKnown(BY_TIME));
        }
        let key = "s3:existingobjecttag/public";
        assert_eq!(told("stringnotequals", key, &["yes"]), Escape::NotKnown(BY_TAGS));
        assert_eq!(told("stringequals", key, &["no"]), Escape::By(Reach::ALL));
    }
}
