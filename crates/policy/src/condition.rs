//! What a condition says about whom a statement is for.

use std::net::IpAddr;

use crate::caller::{OF_FACTORS, OF_NETWORKS, OF_SIGNERS, OF_SOURCES};
use crate::compare::holds;
use crate::document::{Condition, Quantifier};
use crate::escape::holds_without;
use crate::glob::is_open;
use crate::party::{ANY_SERVICE, AccessPoints, CLOUDFRONT, Party, account_of, is_account};

/// What one condition does to the audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Narrowing {
    /// It holds the statement to these; `fixed` when S3 too takes the values as fixed.
    To { parties: Vec<Party>, fixed: bool },
    /// It speaks about the request, not about who makes it.
    NotAboutWho,
    /// It speaks about who makes it, and holds it to nothing fixed: the reason.
    Open(&'static str),
}

/// Whether the operator asks for equality, or for the opposite.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Equal,
    Unequal,
    Other,
}

fn sense(operator: &str) -> Sense {
    match operator {
        "stringequals"
        | "stringequalsignorecase"
        | "stringlike"
        | "arnequals"
        | "arnlike"
        | "ipaddress" => Sense::Equal,
        "stringnotequals"
        | "stringnotequalsignorecase"
        | "stringnotlike"
        | "arnnotequals"
        | "arnnotlike"
        | "notipaddress" => Sense::Unequal,
        _ => Sense::Other,
    }
}

/// What a condition of an Allow does. `present` says that another condition of the same block
/// asks for the key to be there.
pub(crate) fn of_allow(condition: &Condition, present: bool) -> Narrowing {
    let says = |value: &str| says_only(condition, value);
    let is_there = present || !holds_without(condition);
    if condition.key == "aws:principalisawsservice"
        && condition.operator == "bool"
        && says("true")
        && is_there
    {
        return Narrowing::To { parties: vec![Party::Service(ANY_SERVICE.into())], fixed: false };
    }
    if !concerns_who(&condition.key) {
        return Narrowing::NotAboutWho;
    }
    if sense(&condition.operator) != Sense::Equal {
        return Narrowing::Open("the condition names who is left out, not who is let in");
    }
    if condition.if_exists && !present {
        return Narrowing::Open("a request without the key passes an IfExists condition");
    }
    if condition.quantifier == Some(Quantifier::All) && !present {
        return Narrowing::Open("a request without the key passes a ForAllValues condition");
    }
    by_services(condition, parties(condition))
}

/// Whom a condition of a Deny leaves alone: those for whom it does not hold.
pub(crate) fn spared_by_deny(condition: &Condition) -> Narrowing {
    let key = condition.key.as_str();
    let says = |value: &str| says_only(condition, value);
    if key == "aws:principalisawsservice" && condition.operator == "bool" && says("false") {
        let service = Party::Service(ANY_SERVICE.into());
        // A request that nobody signed does not have the key.
        let nobody = (!condition.if_exists).then_some(Party::Everyone);
        let parties = [service].into_iter().chain(nobody).collect();
        return Narrowing::To { parties, fixed: true };
    }
    // Whoever signs can do so with a second factor, just now, and by way of a service.
    if !concerns_who(key) || OF_FACTORS.contains(&key) || key == "aws:viaawsservice" {
        return Narrowing::NotAboutWho;
    }
    if sense(&condition.operator) != Sense::Unequal {
        return Narrowing::Open("the denial is not held to everybody but fixed parties");
    }
    if condition.quantifier == Some(Quantifier::Any) {
        return Narrowing::Open("a request without the key passes a ForAnyValue denial");
    }
    by_services(condition, parties(condition))
}

/// Only a service says for whom it acts: whoever asks for himself has no such key.
fn by_services(condition: &Condition, narrowing: Narrowing) -> Narrowing {
    let of_source = |party: Party| match party {
        party if party.is_service() => party,
        source => Party::ServiceFor { service: ANY_SERVICE.into(), source: Box::new(source) },
    };
    match narrowing {
        Narrowing::To { parties, fixed } if OF_SOURCES.contains(&condition.key.as_str()) => {
            Narrowing::To { parties: parties.into_iter().map(of_source).collect(), fixed }
        }
        narrowing => narrowing,
    }
}

