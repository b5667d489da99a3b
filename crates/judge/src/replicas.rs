//! Copies of objects in other buckets: whom the rules of a bucket's replication hand what to.

use magpie_model::{BucketFacts, Known, ReplicationRule};
use magpie_policy::Within;

use crate::Audience;
use crate::exposure::Way;

/// Whether what is asked about is copied to where it should not be; `None` where that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Copied {
    /// To an account that is neither the own one nor trusted.
    pub(crate) away: Option<bool>,
    /// To a region that was not allowed.
    pub(crate) abroad: Option<bool>,
}

impl Copied {
    /// Of objects, or of an object that is under a KMS key or not.
    pub(crate) fn of(facts: &BucketFacts, within: &Within, under_kms: Option<bool>) -> Self {
        let told = |leads: Leads| {
            let rules = facts.replication.get()?;
            any(rules
                .iter()
                .map(|rule| both(selects(facts, rule, within, under_kms), leads(facts, rule))))
        };
        Self { away: told(leads_away), abroad: told(leads_abroad) }
    }
}

/// Whether a rule in force leads somewhere; `None` where that is not known.
pub(crate) type Leads = fn(&BucketFacts, &ReplicationRule) -> Option<bool>;

/// Whether a rule in force leads to an account that is neither the own one nor trusted.
pub(crate) fn leads_away(facts: &BucketFacts, rule: &ReplicationRule) -> Option<bool> {
    if !rule.enabled {
        return Some(false);
    }
    let account = rule.account.as_ref()?;
    if facts.declared.trusted.contains(account) {
        return Some(false);
    }
    facts.account.get().map(|own| own != account)
}

/// Whether a rule in force leads to a region that was not allowed.
pub(crate) fn leads_abroad(facts: &BucketFacts, rule: &ReplicationRule) -> Option<bool> {
    let allowed = &facts.declared.regions_allowed;
    if !rule.enabled || allowed.is_empty() {
        return Some(false);
    }
    match &rule.region {
        Known::Yes(region) => Some(!allowed.contains(region)),
        Known::Unknown(_) => None,
    }
}

/// Whether any is: one that is known to be is enough.
pub(crate) fn any(told: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut is = Some(false);
    for one in told {
        match one {
            Some(true) => return one,
            Some(false) => {}
            None => is = None,
        }
    }
    is
}

/// Both, as far as they are known: one that does not hold is enough for no.
pub(crate) fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Which rules copy what is asked about: the same of all of which they do not tell apart.
pub(crate) fn selecting(
    facts: &BucketFacts,
    within: &Within,
    under_kms: Option<bool>,
) -> Vec<Option<bool>> {
    let rules = facts.replication.get().into_iter().flatten();
    rules.map(|rule| selects(facts, rule, within, under_kms)).collect()
}

/// Whether a rule copies it, or of many objects some; `None` where it goes by what is not known. Of
/// two rules with the same destination the one of higher priority counts, which leads nowhere else.
fn selects(
    facts: &BucketFacts,
    rule: &ReplicationRule,
    within: &Within,
    under_kms: Option<bool>,
) -> Option<bool> {
    let prefix = rule.filter.prefix.as_str();
    let reaches = match within {
        Within::Bucket => true,
        Within::Object(key) => key.starts_with(prefix),
        Within::Prefix(of) => of.starts_with(prefix) || prefix.starts_with(of.as_str()),
        Within::Children(of) => {
            of.starts_with(prefix)
                || prefix.strip_prefix(of.as_str()).is_some_and(|rest| !rest.contains('/'))
        }
    };
    let by_key = match within {
        _ if rule.kms_objects => Some(true),
        Within::Object(_) => under_kms.map(|is| !is),
        // What comes next is copied, unless it may be under a key by default.
        _ => match facts.default_encryption.get() {
            Some(Some(default)) if default.class.is_kms() => None,
            Some(_) => Some(true),
            None => None,
        },
    };
    // No call of a scan tells which tags an object bears.
    let by_tags = if rule.filter.tags.is_empty() { Some(true) } else { None };
    both(Some(rule.enabled && reaches), both(by_key, by_tags))
}

