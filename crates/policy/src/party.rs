//! Whom a statement speaks of, and how they stand to the bucket's owner.

use std::fmt;

use crate::document::Principal;
use crate::glob::{fits, rests};

/// Which objects of a bucket a question is about: a statement on others says nothing about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Within {
    /// All of them.
    #[default]
    Bucket,
    /// Those whose key begins so.
    Prefix(String),
    /// Of these, those whose key goes on without another `/`.
    Children(String),
    /// The one with this key.
    Object(String),
}

/// Whose bucket it is, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Owner {
    /// The bucket's name, so that resources can be told apart.
    pub bucket: Option<String>,
    /// Which of its objects the question is about.
    pub within: Within,
    /// The region that it lies in.
    pub region: Option<String>,
    /// When the policy was read, RFC 3339 in UTC.
    pub at: Option<String>,
    /// The account that owns it, twelve digits.
    pub account: Option<String>,
    /// The account's organisation (`o-…`).
    pub organisation: Option<String>,
    /// Accounts of the same organisation.
    pub organisation_accounts: Vec<String>,
    /// Accounts, organisations and canonical ids that the user trusts.
    pub trusted: Vec<String>,
    /// The owner's canonical id.
    pub canonical: Option<String>,
}

/// Somebody whom a statement lets in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// Everybody, without signing in.
    Everyone,
    /// Everybody who signs: whoever has an AWS account.
    AnyAccount,
    /// Principals of this account.
    Account(String),
    /// Principals of this organisation.
    Organisation(String),
    /// An origin access identity of CloudFront, whose account its name does not tell.
    CloudFront,
    /// An AWS service, named by its principal, for whichever account it acts.
    Service(String),
    /// The same where a condition says for whom it may act.
    ServiceFor {
        /// The service's principal.
        service: String,
        /// Whose request it passes on.
        source: Box<Party>,
    },
    /// Whoever comes out of this network, VPC or VPC endpoint.
    Network(String),
    /// A canonical user id, which tells no account.
    Canonical(String),
    /// Access points of one account; their policies decide further.
    AccessPoints(AccessPoints),
    /// Anybody whom this identity provider signs in.
    WebIdentity(String),
    /// One principal or resource, told by nothing but its name.
    Unresolved(String),
    /// A deleted principal: nobody.
    Nobody(String),
}

/// Access points to which a bucket's policy leaves who gets in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccessPoints {
    /// The account that owns them.
    pub(crate) account: String,
    /// What their ARN must fit; `None` for all of the account.
    pub(crate) arn: Option<String>,
    /// Whether another condition narrows down further who passes.
    pub(crate) held_further: bool,
}

impl AccessPoints {
    /// Whether all who come by this one are meant; `None` where that cannot be told. The region is
    /// empty for an access point of several, and a `*` stands for what is not known.
    pub fn mean(&self, region: &str, name: &str) -> Option<bool> {
        let sure = (!self.held_further).then_some(true);
        let Some(pattern) = &self.arn else { return sure };
        if pattern.contains("${") {
            return None;
        }
        // S3 takes only a policy that names the bucket's own partition.
        let partition = pattern.split(':').nth(1).filter(|name| !name.contains(['*', '?']));
        let partition = partition.unwrap_or("aws");
        let arn = format!("arn:{partition}:s3:{region}:{}:accesspoint/{name}", self.account);
        let ends = |rest: &String| rest.chars().all(|c| c == '*');
        if !rests(pattern, &arn).iter().any(ends) {
            return Some(false);
        }
        // What only a wildcard fits.
        sure.filter(|_| fits(pattern, &arn.replace('*', "\u{1}any")))
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everyone => f.write_str("everybody"),
            Self::AnyAccount => f.write_str("everybody with an AWS account"),
            Self::Account(id) if LOAD_BALANCERS.contains(&id.as_str()) => {
                write!(f, "Elastic Load Balancing's account {id}")
            }
            Self::Account(id) if id.eq_ignore_ascii_case(OWN_ACCOUNT) => {
                f.write_str("the bucket's own account")
            }
            Self::Account(id) => write!(f, "account {id}"),
            Self::Organisation(id) if id.eq_ignore_ascii_case(OWN_ORGANISATION) => {
                f.write_str("the bucket's own organisation")
            }
            Self::Organisation(id) => write!(f, "organisation {id}"),
            Self::CloudFront => f.write_str("CloudFront"),
            Self::Service(name) if name == CLOUDFRONT => {
                f.write_str("CloudFront, for a distribution of any account")
            }
            Self::Service(name) if name == ANY_SERVICE => f.write_str("any AWS service"),
            Self::ServiceFor { service, source } if service == ANY_SERVICE => {
                write!(f, "any AWS service, for {source}")
            }
            Self::Service(name) => write!(f, "the AWS service {name}"),
            Self::ServiceFor { service, source } if service == CLOUDFRONT => {
                write!(f, "CloudFront, for {source}")
            }
            Self::ServiceFor { service, source } => {
                write!(f, "the AWS service {service}, for {source}")
            }
            Self::Network(name) => write!(f, "whoever comes from {name}"),
            Self::Canonical(id) => write!(f, "canonical user {id}"),
            Self::AccessPoints(points) => write!(f, "access points of account {}", points.account),
            Self::WebIdentity(name) => write!(f, "anybody signed in by {name}"),
            Self::Unresolved(name) => f.write_str(name),
            Self::Nobody(id) => write!(f, "a deleted principal {id}"),
        }
    }
}

