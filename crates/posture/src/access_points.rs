//! Access points of a bucket, of one Region and of several, with what S3 says of their policies.

use std::sync::OnceLock;

use aws_sdk_s3control::Client;
use aws_sdk_s3control::types::{
    self as control, MultiRegionAccessPointReport, NetworkOrigin, PublicAccessBlockConfiguration,
};
use magpie_model::{AccessPoint, Fact, Known};
use magpie_store::{Connection, Refusal, refusal_of};

use crate::ask::{Inquiry, why_unknown};
use crate::control::control_client;

/// Access points that are asked one by one; beyond, their policies stay unknown.
const POINTS_MAX: usize = 100;
const POINTS_CALL: &str = "s3control ListAccessPoints";
const MULTI_REGION_CALL: &str = "s3control ListMultiRegionAccessPoints";
/// The one Region that answers for access points of several.
const MULTI_REGION_HOME: &str = "us-west-2";

/// Asks for access points; those of several Regions are listed once a run.
pub(crate) struct AccessPoints {
    connection: Connection,
    multi_region: OnceLock<Known<Vec<Listed>>>,
}

/// A multi-Region access point, and whether its policy is public once that was asked.
struct Listed {
    report: MultiRegionAccessPointReport,
    public: OnceLock<Known<bool>>,
    policy: OnceLock<Known<Option<String>>>,
}

impl AccessPoints {
    /// Asks nothing yet.
    pub(crate) fn new(connection: &Connection) -> Self {
        Self { connection: connection.clone(), multi_region: OnceLock::new() }
    }