/// Whether a condition of an Allow holds for nobody who does not sign: none of his requests has such
/// a key, or another value than the one that says so.
pub(crate) fn asks_to_sign(condition: &Condition) -> bool {
    let unsigned = match condition.key.as_str() {
        "aws:viaawsservice" => Some("false"),
        "aws:principaltype" => Some("Anonymous"),
        "aws:userid" | "aws:principalaccount" => Some("anonymous"),
        key if OF_SIGNERS.contains(&key) || key.starts_with("aws:principaltag/") => None,
        _ => return false,
    };
    holds(condition, unsigned) == Some(false)
}

/// Whether a condition names one value and no other.
pub(crate) fn says_only(condition: &Condition, value: &str) -> bool {
    let values = &condition.values;
    !values.is_empty() && values.iter().all(|v| v.eq_ignore_ascii_case(value))
}

/// Whom a condition of an Allow for a service holds it to; `None` when it holds it to nobody.
pub(crate) fn sources(condition: &Condition, present: bool) -> Option<Vec<Party>> {
    if !OF_SOURCES.contains(&condition.key.as_str()) {
        return None;
    }
    let Narrowing::To { parties, .. } = of_allow(condition, present) else { return None };
    let source = |party| match party {
        Party::ServiceFor { source, .. } => *source,
        party => party,
    };
    Some(parties.into_iter().map(source).collect())
}

/// Keys that describe the request; whatever they ask for, anybody can meet it, or nobody's place
/// changes by it. A key that is not known here counts as being about who.
const OF_THE_REQUEST: [&str; 26] = [
    "aws:securetransport",
    "s3:tlsversion",
    "s3:prefix",
    "s3:delimiter",
    "s3:max-keys",
    "s3:versionid",
    "s3:locationconstraint",
    "s3:signatureversion",
    "s3:signatureage",
    "s3:authtype",
    "s3:object-lock-mode",
    "s3:object-lock-remaining-retention-days",
    "s3:object-lock-retain-until-date",
    "s3:object-lock-legal-hold",
    "s3:resourceaccount",
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:requestedregion",
    "aws:currenttime",
    "aws:epochtime",
    "aws:useragent",
    "aws:referer",
    "aws:tagkeys",
    "s3:if-none-match",
    "s3:if-match",
    "s3:objectcreationoperation",
];

/// Whether a key describes who asks, or may.
pub(crate) fn concerns_who(key: &str) -> bool {
    let of_request = OF_THE_REQUEST.contains(&key)
        || key.starts_with("s3:requestobjecttag")
        || key.starts_with("s3:existingobjecttag/")
        || key.starts_with("aws:requesttag/")
        || key.starts_with("s3:inventory")
        || key.starts_with("s3:x-amz-") && key != KMS_KEY
        || key.starts_with("kms:") && key != KMS_CALLER;
    !of_request
}

/// What a key tells of somebody whom an identity provider signed in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignedIn {
    /// Who it is; no provider calls two so.
    Identity,
    /// For which application, or in which way: who is signed in so is the application's affair.
    Way,
}

/// The provider that a key stands for, and what the key tells of whom it signed in. AWS: requests have
/// these keys that are made with credentials of such a sign-in, and no others. Providers are hosts.
pub(crate) fn signed_in(key: &str) -> Option<(&str, SignedIn)> {
    let (provider, claim) = key.rsplit_once(':').filter(|(provider, _)| provider.contains('.'))?;
    match claim {
        "sub" | "id" | "user_id" => Some((provider, SignedIn::Identity)),
        "aud" | "oaud" | "app_id" | "amr" => Some((provider, SignedIn::Way)),
        _ => None,
    }
}

