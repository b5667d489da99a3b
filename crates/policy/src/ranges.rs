//! Ranges of addresses, and how much of all addresses some of them hold together.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::party::Party;

/// First and last address, those of the sixth version in the upper half of the order.
type Range = (bool, u128, u128);

/// The addresses that a party comes from, where it is a range of them.
pub(crate) fn range(party: &Party) -> Option<Range> {
    let Party::Network(text) = party else { return None };
    let (address, bits) = text.split_once('/').unwrap_or((text, ""));
    let bits: Option<u32> = if bits.is_empty() { None } else { Some(bits.parse().ok()?) };
    let of_four = |four: Ipv4Addr| (false, u32::BITS, u128::from(four.to_bits()));
    let mut before = 0;
    let (is_six, all, address) = match address.parse().ok()? {
        IpAddr::V4(four) => of_four(four),
        IpAddr::V6(six) => match six.to_ipv4_mapped() {
            Some(four) => {
                before = u128::BITS - u32::BITS;
                of_four(four)
            }
            None => (true, u128::BITS, six.to_bits()),
        },
    };
    let bits = bits.map_or(Some(all), |bits| bits.checked_sub(before))?;
    let hosts = u128::MAX.checked_shr(u128::BITS - all.checked_sub(bits)?).unwrap_or(0);
    Some((is_six, address & !hosts, address | hosts))
}

/// Where addresses of the sixth version are given out, and half of how many there are.
const GIVEN_OUT: (u128, u128) = (0x2 << 124, (0x4 << 124) - 1);
const HALF_OF_SIX: u128 = 1 << 124;
const HALF_OF_FOUR: u128 = 1 << 31;

/// Whether these hold half of all addresses of either version together.
pub(crate) fn are_most<'p>(parties: impl Iterator<Item = &'p Party>) -> bool {
    let mut ranges: Vec<Range> = parties.filter_map(range).collect();
    ranges.sort_unstable();
    let mut held = [0_u128; 2];
    let mut next = [0, GIVEN_OUT.0];
    for (is_six, first, last) in ranges {
        let version = usize::from(is_six);
        let last = if is_six { last.min(GIVEN_OUT.1) } else { last };
        let first = first.max(next[version]);
        if first <= last {
            held[version] += last - first + 1;
            next[version] = last + 1;
        }
    }
    held[0] >= HALF_OF_FOUR || held[1] >= HALF_OF_SIX
}

/// The same parties with ranges of addresses that overlap or adjoin told as one, in the place of the
/// first of them.
pub fn merged<'p>(parties: impl Iterator<Item = &'p Party>) -> Vec<Party> {
    let mut others: Vec<Party> = Vec::new();
    let mut ranges: Vec<Range> = Vec::new();
    let mut place = None;
    for party in parties {
        match range(party) {
            Some(range) => {
                place = place.or(Some(others.len()));
                ranges.push(range);
            }
            None => others.push(party.clone()),
        }
    }
    ranges.sort_unstable();
    let mut whole: Vec<Range> = Vec::new();
    for (is_six, first, last) in ranges {
        match whole.last_mut() {
            Some(before) if before.0 == is_six && first <= before.2.saturating_add(1) => {
                before.2 = before.2.max(last);
            }
            _ => whole.push((is_six, first, last)),
        }
    }
    let place = place.unwrap_or(others.len());
    others.splice(place..place, whole.into_iter().map(|range| Party::Network(written(range))));
    others
}

/// A range as it is written: by its first bits where they say all of it.
fn written((is_six, first, last): Range) -> String {
    let address = |bits: u128| match (is_six, u32::try_from(bits)) {
        (false, Ok(four)) => Ipv4Addr::from_bits(four).to_string(),
        _ => Ipv6Addr::from_bits(bits).to_string(),
    };
    let all = if is_six { u128::BITS } else { u32::BITS };
    let hosts = first ^ last;
    let open = u128::BITS - hosts.leading_zeros();
    match hosts.count_ones() == open && first & hosts == 0 {
        true => format!("{}/{}", address(first), all - open),
        false => format!("{} to {}", address(first), address(last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn most(ranges: impl IntoIterator<Item = String>) -> bool {
        let parties: Vec<Party> = ranges.into_iter().map(Party::Network).collect();
        are_most(parties.iter())
    }

    fn named(ranges: &[&str]) -> bool {
        most(ranges.iter().map(|range| (*range).to_owned()))
    }

    #[test]
    fn half_of_all_addresses_is_most_and_twice_the_same_is_not_more() {
        let eights = |n: std::ops::Range<u32>| n.map(|first| format!("{first}.0.0.0/8"));
        assert!(most(eights(0..256)) && most(eights(64..192)) && !most(eights(0..127)));
        assert!(!most(eights(0..100).chain(eights(0..100))));
        assert!(most(eights(0..127).chain(["127.0.0.0/9".into(), "127.128.0.0/9".into()])));
        assert!(named(&["0.0.0.0/1"]) && !named(&["0.0.0.0/2"]) && named(&["0.0.0.0/0"]));
        // Addresses of the fourth version, written as the sixth.
        assert!(most((0..128).map(|first| format!("::ffff:{first}.0.0.0/104"))));
        assert!(!most((0..127).map(|first| format!("::ffff:{first}.0.0.0/104"))));
        assert!(!named(&["::ffff:0.0.0.0/90", "::ffff:192.0.2.1"]));
        assert!(!named(&["192.0.2.1", "192.0.2.0/24", "10.0.0.0/8"]) && !named(&[]));
        assert!(!named(&["vpc-1a2b3c", "vpce-1a2b3c4d", "300.0.0.0/8", "10.0.0.0/99"]));
    }

    #[test]
    fn of_the_sixth_version_counts_what_is_given_out() {
        assert!(named(&["::/0"]) && named(&["2000::/3"]) && named(&["2000::/4"]));
        assert!(!named(&["2000::/5", "fc00::/7", "8000::/1"]));
        assert!(named(&["2000::/5", "2800::/5"]) && !named(&["2001:db8::/32"]));
    }

    #[test]
    fn ranges_that_adjoin_or_overlap_are_one() {
        let told = |names: &[&str]| {
            let parties: Vec<Party> =
                names.iter().map(|name| Party::Network((*name).to_owned())).collect();
            let told = merged(parties.iter());
            told.iter()
                .map(|party| party.to_string().split_off("whoever comes from ".len()))
                .collect::<Vec<_>>()
        };
        let eights: Vec<String> = (0..256).rev().map(|first| format!("{first}.0.0.0/8")).collect();
        let eights: Vec<&str> = eights.iter().map(String::as_str).collect();
        assert_eq!(told(&eights), ["0.0.0.0/0"]);
        assert_eq!(told(&["192.0.2.0/25", "192.0.2.128/25"]), ["192.0.2.0/24"]);
        assert_eq!(told(&["10.1.0.0/16", "10.2.0.0/16"]), ["10.1.0.0 to 10.2.255.255"]);
        assert_eq!(told(&["10.0.0.0/8", "10.1.0.0/16"]), ["10.0.0.0/8"]);
        assert_eq!(told(&["192.0.2.1", "192.0.2.4"]), ["192.0.2.1/32", "192.0.2.4/32"]);
        assert_eq!(told(&["::/1", "8000::/1", "0.0.0.0/1"]), ["0.0.0.0/1", "::/0"]);
        let mixed = ["vpc-1a", "10.0.0.0/9", "vpc-2b", "10.128.0.0/9"];
        assert_eq!(told(&mixed), ["vpc-1a", "10.0.0.0/8", "vpc-2b"]);
    }
}
