//! What is asked about the account: who asks, its Block Public Access.

use std::sync::{Arc, OnceLock};

use aws_sdk_s3::Client;
use aws_sdk_s3::operation::head_bucket::HeadBucketOutput;
use magpie_model::{Declared, Fact, Known, PublicAccessBlock};
use magpie_store::{Connection, Refusal, refusal_of};

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
    owners_checked: OnceLock<bool>,
}

const BLOCK_CALL: &str = "s3control GetPublicAccessBlock";

/// Accounts that nobody has; the second is for stores that count from the first.
const NOBODY: [&str; 2] = ["000000000000", "999999999999"];
const OWNERS_UNCHECKED: &str = "the store does not check the expected owner";
const CHECK_UNTOLD: &str = "whether the store checks the expected owner was not to be learned";

impl Posture {
    /// Asks nothing yet.
    pub fn new(connection: &Connection, declared: Declared) -> Self {
        let caller = Arc::new(Caller::new(connection));
        let keys = Keys::new(connection, &caller);
        let trails = Trails::new(connection);
        let access_points = AccessPoints::new(connection);
        let connection = connection.clone();
        let (block, owners_checked) = (OnceLock::new(), OnceLock::new());
        Self { connection, declared, caller, keys, trails, access_points, block, owners_checked }
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
            Known::Yes(account) => account,
            Known::Unknown(reason) => {
                return Fact::unknown(reason, "GetCallerIdentity", &inquiry.at);
            }
        };
        let answer = owned_by(&self.connection, inquiry.bucket, account);
        inquiry.settle("HeadBucket", answer, None, |_| {
            self.owners_checked(inquiry.bucket, account).map(|()| account.clone())
        })
    }

    /// Whether a yes to [`owned_by`] says anything: a store that does not look at the expected
    /// owner says it of every account. Of a bucket to which it said yes, it is asked once a run
    /// about an account that cannot be the owner. AWS documents that it looks.
    fn owners_checked(&self, bucket: &str, account: &str) -> Result<(), &'static str> {
        if self.connection.endpoint_override().is_none() {
            return Ok(());
        }
        let checked = match self.owners_checked.get() {
            Some(checked) => *checked,
            None => {
                let nobody = NOBODY.into_iter().find(|nobody| *nobody != account);
                let answer = owned_by(&self.connection, bucket, nobody.unwrap_or_default());
                let checked = refuses(answer.map(|_| ())).ok_or(CHECK_UNTOLD)?;
                *self.owners_checked.get_or_init(|| checked)
            }
        };
        checked.then_some(()).ok_or(OWNERS_UNCHECKED)
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

/// Asks whether a bucket is an account's: any other owner is refused.
pub(crate) fn owned_by(
    connection: &Connection,
    bucket: &str,
    account: &str,
) -> Result<HeadBucketOutput, Refusal> {
    connection.ask(bucket, |client: Client| {
        client.head_bucket().bucket(bucket).expected_bucket_owner(account).send()
    })
}

/// Whether an answer refuses an owner; a store that failed has not said.
fn refuses(answer: Result<(), Refusal>) -> Option<bool> {
    match answer {
        Ok(()) => Some(false),
        Err(refusal) => matches!(refusal.status, Some(400..=499)).then_some(true),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_fails_has_not_refused_an_owner() {
        let refused = |status| {
            let code = Some("AccessDenied".into());
            refuses(Err(Refusal {
                status,
                code,
                detail: String::new(),
                region: None,
                unsigned: false,
            }))
        };
        assert_eq!(refuses(Ok(())), Some(false));
        assert_eq!([403, 400].map(|status| refused(Some(status))), [Some(true); 2]);
        assert_eq!([None, Some(503), Some(200)].map(refused), [None; 3]);
    }
}
