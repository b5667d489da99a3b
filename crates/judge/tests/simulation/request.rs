//! The requests that a policy is tried with: who asks, for what, from where and how.

use std::collections::{BTreeMap, BTreeSet};

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Action {
    pub(crate) name: &'static str,
    pub(crate) of_object: bool,
    pub(crate) ability: Option<Ability>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ability {
    Read,
    List,
    Write,
    Admin,
}

const fn action(name: &'static str, of_object: bool, ability: Option<Ability>) -> Action {
    Action { name, of_object, ability }
}

pub(crate) const ACTIONS: [Action; 18] = [
    action("s3:GetObject", true, Some(Ability::Read)),
    action("s3:GetObjectVersion", true, Some(Ability::Read)),
    action("s3:GetObjectAttributes", true, None),
    action("s3:ListBucket", false, Some(Ability::List)),
    action("s3:ListBucketVersions", false, Some(Ability::List)),
    action("s3:PutObject", true, Some(Ability::Write)),
    action("s3:PutObjectTagging", true, Some(Ability::Write)),
    action("s3:GetObjectTorrent", true, Some(Ability::Read)),
    action("s3:RestoreObject", true, Some(Ability::Write)),
    action("s3:BypassGovernanceRetention", true, Some(Ability::Admin)),
    action("s3:DeleteObject", true, Some(Ability::Write)),
    action("s3:DeleteObjectVersion", true, Some(Ability::Write)),
    action("s3:PutBucketPolicy", false, Some(Ability::Admin)),
    action("s3:CreateBucketMetadataTableConfiguration", false, Some(Ability::Admin)),
    action("s3:PutBucketAcl", false, Some(Ability::Admin)),
    action("s3:DeleteBucket", false, Some(Ability::Admin)),
    action("s3:PutObjectAcl", true, Some(Ability::Admin)),
    action("s3:GetBucketTagging", false, None),
];
const OBJECTS: [&str; 5] = ["a/one.txt", "a/one.csv", "b/two.txt", "c/three.csv", "top.bin"];

/// How far whoever asks is from the owner, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Inside,
    Organisation,
    CloudFront,
    External,
    AnyAccount,
    Everyone,
}

/// Somebody who asks, with all that AWS says of him.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    /// Under which names a policy may speak of him, by kind.
    pub(crate) names: Vec<(String, String)>,
    /// How far he is at least, and at most where that is a matter of taste.
    pub(crate) class: (Class, Class),
    pub(crate) kind: Kind,
    context: Context,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Anonymous,
    Root,
    User,
    Session,
    Service,
    Federated,
    /// An origin access identity, of which nothing is told but that it signs.
    Identity,
}

pub(crate) type Context = BTreeMap<&'static str, Vec<String>>;

/// What is asked of which object; of the bucket itself where there is none.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    pub(crate) action: Action,
    object: Option<&'static str>,
}

impl Target {
    pub(crate) fn arn(&self) -> String {
        match self.object {
            Some(key) => format!("arn:aws:s3:::box/{key}"),
            None => "arn:aws:s3:::box".into(),
        }
    }
}

/// All that is asked by an action.
pub(crate) fn targets(action: Action) -> Vec<Target> {
    match action.of_object {
        true => OBJECTS.iter().map(|key| Target { action, object: Some(*key) }).collect(),
        false => vec![Target { action, object: None }],
    }
}

pub(crate) const OWN: &str = "111122223333";
/// A member of the owner's organisation, which no policy names.
const FELLOW: &str = "222233334444";
pub(crate) const PARTNER: &str = "444455556666";
/// A member of an organisation that policies name, and no policy names itself.
const OTHER_MEMBER: &str = "333344445555";
/// An account of which no policy knows anything.
const STRANGER: &str = "888899990000";
pub(crate) const CANONICAL: &str =
    "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
pub(crate) const IDENTITY: &str =
    "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1";

