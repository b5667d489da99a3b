//! The KMS calls that a scanner makes.

use magpie_corpus::Key;
use serde_json::{Value, json};

use crate::account::ACCOUNT;
use crate::json_service::{Answer, JsonService, failure};
use crate::state::State;

pub(crate) const KMS: JsonService =
    JsonService { target: "TrentService.", named_by: &["KeyId"], respond };

fn respond(state: &State, call: &str, wanted: &str) -> Answer {
    let id = |arn: &str| arn.rsplit('/').next().unwrap_or_default().to_owned();
    let key = state.keys.iter().find(|key| key.arn == wanted || id(&key.arn) == wanted);
    let Some(key) = key else {
        return failure(400, "NotFoundException", "Key does not exist");
    };
    match call {
        "DescribeKey" => (200, json!({ "KeyMetadata": described(key, &id(&key.arn)) })),
        "GetKeyRotationStatus" => {
            (200, json!({ "KeyId": key.arn, "KeyRotationEnabled": key.rotation }))
        }
        "GetKeyPolicy" if account(key) != ACCOUNT => {
            failure(400, "NotFoundException", "Key is not of this account")
        }
        "GetKeyPolicy" => (200, json!({ "Policy": policy(key), "PolicyName": "default" })),
        _ => failure(501, "UnsupportedOperationException", "this server does not know the call"),
    }
}

fn described(key: &Key, id: &str) -> Value {
    let mut metadata = json!({
        "AWSAccountId": account(key),
        "KeyId": id,
        "Arn": key.arn,
        "Enabled": key.state == "Enabled",
        "KeyUsage": "ENCRYPT_DECRYPT",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "KeyState": key.state,
        "KeyManager": key.manager,
        "Origin": key.origin,
        "MultiRegion": key.multi_region,
    });
    if key.state == "PendingDeletion" {
        // The first of January 2030.
        metadata["DeletionDate"] = json!(1_893_456_000);
    }
    metadata
}

fn account(key: &Key) -> &str {
    key.arn.split(':').nth(4).unwrap_or_default()
}

/// The policy that KMS gives to a key without a wish of its own.
fn policy(key: &Key) -> String {
    let whole_account = || {
        json!({ "Version": "2012-10-17", "Statement": [{
            "Sid": "Enable IAM User Permissions", "Effect": "Allow",
            "Principal": { "AWS": format!("arn:aws:iam::{}:root", account(key)) },
            "Action": "kms:*", "Resource": "*",
        }] })
        .to_string()
    };
    key.policy.clone().unwrap_or_else(whole_account)
}
