//! What is asked about the account: who asks, its Block Public Access.

use std::sync::{Arc, OnceLock};

use magpie_model::{Declared, Fact, Known, PublicAccessBlock};
use magpie_store::{Connection, refusal_of};

use crate::access_points::AccessPoints;
use crate::ask::{Inquiry, why_unknown};
use crate::caller::Caller;
use crate::control::control_client;
use crate::keys::Keys;
use crate::trails::Trails;

/// Asks for the facts of buckets and keys; what concerns the account is asked once. Share one
/// among all buckets of a run.
pub struct Posture {
    connection: Connection,
    declared: Declared,
    caller: Arc<Caller>,
    keys: Keys,
    trails: Trails,
    access_points: AccessPoints,
    block: OnceLock<Known<PublicAccessBlock>>,
}

const BLOCK_CALL: &str = "s3control GetPublicAccessBlock";

impl Posture {
    /// Asks nothing yet.
    pub fn new(connection: &Connection, declared: Declared) -> Self {
        let caller = Arc::new(Caller::new(connection));
        let keys = Keys::new(connection, &caller);
        let trails = Trails::new(connection);
        let access_points = AccessPoints::new(connection);
        let (connection, block) = (connection.clone(), OnceLock::new());
        Self { connection, declared, caller, keys, trails, access_points, block }
    }

    /// The keys of the run.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    pub(crate) fn access_points(&self) -> &AccessPoints {
        &self.access_points
    }

    pub(crate) fn trails(&self) -> &Trails {
        &self.trails
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(crate) fn declared(&self) -> &Declared {
        &self.declared
    }

    /// The bucket's owner: S3 confirms whether it is the account that asks, and names no other.
    pub(crate) fn owner(&self, inquiry: &Inquiry<'_>) -> Fact<String> {
        let account = match self.caller.account() {
            Known::Yes(account) => account.clone(),
            Known::Unknown(reason) => {
                return Fact::unknown(reason, "GetCallerIdentity", &inquiry.at);
            }
        };
        inquiry.ask(
            "HeadBucket",
            |client| {
                let call = client.head_bucket().bucket(inquiry.bucket);
                call.expected_bucket_owner(&account).send()
            },
            None,
            |_| Ok(account.clone()),
        )
    }

    /// The account's Block Public Access, which contains what the organisation sets.
    pub(crate) fn account_block(&self, owner: &Fact<String>, at: &str) -> Fact<PublicAccessBlock> {
        let Some(account) = owner.get() else {
            return Fact::unknown("the owner's account is not known", "none", at);
        };
        let block = self.block.get_or_init(|| {
            let client = control_client(&self.connection, None);
            let call = client.get_public_access_block().account_id(account).send();
            match self.connection.answer(call) {
                Ok(answer) => account_block(answer.public_access_block_configuration()),
                Err(error) => {
                    let refusal = refusal_of(&error);
                    match refusal.is_any(&["NoSuchPublicAccessBlockConfiguration"]) {
                        true => Known::Yes(PublicAccessBlock::default()),
                        false => Known::Unknown(why_unknown(&refusal)),
                    }
                }
            }
        });
        Fact { value: block.clone(), source: BLOCK_CALL, at: at.into() }
    }
}

fn account_block(
    block: Option<&aws_sdk_s3control::types::PublicAccessBlockConfiguration>,
) -> Known<PublicAccessBlock> {
    let missing = || Known::Unknown("the answer leaves one of the four switches out".into());
    let Some(block) = block else { return missing() };
    let switches = (
        block.block_public_acls(),
        block.ignore_public_acls(),
        block.block_public_policy(),
        block.restrict_public_buckets(),
    );
    match switches {
        (Some(acls), Some(ignore), Some(policy), Some(restrict)) => Known::Yes(PublicAccessBlock {
            block_public_acls: acls,
            ignore_public_acls: ignore,
            block_public_policy: policy,
            restrict_public_buckets: restrict,
        }),
        _ => missing(),
    }
}
