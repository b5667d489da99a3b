//! Access points of one region and of several, as the control plane of S3 tells them.

use magpie_corpus::Point;

use crate::account::{block, failure};
use crate::state::State;

/// The answer about the point of this name, of whatever kind.
pub(crate) fn answer(state: &State, name: &str, tell: fn(&Point) -> String) -> (u16, String) {
    let all = state.buckets.values().flat_map(|stored| {
        stored.settings.access_points.iter().chain(&stored.settings.multi_region_points)
    });
    match all.into_iter().find(|point| point.name == name) {
        Some(point) => (200, tell(point)),
        None => failure(404, "NoSuchAccessPoint"),
    }
}

pub(crate) fn list(state: &State, bucket: &str) -> String {
    let points = state.buckets.get(bucket).map_or(&[][..], |b| &b.settings.access_points);
    let listed: String = points
        .iter()
        .map(|point| {
            format!(
                "<AccessPoint><Name>{}</Name><NetworkOrigin>Internet</NetworkOrigin>\
                 <Bucket>{bucket}</Bucket></AccessPoint>",
                point.name
            )
        })
        .collect();
    format!(
        "<ListAccessPointsResult><AccessPointList>{listed}</AccessPointList></ListAccessPointsResult>"
    )
}

pub(crate) fn one(point: &Point) -> String {
    format!(
        "<GetAccessPointResult><Name>{}</Name>{}</GetAccessPointResult>",
        point.name,
        block(point.blocked)
    )
}

pub(crate) fn status(point: &Point) -> String {
    format!(
        "<GetAccessPointPolicyStatusResult><PolicyStatus><IsPublic>{}</IsPublic></PolicyStatus>\
         </GetAccessPointPolicyStatusResult>",
        point.public
    )
}

/// What says that a point has no policy.
const NO_POLICY: &str = "NoSuchAccessPointPolicy";

/// The policy of the point of this name; `around` stands before and after its text.
pub(crate) fn policy(state: &State, name: &str, around: [&str; 2]) -> (u16, String) {
    let mut all = state.buckets.values().flat_map(|stored| {
        stored.settings.access_points.iter().chain(&stored.settings.multi_region_points)
    });
    let Some(point) = all.find(|point| point.name == name) else {
        return failure(404, "NoSuchAccessPoint");
    };
    match &point.policy {
        Some(text) => {
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            (200, format!("{}<Policy>{text}</Policy>{}", around[0], around[1]))
        }
        None => failure(404, NO_POLICY),
    }
}

/// Around the policy of a point of one region.
pub(crate) const OF_ONE: [&str; 2] =
    ["<GetAccessPointPolicyResult>", "</GetAccessPointPolicyResult>"];
/// Around the policy of a point of several.
pub(crate) const OF_SEVERAL: [&str; 2] = [
    "<GetMultiRegionAccessPointPolicyResult><Policy><Established>",
    "</Established></Policy></GetMultiRegionAccessPointPolicyResult>",
];

/// What an ARN says in place of its name; S3 makes one up.
fn alias(point: &Point) -> String {
    format!("m{}.mrap", point.name)
}

pub(crate) fn of_several_regions(state: &State) -> String {
    let of_bucket = |(name, stored): (&String, &crate::state::StoredBucket)| -> String {
        let region = &stored.settings.region;
        let point = |point: &Point| {
            let switches =
                block(point.blocked).replace("PublicAccessBlockConfiguration", "PublicAccessBlock");
            format!(
                "<AccessPoint><Name>{}</Name><Alias>{}</Alias>{switches}<Status>READY</Status><Regions><Region>\
                 <Bucket>{name}</Bucket><Region>{region}</Region></Region></Regions></AccessPoint>",
                point.name,
                alias(point)
            )
        };
        stored.settings.multi_region_points.iter().map(point).collect()
    };
    let listed: String = state.buckets.iter().map(of_bucket).collect();
    format!(
        "<ListMultiRegionAccessPointsResult><AccessPoints>{listed}</AccessPoints>\
         </ListMultiRegionAccessPointsResult>"
    )
}

pub(crate) fn status_of_several_regions(point: &Point) -> String {
    format!(
        "<GetMultiRegionAccessPointPolicyStatusResult><Established><IsPublic>{}</IsPublic>\
         </Established></GetMultiRegionAccessPointPolicyStatusResult>",
        point.public
    )
}