/// A replica is reached by whom its account lets in: one way for each rule that copies it.
pub(crate) fn by_replication(
    facts: &BucketFacts,
    within: &Within,
    under_kms: Option<bool>,
) -> Vec<Way> {
    let Some(rules) = facts.replication.get() else {
        let widest = Audience::ReplicatedExternally;
        return vec![Way { widest, ..Way::sure(Audience::Restricted, "") }];
    };
    rules.iter().filter_map(|rule| way_by(facts, rule, within, under_kms)).collect()
}

/// The same of replicas under keys that the account of the bucket does not decide over. Where a key does
/// not tell whose it is, it may be such a one.
pub(crate) fn by_replicas_under_other_keys(
    facts: &BucketFacts,
    within: &Within,
    under_kms: Option<bool>,
) -> Vec<Way> {
    let Some(rules) = facts.replication.get() else {
        return by_replication(facts, within, under_kms);
    };
    // What is under no key is held off by none.
    let of_kms = rules.iter().filter(|rule| rule.kms_objects);
    let each = of_kms.filter_map(|rule| {
        let way = way_by(facts, rule, within, under_kms)?;
        Some(match key_of_others(facts, rule) {
            Known::Yes(None) => return None,
            Known::Yes(Some(holder)) => {
                let reason =
                    format!("{}; the replicas are under a key of account {holder}", way.reason);
                Way { reason, ..way }
            }
            Known::Unknown(_) => Way { widest: way.widest, ..Way::sure(Audience::Restricted, "") },
        })
    });
    each.filter(|way| way.widest.is_outside()).collect()
}

/// The way that a rule makes by what it copies; `None` where it copies nothing of it.
fn way_by(
    facts: &BucketFacts,
    rule: &ReplicationRule,
    within: &Within,
    under_kms: Option<bool>,
) -> Option<Way> {
    match selects(facts, rule, within, under_kms) {
        Some(false) => None,
        Some(true) => Some(copied(facts, rule, within)),
        None => Some(perhaps_copied(facts, rule, within)),
    }
}

/// The account that a rule's replicas are under a key of, where that is another than the bucket's; of an
/// alias or an id by itself it is not known.
fn key_of_others<'r>(facts: &BucketFacts, rule: &'r ReplicationRule) -> Known<Option<&'r str>> {
    let untold = || Known::Unknown("the key tells no account".into());
    let Some(holder) = rule.replica_key.as_deref().and_then(account_of_key) else {
        return untold();
    };
    match facts.account.get() {
        Some(own) => Known::Yes((own != holder).then_some(holder)),
        None if rule.account.as_deref() == Some(holder) => Known::Yes(Some(holder)),
        None => untold(),
    }
}

/// The account that the ARN of a key or of an alias names.
fn account_of_key(key: &str) -> Option<&str> {
    let mut parts = key.split(':');
    let is_key = parts.next() == Some("arn") && parts.nth(1) == Some("kms");
    let account = parts.nth(1).filter(|_| is_key)?;
    (account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit())).then_some(account)
}

/// By a rule that copies it, unless an object was there before the rule: no answer tells that.
fn copied(facts: &BucketFacts, rule: &ReplicationRule, within: &Within) -> Way {
    let what = objects_words(rule);
    let Some(account) = &rule.account else {
        // S3 asks for the account only where replicas change hands.
        let bucket = &rule.bucket;
        let reason =
            format!("{what} are replicated to bucket {bucket}, and it is not known whose that is");
        return Way::unknown(Audience::ReplicatedExternally, reason);
    };
    let own = facts.account.get();
    if Some(account) == own {
        return Way::sure(Audience::Restricted, "");
    }
    let trusted = facts.declared.trusted.contains(account);
    let audience =
        if trusted { Audience::TrustedThirdParty } else { Audience::ReplicatedExternally };
    let sure = own.is_some() && !matches!(within, Within::Object(_));
    let narrowest = if sure { audience } else { Audience::Restricted };
    let reason = format!("{what} are replicated to account {account}");
    Way { narrowest, ..Way::sure(audience, reason) }
}