    /// The owner's access points of a bucket.
    pub(crate) fn of_region(
        &self,
        owner: &Fact<String>,
        region: Option<&String>,
        inquiry: &Inquiry<'_>,
    ) -> Fact<Vec<AccessPoint>> {
        let Some(account) = owner.get() else {
            return Fact::unknown(NO_ACCOUNT, "none", &inquiry.at);
        };
        let client = control_client(&self.connection, region.map(String::as_str));
        let pages = client.list_access_points().account_id(account).bucket(inquiry.bucket);
        let listed = self.connection.answer(async {
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
        if listed.iter().any(|point| point.name().is_empty()) {
            return Fact::unknown(NO_NAME, POINTS_CALL, &inquiry.at);
        }
        let points = listed.iter().enumerate().map(|(at, point)| match at < POINTS_MAX {
            true => self.point(&client, account, point),
            false => AccessPoint {
                name: point.name().into(),
                alias: None,
                vpc_only: *point.network_origin() == NetworkOrigin::Vpc,
                blocked: Known::Unknown(TOO_MANY.into()),
                restricts: Known::Unknown(TOO_MANY.into()),
                public: Known::Unknown(TOO_MANY.into()),
                policy: Known::Unknown(TOO_MANY.into()),
            },
        });
        Fact::known(points.collect(), POINTS_CALL, &inquiry.at)
    }

    fn point(&self, client: &Client, account: &str, point: &control::AccessPoint) -> AccessPoint {
        let vpc_only = *point.network_origin() == NetworkOrigin::Vpc;
        let call = client.get_access_point().account_id(account).name(point.name());
        let (blocked, restricted) = match self.connection.answer(call.send()) {
            Ok(answer) => switches(answer.public_access_block_configuration()),
            Err(error) => both_unknown(why_unknown(&refusal_of(&error))),
        };
        let public = if vpc_only || restricted == Known::Yes(true) {
            Known::Yes(false)
        } else {
            let call = client.get_access_point_policy_status().account_id(account);
            let answer = self.connection.answer(call.name(point.name()).send());
            let status = match answer {
                Ok(answer) => said(answer.policy_status().map(|status| status.is_public())),
                Err(error) => {
                    let refusal = refusal_of(&error);
                    match refusal.is_any(&["NoSuchAccessPointPolicy"]) {
                        true => Known::Yes(false),
                        false => Known::Unknown(why_unknown(&refusal)),
                    }
                }
            };
            unless_restricted(status, restricted.clone())
        };
        let call = client.get_access_point_policy().account_id(account).name(point.name());
        let policy = match self.connection.answer(call.send()) {
            Ok(answer) => text(answer.policy()),
            Err(error) => no_policy(&refusal_of(&error)),
        };
        let name = point.name().into();
        AccessPoint { name, alias: None, vpc_only, blocked, restricts: restricted, public, policy }
    }

    /// The owner's multi-Region access points that lead to a bucket.
    pub(crate) fn of_several_regions(
        &self,
        owner: &Fact<String>,
        region: Option<&String>,
        inquiry: &Inquiry<'_>,
    ) -> Fact<Vec<AccessPoint>> {
        let Some(account) = owner.get() else {
            return Fact::unknown(NO_ACCOUNT, "none", &inquiry.at);
        };
        if region.is_some_and(|region| is_beyond(region)) {
            return Fact::known(Vec::new(), "none", &inquiry.at);
        }
        let client = control_client(&self.connection, Some(MULTI_REGION_HOME));
        let listed = match self.multi_region.get_or_init(|| self.list(&client, account)) {
            Known::Yes(listed) => listed,
            Known::Unknown(reason) => {
                return Fact::unknown(reason.clone(), MULTI_REGION_CALL, &inquiry.at);
            }
        };
        let leads_here = |point: &&Listed| {
            point.report.regions().iter().any(|region| region.bucket() == Some(inquiry.bucket))
        };
        let points = listed.iter().filter(leads_here).enumerate().map(|(at, point)| {
            let name = point.report.name().unwrap_or_default();
            let (blocked, restricted) = switches(point.report.public_access_block());
            let public = match (&restricted, at < POINTS_MAX) {
                (Known::Yes(true), _) => Known::Yes(false),
                (_, true) => {
                    let status = point.public.get_or_init(|| self.status(&client, account, name));
                    unless_restricted(status.clone(), restricted.clone())
                }
                (_, false) => Known::Unknown(TOO_MANY.into()),
            };
            let policy = match at < POINTS_MAX {
                true => {
                    let ask = || self.policy(&client, account, name);
                    point.policy.get_or_init(ask).clone()
                }
                false => Known::Unknown(TOO_MANY.into()),
            };
            let (name, restricts) = (name.into(), restricted);
            let alias = point.report.alias().filter(|alias| !alias.is_empty()).map(Into::into);
            AccessPoint { name, alias, vpc_only: false, blocked, restricts, public, policy }
        });
        Fact::known(points.collect(), MULTI_REGION_CALL, &inquiry.at)
    }

    fn list(&self, client: &Client, account: &str) -> Known<Vec<Listed>> {
        let pages = client.list_multi_region_access_points().account_id(account);
        let listed = self.connection.answer(async {
            let mut pages = pages.into_paginator().send();
            let mut points = Vec::new();
            while let Some(page) = pages.next().await {
                points.extend_from_slice(page?.access_points());
            }
            Ok::<_, aws_sdk_s3control::error::SdkError<_>>(points)
        });
        match listed {
            Ok(reports) if reports.iter().any(|report| report.name().is_none_or(str::is_empty)) => {
                Known::Unknown(NO_NAME.into())
            }
            Ok(reports) => {
                let listed =
                    |report| Listed { report, public: OnceLock::new(), policy: OnceLock::new() };
                Known::Yes(reports.into_iter().map(listed).collect())
            }
            Err(error) => Known::Unknown(why_unknown(&refusal_of(&error))),
        }
    }

    /// The policy in force; one that is proposed is not yet.
    fn policy(&self, client: &Client, account: &str, name: &str) -> Known<Option<String>> {
        let call = client.get_multi_region_access_point_policy().account_id(account).name(name);
        match self.connection.answer(call.send()) {
            Ok(answer) => match answer.policy() {
                Some(policy) => match policy.established().and_then(|set| set.policy()) {
                    None => Known::Yes(None),
                    set => text(set),
                },
                None => text(None),
            },
            Err(error) => no_policy(&refusal_of(&error)),
        }
    }

    fn status(&self, client: &Client, account: &str, name: &str) -> Known<bool> {
        let call = client.get_multi_region_access_point_policy_status().account_id(account);
        match self.connection.answer(call.name(name).send()) {
            Ok(answer) => said(answer.established().map(|status| status.is_public())),
            Err(error) => {
                let refusal = refusal_of(&error);
                match refusal
                    .is_any(&["NoSuchMultiRegionAccessPointPolicy", "NoSuchAccessPointPolicy"])
                {
                    true => Known::Yes(false),
                    false => Known::Unknown(why_unknown(&refusal)),
                }
            }
        }
    }
}

const NO_ACCOUNT: &str = "the owner's account is not known";
const NO_NAME: &str = "an access point of the answer has no name";
const TOO_MANY: &str = "too many access points to ask each";
const LEFT_OUT: &str = "the answer leaves a switch out";

/// Whether a Region lies in a partition that has no access points of several Regions.
fn is_beyond(region: &str) -> bool {
    ["cn-", "us-gov-", "us-iso", "eu-iso", "eusc-"].iter().any(|start| region.starts_with(start))
}

/// Whether all four switches of an access point are on, and whether the one is on that keeps the
/// public out.
fn switches(block: Option<&PublicAccessBlockConfiguration>) -> (Known<bool>, Known<bool>) {
    let Some(block) = block else { return (Known::Yes(false), Known::Yes(false)) };
    let told = |switch: Option<bool>| switch.map_or(Known::Unknown(LEFT_OUT.into()), Known::Yes);
    let all = [
        block.block_public_acls(),
        block.ignore_public_acls(),
        block.block_public_policy(),
        block.restrict_public_buckets(),
    ];
    let blocked = match all.contains(&Some(false)) {
        true => Known::Yes(false),
        false => told(all.into_iter().collect::<Option<Vec<_>>>().map(|_| true)),
    };
    (blocked, told(block.restrict_public_buckets()))
}

/// An answer that holds no text does not say that there is none: that is an error of its own.
fn text(policy: Option<&str>) -> Known<Option<String>> {
    match policy.filter(|text| !text.trim().is_empty()) {
        Some(text) => Known::Yes(Some(text.to_owned())),
        None => Known::Unknown("the answer holds no policy".into()),
    }
}

fn no_policy(refusal: &Refusal) -> Known<Option<String>> {
    match refusal.is_any(&["NoSuchMultiRegionAccessPointPolicy", "NoSuchAccessPointPolicy"]) {
        true => Known::Yes(None),
        false => Known::Unknown(why_unknown(refusal)),
    }
}

fn both_unknown(reason: String) -> (Known<bool>, Known<bool>) {
    (Known::Unknown(reason.clone()), Known::Unknown(reason))
}

fn said(public: Option<bool>) -> Known<bool> {
    public.map_or(Known::Unknown("the answer does not say".into()), Known::Yes)
}

/// A public policy lets nobody in whom the access point's own block restricts.
fn unless_restricted(public: Known<bool>, restricted: Known<bool>) -> Known<bool> {
    match (public, restricted) {
        (Known::Yes(true), Known::Yes(restricted)) => Known::Yes(!restricted),
        (Known::Yes(true), Known::Unknown(reason)) => Known::Unknown(reason),
        (public, _) => public,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(switches: [Option<bool>; 4]) -> PublicAccessBlockConfiguration {
        PublicAccessBlockConfiguration::builder()
            .set_block_public_acls(switches[0])
            .set_ignore_public_acls(switches[1])
            .set_block_public_policy(switches[2])
            .set_restrict_public_buckets(switches[3])
            .build()
    }

    #[test]
    fn a_switch_that_is_left_out_is_unknown_unless_another_is_off() {
        let of = |list| switches(Some(&block(list)));
        let on = Some(true);
        assert_eq!(of([on; 4]), (Known::Yes(true), Known::Yes(true)));
        assert_eq!(of([on, on, Some(false), on]), (Known::Yes(false), Known::Yes(true)));
        assert!(matches!(of([on, on, on, None]), (Known::Unknown(_), Known::Unknown(_))));
        assert!(matches!(of([None, on, Some(false), on]), (Known::Yes(false), Known::Yes(true))));
        assert_eq!(switches(None), (Known::Yes(false), Known::Yes(false)));
    }

    #[test]
    fn what_restricts_a_public_policy_decides() {
        let unknown = || Known::Unknown("denied".to_owned());
        assert_eq!(unless_restricted(Known::Yes(true), Known::Yes(true)), Known::Yes(false));
        assert_eq!(unless_restricted(Known::Yes(true), unknown()), unknown());
        assert_eq!(unless_restricted(Known::Yes(false), unknown()), Known::Yes(false));
    }

    #[test]
    fn other_partitions_have_none_of_several_regions() {
        assert!(
            is_beyond("cn-north-1") && is_beyond("us-gov-west-1") && is_beyond("eusc-de-east-1")
        );
        assert!(!is_beyond("us-west-2") && !is_beyond("eu-south-2"));
    }
}
