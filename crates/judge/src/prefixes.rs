//! Who can reach what lies below each prefix: worked out once for all prefixes that leave the same of
//! every resource that a policy names.

use std::collections::BTreeMap;

use magpie_model::{BucketFacts, Known};
use magpie_policy::Within;
use serde_json::Value;

use crate::exposure::{Sought, exposure_sought};
use crate::replicas::selecting;
use crate::{Audience, Exposure, exposure_of, exposure_unknown};

/// What is worked out for one bucket, at most; prefixes beyond count as the whole bucket does.
const WORKED_OUT_MAX: usize = 512;

/// Who can reach the prefixes of one bucket, or of what is none.
pub(crate) struct Prefixes<'f> {
    facts: Option<&'f BucketFacts>,
    /// What the bucket's policy and those of its access points name.
    resources: Vec<Vec<char>>,
    /// Whether one of them lets some prefixes be listed, so that each is worked out by itself.
    by_prefix: bool,
    told: BTreeMap<Asked, Exposure>,
    /// Who reaches content anywhere in the bucket.
    content: Audience,
}

/// All that an answer depends on.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    sought: Sought,
    /// Whether longer prefixes are left out.
    children: bool,
    levels: usize,
    /// A prefix that policies' own signs, or those that stand for any key, could be mistaken for, or that
    /// listings are held to.
    unusual: Option<String>,
    /// The number of a resource, and between which two places of it the prefix can stand.
    stands: Vec<[usize; 3]>,
    /// Which rules of replication copy some of it.
    copied: Vec<Option<bool>>,
}

impl<'f> Prefixes<'f> {
    pub(crate) fn of(facts: Option<&'f BucketFacts>) -> Self {
        let mut resources = Vec::new();
        let mut by_prefix = false;
        for document in facts.into_iter().flat_map(policies) {
            named(&document, false, &mut resources);
            by_prefix |= holds_listings(&document);
        }
        let content = |facts| exposure_sought(facts, &Within::Bucket, Sought::Content).audience;
        let content = facts.map_or(Audience::Unknown, content);
        Self { facts, resources, by_prefix, told: BTreeMap::new(), content }
    }

    /// Who can reach some of it.
    pub(crate) fn exposure(&mut self, within: &Within) -> Exposure {
        self.sought(within, Sought::Anything)
    }

    /// Whether outsiders reach content there, and nobody reaches content elsewhere who stands
    /// further outside.
    pub(crate) fn is_as_open_as_any(&mut self, within: &Within) -> bool {
        let outside = self.content.is_outside() && self.content != Audience::Unknown;
        outside && self.sought(within, Sought::Content).audience == self.content
    }

    fn sought(&mut self, within: &Within, sought: Sought) -> Exposure {
        let Some(facts) = self.facts else { return exposure_unknown("not a bucket") };
        let asked = self.asked(within, sought);
        if let Some(exposure) = self.told.get(&asked) {
            return exposure.clone();
        }
        if self.told.len() >= WORKED_OUT_MAX {
            return exposure_of(facts);
        }
        let exposure = exposure_sought(facts, within, sought);
        self.told.insert(asked, exposure.clone());
        exposure
    }

    fn asked(&self, within: &Within, sought: Sought) -> Asked {
        let (prefix, children) = match within {
            Within::Bucket => ("", false),
            Within::Prefix(prefix) => (prefix.as_str(), false),
            Within::Children(prefix) => (prefix.as_str(), true),
            Within::Object(key) => (key.as_str(), false),
        };
        let unusual = self.by_prefix
            || prefix.contains(|c: char| c.is_control() || "*?$".contains(c))
            || matches!(within, Within::Object(_));
        let each = self.resources.iter().enumerate();
        let stands = each.flat_map(|(number, resource)| {
            stands(resource, prefix).into_iter().map(move |[from, to]| [number, from, to])
        });
        Asked {
            sought,
            children,
            levels: prefix.matches('/').count(),
            unusual: unusual.then(|| prefix.to_owned()),
            stands: stands.collect(),
            copied: self.facts.map_or_else(Vec::new, |facts| selecting(facts, within, None)),
        }
    }
}

/// The policies of a bucket and of its access points, as far as they can be read.
fn policies(facts: &BucketFacts) -> Vec<Value> {
    let of_bucket = facts.policy.get().and_then(Option::as_deref);
    let lists = [facts.access_points.get(), facts.multi_region_points.get()];
    let of_points = lists.into_iter().flatten().flatten().filter_map(|point| match &point.policy {
        Known::Yes(text) => text.as_deref(),
        Known::Unknown(_) => None,
    });
    let texts = of_bucket.into_iter().chain(of_points);
    let documents = texts.map(|text| serde_json::from_str(text.trim_start_matches('\u{feff}')));
    documents.filter_map(Result::ok).collect()
}

/// Whether a condition asks for the prefix of a listing.
fn holds_listings(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.iter().any(holds_listings),
        Value::Object(members) => members
            .iter()
            .any(|(name, member)| name.eq_ignore_ascii_case("s3:prefix") || holds_listings(member)),
        _ => false,
    }
}