fn perhaps_copied(facts: &BucketFacts, rule: &ReplicationRule, within: &Within) -> Way {
    let way = copied(facts, rule, within);
    if way.widest == Audience::Restricted || way.nominal == Audience::Unknown {
        return way;
    }
    let untold = match rule.filter.tags.is_empty() {
        true => "whether they are under a KMS key",
        false => "which objects bear such a tag",
    };
    Way::unknown(way.widest, format!("{}, and {untold} is not known", way.reason))
}

/// Which objects a rule copies.
fn objects_words(rule: &ReplicationRule) -> String {
    let mut words = String::from("objects");
    if !rule.filter.prefix.is_empty() {
        words.push_str(&format!(" below {:?}", rule.filter.prefix));
    }
    let tags: Vec<String> = rule.filter.tags.iter().map(|tag| format!("{tag:?}")).collect();
    match tags.as_slice() {
        [] => {}
        [one] => words.push_str(&format!(" with the tag {one}")),
        several => words.push_str(&format!(" with the tags {}", several.join(", "))),
    }
    words
}

/// What a rule copies whereto.
pub(crate) fn rule_words(rule: &ReplicationRule) -> String {
    let mut words = format!("{} to bucket {}", objects_words(rule), rule.bucket);
    if let Some(account) = &rule.account {
        words.push_str(&format!(" of account {account}"));
    }
    if let Known::Yes(region) = &rule.region {
        words.push_str(&format!(" in {region}"));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rule;

    fn selects(rule: &ReplicationRule, within: &Within, under_kms: Option<bool>) -> Option<bool> {
        let default_encryption = magpie_model::Fact::known(None, "GetBucketEncryption", "");
        super::selects(
            &BucketFacts {
                default_encryption,
                ..BucketFacts::unknown("not asked", "2026-01-01T00:00:00Z")
            },
            rule,
            within,
            under_kms,
        )
    }

    #[test]
    fn a_rule_copies_what_its_prefix_and_its_choice_of_keys_select() {
        let object = |key: &str| Within::Object(key.into());
        let plain = rule("logs/", false);
        assert_eq!(selects(&plain, &object("logs/a"), Some(false)), Some(true));
        assert_eq!(selects(&plain, &object("logs/a"), Some(true)), Some(false));
        assert_eq!(selects(&plain, &object("logs/a"), None), None);
        assert_eq!(selects(&plain, &object("data/a"), None), Some(false));
        assert_eq!(selects(&rule("", true), &object("data/a"), Some(true)), Some(true));
        let off = ReplicationRule { enabled: false, ..rule("", true) };
        assert_eq!(selects(&off, &object("data/a"), Some(true)), Some(false));
    }

    #[test]
    fn a_rule_copies_some_of_a_prefix_where_they_overlap() {
        let prefix = |of: &str, by: &str| {
            let within = [Within::Prefix(of.into()), Within::Children(of.into())];
            within.map(|within| selects(&rule(by, false), &within, None) == Some(true))
        };
        assert_eq!(prefix("logs/", "logs/"), [true, true]);
        assert_eq!(prefix("logs/", "lo"), [true, true]);
        assert_eq!(prefix("logs/", "logs/2026/"), [true, false]);
        assert_eq!(prefix("logs/", "logs/20"), [true, true]);
        assert_eq!(prefix("data/", "logs/"), [false, false]);
        assert_eq!(prefix("", ""), [true, true]);
    }
}
