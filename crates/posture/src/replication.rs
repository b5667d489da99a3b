//! Rules of replication: as S3 answers them, and what is asked about the buckets that they lead to.

use std::collections::BTreeMap;

use aws_sdk_s3::operation::get_bucket_replication::GetBucketReplicationOutput;
use aws_sdk_s3::types::{ReplicationRule, ReplicationRuleStatus, SseKmsEncryptedObjectsStatus};
use magpie_model::{Fact, Known, ReplicationFilter, ReplicationRule as Rule};

use crate::account::owned_by;
use crate::ask::{Absent, Inquiry, why_unknown};
use crate::translate::Translated;

impl Inquiry<'_> {
    /// Rules of replication. `own` is the bucket's account, as far as it is known; where replicas lie
    /// is asked only when regions were declared: a destination is nobody's target.
    pub(crate) fn replication(&self, own: Option<&String>, with_regions: bool) -> Fact<Vec<Rule>> {
        let mut fact = self.ask(
            "GetBucketReplication",
            |client| client.get_bucket_replication().bucket(self.bucket).send(),
            Some(Absent { codes: &["ReplicationConfigurationNotFoundError"], value: Vec::new() }),
            rules,
        );
        if let Known::Yes(rules) = &mut fact.value {
            if with_regions {
                self.locate(rules);
            }
            if let Some(own) = own {
                self.recognise(rules, own);
            }
        }
        fact
    }

    fn locate(&self, rules: &mut [Rule]) {
        let mut told: BTreeMap<String, Known<String>> = BTreeMap::new();
        for rule in rules {
            let region = told.entry(rule.bucket.clone()).or_insert_with(|| {
                match self.connection.region_of(&rule.bucket) {
                    Ok(Some(region)) => Known::Yes(region),
                    Ok(None) => Known::Unknown("the answer names no region".into()),
                    Err(refusal) => Known::Unknown(why_unknown(&refusal)),
                }
            });
            rule.region = region.clone();
        }
    }

    /// A rule has to name the account only where replicas change hands. Of others S3 says at least
    /// whether the destination is the own account's; a refusal says nothing.
    fn recognise(&self, rules: &mut [Rule], own: &str) {
        let mut told: BTreeMap<String, bool> = BTreeMap::new();
        for rule in rules.iter_mut().filter(|rule| rule.enabled && rule.account.is_none()) {
            let is_own = *told
                .entry(rule.bucket.clone())
                .or_insert_with(|| owned_by(self.connection, &rule.bucket, own).is_ok());
            rule.account = is_own.then(|| own.to_owned());
        }
    }
}

fn rules(answer: &GetBucketReplicationOutput) -> Translated<Vec<Rule>> {
    let configuration = answer.replication_configuration();
    let configuration = configuration.ok_or("the answer holds no configuration")?;
    configuration.rules().iter().map(rule).collect()
}

fn rule(rule: &ReplicationRule) -> Translated<Rule> {
    // What the SDK reads of a destination that is not there has no name.
    let destination = rule.destination().filter(|destination| !destination.bucket().is_empty());
    let destination = destination.ok_or("a rule names no destination")?;
    let enabled = match rule.status() {
        ReplicationRuleStatus::Enabled => true,
        ReplicationRuleStatus::Disabled => false,
        _ => return Err("a rule's status is not known to this version"),
    };
    let kms = rule.source_selection_criteria().and_then(|c| c.sse_kms_encrypted_objects());
    let kms_objects = match kms.map(|objects| objects.status()) {
        Some(SseKmsEncryptedObjectsStatus::Enabled) => true,
        Some(SseKmsEncryptedObjectsStatus::Disabled) | None => false,
        Some(_) => return Err("a rule's choice of objects is not known to this version"),
    };
    let filter = filter(rule)?;
    let key = destination.encryption_configuration().and_then(|e| e.replica_kms_key_id());
    Ok(Rule {
        enabled,
        filter,
        kms_objects,
        bucket: destination.bucket().rsplit(':').next().unwrap_or_default().into(),
        region: Known::Unknown("not asked".into()),
        account: destination.account().map(Into::into),
        replica_key: key.map(Into::into),
    })
}

