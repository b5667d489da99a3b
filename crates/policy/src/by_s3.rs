//! What the conditions of a key's policy come to when S3 asks KMS for an object of one bucket.

use crate::ability::Reach;
use crate::document::Condition;
use crate::escape::{Escape, holds, holds_without};
use crate::glob::{can_begin_with, fits, fits_all_behind};
use crate::party::Owner;

/// The service that passes requests on.
pub(crate) const VIA: &str = "kms:viaservice";
/// The part of the encryption context that S3 fills in: the object's ARN, or the bucket's.
pub(crate) const CONTEXT: &str = "kms:encryptioncontext:aws:s3:arn";

/// Whether a condition can hold, and whether it always does, when S3 asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Told {
    can: bool,
    always: bool,
}

const NOT_KNOWN: Told = Told { can: true, always: false };

/// What of a key an Allow gives under a condition on such a key. To decrypt an object, S3 has to
/// ask; a grant is asked for by hand, without either key.
pub(crate) fn given(condition: &Condition, owner: &Owner) -> Reach {
    match (told(condition, owner).can, holds_without(condition)) {
        (true, _) => Reach::ALL,
        (false, true) => Reach::OF_GRANTS,
        (false, false) => Reach::default(),
    }
}

/// How a Deny under such a condition is escaped.
pub(crate) fn escape(condition: &Condition, owner: &Owner) -> Escape {
    match (told(condition, owner).always, holds_without(condition)) {
        (true, true) => Escape::Never,
        (true, false) => Escape::By(Reach::OF_GRANTS),
        (false, _) => Escape::By(Reach::ALL),
    }
}

/// Whether an Allow is for some objects of the bucket only, and neither for all of them nor for the bucket, whose
/// own ARN stands for those under its bucket key.
pub(crate) fn names_a_part(condition: &Condition, owner: &Owner) -> bool {
    let Some(bucket) = owner.bucket.as_ref().filter(|_| told(condition, owner).can) else {
        return false;
    };
    let operator = condition.operator.as_str();
    let by_pattern = operator.starts_with("arn") || operator.ends_with("like");
    let is_whole = |value: &String| {
        let itself = format!("arn:{}:s3:::{bucket}", partition(value));
        *value == itself
            || by_pattern && (fits(value, &itself) || fits_all_behind(value, &format!("{itself}/")))
    };
    let is_told = by_pattern || operator.starts_with("string");
    is_told && !operator.contains("not") && !condition.values.iter().any(is_whole)
}

/// The partition that an ARN names, as far as it names one.
fn partition(arn: &str) -> &str {
    let named = arn.strip_prefix("arn:").and_then(|rest| rest.split(':').next());
    named.filter(|name| !name.contains(['*', '?'])).unwrap_or("aws")
}

fn told(condition: &Condition, owner: &Owner) -> Told {
    if condition.values.iter().any(|value| value.contains("${")) {
        return NOT_KNOWN;
    }
    if condition.operator == "null" {
        let there = holds(condition, "") == Some(true);
        return Told { can: there, always: there };
    }
    match condition.key.as_str() {
        VIA => via(condition, owner),
        _ => context(condition, owner),
    }
}

/// S3 asks as `s3.eu-west-1.amazonaws.com`, by the Region of the bucket.
fn via(condition: &Condition, owner: &Owner) -> Told {
    let names = match &owner.region {
        Some(region) => {
            [".com", ".com.cn"].map(|end| format!("s3.{region}.amazonaws{end}")).to_vec()
        }
        // Of a Region that is not known, the condition may name the very one.
        None => {
            let some = condition.values.iter().filter(|value| can_begin_with(value, "s3."));
            some.cloned().chain(["s3.\u{1}any.amazonaws.com".to_owned()]).collect()
        }
    };
    let china = owner.region.as_ref().is_some_and(|region| region.starts_with("cn-"));
    let names = if owner.region.is_some() && !china { &names[..1] } else { &names[..] };
    let told: Option<Vec<bool>> = names.iter().map(|name| holds(condition, name)).collect();
    told.map_or(NOT_KNOWN, |told| Told {
        can: told.contains(&true),
        always: !told.contains(&false),
    })
}

/// The ARN is that of the bucket where it has a bucket key, else that of the object.
fn context(condition: &Condition, owner: &Owner) -> Told {
    let Some(bucket) = &owner.bucket else { return NOT_KNOWN };
    let operator = condition.operator.as_str();
    let inverted = operator.contains("not");
    let by_pattern = operator.starts_with("arn") || operator.ends_with("like");
    if !by_pattern && !operator.starts_with("string") {
        return NOT_KNOWN;
    }
    let within = |value: &String| {
        let itself = format!("arn:{}:s3:::{bucket}", partition(value));
        let objects = format!("{itself}/");
        match by_pattern {
            true => [
                fits(value, &itself) || can_begin_with(value, &objects),
                fits(value, &itself) && fits_all_behind(value, &objects),
            ],
            false => [*value == itself || value.starts_with(&objects), false],
        }
    };
    let each: Vec<[bool; 2]> = condition.values.iter().map(within).collect();
    let some = each.iter().any(|[some, _]| *some);
    let all = each.iter().any(|[_, all]| *all);
    match inverted {
        false => Told { can: some, always: all },
        true => Told { can: !all, always: !some },
    }
}