/// Whether it is known who or what decides about a key.
pub(crate) fn is_known(key: &str) -> bool {
    !concerns_who(key)
        || [KMS_KEY, KMS_CALLER, "aws:viaawsservice"].contains(&key)
        || OF_NETWORKS.contains(&key)
        || OF_SIGNERS.contains(&key)
        || OF_SOURCES.contains(&key)
        || key.starts_with("aws:principaltag/")
        || key.starts_with("s3:dataaccesspoint")
        || signed_in(key).is_some()
}

/// The account of whoever asks KMS. Its other keys describe the request: the service that passes it
/// on, the encryption context, the key.
const KMS_CALLER: &str = "kms:calleraccount";
const KMS_KEY: &str = "s3:x-amz-server-side-encryption-aws-kms-key-id";

fn parties(condition: &Condition) -> Narrowing {
    let mut all = Vec::new();
    let mut all_fixed = true;
    for value in &condition.values {
        if condition.operator == "stringlike" && is_account_passed_over(&condition.key, value) {
            return Narrowing::Open(PASSED_OVER);
        }
        match party(&condition.key, value) {
            // A star of StringEquals is a star, and no pattern.
            Err(WILDCARD) if is_literal(condition, value) => {
                all.push(Party::Unresolved(value.clone()));
                all_fixed = false;
            }
            Ok((party, fixed)) => {
                all.push(party);
                all_fixed &= fixed;
            }
            Err(reason) => return Narrowing::Open(reason),
        }
    }
    if all.is_empty() {
        return Narrowing::Open("the condition has no values");
    }
    Narrowing::To { parties: all, fixed: all_fixed }
}

/// Whether a wildcard stands for itself: only patterns have them, and variables are filled in everywhere.
fn is_literal(condition: &Condition, value: &str) -> bool {
    condition.operator.starts_with("string")
        && !condition.operator.ends_with("like")
        && !value.contains("${")
}

const PASSED_OVER: &str = "a wildcard of StringLike reaches beyond the colons before the account";

/// Whether a star stands before the account of an ARN: compared as texts, ARNs of any account can fit
/// that have the wanted one in the name of a resource.
fn is_account_passed_over(key: &str, value: &str) -> bool {
    key.ends_with("arn") && value.split(':').take(4).any(|field| field.contains('*'))
}

const WILDCARD: &str = "a wildcard or variable stands where a fixed value must";

/// Whom one value of one key means, and whether S3 takes it as fixed.
fn party(key: &str, value: &str) -> Result<(Party, bool), &'static str> {
    let fixed = !is_open(value);
    match key {
        "aws:principalorgid" | "aws:sourceorgid" => {
            let own = value.eq_ignore_ascii_case("${aws:ResourceOrgID}")
                || value.eq_ignore_ascii_case("${aws:PrincipalOrgID}") && key == "aws:sourceorgid";
            if fixed || own {
                Ok((Party::Organisation(value.into()), fixed))
            } else {
                Err(WILDCARD)
            }
        }
        "aws:principalorgpaths" | "aws:sourceorgpaths" => {
            let organisation = value.split('/').next().unwrap_or_default();
            if is_open(organisation) {
                return Err(WILDCARD);
            }
            Ok((Party::Organisation(organisation.into()), fixed))
        }
        "aws:principalaccount" | "aws:sourceaccount" | "aws:sourceowner" | KMS_CALLER => {
            if value.eq_ignore_ascii_case("anonymous") {
                Err("who does not sign is of the account `anonymous`")
            } else if is_account(value) || value.eq_ignore_ascii_case("${aws:ResourceAccount}") {
                Ok((Party::Account(value.into()), fixed))
            } else if fixed {
                Ok((Party::Unresolved(format!("account {value}")), true))
            } else {
                Err(WILDCARD)
            }
        }
        "s3:dataaccesspointaccount" if fixed => Ok((points(value.into(), None), true)),
        "s3:dataaccesspointarn" => match account_of(value) {
            // S3 takes any name of an access point as fixed, as long as the account is.
            Some(account) => Ok((points(account, Some(value.into())), true)),
            None if fixed => Ok((Party::Unresolved(format!("access point {value}")), true)),
            None => Err(WILDCARD),
        },
        "aws:principalarn" | "aws:sourcearn" => arn(value, fixed),
        // An endpoint's account is not the account of whoever comes through it.
        "aws:vpceaccount" | "aws:vpceorgid" if fixed => {
            Ok((Party::Network(format!("VPC endpoints of {value}")), false))
        }
        "aws:sourcevpc" | "aws:sourcevpce" if fixed => Ok((Party::Network(value.into()), true)),
        "aws:sourceip" => network(value),
        "aws:userid" => user_id(value, fixed),
        "aws:principalservicename" | "aws:principalservicenameslist" if fixed => {
            Ok((Party::Service(value.into()), true))
        }
        KMS_KEY if fixed => {
            Ok((Party::Unresolved(format!("whoever may use the key {value}")), true))
        }
        "s3:dataaccesspointaccount"
        | "aws:sourcevpc"
        | "aws:sourcevpce"
        | KMS_KEY
        | "aws:principalservicename" => Err(WILDCARD),
        "aws:username" => Err("any account can have users of that name"),
        _ if signed_in(key).is_some() => by_sign_in(key, value),
        _ => Err("the condition's key is none that holds a policy to somebody fixed"),
    }
}

