//! The facts of one bucket: which calls are made, and which refusals mean "there is none".

use std::collections::BTreeMap;

use aws_sdk_s3::Client;
use aws_sdk_s3::operation::get_bucket_policy_status::GetBucketPolicyStatusOutput;
use magpie_model::{
    AclGrants, BucketFacts, Covered, DefaultEncryption, Fact, PublicAccessBlock, Versioning,
};

use crate::account::Posture;
use crate::ask::{Absent, Inquiry, now, why_unknown};
use crate::translate;

/// Object Lock, and the term that it gives every new object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lock {
    pub(crate) on: bool,
    pub(crate) default: Option<String>,
}

impl Lock {
    pub(crate) const OFF: Self = Self { on: false, default: None };
}

/// Lifecycle rules in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lifecycle {
    pub(crate) any: bool,
    pub(crate) expiry: Covered,
    pub(crate) noncurrent: Covered,
    pub(crate) uploads: Covered,
}

impl Lifecycle {
    pub(crate) const NONE: Self = Self {
        any: false,
        expiry: Covered::Nothing,
        noncurrent: Covered::Nothing,
        uploads: Covered::Nothing,
    };
}

impl Posture {
    /// Asks for everything `BucketFacts` holds, some twenty calls. What is denied, not offered or
    /// unreadable becomes unknown with its reason; nothing here fails as a whole.
    pub fn facts(&self, bucket: &str) -> BucketFacts {
        let inquiry = Inquiry { connection: self.connection(), bucket, at: now() };
        let declared = self.declared().clone();
        let region = match inquiry.region() {
            Ok(region) => region,
            // A bucket that is not there, or a store that is not, answers the other calls alike.
            Err(reason) => {
                let bucket = Some(bucket.to_owned());
                let unknown = BucketFacts::unknown(&reason, &inquiry.at);
                return BucketFacts { bucket, declared, ..unknown };
            }
        };
        let account = self.owner(&inquiry);
        let account_block = self.account_block(&account, &inquiry.at);
        let with_regions = !declared.regions_allowed.is_empty();
        let replication = inquiry.replication(account.get(), with_regions);
        let lifecycle = inquiry.lifecycle();
        let lock = inquiry.object_lock();
        let (default_encryption, blocked_encryption) = inquiry.encryption();
        let (policy, has_policy, policy_public) = inquiry.policy();
        let (versioning, mfa_delete) = inquiry.versioning();
        let recorded = self.trails().data_events(bucket, region.get(), &inquiry.at);
        BucketFacts {
            bucket: Some(bucket.to_owned()),
            default_encryption,
            blocked_encryption,
            public_access_block: inquiry.public_access_block(),
            account_public_access_block: account_block,
            access_points: self.access_points().of_region(&account, region.get(), &inquiry),
            multi_region_points: self.access_points().of_several_regions(
                &account,
                region.get(),
                &inquiry,
            ),
            region,
            account,
            policy,
            has_policy,
            policy_public,
            acl: inquiry.acl(),
            acls_disabled: inquiry.acls_disabled(),
            versioning,
            mfa_delete,
            object_lock: lock.map(|lock| lock.on),
            object_lock_default: lock.map(|lock| lock.default.clone()),
            access_logging: inquiry.access_logging(),
            reads_recorded: recorded.reads,
            writes_recorded: recorded.writes,
            lifecycle_rules: lifecycle.map(|rules| rules.any),
            lifecycle_expiry: lifecycle.map(|rules| rules.expiry.clone()),
            lifecycle_noncurrent: lifecycle.map(|rules| rules.noncurrent.clone()),
            lifecycle_uploads: lifecycle.map(|rules| rules.uploads.clone()),
            website: inquiry.website(),
            replication,
            notifications: inquiry.notifications(),
            inventory: inquiry.inventory(),
            requester_pays: inquiry.requester_pays(),
            tags: inquiry.tags(),
            tags_decide_access: inquiry.tags_decide_access(),
            keys: BTreeMap::new(),
            declared,
        }
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

    /// The default encryption, and the kinds of encryption that the answer calls blocked.
    fn encryption(&self) -> (Fact<Option<DefaultEncryption>>, Fact<Vec<String>>) {
        let answer: Fact<(Option<DefaultEncryption>, Vec<String>)> = self.ask(
            "GetBucketEncryption",
            |client| client.get_bucket_encryption().bucket(self.bucket).send(),
            Some(Absent {
                codes: &["ServerSideEncryptionConfigurationNotFoundError"],
                value: (None, Vec::new()),
            }),
            |answer| {
                let default = translate::default_encryption(answer)?;
                Ok((Some(default), translate::blocked_encryption(answer)))
            },
        );
        (answer.map(|(default, _)| default.clone()), answer.map(|(_, blocked)| blocked.clone()))
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

    /// The policy, whether there is one, and whether S3 calls it public. Where the text is
    /// denied, the status still tells that there is one.
    fn policy(&self) -> (Fact<Option<String>>, Fact<bool>, Fact<bool>) {
        let text: Fact<Option<String>> = self.ask(
            "GetBucketPolicy",
            |client| client.get_bucket_policy().bucket(self.bucket).send(),
            Some(Absent { codes: &["NoSuchBucketPolicy"], value: None }),
            |answer| translate::policy(answer).map(Some),
        );
        let public: Fact<Option<bool>> = self.ask(
            "GetBucketPolicyStatus",
            |client| client.get_bucket_policy_status().bucket(self.bucket).send(),
            Some(Absent { codes: &["NoSuchBucketPolicy"], value: None }),
            |answer: &GetBucketPolicyStatusOutput| translate::policy_public(answer).map(Some),
        );
        let has_policy = match text.get() {
            Some(_) => text.map(Option::is_some),
            None => public.map(Option::is_some),
        };
        (text, has_policy, public.map(|public| *public == Some(true)))
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

    /// Whether old versions are kept, and whether their deletion needs a second factor.
    fn versioning(&self) -> (Fact<Versioning>, Fact<bool>) {
        let answer: Fact<(Versioning, bool)> = self.ask(
            "GetBucketVersioning",
            |client| client.get_bucket_versioning().bucket(self.bucket).send(),
            None,
            |answer| Ok((translate::versioning(answer)?, translate::mfa_delete(answer)?)),
        );
        (answer.map(|(versioning, _)| *versioning), answer.map(|(_, mfa_delete)| *mfa_delete))
    }

    fn object_lock(&self) -> Fact<Lock> {
        self.ask(
            "GetObjectLockConfiguration",
            |client| client.get_object_lock_configuration().bucket(self.bucket).send(),
            Some(Absent { codes: &["ObjectLockConfigurationNotFoundError"], value: Lock::OFF }),
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

    fn lifecycle(&self) -> Fact<Lifecycle> {
        self.ask(
            "GetBucketLifecycleConfiguration",
            |client| client.get_bucket_lifecycle_configuration().bucket(self.bucket).send(),
            Some(Absent { codes: &["NoSuchLifecycleConfiguration"], value: Lifecycle::NONE }),
            translate::lifecycle,
        )
    }

    fn website(&self) -> Fact<bool> {
        self.ask(
            "GetBucketWebsite",
            |client| client.get_bucket_website().bucket(self.bucket).send(),
            Some(Absent { codes: &["NoSuchWebsiteConfiguration"], value: false }),
            translate::website,
        )
    }

    fn notifications(&self) -> Fact<bool> {
        self.ask(
            "GetBucketNotificationConfiguration",
            |client| client.get_bucket_notification_configuration().bucket(self.bucket).send(),
            None,
            |answer| Ok(translate::notifications(answer)),
        )
    }

    fn inventory(&self) -> Fact<bool> {
        self.ask(
            "ListBucketInventoryConfigurations",
            |client| client.list_bucket_inventory_configurations().bucket(self.bucket).send(),
            Some(Absent { codes: &["NoSuchConfiguration"], value: false }),
            translate::inventory,
        )
    }

    fn requester_pays(&self) -> Fact<bool> {
        self.ask(
            "GetBucketRequestPayment",
            |client| client.get_bucket_request_payment().bucket(self.bucket).send(),
            None,
            translate::requester_pays,
        )
    }

    fn tags(&self) -> Fact<BTreeMap<String, String>> {
        self.ask(
            "GetBucketTagging",
            |client| client.get_bucket_tagging().bucket(self.bucket).send(),
            Some(Absent { codes: &["NoSuchTagSet"], value: BTreeMap::new() }),
            translate::tags,
        )
    }

    /// A store without such a thing cannot have it switched on.
    fn tags_decide_access(&self) -> Fact<bool> {
        const SOURCE: &str = "GetBucketAbac";
        const NO_ABAC: &str = "this store does not seem to know attribute-based access control";
        let of_aws = self.connection.endpoint_override().is_none();
        let call = |client: Client| client.get_bucket_abac().bucket(self.bucket).send();
        match self.connection.ask(self.bucket, call) {
            Err(refusal) if matches!(refusal.status, Some(405 | 501)) => {
                Fact::known(false, SOURCE, &self.at)
            }
            // What is not AWS answers questions that it does not know in many ways.
            Err(refusal) if !of_aws && matches!(refusal.status, Some(200..=299 | 400 | 404)) => {
                let answer = refusal.code_or_status();
                Fact::unknown(format!("{NO_ABAC} (it answers {answer})"), SOURCE, &self.at)
            }
            Ok(answer) if !of_aws && answer.abac_status().is_none() => {
                Fact::unknown(NO_ABAC, SOURCE, &self.at)
            }
            answer => self.settle(SOURCE, answer, None, translate::tags_decide_access),
        }
    }
}