/// Gathers every text below `Resource` and `NotResource`.
fn named(value: &Value, within: bool, resources: &mut Vec<Vec<char>>) {
    match value {
        Value::String(text) if within => resources.push(text.chars().collect()),
        Value::Array(list) => list.iter().for_each(|one| named(one, within, resources)),
        Value::Object(members) => {
            for (name, member) in members {
                let names =
                    ["Resource", "NotResource"].iter().any(|n| name.eq_ignore_ascii_case(n));
                named(member, within || names, resources);
            }
        }
        _ => {}
    }
}

/// Between which places of a resource the prefix can stand, behind the `/` that a key follows. More
/// than that of the prefix makes no difference to whether a key that begins with it fits.
fn stands(resource: &[char], prefix: &str) -> Vec<[usize; 2]> {
    // That slash is written out, or a wildcard takes it.
    let may_begin = |at: &usize| {
        resource.get(*at) == Some(&'*') || *at > 0 && ['/', '*', '?'].contains(&resource[at - 1])
    };
    let mut all = Vec::new();
    for from in (0..=resource.len()).filter(may_begin) {
        let mut places = vec![from];
        skip_stars(resource, &mut places);
        for c in prefix.chars() {
            let mut next = Vec::new();
            for at in places {
                match resource.get(at) {
                    Some('*') => next.push(at),
                    Some(wanted) if *wanted == '?' || *wanted == c => next.push(at + 1),
                    _ => {}
                }
            }
            skip_stars(resource, &mut next);
            places = next;
        }
        all.extend(places.into_iter().map(|to| [from, to]));
    }
    all
}

/// A star may stand for nothing.
fn skip_stars(resource: &[char], places: &mut Vec<usize>) {
    let mut number = 0;
    while number < places.len() {
        if resource.get(places[number]) == Some(&'*') {
            places.push(places[number] + 1);
        }
        number += 1;
    }
    places.sort_unstable();
    places.dedup();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::exposure::exposure_within;
    use crate::support::with_policy;

    fn facts(statements: &[String]) -> BucketFacts {
        with_policy(Some(&format!(r#"{{"Statement":[{}]}}"#, statements.join(","))))
    }

    fn statement(effect: &str, element: &str, resources: &[&str]) -> String {
        let list: Vec<String> =
            resources.iter().map(|one| format!("\"arn:aws:s3:::{one}\"")).collect();
        let list = list.join(",");
        format!(
            r#"{{"Effect":"{effect}","Principal":"*","Action":"s3:GetObject","{element}":[{list}]}}"#
        )
    }

    #[test]
    fn how_much_is_worked_out_depends_on_the_policy_and_not_on_the_prefixes() {
        let facts = facts(&[statement("Allow", "Resource", &["box/p7/*", "box/p8/*"])]);
        let mut prefixes = Prefixes::of(Some(&facts));
        let open = |number: &usize| {
            let within = Within::Prefix(format!("p{number}/"));
            prefixes.exposure(&within);
            prefixes.is_as_open_as_any(&within)
        };
        assert_eq!((0..500).filter(open).collect::<Vec<_>>(), [7, 8]);
        // Of the two that are named and of all others, who reaches anything, and who content.
        assert_eq!(prefixes.told.len(), 6);
    }

    #[test]
    fn what_is_worked_out_has_a_bound() {
        let facts = facts(&[statement("Allow", "Resource", &["box/p7/*"])]);
        let mut prefixes = Prefixes::of(Some(&facts));
        for number in 0..WORKED_OUT_MAX + 9 {
            prefixes.exposure(&Within::Prefix(format!("*{number}/")));
        }
        assert_eq!(prefixes.told.len(), WORKED_OUT_MAX);
        assert_eq!(prefixes.exposure(&Within::Prefix("?/".into())), exposure_of(&facts));
    }

    const RESOURCES: [&str; 14] = [
        "box/*",
        "box/a/*",
        "box/a/b/*",
        "box/b/*",
        "box/a/x",
        "box/*/x",
        "box/?/*",
        "box/a*b/*",
        "bo*b/*",
        "box?a/*",
        "*",
        "box/*.csv",
        "box/b/a*",
        "box/b/y",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn a_prefix_fares_as_if_it_were_worked_out_by_itself(
            statements in proptest::collection::vec(
                (any::<bool>(), any::<bool>(), proptest::collection::vec(select(&RESOURCES[..]), 1..3)),
                1..4,
            ),
        ) {
            let statements: Vec<String> = statements.iter().map(|(allow, not, resources)| {
                let effect = if *allow { "Allow" } else { "Deny" };
                statement(effect, if *not { "NotResource" } else { "Resource" }, resources)
            }).collect();
            let facts = facts(&statements);
            let mut prefixes = Prefixes::of(Some(&facts));
            for prefix in ["", "a/", "b/", "c/", "d/", "a/b/", "b/a/", "c/d/", "d/c/", "ab/", "cb/"] {
                for within in [Within::Prefix(prefix.into()), Within::Children(prefix.into())] {
                    let alone = exposure_within(&facts, &within);
                    prop_assert_eq!(prefixes.exposure(&within), alone, "{:?} {:?}", within, statements);
                }
            }
        }
    }
}
