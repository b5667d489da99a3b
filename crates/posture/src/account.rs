//! What is asked about the account: who asks, its Block Public Access, its access points.

use std::sync::{Arc, OnceLock};

use aws_sdk_s3control::types::NetworkOrigin;
use magpie_model::{AccessPoint, Declared, Fact, Known, PublicAccessBlock};
use magpie_store::{Connection, refusal_of};

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
    block: OnceLock<Known<PublicAccessBlock>>,
}

/// Access points that are asked one by one; beyond, their policies stay unknown.
const ACCESS_POINTS_MAX: usize = 100;
const BLOCK_CALL: &str = "s3control GetPublicAccessBlock";
const POINTS_CALL: &str = "s3control ListAccessPoints";

impl Posture {
    /// Asks nothing yet.
    pub fn new(connection: &Connection, declared: Declared) -> Self {
        let caller = Arc::new(Caller::new(connection));
        let keys = Keys::new(connection, &caller);
        let trails = Trails::new(connection);
        let connection = connection.clone();
        Self { connection, declared, caller, keys, trails, block: OnceLock::new() }
    }

    /// The keys of the run.
    pub fn keys(&self) -> &Keys {
        &self.keys
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
            let call = self.control(None).get_public_access_block().account_id(account).send();
            match self.connection.block_on(call) {
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

    /// The owner's access points of a bucket, with what S3 says of their policies.
    pub(crate) fn access_points(
        &self,
        owner: &Fact<String>,
        region: Option<&String>,
        inquiry: &Inquiry<'_>,
    ) -> Fact<Vec<AccessPoint>> {
        let Some(account) = owner.get() else {
            return Fact::unknown("the owner's account is not known", "none", &inquiry.at);
        };
        let client = self.control(region);
        let pages = client.list_access_points().account_id(account).bucket(inquiry.bucket);
        let listed = self.connection.block_on(async {
            let mut pages = pages.into_paginator().send();
            let mut points = Vec::new();
            while let Some(page) = pages.next().await {
                points.extend_from_slice(page?.access_point_list());
            }
            Ok::<_, aws_sdk_s3control::error::SdkError<_>>(points)
        });
        let listed = match listed {
            Ok(listed) => listed,
            Err(error) => {
                return Fact::unknown(why_unknown(&refusal_of(&error)), POINTS_CALL, &inquiry.at);
            }
        };
        let points = listed.iter().enumerate().map(|(at, point)| {
            let vpc_only = *point.network_origin() == NetworkOrigin::Vpc;
            let public = match (vpc_only, at < ACCESS_POINTS_MAX) {
                (true, _) => Known::Yes(false),
                (false, true) => self.point_is_public(&client, account, point.name()),
                (false, false) => Known::Unknown("too many access points to ask each".into()),
            };
            AccessPoint { name: point.name().into(), vpc_only, public }
        });
        Fact::known(points.collect(), POINTS_CALL, &inquiry.at)
    }

    /// Whether an access point's policy is public and its own block does not restrict it.
    fn point_is_public(
        &self,
        client: &aws_sdk_s3control::Client,
        account: &str,
        name: &str,
    ) -> Known<bool> {
        let call = client.get_access_point_policy_status().account_id(account).name(name);
        let public = match self.connection.block_on(call.send()) {
            Ok(answer) => answer.policy_status().map(|status| status.is_public()),
            Err(error) => {
                let refusal = refusal_of(&error);
                if refusal.is_any(&["NoSuchAccessPointPolicy"]) {
                    return Known::Yes(false);
                }
                return Known::Unknown(why_unknown(&refusal));
            }
        };
        match public {
            Some(false) => return Known::Yes(false),
            Some(true) => {}
            None => return Known::Unknown("the answer does not say".into()),
        }
        let call = client.get_access_point().account_id(account).name(name);
        match self.connection.block_on(call.send()) {
            Ok(answer) => match answer.public_access_block_configuration() {
                Some(block) => match block.restrict_public_buckets() {
                    Some(restricted) => Known::Yes(!restricted),
                    None => Known::Unknown("the answer leaves a switch out".into()),
                },
                None => Known::Yes(true),
            },
            Err(error) => Known::Unknown(why_unknown(&refusal_of(&error))),
        }
    }

    /// A client of the account's control plane.
    fn control(&self, region: Option<&String>) -> aws_sdk_s3control::Client {
        control_client(&self.connection, region.map(String::as_str))
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
