//! Policies as large as AWS takes them, written to cost: what they come to is told within a bound.

#![expect(clippy::disallowed_methods, reason = "the kernel tells processor time in a file")]

mod support;

use magpie_judge::{Audience, exposure_of};
use magpie_model::BucketFacts;
use support::{known, with_policy};

/// The most that AWS takes of a bucket's policy, bytes.
const BUCKET_POLICY_MAX: usize = 20 * 1024;

fn facts(policy: &str) -> BucketFacts {
    let mut facts =
        BucketFacts { region: known("eu-central-1".into()), ..with_policy(Some(policy)) };
    facts.declared.organisation = Some("o-own".into());
    facts
}

/// Seconds of the processor that this thread has had.
fn seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split(' ').next().and_then(|nanos| nanos.parse::<u64>().ok());
    nanos.unwrap_or_default() as f64 / 1e9
}

fn statement(effect: &str, who: &str, action: &str, of: &str, when: &str) -> String {
    let when = if when.is_empty() { String::new() } else { format!(r#","Condition":{{{when}}}"#) };
    format!(r#"{{"Effect":"{effect}",{who},"Action":"{action}","Resource":{of}{when}}}"#)
}

const ANYBODY: &str = r#""Principal":"*""#;
const ALL: &str = r#"["arn:aws:s3:::box","arn:aws:s3:::box/*"]"#;
const OBJECTS: &str = r#""arn:aws:s3:::box/*""#;

/// As many as fit into a policy with these before them.
fn filled(first: &[String], next: impl Fn(usize) -> String) -> String {
    let mut text = format!(r#"{{"Version":"2012-10-17","Statement":[{}"#, first.join(","));
    for at in 0.. {
        let one = next(at);
        if text.len() + one.len() + 3 > BUCKET_POLICY_MAX {
            break;
        }
        if !text.ends_with('[') {
            text.push(',');
        }
        text.push_str(&one);
    }
    text + "]}"
}

/// As many values of a list as fit into so many bytes.
fn values(bytes: usize, value: impl Fn(usize) -> String) -> String {
    let mut list = String::new();
    for at in 0.. {
        let one = format!("\"{}\"", value(at));
        if list.len() + one.len() + 1 > bytes {
            break;
        }
        if !list.is_empty() {
            list.push(',');
        }
        list.push_str(&one);
    }
    format!("[{list}]")
}

fn account(at: usize) -> String {
    format!("{:012}", 400_000_000_000 + at)
}

fn user(at: usize) -> String {
    format!("arn:aws:iam::{:012}:user/{at}", 400_000_000_000 + at)
}

fn address(at: usize) -> String {
    format!("9.{}.{}.1", at / 200, at % 200)
}

fn named(list: &str) -> String {
    format!(r#""Principal":{{"AWS":{list}}}"#)
}

fn when(operator: &str, key: &str, values: &str) -> String {
    format!(r#""{operator}":{{"{key}":{values}}}"#)
}

fn allow(when: &str) -> String {
    statement("Allow", ANYBODY, "s3:*", ALL, when)
}

fn deny(when: &str) -> String {
    statement("Deny", ANYBODY, "s3:*", ALL, when)
}

/// The policies that took the most of what is written here: each with what it costs by.
fn costly() -> Vec<(&'static str, String)> {
    let of =
        |list: &[String]| format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, list.join(","));
    let agent = |bytes| when("StringLike", "aws:UserAgent", &values(bytes, |at| format!("{at}*")));
    let accounts = when("StringNotEquals", "aws:PrincipalAccount", &values(10_000, account));
    let networks = when("NotIpAddress", "aws:SourceIp", &values(9_000, address));
    let ends = when("StringNotLike", "aws:UserAgent", r#""*a*""#);
    let all_of = |who: String| statement("Allow", &who, "s3:*", ALL, "");
    let of_organisation = allow(&when("StringEquals", "aws:PrincipalOrgID", r#""o-x""#));
    let by_user = |effect: &str| statement(effect, &named(&values(18_000, user)), "s3:*", ALL, "");
    let partitions = values(19_000, |at| format!("arn:aws-{at}:s"));
    vec![
        ("values of conditions", of(&[allow(&agent(10_000)), deny(&agent(8_000))])),
        ("partitions", of(&[allow(""), statement("Deny", ANYBODY, "s3:*", &partitions, "")])),
        ("accounts of an organisation", of(&[of_organisation, by_user("Deny")])),
        ("networks, then accounts", of(&[allow(""), deny(&networks), deny(&accounts)])),
        ("accounts, then networks", of(&[allow(""), deny(&accounts), deny(&networks)])),
        ("users", of(&[deny(&ends), by_user("Allow")])),
        ("accounts", of(&[deny(&ends), all_of(named(&values(18_000, account)))])),
        (
            "names of objects",
            filled(&[allow("")], |at| {
                let glob = "*?".repeat(20) + &at.to_string();
                statement("Deny", ANYBODY, "s3:*", &format!(r#""arn:aws:s3:::box/{glob}""#), "")
            }),
        ),
        (
            "denials by two conditions",
            filled(&[allow("")], |at| {
                let agent = format!(r#""*?*{at}""#);
                deny(&format!(
                    r#""StringNotLike":{{"aws:UserAgent":{agent},"aws:Referer":{agent}}}"#
                ))
            }),
        ),
        (
            "denials of actions",
            filled(&[allow("")], |at| {
                let action = ["Get", "Put", "Delete", "List", "Restore"][at % 5];
                let action = format!("s3:{action}{}", "*?*".repeat(at % 7));
                let spared = when("StringNotEquals", "aws:PrincipalAccount", &values(100, account));
                statement("Deny", ANYBODY, &action, ALL, &spared)
            }),
        ),
    ]
}

/// Many times what any of them takes without optimisation on a machine of 2026, a second at most.
const SECONDS_MAX: f64 = 10.0;

#[test]
fn no_policy_takes_long_however_it_is_written() {
    for (name, policy) in costly() {
        assert!(policy.len() <= BUCKET_POLICY_MAX, "{name}: {} bytes", policy.len());
        let before = seconds();
        let exposure = exposure_of(&facts(&policy));
        let took = seconds() - before;
        println!("{took:.3} s {name}: {:?}..{:?}", exposure.narrowest, exposure.widest);
        assert!(took < SECONDS_MAX, "{name} took {took} s");
    }
}

#[test]
fn what_is_not_tried_to_the_end_is_in_doubt_and_says_so() {
    let (_, policy) = costly().remove(0);
    let exposure = exposure_of(&facts(&policy));
    assert_eq!((exposure.narrowest, exposure.widest), (Audience::Account, Audience::PublicWrite));
    assert!(exposure.reason.contains("too many combinations"), "{}", exposure.reason);
}

/// What costs much does not keep from being told what costs little.
#[test]
fn a_plain_allow_beside_costly_ones_is_certain() {
    let agent = when("StringLike", "aws:UserAgent", &values(8_000, |at| format!("{at}*")));
    let denied = statement("Deny", ANYBODY, "s3:Put*", OBJECTS, &agent);
    let costly = statement("Allow", ANYBODY, "s3:Put*", OBJECTS, &agent);
    let plain = statement("Allow", ANYBODY, "s3:GetObject", OBJECTS, "");
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{denied},{costly},{plain}]}}"#);
    assert_eq!(exposure_of(&facts(&text)).narrowest, Audience::PublicRead);
}
