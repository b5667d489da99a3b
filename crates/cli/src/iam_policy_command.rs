//! `magpie iam-policy`: the least-privilege policy for what is asked for.

use std::collections::BTreeSet;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use magpie_judge::{TAG_NAMES, TagPrefix};
use magpie_tagging::{PARTITIONS, Partition};
use serde_json::{Value, json};

use crate::exit::{Ending, Failure};
use crate::output::print;

/// Prints the least-privilege IAM policy for what Magpie shall do, with a hard denial of writes
#[derive(Args, Debug)]
pub(crate) struct IamPolicyCommand {
    /// What Magpie shall do; commas separate. A scan reads the configuration of its buckets too
    #[arg(long, value_enum, value_name = "LIST", value_delimiter = ',', default_value = "scan")]
    features: Vec<Feature>,
    /// What the names of the tags begin with, as for `tag`
    #[arg(long, value_name = "PREFIX", default_value = "magpie:")]
    tag_prefix: String,
    /// Partition of AWS whose buckets are meant
    #[arg(long, value_name = "NAME", default_value = PARTITIONS[0].name,
        value_parser = PossibleValuesParser::new(PARTITIONS.map(|partition| partition.name)))]
    partition: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Feature {
    /// `magpie scan`; of `inventory:` targets, s3:GetObject on the bucket that holds the inventory too
    Scan,
    /// `magpie posture`
    Posture,
    /// `magpie tag --apply` and `--remove`, by calls that touch no other tag
    Tag,
    /// The same by replacing a bucket's whole set of tags, for stores and accounts where those
    /// calls are not open
    TagFallback,
    /// `magpie tag --objects-from`, which tags the buckets too: what `tag` needs and what objects need
    TagObjects,
}

impl Feature {
    /// Whether it asks for the configuration of buckets and accounts.
    fn reads_configuration(self) -> bool {
        matches!(self, Self::Scan | Self::Posture)
    }
}

/// What is asked of the account; these actions know no resource.
const ACCOUNT: [&str; 9] = [
    "s3:ListAllMyBuckets",
    "s3:GetAccountPublicAccessBlock",
    "s3:ListAccessPoints",
    "s3:GetAccessPoint",
    "s3:GetAccessPointPolicy",
    "s3:GetAccessPointPolicyStatus",
    "s3:ListMultiRegionAccessPoints",
    "s3:GetMultiRegionAccessPointPolicy",
    "s3:GetMultiRegionAccessPointPolicyStatus",
];

/// What is asked of each bucket.
const BUCKET: [&str; 19] = [
    "s3:GetBucketAbac",
    "s3:GetBucketAcl",
    "s3:GetBucketLocation",
    "s3:GetBucketLogging",
    "s3:GetBucketNotification",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketOwnershipControls",
    "s3:GetBucketPolicy",
    "s3:GetBucketPolicyStatus",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketRequestPayment",
    "s3:GetBucketTagging",
    "s3:GetBucketVersioning",
    "s3:GetBucketWebsite",
    "s3:GetEncryptionConfiguration",
    "s3:GetInventoryConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:ListBucket",
];

/// What is asked of CloudTrail's trails and event data stores.
const TRAILS: [&str; 5] = [
    "cloudtrail:DescribeTrails",
    "cloudtrail:GetEventDataStore",
    "cloudtrail:GetEventSelectors",
    "cloudtrail:GetTrailStatus",
    "cloudtrail:ListEventDataStores",
];

/// What is asked of each KMS key that encrypts.
const KEYS: [&str; 3] = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus"];

/// What no feature ever does, whatever else a principal is allowed.
const NEVER: [&str; 11] = [
    ANY_PUT,
    "s3:Delete*",
    "s3:Restore*",
    "s3:Create*",
    "s3:Update*",
    "s3:Bypass*",
    "s3:Abort*",
    "s3:Replicate*",
    "s3:ObjectOwnerOverrideToBucketOwner",
    "s3:TagResource",
    "s3:UntagResource",
];
const ANY_PUT: &str = "s3:Put*";

/// What [`ANY_PUT`] covers of accounts and access points, which are no buckets.
const PUTS_ELSEWHERE: [&str; 6] = [
    "s3:PutAccessGrants*",
    "s3:PutAccessPoint*",
    "s3:PutAccountPublicAccessBlock",
    "s3:PutJobTagging",
    "s3:PutMultiRegionAccessPointPolicy",
    "s3:PutStorageLens*",
];

