//! Those who may stand for a party in a request, and what AWS says of each of them.

use std::collections::BTreeSet;

use crate::condition::signed_in;
use crate::document::{Guarded, Policy, Principal, Principals, Statement};
use crate::evaluate::Grant;
use crate::glob::is_open;
use crate::party::{
    ANY_SERVICE, CLOUDFRONT, Owner, Party, Relation, account_of, is_account, names_account,
};
use crate::work::{ONE_CALLER, ONE_CHOICE};

/// An account that no policy names.
const STRANGER: &str = "000000000000";
/// A name, or a part of one, that no policy knows.
const ANY: &str = "any";

/// Somebody who makes a request.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// Under which names statements may speak of him.
    names: Vec<Principal>,
    kind: Kind,
    account: Option<String>,
    organisation: Member,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Anonymous,
    /// Of an account; with the ARN that conditions see.
    Of {
        arn: String,
        is: &'static str,
    },
    /// Signed in by an identity provider.
    Federated,
    /// Signed, and nothing further is known.
    Signed,
    Service(String),
    /// An origin access identity, of which no key tells anything.
    Identity,
}

/// Of which organisation the account is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Member {
    /// Of none that a policy names.
    Stranger,
    Of(String),
    NotKnown,
}

/// What a key may be in a request of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// This, or nothing.
    Is(Option<String>),
    /// Whatever he chooses.
    Free,
    /// Whatever he chooses, and it is always there.
    Present,
    /// Nothing, or what no policy names.
    Unnamed,
    /// Nothing, or what a policy names in full.
    Named,
}

impl Slot {
    fn is(text: &str) -> Self {
        Self::Is(Some(text.to_owned()))
    }
}

impl Caller {
    fn unsigned() -> Self {
        let kind = Kind::Anonymous;
        Self { names: Vec::new(), kind, account: None, organisation: Member::Stranger }
    }

    fn signed(name: &Principal, kind: Kind) -> Self {
        let names = vec![name.clone()];
        Self { names, kind, account: None, organisation: Member::NotKnown }
    }

    /// The one with this ARN: of a user, a role, a session of one, or of the account itself.
    fn with_arn(arn: &str, organisation: Member) -> Option<Self> {
        let account = account_of(arn)?;
        let partition = arn.split(':').nth(1)?;
        let root = format!("arn:{partition}:iam::{account}:root");
        let mut names = vec![Principal::Aws(root)];
        let name = arn.split(':').nth(5)?;
        let (shown, is) = match name.split('/').collect::<Vec<_>>()[..] {
            ["assumed-role", role, _] => {
                (format!("arn:{partition}:iam::{account}:role/{role}"), "AssumedRole")
            }
            ["role", ..] => (arn.to_owned(), "AssumedRole"),
            ["user", ..] => (arn.to_owned(), "User"),
            _ => (arn.to_owned(), "Account"),
        };
        names.extend([Principal::Aws(shown.clone()), Principal::Aws(arn.to_owned())]);
        let kind = Kind::Of { arn: shown, is };
        Some(Self { names, kind, account: Some(account), organisation })
    }

    /// Whether one of these names is his.
    pub(crate) fn is_among(&self, list: &[Principal]) -> bool {
        let is = |name: &Principal| match name {
            Principal::Everyone => true,
            Principal::Aws(id) if is_account(id) => self.account.as_deref() == Some(id),
            name => self.names.contains(name),
        };
        list.iter().any(is)
    }

    /// Whether a Deny is for him.
    pub(crate) fn is_meant_by(&self, denial: &Statement) -> bool {
        let Principals { inverted, list } = &denial.principals;
        if *inverted { !self.is_spared(list) } else { self.is_among(list) }
    }