fn context(of: &[(&'static str, &str)]) -> Context {
    of.iter().map(|(key, value)| (*key, vec![(*value).to_owned()])).collect()
}

fn plain(
    kind: Kind,
    names: &[(&str, &str)],
    class: (Class, Class),
    of: &[(&'static str, &str)],
) -> Who {
    let names = names.iter().map(|(kind, name)| ((*kind).into(), (*name).into())).collect();
    Who { names, class, kind, context: context(of) }
}

/// A principal of an account: `root`, `user/NAME` or `role/NAME/SESSION`.
fn of_account(account: &str, organisation: Option<&str>, principal: &str, class: Class) -> Who {
    let root = format!("arn:aws:iam::{account}:root");
    let arn = format!("arn:aws:iam::{account}:{principal}");
    let mut names = vec![root.clone()];
    let mut of = vec![("aws:principalaccount", account)];
    of.extend(organisation.map(|id| ("aws:principalorgid", id)));
    let (session, role);
    let kind = match principal.split('/').collect::<Vec<_>>()[..] {
        ["user", name] => {
            names.push(arn.clone());
            of.extend([
                ("aws:principaltype", "User"),
                ("aws:username", name),
                ("aws:principalarn", &arn),
                ("aws:userid", "AIDAUNNAMEDUSER"),
            ]);
            Kind::User
        }
        ["role", name, called] => {
            session = format!("arn:aws:sts::{account}:assumed-role/{name}/{called}");
            role = format!("arn:aws:iam::{account}:role/{name}");
            names.extend([role.clone(), session]);
            of.extend([
                ("aws:principaltype", "AssumedRole"),
                ("aws:principalarn", &role),
                ("aws:userid", "AROAUNNAMEDROLE:some"),
            ]);
            Kind::Session
        }
        _ => {
            of.extend([
                ("aws:principaltype", "Account"),
                ("aws:principalarn", &root),
                ("aws:userid", account),
            ]);
            Kind::Root
        }
    };
    of.push(("aws:principalisawsservice", "false"));
    let names: Vec<_> = names.iter().map(|name| ("AWS", name.as_str())).collect();
    plain(kind, &names, (class, class), &of)
}

/// A service that acts for somebody.
fn service(name: &str, resource: &str, account: &str, class: (Class, Class)) -> Who {
    let arn = resource.replace("ACCOUNT", account);
    let of = [
        ("aws:principalisawsservice", "true"),
        ("aws:principalservicename", name),
        ("aws:sourceaccount", account),
        ("aws:sourcearn", &arn),
    ];
    plain(Kind::Service, &[("Service", name)], class, &of)
}

/// Everybody who asks, the farthest first.
pub(crate) fn everybody() -> Vec<Who> {
    use Class::{AnyAccount, CloudFront, Everyone, External, Inside, Organisation};
    let unsigned = [
        ("aws:principaltype", "Anonymous"),
        ("aws:principalaccount", "anonymous"),
        ("aws:userid", "anonymous"),
    ];
    let unnamed = [
        ("aws:principaltype", "Account"),
        ("aws:principalaccount", "555566667777"),
        ("aws:principalarn", "arn:aws:iam::555566667777:root"),
        ("aws:userid", "555566667777"),
        ("aws:principalisawsservice", "false"),
    ];
    let web = [("aws:principaltype", "AssumedRole"), ("aws:principalisawsservice", "false")];
    let by_google = [("Federated", "accounts.google.com")];
    let mut all = vec![
        plain(Kind::Anonymous, &[], (Everyone, Everyone), &unsigned),
        plain(Kind::Federated, &by_google, (AnyAccount, Everyone), &web),
        plain(Kind::Root, &[("CanonicalUser", CANONICAL)], (External, External), &unnamed),
        plain(Kind::Identity, &[("AWS", IDENTITY)], (CloudFront, CloudFront), &[]),
    ];
    for principal in ["root", "user/bob", "role/ann/s1"] {
        all.push(of_account(STRANGER, None, principal, AnyAccount));
        all.push(of_account(STRANGER, Some("o-else"), principal, AnyAccount));
        all.push(of_account(FELLOW, Some("o-own"), principal, Organisation));
        all.push(of_account(OTHER_MEMBER, Some("o-part"), principal, External));
        all.push(of_account(OWN, Some("o-own"), principal, Inside));
    }
    let principals =
        ["root", "user/bob", "user/tom", "user/zoe", "role/ann/s1", "role/ann/s2", "role/eve/s1"];
    for principal in principals {
        for (organisation, class) in
            [(None, External), (Some("o-part"), External), (Some("o-own"), Organisation)]
        {
            all.push(of_account(PARTNER, organisation, principal, class));
        }
    }
    for user in ["user/tom", "user/zoe"] {
        all.push(of_account(STRANGER, None, user, AnyAccount));
    }
    for (account, organisation, class) in [
        (PARTNER, None, External),
        (PARTNER, Some("o-own"), Organisation),
        (FELLOW, Some("o-own"), Organisation),
        (OTHER_MEMBER, Some("o-part"), External),
    ] {
        let mut who = of_account(account, organisation, "role/ann/s1", class);
        who.names.push(("Federated".into(), "accounts.google.com".into()));
        all.push(who);
    }
    const CDN: &str = "cloudfront.amazonaws.com";
    const LOGS: &str = "logging.s3.amazonaws.com";
    let distribution = "arn:aws:cloudfront::ACCOUNT:distribution/E1";
    let bucket = "arn:aws:logs:eu-west-1:ACCOUNT:logged";
    // Anybody can make a distribution; for whom other services act, is told beside the verdict.
    all.push(service(CDN, distribution, STRANGER, (AnyAccount, AnyAccount)));
    all.push(service(CDN, distribution, PARTNER, (External, External)));
    all.push(service(CDN, distribution, OWN, (CloudFront, CloudFront)));
    let another = "arn:aws:cloudfront::ACCOUNT:distribution/E2";
    all.push(service(CDN, another, OWN, (CloudFront, CloudFront)));
    let unsaid = [("aws:principalisawsservice", "true"), ("aws:principalservicename", CDN)];
    let may = (Inside, AnyAccount);
    all.push(plain(Kind::Service, &[("Service", CDN)], may, &unsaid));
    all.push(service(LOGS, bucket, STRANGER, (Inside, Inside)));
    all.push(service(LOGS, bucket, PARTNER, (Inside, External)));
    all.push(service(LOGS, distribution, PARTNER, (Inside, External)));
    all.push(service(LOGS, distribution, OWN, (Inside, Inside)));
    all.push(service(LOGS, bucket, OWN, (Inside, Inside)));
    all.sort_by_key(|who| std::cmp::Reverse(who.class));
    all
}

/// One part of a request's context, and whether it says that who asks is nobody in particular.
#[derive(Clone)]
struct Part {
    context: Context,
    named: bool,
}

fn part(of: &[(&'static str, &str)]) -> Part {
    Part { context: context(of), named: false }
}

/// A key that may be absent, or have one of the values that policies name, or another.
fn free(key: &'static str, values: &[&str]) -> Vec<Part> {
    let upper = values.iter().map(|value| value.to_uppercase());
    let values = values.iter().map(|&value| value.to_owned()).chain(upper);
    let values = values.chain(["another".into()]);
    values.map(|value| part(&[(key, &value)])).chain([part(&[])]).collect()
}

/// Where a request comes from.
fn networks(who: &Who) -> Vec<Part> {
    let anywhere = part(&[("aws:sourceip", "203.0.113.9")]);
    let by_six = part(&[("aws:sourceip", "2a02:8109::77")]);
    if matches!(who.kind, Kind::Service | Kind::Identity) {
        return vec![anywhere, by_six];
    }
    let named = |of: &[(&'static str, &str)]| Part { named: true, ..part(of) };
    vec![
        anywhere,
        by_six,
        named(&[("aws:sourceip", "192.0.2.7")]),
        named(&[("aws:sourceip", "192.0.2.77")]),
        named(&[("aws:sourcevpce", "vpce-1a2b3c4d"), ("aws:sourcevpc", "vpc-1a2b3c4d")]),
        named(&[("aws:sourcevpce", "vpce-99999999"), ("aws:sourcevpc", "vpc-1a2b3c4d")]),
        part(&[("aws:sourcevpce", "vpce-99999999"), ("aws:sourcevpc", "vpc-99999999")]),
    ]
}

fn transports() -> Vec<Part> {
    let tls = |version| part(&[("aws:securetransport", "true"), ("s3:tlsversion", version)]);
    vec![tls("1.3"), tls("1.2"), tls("1.1"), part(&[("aws:securetransport", "false")])]
}

/// Whether a service passes the request on with the credentials of who asks.
fn ways_by_services(who: &Who) -> Vec<Part> {
    let direct = part(&[("aws:viaawsservice", "false")]);
    let by = |name| part(&[("aws:viaawsservice", "true"), ("aws:calledvia", name)]);
    match who.kind {
        Kind::Anonymous | Kind::Service | Kind::Identity => vec![direct],
        _ => vec![
            direct,
            by("athena.amazonaws.com"),
            by("other.amazonaws.com"),
            by("a.amazonaws.com"),
        ],
    }
}

fn factors(who: &Who) -> Vec<Part> {
    let told =
        |is, age| part(&[("aws:multifactorauthpresent", is), ("aws:multifactorauthage", age)]);
    let without = part(&[("aws:multifactorauthpresent", "false")]);
    match who.kind {
        Kind::Session => {
            vec![told("true", "100"), told("true", "3600"), told("true", "9000"), without]
        }
        Kind::User | Kind::Root | Kind::Federated => {
            vec![
                told("true", "100"),
                told("true", "3600"),
                told("true", "9000"),
                without,
                part(&[]),
            ]
        }
        _ => vec![part(&[])],
    }
}

/// The choices that a request leaves, as far as the policy asks for them.
fn choices(who: &Who, action: Action, keys: &BTreeSet<&str>) -> Vec<Vec<Part>> {
    let asks = |some: &[&str]| some.iter().any(|key| keys.contains(*key));
    let signed = !matches!(who.kind, Kind::Anonymous);
    let tagged = matches!(who.kind, Kind::User | Kind::Session | Kind::Federated);
    let puts = action.name == "s3:PutObject";
    let existing = action.of_object && !puts && !action.name.starts_with("s3:DeleteObject");
    let mut all = Vec::new();
    let mut add = |is: bool, keys: &[&str], parts: &dyn Fn() -> Vec<Part>| {
        if asks(keys) && is {
            all.push(parts());
        }
    };
    add(true, &["aws:sourceip", "aws:sourcevpce", "aws:sourcevpc"], &|| networks(who));
    add(true, &["aws:securetransport", "s3:tlsversion"], &transports);
    add(true, &["aws:viaawsservice", "aws:calledvia"], &|| ways_by_services(who));
    add(true, &["aws:multifactorauthpresent", "aws:multifactorauthage"], &|| factors(who));
    const AGENT: &str = "aws:useragent";
    add(true, &[AGENT], &|| free(AGENT, &["curl/8.1", "Mozilla/5.0", "curl*", "Mozilla/*", "*"]));
    const REFERER: &str = "aws:referer";
    add(true, &[REFERER], &|| {
        free(
            REFERER,
            &["https://www.example.com/a", "https://www.example.com/*", "https://x.test/"],
        )
    });
    const TEAM: &str = "aws:principaltag/team";
    add(tagged, &[TEAM], &|| free(TEAM, &["red", "blue"]));
    const IDENTITY: &str = "aws:sourceidentity";
    let session = matches!(who.kind, Kind::Session | Kind::Federated);
    add(session, &[IDENTITY], &|| free(IDENTITY, &["Ann", "Other"]));
    const TAG: &str = "s3:existingobjecttag/public";
    add(existing, &[TAG], &|| free(TAG, &["yes", "no"]));
    const PREFIX: &str = "s3:prefix";
    add(action.name.starts_with("s3:List"), &[PREFIX], &|| free(PREFIX, &["a/", "b/", "*"]));
    const ACL: &str = "s3:x-amz-acl";
    add(puts || action.name.ends_with("Acl"), &[ACL], &|| {
        free(ACL, &["bucket-owner-full-control", "public-read"])
    });
    const SIGNATURE: &str = "s3:signatureversion";
    let versions = ["AWS4-HMAC-SHA256", "AWS", "AWS4-ECDSA-P256-SHA256"]
        .map(|version| part(&[(SIGNATURE, version)]));
    add(signed, &[SIGNATURE], &|| versions.to_vec());
    const SIGNED_BY: &str = "s3:authtype";
    let ways = ["REST-HEADER", "REST-QUERY-STRING", "POST"].map(|way| part(&[(SIGNED_BY, way)]));
    add(signed, &[SIGNED_BY], &|| ways.to_vec());
    add(true, &["aws:currenttime"], &|| {
        ["2026-01-02T00:00:00Z", "2031-01-01T00:00:00Z"]
            .map(|time| part(&[("aws:currenttime", time)]))
            .to_vec()
    });
    all
}

/// Calls `with` for every context in which somebody can ask by an action, as far as these keys tell
/// them apart, and with whether it is of a place that policies name; until that has seen enough.
pub(crate) fn each(
    who: &Who,
    action: Action,
    keys: &BTreeSet<&str>,
    with: &mut dyn FnMut(&Context, bool) -> bool,
) {
    let choices = choices(who, action, keys);
    let total: usize = choices.iter().map(Vec::len).product();
    for number in 0..total {
        let mut left = number;
        let mut context = who.context.clone();
        let mut named = false;
        for parts in &choices {
            let part = &parts[left % parts.len()];
            left /= parts.len();
            named |= part.named;
            context.extend(part.context.clone());
        }
        if with(&context, named) {
            return;
        }
    }
}
