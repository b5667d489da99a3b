//! Who is both: of a party that an Allow names, those whom a denial spares.

use std::collections::BTreeSet;

use crate::party::{ANY_SERVICE, Owner, Party, Relation};

/// What of a party is left by a denial that spares these, as one party for each of them.
pub(crate) fn left_of(party: &Party, spares: &[Party], owner: &Owner) -> BTreeSet<Party> {
    spares.iter().filter_map(|spare| meet(party, spare, owner)).collect()
}

/// Those who are of both; `None` where nobody is. Where the policy does not tell, nobody is left
/// out.
fn meet(party: &Party, spare: &Party, owner: &Owner) -> Option<Party> {
    let same = || Some(party.clone());
    let narrower = || Some(spare.clone());
    match (party, spare) {
        (
            Party::AnyAccount | Party::WebIdentity(_),
            Party::Service(_) | Party::ServiceFor { .. },
        ) => None,
        (Party::AnyAccount, Party::Everyone) => None,
        (Party::Everyone | Party::AnyAccount | Party::WebIdentity(_), _) => narrower(),
        // What CloudFront asks under an identity of its own comes from its network, of no organisation.
        (
            Party::CloudFront,
            Party::Account(_) | Party::Organisation(_) | Party::Network(_) | Party::Everyone,
        ) => None,
        (Party::AccessPoints(_) | Party::CloudFront, _) => same(),
        (Party::Service(_) | Party::ServiceFor { .. }, _) => of_service(party, spare),
        (_, Party::Service(_) | Party::ServiceFor { .. } | Party::Nobody(_)) => None,
        // Everybody is spared without signing only, which is not how those come who are told by
        // their account.
        (Party::Account(_) | Party::Organisation(_), Party::Everyone) => None,
        (Party::Account(one), Party::Account(other)) => {
            let own = |party: &Party| party.relation(owner) == Relation::Own;
            (one == other || own(party) && own(spare)).then(|| party.clone())
        }
        (Party::Organisation(one), Party::Organisation(other)) => {
            let told = !one.contains("${") && !other.contains("${");
            (one == other || !told).then(|| party.clone())
        }
        // Of an account, those who are of an organisation are no more outside than that one is.
        (Party::Account(_), Party::Organisation(_)) => {
            if spare.relation(owner) < party.relation(owner) { narrower() } else { same() }
        }
        // Whoever is of the owner's own account is that first.
        (_, Party::Account(_)) if spare.relation(owner) == Relation::Own => narrower(),
        (Party::Network(_), Party::Account(_) | Party::Organisation(_)) => narrower(),
        _ => same(),
    }
}

/// A service has none of the keys that tell who asks; for whom it acts, it may say.
fn of_service(party: &Party, spare: &Party) -> Option<Party> {
    match (party, spare) {
        (_, Party::Service(name)) if name == ANY_SERVICE => Some(party.clone()),
        (Party::Service(one) | Party::ServiceFor { service: one, .. }, Party::Service(other)) => {
            (one == other).then(|| party.clone())
        }
        (Party::Service(service), Party::ServiceFor { source, .. }) => {
            Some(Party::ServiceFor { service: service.clone(), source: source.clone() })
        }
        (Party::ServiceFor { source: one, .. }, Party::ServiceFor { source: other, .. }) => {
            let accounts = [one, other].map(|source| matches!(**source, Party::Account(_)));
            (one == other || accounts.contains(&false)).then(|| party.clone())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(party: Party, spares: &[Party]) -> Vec<String> {
        let owner = Owner {
            account: Some("123456789012".into()),
            organisation: Some("o-own".into()),
            ..Owner::default()
        };
        left_of(&party, spares, &owner).iter().map(ToString::to_string).collect()
    }

    fn account(id: &str) -> Party {
        Party::Account(id.into())
    }

    fn organisation(id: &str) -> Party {
        Party::Organisation(id.into())
    }

    #[test]
    fn of_an_organisation_its_own_account_is_left() {
        let own = account("123456789012");
        assert_eq!(left(organisation("o-own"), &[own]), ["account 123456789012"]);
        let own = account("${aws:ResourceAccount}");
        assert_eq!(left(organisation("o-own"), &[own]), ["the bucket's own account"]);
        // Another account may be of the organisation, and no more than it.
        let other = account("444455556666");
        assert_eq!(left(organisation("o-own"), &[other]), ["organisation o-own"]);
        assert!(
            left(organisation("o-own"), &[organisation("o-other"), Party::Everyone]).is_empty()
        );
    }

    #[test]
    fn an_account_is_left_by_itself_and_by_what_it_may_be_of() {
        let partner = || account("444455556666");
        assert!(left(partner(), &[account("123456789012"), Party::Everyone]).is_empty());
        assert_eq!(left(partner(), &[organisation("o-own")]), ["organisation o-own"]);
        assert_eq!(left(partner(), &[organisation("o-other")]), ["account 444455556666"]);
        let service = Party::Service("any".into());
        assert!(left(partner(), &[service]).is_empty() && left(partner(), &[]).is_empty());
    }

    #[test]
    fn of_a_service_is_left_what_says_for_whom_it_acts() {
        let own = || account("123456789012");
        let logs = || Party::Service("logging.s3.amazonaws.com".into());
        let acting = |service: &str, source| Party::ServiceFor {
            service: service.into(),
            source: Box::new(source),
        };
        assert!(left(logs(), &[own(), organisation("o-own"), Party::Everyone]).is_empty());
        assert_eq!(left(logs(), &[Party::Service(ANY_SERVICE.into())]), [logs().to_string()]);
        let held = acting("logging.s3.amazonaws.com", own()).to_string();
        assert_eq!(left(logs(), &[acting(ANY_SERVICE, own())]), [held]);
        let foreign = acting("logging.s3.amazonaws.com", account("444455556666"));
        assert!(left(foreign, &[acting(ANY_SERVICE, own())]).is_empty());
    }

    #[test]
    fn a_network_is_left_to_those_who_are_of_an_account_too() {
        let network = Party::Network("vpce-1a2b3c4d".into());
        assert_eq!(left(network.clone(), &[account("123456789012")]), ["account 123456789012"]);
        let other = Party::Network("192.0.2.0/24".into());
        assert_eq!(left(network.clone(), &[other]), [network.to_string()]);
    }
}