/// A rule of the first version has a prefix and no filter; of the second, a filter that holds a
/// prefix, a tag, several of them in `And`, or nothing, which is for all objects.
fn filter(rule: &ReplicationRule) -> Translated<ReplicationFilter> {
    #[expect(deprecated, reason = "old rules say their prefix outside of a filter")]
    let old = rule.prefix();
    let filter = rule.filter();
    let both = filter.and_then(|filter| filter.and());
    let prefix = filter.and_then(|f| f.prefix()).or(both.and_then(|both| both.prefix())).or(old);
    let one = filter.and_then(|filter| filter.tag()).into_iter();
    let tags = one.chain(both.map_or(&[][..], |both| both.tags()));
    let tags: Vec<String> = tags.map(|tag| tag.key().to_owned()).collect();
    if tags.iter().any(String::is_empty) {
        return Err("a tag of a rule's filter has no key");
    }
    Ok(ReplicationFilter { prefix: prefix.unwrap_or_default().into(), tags })
}

#[cfg(test)]
mod tests {
    use aws_sdk_s3::types::{
        Destination, ReplicationConfiguration, ReplicationRuleAndOperator, ReplicationRuleFilter,
        SourceSelectionCriteria, SseKmsEncryptedObjects, Tag,
    };

    use super::*;

    const NEXT: &str = "NextYear";

    fn told(rule: ReplicationRule) -> Translated<Rule> {
        let all = ReplicationConfiguration::builder().role("arn").rules(rule).build().unwrap();
        let answer = GetBucketReplicationOutput::builder().replication_configuration(all).build();
        rules(&answer).map(|mut rules| rules.remove(0))
    }

    fn to_copies() -> aws_sdk_s3::types::builders::ReplicationRuleBuilder {
        let to = Destination::builder().bucket("arn:aws:s3:::copies").build().unwrap();
        ReplicationRule::builder().status(ReplicationRuleStatus::Enabled).destination(to)
    }

    #[test]
    fn a_replication_rule_of_words_that_are_not_known_yet_is_none() {
        let of_words = |status: &str, kms: &str| {
            let kms = SseKmsEncryptedObjects::builder().status(kms.into()).build().unwrap();
            let criteria = SourceSelectionCriteria::builder().sse_kms_encrypted_objects(kms);
            let rule = to_copies().status(status.into());
            told(rule.source_selection_criteria(criteria.build()).build().unwrap())
        };
        assert!(of_words(NEXT, "Enabled").is_err() && of_words("Enabled", NEXT).is_err());
        let rule = of_words("Enabled", "Enabled").unwrap();
        assert_eq!((rule.bucket.as_str(), rule.kms_objects), ("copies", true));
    }

    #[test]
    fn a_rule_keeps_its_filter_in_whichever_form_it_is_written() {
        let tag = |key: &str| Tag::builder().key(key).value("v").build().unwrap();
        let by = |filter: ReplicationRuleFilter| {
            let rule = told(to_copies().filter(filter).build().unwrap());
            rule.map(|rule| (rule.filter.prefix, rule.filter.tags))
        };
        let of = |prefix: &str, tags: &[&str]| {
            Ok((prefix.to_owned(), tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>()))
        };
        let filter = ReplicationRuleFilter::builder;
        assert_eq!(by(filter().build()), of("", &[]));
        assert_eq!(by(filter().prefix("logs/").build()), of("logs/", &[]));
        assert_eq!(by(filter().tag(tag("team")).build()), of("", &["team"]));
        let both = ReplicationRuleAndOperator::builder().prefix("logs/").tags(tag("a"));
        let both = both.tags(tag("b")).build();
        assert_eq!(by(filter().and(both).build()), of("logs/", &["a", "b"]));
        assert!(by(filter().tag(tag("")).build()).is_err());
        #[expect(deprecated, reason = "old rules say their prefix outside of a filter")]
        let old = to_copies().prefix("old/").build().unwrap();
        assert_eq!(told(old).unwrap().filter.prefix, "old/");
    }
}
