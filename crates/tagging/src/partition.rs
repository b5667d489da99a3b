//! AWS's partitions: whose names differ, and between which nothing is shared.

/// A part of AWS with accounts, names and endpoints of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partition {
    /// What the names of its resources begin with, after `arn:`.
    pub name: &'static str,
    /// What the names of its regions begin with; empty for what has no common beginning.
    pub regions: &'static str,
    /// What the names of its endpoints end with.
    pub domain: &'static str,
}

/// All of them, the one with most regions first.
pub const PARTITIONS: [Partition; 8] = [
    Partition { name: "aws", regions: "", domain: "amazonaws.com" },
    Partition { name: "aws-cn", regions: "cn-", domain: "amazonaws.com.cn" },
    Partition { name: "aws-eusc", regions: "eusc-", domain: "amazonaws.eu" },
    Partition { name: "aws-iso", regions: "us-iso-", domain: "c2s.ic.gov" },
    Partition { name: "aws-iso-b", regions: "us-isob-", domain: "sc2s.sgov.gov" },
    Partition { name: "aws-iso-e", regions: "eu-isoe-", domain: "cloud.adc-e.uk" },
    Partition { name: "aws-iso-f", regions: "us-isof-", domain: "csp.hci.ic.gov" },
    Partition { name: "aws-us-gov", regions: "us-gov-", domain: "amazonaws.com" },
];

impl Partition {
    /// The partition of a region; the first for one that is not known.
    pub fn of_region(region: &str) -> Self {
        let named = PARTITIONS.into_iter().filter(|partition| !partition.regions.is_empty());
        named.into_iter().find(|p| region.starts_with(p.regions)).unwrap_or(PARTITIONS[0])
    }
}

/// Whether an endpoint is one of AWS, such as a VPC endpoint that is named by its address.
pub(crate) fn is_aws(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split(['/', ':', '?']).next().unwrap_or_default();
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let mut domains = PARTITIONS.iter().map(|partition| partition.domain).chain(["api.aws"]);
    domains.any(|domain| host.strip_suffix(domain).is_some_and(|before| before.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_of_its_own_partition() {
        for (region, name) in [
            ("eu-west-1", "aws"),
            ("us-east-1", "aws"),
            ("", "aws"),
            ("cn-north-1", "aws-cn"),
            ("eusc-de-east-1", "aws-eusc"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-south-1", "aws-iso-f"),
            ("us-gov-east-1", "aws-us-gov"),
        ] {
            assert_eq!(Partition::of_region(region).name, name, "{region}");
        }
    }

    #[test]
    fn an_endpoint_of_aws_is_told_from_a_store_of_ones_own() {
        for url in [
            "https://s3.eu-west-1.amazonaws.com",
            "https://bucket.vpce-1a2b-3c4d.s3.us-east-1.vpce.amazonaws.com/",
            "https://S3.CN-NORTH-1.AMAZONAWS.COM.CN:443",
            "https://s3.dualstack.us-east-1.api.aws",
        ] {
            assert!(is_aws(url), "{url}");
        }
        for url in [
            "http://127.0.0.1:9000",
            "https://minio.example.net/amazonaws.com",
            "https://amazonaws.com.example.net",
            "https://notamazonaws.com",
        ] {
            assert!(!is_aws(url), "{url}");
        }
    }
}