/// How a party stands to the owner, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// A principal that no longer exists.
    Nobody,
    /// The owner's own account.
    Own,
    /// An AWS service.
    Service,
    /// The same organisation.
    Organisation,
    /// Named as trusted by the user.
    Trusted,
    /// CloudFront, whose own guards are not known.
    CloudFront,
    /// Somebody whose account is not told, or the owner's own account is not known.
    NotKnown,
    /// Somebody else.
    External,
    /// Everybody.
    Public,
}

impl Relation {
    /// The word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Own => "own-account",
            Self::Service => "aws-service",
            Self::Organisation => "organisation",
            Self::Trusted => "trusted",
            Self::CloudFront => "cloudfront",
            Self::NotKnown => "not-known",
            Self::External => "external",
            Self::Public => "public",
        }
    }
}

/// Stands for whichever service.
pub(crate) const ANY_SERVICE: &str = "any";
pub(crate) const CLOUDFRONT: &str = "cloudfront.amazonaws.com";
/// Canonical ids of AWS's own account that delivers CloudFront's logs, in the commercial partition
/// and in China.
const LOG_DELIVERY: [&str; 2] = [
    "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0",
    "a52cb28745c0c06e84ec548334e44bfa7fc2a85c54af20cd59e4969344b7af56",
];

/// AWS's own accounts from which load balancers write their logs, one for each Region opened before
/// August 2022; AWS lists them for bucket policies.
const LOAD_BALANCERS: [&str; 26] = [
    "127311923021",
    "033677994240",
    "027434742980",
    "797873946194",
    "098369216593",
    "754344448648",
    "589379963580",
    "718504428378",
    "383597477331",
    "600734575887",
    "114774131450",
    "783225319266",
    "582318560864",
    "985666609251",
    "054676820928",
    "156460612806",
    "652711504416",
    "635631232127",
    "009996457667",
    "897822967062",
    "076674570225",
    "507241528517",
    "048591011584",
    "190560391635",
    "638102146993",
    "037604701340",
];

/// What stands for the owner's own account and organisation in a policy.
const OWN_ACCOUNT: &str = "${aws:resourceaccount}";
const OWN_ORGANISATION: &str = "${aws:resourceorgid}";