/// One identity; S3's rule knows no such key.
fn by_sign_in(key: &str, value: &str) -> Result<(Party, bool), &'static str> {
    match signed_in(key) {
        Some((provider, SignedIn::Identity)) if !is_open(value) => {
            Ok((Party::Unresolved(format!("{value}, signed in by {provider}")), false))
        }
        Some((_, SignedIn::Identity)) => Err(WILDCARD),
        _ => Err(BY_PROVIDER),
    }
}

/// Why nothing tells whom an Allow means by such a key.
pub(crate) const BY_PROVIDER: &str =
    "whom an identity provider signs in for an application is not told by the policy";

fn points(account: String, arn: Option<String>) -> Party {
    Party::AccessPoints(AccessPoints { account, arn, held_further: false })
}

fn arn(value: &str, fixed: bool) -> Result<(Party, bool), &'static str> {
    if value.contains(":iam::cloudfront:") {
        return Ok((Party::CloudFront, fixed));
    }
    if value.contains(":cloudfront::")
        && let Some(account) = account_of(value)
    {
        let source = Box::new(Party::Account(account));
        return Ok((Party::ServiceFor { service: CLOUDFRONT.into(), source }, fixed));
    }
    match account_of(value) {
        Some(account) => Ok((Party::Account(account), fixed)),
        None if fixed => Ok((Party::Unresolved(value.to_owned()), true)),
        None => Err(WILDCARD),
    }
}

/// A role's id with whatever session; S3 does not take the pattern as fixed.
fn user_id(value: &str, fixed: bool) -> Result<(Party, bool), &'static str> {
    let id = value.split(':').next().unwrap_or_default();
    if fixed || id.len() >= 12 && !is_open(id) {
        return Ok((
            Party::Unresolved(format!("user id {value}")),
            fixed && !value.ends_with(":*"),
        ));
    }
    Err(WILDCARD)
}

const BROAD: &str = "the range of addresses is broader than /8, or /32 of IPv6";

/// A range of addresses; S3 calls a policy public whose range is broader than /8 or, of IPv6, /32.
fn network(value: &str) -> Result<(Party, bool), &'static str> {
    let (address, bits) = match value.split_once('/') {
        Some((address, bits)) => (address, bits.parse::<u32>().ok()),
        None if value.contains(':') => (value, Some(u128::BITS)),
        None => (value, Some(u32::BITS)),
    };
    const UNREADABLE: &str = "the address cannot be read";
    let (least, most) = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => (8, 32),
        // The addresses of the fourth version, written as the sixth.
        Ok(IpAddr::V6(six)) if six.to_ipv4_mapped().is_some() => (104, 128),
        Ok(IpAddr::V6(_)) => (32, 128),
        Err(_) => return Err(UNREADABLE),
    };
    match bits {
        Some(bits) if (least..=most).contains(&bits) => Ok((Party::Network(value.into()), true)),
        Some(bits) if bits < least => Err(BROAD),
        _ => Err(UNREADABLE),
    }
}