/// What writing tags asks of a bucket first.
const BEFORE_TAGS: [&str; 2] = ["s3:GetBucketAbac", "s3:GetBucketTagging"];

/// What tagging an object, or a version of one, asks for; the first two tell whether it changed.
const OBJECT_TAGS: [&str; 6] = [
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:GetObjectTagging",
    "s3:GetObjectVersionTagging",
    "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging",
];

impl IamPolicyCommand {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let prefix = TagPrefix::parse(&self.tag_prefix)
            .map_err(|error| Failure::usage(error.to_string()))?;
        let partition = PARTITIONS.into_iter().find(|partition| partition.name == self.partition);
        let policy = policy(&self.features, &prefix, partition.unwrap_or(PARTITIONS[0]));
        let text = serde_json::to_string_pretty(&policy).unwrap_or_default();
        print(&format!("{text}\n"))?;
        Ok(Ending::DONE)
    }
}

fn policy(features: &[Feature], prefix: &TagPrefix, partition: Partition) -> Value {
    let (buckets, objects) = (buckets(partition), objects(partition));
    let mut statements = Vec::new();
    if features.iter().any(|feature| feature.reads_configuration()) {
        statements.push(allow("Account", &ACCOUNT, "*"));
        statements.push(allow("Buckets", &BUCKET, &buckets));
        statements.push(allow("Keys", &KEYS, "*"));
        statements.push(allow("Trails", &TRAILS, "*"));
    }
    if features.contains(&Feature::Scan) {
        statements.push(allow("Objects", &["s3:GetObject"], &objects));
        let mut decrypt = allow("DecryptThroughS3", &["kms:Decrypt"], "*");
        decrypt["Condition"] = json!({ "StringLike": { "kms:ViaService": via_s3(partition) } });
        statements.push(decrypt);
    }
    statements.extend(tag_statements(features, prefix, partition));
    let statements = without_repeats(statements);
    let never = never(&statements, &buckets);
    let statements: Vec<Value> = statements.into_iter().chain(never).collect();
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// All buckets; as a pattern it fits objects too.
fn buckets(partition: Partition) -> String {
    format!("arn:{}:s3:::*", partition.name)
}

fn objects(partition: Partition) -> String {
    format!("arn:{}:s3:::*/*", partition.name)
}

/// S3 as KMS names the service that asks. Outside the first partition both endings are taken: a key
/// that stays shut shuts every object behind it.
fn via_s3(partition: Partition) -> Value {
    let name = |domain: &str| format!("s3.*.{domain}");
    let first = PARTITIONS[0].domain;
    if partition.domain == first {
        json!(name(first))
    } else {
        json!([name(first), name(partition.domain)])
    }
}

fn allow(sid: &str, actions: &[&str], resource: &str) -> Value {
    json!({ "Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource })
}

/// Allows without the actions that an earlier one allows of the same resource, whoever asks.
fn without_repeats(statements: Vec<Value>) -> Vec<Value> {
    let mut named = BTreeSet::new();
    let mut kept = Vec::new();
    for mut statement in statements {
        let resource = statement["Resource"].to_string();
        let unconditional = statement.get("Condition").is_none();
        if let Some(actions) = statement["Action"].as_array_mut().filter(|_| unconditional) {
            actions.retain(|action| named.insert((action.to_string(), resource.clone())));
            if actions.is_empty() {
                continue;
            }
        }
        kept.push(statement);
    }
    kept
}

fn tag_statements(features: &[Feature], prefix: &TagPrefix, partition: Partition) -> Vec<Value> {
    let (buckets, objects) = (buckets(partition), objects(partition));
    let asked = |feature| features.contains(&feature);
    let by_resource = asked(Feature::Tag) || asked(Feature::TagObjects);
    let mut statements = Vec::new();
    if by_resource || asked(Feature::TagFallback) {
        statements.push(allow("BeforeTags", &BEFORE_TAGS, &buckets));
    }
    if by_resource {
        let keys = TAG_NAMES.map(|name| prefix.key(name));
        let mut tags = allow("Tags", &["s3:TagResource", "s3:UntagResource"], &buckets);
        tags["Condition"] = json!({ "ForAllValues:StringEquals": { "aws:TagKeys": keys } });
        statements.push(tags);
    }
    if asked(Feature::TagFallback) {
        statements.push(allow("AllTags", &["s3:PutBucketTagging"], &buckets));
    }
    if asked(Feature::TagObjects) {
        statements.push(allow("ObjectTags", &OBJECT_TAGS, &objects));
    }
    statements
}

/// The hard denial: what is allowed is left out of it. Where a put is allowed, no pattern can leave
/// it out: then all is denied on buckets and objects but what is allowed, and on everything else
/// each put by its name.
fn never(allowed: &[Value], buckets: &str) -> Vec<Value> {
    let actions = allowed.iter().filter_map(|statement| statement["Action"].as_array()).flatten();
    let ours: Vec<&str> = actions.filter_map(Value::as_str).filter(|a| of_s3(a)).collect();
    let puts = ours.iter().any(|action| action.starts_with("s3:Put"));
    let by_name = NEVER.into_iter().filter(|action| !ours.contains(action));
    if !puts {
        let denied: Vec<&str> = by_name.collect();
        return vec![
            json!({ "Sid": "Never", "Effect": "Deny", "Action": denied, "Resource": "*" }),
        ];
    }
    let denied: Vec<&str> =
        by_name.filter(|action| *action != ANY_PUT).chain(PUTS_ELSEWHERE).collect();
    vec![
        json!({ "Sid": "Never", "Effect": "Deny", "NotAction": ours, "Resource": buckets }),
        json!({ "Sid": "NeverElsewhere", "Effect": "Deny", "Action": denied, "Resource": "*" }),
    ]
}

fn of_s3(action: &str) -> bool {
    action.starts_with("s3:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_sets() -> impl Iterator<Item = Vec<Feature>> {
        let all = Feature::value_variants();
        (1..1_u32 << all.len()).map(move |set| {
            let chosen = all.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
            chosen.map(|(_, feature)| *feature).collect()
        })
    }

    fn statements(features: &[Feature]) -> Vec<Value> {
        let policy = policy(features, &TagPrefix::parse("magpie:").unwrap(), PARTITIONS[0]);
        policy["Statement"].as_array().unwrap().clone()
    }

    /// Each action that is allowed, with its resource and condition.
    fn allowed(features: &[Feature]) -> Vec<(String, String, String)> {
        let statements = statements(features);
        let allows = statements.iter().filter(|statement| statement["Effect"] == "Allow");
        let of = |statement: &Value| {
            let (resource, condition) = (&statement["Resource"], &statement["Condition"]);
            let (resource, condition) = (resource.to_string(), condition.to_string());
            let actions = statement["Action"].as_array().unwrap().clone();
            let of = move |action: Value| (action.to_string(), resource.clone(), condition.clone());
            actions.into_iter().map(of).collect::<Vec<_>>()
        };
        allows.flat_map(of).collect()
    }

    #[test]
    fn no_set_of_features_names_an_action_twice() {
        assert_eq!(all_sets().count(), 31);
        for features in all_sets() {
            let mut actions: Vec<_> = allowed(&features).into_iter().map(|(a, ..)| a).collect();
            let all = actions.len();
            actions.sort_unstable();
            actions.dedup();
            assert_eq!(actions.len(), all, "{features:?}: {actions:?}");
        }
    }

    #[test]
    fn a_set_of_features_allows_what_each_of_them_does_and_no_more() {
        for features in all_sets() {
            let each: BTreeSet<_> = features.iter().flat_map(|one| allowed(&[*one])).collect();
            assert_eq!(BTreeSet::from_iter(allowed(&features)), each, "{features:?}");
        }
    }

    #[test]
    fn the_order_of_statements_does_not_follow_that_of_the_features() {
        const ORDER: [&str; 12] = [
            "Account",
            "Buckets",
            "Keys",
            "Trails",
            "Objects",
            "DecryptThroughS3",
            "BeforeTags",
            "Tags",
            "AllTags",
            "ObjectTags",
            "Never",
            "NeverElsewhere",
        ];
        for mut features in all_sets() {
            let told = statements(&features);
            let order = told.iter().map(|one| ORDER.iter().position(|sid| one["Sid"] == *sid));
            let order: Vec<usize> = order.map(Option::unwrap).collect();
            assert!(order.is_sorted(), "{features:?}: {order:?}");
            features.reverse();
            assert_eq!(statements(&features), told, "{features:?}");
        }
    }
}
