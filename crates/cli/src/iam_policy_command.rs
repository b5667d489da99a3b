//! `magpie iam-policy`: the least-privilege policy for what is asked for.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::exit::{Ending, Failure};
use crate::output::print;

/// Prints the least-privilege IAM policy for what Magpie shall do, with a hard denial of writes
#[derive(Args, Debug)]
pub(crate) struct IamPolicyCommand {
    /// What Magpie shall do; commas separate. A scan reads the configuration of its buckets too
    #[arg(long, value_enum, value_name = "LIST", value_delimiter = ',', default_value = "scan")]
    features: Vec<Feature>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Feature {
    /// `magpie scan`
    Scan,
    /// `magpie posture`
    Posture,
}

/// What is asked of the account; these actions know no resource.
const ACCOUNT: [&str; 5] = [
    "s3:ListAllMyBuckets",
    "s3:GetAccountPublicAccessBlock",
    "s3:ListAccessPoints",
    "s3:GetAccessPoint",
    "s3:GetAccessPointPolicyStatus",
];

/// What is asked of each bucket.
const BUCKET: [&str; 18] = [
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

/// What no feature ever does, whatever else a principal is allowed.
const NEVER: [&str; 7] =
    ["s3:Put*", "s3:Delete*", "s3:Restore*", "s3:Create*", "s3:Update*", "s3:Bypass*", "s3:Abort*"];

impl IamPolicyCommand {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let text = serde_json::to_string_pretty(&policy(&self.features)).unwrap_or_default();
        print(&format!("{text}\n"))?;
        Ok(Ending::DONE)
    }
}

fn policy(features: &[Feature]) -> Value {
    let allow = |sid: &str, actions: &[&str], resource: &str| json!({ "Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource });
    let mut statements = vec![
        allow("Account", &ACCOUNT, "*"),
        allow("Buckets", &BUCKET, "arn:aws:s3:::*"),
        allow("Keys", &["kms:DescribeKey"], "*"),
    ];
    if features.contains(&Feature::Scan) {
        statements.push(allow("Objects", &["s3:GetObject"], "arn:aws:s3:::*/*"));
        statements.push(json!({
            "Sid": "DecryptThroughS3",
            "Effect": "Allow",
            "Action": ["kms:Decrypt"],
            "Resource": "*",
            "Condition": { "StringLike": { "kms:ViaService": "s3.*.amazonaws.com" } },
        }));
    }
    statements.push(json!({ "Sid": "Never", "Effect": "Deny", "Action": NEVER, "Resource": "*" }));
    json!({ "Version": "2012-10-17", "Statement": statements })
}