    /// Whether `NotPrincipal` of a Deny spares him. Its account beside a user stands there for that
    /// user, since AWS denies who is not named in full.
    fn is_spared(&self, list: &[Principal]) -> bool {
        let account = |name: &Principal| match name {
            Principal::Aws(id) if is_account(id) => Some(id.clone()),
            Principal::Aws(arn) => account_of(arn),
            _ => None,
        };
        let of_account =
            |name: &&Principal| account(name).is_some() && account(name) == self.account;
        let whole = |name: &Principal| match name {
            Principal::Aws(id) => names_account(id),
            _ => false,
        };
        let has_others = list.iter().filter(of_account).any(|name| !whole(name));
        let is_root = matches!(&self.kind, Kind::Of { is: "Account", .. });
        let counts = |name: &&Principal| !whole(name) || !has_others || is_root;
        list.iter().filter(counts).any(|name| self.is_among(std::slice::from_ref(name)))
    }

    /// What a key is that tells who asks; `None` for keys that tell something else.
    pub(crate) fn slot(&self, key: &str, owner: &Owner) -> Option<Slot> {
        let by_kind = match &self.kind {
            Kind::Anonymous => unsigned(key),
            Kind::Of { arn, is } => self.of_account(key, arn, is, owner),
            Kind::Federated => federated(key),
            Kind::Service(name) => self.of_service(key, name),
            Kind::Signed | Kind::Identity => None,
        };
        by_kind.or_else(|| self.by_signature(key))
    }

    /// What a key is by whether the request is signed, and by whom at all.
    fn by_signature(&self, key: &str) -> Option<Slot> {
        let signed = self.kind != Kind::Anonymous;
        let by_account = signed && !self.is_service() && self.kind != Kind::Identity;
        let if_so = |so: bool, slot: Slot| Some(if so { slot } else { Slot::Is(None) });
        match key {
            "aws:viaawsservice" if by_account => Some(Slot::Present),
            "aws:viaawsservice" => Some(Slot::is("false")),
            "s3:signatureversion" | "s3:authtype" | "s3:signatureage" => {
                if_so(signed, Slot::Present)
            }
            _ if OF_SOURCES.contains(&key) => Some(Slot::Is(None)),
            _ if signed_in(key).is_some() => if_so(self.may_be_signed_in(), Slot::Free),
            _ if OF_SIGNERS.contains(&key) || key.starts_with("aws:principaltag/") => {
                if_so(by_account, Slot::Free)
            }
            _ => None,
        }
    }

    /// Whether an identity provider may have signed him in: he has a session then.
    fn may_be_signed_in(&self) -> bool {
        matches!(self.kind, Kind::Federated | Kind::Of { is: "AssumedRole", .. })
    }

    fn of_account(&self, key: &str, arn: &str, kind: &str, owner: &Owner) -> Option<Slot> {
        let stranger = self.organisation == Member::Stranger;
        Some(match (key, &self.organisation) {
            ("aws:principaltype", _) => Slot::is(kind),
            ("aws:principalarn", _) => Slot::is(arn),
            ("aws:principalaccount" | "kms:calleraccount", _) => Slot::Is(self.account.clone()),
            ("aws:principalorgid", Member::Of(id)) if id.contains("${") => {
                owner.organisation.clone().map_or(Slot::Present, |id| Slot::Is(Some(id)))
            }
            ("aws:principalorgid", Member::Of(id)) => Slot::is(id),
            ("aws:principalorgid" | "aws:principalorgpaths" | "aws:userid", _) if stranger => {
                Slot::Unnamed
            }
            // Of which it is, if of any, is not known: of one that the policy names, for all it tells.
            ("aws:principalorgid", _) => Slot::Named,
            ("aws:principalorgpaths", _) => Slot::Free,
            ("aws:username", _) if kind == "User" => {
                Slot::is(arn.rsplit('/').next().unwrap_or_default())
            }
            ("aws:username", _) => Slot::Is(None),
            ("aws:principalisawsservice", _) => Slot::is("false"),
            // AWS: always there with temporary credentials, and those alone a role has.
            ("aws:multifactorauthpresent", _) if kind == "AssumedRole" => Slot::Present,
            // Roles are assumed under one; an account itself has no tags either.
            ("aws:sourceidentity", _) if kind != "AssumedRole" => Slot::Is(None),
            _ if key.starts_with("aws:principaltag/") && kind == "Account" => Slot::Is(None),
            _ => return None,
        })
    }

