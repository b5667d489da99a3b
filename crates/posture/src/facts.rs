//! The facts of one bucket: which calls are made, and which refusals mean "there is none".

use std::collections::BTreeMap;

use aws_sdk_s3::operation::get_bucket_policy_status::GetBucketPolicyStatusOutput;
use magpie_model::{
    AclGrants, BucketFacts, DefaultEncryption, Fact, Known, PublicAccessBlock, Versioning,
};
use magpie_store::Connection;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::ask::{Absent, Inquiry, why_unknown};
use crate::translate;

const ACCOUNT_BLOCK_NOT_ASKED: &str = "this version does not ask for the account's block";

/// Asks for everything `BucketFacts` holds, a dozen calls. What is denied, not offered or
/// unreadable becomes unknown with its reason; nothing here fails as a whole.
pub fn facts(connection: &Connection, bucket: &str) -> BucketFacts {
    let now = OffsetDateTime::now_utc();
    let now = now.replace_nanosecond(0).unwrap_or(now).format(&Rfc3339);
    let inquiry = Inquiry { connection, bucket, at: now.unwrap_or_default() };
    let region = match inquiry.region() {
        Ok(region) => region,
        // A bucket that is not there, or a store that is not, answers the other calls alike.
        Err(reason) => return BucketFacts::unknown(&reason, &inquiry.at),
    };
    let (has_policy, policy_public) = inquiry.policy();
    BucketFacts {
        region,
        default_encryption: inquiry.default_encryption(),
        public_access_block: inquiry.public_access_block(),
        account_public_access_block: Fact::unknown(ACCOUNT_BLOCK_NOT_ASKED, "none", &inquiry.at),
        has_policy,
        policy_public,
        acl: inquiry.acl(),
        acls_disabled: inquiry.acls_disabled(),
        versioning: inquiry.versioning(),
        object_lock: inquiry.object_lock(),
        access_logging: inquiry.access_logging(),
        lifecycle_expiry: inquiry.lifecycle_expiry(),
        tags: inquiry.tags(),
    }
}

impl Inquiry<'_> {
    /// HeadBucket's header tells even those who may not list; GetBucketLocation is asked where it
    /// does not. An error when no further call makes sense.
    fn region(&self) -> Result<Fact<String>, String> {
        match self.connection.region_of(self.bucket) {
            Ok(Some(region)) => return Ok(Fact::known(region, "HeadBucket", &self.at)),
            Err(refusal) if matches!(refusal.status, None | Some(404)) => {
                return Err(why_unknown(&refusal));
            }
            Ok(None) | Err(_) => {}
        }
        let of_aws = self.connection.endpoint_override().is_none();
        Ok(self.ask(
            "GetBucketLocation",
            |client| client.get_bucket_location().bucket(self.bucket).send(),
            None,
            |answer| translate::region(answer, of_aws),
        ))
    }

    fn default_encryption(&self) -> Fact<Option<DefaultEncryption>> {
        self.ask(
            "GetBucketEncryption",
            |client| client.get_bucket_encryption().bucket(self.bucket).send(),
            Some(Absent {
                codes: &["ServerSideEncryptionConfigurationNotFoundError"],
                value: None,
            }),
            |answer| translate::default_encryption(answer).map(Some),
        )
    }

    fn public_access_block(&self) -> Fact<PublicAccessBlock> {
        self.ask(
            "GetPublicAccessBlock",
            |client| client.get_public_access_block().bucket(self.bucket).send(),
            Some(Absent {
                codes: &["NoSuchPublicAccessBlockConfiguration"],
                value: PublicAccessBlock::default(),
            }),
            translate::public_access_block,
        )
    }

    /// Whether there is a policy, and whether it is public, from one answer.
    fn policy(&self) -> (Fact<bool>, Fact<bool>) {
        let public: Fact<Option<bool>> = self.ask(
            "GetBucketPolicyStatus",
            |client| client.get_bucket_policy_status().bucket(self.bucket).send(),
            Some(Absent { codes: &["NoSuchBucketPolicy"], value: None }),
            |answer: &GetBucketPolicyStatusOutput| translate::policy_public(answer).map(Some),
        );
        let of = |read: fn(Option<bool>) -> bool| Fact {
            value: match &public.value {
                Known::Yes(public) => Known::Yes(read(*public)),
                Known::Unknown(reason) => Known::Unknown(reason.clone()),
            },
            source: public.source,
            at: public.at.clone(),
        };
        (of(|public| public.is_some()), of(|public| public == Some(true)))
    }

    fn acl(&self) -> Fact<AclGrants> {
        self.ask(
            "GetBucketAcl",
            |client| client.get_bucket_acl().bucket(self.bucket).send(),
            None,
            translate::acl,
        )
    }

    fn acls_disabled(&self) -> Fact<bool> {
        self.ask(
            "GetBucketOwnershipControls",
            |client| client.get_bucket_ownership_controls().bucket(self.bucket).send(),
            Some(Absent { codes: &["OwnershipControlsNotFoundError"], value: false }),
            translate::acls_disabled,
        )
    }

    fn versioning(&self) -> Fact<Versioning> {
        self.ask(
            "GetBucketVersioning",
            |client| client.get_bucket_versioning().bucket(self.bucket).send(),
            None,
            translate::versioning,
        )
    }

    fn object_lock(&self) -> Fact<bool> {
        self.ask(
            "GetObjectLockConfiguration",
            |client| client.get_object_lock_configuration().bucket(self.bucket).send(),
            Some(Absent { codes: &["ObjectLockConfigurationNotFoundError"], value: false }),
            translate::object_lock,
        )
    }

    fn access_logging(&self) -> Fact<bool> {
        self.ask(
            "GetBucketLogging",
            |client| client.get_bucket_logging().bucket(self.bucket).send(),
            None,
            |answer| Ok(answer.logging_enabled().is_some()),
        )
    }

    fn lifecycle_expiry(&self) -> Fact<bool> {
        self.ask(
            "GetBucketLifecycleConfiguration",
            |client| client.get_bucket_lifecycle_configuration().bucket(self.bucket).send(),
            Some(Absent { codes: &["NoSuchLifecycleConfiguration"], value: false }),
            translate::lifecycle_expiry,
        )
    }

    fn tags(&self) -> Fact<BTreeMap<String, String>> {
        self.ask(
            "GetBucketTagging",
            |client| client.get_bucket_tagging().bucket(self.bucket).send(),
            Some(Absent { codes: &["NoSuchTagSet"], value: BTreeMap::new() }),
            |answer| Ok(translate::tags(answer)),
        )
    }
}