impl Party {
    /// How the party stands to the owner.
    pub fn relation(&self, owner: &Owner) -> Relation {
        match self {
            Self::Everyone | Self::AnyAccount | Self::WebIdentity(_) => Relation::Public,
            Self::Nobody(_) => Relation::Nobody,
            Self::CloudFront => Relation::CloudFront,
            // Anybody can make a distribution and point it at a bucket.
            Self::Service(name) if is_cloudfront(name) => Relation::Public,
            Self::Service(_) => Relation::Service,
            Self::ServiceFor { service, source } => match source.relation(owner) {
                Relation::Nobody | Relation::Own | Relation::Service if is_cloudfront(service) => {
                    Relation::CloudFront
                }
                Relation::Nobody | Relation::Own | Relation::Service => Relation::Service,
                Relation::Organisation if is_cloudfront(service) => Relation::CloudFront,
                other => other,
            },
            Self::Canonical(id) if owner.canonical.as_ref() == Some(id) => Relation::Own,
            Self::Canonical(id) if LOG_DELIVERY.contains(&id.as_str()) => Relation::Service,
            Self::Canonical(id) if owner.trusted.contains(id) => Relation::Trusted,
            Self::Account(id) => account_relation(id, owner),
            Self::AccessPoints(points) => account_relation(&points.account, owner),
            Self::Organisation(id) if id.eq_ignore_ascii_case(OWN_ORGANISATION) => {
                Relation::Organisation
            }
            Self::Organisation(id) if owner.trusted.contains(id) => Relation::Trusted,
            Self::Organisation(id) => match &owner.organisation {
                Some(own) if own == id => Relation::Organisation,
                Some(_) => Relation::External,
                None => Relation::NotKnown,
            },
            Self::Network(_) | Self::Canonical(_) | Self::Unresolved(_) => Relation::NotKnown,
        }
    }
}

impl Party {
    /// Whether it is an AWS service, which Block Public Access does not keep out.
    pub fn is_service(&self) -> bool {
        matches!(self, Self::Service(_) | Self::ServiceFor { .. })
    }

    /// Whether it is less than an account: a network, single principals, an AWS service.
    pub fn is_few(&self) -> bool {
        matches!(self, Self::Network(_) | Self::Unresolved(_)) || self.is_service()
    }

    /// The account that it tells.
    pub(crate) fn account(&self) -> Option<&str> {
        match self {
            Self::Account(id) => Some(id),
            Self::AccessPoints(points) => Some(&points.account),
            Self::ServiceFor { source, .. } => source.account(),
            _ => None,
        }
    }
}

/// Whether a service is CloudFront, or whichever.
fn is_cloudfront(service: &str) -> bool {
    [CLOUDFRONT, ANY_SERVICE].contains(&service)
}

fn account_relation(id: &str, owner: &Owner) -> Relation {
    let contains = |list: &[String]| list.iter().any(|known| known == id);
    if owner.account.as_deref() == Some(id) || id.eq_ignore_ascii_case(OWN_ACCOUNT) {
        Relation::Own
    } else if contains(&owner.organisation_accounts) {
        Relation::Organisation
    } else if contains(&owner.trusted) {
        Relation::Trusted
    } else if LOAD_BALANCERS.contains(&id) {
        Relation::Service
    } else if owner.account.is_none() {
        Relation::NotKnown
    } else {
        Relation::External
    }
}

/// Whom a principal means.
pub(crate) fn party(principal: &Principal) -> Party {
    match principal {
        Principal::Everyone => Party::Everyone,
        Principal::Aws(name) => of_aws(name),
        Principal::Service(name) => Party::Service(name.clone()),
        Principal::Federated(name) => match account_of(name) {
            Some(account) => Party::Account(account),
            None => Party::WebIdentity(name.clone()),
        },
        Principal::Canonical(id) => Party::Canonical(id.clone()),
    }
}

fn of_aws(name: &str) -> Party {
    const UNIQUE_IDS: [&str; 4] = ["AIDA", "AROA", "AGPA", "ANPA"];
    if is_account(name) {
        return Party::Account(name.to_owned());
    }
    if name.contains(":iam::cloudfront:user/") {
        return Party::CloudFront;
    }
    // S3 replaces a deleted principal's ARN by its unique id, which fits nobody ever after.
    if UNIQUE_IDS.iter().any(|prefix| name.starts_with(prefix)) && !name.contains(':') {
        return Party::Nobody(name.to_owned());
    }
    match account_of(name) {
        Some(account) => Party::Account(account),
        None => Party::Unresolved(name.to_owned()),
    }
}

/// The account in an ARN's fifth field.
pub(crate) fn account_of(arn: &str) -> Option<String> {
    let mut fields = arn.strip_prefix("arn:")?.split(':');
    let account = fields.nth(3)?;
    is_account(account).then(|| account.to_owned())
}

/// Whether a principal's name is that of a whole account, and not of one user, role or session.
pub(crate) fn names_account(name: &str) -> bool {
    is_account(name) || name.ends_with(":root")
}

pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}