    fn of_service(&self, key: &str, name: &str) -> Option<Slot> {
        Some(match (key, &self.account) {
            ("aws:principalisawsservice", _) => Slot::is("true"),
            ("aws:principalservicename" | "aws:principalservicenameslist", _) => Slot::is(name),
            ("aws:sourceaccount" | "aws:sourceowner", _)
                if self.organisation == Member::Stranger =>
            {
                Slot::Unnamed
            }
            ("aws:sourceaccount" | "aws:sourceowner", Some(id)) => Slot::is(id),
            _ if OF_SOURCES.contains(&key) => Slot::Free,
            _ => return None,
        })
    }

    /// Whether it is anybody, and so from anywhere.
    pub(crate) fn is_nobody_in_particular(&self) -> bool {
        self.organisation == Member::Stranger || self.comes_from_aws()
    }

    /// Whether it asks from AWS's own network: a service, or CloudFront under an identity.
    pub(crate) fn comes_from_aws(&self) -> bool {
        self.is_service() || self.kind == Kind::Identity
    }

    pub(crate) fn is_unsigned(&self) -> bool {
        self.kind == Kind::Anonymous
    }

    pub(crate) fn is_service(&self) -> bool {
        matches!(self.kind, Kind::Service(_))
    }

    pub(crate) fn is_cloudfront(&self) -> bool {
        matches!(&self.kind, Kind::Service(name) if name == CLOUDFRONT)
    }

    /// The account for which a service acts, where it is told.
    pub(crate) fn source(&self) -> Option<&str> {
        self.account.as_deref().filter(|_| matches!(self.kind, Kind::Service(_)))
    }
}

fn unsigned(key: &str) -> Option<Slot> {
    match key {
        "aws:principaltype" => Some(Slot::is("Anonymous")),
        "aws:userid" | "aws:principalaccount" | "kms:calleraccount" => Some(Slot::is("anonymous")),
        _ => None,
    }
}

/// Of whoever an identity provider signs in, no account is told.
fn federated(key: &str) -> Option<Slot> {
    match key {
        "aws:principaltype" => Some(Slot::is("AssumedRole")),
        "aws:principalisawsservice" => Some(Slot::is("false")),
        "aws:principalarn"
        | "aws:principalaccount"
        | "aws:principalorgid"
        | "aws:principalorgpaths"
        | "aws:username"
        | "aws:userid" => Some(Slot::Is(None)),
        _ => None,
    }
}

/// Keys by which a service says for whom it acts.
pub(crate) const OF_SOURCES: [&str; 5] = [
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
];

/// Keys that tell from where a request comes.
pub(crate) const OF_NETWORKS: [&str; 7] = [
    "aws:sourceip",
    "aws:vpcsourceip",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourcevpcarn",
    "aws:vpceaccount",
    "aws:vpceorgid",
];

/// Keys that tell whether who asks has shown a second factor, and how long ago in seconds.
pub(crate) const OF_FACTORS: [&str; 2] = ["aws:multifactorauthpresent", "aws:multifactorauthage"];

/// Keys that only a request has which somebody signed; of some others, `anonymous` is a value.
pub(crate) const OF_SIGNERS: [&str; 22] = [
    "aws:assumedroot",
    "aws:calledvia",
    "aws:calledviafirst",
    "aws:calledvialast",
    "aws:federatedprovider",
    "aws:multifactorauthage",
    "aws:multifactorauthpresent",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "aws:principaltype",
    "aws:sourceidentity",
    "aws:tokenissuetime",
    "aws:userid",
    "aws:username",
    "s3:authtype",
    "s3:signatureage",
    "s3:signatureversion",
];

/// What it takes to list those, in characters: each account may have somebody of each name.
pub(crate) fn cost_of_callers(policy: &Policy) -> u64 {
    let lists = policy.statements.iter().map(|s| s.principals.list.len());
    let values = policy.statements.iter().flat_map(|s| &s.conditions).map(|c| c.values.len());
    let names = (arns(policy).len() + 4) as u64 * ONE_CALLER;
    let accounts = (named_accounts(policy).len() + 1) as u64;
    let read = (lists.sum::<usize>() + values.sum::<usize>()) as u64 * ONE_CHOICE;
    read + names * accounts
}

/// Those who stand for the party of a grant; none where it is of nobody who can be told.
pub(crate) fn callers(grant: &Grant, policy: &Policy, owner: &Owner) -> Vec<Caller> {
    let of_key = policy.statements.iter().any(|s| s.guarded == Guarded::Key);
    match &grant.party {
        Party::Everyone if !of_key => vec![Caller::unsigned()],
        Party::Everyone | Party::AnyAccount => strangers(policy),
        Party::Account(id) => {
            let own = id.contains("${").then(|| owner.account.clone()).flatten();
            let id = own.as_deref().unwrap_or(id);
            let member = match &owner.organisation {
                Some(own) if grant.relation == Relation::Organisation => Member::Of(own.clone()),
                _ => Member::NotKnown,
            };
            of_account(grant, id, &member, policy)
        }
        Party::Organisation(id) => {
            let member = Member::Of(id.clone());
            let mut accounts = named_accounts(policy);
            accounts.insert(STRANGER.into());
            let accounts = accounts.iter().filter(|id| owner.account.as_ref() != Some(*id));
            accounts.flat_map(|account| of_account(grant, account, &member, policy)).collect()
        }
        Party::WebIdentity(name) => {
            vec![Caller::signed(&Principal::Federated(name.clone()), Kind::Federated)]
        }
        Party::Canonical(id) => {
            vec![Caller::signed(&Principal::Canonical(id.clone()), Kind::Signed)]
        }
        Party::CloudFront => match &grant.named {
            Some(name) => vec![Caller::signed(name, Kind::Identity)],
            None => Vec::new(),
        },
        Party::Service(name) => {
            let organisation = Member::Stranger;
            vec![Caller { organisation, ..service(name, Some(STRANGER)) }]
        }
        Party::ServiceFor { service: name, source } => match &**source {
            Party::Account(id) if !id.contains("${") => vec![service(name, Some(id))],
            Party::Account(_) => vec![service(name, owner.account.as_deref())],
            _ => vec![service(name, None)],
        },
        Party::Network(_) | Party::AccessPoints(_) | Party::Unresolved(_) | Party::Nobody(_) => {
            Vec::new()
        }
    }
}

fn service(name: &str, source: Option<&str>) -> Caller {
    let name = if name == ANY_SERVICE { CLOUDFRONT } else { name };
    let named = Principal::Service(name.to_owned());
    let account = source.map(Into::into);
    Caller { account, ..Caller::signed(&named, Kind::Service(name.to_owned())) }
}

/// Whoever has an account: one who goes by no name that a policy knows, and those who take names that
/// its patterns fit.
pub(crate) fn strangers(policy: &Policy) -> Vec<Caller> {
    let arns = arns(policy).into_iter().map(|arn| filled(&arn, STRANGER));
    let arns: BTreeSet<String> =
        arns.chain(plain_arns(STRANGER)).chain(users(STRANGER, policy)).collect();
    let arns = arns.into_iter().filter(|arn| account_of(arn).as_deref() == Some(STRANGER));
    arns.filter_map(|arn| Caller::with_arn(&arn, Member::Stranger)).collect()
}

fn plain_arns(account: &str) -> [String; 3] {
    ["user/any", "assumed-role/any/any", "root"]
        .map(|name| format!("arn:aws:iam::{account}:{name}"))
}

/// Those of an account whom a grant is for: the one that it names, or any.
fn of_account(grant: &Grant, account: &str, member: &Member, policy: &Policy) -> Vec<Caller> {
    let arns: Vec<String> = match &grant.named {
        Some(Principal::Aws(name)) if names_account(name) => {
            let of = if is_account(name) { Some(name.clone()) } else { account_of(name) };
            if of.as_deref() == Some(account) { all_of(account, policy) } else { Vec::new() }
        }
        Some(Principal::Aws(name)) if account_of(name).as_deref() == Some(account) => {
            let session = |arn: &String| arn.contains(":role/");
            let role = Some(name.clone()).filter(session);
            let by_session = role.map(|arn| arn.replace(":role/", ":assumed-role/") + "/any");
            let by_name = sessions(name, policy);
            [name.clone()].into_iter().chain(by_session).chain(by_name).collect()
        }
        Some(Principal::Aws(_)) => Vec::new(),
        Some(Principal::Federated(_)) => plain_arns(account)[1..2].to_vec(),
        _ => all_of(account, policy),
    };
    let with = |arn: &String| Caller::with_arn(arn, member.clone());
    let mut callers: Vec<Caller> = arns.iter().filter_map(with).collect();
    if let Some(Principal::Federated(_)) = &grant.named {
        callers.iter_mut().for_each(|caller| caller.names.extend(grant.named.clone()));
    }
    callers
}

/// Sessions of a role that the policy names.
fn sessions(role: &str, policy: &Policy) -> Vec<String> {
    let of_role = |arn: &String| {
        Caller::with_arn(arn, Member::NotKnown)
            .is_some_and(|caller| caller.names.contains(&Principal::Aws(role.to_owned())))
    };
    arns(policy).into_iter().filter(of_role).collect()
}

fn all_of(account: &str, policy: &Policy) -> Vec<String> {
    let arns = arns(policy).into_iter().map(|arn| filled(&arn, account));
    let of_it = arns.filter(|arn| account_of(arn).as_deref() == Some(account));
    of_it.chain(plain_arns(account)).chain(users(account, policy)).collect()
}

/// Users of an account who go by names that conditions ask for.
fn users(account: &str, policy: &Policy) -> Vec<String> {
    let conditions = policy.statements.iter().flat_map(|s| &s.conditions);
    let names = conditions.filter(|c| c.key == "aws:username").flat_map(|c| &c.values);
    names.map(|name| filled(&format!("arn:aws:iam::{account}:user/{name}"), account)).collect()
}

/// An ARN of this account that fits a pattern of ARNs.
fn filled(pattern: &str, account: &str) -> String {
    let parts = pattern.splitn(6, ':').enumerate().map(|(at, part)| match (at, part) {
        (4, part) if is_open(part) => account.to_owned(),
        (2, "*") => "iam".into(),
        (5, "*") => format!("user/{ANY}"),
        (_, part) => part.replace('*', ANY).replace('?', "a"),
    });
    parts.collect::<Vec<_>>().join(":")
}

/// The ARNs of principals that a policy names, patterns among them.
fn arns(policy: &Policy) -> BTreeSet<String> {
    let principals = policy.statements.iter().flat_map(|s| &s.principals.list);
    let principals = principals.filter_map(|principal| match principal {
        Principal::Aws(name) => Some(name),
        _ => None,
    });
    let conditions = policy.statements.iter().flat_map(|s| &s.conditions);
    let values = conditions.filter(|c| c.key == "aws:principalarn").flat_map(|c| &c.values);
    principals.chain(values).filter(|name| name.starts_with("arn:")).cloned().collect()
}

/// The accounts that a policy names.
fn named_accounts(policy: &Policy) -> BTreeSet<String> {
    let principals = policy.statements.iter().flat_map(|s| &s.principals.list);
    let principals = principals.filter_map(|principal| match principal {
        Principal::Aws(name) => Some(name),
        _ => None,
    });
    let values = policy.statements.iter().flat_map(|s| &s.conditions).flat_map(|c| &c.values);
    let account = |text: &String| match is_account(text) {
        true => Some(text.clone()),
        false => account_of(text),
    };
    principals.chain(values).filter_map(account).collect()
}
